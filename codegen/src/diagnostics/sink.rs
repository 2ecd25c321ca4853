//! Collects errors and finds their locations.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::{Diagnostic, DiagnosticBuilder, Diagnostics, Fix, Id, Label, Level};
use crate::Source;
use crate::yaml::{Failure, Path, Segment, Target, Tree, inside_quotes, part, token};

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
    fn source_of(&mut self, path: &[Segment<'_>], target: Target) -> &'s Source {
        match self.others {
            [] => self.source,
            _ => self.leads_into(path, target),
        }
    }

    fn leads_into(&mut self, path: &[Segment<'_>], target: Target) -> &'s Source {
        let sources = self.sources();
        let mut leads = |path: &[Segment<'_>], target| {
            let mut sources = sources.clone();
            sources.find(|source| self.diagnostics.file(source).contains(path, target))
        };
        let mut around = (0..path.len()).rev().map(|depth| &path[..depth]);
        leads(path, target)
            .or_else(|| around.find_map(|path| leads(path, Target::Value)))
            .unwrap_or(self.source)
    }

    /// Reports an error at a value.
    pub(crate) fn report_at(&mut self, path: &Path<'_>, builder: &DiagnosticBuilder) {
        self.report(path, Target::Value, builder);
    }

    /// Reports an error at the last key of a path.
    pub(crate) fn report_at_key(&mut self, path: &Path<'_>, builder: &DiagnosticBuilder) {
        self.report(path, Target::Key, builder);
    }

    /// Reports a clash between two keys: the second is the error, and the first is shown as related.
    pub(crate) fn report_clash(
        &mut self,
        second: &Path<'_>,
        first: &Path<'_>,
        builder: DiagnosticBuilder,
    ) {
        let first = self.label_of(first, Target::Key);
        self.report_at_key(second, &builder.related(first));
    }

    /// The first location of a clash.
    pub(crate) fn label_of(&mut self, path: &Path<'_>, target: Target) -> Label {
        let path = path.segments();
        let mut sink = Sink::new(self.source_of(&path, target), self.diagnostics);
        let bytes = sink.bytes(&path, target);
        sink.label(bytes, "first here")
    }

    /// The tree of the file.
    pub(crate) fn tree(&mut self) -> Result<Arc<Tree>, Failure> {
        self.diagnostics.file(self.source).tree()
    }

    /// Which file a key or a value is in: 0, or the number of one that this file extends.
    pub(crate) fn part_of(&mut self, path: &Path<'_>, target: Target) -> usize {
        if self.source.bases().is_empty() {
            return 0;
        }
        let bytes = self.bytes(&path.segments(), target);
        let bases = self.source.bases().iter();
        bases.filter(|base| base.start <= bytes.start).count()
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
    ) -> DiagnosticBuilder {
        if self.has_room_for(Level::Error, Id::UnknownName) {
            DiagnosticBuilder::unknown(what, name, known)
        } else {
            DiagnosticBuilder::unknown_alone(what, name)
        }
    }

    /// The first location of a clash between two files.
    pub(crate) fn label_of_start(&mut self) -> Label {
        self.label(token(&self.source.text, 0), "first here")
    }

    /// A location in the file.
    pub(crate) fn label(&mut self, bytes: Range<usize>, text: &str) -> Label {
        let file = self.diagnostics.file(self.source);
        file.locator.label(bytes, text)
    }

    /// Reports an error at the token that starts at a byte, unless its line already has a diagnostic.
    pub(crate) fn report_at_offset(&mut self, offset: usize, builder: &DiagnosticBuilder) {
        if !self.has_reported_line(offset)
            && self.diagnostics.has_room_or_counts(self.source, builder)
        {
            self.push(token(&self.source.text, offset), builder);
        }
    }

    /// Reports an error at these bytes.
    pub(crate) fn report_at_bytes(&mut self, bytes: Range<usize>, builder: &DiagnosticBuilder) {
        if self.diagnostics.has_room_or_counts(self.source, builder) {
            self.push(bytes, builder);
        }
    }

    /// Reports an error at a location.
    pub(crate) fn report_at_label(&mut self, label: Label, builder: &DiagnosticBuilder) {
        if self.diagnostics.has_room_or_counts(self.source, builder) {
            self.push_at(label, builder);
        }
    }

    /// Whether the line has a diagnostic and a part of the file was removed: further errors in the line may be
    /// consequences.
    fn has_reported_line(&self, offset: usize) -> bool {
        let file = self.diagnostics.files.get(&self.source.path);
        file.is_some_and(|file| file.is_recovered() && file.is_line_reported(offset))
    }

    fn report(&mut self, path: &Path<'_>, target: Target, builder: &DiagnosticBuilder) {
        let path = &path.segments();
        let source = self.source_of(path, target);
        if !self.diagnostics.is_follow_up(source, path, builder)
            && self.diagnostics.has_room_or_counts(source, builder)
        {
            let mut sink = Sink::new(source, self.diagnostics);
            let bytes = sink.bytes(path, target);
            sink.push(bytes, builder);
        }
    }

    /// The bytes of the node that a path leads to.
    fn bytes(&mut self, path: &[Segment<'_>], target: Target) -> Range<usize> {
        self.diagnostics.file(self.source).bytes(path, target)
    }

    /// Whether another diagnostic of this kind is still listed for any of the files.
    pub(crate) fn has_room_for(&self, level: Level, id: Id) -> bool {
        let mut sources = self.sources();
        sources.any(|source| self.diagnostics.has_room(source, level, id))
    }

    fn push(&mut self, bytes: Range<usize>, builder: &DiagnosticBuilder) {
        let wrong = builder.part.as_deref();
        let wrong = wrong.and_then(|wrong| part(&self.source.text, bytes.start, wrong));
        let label = self.label(wrong.unwrap_or(bytes), &builder.label);
        self.push_at(label, builder);
    }

    fn push_at(&mut self, label: Label, builder: &DiagnosticBuilder) {
        // What is written in a file that this one extends is not the author's to change.
        let is_own = label.file == self.source.path;
        if !is_own && builder.id.lint().is_some() {
            return;
        }
        // If the location contains more than the name, such as an anchor, it cannot be replaced safely.
        let bytes = if is_own {
            inside_quotes(&self.source.text, label.bytes.clone())
        } else {
            0..0
        };
        let fits = builder
            .replacement
            .as_ref()
            .filter(|fix| self.source.text[bytes.clone()] == fix.wrong && is_plain(&fix.right));
        let fix = fits.map(|fix| Fix {
            bytes,
            replacement: fix.right.clone(),
            certain: fix.certain,
        });
        let diagnostic = Diagnostic {
            id: builder.id.as_str(),
            level: builder.level,
            message: builder.message.clone(),
            label,
            related: builder.related.clone(),
            help: builder.help.clone(),
            fix,
        };
        self.diagnostics.push(self.source, builder.id, diagnostic);
    }
}

/// Whether a text has the same meaning with and without quotes in every position.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    text.starts_with(|c: char| c.is_alphanumeric()) && text.chars().all(plain)
}
