//! What a document has and the book lacks, and the other way round.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use faultbook_codegen::model::Code;

use super::domains::CodesOfGroups;
use super::known::KnownCodes;
use super::mentions::Mentions;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A code of the document that the book lacks.
    MissingCode,
    /// A status of the document that the book lacks.
    MissingStatus,
    /// A code of the book that the document does not mention.
    UndocumentedCode,
    /// A status of the book that the document does not mention.
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

    /// Whether it is something that the book lacks.
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

/// A code or status that only one of the two has.
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

/// Compares a document with what the book has about its vendor.
pub(super) struct Comparison<'c> {
    pub(super) codes: &'c KnownCodes<'c>,
    pub(super) mentions: &'c Mentions,
    /// Every number of the document that could be a status.
    pub(super) numbers: BTreeSet<u16>,
    /// The vendor's file.
    pub(super) file: &'c str,
}

impl Comparison<'_> {
    /// All findings in order of location, those of the document first.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let groups = CodesOfGroups::of(self.codes, self.mentions);
        let mut findings = self.missing_codes();
        findings.extend(self.missing_in_domains(&groups));
        findings.extend(self.missing_statuses());
        findings.extend(self.undocumented_codes(&groups));
        findings.extend(self.undocumented_statuses());
        findings.sort_by_key(|finding| match &finding.location {
            Location::Document(bytes) => (false, bytes.start),
            Location::Book(code) => (true, *code),
        });
        findings
    }

    fn missing_codes(&self) -> Vec<Finding> {
        let codes = self.mentions.codes.iter();
        let missing = codes.filter(|code| !self.codes.contain(&code.token));
        let places = places(missing.map(|code| (&code.token, &code.source)));
        let findings = places.into_iter();
        let finding =
            |(code, places): (_, Vec<_>)| self.missing(Kind::MissingCode, "code", code, &places);
        findings.map(finding).collect()
    }

    fn missing_statuses(&self) -> Vec<Finding> {
        let known = self.codes.statuses();
        // A plain success needs no entry, unless statuses are codes.
        let needs_entry =
            |status: &u16| self.codes.have_statuses() || !(200..=299).contains(status);
        let statuses = self.mentions.statuses.iter();
        let missing = statuses.filter(|(own, _)| needs_entry(own) && !known.contains(own));
        let places = places(missing.map(|(status, source)| (status, source)));
        let findings = places.into_iter();
        let finding = |(status, places): (_, Vec<_>)| {
            self.missing(Kind::MissingStatus, "status", status, &places)
        };
        findings.map(finding).collect()
    }

    fn missing<T: ToString>(
        &self,
        kind: Kind,
        what: &str,
        token: &T,
        places: &[&Range<usize>],
    ) -> Finding {
        let token = token.to_string();
        let label = match places.len() {
            1 => "not in the book".to_owned(),
            count => format!("not in the book (1 of {count} occurrences)"),
        };
        Finding {
            kind,
            domain: None,
            message: format!("{what} `{token}` is documented but not in the book"),
            location: Location::Document(places[0].clone()),
            label,
            help: self.add(&token, what),
            token,
        }
    }

    fn add(&self, token: &str, what: &str) -> String {
        let file = self.file;
        format!("add it to {file}, or pass `--ignore {token}` if it is not a {what}")
    }

    /// Codes that a table lists with those of a domain, though the book has them in other domains only.
    fn missing_in_domains(&self, groups: &CodesOfGroups<'_>) -> Vec<Finding> {
        let findings = self.mentions.codes.iter().filter_map(|code| {
            let domain = groups.domain_without(code)?;
            let domain = &self.codes.vendor.domains[domain].name;
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
                help: self.add(token, "code of this domain"),
            })
        });
        findings.collect()
    }

    fn undocumented_codes(&self, groups: &CodesOfGroups<'_>) -> Vec<Finding> {
        let codes = self.codes.vendor.codes.iter().enumerate();
        let undocumented = codes.filter(|(_, code)| {
            // A vendor does not document what it no longer sends.
            let is_expected = self.codes.is_documented(code.domain) && code.deprecated.is_none();
            is_expected && !self.is_mentioned(code, groups)
        });
        let findings = undocumented.map(|(index, code)| {
            let by_status = self.codes.vendor.domains[code.domain].by_status;
            let kind = if by_status {
                Kind::UndocumentedStatus
            } else {
                Kind::UndocumentedCode
            };
            let what = if by_status { "status" } else { "code" };
            self.undocumented(kind, what, &code.wire, index)
        });
        findings.collect()
    }

    fn is_mentioned(&self, code: &Code, groups: &CodesOfGroups<'_>) -> bool {
        if self.codes.vendor.domains[code.domain].by_status {
            let status = code.wire.parse();
            return status.is_ok_and(|status| self.numbers.contains(&status));
        }
        let mut names = code.aliases.iter().chain([&code.wire]);
        names.any(|name| groups.document(name, code.domain))
    }

    /// Statuses of the book's codes that the document does not mention at all.
    fn undocumented_statuses(&self) -> Vec<Finding> {
        let mut first: BTreeMap<u16, usize> = BTreeMap::new();
        for (index, code) in self.codes.vendor.codes.iter().enumerate() {
            let by_status = self.codes.vendor.domains[code.domain].by_status;
            for status in code.statuses.iter().filter(|_| !by_status) {
                first.entry(*status).or_insert(index);
            }
        }
        let undocumented = first
            .into_iter()
            .filter(|(status, _)| !self.numbers.contains(status));
        let finding = |(status, code): (u16, usize)| {
            self.undocumented(
                Kind::UndocumentedStatus,
                "status",
                &status.to_string(),
                code,
            )
        };
        undocumented.map(finding).collect()
    }

    fn undocumented(&self, kind: Kind, what: &str, token: &str, index: usize) -> Finding {
        let code = &self.codes.vendor.codes[index];
        let domain = &self.codes.vendor.domains[code.domain].name;
        let of = if token == code.wire {
            domain
        } else {
            &code.wire
        };
        Finding {
            kind,
            token: token.to_owned(),
            domain: Some(domain.clone()),
            message: format!("{what} `{token}` of `{of}` is in the book but not documented"),
            location: Location::Book(index),
            label: format!("{what} `{token}` is not in the document"),
            help: format!(
                "check that the vendor still sends it, or pass `--ignore {token}` if another document has it"
            ),
        }
    }
}

/// The places of each token, in order.
fn places<'m, T: Ord>(
    mentions: impl Iterator<Item = (&'m T, &'m Range<usize>)>,
) -> BTreeMap<&'m T, Vec<&'m Range<usize>>> {
    let mut places: BTreeMap<&T, Vec<&Range<usize>>> = BTreeMap::new();
    for (token, source) in mentions {
        places.entry(token).or_default().push(source);
    }
    places
}
