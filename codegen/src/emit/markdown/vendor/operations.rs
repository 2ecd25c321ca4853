//! The operations, and what each of them decides otherwise than the rest of the page.

use super::super::anchors::OPERATIONS;
use super::super::blocks::Page;
use super::super::inline::Inline;
use super::super::rulings::{Reader, Ruling};
use super::super::view::View;
use super::super::words;
use super::lines::Lines;
use super::remarks::Fact;
use super::statuses::{SUCCESSES, add_unknown_codes, statuses};
use super::{codes, remarks};
use crate::model::{Entry, Operation, Statuses};

pub(crate) fn section(page: &mut Page, view: &View<'_>) {
    page.section(2, OPERATIONS, &Inline::own("Operations"));
    for index in view.vendor.operations_to_tell() {
        let operation = &view.vendor.operations[index];
        let title = Inline::code(&operation.name);
        page.section(3, &view.anchors.operations[index], &title);
        page.paragraph(&Inline::sentence(&operation.summary));
        page.prose(&operation.remarks.description);
        page.list(&remarks::facts(facts(view, operation)));
        remarks::aside(page, &operation.remarks);
        decisions(page, view, index);
    }
}

/// What is known of an operation, whatever comes back.
pub(crate) fn facts(view: &View<'_>, operation: &Operation) -> [Fact; 6] {
    let domains = operation.domains.iter().map(|domain| view.domain(*domain));
    let success = match operation.success.as_slice() {
        [] => Inline::default(),
        success => Inline::own("only a 2xx where ") + words::condition(success),
    };
    let repeat = match operation.idempotent {
        None => "",
        Some(true) => "safe",
        Some(false) => "not safe: it may take effect twice",
    };
    let code = |text: &Option<String>| text.as_ref().map(|text| Inline::code(text));
    [
        (
            "**Endpoint:** ",
            code(&operation.endpoint).unwrap_or_default(),
        ),
        (
            "**Codes are looked for in:** ",
            Inline::join(domains, ", then "),
        ),
        ("**A success is:** ", success),
        ("**Repeating it is:** ", Inline::own(repeat)),
        (
            "**Failures are reported as:** ",
            code(&operation.failure_reason).unwrap_or_default(),
        ),
        ("**Limits:** ", remarks::limits(&operation.remarks)),
    ]
}

/// The table of what an operation decides otherwise.
fn decisions(page: &mut Page, view: &View<'_>, index: usize) {
    let is_base = index == view.vendor.request;
    let lines = if is_base {
        Lines::default()
    } else {
        deviations(view, index)
    };
    if lines.is_empty() {
        page.paragraph(&Inline::own(
            "What the sections above say about codes and statuses holds here unchanged.",
        ));
        return;
    }
    page.paragraph(&Inline::own(
        "What this operation decides otherwise; for the rest, the sections above hold:",
    ));
    lines.table(page);
    remarks::rules(page, "The reasons:", &view.vendor.operations[index].rules);
}

fn deviations(view: &View<'_>, operation: usize) -> Lines {
    let mut lines = Lines::default();
    add_codes(&mut lines, view, operation);
    let plain = without_code(view, operation, Entry::Plain, words::ANY);
    let listed: Statuses = plain
        .iter()
        .flat_map(|ruling| ruling.statuses.clone())
        .collect();
    for ruling in plain {
        let statuses = Inline::text(&words::statuses_among(&ruling.statuses, &listed));
        lines.add(statuses + " without a known code", ruling);
    }
    for ruling in without_code(view, operation, Entry::Doubtful, SUCCESSES) {
        lines.add(statuses(&ruling) + ", doubtful", ruling);
    }
    add_unknown_codes(&mut lines, view, operation);
    lines
}

fn add_codes(lines: &mut Lines, view: &View<'_>, operation: usize) {
    let domains = &view.vendor.operations[operation].domains;
    let domains = domains.iter().map(|domain| &view.vendor.domains[*domain]);
    for code in domains.flat_map(|domain| domain.codes.clone()) {
        for ruling in codes::deviations(view, operation, code) {
            let is_whole = words::normalized(&view.code_statuses(code)) == ruling.statuses;
            let at = Inline::own(" at ") + statuses(&ruling);
            let at = if is_whole { Inline::default() } else { at };
            lines.add(view.code_of_domain(code) + at, ruling);
        }
    }
}

fn without_code(
    view: &View<'_>,
    operation: usize,
    entry: Entry,
    statuses: (u16, u16),
) -> Vec<Ruling> {
    let plan = |operation| view.plan(operation, entry);
    let (own, base) = (plan(operation), plan(view.vendor.request));
    Reader { view, code: None }.exceptions(own, base, &[statuses])
}
