//! The feature `http`.

use std::time::Duration;

use faultbook::{Response, playtest};

const BODY: &str = r#"{"error":{"code":"RATE_LIMITED","message":"Rate limit exceeded"}}"#;

#[test]
fn a_response_of_the_clients_own_is_read() {
    let response = http::Response::builder().status(429);
    let response = response.header("Retry-After", "30").body(BODY).unwrap();
    let read = Response::from(&response);
    let fault = playtest::Operation::Request.read(&read).unwrap_err();
    assert!(fault.is(playtest::ApiCode::RateLimited));
    assert_eq!(fault.retry_after(), Some(Duration::from_secs(30)));

    let kept = fault.into_owned();
    drop(response);
    assert_eq!(kept.retry_after(), Some(Duration::from_secs(30)));
}
