//! What is wrong with a book, told the way rustc tells it.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::Source;
use crate::locate::{self, Step};

/// All mistakes of a book, each with the place where it was made.
///
/// Displaying them shows the lines of the book with the places marked, in plain text.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

/// One mistake.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    file: String,
    line: usize,
    column: usize,
    message: String,
    rendered: String,
}

impl Diagnostic {
    /// The file, as it was named to the compiler.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Diagnostics {
    /// The mistakes, file by file in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Ends a phase: what follows may rely on there being no mistakes.
    pub(crate) fn barrier(&mut self) -> Result<(), Diagnostics> {
        if self.is_empty() {
            return Ok(());
        }
        let mut all = std::mem::take(self);
        all.list
            .sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        Err(all)
    }

    pub(crate) fn push(&mut self, source: &Source, at: usize, mistake: &Mistake) {
        let span = locate::token(&source.text, at);
        let (line, column) = line_and_column(&source.text, span.start);
        let rendered = render(source, span, mistake);
        let file = source.path.clone();
        self.list.push(Diagnostic {
            file,
            line,
            column,
            message: mistake.message.clone(),
            rendered,
        });
    }
}

/// A mistake before its place is known in lines and columns.
#[derive(Debug, Clone)]
pub(crate) struct Mistake {
    message: String,
    label: String,
    help: Option<String>,
}

impl Mistake {
    /// `message` tells what is wrong; `label` stands under the place itself.
    pub(crate) fn new(message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            label: label.into(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A name that does not exist, with the nearest ones that do.
    pub(crate) fn unknown<'n>(
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Self {
        let mistake = Self::new(
            format!("unknown {what} `{name}`"),
            format!("no such {what}"),
        );
        let known: Vec<&str> = known.collect();
        let nearest = known
            .iter()
            .map(|k| (strsim::damerau_levenshtein(k, name), *k))
            .min();
        match nearest {
            Some((distance, nearest)) if distance <= name.len().div_ceil(3) => {
                mistake.help(format!("did you mean `{nearest}`?"))
            }
            _ if known.is_empty() => mistake.help(format!("there is no {what} at all")),
            _ => mistake.help(format!("one of: {}", known.join(", "))),
        }
    }
}

/// The mistakes of one file, collected while walking through it.
pub(crate) struct Sink<'s> {
    pub(crate) source: &'s Source,
    pub(crate) diagnostics: &'s mut Diagnostics,
}

impl Sink<'_> {
    /// Tells a mistake at a value.
    pub(crate) fn at(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.tell(path, locate::Target::Value, mistake);
    }

    /// Tells a mistake at the key that a path ends with.
    pub(crate) fn at_key(&mut self, path: &Path<'_>, mistake: &Mistake) {
        self.tell(path, locate::Target::Key, mistake);
    }

    fn tell(&mut self, path: &Path<'_>, target: locate::Target, mistake: &Mistake) {
        let offset = locate::offset(&self.source.text, &path.steps(), target);
        self.diagnostics.push(self.source, offset, mistake);
    }
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

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

fn render(source: &Source, span: std::ops::Range<usize>, mistake: &Mistake) -> String {
    let annotation = AnnotationKind::Primary.span(span).label(&mistake.label);
    let snippet = Snippet::source(&source.text)
        .path(&source.path)
        .annotation(annotation);
    let mut group =
        Group::with_title(Level::ERROR.primary_title(&mistake.message)).element(snippet);
    if let Some(help) = &mistake.help {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::plain().render(&[group])
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.list {
            writeln!(f, "{}\n", diagnostic.rendered)?;
        }
        match self.list.len() {
            1 => f.write_str("error: the book has 1 mistake"),
            n => write!(f, "error: the book has {n} mistakes"),
        }
    }
}

impl std::error::Error for Diagnostics {}
