//! The feature `samples`.

use std::time::Duration;

use faultbook::{
    Action, Class, Response, Retry, Samples, Unwritable, licensing, playtest, playwave, rgs,
};

#[test]
fn a_sample_is_read_as_the_code_with_all_that_it_says() {
    let operation = playtest::Operation::ClaimSlot;
    let sample = operation
        .sample(playtest::ApiCode::RateLimited)
        .message("Slow down, \"please\"")
        .detail("slot", "is taken")
        .trace_id("req-7")
        .wait(Duration::from_secs(2))
        .header("X-Region", "eu");
    let response = sample.build().unwrap();
    assert_eq!(response.status, 429);
    let names: Vec<&str> = response.headers.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["Content-Type", "Retry-After", "X-Region"]);
    let body: serde_json::Value = serde_json::from_str(&response.body).unwrap();
    assert_eq!(body["error"]["code"], "RATE_LIMITED");

    let fault = operation.read(&response.response()).unwrap_err();
    assert!(fault.is(playtest::ApiCode::RateLimited));
    assert_eq!(fault.class(), Class::RateLimited);
    assert_eq!(fault.message().unwrap(), "Slow down, \"please\"");
    assert_eq!(fault.trace_id().unwrap(), "req-7");
    assert_eq!(fault.retry_after(), Some(Duration::from_secs(2)));
    let detail = fault.details().next().unwrap();
    assert_eq!(detail.field.unwrap(), "slot");
    assert_eq!(detail.message.unwrap(), "is taken");
}

#[test]
fn a_business_error_is_in_a_200() {
    let operation = playwave::Operation::Heartbeat;
    let replaced = operation.sample(playwave::HeartbeatCode::SessionReplaced);
    let replaced = replaced.build().unwrap();
    assert_eq!(replaced.status, 200);
    let fault = operation.read(&replaced.response()).unwrap_err();
    assert_eq!(fault.forbidden(), [Action::EndSession]);
    // Not all codes are failures.
    let ok = operation.sample(playwave::HeartbeatCode::Ok).build();
    assert!(operation.read(&ok.unwrap().response()).is_ok());
    assert_eq!(operation.fault_of(playwave::HeartbeatCode::Ok), None);
}

#[test]
fn a_sequence_ends_in_success() {
    let operation = playwave::Operation::Verify;
    let limited = operation.sample(playwave::ApiCode::RateLimited);
    let sequence = [
        limited.wait(Duration::from_secs(2)).build().unwrap(),
        operation
            .sample(playwave::ApiCode::InternalError)
            .build()
            .unwrap(),
        operation.sample_success().build().unwrap(),
    ];
    let statuses = sequence.each_ref().map(|sample| sample.status);
    assert_eq!(statuses, [429, 500, 200]);
    let results = sequence
        .each_ref()
        .map(|sample| operation.read(&sample.response()).is_ok());
    assert_eq!(results, [false, false, true]);
}

#[test]
fn every_code_of_an_operation_is_listed_once_and_has_a_fault_or_is_a_success() {
    let operation = playtest::Operation::ClaimSlot;
    let codes: Vec<playtest::Code> = operation.codes().collect();
    let domains = playtest::ApiCode::ALL.len() + playtest::ClientCode::ALL.len();
    assert_eq!(codes.len(), domains);
    for code in codes {
        let fault = operation.fault_of(code).expect("all are failures");
        assert!(fault.is(code));
        assert_eq!(fault.operation(), "claim_slot");
    }
    // Another operation has other domains.
    let wires = licensing::Operation::Heartbeat.codes();
    assert!(
        wires.eq(licensing::HeartbeatCode::ALL
            .iter()
            .map(|code| licensing::Code::from(*code))
            .chain(licensing::SdkCode::ALL.iter().map(|code| (*code).into())))
    );
}

#[test]
fn a_code_of_tomorrow_is_a_failure_of_today() {
    let operation = playwave::Operation::Heartbeat;
    let sample = operation.sample_unknown("NEW_CODE").build().unwrap();
    let fault = operation.read(&sample.response()).unwrap_err();
    assert_eq!(fault.code(), None);
    assert_eq!(fault.unknown_code().unwrap(), "NEW_CODE");
}

#[test]
fn what_no_response_says_is_refused() {
    let operation = playwave::Operation::Heartbeat;
    let raised = operation.sample(playwave::ClientCode::NetworkError).build();
    assert_eq!(raised, Err(Unwritable::RaisedByClient));
    let foreign = operation.sample(playwave::VerifyCode::OttExpired).build();
    assert_eq!(foreign, Err(Unwritable::NotReadBack));
    let split = operation.sample(playwave::ApiCode::SessionEnded);
    let split = split.header("X", "a\r\nSet-Cookie: b").build().unwrap_err();
    let message = "no response of the vendor can contain this header";
    assert_eq!(split.to_string(), message);
}

#[test]
fn faults_are_compared_by_what_they_say() {
    let operation = playwave::Operation::Heartbeat;
    let ended = playwave::ApiCode::SessionEnded;
    let made = operation.fault_of(ended).unwrap();
    let body = r#"{ "success": false, "error": { "code": "SESSION_ENDED" } }"#;
    let response = Response::new(410, body);
    let read = operation.read(&response).unwrap_err();
    assert_eq!(made, read);
    assert_eq!(read, read.clone().into_owned());
    let elsewhere = Response::new(404, body);
    assert_ne!(made, operation.read(&elsewhere).unwrap_err());
    let with_message = operation
        .sample(ended)
        .message("It is over")
        .build()
        .unwrap();
    assert_ne!(made, operation.read(&with_message.response()).unwrap_err());
    assert_ne!(made, playwave::Operation::Request.fault_of(ended).unwrap());
    let raised = playwave::ClientCode::NetworkError;
    let fault = operation.fault_of(raised).unwrap();
    assert_eq!(fault, operation.raise(raised));
    assert_ne!(fault, operation.raise(raised).never_sent());
}

#[test]
fn examples_of_the_book_are_found_by_name() {
    let mut examples = rgs::EXAMPLES.iter();
    let example = examples.find(|example| example.name == "the balance is too low");
    let example = example.expect("the book has it");
    let fault = example.operation.read(&example.response()).unwrap_err();
    assert!(fault.is(rgs::GameCode::InsufficientFunds));
    assert_eq!(fault.message().unwrap(), "balance too low");
}

#[test]
fn debug_shows_what_was_decided() {
    let fault = playwave::Operation::Heartbeat.fault_of(playwave::ApiCode::SessionEnded);
    let fault = fault.unwrap();
    let shown = "Fault { vendor: \"playwave\", operation: \"heartbeat\", status: Some(410), code: Some(Api(SessionEnded)), \
                 reason: None, class: SessionLost, outcome: Failure, retry: Never, actions: [StopHeartbeat, KickPlayer], \
                 forbidden: [], retry_after: None, message_len: None, details: 0, .. }";
    assert_eq!(format!("{fault:?}"), shown);
    assert_eq!(fault.retry(), Retry::Never);
}

#[cfg(feature = "http")]
#[test]
fn a_sample_is_a_response_of_http() {
    let operation = playwave::Operation::Heartbeat;
    let sample = operation.sample(playwave::ApiCode::RateLimited);
    let response = sample.wait(Duration::from_secs(30)).build().unwrap();
    let response = http::Response::try_from(response).unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "30");
    let fault = operation.read(&Response::from(&response)).unwrap_err();
    assert!(fault.is(playwave::ApiCode::RateLimited));
    let odd = sample_with_status(42);
    assert!(http::Response::try_from(odd).is_err());
}

#[cfg(feature = "http")]
fn sample_with_status(status: u16) -> faultbook::WrittenResponse {
    let sample = playwave::Operation::Heartbeat.sample_success().build();
    let mut sample = sample.unwrap();
    sample.status = status;
    sample
}
