//! Renders diagnostics like rustc.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};

use super::file::File;
use super::{Diagnostic, Diagnostics, Label, Level, Unlisted};

/// The number of diagnostics of one kind that are shown per file.
const MOST_SHOWN: usize = 20;

/// The maximum number of lines shown around a location.
const AROUND: usize = 2;

pub(super) fn all(diagnostics: &Diagnostics, colour: bool) -> String {
    let renderer = renderer(colour);
    let (shown, rest) = shown(diagnostics);
    let shown = shown.into_iter();
    let mut blocks: Vec<String> = shown
        .map(|diagnostic| one(diagnostic, &diagnostics.files, &renderer))
        .collect();
    blocks.extend(rest_in_lines(&rest));
    blocks.push(summary(diagnostics, &renderer));
    blocks.extend(hint(diagnostics));
    blocks.join("\n\n")
}

/// The diagnostics to show, and the number of others of each kind.
fn shown(diagnostics: &Diagnostics) -> (Vec<&Diagnostic>, Vec<Unlisted>) {
    let mut times: HashMap<(&str, &str), usize> = HashMap::new();
    let (shown, rest): (Vec<_>, Vec<_>) = diagnostics.iter().partition(|diagnostic| {
        let times = times.entry((diagnostic.file(), diagnostic.id)).or_default();
        *times += 1;
        *times <= MOST_SHOWN
    });
    let mut counts: Vec<Unlisted> = Vec::new();
    let rest = rest.into_iter().map(Unlisted::of);
    for unlisted in rest.chain(diagnostics.unlisted()) {
        let is_same = |all: &&mut Unlisted| (all.level, all.id) == (unlisted.level, unlisted.id);
        match counts.iter_mut().find(is_same) {
            Some(all) => all.count += unlisted.count,
            None => counts.push(unlisted),
        }
    }
    counts.sort_unstable_by_key(|all| Reverse((all.level, all.id)));
    (shown, counts)
}

/// A line for each kind with unlisted diagnostics.
fn rest_in_lines(rest: &[Unlisted]) -> Option<String> {
    let lines: Vec<String> = rest.iter().map(ToString::to_string).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// How to get an explanation, with an id as an example.
fn hint(diagnostics: &Diagnostics) -> Option<String> {
    let id = diagnostics.list.first()?.id;
    Some(format!(
        "For more information, try `faultbook explain {id}`."
    ))
}

pub(super) fn single(diagnostics: &Diagnostics, diagnostic: &Diagnostic, colour: bool) -> String {
    one(diagnostic, &diagnostics.files, &renderer(colour))
}

fn renderer(colour: bool) -> Renderer {
    if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
}

fn one(diagnostic: &Diagnostic, files: &BTreeMap<String, File>, renderer: &Renderer) -> String {
    let title = title(diagnostic.level)
        .primary_title(&diagnostic.message)
        .id(diagnostic.id);
    let mut group = Group::with_title(title);
    let place = &diagnostic.label;
    let (beside, elsewhere): (Vec<&Label>, Vec<&Label>) = diagnostic
        .related
        .iter()
        .filter(|other| *other != place)
        .partition(|other| other.file == place.file);
    group = group.element(snippet(place, AnnotationKind::Primary, &beside, files));
    for other in elsewhere {
        group = group.element(snippet(other, AnnotationKind::Context, &[], files));
    }
    for help in &diagnostic.help {
        group = group.element(Title::HELP.message(help));
    }
    renderer.render(&[group])
}

/// The lines of a file with the location and related ones in the same file marked. Only the surrounding lines are
/// passed on, because the renderer scans all of its input.
fn snippet<'a>(
    at: &'a Label,
    kind: AnnotationKind,
    others: &[&'a Label],
    files: &'a BTreeMap<String, File>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let Some(file) = files.get(&at.file) else {
        return Snippet::source("").path(&at.file);
    };
    let (text, lines) = (file.locator.own_text(), &file.locator.own().lines);
    let all = others
        .iter()
        .copied()
        .chain([at])
        .map(|label| marked(label, text));
    let (first, last) = all.fold((text.len(), 0), |(first, last), bytes| {
        (first.min(bytes.start), last.max(bytes.end))
    });
    let (start, line) = lines.start_above(first, AROUND);
    let end = lines.end_below(text, last, AROUND);
    let within = |label| {
        let Range {
            start: from,
            end: to,
        } = marked(label, text);
        from - start..to - start
    };
    let others = others.iter().map(|other| {
        AnnotationKind::Context
            .span(within(other))
            .label(&other.text)
    });
    Snippet::source(&text[start..end])
        .line_start(line)
        .path(&at.file)
        .annotation(kind.span(within(at)).label(&at.text))
        .annotations(others)
}

/// The bytes of a location, limited to what is useful to mark.
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
        count(Level::Error, "error"),
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
    let message = format!("the book has {}", counts.join(" and "));
    renderer.render(&[Group::with_title(title(level).primary_title(message))])
}

fn title(level: Level) -> Title<'static> {
    match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
    }
}
