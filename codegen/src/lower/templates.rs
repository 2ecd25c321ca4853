//! Texts for end users, and their plural forms.

use std::collections::{BTreeMap, BTreeSet};

use super::entries;
use crate::cldr::{self, PluralCategory, Rule};
use crate::diagnostics::{Id, Path, Sink};
use crate::model::{Capture, Form, Part, Pattern, Plural, Template};
use crate::parse::{self, Parsed};
use crate::syntax::{self, Map, NUMBER};

/// The type of a capture, or why there is none.
pub(super) type Captured<'c> = &'c dyn Fn(&str) -> Parsed<Capture>;

/// A text in a language, if the book names it.
pub(super) fn lower(
    own: &syntax::Template,
    language: Option<&str>,
    capture: Captured<'_>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<Template> {
    match own {
        syntax::Template::Text(text) => Some(pattern(text, capture, path, sink)?.into()),
        syntax::Template::Forms(forms) => {
            let rules = rules(language, path, sink)?;
            let texts = texts(forms, &rules, capture, path, sink)?;
            plural(texts, forms.get(NUMBER), &rules, path, sink)
        }
    }
}

/// The names of the captures that a text inserts.
pub(super) fn captures(text: &[Part]) -> BTreeSet<&str> {
    let names = text.iter().filter_map(|part| match part {
        Part::Capture { name, .. } => Some(name.as_str()),
        Part::Literal(_) => None,
    });
    names.collect()
}

/// Reports a text with plural forms that inserts no number.
pub(super) fn refuse_forms(own: &syntax::Template, path: &Path<'_>, sink: &mut Sink<'_>) {
    if let syntax::Template::Forms(_) = own {
        report(
            path,
            "no number decides which plural form is shown",
            "no form inserts a number",
            "only the text of a rule inserts numbers; elsewhere, write one text",
            sink,
        );
    }
}

fn pattern(
    text: &str,
    capture: Captured<'_>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<Pattern> {
    let parsed = parse::user_message(text, capture);
    sink.parsed(
        path,
        Id::InvalidUserMessage,
        "text for the end user",
        parsed,
    )
}

/// The categories of a language.
fn rules(language: Option<&str>, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<Vec<Rule>> {
    let Some(tag) = language else {
        let message = "plural forms depend on the language of a text, which the book does not name";
        let help = "name it in `book.yaml`, as in `languages: [en]`";
        report(path, message, "in which language?", help, sink);
        return None;
    };
    let rules = cldr::plural_rules(tag);
    if rules.is_none() {
        let message = format!("the plural forms of `{tag}` are not known");
        let help = "write one text that fits any number";
        report(
            path,
            &message,
            "not one of the languages of the Unicode CLDR",
            help,
            sink,
        );
    }
    rules
}

/// The text of each category of a language, none of which is missing.
fn texts(
    own: &Map<String>,
    rules: &[Rule],
    capture: Captured<'_>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<BTreeMap<PluralCategory, Pattern>> {
    let wanted: Vec<PluralCategory> = rules.iter().map(|(category, _)| *category).collect();
    let wanted = [&*wanted, &[PluralCategory::Other]].concat();
    let names: Vec<&str> = wanted.iter().map(|category| category.as_str()).collect();
    let all = format!("the language has {}", listed(&names));
    let mut texts = BTreeMap::new();
    for (key, text) in entries(own, path, sink) {
        let path = path.key(key);
        match PluralCategory::named(key) {
            _ if key == NUMBER => {}
            Some(category) if wanted.contains(&category) => {
                texts.extend(pattern(text, capture, &path, sink).map(|text| (category, text)));
            }
            Some(_) => {
                let message = format!("the language has no plural form `{key}`");
                let diagnostic = Id::PluralForms.diagnostic(message, "never shown");
                sink.report_at_key(&path, &diagnostic.help(all.as_str()));
            }
            None => {
                let known = names.iter().copied().chain([NUMBER]);
                let diagnostic = sink.unknown("plural form", key, known);
                sink.report_at_key(&path, &diagnostic);
            }
        }
    }
    let missing = names.iter().filter(|name| own.get(name).is_none());
    let missing: Vec<&str> = missing.copied().collect();
    if !missing.is_empty() {
        let s = if missing.len() == 1 { "" } else { "s" };
        let message = format!("no plural form{s} {}", listed(&missing));
        report(path, &message, "a form is missing", &all, sink);
    }
    (texts.len() == wanted.len()).then_some(texts)
}

fn plural(
    mut texts: BTreeMap<PluralCategory, Pattern>,
    number: Option<&String>,
    rules: &[Rule],
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<Template> {
    let text = texts.remove(&PluralCategory::Other)?;
    let number = deciding(number, &captures(&text), path, sink)?.to_owned();
    let mut forms = Vec::new();
    for (category, rule) in rules {
        let form = texts.remove(category)?;
        let optional = cldr::holds_for_one_number(rule).then_some(number.as_str());
        same_captures(&text, &form, optional, &path.key(category.as_str()), sink)?;
        forms.push(Form {
            category: *category,
            rule,
            text: form,
        });
    }
    Some(Template {
        text,
        plural: Some(Plural { number, forms }),
    })
}

/// The capture that decides between the forms.
fn deciding<'t>(
    own: Option<&'t String>,
    inserted: &BTreeSet<&'t str>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<&'t str> {
    let message = "no number decides which plural form is shown";
    match (own.map(|own| own.trim()), inserted.len()) {
        (Some(own), _) if inserted.contains(own) => return Some(own),
        (Some(own), _) => {
            let label = format!("`other` does not insert `{{{own}}}`");
            let help = "name a capture that it inserts, without braces";
            report(&path.key(NUMBER), message, &label, help, sink);
        }
        (None, 0) => {
            let help = "insert it, as in `{count} items`, or write one text";
            report(path, message, "`other` inserts no number", help, sink);
        }
        (None, 1) => return inserted.first().copied(),
        (None, _) => {
            let names: Vec<&str> = inserted.iter().copied().collect();
            let label = format!("`other` inserts {}", listed(&names));
            let help = format!("say which one decides, as in `number: {}`", names[0]);
            report(
                path,
                "several numbers could decide which plural form is shown",
                &label,
                &help,
                sink,
            );
        }
    }
    None
}

/// Reports a form that inserts other values than `other`, except for a number that it may spell out.
fn same_captures(
    other: &[Part],
    form: &[Part],
    optional: Option<&str>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<()> {
    let (wanted, inserted) = (captures(other), captures(form));
    let mut missing = wanted.difference(&inserted);
    let label = if let Some(name) = missing.find(|name| Some(**name) != optional) {
        format!("`other` inserts `{{{name}}}`")
    } else {
        let unknown = inserted.difference(&wanted).next();
        let Some(name) = unknown else { return Some(()) };
        format!("`other` does not insert `{{{name}}}`")
    };
    let message = "plural forms insert different values";
    let help =
        "only a form for a single number, such as `one` in English, may leave that number out";
    report(path, message, &label, help, sink);
    None
}

fn report(path: &Path<'_>, message: &str, label: &str, help: &str, sink: &mut Sink<'_>) {
    let diagnostic = Id::PluralForms.diagnostic(message, label);
    sink.report_at(path, &diagnostic.help(help));
}

/// Names in a sentence: `a`, `b` and `c`.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
