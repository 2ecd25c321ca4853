//! What is answered to a line. The keys and their order are what others rely on.

use std::collections::BTreeMap;

use faultbook_codegen::model::Book;
use faultbook_codegen::{DetailReport, Loaded, Report, RetryReport, examples};
use faultbook_runtime::v1;
use serde::Serialize;
use serde_json::value::RawValue;

use super::question::Question;

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

    pub(super) fn report(&self, question: &Question) -> Report {
        let vendor = &self.book.vendors[question.vendor];
        let tables = &self.tables[question.vendor];
        let (operation, situation) = (question.operation, &question.situation);
        examples::read(tables, operation, situation, |reading| {
            Report::new(self.book, vendor, &reading)
        })
    }
}

/// A line that was understood.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    id: Option<&'a RawValue>,
    outcome: &'a str,
    domain: Option<&'a str>,
    code: Option<&'a str>,
    known: bool,
    status: Option<u16>,
    class: &'a str,
    severity: &'a str,
    actions: &'a [String],
    forbid: &'a [String],
    retryable: bool,
    retry: &'a RetryReport,
    retry_after_ms: Option<u64>,
    grace_period_ms: Option<u64>,
    user_message: Option<&'a str>,
    message: Option<&'a str>,
    trace_id: Option<&'a str>,
    details: &'a [DetailReport],
    captures: &'a BTreeMap<String, String>,
    failure_reason: Option<&'a str>,
    decided_by: &'a BTreeMap<String, String>,
    timestamp: Option<&'a str>,
    category: Option<&'a str>,
    fields: &'a BTreeMap<String, String>,
    operation: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    operation_fallback: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(value: &bool) -> bool {
    !value
}

impl<'a> Answer<'a> {
    pub(super) fn new(id: Option<&'a RawValue>, question: &Question, report: &'a Report) -> Self {
        Self {
            id,
            outcome: &report.outcome,
            domain: report.domain.as_deref(),
            code: report.code.as_deref(),
            known: report.known,
            status: report.status,
            class: &report.class,
            severity: &report.severity,
            actions: &report.actions,
            forbid: &report.forbid,
            retryable: report.retryable,
            retry: &report.retry,
            retry_after_ms: report.retry_after_ms,
            grace_period_ms: report.grace_period_ms,
            user_message: report.user_message.as_deref(),
            message: report.message.as_deref(),
            trace_id: report.trace_id.as_deref(),
            details: &report.details,
            captures: &report.captures,
            failure_reason: report.failure_reason.as_deref(),
            decided_by: &report.decided_by,
            timestamp: report.timestamp.as_deref(),
            category: report.category.as_deref(),
            fields: &report.fields,
            operation: &report.operation,
            operation_fallback: question.operation_fallback,
        }
    }
}

/// A line that was not.
#[derive(Serialize)]
pub(super) struct BadLine<'l> {
    pub(super) line: u64,
    pub(super) error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'l RawValue>,
}
