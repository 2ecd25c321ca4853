//! What is wrong with a book, told the way rustc tells it.

mod catalogue;
mod locate;
mod mistake;
mod render;
mod sink;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

pub(crate) use catalogue::Id;
pub use catalogue::{Explanation, explain, explanations};
pub(crate) use locate::{Step, Target, character, token};
#[cfg(feature = "changes")]
pub(crate) use locate::{exactly, inside_quotes};
pub(crate) use mistake::Mistake;
#[cfg(feature = "changes")]
pub(crate) use sink::label;
pub(crate) use sink::{Path, Sink};

use crate::Source;
use crate::read::Mended;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The book is compiled all the same.
    Warning,
    /// The book is not compiled.
    Error,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// All that is wrong with a book, each with the place where it was made.
///
/// Displaying it shows the lines of the book with the places marked, in plain text.
#[derive(Debug, Default, Clone)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The texts of the files that a diagnostic is about.
    texts: BTreeMap<String, String>,
    /// How many more there are in files that have too many to be told one by one.
    hidden: usize,
    /// The names that something refers to.
    used: BTreeSet<String>,
    /// Files that were mended to be looked at further.
    mended: BTreeMap<String, Mended>,
}

/// So many are told of a file, and the rest is counted: nobody reads on.
const MOST_PER_FILE: usize = 100;

/// Of the warnings of one kind in a file, fewer say it all.
const MOST_ALIKE: usize = 10;

/// Each costs a walk through the file. So many bytes are walked over in all, so that of a large file less is told.
const MOST_WALKED: usize = 16 * 1024 * 1024;

/// The same for warnings, for which a build that succeeds is not to wait.
const MOST_WALKED_TO_WARN: usize = 4 * 1024 * 1024;

/// So many mistakes are told of a file.
pub(crate) fn most_mistakes(source: &Source) -> usize {
    affordable(source, MOST_WALKED)
}

/// How many can be told of a file.
fn affordable(source: &Source, most_walked: usize) -> usize {
    (most_walked / source.text.len().max(1)).clamp(1, MOST_PER_FILE)
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind it is: `FB0010`. It stays the same for ever, and can be explained.
    pub id: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where it is.
    pub place: Label,
    /// The other places that it has to do with.
    pub others: Vec<Label>,
    /// What to do about it.
    pub help: Vec<String>,
    /// What to put in the place, if that can be told.
    pub fix: Option<Fix>,
}

/// A place in a file, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The file, as it was named to the compiler.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The bytes of the key or value.
    pub bytes: Range<usize>,
    /// What stands under the caret.
    pub text: String,
}

/// A text to put in the place of a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// The bytes to replace, in the diagnostic's file.
    pub bytes: Range<usize>,
    /// What to put there.
    pub replacement: String,
    /// Whether nothing else can have been meant, so that a tool may apply it unasked.
    pub certain: bool,
}

impl Label {
    /// The same place with something else to be said about it.
    pub(crate) fn saying(self, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, ..self }
    }
}

impl Diagnostic {
    /// The file, as it was named to the compiler.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.place.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.place.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.place.column
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Diagnostics {
    /// All of them, file by file in the order of their places.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many more there are, in files that have too many to be told one by one.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// How many are told of a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.level == level)
            .count()
    }

    /// All of them with the lines of the book, as rustc would show them.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render::all(self, colour)
    }

    /// One of them in the same way.
    #[must_use]
    pub fn render_one(&self, diagnostic: &Diagnostic, colour: bool) -> String {
        render::single(self, diagnostic, colour)
    }

    /// Ends a phase: what follows may rely on there being no mistakes.
    pub(crate) fn barrier(&mut self) -> Result<(), Diagnostics> {
        if self.count(Level::Error) == 0 {
            return Ok(());
        }
        Err(std::mem::take(self).sorted())
    }

    /// That something refers to a name which there is.
    fn refer(&mut self, name: &str) {
        if !self.used.contains(name) {
            self.used.insert(name.to_owned());
        }
    }

    /// Where several places agree on a name that there is not, and nothing uses the one that there is, it may well be the
    /// latter that is mistyped.
    fn doubt_definitions(&mut self) {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        let unknown = |told: &&mut Diagnostic| told.id == Id::UnknownName.as_str();
        for told in self.list.iter_mut().filter(unknown) {
            *times.entry(told.message.clone()).or_default() += 1;
        }
        for told in self.list.iter_mut().filter(unknown) {
            let Some(fix) = &mut told.fix else {
                continue;
            };
            let name = &fix.replacement;
            if times[&told.message] > 1 && !self.used.contains(name) {
                fix.certain = false;
                let help = format!(
                    "nothing uses `{name}`: if that is mistyped, rename it where it is defined"
                );
                told.help.push(help);
            }
        }
    }

    /// In the order of their places.
    pub(crate) fn sorted(mut self) -> Self {
        self.doubt_definitions();
        self.mended.clear();
        self.list.sort_by(|a, b| {
            (&a.place.file, a.place.bytes.start).cmp(&(&b.place.file, b.place.bytes.start))
        });
        self
    }

    /// From now on, mistakes of a file are told of what is left of it.
    pub(crate) fn mended(&mut self, source: &Source, mended: Mended) {
        self.mended.insert(source.path.clone(), mended);
    }

    /// Whether a mistake only follows from others, for which a file was mended.
    fn is_follow_up(&self, source: &Source, path: &[Step<'_>], mistake: &Mistake) -> bool {
        let own = self.mended.get(&source.path);
        let is_lost = |name: &str| self.mended.values().any(|mended| mended.has_lost(name));
        mistake.unknown.as_deref().is_some_and(is_lost)
            || own.is_some_and(|mended| {
                mended.written(path).is_none() || mistake.id.tells_absence() && !mended.is_whole()
            })
    }

    /// Whether no more mistakes are told of a file.
    fn is_full(&self, source: &Source) -> bool {
        self.told(source, Level::Error).count() >= most_mistakes(source)
    }

    /// Whether no more warnings, or none of this kind, are told of a file.
    fn is_full_of(&self, source: &Source, id: Id) -> bool {
        let told = self.told(source, Level::Warning).count();
        let alike = self.told(source, Level::Warning);
        let alike = alike.filter(|told| told.id == id.as_str()).count();
        told >= affordable(source, MOST_WALKED_TO_WARN) || alike >= MOST_ALIKE
    }

    fn told(&self, source: &Source, level: Level) -> impl Iterator<Item = &Diagnostic> {
        self.list
            .iter()
            .filter(move |told| told.level == level && told.place.file == source.path)
    }

    fn push(&mut self, source: &Source, diagnostic: Diagnostic) {
        self.keep(source);
        if !self.is_told(&diagnostic) {
            self.list.push(diagnostic);
        }
    }

    /// Whether the same was told of the same place already: what stands behind an alias is looked at wherever it is used.
    fn is_told(&self, diagnostic: &Diagnostic) -> bool {
        let is_same = |told: &Diagnostic| {
            (told.id, &told.message, &told.place)
                == (diagnostic.id, &diagnostic.message, &diagnostic.place)
        };
        self.list.iter().any(is_same)
    }

    /// Keeps the text of a file that a diagnostic is about, to show lines of it.
    fn keep(&mut self, source: &Source) {
        self.texts
            .entry(source.path.clone())
            .or_insert_with(|| source.text.clone());
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}
