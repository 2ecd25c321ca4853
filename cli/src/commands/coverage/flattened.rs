//! Tables that lost their column separators when a page was copied as text: `NOT_FOUND404The page does not exist`.
//!
//! A code ends where the next cell begins: at a change from letters to digits, at a capital after small letters, at the
//! capital of a capitalised word. Where both cells are in capitals (`OTT_EXPIREDOTT expired`), the next cell must begin
//! with a word that the document also uses on its own.

use std::collections::HashSet;

use super::known::KnownCodes;
use super::tokens::trimmed;

/// No code that ends within a word is longer, in bytes, nor is the rest of such a word.
const LONGEST: usize = 64;

/// Finds the codes that words begin with.
pub(super) struct Flattened<'d> {
    pub(super) codes: &'d KnownCodes<'d>,
    /// The words of the document.
    words: HashSet<&'d str>,
}

impl<'d> Flattened<'d> {
    pub(super) fn new(codes: &'d KnownCodes<'d>, document: &'d str) -> Self {
        let words = document.split_whitespace().map(bare);
        Self {
            codes,
            words: words.collect(),
        }
    }

    /// The length of the known code that a longer word begins with.
    pub(super) fn known(&self, word: &str) -> Option<usize> {
        if self.codes.contain(word) {
            return None;
        }
        let ends = ends(word, self.codes.longest);
        let mut ends = ends.into_iter().rev();
        ends.find(|end| {
            self.codes.contain(&word[..*end])
                && (starts_cell(word, *end) || self.starts_with_word(word, *end))
        })
    }

    /// The length of what looks like a code at the start of a longer word.
    pub(super) fn unknown(&self, word: &str) -> Option<usize> {
        let ends = ends(word, LONGEST);
        let is_code = |end: &&usize| {
            let code = &word[..**end];
            // Humps within a code cannot be told from the start of the next cell.
            let has_humps = code.contains(char::is_uppercase) && code.contains(char::is_lowercase);
            !has_humps && self.codes.shapes.permit(code) && !self.codes.exclude(code)
        };
        let mut at_change = ends.iter().filter(|end| starts_cell(word, **end));
        let mut at_word = ends.iter().filter(|end| self.starts_with_word(word, **end));
        let end = at_change.find(is_code);
        end.or_else(|| at_word.find(is_code)).copied()
    }

    fn starts_with_word(&self, word: &str, end: usize) -> bool {
        let rest = &word[end..];
        let is_inside = word[..end].ends_with(|c: char| c.is_alphanumeric());
        rest.len() <= LONGEST
            && is_inside
            && rest.starts_with(|c: char| c.is_ascii_uppercase())
            && self.words.contains(bare(rest))
    }
}

fn bare(word: &str) -> &str {
    &word[trimmed(word, 0..word.len())]
}

/// The places within a word where a code may end.
fn ends(word: &str, longest: usize) -> Vec<usize> {
    let ends = word.char_indices().map(|(at, _)| at).skip(1);
    ends.take_while(|end| *end <= longest).collect()
}

/// Whether a cell seems to begin at a place within a word.
fn starts_cell(word: &str, at: usize) -> bool {
    let Some(last) = word[..at].chars().next_back() else {
        return false;
    };
    let mut rest = word[at..].chars();
    let (first, second) = (rest.next(), rest.next());
    let is_capitalised = second.is_some_and(char::is_lowercase);
    first.is_some_and(|first| {
        if last.is_ascii_digit() {
            first.is_uppercase()
        } else if last.is_alphabetic() {
            let is_capital = first.is_uppercase();
            first.is_ascii_digit() || is_capital && (last.is_lowercase() || is_capitalised)
        } else {
            false
        }
    })
}
