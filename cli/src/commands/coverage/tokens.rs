//! Splits text into tokens without the punctuation of the sentence around them.

use std::iter;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Between several tokens of one cell.
static SEPARATOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[,;\n]|\s(?:/|or|and)\s").expect("a constant pattern"));

/// What is wrapped around tokens in a text and is not part of any.
const WRAPPERS: &[char] = &[
    ' ', '\t', '\n', '\r', '.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '{', '}', '"', '\'',
    '`', '*', '|', '“', '”', '‘', '’', '«', '»', '…', '–', '—', '\u{a0}',
];

const QUOTES: &[char] = &['"', '\'', '“', '”', '‘', '’'];

/// A part of a text without what is wrapped around it.
pub(super) fn trimmed(text: &str, part: Range<usize>) -> Range<usize> {
    let start = &text[part.start..part.end];
    let rest = start.trim_start_matches(WRAPPERS);
    let start = part.end - rest.len();
    start..start + rest.trim_end_matches(WRAPPERS).len()
}

/// The parts of a text between whitespace.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let pieces = text.split_inclusive(char::is_whitespace).map(move |piece| {
        let start = at;
        at += piece.len();
        start..start + piece.trim_end().len()
    });
    pieces.filter(|word| !word.is_empty())
}

/// The tokens of a table cell that has nothing else in it, but for remarks in parentheses.
pub(super) fn of_cell(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let separators = SEPARATOR.find_iter(text).map(|separator| separator.range());
    let mut parts = Vec::new();
    for separator in separators.chain(iter::once(text.len()..text.len())) {
        let part = &text[start..separator.start];
        let end = start + part.find(" (").unwrap_or(part.len());
        parts.push(trimmed(text, start..end));
        start = separator.end;
    }
    parts.retain(|part| !part.is_empty() && !text[part.clone()].contains(char::is_whitespace));
    parts
}

/// Whether a token is in quotes, and is neither the name nor the value of a member.
pub(super) fn is_quoted(text: &str, token: &Range<usize>) -> bool {
    let before = text[..token.start].strip_suffix(QUOTES);
    let after = text[token.end..].strip_prefix(QUOTES);
    let is_name = after.is_some_and(|rest| rest.trim_start().starts_with(':'));
    let is_value = |before: &str| before.trim_end().ends_with([':', '=']);
    before.is_some_and(|before| !is_value(before)) && after.is_some() && !is_name
}

/// Whether a token is the name of something that is called.
pub(super) fn is_call(text: &str, token: &Range<usize>) -> bool {
    text[token.end..].starts_with('(')
}
