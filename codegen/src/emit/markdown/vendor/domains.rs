//! A domain: how its responses look, and its codes.

use super::super::anchors::{ENVELOPE, STATUSES};
use super::super::blocks::Page;
use super::super::inline::Inline;
use super::super::rulings::Reader;
use super::super::view::View;
use super::super::words;
use super::lines::Lines;
use super::{codes, examples, remarks};
use crate::model::{Details, Entry, Envelope, Vendor};

pub(crate) fn section(page: &mut Page, view: &View<'_>, index: usize) {
    let domain = &view.vendor.domains[index];
    let title = Inline::text(&domain.title) + " (" + Inline::code(&domain.name) + ")";
    page.section(2, &view.anchors.domains[index], &title);
    page.paragraph(&Inline::sentence(&domain.summary));
    page.prose(&domain.remarks.description);
    remarks::aside(page, &domain.remarks);
    if domain.raised_by_client {
        page.paragraph(&Inline::own(
            "No response carries these codes: the caller itself reports them.",
        ));
    } else {
        envelope(page, view, index);
    }
    let introduction = "The tables have these rules in them already:";
    remarks::rules(page, introduction, &domain.rules);
    codes::table(page, view, index);
    categories(page, view, index);
    unlisted(page, view, index);
    domain
        .codes
        .clone()
        .for_each(|code| codes::section(page, view, code));
}

/// What becomes of a code that does not stand here.
fn unlisted(page: &mut Page, view: &View<'_>, index: usize) {
    let domain = &view.vendor.domains[index];
    if domain.raised_by_client {
        return;
    }
    let decides = view.link(Inline::own("its status decides"), STATUSES);
    let words = if domain.by_status {
        Inline::own("A status that is not listed here is no code: ") + decides + "."
    } else {
        Inline::own("A code that is not listed here is never a success: ") + decides + "."
    };
    page.paragraph(&words);
    if !domain.categories.is_empty() {
        page.paragraph(&Inline::own(
            "If it comes with a known category, this holds instead:",
        ));
        unlisted_by_category(view, index).table(page);
    }
}

fn unlisted_by_category(view: &View<'_>, domain: usize) -> Lines {
    let mut lines = Lines::default();
    let statuses = view.domain_statuses(domain);
    for (at, category) in view.vendor.domains[domain].categories.iter().enumerate() {
        let category_name = Inline::code(&category.name);
        let category = Some(at);
        let plan = view.plan(view.vendor.request, Entry::Unknown { domain, category });
        for ruling in (Reader { view, code: None }).rulings(plan, &statuses) {
            let status = words::statuses_among(&ruling.statuses, &statuses);
            lines.add(category_name.clone() + ", " + Inline::text(&status), ruling);
        }
    }
    lines
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

/// What is read from responses of no domain, too.
pub(crate) fn shared_envelope(page: &mut Page, vendor: &Vendor) {
    let places = places(&vendor.envelope);
    if !places.is_empty() {
        page.section(2, ENVELOPE, &Inline::own("What every response may carry"));
        page.paragraph(&Inline::own(
            "Whether the call succeeds or fails, this is read unless a domain says otherwise:",
        ));
        page.table(["What", "Where it stands"], &places);
    }
}

/// What is read from a response, and where it stands.
pub(crate) fn places(envelope: &Envelope) -> Vec<[Inline; 2]> {
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
