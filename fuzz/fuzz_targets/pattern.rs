//! Message patterns against a simple matcher, on messages that a fuzzer makes up.
//!
//! The first byte selects the pattern, the second how the message is spelled and how often it is repeated. The response is
//! a 200 with the message in its body, and each pattern belongs to a rule for a failure, so the outcome shows whether it
//! matched. A reading whose patterns exceed their byte budget is never a success: messages of up to 100,000 bytes that do
//! not match and still are a success were therefore read within 4 MiB of comparisons.
#![no_main]
#![allow(dead_code)]

#[path = "../../codegen/tests/law/strict/pattern.rs"]
mod strict;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use faultbook_codegen::{Loaded, Source, load};
use faultbook_runtime::{Outcome, Response, v1};
use libfuzzer_sys::fuzz_target;
use strict::Part;

const BOOK: &str = include_str!("../../spec/book.yaml");

/// No longer messages are compared with what backtracking finds.
const SHORT: usize = 40;

/// No body is longer.
const LONG: usize = 100_000;

const PATTERNS: [&str; 24] = [
    "plain",
    "a b",
    "é",
    "Bad thing {what:text}",
    "{a:text}",
    "{a:word}",
    "{a:integer}",
    "{a:decimal}",
    "{a:text}x",
    "{a:word}x",
    "x{a:text}",
    "x{a:word}",
    "{a:text} {b:text}",
    "{a:word} {b:word}",
    "{a:word}a{b:text}a{c:word}",
    "{a:text}a{b:text}b{c:text}",
    "{a:word} {b:word}a{c:word}z",
    "{a:text} {b:word}a{c:word}!",
    "{a:text}aaaa{b:text}aaab",
    "{a:text}1{b:integer}x",
    "{a:text}a{b:word}a{c:word}a{d:word} b",
    "{a:text}.{b:decimal}.{c:decimal}!",
    "at most {a:integer} of {b:decimal}",
    "é{a:word}é{b:text}é",
];

struct Case {
    pattern: Vec<Part>,
    loaded: Loaded,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| PATTERNS.iter().map(case).collect());

fn case(pattern: &&str) -> Case {
    let vendor = format!(
        "vendor: acme\ntitle: Acme\nsummary: A vendor.\ndomains: {{}}\nenvelope: {{ message: /message }}\n\
         rules:\n  - {{ when: {{ message: \"{pattern}\" }}, class: unknown, outcome: failure }}\n"
    );
    let sources = [
        Source::new("book.yaml", BOOK),
        Source::new("acme.yaml", vendor),
    ];
    Case {
        pattern: strict::parse(pattern),
        loaded: load(&sources).unwrap_or_else(|errors| panic!("{errors}")),
    }
}

fuzz_target!(|input: &[u8]| {
    let [which, spelling, message @ ..] = input else {
        return;
    };
    let message = String::from_utf8_lossy(message);
    let times = [1, 1, 1, 2, 10, 1000, 10_000, LONG][usize::from(spelling >> 4) % 8];
    let message = message.repeat(times.min(LONG / 12 / message.len().max(1)).max(1));
    let body = format!("{{\"message\":\"{}\"}}", spell(&message, *spelling));
    check(&CASES[usize::from(*which) % CASES.len()], &message, &body);
});

/// The message inside a JSON string. The low bits say which characters are escaped although they need not be.
fn spell(message: &str, spelling: u8) -> String {
    let mut text = String::new();
    for (at, character) in message.chars().enumerate() {
        let is_special = matches!(character, '"' | '\\') || character < ' ';
        if is_special || spelling >> (at % 4) & 1 == 1 {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                write!(text, "\\u{unit:04x}").expect("a string takes everything");
            }
        } else {
            text.push(character);
        }
    }
    text
}

fn check(case: &Case, message: &str, body: &str) {
    let tables = case.loaded.tables[0].vendor();
    let response = Response::new(200, body);
    let reading = v1::reading(&tables, tables.request, &response);
    let characters = strict::trimmed(message);
    let is_matched = strict::matches(&case.pattern, &characters);
    if body.len() <= LONG {
        let is_success = reading.decision().outcome == Outcome::Success;
        assert_eq!(is_success, !is_matched, "{:?} {message:?}", case.pattern);
    }
    let captures = reading.captures();
    let found: BTreeMap<String, String> = captures
        .iter()
        .map(|(name, text)| (name.to_owned(), text.to_string()))
        .collect();
    if characters.len() <= SHORT {
        let expected = strict::captures(&case.pattern, &characters).unwrap_or_default();
        let expected = expected.into_iter().collect();
        assert_eq!(found, expected, "{:?} {message:?}", case.pattern);
    } else if !found.is_empty() {
        assert_eq!(filled_in(&case.pattern, &found), message.trim());
    }
}

/// The message that a pattern and its captures make up.
fn filled_in(pattern: &[Part], found: &BTreeMap<String, String>) -> String {
    let text = |part: &Part| match part {
        Part::Literal(literal) => literal.iter().collect(),
        Part::Capture(name, _) => found[name].clone(),
    };
    pattern.iter().map(text).collect()
}
