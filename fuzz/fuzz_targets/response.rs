//! Reads responses that a fuzzer makes up, to every operation of every vendor of the book.
//!
//! Whatever comes: no panic, nothing doubtful is a success, a copy says what the original says, and the end user is
//! shown nothing but the book's own words and numbers.
#![no_main]

use std::fmt::Debug;

use faultbook::{AnyFault, AnySuccess, Response, Vendor};
use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;

fuzz_target!(|input: &[u8]| {
    let Some((head, rest)) = input.split_first_chunk::<4>() else {
        return;
    };
    let vendor = Vendor::ALL[usize::from(head[0]) % Vendor::ALL.len()];
    let operations: Vec<&str> = vendor.operations().collect();
    let operation = operations[usize::from(head[1]) % operations.len()];
    let status = u16::from_le_bytes([head[2], head[3]]);
    let mut lines = rest.splitn(3, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let headers = [("Retry-After", line()), ("Date", line())];
    let body = line();
    let response = Response::new(status, body).headers(&headers);
    match faultbook::read(vendor, operation, &response) {
        Ok(success) => check_success(success, status, body),
        Err(fault) => check_fault(fault),
    }
});

fn check_success(success: AnySuccess<'_>, status: u16, body: &[u8]) {
    // What is ignored may be a number of any magnitude.
    let is_valid = serde_json::from_slice::<IgnoredAny>(body).is_ok();
    let is_json = is_valid && matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    let is_absent = matches!(status, 204 | 205) && body.is_empty();
    let says_so = success.code().is_some();
    assert!(is_json || is_absent || says_so, "a success by accident");
    assert!(
        (200..300).contains(&status) || says_so,
        "a success by accident"
    );
    let said = told(&success);
    assert_eq!(told(&success.into_owned()), said);
}

fn told(success: &AnySuccess<'_>) -> impl Debug + PartialEq + use<> {
    let texts = [success.message(), success.trace_id(), success.timestamp()];
    let fields: Vec<String> = success.fields().map(|field| format!("{field:?}")).collect();
    (
        (
            success.code(),
            success.status(),
            success.class(),
            success.decided_by(),
        ),
        (
            success.actions(),
            success.forbidden(),
            success.hints(),
            fields,
        ),
        texts.map(|text| text.map(|text| text.to_string())),
        format!("{success:?}"),
    )
}

fn check_fault(fault: AnyFault<'_>) {
    if let Some(shown) = fault.user_message() {
        let captured: Vec<String> = fault
            .captures()
            .iter()
            .map(|(_, text)| text.to_string())
            .collect();
        let numbers = |text: &str| {
            text.chars()
                .all(|c| c.is_ascii_digit() || ".,-+".contains(c))
        };
        let shown = shown.to_string();
        let ours = captured
            .iter()
            .filter(|text| !numbers(text))
            .all(|text| !shown.contains(text.as_str()));
        assert!(ours, "free text is shown: {shown}");
    }
    let said = all(&fault);
    let owned = fault.into_owned();
    assert_eq!(all(&owned), said);
    assert_eq!(all(&owned.clone().into_owned()), said);
}

/// Everything that a fault tells.
fn all(fault: &AnyFault<'_>) -> impl Debug + PartialEq + use<> {
    let texts = [
        fault.message(),
        fault.trace_id(),
        fault.timestamp(),
        fault.wire_code(),
        fault.category(),
    ];
    let fields: Vec<String> = fault.fields().map(|field| format!("{field:?}")).collect();
    let details: Vec<String> = fault
        .details()
        .map(|detail| format!("{detail:?}"))
        .collect();
    (
        (
            fault.code(),
            fault.domain(),
            fault.status(),
            fault.class(),
            fault.outcome(),
            fault.severity(),
        ),
        (
            fault.actions(),
            fault.forbidden(),
            fault.if_exhausted(),
            fault.retry(),
            fault.retry_after(),
        ),
        (
            fault.grace_period(),
            fault.failure_reason(),
            fault.hints(),
            fault.decided_by(),
            fields,
            details,
        ),
        (
            fault.user_message().map(|text| text.to_string()),
            format!("{:?}", fault.captures()),
        ),
        texts.map(|text| text.map(|text| text.to_string())),
        (fault.body_excerpt().to_vec(), format!("{fault} {fault:?}")),
    )
}
