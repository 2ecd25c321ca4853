//! A web service that fails with codes of its own book, as problem documents (RFC 9457). Copy `Failure`; the rest is a service and a
//! caller to try it with. The book is that of RGS: the service is the game server that bets are placed at.
//!
//! ```toml
//! axum = "0.8"
//! faultbook = { version = "0.1", features = ["http", "produce"] }
//! tokio = { version = "1", features = ["io-util", "macros", "net", "rt"] }
//! ```
//!
//! ```sh
//! cargo run --manifest-path large-tests/Cargo.toml --bin axum_errors
//! ```

use std::error::Error;
use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use faultbook::{Produce, Reply, VendorTypes, WrittenResponse, rgs};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The answer to a call that failed.
pub(crate) struct Failure(WrittenResponse);

/// With this, `?` in a handler answers with an error. `reply.to_response()` instead has the envelope of the book.
impl<V: VendorTypes> From<Reply<V>> for Failure {
    fn from(reply: Reply<V>) -> Self {
        Self(reply.to_problem("https://example.com/errors/"))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match axum::http::Response::<String>::try_from(self.0) {
            Ok(response) => response.map(Into::into),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

async fn play(bet: String) -> Result<&'static str, Failure> {
    let operation = rgs::Operation::Play;
    let bet: u32 = bet
        .parse()
        .map_err(|_| operation.error(rgs::GameCode::InvalidAmount).status(400))?;
    if bet > 50 {
        let error = rgs::game_messages::ParamOutOfRange { max_bet: "50.00" };
        return Err(operation.error(error).status(422).into());
    }
    Ok("{}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let service = Router::new().route("/play", post(play));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async { axum::serve(listener, service).await });

    assert!(call(address, "20").await?.starts_with("HTTP/1.1 200 OK"));

    let refused = call(address, "70").await?;
    assert!(refused.starts_with("HTTP/1.1 422 Unprocessable Entity"));
    assert!(refused.contains("content-type: application/problem+json"));
    assert!(refused.contains(r#""code":"ERROR_CODE_PARAM_OUT_OF_RANGE""#));
    assert!(refused.contains(r#""detail":"Max bet exceeded. The highest bet is 50.00."#));

    let invalid = call(address, "all of it").await?;
    assert!(invalid.contains(r#""type":"https://example.com/errors/ERROR_CODE_INVALID_AMOUNT""#));
    Ok(())
}

/// The complete response that the caller gets.
async fn call(address: SocketAddr, bet: &str) -> Result<String, Box<dyn Error>> {
    let mut stream = TcpStream::connect(address).await?;
    let length = bet.len();
    let request = format!(
        "POST /play HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{bet}"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    println!("POST /play {bet}\n{answer}\n");
    Ok(answer)
}
