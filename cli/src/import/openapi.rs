//! `OpenAPI` 3 documents: their operations, and the codes that their error responses show.

mod choice;
mod document;
mod fields;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use serde_json::Value;

pub(super) use self::document::is_document;
use self::document::{Document, Response, Status};
use self::fields::Fields;
use super::columns::{Field, Row};
use super::identifiers::SnakeNames;
use super::places::{CodePlace, Place};
use super::samples::Sample;
use super::{Import, Intake, input, texts};

/// An operation of the document.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) summary: Option<String>,
    /// Method and path.
    pub(super) endpoint: String,
    /// Whether HTTP itself calls the method safe.
    pub(super) is_safe: bool,
}

pub(super) fn read(text: &str, arguments: &Import) -> anyhow::Result<Intake> {
    let document = Document::read(text)?;
    let mut intake = Intake {
        title: document.title(),
        envelope: input::envelope(arguments),
        ..Intake::default()
    };
    let mut names = SnakeNames::new("operation", ["Request".to_owned()]);
    let mut responses = Vec::new();
    for (operation, answers) in document.operations(&mut names) {
        intake.operations.push(operation);
        responses.extend(answers);
    }
    intake.account.operations = intake.operations.len();
    let fields = Fields::of(&document, &responses);
    intake.account.findings.extend(document.findings());
    choice::choose(&fields, &responses, &mut intake);
    let codes = codes(&fields, &responses, &mut intake);
    if codes.is_empty() && arguments.code.is_empty() {
        by_status(&responses, &mut intake);
    } else if intake.envelope.has(&CodePlace::Status) {
        intake.rows = rows_of_statuses(&responses);
    } else {
        intake.rows = codes
            .into_iter()
            .flat_map(|(code, seen)| seen.rows(&code))
            .collect();
    }
    if intake.rows.is_empty() {
        bail!(
            "no error response of the document shows a code; say where it is with `--code`, or `--code status`"
        );
    }
    Ok(intake)
}

/// Takes the statuses for codes, where nothing else is one.
fn by_status(responses: &[Response<'_>], intake: &mut Intake) {
    let finding = "no code was found in the error responses: the statuses are taken for codes; `--code` tells a place";
    intake.account.findings.push(finding.to_owned());
    intake.envelope.code = vec![CodePlace::Status];
    intake.envelope.errors_only = false;
    intake.rows = rows_of_statuses(responses);
}

/// Each status once, as the first response tells it.
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
            place: response.place(),
            cells: cells
                .into_iter()
                .filter_map(|(field, text)| texts::cell(field, &text))
                .collect(),
        }
    };
    seen.into_iter().map(row).collect()
}

/// Where a code was seen.
#[derive(Default)]
struct Seen {
    place: String,
    /// Those of its examples.
    shown: BTreeSet<u16>,
    /// Those of the schemas that list it; none for a schema of no single status.
    listed: BTreeSet<Option<u16>>,
    text: Option<String>,
}

impl Seen {
    /// What is known of the code. A list of codes that several statuses share does not tell whose they are.
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
            place: self.place,
            cells: cells.collect(),
        }]
    }
}

/// The codes of all error responses, in the order in which they are met, and examples of them.
fn codes(fields: &Fields, responses: &[Response<'_>], intake: &mut Intake) -> Vec<(String, Seen)> {
    let code_places = intake.envelope.code.iter().filter_map(|place| match place {
        CodePlace::At(place) => Some(place),
        _ => None,
    });
    let mut codes = Codes {
        code_at: pointers(code_places),
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

fn pointers<'p>(places: impl Iterator<Item = &'p Place>) -> Vec<String> {
    let pointer = |place: &Place| match place {
        Place::Pointer(pointer) => Some(pointer.clone()),
        Place::Header(_) => None,
    };
    places.filter_map(pointer).collect()
}

#[derive(Default)]
struct Codes {
    code_at: Vec<String>,
    message_at: Vec<String>,
    list: Vec<(String, Seen)>,
    /// The place of each code in the list.
    known: BTreeMap<String, usize>,
}

impl Codes {
    fn at(&mut self, code: &str, response: &Response<'_>) -> &mut Seen {
        let next = self.list.len();
        let index = *self.known.entry(code.to_owned()).or_insert(next);
        if index == next {
            let place = response.place();
            self.list.push((
                code.to_owned(),
                Seen {
                    place,
                    ..Seen::default()
                },
            ));
        }
        &mut self.list[index].1
    }

    /// Takes the codes that the examples of a response show.
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

    /// Takes the codes that the schemas of a response list.
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

/// The code at a pointer of a body.
fn code_at(body: &Value, pointer: &str) -> Option<String> {
    body.pointer(pointer).and_then(code_of)
}

/// A scalar that can be a code on the wire.
fn code_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}
