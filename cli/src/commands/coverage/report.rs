//! Findings as text, as JSON lines and as GitHub annotations.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use faultbook_codegen::model::Vendor;
use faultbook_codegen::{Keys, Label, Source};
use serde::Serialize;

use super::findings::{Finding, Location, Noun};
use crate::github;
use crate::output::{JsonLocation, ReportFormat, write_json_line};
use crate::terminal::{self, sanitize};

/// Reports findings with their locations.
pub(super) struct Reporter<'s> {
    document: &'s Source,
    /// The vendor's file of the book.
    spec: &'s Source,
    keys: Keys,
    vendor: &'s Vendor,
}

/// What is reported about a finding. The keys and their order are part of the output format.
#[derive(Serialize)]
struct Report<'f> {
    kind: &'static str,
    what: &'f str,
    domain: Option<&'f str>,
    message: String,
    #[serde(flatten)]
    location: JsonLocation<'f>,
    help: String,
    rendered: String,
}

impl<'s> Reporter<'s> {
    pub(super) fn new(document: &'s Source, spec: &'s Source, vendor: &'s Vendor) -> Self {
        Self {
            document,
            spec,
            keys: spec.keys(),
            vendor,
        }
    }

    pub(super) fn write(
        &self,
        findings: &[Finding],
        format: ReportFormat,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in findings {
            let label = self.label(finding);
            let has_colours = format == ReportFormat::Human && terminal::has_colours();
            let report = self.report(finding, &label, has_colours);
            match format {
                ReportFormat::Human => writeln!(out, "{}\n", report.rendered)?,
                ReportFormat::Json => write_json_line(&report, out)?,
                ReportFormat::Github => {
                    let level = if finding.is_missing() {
                        "error"
                    } else {
                        "warning"
                    };
                    let place = github::location(&label, self.marked(finding, &label));
                    let message =
                        github::data(&format!("{}\nhelp: {}", report.message, report.help));
                    writeln!(out, "::{level} {place},title={}::{message}", report.kind)?;
                }
            }
        }
        Ok(())
    }

    /// The location of a finding. A code that is in the file through a YAML alias is at its start.
    pub(super) fn label(&self, finding: &Finding) -> Label {
        let noun = finding.noun.as_str();
        match &finding.location {
            Location::Document(bytes) => {
                // An entity can end within a character of its text.
                let text = &self.document.text;
                let end = (bytes.end..text.len()).find(|end| text.is_char_boundary(*end));
                let bytes = bytes.start..end.unwrap_or(text.len());
                self.document.label(bytes, "not in the book")
            }
            Location::Book(index) => {
                let code = &self.vendor.codes[*index];
                let domain = &self.vendor.domains[code.domain].name;
                let text = format!("{noun} `{}` is not in the document", finding.token);
                let label = self
                    .keys
                    .label(&["domains", domain, "codes", &code.wire], &text);
                label.unwrap_or_else(|| self.spec.label(0..0, &text))
            }
        }
    }

    /// The file of a finding and the text at its location.
    pub(super) fn marked(&self, finding: &Finding, label: &Label) -> &str {
        let text = &self.source(finding).text;
        text.get(label.bytes.clone()).unwrap_or_default()
    }

    fn source(&self, finding: &Finding) -> &'s Source {
        if finding.is_missing() {
            self.document
        } else {
            self.spec
        }
    }

    fn report<'f>(&'f self, finding: &'f Finding, label: &'f Label, colour: bool) -> Report<'f> {
        let (noun, token) = (finding.noun.as_str(), &finding.token);
        let (domain, message, help) = match finding.location {
            Location::Document(_) => (
                None,
                format!("{noun} `{token}` is documented but not in the book"),
                format!(
                    "add it to {}, or pass `--ignore {token}` if it is not a {noun}",
                    self.spec.path
                ),
            ),
            Location::Book(index) => {
                let code = &self.vendor.codes[index];
                let domain = &*self.vendor.domains[code.domain].name;
                let owner = if *token == code.wire {
                    domain
                } else {
                    &code.wire
                };
                (
                    Some(domain),
                    format!("{noun} `{token}` of `{owner}` is in the book but not documented"),
                    format!(
                        "check that the vendor still sends it, or pass `--ignore {token}` if another document has it"
                    ),
                )
            }
        };
        Report {
            kind: finding.kind(),
            what: token,
            domain,
            rendered: self.rendered(finding, label, [&message, &help], colour),
            message,
            location: JsonLocation::new(label),
            help,
        }
    }

    fn rendered(
        &self,
        finding: &Finding,
        label: &Label,
        [message, help]: [&str; 2],
        colour: bool,
    ) -> String {
        // Clients must handle what the book lacks; codes that are no longer documented do no harm.
        let level = if finding.is_missing() {
            Level::ERROR
        } else {
            Level::WARNING
        };
        let title = level.primary_title(sanitize(message)).id(finding.kind());
        let annotation = AnnotationKind::Primary
            .span(label.bytes.clone())
            .label(&label.text);
        let snippet = Snippet::source(&self.source(finding).text).path(&label.file);
        let group = Group::with_title(title).element(snippet.annotation(annotation));
        let group = group.element(Level::HELP.message(sanitize(help)));
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[group])
    }
}

impl Noun {
    fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Status => "status",
        }
    }
}
