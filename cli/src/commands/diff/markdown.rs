//! Prints changes as a table in Markdown, for a comment on a pull request.

use std::io::{self, Write};

use faultbook_codegen::changes::Change;

use super::lines::sentence;
use super::report::Report;
use super::sources::without_revision;

pub(super) fn write(report: &Report, new: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "**Faultbook**: {}", cell(&report.summary()))?;
    if report.counted().next().is_none() {
        return Ok(());
    }
    writeln!(out, "\n| impact | of | change | location | fingerprint |")?;
    writeln!(out, "|---|---|---|---|---|")?;
    for change in report.counted() {
        writeln!(out, "{}", row(change, new))?;
    }
    Ok(())
}

fn row(change: &Change, new: &str) -> String {
    let location = change.revision.as_ref().or(change.base.as_ref());
    let location = location.map(|label| {
        let file = without_revision(&label.file, new);
        format!("{file}:{}", label.line)
    });
    let cells = [
        change.impact.to_string(),
        change.concern.to_string(),
        sentence(change),
        location.unwrap_or_default(),
        change.fingerprint.clone(),
    ];
    let cells = cells.map(|text| cell(&text));
    format!("| {} |", cells.join(" | "))
}

/// A text in a cell. Code spans remain; anything else that could be markup is escaped.
fn cell(text: &str) -> String {
    let mut escaped = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        let is_code = index % 2 == 1;
        for c in part.chars() {
            match c {
                '|' => escaped.push_str("\\|"),
                '\n' | '\r' => escaped.push(' '),
                '<' | '>' | '[' | ']' | '*' | '_' | '\\' | '@' if !is_code => {
                    escaped.push('\\');
                    escaped.push(c);
                }
                c => escaped.push(c),
            }
        }
    }
    escaped
}
