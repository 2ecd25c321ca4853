//! The generated API, from the point of view of an integrator.

use std::error::Error;
use std::str::FromStr;
use std::time::Duration;

use faultbook::{
    Action, AnyFault, Class, Headers, Outcome, Reset, Response, Retry, Severity, Vendor, gameye,
    licensing, playtest, playwave, rgs,
};

const PAYMENT_REQUIRED: &str = r#"{"error":{"code":"PAYMENT_REQUIRED","message":"Insufficient credit","details":
    [{"field":"balance","message":"Current balance: $50.00, required: $100.00"}]},"meta":{"requestId":"req_abc123"}}"#;

#[test]
fn a_fault_has_its_code_and_what_to_do() {
    let body = r#"{"success":false,"error":{"code":"SESSION_ENDED","message":"gone","timestamp":"2026-03-06T12:00:00Z"}}"#;
    let fault = playwave::Operation::Heartbeat
        .read(&Response::new(410, body))
        .unwrap_err();
    assert_eq!(
        fault.code(),
        Some(playwave::Code::Api(playwave::ApiCode::SessionEnded))
    );
    assert!(
        fault.is(playwave::ApiCode::SessionEnded)
            && !fault.is(playwave::HeartbeatCode::SessionReplaced)
    );
    assert_eq!(
        (fault.vendor(), fault.operation(), fault.domain()),
        ("playwave", "heartbeat", Some("api"))
    );
    assert_eq!(
        (fault.class(), fault.outcome(), fault.severity()),
        (Class::SessionLost, Outcome::Failure, Severity::Warning)
    );
    assert_eq!(fault.actions(), [Action::StopHeartbeat, Action::KickPlayer]);
    assert!(fault.forbidden().is_empty());
    assert_eq!(fault.retry(), Retry::Never);
    assert_eq!(fault.message().unwrap(), "gone");
    assert_eq!(fault.timestamp().unwrap(), "2026-03-06T12:00:00Z");
    assert_eq!(
        fault.user_message().unwrap().to_string(),
        "PlayWave session expired"
    );
    assert_eq!(fault.decided_by().actions.to_string(), "operation rule 1");
}

#[test]
fn a_success_can_carry_a_code_and_actions() {
    let success = playwave::Operation::Heartbeat
        .read(&Response::new(200, r#"{"result":"OK"}"#))
        .unwrap();
    assert_eq!(
        success.code(),
        Some(playwave::Code::Heartbeat(playwave::HeartbeatCode::Ok))
    );
    assert_eq!(success.class(), Class::Ok);
    assert_eq!(success.actions(), [Action::WaitForNextHeartbeat]);
}

#[test]
fn a_success_has_a_trace_id_and_hints() {
    let headers = [
        ("x-ratelimit-limit", "100"),
        ("X-RateLimit-Remaining", "7"),
        ("X-RATELIMIT-RESET", "1709312400"),
    ];
    let response = Response::new(200, r#"{"meta":{"requestId":"req_abc123"}}"#).headers(&headers);
    let success = playtest::Operation::Request.read(&response).unwrap();
    assert_eq!(success.trace_id().unwrap(), "req_abc123");
    for hints in [success.hints(), playtest::hints(&response)] {
        assert_eq!(
            (hints.limit, hints.remaining, hints.reset),
            (Some(100), Some(7), Some(Reset::Epoch(1_709_312_400)))
        );
    }
}

#[test]
fn an_unknown_code_is_a_state_of_the_fault_and_keeps_its_text() {
    let body = r#"{"error":{"code":"BRAND_N\u0045W","message":"?"}}"#;
    let fault = playtest::Operation::Request
        .read(&Response::new(409, body))
        .unwrap_err();
    assert_eq!(fault.code(), None);
    assert_eq!(fault.wire_code().unwrap(), "BRAND_NEW");
    assert_eq!(
        (fault.domain(), fault.class()),
        (Some("api"), Class::Conflict)
    );
}

#[test]
fn what_the_client_finds_is_raised() {
    let fault = licensing::Operation::Validate.raise(licensing::SdkCode::SignatureMismatch);
    assert_eq!((fault.status(), fault.class()), (None, Class::Integrity));
    assert_eq!(fault.severity(), Severity::Security);
    assert_eq!(fault.failure_reason(), Some("login_failed"));
    let fault = licensing::Operation::Heartbeat.raise(licensing::SdkCode::NonceMismatch);
    assert_eq!(fault.failure_reason(), Some("heartbeat_failed"));
}

#[test]
fn retries_carry_their_parameters_and_listen_to_hints() {
    let read = |headers: &dyn Headers| {
        let response = Response::new(420, r#"{"statusCode":420,"identifier":"3bc545b7"}"#);
        gameye::Operation::StartSession
            .read(&response.headers(headers))
            .unwrap_err()
            .into_owned()
    };
    let fault = read(&[("x", "y")]);
    let Retry::After {
        min, max, attempts, ..
    } = fault.retry()
    else {
        panic!("{:?}", fault.retry())
    };
    assert_eq!(
        (min, max, attempts),
        (Duration::from_secs(2), Duration::from_secs(5), Some(3))
    );
    assert_eq!(
        fault.if_exhausted(),
        [Action::UseFallbackRegion, Action::ContactSupport]
    );
    assert_eq!(fault.retry_after(), None);
    let seconds = read(&[("Retry-After", "30")]);
    assert_eq!(seconds.retry_after(), Some(Duration::from_secs(30)));
    let date = [
        ("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"),
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ];
    assert_eq!(read(&date).retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(read(&date[..1].to_vec()).retry_after(), None);
}

#[test]
fn captured_values_are_shown_where_the_book_says_so() {
    let body = r#"{"category":"ERROR_CATEGORY_VALIDATION","code":"ERROR_CODE_PARAM_OUT_OF_RANGE","message":"max bet is 50.00"}"#;
    let fault = rgs::Operation::Play
        .read(&Response::new(400, body))
        .unwrap_err();
    assert_eq!(fault.captures().get("max_bet").unwrap(), "50.00");
    assert!(fault.user_message().unwrap().to_string().contains("50.00"));
    assert_eq!(fault.category().unwrap(), "ERROR_CATEGORY_VALIDATION");
}

#[test]
fn an_owned_fault_outlives_the_response_and_reads_the_same() {
    let owned = {
        let body = PAYMENT_REQUIRED.to_owned();
        let headers = vec![("Retry-After".to_owned(), "30".to_owned())];
        let response = Response::new(402, &body).headers(&headers);
        playtest::Operation::Request
            .read(&response)
            .unwrap_err()
            .into_owned()
    };
    assert_eq!(owned.message().unwrap(), "Insufficient credit");
    assert_eq!(owned.trace_id().unwrap(), "req_abc123");
    assert_eq!(owned.retry(), Retry::AfterAction(Action::AddCredit));
    let captures = owned.captures();
    assert_eq!(captures.get("balance").unwrap(), "50.00");
    assert_eq!(captures.get("required").unwrap(), "100.00");
    let details: Vec<_> = owned.details().collect();
    assert_eq!(details[0].field.unwrap(), "balance");
    assert_eq!(owned.hints().retry_after, Some(Duration::from_secs(30)));
    assert_eq!(owned.body_excerpt(), PAYMENT_REQUIRED.as_bytes());
}

#[test]
fn an_owned_fault_always_reads_the_same() {
    for spaces in [0, 4000, 4084, 4090, 5000] {
        let body = format!("{}token_revoked", " ".repeat(spaces)).into_bytes();
        let headers = [("x-unreadable", b"\xff".as_slice())];
        let response = Response::new(401, &body).headers(&headers);
        let fault = rgs::Operation::Play.read(&response).unwrap_err();
        let before = fault.wire_code().map(|code| code.to_string());
        let excerpt = fault.body_excerpt().to_vec();
        let owned = fault.into_owned();
        assert_eq!(
            owned.wire_code().map(|code| code.to_string()),
            before,
            "{spaces}"
        );
        assert_eq!(owned.body_excerpt(), excerpt, "{spaces}");
    }
    let fault = rgs::Operation::Play
        .read(&Response::new(500, b"\xff\xfe"))
        .unwrap_err()
        .into_owned();
    assert_eq!(fault.body_excerpt(), b"\xff\xfe");
}

#[test]
fn a_fault_is_an_error_that_the_question_mark_takes() {
    fn call() -> Result<(), Box<dyn Error + Send + Sync>> {
        let body = String::from("<html>502 Bad Gateway</html>");
        rgs::Operation::Launch
            .read(&Response::new(502, &body))
            .map_err(rgs::Fault::into_owned)?;
        Ok(())
    }
    let error = call().unwrap_err();
    assert_eq!(
        error.to_string(),
        "rgs launch failure: not JSON (status 502)"
    );
}

#[test]
fn a_log_line_holds_nothing_that_the_vendor_sent_freely() {
    let body = r#"{"error":{"code":"sk-secret\n42","message":"password is hunter2"}}"#;
    let fault = playtest::Operation::Request
        .read(&Response::new(500, body))
        .unwrap_err();
    for line in [
        fault.to_string(),
        format!("{fault:?}"),
        format!("{:?}", Response::new(500, body)),
    ] {
        assert!(
            !line.contains("secret") && !line.contains("hunter2") && !line.contains('\n'),
            "{line}"
        );
    }
}

#[test]
fn codes_know_themselves_without_a_response() {
    let code = playwave::ApiCode::SessionEnded;
    assert_eq!(
        (code.as_str(), code.to_string().as_str(), code.domain()),
        ("SESSION_ENDED", "SESSION_ENDED", "api")
    );
    assert_eq!(
        (code.status(), code.class()),
        (Some(410), Class::SessionLost)
    );
    assert!(!code.summary().is_empty());
    assert_eq!(format!("{code:?}"), "SessionEnded");
    assert_eq!(playwave::HeartbeatCode::Ok.class(), Class::Ok);
    assert_eq!(
        playwave::HeartbeatCode::SessionReplaced.actions(),
        [Action::StopHeartbeat]
    );
    assert_eq!(gameye::StatusCode::CapacityUnavailable.statuses(), [420]);
    assert!(
        licensing::ValidateCode::InvalidKey
            .user_message()
            .unwrap()
            .starts_with("Invalid license key")
    );
}

#[test]
fn wire_strings_are_parsed_strictly() {
    assert_eq!(
        playwave::ApiCode::from_str("RATE_LIMITED"),
        Ok(playwave::ApiCode::RateLimited)
    );
    assert_eq!(
        playwave::ApiCode::try_from("RATE_LIMITED"),
        Ok(playwave::ApiCode::RateLimited)
    );
    for text in ["rate_limited", "RATE_LIMITED ", "", "OK", "RATE_LIMITEDX"] {
        let error = playwave::ApiCode::from_str(text).unwrap_err();
        assert_eq!(error.to_string(), "no code of this name", "{text}");
    }
    for code in rgs::GameCode::ALL {
        assert_eq!(code.as_str().parse(), Ok(*code));
    }
}

#[test]
fn a_vendor_and_an_operation_can_be_chosen_at_run_time() {
    let response = Response::new(410, r#"{"error":{"code":"SESSION_ENDED"}}"#);
    let fault = faultbook::read(Vendor::Playwave, "heartbeat", &response).unwrap_err();
    assert!(fault.is(playwave::ApiCode::SessionEnded) && !fault.is_fallback());
    assert_eq!(fault.code().unwrap().vendor(), Vendor::Playwave);
    assert_eq!(fault.actions(), [Action::StopHeartbeat, Action::KickPlayer]);
    let fault = faultbook::read(Vendor::Playwave, "no_such_operation", &response).unwrap_err();
    assert!(fault.is(playwave::ApiCode::SessionEnded) && fault.is_fallback());
    assert_eq!(fault.operation(), "request");
    assert_eq!("playwave".parse(), Ok(Vendor::Playwave));
    assert!("nobody".parse::<Vendor>().is_err());
    for vendor in Vendor::ALL {
        assert!(
            vendor.operations().any(|operation| operation == "request"),
            "{vendor}"
        );
    }
}

#[test]
fn generic_code_works_with_any_vendor() {
    fn retryable<O: faultbook::Operation>(operation: O) -> bool {
        operation
            .read(&Response::new(503, ""))
            .is_err_and(|fault| fault.is_retryable())
    }
    fn name<O: faultbook::Operation>(operation: O) -> [&'static str; 2] {
        [operation.vendor(), operation.as_str()]
    }
    assert!(retryable(playtest::Operation::Request));
    assert!(retryable(licensing::Operation::DeveloperApi));

    assert_eq!(name(rgs::Operation::Play), ["rgs", "play"]);
}

#[test]
fn faults_of_several_vendors_fit_into_one_list() {
    let ended = playwave::Operation::Heartbeat
        .read(&Response::new(410, r#"{"error":{"code":"SESSION_ENDED"}}"#))
        .unwrap_err();
    let forged = licensing::Operation::Validate.raise(licensing::SdkCode::SignatureMismatch);
    let printed = [ended.to_string(), forged.to_string()];
    let faults: Vec<AnyFault> = vec![ended.into_any(), forged.into_any()];
    assert_eq!(printed, [faults[0].to_string(), faults[1].to_string()]);
    assert!(faults[0].is(playwave::ApiCode::SessionEnded));
    assert_eq!(
        faults[0].actions(),
        [Action::StopHeartbeat, Action::KickPlayer]
    );
    assert!(faults[1].is(licensing::SdkCode::SignatureMismatch));
    assert_eq!(faults[1].actions(), [Action::ReportSecurity]);

    let beat = playwave::Operation::Heartbeat;
    let success = beat
        .read(&Response::new(200, r#"{"result":"OK"}"#))
        .unwrap();
    let success = success.into_any();
    assert_eq!(success.code(), Some(playwave::HeartbeatCode::Ok.into()));
}

#[test]
fn a_retry_is_displayed_in_words() {
    for (retry, words) in [
        (rgs::GameCode::DebitFailed.retry(), "never"),
        (
            gameye::StatusCode::CapacityUnavailable.retry(),
            "after 2s to 5s, at most 3 times",
        ),
        (
            rgs::GameCode::ActionInProgress.retry(),
            "after 1s, at most 3 times",
        ),
        (
            playtest::ApiCode::RateLimited.retry(),
            "with backoff from 2s to 60s, at most 5 times",
        ),
        (
            playtest::ApiCode::PaymentRequired.retry(),
            "after add_credit",
        ),
    ] {
        assert_eq!(retry.to_string(), words);
    }
    let next = playwave::Operation::Heartbeat.raise(playwave::ClientCode::NetworkError);
    assert_eq!(next.retry().to_string(), "with the next heartbeat");
}

#[test]
fn texts_are_those_of_the_fault() {
    let body = br#"{"error":{"code":"VALIDATION_ERROR","message":"Invalid email format","details":[{"field":"email","message":"Must be a valid email address"}]},"meta":{"requestId":"req_abc123","timestamp":"2026-03-02T12:00:00Z"}}"#;
    let fault = playtest::Operation::Request.read(&Response::new(422, body));
    let fault = fault.expect_err("a failure");
    let texts = fault.texts();
    assert_eq!(texts.message().unwrap(), "Invalid email format");
    assert_eq!(texts.trace_id().unwrap(), "req_abc123");
    assert_eq!(texts.timestamp().unwrap(), "2026-03-02T12:00:00Z");
    assert_eq!(texts.category(), None);
    assert!(texts.details().eq(fault.details()) && texts.details().count() == 1);
    assert!(texts.fields().eq(fault.fields()));
}

#[test]
fn types_are_small() {
    // clippy finds an error of 128 bytes large.
    assert!(
        size_of::<playwave::Fault<'_>>() <= 112,
        "{}",
        size_of::<playwave::Fault<'_>>()
    );
    assert_eq!(size_of::<playwave::ApiCode>(), 1);
    assert!(size_of::<playwave::Code>() <= 2);
}

#[test]
fn a_raised_fault_keeps_the_error_of_the_client() {
    use std::error::Error;

    let refused = || std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    let fault = playwave::Operation::Heartbeat.raise(playwave::ClientCode::NetworkError);
    assert!(fault.source().is_none());
    let fault = fault.with_source(refused()).never_sent();
    let copy = fault.clone().into_owned();
    for fault in [&fault, &copy] {
        let source = fault.source().unwrap();
        assert!(source.downcast_ref::<std::io::Error>().is_some());
        assert_eq!(source.to_string(), refused().to_string());
        assert!(fault.is(playwave::ClientCode::NetworkError));
        assert!(!fault.is_ambiguous());
        assert_eq!(fault.body_excerpt(), b"");
        assert_eq!(fault.message(), None);
    }
    // A response says itself what happened.
    let response = Response::new(410, r#"{"error":{"code":"SESSION_ENDED"}}"#);
    let fault = playwave::Operation::Heartbeat.read(&response).unwrap_err();
    assert!(fault.with_source(refused()).source().is_none());
}
