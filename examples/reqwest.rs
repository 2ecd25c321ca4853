//! reqwest: a call whose failures are all typed, repeated as the book says.
//!
//! Copy `call`, `now`, `attempt` and `raise`; `main` calls servers of its own on loopback.
//!
//! ```toml
//! faultbook = { version = "0.1", features = ["http"] }
//! reqwest = { version = "0.13", default-features = false }
//! tokio = { version = "1", features = ["macros", "rt", "time"] }
//! ```
//!
//! ```sh
//! cargo run --manifest-path large-tests/Cargo.toml --bin reqwest
//! ```

use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, SystemTime};

use faultbook::playtest::{ClientCode, Operation, Playtest};
use faultbook::{Fault, Response, Retries};
use reqwest::{Client, Method, Request, Url};

type PlaytestFault = Fault<'static, Playtest>;

/// The maximum size of a body that is received: longer ones are not read.
const LIMIT: usize = (1 << 20) + 1;

/// Makes a call, and repeats it while the book says so. Returns the body of a success.
async fn call(client: &Client, request: Request) -> Result<Vec<u8>, PlaytestFault> {
    let seed = RandomState::new().hash_one(());
    let mut retries = Retries::new(seed).idempotent(request.method().is_idempotent());
    loop {
        let Some(again) = request.try_clone() else {
            return attempt(client, request).await; // Its body is a stream, which can be sent only once.
        };
        let fault = match attempt(client, again).await {
            Ok(body) => return Ok(body),
            Err(fault) => fault,
        };
        let step = retries.step_at(&fault, now());
        println!("{fault}: {step:?}");
        match step.wait() {
            Some(wait) => tokio::time::sleep(wait).await,
            None => return Err(fault),
        }
    }
}

/// The time in seconds since 1970: some waits are dates, and a response may have no `Date` to compare them with.
fn now() -> u64 {
    let now = SystemTime::UNIX_EPOCH.elapsed();
    now.expect("a clock that is set").as_secs()
}

async fn attempt(client: &Client, request: Request) -> Result<Vec<u8>, PlaytestFault> {
    let mut response = client.execute(request).await.map_err(raise)?;
    let mut body = Vec::new();
    while body.len() < LIMIT {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Err(error) if response.status().is_success() => return Err(raise(error)),
            // The status of a failure decides without its body.
            Ok(None) | Err(_) => break,
        }
    }
    let read = Response::from_parts(response.status(), response.headers(), &body);
    Operation::Request.check(&read)?;
    Ok(body)
}

/// All errors of the client are `NETWORK_ERROR` of the vendor. Without a connection, nothing was sent.
fn raise(error: reqwest::Error) -> PlaytestFault {
    let fault = Operation::Request.raise(ClientCode::NetworkError);
    let fault = if error.is_connect() {
        fault.never_sent()
    } else {
        fault
    };
    fault.with_source(error)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().timeout(Duration::from_secs(2)).build()?;

    // The server says when to try again, and the client does.
    let slots = serve(&[
        "429 Too Many Requests\r\nRetry-After: 1\r\n\r\n{\"error\":{\"code\":\"RATE_LIMITED\"}}",
        "200 OK\r\n\r\n{\"data\":[],\"meta\":{\"requestId\":\"req_1\"}}",
    ]);
    let body = call(&client, Request::new(Method::GET, slots)).await?;
    assert!(body.starts_with(b"{\"data\":[]"));

    // A call that may have been carried out is not repeated, neither after an ambiguous response nor without one.
    for answers in [&["503 Service Unavailable\r\n\r\n"], &[""]] {
        let request = Request::new(Method::POST, serve(answers));
        let fault = call(&client, request).await.unwrap_err();
        assert!(fault.is_retryable() && fault.is_ambiguous());
    }

    // A server that never responds.
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let request = Request::new(Method::POST, url(&silent));
    let fault = call(&client, request).await.unwrap_err();
    assert!(fault.is(ClientCode::NetworkError) && fault.is_ambiguous());

    // A closed port: even a POST could be repeated.
    let closed = url(&TcpListener::bind("127.0.0.1:0")?);
    let fault = attempt(&client, Request::new(Method::POST, closed))
        .await
        .unwrap_err();
    assert!(fault.is(ClientCode::NetworkError) && !fault.is_ambiguous());
    Ok(())
}

fn url(listener: &TcpListener) -> Url {
    let address = listener.local_addr().expect("it is bound");
    format!("http://{address}/slots").parse().expect("a URL")
}

/// A server that responds to one connection at a time and closes it; if the response is empty, it only closes it.
fn serve(answers: &'static [&'static str]) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = url(&listener);
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept()?;
            let _ = stream.read(&mut [0; 4096])?;
            if !answer.is_empty() {
                write!(stream, "HTTP/1.1 {answer}")?;
            }
        }
        std::io::Result::Ok(())
    });
    url
}
