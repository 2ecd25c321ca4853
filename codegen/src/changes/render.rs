//! Renders changes as rustc shows diagnostics.

use std::collections::BTreeMap;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Change, Changes, Detail, Impact, wording};
use crate::diagnostics::Label;

/// The number of values that are listed; the rest are counted.
const MOST_DETAILS: usize = 12;

pub(super) fn one(change: &Change, changes: &Changes, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let title = level(change.impact)
        .primary_title(harmless(&change.message))
        .id(change.kind);
    let mut group = Group::with_title(title);
    let labels = [
        (&change.base, &changes.old),
        (&change.revision, &changes.new),
    ];
    for (label, texts) in labels {
        group = group.elements(label.as_ref().map(|label| snippet(label, texts)));
    }
    let details = change
        .details
        .iter()
        .take(MOST_DETAILS)
        .filter_map(|it| note(it, change));
    let mut notes: Vec<String> = details.collect();
    let hidden = change.details.len().saturating_sub(MOST_DETAILS);
    if hidden > 0 {
        notes.push(format!("and {hidden} more"));
    }
    notes.push(format!(
        "{}; fingerprint {}",
        change.concern, change.fingerprint
    ));
    group = group.elements(notes.iter().map(|note| Level::NOTE.message(harmless(note))));
    group = group.elements(change.help.map(|help| Level::HELP.message(help)));
    renderer.render(&[group])
}

/// A text without characters that control the terminal or the direction of text.
fn harmless(text: &str) -> String {
    text.replace(crate::document::is_unseen, "\u{fffd}")
}

fn level(impact: Impact) -> Level<'static> {
    match impact {
        Impact::Breaking => Level::ERROR.with_name("breaking"),
        Impact::Behaviour => Level::WARNING.with_name("behaviour"),
        Impact::Addition => Level::INFO.with_name("addition"),
        Impact::Docs => Level::NOTE.with_name("docs"),
    }
}

fn snippet<'a>(
    label: &'a Label,
    texts: &'a BTreeMap<String, String>,
) -> Snippet<'a, Annotation<'a>> {
    let text = texts.get(&label.file).map_or("", String::as_str);
    let line = text[label.bytes.clone()].lines().next().unwrap_or_default();
    let marked = label.bytes.start..label.bytes.start + line.len();
    let annotation = AnnotationKind::Primary.span(marked).label(&label.text);
    Snippet::source(text)
        .path(&label.file)
        .annotation(annotation)
}

/// A value that the message does not have.
fn note(detail: &Detail, change: &Change) -> Option<String> {
    let values = wording::values(&super::findings::Values {
        field: detail.field,
        old: detail.old.clone(),
        new: detail.new.clone(),
    });
    let touched = wording::all_touched(&detail.touched);
    match (change.message.ends_with(&values), touched.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("in {touched}")),
        (false, true) => Some(values),
        (false, false) => Some(format!("{values}, in {touched}")),
    }
}
