//! Reads the requests in lines with the engine.

use faultbook_codegen::Loaded;
use faultbook_codegen::model::Book;
use faultbook_runtime::Response;
use faultbook_runtime::v1::{self, Reading};

use serde::Serialize;
use serde_json::value::RawValue;

use super::answer::{Answer, BadLine};
use super::fields::{Field, FieldTree, Fields};
use super::lines::{Line, Piece};
use super::request::{Given, Request, Situation};
use super::tally::Tally;
use crate::output::write_json_line;

/// The tables of a book, and where lines have their fields.
pub(super) struct Classifier<'b> {
    book: &'b Book,
    /// In the order of the book's vendors.
    tables: Vec<v1::Vendor<'b>>,
    fields: FieldTree,
    given: Given,
}

/// The answers to some lines.
#[derive(Default)]
pub(super) struct Answers {
    /// JSON lines.
    pub(super) text: Vec<u8>,
    pub(super) has_bad_lines: bool,
}

impl Answers {
    fn write(&mut self, answer: &impl Serialize) {
        // Writing to memory cannot fail.
        let _ = write_json_line(answer, &mut self.text);
    }
}

impl<'b> Classifier<'b> {
    pub(super) fn new(loaded: &'b Loaded, fields: FieldTree, given: Given) -> Self {
        let tables = loaded.tables.iter().map(|tables| tables.vendor());
        Self {
            book: &loaded.book,
            tables: tables.collect(),
            fields,
            given,
        }
    }

    /// Answers each line with a reading or an error.
    pub(super) fn answer(&self, piece: &Piece, answers: &mut Answers) {
        answers.text.clear();
        answers.has_bad_lines = false;
        for line in piece.lines().filter(|line| !line.is_blank()) {
            let result = self.read(&line, |id, request, reading| {
                let fallback = request.operation_fallback;
                answers.write(&Answer::new(id, self.book, reading, fallback));
            });
            if let Err((id, error)) = result {
                let line = line.number;
                answers.write(&BadLine { line, error, id });
                answers.has_bad_lines = true;
            }
        }
    }

    /// Adds the lines to a tally.
    pub(super) fn tally(&self, piece: &Piece, tally: &mut Tally) {
        for line in piece.lines().filter(|line| !line.is_blank()) {
            let result = self.read(&line, |_, request, reading| {
                tally.add(request.vendor, line.number, reading);
            });
            if let Err((_, error)) = result {
                tally.add_bad_line(line.number, error);
            }
        }
    }

    /// Passes the id of a line, its request and its reading to `then`. The error is the id, if it could be read, and a
    /// message.
    fn read<'l>(
        &self,
        line: &Line<'l>,
        then: impl FnOnce(Option<&RawValue>, &Request<'l>, &Reading<'_, '_>),
    ) -> Result<(), (Option<&'l RawValue>, String)> {
        let fields = line
            .text()
            .and_then(|text| Fields::read(text, &self.fields));
        let fields = fields.map_err(|error| (None, error))?;
        let id = fields.get(Field::Id);
        let request = Request::new(&fields, &self.given, self.book);
        let request = request.map_err(|error| (id, error))?;
        self.look_up(&request, |reading| then(id, &request, reading));
        Ok(())
    }

    fn look_up(&self, request: &Request<'_>, then: impl FnOnce(&Reading<'_, '_>)) {
        let tables = &self.tables[request.vendor];
        let operation = index(request.operation);
        match &request.situation {
            Situation::Raised(code) => then(&v1::raise_reading(tables, operation, index(*code))),
            Situation::Response {
                status,
                headers,
                body,
            } => {
                let response = Response::new(*status, body.as_bytes()).headers(headers);
                then(&v1::reading(tables, operation, &response));
            }
        }
    }
}

/// An index as the tables store it.
fn index(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(v1::NONE)
}
