//! The server, asked by clients of several languages.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A server with the sample book, which is stopped at the end.
struct Server {
    process: Child,
    lines: BufReader<ChildStdout>,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut process = command(arguments).spawn().expect("the server starts");
        let mut lines = BufReader::new(process.stdout.take().expect("it is piped"));
        let ready = next_line(&mut lines);
        assert_eq!(ready["event"], "ready");
        let url = ready["url"].as_str().expect("a text");
        let address = url.strip_prefix("http://").expect("a scheme").to_owned();
        Self {
            process,
            lines,
            address,
        }
    }

    /// The whole answer to a request, as it is sent.
    fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        _ = stream.read_to_string(&mut answer);
        answer
    }

    /// Status, head and body of the answer to a request.
    fn ask(&self, method: &str, target: &str, headers: &str, body: &str) -> (u16, String, String) {
        let len = body.len();
        let answer = self.raw(&format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len}\r\n{headers}\r\n{body}"
        ));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (
            status.unwrap_or(0),
            head.to_ascii_lowercase(),
            body.to_owned(),
        )
    }

    fn arm(&self, plan: &str) -> u16 {
        self.ask("POST", "/_faultbook/arm", "", plan).0
    }

    /// The next call in the log.
    fn log(&mut self) -> Value {
        next_line(&mut self.lines)
    }

    /// Asks the server to stop. Returns its exit code.
    #[cfg(unix)]
    fn stop(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status();
        assert!(killed.expect("there is `kill`").success());
        self.process.wait().expect("it ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook-serve"));
    if !arguments.contains(&"--spec") {
        command.arg("--spec").arg(spec);
    }
    command.args(["--port", "0"]);
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn next_line(lines: &mut impl BufRead) -> Value {
    let mut line = String::new();
    lines.read_line(&mut line).expect("the log is UTF-8");
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn a_call_gets_what_its_header_or_query_asks_for() {
    let mut server = Server::start(&[]);
    let (status, _, body) = server.ask("POST", "/playwave/heartbeat", "", "");
    assert_eq!((status, body.contains("success")), (200, true), "{body}");
    assert_eq!(server.log()["success"], true);

    let choice = "x-faultbook: RATE_LIMITED;wait=7s\r\n";
    let (status, head, body) = server.ask("POST", "/playwave/heartbeat", choice, "");
    assert_eq!(status, 429);
    assert!(head.contains("retry-after: 7"), "{head}");
    let body: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(body["error"]["code"], "RATE_LIMITED");
    let log = server.log();
    assert_eq!(log["code"], "RATE_LIMITED");
    assert_eq!(log["wait_ms"], 7000);
    assert_eq!(log["retry"], "backoff");

    let choice = "x-faultbook: 503;wait=3s\r\n";
    let (status, head, _) = server.ask("POST", "/playwave/heartbeat", choice, "");
    assert_eq!(status, 503);
    assert!(head.contains("retry-after: 3"), "{head}");
    assert_eq!(server.log()["wait_ms"], 3000);

    let target = "/licensing/auth/validate?x-faultbook=validate%2Fno_credits";
    let (status, _, body) = server.ask("POST", target, "", "");
    assert_eq!((status, body.contains("no_credits")), (200, true), "{body}");
    assert_eq!(server.log()["operation"], "validate");

    let (status, _, body) = server.ask(
        "POST",
        "/licensing/auth/validate?x-faultbook=unknown:NEW",
        "",
        "",
    );
    assert_eq!((status, body.contains("NEW")), (200, true), "{body}");
    assert_eq!(server.log()["success"], false);

    // Every second call.
    let target = "/x-faultbook=50%25:SESSION_ENDED/playwave/heartbeat";
    let statuses = [(); 4].map(|()| server.ask("POST", target, "", "").0);
    assert_eq!(statuses, [200, 410, 200, 410]);
}

#[test]
fn answers_are_armed_in_a_row_and_as_a_share() {
    let server = Server::start(&["--fail", "playwave heartbeat: SESSION_ENDED, 503, ok"]);
    let status = |server: &Server| server.ask("POST", "/playwave/heartbeat", "", "").0;
    assert_eq!([(); 4].map(|()| status(&server)), [410, 503, 200, 200]);
    assert_eq!(server.arm("playwave heartbeat: 50%:503"), 200);
    assert_eq!([(); 4].map(|()| status(&server)), [200, 503, 200, 503]);
    let (reset, ..) = server.ask("POST", "/_faultbook/reset", "", "");
    assert_eq!((reset, status(&server)), (200, 200));
}

/// A book of one vendor, whose name may be omitted, that extends a package and has an example that fails.
#[test]
fn any_book_is_served() {
    let spec = Path::new(env!("CARGO_TARGET_TMPDIR")).join("extending");
    std::fs::create_dir_all(&spec).expect("room");
    let vendor = "extends: faultbook_vendors/stripe\nvendor: stripe\nexamples:\n  - { name: no failure, operation: request, \
                  response: { status: 404, body: '' }, expect: { outcome: success } }\n";
    for (name, text) in [
        ("book.yaml", "extends: standard\n"),
        ("stripe.yaml", vendor),
    ] {
        std::fs::write(spec.join(name), text).expect("room");
    }
    let package = concat!(
        "faultbook_vendors=",
        env!("CARGO_MANIFEST_DIR"),
        "/../vendors/book"
    );
    let plan = "request: decline/expired_card";
    let spec = spec.display().to_string();
    let server = Server::start(&["--spec", &spec, "--package", package, "--fail", plan]);
    let (status, _, body) = server.ask("POST", "/v1/anything", "", "");
    assert_eq!(status, 402);
    assert!(body.contains(r#""decline_code":"expired_card""#), "{body}");
}

#[test]
fn a_file_arms_answers() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = |name: &str, text: &str| {
        let file = folder.join(name);
        std::fs::write(&file, text).expect("room");
        file.display().to_string()
    };
    let plan = file(
        "plan.yaml",
        "playwave:\n  heartbeat: [SESSION_ENDED, 503]\n  verify: ok;delay=1ms\n",
    );
    let server = Server::start(&["--plan", &plan]);
    let status = || server.ask("POST", "/playwave/heartbeat", "", "").0;
    assert_eq!([status(), status(), status()], [410, 503, 200]);
    for (text, why) in [
        ("playwave: { heartbeat: NO }", "has no code `NO`"),
        (
            "playwave: { heartbeat: { a: b } }",
            "must be an answer or a list",
        ),
        ("- ok", "wrong.yaml: "),
    ] {
        let wrong = file("wrong.yaml", text);
        let failed = command(&["--plan", &wrong]).output().expect("it runs");
        assert_eq!(failed.status.code(), Some(2), "{text}");
        let message = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(message.contains(why), "{message}");
    }
}

/// A service that answers one call, whose request it returns.
fn upstream(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it listens");
    let service = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a call");
        let mut request = Vec::new();
        while !request.ends_with(b"{}") {
            let mut buffer = [0; 1024];
            let len = stream.read(&mut buffer).expect("a request");
            request.extend(&buffer[..len]);
        }
        stream.write_all(answer.as_bytes()).expect("it reads");
        String::from_utf8_lossy(&request).into_owned()
    });
    (format!("playwave=http://{address}"), service)
}

#[test]
fn calls_are_passed_on_unless_they_get_a_failure() {
    let (address, service) = upstream(
        "HTTP/1.1 201 Created\r\nX-Own: yes\r\nContent-Length: 16\r\n\r\n{\"success\":true}",
    );
    let mut server = Server::start(&["--upstream", &address]);
    let path = "/playwave/heartbeat";
    let choice = "x-faultbook: SESSION_ENDED\r\n";
    assert_eq!(server.ask("POST", path, choice, "{}").0, 410);

    let target = format!("{path}?a=1&x-faultbook=ok");
    let (status, head, body) = server.ask("POST", &target, "X-Asked: yes\r\n", "{}");
    assert_eq!((status, &*body), (201, r#"{"success":true}"#), "{head}");
    assert!(head.contains("x-own: yes"), "{head}");
    let request = service.join().expect("it answers").to_ascii_lowercase();
    assert!(
        request.starts_with("post /heartbeat?a=1 http/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains("x-asked: yes"), "{request}");
    server.log();
    assert_eq!(server.log()["status"], 201);

    let (status, _, body) = server.ask("POST", path, "", "{}");
    assert_eq!(status, 502);
    assert!(body.contains("no answer from 127.0.0.1:"), "{body}");
    for (upstream, why) in [
        ("http://127.0.0.1:1", "whose upstream is it?"),
        (
            "nobody=http://127.0.0.1:1",
            "the book has no vendor `nobody`",
        ),
        ("playwave=http://10.0.0.1:1", "is no address on loopback"),
    ] {
        let failed = command(&["--upstream", upstream])
            .output()
            .expect("it runs");
        assert_eq!(failed.status.code(), Some(2), "{upstream}");
        let message = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(message.contains(why), "{message}");
    }
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let server = Server::start(&[]);
    for plan in [
        "",
        "nobody heartbeat: ok",
        "playwave nothing: ok",
        "playwave heartbeat: NO_SUCH_CODE",
        "playwave heartbeat: NETWORK_ERROR",
        "playwave heartbeat: SESSION_ENDED;wait=1500ms",
        "playwave heartbeat: html;wait=1s",
    ] {
        assert_eq!(server.arm(plan), 400, "{plan}");
    }
    assert_eq!(server.ask("GET", "/", "", "").0, 404);
    assert_eq!(server.ask("GET", "/_faultbook/nothing", "", "").0, 404);
    for (origin, status) in [
        ("http://localhost", 200),
        ("https://evil.example", 403),
        ("null", 403),
    ] {
        let origin = format!("Origin: {origin}\r\n");
        let plan = "playwave heartbeat: ok";
        assert_eq!(
            server.ask("POST", "/_faultbook/arm", &origin, plan).0,
            status
        );
    }
    let choice = "x-faultbook: NO_SUCH_CODE\r\n";
    let (status, _, body) = server.ask("GET", "/playwave/x", choice, "");
    assert_eq!(status, 400);
    assert!(
        body.contains("`request` of `playwave` has no code `NO_SUCH_CODE`"),
        "{body}"
    );
    for (plan, why) in [
        ("playwave heartbeat: NO", "has no code `NO`"),
        ("playwav heartbeat: ok", "did you mean `playwave`?"),
        ("playwave heartbeats: ok", "did you mean `heartbeat`?"),
        (
            "playwave heartbeat: SESSION_ENDE",
            "did you mean `SESSION_ENDED`?",
        ),
    ] {
        let failed = command(&["--fail", plan]).output().expect("it runs");
        assert_eq!(failed.status.code(), Some(2));
        let message = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(message.contains(why), "{message}");
    }
}

/// Requests that are none, each with the start of the answer; empty if the connection is closed.
#[test]
fn malformed_requests_are_refused() {
    let server = Server::start(&[]);
    let head = "POST /playwave/heartbeat HTTP/1.1\r\nHost: a\r\n";
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    let long_line = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000));
    for (request, answer) in [
        ("nonsense\r\n\r\n".to_owned(), "HTTP/1.1 400"),
        ("\0\u{1}\u{2}\r\n\r\n".to_owned(), "HTTP/1.1 400"),
        (long_line, "HTTP/1.1 414"),
        (
            head.to_owned() + &"a: b\r\n".repeat(200) + "\r\n",
            "HTTP/1.1 431",
        ),
        (format!("{head}Content-Length: -1\r\n\r\n"), "HTTP/1.1 400"),
        (
            format!("{head}Content-Length: 1048577\r\n\r\n") + &"a".repeat(1_048_577),
            "HTTP/1.1 413",
        ),
        (format!("{chunked}zz\r\n"), "HTTP/1.1 400"),
        (head.to_owned(), ""),
        (format!("{head}Content-Length: 9\r\n\r\n{{"), ""),
    ] {
        let mut stream = TcpStream::connect(&server.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        if answer.is_empty() {
            // The client leaves in the middle of its request.
            continue;
        }
        let mut got = [0; 12];
        stream.read_exact(&mut got).expect("an answer");
        assert_eq!(got, answer.as_bytes(), "{request:.99}");
    }
    assert_eq!(server.ask("POST", "/playwave/heartbeat", "", "").0, 200);
}

#[test]
fn calls_do_not_wait_for_whoever_reads_the_log() {
    const CALLS: usize = 2000;
    let mut server = Server::start(&[]);
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    let mut answers = BufReader::new(stream.try_clone().expect("a stream"));
    for _ in 0..CALLS {
        let request = "GET /playwave/x HTTP/1.1\r\nHost: a\r\nx-faultbook: 503\r\n\r\n";
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            answers.read_line(&mut line).expect("an answer");
        }
    }
    assert!((0..CALLS).all(|_| server.log()["status"] == 503));
}

#[cfg(target_os = "linux")]
#[test]
fn open_connections_are_no_burden() {
    hold_connections(300, 1);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs a limit of 10,100 open files"]
fn ten_thousand_connections_are_no_burden() {
    hold_connections(10_000, 6);
}

/// Opens connections, half of them in the middle of a request, and closes them, several times. Meanwhile the server answers
/// others, and in the end it has kept nothing.
#[cfg(target_os = "linux")]
fn hold_connections(count: usize, rounds: usize) {
    let server = Server::start(&[]);
    let files = || {
        let files = std::fs::read_dir(format!("/proc/{}/fd", server.process.id()));
        files.expect("the files of a process").count()
    };
    let status = || server.ask("POST", "/playwave/heartbeat", "", "").0;
    assert_eq!(status(), 200);
    let before = files();
    for round in 1..=rounds {
        let open = |at: usize| {
            let mut stream = TcpStream::connect(&server.address).expect("it listens");
            let part = ["", "POST /playwave/heartbeat HTTP/1.1\r\nHos"][at % 2];
            stream.write_all(part.as_bytes()).expect("it reads");
            stream
        };
        let connections: Vec<TcpStream> = (0..count).map(open).collect();
        assert_eq!(status(), 200);
        assert!(files() > before, "{} files", files());
        drop(connections);
        let deadline = Instant::now() + Duration::from_secs(20);
        while files() > before && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(files() <= before, "{} files", files());
        let memory = std::fs::read_to_string(format!("/proc/{}/status", server.process.id()));
        let memory = memory.expect("the status of a process");
        let resident = memory.lines().find(|line| line.starts_with("VmRSS"));
        println!("round {round}: {}", resident.unwrap_or_default());
    }
}

#[test]
fn broken_answers_are_broken() {
    let server = Server::start(&[]);
    let ask = |what: &str| {
        let choice = format!("x-faultbook: {what}\r\n");
        server.ask("GET", "/playwave/heartbeat", &choice, "")
    };
    let (status, head, body) = ask("html");
    assert_eq!((status, body.starts_with("<html>")), (502, true));
    assert!(head.contains("content-type: text/html"));
    let (_, head, body) = ask("truncated");
    let (_, length) = head.split_once("content-length: ").expect("a length");
    let length: usize = length
        .lines()
        .next()
        .unwrap_or("")
        .parse()
        .expect("a number");
    assert!(body.len() < length, "{head} {body}");
    assert_eq!(ask("reset"), (0, String::new(), String::new()));
    let start = Instant::now();
    assert_eq!(ask("ok;delay=200ms").0, 200);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[cfg(unix)]
#[test]
fn a_client_that_does_not_do_what_the_book_says_is_reported() {
    let mut server = Server::start(&[
        "--fail",
        "playwave heartbeat: RATE_LIMITED;wait=9s, SESSION_ENDED",
    ]);
    for _ in 0..3 {
        server.ask("POST", "/playwave/heartbeat", "", "{}");
    }
    let [_, second, third] = [(); 3].map(|()| server.log());
    let text = |call: &Value| call["complaints"][0].as_str().unwrap_or("").to_owned();
    assert!(
        text(&second).ends_with("after RATE_LIMITED, which asked for 9000 ms"),
        "{second}"
    );
    assert_eq!(
        text(&third),
        "retried after SESSION_ENDED, whose retry is `never`"
    );
    let (_, _, complaints) = server.ask("GET", "/_faultbook/complaints", "", "");
    let complaints: Value = serde_json::from_str(&complaints).expect("JSON");
    assert_eq!(complaints.as_array().map(Vec::len), Some(2));
    assert_eq!(server.stop(), Some(1));
}

#[cfg(unix)]
#[test]
fn it_stops_cleanly_although_a_page_is_open() {
    let server = Server::start(&[]);
    let (status, _, page) = server.ask("GET", "/_faultbook", "", "");
    assert_eq!((status, page.starts_with("<!doctype html>")), (200, true));
    let (_, _, book) = server.ask("GET", "/_faultbook/book", "", "");
    assert!(book.contains(r#""answer":"api/SESSION_ENDED""#), "{book}");
    let mut events = TcpStream::connect(&server.address).expect("it listens");
    let request = "GET /_faultbook/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    events.write_all(request.as_bytes()).expect("it reads");
    let mut events = BufReader::new(events);
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        events.read_line(&mut line).expect("a head");
    }
    server.ask("POST", "/playwave/heartbeat", "", "");
    while !line.starts_with("data: ") {
        line.clear();
        events.read_line(&mut line).expect("an event");
    }
    assert!(line.contains("heartbeat"), "{line}");
    assert_eq!(server.stop(), Some(0));
}

/// Runs a program of another language, if it is there.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(output)
}

/// Checks what another language prints; without it, there is nothing to check.
fn assert_prints(program: &str, probe: &[&str], arguments: &[&str], expected: &str) {
    if !run(program, probe).is_some_and(|output| output.status.success()) {
        println!("skipped: {program} {probe:?} is missing");
        return;
    }
    let output = run(program, arguments).expect("it is there");
    let [out, err] =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert_eq!(out.trim(), expected, "{err}");
}

/// The scripts of `docs/serving.md`, with the address of this server.
fn script(language: &str, address: &str) -> String {
    let docs = include_str!("../../docs/serving.md");
    let start = docs
        .split(&format!("```{language}\n"))
        .nth(1)
        .expect("the docs have a block");
    let script = start.split("```").next().unwrap_or("");
    script.replace("127.0.0.1:4090", address)
}

#[test]
fn curl_python_and_javascript_get_the_same() {
    let server = Server::start(&[]);
    let address = &server.address;
    let curl = script("sh", address);
    let line = curl
        .lines()
        .find(|line| line.starts_with("curl"))
        .expect("a line");
    let line = line
        .split(" #")
        .next()
        .unwrap_or("")
        .replace("curl -i", "curl -s");
    let expected = r#"{"error":{"code":"RATE_LIMITED","message":"Request rate limit exceeded"}}"#;
    assert_prints("sh", &["-c", "curl --version"], &["-c", &line], expected);
    let python = script("python", address);
    assert_prints(
        "python3",
        &["-c", "import requests"],
        &["-c", &python],
        "429 RATE_LIMITED 2",
    );
    let javascript = script("javascript", address);
    let arguments = ["--input-type=module", "-e", &javascript];
    assert_prints("node", &["-e", "fetch"], &arguments, "429 RATE_LIMITED 2");
}
