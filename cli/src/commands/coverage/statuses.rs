//! Numbers that a text calls an HTTP status.

use std::collections::HashSet;

use super::document::{around, place};

/// The last word before a status: `HTTP/1.1 404`, `"status": 404`, `err.statusCode === 404`.
const WORDS: [&str; 4] = ["http", "status", "statuscode", "status_code"];

/// How far before a status such a word is looked for, in characters.
const MAX_DISTANCE: usize = 32;

/// Parses a status.
pub(super) fn parse(text: &str) -> Option<u16> {
    let is_plain = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let status = text.parse().ok().filter(|_| is_plain)?;
    (100..=599).contains(&status).then_some(status)
}

/// Every number of a document that could be a status.
pub(super) fn numbers_in(document: &str) -> impl Iterator<Item = &str> {
    let numbers = document.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|number| parse(number).is_some())
}

/// The statuses of a text: numbers after a word such as `status`, before their reason phrase, or directly before or after
/// a code, as in `404 not_found` or `NOT_FOUND404Not`.
pub(super) fn stated<'t>(text: &'t str, codes: &[&str]) -> impl Iterator<Item = &'t str> {
    let starts: HashSet<usize> = codes.iter().map(|code| place(text, code).start).collect();
    let ends: HashSet<usize> = codes.iter().map(|code| place(text, code).end).collect();
    numbers_in(text).filter(move |number| {
        let (before, rest) = around(text, number);
        if before.ends_with(|c| "$€£#@<>+.,%".contains(c)) || rest.starts_with(['_', '%']) {
            return false;
        }
        let next = text.len() - rest.trim_start_matches([' ', '`']).len();
        if ends.contains(&before.len()) || starts.contains(&next) {
            return true;
        }
        let fraction = rest.strip_prefix(['.', ',', ':', '-']).unwrap_or_default();
        let continues = fraction.starts_with(|c: char| c.is_ascii_digit());
        !continues
            && !rest.starts_with(char::is_alphanumeric)
            && (is_named(before) || has_phrase(number, rest))
    })
}

/// Whether a text ends with a word for statuses.
fn is_named(before: &str) -> bool {
    let near = before.char_indices().rev().take(MAX_DISTANCE).last();
    let near = &before[near.map_or(0, |(at, _)| at)..];
    let near = near.trim_end_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || "./:='\"`*_(".contains(c)
    });
    let word = near.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '_');
    let word = near[word.len()..].to_ascii_lowercase();
    WORDS.iter().any(|own| word.ends_with(own))
}

/// Whether a text starts with the reason phrase of a status.
fn has_phrase(status: &str, rest: &str) -> bool {
    let status = http::StatusCode::from_bytes(status.as_bytes()).ok();
    let phrase = status.and_then(|status| status.canonical_reason());
    phrase.is_some_and(|phrase| {
        let start = rest.trim_start().get(..phrase.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(phrase))
    })
}
