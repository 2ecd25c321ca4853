//! Locations in either version of the book.

use std::fmt;

use crate::model::{Code, Vendor};
use crate::render::joined;
use crate::yaml;

/// A step into a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    Key(String),
    Index(usize),
}

/// A file of the book and the steps into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodePath {
    /// The vendor whose file it is; `None` for `book.yaml`.
    pub(super) vendor: Option<String>,
    pub(super) segments: Vec<Segment>,
}

impl NodePath {
    /// In `book.yaml`.
    pub(super) fn book(keys: &[&str]) -> Self {
        Self::in_file(None, keys)
    }

    /// In a vendor's file.
    pub(super) fn vendor(name: &str, keys: &[&str]) -> Self {
        Self::in_file(Some(name.to_owned()), keys)
    }

    /// A code in its vendor's file.
    pub(super) fn code(vendor: &Vendor, code: &Code) -> Self {
        let domain = &vendor.domains[code.domain].name;
        Self::vendor(&vendor.name, &["domains", domain, "codes", &code.wire])
    }

    fn in_file(vendor: Option<String>, keys: &[&str]) -> Self {
        let segments = Vec::new();
        Self { vendor, segments }.keys(keys)
    }

    pub(super) fn keys(mut self, keys: &[&str]) -> Self {
        let keys = keys.iter().map(|key| Segment::Key((*key).to_owned()));
        self.segments.extend(keys);
        self
    }

    /// The rule of this number, from 1.
    pub(super) fn rule(self, number: u8) -> Self {
        self.keys(&["rules"])
            .index(usize::from(number).saturating_sub(1))
    }

    pub(super) fn index(mut self, index: usize) -> Self {
        self.segments.push(Segment::Index(index));
        self
    }

    /// The node at some keys below, which are separated by `/`.
    pub(super) fn at(&self, keys: &str) -> Self {
        self.clone().keys(&keys.split('/').collect::<Vec<_>>())
    }

    /// The enclosing node; `None` for a file.
    pub(super) fn parent(&self) -> Option<Self> {
        let (_, segments) = self.segments.split_last()?;
        Some(Self {
            vendor: self.vendor.clone(),
            segments: segments.to_vec(),
        })
    }

    pub(super) fn segments(&self) -> Vec<yaml::Segment<'_>> {
        let steps = self.segments.iter().map(|segment| match segment {
            Segment::Key(key) => yaml::Segment::Key { key, nth: 0 },
            Segment::Index(index) => yaml::Segment::Index(*index),
        });
        steps.collect()
    }
}

impl fmt::Display for NodePath {
    /// `gameye: domains/status/codes/420`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Key(key) => key.clone(),
            Segment::Index(index) => (index + 1).to_string(),
        });
        let path = joined(segments, "/");
        write!(f, "{}: {path}", self.vendor.as_deref().unwrap_or("book"))
    }
}
