//! Collects errors and finds their locations.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::{Diagnostic, Diagnostics, Fix, Id, Label, Level, Mistake};
use crate::Source;
use crate::yaml::{Failure, Path, Step, Target, Tree, inside_quotes, part, token};

/// Collects the errors of one file, or of several that form one, while it is processed.
pub(crate) struct Sink<'s> {
    pub(crate) source: &'s Source,
    /// The other files that form one with it. If a path exists in several, the first one counts.
    others: &'s [&'s Source],
    pub(crate) diagnostics: &'s mut Diagnostics,
}

impl<'s> Sink<'s> {
    pub(crate) fn new(source: &'s Source, diagnostics: &'s mut Diagnostics) -> Self {
        Self {
            source,
            others: &[],
            diagnostics,
        }
    }

    /// For several files that form one.
    pub(crate) fn of_all(
        source: &'s Source,
        others: &'s [&'s Source],
        diagnostics: &'s mut Diagnostics,
    ) -> Self {
        Self {
            source,
            others,
            diagnostics,
        }
    }

    /// The files, in order.
    fn sources(&self) -> impl Iterator<Item = &'s Source> + Clone + use<'s> {
        [self.source].into_iter().chain(self.others.iter().copied())
    }

    /// The file that contains a path, or the longest prefix of it.
    fn source_of(&mut self, path: &[Step<'_>], target: Target) -> &'s Source {
        match self.others {
            [] => self.source,
            _ => self.leads_into(path, target),
        }
    }

    fn leads_into(&mut self, path: &[Step<'_>], target: Target) -> &'s Source {
        let sources = self.sources();
        let mut leads = |path: &[Step<'_>], target| {
            let mut sources = sources.clone();
            sources.find(|source| self.diagnostics.file(source).contains(path, target))
        };
        let mut around = (0..path.len()).rev().map(|depth| &path[..depth]);
        leads(path, target)
            .or_else(|| around.find_map(|path| leads(path, Target::Value)))
            .unwrap_or(self.source)
    }

    /// Reports an error at a value.
    pub(crate) fn at(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.report(&path.steps(), Target::Value, mistake, |_| Vec::new());
    }

    /// Reports an error at the last key of a path.
    pub(crate) fn at_key(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.report(&path.steps(), Target::Key, mistake, |_| Vec::new());
    }

    /// Reports a clash between two keys: the second is the error, and the first is shown as related.
    pub(crate) fn clash(&mut self, second: &Path<'_>, first: &Path<'_>, mistake: &Mistake) {
        self.both(second, first, Target::Key, "first here", mistake);
    }

    /// Reports a clash between two keys or two values, with a label for the first.
    pub(crate) fn both(
        &mut self,
        second: &Path<'_>,
        first: &Path<'_>,
        target: Target,
        said: &str,
        mistake: &Mistake,
    ) {
        self.report(&second.steps(), target, mistake, |sink| {
            vec![sink.place(first, target).saying(said)]
        });
    }

    /// Reports a clash between a value and another location.
    pub(crate) fn at_beside(&mut self, second: &Path<'_>, first: Label, mistake: &Mistake) {
        self.report(&second.steps(), Target::Value, mistake, |_| vec![first]);
    }

    /// Reports a clash between a key and another location.
    pub(crate) fn at_key_beside(&mut self, second: &Path<'_>, first: Label, mistake: &Mistake) {
        self.report(&second.steps(), Target::Key, mistake, |_| vec![first]);
    }

    /// The first location of a clash.
    pub(crate) fn place(&mut self, path: &Path<'_>, target: Target) -> Label {
        let path = path.steps();
        let mut sink = Sink::new(self.source_of(&path, target), self.diagnostics);
        let bytes = sink.bytes(&path, target);
        sink.label(bytes, "first here")
    }

    /// The tree of the file.
    pub(crate) fn tree(&mut self) -> Result<Arc<Tree>, Failure> {
        self.diagnostics.file(self.source).tree()
    }

    /// Marks the file for a check of its texts.
    pub(crate) fn suspect(&mut self) {
        self.diagnostics.file(self.source).is_suspect = true;
    }

    /// Whether the file is marked for a check of its texts.
    pub(crate) fn is_suspect(&self) -> bool {
        let file = self.diagnostics.files.get(&self.source.path);
        file.is_some_and(|file| file.is_suspect)
    }

    /// Replaces the tree by the part of it that fits: later errors are reported about that.
    pub(crate) fn recover(&mut self, tree: Tree, lost: HashSet<String>) {
        self.diagnostics.file(self.source).recover(tree, lost);
    }

    /// Whether a name may have been in the part of the file that was removed because it did not fit.
    pub(crate) fn has_lost(&self, name: &str) -> bool {
        let file = self.diagnostics.files.get(&self.source.path);
        file.is_some_and(|file| file.has_lost(name))
    }

    /// Records a reference to a known name.
    pub(crate) fn refer(&mut self, name: &str) {
        if !self.diagnostics.used.contains(name) {
            self.diagnostics.used.insert(name.to_owned());
        }
    }

    /// An unknown name, with the most similar known one if the diagnostic will be listed: comparing names is slow if
    /// many are unknown.
    pub(crate) fn unknown<'n>(
        &self,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Mistake {
        if self.has_room_for(Level::Error, Id::UnknownName) {
            Mistake::unknown(what, name, known)
        } else {
            Mistake::unknown_alone(what, name)
        }
    }

    /// The first location of a clash between two files.
    pub(crate) fn beginning(&mut self) -> Label {
        self.label(token(&self.source.text, 0), "first here")
    }

    /// A location in the file.
    pub(crate) fn label(&mut self, bytes: Range<usize>, text: &str) -> Label {
        let path = &self.source.path;
        self.diagnostics.file(self.source).label(path, bytes, text)
    }

    /// Reports an error at the token that starts at a byte, unless its line already has a diagnostic.
    pub(crate) fn at_offset(&mut self, offset: usize, mistake: &Mistake) {
        if !self.is_told(offset) && self.diagnostics.has_room_or_counts(self.source, mistake) {
            let bytes = token(&self.source.text, offset);
            self.push(bytes, mistake, Vec::new());
        }
    }

    /// Reports an error at these bytes.
    pub(crate) fn at_bytes(&mut self, bytes: Range<usize>, mistake: &Mistake) {
        self.beside(bytes, mistake, Vec::new());
    }

    /// Reports an error at these bytes with related locations.
    pub(crate) fn beside(&mut self, bytes: Range<usize>, mistake: &Mistake, others: Vec<Label>) {
        if self.diagnostics.has_room_or_counts(self.source, mistake) {
            self.push(bytes, mistake, others);
        }
    }

    /// Whether the line has a diagnostic and a part of the file was removed: further errors in the line may be
    /// consequences.
    fn is_told(&self, offset: usize) -> bool {
        let file = self.diagnostics.files.get(&self.source.path);
        file.is_some_and(|file| file.is_recovered() && file.is_line_reported(offset))
    }

    fn report(
        &mut self,
        path: &[Step<'_>],
        target: Target,
        mistake: &Mistake,
        others: impl FnOnce(&mut Self) -> Vec<Label>,
    ) {
        let source = self.source_of(path, target);
        if self.diagnostics.is_follow_up(source, path, mistake)
            || !self.diagnostics.has_room_or_counts(source, mistake)
        {
            return;
        }
        let others = others(self);
        let mut sink = Sink::new(source, self.diagnostics);
        let bytes = sink.bytes(path, target);
        sink.push(bytes, mistake, others);
    }

    /// The bytes of the node that a path leads to.
    fn bytes(&mut self, path: &[Step<'_>], target: Target) -> Range<usize> {
        self.diagnostics.file(self.source).bytes(path, target)
    }

    /// Whether another diagnostic of this kind is still listed for any of the files.
    pub(crate) fn has_room_for(&self, level: Level, id: Id) -> bool {
        let mut sources = self.sources();
        sources.any(|source| self.diagnostics.has_room(source, level, id))
    }

    fn push(&mut self, bytes: Range<usize>, mistake: &Mistake, others: Vec<Label>) {
        let wrong = mistake.part.as_deref();
        let wrong = wrong.and_then(|wrong| part(&self.source.text, bytes.start, wrong));
        let place = self.label(wrong.unwrap_or(bytes), &mistake.label);
        // If the location contains more than the name, such as an anchor, it cannot be replaced safely.
        let bytes = inside_quotes(&self.source.text, place.bytes.clone());
        let fits = mistake
            .replacement
            .as_ref()
            .filter(|fix| self.source.text[bytes.clone()] == fix.wrong && is_plain(&fix.right));
        let fix = fits.map(|fix| Fix {
            bytes,
            replacement: fix.right.clone(),
            certain: fix.certain,
        });
        let diagnostic = Diagnostic {
            id: mistake.id.as_str(),
            level: mistake.level,
            message: mistake.message.clone(),
            place,
            others,
            help: mistake.help.clone(),
            fix,
        };
        self.diagnostics.push(self.source, mistake.id, diagnostic);
    }
}

/// Whether a text has the same meaning with and without quotes in every position.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    text.starts_with(|c: char| c.is_alphanumeric()) && text.chars().all(plain)
}
