//! The rows of a listing: a name and a value for each column.

use faultbook_codegen::model::{Action, Book, Class, Decision, Domain, Operation, Vendor};
use faultbook_codegen::{DecisionReport, Loaded};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::filter::Filter;
use crate::decisions;
use crate::terminal::sanitize;

/// The columns of an entry, in order.
#[derive(Debug)]
pub(super) struct Row {
    columns: Vec<(&'static str, Value)>,
    hidden: Vec<(&'static str, Value)>,
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = self.columns.iter().chain(&self.hidden);
        serializer.collect_map(all.map(|(name, value)| (name, value)))
    }
}

impl Row {
    pub(super) fn new<const N: usize>(columns: [(&'static str, Value); N]) -> Self {
        Self {
            columns: columns.into(),
            hidden: Vec::new(),
        }
    }

    /// Adds a value that only programs read: it has no column.
    fn with_hidden(mut self, name: &'static str, value: Value) -> Self {
        self.hidden.push((name, value));
        self
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }

    /// The values as texts without line breaks. An empty value is a dash, so that columns can be counted.
    pub(super) fn cells(&self) -> Vec<String> {
        self.columns.iter().map(|(_, value)| cell(value)).collect()
    }
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::String(text) => sanitize(&text.replace(['\t', '\n'], " ")),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    if text.is_empty() {
        "-".to_owned()
    } else {
        text
    }
}

/// The selected codes of a vendor.
pub(super) fn codes(loaded: &Loaded, vendor: &Vendor, filter: &Filter<'_>) -> Vec<Row> {
    let origins = loaded.origins(vendor);
    let codes = (0..vendor.codes.len()).filter(|code| filter.has_status(vendor, *code));
    let rows = codes.filter_map(|code| {
        let mut decisions = decisions::decisions(vendor, code);
        let decision = decisions.find(|(_, decision)| filter.has_decision(decision))?;
        let row = self::code(&loaded.book, vendor, code, decision);
        let places = origins.of(&vendor.codes[code]).into_iter();
        let places: Vec<String> = places
            .map(|it| format!("{}:{}", it.file, it.line))
            .collect();
        Some(if places.is_empty() {
            row
        } else {
            row.with_hidden("written_in", json!(places))
        })
    });
    rows.collect()
}

/// A code with the decision of an operation.
fn code(
    book: &Book,
    vendor: &Vendor,
    code: usize,
    (operation, decision): (usize, &Decision),
) -> Row {
    let known = &vendor.codes[code];
    let decision = DecisionReport::new(book, vendor, Some(known), decision);
    Row::new([
        ("vendor", json!(vendor.name)),
        ("domain", json!(vendor.domains[known.domain].name)),
        ("code", json!(known.wire)),
        ("status", json!(known.statuses)),
        ("operation", json!(vendor.operations[operation].name)),
        ("class", json!(decision.class)),
        ("retry", json!(decision.retry.kind)),
        ("actions", json!(decision.actions)),
        ("summary", json!(known.summary)),
    ])
}

pub(super) fn vendor(vendor: &Vendor) -> Row {
    Row::new([
        ("vendor", json!(vendor.name)),
        ("domains", json!(vendor.domains.len())),
        ("operations", json!(vendor.operations.len())),
        ("codes", json!(vendor.codes.len())),
        ("examples", json!(vendor.examples.len())),
        ("title", json!(vendor.title)),
        ("summary", json!(vendor.summary)),
    ])
}

pub(super) fn domains(vendor: &Vendor) -> Vec<Row> {
    let row = |domain: &Domain| {
        Row::new([
            ("vendor", json!(vendor.name)),
            ("domain", json!(domain.name)),
            ("codes", json!(domain.codes.len())),
            ("title", json!(domain.title)),
            ("summary", json!(domain.summary)),
        ])
    };
    vendor.domains.iter().map(row).collect()
}

pub(super) fn operations(vendor: &Vendor) -> Vec<Row> {
    let domain = |index: &usize| vendor.domains[*index].name.as_str();
    let row = |operation: &Operation| {
        let domains: Vec<&str> = operation.domains.iter().map(domain).collect();
        Row::new([
            ("vendor", json!(vendor.name)),
            ("operation", json!(operation.name)),
            ("endpoint", json!(operation.endpoint)),
            ("idempotent", json!(operation.idempotent)),
            ("domains", json!(domains)),
            ("summary", json!(operation.summary)),
        ])
    };
    vendor.operations.iter().map(row).collect()
}

pub(super) fn class(class: &Class) -> Row {
    Row::new([
        ("class", json!(class.name)),
        ("outcome", json!(class.outcome.to_string())),
        ("severity", json!(class.severity.to_string())),
        ("grpc", json!(class.grpc.as_str())),
        ("summary", json!(class.summary)),
    ])
}

pub(super) fn action(action: &Action) -> Row {
    Row::new([
        ("action", json!(action.name)),
        ("actor", json!(action.actor.to_string())),
        ("summary", json!(action.summary)),
    ])
}
