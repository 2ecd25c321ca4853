//! Runs a book's examples through the engine.

use std::collections::BTreeSet;

use faultbook_runtime::Response;
use faultbook_runtime::v1::{self, Reading};

use crate::model::{Book, Example, Expectation, Situation, Vendor};
use crate::report::Report;
use crate::tables::Tables;

/// A field of an example with an unexpected result.
#[derive(Debug)]
pub struct Mismatch {
    /// The example's position in the vendor's file.
    pub example: usize,
    /// The field of `expect`.
    pub field: String,
    /// The expected value.
    pub expected: String,
    /// The actual value.
    pub got: String,
}

/// Runs all examples of a vendor over its tables.
#[must_use]
pub fn run(book: &Book, vendor: &Vendor, tables: &Tables) -> Vec<Mismatch> {
    let tables = tables.vendor();
    let mismatches = vendor
        .examples
        .iter()
        .enumerate()
        .flat_map(|(index, example)| {
            let report = read(&tables, example.operation, &example.situation, |reading| {
                Report::new(book, vendor, &reading)
            });
            compare(index, example, &report)
        });
    mismatches.collect()
}

/// The codes that result from a vendor's examples.
#[must_use]
pub fn shown(vendor: &Vendor, tables: &Tables) -> BTreeSet<usize> {
    let tables = tables.vendor();
    let codes = vendor.examples.iter().filter_map(|example| {
        read(&tables, example.operation, &example.situation, |reading| {
            reading.code()
        })
    });
    codes.map(usize::from).collect()
}

/// Passes the reading of a situation under an operation to `then`.
pub fn read<T>(
    tables: &v1::Vendor<'_>,
    operation: usize,
    situation: &Situation,
    then: impl FnOnce(Reading<'_, '_>) -> T,
) -> T {
    let operation = u16::try_from(operation).unwrap_or(v1::NONE);
    match situation {
        Situation::Raised(code) => then(v1::raise_reading(
            tables,
            operation,
            u16::try_from(*code).unwrap_or(v1::NONE),
        )),
        Situation::Response {
            status,
            headers,
            body,
        } => {
            let response = Response::new(*status, body).headers(headers);
            then(v1::reading(tables, operation, &response))
        }
    }
}

fn compare(index: usize, example: &Example, report: &Report) -> Vec<Mismatch> {
    let expectations = example
        .expect
        .iter()
        .filter_map(|Expectation { field, value }| {
            let (field, expected, got) = (field.clone(), value.clone(), report.field(field));
            (got != expected).then_some(Mismatch {
                example: index,
                field,
                expected,
                got,
            })
        });
    expectations.collect()
}
