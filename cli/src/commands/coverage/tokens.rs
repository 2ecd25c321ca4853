//! Splits text into tokens without the punctuation around them.

use std::ops::Range;

/// What may be around a token and is not part of any.
const WRAPPERS: &[char] = &[
    ' ', '\t', '\n', '\r', '.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '{', '}', '"', '\'',
    '`', '*', '|', '•', '“', '”', '‘', '’', '«', '»', '…', '–', '—', '\u{a0}',
];

const QUOTES: &[char] = &['"', '\'', '“', '”', '‘', '’'];

/// The greatest length in bytes of a code at the start of a longer word.
const MAX_CODE: usize = 128;

/// What may separate a token at the start of a line from the text about it.
const DELIMITERS: &[char] = &[':', '|', '\t', '-', '–', '—', '(', '=', '/', ',', '\n'];

/// A part of a text without what is around it.
pub(super) fn trimmed(text: &str, part: &Range<usize>) -> Range<usize> {
    let rest = text[part.clone()].trim_start_matches(WRAPPERS);
    let start = part.end - rest.len();
    start..start + rest.trim_end_matches(WRAPPERS).len()
}

/// The parts of a text between separators.
fn split(text: &str, is_separator: fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive(is_separator).map(move |piece| {
        let start = at;
        at += piece.len();
        start..start + piece.trim_end_matches(is_separator).len()
    })
}

/// The words of a text, without what is around them.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = split(text, char::is_whitespace).map(|word| trimmed(text, &word));
    words.filter(|word| !word.is_empty())
}

/// The first word of a line, up to whitespace or the end of a cell.
pub(super) fn first_word(text: &str, line: &Range<usize>) -> Range<usize> {
    let rest = text[line.clone()].trim_start_matches(WRAPPERS);
    let start = line.end - rest.len();
    let len = rest.find(|c: char| c.is_whitespace() || c == '|');
    start..start + len.unwrap_or(rest.len())
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    split(text, |c| c == '\n')
}

/// The tokens of a table cell that contains nothing else, except remarks in parentheses.
pub(super) fn of_cell(text: &str) -> impl Iterator<Item = Range<usize>> {
    let tokens = split(text, |c| ",;\n".contains(c)).map(|part| {
        let len = text[part.clone()].find(" (").unwrap_or(part.len());
        trimmed(text, &(part.start..part.start + len))
    });
    tokens.filter(|token| !token.is_empty() && !text[token.clone()].contains(char::is_whitespace))
}

/// Whether the line of a token ends after it, or a delimiter follows.
pub(super) fn is_delimited(text: &str, token: &Range<usize>) -> bool {
    let rest = text[token.end..].trim_start_matches(['"', '\'', '`', '*', '”', '.', ' ']);
    rest.is_empty() || rest.starts_with(DELIMITERS)
}

/// Whether a token is in quotes, and is neither the name nor the value of a member.
pub(super) fn is_quoted(text: &str, token: &Range<usize>) -> bool {
    let before = text[..token.start].strip_suffix(QUOTES);
    let after = text[token.end..].strip_prefix(QUOTES);
    let is_name = after.is_some_and(|rest| rest.trim_start().starts_with(':'));
    let is_value = |before: &str| before.trim_end().ends_with([':', '=']);
    before.is_some_and(|before| !is_value(before)) && after.is_some() && !is_name
}

/// Whether a token is the name of a function that is called.
pub(super) fn is_call(text: &str, token: &Range<usize>) -> bool {
    text[token.end..].starts_with('(')
}

/// The places in a word where the next cell may start, if a table was copied as text without its column separators:
/// `NOT_FOUND404The page does not exist`.
pub(super) fn cell_starts(word: &str) -> impl Iterator<Item = usize> {
    let starts = word.char_indices().map(|(at, _)| at).skip(1);
    starts.take_while(|at| *at <= MAX_CODE).filter(|at| {
        let mut rest = word[*at..].chars();
        let (first, second) = (rest.next(), rest.next());
        let (Some(last), Some(first)) = (word[..*at].chars().next_back(), first) else {
            return false;
        };
        let is_capitalized = second.is_some_and(char::is_lowercase);
        if first.is_uppercase() {
            last.is_ascii_digit() || last.is_lowercase() || (last.is_uppercase() && is_capitalized)
        } else {
            first.is_ascii_digit() && last.is_alphabetic()
        }
    })
}

/// The values of the members whose names are keys: strings and numbers after `:` or `=`, and the text of XML elements.
pub(super) fn values(text: &str, is_key: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let is_separator = |c: char| !c.is_alphanumeric() && !"_-".contains(c);
    let names = split(text, is_separator).filter(|name| is_key(&text[name.clone()]));
    names.filter_map(|name| value_after(text, &name)).collect()
}

fn value_after(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[name.end..];
    let is_end = |c: char| c == '<' || QUOTES.contains(&c) || c.is_whitespace();
    let (value, end) = if text[..name.start].ends_with('<') {
        (rest.strip_prefix('>')?.trim_start(), "</")
    } else {
        let rest = rest
            .trim_start_matches(QUOTES)
            .trim_start_matches('`')
            .trim_start();
        let value = rest
            .strip_prefix([':', '='])?
            .trim_start_matches('=')
            .trim_start();
        let Some(string) = value.strip_prefix(QUOTES) else {
            return number(text, value);
        };
        (string, "")
    };
    let token = &value[..value.find(is_end)?];
    let after = &value[token.len()..];
    let is_complete = if end.is_empty() {
        after.starts_with(QUOTES)
    } else {
        after.trim_start().starts_with(end)
    };
    let start = text.len() - value.len();
    (is_complete && !token.is_empty()).then_some(start..start + token.len())
}

/// The integer at the start of the rest of a text.
fn number(text: &str, rest: &str) -> Option<Range<usize>> {
    let digits = rest.trim_start_matches(['+', '-']);
    let end = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_integer =
        end.len() < digits.len() && !end.starts_with(|c: char| c.is_alphanumeric() || c == '.');
    is_integer.then_some(text.len() - rest.len()..text.len() - end.len())
}
