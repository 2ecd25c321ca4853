//! Prints changes as GitHub annotations.

use std::io::{self, Write};

use faultbook_codegen::changes::{Change, Impact};
use faultbook_codegen::render::joined;

use super::report::Report;
use super::sources::without_revision;
use crate::github::{data, location, property};

/// Writes annotations for a workflow that has checked out `new`.
pub(super) fn write(report: &Report, new: &str, out: &mut dyn Write) -> io::Result<()> {
    for change in report.counted() {
        writeln!(out, "{}", command(change, new))?;
    }
    writeln!(out, "{}", report.summary())
}

/// The annotation of a change. If its lines were removed, it is at the nearest remaining one.
fn command(change: &Change, new: &str) -> String {
    let level = match change.impact {
        Impact::Breaking => "error",
        Impact::Behaviour => "warning",
        Impact::Addition | Impact::Docs => "notice",
    };
    let near = change.near.clone().map(|mut label| {
        label.file = without_revision(&label.file, new).to_owned();
        location(&label, "") + ","
    });
    let title = property(&format!(
        "{}: {} ({})",
        change.impact, change.kind, change.concern
    ));
    let near = near.unwrap_or_default();
    format!("::{level} {near}title={title}::{}", data(&message(change)))
}

fn message(change: &Change) -> String {
    let base = change.base.as_ref();
    let base = base.map(|base| format!("before: {}:{}:{}", base.file, base.line, base.column));
    let help = change.help.map(|help| format!("help: {help}"));
    let fingerprint = format!("fingerprint {}", change.fingerprint);
    let lines = [Some(change.message.clone()), base, help, Some(fingerprint)];
    joined(lines.into_iter().flatten(), "\n")
}
