//! What a vendor's codes look like, learned from those that the book has.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// So many codes have something in common on purpose.
const ENOUGH: usize = 3;

/// The kind of characters a code is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Letters {
    /// Digits only, perhaps with a sign: `40001`, `-1003`.
    Number,
    /// `0x8000FFFF`
    Hex,
    /// `NOT_FOUND`, `E-1024`, `40P01`
    Upper,
    /// `not_found`, `auth/user-not-found`
    Lower,
    /// `NotFound`, `notFound`, `com.example.NotFound`
    Mixed,
}

/// What all codes of one kind have in common.
#[derive(Debug)]
struct Family {
    punctuation: BTreeSet<char>,
    /// Up to the last punctuation mark that all share; empty if there is none.
    prefix: String,
    /// Whether none of them is a single word.
    is_compound: bool,
    has_digits: bool,
    /// The lengths of numbers in bytes. Those of names say nothing.
    lengths: RangeInclusive<usize>,
}

/// The shapes of a vendor's codes.
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
        let families = kinds.into_iter();
        let families = families.map(|(letters, codes)| (letters, Family::of(letters, &codes)));
        Self {
            families: families.collect(),
        }
    }

    /// Whether a token looks like the codes that the book has.
    pub(super) fn resemble(&self, token: &str) -> bool {
        let family = letters(token).and_then(|letters| self.families.get(&letters));
        family.is_some_and(|family| family.admits(token))
    }

    /// Whether a token can be a code where there are nothing but codes, though the book may have none like it.
    pub(super) fn permit(&self, token: &str) -> bool {
        let has_numbers = self.families.keys().any(|letters| letters.is_number());
        let has_names = self.families.keys().any(|letters| !letters.is_number());
        let permits = |letters: Letters| {
            if letters.is_number() {
                has_numbers
            } else {
                has_names && self.is_name(token)
            }
        };
        self.resemble(token) || letters(token).is_some_and(permits)
    }

    fn is_name(&self, token: &str) -> bool {
        let is_usual = |mark: char| {
            let mut families = self.families.values();
            "_-.:/#".contains(mark) || families.any(|family| family.punctuation.contains(&mark))
        };
        !is_word(token) && !is_wildcard(token) && punctuation(token).all(is_usual)
    }
}

impl Letters {
    fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Hex)
    }
}

impl Family {
    fn of(letters: Letters, codes: &[&str]) -> Self {
        let are_enough = codes.len() >= ENOUGH;
        let all = |test: fn(&str) -> bool| are_enough && codes.iter().all(|code| test(code));
        let prefix = if are_enough { common_prefix(codes) } else { "" };
        let lengths = codes.iter().map(|code| code.len());
        Self {
            punctuation: codes.iter().flat_map(|code| punctuation(code)).collect(),
            prefix: prefix.to_owned(),
            is_compound: all(is_compound),
            has_digits: all(has_digit),
            lengths: if letters.is_number() {
                lengths.clone().min().unwrap_or(0)..=lengths.max().unwrap_or(0)
            } else {
                0..=usize::MAX
            },
        }
    }

    fn admits(&self, token: &str) -> bool {
        self.lengths.contains(&token.len())
            && token.starts_with(&self.prefix)
            && token.len() > self.prefix.len()
            && (!self.is_compound || is_compound(token))
            && (!self.has_digits || has_digit(token))
            && punctuation(token).all(|mark| self.punctuation.contains(&mark))
    }
}

/// Whether a token could be a word of any sentence.
pub(super) fn is_word(token: &str) -> bool {
    let mut characters = token.chars();
    let first = characters.next();
    first.is_none_or(char::is_alphabetic)
        && characters.all(|c| c.is_alphabetic() && !c.is_uppercase())
}

/// Whether a token stands for many statuses, as `5xx` does.
pub(super) fn is_wildcard(token: &str) -> bool {
    let rest = token.strip_prefix(|c: char| c.is_ascii_digit());
    rest.is_some_and(|rest| ["xx", "XX"].contains(&rest))
}

fn letters(token: &str) -> Option<Letters> {
    let digits = token.strip_prefix(['-', '+']).unwrap_or(token);
    let hex = token.strip_prefix("0x").or(token.strip_prefix("0X"));
    let is_hex = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit());
    let has_upper = token.contains(char::is_uppercase);
    let has_others = token.contains(|c: char| c.is_alphabetic() && !c.is_uppercase());
    if token.contains(char::is_whitespace) || !token.contains(char::is_alphanumeric) {
        None
    } else if hex.is_some_and(is_hex) {
        Some(Letters::Hex)
    } else {
        Some(match (has_upper, has_others) {
            (false, false) if digits.bytes().all(|b| b.is_ascii_digit()) => Letters::Number,
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

/// Whether a token is more than a single word: it has punctuation, digits or humps.
fn is_compound(token: &str) -> bool {
    let humps = token.chars().skip(1).filter(|c| c.is_uppercase()).count();
    let is_upper = !token.contains(char::is_lowercase);
    has_digit(token) || punctuation(token).next().is_some() || (humps > 0 && !is_upper)
}

/// What all codes begin with, up to and including a punctuation mark.
fn common_prefix<'c>(codes: &[&'c str]) -> &'c str {
    let [first, rest @ ..] = codes else {
        return "";
    };
    let is_shared = |end: &usize| {
        let prefix = &first[..*end];
        rest.iter().all(|code| code.starts_with(prefix))
    };
    let marks = first.char_indices().filter(|(_, c)| !c.is_alphanumeric());
    let ends = marks.map(|(at, mark)| at + mark.len_utf8());
    ends.take_while(is_shared)
        .last()
        .map_or("", |end| &first[..end])
}
