//! The shapes of a vendor's codes: whether a token could be one more of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The number of codes from which on a common property is no coincidence.
const MIN_CODES: usize = 3;

/// Whether a code has capitals and other letters; numbers have neither.
type Letters = (bool, bool);

/// What the codes with the same kind of letters have in common.
#[derive(Debug)]
struct Family {
    marks: BTreeSet<char>,
    /// Up to and including a punctuation character.
    prefix: String,
    requires_prefix: bool,
    is_compound: bool,
    /// The lengths of numbers in bytes; any length of names.
    lengths: RangeInclusive<usize>,
}

#[derive(Debug)]
pub(super) struct Shapes(BTreeMap<Letters, Family>);

impl Shapes {
    pub(super) fn of<'c>(codes: impl Iterator<Item = &'c str>) -> Self {
        let mut kinds: BTreeMap<Letters, Vec<&str>> = BTreeMap::new();
        for code in codes {
            kinds.entry(letters(code)).or_default().push(code);
        }
        let families = kinds.into_values();
        Self(
            families
                .map(|codes| (letters(codes[0]), Family::of(&codes)))
                .collect(),
        )
    }

    /// Whether a token looks like a code of the book.
    pub(super) fn resemble(&self, token: &str) -> bool {
        let is_token =
            token.contains(char::is_alphanumeric) && !token.contains(char::is_whitespace);
        let family = self.0.get(&letters(token));
        is_token && family.is_some_and(|family| family.admits(token))
    }
}

impl Family {
    fn of(codes: &[&str]) -> Self {
        let is_common = codes.len() >= MIN_CODES;
        let (mut shortest, mut longest) = (0, usize::MAX);
        if codes.iter().all(|code| is_number(code)) {
            shortest = codes
                .iter()
                .map(|code| code.len())
                .min()
                .unwrap_or(shortest);
            longest = codes.iter().map(|code| code.len()).max().unwrap_or(longest);
        }
        Self {
            marks: codes.iter().flat_map(|code| marks(code)).collect(),
            prefix: common_prefix(codes).to_owned(),
            requires_prefix: is_common,
            is_compound: is_common && codes.iter().all(|code| is_compound(code)),
            lengths: shortest..=longest,
        }
    }

    fn admits(&self, token: &str) -> bool {
        let rest = token
            .strip_prefix(&*self.prefix)
            .filter(|rest| !rest.is_empty());
        // After the prefix of the vendor, which few other tokens have, anything may follow.
        let is_prefixed = rest.is_some() && !self.prefix.is_empty();
        (rest.is_some() || !self.requires_prefix)
            && (is_prefixed || marks(token).all(|mark| self.marks.contains(&mark)))
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
    let is_capitals = letters(token) == (true, false);
    !token.chars().all(char::is_alphabetic) || !is_capitals && !is_word(token)
}

/// `40001`, `-1003`, `0x8000FFFF`
pub(super) fn is_number(token: &str) -> bool {
    letters(token) == (false, false)
}

fn letters(token: &str) -> Letters {
    let hex = token.strip_prefix("0x").or(token.strip_prefix("0X"));
    if hex.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        return (false, false);
    }
    let is_other = |c: char| c.is_alphabetic() && !c.is_uppercase();
    (token.contains(char::is_uppercase), token.contains(is_other))
}

fn marks(token: &str) -> impl Iterator<Item = char> {
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
    let end = ends
        .take_while(is_common)
        .last()
        .filter(|_| !rest.is_empty());
    &first[..end.unwrap_or(0)]
}
