//! Changes for programs: a line for each, and one that sums them up. The keys and their order are what others rely on.

use std::io::{self, Write};

use faultbook_codegen::Label;
use faultbook_codegen::changes::{Change, Detail, Impact, Touched};
use serde::Serialize;

use super::Told;
use crate::json_lines;

pub(super) fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    for change in told.changes.iter() {
        json_lines::write(&Line::new(change, told), out)?;
    }
    json_lines::write(&Summary::new(told), out)
}

/// A change.
#[derive(Serialize)]
struct Line<'c> {
    kind: &'c str,
    impact: String,
    message: &'c str,
    path: &'c str,
    fingerprint: &'c str,
    waived: bool,
    base: Option<Place<'c>>,
    revision: Option<Place<'c>>,
    details: Vec<Values<'c>>,
    help: Option<&'c str>,
    rendered: String,
}

#[derive(Serialize)]
struct Place<'c> {
    file: &'c str,
    line: usize,
    column: usize,
    byte_start: usize,
    byte_end: usize,
}

#[derive(Serialize)]
struct Values<'c> {
    field: &'c str,
    old: &'c str,
    new: &'c str,
    touched: Vec<Touch<'c>>,
}

#[derive(Serialize)]
struct Touch<'c> {
    what: &'c str,
    operations: &'c [String],
    statuses: &'c str,
}

/// The last line.
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
    fn new(change: &'c Change, told: &Told<'_>) -> Self {
        Self {
            kind: change.kind,
            impact: change.impact.to_string(),
            message: &change.message,
            path: &change.path,
            fingerprint: &change.fingerprint,
            waived: told.is_waived(change),
            base: change.base.as_ref().map(Place::new),
            revision: change.revision.as_ref().map(Place::new),
            details: change.details.iter().map(Values::new).collect(),
            help: change.help,
            rendered: told.changes.render_one(change, false),
        }
    }
}

impl<'c> Place<'c> {
    fn new(label: &'c Label) -> Self {
        Self {
            file: &label.file,
            line: label.line,
            column: label.column,
            byte_start: label.bytes.start,
            byte_end: label.bytes.end,
        }
    }
}

impl<'c> Values<'c> {
    fn new(detail: &'c Detail) -> Self {
        Self {
            field: detail.field,
            old: &detail.old,
            new: &detail.new,
            touched: detail.touched.iter().map(Touch::new).collect(),
        }
    }
}

impl<'c> Touch<'c> {
    fn new(touched: &'c Touched) -> Self {
        Self {
            what: &touched.what,
            operations: &touched.operations,
            statuses: &touched.statuses,
        }
    }
}

impl Summary {
    fn new(told: &Told<'_>) -> Self {
        let (unstable, stable) = told.bumps();
        Self {
            kind: "summary",
            breaking: told.count(Impact::Breaking),
            behaviour: told.count(Impact::Behaviour),
            addition: told.count(Impact::Addition),
            docs: told.count(Impact::Docs),
            waived: told.waived(),
            bump_0_x: unstable.to_string(),
            bump: stable.to_string(),
        }
    }
}
