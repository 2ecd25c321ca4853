//! Findings for a person, a program and GitHub.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use faultbook_codegen::{Label, Source};
use serde::Serialize;

use super::findings::{Comparison, Finding, Kind};
use crate::layout::harmless;
use crate::{github, json_lines};

/// A finding with the lines that it is about, as diagnostics are shown.
pub(super) fn rendered(comparison: &Comparison<'_>, finding: &Finding, colour: bool) -> String {
    let place = comparison.label(finding);
    shown(
        finding,
        comparison.source(&finding.place),
        place.as_ref(),
        colour,
    )
}

fn shown(finding: &Finding, source: &Source, place: Option<&Label>, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let title = level(finding.kind)
        .primary_title(harmless(&finding.message))
        .id(finding.kind.as_str());
    let group = Group::with_title(title);
    let group = match place {
        Some(place) => {
            let marked = AnnotationKind::Primary.span(place.bytes.clone());
            let marked = marked.label(&place.text);
            group.element(
                Snippet::source(&source.text)
                    .path(&place.file)
                    .annotation(marked),
            )
        }
        None => group.element(Origin::path(&source.path)),
    };
    let group = group.element(Level::HELP.message(harmless(&finding.help)));
    renderer.render(&[group])
}

/// What the document has and the book lacks may come any day; the other way round, nobody is harmed.
fn level(kind: Kind) -> Level<'static> {
    match kind {
        Kind::MissingCode | Kind::MissingStatus => Level::ERROR,
        Kind::UnnamedCode | Kind::UnnamedStatus => Level::WARNING,
    }
}

/// A finding. The keys and their order are what others rely on. What is from nowhere in particular has no line.
#[derive(Serialize)]
struct Told<'f> {
    kind: &'static str,
    what: &'f str,
    domain: Option<&'f str>,
    message: &'f str,
    file: &'f str,
    line: Option<usize>,
    column: Option<usize>,
    byte_start: Option<usize>,
    byte_end: Option<usize>,
    help: &'f str,
    rendered: String,
}

pub(super) fn json(
    comparison: &Comparison<'_>,
    finding: &Finding,
    out: &mut dyn Write,
) -> io::Result<()> {
    let source = comparison.source(&finding.place);
    let place = comparison.label(finding);
    let place = place.as_ref();
    let told = Told {
        kind: finding.kind.as_str(),
        what: &finding.what,
        domain: finding.domain.as_deref(),
        message: &finding.message,
        file: &source.path,
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        byte_start: place.map(|place| place.bytes.start),
        byte_end: place.map(|place| place.bytes.end),
        help: &finding.help,
        rendered: shown(finding, source, place, false),
    };
    json_lines::write(&told, out)
}

/// The workflow command that annotates the place.
pub(super) fn annotation(comparison: &Comparison<'_>, finding: &Finding) -> String {
    let level = match finding.kind {
        Kind::MissingCode | Kind::MissingStatus => "error",
        Kind::UnnamedCode | Kind::UnnamedStatus => "warning",
    };
    let source = comparison.source(&finding.place);
    let place = comparison.label(finding).map_or_else(
        || format!("file={}", github::property(&source.path)),
        |place| {
            let marked = source.text.get(place.bytes.clone());
            github::place(&place, marked.unwrap_or_default())
        },
    );
    let title = github::property(finding.kind.as_str());
    let message = github::data(&format!("{}\nhelp: {}", finding.message, finding.help));
    format!("::{level} {place},title={title}::{message}")
}
