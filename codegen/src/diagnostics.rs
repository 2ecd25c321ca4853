//! The diagnostics of a book, in the format of rustc.

mod builder;
mod file;
mod ids;
mod render;
mod sink;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::ops::Range;

pub(crate) use builder::DiagnosticBuilder;
#[cfg(feature = "changes")]
pub(crate) use file::Locator;
pub use ids::{Explanation, explain, explanations};
pub(crate) use ids::{Id, LINTS};
pub(crate) use sink::Sink;

use self::file::File;
use crate::Source;
pub(crate) use crate::spelling::clipped;
pub(crate) use crate::yaml::{Path, Segment, Target, character, token};
#[cfg(feature = "changes")]
pub(crate) use crate::yaml::{Tree, inside_quotes};

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The book is compiled.
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

/// All diagnostics of a book, with their locations.
///
/// `Display` prints the lines of the book with the locations marked, as plain text.
#[derive(Debug, Default, Clone)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The files with diagnostics.
    files: BTreeMap<String, File>,
    /// The number of unlisted diagnostics of each kind, sorted.
    unlisted: Vec<((Level, Id), usize)>,
    /// The names that are referred to.
    used: HashSet<String>,
}

/// The number of errors of one kind that are listed per file; the rest are counted.
const MAX_SIMILAR_ERRORS: usize = 100;

/// The same for warnings, where fewer are enough.
const MAX_SIMILAR_WARNINGS: usize = 10;

/// Diagnostics of one kind that are only counted, because there are too many of them in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unlisted {
    /// Their id, such as `FB0107`.
    pub id: &'static str,
    /// The name of the lint, if it is one.
    pub lint: Option<&'static str>,
    /// Their severity.
    pub level: Level,
    /// Their number in all files.
    pub count: usize,
}

impl Unlisted {
    /// Counts a diagnostic that is not shown.
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

/// A single error or warning.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Its id, such as `FB0010`. Ids never change, and [`explain`] explains them.
    pub id: &'static str,
    /// Its severity.
    pub level: Level,
    /// The message, in one sentence.
    pub message: String,
    /// Its location.
    pub label: Label,
    /// Related locations.
    pub related: Vec<Label>,
    /// How to fix it.
    pub help: Vec<String>,
    /// The suggested replacement, if any.
    pub fix: Option<Fix>,
}

/// A location in a file, with a label.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The file, as it was named when it was compiled.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The bytes of the key or value.
    pub bytes: Range<usize>,
    /// The text under the caret.
    pub text: String,
}

/// A replacement for the text at a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// The bytes to replace, in the diagnostic's file.
    pub bytes: Range<usize>,
    /// The replacement.
    pub replacement: String,
    /// Whether it is the only possible meaning, so that a tool may apply it automatically.
    pub certain: bool,
}

impl Label {
    /// The same location with another label.
    pub(crate) fn with_text(self, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, ..self }
    }
}

impl Diagnostic {
    /// The file, as it was named when it was compiled.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.label.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.label.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.label.column
    }

    /// The message, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Diagnostics {
    /// All listed diagnostics, by file and location.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The number of diagnostics that are not listed.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.unlisted.iter().map(|(_, count)| count).sum()
    }

    /// The kinds with unlisted diagnostics, and their numbers.
    pub fn unlisted(&self) -> impl Iterator<Item = Unlisted> + '_ {
        self.unlisted.iter().map(|((level, id), count)| Unlisted {
            id: id.as_str(),
            lint: id.lint(),
            level: *level,
            count: *count,
        })
    }

    /// The number of diagnostics of a level, listed or not.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        let listed = self.iter().filter(|it| it.level == level).count();
        let unlisted = self.unlisted().filter(|it| it.level == level);
        listed + unlisted.map(|it| it.count).sum::<usize>()
    }

    /// Renders all diagnostics with the lines of the book, like rustc.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render::all(self, colour)
    }

    /// Renders one diagnostic in the same way.
    #[must_use]
    pub fn render_one(&self, diagnostic: &Diagnostic, colour: bool) -> String {
        render::single(self, diagnostic, colour)
    }

    /// Ends a phase: the next one may rely on there being no errors.
    pub(crate) fn barrier(&mut self) -> Result<(), Diagnostics> {
        if self.count(Level::Error) == 0 {
            return Ok(());
        }
        Err(std::mem::take(self).sorted())
    }

    /// If several places use the same unknown name and nothing uses the known one, it may be the latter that is
    /// misspelled.
    fn doubt_definitions(&mut self) {
        let mut times: HashMap<String, usize> = HashMap::new();
        let unknown = |diagnostic: &&mut Diagnostic| diagnostic.id == Id::UnknownName.as_str();
        for diagnostic in self.list.iter_mut().filter(unknown) {
            *times.entry(diagnostic.message.clone()).or_default() += 1;
        }
        for diagnostic in self.list.iter_mut().filter(unknown) {
            let Some(fix) = &mut diagnostic.fix else {
                continue;
            };
            let name = &fix.replacement;
            if times[&diagnostic.message] > 1 && !self.used.contains(name) {
                fix.certain = false;
                let help = format!(
                    "nothing uses `{name}`: if that is mistyped, rename it where it is defined"
                );
                diagnostic.help.push(help);
            }
        }
    }

    /// Sorts them by location.
    pub(crate) fn sorted(mut self) -> Self {
        self.doubt_definitions();
        for file in self.files.values_mut() {
            file.forget();
        }
        self.list.sort_by(|a, b| {
            (&a.label.file, a.label.bytes.start).cmp(&(&b.label.file, b.label.bytes.start))
        });
        self
    }

    /// The number of files that were parsed as trees.
    #[cfg(test)]
    pub(crate) fn trees(&self) -> usize {
        self.files.values().filter(|file| file.has_tree()).count()
    }

    /// What is known about a file.
    fn file(&mut self, source: &Source) -> &mut File {
        if !source.bases().is_empty() && !self.files.contains_key(&source.path) {
            for base in source.base_files() {
                let file = File::new(&base);
                self.files.entry(base.path).or_insert(file);
            }
        }
        self.files
            .entry(source.path.clone())
            .or_insert_with(|| File::new(source))
    }

    /// Whether an error may only be a consequence of others, because of which a part of a file was removed.
    fn is_follow_up(
        &mut self,
        source: &Source,
        path: &[Segment<'_>],
        builder: &DiagnosticBuilder,
    ) -> bool {
        let is_lost = |name: &str| self.files.values().any(|file| file.has_lost(name));
        if builder.unknown.as_deref().is_some_and(is_lost) {
            return true;
        }
        let Some(file) = self.files.get_mut(&source.path) else {
            return false;
        };
        file.is_recovered()
            && (!file.contains(path, Target::Value)
                || builder.id.reports_absence() && file.has_lost_any())
    }

    /// Whether another diagnostic of this kind is still listed for a file.
    fn has_room(&self, source: &Source, level: Level, id: Id) -> bool {
        let most = match level {
            Level::Error => MAX_SIMILAR_ERRORS,
            Level::Warning => MAX_SIMILAR_WARNINGS,
        };
        let file = self.files.get(&source.path);
        file.is_none_or(|file| file.count(level, id) < most)
    }

    /// Whether a diagnostic is listed or only counted.
    fn has_room_or_counts(&mut self, source: &Source, builder: &DiagnosticBuilder) -> bool {
        let (level, id) = (builder.level, builder.id);
        let has_room = self.has_room(source, level, id);
        if !has_room {
            let unlisted = &mut self.unlisted;
            match unlisted.binary_search_by_key(&(level, id), |(kind, _)| *kind) {
                Ok(at) => unlisted[at].1 += 1,
                Err(at) => unlisted.insert(at, ((level, id), 1)),
            }
        }
        has_room
    }

    fn push(&mut self, source: &Source, id: Id, diagnostic: Diagnostic) {
        // Several files may extend the one that has the error.
        let is_same = |other: &Diagnostic| {
            (other.id, &other.label, &other.message)
                == (diagnostic.id, &diagnostic.label, &diagnostic.message)
        };
        if !source.bases().is_empty() && self.list.iter().any(is_same) {
            return;
        }
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
