//! Reads the operations and the codes of error responses from `OpenAPI` 3 and Swagger 2 documents.

mod choice;
mod document;
mod fields;
mod files;
mod listed;
mod rank;
mod responses;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use indexmap::IndexMap;

use self::document::Document;
use self::listed::Origin;
use self::responses::{Part, Reader, Response};
use super::arguments::Import;
use super::columns::{Field, Row};
use super::intake::{Envelope, Intake, Sample};
use super::locations::Location;
use super::tree::Node;
use crate::output::counted;

pub(super) use self::document::is_document;

pub(super) fn read(root: Node, arguments: &Import) -> anyhow::Result<Intake> {
    let document = Document::read(root, &arguments.file)?;
    let mut reader = Reader::new(&document);
    let mut intake = Intake {
        title: document.title(),
        envelope: Envelope::of(arguments),
        ..Intake::default()
    };
    let mut responses = Vec::new();
    let mut in_both = 0;
    for (operation, own) in reader.operations() {
        let has = |part| own.iter().any(|response| response.has(part));
        in_both += usize::from(has(Part::Json) && has(Part::Xml));
        intake.has_json |= has(Part::Json);
        intake.operations.push(operation);
        responses.extend(own);
    }
    intake.summary.operations = intake.operations.len();
    log_formats(&responses, in_both, &mut intake);
    choice::choose(&responses, &mut intake);
    take_codes(&responses, &mut intake);
    choice::log_unread(&responses, &mut intake);
    if intake.rows.is_empty() && !intake.has_open_codes {
        bail!(
            "no error response of the document has a code; pass its location with `--code`, or `--code status`"
        );
    }
    log_unused(&reader.unused_responses(), &responses, &mut intake);
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
        let has_body = response.has(Part::Json) || response.has(Part::Xml);
        response.is_error() && !has_body && !response.others.is_empty()
    };
    let unread = responses.iter().filter(is_unread);
    let unread: Vec<&[&str]> = unread.map(|response| &*response.others).collect();
    if !unread.is_empty() {
        let types: BTreeSet<&str> = unread.concat().into_iter().collect();
        let types = types.into_iter().collect::<Vec<_>>().join(", ");
        let responses = counted(unread.len(), "error response");
        findings.push(format!(
            "{responses} with bodies in formats that are not read: {types}"
        ));
    }
}

/// Takes the rows from the responses: for each code, or for each status if responses have no code.
fn take_codes(responses: &[Response<'_>], intake: &mut Intake) {
    let codes = codes(responses, intake);
    let has_location = !intake.envelope.code.is_empty();
    if has_location && !intake.envelope.code.iter().any(Location::is_status) {
        let rows = codes.into_iter().map(|(code, seen)| seen.row(&code));
        intake.rows = rows.collect();
    } else {
        intake.rows = rows_of_statuses(responses);
    }
    if intake.rows.is_empty() && has_location {
        let finding = "the document lists no values of the code, so the book has none; add those that are documented elsewhere";
        intake.summary.findings.push(finding.to_owned());
        intake.has_open_codes = true;
    } else if !has_location && !intake.rows.is_empty() {
        let finding = "the error responses have no code, so the statuses are used; pass another location with `--code`";
        intake.summary.findings.push(finding.to_owned());
        intake.envelope.code = vec![Location::status()];
    }
}

/// A row for each status, from its first response.
fn rows_of_statuses(responses: &[Response<'_>]) -> Vec<Row> {
    let mut seen = BTreeMap::new();
    for response in responses.iter().filter(|response| response.is_error()) {
        if let Some(status) = response.status() {
            seen.entry(status).or_insert(response);
        }
    }
    let row = |(status, response): (u16, &Response<'_>)| {
        let cells = [
            (Field::Code, status.to_string()),
            (Field::Summary, response.description.clone()),
        ];
        Row::new(response.location(), cells)
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
        let mut messages = self.messages;
        messages.retain(|message| text.as_ref() != Some(message));
        let mut cells = vec![(Field::Code, code.to_owned())];
        let statuses = statuses.iter().map(u16::to_string);
        cells.extend(statuses.map(|status| (Field::Status, status)));
        cells.extend(self.name.map(|name| (Field::Name, name)));
        cells.extend(text.map(|text| (Field::Summary, text)));
        cells.extend(self.category.map(|category| (Field::Category, category)));
        cells.extend(messages.into_iter().map(|message| {
            let note = format!("The message of an example: {message}");
            (Field::Note, note)
        }));
        Row::new(self.location, cells)
    }
}

/// The codes of all error responses in order of appearance. Adds their examples and categories to the intake.
fn codes(responses: &[Response<'_>], intake: &mut Intake) -> IndexMap<String, Seen> {
    let envelope = &intake.envelope;
    let mut codes = Codes {
        code_at: fields_at(&envelope.code),
        message_at: fields_at(&envelope.message),
        category_at: fields_at(&envelope.category),
        seen: IndexMap::new(),
    };
    for response in responses.iter().filter(|response| response.is_error()) {
        intake.samples.extend(codes.take_examples(response));
        codes.take_schemas(response);
        codes.take_description(response);
        for value in response.listed(&codes.category_at) {
            if !intake.categories.contains(&value.code) {
                intake.categories.push(value.code.clone());
            }
        }
    }
    codes.seen
}

/// Lists the codes of responses that no operation has: nothing says that they are errors.
fn log_unused(unused: &[Response<'_>], responses: &[Response<'_>], intake: &mut Intake) {
    let code_at = fields_at(&intake.envelope.code);
    let codes_of = |response: &Response<'_>| -> BTreeSet<String> {
        let values = response.values(&code_at);
        values.map(|value| value.code.clone()).collect()
    };
    let used: BTreeSet<String> = responses.iter().flat_map(codes_of).collect();
    for response in unused {
        for code in codes_of(response).difference(&used) {
            let kind = "codes of responses that no operation has";
            let place = format!("`{code}` in {}", response.operation);
            intake.summary.left_out(kind, place);
        }
    }
}

/// The pointers and headers among some locations.
fn fields_at(locations: &[Location]) -> Vec<String> {
    locations.iter().filter_map(Location::field).collect()
}

struct Codes {
    code_at: Vec<String>,
    message_at: Vec<String>,
    category_at: Vec<String>,
    seen: IndexMap<String, Seen>,
}

impl Codes {
    fn at(&mut self, code: &str, response: &Response<'_>) -> &mut Seen {
        let seen = self.seen.entry(code.to_owned());
        seen.or_insert_with(|| Seen {
            location: response.location(),
            ..Seen::default()
        })
    }

    fn code_of(&self, body: &Node) -> Option<String> {
        let mut found = self.code_at.iter().filter_map(|at| body.pointer(at));
        found.find_map(Node::code)
    }

    /// Adds the codes in the examples of a response.
    fn take_examples(&mut self, response: &Response<'_>) -> Vec<Sample> {
        let mut samples = Vec::new();
        for body in &response.examples {
            let Some(code) = self.code_of(&body.tree) else {
                continue;
            };
            let text = |at: &String| body.tree.pointer(at)?.as_str().map(str::to_owned);
            let message = self.message_at.iter().find_map(text);
            let category = self.category_at.iter().find_map(text);
            let seen = self.at(&code, response);
            seen.shown.extend(response.status());
            seen.category = seen.category.take().or(category);
            let message = message.filter(|message| !seen.messages.contains(message));
            seen.messages.extend(message);
            if let (Some(status), Some(text)) = (response.status(), &body.text) {
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
    fn take_schemas(&mut self, response: &Response<'_>) {
        for value in response.listed(&self.code_at.clone()) {
            let seen = self.at(&value.code, response);
            seen.listed.insert(response.status());
            seen.name = seen.name.take().or_else(|| value.name.clone());
            seen.text = seen.text.take().or_else(|| value.text.clone());
        }
    }

    /// The description of a response is that of its code, if its schemas list only one.
    fn take_description(&mut self, response: &Response<'_>) {
        let listed = response.listed(&self.code_at);
        let listed = listed.filter(|value| value.origin == Origin::List);
        let listed: BTreeSet<&String> = listed.map(|value| &value.code).collect();
        let mut shown = response.examples.iter();
        let is_alone = shown.all(|body| {
            let code = self.code_of(&body.tree);
            code.is_none_or(|code| listed.contains(&code))
        });
        if let (1, true, Some(code)) = (listed.len(), is_alone, listed.first()) {
            let seen = self.at(code, response);
            seen.of_response
                .get_or_insert_with(|| response.description.clone());
        }
    }
}
