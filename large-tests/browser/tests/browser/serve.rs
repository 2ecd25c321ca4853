//! The page of `faultbook-serve`: it shows calls as they happen, and a click decides what the next one gets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::chromium::{Page, visit_server};

/// A server with the sample book, which is stopped at the end.
struct Server {
    process: Child,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

impl Server {
    fn start() -> Self {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
        let mut process = Command::new(program())
            .arg("--spec")
            .arg(spec)
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let ready = lines.next().expect("a line").expect("a text");
        let ready: Value = serde_json::from_str(&ready).expect("JSON");
        // It stops writing when nobody reads.
        std::thread::spawn(move || lines.for_each(drop));
        let url = ready["url"].as_str().expect("an address").to_owned();
        Self { process, url }
    }

    /// The status of a heartbeat.
    fn heartbeat(&self) -> String {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("it listens");
        let request = "POST /playwave/heartbeat HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    }
}

/// Builds the server. It is not a dependency of this workspace, whose packages have no programs.
fn program() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            "faultbook-serve",
        ])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter_map(|it| it["executable"].as_str().map(str::to_owned));
    programs
        .next()
        .unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// Waits for the page to be as it should be, for ten seconds.
fn wait_until(page: &Page, condition: &str) {
    for _ in 0..200 {
        if page.eval(condition) == true {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!(
        "{condition} is never true: {}",
        page.eval("document.body.innerText")
    );
}

#[test]
fn a_click_decides_what_the_next_call_gets_and_calls_are_shown() {
    let server = Server::start();
    visit_server("serve", &server.url, "/_faultbook", |page| {
        wait_until(page, "document.querySelectorAll('#book button').length > 0");
        assert_eq!(server.heartbeat(), "200");
        wait_until(page, "document.querySelectorAll('#calls li').length == 1");
        page.eval(
            "(() => {
                let part = [...document.querySelectorAll('#book h3')].find((own) => own.textContent === 'PlayWave');
                while (!part.querySelector('summary')?.textContent.startsWith('heartbeat')) part = part.nextElementSibling;
                part.querySelector('summary').click();
                const buttons = [...part.querySelectorAll('button')];
                buttons.find((own) => own.textContent.includes('SESSION_ENDED')).click();
            })()",
        );
        wait_until(
            page,
            "document.getElementById('state').textContent.includes('SESSION_ENDED')",
        );
        assert_eq!(server.heartbeat(), "410");
        assert_eq!(server.heartbeat(), "200");
        wait_until(page, "document.querySelectorAll('#calls li').length == 3");
        let second = page.eval("document.querySelectorAll('#calls li')[1].textContent");
        let second = second.as_str().expect("a text");
        assert!(
            second.contains("410 SESSION_ENDED, retry: never"),
            "{second}"
        );
        // The third call repeats what must not be repeated.
        let complaints =
            page.texts("[...document.querySelectorAll('.complaint')].map((it) => it.textContent)");
        assert_eq!(
            complaints,
            ["retried after SESSION_ENDED, whose retry is `never`"]
        );
        page.eval("document.getElementById('reset').click()");
        wait_until(
            page,
            "document.getElementById('state').textContent == 'forgotten'",
        );
    });
}
