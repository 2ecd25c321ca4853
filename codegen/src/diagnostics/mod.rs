//! What is wrong with a book, told the way rustc tells it.

mod catalogue;
mod file;
mod mistake;
mod render;
mod sink;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::ops::Range;

pub use catalogue::{Explanation, explain, explanations};
pub(crate) use catalogue::{Id, LINTS};
#[cfg(feature = "changes")]
pub(crate) use file::label_in;
pub(crate) use mistake::Mistake;
pub(crate) use sink::Sink;

use self::file::File;
use crate::Source;
#[cfg(feature = "changes")]
pub(crate) use crate::yaml::{Lines, Tree, inside_quotes};
pub(crate) use crate::yaml::{Path, Step, Target, character, token};

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// The files that a diagnostic is about.
    files: BTreeMap<String, File>,
    /// How many more there are of each kind than are listed.
    unlisted: BTreeMap<(Level, Id), usize>,
    /// The names that something refers to.
    used: HashSet<String>,
}

/// So many mistakes of one kind are listed of a file, and the rest is counted: nobody reads on.
const MOST_MISTAKES_ALIKE: usize = 100;

/// Of warnings, fewer say it all.
const MOST_WARNINGS_ALIKE: usize = 10;

/// Diagnostics of one kind that are not listed one by one, because there are too many of that kind in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unlisted {
    /// What kind they are: `FB0107`.
    pub id: &'static str,
    /// The name of the lint, if it is one.
    pub lint: Option<&'static str>,
    /// How bad they are.
    pub level: Level,
    /// How many there are in all files.
    pub count: usize,
}

impl Unlisted {
    /// A diagnostic that is not shown.
    fn of(diagnostic: &Diagnostic) -> Self {
        let lint = LINTS.iter().find(|(_, id)| id.as_str() == diagnostic.id);
        Self {
            id: diagnostic.id,
            lint: lint.map(|(name, _)| *name),
            level: diagnostic.level,
            count: 1,
        }
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { level, count, .. } = self;
        let name = self.lint.unwrap_or(self.id);
        let plural = if *count == 1 { "" } else { "s" };
        write!(f, "… and {count} more `{name}` {level}{plural}")
    }
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

    /// How many more there are than are listed.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.unlisted.values().sum()
    }

    /// The kinds of which there are more than are listed, with how many.
    pub fn unlisted(&self) -> impl Iterator<Item = Unlisted> + '_ {
        self.unlisted.iter().map(|((level, id), count)| Unlisted {
            id: id.as_str(),
            lint: id.lint(),
            level: *level,
            count: *count,
        })
    }

    /// How many there are of a level, listed or not.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        let listed = self.iter().filter(|it| it.level == level).count();
        let unlisted = self.unlisted().filter(|it| it.level == level);
        listed + unlisted.map(|it| it.count).sum::<usize>()
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
        for file in self.files.values_mut() {
            file.forget();
        }
        self.list.sort_by(|a, b| {
            (&a.place.file, a.place.bytes.start).cmp(&(&b.place.file, b.place.bytes.start))
        });
        self
    }

    /// How many files were parsed as trees.
    #[cfg(test)]
    pub(crate) fn trees(&self) -> usize {
        self.files.values().filter(|file| file.has_tree()).count()
    }

    /// What is known about a file.
    fn file(&mut self, source: &Source) -> &mut File {
        self.files
            .entry(source.path.clone())
            .or_insert_with(|| File::new(source))
    }

    /// Whether a mistake only follows from others, because of which a part of a file was taken out.
    fn is_follow_up(&mut self, source: &Source, path: &[Step<'_>], mistake: &Mistake) -> bool {
        let is_lost = |name: &str| self.files.values().any(|file| file.has_lost(name));
        if mistake.unknown.as_deref().is_some_and(is_lost) {
            return true;
        }
        let Some(file) = self.files.get_mut(&source.path) else {
            return false;
        };
        file.is_recovered()
            && (!file.contains(path, Target::Value)
                || mistake.id.tells_absence() && file.has_lost_any())
    }

    /// Whether another diagnostic of a kind is listed of a file.
    fn has_room(&self, source: &Source, level: Level, id: Id) -> bool {
        let most = match level {
            Level::Error => MOST_MISTAKES_ALIKE,
            Level::Warning => MOST_WARNINGS_ALIKE,
        };
        let file = self.files.get(&source.path);
        file.is_none_or(|file| file.count(level, id) < most)
    }

    /// Whether a diagnostic is listed; if not, it is counted.
    fn has_room_or_counts(&mut self, source: &Source, mistake: &Mistake) -> bool {
        let (level, id) = (mistake.level, mistake.id);
        let has_room = self.has_room(source, level, id);
        if !has_room {
            *self.unlisted.entry((level, id)).or_default() += 1;
        }
        has_room
    }

    fn push(&mut self, source: &Source, id: Id, diagnostic: Diagnostic) {
        if self.file(source).note(id, &diagnostic) {
            self.list.push(diagnostic);
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}
