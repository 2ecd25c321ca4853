//! What five vendors really answer, read into typed codes and decisions.
//!
//! ```sh
//! cargo run --example five_vendors
//! ```

use std::fmt::Debug;

use faultbook::{Catalogue, Fault, Headers, Operation, Response, Success};
use faultbook::{gameye, licensing, playtest, playwave, rgs};

const NO_HEADERS: &[(&str, &str)] = &[];

fn main() {
    println!("PlayWave: the session is gone, so the heartbeat stops and the player is kicked");
    let gone = r#"{"success":false,"error":{"code":"SESSION_ENDED","message":"Game session already terminated","timestamp":"2026-03-06T12:00:00.000Z"}}"#;
    show(playwave::Operation::Heartbeat, 410, &NO_HEADERS, gone);

    println!("PlayWave: when a session is ended, that it is gone already means that all is done");
    let not_found = r#"{"success":false,"error":{"code":"SESSION_NOT_FOUND","message":"Game session not found"}}"#;
    show(playwave::Operation::SessionEnd, 404, &NO_HEADERS, not_found);

    println!("PlayWave: an HTTP 200 that is no success, with two minutes left");
    show(
        playwave::Operation::Heartbeat,
        200,
        &NO_HEADERS,
        r#"{"result":"CHARGE_EXHAUSTED"}"#,
    );

    println!("Playtest: too many requests, and the vendor says for how long");
    let slow_down = r#"{"error":{"code":"RATE_LIMITED","message":"Rate limit exceeded"},"meta":{"requestId":"req_abc123","timestamp":"2026-03-02T12:00:00Z"}}"#;
    show(
        playtest::Operation::Request,
        429,
        &[("Retry-After", "30")],
        slow_down,
    );

    println!("RGS: the limit stands in the vendor's prose, and is all of it that the player sees");
    let too_high = r#"{"category":"ERROR_CATEGORY_VALIDATION","code":"ERROR_CODE_PARAM_OUT_OF_RANGE","message":"max bet is 50.00"}"#;
    show(rgs::Operation::Play, 422, &NO_HEADERS, too_high);

    println!("Gameye: no code at all, and a status that HTTP does not know");
    let full = r#"{"statusCode":420,"message":"Capacity unavailable","identifier":"3bc545b7-4750-47e6-a918-c93debc58663","path":"/session"}"#;
    show(gameye::Operation::StartSession, 420, &NO_HEADERS, full);

    println!("Licensing: a failure inside HTTP 200 whose cause must never be shown");
    show(
        licensing::Operation::Validate,
        200,
        &NO_HEADERS,
        r#"{"status":"failed","error":"no_credits"}"#,
    );

    println!("Licensing: a captive portal answers in the vendor's place");
    show(
        licensing::Operation::Validate,
        200,
        &NO_HEADERS,
        "<html><title>Wi-Fi login</title></html>",
    );

    println!("Licensing: the client itself finds that somebody tampered");
    tell(&licensing::Operation::Validate.raise(licensing::SdkCode::SignatureMismatch));

    println!("PlayWave: and all is well");
    show(
        playwave::Operation::Heartbeat,
        200,
        &NO_HEADERS,
        r#"{"result":"OK"}"#,
    );
}

fn show<O: Operation>(operation: O, status: u16, headers: &dyn Headers, body: &str) {
    match operation.read(&Response::new(status, body).headers(headers)) {
        Ok(success) => tell_success(&success),
        Err(fault) => tell(&fault),
    }
}

fn tell<V: Catalogue>(fault: &Fault<'_, V>) {
    line("fault", fault);
    line(
        "class",
        format_args!("{:?}, {}", fault.class(), fault.severity()),
    );
    list("do", fault.actions());
    list("do not", fault.forbidden());
    line("retry", format_args!("{:?}", fault.retry()));
    list("then", fault.if_exhausted());
    option(
        "wait",
        fault
            .retry_after()
            .map(|wait| format!("{wait:?}, says the header")),
    );
    option(
        "left",
        fault
            .grace_period()
            .map(|left| format!("{left:?} until the vendor acts")),
    );
    option("show", fault.user_message());
    option("trace", fault.trace_id());
    println!();
}

fn tell_success<V: Catalogue>(success: &Success<'_, V>) {
    option("success", success.code());
    list("do", success.actions());
    println!();
}

fn line(name: &str, value: impl std::fmt::Display) {
    println!("  {name:>8}  {value}");
}

fn option(name: &str, value: Option<impl std::fmt::Display>) {
    if let Some(value) = value {
        line(name, value);
    }
}

fn list(name: &str, values: &[impl Debug]) {
    for value in values {
        line(name, format_args!("{value:?}"));
    }
}
