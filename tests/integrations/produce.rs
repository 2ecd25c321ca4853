//! The feature `produce`.

use std::time::Duration;

use faultbook::{
    ErrorOf, Operation, Produce, Reply, VendorTypes, gameye, licensing, playtest, playwave, rgs,
};
use serde_json::{Value, json};

const TYPES: &str = "https://example.com/errors/";

fn problem<V: VendorTypes>(reply: &Reply<V>) -> Value {
    let problem = reply.to_problem(TYPES);
    assert_eq!(
        problem.headers[0],
        ("Content-Type".into(), "application/problem+json".into())
    );
    let body: Value = serde_json::from_str(&problem.body).expect("a problem is JSON");
    assert_eq!(body["status"], problem.status);
    assert!((400..=599).contains(&problem.status));
    body
}

#[test]
fn a_code_is_produced_with_the_parameters_of_its_message() {
    let operation = rgs::Operation::Play;
    let error = rgs::game_messages::ParamOutOfRange { max_bet: "50.00" };
    let reply = operation.error(error).status(422);
    let reply = reply.category("ERROR_CATEGORY_VALIDATION");

    let response = reply.to_response();
    let body: Value = serde_json::from_str(&response.body).unwrap();
    assert_eq!(
        body,
        json!({
            "category": "ERROR_CATEGORY_VALIDATION",
            "code": "ERROR_CODE_PARAM_OUT_OF_RANGE",
            "message": "max bet is 50.00",
        })
    );
    let fault = operation.read(&response.response()).unwrap_err();
    assert_eq!(fault.captures().get("max_bet").unwrap(), "50.00");

    let text =
        "Max bet exceeded. The highest bet is 50.00. In an open round, cash out to continue.";
    assert_eq!(
        problem(&reply),
        json!({
            "type": "https://example.com/errors/ERROR_CODE_PARAM_OUT_OF_RANGE",
            "title": "A parameter failed validation (for example, rows or mine count outside allowed bounds, bet over the limit)",
            "status": 422,
            "detail": text,
            "code": "ERROR_CODE_PARAM_OUT_OF_RANGE",
        })
    );
    let status = reply.to_grpc();
    assert_eq!(status.code, 3); // INVALID_ARGUMENT
    assert_eq!(status.message, "max bet is 50.00");
    assert_eq!(status.reason, "ERROR_CODE_PARAM_OUT_OF_RANGE");
    assert_eq!(status.metadata, [("max_bet".into(), "50.00".into())]);
    assert_eq!(status.user_message.as_deref(), Some(text));
    assert_eq!(status.retry_delay, None);
}

#[test]
fn a_parameter_of_another_form_is_still_sent_but_not_shown_to_end_users() {
    let operation = rgs::Operation::Play;
    let reply = operation.error(rgs::game_messages::ParamOutOfRange {
        max_bet: "<b>all</b>",
    });
    let fault = reply.to_response();
    let fault = operation.read(&fault.response()).unwrap_err();
    assert_eq!(fault.message().unwrap(), "max bet is <b>all</b>");
    let detail = "This value is not allowed. Please choose another one.";
    assert_eq!(problem(&reply)["detail"], detail);
}

#[test]
fn waits_and_the_errors_of_inputs_are_sent() {
    let reply = playtest::Operation::ClaimSlot
        .error(playtest::ApiCode::RateLimited)
        .message("slow down")
        .detail("slot", "is taken")
        .trace_id("req-7")
        .wait(Duration::from_millis(1500))
        .header("X-Region", "eu");
    let response = reply.to_response();
    let fault = playtest::Operation::ClaimSlot.read(&response.response());
    // The header has whole seconds.
    let wait = Some(Duration::from_secs(2));
    assert_eq!(fault.unwrap_err().retry_after(), wait);

    let document = reply.to_problem(TYPES);
    assert_eq!(document.status, 429);
    assert!(
        document
            .headers
            .contains(&("Retry-After".into(), "2".into()))
    );
    assert!(document.headers.contains(&("X-Region".into(), "eu".into())));
    let body = problem(&reply);
    assert_eq!(
        body["errors"],
        json!([{ "field": "slot", "detail": "is taken" }])
    );
    assert_eq!(body["trace_id"], "req-7");

    let status = reply.to_grpc();
    assert_eq!(status.code, 8); // RESOURCE_EXHAUSTED
    assert_eq!(status.retry_delay, wait);
    assert_eq!(status.violations, [("slot".into(), "is taken".into())]);
}

#[test]
fn the_wait_of_the_book_is_sent_if_there_is_no_other() {
    let reply = rgs::Operation::Play.error(rgs::TransportCode::RoundInitializing);
    assert_eq!(reply.to_grpc().retry_delay, Some(Duration::from_secs(2)));
    let document = reply.to_problem(TYPES);
    assert!(
        document
            .headers
            .contains(&("Retry-After".into(), "2".into()))
    );
}

#[test]
fn what_is_confidential_stays_inside() {
    let reply = licensing::Operation::Validate
        .error(licensing::ValidateCode::NoCredits)
        .message("account 17 owes 12.50")
        .trace_id("req-7")
        .wait(Duration::from_secs(9));
    let response = reply.to_response();
    assert_eq!(response.status, 500);
    let fault = licensing::Operation::Validate.read(&response.response());
    assert_eq!(fault.unwrap_err().wire_code(), None);
    let text = "Authentication service temporarily unavailable. Please try again later.";
    assert_eq!(
        problem(&reply),
        json!({ "type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": text })
    );
    let sent = format!(
        "{response:?} {:?} {:?}",
        reply.to_problem(TYPES),
        reply.to_grpc()
    );
    for inside in ["no_credits", "credit", "owes", "req-7", "9"] {
        assert!(!sent.contains(inside), "{inside} in {sent}");
    }
    assert_eq!(reply.to_grpc().code, 2); // UNKNOWN
    assert_eq!(reply.to_grpc().user_message.as_deref(), Some(text));
}

#[test]
fn what_cannot_be_said_is_left_out() {
    // A code without a place for a trace id, and one that the client itself raises.
    let reply = rgs::Operation::Play.error(rgs::GameCode::RoundClosed);
    let response = reply.trace_id("req-7").to_response();
    let fault = rgs::Operation::Play.read(&response.response()).unwrap_err();
    assert!(fault.is(rgs::GameCode::RoundClosed));
    let reply = rgs::Operation::Play.error(rgs::ClientCode::NetworkError);
    assert_eq!(reply.to_response().status, 500);
    assert_eq!(reply.to_grpc().reason, "");
}

/// Whatever an operation can fail with is said, or it is confidential.
fn assert_produced<O: Operation>(
    operation: O,
    codes: impl Iterator<Item = <O::Vendor as VendorTypes>::Code>,
) where
    <O::Vendor as VendorTypes>::Code: ErrorOf<O::Vendor>,
{
    for code in codes {
        let reply = operation.error(code);
        let response = reply.to_response();
        let (problem, status) = (problem(&reply), reply.to_grpc());
        assert!((1..=16).contains(&status.code), "{code:?}: {status:?}");
        assert_eq!(problem["code"].is_null(), status.reason.is_empty());
        if problem["code"].is_null() {
            assert_eq!(response.status, 500, "{code:?}");
            assert!(!response.body.contains(&code.to_string()), "{code:?}");
        } else {
            let fault = operation.read(&response.response()).unwrap_err();
            assert_eq!(fault.code(), Some(code));
            assert!(!fault.is_confidential(), "{code:?}");
        }
    }
}

#[test]
fn every_code_of_every_operation_is_produced_unless_it_is_confidential() {
    macro_rules! assert_all {
        ($($vendor:ident: $($domain:ident)*,)*) => {$(
            for operation in $vendor::Operation::ALL {
                let codes = [$($vendor::$domain::ALL.iter().copied().map($vendor::Code::from).collect::<Vec<_>>()),*];
                assert_produced(*operation, codes.into_iter().flatten());
            }
        )*};
    }
    assert_all! {
        gameye: StatusCode ClientCode,
        playtest: ApiCode ClientCode,
        playwave: ApiCode HeartbeatCode VerifyCode ClientCode,
        rgs: GameCode TransportCode ClientCode,
        licensing: DeveloperApiCode ValidateCode HeartbeatCode SdkCode,
    }
}
