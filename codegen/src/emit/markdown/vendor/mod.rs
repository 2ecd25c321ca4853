//! A vendor's page.

pub(crate) mod code_facts;
mod codes;
pub(crate) mod domains;
pub(crate) mod examples;
pub(crate) mod expectations;
mod glance;
pub(crate) mod headers;
mod lines;
pub(crate) mod operations;
pub(crate) mod remarks;
pub(crate) mod statuses;

pub(crate) use code_facts::statuses;

use super::anchors::{ADVICE, DEPRECATED, LIMITS, NOTES, RULES, RUST};
use super::blocks::Page;
use super::inline::Inline;
use super::retry;
use super::view::View;
use crate::emit::sample;

pub(crate) fn page(view: &View<'_>) -> String {
    let vendor = view.vendor;
    let mut page = Page::new(&Inline::text(&vendor.title));
    page.paragraph(&Inline::sentence(&vendor.summary));
    page.prose(&vendor.remarks.description);
    remarks::from(&mut page, vendor.remarks.source.as_ref());
    let sections = sections(view);
    page.list(&sections.contents());
    page.append(sections);
    retry::footnote(&mut page);
    page.finish()
}

fn sections(view: &View<'_>) -> Page {
    let vendor = view.vendor;
    let mut page = Page::default();
    glance::section(&mut page, view);
    texts(&mut page, ADVICE, "Good practice", &vendor.remarks.advice);
    texts(&mut page, NOTES, "Notes", &vendor.remarks.notes);
    rules(&mut page, view);
    domains::shared_envelope(&mut page, vendor);
    (0..vendor.domains.len()).for_each(|domain| domains::section(&mut page, view, domain));
    statuses::section(&mut page, view);
    operations::section(&mut page, view);
    rust(&mut page, view);
    deprecations(&mut page, view);
    limits(&mut page, view);
    headers::section(&mut page, &vendor.hints);
    examples::section(&mut page, view);
    page
}

fn texts(page: &mut Page, anchor: &'static str, title: &'static str, texts: &[String]) {
    if !texts.is_empty() {
        page.section(2, anchor, &Inline::own(title));
        page.list(
            &texts
                .iter()
                .map(|text| Inline::sentence(text))
                .collect::<Vec<_>>(),
        );
    }
}

fn rules(page: &mut Page, view: &View<'_>) {
    if view.vendor.rules.iter().any(|rule| rule.taken) {
        page.section(2, RULES, &Inline::own("Rules for everything"));
        let introduction = "The tables on this page have these rules in them already:";
        remarks::rules(page, introduction, &view.vendor.rules);
    }
}

/// How a program reads a response of the vendor's.
fn rust(page: &mut Page, view: &View<'_>) {
    let lines = sample::lines(view.docs.book, view.vendor);
    page.section(2, RUST, &Inline::own("In Rust"));
    page.paragraph(&Inline::own(sample::CALLED));
    page.fence("rust", &lines.join("\n"));
}

/// The codes that are not to be relied on any more.
fn deprecations(page: &mut Page, view: &View<'_>) {
    let codes = 0..view.vendor.codes.len();
    let rows = codes.map(|code| {
        [
            view.code_of_domain(code),
            code_facts::deprecation(view, code),
        ]
    });
    let rows: Vec<_> = rows.filter(|[_, words]| !words.is_empty()).collect();
    if !rows.is_empty() {
        page.section(2, DEPRECATED, &Inline::own("Deprecated codes"));
        page.table(["Code", "What to rely on"], &rows);
    }
}

fn limits(page: &mut Page, view: &View<'_>) {
    let rows = remarks::all_limits(view);
    if !rows.is_empty() {
        page.section(2, LIMITS, &Inline::own("Limits"));
        page.table(["Limit", "Kind", "Holds for", "Note"], &rows);
    }
}
