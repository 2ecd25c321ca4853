//! A response as read by the engine, which generated code uses, too.

use std::collections::BTreeMap;
use std::rc::Rc;

use faultbook_codegen::model::{Book, Layer, Operation, Situation, Vendor};
use faultbook_codegen::{Loaded, Report, examples, render};

use faultbook_runtime::{Reason, v1};

use super::decision::{Decided, Row, Subject};
use super::sources::{self, Looked};

/// A response as read for one vendor. Vendor and operation are indices.
pub(super) struct Reading<'b> {
    loaded: &'b Loaded,
    vendor: usize,
    operation: usize,
    /// Whether the caller named the operation.
    pub(super) operation_is_given: bool,
    /// Whether the response had no status and this one was tried.
    pub(super) status_is_tried: bool,
    situation: Rc<Situation>,
    /// The code and its domain, if the code is known.
    pub(super) code: Option<usize>,
    pub(super) domain: Option<usize>,
    /// Why there is no known code, or why it is no success.
    pub(super) reason: Option<Reason>,
    /// Whether only one event of a stream was read.
    pub(super) is_event: bool,
    pub(super) report: Report,
    /// The wait that the response asks for, in words.
    delay: Option<String>,
    /// Where the values were looked for; empty if there was no response.
    pub(super) looked_at: Vec<Looked>,
    layers: BTreeMap<&'static str, Layer>,
}

impl<'b> Reading<'b> {
    /// Reads a response of a vendor under an operation.
    pub(super) fn new(
        loaded: &'b Loaded,
        vendor: usize,
        operation: usize,
        situation: &Rc<Situation>,
    ) -> Self {
        let tables = loaded.tables[vendor].vendor();
        examples::read(&tables, operation, situation, |reading| Self {
            loaded,
            vendor,
            operation,
            operation_is_given: false,
            status_is_tried: false,
            situation: Rc::clone(situation),
            code: reading.code().map(usize::from),
            domain: reading.domain().map(usize::from),
            reason: reading.reason(),
            is_event: reading.is_event_stream(),
            report: Report::new(&loaded.book, &loaded.book.vendors[vendor], &reading),
            delay: delay(&reading),
            looked_at: match **situation {
                Situation::Response { .. } => {
                    sources::looked_at(loaded, vendor, operation, &reading)
                }
                Situation::Raised(_) => Vec::new(),
            },
            layers: reading.decision().decided_by.iter().collect(),
        })
    }

    /// Passes the engine's reading to `then`.
    pub(super) fn with<T>(&self, then: impl FnOnce(&v1::Reading<'_, '_>) -> T) -> T {
        let tables = self.loaded.tables[self.vendor].vendor();
        let read = |reading: v1::Reading<'_, '_>| then(&reading);
        examples::read(&tables, self.operation, &self.situation, read)
    }

    pub(super) fn book(&self) -> &'b Book {
        &self.loaded.book
    }

    pub(super) fn vendor(&self) -> &'b Vendor {
        &self.loaded.book.vendors[self.vendor]
    }

    pub(super) fn operation(&self) -> &'b Operation {
        &self.vendor().operations[self.operation]
    }

    /// Whether the operation is `request` because the caller named none.
    pub(super) fn is_of_any_operation(&self) -> bool {
        !self.operation_is_given && self.operation == self.vendor().request
    }

    /// Whether the code is the status.
    pub(super) fn is_by_status(&self) -> bool {
        let domain = self.domain.map(|domain| &self.vendor().domains[domain]);
        domain.is_some_and(|domain| domain.by_status)
    }

    /// How strongly the response suggests the vendor. A status counts little, because all vendors use the same.
    pub(super) fn evidence(&self) -> usize {
        let report = &self.report;
        let code = match (&report.code, report.known) {
            (Some(_), _) if self.is_by_status() => 5,
            (Some(_), true) => 100,
            (Some(_), false) => 10,
            (None, _) => 0,
        };
        let texts = [
            &report.message,
            &report.trace_id,
            &report.timestamp,
            &report.category,
        ];
        let texts = texts.into_iter().flatten().count();
        code + 3 * (texts + report.details.len() + report.fields.len())
    }

    /// Whether the code is documented, but not for its status.
    pub(super) fn status_is_unusual(&self) -> bool {
        let statuses = self.code.map(|code| &self.vendor().codes[code].statuses);
        let status = self.report.status.unwrap_or(0);
        statuses.is_some_and(|statuses| !statuses.is_empty() && !statuses.contains(&status))
    }

    /// All fields of the decision.
    pub(super) fn rows(&self) -> Vec<Row> {
        let report = &self.report;
        let decided = Decided {
            book: self.book(),
            operation: self.operation(),
            layers: &self.layers,
            decision: &report.decision,
            retry: self.delay.iter().cloned().collect(),
        };
        decided.rows()
    }

    /// What its decision is about.
    pub(super) fn subject(&self) -> Subject<'b> {
        Subject {
            vendor: self.vendor(),
            origins: self.loaded.origins(self.vendor()),
            operation: self.operation,
            domain: self.domain,
            code: self.code,
        }
    }

    /// The operations that decide differently, with the labels of the fields that differ.
    pub(super) fn elsewhere(&self) -> Vec<(&'b Operation, Vec<&'static str>)> {
        let own = self.rows();
        let operations = 0..self.vendor().operations.len();
        let others = operations.filter(|other| *other != self.operation);
        let others =
            others.map(|other| Self::new(self.loaded, self.vendor, other, &self.situation));
        let code = |of: &Self| (of.report.code.clone(), of.report.known);
        let same = others.filter(|other| code(other) == code(self));
        let labels = same.map(|other| {
            let domain = (other.domain != self.domain).then_some("domain");
            let differing = differing(&own, &other.rows()).into_iter();
            (
                other.operation(),
                domain.into_iter().chain(differing).collect(),
            )
        });
        labels
            .filter(|(_, labels): &(_, Vec<_>)| !labels.is_empty())
            .collect()
    }
}

/// The labels of rows that differ.
pub(super) fn differing(rows: &[Row], others: &[Row]) -> Vec<&'static str> {
    let missing = |of: &[Row], among: &[Row]| -> Vec<&'static str> {
        let is_missing = |row: &&Row| !among.iter().any(|other| other.equals(row));
        of.iter().filter(is_missing).map(|row| row.label).collect()
    };
    let mut labels = missing(rows, others);
    labels.extend(missing(others, rows));
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// When the call may be repeated, if the response asks for a wait.
fn delay(reading: &v1::Reading<'_, '_>) -> Option<String> {
    let Some(wait) = reading.retry_after() else {
        // Only a clock can say how long a wait for a time is.
        let lack = "the response requests a time, and has no `Date` to count from";
        return reading.retry_after_at(Some(0)).map(|_| lack.to_owned());
    };
    let in_words = |wait| render::duration(v1::millis(wait));
    let (own, requested) = (in_words(wait), reading.hints().retry_after.unwrap_or(wait));
    Some(if requested > wait {
        let requested = in_words(requested);
        format!("this time after {own}, which is `max_wait`: the response requests {requested}")
    } else {
        format!("this time after {own}, as the response requests")
    })
}
