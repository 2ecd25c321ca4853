//! Reads the requests in lines with the engine.

use faultbook_codegen::Loaded;
use faultbook_codegen::model::Book;
use faultbook_runtime::Response;
use faultbook_runtime::v1::{self, Reading};

use serde_json::value::RawValue;

use super::fields::{Field, FieldTree, Fields};
use super::gather::{Gather, ReadLine};
use super::lines::{Line, Piece};
use super::request::{Given, Request, Situation, scalar};

/// The tables of a book, and where lines have their fields.
pub(crate) struct Reader<'b> {
    pub(crate) book: &'b Book,
    /// In the order of the book's vendors.
    tables: Vec<v1::Vendor<'b>>,
    fields: FieldTree,
    given: Given,
}

impl<'b> Reader<'b> {
    pub(super) fn new(loaded: &'b Loaded, fields: FieldTree, given: Given) -> Self {
        let tables = loaded.tables.iter().map(|tables| tables.vendor());
        Self {
            book: &loaded.book,
            tables: tables.collect(),
            fields,
            given,
        }
    }

    /// Adds the lines to a collection.
    pub(super) fn gather(&self, piece: &Piece, gathered: &mut impl Gather) {
        for line in piece.lines().filter(|line| !line.is_blank()) {
            let number = line.number;
            let result = self.read(&line, |fields, request, reading| {
                gathered.add(&ReadLine {
                    number,
                    time: fields.get(Field::Time).and_then(scalar),
                    request,
                    reading,
                });
            });
            if let Err((_, error)) = result {
                gathered.add_bad_line(number, error);
            }
        }
    }

    /// Passes the fields of a line, its request and its reading to `then`. The error is the id, if it could be read, and a
    /// message.
    pub(crate) fn read<'l>(
        &self,
        line: &Line<'l>,
        then: impl FnOnce(&Fields<'l>, &Request<'l>, &Reading<'_, '_>),
    ) -> Result<(), (Option<&'l RawValue>, String)> {
        let fields = line
            .text()
            .and_then(|text| Fields::read(text, &self.fields));
        let fields = fields.map_err(|error| (None, error))?;
        let id = fields.get(Field::Id);
        let request = Request::new(&fields, &self.given, self.book);
        let request = request.map_err(|error| (id, error))?;
        self.look_up(&request, |reading| then(&fields, &request, reading));
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
