//! Reads the files of a book into [`syntax`](crate::syntax).

mod extend;
mod inspect;
mod merge;
mod recover;
mod repairs;
mod syntax_errors;
mod version;

use std::ptr;

use serde::de::IgnoredAny;

pub(crate) use self::extend::expand;
pub use self::extend::packages;
pub(crate) use self::extend::protocol_of;
pub(crate) use self::inspect::TextCheck;
pub(crate) use self::merge::{MergedBook, standard_has};
use crate::Source;
use crate::diagnostics::{DiagnosticBuilder, Diagnostics, Id, Level, Sink, character, token};
use crate::syntax::{self, Book, Read, Texts, Vendor};
use crate::yaml::{MOST_WRITTEN_OUT, Tree};

/// The files of a book as they are written.
pub(crate) struct Files<'s> {
    pub(crate) book: MergedBook<'s>,
    /// In the order of their names.
    pub(crate) vendors: Vec<(&'s Source, Vendor)>,
    /// The translations, in the order of their files' names.
    pub(crate) texts: Vec<(&'s Source, Texts)>,
}

impl<'s> Files<'s> {
    /// The translations that are not those of packages.
    pub(crate) fn own_texts(&self) -> impl Iterator<Item = (&'s Source, &Texts)> {
        let texts = self.texts.iter().map(|(source, texts)| (*source, texts));
        texts.filter(|(source, _)| source.package().is_none())
    }
}

/// Reads all files and reports their errors. Without `book.yaml`, nothing more can be checked. `check` finds texts
/// that need a check of their file.
pub(crate) fn read<'s>(
    sources: &'s [Source],
    check: TextCheck,
    diagnostics: &mut Diagnostics,
) -> Option<Files<'s>> {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    // Files of the same name keep the order in which they are given, so that the location of their folders does not
    // matter.
    sorted.sort_by_key(|source| source.name());
    let (texts, sorted): (Vec<&Source>, Vec<&Source>) =
        sorted.into_iter().partition(|source| source.is_texts());
    let (books, vendors): (Vec<&Source>, Vec<&Source>) = sorted
        .into_iter()
        .partition(|source| source.stem() == "book");
    if books.is_empty() {
        file::<Book>(&missing_book(&vendors), check, diagnostics);
    }
    let seconds = refuse_two_in_a_folder(&books, diagnostics);
    let mut books = files(books, check, diagnostics);
    // Duplicates of the first one's entries need no report.
    books.retain(|(source, _)| !seconds.iter().any(|second| ptr::eq(*second, *source)));
    let vendors = files(vendors, check, diagnostics);
    let texts = files(texts, check, diagnostics);
    Some(Files {
        book: merge::merge(books, diagnostics)?,
        vendors,
        texts,
    })
}

fn files<'s, T: Read>(
    sources: Vec<&'s Source>,
    check: TextCheck,
    diagnostics: &mut Diagnostics,
) -> Vec<(&'s Source, T)> {
    let sources = sources.into_iter();
    let read = |source| Some((source, file(source, check, diagnostics)?));
    sources.filter_map(read).collect()
}

/// Reports a `book.yaml` and a `book.yml` in the same folder, and returns the second ones. Those of several folders
/// form one vocabulary.
fn refuse_two_in_a_folder<'s>(
    books: &[&'s Source],
    diagnostics: &mut Diagnostics,
) -> Vec<&'s Source> {
    let mut seconds = Vec::new();
    for (at, second) in books.iter().enumerate() {
        let is_beside = |first: &&&Source| first.folder() == second.folder();
        if let Some(first) = books[..at].iter().find(is_beside) {
            let diagnostic =
                Id::NameClash.diagnostic("two files define the book", "the second one");
            let diagnostic = diagnostic.help("keep one of `book.yaml` and `book.yml`");
            let first = Sink::new(first, diagnostics).label_of_start();
            let place = token(&second.text, 0);
            Sink::new(second, diagnostics).report_at_bytes(place, &diagnostic.related(first));
            seconds.push(*second);
        }
    }
    seconds
}

/// The path of the missing `book.yaml`.
fn missing_book(vendors: &[&Source]) -> Source {
    let folder = vendors.first().map_or("", |vendor| vendor.folder());
    Source::missing_book(format!("{folder}book.yaml"))
}

/// Reads a file as its type. Only a file with something to report is parsed again, as a tree.
fn file<T: Read>(source: &Source, check: TextCheck, diagnostics: &mut Diagnostics) -> Option<T> {
    let sink = &mut Sink::new(source, diagnostics);
    let refused = source.refused.clone();
    let refused = refused
        .or_else(|| hostile_character(&source.text))
        .or_else(|| too_many_brackets(&source.text));
    if let Some((at, diagnostic)) = refused {
        sink.report_at_bytes(character(&source.text, at), &diagnostic);
        return None;
    }
    if !source.bases().is_empty() {
        return extended(sink);
    }
    let values = match syntax::parse(&source.text) {
        Ok(values) => values,
        Err(error) => return what_fits(error.as_ref(), sink),
    };
    if values.is_null(values.root()) {
        let diagnostic = Id::WrongShape.diagnostic("the file is empty", "nothing here");
        sink.report_at_offset(0, &diagnostic.help("remove it from the folder, or fill it"));
        return None;
    }
    if inspect::is_suspect(&values, check) {
        sink.suspect();
    }
    let Some(parsed) = syntax::whole(&values) else {
        return what_fits(None, sink);
    };
    // Values have no tags, and a merge key is a key like any other.
    if may_have_tags(&source.text) || source.text.contains("<<") {
        return match sink.tree() {
            Ok(tree) if !is_free_of_tags(&tree, sink) => None,
            Ok(tree) if !tree.merges().is_empty() => recover::read(&tree, sink),
            _ => Some(parsed),
        };
    }
    Some(parsed)
}

/// Reads a file merged with those that it extends.
fn extended<T: Read>(sink: &mut Sink<'_>) -> Option<T> {
    let text = &sink.source.text;
    for part in sink.source.parts() {
        if let Err(error) = serde_yaml::from_str::<IgnoredAny>(&text[part.clone()]) {
            let (bytes, diagnostic) = syntax_errors::explain(&text[part.clone()], &error);
            sink.report_at_bytes(
                bytes.start + part.start..bytes.end + part.start,
                &diagnostic,
            );
            return None;
        }
    }
    sink.suspect();
    let tree = match sink.tree() {
        Ok(tree) => tree,
        Err(failure) => {
            let explained = syntax_errors::explain_failure(text, failure);
            let (bytes, diagnostic) =
                explained.unwrap_or_else(|| (token(text, 0), not_one_document()));
            sink.report_at_bytes(bytes, &diagnostic);
            return None;
        }
    };
    for null in tree.nulls() {
        sink.report_at_bytes(tree.bytes(*null), &removed_fact());
    }
    if !is_short_enough(&tree, sink) || !is_free_of_tags(&tree, sink) {
        return None;
    }
    recover::read(&tree, sink)
}

fn not_one_document() -> DiagnosticBuilder {
    Id::InvalidYaml.diagnostic("the file is not one YAML document", "here")
}

/// The error for `null` in a file that extends another, where it would remove what is known about the vendor.
fn removed_fact() -> DiagnosticBuilder {
    let message = "`null` would remove a fact about the vendor";
    let diagnostic = Id::RemovedFact.diagnostic(message, "not a value");
    diagnostic.help("replace it; `null` removes only texts and what is to be done, such as `retry`")
}

/// The part of a file that fits, after everything else was reported.
fn what_fits<T: Read>(error: Option<&serde_yaml::Error>, sink: &mut Sink<'_>) -> Option<T> {
    let before = sink.diagnostics.count(Level::Error);
    let parsed = if is_yaml(error, sink) {
        sink.suspect();
        let tree = sink.tree().ok()?;
        recover::read(&tree, sink)
    } else {
        None
    };
    match error {
        // The tree accepts what serde does not.
        Some(error) if sink.diagnostics.count(Level::Error) == before => {
            let (bytes, diagnostic) = syntax_errors::explain(&sink.source.text, error);
            sink.report_at_bytes(bytes, &diagnostic);
            None
        }
        _ => parsed,
    }
}

/// Whether a file that does not fit is otherwise valid YAML for a book. Violations are reported.
fn is_yaml(error: Option<&serde_yaml::Error>, sink: &mut Sink<'_>) -> bool {
    let text = &sink.source.text;
    // A mismatch is found before errors further below.
    let whole = serde_yaml::from_str::<IgnoredAny>(text).err();
    let explain = |error: Option<&serde_yaml::Error>| {
        let explained = error.map(|error| syntax_errors::explain(text, error));
        explained.unwrap_or_else(|| (token(text, 0), not_one_document()))
    };
    let (bytes, diagnostic) = match (sink.tree(), whole) {
        (Ok(tree), None) => return is_short_enough(&tree, sink) && is_free_of_tags(&tree, sink),
        (Err(failure), whole) => syntax_errors::explain_failure(text, failure)
            .unwrap_or_else(|| explain(whole.as_ref().or(error))),
        (Ok(_), whole) => explain(whole.as_ref()),
    };
    sink.report_at_bytes(bytes, &diagnostic);
    false
}

/// Whether a text may contain a tag.
fn may_have_tags(text: &str) -> bool {
    let begins_token = |at: usize| at == 0 || text[..at].ends_with([' ', '\n', '[', '{', ',']);
    text.match_indices('!').any(|(at, _)| begins_token(at))
}

/// Reports all tags.
fn is_free_of_tags(tree: &Tree, sink: &mut Sink<'_>) -> bool {
    for tag in tree.tags() {
        sink.report_at_bytes(tag.clone(), &syntax_errors::tag());
    }
    tree.tags().is_empty()
}

/// Reports where a file, with its aliases expanded, exceeds the size limit.
fn is_short_enough(tree: &Tree, sink: &mut Sink<'_>) -> bool {
    if let Some(at) = tree.overflow() {
        let message =
            format!("with its aliases expanded, the file has more than {MOST_WRITTEN_OUT} bytes");
        let diagnostic = Id::InvalidYaml.diagnostic(message, "the limit is reached here");
        sink.report_at_offset(at, &diagnostic.help("use fewer aliases"));
    }
    tree.overflow().is_none()
}

/// An invisible character that changes how a file or the generated code is read.
fn hostile_character(text: &str) -> Option<(usize, DiagnosticBuilder)> {
    let hostile = |c: char| match c {
        '\t' | '\n' | '\r' => None,
        '\u{feff}' => Some("a byte order mark: save the file without it"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("it changes the direction of the text after it")
        }
        _ if c.is_control() => Some("a control character"),
        _ => None,
    };
    let (at, c, label) = text
        .char_indices()
        .find_map(|(at, c)| Some((at, c, hostile(c)?)))?;
    let message = format!(
        "the character U+{:04X} is not allowed in a book",
        u32::from(c)
    );
    let diagnostic = Id::UnreadableFile.diagnostic(message, label);
    Some((at, diagnostic.help("delete it")))
}

/// More open brackets on a line than can be intended. The parser would find that, too, but in quadratic time.
fn too_many_brackets(text: &str) -> Option<(usize, DiagnosticBuilder)> {
    const MOST: usize = 10_000;
    let at = open_brackets(text, MOST)?;
    let message = format!("more than {MOST} brackets are open on this line");
    let diagnostic = Id::InvalidYaml.diagnostic(message, "one too many");
    Some((
        at,
        diagnostic.help("close each bracket after its last entry"),
    ))
}

/// Where more than `most` brackets are open on a line.
fn open_brackets(text: &str, most: usize) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            b'\n' => open = 0,
            _ => {}
        }
        open > most
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::diagnostics::Diagnostics;
    use crate::{Source, lints};

    const VENDOR: &str = "vendor: acme\ntitle: Acme\nsummary: \"Acme\\u2019s API\"\nsource: here\n\
        advice: [Wait! Then try again., Don't & won't * two]\nactions: [alert_operator]\n\
        domains:\n  api: { envelope: { code: /code }, codes: { 404: { summary: Gone, name: Gone, status: 404 } } }\n\
        examples:\n- name: it is gone\n  operation: request\n  \
        response: { status: 404, headers: { A: x, B: x }, body: \"{\\n}\" }\n  expect: { class: not_found }\n";

    /// The number of trees that are built to read a vendor's file and to check its texts.
    fn trees(vendor: &str) -> usize {
        let sources = [
            Source::new("book.yaml", "extends: standard\n"),
            Source::new("acme.yaml", vendor),
        ];
        let mut diagnostics = Diagnostics::default();
        if let Some(files) = read(&sources, lints::is_suspect, &mut diagnostics) {
            lints::texts(&files, &mut diagnostics);
        }
        diagnostics.trees()
    }

    #[test]
    fn a_file_that_nothing_is_reported_of_is_not_parsed_as_a_tree() {
        assert_eq!(trees(VENDOR), 0);
    }

    #[test]
    fn a_file_that_something_is_reported_of_is() {
        let table = [
            ("title: Acme", "title: ''"),
            ("title: Acme", "title: ~"),
            ("title: Acme", "title: Ac\u{200b}me\nclass: o\u{200b}k"),
            ("title: Acme", "title: [Acme]"),
            ("[alert_operator]", "[alert_operator, alert_operator]"),
            ("source: here", "sauce: here"),
            ("source: here", "source: !x here"),
            ("codes: {", "codes: { A: &a { summary: A }, <<: *a,"),
        ];
        for (old, new) in table {
            assert_eq!(trees(&VENDOR.replace(old, new)), 1, "{new}");
        }
    }
}
