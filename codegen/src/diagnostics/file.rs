//! What the diagnostics know about each file: its text, its locations, and what was already reported.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::{Diagnostic, Id, Label, Level};
use crate::Source;
use crate::extend;
use crate::yaml::{Failure, Lines, Segment, Target, Tree, character, token};

/// A file with something to report about it.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) locator: Locator,
    /// Whether its texts need a closer look.
    pub(super) is_suspect: bool,
    /// Parsed when a location is first needed.
    tree: Option<Result<Arc<Tree>, Failure>>,
    /// The words of what was removed from the tree because it did not fit. `None` if the file matches its type.
    lost: Option<HashSet<String>>,
    /// How many diagnostics of each kind are listed.
    listed: HashMap<(Level, Id), usize>,
    /// What was reported where: the target of an alias is checked wherever it is used.
    reported: HashSet<(Id, usize, String)>,
    /// The lines with a diagnostic.
    lines_reported: HashSet<usize>,
}

impl File {
    pub(super) fn new(source: &Source) -> Self {
        Self {
            locator: Locator::new(source),
            is_suspect: false,
            tree: None,
            lost: None,
            listed: HashMap::new(),
            reported: HashSet::new(),
            lines_reported: HashSet::new(),
        }
    }

    /// The tree of the file, merged with what it extends, which is parsed at most once.
    pub(super) fn tree(&mut self) -> Result<Arc<Tree>, Failure> {
        let Locator { text, parts } = &self.locator;
        let parse = || {
            let parts: Vec<_> = parts.iter().map(|part| part.bytes.clone()).collect();
            extend::parse(text, &parts).map(Arc::new)
        };
        self.tree.get_or_insert_with(parse).clone()
    }

    #[cfg(test)]
    pub(super) fn has_tree(&self) -> bool {
        self.tree.is_some()
    }

    /// Replaces the tree by the part of it that fits.
    pub(super) fn recover(&mut self, tree: Tree, lost: HashSet<String>) {
        self.tree = Some(Ok(Arc::new(tree)));
        self.lost = Some(lost);
    }

    pub(super) fn is_recovered(&self) -> bool {
        self.lost.is_some()
    }

    /// Whether a name may have been in what was removed.
    pub(super) fn has_lost(&self, name: &str) -> bool {
        self.lost.as_ref().is_some_and(|lost| lost.contains(name))
    }

    /// Whether something was removed.
    pub(super) fn has_lost_any(&self) -> bool {
        self.lost.as_ref().is_some_and(|lost| !lost.is_empty())
    }

    /// Keeps what is needed to show lines of the file.
    pub(super) fn forget(&mut self) {
        self.tree = None;
        self.lost = None;
        self.reported.clear();
        self.lines_reported.clear();
    }

    /// The bytes of the node that a path leads to, or of the nearest enclosing one.
    pub(super) fn bytes(&mut self, path: &[Segment<'_>], target: Target) -> Range<usize> {
        match self.tree() {
            Ok(tree) => tree.bytes(tree.nearest(path, target)),
            Err(_) => token(&self.locator.text, 0),
        }
    }

    /// Whether a path leads to a node in the file.
    pub(super) fn contains(&mut self, path: &[Segment<'_>], target: Target) -> bool {
        self.tree()
            .is_ok_and(|tree| tree.find(path, target).is_some())
    }

    /// How many diagnostics of a kind are listed.
    pub(super) fn count(&self, level: Level, id: Id) -> usize {
        self.listed.get(&(level, id)).copied().unwrap_or_default()
    }

    /// Whether the line of a byte has a diagnostic.
    pub(super) fn is_line_reported(&self, offset: usize) -> bool {
        let lines = &self.locator.own().lines;
        self.lines_reported.contains(&lines.index(offset))
    }

    /// Records a diagnostic. Returns whether it is a new one.
    pub(super) fn note(&mut self, id: Id, diagnostic: &Diagnostic) -> bool {
        let Diagnostic { label, message, .. } = diagnostic;
        let is_new = self
            .reported
            .insert((id, label.bytes.start, message.clone()));
        if is_new {
            *self.listed.entry((diagnostic.level, id)).or_default() += 1;
            self.lines_reported.insert(label.line - 1);
        }
        is_new
    }
}

/// The lines of a file and of those that it extends, for labels.
#[derive(Clone, Debug)]
pub(crate) struct Locator {
    /// The texts of all of them, one after the other.
    text: Arc<str>,
    /// The file itself, and those that it extends.
    parts: Vec<Part>,
}

/// One of these files.
#[derive(Clone, Debug)]
pub(super) struct Part {
    path: String,
    bytes: Range<usize>,
    pub(super) lines: Lines,
}

impl Locator {
    pub(crate) fn new(source: &Source) -> Self {
        let bases = source.bases().iter().map(|base| &base.path);
        let paths = [&source.path].into_iter().chain(bases);
        let parts = paths.zip(source.parts()).map(|(path, bytes)| Part {
            path: path.clone(),
            lines: Lines::of(&source.text[bytes.clone()]),
            bytes,
        });
        Self {
            text: source.text.as_str().into(),
            parts: parts.collect(),
        }
    }

    /// The file itself.
    pub(super) fn own(&self) -> &Part {
        &self.parts[0]
    }

    /// Its text.
    pub(super) fn own_text(&self) -> &str {
        &self.text[self.own().bytes.clone()]
    }

    /// A location in the file that a byte is in, with a label.
    pub(crate) fn label(&self, bytes: Range<usize>, label: &str) -> Label {
        // The first file starts at 0.
        let after = self
            .parts
            .partition_point(|part| part.bytes.start <= bytes.start);
        let part = &self.parts[after - 1];
        let text = &self.text[part.bytes.clone()];
        let start = bytes.start - part.bytes.start;
        let (line, column) = part.lines.position(text, start);
        let bytes = if bytes.is_empty() {
            character(text, start)
        } else {
            start..bytes.end - part.bytes.start
        };
        Label {
            file: part.path.clone(),
            line,
            column,
            bytes,
            text: label.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::File;
    use crate::Source;

    #[test]
    fn a_file_is_parsed_once() {
        let mut file = File::new(&Source::new("book.yaml", "classes: {}\n"));
        assert!(!file.has_tree());
        let [first, second] = [file.tree(), file.tree()].map(|tree| tree.expect("a tree"));
        assert!(Arc::ptr_eq(&first, &second));
    }
}
