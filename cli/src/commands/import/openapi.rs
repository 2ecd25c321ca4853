//! Reads the operations and the codes of error responses from `OpenAPI` 3 and Swagger 2 documents.

mod choice;
mod document;
mod fields;
mod files;
mod listed;
mod rank;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;

use self::document::{Document, Response, Status, has_bodies};
use self::fields::Fields;
use self::listed::ListedValue;
use super::arguments::Import;
use super::columns::{Field, Row};
use super::identifiers::SnakeNames;
use super::intake::{Envelope, Intake};
use super::locations::{CodeLocation, Location};
use super::sample::Sample;
use super::texts;
use super::tree::Node;
use crate::output::counted;

pub(super) use self::document::is_document;

pub(super) fn read(root: Node, arguments: &Import) -> anyhow::Result<Intake> {
    let document = Document::read(root, &arguments.file)?;
    let mut intake = Intake {
        title: document.title(),
        envelope: Envelope::of(arguments),
        ..Intake::default()
    };
    let mut names = SnakeNames::new("operation", ["Request".to_owned()]);
    let mut responses = Vec::new();
    let mut in_both = 0;
    for (operation, answers) in document.operations(&mut names) {
        in_both += usize::from(has_bodies(&answers, false) && has_bodies(&answers, true));
        intake.operations.push(operation);
        responses.extend(answers);
    }
    intake.summary.operations = intake.operations.len();
    intake.has_json = has_bodies(&responses, false);
    log_formats(&responses, in_both, &mut intake);
    let fields = Fields::of(&document, &responses);
    choice::choose(&fields, &responses, &mut intake);
    take_codes(&fields, &responses, &mut intake);
    choice::log_unread(&fields, &responses, &mut intake);
    if intake.rows.is_empty() && !intake.has_open_codes {
        bail!(
            "no error response of the document has a code; pass its location with `--code`, or `--code status`"
        );
    }
    log_unused(&document, &fields, &responses, &mut intake);
    for (reference, why) in document.lost() {
        let kind = format!("references that cannot be followed: {why}");
        intake.summary.left_out(kind, format!("`{reference}`"));
    }
    Ok(intake)
}

/// Logs the bodies that the book does not read because of their formats.
fn log_formats(responses: &[Response<'_>], in_both: usize, intake: &mut Intake) {
    let findings = &mut intake.summary.findings;
    if in_both > 0 {
        let operations = counted(in_both, "operation");
        findings.push(format!(
            "{operations} with bodies in JSON and in XML, of which the book reads those in JSON"
        ));
    }
    let is_unread = |response: &&Response<'_>| {
        response.is_error() && response.schemas.is_empty() && response.examples.is_empty()
    };
    let unread = responses.iter().filter(is_unread);
    let unread: Vec<&[&str]> = unread.map(|response| &*response.others).collect();
    let count = unread.iter().filter(|types| !types.is_empty()).count();
    if count > 0 {
        let types: BTreeSet<&str> = unread.concat().into_iter().collect();
        let types = types.into_iter().collect::<Vec<_>>().join(", ");
        let responses = counted(count, "error response");
        findings.push(format!(
            "{responses} with bodies in formats that are not read: {types}"
        ));
    }
}

/// Takes the rows from the responses: for each code, or for each status if responses have no code.
fn take_codes(fields: &Fields, responses: &[Response<'_>], intake: &mut Intake) {
    let codes = codes(fields, responses, intake);
    if intake.envelope.has(&CodeLocation::Status) {
        intake.rows = rows_of_statuses(responses);
    } else if intake.envelope.code.is_empty() {
        by_status(responses, intake);
    } else {
        let rows = codes.into_iter().map(|(code, seen)| seen.row(&code));
        intake.rows = rows.collect();
    }
    if intake.rows.is_empty() && !intake.envelope.code.is_empty() {
        let finding = "the document lists no values of the code, so the book has none; add those that are documented elsewhere";
        intake.summary.findings.push(finding.to_owned());
        intake.has_open_codes = true;
    }
}

/// Uses the statuses as codes.
fn by_status(responses: &[Response<'_>], intake: &mut Intake) {
    intake.rows = rows_of_statuses(responses);
    if !intake.rows.is_empty() {
        let finding = "the error responses have no code, so the statuses are used; pass another location with `--code`";
        intake.summary.findings.push(finding.to_owned());
        intake.envelope.code = vec![CodeLocation::Status];
    }
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
    name: Option<String>,
    /// What a schema says about it.
    text: Option<String>,
    /// The description of a response that has no other code.
    of_response: Option<String>,
    category: Option<String>,
    /// The messages of its examples, which describe one case of it each.
    messages: Vec<String>,
}

impl Seen {
    /// The row for the code. If several statuses share a list of codes, the code's own status is unknown.
    fn row(self, code: &str) -> Row {
        let mut statuses = self.shown;
        if let (true, Some(Some(only))) = (self.listed.len() == 1, self.listed.first()) {
            statuses.insert(*only);
        }
        let text = self.text.or(self.of_response);
        let is_new = |message: &String| text.as_ref() != Some(message);
        let messages = self.messages.iter().filter(|message| is_new(message));
        let notes = messages.map(|message| format!("The message of an example: {message}"));
        let notes: Vec<String> = notes.collect();
        let mut cells = vec![(Field::Code, code.to_owned())];
        let statuses = statuses.iter().map(u16::to_string);
        cells.extend(statuses.map(|status| (Field::Status, status)));
        cells.extend(self.name.map(|name| (Field::Name, name)));
        cells.extend(text.map(|text| (Field::Summary, text)));
        cells.extend(self.category.map(|category| (Field::Category, category)));
        cells.extend(notes.into_iter().map(|note| (Field::Note, note)));
        let cells = cells
            .into_iter()
            .filter_map(|(field, text)| texts::cell(field, &text));
        Row {
            location: self.location,
            cells: cells.collect(),
        }
    }
}

/// The codes of all error responses in order of appearance. Adds their examples and categories to the intake.
fn codes(fields: &Fields, responses: &[Response<'_>], intake: &mut Intake) -> Vec<(String, Seen)> {
    let envelope = &intake.envelope;
    let mut codes = Codes {
        code_at: pointers(envelope.code.iter().filter_map(CodeLocation::at)),
        message_at: pointers(envelope.message.iter()),
        category_at: pointers(envelope.category.iter()),
        ..Codes::default()
    };
    let errors = responses.iter().enumerate();
    for (index, response) in errors.filter(|(_, response)| response.is_error()) {
        intake.samples.extend(codes.take_examples(response));
        codes.take_schemas(fields, index, response);
        codes.take_description(fields, index, response);
        for value in listed(fields, index, &codes.category_at) {
            if !intake.categories.contains(&value.code) {
                intake.categories.push(value.code.clone());
            }
        }
    }
    codes.list
}

/// Lists the codes of responses that no operation has: nothing says that they are errors.
fn log_unused(
    document: &Document,
    fields: &Fields,
    responses: &[Response<'_>],
    intake: &mut Intake,
) {
    let code_at = pointers(intake.envelope.code.iter().filter_map(CodeLocation::at));
    let used = responses.iter().enumerate();
    let used = used.flat_map(|(index, response)| codes_at(&code_at, fields, index, response));
    let used: BTreeSet<String> = used.collect();
    let responses = document.unused_responses();
    let fields = Fields::of(document, &responses);
    for (index, response) in responses.iter().enumerate() {
        for code in codes_at(&code_at, &fields, index, response).difference(&used) {
            let kind = "codes of responses that no operation has";
            let place = format!("`{code}` in {}", response.operation);
            intake.summary.left_out(kind, place);
        }
    }
}

/// The codes that a response lists or shows at some locations.
fn codes_at(
    at: &[String],
    fields: &Fields,
    index: usize,
    response: &Response<'_>,
) -> BTreeSet<String> {
    let listed = listed(fields, index, at).into_iter();
    let listed = listed.map(|value| value.code.clone());
    let bodies = response.examples.iter();
    let shown = bodies.flat_map(|body| at.iter().filter_map(|at| body.tree.pointer(at)?.code()));
    listed.chain(shown).collect()
}

/// The codes that the book will have.
fn known_codes(intake: &Intake) -> BTreeSet<String> {
    let cells = intake.rows.iter().flat_map(|row| &row.cells);
    let codes = cells.filter(|(field, _)| *field == Field::Code);
    codes.map(|(_, code)| code.clone()).collect()
}

/// The names of the fields at some locations.
fn pointers<'p>(locations: impl Iterator<Item = &'p Location>) -> Vec<String> {
    let field = |location: &Location| match location {
        Location::Pointer(pointer) => pointer.clone(),
        Location::Header(name) => format!("header:{}", name.to_lowercase()),
    };
    locations.map(field).collect()
}

/// The location of a field; `None` if no header can have the name.
fn location(field: &str) -> Option<Location> {
    field.parse().ok()
}

/// The values that the schemas of a response list at some locations.
fn listed<'f>(fields: &'f Fields, index: usize, at: &[String]) -> Vec<&'f ListedValue> {
    let values = at.iter().flat_map(|at| fields.listed(index, at));
    values.collect()
}

#[derive(Default)]
struct Codes {
    code_at: Vec<String>,
    message_at: Vec<String>,
    category_at: Vec<String>,
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

    fn code_of(&self, body: &Node) -> Option<String> {
        self.code_at
            .iter()
            .find_map(|at| body.pointer(at).and_then(Node::code))
    }

    /// Adds the codes in the examples of a response.
    fn take_examples(&mut self, response: &Response<'_>) -> Vec<Sample> {
        let exact = response.status.exact();
        let mut samples = Vec::new();
        for body in &response.examples {
            let Some(code) = self.code_of(&body.tree) else {
                continue;
            };
            let text = |at: &String| body.tree.pointer(at)?.as_str().map(str::to_owned);
            let message = self.message_at.iter().find_map(text);
            let category = self.category_at.iter().find_map(text);
            let seen = self.at(&code, response);
            seen.shown.extend(exact);
            seen.category = seen.category.take().or(category);
            let message = message.filter(|message| !seen.messages.contains(message));
            seen.messages.extend(message);
            if let (Some(status), Some(text)) = (exact, &body.text) {
                samples.push(Sample {
                    operation: response.operation.clone(),
                    status,
                    body: text.clone(),
                    code,
                });
            }
        }
        samples
    }

    /// Adds the codes in the schemas of a response.
    fn take_schemas(&mut self, fields: &Fields, index: usize, response: &Response<'_>) {
        for value in listed(fields, index, &self.code_at) {
            let seen = self.at(&value.code, response);
            seen.listed.insert(response.status.exact());
            seen.name = seen.name.take().or_else(|| value.name.clone());
            seen.text = seen.text.take().or_else(|| value.text.clone());
        }
    }

    /// The description of a response is that of its code, if its schemas list only one.
    fn take_description(&mut self, fields: &Fields, index: usize, response: &Response<'_>) {
        let listed = listed(fields, index, &self.code_at);
        let listed = listed.into_iter().filter(|value| !value.is_example);
        let listed: BTreeSet<&String> = listed.map(|value| &value.code).collect();
        let mut shown = response.examples.iter();
        let is_alone = shown.all(|body| {
            self.code_of(&body.tree)
                .is_none_or(|code| listed.contains(&code))
        });
        if let (1, true, Some(code)) = (listed.len(), is_alone, listed.first()) {
            let seen = self.at(code, response);
            seen.of_response
                .get_or_insert_with(|| response.description.clone());
        }
    }
}
