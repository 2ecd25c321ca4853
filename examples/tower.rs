//! tower: a client, here hyper's, with typed errors that repeats calls as the book says.
//!
//! Copy `raise` and the layers; `main` calls servers of its own on loopback.
//!
//! ```toml
//! bytes = "1"
//! faultbook = { version = "0.1", features = ["tower"] }
//! http = "1"
//! http-body-util = "0.1"
//! hyper-util = { version = "0.1", features = ["client-legacy", "http1", "tokio"] }
//! tokio = { version = "1", features = ["macros", "rt"] }
//! tower = { version = "0.5", features = ["retry", "util"] }
//! ```
//!
//! ```sh
//! cargo run --manifest-path large-tests/Cargo.toml --bin tower
//! ```

use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use bytes::Bytes;
use faultbook::playwave::{ClientCode, HeartbeatCode, Operation, Playwave};
use faultbook::tower::{FaultLayer, RetryPolicy};
use faultbook::{Action, Fault, Step};
use http::{HeaderName, Request};
use http_body_util::Full;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::TokioExecutor;
use tower::{BoxError, Service, ServiceBuilder, ServiceExt, retry::RetryLayer};

/// All errors of the client are `NETWORK_ERROR` of the vendor. Without a connection, nothing was sent.
fn raise(operation: Operation, error: &BoxError) -> Fault<'static, Playwave> {
    let fault = operation.raise(ClientCode::NetworkError);
    match error.downcast_ref::<legacy::Error>() {
        Some(error) if error.is_connect() => fault.never_sent(),
        _ => fault,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let policy = RetryPolicy::new(RandomState::new().hash_one(()))
        .idempotency_key(HeaderName::from_static("idempotency-key"))
        .give_up_after(Duration::from_secs(10));
    let faults = FaultLayer::new(Operation::Request, raise).timeout(Duration::from_secs(2));
    let mut client = ServiceBuilder::new()
        .layer(RetryLayer::new(policy))
        .layer(faults)
        .service(Client::builder(TokioExecutor::new()).build_http());

    // The server says when to try again, and the client does.
    let playing = serve(&[
        "429 Too Many Requests\r\nRetry-After: 1\r\n\r\n{}",
        "200 OK\r\n\r\n{\"result\":\"OK\"}",
    ]);
    let request = post(&playing, Operation::Heartbeat)?;
    let response = client.ready().await?.call(request).await?;
    assert_eq!(response.body(), r#"{"result":"OK"}"#);

    // A failure inside HTTP 200. Two minutes are left, and the player is notified.
    let broke = serve(&["200 OK\r\n\r\n{\"result\":\"CHARGE_EXHAUSTED\"}"]);
    let request = post(&broke, Operation::Heartbeat)?;
    let failure = client.ready().await?.call(request).await.unwrap_err();
    println!("{failure}: {:?}", failure.fault().actions());
    assert!(failure.fault().is(HeartbeatCode::ChargeExhausted));

    // A session that has already ended: this can be treated as a success.
    let over = serve(&["409 Conflict\r\n\r\n{\"error\":{\"code\":\"ALREADY_ENDED\"}}"]);
    let request = post(&over, Operation::SessionEnd)?;
    let failure = client.ready().await?.call(request).await.unwrap_err();
    assert_eq!(failure.step(), Some(Step::Ignore));

    // A lost connection. The next heartbeat comes on its own; a token that may be used up is not sent again.
    for (operation, told) in [
        (Operation::Heartbeat, "OnNext { operation: \"heartbeat\" }"),
        (Operation::Verify, "Ambiguous"),
    ] {
        let request = post(&serve(&[""]), operation)?;
        let failure = client.ready().await?.call(request).await.unwrap_err();
        let step: Step<Action> = failure.step().expect("it was asked");
        println!("{failure}: {step:?}");
        assert_eq!(format!("{step:?}"), told);
    }
    Ok(())
}

/// A request with its operation.
fn post(url: &str, operation: Operation) -> http::Result<Request<Full<Bytes>>> {
    let request = Request::post(url).extension(operation);
    request.body(Full::from("{}"))
}

/// A server that responds to one connection at a time and closes it; if the response is empty, it only closes it.
fn serve(answers: &'static [&'static str]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
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
    format!("http://{address}")
}
