//! Changes as annotations of the new book's lines.

use std::io::{self, Write};

use faultbook_codegen::changes::{Change, Impact};

use super::Told;
use super::edition::without_revision;
use crate::github::{data, place, property};

/// Tells changes to a workflow that has checked out the new book, which was named so.
pub(super) fn write(told: &Told<'_>, new: &str, out: &mut dyn Write) -> io::Result<()> {
    for change in told.counted() {
        writeln!(out, "{}", command(change, new))?;
    }
    writeln!(out, "{}", told.summary())
}

/// The command that annotates the place of a change; of what is gone, the one nearest to it.
fn command(change: &Change, new: &str) -> String {
    let level = match change.impact {
        Impact::Breaking => "error",
        Impact::Behaviour => "warning",
        Impact::Addition | Impact::Docs => "notice",
    };
    let near = change.near.clone().map(|mut label| {
        label.file = without_revision(&label.file, new).to_owned();
        place(&label, "") + ","
    });
    let title = property(&format!("{}: {}", change.impact, change.kind));
    let near = near.unwrap_or_default();
    format!("::{level} {near}title={title}::{}", data(&message(change)))
}

fn message(change: &Change) -> String {
    let base = change.base.as_ref();
    let base = base.map(|base| format!("before: {}:{}:{}", base.file, base.line, base.column));
    let help = change.help.map(|help| format!("help: {help}"));
    let fingerprint = format!("fingerprint {}", change.fingerprint);
    let lines = [Some(change.message.clone()), base, help, Some(fingerprint)];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
