//! Diagnostics as rustc shows them.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Label, Level};

pub(super) fn all(diagnostics: &Diagnostics, colour: bool) -> String {
    let renderer = renderer(colour);
    let shown = diagnostics
        .list
        .iter()
        .map(|diagnostic| one(diagnostic, &diagnostics.texts, &renderer));
    let mut blocks: Vec<String> = shown.collect();
    blocks.push(summary(diagnostics, &renderer));
    blocks.extend(hint(diagnostics));
    blocks.join("\n\n")
}

/// Where more is told, by an id to try it with.
fn hint(diagnostics: &Diagnostics) -> Option<String> {
    let id = diagnostics.list.first()?.id;
    Some(format!(
        "For more about a mistake, try `faultbook explain {id}`."
    ))
}

pub(super) fn single(diagnostics: &Diagnostics, diagnostic: &Diagnostic, colour: bool) -> String {
    one(diagnostic, &diagnostics.texts, &renderer(colour))
}

fn renderer(colour: bool) -> Renderer {
    if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
}

fn one(diagnostic: &Diagnostic, texts: &BTreeMap<String, String>, renderer: &Renderer) -> String {
    let title = title(diagnostic.level)
        .primary_title(&diagnostic.message)
        .id(diagnostic.id);
    let mut group = Group::with_title(title).element(snippet(
        &diagnostic.place,
        AnnotationKind::Primary,
        diagnostic,
        texts,
    ));
    for other in diagnostic
        .others
        .iter()
        .filter(|other| other.file != diagnostic.place.file)
    {
        group = group.element(snippet(other, AnnotationKind::Context, diagnostic, texts));
    }
    for help in &diagnostic.help {
        group = group.element(Title::HELP.message(help));
    }
    renderer.render(&[group])
}

/// A file's lines, with the place and the others of the same file marked.
fn snippet<'a>(
    at: &'a Label,
    kind: AnnotationKind,
    diagnostic: &'a Diagnostic,
    texts: &'a BTreeMap<String, String>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = texts.get(&at.file).map_or("", String::as_str);
    let others = diagnostic
        .others
        .iter()
        .filter(|other| other.file == at.file && *other != at);
    let others = others.map(|other| {
        AnnotationKind::Context
            .span(marked(other, text))
            .label(&other.text)
    });
    let annotation = kind.span(marked(at, text)).label(&at.text);
    Snippet::source(text)
        .path(&at.file)
        .annotation(annotation)
        .annotations(others)
}

/// The bytes of a place, but no more than somebody would want to see marked.
fn marked(label: &Label, text: &str) -> Range<usize> {
    const MOST: usize = 200;
    let Range { start, end } = label.bytes;
    let clip = text
        .get(start..end)
        .and_then(|marked| marked.char_indices().nth(MOST));
    start..clip.map_or(end, |(clip, _)| start + clip)
}

fn summary(diagnostics: &Diagnostics, renderer: &Renderer) -> String {
    let count = |level: Level, what: &str| match diagnostics.count(level) {
        0 => None,
        1 => Some(format!("1 {what}")),
        n => Some(format!("{n} {what}s")),
    };
    let counts: Vec<String> = [
        count(Level::Error, "mistake"),
        count(Level::Warning, "warning"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let level = if diagnostics.count(Level::Error) > 0 {
        Level::Error
    } else {
        Level::Warning
    };
    let hidden = match diagnostics.hidden() {
        0 => String::new(),
        n => format!(", and {n} more in files that have too many"),
    };
    let message = format!("the book has {}{hidden}", counts.join(" and "));
    renderer.render(&[Group::with_title(title(level).primary_title(message))])
}

fn title(level: Level) -> Title<'static> {
    match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
    }
}
