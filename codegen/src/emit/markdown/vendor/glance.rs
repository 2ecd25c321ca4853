//! What to do at a glance: a row for each code and each status, a column for each operation.

use std::collections::BTreeSet;

use super::super::anchors::{GLANCE, STATUSES};
use super::super::blocks::Page;
use super::super::inline::Inline;
use super::super::view::View;
use super::super::words;
use crate::model::{Arm, Decision, Entry, Outcome, RetryKind, Statuses};

/// What to do about something, by operation; empty where the operation never meets it.
type Cells = Vec<Inline>;

pub(crate) fn section(page: &mut Page, view: &View<'_>) {
    let mut rows: Vec<(Inline, Cells)> = codes(view);
    rows.extend(statuses(view));
    let columns = columns(view, &rows);
    let headings = columns.iter().map(|column| heading(view, column));
    let headings: Vec<Inline> = std::iter::once(Inline::own("Response"))
        .chain(headings)
        .collect();
    let rows = rows.iter().map(|(response, cells)| {
        let cells = columns.iter().map(|column| cells[column[0]].clone());
        std::iter::once(response.clone()).chain(cells).collect()
    });
    page.section(2, GLANCE, &Inline::own("What to do at a glance"));
    page.paragraph(&Inline::own(
        "Look up the row of the code, or that of the status if the response has no code that is listed, and the column \
         of the operation that failed. The sections below tell more.",
    ));
    page.grid(&headings, &rows.collect::<Vec<_>>());
}

/// The operations in groups that agree on everything.
fn columns(view: &View<'_>, rows: &[(Inline, Cells)]) -> Vec<Vec<usize>> {
    let mut columns: Vec<Vec<usize>> = Vec::new();
    for operation in view.vendor.operations_to_tell() {
        let agrees = |column: &&mut Vec<usize>| {
            rows.iter()
                .all(|(_, cells)| cells[column[0]] == cells[operation])
        };
        match columns.iter_mut().find(agrees) {
            Some(column) => column.push(operation),
            None => columns.push(vec![operation]),
        }
    }
    columns
}

fn heading(view: &View<'_>, operations: &[usize]) -> Inline {
    let name = |operation: &usize| match *operation {
        request if request == view.vendor.request => view.link(
            Inline::own("any other call"),
            &view.anchors.operations[request],
        ),
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

/// A code and the statuses that it is documented for.
fn response(view: &View<'_>, index: usize) -> Inline {
    let code = &view.vendor.codes[index];
    let is_told = !view.vendor.domains[code.domain].by_status && !code.statuses.is_empty();
    let name = view.code_of_domain(index);
    if is_told {
        name + "<br>" + Inline::text(&words::statuses(&view.code_statuses(index)))
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
            cell(view, plan, &statuses, &view.anchors.codes[code])
        } else {
            Inline::default()
        }
    });
    cells.collect()
}

/// All statuses without a known code, those of which the same holds under every operation in one row.
fn statuses(view: &View<'_>) -> Vec<(Inline, Cells)> {
    let mut rows: Vec<(Statuses, Cells)> = Vec::new();
    for range in ranges(view) {
        let cells = status_cells(view, Entry::Plain, range);
        match rows.iter_mut().find(|(_, known)| *known == cells) {
            Some((statuses, _)) => statuses.push(range),
            None => rows.push((vec![range], cells)),
        }
    }
    let name = |statuses: &Statuses| words::statuses_among(statuses, &[words::ANY]);
    rows.sort_by_cached_key(|(statuses, _)| words::order(&name(statuses), statuses));
    let named = |(statuses, cells)| (Inline::text(&name(&statuses)), cells);
    let doubtful = (
        Inline::own("2xx, [doubtful](#section_statuses)"),
        doubtful(view),
    );
    rows.into_iter().map(named).chain([doubtful]).collect()
}

fn doubtful(view: &View<'_>) -> Cells {
    status_cells(view, Entry::Doubtful, (200, 299))
}

fn status_cells(view: &View<'_>, entry: Entry, range: (u16, u16)) -> Cells {
    let operations = 0..view.vendor.operations.len();
    let cells = operations.map(|at| cell(view, view.plan(at, entry), &[range], STATUSES));
    cells.collect()
}

/// The runs of statuses within which no operation decides otherwise.
fn ranges(view: &View<'_>) -> Vec<(u16, u16)> {
    let operations = 0..view.vendor.operations.len();
    let arms = operations.flat_map(|at| view.plan(at, Entry::Plain));
    let (first, last) = words::ANY;
    let mut starts: BTreeSet<u16> = arms
        .flat_map(|arm| [arm.lo, arm.hi.saturating_add(1)])
        .collect();
    starts.insert(first);
    starts.retain(|start| (first..=last).contains(start));
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([last]);
    starts.iter().copied().zip(ends).collect()
}

/// What a plan has to say about some statuses, or where more is told if it depends on other things, too.
fn cell(view: &View<'_>, plan: &[Arm], statuses: &[(u16, u16)], more: &str) -> Inline {
    let meets = |arm: &&Arm| {
        statuses
            .iter()
            .any(|(lo, hi)| arm.lo <= *hi && *lo <= arm.hi)
    };
    let mut advice = plan
        .iter()
        .filter(meets)
        .map(|arm| brief(view, &arm.decision));
    let Some(first) = advice.next() else {
        return Inline::default();
    };
    if advice.all(|other| other == first) {
        first
    } else {
        view.link(Inline::own("it depends"), more)
    }
}

/// A decision in the fewest words.
fn brief(view: &View<'_>, decision: &Decision) -> Inline {
    let actions = &decision.actions.value;
    let mut lines = Vec::new();
    match decision.outcome.value {
        Outcome::Success => lines.push(Inline::own("success")),
        Outcome::Ignorable => lines.push(Inline::own("**ignore it**")),
        _ => {}
    }
    if !actions.is_empty() {
        lines.push(view.docs.actions(actions));
    }
    if !decision.forbid.value.is_empty() {
        lines.push(Inline::own("**not** ") + view.docs.actions(&decision.forbid.value));
    }
    if decision.outcome.value == Outcome::Failure {
        lines.extend(retry(view, decision));
    }
    if lines.is_empty() {
        return Inline::own("do not retry");
    }
    Inline::join(lines, "<br>")
}

/// How to retry, if at all; without the numbers.
fn retry(view: &View<'_>, decision: &Decision) -> Option<Inline> {
    let retry = &decision.retry.value;
    let when = match retry.kind {
        RetryKind::Never => return None,
        RetryKind::After { min_ms, max_ms } => {
            Inline::own("retry after ") + Inline::text(&words::durations(min_ms, max_ms))
        }
        RetryKind::Backoff { .. } => Inline::own("retry with backoff"),
        RetryKind::OnNext { operation } => {
            Inline::own("the next ") + view.operation(operation) + " retries"
        }
        RetryKind::AfterAction { action } if decision.actions.value.contains(&action) => {
            Inline::own("then retry")
        }
        RetryKind::AfterAction { action } => Inline::own("retry after ") + view.docs.action(action),
    };
    if retry.if_exhausted.is_empty() {
        return Some(when);
    }
    Some(when + ", then " + view.docs.actions(&retry.if_exhausted))
}
