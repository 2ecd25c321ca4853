//! A vendor's page.

mod alike;
mod codes;
mod domains;
mod examples;
mod glance;
mod operations;
mod statuses;

use crate::document::{Document, Inline};
use crate::emit::docs::anchors::{
    ADVICE, DEPRECATED, ENVELOPE, HEADERS, LIMITS, NOTES, RULES, RUST,
};
use crate::emit::docs::{Docs, View, properties, sections};
use crate::emit::sample;

pub(super) fn page(view: &View<'_>) -> Document {
    let vendor = view.vendor;
    let mut page = Document::titled(Inline::text(&vendor.title));
    sections::about(&mut page, &vendor.summary, &vendor.remarks);
    page.source(vendor.remarks.source.as_ref());
    let body = body(view);
    page.list(body.contents());
    page.append(body);
    Docs::footnote(&mut page);
    page
}

fn body(view: &View<'_>) -> Document {
    let vendor = view.vendor;
    let mut page = Document::default();
    glance::section(&mut page, view);
    texts(&mut page, ADVICE, "Good practice", &vendor.remarks.advice);
    texts(&mut page, NOTES, "Notes", &vendor.remarks.notes);
    rules(&mut page, view);
    sections::shared_envelope(&mut page, view, 2, ENVELOPE);
    alike::section(&mut page, view);
    (0..vendor.domains.len()).for_each(|domain| domains::section(&mut page, view, domain));
    statuses::section(&mut page, view);
    operations::section(&mut page, view);
    rust(&mut page, view);
    deprecations(&mut page, view);
    sections::limits(&mut page, view, 2, LIMITS);
    sections::hints(&mut page, view, 2, HEADERS);
    examples::section(&mut page, view);
    page
}

fn texts(page: &mut Document, anchor: &str, title: &'static str, texts: &[String]) {
    if !texts.is_empty() {
        page.section(2, anchor, title);
        page.list(texts.iter().map(|text| Inline::sentence(text)).collect());
    }
}

fn rules(page: &mut Document, view: &View<'_>) {
    if view.rules().next().is_some() {
        page.section(2, RULES, "Rules for everything");
        let introduction = "The tables on this page already include these rules:";
        sections::rules(page, introduction, &view.vendor.rules);
    }
}

/// How to read a response of the vendor in Rust.
fn rust(page: &mut Document, view: &View<'_>) {
    let lines = sample::lines(view.docs.book, view.vendor);
    page.section(2, RUST, "In Rust");
    page.paragraph(Inline::prose(sample::CALLED));
    page.code("rust", lines.join("\n"));
}

fn deprecations(page: &mut Document, view: &View<'_>) {
    let codes = 0..view.vendor.codes.len();
    let rows = codes.map(|code| {
        [
            view.code_of_domain(code),
            properties::deprecation(view, code),
        ]
    });
    let rows: Vec<_> = rows.filter(|[_, words]| !words.is_empty()).collect();
    if !rows.is_empty() {
        page.section(2, DEPRECATED, "Deprecated codes");
        page.table(["Code", "What to rely on"], rows);
    }
}
