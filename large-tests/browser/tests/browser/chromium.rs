//! A client for the protocol of a headless Chromium, limited to what these tests need.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// The variable that names the browser. If it is set, tests fail without a browser; otherwise they are skipped.
const VARIABLE: &str = "CHROMIUM";
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
/// The timeout for each call.
const PATIENCE: Duration = Duration::from_secs(120);

/// The browser to test with. If there is none, prints a message and returns `None`.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE) {
        return Some(PathBuf::from(named));
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    let found = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = found.into_iter().find(|path| path.is_file());
    if found.is_none() {
        // Bypasses the capture of test output.
        _ = writeln!(
            std::io::stderr(),
            "skipped: no Chromium on this machine; {VARIABLE} can name one"
        );
    }
    found
}

/// How a page is displayed.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) dark: bool,
    pub(crate) script: bool,
    /// `screen` or `print`.
    pub(crate) media: &'static str,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            width: 1280,
            dark: false,
            script: true,
            media: "screen",
        }
    }
}

/// Opens a page from disk, runs a test on it, and checks that it logged nothing and sent no requests. Without a browser
/// the test is skipped.
pub(crate) fn visit(name: &str, html: &str, hash: &str, look: Look, test: impl FnOnce(&Page)) {
    with_page(name, look, |page, folder| {
        let file = folder.join("catalogue.html");
        std::fs::write(&file, html).unwrap();
        let url = format!("file://{}", file.display());
        page.open(&format!("{url}{hash}"));
        test(page);
        page.assert_quiet(&url);
    });
}

/// Opens a page of a server, runs a test on it, and checks that it logged nothing and sent requests only to the server. Without a
/// browser the test is skipped.
pub(crate) fn visit_server(name: &str, address: &str, path: &str, test: impl FnOnce(&Page)) {
    with_page(name, Look::default(), |page, _| {
        page.open(&format!("{address}{path}"));
        test(page);
        page.assert_quiet(address);
    });
}

fn with_page(name: &str, look: Look, test: impl FnOnce(&Page, &Path)) {
    let Some(program) = program() else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("browser-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    test(
        &Page::start(&program, &folder.join("profile"), look),
        &folder,
    );
    // The browser may still be busy with its profile.
    _ = std::fs::remove_dir_all(&folder);
}

/// A tab in its own browser, which is closed with it.
pub(crate) struct Page {
    browser: Child,
    connection: RefCell<Connection>,
    look: Look,
}

struct Connection {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    session: Option<String>,
    calls: u64,
    /// The events of the page.
    events: Vec<Value>,
}

impl Drop for Page {
    fn drop(&mut self) {
        _ = self.browser.kill();
        _ = self.browser.wait();
    }
}

impl Page {
    fn start(program: &Path, profile: &Path, look: Look) -> Self {
        let mut browser = Command::new(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .args(["--disable-dev-shm-usage", "--remote-debugging-port=0"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let mut lines = BufReader::new(browser.stderr.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let address = lines.find_map(|line| {
            line.strip_prefix("DevTools listening on ")
                .map(str::to_owned)
        });
        let address = address.expect("the browser tells where it listens");
        // The browser stops writing when nobody reads.
        std::thread::spawn(move || lines.for_each(drop));
        let (socket, _) = tungstenite::connect(address).unwrap();
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
        }
        let connection = Connection {
            socket,
            session: None,
            calls: 0,
            events: Vec::new(),
        };
        let page = Self {
            browser,
            connection: RefCell::new(connection),
            look,
        };
        page.attach();
        page
    }

    fn attach(&self) {
        let target = self.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let wanted = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.call("Target.attachToTarget", &wanted)["sessionId"]
            .as_str()
            .map(str::to_owned);
        self.connection.borrow_mut().session = session;
        for domain in ["Page", "Runtime", "Log", "Network"] {
            self.call(&format!("{domain}.enable"), &json!({}));
        }
        let Look {
            width,
            dark,
            script,
            media,
        } = self.look;
        let size =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", &size);
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call(
            "Emulation.setEmulatedMedia",
            &json!({ "media": media, "features": features }),
        );
        self.call(
            "Emulation.setScriptExecutionDisabled",
            &json!({ "value": !script }),
        );
    }

    /// Opens an address as if it had been typed in, and waits until it is loaded.
    pub(crate) fn open(&self, url: &str) {
        self.call("Page.navigate", &json!({ "url": "about:blank" }));
        self.wait_for("Page.loadEventFired");
        self.call("Page.navigate", &json!({ "url": url }));
        self.wait_for("Page.loadEventFired");
        self.settle();
    }

    /// Waits until the last change is on the screen, which takes some frames.
    pub(crate) fn settle(&self) {
        if self.look.script {
            self.eval(
                "(async () => {
                    for (let frame = 0; frame < 12; frame += 1) await new Promise(requestAnimationFrame);
                    await new Promise((done) => setTimeout(done));
                })()",
            );
        }
    }

    /// The value of an expression on the page.
    pub(crate) fn eval(&self, expression: &str) -> Value {
        let wanted =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", &wanted);
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {answer:#}"
        );
        answer["result"]["value"].take()
    }

    /// An expression's value as a list of texts.
    pub(crate) fn texts(&self, expression: &str) -> Vec<String> {
        serde_json::from_value(self.eval(expression))
            .unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Presses keys one after another: names such as `Enter`, or single characters.
    pub(crate) fn press(&self, keys: &[&str]) {
        for key in keys {
            let (code, text) = match *key {
                "Enter" => (13, "\r"),
                "Escape" => (27, ""),
                "ArrowDown" => (40, ""),
                "ArrowUp" => (38, ""),
                "Tab" => (9, ""),
                character => (0, character),
            };
            let down = json!({ "type": "keyDown", "key": key, "text": text, "windowsVirtualKeyCode": code });
            self.call("Input.dispatchKeyEvent", &down);
            let up = json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code });
            self.call("Input.dispatchKeyEvent", &up);
        }
        self.settle();
    }

    /// Types a text, character by character.
    pub(crate) fn enter(&self, text: &str) {
        let characters: Vec<String> = text.chars().map(String::from).collect();
        self.press(&characters.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// The accessibility tree, as pairs of role and name.
    pub(crate) fn accessible_nodes(&self) -> Vec<(String, String)> {
        let tree = self.call("Accessibility.getFullAXTree", &json!({}));
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
        let shown = nodes.iter().filter(|node| node["ignored"] == false);
        shown
            .map(|node| (text(&node["role"]), text(&node["name"])))
            .collect()
    }

    /// The number of pages when printed.
    pub(crate) fn sheets(&self) -> u64 {
        let pdf = self.call("Page.printToPDF", &json!({}))["data"].take();
        let count = format!("atob({pdf}).split(/\\/Type\\s*\\/Page\\b/).length - 1");
        self.eval(&count).as_u64().unwrap()
    }

    fn assert_quiet(&self, url: &str) {
        let events = &self.connection.borrow().events;
        let complaints = [
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Log.entryAdded",
        ];
        for event in events {
            let method = event["method"].as_str().unwrap_or_default();
            assert!(
                !complaints.contains(&method),
                "the page complains: {event:#}"
            );
            let asked = event["params"]["request"]["url"].as_str().unwrap_or(url);
            let is_own = asked.starts_with(url) || asked == "about:blank";
            assert!(
                method != "Network.requestWillBeSent" || is_own,
                "the page asks for {asked}"
            );
        }
    }

    fn call(&self, method: &str, params: &Value) -> Value {
        let connection = &mut *self.connection.borrow_mut();
        connection.calls += 1;
        let id = connection.calls;
        let mut call = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = &connection.session {
            call["sessionId"] = json!(session);
        }
        connection
            .socket
            .send(Message::text(call.to_string()))
            .unwrap();
        loop {
            let mut message = connection.read();
            if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {message:#}");
                return message["result"].take();
            }
            connection.events.push(message);
        }
    }

    /// Waits for an event that has not been consumed yet.
    fn wait_for(&self, method: &str) {
        let connection = &mut *self.connection.borrow_mut();
        loop {
            let seen = connection
                .events
                .iter()
                .position(|event| event["method"] == method);
            if let Some(seen) = seen {
                connection.events.remove(seen);
                return;
            }
            let message = connection.read();
            connection.events.push(message);
        }
    }
}

impl Connection {
    fn read(&mut self) -> Value {
        loop {
            if let Message::Text(text) = self.socket.read().expect("the browser answers in time") {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }
}
