//! Findings as text, as JSON lines and as GitHub annotations.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use faultbook_codegen::model::Vendor;
use faultbook_codegen::{Keys, Label, Source};
use serde::Serialize;

use super::findings::{Finding, Location};
use crate::github;
use crate::output::{ReportFormat, write_json_line};
use crate::terminal::{self, sanitize};

/// The files with the locations of findings.
pub(super) struct Sources<'s> {
    pub(super) document: &'s Source,
    /// The vendor's file of the book.
    pub(super) spec: &'s Source,
    pub(super) keys: &'s Keys,
    pub(super) vendor: &'s Vendor,
}

impl Sources<'_> {
    pub(super) fn of(&self, finding: &Finding) -> &Source {
        match finding.location {
            Location::Document(_) => self.document,
            Location::Book(_) => self.spec,
        }
    }

    /// The location of a finding; `None` if the code is in the file through a YAML alias.
    pub(super) fn label(&self, finding: &Finding) -> Option<Label> {
        match finding.location {
            Location::Document(Range { start, end }) => {
                // An entity can end within a character of its text.
                let text = &self.document.text;
                let end = (end..text.len()).find(|end| text.is_char_boundary(*end));
                let bytes = start..end.unwrap_or(text.len());
                Some(self.document.label(bytes, &finding.label))
            }
            Location::Book(index) => {
                let code = &self.vendor.codes[index];
                let domain = &self.vendor.domains[code.domain].name;
                let keys = ["domains", domain, "codes", &code.wire];
                self.keys.label(&keys, &finding.label)
            }
        }
    }
}

pub(super) fn write(
    sources: &Sources<'_>,
    findings: &[Finding],
    format: ReportFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let colour = terminal::has_colours();
    for finding in findings {
        match format {
            ReportFormat::Human => {
                let label = sources.label(finding);
                let text = rendered(finding, sources.of(finding), label.as_ref(), colour);
                writeln!(out, "{text}\n")?;
            }
            ReportFormat::Json => write_json(sources, finding, out)?,
            ReportFormat::Github => writeln!(out, "{}", annotation(sources, finding))?,
        }
    }
    Ok(())
}

fn rendered(finding: &Finding, source: &Source, label: Option<&Label>, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    // Clients must handle what the book lacks; codes that are no longer documented do no harm.
    let level = if finding.is_missing() {
        Level::ERROR
    } else {
        Level::WARNING
    };
    let title = level.primary_title(sanitize(&finding.message));
    let group = Group::with_title(title.id(finding.kind()));
    let group = match label {
        Some(label) => {
            let annotation = AnnotationKind::Primary.span(label.bytes.clone());
            let snippet = Snippet::source(&source.text).path(&label.file);
            group.element(snippet.annotation(annotation.label(&label.text)))
        }
        None => group.element(Origin::path(&source.path)),
    };
    let group = group.element(Level::HELP.message(sanitize(&finding.help)));
    renderer.render(&[group])
}

/// A finding as a JSON line. The keys and their order are part of the output format.
#[derive(Serialize)]
struct JsonFinding<'f> {
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

fn write_json(sources: &Sources<'_>, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let source = sources.of(finding);
    let label = sources.label(finding);
    let label = label.as_ref();
    let line = JsonFinding {
        kind: finding.kind(),
        what: &finding.token,
        domain: finding.domain.as_deref(),
        message: &finding.message,
        file: &source.path,
        line: label.map(|label| label.line),
        column: label.map(|label| label.column),
        byte_start: label.map(|label| label.bytes.start),
        byte_end: label.map(|label| label.bytes.end),
        help: &finding.help,
        rendered: rendered(finding, source, label, false),
    };
    write_json_line(&line, out)
}

/// The workflow command that annotates the location.
fn annotation(sources: &Sources<'_>, finding: &Finding) -> String {
    let level = if finding.is_missing() {
        "error"
    } else {
        "warning"
    };
    let source = sources.of(finding);
    let place = sources.label(finding).map_or_else(
        || format!("file={}", github::property(&source.path)),
        |label| {
            let text = source.text.get(label.bytes.clone());
            github::location(&label, text.unwrap_or_default())
        },
    );
    let title = finding.kind();
    let message = github::data(&format!("{}\nhelp: {}", finding.message, finding.help));
    format!("::{level} {place},title={title}::{message}")
}
