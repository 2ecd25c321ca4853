//! The codes and statuses that only the document or only the book has.

use std::collections::BTreeSet;
use std::ops::Range;

use faultbook_codegen::Source;
use faultbook_codegen::model::Code;

use super::mentions::Mentions;
use super::statuses;
use super::vocabulary::{Vocabulary, is_documented, names};

/// What a finding is about.
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
    pub(super) domain: Option<String>,
    pub(super) message: String,
    /// The remark at the location.
    pub(super) label: String,
    pub(super) help: String,
}

impl Noun {
    fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Status => "status",
        }
    }
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

/// A document and the vendor in the book that it is compared with.
pub(super) struct Comparison<'c> {
    pub(super) vocabulary: &'c Vocabulary<'c>,
    pub(super) mentions: &'c Mentions,
    /// Every number of the document that could be a status.
    pub(super) numbers: BTreeSet<u16>,
    /// The vendor's file.
    pub(super) spec: &'c Source,
}

impl Comparison<'_> {
    /// All findings in order of location, those of the document first.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let codes = self.missing_codes().chain(self.missing_statuses());
        let mut findings: Vec<Finding> = codes.chain(self.undocumented()).collect();
        findings.sort_by_key(|finding| match &finding.location {
            Location::Document(bytes) => (false, bytes.start),
            Location::Book(code) => (true, *code),
        });
        findings
    }

    fn missing_codes(&self) -> impl Iterator<Item = Finding> {
        let codes = self.mentions.codes.iter();
        let missing = codes.filter(|(name, _)| !self.vocabulary.contains(name));
        missing.map(|(name, place)| self.missing(Noun::Code, name, place))
    }

    fn missing_statuses(&self) -> impl Iterator<Item = Finding> {
        let codes = self.vocabulary.vendor.codes.iter();
        let statuses = codes.flat_map(|code| code.statuses.iter().copied().chain(status(code)));
        let mut known: BTreeSet<u16> = statuses.collect();
        // Where statuses are codes, one that only a condition has still needs its code. Elsewhere, a plain success
        // needs no entry.
        if !self.vocabulary.has_statuses {
            known.extend(statuses::numbers_in(&self.spec.text));
            known.extend(200..=299);
        }
        let mentioned = self.mentions.statuses.iter();
        let missing = mentioned.filter(move |(status, _)| !known.contains(status));
        missing.map(|(status, place)| self.missing(Noun::Status, &status.to_string(), place))
    }

    fn missing(&self, noun: Noun, token: &str, place: &Range<usize>) -> Finding {
        let (name, file) = (noun.as_str(), &self.spec.path);
        Finding {
            noun,
            token: token.to_owned(),
            location: Location::Document(place.clone()),
            domain: None,
            message: format!("{name} `{token}` is documented but not in the book"),
            label: "not in the book".to_owned(),
            help: format!("add it to {file}, or pass `--ignore {token}` if it is not a {name}"),
        }
    }

    /// Codes of the book that the document does not have in a code position, and statuses that are nowhere in it.
    fn undocumented(&self) -> Vec<Finding> {
        let vendor = self.vocabulary.vendor;
        let mut found = Vec::new();
        let mut seen = self.numbers.clone();
        for (index, code) in vendor.codes.iter().enumerate() {
            // A vendor does not document what it no longer sends.
            let is_expected = is_documented(vendor, code.domain) && code.deprecated.is_none();
            let by_status = vendor.domains[code.domain].by_status;
            let own = status(code).filter(|_| by_status);
            let statuses = if by_status { &[] } else { &*code.statuses };
            if is_expected && !by_status && !self.is_mentioned(code) {
                found.push(self.unmentioned(Noun::Code, &code.wire, index));
            }
            for status in statuses.iter().copied().chain(own.filter(|_| is_expected)) {
                if seen.insert(status) {
                    found.push(self.unmentioned(Noun::Status, &status.to_string(), index));
                }
            }
        }
        found
    }

    fn is_mentioned(&self, code: &Code) -> bool {
        let Mentions { codes, known, .. } = self.mentions;
        names(code).any(|name| codes.contains_key(name) || known.contains(name))
    }

    fn unmentioned(&self, noun: Noun, token: &str, index: usize) -> Finding {
        let code = &self.vocabulary.vendor.codes[index];
        let domain = &self.vocabulary.vendor.domains[code.domain].name;
        let is_code = token == code.wire;
        let owner = if is_code { domain } else { &code.wire };
        let name = noun.as_str();
        Finding {
            noun,
            token: token.to_owned(),
            location: Location::Book(index),
            domain: Some(domain.clone()),
            message: format!("{name} `{token}` of `{owner}` is in the book but not documented"),
            label: format!("{name} `{token}` is not in the document"),
            help: format!(
                "check that the vendor still sends it, or pass `--ignore {token}` if another document has it"
            ),
        }
    }
}

/// The code as a status.
fn status(code: &Code) -> Option<u16> {
    statuses::parse(&code.wire)
}
