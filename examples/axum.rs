//! A web service that passes a vendor's fault on to its own caller as a problem document (RFC 9457), which contains
//! only the text that is safe to show, in the caller's language. Copy `Problem`; the rest is a vendor, a server and a
//! caller to try it with.
//!
//! ```toml
//! axum = "0.8"
//! faultbook = { version = "0.1", features = ["http"] }
//! serde_json = "1"
//! tokio = { version = "1", features = ["io-util", "macros", "net", "rt"] }
//! ```
//!
//! ```sh
//! cargo run --manifest-path large-tests/Cargo.toml --bin axum
//! ```

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use faultbook::{Book, Class, Fault, Retry, VendorTypes, licensing, playtest, playwave};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The part of a fault that this service's caller may see.
pub(crate) struct Problem {
    status: StatusCode,
    detail: Option<String>,
    language: Option<HeaderValue>,
    retry_after: Option<Duration>,
}

impl Problem {
    /// The answer to a request with these headers, which say what languages its sender reads. The rest of the fault is
    /// logged.
    pub(crate) fn new<V: VendorTypes<Book = Book>>(
        fault: &Fault<'_, V>,
        headers: &HeaderMap,
    ) -> Self {
        eprintln!("{fault}");
        let accepted = headers.get(header::ACCEPT_LANGUAGE);
        let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
        let text = fault.user_message_in(accepted.unwrap_or_default());
        let language = text.and_then(|text| text.language());
        Self {
            status: status(fault),
            detail: text.map(|text| text.to_string()),
            language: language.and_then(|language| HeaderValue::from_str(language).ok()),
            retry_after: wait(fault),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut problem = serde_json::json!({
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
        });
        if let Some(detail) = self.detail {
            problem["detail"] = detail.into();
        }
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, content_type, problem.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        if let Some(language) = self.language {
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// The status of this service's response. Problems between it and the vendor, such as credentials, credit or an invalid
/// request, do not concern the caller: a 401 or a 402 would be misleading. All confidential faults get the same
/// response.
fn status<V: VendorTypes<Book = Book>>(fault: &Fault<'_, V>) -> StatusCode {
    match fault.class() {
        _ if fault.is_confidential() => StatusCode::BAD_GATEWAY,
        Class::NotFound => StatusCode::NOT_FOUND,
        Class::Conflict => StatusCode::CONFLICT,
        Class::Expired | Class::SessionLost => StatusCode::GONE,
        _ if fault.is_retryable() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_GATEWAY,
    }
}

/// How long the caller should wait: what the vendor asks for, or else what the book says.
fn wait<V: VendorTypes>(fault: &Fault<'_, V>) -> Option<Duration> {
    if fault.is_confidential() {
        return None;
    }
    let policy = match fault.retry() {
        Retry::After { max, .. } => Some(max),
        Retry::Backoff(backoff) => Some(backoff.base),
        _ => None,
    };
    fault.retry_after().or(policy)
}

async fn session(headers: HeaderMap) -> Result<&'static str, Problem> {
    let answer = vendor(
        410,
        r#"{"success":false,"error":{"code":"SESSION_ENDED","message":"session 17 of key pw_s3cr3t is over"}}"#,
    );
    let read = playwave::Operation::Heartbeat.read(&(&answer).into());
    read.map_err(|fault| Problem::new(&fault, &headers))?;
    Ok("the session goes on\n")
}

async fn tests(headers: HeaderMap) -> Result<&'static str, Problem> {
    let answer = vendor(
        429,
        r#"{"error":{"code":"RATE_LIMITED","message":"slow down"},"meta":{"requestId":"req_abc123"}}"#,
    );
    let read = playtest::Operation::Request.read(&(&answer).into());
    read.map_err(|fault| Problem::new(&fault, &headers))?;
    Ok("these are the tests\n")
}

async fn license(headers: HeaderMap) -> Result<&'static str, Problem> {
    let answer = vendor(200, r#"{"status":"failed","error":"no_credits"}"#);
    let read = licensing::Operation::Validate.read(&(&answer).into());
    read.map_err(|fault| Problem::new(&fault, &headers))?;
    Ok("the license is good\n")
}

/// Replaces a call with your own client.
fn vendor(status: u16, body: &str) -> axum::http::Response<String> {
    let mut response = axum::http::Response::new(body.to_owned());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, 30.into());
    response
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let service = Router::new()
        .route("/session", get(session))
        .route("/tests", get(tests))
        .route("/license", get(license));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async { axum::serve(listener, service).await });

    let gone = call(address, "/session", "en-GB").await?;
    assert!(gone.starts_with("HTTP/1.1 410 Gone"));
    assert!(gone.contains("content-type: application/problem+json"));
    assert!(gone.contains("content-language: en"));
    assert!(gone.contains(r#""detail":"PlayWave session expired""#));
    assert!(!gone.contains("SESSION_ENDED") && !gone.contains("pw_s3cr3t"));

    let gone = call(address, "/session", "fr, de-AT;q=0.8, en;q=0.5").await?;
    assert!(gone.contains("content-language: de"));
    assert!(gone.contains(r#""detail":"Die PlayWave-Sitzung ist abgelaufen""#));

    let busy = call(address, "/tests", "ja").await?;
    assert!(busy.starts_with("HTTP/1.1 503 Service Unavailable"));
    assert!(busy.contains("retry-after: 30"));
    assert!(busy.contains("リクエストが多すぎます。"));
    assert!(!busy.contains("slow down") && !busy.contains("req_abc123"));

    let unpaid = call(address, "/license", "*").await?;
    assert!(unpaid.starts_with("HTTP/1.1 502 Bad Gateway"));
    assert!(unpaid.contains("Authentication service temporarily unavailable."));
    assert!(!unpaid.contains("credit") && !unpaid.contains("retry-after"));
    Ok(())
}

/// The complete response that the caller gets.
async fn call(address: SocketAddr, path: &str, languages: &str) -> Result<String, Box<dyn Error>> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\naccept-language: {languages}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    println!("GET {path}\n{answer}\n");
    Ok(answer)
}
