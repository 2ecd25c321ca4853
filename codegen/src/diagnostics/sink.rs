//! Where mistakes go, and how their places are told until then.

use std::ops::Range;

use super::locate::{self, Step, Target};
use super::{Diagnostic, Diagnostics, Fix, Label, Level, Mistake};
use crate::Source;

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

    /// The sink of the one file that a path leads into, or the nearest to it.
    fn of_place(&mut self, path: &[Step<'_>], target: Target) -> Sink<'_> {
        let source = match self.others {
            [] => self.source,
            _ if self.diagnostics.is_full(self.source) => self.source,
            _ => self.leads_into(path, target),
        };
        Sink::new(source, self.diagnostics)
    }

    fn leads_into(&self, path: &[Step<'_>], target: Target) -> &'s Source {
        let sources = || [self.source].into_iter().chain(self.others.iter().copied());
        let leads = |path: &[Step<'_>], target| {
            sources().find(|source| {
                let mended = self.diagnostics.mended.get(&source.path);
                let written = mended.map_or(Some(path.to_vec()), |mended| mended.written(path));
                written.is_some_and(|path| locate::exactly(&source.text, &path, target).is_some())
            })
        };
        let mut around = (0..path.len()).rev().map(|depth| &path[..depth]);
        leads(path, target)
            .or_else(|| around.find_map(|path| leads(path, Target::Value)))
            .unwrap_or(self.source)
    }

    /// Tells a mistake at a value.
    pub(crate) fn at(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.tell(&path.steps(), Target::Value, mistake, Vec::new());
    }

    /// Tells a mistake at the key that a path ends with.
    pub(crate) fn at_key(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.tell(&path.steps(), Target::Key, mistake, Vec::new());
    }

    /// Tells a clash between two keys: the second is the mistake, the first is shown beside it.
    pub(crate) fn clash(&mut self, second: &Path<'_>, first: &Path<'_>, mistake: &Mistake) {
        let first = self.place(first, Target::Key);
        self.at_key_beside(second, first, mistake);
    }

    /// Tells a clash between a value and another place.
    pub(crate) fn at_beside(&mut self, second: &Path<'_>, first: Label, mistake: &Mistake) {
        self.tell(&second.steps(), Target::Value, mistake, vec![first]);
    }

    /// Tells a clash between a key and another place.
    pub(crate) fn at_key_beside(&mut self, second: &Path<'_>, first: Label, mistake: &Mistake) {
        self.tell(&second.steps(), Target::Key, mistake, vec![first]);
    }

    /// The first place of a clash.
    pub(crate) fn place(&mut self, path: &Path<'_>, target: Target) -> Label {
        self.first(&path.steps(), target)
    }

    /// Whether a name may have stood in what was taken out of the file because it did not fit.
    pub(crate) fn has_lost(&self, name: &str) -> bool {
        let mended = self.diagnostics.mended.get(&self.source.path);
        mended.is_some_and(|mended| mended.has_lost(name))
    }

    /// Takes note that something refers to a name which there is.
    pub(crate) fn refer(&mut self, name: &str) {
        self.diagnostics.refer(name);
    }

    /// The same, of a path in steps.
    pub(crate) fn first(&mut self, path: &[Step<'_>], target: Target) -> Label {
        let sink = self.of_place(path, target);
        let full = sink.diagnostics.is_full(sink.source);
        let bytes = if full { 0..0 } else { sink.bytes(path, target) };
        sink.diagnostics.keep(sink.source);
        label(sink.source, bytes, "first here")
    }

    /// The first place of a clash between two files.
    pub(crate) fn beginning(&mut self) -> Label {
        self.diagnostics.keep(self.source);
        label(
            self.source,
            locate::token(&self.source.text, 0),
            "first here",
        )
    }

    /// Tells a mistake at the token that begins at a byte, unless something else is wrong in its line already.
    pub(crate) fn at_offset(&mut self, offset: usize, mistake: &Mistake) {
        if self.has_room(mistake) && !self.is_told(offset) {
            self.push(
                locate::token(&self.source.text, offset),
                mistake,
                Vec::new(),
            );
        }
    }

    /// Tells a mistake at these very bytes.
    pub(crate) fn at_bytes(&mut self, bytes: Range<usize>, mistake: &Mistake) {
        self.beside(bytes, mistake, Vec::new());
    }

    /// Tells a mistake at these very bytes, which has to do with other places.
    pub(crate) fn beside(&mut self, bytes: Range<usize>, mistake: &Mistake, others: Vec<Label>) {
        if self.has_room(mistake) {
            self.push(bytes, mistake, others);
        }
    }

    /// Whether something is wrong in a line of a file that was mended: the rest of the line may follow from it.
    fn is_told(&self, offset: usize) -> bool {
        let Diagnostics { mended, list, .. } = &self.diagnostics;
        let (line, _) = line_and_column(&self.source.text, offset);
        mended.contains_key(&self.source.path)
            && list
                .iter()
                .any(|told| told.place.line == line && told.place.file == self.source.path)
    }

    fn tell(&mut self, path: &[Step<'_>], target: Target, mistake: &Mistake, others: Vec<Label>) {
        let mut sink = self.of_place(path, target);
        if sink.has_room(mistake) && !sink.diagnostics.is_follow_up(sink.source, path, mistake) {
            sink.push(sink.bytes(path, target), mistake, others);
        }
    }

    /// The bytes that a path leads to.
    pub(crate) fn bytes(&self, path: &[Step<'_>], target: Target) -> Range<usize> {
        let mended = self.diagnostics.mended.get(&self.source.path);
        let written = mended.and_then(|mended| mended.written(path));
        locate::place(
            &self.source.text,
            written.as_deref().unwrap_or(path),
            target,
        )
    }

    /// Whether another mistake can be told of the file; if not, it is counted.
    pub(crate) fn has_room(&mut self, mistake: &Mistake) -> bool {
        let full = match mistake.level {
            Level::Error => self.diagnostics.is_full(self.source),
            Level::Warning => self.diagnostics.is_full_of(self.source, mistake.id),
        };
        self.diagnostics.hidden += usize::from(full);
        !full
    }

    fn push(&mut self, bytes: Range<usize>, mistake: &Mistake, others: Vec<Label>) {
        let part = mistake.part.as_deref();
        let part = part.and_then(|part| locate::part(&self.source.text, bytes.start, part));
        let place = label(self.source, part.unwrap_or(bytes), &mistake.label);
        // Where the place holds more than the name, as an anchor, there is nothing to be replaced blindly.
        let bytes = locate::inside_quotes(&self.source.text, place.bytes.clone());
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
        self.diagnostics.push(self.source, diagnostic);
    }
}

pub(crate) fn label(source: &Source, bytes: Range<usize>, text: &str) -> Label {
    let (line, column) = line_and_column(&source.text, bytes.start);
    let bytes = if bytes.is_empty() {
        locate::character(&source.text, bytes.start)
    } else {
        bytes
    };
    Label {
        file: source.path.clone(),
        line,
        column,
        bytes,
        text: text.to_owned(),
    }
}

/// Whether a text means the same with and without quotes, wherever it is put.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    text.starts_with(|c: char| c.is_alphanumeric()) && text.chars().all(plain)
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// Where in a file something stands, as the keys and indices that lead there. It lives on the stack: places cost
/// nothing until something is wrong.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

impl<'p> Path<'p> {
    /// The top of a file.
    pub(crate) const ROOT: Path<'static> = Path {
        parent: None,
        step: Step::Index(0),
    };

    pub(crate) fn key(&'p self, key: &'p str) -> Path<'p> {
        self.nth_key(key, 0)
    }

    /// The key's `nth` repetition.
    pub(crate) fn nth_key(&'p self, key: &'p str, nth: usize) -> Path<'p> {
        Path {
            parent: Some(self),
            step: Step::Key { key, nth },
        }
    }

    pub(crate) fn index(&'p self, index: usize) -> Path<'p> {
        Path {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    fn steps(&self) -> Vec<Step<'p>> {
        let Some(parent) = self.parent else {
            return Vec::new();
        };
        let mut steps = parent.steps();
        steps.push(self.step);
        steps
    }
}
