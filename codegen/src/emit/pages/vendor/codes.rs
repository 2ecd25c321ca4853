//! The codes of a domain: a table, and a section for each.

use crate::document::{Document, Inline, Property};
use crate::emit::docs::decision::HEADINGS;
use crate::emit::docs::plan_rows::{self, PlanReader, PlanRow};
use crate::emit::docs::{Forms, View, properties, sections};
use crate::emit::labels;
use crate::render::{self, Names};

pub(super) fn table(page: &mut Document, view: &View<'_>, domain: usize) {
    let codes = view.vendor.domains[domain].codes.clone();
    let rows = codes.filter(|code| view.alike.group(*code).is_none());
    let rows = rows.filter_map(|code| {
        let statuses = properties::code_statuses(view, code);
        let [class, retry, to_do, user_text] = view.usual(code)?.cells();
        Some([name(view, code), statuses, class, retry, to_do, user_text])
    });
    let [class, retry, to_do, user_text] = HEADINGS;
    page.table(["Code", "Status", class, retry, to_do, user_text], rows);
}

/// The name and the meaning of a code.
fn name(view: &View<'_>, index: usize) -> Inline {
    let code = &view.vendor.codes[index];
    let deprecated = code.deprecated.as_ref();
    let name = view.code(index) + deprecated.map_or("", |_| " (deprecated)");
    Inline::lines([name, Inline::prose(&code.summary)])
}

pub(super) fn section(page: &mut Document, view: &View<'_>, index: usize, forms: &Forms) {
    let code = &view.vendor.codes[index];
    page.section(3, &view.anchors.codes[index], title(view, index));
    page.paragraph(Inline::sentence(&code.summary));
    page.paragraph(properties::deprecation(view, index));
    page.prose(&code.remarks.description);
    page.properties(all_properties(view, index));
    match view.alike.group(index) {
        None => variations(page, view, index),
        Some(group) => {
            page.paragraph(Inline::from("The same is decided about ") + view.alike(group) + ".");
        }
    }
    if forms.shared_by(index).is_none() {
        sections::sample(page, view, index);
    }
    sections::rules(page, "The reasons:", &code.rules);
    sections::aside(page, &code.remarks);
}

/// The code as it appears on the wire. A status alone says little, so its name is added.
pub(super) fn title(view: &View<'_>, index: usize) -> Inline {
    let code = &view.vendor.codes[index];
    let wire = Inline::code(&code.wire);
    if view.vendor.domains[code.domain].by_status {
        wire + " " + Inline::text(&code.ident)
    } else {
        wire
    }
}

fn all_properties(view: &View<'_>, index: usize) -> Vec<Property> {
    let [category, aliases, limits, since, rust] = properties::code(view, index);
    let examples = view.examples[index].iter().map(|at| view.example(*at));
    let mut all = vec![category, aliases];
    if view.alike.group(index).is_none() {
        all.insert(0, status(view, index));
        all.extend(decided(view, index));
    }
    all.extend([
        limits,
        since,
        rust,
        ("Examples", Inline::join(examples, ", ")),
    ]);
    all
}

pub(super) fn status(view: &View<'_>, index: usize) -> Property {
    let domain = &view.vendor.domains[view.vendor.codes[index].domain];
    // Where the status is the code, it is already in the title.
    let status = (!domain.by_status).then(|| properties::code_statuses(view, index));
    ("Status", status.unwrap_or_default())
}

/// The typical decision about a code.
pub(super) fn decided(view: &View<'_>, index: usize) -> Vec<Property> {
    let usual = view.usual(index).map(|usual| usual.properties());
    let different = (labels::DIFFERENT, deviating_operations(view, index));
    usual.into_iter().flatten().chain([different]).collect()
}

/// The operations whose table contains the code.
fn deviating_operations(view: &View<'_>, code: usize) -> Inline {
    let operations = 0..view.vendor.operations.len();
    let deviating = operations.filter(|operation| !deviations(view, *operation, code).is_empty());
    Inline::join(deviating.map(|operation| view.operation(operation)), ", ")
}

/// The decisions that depend on the rest of the response, if any do.
pub(super) fn variations(page: &mut Document, view: &View<'_>, index: usize) {
    let statuses = view.code_statuses(index);
    let code = Some(index);
    let plan = view.vendor.plan(view.vendor.request, index);
    let all = PlanReader { view, code }.rows(plan, &statuses);
    if matches!(all.as_slice(), [PlanRow { cases, .. }] if cases.len() == 1) {
        return;
    }
    let lines = all.iter().flat_map(|row| {
        let status = render::statuses_among(&row.statuses, &statuses);
        let status = (all.len() > 1).then(|| Inline::text(&status));
        plan_rows::in_words(&row.cases).map(move |(condition, case)| {
            let when = status.clone().into_iter().chain(condition);
            (Inline::join(when, ", "), case.cells.clone())
        })
    });
    page.paragraph("It depends on the rest of the response:");
    plan_rows::decisions(page, "When", lines);
}

/// The decisions of an operation about a code that differ from those of `request`.
pub(super) fn deviations(view: &View<'_>, operation: usize, index: usize) -> Vec<PlanRow> {
    let vendor = view.vendor;
    let [own, base] = [operation, vendor.request].map(|at| vendor.operations[at].plans[index]);
    let domains = &vendor.operations[operation].domains;
    // Most plans are shared, so most codes need no closer look.
    if own == base || !domains.contains(&vendor.codes[index].domain) {
        return Vec::new();
    }
    let [own, base] = [own, base].map(|plan| &vendor.plans[plan]);
    let code = Some(index);
    PlanReader { view, code }.exceptions(own, base, &view.code_statuses(index))
}
