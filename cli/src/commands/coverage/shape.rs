//! The shapes of a vendor's codes: whether a token could be one more of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The number of codes from which on a common property is no coincidence.
const MIN_CODES: usize = 3;

/// The kind of characters that a code consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Letters {
    /// `40001`, `-1003`
    Number,
    /// `0x8000FFFF`
    Hex,
    /// `NOT_FOUND`, `E-1024`, `40P01`
    Upper,
    /// `not_found`, `auth/user-not-found`
    Lower,
    /// `NotFound`, `com.example.NotFound`
    Mixed,
}

/// What the codes of one kind have in common.
#[derive(Debug)]
struct Family {
    punctuation: BTreeSet<char>,
    /// Up to and including a punctuation character.
    prefix: String,
    requires_prefix: bool,
    /// Whether all have punctuation, digits or several words.
    is_compound: bool,
    /// The lengths of numbers in bytes; any length of names.
    lengths: RangeInclusive<usize>,
}

#[derive(Debug)]
pub(super) struct Shapes {
    families: BTreeMap<Letters, Family>,
}

impl Shapes {
    pub(super) fn of<'c>(codes: impl Iterator<Item = &'c str>) -> Self {
        let mut kinds: BTreeMap<Letters, Vec<&str>> = BTreeMap::new();
        for code in codes {
            if let Some(letters) = letters(code) {
                kinds.entry(letters).or_default().push(code);
            }
        }
        let family = |(letters, codes): (Letters, Vec<_>)| (letters, Family::of(letters, &codes));
        Self {
            families: kinds.into_iter().map(family).collect(),
        }
    }

    /// Whether a token looks like a code of the book.
    pub(super) fn resemble(&self, token: &str) -> bool {
        let family = letters(token).and_then(|letters| self.families.get(&letters));
        family.is_some_and(|family| family.admits(token))
    }
}

impl Family {
    fn of(letters: Letters, codes: &[&str]) -> Self {
        let is_common = codes.len() >= MIN_CODES;
        let lengths = codes.iter().map(|code| code.len());
        let lengths = lengths.clone().min().unwrap_or(0)..=lengths.max().unwrap_or(0);
        let is_number = matches!(letters, Letters::Number | Letters::Hex);
        Self {
            punctuation: codes.iter().flat_map(|code| punctuation(code)).collect(),
            prefix: common_prefix(codes).to_owned(),
            requires_prefix: is_common,
            is_compound: is_common && codes.iter().all(|code| is_compound(code)),
            lengths: if is_number { lengths } else { 0..=usize::MAX },
        }
    }

    fn admits(&self, token: &str) -> bool {
        let has_prefix = token.len() > self.prefix.len() && token.starts_with(&self.prefix);
        // After the prefix of the vendor, which few other tokens have, anything may follow.
        let is_prefixed = has_prefix && !self.prefix.is_empty();
        let has_known = || punctuation(token).all(|mark| self.punctuation.contains(&mark));
        (has_prefix || !self.requires_prefix)
            && (is_prefixed || has_known())
            && (!self.is_compound || is_compound(token))
            && self.lengths.contains(&token.len())
    }
}

/// Whether a token could be a word of a sentence.
pub(super) fn is_word(token: &str) -> bool {
    token.chars().all(char::is_alphabetic) && !token.chars().skip(1).any(char::is_uppercase)
}

/// Whether a token has punctuation, digits or several words.
pub(super) fn is_compound(token: &str) -> bool {
    let is_simple = token.chars().all(char::is_alphabetic);
    let has_lower = token.contains(char::is_lowercase);
    !is_simple || (has_lower && token.chars().skip(1).any(char::is_uppercase))
}

pub(super) fn is_number(token: &str) -> bool {
    letters(token) == Some(Letters::Number)
}

fn letters(token: &str) -> Option<Letters> {
    let digits = token.strip_prefix(['-', '+']).unwrap_or(token);
    let hex = token.strip_prefix("0x").or(token.strip_prefix("0X"));
    let has_upper = token.contains(char::is_uppercase);
    let has_other = token.contains(|c: char| c.is_alphabetic() && !c.is_uppercase());
    if token.contains(char::is_whitespace) || !token.contains(char::is_alphanumeric) {
        None
    } else if hex.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        Some(Letters::Hex)
    } else if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(Letters::Number)
    } else {
        Some(match (has_upper, has_other) {
            (_, false) => Letters::Upper,
            (false, true) => Letters::Lower,
            (true, true) => Letters::Mixed,
        })
    }
}

fn punctuation(token: &str) -> impl Iterator<Item = char> {
    token.chars().filter(|c| !c.is_alphanumeric())
}

/// The common start of several codes, up to and including a punctuation character.
fn common_prefix<'c>(codes: &[&'c str]) -> &'c str {
    let [first, rest @ ..] = codes else {
        return "";
    };
    let marks = first.char_indices().filter(|(_, c)| !c.is_alphanumeric());
    let ends = marks.map(|(at, mark)| at + mark.len_utf8());
    let is_common = |end: &usize| rest.iter().all(|code| code.starts_with(&first[..*end]));
    let end = ends.take_while(is_common).last();
    &first[..end.filter(|_| !rest.is_empty()).unwrap_or(0)]
}
