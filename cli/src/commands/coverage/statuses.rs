//! Numbers that a text calls an HTTP status.

use std::collections::BTreeSet;
use std::ops::Range;

/// The last word before a status: `HTTP/1.1 404`, `"status": 404`, `err.statusCode === 404`.
const WORDS: [&str; 4] = ["http", "status", "statuscode", "status_code"];

/// How far before a status, in bytes, such a word is looked for.
const MAX_DISTANCE: usize = 32;

/// Parses a status.
pub(super) fn parse(text: &str) -> Option<u16> {
    let is_plain = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let status = text.parse().ok().filter(|_| is_plain)?;
    (100..=599).contains(&status).then_some(status)
}

/// Every number of a document that could be a status.
pub(super) fn numbers_in(document: &str) -> BTreeSet<u16> {
    let numbers = document.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(parse).collect()
}

/// All numbers that could be a status and are not part of something else.
fn all(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let pieces = text.split_inclusive(|c: char| !c.is_ascii_digit());
    let numbers = pieces.map(move |piece| {
        let start = at;
        at += piece.len();
        start..start + piece.trim_end_matches(|c: char| !c.is_ascii_digit()).len()
    });
    numbers.filter(|number| parse(&text[number.clone()]).is_some() && is_whole(text, number))
}

/// The statuses in prose: numbers after a word such as `status`, or before their reason phrase.
pub(super) fn named(text: &str) -> impl Iterator<Item = Range<usize>> {
    all(text).filter(|number| {
        let near = number.start.saturating_sub(MAX_DISTANCE)..number.start;
        let near = near
            .clone()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(near.end);
        let before = text[near..number.start].trim_end_matches(|c: char| {
            c.is_ascii_digit() || c.is_whitespace() || "./:='\"`*_(".contains(c)
        });
        let word = before.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '_');
        let word = before[word.len()..].to_ascii_lowercase();
        WORDS.iter().any(|own| word.ends_with(own)) || has_phrase(&text[number.start..])
    })
}

/// The statuses directly before and after a code: `404 not_found`, `NOT_FOUND404Not`, `not_found | 404`.
pub(super) fn next_to(text: &str, code: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let before = text[..code.start].trim_end_matches([' ', '`']).len();
    let after = text[code.end..].trim_start_matches([' ', '`', '|', '\t']);
    let after = text.len() - after.len();
    let is_next_cell = after == code.end || text[code.end..after].contains(['|', '\t']);
    let places = [
        Some(before.saturating_sub(3)..before),
        is_next_cell.then_some(after..after + 3),
    ];
    places.into_iter().flatten().filter(|place| {
        let status = text.get(place.clone()).and_then(parse);
        let continues = |c: char| c.is_ascii_digit() || "_%.,-".contains(c);
        let ends = status.is_some() && !text[place.end..].starts_with(continues);
        ends && starts(text, place.start)
    })
}

/// Whether a text starts with a status and its reason phrase.
fn has_phrase(text: &str) -> bool {
    let (status, rest) = text.split_at(3);
    let status = http::StatusCode::from_bytes(status.as_bytes()).ok();
    let phrase = status.and_then(|status| status.canonical_reason());
    phrase.is_some_and(|phrase| {
        let start = rest.trim_start().get(..phrase.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(phrase))
    })
}

fn is_whole(text: &str, number: &Range<usize>) -> bool {
    let after = &text[number.end..];
    let fraction = after.strip_prefix(['.', ',', ':', '-']).unwrap_or_default();
    let continues = |c: char| c.is_alphanumeric() || "%_".contains(c);
    starts(text, number.start)
        && !fraction.starts_with(|c: char| c.is_ascii_digit())
        && !after.starts_with(continues)
}

fn starts(text: &str, number: usize) -> bool {
    let continues = |c: char| c.is_ascii_digit() || "$€£#@<>+.,%".contains(c);
    !text[..number].ends_with(continues)
}
