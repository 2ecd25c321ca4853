//! Diagnostics as results in SARIF.

use std::io::{self, Write};

use faultbook_codegen::{Diagnostic, Diagnostics, Unlisted, explain};

use crate::sarif::{self, Finding, Level};

pub(super) fn write(diagnostics: &Diagnostics, out: &mut dyn Write) -> io::Result<()> {
    let listed = diagnostics.iter().map(finding);
    let unlisted = diagnostics.unlisted().map(count);
    let findings: Vec<Finding> = listed.chain(unlisted).collect();
    sarif::write(&findings, out)
}

fn finding(diagnostic: &Diagnostic) -> Finding {
    let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
    let message = format!("{}: {}", diagnostic.message, diagnostic.label.text);
    let lines: Vec<String> = std::iter::once(message).chain(help).collect();
    Finding {
        rule: diagnostic.id.to_owned(),
        description: description(diagnostic.id),
        level: level(diagnostic.level),
        message: lines.join("\n"),
        location: Some(diagnostic.label.clone()),
        related: diagnostic.related.clone(),
        fingerprint: None,
    }
}

/// The diagnostics of a kind that are not listed.
fn count(unlisted: Unlisted) -> Finding {
    Finding {
        rule: unlisted.id.to_owned(),
        description: description(unlisted.id),
        level: level(unlisted.level),
        message: unlisted.to_string(),
        location: None,
        related: Vec::new(),
        fingerprint: None,
    }
}

fn level(level: faultbook_codegen::Level) -> Level {
    match level {
        faultbook_codegen::Level::Error => Level::Error,
        faultbook_codegen::Level::Warning => Level::Warning,
    }
}

/// The first paragraph of the explanation of an id.
fn description(id: &str) -> String {
    let text = explain(id).map_or(id, |explanation| explanation.text);
    let lines = text.lines().map(str::trim);
    let lines = lines.skip_while(|line| line.is_empty() || line.starts_with('#'));
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    paragraph.join(" ")
}
