//! A domain's codes: the table, and a section for each.

use super::super::blocks::Page;
use super::super::cells::Cells;
use super::super::inline::Inline;
use super::super::rulings::{Case, Reader, Ruling};
use super::super::view::View;
use super::super::words;
use super::{code_facts, lines, remarks};

pub(crate) fn table(page: &mut Page, view: &View<'_>, domain: usize) {
    let codes = view.vendor.domains[domain].codes.clone();
    let rows = codes.filter_map(|code| {
        let cells = Cells::new(view, view.usual(code)?, Some(code));
        let statuses = code_facts::statuses(view, code);
        let [class, retry, to_do, user_text] = cells.row();
        Some([name(view, code), statuses, class, retry, to_do, user_text])
    });
    let headings = [
        "Code",
        "Status",
        "Class",
        "Retry",
        "What to do",
        "What the user sees",
    ];
    page.table(headings, &rows.collect::<Vec<_>>());
}

/// What a code is called, and what it means.
fn name(view: &View<'_>, index: usize) -> Inline {
    let code = &view.vendor.codes[index];
    let name = view.code(index)
        + if code.deprecated.is_some() {
            " (deprecated)"
        } else {
            ""
        };
    name + "<br>" + Inline::prose(&code.summary)
}

pub(crate) fn section(page: &mut Page, view: &View<'_>, index: usize) {
    let code = &view.vendor.codes[index];
    page.section(3, &view.anchors.codes[index], &title(view, index));
    page.paragraph(&Inline::sentence(&code.summary));
    page.paragraph(&code_facts::deprecation(view, index));
    page.prose(&code.remarks.description);
    page.list(&code_facts::all(view, index));
    variations(page, view, index);
    remarks::rules(page, "The reasons:", &code.rules);
    remarks::aside(page, &code.remarks);
}

/// The code as it is on the wire. A status says little by itself, so its name stands with it.
fn title(view: &View<'_>, index: usize) -> Inline {
    let code = &view.vendor.codes[index];
    let wire = Inline::code(&code.wire);
    if view.vendor.domains[code.domain].by_status {
        wire + " " + Inline::text(&code.ident)
    } else {
        wire
    }
}

/// What depends on the rest of the response, if anything does.
fn variations(page: &mut Page, view: &View<'_>, index: usize) {
    let statuses = view.code_statuses(index);
    let code = Some(index);
    let plan = view.vendor.plan(view.vendor.request, index);
    let all = Reader { view, code }.rulings(plan, &statuses);
    if matches!(all.as_slice(), [Ruling { cases, .. }] if cases.len() == 1) {
        return;
    }
    let rows = all.iter().flat_map(|ruling| {
        let status = words::statuses_among(&ruling.statuses, &statuses);
        let status = (all.len() > 1).then(|| Inline::text(&status));
        let is_only = ruling.cases.len() == 1;
        ruling
            .cases
            .iter()
            .map(move |case| row(status.clone(), case, is_only))
    });
    page.paragraph(&Inline::own("It depends on the rest of the response:"));
    let headings = ["When", "Class", "Retry", "What to do", "What the user sees"];
    page.table(headings, &rows.collect::<Vec<_>>());
}

fn row(status: Option<Inline>, case: &Case, is_only: bool) -> [Inline; 5] {
    let [class, retry, to_do, user_text] = case.cells.row();
    let condition = (!is_only).then(|| lines::condition(case));
    let when = Inline::join(status.into_iter().chain(condition), ", ");
    [when, class, retry, to_do, user_text]
}

/// Where an operation decides otherwise about a code than a call without an entry of its own.
pub(crate) fn deviations(view: &View<'_>, operation: usize, index: usize) -> Vec<Ruling> {
    let vendor = view.vendor;
    let [own, base] = [operation, vendor.request].map(|at| vendor.operations[at].plans[index]);
    let domains = &vendor.operations[operation].domains;
    // Most plans are shared, so that most codes need no closer look.
    if own == base || !domains.contains(&vendor.codes[index].domain) {
        return Vec::new();
    }
    let [own, base] = [own, base].map(|plan| &vendor.plans[plan]);
    let code = Some(index);
    Reader { view, code }.exceptions(own, base, &view.code_statuses(index))
}
