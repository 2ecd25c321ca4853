//! A domain: how its responses look, and its codes.

use super::super::anchors::{ENVELOPE, STATUSES};
use super::super::blocks::Page;
use super::super::docs::View;
use super::super::inline::Inline;
use super::super::words;
use super::{codes, examples, remarks};
use crate::model::{Details, Domain, Envelope, Vendor};

pub(crate) fn section(page: &mut Page, view: &View<'_>, index: usize) {
    let domain = &view.vendor.domains[index];
    let title = Inline::text(&domain.title) + " (" + Inline::code(&domain.name) + ")";
    page.section(2, &view.anchors.domains[index], &title);
    page.paragraph(&Inline::prose(&domain.summary));
    remarks::aside(page, &domain.remarks);
    if domain.raised_by_client {
        page.paragraph(&Inline::own(
            "No response carries these codes: the caller itself reports them.",
        ));
    } else {
        envelope(page, view, index);
    }
    if !domain.rules.is_empty() {
        page.paragraph(&Inline::own(
            "Unless a code or the operation decides otherwise:",
        ));
        page.list(&remarks::rules(&domain.rules));
    }
    codes::table(page, view, index);
    categories(page, view, index);
    unlisted(page, view, domain);
    domain
        .codes
        .clone()
        .for_each(|code| codes::section(page, view, code));
}

/// What is said of a code that does not stand here.
fn unlisted(page: &mut Page, view: &View<'_>, domain: &Domain) {
    let there = view.link(Inline::own("responses without a known code"), STATUSES);
    let words = match (
        domain.raised_by_client,
        domain.by_status,
        domain.categories.is_empty(),
    ) {
        (true, _, _) => return,
        (_, true, _) => Inline::own("A status that is not listed here is no code. See "),
        (_, _, true) => Inline::own(
            "A code that is not listed here is never a success: its status decides. See ",
        ),
        _ => Inline::own(
            "A code that is not listed here is never a success: its category and status decide. See ",
        ),
    };
    page.paragraph(&(words + there + "."));
}

fn envelope(page: &mut Page, view: &View<'_>, index: usize) {
    let domain = &view.vendor.domains[index];
    let which = if domain.when.is_empty() {
        Inline::own("Every response belongs here")
    } else {
        Inline::own("A response belongs here when ") + words::condition(&domain.when)
    };
    page.paragraph(&(which + ". This is read from it:"));
    page.table(["What", "Where it stands"], &places(&domain.envelope));
    examples::sample(page, view, index);
}

pub(crate) fn has_shared_envelope(vendor: &Vendor) -> bool {
    !places(&vendor.envelope).is_empty()
}

/// What is read from responses of no domain, too.
pub(crate) fn shared_envelope(page: &mut Page, view: &View<'_>) {
    if has_shared_envelope(view.vendor) {
        page.section(2, ENVELOPE, &Inline::own("What every response may carry"));
        page.paragraph(&Inline::own(
            "This is read whether the call succeeds or fails, unless a domain says otherwise:",
        ));
        page.table(["What", "Where it stands"], &places(&view.vendor.envelope));
    }
}

fn places(envelope: &Envelope) -> Vec<[Inline; 2]> {
    let known = [
        ("code", &envelope.code),
        ("category", &envelope.category),
        ("message", &envelope.message),
        ("trace ID", &envelope.trace_id),
        ("timestamp", &envelope.timestamp),
    ];
    let known = known
        .into_iter()
        .map(|(what, sources)| (Inline::own(what), sources));
    let fields = envelope
        .fields
        .iter()
        .map(|(name, sources)| (Inline::code(name), sources));
    let listed = known
        .chain(fields)
        .filter(|(_, sources)| !sources.is_empty());
    let rows = listed.map(|(what, sources)| [what, words::sources(sources)]);
    rows.chain(envelope.details.iter().map(details)).collect()
}

fn details(details: &Details) -> [Inline; 2] {
    let entry = Inline::own("each entry of ") + words::place(&details.at);
    let inside = Inline::own(": the input's name at ") + Inline::code(&details.field);
    let where_it_stands = entry + inside + ", the message at " + Inline::code(&details.message);
    [
        Inline::own("details"),
        where_it_stands + ", or the entry itself if it is a string",
    ]
}

fn categories(page: &mut Page, view: &View<'_>, index: usize) {
    let domain = &view.vendor.domains[index];
    let rows = domain.categories.iter().enumerate().map(|(at, category)| {
        let members = domain
            .codes
            .clone()
            .filter(|code| view.vendor.codes[*code].category == Some(at));
        let meaning = [&category.summary, &category.description].map(|text| Inline::prose(text));
        let meaning = Inline::join(meaning.into_iter().filter(|text| !text.is_empty()), "<br>");
        [
            Inline::code(&category.name),
            meaning,
            Inline::join(members.map(|code| view.code(code)), ", "),
        ]
    });
    page.table(["Category", "Meaning", "Codes"], &rows.collect::<Vec<_>>());
}
