//! A gRPC service that passes a vendor's fault on to its own caller as a status with the text that is safe to show and
//! the standard details `ErrorInfo`, `RetryInfo` and `LocalizedMessage`, the text in the caller's language. Copy `status`; the rest is a vendor, a server and a caller to try
//! it with.
//!
//! ```toml
//! faultbook = "0.1"
//! tokio = { version = "1", features = ["macros", "rt"] }
//! tonic = "0.14"
//! tonic-health = "0.14"
//! tonic-types = "0.14"
//! ```
//!
//! ```sh
//! cargo run --manifest-path large-tests/Cargo.toml --bin tonic
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use faultbook::{Book, Fault, Retry, VendorTypes, playtest};
use tonic::codegen::BoxStream;
use tonic::metadata::{MetadataMap, MetadataValue};
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Server};
use tonic::{Code, Request, Response, Status};
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::health_server::{Health, HealthServer};
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_types::{ErrorDetails, StatusExt as _};

/// The name of this service, which identifies its `reason`s.
const DOMAIN: &str = "gateway.example.com";

/// The part of a fault that this service's caller may see. The rest is logged.
pub(crate) fn status<V: VendorTypes<Book = Book>>(
    fault: &Fault<'_, V>,
    metadata: &MetadataMap,
) -> Status {
    eprintln!("{fault}");
    let message = fault.user_message().map(|text| text.to_string());
    // The reasons are this service's own: the vendor's codes stay inside.
    let reason = if fault.is_retryable() && !fault.is_confidential() {
        "UPSTREAM_UNAVAILABLE"
    } else {
        "UPSTREAM_FAILED"
    };
    let mut details = ErrorDetails::with_error_info(reason, DOMAIN, HashMap::new());
    let accepted = metadata.get("accept-language");
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    if let Some(text) = fault.user_message_in(accepted.unwrap_or_default())
        && let Some(language) = text.language()
    {
        details.set_localized_message(language, text.to_string());
    }
    if let Some(wait) = wait(fault) {
        details.set_retry_info(Some(wait));
    }
    let code = match Code::from_i32(fault.class().grpc_code()) {
        // All confidential faults get the same response.
        _ if fault.is_confidential() => Code::Unknown,
        Code::Ok => Code::Unknown,
        code => code,
    };
    Status::with_error_details(code, message.unwrap_or_default(), details)
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

/// Healthy as long as the vendor is.
struct Gateway;

#[tonic::async_trait]
impl Health for Gateway {
    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        let (code, body) = vendor(&request.get_ref().service);
        let headers = [("Retry-After", "30")];
        let answer = faultbook::Response::new(code, body).headers(&headers);
        let answer = playtest::Operation::Request.read(&answer);
        answer.map_err(|fault| status(&fault, request.metadata()))?;
        let healthy = ServingStatus::Serving.into();
        Ok(Response::new(HealthCheckResponse { status: healthy }))
    }

    type WatchStream = BoxStream<HealthCheckResponse>;

    async fn watch(
        &self,
        _: Request<HealthCheckRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        Err(Status::unimplemented("ask with Check"))
    }
}

/// Replaces a call with your own client.
fn vendor(service: &str) -> (u16, &'static str) {
    match service {
        "busy" => (
            429,
            r#"{"error":{"code":"RATE_LIMITED","message":"key pt_s3cr3t is too fast"},"meta":{"requestId":"req_abc123"}}"#,
        ),
        "lost" => (
            404,
            r#"{"error":{"code":"NOT_FOUND","message":"no row with id 17"},"meta":{"requestId":"req_abc124"}}"#,
        ),
        _ => (200, r#"{"data":{},"meta":{"requestId":"req_1"}}"#),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let incoming = TcpIncoming::bind("127.0.0.1:0".parse()?)?;
    let address = format!("http://{}", incoming.local_addr()?);
    let service = Server::builder().add_service(HealthServer::new(Gateway));
    tokio::spawn(service.serve_with_incoming(incoming));
    let mut client = HealthClient::new(Channel::from_shared(address)?.connect().await?);

    let healthy = client.check(ask("fine")).await?;
    println!("fine: {:?}\n", healthy.into_inner().status());

    let busy = tell("busy", client.check(ask("busy")).await);
    assert_eq!(busy.code(), Code::ResourceExhausted);
    let wait = busy.get_details_retry_info();
    assert_eq!(
        wait.and_then(|info| info.retry_delay),
        Some(Duration::from_secs(30))
    );
    let info = busy.get_details_error_info();
    assert_eq!(
        info.map(|info| info.reason).as_deref(),
        Some("UPSTREAM_UNAVAILABLE")
    );

    let shown = busy.get_details_localized_message().unwrap_or_default();
    assert_eq!(shown.locale, "ja");
    assert!(shown.message.starts_with("リクエストが多すぎます。"));

    let lost = tell("lost", client.check(ask("lost")).await);
    assert_eq!(lost.code(), Code::NotFound);
    assert!(lost.get_details_retry_info().is_none());
    for inside in ["RATE_LIMITED", "NOT_FOUND", "s3cr3t", "req_abc", "row"] {
        assert!(!format!("{busy:?}{lost:?}").contains(inside), "{inside}");
    }
    Ok(())
}

fn ask(service: &str) -> Request<HealthCheckRequest> {
    let service = service.to_owned();
    let mut request = Request::new(HealthCheckRequest { service });
    let languages = MetadataValue::from_static("ja-JP, en;q=0.8");
    request.metadata_mut().insert("accept-language", languages);
    request
}

/// The response that the caller gets, with its details.
fn tell(name: &str, answer: Result<Response<HealthCheckResponse>, Status>) -> Status {
    let status = answer.map_or_else(|status| status, |_| Status::ok(""));
    println!("{name}: {:?}, {}", status.code(), status.message());
    println!("{:?}\n", status.get_error_details());
    status
}
