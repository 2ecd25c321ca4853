//! Where mistakes go, and how their places are told until then.

use std::ops::Range;

use super::locate::{self, Step, Target};
use super::{Diagnostic, Diagnostics, Fix, Label, Level, Mistake};
use crate::Source;

/// The mistakes of one file, collected while walking through it.
pub(crate) struct Sink<'s> {
    pub(crate) source: &'s Source,
    pub(crate) diagnostics: &'s mut Diagnostics,
}

impl<'s> Sink<'s> {
    pub(crate) fn new(source: &'s Source, diagnostics: &'s mut Diagnostics) -> Self {
        Self {
            source,
            diagnostics,
        }
    }

    /// Tells a mistake at a value.
    pub(crate) fn at(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.at_steps(&path.steps(), Target::Value, mistake);
    }

    /// Tells a mistake at the key that a path ends with.
    pub(crate) fn at_key(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.at_steps(&path.steps(), Target::Key, mistake);
    }

    /// Tells a mistake at the end of a path.
    pub(crate) fn at_steps(&mut self, path: &[Step<'_>], target: Target, mistake: &Mistake) {
        self.tell(path, target, mistake, Vec::new());
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
        let full = self.diagnostics.is_full(self.source, Level::Error);
        let offset = if full {
            0
        } else {
            locate::offset(&self.source.text, &path.steps(), target)
        };
        self.diagnostics.keep(self.source);
        let bytes = locate::token(&self.source.text, offset);
        label(self.source, bytes, "first here")
    }

    /// Takes note that something refers to a name which there is.
    pub(crate) fn refer(&mut self, name: &str) {
        self.diagnostics.refer(name);
    }

    /// Tells a mistake at a byte of the file.
    pub(crate) fn at_offset(&mut self, offset: usize, mistake: &Mistake) {
        if self.has_room(mistake) {
            self.push(offset, mistake, Vec::new());
        }
    }

    fn tell(&mut self, path: &[Step<'_>], target: Target, mistake: &Mistake, others: Vec<Label>) {
        if self.has_room(mistake) {
            let offset = locate::offset(&self.source.text, path, target);
            self.push(offset, mistake, others);
        }
    }

    /// Whether another mistake can be told of the file; if not, it is counted.
    fn has_room(&mut self, mistake: &Mistake) -> bool {
        let full = self.diagnostics.is_full(self.source, mistake.level);
        self.diagnostics.hidden += usize::from(full);
        !full
    }

    fn push(&mut self, offset: usize, mistake: &Mistake, others: Vec<Label>) {
        let text = &self.source.text;
        let whole = locate::token(text, offset);
        let part = mistake.part.as_deref();
        let part = part.and_then(|part| locate::part(text, whole.start, part));
        let place = label(self.source, part.unwrap_or(whole), &mistake.label);
        // Where the place holds more than the name, as an anchor, there is nothing to be replaced blindly.
        let bytes = locate::inside_quotes(&self.source.text, place.bytes.clone());
        let fits = mistake
            .replacement
            .as_ref()
            .filter(|fix| self.source.text[bytes.clone()] == fix.wrong);
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

fn label(source: &Source, bytes: Range<usize>, text: &str) -> Label {
    let (line, column) = line_and_column(&source.text, bytes.start);
    Label {
        file: source.path.clone(),
        line,
        column,
        bytes,
        text: text.to_owned(),
    }
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
