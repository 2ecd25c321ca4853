//! Where in a book something stands, whichever edition of it.

use std::fmt;

use crate::diagnostics::Step;
use crate::model::{Code, Vendor};

/// A step into a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hop {
    Key(String),
    Index(usize),
}

/// A file of the book and the steps into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// The vendor whose file it is; `None` for `book.yaml`.
    pub(super) vendor: Option<String>,
    pub(super) path: Vec<Hop>,
}

impl Spot {
    /// In `book.yaml`.
    pub(super) fn book(path: &[&str]) -> Self {
        let root = Self {
            vendor: None,
            path: Vec::new(),
        };
        root.keys(path)
    }

    /// In a vendor's file.
    pub(super) fn vendor(name: &str, path: &[&str]) -> Self {
        let root = Self {
            vendor: Some(name.to_owned()),
            path: Vec::new(),
        };
        root.keys(path)
    }

    /// A code in its vendor's file.
    pub(super) fn code(vendor: &Vendor, code: &Code) -> Self {
        let domain = &vendor.domains[code.domain].name;
        Self::vendor(&vendor.name, &["domains", domain, "codes", &code.wire])
    }

    pub(super) fn keys(mut self, path: &[&str]) -> Self {
        let keys = path.iter().map(|key| Hop::Key((*key).to_owned()));
        self.path.extend(keys);
        self
    }

    /// The rule of this number, from 1.
    pub(super) fn rule(self, number: u8) -> Self {
        self.keys(&["rules"])
            .index(usize::from(number).saturating_sub(1))
    }

    pub(super) fn index(mut self, index: usize) -> Self {
        self.path.push(Hop::Index(index));
        self
    }

    /// The same at this path in the steps of `/`-separated keys.
    pub(super) fn at(self, path: &str) -> Self {
        self.keys(&path.split('/').collect::<Vec<_>>())
    }

    /// What it stands in; `None` of a file.
    pub(super) fn parent(&self) -> Option<Self> {
        let (_, path) = self.path.split_last()?;
        Some(Self {
            vendor: self.vendor.clone(),
            path: path.to_vec(),
        })
    }

    pub(super) fn steps(&self) -> Vec<Step<'_>> {
        let steps = self.path.iter().map(|hop| match hop {
            Hop::Key(key) => Step::Key { key, nth: 0 },
            Hop::Index(index) => Step::Index(*index),
        });
        steps.collect()
    }
}

impl fmt::Display for Spot {
    /// `gameye: domains/status/codes/420`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hops = self.path.iter().map(|hop| match hop {
            Hop::Key(key) => key.clone(),
            Hop::Index(index) => (index + 1).to_string(),
        });
        let path = hops.collect::<Vec<_>>().join("/");
        write!(f, "{}: {path}", self.vendor.as_deref().unwrap_or("book"))
    }
}
