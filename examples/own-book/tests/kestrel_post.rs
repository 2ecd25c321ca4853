//! The book, as a client of Kestrel Post uses it.

use std::time::Duration;

use own_book::kestrel_post::{ApiCode, ClientCode, Operation};
use own_book::{Action, Class, Outcome, Response, Retries, Samples, Step};

#[test]
fn a_response_is_read_and_decided() {
    let body = r#"{ "error": { "code": "REFERENCE_IN_USE", "message": "A-1001" } }"#;
    let headers = [("X-Request-Id", "81f3")];
    let response = Response::new(409, body).headers(&headers);

    let fault = Operation::BookParcel.read(&response).unwrap_err();

    assert!(fault.is(ApiCode::ReferenceInUse));
    assert_eq!(fault.class(), Class::Conflict);
    assert_eq!(fault.trace_id().unwrap(), "81f3");
    // The first attempt went through: as far as the parcel goes, all is well.
    assert_eq!(fault.outcome(), Outcome::Ignorable);
    assert!(matches!(Retries::new(1).step(&fault), Step::Ignore));
}

#[test]
fn no_parcel_is_booked_twice() {
    let body = r#"{ "error": { "code": "TOO_MANY_BOOKINGS" } }"#;
    let headers = [("Retry-After", "20")];
    let refused = Response::new(429, body).headers(&headers);
    let refused = Operation::BookParcel.read(&refused).unwrap_err();
    let unsure = Operation::BookParcel.raise(ClientCode::ConnectionLost);

    let mut retries = Retries::new(1);
    // Nothing was booked, and the carrier says when to come back.
    assert_eq!(refused.actions(), [Action::SlowDown]);
    assert_eq!(
        retries.step(&refused),
        Step::Repeat(Duration::from_secs(20))
    );
    // Now nobody knows: the policy of the class would try again, but the operation is not idempotent.
    assert!(unsure.is_retryable());
    assert_eq!(retries.step(&unsure), Step::Ambiguous);
}

#[test]
fn no_failure_of_a_booking_is_taken_for_another() {
    for code in Operation::BookParcel.codes() {
        let fault = Operation::BookParcel.fault_of(code).unwrap();
        assert!(fault.is(code), "{fault:?}");
        assert_ne!(fault.class(), Class::Unknown, "{fault:?}");
    }
}
