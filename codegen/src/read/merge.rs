//! Merges the standard vocabulary and every `book.yaml` into one: each of several folders may have its own.

use std::collections::HashMap;
use std::ptr;
use std::sync::LazyLock;

use super::file;
use crate::diagnostics::{DiagnosticBuilder, Diagnostics, Id, Path, Sink, Target};
use crate::syntax::{self, Action, Book, Class, Headers, Map, Retry, UserMessage};
use crate::{Source, standard};

/// The vocabulary that can be extended.
const STANDARD: &str = "standard";

/// The vocabulary, as if it were in one file.
pub(crate) struct MergedBook<'s> {
    /// The standard entries come first, with their overrides, followed by what the books add.
    pub(crate) syntax: Book,
    /// The first book.
    source: &'s Source,
    /// The other books, followed by the standard if one of them extends it.
    others: Vec<&'s Source>,
    /// The numbers of standard classes, actions and retries, which come first.
    pub(crate) standard: Standard,
}

/// The numbers of standard entries.
#[derive(Default)]
pub(crate) struct Standard {
    pub(crate) classes: usize,
    pub(crate) actions: usize,
    pub(crate) retries: usize,
    /// The texts of standard classes, whether or not a book overrides them.
    pub(crate) texts: Vec<UserMessage>,
}

impl MergedBook<'_> {
    /// The sink for errors of the vocabulary, whichever file they are in.
    pub(crate) fn sink<'a>(&'a self, diagnostics: &'a mut Diagnostics) -> Sink<'a> {
        Sink::of_all(self.source, &self.others, diagnostics)
    }

    /// The author's own files.
    pub(crate) fn own(&self) -> impl Iterator<Item = &Source> {
        let all = [self.source].into_iter().chain(self.others.iter().copied());
        all.filter(|source| !ptr::eq(*source, standard()))
    }

    /// The standard, if the book extends it.
    pub(crate) fn extended(&self) -> Option<&'static Source> {
        let has_it = self.others.iter().any(|other| ptr::eq(*other, standard()));
        has_it.then(standard)
    }
}

/// Merges books in this order; `None` if there are none. Duplicate definitions are reported, and the first one counts.
pub(super) fn merge<'s>(
    books: Vec<(&'s Source, Book)>,
    diagnostics: &mut Diagnostics,
) -> Option<MergedBook<'s>> {
    let mut others: Vec<&Source> = books.iter().map(|(source, _)| *source).collect();
    let source = (!others.is_empty()).then(|| others.remove(0))?;
    let mut extends = false;
    for (source, book) in &books {
        extends |= is_extending(book, &mut Sink::new(source, diagnostics));
    }
    let mut merger = Merger::default();
    let mut standards = Standard::default();
    if extends {
        others.push(standard());
        let mut base: Book = file(standard(), |_, _| false, diagnostics).unwrap_or_default();
        let mut languages = books.iter().flat_map(|(_, book)| &book.languages);
        if let Some(first) = languages.next() {
            localize(&mut base, first);
        }
        standards = merger.begin(base, &mut Sink::new(standard(), diagnostics));
    }
    for (source, book) in books {
        merger.add(source, book, diagnostics);
    }
    Some(MergedBook {
        syntax: merger.finish(),
        source,
        others,
        standard: standards,
    })
}

/// Makes the texts of the standard those in the language of the book, where it has them.
fn localize(base: &mut Book, language: &str) {
    let classes = base.classes.iter_mut().flat_map(|classes| &mut classes.0);
    for text in classes.filter_map(|(_, class)| class.user_message.as_mut()) {
        if let Some(localized) = text.in_language(language) {
            *text = localized;
        }
    }
}

/// Whether a book extends the standard. An invalid `extends` cannot have meant anything else.
fn is_extending(book: &Book, sink: &mut Sink<'_>) -> bool {
    let Some(name) = &book.extends else {
        return sink.has_lost("extends");
    };
    if name.0 != STANDARD {
        sink.report_at(&Path::ROOT.key("extends"), &not_standard(&name.0));
    }
    true
}

fn not_standard(name: &str) -> DiagnosticBuilder {
    let diagnostic = DiagnosticBuilder::unknown("vocabulary", name, [STANDARD].into_iter());
    if name.contains(['/', '.']) {
        return diagnostic.help("folders that are given together form one book");
    }
    diagnostic
}

/// Whether the standard has a class, an action or a retry with a name.
pub(crate) fn standard_has(what: &str, name: &str) -> bool {
    static NAMES: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
        let book: Book = syntax::valid(&standard().text).unwrap_or_default();
        let classes = book.classes().map(|(name, _)| ("class", name.to_owned()));
        let actions = book.actions.keys().map(|name| ("action", name.to_owned()));
        let retries = book.retries.keys().map(|name| ("retry", name.to_owned()));
        classes.chain(actions).chain(retries).collect()
    });
    NAMES
        .iter()
        .any(|known| (known.0, &*known.1) == (what, name))
}

/// The result so far.
#[derive(Default)]
struct Merger<'s> {
    has_classes: bool,
    classes: Section<'s, Class>,
    actions: Section<'s, Action>,
    retries: Section<'s, Retry>,
    lints: Section<'s, String>,
    headers: Headers,
    /// The source of each header.
    headers_of: HashMap<&'static str, &'s Source>,
    languages: Option<(&'s Source, Vec<String>)>,
}

impl<'s> Merger<'s> {
    /// Starts with the standard, all of which may be overridden. None of its names is an author's misspelling.
    fn begin(&mut self, mut base: Book, sink: &mut Sink<'_>) -> Standard {
        let texts = base.classes.iter_mut().flat_map(|classes| &mut classes.0);
        let texts = texts.filter_map(|(_, class)| class.user_message.as_mut());
        let texts = texts.map(UserMessage::take_translations).collect();
        let classes = base.classes().map(|(name, _)| name);
        let names = classes
            .chain(base.actions.keys())
            .chain(base.retries.keys());
        names.for_each(|name| sink.refer(name));
        self.has_classes = true;
        self.classes = Section::overridable(base.classes.unwrap_or_default());
        self.actions = Section::overridable(base.actions);
        self.retries = Section::overridable(base.retries);
        self.headers = base.headers;
        Standard {
            classes: self.classes.entries.len(),
            actions: self.actions.entries.len(),
            retries: self.retries.entries.len(),
            texts,
        }
    }

    fn add(&mut self, source: &'s Source, book: Book, diagnostics: &mut Diagnostics) {
        let mut origin = Origin {
            source,
            section: "classes",
            diagnostics,
        };
        self.has_classes |= book.classes.is_some();
        let classes = book.classes.unwrap_or_default();
        self.classes.add(classes, override_class, &mut origin);
        origin.section = "actions";
        self.actions.add(book.actions, override_action, &mut origin);
        origin.section = "retries";
        let replace = |retry: &mut Retry, own| *retry = own;
        self.retries.add(book.retries, replace, &mut origin);
        origin.section = "lints";
        self.lints.add(book.lints, |_, _| (), &mut origin);
        origin.section = "languages";
        match &self.languages {
            Some((first, _)) if !book.languages.is_empty() => origin.report_second("", first),
            None if !book.languages.is_empty() => self.languages = Some((source, book.languages)),
            _ => {}
        }
        origin.section = "headers";
        let Headers {
            retry_after,
            rate_limit,
            max_wait,
        } = book.headers;
        let (known, headers) = (&mut self.headers_of, &mut self.headers);
        origin.add_header("retry_after", retry_after, &mut headers.retry_after, known);
        origin.add_header("rate_limit", rate_limit, &mut headers.rate_limit, known);
        origin.add_header("max_wait", max_wait, &mut headers.max_wait, known);
    }

    fn finish(self) -> Book {
        Book {
            faultbook: None,
            extends: None,
            classes: self.has_classes.then_some(Map(self.classes.entries)),
            actions: Map(self.actions.entries),
            retries: Map(self.retries.entries),
            headers: self.headers,
            lints: Map(self.lints.entries),
            languages: self.languages.map_or_else(Vec::new, |(_, own)| own),
        }
    }
}

fn override_class(class: &mut Class, own: Class) {
    let Class {
        summary,
        like,
        outcome,
        statuses,
        severity,
        grpc,
        user_message,
        retry,
        actions,
        allow,
    } = own;
    replace(&mut class.summary, summary);
    replace(&mut class.like, like);
    replace(&mut class.outcome, outcome);
    replace(&mut class.statuses, statuses);
    replace(&mut class.severity, severity);
    replace(&mut class.grpc, grpc);
    replace(&mut class.user_message, user_message);
    replace(&mut class.retry, retry);
    replace(&mut class.actions, actions);
    class.allow = allow;
}

fn override_action(action: &mut Action, own: Action) {
    let Action {
        summary,
        actor,
        allow,
    } = own;
    replace(&mut action.summary, summary);
    replace(&mut action.actor, actor);
    action.allow = allow;
}

/// Sets a value if it is given.
fn replace<T>(field: &mut Option<T>, own: Option<T>) {
    if own.is_some() {
        *field = own;
    }
}

/// The entries of one of the maps of a `book.yaml`.
struct Section<'s, T> {
    entries: Vec<(String, T)>,
    /// The index and the book of each entry; no book if it may be overridden.
    known: HashMap<String, (usize, Option<&'s Source>)>,
}

impl<T> Default for Section<'_, T> {
    fn default() -> Self {
        Self::overridable(Map::default())
    }
}

impl<'s, T> Section<'s, T> {
    fn overridable(map: Map<T>) -> Self {
        let names = map.keys().enumerate();
        let known = names.map(|(at, name)| (name.to_owned(), (at, None)));
        Self {
            known: known.collect(),
            entries: map.0,
        }
    }

    fn add(
        &mut self,
        own: Map<T>,
        mut replace: impl FnMut(&mut T, T),
        origin: &mut Origin<'s, '_>,
    ) {
        for (name, entry) in own.0 {
            match self.known.get_mut(&name) {
                Some((at, owner @ None)) => {
                    *owner = Some(origin.source);
                    replace(&mut self.entries[*at].1, entry);
                }
                Some((_, Some(first))) if !ptr::eq(*first, origin.source) => {
                    origin.report_second(&name, first);
                }
                // Duplicates within one file are reported where the entries are checked.
                Some(_) => self.entries.push((name, entry)),
                None => {
                    let at = self.entries.len();
                    self.known.insert(name.clone(), (at, Some(origin.source)));
                    self.entries.push((name, entry));
                }
            }
        }
    }
}

/// A map to merge, and its file.
struct Origin<'s, 'd> {
    source: &'s Source,
    section: &'static str,
    diagnostics: &'d mut Diagnostics,
}

impl<'s> Origin<'s, '_> {
    fn add_header<T>(
        &mut self,
        key: &'static str,
        own: Option<T>,
        merged: &mut Option<T>,
        known: &mut HashMap<&'static str, &'s Source>,
    ) {
        if own.is_none() {
            return;
        }
        if let Some(first) = known.get(key) {
            self.report_second(key, first);
        } else {
            known.insert(key, self.source);
            *merged = own;
        }
    }

    /// Reports that two files define the same name.
    fn report_second(&mut self, name: &str, first: &Source) {
        let path = Path::ROOT.key(self.section);
        let path = path.key(name);
        let first = Sink::new(first, self.diagnostics).label_of(&path, Target::Key);
        let message = format!("`{name}` is defined twice in `{}`", self.section);
        let diagnostic = Id::RepeatedKey.diagnostic(message, "again");
        let diagnostic = diagnostic.help("all folders form one book: keep one of the two");
        Sink::new(self.source, self.diagnostics).report_at_key(&path, &diagnostic.related(first));
    }
}
