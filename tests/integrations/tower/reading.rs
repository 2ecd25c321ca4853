//! The results of responses and of client errors.

use std::error::Error;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use faultbook::tower::{Failure, FaultLayer};
use faultbook::{Class, Fault, playwave};
use http::{Request, Response};
use playwave::ClientCode::NetworkError;
use playwave::{Operation, Playwave};
use tokio::time::Instant;
use tower::{BoxError, Layer, ServiceExt};

use super::script::{Answer, Script};

const MIB: usize = 1 << 20;

fn raise(operation: Operation, error: &BoxError) -> Fault<'static, Playwave> {
    let fault = operation.raise(NetworkError);
    match error.downcast_ref::<io::Error>() {
        Some(error) if error.kind() == io::ErrorKind::ConnectionRefused => fault.never_sent(),
        _ => fault,
    }
}

/// The result of this response to a heartbeat within ten seconds.
async fn heartbeat(answer: Answer) -> Result<Response<Bytes>, Failure<Playwave>> {
    let layer = FaultLayer::new(Operation::Heartbeat, raise).timeout(Duration::from_secs(10));
    let service = layer.layer(Script::new([answer]));
    service.oneshot(Request::new(String::new())).await
}

#[tokio::test]
async fn a_success_is_passed_on_as_it_came() {
    let body = r#"{"result":"OK", "left": 12.50}"#;
    let answer = Answer::with_header(200, ("x-request-id", "7"), body);
    let response = heartbeat(answer).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-request-id"], "7");
    assert_eq!(response.body(), body);
}

#[tokio::test]
async fn a_failure_is_typed_whatever_its_status() {
    let failure = heartbeat(Answer::whole(200, r#"{"result":"CHARGE_EXHAUSTED"}"#)).await;
    let failure = failure.unwrap_err();
    assert!(failure.fault().is(playwave::HeartbeatCode::ChargeExhausted));
    assert!(failure.source().is_none() && failure.step().is_none());

    let body = r#"{"success":false,"error":{"code":"SESSION_ENDED","message":"gone"}}"#;
    let fault = heartbeat(Answer::whole(410, body)).await.unwrap_err();
    let fault = fault.into_fault();
    assert!(fault.is(playwave::ApiCode::SessionEnded));
    assert_eq!(fault.message().unwrap(), "gone");
}

#[tokio::test]
async fn a_request_names_its_operation() {
    let service = |body| {
        let layer = FaultLayer::new(Operation::Request, raise);
        layer.layer(Script::new([Answer::whole(404, body)]))
    };
    let mut request = Request::new(String::new());
    request.extensions_mut().insert(Operation::SessionEnd);
    let ended = service("{}").oneshot(request).await.unwrap_err();
    assert_eq!(ended.fault().operation(), "session_end");
    let other = service("{}").oneshot(Request::new(String::new())).await;
    assert_eq!(other.unwrap_err().fault().operation(), "request");
}

#[tokio::test]
async fn what_the_client_finds_is_raised_with_its_cause() {
    for (kind, ambiguous) in [
        (io::ErrorKind::ConnectionRefused, false),
        (io::ErrorKind::ConnectionReset, true),
    ] {
        let failure = heartbeat(Answer::Fails(kind)).await.unwrap_err();
        assert!(failure.fault().is(NetworkError));
        assert_eq!(failure.fault().is_ambiguous(), ambiguous, "{kind}");
        let source = failure.source().unwrap().downcast_ref::<io::Error>();
        assert_eq!(source.unwrap().kind(), kind);
    }
}

#[tokio::test]
async fn a_client_that_is_not_ready_has_sent_nothing() {
    let layer = FaultLayer::new(Operation::Heartbeat, raise);
    let mut service = layer.layer(Script::unready());
    let failure = service.ready().await.map(|_| ()).unwrap_err();
    assert!(failure.fault().is(NetworkError) && !failure.fault().is_ambiguous());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_takes_too_long_is_raised() {
    for answer in [
        Answer::Hangs,
        Answer::stalled(200, [Ok(Bytes::from(r#"{"result""#))]),
    ] {
        let start = Instant::now();
        let failure = heartbeat(answer).await.unwrap_err();
        assert_eq!(start.elapsed().as_secs(), 10);
        assert!(failure.fault().is(NetworkError) && failure.fault().is_ambiguous());
        let source = failure.source().unwrap();
        assert!(source.is::<tokio::time::error::Elapsed>(), "{source}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_status_of_a_failure_is_not_lost_with_its_body() {
    let part = r#"{"error":{"code":"SESSION_E"#;
    for answer in [
        Answer::broken(410, part),
        Answer::stalled(410, [Ok(Bytes::from(part))]),
    ] {
        let fault = heartbeat(answer).await.unwrap_err().into_fault();
        assert_eq!(
            (fault.status(), fault.class()),
            (Some(410), Class::SessionLost)
        );
        assert_eq!(fault.body_excerpt(), part.as_bytes());
    }
}

#[tokio::test]
async fn a_success_that_is_cut_off_is_none() {
    let failure = heartbeat(Answer::broken(200, r#"{"result":"OK"}"#)).await;
    let failure = failure.unwrap_err();
    assert!(failure.fault().is(NetworkError) && failure.fault().is_ambiguous());
}

#[tokio::test(start_paused = true)]
async fn of_a_long_body_no_more_is_received_than_is_read() {
    let start = Instant::now();
    let pieces = (0..17).map(|_| Ok(Bytes::from(vec![b' '; 1 << 16])));
    let failure = heartbeat(Answer::stalled(200, pieces)).await.unwrap_err();
    let fault = failure.into_fault();
    assert_eq!((fault.status(), fault.class()), (Some(200), Class::Unknown));
    assert!(start.elapsed().is_zero(), "it was not waited for the end");

    let longest = format!(r#"{{"result":"OK"{}}}"#, " ".repeat(MIB - 15));
    assert_eq!(longest.len(), MIB);
    let response = heartbeat(Answer::whole(200, longest.leak())).await.unwrap();
    assert_eq!(response.body().len(), MIB);
}
