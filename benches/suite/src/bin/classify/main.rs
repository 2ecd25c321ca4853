//! Status, headers and JSON body to a fault with its decision: every seed's own bodies.

mod by_hand;
mod by_value;
mod codes;
mod everything;

use std::hint::black_box;

use faultbook::{Response, gameye, licensing, playtest, playwave, rgs};
use faultbook_benches::results::{Results, Row};
use faultbook_benches::timing::{Contender, race};

/// Calls in one timed piece of work.
const CALLS: usize = 2_000;

const PLAYWAVE: &str = r#"{"success":false,"error":{"code":"INVALID_API_KEY","message":"API Key is invalid or inactive","timestamp":"2026-03-06T12:00:00.000Z"}}"#;
const VERIFY: &str = r#"{"success":true,"reason":"OTT_EXPIRED"}"#;
const HEARTBEAT: &str = r#"{"result":"CHARGE_EXHAUSTED"}"#;
const VALIDATION: &str = r#"{ "error": { "code": "VALIDATION_ERROR", "message": "Invalid email format", "details": [ { "field": "email", "message": "Invalid email format" } ] }}"#;
const CONFLICT: &str = r#"{ "error": { "code": "CONFLICT", "message": "This playtest slot has already been claimed" }}"#;
const CREDIT: &str = r#"{ "error": { "code": "PAYMENT_REQUIRED", "message": "Insufficient credit", "details": [ { "field": "balance", "message": "Current balance: $50.00, required: $150.00" } ] }}"#;
const FUNDS: &str = r#"{ "category": "ERROR_CATEGORY_OPERATOR", "code": "ERROR_CODE_INSUFFICIENT_FUNDS", "message": "balance too low" }"#;
const GAMEYE: &str = r#"{
"statusCode": 500,
"code": "INTERNAL_ERROR",
"message": "An unexpected error occurred.",
"identifier": "3bc545b7-4750-47e6-a918-c93debc58663",
"path": "/session",
"timestamp": "2026-03-05T12:00:00Z"
}"#;
const NOT_FOUND: &str = r#"{
  "error": "not_found",
  "message": "Resource not found"
}"#;
const INVALID_KEY: &str = r#"{
  "status": "failed",
  "error": "invalid_key"
}"#;

fn main() -> std::io::Result<()> {
    let mut results = Results::new("classify");
    let mut ratios = [Vec::new(), Vec::new()];
    macro_rules! bodies {
        ($($name:literal $vendor:ident::$operation:ident $status:literal $body:ident $by_hand:ident $by_value:ident,)*) => {$(
            let response = Response::new($status, $body);
            let operation = $vendor::Operation::$operation;
            let expected = operation.read(&response).expect_err("an error");
            let by_hand = by_hand::$by_hand($status, black_box($body).as_bytes());
            let by_value = by_value::$by_value($status, black_box($body).as_bytes());
            for decision in [by_hand.decision, by_value.decision.expect($name)] {
                assert_eq!((decision.class, decision.actions), (expected.class(), expected.actions()), $name);
                assert_eq!(decision.retryable, expected.is_retryable(), $name);
            }
            assert_eq!(by_hand.code.map(str::to_owned), expected.code().map(|code| code.to_string()), $name);
            assert_eq!(by_hand.amounts.is_some(), expected.captures().iter().count() == 2, $name);
            let contenders = &mut [
                contender("faultbook", || operation.read(&black_box(Response::new($status, $body)))),
                contender("serde derive by hand", || by_hand::$by_hand(black_box($status), black_box($body).as_bytes())),
                contender("serde_json::Value", || by_value::$by_value(black_box($status), black_box($body).as_bytes())),
            ];
            report(&mut results, $name, $body.len(), contenders, &mut ratios);
        )*};
    }
    bodies! {
        "playwave error" playwave::Verify 401 PLAYWAVE playwave_verify playwave_verify_error,
        "playwave verify" playwave::Verify 200 VERIFY playwave_verify playwave_verify,
        "playwave heartbeat" playwave::Heartbeat 200 HEARTBEAT playwave_heartbeat playwave_heartbeat,
        "playtest validation" playtest::Request 400 VALIDATION playtest_request playtest_request,
        "playtest conflict" playtest::Request 409 CONFLICT playtest_request playtest_request,
        "playtest credit" playtest::Request 402 CREDIT playtest_request playtest_request,
        "rgs funds" rgs::Play 400 FUNDS rgs_play rgs_play,
        "gameye internal" gameye::Request 500 GAMEYE gameye_request gameye_request,
        "licensing not found" licensing::DeveloperApi 404 NOT_FOUND licensing_developer_api licensing_developer_api,
        "licensing key" licensing::Validate 200 INVALID_KEY licensing_validate licensing_validate,
    }
    for (peer, ratios, reach) in [
        ("serde derive by hand", &ratios[0], 0.75),
        ("serde_json::Value", &ratios[1], 0.3),
    ] {
        let mean =
            (ratios.iter().map(|ratio: &f64| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
        let (size, reach) = (ratios.len(), Some(reach));
        results.add(&Row {
            work: "geometric mean",
            size,
            peer,
            unit: "x",
            ours: mean,
            theirs: 1.0,
            reach,
        });
    }
    everything(&mut results);
    results.write()
}

/// Everything that a careful caller asks of one response: the code, the decision, and all texts.
fn everything(results: &mut Results) {
    macro_rules! bodies {
        ($($name:literal $vendor:ident::$operation:ident $status:literal $body:ident $by_hand:ident,)*) => {$(
            let operation = $vendor::Operation::$operation;
            let ours = || {
                let fault = operation.read(&black_box(Response::new($status, $body))).expect_err("an error");
                let texts = fault.texts();
                black_box((fault.code(), fault.class(), fault.is_retryable(), fault.actions()));
                black_box((texts.message(), texts.trace_id(), texts.timestamp()));
                texts.fields().for_each(|field| { black_box(field); });
                texts.details().for_each(|detail| { black_box(detail); });
            };
            let contenders = &mut [
                contender("faultbook", ours),
                contender("serde derive by hand", || everything::$by_hand(black_box($status), black_box($body).as_bytes())),
            ];
            let times = race(contenders, 200);
            results.add(&Row {
                work: concat!($name, ", everything"),
                size: $body.len(),
                peer: "serde derive by hand",
                unit: "ns",
                ours: times[0] / CALLS as f64,
                theirs: times[1] / CALLS as f64,
                reach: Some(0.8),
            });
        )*};
    }
    bodies! {
        "playwave error" playwave::Verify 401 PLAYWAVE playwave,
        "playtest validation" playtest::Request 400 VALIDATION playtest,
        "gameye internal" gameye::Request 500 GAMEYE gameye,
    }
}

fn contender<'c, T>(name: &'static str, read: impl Fn() -> T + 'c) -> Contender<'c> {
    Contender::new(name, move || {
        for _ in 0..CALLS {
            let fault = read();
            black_box(&fault);
        }
    })
}

fn report(
    results: &mut Results,
    work: &str,
    size: usize,
    contenders: &mut [Contender<'_>],
    ratios: &mut [Vec<f64>; 2],
) {
    let times = race(contenders, 200);
    let ours = times[0] / CALLS as f64;
    let peers = contenders.iter().zip(&times).skip(1);
    for (((peer, time), ratios), reach) in peers.zip(ratios).zip([Some(1.1), None]) {
        let theirs = time / CALLS as f64;
        ratios.push(ours / theirs);
        results.add(&Row {
            work,
            size,
            peer: peer.name,
            unit: "ns",
            ours,
            theirs,
            reach,
        });
    }
}
