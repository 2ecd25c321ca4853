//! One of the two compared books, with the locations in its files.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::attribution;
use super::path::NodePath;
use crate::diagnostics::{Label, Target, Tree, inside_quotes};
use crate::model::{Entry, Layer, Place, Vendor};
use crate::{Loaded, Source, extend, standard, syntax};

/// A book at one point of its history: its files and the compiled result.
#[derive(Debug)]
pub struct BookSnapshot<'b> {
    pub(super) loaded: &'b Loaded,
    files: Vec<File<'b>>,
}

/// A file, parsed when its first location is needed.
#[derive(Debug)]
struct File<'b> {
    source: &'b Source,
    is_standard: bool,
    parsed: OnceCell<Option<Tree>>,
}

impl<'b> BookSnapshot<'b> {
    /// A snapshot of a book.
    #[must_use]
    pub fn new(loaded: &'b Loaded) -> Self {
        let file = |source, is_standard| File {
            source,
            is_standard,
            parsed: OnceCell::new(),
        };
        let extends = loaded.fingerprints.standard.is_some();
        let own = loaded.sources.iter().map(|source| file(source, false));
        // The standard vocabulary comes last, so that the book's own entries are found first.
        let standard = extends.then(|| file(standard(), true));
        Self {
            loaded,
            files: own.chain(standard).collect(),
        }
    }

    /// The texts of all files: the book's own, those that they extend, and the standard vocabulary if the book extends
    /// it.
    pub(super) fn texts(&self) -> BTreeMap<String, String> {
        let files = self.files.iter().map(|file| file.source);
        let parts = files.flat_map(Source::texts);
        let texts = parts.map(|(path, text)| (path.to_owned(), text.to_owned()));
        texts.collect()
    }

    /// The files that may contain a path: a book can have several `book.yaml`.
    fn files_of(&self, vendor: Option<&str>) -> impl DoubleEndedIterator<Item = &File<'b>> {
        let files = self.files.iter().filter(|file| !file.source.is_texts());
        files.filter(move |file| match vendor {
            None => file.is_standard || file.source.stem() == "book",
            Some(vendor) => !file.is_standard && file.source.stem() == vendor,
        })
    }

    /// The file and the bytes of a path, if it exists.
    fn find(&self, path: &NodePath, target: Target) -> Option<(&'b Source, Range<usize>)> {
        let mut files = self.files_of(path.vendor.as_deref());
        files.find_map(|file| {
            let tree = file.parsed()?;
            let node = tree.find(&path.segments(), target)?;
            Some((file.source, tree.bytes(node)))
        })
    }

    /// The location of a path, if it exists.
    pub(super) fn locate(&self, path: &NodePath, target: Target, text: &str) -> Option<Label> {
        let (source, bytes) = self.find(path, target)?;
        Some(source.label(bytes, text))
    }

    /// Where a layer sets a field of a decision; `None` if it is the status or the engine that decides.
    pub(crate) fn decided_at(
        &self,
        vendor: &Vendor,
        operation: usize,
        entry: Entry,
        class: &str,
        (layer, field): (Layer, &str),
    ) -> Option<Label> {
        if matches!(layer.place, Place::Guard | Place::Status | Place::Nowhere) {
            return None;
        }
        let path = attribution::path(vendor, operation, entry, class, layer);
        // Where nothing else says it, the outcome is that of the class.
        let keys = [field, if field == "outcome" { "class" } else { field }];
        let mut paths = keys.map(|key| path.at(key)).into_iter().chain([path]);
        paths.find_map(|path| self.locate(&path, Target::Key, ""))
    }

    /// Whether a location is in the book itself or the standard vocabulary, not in a file that one of these extends.
    pub(super) fn is_own(&self, label: &Label) -> bool {
        self.files.iter().any(|file| file.source.path == label.file)
    }

    /// The word at a path, if there is one.
    pub(super) fn word(&self, path: &NodePath) -> Option<&'b str> {
        let (source, bytes) = self.find(path, Target::Value)?;
        Some(&source.text[inside_quotes(&source.text, bytes)])
    }

    /// The named retry policies as they are written. Those of the book follow the standard's.
    pub(super) fn policies(&self) -> Vec<(String, syntax::Retry)> {
        let parsed = self
            .files_of(None)
            .rev()
            .filter_map(|file| syntax::valid::<syntax::Book>(&file.source.text));
        parsed.flat_map(|book| book.retries.0).collect()
    }
}

impl File<'_> {
    fn parsed(&self) -> Option<&Tree> {
        let parts: Vec<_> = self.source.parts().collect();
        let parse = || extend::parse(&self.source.text.as_str().into(), &parts).ok();
        self.parsed.get_or_init(parse).as_ref()
    }
}
