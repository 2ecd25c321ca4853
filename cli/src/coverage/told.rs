//! Findings for a person, a program and GitHub.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use faultbook_codegen::Source;
use serde::Serialize;

use super::findings::{Finding, Kind};
use crate::layout::harmless;
use crate::{github, json_lines};

/// A finding with the lines that it is about, as diagnostics are shown.
pub(super) fn rendered(finding: &Finding, sources: [&Source; 2], colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let title = level(finding.kind)
        .primary_title(harmless(&finding.message))
        .id(finding.kind.as_str());
    let text = text_of(finding, sources);
    let place = &finding.place;
    let marked = AnnotationKind::Primary
        .span(place.bytes.clone())
        .label(&place.text);
    let snippet = Snippet::source(text).path(&place.file).annotation(marked);
    let group = Group::with_title(title).element(snippet);
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

fn text_of<'s>(finding: &Finding, sources: [&'s Source; 2]) -> &'s str {
    let source = sources
        .into_iter()
        .find(|source| source.path == finding.place.file);
    source.map_or("", |source| source.text.as_str())
}

/// A finding. The keys and their order are what others rely on.
#[derive(Serialize)]
struct Told<'f> {
    kind: &'static str,
    what: &'f str,
    domain: Option<&'f str>,
    message: &'f str,
    file: &'f str,
    line: usize,
    column: usize,
    byte_start: usize,
    byte_end: usize,
    help: &'f str,
    rendered: String,
}

pub(super) fn json(
    finding: &Finding,
    sources: [&Source; 2],
    out: &mut dyn Write,
) -> io::Result<()> {
    let place = &finding.place;
    let told = Told {
        kind: finding.kind.as_str(),
        what: &finding.what,
        domain: finding.domain.as_deref(),
        message: &finding.message,
        file: &place.file,
        line: place.line,
        column: place.column,
        byte_start: place.bytes.start,
        byte_end: place.bytes.end,
        help: &finding.help,
        rendered: rendered(finding, sources, false),
    };
    json_lines::write(&told, out)
}

/// The workflow command that annotates the place.
pub(super) fn annotation(finding: &Finding, sources: [&Source; 2]) -> String {
    let level = match finding.kind {
        Kind::MissingCode | Kind::MissingStatus => "error",
        Kind::UnnamedCode | Kind::UnnamedStatus => "warning",
    };
    let text = text_of(finding, sources);
    let marked = text.get(finding.place.bytes.clone()).unwrap_or_default();
    let place = github::place(&finding.place, marked);
    let title = github::property(finding.kind.as_str());
    let message = github::data(&format!("{}\nhelp: {}", finding.message, finding.help));
    format!("::{level} {place},title={title}::{message}")
}
