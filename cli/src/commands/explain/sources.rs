//! Where the values of a response were looked for, and what was there.

use faultbook_codegen::model::{Envelope, Source};
use faultbook_codegen::{Loaded, render};
use faultbook_runtime::v1::{self, Sourced, Span};

/// A location, and what was found there.
pub(super) struct Looked {
    /// What was looked for; empty if it is the same as in the line before.
    pub(super) what: String,
    pub(super) result: String,
}

/// All locations that were looked at under an operation: those of the codes of each domain, and of the other values of the domain
/// that was found, or else of the vendor.
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
        for (at, (source, found)) in found.enumerate() {
            let what = if at == 0 { what } else { "" };
            looked.push(Looked {
                what: what.to_owned(),
                result: result(source, found),
            });
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
    looked
}

fn result(source: &Source, found: Sourced<'_>) -> String {
    let location = render::sources(std::slice::from_ref(source)).in_terminal();
    match found {
        Sourced::Text(text) => format!("{location}: {text}"),
        Sourced::Nothing => format!("{location}: nothing"),
        Sourced::Unreadable => format!("{location}: cannot be read"),
    }
}
