//! The codes and statuses that only the document or only the book has.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

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
    document: &'c str,
    /// The vendor's file.
    spec: &'c str,
    /// The codes and statuses of the document, each with its first place.
    mentioned: BTreeMap<(Noun, String), Range<usize>>,
}

impl<'c> Comparison<'c> {
    pub(super) fn new(vendor: &'c Vendor, document: &'c str, spec: &'c str) -> Self {
        let vocabulary = Vocabulary::of(vendor);
        let text = &masked(document);
        let tokens = positions::codes(text, &vocabulary);
        let mut found: Vec<(Range<usize>, Noun, String)> = Vec::new();
        for token in statuses::stated(text, &tokens) {
            found.push((place(text, token), Noun::Status, token.to_owned()));
        }
        // A number in a code position is a code, even if it could be a status.
        let starts: HashSet<usize> = tokens
            .iter()
            .map(|token| place(text, token).start)
            .collect();
        found.retain(|(place, ..)| !starts.contains(&place.start));
        for token in tokens {
            let name = name(token);
            let is_status = vocabulary.is_status(&name);
            let noun = if is_status { Noun::Status } else { Noun::Code };
            found.push((place(text, token), noun, name));
        }
        found.extend(known_in(text, &vocabulary));
        found.sort_by_key(|(place, ..)| place.start);
        let mut mentioned = BTreeMap::new();
        for (place, noun, token) in found {
            mentioned.entry((noun, token)).or_insert(place);
        }
        Self {
            vocabulary,
            document,
            spec,
            mentioned,
        }
    }

    /// The numbers of different codes and of different statuses that the document has.
    pub(super) fn counts(&self) -> (usize, usize) {
        let codes = self
            .mentioned
            .keys()
            .filter(|(noun, _)| *noun == Noun::Code);
        let codes = codes.count();
        (codes, self.mentioned.len() - codes)
    }

    /// All findings in order of location, those of the document first.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let statuses: HashSet<&str> = statuses::numbers_in(self.spec).collect();
        // A plain success needs no entry.
        let needs_entry = |status: &str| !status.starts_with('2') && !statuses.contains(status);
        let missing = self
            .mentioned
            .iter()
            .filter(|((noun, token), _)| match noun {
                Noun::Code => !self.vocabulary.contains(token),
                Noun::Status => needs_entry(token),
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

    /// Codes of the book that the document does not have in a code position, and statuses that are nowhere in it.
    fn undocumented(&self) -> Vec<Finding> {
        let vendor = self.vocabulary.vendor;
        let mut found = Vec::new();
        let mut seen: HashSet<String> = statuses::numbers_in(self.document)
            .map(str::to_owned)
            .collect();
        for (index, code) in vendor.codes.iter().enumerate() {
            // A vendor does not document what it no longer sends.
            let is_expected = is_documented(vendor, code) && code.deprecated.is_none();
            let by_status = vendor.domains[code.domain].by_status;
            let is_mentioned = || names(code).any(|name| self.mentions(name));
            let mut add = |noun, token| {
                let location = Location::Book(index);
                found.push(Finding {
                    noun,
                    token,
                    location,
                });
            };
            if is_expected && !by_status && !is_mentioned() {
                add(Noun::Code, code.wire.clone());
            }
            let own = is_expected.then(|| code.wire.clone()).filter(|_| by_status);
            let statuses = code.statuses.iter().filter(|_| !by_status);
            for status in statuses.map(ToString::to_string).chain(own) {
                if seen.insert(status.clone()) {
                    add(Noun::Status, status);
                }
            }
        }
        found
    }

    fn mentions(&self, code: &str) -> bool {
        self.mentioned.contains_key(&(Noun::Code, code.to_owned()))
    }
}

/// The codes of the book, wherever they are. A word of a sentence does not count unless it is quoted.
fn known_in(text: &str, vocabulary: &Vocabulary<'_>) -> Vec<(Range<usize>, Noun, String)> {
    let mut known = Vec::new();
    for token in text.split(char::is_whitespace).map(trimmed) {
        let (before, rest) = around(text, token);
        let quotes = ['"', '\'', '“', '”', '‘', '’'];
        let is_quoted = before.ends_with(quotes) && rest.starts_with(quotes);
        let word = name(token);
        let parts = word.split(['/', ',', '|', '=', ':', '(', ')', '"', '\'']);
        for name in parts
            .chain([&*word])
            .filter(|name| vocabulary.contains(name))
        {
            if !vocabulary.is_status(name) && (is_quoted || !is_word(name)) {
                known.push((place(text, token), Noun::Code, name.to_owned()));
            }
        }
    }
    known
}
