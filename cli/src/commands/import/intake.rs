//! What was read from a file of any format.

use super::arguments::Import;
use super::columns::Row;
use super::locations::Location;
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
    pub(super) code: Vec<Location>,
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
}

/// An operation of an `OpenAPI` document.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) summary: Option<String>,
    /// Method and path, if it has a path.
    pub(super) endpoint: Option<String>,
    /// Whether the method is safe according to HTTP.
    pub(super) is_safe: bool,
    /// The root elements of its successes, if its bodies are XML.
    pub(super) xml: Option<Vec<String>>,
}

/// A response that an `OpenAPI` document shows.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// The operation's name in the book.
    pub(super) operation: String,
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) code: String,
}
