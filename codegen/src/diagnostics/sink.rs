//! Where mistakes go, and how their places are told until then.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::{Diagnostic, Diagnostics, Fix, Id, Label, Level, Mistake};
use crate::Source;
use crate::yaml::{Failure, Path, Step, Target, Tree, inside_quotes, part, token};

/// The mistakes of one file, or of several that are read as one, collected while walking through it.
pub(crate) struct Sink<'s> {
    pub(crate) source: &'s Source,
    /// The files that are read as one with it. What a path leads to in several is taken from the first.
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

    /// Of several files that are read as one.
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

    /// The files, the first one first.
    fn sources(&self) -> impl Iterator<Item = &'s Source> + Clone + use<'s> {
        [self.source].into_iter().chain(self.others.iter().copied())
    }

    /// The one file that a path leads into, or comes nearest to.
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

    /// Tells a mistake at a value.
    pub(crate) fn at(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.tell(&path.steps(), Target::Value, mistake, |_| Vec::new());
    }

    /// Tells a mistake at the key that a path ends with.
    pub(crate) fn at_key(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.tell(&path.steps(), Target::Key, mistake, |_| Vec::new());
    }

    /// Tells a clash between two keys: the second is the mistake, the first is shown beside it.
    pub(crate) fn clash(&mut self, second: &Path<'_>, first: &Path<'_>, mistake: &Mistake) {
        self.both(second, first, Target::Key, "first here", mistake);
    }

    /// Tells a clash between two keys or two values, with what is to be said about the first.
    pub(crate) fn both(
        &mut self,
        second: &Path<'_>,
        first: &Path<'_>,
        target: Target,
        said: &str,
        mistake: &Mistake,
    ) {
        self.tell(&second.steps(), target, mistake, |sink| {
            vec![sink.place(first, target).saying(said)]
        });
    }

    /// Tells a clash between a value and another place.
    pub(crate) fn at_beside(&mut self, second: &Path<'_>, first: Label, mistake: &Mistake) {
        self.tell(&second.steps(), Target::Value, mistake, |_| vec![first]);
    }

    /// Tells a clash between a key and another place.
    pub(crate) fn at_key_beside(&mut self, second: &Path<'_>, first: Label, mistake: &Mistake) {
        self.tell(&second.steps(), Target::Key, mistake, |_| vec![first]);
    }

    /// The first place of a clash.
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

    /// Takes note that the texts of the file need a closer look.
    pub(crate) fn suspect(&mut self) {
        self.diagnostics.file(self.source).is_suspect = true;
    }

    /// Whether the texts of the file need a closer look.
    pub(crate) fn is_suspect(&self) -> bool {
        let file = self.diagnostics.files.get(&self.source.path);
        file.is_some_and(|file| file.is_suspect)
    }

    /// Replaces the tree by what is left of it without what did not fit: from now on, mistakes are reported of that.
    pub(crate) fn recover(&mut self, tree: Tree, lost: HashSet<String>) {
        self.diagnostics.file(self.source).recover(tree, lost);
    }

    /// Whether a name may have been in what was taken out of the file because it did not fit.
    pub(crate) fn has_lost(&self, name: &str) -> bool {
        let file = self.diagnostics.files.get(&self.source.path);
        file.is_some_and(|file| file.has_lost(name))
    }

    /// Takes note that something refers to a name which there is.
    pub(crate) fn refer(&mut self, name: &str) {
        if !self.diagnostics.used.contains(name) {
            self.diagnostics.used.insert(name.to_owned());
        }
    }

    /// A name that does not exist, with the nearest one that does if there is still room to show it: to compare names
    /// takes long where many are unknown.
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

    /// The first place of a clash between two files.
    pub(crate) fn beginning(&mut self) -> Label {
        self.label(token(&self.source.text, 0), "first here")
    }

    /// A place in the file.
    pub(crate) fn label(&mut self, bytes: Range<usize>, text: &str) -> Label {
        let path = &self.source.path;
        self.diagnostics.file(self.source).label(path, bytes, text)
    }

    /// Tells a mistake at the token that begins at a byte, unless something else is wrong in its line already.
    pub(crate) fn at_offset(&mut self, offset: usize, mistake: &Mistake) {
        if !self.is_told(offset) && self.diagnostics.has_room_or_counts(self.source, mistake) {
            let bytes = token(&self.source.text, offset);
            self.push(bytes, mistake, Vec::new());
        }
    }

    /// Tells a mistake at these very bytes.
    pub(crate) fn at_bytes(&mut self, bytes: Range<usize>, mistake: &Mistake) {
        self.beside(bytes, mistake, Vec::new());
    }

    /// Tells a mistake at these very bytes, which has to do with other places.
    pub(crate) fn beside(&mut self, bytes: Range<usize>, mistake: &Mistake, others: Vec<Label>) {
        if self.diagnostics.has_room_or_counts(self.source, mistake) {
            self.push(bytes, mistake, others);
        }
    }

    /// Whether something is wrong in a line of a file of which a part was taken out: the rest of the line may follow from
    /// it.
    fn is_told(&self, offset: usize) -> bool {
        let file = self.diagnostics.files.get(&self.source.path);
        file.is_some_and(|file| file.is_recovered() && file.is_line_reported(offset))
    }

    fn tell(
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

    /// The bytes that a path leads to.
    fn bytes(&mut self, path: &[Step<'_>], target: Target) -> Range<usize> {
        self.diagnostics.file(self.source).bytes(path, target)
    }

    /// Whether another diagnostic of a kind is listed of any of the files.
    pub(crate) fn has_room_for(&self, level: Level, id: Id) -> bool {
        let mut sources = self.sources();
        sources.any(|source| self.diagnostics.has_room(source, level, id))
    }

    fn push(&mut self, bytes: Range<usize>, mistake: &Mistake, others: Vec<Label>) {
        let wrong = mistake.part.as_deref();
        let wrong = wrong.and_then(|wrong| part(&self.source.text, bytes.start, wrong));
        let place = self.label(wrong.unwrap_or(bytes), &mistake.label);
        // Where the place holds more than the name, as an anchor, there is nothing to be replaced blindly.
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

/// Whether a text means the same with and without quotes, wherever it is put.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    text.starts_with(|c: char| c.is_alphanumeric()) && text.chars().all(plain)
}
