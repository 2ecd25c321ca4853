//! Examples: a situation, and how it is read. Each is also a test of the book.

use crate::document::{Document, Inline};
use crate::emit::docs::anchors::EXAMPLES;
use crate::emit::docs::{View, properties, sections};
use crate::model::Example;

pub(super) fn section(page: &mut Document, view: &View<'_>) {
    let vendor = view.vendor;
    if vendor.examples.is_empty() {
        return;
    }
    page.section(2, EXAMPLES, "Examples");
    page.paragraph("Each of them is run as a test of the book.");
    for operation in vendor.operations_for_readers() {
        let all = vendor.examples.iter().enumerate();
        let mut own = all
            .filter(|(_, example)| example.operation == operation)
            .peekable();
        if own.peek().is_some() {
            let name = Inline::code(&vendor.operations[operation].name);
            page.heading(3, Inline::from("Examples of ") + name);
        }
        own.for_each(|(index, example)| one(page, view, index, example));
    }
}

fn one(page: &mut Document, view: &View<'_>, index: usize, example: &Example) {
    let title = Inline::text(&properties::title(&example.name));
    page.section(4, &view.anchors.examples[index], title);
    sections::example(page, view, example);
}

/// A response of a domain, to show its format.
pub(super) fn sample(page: &mut Document, view: &View<'_>, domain: usize) {
    let codes = view.vendor.domains[domain].codes.clone();
    let first = codes.filter_map(|code| view.examples[code].first()).min();
    let Some(index) = first else { return };
    if let Some((status, headers, body)) = view.vendor.examples[*index].situation.response() {
        page.paragraph(Inline::from("For example, ") + view.example(*index) + ":");
        page.code("http", properties::response(status, headers, body));
    }
}
