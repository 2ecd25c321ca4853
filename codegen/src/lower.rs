//! Resolves the book: names become indices, strings become values, layers become decisions.
//!
//! Everything that cannot be resolved is reported at its location and replaced by something harmless, so that the rest
//! can be checked in the same run. The barrier after each phase keeps such replacements from being emitted.

mod categories;
mod codes;
mod conditions;
mod domains;
mod envelopes;
mod examples;
mod fields;
mod formats;
mod hints;
mod languages;
mod operations;
mod remarks;
mod retries;
mod rules;
mod scope;
mod sources;
mod statuses;
mod templates;
mod vendor;
mod vocabulary;

use crate::Source;
use crate::diagnostics::{DiagnosticBuilder, Diagnostics, Id, Path, Sink, Target};
use crate::model::{Book, Vendor};
use crate::parse::{self, ParseError};
use crate::read::{Files, standard_has};
use crate::syntax::{Map, OneOrMany};

pub(crate) fn lower(files: &Files<'_>, diagnostics: &mut Diagnostics) -> Result<Book, Diagnostics> {
    let languages = languages::lower(files, diagnostics);
    let vocabulary = vocabulary::lower(&files.book, languages, &mut files.book.sink(diagnostics));
    if vocabulary.classes.is_empty() {
        // Without any class there is nothing to replace an unknown one.
        diagnostics.barrier()?;
    }
    let lowered: Vec<_> = files
        .vendors
        .iter()
        .map(|(source, vendor)| {
            vendor::lower(vendor, &vocabulary, &mut Sink::new(source, diagnostics))
        })
        .collect();
    refuse_repeated_types(&lowered, files, diagnostics);
    diagnostics.barrier()?;
    let unknown_class = vocabulary.status_classes.unknown;
    let (classes, actions) = (vocabulary.classes, vocabulary.actions);
    Ok(Book {
        classes,
        unknown_class,
        actions,
        vendors: lowered,
        languages: vocabulary.languages.finish(),
    })
}

/// Two vendors whose names make one Rust type cannot both be in the book's `Vendor`.
fn refuse_repeated_types(vendors: &[Vendor], files: &Files<'_>, diagnostics: &mut Diagnostics) {
    let sources: Vec<&Source> = files.vendors.iter().map(|(source, _)| *source).collect();
    for (at, vendor) in vendors.iter().enumerate() {
        let same = |before: &Vendor| !vendor.ident.is_empty() && before.ident == vendor.ident;
        if let Some(first) = vendors[..at].iter().position(same) {
            let path = Path::ROOT.key("vendor");
            let diagnostic = same_type(&vendor.ident, sources[first], sources[at]);
            let first = Sink::new(sources[first], diagnostics).label_of(&path, Target::Value);
            Sink::new(sources[at], diagnostics).report_at(&path, &diagnostic.related(first));
        }
    }
}

fn same_type(ident: &str, first: &Source, second: &Source) -> DiagnosticBuilder {
    let (message, help) = if first.stem() == second.stem() {
        let [one, other] = if first.name() == second.name() {
            [&*first.path, &*second.path]
        } else {
            [first.name(), second.name()]
        };
        let help = format!("keep one of `{one}` and `{other}`");
        (
            format!("two files define the vendor `{}`", first.stem()),
            help,
        )
    } else {
        let message = format!("two vendors become the type `{ident}`");
        (message, "rename one of them".to_owned())
    };
    Id::NameClash
        .diagnostic(message, "the second one")
        .help(help)
}

/// The entries of a map, each with its path. Duplicate keys are reported and omitted.
fn entries<'m, T>(map: &'m Map<T>, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<(&'m str, &'m T)> {
    entries_or(
        map,
        path,
        "many YAML parsers silently keep only one of them",
        sink,
    )
}

/// The same, with the help for duplicate keys.
fn entries_or<'m, T>(
    map: &'m Map<T>,
    path: &Path<'_>,
    help: &str,
    sink: &mut Sink<'_>,
) -> Vec<(&'m str, &'m T)> {
    let mut seen = std::collections::HashMap::new();
    let mut entries = Vec::new();
    for (key, value) in map.iter() {
        let times: &mut usize = seen.entry(key).or_default();
        if *times == 0 {
            entries.push((key, value));
        } else {
            let message = format!("`{key}` is a duplicate key");
            let diagnostic = Id::RepeatedKey.diagnostic(message, "again").help(help);
            sink.report_clash(&path.nth_key(key, *times), &path.key(key), diagnostic);
        }
        *times += 1;
    }
    entries
}

/// Calls `visit` with each item and its path.
pub(crate) fn for_each<'v, T, const OR_NONE: bool>(
    items: &'v OneOrMany<T, OR_NONE>,
    path: &Path<'_>,
    mut visit: impl FnMut(&'v T, &Path<'_>),
) {
    for (at, item) in items.items.iter().enumerate() {
        visit(item, &if items.listed { path.index(at) } else { *path });
    }
}

/// What `lower` makes of each item.
fn each<'v, T, M: IntoIterator, const OR_NONE: bool>(
    items: &'v OneOrMany<T, OR_NONE>,
    path: &Path<'_>,
    mut lower: impl FnMut(&'v T, &Path<'_>) -> M,
) -> Vec<M::Item> {
    let mut all = Vec::new();
    for_each(items, path, |item, path| all.extend(lower(item, path)));
    all
}

/// The error for a text that could not be parsed.
fn invalid(id: Id, what: &str, error: ParseError) -> DiagnosticBuilder {
    let mut diagnostic = id.diagnostic(format!("invalid {what}"), error.label);
    if let Some(part) = error.part {
        diagnostic = diagnostic.part(part);
    }
    if let Some((wrong, right)) = error.meant {
        diagnostic = diagnostic.perhaps(wrong, right);
    }
    error
        .help
        .into_iter()
        .fold(diagnostic, DiagnosticBuilder::help)
}

impl Sink<'_> {
    /// A parsed value; errors are reported at its location.
    fn parsed<T>(
        &mut self,
        path: &Path<'_>,
        id: Id,
        what: &str,
        parsed: Result<T, impl Into<ParseError>>,
    ) -> Option<T> {
        parsed
            .map_err(|error| self.report_at(path, &invalid(id, what, error.into())))
            .ok()
    }

    /// The same for a key.
    fn parsed_key<T>(
        &mut self,
        path: &Path<'_>,
        id: Id,
        what: &str,
        parsed: Result<T, impl Into<ParseError>>,
    ) -> Option<T> {
        parsed
            .map_err(|error| self.report_at_key(path, &invalid(id, what, error.into())))
            .ok()
    }

    /// Reports that two entries of a map become the same name, at the source of each name: a key inside it, or its own
    /// key.
    fn clash_of_names(
        &mut self,
        second: (&Path<'_>, Option<&str>),
        first: (&Path<'_>, Option<&str>),
        diagnostic: DiagnosticBuilder,
    ) {
        let diagnostic = diagnostic.related(match first {
            (path, Some(key)) => self.label_of(&path.key(key), Target::Value),
            (path, None) => self.label_of(path, Target::Key),
        });
        match second {
            (path, Some(key)) => self.report_at(&path.key(key), &diagnostic),
            (path, None) => self.report_at_key(path, &diagnostic),
        }
    }

    /// The identifier of a key in `snake_case`.
    fn snake_key(&mut self, path: &Path<'_>, name: &str) -> String {
        let ident = parse::snake(name).and_then(|()| parse::identifier(name));
        self.parsed_key(path, Id::InvalidName, "name", ident)
            .unwrap_or_default()
    }

    /// The meaning of a word, for a key with fixed values.
    pub(crate) fn word<T: Copy>(
        &mut self,
        path: &Path<'_>,
        what: &str,
        text: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, value)| *value);
        if found.is_none() {
            let diagnostic = Id::InvalidWord.diagnostic(
                format!("invalid {what} `{text}`"),
                format!("no such {what}"),
            );
            self.report_at(
                path,
                &diagnostic.nearest(text, words.iter().map(|(word, _)| *word)),
            );
        }
        found
    }

    /// The index of a name among the known ones.
    fn find(&mut self, path: &Path<'_>, what: &str, name: &str, known: &[&str]) -> Option<usize> {
        let found = known.iter().position(|known| *known == name);
        if found.is_some() {
            self.refer(name);
        } else {
            self.report_unknown(path, what, name, known);
        }
        found
    }

    fn report_unknown(&mut self, path: &Path<'_>, what: &str, name: &str, known: &[&str]) {
        let mut diagnostic = unknown(what, name, known, self);
        // The vocabulary of a package is not inherited with its vendors.
        if matches!(what, "class" | "action") && self.part_of(path, Target::Value) != 0 {
            diagnostic = diagnostic.help(
                "an extended file can only use classes and actions of the book that extends it",
            );
        }
        self.report_at(path, &diagnostic);
    }
}

/// The error for an unknown name. If it resembles none in the book, a standard one may be meant.
fn unknown(what: &str, name: &str, known: &[&str], sink: &Sink<'_>) -> DiagnosticBuilder {
    let diagnostic = sink.unknown(what, name, known.iter().copied());
    if diagnostic.replacement().is_none() && standard_has(what, name) {
        return diagnostic
            .help("the standard vocabulary has it: add `extends: standard` to `book.yaml`");
    }
    diagnostic
}
