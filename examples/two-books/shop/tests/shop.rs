//! Responses of packaged vendors and of the shop's own, read with its book.

use faultbook_runtime::protocol::{Grpc, JsonRpc};
use faultbook_runtime::{Response, standard};
use http::StatusCode;
use page::Failures;
use shop::{Class, postgresql, stripe, warehouse};

#[test]
fn an_overlay_changes_texts_and_adds_codes() {
    let body = br#"{"error":{"type":"card_error","code":"expired_card","decline_code":"expired_card","message":"Your card has expired."}}"#;
    let response = Response::new(402, body);
    let fault = stripe::Operation::Request.read(&response).unwrap_err();
    assert!(fault.is(stripe::DeclineCode::ExpiredCard));
    let text = fault.user_message().map(|text| text.to_string());
    assert_eq!(
        text.as_deref(),
        Some("Your card has expired. Please use another one.")
    );
    let body = br#"{"error":{"type":"card_error","code":"card_declined","decline_code":"shop_blocklist"}}"#;
    let response = Response::new(402, body);
    let fault = stripe::Operation::Request.read(&response).unwrap_err();
    assert_eq!(fault.class(), Class::PaymentDeclined);
    assert!(fault.is_confidential());
}

#[test]
fn a_package_is_used_as_it_is() {
    let code = postgresql::SqlstateCode::ALL[0];
    assert_eq!(code.domain(), "sqlstate");
    let fault = "23505"
        .parse::<postgresql::SqlstateCode>()
        .map(|code| postgresql::Operation::Request.raise(code));
    assert_eq!(fault.map(|fault| fault.class()), Ok(Class::Conflict));
}

#[test]
fn a_vendor_of_ones_own_uses_a_protocol() {
    let body = br#"{"error":{"code":503,"status":"UNAVAILABLE","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.5s"}]}}"#;
    let response = Response::new(503, body);
    let fault = warehouse::Operation::Reserve.read(&response).unwrap_err();
    assert_eq!(
        fault.code(),
        Some(warehouse::Code::Status(warehouse::StatusCode::Unavailable))
    );
    assert_eq!(fault.retry_after().map(|wait| wait.as_millis()), Some(1500));
}

#[test]
fn the_page_answers_for_the_vendor() {
    let body = br#"{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}"#;
    let response = Response::new(429, body);
    let fault = warehouse::Operation::Reserve.read(&response).unwrap_err();
    assert_eq!(fault.standard_class(), standard::Class::RateLimited);
    let answer = page::answer(&fault).unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let mut failures = Failures::default();
    failures.count(&fault);
    assert_eq!(failures.of("warehouse", "rate_limited"), 1);
}

/// The chat has the same test with the codes of gRPC in headers.
#[test]
fn the_page_knows_the_codes_of_a_protocol() {
    let body = br#"{"error":{"code":504,"status":"DEADLINE_EXCEEDED"}}"#;
    let response = Response::new(504, body);
    let fault = warehouse::Operation::Reserve.read(&response).unwrap_err();
    assert_eq!(fault.protocol_code(), Some(Grpc::DeadlineExceeded));
    let answer = page::answer(&fault).unwrap();
    assert_eq!(answer.status(), StatusCode::GATEWAY_TIMEOUT);
}

/// A finer code of the vendor decides, and the protocol's is still there.
#[test]
fn a_code_of_ones_own_does_not_hide_that_of_the_protocol() {
    let body = br#"{"error":{"code":400,"status":"FAILED_PRECONDITION","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SOLD_OUT","domain":"warehouse"}]}}"#;
    let response = Response::new(400, body);
    let fault = warehouse::Operation::Reserve.read(&response).unwrap_err();
    assert!(fault.is(warehouse::ReasonCode::SoldOut));
    assert_eq!(fault.protocol_code(), Some(Grpc::FailedPrecondition));
    assert_eq!(fault.into_owned().protocol_code::<JsonRpc>(), None);
}
