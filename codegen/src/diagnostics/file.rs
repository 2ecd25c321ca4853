//! What the diagnostics know about each file: its text, its locations, and what was already reported.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::{Diagnostic, Id, Label, Level};
use crate::Source;
use crate::extend;
use crate::yaml::{Failure, Lines, Segment, Target, Tree, character, token};

/// A file with something to report about it.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Its text, followed by those of the files that it extends.
    text: Arc<str>,
    /// The lines of its own text.
    pub(super) lines: Lines,
    /// The bytes of its own text, followed by those of each file that it extends.
    parts: Vec<Range<usize>>,
    /// The paths and lines of the files that it extends.
    bases: Vec<(String, Lines)>,
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
    lines_reported: BTreeSet<usize>,
}

impl File {
    pub(super) fn new(source: &Source) -> Self {
        let parts: Vec<Range<usize>> = source.parts().collect();
        let mut lines = parts
            .iter()
            .map(|part| Lines::of(&source.text[part.clone()]));
        let own = lines.next().unwrap_or_else(|| Lines::of(""));
        let bases = source.bases().iter().map(|base| base.path.clone());
        let bases = bases.zip(lines).collect();
        Self {
            text: source.text.as_str().into(),
            lines: own,
            parts,
            bases,
            is_suspect: false,
            tree: None,
            lost: None,
            listed: HashMap::new(),
            reported: HashSet::new(),
            lines_reported: BTreeSet::new(),
        }
    }

    /// Its own text.
    pub(super) fn text(&self) -> &str {
        let own = self.parts.first().cloned();
        self.text.get(own.unwrap_or_default()).unwrap_or_default()
    }

    /// The tree of the file, merged with what it extends, which is parsed at most once.
    pub(super) fn tree(&mut self) -> Result<Arc<Tree>, Failure> {
        let (text, parts) = (&self.text, &self.parts);
        let tree = self
            .tree
            .get_or_insert_with(|| extend::parse(text, parts).map(Arc::new));
        tree.clone()
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
            Err(_) => token(&self.text, 0),
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
        self.lines_reported.contains(&self.lines.index(offset))
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

    /// A location in the file, or in one that it extends.
    pub(super) fn label(&self, path: &str, bytes: Range<usize>, label: &str) -> Label {
        let bases = self.bases.iter().zip(&self.parts[1..]);
        let mut bases = bases.filter(|(_, part)| part.start <= bytes.start);
        match bases.next_back() {
            None => label_in(self.text(), &self.lines, path, bytes, label),
            Some(((path, lines), part)) => {
                let bytes = bytes.start - part.start..bytes.end - part.start;
                label_in(&self.text[part.clone()], lines, path, bytes, label)
            }
        }
    }
}

/// A location in a file, with a label.
pub(crate) fn label_in(
    text: &str,
    lines: &Lines,
    path: &str,
    bytes: Range<usize>,
    label: &str,
) -> Label {
    let (line, column) = lines.position(text, bytes.start);
    let bytes = if bytes.is_empty() {
        character(text, bytes.start)
    } else {
        bytes
    };
    Label {
        file: path.to_owned(),
        line,
        column,
        bytes,
        text: label.to_owned(),
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
