//! A vendor's page.

mod codes;
mod domains;
mod examples;
mod lines;
mod operations;
mod remarks;

use super::anchors::{ADVICE, CHOSEN, ENVELOPE, EXAMPLES, HEADERS, LIMITS, NOTES, RULES, STATUSES};
use super::blocks::Page;
use super::docs::View;
use super::inline::{Inline, source};
use super::{retry, words};
use crate::model::Hints;

pub(crate) fn page(view: &View<'_>) -> String {
    let vendor = view.vendor;
    let mut page = Page::new(&Inline::text(&vendor.title));
    page.paragraph(&Inline::prose(&vendor.summary));
    page.prose(&vendor.remarks.description);
    if let Some(from) = &vendor.remarks.source {
        page.paragraph(&(Inline::own("Source: ") + source(from)));
    }
    page.list(&contents(view));
    good_to_know(&mut page, view);
    domains::shared_envelope(&mut page, view);
    (0..vendor.domains.len()).for_each(|domain| domains::section(&mut page, view, domain));
    operations::by_status(&mut page, view);
    operations::section(&mut page, view);
    limits(&mut page, view);
    hints(&mut page, &vendor.hints);
    examples::section(&mut page, view);
    if page.links_to(CHOSEN) {
        page.note(CHOSEN, &retry::footnote());
    }
    page.finish()
}

/// What stands on the page, in its order.
fn contents(view: &View<'_>) -> Vec<Inline> {
    let vendor = view.vendor;
    let link = |words: &'static str, anchor| view.link(Inline::own(words), anchor);
    let remarks = &vendor.remarks;
    let texts = [
        (!remarks.advice.is_empty()).then(|| link("Good practice", ADVICE)),
        (!remarks.notes.is_empty()).then(|| link("Notes", NOTES)),
        (!vendor.rules.is_empty()).then(|| link("Rules that hold everywhere", RULES)),
        domains::has_shared_envelope(vendor)
            .then(|| link("What every response may carry", ENVELOPE)),
    ];
    let domains = (0..vendor.domains.len()).map(|domain| {
        let codes = Inline::count(vendor.domains[domain].codes.len(), "code", "codes");
        view.domain(domain) + ": " + codes
    });
    let operations = Inline::join(
        (0..vendor.operations.len()).map(|operation| view.operation(operation)),
        ", ",
    );
    let rest = [
        Some(link("Responses without a known code", STATUSES)),
        Some(Inline::own("Operations: ") + operations),
        remarks::has_limits(vendor).then(|| link("Limits", LIMITS)),
        has_hints(&vendor.hints).then(|| link("Headers", HEADERS)),
        (!vendor.examples.is_empty()).then(|| link("Examples", EXAMPLES)),
    ];
    texts
        .into_iter()
        .flatten()
        .chain(domains)
        .chain(rest.into_iter().flatten())
        .collect()
}

fn good_to_know(page: &mut Page, view: &View<'_>) {
    let vendor = view.vendor;
    let texts = [
        (ADVICE, "Good practice", &vendor.remarks.advice),
        (NOTES, "Notes", &vendor.remarks.notes),
    ];
    for (anchor, title, texts) in texts.into_iter().filter(|(_, _, texts)| !texts.is_empty()) {
        page.section(2, anchor, &Inline::own(title));
        page.list(
            &texts
                .iter()
                .map(|text| Inline::prose(text))
                .collect::<Vec<_>>(),
        );
    }
    if !vendor.rules.is_empty() {
        page.section(2, RULES, &Inline::own("Rules that hold everywhere"));
        page.paragraph(&Inline::own(
            "Unless something more specific decides otherwise:",
        ));
        page.list(&remarks::rules(&vendor.rules));
    }
}

fn limits(page: &mut Page, view: &View<'_>) {
    if remarks::has_limits(view.vendor) {
        page.section(2, LIMITS, &Inline::own("Limits"));
        page.table(
            ["Limit", "Kind", "Holds for", "Note"],
            &remarks::all_limits(view),
        );
    }
}

fn has_hints(hints: &Hints) -> bool {
    [
        &hints.retry_after,
        &hints.limit,
        &hints.remaining,
        &hints.reset,
    ]
    .iter()
    .any(|name| name.is_some())
}

fn hints(page: &mut Page, hints: &Hints) {
    if !has_hints(hints) {
        return;
    }
    page.section(2, HEADERS, &Inline::own("Headers"));
    page.paragraph(&Inline::own(
        "They are read from every response, successes included.",
    ));
    let wait = Inline::own(
        "How long to wait before the next try, in seconds or as an HTTP date. It takes the place of ",
    ) + "a retry's own wait, for up to "
        + Inline::text(&words::duration(hints.max_wait_ms))
        + ". What is not to be retried, it does not revive.";
    let reset = if hints.reset_is_epoch {
        "When the limit begins anew, in seconds since 1970."
    } else {
        "In how many seconds the limit begins anew."
    };
    let rows = [
        (&hints.retry_after, wait),
        (&hints.limit, Inline::own("How many requests are allowed.")),
        (&hints.remaining, Inline::own("How many of them are left.")),
        (&hints.reset, Inline::own(reset)),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(name, meaning)| Some([Inline::code(name.as_ref()?), meaning]));
    page.table(["Header", "Meaning"], &rows.collect::<Vec<_>>());
}
