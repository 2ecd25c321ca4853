//! ureq: every error of a call is a typed fault, which knows whether the call may have been carried out.
//!
//! Copy `call` and `was_sent`; `main` provokes each failure on loopback.
//!
//! ```toml
//! faultbook = { version = "0.1", features = ["http"] }
//! ureq = "3.1"
//! ```
//!
//! ```sh
//! cargo run --manifest-path large-tests/Cargo.toml --bin ureq
//! ```

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use faultbook::gameye::{ClientCode, Gameye, Operation};
use faultbook::{Fault, Response};
use ureq::http::Request;
use ureq::{Agent, AsSendBody, Error, Timeout};

/// The maximum size of a body that is received: longer ones are not read.
const LIMIT: u64 = (1 << 20) + 1;

/// Makes a call. Returns the body of a success.
fn call(
    agent: &Agent,
    operation: Operation,
    request: Request<impl AsSendBody>,
) -> Result<Vec<u8>, Fault<'static, Gameye>> {
    let raise = |error| {
        let fault = operation.raise(ClientCode::NetworkError);
        let fault = if was_sent(&error) {
            fault
        } else {
            fault.never_sent()
        };
        fault.with_source(error)
    };
    let (parts, body) = agent.run(request).map_err(raise)?.into_parts();
    let mut received = Vec::new();
    let end = body.into_reader().take(LIMIT).read_to_end(&mut received);
    // The status of a failure decides without its body.
    if parts.status.is_success() {
        end.map_err(|error| raise(error.into()))?;
    }
    let response = Response::from_parts(parts.status, &parts.headers, &received);
    operation.check(&response)?;
    Ok(received)
}

/// Whether the request may have been sent. TLS may also fail later, so it counts as sent.
fn was_sent(error: &Error) -> bool {
    match error {
        Error::HostNotFound
        | Error::ConnectionFailed
        | Error::Timeout(Timeout::Resolve | Timeout::Connect) => false,
        Error::Io(error) => error.kind() != io::ErrorKind::ConnectionRefused,
        _ => true,
    }
}

const STARTED: &[u8] = b"HTTP/1.1 201 Created\r\nContent-Length: 13\r\n\r\n{\"id\":\"4f1c\"}";
const NOT_SENT: &str = "gameye start_session failure: NETWORK_ERROR (raised by the client)";
const OPEN: &str =
    "gameye start_session failure: NETWORK_ERROR (raised by the client), may be started";
const TOO_LARGE: &str = "gameye start_session failure: body too large (status 201), may be started";

fn main() -> io::Result<()> {
    let config = Agent::config_builder()
        .http_status_as_error(false) // The book decides what a status means.
        .timeout_connect(Some(Duration::from_secs(1)))
        .timeout_global(Some(Duration::from_secs(2)))
        .proxy(None); // The servers are on loopback.
    let agent = config.build().new_agent();

    let started = serve(|mut stream| stream.write_all(STARTED));
    let closed = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let plain = serve(|mut stream| stream.write_all(STARTED));
    let lost = serve(|mut stream| stream.write_all(&STARTED[..STARTED.len() - 1]));
    let endless = serve(|mut stream| {
        stream.write_all(b"HTTP/1.1 201 Created\r\n\r\n")?;
        loop {
            stream.write_all(&[b' '; 4096])?;
        }
    });
    for (what, url, expected) in [
        ("all is well", format!("http://{started}"), "started"),
        ("a closed port", format!("http://{closed}"), NOT_SENT),
        (
            "no answer",
            format!("http://{}", silent.local_addr()?),
            OPEN,
        ),
        ("TLS to a plain port", format!("https://{plain}"), OPEN),
        ("a lost connection", format!("http://{lost}"), OPEN),
        ("an endless body", format!("http://{endless}"), TOO_LARGE),
    ] {
        let request = Request::post(url).body("{}").expect("a URL");
        let told = match call(&agent, Operation::StartSession, request) {
            Ok(_) => "started".into(),
            Err(fault) if fault.is_ambiguous() => format!("{fault}, may be started"),
            Err(fault) => fault.to_string(),
        };
        println!("{what}: {told}");
        assert_eq!(told, expected);
    }
    Ok(())
}

/// A server that reads the request, responds, and closes the connection.
fn serve(answer: fn(TcpStream) -> io::Result<()>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        let _ = stream.read(&mut [0; 4096])?;
        answer(stream)
    });
    address
}
