//! Prints diagnostics as GitHub annotations.

use std::io::{self, Write};

use faultbook_codegen::{Diagnostic, Diagnostics, Label, Source};

use crate::github::{data, location, property};

pub(super) fn write(
    diagnostics: &Diagnostics,
    sources: &[Source],
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in diagnostics.iter() {
        writeln!(out, "{}", command(diagnostic, sources))?;
    }
    for unlisted in diagnostics.unlisted() {
        let title = property(unlisted.id);
        let message = data(&unlisted.to_string());
        writeln!(out, "::{} title={title}::{message}", unlisted.level)?;
    }
    Ok(())
}

fn command(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    format!(
        "::{} {},title={}::{}",
        diagnostic.level,
        location(&diagnostic.label, marked(&diagnostic.label, sources)),
        property(diagnostic.id),
        data(&message(diagnostic))
    )
}

/// The text at a location.
fn marked<'s>(label: &Label, sources: &'s [Source]) -> &'s str {
    let source = sources.iter().find(|source| source.path == label.file);
    let text = source.and_then(|source| source.text.get(label.bytes.clone()));
    text.unwrap_or_default()
}

fn message(diagnostic: &Diagnostic) -> String {
    let others = diagnostic
        .related
        .iter()
        .map(|other| format!("{}: {}:{}", other.text, other.file, other.line));
    let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
    let lines = [format!("{}: {}", diagnostic.message, diagnostic.label.text)].into_iter();
    lines
        .chain(others)
        .chain(help)
        .collect::<Vec<_>>()
        .join("\n")
}
