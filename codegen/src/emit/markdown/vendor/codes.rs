//! A domain's codes: the table, and a section for each.

use super::super::blocks::Page;
use super::super::cells::{self, Cells};
use super::super::docs::View;
use super::super::inline::Inline;
use super::super::rulings::{Case, Ruling, exceptions, rulings};
use super::super::{retry, words};
use super::{examples, lines, remarks};
use crate::model::{Code, Decision, Deprecated};

pub(crate) fn table(page: &mut Page, view: &View<'_>, domain: usize) {
    let headings = [
        "Code",
        "Status",
        "Class",
        "Retry",
        "What to do",
        "What the user sees",
    ];
    let rows = view.vendor.domains[domain].codes.clone().map(|code| {
        let [class, retry, to_do, user_text] = Cells::new(view, view.usual(code), Some(code)).row();
        let deprecated = view.vendor.codes[code]
            .deprecated
            .as_ref()
            .map(|_| Inline::own(" (deprecated)"));
        [
            view.code(code) + deprecated.unwrap_or_default(),
            statuses(view, code),
            class,
            retry,
            to_do,
            user_text,
        ]
    });
    page.table(headings, &rows.collect::<Vec<_>>());
}

/// The statuses that a code comes with; nothing if no response carries it.
fn statuses(view: &View<'_>, code: usize) -> Inline {
    if view.vendor.domains[view.vendor.codes[code].domain].raised_by_client {
        return Inline::default();
    }
    Inline::text(&words::statuses(&view.code_statuses(code)))
}

pub(crate) fn section(page: &mut Page, view: &View<'_>, index: usize) {
    let code = &view.vendor.codes[index];
    page.section(3, &view.anchors.codes[index], &Inline::code(&code.wire));
    page.paragraph(&Inline::prose(&code.summary));
    if let Some(deprecated) = &code.deprecated {
        page.paragraph(&deprecation(view, code, deprecated));
    }
    page.list(&facts(view, index));
    variations(page, view, index);
    if !code.rules.is_empty() {
        page.list(&remarks::rules(&code.rules));
    }
    remarks::aside(page, &code.remarks);
}

fn deprecation(view: &View<'_>, code: &Code, deprecated: &Deprecated) -> Inline {
    let since = deprecated
        .since
        .as_ref()
        .map(|since| Inline::own(" since ") + Inline::text(since));
    let instead = deprecated.replaced_by.as_ref().map(|wire| {
        let mut domain = view.vendor.domains[code.domain].codes.clone();
        let replacement = domain.find(|other| view.vendor.codes[*other].wire == *wire);
        Inline::own(" Use ")
            + replacement.map_or_else(|| Inline::code(wire), |other| view.code(other))
            + " instead."
    });
    let note = deprecated
        .note
        .as_ref()
        .map(|note| Inline::own(" ") + Inline::prose(note));
    let end = instead.unwrap_or_default() + note.unwrap_or_default();
    Inline::own("**Deprecated**") + since.unwrap_or_default() + "." + end
}

/// What is known and decided about a code, line by line.
fn facts(view: &View<'_>, index: usize) -> Vec<Inline> {
    let code = &view.vendor.codes[index];
    let domain = &view.vendor.domains[code.domain];
    let status = statuses(view, index);
    let category = code
        .category
        .map(|category| Inline::code(&domain.categories[category].name));
    let list = |items: Vec<Inline>| (!items.is_empty()).then(|| Inline::join(items, ", "));
    let known = [
        (
            "**Status:** ",
            (!status.is_empty() && !domain.by_status).then_some(status),
        ),
        ("**Category:** ", category),
        (
            "**Also spelt:** ",
            list(
                code.aliases
                    .iter()
                    .map(|alias| Inline::code(alias))
                    .collect(),
            ),
        ),
        (
            "**Since:** ",
            code.since.as_ref().map(|since| Inline::text(since)),
        ),
        (
            "**Limits:** ",
            list(code.remarks.limits.iter().map(remarks::limit).collect()),
        ),
        ("**In Rust:** ", Some(rust_path(view, code))),
    ];
    let examples = [
        (
            "**Decided differently by:** ",
            list(deviating_operations(view, index)),
        ),
        ("**Examples:** ", list(examples::of_code(view, index))),
    ];
    let decided = decided(view, view.usual(index), index);
    let all = known.into_iter().chain(decided).chain(examples);
    all.filter_map(|(label, words)| Some(Inline::own(label) + words?))
        .collect()
}

fn rust_path(view: &View<'_>, code: &Code) -> Inline {
    let type_ident = &view.vendor.domains[code.domain].type_ident;
    Inline::code(&format!(
        "{}::{type_ident}::{}",
        view.vendor.name, code.ident
    ))
}

fn decided(
    view: &View<'_>,
    decision: &Decision,
    index: usize,
) -> [(&'static str, Option<Inline>); 7] {
    let (docs, class) = (view.docs, &view.docs.book.classes[decision.class.value]);
    let user_text = cells::user_text(view, decision, Some(index));
    let class_words = docs.class(decision.class.value) + ": " + Inline::prose(&class.summary);
    let outcome = Inline::text(decision.outcome.value.as_str()) + ", severity ";
    let grace = decision
        .grace_period_ms
        .value
        .map(|millis| Inline::text(&words::duration(millis)) + ", then the vendor acts by itself");
    [
        ("**Class:** ", Some(class_words)),
        (
            "**Outcome:** ",
            Some(outcome + Inline::text(decision.severity.value.as_str())),
        ),
        (
            "**Retry:** ",
            Some(retry::sentence(&decision.retry.value, docs, &|operation| {
                view.operation(operation)
            })),
        ),
        ("**What to do:** ", steps(view, &decision.actions.value)),
        ("**What not to do:** ", steps(view, &decision.forbid.value)),
        ("**Time left:** ", grace),
        (
            "**What the user sees:** ",
            (!user_text.is_empty()).then_some(user_text),
        ),
    ]
}

fn steps(view: &View<'_>, actions: &[usize]) -> Option<Inline> {
    let step = |action: &usize| {
        let known = &view.docs.book.actions[*action];
        view.docs.action(*action)
            + " ("
            + Inline::text(known.actor.as_str())
            + "): "
            + Inline::prose(&known.summary)
    };
    (!actions.is_empty()).then(|| Inline::join(actions.iter().map(step), "; then "))
}

/// The operations whose table has the code.
fn deviating_operations(view: &View<'_>, code: usize) -> Vec<Inline> {
    let vendor = view.vendor;
    let operations = (0..vendor.operations.len())
        .filter(|operation| !deviations(view, *operation, code).is_empty());
    operations
        .map(|operation| view.operation(operation))
        .collect()
}

/// Where an operation decides otherwise about a code than a call without an entry of its own.
pub(crate) fn deviations(view: &View<'_>, operation: usize, code: usize) -> Vec<Ruling> {
    let vendor = view.vendor;
    let is_read = vendor.operations[operation]
        .domains
        .contains(&vendor.codes[code].domain);
    let (plan, base) = (
        vendor.operations[operation].plans[code],
        vendor.operations[vendor.request].plans[code],
    );
    if !is_read || plan == base {
        return Vec::new();
    }
    let shown = |decision: &Decision| Cells::new(view, decision, Some(code));
    exceptions(
        &vendor.plans[plan],
        &vendor.plans[base],
        &view.code_statuses(code),
        &shown,
    )
}

/// What depends on the rest of the response, if anything does.
fn variations(page: &mut Page, view: &View<'_>, code: usize) {
    let shown = |decision: &Decision| Cells::new(view, decision, Some(code));
    let statuses = view.code_statuses(code);
    let all = rulings(
        view.vendor.plan(view.vendor.request, code),
        &statuses,
        &shown,
    );
    let is_uniform = matches!(all.as_slice(), [Ruling { cases, .. }] if cases.len() == 1);
    if is_uniform {
        return;
    }
    page.paragraph(&Inline::own("It depends on the rest of the response:"));
    let rows = all.iter().flat_map(|ruling| {
        let status =
            (all.len() > 1).then(|| Inline::text(&words::statuses_among_all(&ruling.statuses)));
        ruling
            .cases
            .iter()
            .map(move |case| row(status.clone(), case, ruling.cases.len() == 1))
    });
    page.table(
        ["When", "Class", "Retry", "What to do", "What the user sees"],
        &rows.collect::<Vec<_>>(),
    );
}

fn row(status: Option<Inline>, case: &Case, is_only: bool) -> [Inline; 5] {
    let [class, retry, to_do, user_text] = case.cells.row();
    let condition = (!is_only).then(|| lines::condition(case));
    [
        Inline::join(status.into_iter().chain(condition), ": "),
        class,
        retry,
        to_do,
        user_text,
    ]
}
