//! What a document and a vendor's file do not both have.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use faultbook_codegen::model::{Code, Domain, Vendor};
use faultbook_codegen::{Label, Source};

use super::homes::Homes;
use super::mentions::Mentions;
use super::names::Names;

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

/// Where something is that only one of the two has.
#[derive(Debug)]
pub(super) enum Place {
    /// Bytes of the document.
    Document(Range<usize>),
    /// A code of the vendor's, by its index.
    Book(usize),
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
    pub(super) place: Place,
    /// What is to be said at the place.
    pub(super) label: String,
    pub(super) help: String,
}

/// So many of a kind are told, and the rest is counted: nobody reads on.
const MOST_TOLD: usize = 100;

/// Each costs a walk through its file. So many bytes are walked over for a kind, so that of a large file less is told.
const MOST_WALKED: usize = 16 * 1024 * 1024;

/// All that only one of the two has.
pub(super) struct Findings {
    pub(super) told: Vec<Finding>,
    /// How many there are of a kind, told or not.
    counts: BTreeMap<Kind, usize>,
}

impl Findings {
    pub(super) fn count(&self, kinds: [Kind; 2]) -> usize {
        let counts = kinds.iter().filter_map(|kind| self.counts.get(kind));
        counts.sum()
    }

    pub(super) fn are_none(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many are not told.
    pub(super) fn hidden(&self) -> usize {
        self.counts.values().sum::<usize>() - self.told.len()
    }
}

/// A document and the vendor's file that it is held against.
pub(super) struct Comparison<'c> {
    pub(super) vendor: &'c Vendor,
    pub(super) names: Names<'c>,
    pub(super) spec: &'c Source,
    pub(super) document: &'c Source,
    pub(super) mentions: &'c Mentions,
    pub(super) ignored: &'c BTreeSet<String>,
}

impl Comparison<'_> {
    /// All findings: those of the document first, each in the order of their places.
    pub(super) fn findings(&self) -> anyhow::Result<Findings> {
        let homes = Homes::of(self.vendor, &self.names, self.mentions);
        let mut told = self.missing_codes();
        told.extend(self.missing_in_domains(&homes));
        told.extend(self.missing_statuses());
        told.extend(self.wrong_statuses(&homes));
        told.extend(self.unnamed_codes(&homes)?);
        told.extend(self.unnamed_statuses());
        told.sort_by_key(|finding| place_in_order(&finding.place));
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        told.retain(|finding| {
            let is_asked = !self.ignored.contains(&finding.what);
            let count = is_asked.then(|| counts.entry(finding.kind).or_default());
            count.is_some_and(|count| {
                *count += 1;
                *count <= most_told(self.source(&finding.place))
            })
        });
        Ok(Findings { told, counts })
    }

    pub(super) fn codes(&self) -> impl Iterator<Item = (&Code, &Domain)> {
        let codes = self.vendor.codes.iter();
        codes.map(|code| (code, &self.vendor.domains[code.domain]))
    }

    /// The file that a place is in.
    pub(super) fn source(&self, place: &Place) -> &Source {
        match place {
            Place::Document(_) => self.document,
            Place::Book(_) => self.spec,
        }
    }

    /// Where a finding is; `None`, if the book has the code from elsewhere in the file.
    pub(super) fn label(&self, finding: &Finding) -> Option<Label> {
        match &finding.place {
            Place::Document(bytes) => Some(self.document.label(bytes.clone(), &finding.label)),
            Place::Book(code) => {
                let code = &self.vendor.codes[*code];
                let domain = &self.vendor.domains[code.domain].name;
                let keys = ["domains", domain, "codes", &code.wire];
                self.spec.label_of_key(&keys, &finding.label)
            }
        }
    }
}

/// The beginning of a place, behind those of the document if it is in the book.
fn place_in_order(place: &Place) -> (bool, usize) {
    match place {
        Place::Document(bytes) => (false, bytes.start),
        Place::Book(code) => (true, *code),
    }
}

fn most_told(source: &Source) -> usize {
    (MOST_WALKED / source.text.len().max(1)).clamp(1, MOST_TOLD)
}
