//! A gRPC service that fails with codes of its own book: a status with the standard details `ErrorInfo`, `RetryInfo`, `BadRequest`
//! and `LocalizedMessage`. Copy `status`; the rest is a service and a caller to try it with. The book is that of Playtest: the service
//! is the one that Playtest's customers call.
//!
//! ```toml
//! faultbook = { version = "0.1", features = ["produce"] }
//! tokio = { version = "1", features = ["macros", "rt"] }
//! tonic = "0.14"
//! tonic-health = "0.14"
//! tonic-types = "0.14"
//! ```
//!
//! ```sh
//! cargo run --manifest-path large-tests/Cargo.toml --bin tonic_errors
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use faultbook::{Produce, Reply, VendorTypes, playtest};
use tonic::codegen::BoxStream;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Server};
use tonic::{Code, Request, Response, Status};
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::health_server::{Health, HealthServer};
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_types::{ErrorDetails, StatusExt as _};

/// The name of this service, which identifies its `reason`s.
const DOMAIN: &str = "playtest.example.com";

/// The answer to a call that failed.
pub(crate) fn status<V: VendorTypes>(reply: &Reply<V>) -> Status {
    let status = reply.to_grpc();
    let mut details = ErrorDetails::new();
    // A confidential cause has no reason.
    if !status.reason.is_empty() {
        let metadata: HashMap<String, String> = status.metadata.into_iter().collect();
        details.set_error_info(status.reason, DOMAIN, metadata);
    }
    if let Some(delay) = status.retry_delay {
        details.set_retry_info(Some(delay));
    }
    for (field, description) in status.violations {
        details.add_bad_request_violation(field, description);
    }
    if let Some(text) = status.user_message {
        details.set_localized_message("en", text);
    }
    Status::with_error_details(Code::from_i32(status.code), status.message, details)
}

/// Fails as it is asked to.
struct Playtest;

#[tonic::async_trait]
impl Health for Playtest {
    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        let operation = playtest::Operation::ClaimSlot;
        let reply = match request.into_inner().service.as_str() {
            "busy" => operation
                .error(playtest::ApiCode::RateLimited)
                .wait(Duration::from_secs(30)),
            _ => operation
                .error(playtest::ApiCode::ValidationError)
                .detail("email", "must be an address"),
        };
        Err(status(&reply))
    }

    type WatchStream = BoxStream<HealthCheckResponse>;

    async fn watch(
        &self,
        _: Request<HealthCheckRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        Err(Status::unimplemented("ask with Check"))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let incoming = TcpIncoming::bind("127.0.0.1:0".parse()?)?;
    let address = format!("http://{}", incoming.local_addr()?);
    let service = Server::builder().add_service(HealthServer::new(Playtest));
    tokio::spawn(service.serve_with_incoming(incoming));
    let mut client = HealthClient::new(Channel::from_shared(address)?.connect().await?);

    let mut call = async |service: &str| {
        let service = service.to_owned();
        let answer = client.check(HealthCheckRequest { service }).await;
        let status = answer.err().unwrap_or_else(|| Status::ok(""));
        println!("{status:?}\n{:?}\n", status.get_error_details());
        status
    };
    let busy = call("busy").await;
    assert_eq!(busy.code(), Code::ResourceExhausted);
    let wait = busy.get_details_retry_info();
    let wait = wait.and_then(|info| info.retry_delay);
    assert_eq!(wait, Some(Duration::from_secs(30)));
    let info = busy.get_details_error_info().ok_or("no reason")?;
    assert_eq!((&*info.reason, &*info.domain), ("RATE_LIMITED", DOMAIN));

    let invalid = call("invalid").await;
    assert_eq!(invalid.code(), Code::InvalidArgument);
    let fields = invalid.get_details_bad_request().ok_or("no violations")?;
    assert_eq!(fields.field_violations[0].field, "email");
    Ok(())
}
