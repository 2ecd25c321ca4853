//! What is decided by status alone, and what each operation decides otherwise.

use super::super::anchors::STATUSES;
use super::super::blocks::Page;
use super::super::cells::Cells;
use super::super::docs::View;
use super::super::inline::Inline;
use super::super::rulings::{Ruling, exceptions, rulings};
use super::super::words;
use super::lines::Lines;
use super::{codes, remarks};
use crate::model::{Arm, Decision, Entry, Operation, Statuses, Vendor};

/// Where a success is possible, and so can be doubtful.
const SUCCESSES: [(u16, u16); 1] = [(200, 299)];

/// The table for responses that carry no code of the book's, whatever the operation.
pub(crate) fn by_status(page: &mut Page, view: &View<'_>) {
    page.section(2, STATUSES, &Inline::own("Responses without a known code"));
    page.paragraph(&Inline::own(
        "A proxy's error page, an empty body, a code that is newer than the book: where no known code can be read, the \
         status decides.",
    ));
    let request = view.vendor.request;
    let shown = |decision: &Decision| Cells::new(view, decision, None);
    let mut all = rulings(
        plan(view.vendor, request, Entry::Plain),
        &[words::ANY],
        &shown,
    );
    all.sort_by_key(|ruling| order(&ruling.statuses));
    let mut lines = Lines::default();
    for ruling in all {
        lines.add(
            Inline::text(&words::statuses_among_all(&ruling.statuses)),
            ruling,
        );
    }
    add_unknown_codes(&mut lines, view, request);
    for ruling in doubtful(view, request) {
        lines.add(statuses(&ruling) + ", but doubtful", ruling);
    }
    lines.table(page);
    page.paragraph(&Inline::own(
        "A success is doubtful when the body is not one readable JSON document, when a code has a type that no code \
         has, when another code tells of a failure, or when it is not what the operation's success looks like.",
    ));
}

/// Exact statuses come before those that are what is left of a hundred.
fn order(statuses: &Statuses) -> u16 {
    let first = statuses.first().map_or(0, |(lo, _)| *lo);
    let is_rest = words::statuses_among_all(statuses).starts_with("other");
    if is_rest {
        first / 100 * 100 + 99
    } else {
        first
    }
}

fn plan(vendor: &Vendor, operation: usize, entry: Entry) -> &[Arm] {
    let position = vendor.entries().position(|other| other == entry);
    let plan = position.map(|position| vendor.operations[operation].plans[position]);
    plan.map_or(&[], |plan| &vendor.plans[plan])
}

fn statuses(ruling: &Ruling) -> Inline {
    Inline::text(&words::statuses(&ruling.statuses))
}

/// What is decided of a success in doubt, where it is not what is decided of any other.
fn doubtful(view: &View<'_>, operation: usize) -> Vec<Ruling> {
    let plan = |entry| plan(view.vendor, operation, entry);
    let shown = |decision: &Decision| Cells::new(view, decision, None);
    exceptions(
        plan(Entry::Doubtful),
        plan(Entry::Plain),
        &SUCCESSES,
        &shown,
    )
}

/// Adds what a code that the book does not know makes different, for each domain of an operation.
fn add_unknown_codes(lines: &mut Lines, view: &View<'_>, operation: usize) {
    let domains = &view.vendor.operations[operation].domains;
    for domain in domains
        .iter()
        .copied()
        .filter(|domain| !view.vendor.domains[*domain].raised_by_client)
    {
        let categories = (0..view.vendor.domains[domain].categories.len()).map(Some);
        for category in std::iter::once(None).chain(categories) {
            for ruling in unknown(view, operation, domain, category) {
                lines.add(
                    statuses(&ruling) + unknown_code(view, domain, category),
                    ruling,
                );
            }
        }
    }
}

fn unknown_code(view: &View<'_>, domain: usize, category: Option<usize>) -> Inline {
    match category {
        None => Inline::own(", unknown code of ") + view.domain(domain),
        Some(category) => {
            let name = &view.vendor.domains[domain].categories[category].name;
            Inline::own(", unknown code in ") + Inline::code(name)
        }
    }
}

/// Where an unknown code is decided otherwise than no code, and the operation has a part in it.
fn unknown(
    view: &View<'_>,
    operation: usize,
    domain: usize,
    category: Option<usize>,
) -> Vec<Ruling> {
    let (vendor, request) = (view.vendor, view.vendor.request);
    let entry = Entry::Unknown { domain, category };
    let shown = |decision: &Decision| Cells::new(view, decision, None);
    let (unknown, plain) = (
        plan(vendor, operation, entry),
        plan(vendor, operation, Entry::Plain),
    );
    let all = exceptions(unknown, plain, &view.domain_statuses(domain), &shown);
    if operation == request {
        return all;
    }
    let own = |ruling: Ruling| {
        let of_unknown = exceptions(
            unknown,
            plan(vendor, request, entry),
            &ruling.statuses,
            &shown,
        );
        let of_plain = exceptions(
            plain,
            plan(vendor, request, Entry::Plain),
            &ruling.statuses,
            &shown,
        );
        let statuses: Statuses = of_unknown
            .into_iter()
            .chain(of_plain)
            .flat_map(|own| own.statuses)
            .collect();
        Ruling {
            statuses: words::normalized(&statuses),
            cases: ruling.cases,
        }
    };
    all.into_iter()
        .map(own)
        .filter(|ruling| !ruling.statuses.is_empty())
        .collect()
}

pub(crate) fn section(page: &mut Page, view: &View<'_>) {
    page.heading(2, &Inline::own("Operations"));
    for (index, operation) in view.vendor.operations.iter().enumerate() {
        page.section(
            3,
            &view.anchors.operations[index],
            &Inline::code(&operation.name),
        );
        page.paragraph(&Inline::prose(&operation.summary));
        page.list(&facts(view, operation));
        remarks::aside(page, &operation.remarks);
        decisions(page, view, index);
    }
}

fn facts(view: &View<'_>, operation: &Operation) -> Vec<Inline> {
    let domains = Inline::join(
        operation.domains.iter().map(|domain| view.domain(*domain)),
        ", then ",
    );
    let success = (!operation.success.is_empty())
        .then(|| Inline::own("a 2xx in which ") + words::condition(&operation.success));
    let repeat = operation.idempotent.map(|safe| {
        Inline::own(if safe {
            "safe"
        } else {
            "not safe: it may take effect twice"
        })
    });
    let limits = operation.remarks.limits.iter().map(remarks::limit);
    let facts = [
        (
            "**Endpoint:** ",
            operation
                .endpoint
                .as_ref()
                .map(|endpoint| Inline::code(endpoint)),
        ),
        (
            "**Codes are looked for in:** ",
            (!domains.is_empty()).then_some(domains),
        ),
        ("**A success is:** ", success),
        ("**Repeating it is:** ", repeat),
        (
            "**Its failures are reported as:** ",
            operation
                .failure_reason
                .as_ref()
                .map(|reason| Inline::code(reason)),
        ),
        (
            "**Limits:** ",
            (!operation.remarks.limits.is_empty()).then(|| Inline::join(limits, ", ")),
        ),
    ];
    facts
        .into_iter()
        .filter_map(|(label, words)| Some(Inline::own(label) + words?))
        .collect()
}

/// The table of what an operation decides otherwise.
fn decisions(page: &mut Page, view: &View<'_>, index: usize) {
    let lines = if index == view.vendor.request {
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
        "This is decided here; everything else is as the sections above say.",
    ));
    lines.table(page);
    let rules = &view.vendor.operations[index].rules;
    if !rules.is_empty() {
        page.paragraph(&Inline::own("The reasons:"));
        page.list(&remarks::rules(rules));
    }
}

fn deviations(view: &View<'_>, operation: usize) -> Lines {
    let mut lines = Lines::default();
    let domains = &view.vendor.operations[operation].domains;
    for code in domains
        .iter()
        .flat_map(|domain| view.vendor.domains[*domain].codes.clone())
    {
        for ruling in codes::deviations(view, operation, code) {
            let is_partial = words::normalized(&view.code_statuses(code)) != ruling.statuses;
            let at = is_partial
                .then(|| Inline::own(" at ") + statuses(&ruling))
                .unwrap_or_default();
            lines.add(view.code(code) + at, ruling);
        }
    }
    for (entry, statuses, words) in [
        (Entry::Plain, words::ANY, ", no known code"),
        (Entry::Doubtful, SUCCESSES[0], ", but doubtful"),
    ] {
        for ruling in without_code(view, operation, entry, statuses) {
            lines.add(self::statuses(&ruling) + words, ruling);
        }
    }
    add_unknown_codes(&mut lines, view, operation);
    lines
}

fn without_code(
    view: &View<'_>,
    operation: usize,
    entry: Entry,
    statuses: (u16, u16),
) -> Vec<Ruling> {
    let plan = |operation| plan(view.vendor, operation, entry);
    let shown = |decision: &Decision| Cells::new(view, decision, None);
    exceptions(
        plan(operation),
        plan(view.vendor.request),
        &[statuses],
        &shown,
    )
}
