//! Prints answers as JSON lines, one for each code, reading or vendor.

use std::collections::BTreeMap;
use std::io::{self, Write};

use faultbook_codegen::model::{Arm, Code, Deprecated, Vendor};
use faultbook_codegen::{DecisionReport, Loaded, Origin, Origins};
use faultbook_runtime::v1::serde::NamedReading as JsonReading;
use serde::Serialize;

use super::answer::Answer;
use super::case::Case;
use super::decision::{self, Row, Subject};
use super::reading::Reading;
use crate::book::Names;
use crate::decisions::conditions_text;
use crate::output::write_json_line;

pub(super) fn write(answer: &Answer<'_>, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    match answer {
        Answer::Codes(cases) => each(cases.iter().map(|case| explained(case, loaded)), out),
        Answer::Readings(readings, _) => readings.iter().try_for_each(|own| read(own, out)),
        Answer::Status { codes, alone, .. } => {
            let codes = codes.iter();
            let codes = codes.flat_map(|(vendor, own)| {
                let origins = loaded.origins(vendor);
                own.iter().map(move |at| known(vendor, *at, &origins))
            });
            each(codes, out)?;
            alone.iter().try_for_each(|alone| read(alone, out))
        }
        Answer::Contents(_, vendor) => {
            let codes = 0..vendor.codes.len();
            let origins = loaded.origins(vendor);
            each(codes.map(|code| known(vendor, code, &origins)), out)
        }
        Answer::Vendors(book) => each(book.vendors.iter().map(VendorLine::of), out),
    }
}

fn each<T: Serialize>(lines: impl Iterator<Item = T>, out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        write_json_line(&line, out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct VendorLine<'b> {
    vendor: &'b str,
    title: &'b str,
    summary: &'b str,
}

impl<'b> VendorLine<'b> {
    fn of(vendor: &'b Vendor) -> Self {
        Self {
            vendor: &vendor.name,
            title: &vendor.title,
            summary: &vendor.summary,
        }
    }
}

/// What the book has about a code, except decisions.
#[derive(Serialize)]
struct Known<'b> {
    vendor: &'b str,
    domain: &'b str,
    code: &'b str,
    summary: &'b str,
    statuses: &'b [u16],
    rust: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'b str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    advice: &'b [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'b [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'b [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deprecated: Option<&'b Deprecated>,
    source: Option<&'b str>,
    /// The files that say something about the code, if its vendor extends others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    written_in: Vec<Origin>,
}

fn known<'b>(vendor: &'b Vendor, code: usize, origins: &Origins<'_>) -> Known<'b> {
    let code = &vendor.codes[code];
    let domain = &vendor.domains[code.domain];
    let Code { remarks, ident, .. } = code;
    let source = remarks.source.as_ref().or(domain.remarks.source.as_ref());
    Known {
        vendor: &vendor.name,
        domain: &domain.name,
        code: &code.wire,
        summary: &code.summary,
        statuses: &code.statuses,
        rust: format!("{}::{}::{ident}", vendor.name, domain.type_ident),
        description: &remarks.description,
        advice: &remarks.advice,
        notes: &remarks.notes,
        aliases: &code.aliases,
        since: code.since.as_deref(),
        deprecated: code.deprecated.as_ref(),
        source: source
            .or(vendor.remarks.source.as_ref())
            .map(String::as_str),
        written_in: origins.of(code),
    }
}

/// A code with the decisions of an operation.
#[derive(Serialize)]
struct Explained<'b> {
    #[serde(flatten)]
    known: Known<'b>,
    operation: &'b str,
    status: Option<u16>,
    /// In the order in which they are tried. The last one has no condition.
    decisions: Vec<DecisionLine>,
}

fn explained<'b>(case: &Case<'b>, loaded: &'b Loaded) -> Explained<'b> {
    let subject = Subject::of(case, loaded);
    let decided = |arm: &Arm| DecisionLine::of(case, arm, &subject);
    Explained {
        known: known(case.vendor, case.code, &subject.origins),
        operation: &case.operation().name,
        status: case.status,
        decisions: case.arms().into_iter().map(decided).collect(),
    }
}

#[derive(Serialize)]
struct DecisionLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<String>,
    #[serde(flatten)]
    decision: DecisionReport,
    /// The location of each field, if the vendor extends others.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    decided_in: BTreeMap<&'static str, String>,
}

impl DecisionLine {
    fn of(case: &Case<'_>, arm: &Arm, subject: &Subject<'_>) -> Self {
        let code = Some(case.code());
        let rows = decision::rows(case, arm);
        let located = subject.located(&rows, case.class(arm));
        Self {
            when: conditions_text(&arm.conditions),
            decision: DecisionReport::new(case.book, case.vendor, code, &arm.decision),
            decided_in: located.map(location).collect(),
        }
    }
}

/// The key of a field, and its location.
fn location((row, origin): (&Row, Origin)) -> (&'static str, String) {
    (row.field, origin.to_string())
}

/// A reading of a response, with the fields of `classify`.
#[derive(Serialize)]
struct ReadLine<'r> {
    vendor: &'r str,
    #[serde(flatten)]
    reading: JsonReading<'r, Names<'r>>,
    /// Whether the response had no status and this one was tried.
    status_is_tried: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_code: Option<Known<'r>>,
    /// The location of each field, if the vendor extends others.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    decided_in: BTreeMap<&'static str, String>,
}

fn read(reading: &Reading<'_>, out: &mut dyn Write) -> io::Result<()> {
    let vendor = reading.vendor();
    let (rows, subject) = (reading.rows(), reading.subject());
    let class = &reading.report.decision.class;
    reading.with(|engine_reading| {
        let line = ReadLine {
            vendor: &vendor.name,
            reading: JsonReading::new(engine_reading, Names(reading.book())),
            status_is_tried: reading.status_is_tried,
            known_code: reading
                .code
                .map(|code| known(vendor, code, &subject.origins)),
            decided_in: subject.located(&rows, class).map(location).collect(),
        };
        write_json_line(&line, out)
    })
}
