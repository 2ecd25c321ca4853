//! The output for a line: its `id`, and the reading as the runtime serializes it.

use faultbook_codegen::model::Book;
use faultbook_runtime::v1::{Reading, serde::NamedReading as JsonReading};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::book::Names;

#[derive(Serialize)]
pub(super) struct Answer<'a> {
    id: Option<&'a RawValue>,
    #[serde(flatten)]
    reading: JsonReading<'a, Names<'a>>,
    #[serde(skip_serializing_if = "is_false")]
    operation_fallback: bool,
}

impl<'a> Answer<'a> {
    pub(super) fn new(
        id: Option<&'a RawValue>,
        book: &'a Book,
        reading: &'a Reading<'a, 'a>,
        operation_fallback: bool,
    ) -> Self {
        Self {
            id,
            reading: JsonReading::new(reading, Names(book)),
            operation_fallback,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde requires it")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A line that cannot be read.
#[derive(Serialize)]
pub(super) struct BadLine<'l> {
    pub(super) line: u64,
    pub(super) error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'l RawValue>,
}
