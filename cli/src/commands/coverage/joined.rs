//! Rows of a table that was copied as text without its column separators: `NOT_FOUND404The page does not exist`.

use std::ops::Range;

use super::statuses;
use super::tokens::MAX_CODE;
use super::vocabulary::Vocabulary;

/// Whether a word is the start of such a row: after a code of the book, the next cell starts.
pub(super) fn is_row(word: &str, vocabulary: &Vocabulary<'_>) -> bool {
    let rest = &word[status_before(word, vocabulary)..];
    let is_code = |at: usize| vocabulary.contains(&rest[..at]);
    !vocabulary.contains(word) && cell_starts(rest).any(is_code)
}

/// The code in such a row. If nothing shows where its cell ends, it is the longest one of the book.
pub(super) fn code_in(word: &str, vocabulary: &Vocabulary<'_>) -> Range<usize> {
    let start = status_before(word, vocabulary);
    let rest = &word[start..];
    let cell = |is_code: &dyn Fn(&str) -> bool| {
        let len = cell_starts(rest).find(|at| is_code(&rest[..*at]));
        len.filter(|_| !vocabulary.contains(rest))
    };
    let len = cell(&|code| vocabulary.contains(code))
        .or_else(|| cell(&|code| vocabulary.admits(code)))
        .or_else(|| vocabulary.prefix_of(rest).map(str::len));
    start..start + len.unwrap_or(rest.len())
}

/// The length of the status in the cell before the code.
fn status_before(word: &str, vocabulary: &Vocabulary<'_>) -> usize {
    let digits = word.get(..3).unwrap_or_default();
    let is_status = statuses::parse(digits).is_some() && !vocabulary.shapes.resemble(digits);
    let has_code = || word[3..].starts_with(char::is_alphabetic);
    if is_status && has_code() { 3 } else { 0 }
}

/// The places in a word where the next cell may start: at a capitalized word, at a number after a letter, or at a letter
/// after a number.
fn cell_starts(word: &str) -> impl Iterator<Item = usize> {
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
