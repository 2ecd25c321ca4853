//! Splits text into tokens without the punctuation around them.

use std::ops::Range;

use super::mask::FILLER;
use super::shape::is_word;

/// What may be around a token and is not part of any.
const WRAPPERS: &[char] = &[
    ' ', '\t', '\n', '\r', '.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '{', '}', '"', '\'',
    '`', '*', '|', '•', '“', '”', '‘', '’', '«', '»', '…', '–', '—', '\u{a0}', FILLER,
];

const QUOTES: &[char] = &['"', '\'', '“', '”', '‘', '’'];

/// The greatest length in bytes of a code at the start of a longer word or as a value.
pub(super) const MAX_CODE: usize = 128;

/// What may separate a token at the start of a line from the text about it.
const DELIMITERS: &[char] = &[':', '|', '\t', '-', '–', '—', '(', '=', '/', ','];

/// A part of a text without what is around it.
pub(super) fn trimmed(text: &str, part: &Range<usize>) -> Range<usize> {
    let rest = text[part.clone()].trim_start_matches(WRAPPERS);
    let start = part.end - rest.len();
    start..start + rest.trim_end_matches(WRAPPERS).len()
}

/// The parts of a range of a text between separators.
pub(super) fn split(
    text: &str,
    range: Range<usize>,
    is_separator: fn(char) -> bool,
) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    text[range].split(is_separator).map(move |part| {
        let start = at;
        // All separators are ASCII, except for white space in prose.
        let separator = text[start + part.len()..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        at += part.len() + separator;
        start..start + part.len()
    })
}

/// The words of a range, without what is around them.
pub(super) fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let words = split(text, range, char::is_whitespace).map(|word| trimmed(text, &word));
    words.filter(|word| !word.is_empty())
}

/// The tokens of a table cell that contains nothing else, except remarks in parentheses; empty if it contains prose.
pub(super) fn of_cell(text: &str, cell: Range<usize>) -> Vec<Range<usize>> {
    let parts = split(text, cell, |c| ",;".contains(c)).map(|part| {
        let len = text[part.clone()].find(" (").unwrap_or(part.len());
        trimmed(text, &(part.start..part.start + len))
    });
    let parts: Vec<Range<usize>> = parts.filter(|part| !part.is_empty()).collect();
    let is_prose = |part: &Range<usize>| text[part.clone()].contains(char::is_whitespace);
    if parts.iter().any(is_prose) {
        Vec::new()
    } else {
        parts
    }
}

/// What is between backticks.
pub(super) fn in_backticks(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let parts = split(text, range, |c| c == '`').skip(1).step_by(2);
    parts.map(|code| trimmed(text, &code))
}

/// Whether the line of a token ends after it, or a delimiter follows.
pub(super) fn is_delimited(line: &str, token: &Range<usize>) -> bool {
    let is_closing = |c: char| "\"'`*”. \r".contains(c) || c == FILLER;
    let rest = line[token.end..].trim_start_matches(is_closing);
    rest.is_empty() || rest.starts_with(DELIMITERS)
}

/// Whether a token is the name of a function that is called.
pub(super) fn is_call(text: &str, token: &Range<usize>) -> bool {
    text[token.end..].starts_with('(')
}

pub(super) fn is_quoted(text: &str, token: &Range<usize>) -> bool {
    text[..token.start].ends_with(QUOTES) && text[token.end..].starts_with(QUOTES)
}

/// The values of the members whose names are keys: what is quoted or no word after `:` or `=`, and the text of XML
/// elements.
pub(super) fn values(text: &str, is_key: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let is_separator = |c: char| !c.is_alphanumeric() && !"_-".contains(c);
    // In `urn:error:lost`, nothing is a member.
    let is_part = |name: &Range<usize>| text[..name.start].ends_with([':', '/']);
    let names = split(text, 0..text.len(), is_separator)
        .filter(|name| is_key(&text[name.clone()]) && !is_part(name));
    names.filter_map(|name| value_after(text, &name)).collect()
}

fn value_after(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[name.end..];
    let is_between = |c: char| c.is_whitespace() || QUOTES.contains(&c) || "`:=>".contains(c);
    let value = rest.trim_start_matches(is_between);
    let between = &rest[..rest.len() - value.len()];
    let is_end = |c: char| c.is_whitespace() || QUOTES.contains(&c) || "<`|,;)}]".contains(c);
    let chars = value.char_indices().map(|(at, c)| (at, is_end(c)));
    let ends = chars.chain([(value.len(), true)]);
    let mut ends = ends.take_while(|(at, _)| *at <= MAX_CODE);
    let (end, _) = ends.find(|(_, is_end)| *is_end)?;
    let value = &value[..end];
    let is_marked = between.ends_with(QUOTES) || between.ends_with('>') || !is_word(value);
    let is_value = between.contains([':', '=', '>']) && is_marked && !value.is_empty();
    let start = name.end + between.len();
    is_value.then(|| trimmed(text, &(start..start + value.len())))
}
