//! What a document and a vendor's file do not both have.

use std::cell::Cell;
use std::collections::BTreeSet;

use faultbook_codegen::model::{Code, Domain, Vendor};
use faultbook_codegen::{Label, Source};

use super::homes::Homes;
use super::mentions::Mentions;

/// What sort of thing is missing, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A code of the document that the book lacks.
    MissingCode,
    /// A status of the document that the book lacks.
    MissingStatus,
    /// A code of the book that the document does not name.
    UnnamedCode,
    /// A status of the book that the document does not name.
    UnnamedStatus,
}

impl Kind {
    /// It stays the same for ever.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::MissingCode => "missing_code",
            Self::MissingStatus => "missing_status",
            Self::UnnamedCode => "unnamed_code",
            Self::UnnamedStatus => "unnamed_status",
        }
    }
}

/// One thing that only one of the two has.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) kind: Kind,
    /// The code or the status.
    pub(super) what: String,
    /// The domain that is about, if that can be told.
    pub(super) domain: Option<String>,
    pub(super) message: String,
    pub(super) place: Label,
    pub(super) help: String,
}

/// A document and the vendor's file that it is held against.
pub(super) struct Comparison<'c> {
    pub(super) vendor: &'c Vendor,
    pub(super) spec: &'c Source,
    pub(super) document: &'c Source,
    pub(super) mentions: &'c Mentions,
    pub(super) ignored: &'c BTreeSet<String>,
    /// How many bytes were walked over to find places.
    pub(super) walked: Cell<usize>,
}

impl Comparison<'_> {
    /// All findings: those of the document first, each in the order of their places.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let homes = Homes::of(self.vendor, self.mentions);
        let mut findings = self.missing_codes();
        findings.extend(self.missing_in_domains(&homes));
        findings.extend(self.missing_statuses());
        findings.extend(self.wrong_statuses(&homes));
        findings.sort_by_key(|finding| finding.place.bytes.start);
        let mut unnamed = self.unnamed_codes(&homes);
        unnamed.extend(self.unnamed_statuses());
        unnamed.sort_by_key(|finding| finding.place.bytes.start);
        findings.extend(unnamed);
        findings.retain(|finding| !self.ignored.contains(&finding.what));
        findings
    }

    pub(super) fn codes(&self) -> impl Iterator<Item = (&Code, &Domain)> {
        let codes = self.vendor.codes.iter();
        codes.map(|code| (code, &self.vendor.domains[code.domain]))
    }
}
