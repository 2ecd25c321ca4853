//! Prints diagnostics as JSON lines. The keys and their order are part of the output format.

use std::io::{self, Write};

use faultbook_codegen::{Diagnostic, Diagnostics, Fix, Label, Unlisted};
use serde::Serialize;

use crate::output::{JsonLocation, write_json_line};

pub(super) fn write(diagnostics: &Diagnostics, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in diagnostics.iter() {
        let rendered = diagnostics.render_one(diagnostic, false);
        write_json_line(&Line::new(diagnostic, rendered), out)?;
    }
    for unlisted in diagnostics.unlisted() {
        write_json_line(&Count::new(unlisted), out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Line<'d> {
    id: &'d str,
    level: String,
    message: &'d str,
    #[serde(flatten)]
    location: Location<'d>,
    others: Vec<Location<'d>>,
    help: &'d [String],
    fix: Option<Suggestion<'d>>,
    rendered: String,
}

/// The number of diagnostics of a kind that are not listed.
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
struct Location<'d> {
    #[serde(flatten)]
    place: JsonLocation<'d>,
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
            location: Location::new(&diagnostic.label),
            others: diagnostic.related.iter().map(Location::new).collect(),
            help: &diagnostic.help,
            fix: diagnostic.fix.as_ref().map(Suggestion::new),
            rendered,
        }
    }
}

impl<'d> Location<'d> {
    fn new(label: &'d Label) -> Self {
        Self {
            place: JsonLocation::new(label),
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
