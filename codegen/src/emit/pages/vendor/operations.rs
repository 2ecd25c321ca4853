//! The operations, and the decisions of each that differ from the rest of the page.

use super::codes;
use super::statuses::unknown_codes;
use crate::document::{Document, Inline};
use crate::emit::docs::anchors::OPERATIONS;
use crate::emit::docs::plan_rows::{self, PlanReader, PlanRow};
use crate::emit::docs::{SUCCESSES, View, properties, sections};
use crate::model::{Entry, Statuses};
use crate::render;

pub(super) fn section(page: &mut Document, view: &View<'_>) {
    page.section(2, OPERATIONS, "Operations");
    for index in view.vendor.operations_for_readers() {
        let operation = &view.vendor.operations[index];
        let title = Inline::code(&operation.name);
        page.section(3, &view.anchors.operations[index], title);
        sections::about(page, &operation.summary, &operation.remarks);
        page.properties(properties::operation(view, operation));
        sections::aside(page, &operation.remarks);
        decisions(page, view, index);
    }
}

/// The table of an operation's different decisions.
fn decisions(page: &mut Document, view: &View<'_>, index: usize) {
    let is_base = index == view.vendor.request;
    let lines = if is_base {
        Vec::new()
    } else {
        deviations(view, index)
    };
    if lines.is_empty() {
        return page.paragraph(
            "What the sections above say about codes and statuses holds here unchanged.",
        );
    }
    page.paragraph("What this operation decides differently; otherwise, the sections above apply:");
    plan_rows::table(page, lines);
    sections::rules(page, "The reasons:", &view.vendor.operations[index].rules);
}

fn deviations(view: &View<'_>, operation: usize) -> Vec<(Inline, PlanRow)> {
    let mut lines = of_codes(view, operation);
    let plain = without_code(view, operation, Entry::Plain, render::ANY);
    let listed: Statuses = plain.iter().flat_map(|row| row.statuses.clone()).collect();
    lines.extend(plain.into_iter().map(|row| {
        let statuses = Inline::text(&render::statuses_among(&row.statuses, &listed));
        (statuses + " without a known code", row)
    }));
    let doubtful = without_code(view, operation, Entry::Doubtful, SUCCESSES);
    lines.extend(doubtful.into_iter().map(PlanRow::doubtful));
    lines.extend(unknown_codes(view, operation));
    lines
}

fn of_codes(view: &View<'_>, operation: usize) -> Vec<(Inline, PlanRow)> {
    let domains = &view.vendor.operations[operation].domains;
    let domains = domains.iter().map(|domain| &view.vendor.domains[*domain]);
    let lines = domains
        .flat_map(|domain| domain.codes.clone())
        .flat_map(|code| {
            let line = move |row: PlanRow| {
                let is_whole = render::normalized(&view.code_statuses(code)) == row.statuses;
                let at = (!is_whole).then(|| Inline::from(" at ") + row.statuses());
                (view.code_of_domain(code) + at.unwrap_or_default(), row)
            };
            codes::deviations(view, operation, code)
                .into_iter()
                .map(line)
        });
    lines.collect()
}

fn without_code(
    view: &View<'_>,
    operation: usize,
    entry: Entry,
    statuses: (u16, u16),
) -> Vec<PlanRow> {
    let plan = |operation| view.plan(operation, entry);
    let (own, base) = (plan(operation), plan(view.vendor.request));
    PlanReader { view, code: None }.exceptions(own, base, &[statuses])
}
