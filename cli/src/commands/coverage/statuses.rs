//! Numbers that a text calls an HTTP status.

use std::collections::BTreeSet;
use std::ops::Range;

/// Words before or after a status, in the singular.
const WORDS: [&str; 8] = [
    "http",
    "status",
    "code",
    "error",
    "response",
    "return",
    "returning",
    "non",
];

/// What may be between a status and such a word.
const AROUND: &[char] = &[
    ' ', '\t', '\n', '"', '\'', '`', ':', '=', '_', '(', '*', '-', '–', '—',
];

/// A status and its place in a text.
pub(super) type Found = (u16, Range<usize>);

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

/// All numbers in a text that could be a status and are neither part of something else nor an amount.
pub(super) fn all(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
        let place = at..at + digits.len();
        if let Some(status) = parse(digits).filter(|_| is_whole(text, &place)) {
            found.push((status, place));
        }
        at += piece.len();
    }
    found
}

/// The numbers that the text calls a status: next to words such as `status`, in parentheses, at the start of a line, or
/// before their reason phrase. If one number of a list such as `502/504` is a status, all are.
pub(super) fn named(text: &str) -> Vec<Found> {
    let mut named = Vec::new();
    let mut list: Vec<Found> = Vec::new();
    for number in all(text) {
        let is_next = list
            .last()
            .is_some_and(|(_, last)| is_separator(&text[last.end..number.1.start]));
        if !is_next {
            named.extend(statuses_of(text, &mut list));
        }
        list.push(number);
    }
    named.extend(statuses_of(text, &mut list));
    named
}

/// Takes the numbers of a list if they are statuses; otherwise, those with a reason phrase.
fn statuses_of(text: &str, list: &mut Vec<Found>) -> Vec<Found> {
    let mut numbers = std::mem::take(list);
    let [(_, first), ..] = numbers.as_slice() else {
        return numbers;
    };
    let end = numbers.last().map_or(first.end, |(_, place)| place.end);
    if !is_introduced(&text[..first.start], &text[end..]) {
        numbers.retain(|(status, place)| has_phrase(*status, &text[place.end..]));
    }
    numbers
}

fn is_separator(between: &str) -> bool {
    ["/", ",", "or", "and", ", or", ", and"].contains(&between.trim())
}

fn is_introduced(before: &str, after: &str) -> bool {
    let rest = before.trim_end_matches([' ', '\t', '*', '|']);
    let starts_line = rest.is_empty() || rest.ends_with('\n');
    let ends_cell = after.trim_start_matches(' ');
    let is_delimited = ends_cell.is_empty() || ends_cell.starts_with([':', '-', '–', '—', '\n']);
    let word_before = before.trim_end_matches(AROUND);
    // `HTTP/1.1 404`
    let word_before =
        word_before.trim_end_matches(|c: char| c.is_ascii_digit() || "./".contains(c));
    let is_word = |c: char| c.is_ascii_alphabetic();
    let start = word_before.trim_end_matches(is_word).len();
    let has_gap = before.ends_with(AROUND);
    let word_after = after.trim_start_matches([' ', '-']);
    let end = word_after.len() - word_after.trim_start_matches(is_word).len();
    let is_parenthesized = before.ends_with('(') && after.starts_with([')', ',']);
    is_parenthesized
        || (starts_line && is_delimited)
        || (has_gap && is_status_word(&word_before[start..]))
        || (after.starts_with([' ', '-']) && is_status_word(&word_after[..end]))
}

fn is_status_word(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let singular = word
        .strip_suffix("es")
        .or(word.strip_suffix('s'))
        .or(word.strip_suffix("ed"));
    // `errorCode`, `httpStatus`
    let ends = |word: &str| WORDS.iter().any(|own| word.ends_with(own));
    ends(&word) || singular.is_some_and(ends)
}

/// Whether a text starts with the reason phrase of a status.
fn has_phrase(status: u16, text: &str) -> bool {
    let status = http::StatusCode::from_u16(status).ok();
    let phrase = status.and_then(|status| status.canonical_reason());
    phrase.is_some_and(|phrase| {
        let start = text.trim_start_matches(AROUND).get(..phrase.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(phrase))
    })
}

/// The statuses directly before and after a code: `404 not_found`, `NOT_FOUND404`, `not_found | 404`.
pub(super) fn next_to(text: &str, code: &Range<usize>) -> Vec<Found> {
    let before = text[..code.start].trim_end_matches([' ', '`']);
    let after = text[code.end..].trim_start_matches([' ', '`', '|', '\t']);
    let after = text.len() - after.len();
    let gap = text[code.end..after].trim_matches('`');
    let is_next_cell = gap.is_empty() || gap.contains(['|', '\t']);
    let before = Some(before.len().saturating_sub(3)..before.len());
    let after = is_next_cell.then_some(after..after + 3);
    let places = before.into_iter().chain(after);
    let found = places.filter_map(|place| {
        let status = text.get(place.clone()).and_then(parse)?;
        let continues = |c: char| c.is_ascii_digit() || "_%.,-".contains(c);
        let is_number = starts(text, place.start) && !text[place.end..].starts_with(continues);
        is_number.then_some((status, place))
    });
    found.collect()
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
