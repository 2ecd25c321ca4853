//! A class of the chat's own, on the page that it shares with the shop.

use chat::{Class, etcd, slack};
use faultbook_runtime::protocol::Grpc;
use faultbook_runtime::{Response, standard};
use http::StatusCode;
use page::Failures;

#[test]
fn a_class_of_ones_own_is_like_a_standard_one() {
    let response = Response::new(200, br#"{"ok":false,"error":"restricted_action"}"#);
    let fault = slack::Operation::Request.read(&response).unwrap_err();
    assert_eq!(fault.class(), Class::Muted);
    assert_eq!(fault.standard_class(), standard::Class::PermissionDenied);
    let answer = page::answer(&fault).unwrap();
    assert_eq!(
        (answer.status(), answer.body().as_str()),
        (StatusCode::BAD_GATEWAY, "You are muted.")
    );
    let mut failures = Failures::default();
    failures.count(&fault);
    assert_eq!(failures.of("slack", "permission_denied"), 1);
}

#[test]
fn the_page_knows_the_codes_of_a_protocol() {
    let headers = [
        ("grpc-status", "4"),
        ("grpc-message", "context deadline exceeded"),
    ];
    let response = Response::new(200, b"").headers(&headers);
    let fault = etcd::Operation::Request.read(&response).unwrap_err();
    assert_eq!(fault.protocol_code(), Some(Grpc::DeadlineExceeded));
    let answer = page::answer(&fault).unwrap();
    assert_eq!(answer.status(), StatusCode::GATEWAY_TIMEOUT);
}
