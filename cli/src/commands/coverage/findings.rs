//! The codes and statuses that only the document or only the book has.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use faultbook_codegen::model::Code;

use super::domains::Domains;
use super::mentions::Mentions;
use super::vocabulary::{Vocabulary, is_documented};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A code of the document is not in the book.
    MissingCode,
    /// A status of the document is not in the book.
    MissingStatus,
    /// A code of the book is not in the document.
    UndocumentedCode,
    /// A status of the book is not in the document.
    UndocumentedStatus,
}

impl Kind {
    /// Part of the output format: never changes.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::MissingCode => "missing_code",
            Self::MissingStatus => "missing_status",
            Self::UndocumentedCode => "undocumented_code",
            Self::UndocumentedStatus => "undocumented_status",
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::MissingCode | Self::UndocumentedCode => "code",
            Self::MissingStatus | Self::UndocumentedStatus => "status",
        }
    }

    pub(super) fn is_missing(self) -> bool {
        matches!(self, Self::MissingCode | Self::MissingStatus)
    }
}

#[derive(Debug)]
pub(super) enum Location {
    /// Bytes of the document.
    Document(Range<usize>),
    /// A code of the vendor, by its index.
    Book(usize),
}

#[derive(Debug)]
pub(super) struct Finding {
    pub(super) kind: Kind,
    /// The code or status.
    pub(super) token: String,
    pub(super) domain: Option<String>,
    pub(super) message: String,
    pub(super) location: Location,
    /// The remark at the location.
    pub(super) label: String,
    pub(super) help: String,
}

/// A document and the vendor in the book that it is compared with.
pub(super) struct Comparison<'c> {
    pub(super) vocabulary: &'c Vocabulary<'c>,
    pub(super) mentions: &'c Mentions,
    /// Every number of the document that could be a status.
    pub(super) numbers: BTreeSet<u16>,
    /// The name of the vendor's file.
    pub(super) file: &'c str,
}

impl Comparison<'_> {
    /// All findings in order of location, those of the document first.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let domains = Domains::of(self.vocabulary, self.mentions);
        let mut findings = self.missing_codes();
        findings.extend(self.missing_in_domains(&domains));
        findings.extend(self.missing_statuses());
        findings.extend(self.undocumented_codes(&domains));
        findings.extend(self.undocumented_statuses());
        findings.sort_by_key(|finding| match &finding.location {
            Location::Document(bytes) => (false, bytes.start),
            Location::Book(code) => (true, *code),
        });
        findings
    }

    fn missing_codes(&self) -> Vec<Finding> {
        let codes = self.mentions.codes.iter();
        let missing = codes.filter(|code| !self.vocabulary.contains(&code.token));
        let mentions = missing.map(|code| (code.token.clone(), &code.source));
        self.missing(Kind::MissingCode, mentions)
    }

    fn missing_statuses(&self) -> Vec<Finding> {
        let known = self.vocabulary.statuses();
        // A plain success needs no entry, unless statuses are codes.
        let has_statuses = self.vocabulary.has_statuses();
        let needs_entry = |status: &u16| has_statuses || !(200..=299).contains(status);
        let statuses = self.mentions.statuses.iter();
        let missing = statuses.filter(|(own, _)| needs_entry(own) && !known.contains(own));
        let mentions = missing.map(|(status, source)| (status.to_string(), source));
        self.missing(Kind::MissingStatus, mentions)
    }

    /// A finding for each token, at its first occurrence.
    fn missing<'m>(
        &self,
        kind: Kind,
        mentions: impl Iterator<Item = (String, &'m Range<usize>)>,
    ) -> Vec<Finding> {
        let mut places: BTreeMap<String, Vec<&Range<usize>>> = BTreeMap::new();
        for (token, source) in mentions {
            places.entry(token).or_default().push(source);
        }
        let finding = |(token, places): (String, Vec<&Range<usize>>)| Finding {
            kind,
            domain: None,
            message: format!(
                "{} `{token}` is documented but not in the book",
                kind.noun()
            ),
            location: Location::Document(places[0].clone()),
            label: match places.len() {
                1 => "not in the book".to_owned(),
                count => format!("not in the book (1 of {count} occurrences)"),
            },
            help: self.help(&token, kind.noun()),
            token,
        };
        places.into_iter().map(finding).collect()
    }

    fn help(&self, token: &str, noun: &str) -> String {
        let file = self.file;
        format!("add it to {file}, or pass `--ignore {token}` if it is not a {noun}")
    }

    /// Codes that a table has with those of a domain, while the book has them in other domains only.
    fn missing_in_domains(&self, domains: &Domains<'_>) -> Vec<Finding> {
        let findings = self.mentions.codes.iter().filter_map(|code| {
            let domain = domains.without(code)?;
            let domain = &self.vocabulary.vendor.domains[domain].name;
            let token = &code.token;
            Some(Finding {
                kind: Kind::MissingCode,
                token: token.clone(),
                domain: Some(domain.clone()),
                message: format!(
                    "code `{token}` is documented for `{domain}`, but the book has it in another domain only"
                ),
                location: Location::Document(code.source.clone()),
                label: "not in this domain".to_owned(),
                help: self.help(token, "code of this domain"),
            })
        });
        findings.collect()
    }

    fn undocumented_codes(&self, domains: &Domains<'_>) -> Vec<Finding> {
        let vendor = self.vocabulary.vendor;
        let codes = vendor.codes.iter().enumerate();
        let undocumented = codes.filter(|(_, code)| {
            // A vendor does not document what it no longer sends.
            let is_expected = is_documented(vendor, code.domain) && code.deprecated.is_none();
            is_expected && !self.is_mentioned(code, domains)
        });
        let findings = undocumented.map(|(index, code)| {
            let kind = if vendor.domains[code.domain].by_status {
                Kind::UndocumentedStatus
            } else {
                Kind::UndocumentedCode
            };
            self.undocumented(kind, &code.wire, index)
        });
        findings.collect()
    }

    fn is_mentioned(&self, code: &Code, domains: &Domains<'_>) -> bool {
        if self.vocabulary.vendor.domains[code.domain].by_status {
            let status = code.wire.parse();
            return status.is_ok_and(|status| self.numbers.contains(&status));
        }
        let mut names = code.aliases.iter().chain([&code.wire]);
        names.any(|name| domains.have(name, code.domain))
    }

    /// Statuses of the book's codes that are nowhere in the document.
    fn undocumented_statuses(&self) -> Vec<Finding> {
        let vendor = self.vocabulary.vendor;
        let mut first: BTreeMap<u16, usize> = BTreeMap::new();
        for (index, code) in vendor.codes.iter().enumerate() {
            let by_status = vendor.domains[code.domain].by_status;
            for status in code.statuses.iter().filter(|_| !by_status) {
                first.entry(*status).or_insert(index);
            }
        }
        let undocumented = first.into_iter();
        let undocumented = undocumented.filter(|(status, _)| !self.numbers.contains(status));
        let finding = |(status, code): (u16, usize)| {
            self.undocumented(Kind::UndocumentedStatus, &status.to_string(), code)
        };
        undocumented.map(finding).collect()
    }

    fn undocumented(&self, kind: Kind, token: &str, index: usize) -> Finding {
        let code = &self.vocabulary.vendor.codes[index];
        let domain = &self.vocabulary.vendor.domains[code.domain].name;
        let owner = if token == code.wire {
            domain
        } else {
            &code.wire
        };
        let noun = kind.noun();
        Finding {
            kind,
            token: token.to_owned(),
            domain: Some(domain.clone()),
            message: format!("{noun} `{token}` of `{owner}` is in the book but not documented"),
            location: Location::Book(index),
            label: format!("{noun} `{token}` is not in the document"),
            help: format!(
                "check that the vendor still sends it, or pass `--ignore {token}` if another document has it"
            ),
        }
    }
}
