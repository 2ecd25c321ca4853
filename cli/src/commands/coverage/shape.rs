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

/// What all codes of one kind have in common.
#[derive(Debug)]
struct Family {
    punctuation: BTreeSet<char>,
    /// Up to and including a punctuation character.
    prefix: String,
    /// Whether all have punctuation, digits or several words.
    is_compound: bool,
    has_digits: bool,
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

    /// Whether a token can be a code in a column of codes, which may look different from those of the book. Names and
    /// numbers are not mixed, though, and a word may be prose.
    pub(super) fn permit(&self, token: &str) -> bool {
        let is_number = |letters: &Letters| matches!(letters, Letters::Number | Letters::Hex);
        let is_like = |letters: Letters| {
            let mut families = self.families.keys();
            families.any(|own| is_number(own) == is_number(&letters))
        };
        self.resemble(token) || (!is_word(token) && letters(token).is_some_and(is_like))
    }
}

impl Family {
    fn of(letters: Letters, codes: &[&str]) -> Self {
        let is_common = codes.len() >= MIN_CODES;
        let all = |test: fn(&str) -> bool| is_common && codes.iter().all(|code| test(code));
        let lengths = codes.iter().map(|code| code.len());
        let lengths = lengths.clone().min().unwrap_or(0)..=lengths.max().unwrap_or(0);
        let is_number = matches!(letters, Letters::Number | Letters::Hex);
        Self {
            punctuation: codes.iter().flat_map(|code| punctuation(code)).collect(),
            prefix: if is_common { common_prefix(codes) } else { "" }.to_owned(),
            is_compound: all(is_compound),
            has_digits: all(has_digit),
            lengths: if is_number { lengths } else { 0..=usize::MAX },
        }
    }

    fn admits(&self, token: &str) -> bool {
        let rest = token.strip_prefix(&*self.prefix);
        rest.is_some_and(|rest| !rest.is_empty())
            && self.lengths.contains(&token.len())
            && (!self.is_compound || is_compound(token))
            && (!self.has_digits || has_digit(token))
            && punctuation(token).all(|mark| self.punctuation.contains(&mark))
    }
}

/// Whether a token could be a word of a sentence.
pub(super) fn is_word(token: &str) -> bool {
    let mut characters = token.chars();
    characters.next().is_none_or(char::is_alphabetic)
        && characters.all(|c| c.is_alphabetic() && !c.is_uppercase())
}

fn letters(token: &str) -> Option<Letters> {
    let digits = token.strip_prefix(['-', '+']).unwrap_or(token);
    let hex = token.strip_prefix("0x").or(token.strip_prefix("0X"));
    let has_upper = token.contains(char::is_uppercase);
    let has_other = token.contains(|c: char| c.is_alphabetic() && !c.is_uppercase());
    if token.contains(char::is_whitespace) || !token.contains(char::is_alphanumeric) {
        None
    } else if hex.is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())) {
        Some(Letters::Hex)
    } else if digits.bytes().all(|b| b.is_ascii_digit()) {
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

fn has_digit(token: &str) -> bool {
    token.contains(|c: char| c.is_ascii_digit())
}

fn is_compound(token: &str) -> bool {
    let has_humps =
        token.contains(char::is_lowercase) && token.chars().skip(1).any(char::is_uppercase);
    has_digit(token) || punctuation(token).next().is_some() || has_humps
}

/// The common start of all codes, up to and including a punctuation character.
fn common_prefix<'c>(codes: &[&'c str]) -> &'c str {
    let [first, rest @ ..] = codes else {
        return "";
    };
    let marks = first.char_indices().filter(|(_, c)| !c.is_alphanumeric());
    let ends = marks.map(|(at, mark)| at + mark.len_utf8());
    let is_common = |end: &usize| rest.iter().all(|code| code.starts_with(&first[..*end]));
    let end = ends.take_while(is_common).last();
    &first[..end.unwrap_or(0)]
}
