//! Reads responses that a fuzzer makes up, to every operation of every vendor of the book and of small made-up books.
//!
//! Whatever comes: no panic, nothing doubtful is a success, a copy says what the original says, and the end user is
//! shown nothing but the book's own words and numbers. For the small books, which have codes in headers and conditions of
//! every kind, a strict oracle that is independent of the engine says what is doubtful.
//!
//! An input is a byte for the vendor, one for the operation, the status in two bytes, lines of headers, an empty line, and
//! the body.
#![no_main]

#[allow(dead_code)]
#[path = "../../codegen/tests/law/strict/mod.rs"]
mod strict;

use std::fmt::Debug;
use std::sync::LazyLock;

use faultbook::{AnyFault, AnySuccess, Response, Vendor};
use faultbook_codegen::{Loaded, Source, load};
use faultbook_runtime::{Outcome, v1};
use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;
use strict::book::{Book, VOCABULARY};
use strict::dice::Dice;
use strict::oracle::{self, Verdict};

/// How many small books there are.
const BOOKS: u64 = 64;

static SMALL: LazyLock<Vec<(Book, Loaded)>> = LazyLock::new(|| (0..BOOKS).map(small).collect());

fn small(seed: u64) -> (Book, Loaded) {
    let book = strict::book::book(&mut Dice::new(seed));
    let sources = [
        Source::new("book.yaml", VOCABULARY),
        Source::new("acme.yaml", book.yaml()),
    ];
    let loaded = load(&sources).unwrap_or_else(|errors| panic!("{errors}"));
    (book, loaded)
}

type Headers = Vec<(String, Vec<u8>)>;

/// A response taken apart.
struct Input<'i> {
    which: [u8; 2],
    status: u16,
    headers: Headers,
    body: &'i [u8],
}

impl<'i> Input<'i> {
    fn new(input: &'i [u8]) -> Option<Self> {
        let (head, mut rest) = input.split_first_chunk::<4>()?;
        let mut headers = Headers::new();
        loop {
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (line, behind) = rest.split_at(end.unwrap_or(0));
            rest = behind.strip_prefix(b"\n").unwrap_or(behind);
            let Some(colon) = line.iter().position(|byte| *byte == b':') else {
                break;
            };
            let (name, value) = line.split_at(colon);
            headers.push((
                String::from_utf8_lossy(name).into_owned(),
                value[1..].to_vec(),
            ));
        }
        Some(Self {
            which: [head[0], head[1]],
            status: u16::from_le_bytes([head[2], head[3]]),
            headers,
            body: rest,
        })
    }
}

fuzz_target!(|input: &[u8]| {
    let Some(input) = Input::new(input) else {
        return;
    };
    if input.which[0] % 2 == 0 {
        check_committed(&input);
    } else {
        check_small(&input);
    }
});

fn check_committed(input: &Input<'_>) {
    let vendor = Vendor::ALL[usize::from(input.which[0] / 2) % Vendor::ALL.len()];
    let operations: Vec<&str> = vendor.operations().collect();
    let operation = operations[usize::from(input.which[1]) % operations.len()];
    let response = Response::new(input.status, input.body).headers(&input.headers);
    match faultbook::read(vendor, operation, &response) {
        Ok(success) => check_success(success, input.status, input.body),
        Err(fault) => check_fault(fault),
    }
}

fn check_small(input: &Input<'_>) {
    let (book, loaded) = &SMALL[usize::from(input.which[0] / 2) % SMALL.len()];
    let operation = &book.operations[usize::from(input.which[1]) % book.operations.len()];
    let tables = loaded.tables[0].vendor();
    let index = v1::operation(&tables, operation.name).expect("a listed operation");
    let response = Response::new(input.status, input.body).headers(&input.headers);
    let reading = v1::reading(&tables, index, &response);
    let is_success = reading.decision().outcome == Outcome::Success;
    let response = oracle::Response {
        status: input.status,
        headers: &input.headers,
        body: input.body,
    };
    match oracle::judge(book, operation, &response) {
        Verdict::Success => assert!(is_success, "a plain success is none\n{}", book.yaml()),
        Verdict::Uncertain => {}
        Verdict::Doubt(reason) => assert!(!is_success, "{reason}\n{}", book.yaml()),
    }
    let said = read_out(&reading);
    assert_eq!(read_out(&reading.into_owned()), said);
}

/// What a reading of a small book says.
fn read_out(reading: &v1::Reading<'_, '_>) -> impl Debug + PartialEq + use<> {
    let texts = [reading.wire_code(), reading.message(), reading.category()];
    (
        (*reading.decision(), reading.code(), reading.domain()),
        texts.map(|text| text.map(|text| text.to_string())),
        format!("{:?}", reading.captures()),
        format!("{:?}", reading.details().collect::<Vec<_>>()),
    )
}

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
    let said = outcome(&success);
    assert_eq!(outcome(&success.into_owned()), said);
}

fn outcome(success: &AnySuccess<'_>) -> impl Debug + PartialEq + use<> {
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

/// Everything that a fault reports.
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
