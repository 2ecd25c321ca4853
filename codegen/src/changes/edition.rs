//! One of the two books that are compared, with the places in its files.

use std::cell::Cell;
use std::ops::Range;
use std::ptr;

use super::spot::Spot;
use crate::diagnostics::{Label, Target, exactly, inside_quotes, label};
use crate::{Loaded, Source, standard, syntax};

/// Each place costs a walk through its file. So many bytes are walked over in all, so that of large files less is told.
const MOST_WALKED: usize = 32 * 1024 * 1024;

/// A book as it was or is: what it was loaded from, and what came of it.
#[derive(Debug)]
pub struct Edition<'e> {
    /// The files.
    pub(super) sources: &'e [Source],
    /// What they came to.
    pub(super) loaded: &'e Loaded,
    walked: Cell<usize>,
}

impl<'e> Edition<'e> {
    /// The edition of these sources, which `loaded` was loaded from.
    #[must_use]
    pub fn new(sources: &'e [Source], loaded: &'e Loaded) -> Self {
        let walked = Cell::new(0);
        Self {
            sources,
            loaded,
            walked,
        }
    }

    /// All files: those that were given, and the standard vocabulary behind them, if the book extends it.
    pub(super) fn files(&self) -> impl Iterator<Item = &'e Source> + use<'e> {
        let extends = self.loaded.fingerprints.standard.is_some();
        self.sources.iter().chain(extends.then(standard))
    }

    /// The files that a spot may be in: a book can have several `book.yaml`.
    fn files_of(&self, spot: &Spot) -> impl Iterator<Item = &'e Source> + use<'e> {
        let is_vendor = spot.vendor.is_some();
        let stem = spot.vendor.clone().unwrap_or_else(|| "book".to_owned());
        self.files().filter(move |source| {
            let is_standard = ptr::eq(*source, standard());
            source.stem() == stem && !is_standard || is_standard && !is_vendor
        })
    }

    /// The place of a spot, if it is there.
    pub(super) fn place(&self, spot: &Spot, target: Target, text: &str) -> Option<Label> {
        let (source, bytes) = self.find(spot, target)?;
        Some(label(source, bytes, text))
    }

    /// The word at a spot, if there is one.
    pub(super) fn word(&self, spot: &Spot) -> Option<&'e str> {
        let (source, bytes) = self.find(spot, Target::Value)?;
        Some(&source.text[inside_quotes(&source.text, bytes)])
    }

    fn find(&self, spot: &Spot, target: Target) -> Option<(&'e Source, Range<usize>)> {
        let steps = spot.steps();
        self.files_of(spot).find_map(|source| {
            self.walked.set(self.walked.get() + source.text.len());
            if self.walked.get() > MOST_WALKED {
                return None;
            }
            Some((source, exactly(&source.text, &steps, target)?))
        })
    }

    /// The named policies of retries, as they are written; those of the book come behind the standard's.
    pub(super) fn policies(&self) -> Vec<(String, syntax::Retry)> {
        let books: Vec<_> = self.files_of(&Spot::book(&[])).collect();
        let parsed = books.iter().rev().filter_map(|source| {
            let book = serde_yaml::from_str::<syntax::Book>(&source.text);
            book.ok()
        });
        parsed.flat_map(|book| book.retries.0).collect()
    }
}
