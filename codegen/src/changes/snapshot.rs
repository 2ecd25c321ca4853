//! One of the two books that are compared, with the locations in its files.

use std::cell::OnceCell;

use super::path::NodePath;
use crate::diagnostics::{Label, Lines, Target, Tree, inside_quotes, label_in};
use crate::{Loaded, Source, standard, syntax};

/// A book at one point of its history: its files, and what they were compiled to.
#[derive(Debug)]
pub struct BookSnapshot<'b> {
    pub(super) loaded: &'b Loaded,
    files: Vec<File<'b>>,
}

/// A file, parsed when the first location in it is needed.
#[derive(Debug)]
struct File<'b> {
    source: &'b Source,
    is_standard: bool,
    parsed: OnceCell<Option<(Lines, Tree)>>,
}

impl<'b> BookSnapshot<'b> {
    /// A snapshot of these sources, which `loaded` was loaded from.
    #[must_use]
    pub fn new(sources: &'b [Source], loaded: &'b Loaded) -> Self {
        let file = |source, is_standard| File {
            source,
            is_standard,
            parsed: OnceCell::new(),
        };
        let extends = loaded.fingerprints.standard.is_some();
        let own = sources.iter().map(|source| file(source, false));
        // The standard vocabulary comes last: what the book itself says is found first.
        let standard = extends.then(|| file(standard(), true));
        Self {
            loaded,
            files: own.chain(standard).collect(),
        }
    }

    /// All files: those that were given, and the standard vocabulary if the book extends it.
    pub(super) fn sources(&self) -> impl Iterator<Item = &'b Source> {
        self.files.iter().map(|file| file.source)
    }

    /// The files that a path may lead into: a book can have several `book.yaml`.
    fn files_of(&self, vendor: Option<&str>) -> impl DoubleEndedIterator<Item = &File<'b>> {
        self.files.iter().filter(move |file| match vendor {
            None => file.is_standard || file.source.stem() == "book",
            Some(vendor) => !file.is_standard && file.source.stem() == vendor,
        })
    }

    /// The location that a path leads to, if it is there.
    pub(super) fn locate(&self, path: &NodePath, target: Target, text: &str) -> Option<Label> {
        let mut files = self.files_of(path.vendor.as_deref());
        files.find_map(|file| {
            let (lines, tree) = file.parsed()?;
            let bytes = tree.bytes(tree.find(&path.segments(), target)?);
            let source = file.source;
            Some(label_in(&source.text, lines, &source.path, bytes, text))
        })
    }

    /// The word that a path leads to, if there is one.
    pub(super) fn word(&self, path: &NodePath) -> Option<&'b str> {
        let mut files = self.files_of(path.vendor.as_deref());
        files.find_map(|file| {
            let (_, tree) = file.parsed()?;
            let bytes = tree.bytes(tree.find(&path.segments(), Target::Value)?);
            let text = &file.source.text;
            Some(&text[inside_quotes(text, bytes)])
        })
    }

    /// The named policies of retries, as they are written. Those of the book come after the standard's.
    pub(super) fn policies(&self) -> Vec<(String, syntax::Retry)> {
        let parsed = self.files_of(None).rev().filter_map(|file| {
            let book = serde_yaml::from_str::<syntax::Book>(&file.source.text);
            book.ok()
        });
        parsed.flat_map(|book| book.retries.0).collect()
    }
}

impl File<'_> {
    fn parsed(&self) -> Option<&(Lines, Tree)> {
        let text = &self.source.text;
        let parse = || Some((Lines::of(text), Tree::parse(&text.as_str().into()).ok()?));
        self.parsed.get_or_init(parse).as_ref()
    }
}
