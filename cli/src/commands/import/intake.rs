//! What was read from a file of any format.

use super::arguments::Import;
use super::columns::Row;
use super::locations::{CodeLocation, Location};
use super::operation::Operation;
use super::sample::Sample;
use super::summary::ImportSummary;

#[derive(Debug, Default)]
pub(super) struct Intake {
    pub(super) title: Option<String>,
    pub(super) rows: Vec<Row>,
    pub(super) envelope: Envelope,
    pub(super) operations: Vec<Operation>,
    pub(super) samples: Vec<Sample>,
    /// Categories that the document lists.
    pub(super) categories: Vec<String>,
    /// Whether bodies are JSON, at least some.
    pub(super) has_json: bool,
    /// Whether there may be no code, since the document does not list them.
    pub(super) has_open_codes: bool,
    pub(super) summary: ImportSummary,
}

/// Locations in a response.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    pub(super) code: Vec<CodeLocation>,
    pub(super) message: Vec<Location>,
    pub(super) category: Vec<Location>,
    pub(super) trace_id: Vec<Location>,
    /// Whether successes have another value at the location of the code.
    pub(super) errors_only: bool,
}

impl Envelope {
    /// The locations on the command line, except those of single domains.
    pub(super) fn of(arguments: &Import) -> Self {
        let shared = arguments.code.iter().filter(|code| code.domain.is_none());
        Self {
            code: shared.map(|code| code.location.clone()).collect(),
            message: arguments.message.clone(),
            category: arguments.category.clone(),
            trace_id: arguments.trace_id.clone(),
            errors_only: false,
        }
    }

    pub(super) fn has(&self, location: &CodeLocation) -> bool {
        self.code.contains(location)
    }
}
