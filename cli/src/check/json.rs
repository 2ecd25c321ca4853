//! Diagnostics for programs. The keys and their order are what others rely on.

use std::io::{self, Write};

use faultbook_codegen::{Diagnostic, Diagnostics, Fix, Label, Unlisted};
use serde::Serialize;

use crate::json_lines;

pub(super) fn write(diagnostics: &Diagnostics, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in diagnostics.iter() {
        let rendered = diagnostics.render_one(diagnostic, false);
        json_lines::write(&Line::new(diagnostic, rendered), out)?;
    }
    for unlisted in diagnostics.unlisted() {
        json_lines::write(&Count::new(unlisted), out)?;
    }
    Ok(())
}

/// A diagnostic.
#[derive(Serialize)]
struct Line<'d> {
    id: &'d str,
    level: String,
    message: &'d str,
    #[serde(flatten)]
    place: Place<'d>,
    others: Vec<Place<'d>>,
    help: &'d [String],
    fix: Option<Suggestion<'d>>,
    rendered: String,
}

/// How many more diagnostics of a kind there are. It has no location.
#[derive(Serialize)]
struct Count {
    id: &'static str,
    level: String,
    message: String,
    more: usize,
    rendered: String,
}

impl Count {
    fn new(unlisted: Unlisted) -> Self {
        let message = unlisted.to_string();
        Self {
            id: unlisted.id,
            level: unlisted.level.to_string(),
            more: unlisted.count,
            rendered: message.clone(),
            message,
        }
    }
}

#[derive(Serialize)]
struct Place<'d> {
    file: &'d str,
    line: usize,
    column: usize,
    byte_start: usize,
    byte_end: usize,
    label: &'d str,
}

#[derive(Serialize)]
struct Suggestion<'d> {
    byte_start: usize,
    byte_end: usize,
    replacement: &'d str,
    certain: bool,
}

impl<'d> Line<'d> {
    fn new(diagnostic: &'d Diagnostic, rendered: String) -> Self {
        Self {
            id: diagnostic.id,
            level: diagnostic.level.to_string(),
            message: &diagnostic.message,
            place: Place::new(&diagnostic.place),
            others: diagnostic.others.iter().map(Place::new).collect(),
            help: &diagnostic.help,
            fix: diagnostic.fix.as_ref().map(Suggestion::new),
            rendered,
        }
    }
}

impl<'d> Place<'d> {
    fn new(label: &'d Label) -> Self {
        Self {
            file: &label.file,
            line: label.line,
            column: label.column,
            byte_start: label.bytes.start,
            byte_end: label.bytes.end,
            label: &label.text,
        }
    }
}

impl<'d> Suggestion<'d> {
    fn new(fix: &'d Fix) -> Self {
        Self {
            byte_start: fix.bytes.start,
            byte_end: fix.bytes.end,
            replacement: &fix.replacement,
            certain: fix.certain,
        }
    }
}
