//! Decisions by status alone.

use crate::document::{Document, Inline};
use crate::emit::docs::anchors::STATUSES;
use crate::emit::docs::plan_rows::{self, PlanReader, PlanRow};
use crate::emit::docs::{SUCCESSES, View, sections};
use crate::model::Entry;
use crate::render;

/// The table for responses without a known code, whatever the operation.
pub(super) fn section(page: &mut Document, view: &View<'_>) {
    page.section(2, STATUSES, "Responses without a known code");
    page.paragraph(sections::WITHOUT_CODE);
    let request = view.vendor.request;
    let doubtful = doubtful(view, request).into_iter();
    let lines = by_status(view).into_iter();
    let lines = lines.map(|(statuses, row)| (Inline::text(&statuses), row));
    let lines = lines.chain(unknown_codes(view, request));
    plan_rows::table(page, lines.chain(doubtful.map(PlanRow::doubtful)).collect());
    page.paragraph(
        "A 2xx is doubtful if its body is not a single readable JSON document, if its code is unknown or has the wrong \
         type, if another code in it reports a failure, or if it does not look like a success of the operation.",
    );
}

/// All statuses without a code: named ones before the rest.
fn by_status(view: &View<'_>) -> Vec<(String, PlanRow)> {
    let plain = view.plan(view.vendor.request, Entry::Plain);
    let rows = PlanReader { view, code: None }.rows(plain, &[render::ANY]);
    let named = |row: PlanRow| {
        let words = render::statuses_among(&row.statuses, &[render::ANY]);
        (words, row)
    };
    let mut all: Vec<_> = rows.into_iter().map(named).collect();
    all.sort_by_cached_key(|(words, row)| render::order(words, &row.statuses));
    all
}

/// The decision about a doubtful success, where it differs from that about any other.
fn doubtful(view: &View<'_>, operation: usize) -> Vec<PlanRow> {
    let plan = |entry| view.plan(operation, entry);
    PlanReader { view, code: None }.differences(
        plan(Entry::Doubtful),
        plan(Entry::Plain),
        &[SUCCESSES],
    )
}

/// The differences for unknown codes, for each domain of an operation.
pub(super) fn unknown_codes(view: &View<'_>, operation: usize) -> Vec<(Inline, PlanRow)> {
    let doubtful = doubtful(view, operation);
    let is_doubt = |row: &PlanRow| {
        let mut same = doubtful.iter().filter(|known| known.cases == row.cases);
        let (lo, hi) = SUCCESSES;
        let is_success = row.statuses.iter().all(|own| lo <= own.0 && own.1 <= hi);
        is_success && same.next().is_some()
    };
    let entries = unknown_entries(view, operation).into_iter();
    let lines = entries.flat_map(|(entry, domain, name)| {
        let all = unknown(view, operation, entry, domain).into_iter();
        all.map(move |row| {
            (
                row.statuses() + " with an unknown code of " + name.clone(),
                row,
            )
        })
    });
    lines.filter(|(_, row)| !is_doubt(row)).collect()
}

/// The kinds of an operation's unknown codes, with their domains and names. Decisions by category alone are in the
/// section of the domain.
fn unknown_entries(view: &View<'_>, operation: usize) -> Vec<(Entry, usize, Inline)> {
    let vendor = view.vendor;
    let mut entries = Vec::new();
    for domain in vendor.operations[operation].domains.iter().copied() {
        let category = None;
        let own = &vendor.domains[domain];
        if own.raised_by_client {
            continue;
        }
        entries.push((
            Entry::Unknown { domain, category },
            domain,
            view.domain(domain),
        ));
        if operation != vendor.request {
            entries.extend(own.categories.iter().enumerate().map(|(at, category)| {
                let name = Inline::code(&category.name);
                let category = Some(at);
                (Entry::Unknown { domain, category }, domain, name)
            }));
        }
    }
    entries
}

/// The decisions about an unknown code that differ from those about no code because of the operation.
fn unknown(view: &View<'_>, operation: usize, entry: Entry, domain: usize) -> Vec<PlanRow> {
    let (request, reader) = (view.vendor.request, PlanReader { view, code: None });
    let [own, plain] = [entry, Entry::Plain].map(|entry| view.plan(operation, entry));
    let [base, plain_base] = [entry, Entry::Plain].map(|entry| view.plan(request, entry));
    let mut all = reader.differences(own, plain, &view.domain_statuses(domain));
    let differs =
        |own, base, row: &PlanRow| !reader.differences(own, base, &row.statuses).is_empty();
    if operation != request {
        all.retain(|row| differs(own, base, row) || differs(plain, plain_base, row));
    }
    all
}
