//! backon: the book says whether and when a call is repeated, and what to do when that did not help.
//!
//! Copy `start_session`, `now` and `attempt`; `main` calls two regions of its own on loopback.
//!
//! ```toml
//! backon = "1.6"
//! faultbook = { version = "0.1", features = ["http"] }
//! reqwest = { version = "0.13", default-features = false }
//! tokio = { version = "1", features = ["macros", "rt", "time"] }
//! ```
//!
//! ```sh
//! cargo run --manifest-path large-tests/Cargo.toml --bin backon
//! ```

use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::SystemTime;

use backon::Retryable;
use faultbook::gameye::{ClientCode, Gameye, Operation};
use faultbook::{Action, Fault, Response, Retries, Step};

/// Starts a session. If that fails, returns what remains to be done.
async fn start_session(
    region: SocketAddr,
) -> Result<String, (Fault<'static, Gameye>, Step<Action>)> {
    let mut retries = Retries::new(RandomState::new().hash_one(()));
    let mut step = Step::Never;
    let next = |fault: &Fault<'_, Gameye>, _| {
        step = retries.step_at(fault, now());
        step.wait()
    };
    let call = || attempt(region);
    let result = call
        .retry(std::iter::empty()) // No waits of backon's own,
        .adjust(next) // but those of the book.
        .notify(|fault, wait| println!("{fault}: again in {wait:?}"))
        .await;
    result.map_err(|fault| (fault, step))
}

/// The time in seconds since 1970: some waits are dates, and a response may have no `Date` to compare them with.
fn now() -> u64 {
    let now = SystemTime::UNIX_EPOCH.elapsed();
    now.expect("a clock that is set").as_secs()
}

async fn attempt(region: SocketAddr) -> Result<String, Fault<'static, Gameye>> {
    let raise = |error: reqwest::Error| {
        let fault = Operation::StartSession.raise(ClientCode::NetworkError);
        if error.is_connect() {
            fault.never_sent()
        } else {
            fault
        }
    };
    let request = reqwest::Client::new().post(format!("http://{region}/session"));
    let response = request.send().await.map_err(raise)?;
    let (status, headers) = (response.status(), response.headers().clone());
    // The example `reqwest` shows how to limit the size of the body.
    let body = response.text().await.map_err(raise)?;
    let read = Response::from_parts(status, &headers, &body);
    Operation::StartSession.check(&read)?;
    Ok(body)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    const FULL: &str = "420 Capacity Unavailable\r\nRetry-After: 1";
    let (first, second) = (serve(&[FULL; 4]), serve(&[FULL, "201 Created"]));

    let (fault, step) = start_session(first).await.unwrap_err();
    println!("{fault}: {step:?}");
    let left = &[Action::UseFallbackRegion, Action::ContactSupport];
    assert_eq!(step, Step::Exhausted(left));

    let session = start_session(second).await.expect("there is room");
    assert_eq!(session, r#"{"id":"4f1c"}"#);
}

/// A server that responds to one connection at a time and closes it.
fn serve(answers: &'static [&'static str]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept()?;
            let _ = stream.read(&mut [0; 4096])?;
            write!(stream, "HTTP/1.1 {answer}\r\n\r\n{{\"id\":\"4f1c\"}}")?;
        }
        std::io::Result::Ok(())
    });
    address
}
