//! Reads the operations and the codes of error responses from `OpenAPI` 3 documents.

mod choice;
mod code;
mod document;
mod fields;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;

use self::code::code_at;
use self::document::{Document, Response, Status};
use self::fields::Fields;
use super::arguments::Import;
use super::columns::{Field, Row};
use super::identifiers::SnakeNames;
use super::intake::{Envelope, Intake};
use super::locations::{CodeLocation, Location};
use super::sample::Sample;
use super::texts;

pub(super) use self::document::is_document;

pub(super) fn read(text: &str, arguments: &Import) -> anyhow::Result<Intake> {
    let document = Document::read(text)?;
    let mut intake = Intake {
        title: document.title(),
        envelope: Envelope::of(arguments),
        ..Intake::default()
    };
    let mut names = SnakeNames::new("operation", ["Request".to_owned()]);
    let mut responses = Vec::new();
    for (operation, answers) in document.operations(&mut names) {
        intake.operations.push(operation);
        responses.extend(answers);
    }
    intake.summary.operations = intake.operations.len();
    let fields = Fields::of(&document, &responses);
    intake.summary.findings.extend(document.findings());
    choice::choose(&fields, &responses, &mut intake);
    let codes = codes(&fields, &responses, &mut intake);
    if codes.is_empty() && arguments.code.is_empty() {
        by_status(&responses, &mut intake);
    } else if intake.envelope.has(&CodeLocation::Status) {
        intake.rows = rows_of_statuses(&responses);
    } else {
        intake.rows = codes
            .into_iter()
            .flat_map(|(code, seen)| seen.rows(&code))
            .collect();
    }
    if intake.rows.is_empty() {
        bail!(
            "no error response of the document has a code; pass its location with `--code`, or `--code status`"
        );
    }
    Ok(intake)
}

/// Uses the statuses as codes.
fn by_status(responses: &[Response<'_>], intake: &mut Intake) {
    let finding = "the error responses have no code, so the statuses are used; pass another location with `--code`";
    intake.summary.findings.push(finding.to_owned());
    intake.envelope.code = vec![CodeLocation::Status];
    intake.envelope.errors_only = false;
    intake.rows = rows_of_statuses(responses);
}

/// A row for each status, from its first response.
fn rows_of_statuses(responses: &[Response<'_>]) -> Vec<Row> {
    let mut seen = BTreeMap::new();
    for response in responses.iter().filter(|response| response.is_error()) {
        if let Status::Exact(status) = response.status {
            seen.entry(status).or_insert(response);
        }
    }
    let row = |(status, response): (u16, &Response<'_>)| {
        let cells = [
            (Field::Code, status.to_string()),
            (Field::Summary, response.description.clone()),
        ];
        Row {
            location: response.location(),
            cells: cells
                .into_iter()
                .filter_map(|(field, text)| texts::cell(field, &text))
                .collect(),
        }
    };
    seen.into_iter().map(row).collect()
}

/// The occurrences of a code.
#[derive(Default)]
struct Seen {
    location: String,
    /// The statuses of its examples.
    shown: BTreeSet<u16>,
    /// The statuses of the schemas that list it; `None` for a schema of several statuses.
    listed: BTreeSet<Option<u16>>,
    text: Option<String>,
}

impl Seen {
    /// The rows for the code. If several statuses share a list of codes, the code's own status is unknown.
    fn rows(self, code: &str) -> Vec<Row> {
        let mut statuses = self.shown;
        if let (true, Some(Some(only))) = (self.listed.len() == 1, self.listed.first()) {
            statuses.insert(*only);
        }
        let mut cells = vec![(Field::Code, code.to_owned())];
        cells.extend(
            statuses
                .iter()
                .map(|status| (Field::Status, status.to_string())),
        );
        cells.extend(self.text.map(|text| (Field::Summary, text)));
        let cells = cells
            .into_iter()
            .filter_map(|(field, text)| texts::cell(field, &text));
        vec![Row {
            location: self.location,
            cells: cells.collect(),
        }]
    }
}

/// The codes of all error responses in order of appearance. Adds their examples to the intake.
fn codes(fields: &Fields, responses: &[Response<'_>], intake: &mut Intake) -> Vec<(String, Seen)> {
    let code_locations = intake
        .envelope
        .code
        .iter()
        .filter_map(|location| match location {
            CodeLocation::At(location) => Some(location),
            _ => None,
        });
    let mut codes = Codes {
        code_at: pointers(code_locations),
        message_at: pointers(intake.envelope.message.iter()),
        ..Codes::default()
    };
    let errors = responses.iter().enumerate();
    for (index, response) in errors.filter(|(_, response)| response.is_error()) {
        intake.samples.extend(codes.take_examples(response));
        codes.take_schemas(fields, index, response);
    }
    codes.list
}

fn pointers<'p>(locations: impl Iterator<Item = &'p Location>) -> Vec<String> {
    let pointer = |location: &Location| match location {
        Location::Pointer(pointer) => Some(pointer.clone()),
        Location::Header(_) => None,
    };
    locations.filter_map(pointer).collect()
}

#[derive(Default)]
struct Codes {
    code_at: Vec<String>,
    message_at: Vec<String>,
    list: Vec<(String, Seen)>,
    /// The index of each code in the list.
    known: BTreeMap<String, usize>,
}

impl Codes {
    fn at(&mut self, code: &str, response: &Response<'_>) -> &mut Seen {
        let next = self.list.len();
        let index = *self.known.entry(code.to_owned()).or_insert(next);
        if index == next {
            let location = response.location();
            self.list.push((
                code.to_owned(),
                Seen {
                    location,
                    ..Seen::default()
                },
            ));
        }
        &mut self.list[index].1
    }

    /// Adds the codes in the examples of a response.
    fn take_examples(&mut self, response: &Response<'_>) -> Vec<Sample> {
        let exact = response.status.exact();
        let mut samples = Vec::new();
        for body in &response.examples {
            let Some(code) = self.code_at.iter().find_map(|at| code_at(body, at)) else {
                continue;
            };
            let text = self
                .message_at
                .iter()
                .find_map(|at| body.pointer(at)?.as_str());
            let text = text.map(str::to_owned);
            let seen = self.at(&code, response);
            seen.shown.extend(exact);
            seen.text = seen.text.take().or(text);
            samples.extend(exact.map(|status| Sample {
                operation: response.operation.clone(),
                status,
                body: body.clone(),
                code,
            }));
        }
        samples
    }

    /// Adds the codes in the schemas of a response.
    fn take_schemas(&mut self, fields: &Fields, index: usize, response: &Response<'_>) {
        for at in self.code_at.clone() {
            for (code, text) in fields.listed(index, &at) {
                let seen = self.at(code, response);
                seen.listed.insert(response.status.exact());
                seen.text = seen.text.take().or_else(|| text.clone());
            }
        }
    }
}
