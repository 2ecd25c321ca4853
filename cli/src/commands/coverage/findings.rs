//! The codes and statuses that only the document or only the book has.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use faultbook_codegen::Source;
use faultbook_codegen::model::Vendor;

use super::document::{around, masked, name, place, trimmed};
use super::shape::is_word;
use super::vocabulary::{Vocabulary, is_documented, names};
use super::{positions, statuses};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Noun {
    Code,
    Status,
}

#[derive(Debug)]
pub(super) enum Location {
    /// Bytes of the document, which has something that the book does not have.
    Document(Range<usize>),
    /// A code of the vendor, by its index, that has something which the document does not have.
    Book(usize),
}

#[derive(Debug)]
pub(super) struct Finding {
    pub(super) noun: Noun,
    /// The code or status.
    pub(super) token: String,
    pub(super) location: Location,
}

impl Finding {
    pub(super) fn is_missing(&self) -> bool {
        matches!(self.location, Location::Document(_))
    }

    /// Part of the output format: never changes.
    pub(super) fn kind(&self) -> &'static str {
        match (self.is_missing(), self.noun) {
            (true, Noun::Code) => "missing_code",
            (true, Noun::Status) => "missing_status",
            (false, Noun::Code) => "undocumented_code",
            (false, Noun::Status) => "undocumented_status",
        }
    }
}

/// A document that is compared with a vendor in the book.
pub(super) struct Comparison<'c> {
    vocabulary: Vocabulary<'c>,
    /// The codes and statuses of the document, each with its first place.
    mentioned: BTreeMap<(Noun, String), Range<usize>>,
    /// The codes of the book that occur anywhere.
    known: HashSet<String>,
    /// All numbers of the document and of the vendor's file that could be statuses.
    document_numbers: HashSet<&'c str>,
    book_numbers: HashSet<&'c str>,
}

impl<'c> Comparison<'c> {
    pub(super) fn new(vendor: &'c Vendor, document: &'c str, spec: &'c Source) -> Self {
        let vocabulary = Vocabulary::of(vendor);
        let text = &masked(document);
        let tokens = positions::codes(text, &vocabulary);
        let mut nouns: BTreeMap<usize, (Noun, &str)> = BTreeMap::new();
        for token in statuses::stated(text, &tokens) {
            nouns.insert(place(text, token).start, (Noun::Status, token));
        }
        // A number in a code position is a code, even if it could be a status.
        for token in tokens {
            let is_status = vocabulary.is_status(&name(token));
            let noun = if is_status { Noun::Status } else { Noun::Code };
            nouns.insert(place(text, token).start, (noun, token));
        }
        let mut mentioned = BTreeMap::new();
        for (noun, token) in nouns.into_values() {
            let key = (noun, name(token));
            mentioned.entry(key).or_insert_with(|| place(text, token));
        }
        Self {
            mentioned,
            known: known_in(text, &vocabulary),
            document_numbers: statuses::numbers_in(document).collect(),
            book_numbers: statuses::numbers_in(&spec.text).collect(),
            vocabulary,
        }
    }

    /// The numbers of different codes and of different statuses that the document has.
    pub(super) fn counts(&self) -> (usize, usize) {
        let is_code = |(noun, _): &&(Noun, String)| *noun == Noun::Code;
        let codes = self.mentioned.keys().filter(is_code);
        let statuses = self.mentioned.len() - codes.clone().count();
        let names: BTreeSet<&String> = codes.map(|(_, name)| name).chain(&self.known).collect();
        (names.len(), statuses)
    }

    /// All findings in order of location, those of the document first.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let missing = self
            .mentioned
            .iter()
            .filter(|((noun, token), _)| match noun {
                Noun::Code => !self.vocabulary.contains(token),
                Noun::Status => !self.has_status(token),
            });
        let mut missing: Vec<_> = missing.collect();
        missing.sort_by_key(|(_, place)| place.start);
        let missing = missing.into_iter().map(|((noun, token), place)| Finding {
            noun: *noun,
            token: token.clone(),
            location: Location::Document(place.clone()),
        });
        missing.chain(self.undocumented()).collect()
    }

    /// Whether the book has a status. Where statuses are codes, one that only a condition has still needs its code.
    /// Elsewhere, a plain success needs no entry.
    fn has_status(&self, status: &str) -> bool {
        let in_text = status.starts_with('2') || self.book_numbers.contains(status);
        let mut codes = self.vocabulary.vendor.codes.iter();
        let mut documented = codes.clone().flat_map(|code| &code.statuses);
        (in_text && !self.vocabulary.has_statuses)
            || codes.any(|code| code.wire == status)
            || documented.any(|own| own.to_string() == status)
    }

    /// Codes of the book that the document does not have in a code position, and statuses that are nowhere in it.
    fn undocumented(&self) -> Vec<Finding> {
        let vendor = self.vocabulary.vendor;
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for (index, code) in vendor.codes.iter().enumerate() {
            let mut add = |noun, token| {
                let location = Location::Book(index);
                found.push(Finding {
                    noun,
                    token,
                    location,
                });
            };
            let by_status = vendor.domains[code.domain].by_status;
            // A vendor does not document what it no longer sends.
            let is_expected = is_documented(vendor, code) && code.deprecated.is_none();
            let is_mentioned = names(code).any(|name| {
                self.mentioned.contains_key(&(Noun::Code, name.to_owned()))
                    || self.known.contains(name)
            });
            if is_expected && !by_status && !is_mentioned {
                add(Noun::Code, code.wire.clone());
            }
            let own = is_expected.then(|| code.wire.clone());
            let statuses = code.statuses.iter().map(ToString::to_string);
            let statuses = statuses
                .filter(|_| !by_status)
                .chain(own.filter(|_| by_status));
            for status in statuses.filter(|status| !self.document_numbers.contains(&**status)) {
                if seen.insert(status.clone()) {
                    add(Noun::Status, status);
                }
            }
        }
        found
    }
}

/// The codes of the book, wherever they are. A word of a sentence does not count unless it is quoted.
fn known_in(text: &str, vocabulary: &Vocabulary<'_>) -> HashSet<String> {
    let mut known = HashSet::new();
    for token in text.split(char::is_whitespace).map(trimmed) {
        let quotes = ['"', '\'', '“', '”', '‘', '’'];
        let (before, rest) = around(text, token);
        let is_quoted = before.ends_with(quotes) && rest.starts_with(quotes);
        let word = name(token);
        let parts = word.split(['/', ',', '|', '=', ':', '(', ')', '"', '\'']);
        let codes = parts.chain([&*word]).filter(|name| {
            vocabulary.contains(name)
                && !vocabulary.is_status(name)
                && (is_quoted || !is_word(name))
        });
        known.extend(codes.map(str::to_owned));
    }
    known
}
