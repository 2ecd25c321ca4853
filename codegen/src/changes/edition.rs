//! One of the two books that are compared, with the places in its files.

use std::cell::Cell;

use super::spot::Spot;
use crate::diagnostics::{Label, Target, exactly, inside_quotes, label};
use crate::syntax;
use crate::{Loaded, Source};

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

    /// The file that a spot is in.
    pub(super) fn file(&self, spot: &Spot) -> Option<&'e Source> {
        let stem = spot.vendor.as_deref().unwrap_or("book");
        self.sources.iter().find(|source| source.stem() == stem)
    }

    /// The place of a spot, if it is there.
    pub(super) fn place(&self, spot: &Spot, target: Target, text: &str) -> Option<Label> {
        let source = self.file(spot)?;
        self.walked.set(self.walked.get() + source.text.len());
        if self.walked.get() > MOST_WALKED {
            return None;
        }
        let bytes = exactly(&source.text, &spot.steps(), target)?;
        Some(label(source, bytes, text))
    }

    /// The word at a spot, if there is one.
    pub(super) fn word(&self, spot: &Spot) -> Option<&'e str> {
        let place = self.place(spot, Target::Value, "")?;
        let source = self.file(spot)?;
        Some(&source.text[inside_quotes(&source.text, place.bytes)])
    }

    /// The named policies of retries, as they are written.
    pub(super) fn policies(&self) -> Vec<(String, syntax::Retry)> {
        let book = self.file(&Spot::book(&[]));
        let parsed =
            book.and_then(|source| serde_yaml::from_str::<syntax::Book>(&source.text).ok());
        parsed.map_or_else(Vec::new, |book| book.retries.0)
    }
}
