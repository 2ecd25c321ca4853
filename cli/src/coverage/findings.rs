//! What a document has and the book lacks, and the other way round.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use faultbook_codegen::model::{Code, Domain, Vendor};

use super::candidates::StatusMention;
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

/// Where a finding is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Location {
    /// Bytes of the document.
    Document { start: usize, end: usize },
    /// A code of the vendor, by its index.
    Book(usize),
}

impl From<&Range<usize>> for Location {
    fn from(&Range { start, end }: &Range<usize>) -> Self {
        Self::Document { start, end }
    }
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
        findings.extend(self.other_statuses(&groups));
        findings.extend(self.undocumented_codes(&groups));
        findings.extend(self.undocumented_statuses());
        findings.sort_by(|one, other| one.location.cmp(&other.location));
        findings
    }

    fn vendor(&self) -> &Vendor {
        self.codes.vendor
    }

    fn missing_codes(&self) -> Vec<Finding> {
        let mut places: BTreeMap<&str, Vec<&Range<usize>>> = BTreeMap::new();
        let codes = self.mentions.codes.iter();
        for code in codes.filter(|code| !self.codes.contain(&code.token)) {
            places.entry(&code.token).or_default().push(&code.source);
        }
        let finding = |(token, places): (&str, Vec<&Range<usize>>)| Finding {
            kind: Kind::MissingCode,
            token: token.to_owned(),
            domain: None,
            message: format!("code `{token}` is documented but not in the book"),
            location: places[0].into(),
            label: not_in_book(places.len()),
            help: self.add(token, "a code"),
        };
        places.into_iter().map(finding).collect()
    }

    /// Codes that a table lists with those of a domain, though the book has them in other domains only.
    fn missing_in_domains(&self, groups: &CodesOfGroups<'_>) -> Vec<Finding> {
        let findings = self.mentions.codes.iter().filter_map(|code| {
            let domain = groups.domain_without(code)?;
            let domain = &self.vendor().domains[domain].name;
            let token = &code.token;
            Some(Finding {
                kind: Kind::MissingCode,
                token: token.clone(),
                domain: Some(domain.clone()),
                message: format!(
                    "code `{token}` is documented for `{domain}`, but the book has it in another domain only"
                ),
                location: (&code.source).into(),
                label: "not in this domain".to_owned(),
                help: self.add(token, "a code of this domain"),
            })
        });
        findings.collect()
    }

    fn missing_statuses(&self) -> Vec<Finding> {
        let known = self.codes.statuses();
        let mut places: BTreeMap<u16, Vec<&Range<usize>>> = BTreeMap::new();
        for StatusMention { status, source, .. } in &self.mentions.statuses {
            // A plain success needs no entry, unless statuses are codes.
            let needs_entry = self.codes.have_statuses() || !(200..=299).contains(status);
            if needs_entry && !known.contains(status) {
                places.entry(*status).or_default().push(source);
            }
        }
        let finding = |(status, places): (u16, Vec<&Range<usize>>)| Finding {
            kind: Kind::MissingStatus,
            token: status.to_string(),
            domain: None,
            message: format!("status {status} is documented but not in the book"),
            location: places[0].into(),
            label: not_in_book(places.len()),
            help: self.add(&status.to_string(), "a status"),
        };
        places.into_iter().map(finding).collect()
    }

    fn add(&self, token: &str, what: &str) -> String {
        let file = self.file;
        format!("add it to {file}, or pass `--ignore {token}` if it is not {what}")
    }

    /// Rows with one code and one status that the book does not combine.
    fn other_statuses(&self, groups: &CodesOfGroups<'_>) -> Vec<Finding> {
        let known = self.codes.statuses();
        let mut rows: HashMap<usize, Vec<&StatusMention>> = HashMap::new();
        for status in &self.mentions.statuses {
            rows.entry(status.row).or_default().push(status);
        }
        let mut codes: HashMap<usize, usize> = HashMap::new();
        for code in &self.mentions.codes {
            *codes.entry(code.row).or_default() += 1;
        }
        let findings = self.mentions.codes.iter().filter_map(|code| {
            let [mention] = rows.get(&code.row)?.as_slice() else {
                return None;
            };
            let status = mention.status;
            let domain = groups.domain_of(code.group);
            let own = self.codes.codes(&code.token);
            let mut own = own.filter(|own| domain.is_none_or(|domain| domain == own.domain));
            let is_alone = codes.get(&code.row) == Some(&1) && code.group.is_list_of_codes();
            let is_other =
                own.clone().next().is_some() && !own.any(|own| self.has_status(own, status));
            (is_alone && is_other && known.contains(&status)).then(|| Finding {
                kind: Kind::MissingStatus,
                token: status.to_string(),
                domain: None,
                message: format!(
                    "code `{}` is documented with status {status}, but the book has another",
                    code.token
                ),
                location: (&mention.source).into(),
                label: format!("status of `{}`", code.token),
                help: format!("add `status: {status}` to the code in {}", self.file),
            })
        });
        findings.collect()
    }

    fn has_status(&self, code: &Code, status: u16) -> bool {
        let typical = self.vendor().domains[code.domain].typical_status;
        code.statuses.contains(&status) || code.statuses.is_empty() && typical == Some(status)
    }

    fn undocumented_codes(&self, groups: &CodesOfGroups<'_>) -> Vec<Finding> {
        let codes = self.vendor().codes.iter().enumerate();
        let undocumented = codes.filter(|(_, code)| {
            let domain = &self.vendor().domains[code.domain];
            // A vendor does not document what its clients raise, nor what it no longer sends.
            let is_expected = !domain.raised_by_client && code.deprecated.is_none();
            is_expected && !self.is_documented(code, domain, groups)
        });
        let findings = undocumented.map(|(index, Code { wire, domain, .. })| {
            let domain = &self.vendor().domains[*domain];
            let (kind, what) = if domain.by_status {
                (Kind::UndocumentedStatus, "status")
            } else {
                (Kind::UndocumentedCode, "code")
            };
            Finding {
                kind,
                token: wire.clone(),
                domain: Some(domain.name.clone()),
                message: format!("{what} `{wire}` of `{}` is in the book but not documented", domain.name),
                location: Location::Book(index),
                label: "not in the document".to_owned(),
                help: format!(
                    "check that the vendor still sends it, or pass `--ignore {wire}` if another document has it"
                ),
            }
        });
        findings.collect()
    }

    fn is_documented(&self, code: &Code, domain: &Domain, groups: &CodesOfGroups<'_>) -> bool {
        if domain.by_status {
            let status = code.wire.parse();
            return status.is_ok_and(|status| self.numbers.contains(&status));
        }
        let mut names = code.aliases.iter().chain([&code.wire]);
        names.any(|name| groups.document(name, code.domain))
    }

    /// Statuses of the book's codes that the document does not mention at all.
    fn undocumented_statuses(&self) -> Vec<Finding> {
        let mut first: BTreeMap<u16, usize> = BTreeMap::new();
        for (index, code) in self.vendor().codes.iter().enumerate() {
            let by_status = self.vendor().domains[code.domain].by_status;
            for status in code.statuses.iter().filter(|_| !by_status) {
                first.entry(*status).or_insert(index);
            }
        }
        first.retain(|status, _| !self.numbers.contains(status));
        let finding = |(status, index): (u16, usize)| {
            let code = &self.vendor().codes[index];
            Finding {
                kind: Kind::UndocumentedStatus,
                token: status.to_string(),
                domain: Some(self.vendor().domains[code.domain].name.clone()),
                message: format!(
                    "status {status} of `{}` is in the book but not documented",
                    code.wire
                ),
                location: Location::Book(index),
                label: format!("its status {status} is not in the document"),
                help: format!(
                    "check the status, or pass `--ignore {status}` if another document has it"
                ),
            }
        };
        first.into_iter().map(finding).collect()
    }
}

fn not_in_book(count: usize) -> String {
    match count {
        1 => "not in the book".to_owned(),
        count => format!("not in the book (1 of {count} occurrences)"),
    }
}
