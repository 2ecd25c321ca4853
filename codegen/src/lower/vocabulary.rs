//! `book.yaml`: classes, actions and named retries.

use std::collections::HashMap;

use faultbook_runtime::{Actor, Outcome, Severity, standard};

use super::languages::Languages;
use super::scope::Vocabulary;
use super::{entries, fields, hints, retries, statuses, templates};
use crate::decide::StatusClasses;
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Sink};
use crate::model::{Action, Class, ClassId, Grpc, Part, Retry, Statuses};
use crate::parse;
use crate::read::MergedBook;
use crate::spelling;
use crate::syntax::{self, Map, OneOrMany};

pub(crate) fn lower<'s>(
    merged: &'s MergedBook<'_>,
    languages: Languages<'s>,
    sink: &mut Sink<'_>,
) -> Vocabulary<'s> {
    let book = &merged.syntax;
    let actions = actions(merged, sink);
    let path = Path::ROOT.key("classes");
    let classes = classes(book, &path, sink);
    let mut vocabulary = Vocabulary {
        classes: lower_classes(&classes, merged.standard.classes, &path, sink),
        actions,
        retries: Vec::new(),
        status_classes: StatusClasses {
            ranges: Vec::new(),
            unknown: ClassId::new(0),
        },
        headers: &book.headers,
        languages,
    };
    refuse_same_names(&vocabulary, sink);
    vocabulary.retries = retries(book, &vocabulary, sink);
    let (waits, limits) = (OneOrMany::default(), Map::default());
    let headers = Path::ROOT.key("headers");
    hints::lower(&book.headers, &waits, &limits, None, &headers, sink);
    vocabulary.status_classes = statuses::lower(&classes, sink);
    for (lo, hi, class) in &vocabulary.status_classes.ranges {
        vocabulary.classes[*class].statuses.push((*lo, *hi));
    }
    for (index, (name, class)) in classes.iter().enumerate() {
        if let Some(own) = &class.user_message {
            let original = [Part::Literal(own.original.text().to_owned())];
            let path = path.key(name);
            let path = path.key("user_message");
            templates::refuse_forms(&own.original, &path, sink);
            vocabulary.languages.add(own, &original, &path, sink);
        }
        let (retry, actions) = fields::of_class(class, &path.key(name), &vocabulary, sink);
        vocabulary.classes[index].retry = retry;
        vocabulary.classes[index].actions = actions;
    }
    vocabulary
}

fn refuse_same_names(vocabulary: &Vocabulary<'_>, sink: &mut Sink<'_>) {
    let classes = vocabulary.classes.iter();
    let classes = classes.map(|class| (class.name.as_str(), class.ident.as_str()));
    refuse_clashes(classes, &Path::ROOT.key("classes"), sink);
    let actions = vocabulary.actions.iter();
    let actions = actions.map(|action| (action.name.as_str(), action.ident.as_str()));
    refuse_clashes(actions, &Path::ROOT.key("actions"), sink);
}

/// The named policies; `None` for an invalid one.
fn retries<'s>(
    book: &'s syntax::Book,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Sink<'_>,
) -> Vec<(&'s str, Option<Retry>)> {
    let path = Path::ROOT.key("retries");
    let retries = entries(&book.retries, &path, sink).into_iter();
    let lower = |(name, own)| {
        let retry = retries::lower_named(own, &path.key(name), vocabulary, sink);
        (name, retry)
    };
    retries.map(lower).collect()
}

/// The classes of a book, which contain at least the required ones.
fn classes<'s>(
    book: &'s syntax::Book,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<(&'s str, &'s syntax::Class)> {
    let Some(map) = &book.classes else {
        let help = "define them, or write `extends: standard` to use the standard ones";
        sink.report_at_key(
            &Path::ROOT,
            &DiagnosticBuilder::missing("classes").help(help),
        );
        return Vec::new();
    };
    let classes = entries(map, path, sink);
    for name in ["ok", "unknown"] {
        if !classes.iter().any(|(known, _)| *known == name) {
            report_missing(name, &classes, path, sink);
        }
    }
    classes
}

fn actions(merged: &MergedBook<'_>, sink: &mut Sink<'_>) -> Vec<Action> {
    let path = Path::ROOT.key("actions");
    let entries = entries(&merged.syntax.actions, &path, sink);
    let standard = names(&entries, merged.standard.actions);
    let lowered = entries.iter().enumerate().map(|(at, (name, action))| {
        let path = path.key(name);
        if action.summary.is_none() {
            refuse_missing(name, "summary", &standard, &path, sink);
        }
        if action.actor.is_none() {
            refuse_missing(name, "actor", &standard, &path, sink);
        }
        let actor = action.actor.as_deref();
        let actor = actor.and_then(|word| sink.word(&path.key("actor"), "actor", word, &ACTORS));
        Action {
            name: (*name).to_owned(),
            ident: sink.snake_key(&path, name),
            summary: trimmed(action.summary.as_ref().and_then(Option::as_deref)),
            actor: actor.unwrap_or(Actor::Program),
            is_standard: at < merged.standard.actions,
        }
    });
    lowered.collect()
}

/// The names of the standard entries, which are first.
fn names<'s, T>(entries: &[(&'s str, T)], standard: usize) -> Vec<&'s str> {
    let standard = entries.iter().take(standard);
    standard.map(|(name, _)| *name).collect()
}

fn trimmed(text: Option<&str>) -> String {
    text.unwrap_or_default().trim().to_owned()
}

/// Reports a missing key that only an override of a standard entry may omit.
fn refuse_missing(name: &str, key: &str, standard: &[&str], path: &Path<'_>, sink: &mut Sink<'_>) {
    let diagnostic = DiagnosticBuilder::missing(key);
    let near = diagnostic.clone().nearest(name, standard.iter().copied());
    let is_near = near.replacement().is_some();
    sink.report_at_key(path, if is_near { &near } else { &diagnostic });
}

/// The outcome of a class, if it is valid.
fn outcome(
    name: &str,
    class: &syntax::Class,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<Outcome> {
    let path = path.key("outcome");
    let word = class.outcome.as_deref().unwrap_or("failure");
    let outcome = sink.word(&path, "outcome", word, &fields::OUTCOMES)?;
    let (message, label, help) = match (name, outcome) {
        (_, Outcome::Ignorable) => (
            "a class cannot be ignorable",
            "`failure` or `success`",
            "what may be ignored depends on the call: use a rule",
        ),
        ("ok", Outcome::Failure) => (
            "the class `ok` is not a success",
            "`success`",
            "it is the class of every call that did what it was asked to do",
        ),
        ("unknown", Outcome::Success) => (
            "the class `unknown` is a success",
            "`failure`",
            "it is the class of what the book does not understand, which must never be a success",
        ),
        _ => return Some(outcome),
    };
    let diagnostic = Id::ClassOutcome.diagnostic(message, label);
    sink.report_at(&path, &diagnostic.help(help));
    None
}

/// The classes, the first of which are standard.
fn lower_classes(
    classes: &[(&str, &syntax::Class)],
    standard: usize,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Class> {
    let names = names(classes, standard);
    let classes = classes.iter().enumerate();
    let lowered = classes.map(|(at, (name, class))| {
        let path = path.key(name);
        if class.summary.is_none() {
            refuse_missing(name, "summary", &names, &path, sink);
        }
        let is_standard = at < standard;
        if !is_standard {
            refuse_no_statuses(class, &path, sink);
        }
        Class {
            is_standard,
            ..lower_class(name, class, &path, sink)
        }
    });
    lowered.collect()
}

/// An empty list of statuses is meaningful only in an override of a standard class.
fn refuse_no_statuses(class: &syntax::Class, path: &Path<'_>, sink: &mut Sink<'_>) {
    let statuses = class.statuses.as_ref();
    if statuses.is_some_and(|statuses| statuses.items.is_empty()) {
        let message = "expected at least one item, found an empty list";
        let label = "remove it, or add an item";
        let diagnostic = Id::WrongShape.diagnostic(message, label);
        sink.report_at(&path.key("statuses"), &diagnostic);
    }
}

fn lower_class(name: &str, class: &syntax::Class, path: &Path<'_>, sink: &mut Sink<'_>) -> Class {
    let outcome = outcome(name, class, path, sink);
    let silent = class
        .user_message
        .as_ref()
        .is_none_or(|own| own.original.text().is_empty());
    if outcome == Some(Outcome::Failure) && silent {
        let message = format!("class `{name}` has no text for the end user");
        let diagnostic = Id::ClassWithoutText.diagnostic(message, "add a `user_message`");
        sink.report_at_key(
            path,
            &diagnostic.help("it is shown for every code that has none of its own"),
        );
    }
    let severity = class
        .severity
        .as_deref()
        .map(|text| sink.word(&path.key("severity"), "severity", text, &fields::SEVERITIES));
    let grpc = class
        .grpc
        .as_deref()
        .map(|text| sink.word(&path.key("grpc"), "gRPC code", text, &parse::grpc_codes()));
    Class {
        name: name.to_owned(),
        ident: sink.snake_key(path, name),
        summary: trimmed(class.summary.as_ref().and_then(Option::as_deref)),
        outcome: outcome.unwrap_or(Outcome::Failure),
        severity: severity.flatten().unwrap_or(Severity::Error),
        grpc: grpc.flatten().unwrap_or(Grpc::Unknown),
        user_message: trimmed(class.user_message.as_ref().map(|own| own.original.text())),
        retry: None,
        actions: None,
        statuses: Statuses::new(),
        standard: standard_class(name, class, outcome, path, sink),
        is_standard: false,
    }
}

/// The standard class that a class is, by its name, or is like.
fn standard_class(
    name: &str,
    class: &syntax::Class,
    outcome: Option<Outcome>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> standard::Class {
    let find = |name: &str| {
        let mut all = standard::Class::ALL.iter().copied();
        all.find(|class| class.as_str() == name)
    };
    let Some(like) = class.like.as_deref() else {
        return find(name).unwrap_or(standard::Class::Unknown);
    };
    let path = path.key("like");
    let Some(found) = find(like) else {
        let known = standard::Class::ALL.iter().map(|class| class.as_str());
        let diagnostic = DiagnosticBuilder::unknown("standard class", like, known);
        sink.report_at(&path, &diagnostic);
        return standard::Class::Unknown;
    };
    let is_success = found == standard::Class::Ok;
    if outcome.is_some_and(|outcome| is_success != (outcome == Outcome::Success)) {
        let message = format!("the class `{name}` has a different outcome from `{like}`");
        let label = if is_success { "a success" } else { "a failure" };
        let diagnostic = Id::ClassOutcome.diagnostic(message, label);
        sink.report_at(&path, &diagnostic.help("only a success can be like `ok`"));
    }
    found
}

/// Two names that become the same variant.
fn refuse_clashes<'n>(
    idents: impl Iterator<Item = (&'n str, &'n str)>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let mut firsts = HashMap::new();
    for (name, ident) in idents.filter(|(_, ident)| !ident.is_empty()) {
        let first = *firsts.entry(ident).or_insert(name);
        if first != name {
            let message = format!("two names become `{ident}`");
            let diagnostic = Id::NameClash.diagnostic(message, "the second one");
            let diagnostic = diagnostic.help("rename one of them");
            sink.report_clash(&path.key(name), &path.key(first), diagnostic);
        }
    }
}

const ACTORS: [(&str, Actor); 5] = [
    ("program", Actor::Program),
    ("player", Actor::Player),
    ("developer", Actor::Developer),
    ("operator", Actor::Operator),
    ("support", Actor::Support),
];

/// Reports a missing required class, at a class with a similar name, if there is one.
fn report_missing(
    name: &str,
    classes: &[(&str, &syntax::Class)],
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let message = format!("the class `{name}` is missing");
    let candidates = spelling::candidates(name, classes.iter().map(|(known, _)| *known));
    if let Some(near) = candidates.iter().find(|it| it.is_similar) {
        let label = format!("is this meant to be `{name}`?");
        let diagnostic = Id::ClassMissing.diagnostic(message, label);
        sink.report_at_key(&path.key(near.name), &diagnostic);
    } else {
        let diagnostic = Id::ClassMissing.diagnostic(message, format!("no `{name}` here"));
        let diagnostic = diagnostic.help(
            "every book needs the classes `ok` and `unknown`; `extends: standard` provides them",
        );
        sink.report_at_key(path, &diagnostic);
    }
}
