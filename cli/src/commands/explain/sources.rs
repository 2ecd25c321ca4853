//! Where the values of a response were looked for, and what was there.

use faultbook_codegen::model::{Envelope, Hints, Source};
use faultbook_codegen::{Loaded, render};
use faultbook_runtime::v1::{self, Sourced, Span};

/// A value, and what was found where it may be.
pub(super) struct Looked {
    /// What was looked for.
    pub(super) what: String,
    /// What was found at each of its locations.
    pub(super) results: Vec<String>,
}

/// All locations that were looked at under an operation: those of the codes of each domain, and of the other values of the
/// domain that was found, or else of the vendor.
pub(super) fn looked_at(
    loaded: &Loaded,
    vendor: usize,
    operation: usize,
    reading: &v1::Reading<'_, '_>,
) -> Vec<Looked> {
    let model = &loaded.book.vendors[vendor];
    let tables = reading.vendor();
    let mut looked = Vec::new();
    let mut look = |what: &str, sources: &[Source], rows: Span| {
        let found = sources.iter().zip(reading.sources(rows));
        let results: Vec<String> = found.map(|(source, found)| result(source, found)).collect();
        if !results.is_empty() {
            let what = what.to_owned();
            looked.push(Looked { what, results });
        }
    };
    let envelope_of = |domain: usize| -> (&Envelope, v1::Envelope) {
        let row = tables.envelopes[usize::from(tables.domains[domain].envelope)];
        (&model.domains[domain].envelope, row)
    };
    for domain in &model.operations[operation].domains {
        let own = &model.domains[*domain];
        if own.raised_by_client || own.by_status {
            continue;
        }
        let (envelope, rows) = envelope_of(*domain);
        look(&format!("code of {}", own.name), &envelope.code, rows.code);
    }
    let found = reading.domain().map(|domain| envelope_of(domain.into()));
    let (envelope, rows) = found.unwrap_or((&model.envelope, tables.envelopes[0]));
    look("status", &model.envelope.status, tables.envelopes[0].status);
    look("category", &envelope.category, rows.category);
    look("message", &envelope.message, rows.message);
    look("trace ID", &envelope.trace_id, rows.trace_id);
    look("timestamp", &envelope.timestamp, rows.timestamp);
    for ((name, sources), row) in envelope.fields.iter().zip(reading.fields_of(rows.fields)) {
        look(name, sources, row.sources);
    }
    for (what, source, row) in hints(&model.hints, tables) {
        look(
            &what,
            std::slice::from_ref(source),
            Span { start: row, len: 1 },
        );
    }
    looked
}

/// What is read of waits and rate limits: the source in the book and its row.
fn hints<'h>(own: &'h Hints, tables: &v1::Vendor<'_>) -> Vec<(String, &'h Source, u32)> {
    let waits = own.waits.iter().zip(tables.waits);
    let waits = waits.map(|(own, row)| ("wait".to_owned(), Some(&own.source), row.source));
    let limits = own.limits.iter().zip(tables.limits);
    let limits = limits.flat_map(|(own, row)| {
        let reset = own.reset.as_ref().map(|reset| &reset.source);
        let parts = [
            ("limit", own.limit.as_ref(), row.limit),
            ("remaining", own.remaining.as_ref(), row.remaining),
            ("reset", reset, row.reset.source),
        ];
        let named = |what: &str| format!("{what} {}", own.name.replace('_', " "));
        parts.map(|(what, source, row)| (named(what).trim_end().to_owned(), source, row))
    });
    let all = waits.chain(limits);
    all.filter_map(|(what, source, row)| Some((what, source?, row.into())))
        .collect()
}

fn result(source: &Source, found: Sourced<'_>) -> String {
    let location = render::sources(std::slice::from_ref(source)).in_terminal();
    match found {
        Sourced::Text(text) => format!("{location}: {text}"),
        Sourced::Nothing => format!("{location}: nothing"),
        Sourced::Unreadable => format!("{location}: cannot be read"),
    }
}
