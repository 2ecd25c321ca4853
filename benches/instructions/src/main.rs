//! The hot paths. `.ci/instructions` counts the instructions of this program for each of them.

use std::hint::black_box;
use std::process::ExitCode;
use std::str::FromStr;

use faultbook::{Response, gameye, licensing, playtest, playwave, rgs};
use faultbook_codegen::{Builder, Docs, Source};

/// How often a path is taken, so that the start of the program does not matter.
const ROUNDS: usize = 1000;

fn main() -> ExitCode {
    let path: fn() = match std::env::args().nth(1).as_deref() {
        Some("look-up") => look_up,
        Some("read") => read,
        Some("ask") => ask,
        Some("serialize") => serialize,
        Some("generate") => return generate(),
        _ => {
            eprintln!("usage: instructions look-up|read|ask|serialize|generate");
            return ExitCode::FAILURE;
        }
    };
    (0..ROUNDS).for_each(|_| path());
    ExitCode::SUCCESS
}

/// Codes from strings: every code of a domain, and as many strings that are none.
fn look_up() {
    for code in rgs::GameCode::ALL {
        black_box(rgs::GameCode::from_str(black_box(code.as_str())).is_ok());
        black_box(rgs::GameCode::from_str(&black_box(code.as_str())[1..]).is_err());
    }
}

/// Calls `$then` with the fault in a response of each vendor.
macro_rules! each_fault {
    ($then:ident) => {
        $then!(
            playwave,
            Verify,
            401,
            r#"{"success":false,"error":{"code":"INVALID_API_KEY","message":"API Key is invalid or inactive","timestamp":"2026-03-06T12:00:00.000Z"}}"#
        );
        $then!(
            playtest,
            Request,
            422,
            r#"{"error":{"code":"VALIDATION_ERROR","message":"Invalid email format","details":[{"field":"email","message":"Must be a valid email address"}]},"meta":{"requestId":"req_abc123","timestamp":"2026-03-02T12:00:00Z"}}"#
        );
        $then!(
            rgs,
            Play,
            422,
            r#"{"category":"ERROR_CATEGORY_VALIDATION","code":"ERROR_CODE_PARAM_OUT_OF_RANGE","message":"max bet is 50.00"}"#
        );
        $then!(
            gameye,
            StartSession,
            500,
            r#"{"statusCode":500,"code":"INTERNAL_ERROR","message":"An unexpected error occurred.","identifier":"3bc545b7-4750-47e6-a918-c93debc58663","path":"/session","timestamp":"2026-03-05T12:00:00Z"}"#
        );
        $then!(
            licensing,
            Validate,
            200,
            r#"{"status":"failed","error":"invalid_key"}"#
        );
    };
}

macro_rules! fault {
    ($vendor:ident, $operation:ident, $status:literal, $body:literal) => {
        $vendor::Operation::$operation
            .read(black_box(&Response::new($status, $body.as_bytes())))
            .expect_err("a failure")
    };
}

/// The code and the decision.
fn read() {
    macro_rules! then {
        ($($response:tt)*) => {{
            let fault = fault!($($response)*);
            black_box((fault.code(), fault.class(), fault.retry()));
        }};
    }
    each_fault!(then);
}

/// Everything that a fault can be asked.
fn ask() {
    macro_rules! then {
        ($($response:tt)*) => {{
            let fault = fault!($($response)*);
            black_box((fault.code(), fault.class(), fault.retry(), fault.retry_after()));
            let texts = fault.texts();
            black_box((texts.message(), texts.trace_id(), texts.timestamp(), texts.category()));
            black_box((texts.details().count(), texts.fields().count(), fault.user_message()));
        }};
    }
    each_fault!(then);
}

/// Faults as JSON.
fn serialize() {
    macro_rules! then {
        ($($response:tt)*) => {{
            let fault = fault!($($response)*);
            black_box(serde_json::to_string(&fault).expect("JSON"));
        }};
    }
    each_fault!(then);
}

/// YAML to Rust, 500 codes.
fn generate() -> ExitCode {
    let book = Source::new("book.yaml", "extends: standard\n");
    let codes: String = (0..500)
        .map(|n| format!("      E{n}: {{ summary: Error {n}., class: internal, status: 500 }}\n"))
        .collect();
    let vendor = format!(
        "vendor: shop\ntitle: Shop\nsummary: A shop.\nsource: https://shop.example\ndomains:\n  api:\n    title: API\n    envelope: {{ code: /code }}\n    codes:\n{codes}"
    );
    let sources = [book, Source::new("shop.yaml", vendor)];
    let loaded = Builder::new().docs(Docs::Comments).load(&sources);
    black_box(loaded.expect("a correct book").artifacts());
    ExitCode::SUCCESS
}
