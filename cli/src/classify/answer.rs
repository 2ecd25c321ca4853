//! What is answered to a line: an `id`, and the reading as the runtime writes it.

use faultbook_codegen::model::Book;
use faultbook_codegen::{Loaded, examples};
use faultbook_runtime::v1::{self, serde::Told};
use serde::Serialize;
use serde_json::value::RawValue;

use super::question::Question;
use crate::book::Names;

/// The book, opened at every vendor's tables.
pub(super) struct Desk<'b> {
    book: &'b Book,
    /// In the order of the book's vendors.
    tables: Vec<v1::Vendor<'b>>,
}

impl<'b> Desk<'b> {
    pub(super) fn new(loaded: &'b Loaded) -> Self {
        let tables = loaded.tables.iter().map(|tables| tables.vendor());
        Self {
            book: &loaded.book,
            tables: tables.collect(),
        }
    }

    pub(super) fn book(&self) -> &'b Book {
        self.book
    }

    /// Hands the answer to a question to `then`.
    pub(super) fn answer<T>(
        &self,
        id: Option<&RawValue>,
        question: &Question,
        then: impl FnOnce(&Answer<'_>) -> T,
    ) -> T {
        let tables = &self.tables[question.vendor];
        let (operation, situation) = (question.operation, &question.situation);
        examples::read(tables, operation, situation, |reading| {
            then(&Answer {
                id,
                reading: Told::new(&reading, Names(self.book)),
                operation_fallback: question.operation_fallback,
            })
        })
    }
}

/// A line that was understood.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    id: Option<&'a RawValue>,
    #[serde(flatten)]
    reading: Told<'a, Names<'a>>,
    #[serde(skip_serializing_if = "is_false")]
    operation_fallback: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A line that was not.
#[derive(Serialize)]
pub(super) struct BadLine<'l> {
    pub(super) line: u64,
    pub(super) error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'l RawValue>,
}
