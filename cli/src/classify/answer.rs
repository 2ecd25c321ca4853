//! What is answered to a line: an `id`, and the reading as the runtime writes it.

use faultbook_codegen::model::Book;
use faultbook_runtime::v1::{Reading, serde::Told};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::book::Names;

/// A line that was understood.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    id: Option<&'a RawValue>,
    #[serde(flatten)]
    reading: Told<'a, Names<'a>>,
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
            reading: Told::new(reading, Names(book)),
            operation_fallback,
        }
    }
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
