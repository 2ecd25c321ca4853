//! Runs a book's examples through the engine.

use std::collections::BTreeSet;

use faultbook_runtime::Response;
use faultbook_runtime::v1::{self, Reading};

use crate::model::{Book, Example, Expectation, Situation, Vendor};
use crate::report::Report;
use crate::tables::Tables;

/// An example with an unexpected result.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The example's position in the vendor's file.
    pub example: usize,
    /// What differs.
    pub mismatches: Vec<Mismatch>,
    /// The whole result.
    pub report: Report,
}

/// A field with an unexpected value.
#[derive(Debug)]
#[non_exhaustive]
pub struct Mismatch {
    /// The field of `expect`.
    pub field: String,
    /// The expected value.
    pub expected: String,
    /// The actual value.
    pub got: String,
}

/// Runs all examples of a vendor over its tables. Returns those that fail.
#[must_use]
pub fn run(book: &Book, vendor: &Vendor, tables: &Tables) -> Vec<Failure> {
    let tables = tables.vendor();
    let failure = |(at, example): (usize, &Example)| {
        let report = read(&tables, example.operation, &example.situation, |reading| {
            Report::new(book, vendor, &reading)
        });
        let mismatches = compare(example, &report);
        (!mismatches.is_empty()).then_some(Failure {
            example: at,
            mismatches,
            report,
        })
    };
    vendor
        .examples
        .iter()
        .enumerate()
        .filter_map(failure)
        .collect()
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

fn compare(example: &Example, report: &Report) -> Vec<Mismatch> {
    let mismatch = |Expectation { field, value }: &Expectation| {
        let (field, expected, got) = (field.clone(), value.clone(), report.field(field));
        (got != expected).then_some(Mismatch {
            field,
            expected,
            got,
        })
    };
    example.expect.iter().filter_map(mismatch).collect()
}
