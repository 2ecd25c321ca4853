//! Where lines become questions and questions readings.

use faultbook_codegen::Loaded;
use faultbook_codegen::model::Book;
use faultbook_runtime::Response;
use faultbook_runtime::v1::{self, Reading};

use serde::Serialize;
use serde_json::value::RawValue;

use super::answer::{Answer, BadLine};
use super::fields::{Field, Fields, Places};
use super::lines::{Line, Piece};
use super::question::{Given, Question, Situation};
use super::summary::Tally;
use crate::json_lines;

/// The book, opened at every vendor's tables, and how lines are to be understood.
pub(super) struct Desk<'b> {
    book: &'b Book,
    /// In the order of the book's vendors.
    tables: Vec<v1::Vendor<'b>>,
    places: Places,
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
        let _ = json_lines::write(answer, &mut self.text);
    }
}

impl<'b> Desk<'b> {
    pub(super) fn new(loaded: &'b Loaded, places: Places, given: Given) -> Self {
        let tables = loaded.tables.iter().map(|tables| tables.vendor());
        Self {
            book: &loaded.book,
            tables: tables.collect(),
            places,
            given,
        }
    }

    /// Answers each line, or tells why there is no answer.
    pub(super) fn answer(&self, piece: &Piece, answers: &mut Answers) {
        answers.text.clear();
        answers.has_bad_lines = false;
        for line in piece.lines().filter(|line| !line.is_blank()) {
            let told = self.read(&line, |id, question, reading| {
                let fallback = question.operation_fallback;
                answers.write(&Answer::new(id, self.book, reading, fallback));
            });
            if let Err((id, error)) = told {
                let line = line.number;
                answers.write(&BadLine { line, error, id });
                answers.has_bad_lines = true;
            }
        }
    }

    /// Counts what the lines say.
    pub(super) fn tally(&self, piece: &Piece, tally: &mut Tally) {
        for line in piece.lines().filter(|line| !line.is_blank()) {
            let told = self.read(&line, |_, question, reading| {
                tally.add(question.vendor, line.number, reading);
            });
            if let Err((_, error)) = told {
                tally.add_bad_line(line.number, error);
            }
        }
    }

    /// Hands the id of a line, its question and what was read to `then`; or tells the id, if it got so far, and what is
    /// wrong with the line.
    fn read<'l>(
        &self,
        line: &Line<'l>,
        then: impl FnOnce(Option<&RawValue>, &Question<'l>, &Reading<'_, '_>),
    ) -> Result<(), (Option<&'l RawValue>, String)> {
        let fields = line
            .text()
            .and_then(|text| Fields::read(text, &self.places));
        let fields = fields.map_err(|error| (None, error))?;
        let id = fields.get(Field::Id);
        let question = Question::new(&fields, &self.given, self.book);
        let question = question.map_err(|error| (id, error))?;
        self.look_up(&question, |reading| then(id, &question, reading));
        Ok(())
    }

    fn look_up(&self, question: &Question<'_>, then: impl FnOnce(&Reading<'_, '_>)) {
        let tables = &self.tables[question.vendor];
        let operation = index(question.operation);
        match &question.situation {
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

/// As the tables number things.
fn index(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(v1::NONE)
}
