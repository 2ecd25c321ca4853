//! What an edit of a book does to those who depend on it.
//!
//! Two books without errors are compared as they are resolved, so that an edit that changes nothing is not reported, and
//! one in `book.yaml` is seen wherever it has an effect. Whatever differs is attributed to the node of the book that
//! decides it; everything that one node causes is one change.
//!
//! 1. *pairs*: which item of the old book is which of the new one.
//! 2. *surface*: names that code and stored data use.
//! 3. *decisions*: what is decided, for each operation and each possible result.
//! 4. *attributes*: what else is read or documented.
//! 5. *locate*: findings get their locations in both books.

mod arms;
mod attributes;
mod attribution;
mod cases;
mod concern;
mod decisions;
mod findings;
mod locate;
mod named;
mod pairs;
mod path;
mod render;
mod snapshot;
mod surface;
mod wording;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

pub use concern::Concern;
pub use snapshot::BookSnapshot;

use crate::diagnostics::Label;
use findings::Findings;
use pairs::Pairs;

/// The effect of a change on those who depend on the book, from least to greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// Only texts for people differ.
    Docs,
    /// Something is new, which affects nobody who does not use it.
    Addition,
    /// Existing code still compiles, but behaves differently or gets a warning.
    Behaviour,
    /// A name that code or stored data can use was removed, or means something else.
    Breaking,
}

impl Impact {
    /// All of them, from greatest to least.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Behaviour, Self::Addition, Self::Docs];
}

impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Docs => "docs",
            Self::Addition => "addition",
            Self::Behaviour => "behaviour",
            Self::Breaking => "breaking",
        })
    }
}

/// The part of a version that must be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// None: nothing changed.
    None,
    /// `0.0.x`
    Patch,
    /// `0.x.0`
    Minor,
    /// `x.0.0`
    Major,
}

impl Bump {
    /// What a change of this impact requires from version 1.0.0 on.
    #[must_use]
    pub fn stable(worst: Option<Impact>) -> Self {
        match worst {
            None => Self::None,
            Some(Impact::Docs) => Self::Patch,
            Some(Impact::Addition | Impact::Behaviour) => Self::Minor,
            Some(Impact::Breaking) => Self::Major,
        }
    }

    /// What it requires before 1.0.0, where cargo treats the first non-zero part as the major one.
    #[must_use]
    pub fn unstable(worst: Option<Impact>) -> Self {
        match worst {
            None => Self::None,
            Some(Impact::Breaking) => Self::Minor,
            Some(_) => Self::Patch,
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// All changes, the most severe first.
#[derive(Debug, Default)]
pub struct Changes {
    list: Vec<Change>,
    /// The texts of the old book's files.
    old: BTreeMap<String, String>,
    /// The texts of the new one's.
    new: BTreeMap<String, String>,
}

/// One thing that changed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Change {
    /// Its kind, as in `code_gone` or `retry`, which never changes.
    pub kind: &'static str,
    /// The effect on those who depend on the book.
    pub impact: Impact,
    /// Whether it is about the vendor or about the application.
    pub concern: Concern,
    /// What changed, in one sentence.
    pub message: String,
    /// The file and the keys that lead to it, as in `gameye: domains/status/codes/420/retry`.
    pub path: String,
    /// The values before and after, and the decisions that differ because of them.
    pub details: Vec<Detail>,
    /// What to do about it, or what follows from it.
    pub help: Option<&'static str>,
    /// The location in the old book; `None` if it was not there.
    pub base: Option<Label>,
    /// The location in the new book; `None` if it is not there.
    pub revision: Option<Label>,
    /// The nearest location in the new book; `None` if its file is gone.
    pub near: Option<Label>,
    /// A fingerprint: equal for equal changes, wherever in the file they are.
    pub fingerprint: String,
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Detail {
    /// What it is the value of.
    pub field: &'static str,
    /// The value before; empty if there was none.
    pub old: String,
    /// The value after; empty if there is none.
    pub new: String,
    /// What is decided or read differently because of it; empty if that is the value itself.
    pub touched: Vec<Touched>,
}

/// Something that is decided or read differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Touched {
    /// A code, as in `gameye/420`, or a result without one.
    pub what: String,
    /// The operations that it occurs under; empty for all.
    pub operations: Vec<String>,
    /// The statuses that it occurs with, as in `404, 5xx`; empty for all.
    pub statuses: String,
}

impl Changes {
    /// All of them, the worst first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Change> {
        self.list.iter()
    }

    /// A change with the lines of both books, as rustc would show them.
    #[must_use]
    pub fn render_one(&self, change: &Change, colour: bool) -> String {
        render::one(change, self, colour)
    }
}

/// All that an edit changed.
#[must_use]
pub fn compare(old: &BookSnapshot<'_>, new: &BookSnapshot<'_>) -> Changes {
    let pairs = Pairs::new(&old.loaded.book, &new.loaded.book);
    let mut findings = Findings::default();
    surface::compare(&pairs, &mut findings);
    decisions::compare(&pairs, &mut findings);
    attributes::compare(&pairs, &mut findings);
    locate::all(findings, old, new)
}
