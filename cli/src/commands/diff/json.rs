//! Prints changes as JSON lines, with a summary as the last one. The keys and their order are part of the output
//! format.

use std::io::{self, Write};

use faultbook_codegen::changes::{Change, Detail, Impact};
use serde::Serialize;

use super::report::Report;
use crate::output::{JsonLocation, write_json_line};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for change in report.changes.iter() {
        write_json_line(&Line::new(change, report), out)?;
    }
    write_json_line(&Summary::new(report), out)
}

#[derive(Serialize)]
struct Line<'c> {
    kind: &'c str,
    impact: String,
    concern: String,
    message: &'c str,
    path: &'c str,
    fingerprint: &'c str,
    waived: bool,
    base: Option<JsonLocation<'c>>,
    revision: Option<JsonLocation<'c>>,
    details: &'c [Detail],
    help: Option<&'c str>,
    rendered: String,
}

#[derive(Serialize)]
struct Summary {
    kind: &'static str,
    breaking: usize,
    behaviour: usize,
    addition: usize,
    docs: usize,
    waived: usize,
    /// The part of the version to raise before 1.0.0.
    bump_0_x: String,
    /// The part to raise from 1.0.0 on.
    bump: String,
}

impl<'c> Line<'c> {
    fn new(change: &'c Change, report: &Report) -> Self {
        Self {
            kind: change.kind,
            impact: change.impact.to_string(),
            concern: change.concern.to_string(),
            message: &change.message,
            path: &change.path,
            fingerprint: &change.fingerprint,
            waived: report.is_waived(change),
            base: change.base.as_ref().map(JsonLocation::new),
            revision: change.revision.as_ref().map(JsonLocation::new),
            details: &change.details,
            help: change.help,
            rendered: report.changes.render_one(change, false),
        }
    }
}

impl Summary {
    fn new(report: &Report) -> Self {
        let (unstable, stable) = report.bumps();
        Self {
            kind: "summary",
            breaking: report.count(Impact::Breaking),
            behaviour: report.count(Impact::Behaviour),
            addition: report.count(Impact::Addition),
            docs: report.count(Impact::Docs),
            waived: report.waived(),
            bump_0_x: unstable.to_string(),
            bump: stable.to_string(),
        }
    }
}
