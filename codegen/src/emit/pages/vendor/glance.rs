//! Decisions at a glance: a row for each code and each status, a column for each operation.

use std::collections::BTreeSet;

use crate::document::{Document, Inline};
use crate::emit::docs::anchors::{GLANCE, STATUSES};
use crate::emit::docs::plan_rows::arms_at;
use crate::emit::docs::{SUCCESSES, View, grouped};
use crate::model::{Arm, Entry, Statuses};
use crate::render::{self, Names};

/// More codes than this are not shown at a glance.
const MANY: usize = 200;

/// The decision by operation; empty where the operation cannot receive the entry.
type Cells = Vec<Inline>;

pub(super) fn section(page: &mut Document, view: &View<'_>) {
    let has_codes = view.vendor.codes.len() <= MANY;
    let mut rows = if has_codes { codes(view) } else { Vec::new() };
    rows.extend(statuses(view));
    let columns = columns(view, &rows);
    let headings = columns.iter().map(|column| heading(view, column));
    let headings: Vec<Inline> = std::iter::once(Inline::from("Response"))
        .chain(headings)
        .collect();
    let rows = rows.iter().map(|(response, cells)| {
        let cells = columns.iter().map(|column| cells[column[0]].clone());
        std::iter::once(response.clone()).chain(cells).collect()
    });
    page.section(2, GLANCE, "What to do at a glance");
    page.paragraph(if has_codes {
        "Find the row of the code, or of the status if the response has no listed code, and the column of the operation \
         that failed. The sections below give details."
    } else {
        "This is for responses without a listed code. There are too many codes for this table; the sections below list them."
    });
    page.grid(headings, rows.collect());
}

/// Groups of operations that agree on everything.
fn columns(view: &View<'_>, rows: &[(Inline, Cells)]) -> Vec<Vec<usize>> {
    let column = |at: usize| rows.iter().map(|(_, cells)| &cells[at]).collect::<Vec<_>>();
    let operations = view.vendor.operations_for_readers();
    let columns = grouped(operations.map(|operation| (column(operation), operation)));
    columns
        .into_iter()
        .map(|(_, operations)| operations)
        .collect()
}

fn heading(view: &View<'_>, operations: &[usize]) -> Inline {
    let name = |operation: &usize| match *operation {
        request if request == view.vendor.request => {
            view.link("any other call", &view.anchors.operations[request])
        }
        operation => view.operation(operation),
    };
    Inline::join(operations.iter().map(name), ", ")
}

fn codes(view: &View<'_>) -> Vec<(Inline, Cells)> {
    let codes = 0..view.vendor.codes.len();
    codes
        .map(|code| (response(view, code), code_cells(view, code)))
        .collect()
}

/// A code and its documented statuses.
fn response(view: &View<'_>, index: usize) -> Inline {
    let code = &view.vendor.codes[index];
    let is_shown = !view.vendor.domains[code.domain].by_status && !code.statuses.is_empty();
    let name = view.code_of_domain(index);
    if is_shown {
        let statuses = render::statuses(&view.code_statuses(index));
        Inline::lines([name, Inline::text(&statuses)])
    } else {
        name
    }
}

fn code_cells(view: &View<'_>, code: usize) -> Cells {
    let domain = view.vendor.codes[code].domain;
    let statuses = view.code_statuses(code);
    let operations = view.vendor.operations.iter().enumerate();
    let cells = operations.map(|(at, operation)| {
        if operation.domains.contains(&domain) {
            let plan = view.plan(at, Entry::Code(code));
            cell(view, Some(code), plan, &statuses, &view.anchors.codes[code])
        } else {
            Inline::default()
        }
    });
    cells.collect()
}

/// All statuses without a known code; those with the same decisions under every operation share a row.
fn statuses(view: &View<'_>) -> Vec<(Inline, Cells)> {
    let ranges = ranges(view).into_iter();
    let ranges = ranges.map(|range| (status_cells(view, Entry::Plain, range), range));
    let mut rows: Vec<(Cells, Statuses)> = grouped(ranges);
    let name = |statuses: &Statuses| render::statuses_among(statuses, &[render::ANY]);
    rows.sort_by_cached_key(|(_, statuses)| render::order(&name(statuses), statuses));
    let named = |(cells, statuses)| (Inline::text(&name(&statuses)), cells);
    let doubtful = (
        Inline::from("2xx, ") + view.link("doubtful", STATUSES),
        status_cells(view, Entry::Doubtful, SUCCESSES),
    );
    rows.into_iter().map(named).chain([doubtful]).collect()
}

fn status_cells(view: &View<'_>, entry: Entry, range: (u16, u16)) -> Cells {
    let operations = 0..view.vendor.operations.len();
    let cells = operations.map(|at| cell(view, None, view.plan(at, entry), &[range], STATUSES));
    cells.collect()
}

/// Runs of statuses within which no operation changes its decision.
fn ranges(view: &View<'_>) -> Vec<(u16, u16)> {
    let operations = 0..view.vendor.operations.len();
    let arms = operations.flat_map(|at| view.plan(at, Entry::Plain));
    let (first, last) = render::ANY;
    let mut starts: BTreeSet<u16> = arms
        .flat_map(|arm| [arm.lo, arm.hi.saturating_add(1)])
        .collect();
    starts.insert(first);
    starts.retain(|start| (first..=last).contains(start));
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([last]);
    starts.iter().copied().zip(ends).collect()
}

/// The decision of a plan for some statuses, or a link to more details if it depends on something else.
fn cell(
    view: &View<'_>,
    code: Option<usize>,
    plan: &[Arm],
    statuses: &[(u16, u16)],
    more: &str,
) -> Inline {
    let mut advice =
        arms_at(plan, statuses).map(|arm: &Arm| view.decided(code, &arm.decision).at_a_glance());
    let Some(first) = advice.next() else {
        return Inline::default();
    };
    if advice.all(|other| other == first) {
        first
    } else {
        view.link("it depends", more)
    }
}
