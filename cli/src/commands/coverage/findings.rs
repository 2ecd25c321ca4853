//! The codes and statuses that only the document or only the book has.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use faultbook_codegen::Source;
use faultbook_codegen::model::{Code, Vendor};

use super::document::{around, masked, name, place, trimmed};
use super::shape::is_word;
use super::vocabulary::{Vocabulary, is_documented, names};
use super::{positions, statuses};

#[derive(Debug)]
pub(super) enum Location {
    /// Bytes of the document, which has something that the book does not have.
    Document(Range<usize>),
    /// A code of the vendor, by its index, that has something which the document does not have.
    Book(usize),
}

#[derive(Debug)]
pub(super) struct Finding {
    /// Part of the output format: never changes.
    pub(super) kind: &'static str,
    /// The code or status.
    pub(super) token: String,
    pub(super) location: Location,
    pub(super) domain: Option<String>,
    pub(super) message: String,
    /// The remark at the location.
    pub(super) label: String,
    pub(super) help: String,
}

impl Finding {
    pub(super) fn is_missing(&self) -> bool {
        matches!(self.location, Location::Document(_))
    }
}

/// A document that is compared with a vendor in the book.
pub(super) struct Comparison<'c> {
    vocabulary: Vocabulary<'c>,
    document: &'c str,
    /// The vendor's file.
    spec: &'c Source,
    /// The codes in code positions, each with its first place.
    codes: BTreeMap<String, Range<usize>>,
    statuses: BTreeMap<u16, Range<usize>>,
    /// The codes of the book that occur anywhere.
    known: HashSet<String>,
}

impl<'c> Comparison<'c> {
    pub(super) fn new(vendor: &'c Vendor, document: &'c str, spec: &'c Source) -> Self {
        let vocabulary = Vocabulary::of(vendor);
        let text = masked(document);
        let found = positions::codes(&text, &vocabulary);
        let stated = statuses::stated(&text, &found);
        let (mut statuses, codes): (Vec<&str>, Vec<&str>) = found
            .iter()
            .partition(|token| vocabulary.is_status(&name(token)));
        // A number in a code position is a code, even if it could be a status.
        let starts: HashSet<usize> = codes.iter().map(|code| place(&text, code).start).collect();
        statuses.extend(stated.filter(|status| !starts.contains(&place(&text, status).start)));
        let statuses = statuses
            .into_iter()
            .filter_map(|token| Some((statuses::parse(&name(token))?, place(&text, token))));
        Self {
            document,
            spec,
            codes: first(
                codes
                    .into_iter()
                    .map(|token| (name(token), place(&text, token))),
            ),
            statuses: first(statuses),
            known: known_in(&text, &vocabulary),
            vocabulary,
        }
    }

    /// The numbers of different codes and of different statuses that the document has.
    pub(super) fn counts(&self) -> (usize, usize) {
        let names: BTreeSet<&String> = self.codes.keys().chain(&self.known).collect();
        (names.len(), self.statuses.len())
    }

    /// All findings in order of location, those of the document first.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let codes = self
            .codes
            .iter()
            .filter(|(name, _)| !self.vocabulary.contains(name));
        let known = self.known_statuses();
        let statuses = self
            .statuses
            .iter()
            .filter(|(status, _)| !known.contains(status));
        let codes = codes.map(|(name, place)| self.missing("code", name, place));
        let statuses =
            statuses.map(|(status, place)| self.missing("status", &status.to_string(), place));
        let mut findings: Vec<Finding> = codes.chain(statuses).collect();
        findings.sort_by_key(|finding| match &finding.location {
            Location::Document(bytes) => bytes.start,
            Location::Book(_) => usize::MAX,
        });
        findings.extend(self.undocumented());
        findings
    }

    /// The statuses that need no entry.
    fn known_statuses(&self) -> BTreeSet<u16> {
        let codes = self.vocabulary.vendor.codes.iter();
        let statuses = codes.flat_map(|code| {
            code.statuses
                .iter()
                .copied()
                .chain(statuses::parse(&code.wire))
        });
        let mut known: BTreeSet<u16> = statuses.collect();
        // Where statuses are codes, one that only a condition has still needs its code. Elsewhere, a plain success
        // needs no entry.
        if !self.vocabulary.has_statuses {
            known.extend(statuses::numbers_in(&self.spec.text).filter_map(statuses::parse));
            known.extend(200..=299);
        }
        known
    }

    fn missing(&self, noun: &str, token: &str, place: &Range<usize>) -> Finding {
        let file = &self.spec.path;
        Finding {
            kind: if noun == "code" {
                "missing_code"
            } else {
                "missing_status"
            },
            token: token.to_owned(),
            location: Location::Document(place.clone()),
            domain: None,
            message: format!("{noun} `{token}` is documented but not in the book"),
            label: "not in the book".to_owned(),
            help: format!("add it to {file}, or pass `--ignore {token}` if it is not a {noun}"),
        }
    }

    /// Codes of the book that the document does not have in a code position, and statuses that are nowhere in it.
    fn undocumented(&self) -> Vec<Finding> {
        let vendor = self.vocabulary.vendor;
        let mut found = Vec::new();
        let numbers = statuses::numbers_in(self.document);
        let mut seen: BTreeSet<u16> = numbers.filter_map(statuses::parse).collect();
        for (index, code) in vendor.codes.iter().enumerate() {
            // A vendor does not document what it no longer sends.
            let is_expected = is_documented(vendor, code) && code.deprecated.is_none();
            let by_status = vendor.domains[code.domain].by_status;
            if is_expected && !by_status && !self.mentions(code) {
                found.push(self.unmentioned("undocumented_code", &code.wire, index));
            }
            let own = statuses::parse(&code.wire).filter(|_| is_expected && by_status);
            let statuses = code.statuses.iter().copied().filter(|_| !by_status);
            for status in statuses.chain(own).filter(|status| seen.insert(*status)) {
                found.push(self.unmentioned("undocumented_status", &status.to_string(), index));
            }
        }
        found
    }

    fn mentions(&self, code: &Code) -> bool {
        names(code).any(|name| self.codes.contains_key(name) || self.known.contains(name))
    }

    fn unmentioned(&self, kind: &'static str, token: &str, index: usize) -> Finding {
        let code = &self.vocabulary.vendor.codes[index];
        let domain = &self.vocabulary.vendor.domains[code.domain].name;
        let (noun, owner) = match kind {
            "undocumented_code" => ("code", domain),
            _ => ("status", &code.wire),
        };
        Finding {
            kind,
            token: token.to_owned(),
            location: Location::Book(index),
            domain: Some(domain.clone()),
            message: format!("{noun} `{token}` of `{owner}` is in the book but not documented"),
            label: format!("{noun} `{token}` is not in the document"),
            help: format!(
                "check that the vendor still sends it, or pass `--ignore {token}` if another document has it"
            ),
        }
    }
}

/// Each key with the first of its places.
fn first<K: Ord>(places: impl Iterator<Item = (K, Range<usize>)>) -> BTreeMap<K, Range<usize>> {
    let mut first: BTreeMap<K, Range<usize>> = BTreeMap::new();
    for (key, place) in places {
        let known = first.entry(key).or_insert_with(|| place.clone());
        if place.start < known.start {
            *known = place;
        }
    }
    first
}

/// The codes of the book, wherever they are. A word of a sentence does not count unless it is quoted.
fn known_in(text: &str, vocabulary: &Vocabulary<'_>) -> HashSet<String> {
    let words = text.split(char::is_whitespace).map(trimmed);
    let names = words.flat_map(|token| {
        let (before, rest) = around(text, token);
        let quotes = ['"', '\'', '“', '”', '‘', '’'];
        let is_quoted = before.ends_with(quotes) && rest.starts_with(quotes);
        let word = name(token);
        let parts: Vec<String> = word
            .split(['/', ',', '|', '=', ':', '(', ')', '"', '\''])
            .map(str::to_owned)
            .collect();
        parts
            .into_iter()
            .chain([word])
            .filter(move |name| is_quoted || !is_word(name))
    });
    names
        .filter(|name| vocabulary.contains(name) && !vocabulary.is_status(name))
        .collect()
}
