//! The page of all codes, for readers who do not know the vendor of a code.

use crate::document::{Document, Inline};
use crate::emit::docs::{Docs, View, properties};

pub(super) fn page(docs: &Docs<'_>) -> Document {
    let mut page = Document::titled("All codes");
    page.paragraph("Every code that a vendor sends or a client raises, from A to Z.");
    let views: Vec<View<'_>> = docs.views().collect();
    let mut all: Vec<(&View<'_>, usize)> = Vec::new();
    for view in &views {
        all.extend((0..view.vendor.codes.len()).map(|code| (view, code)));
    }
    // The sort is stable, so vendors with the same code keep their order.
    all.sort_by_cached_key(|(view, code)| view.vendor.codes[*code].wire.to_lowercase());
    page.table(
        ["Code", "Vendor", "Status", "Class", "What it means"],
        all.into_iter().map(|(view, code)| row(view, code)),
    );
    page
}

fn row(view: &View<'_>, index: usize) -> [Inline; 5] {
    let class = view.usual(index).map(|usual| usual.class_link());
    [
        view.code_of_domain(index),
        view.title(),
        properties::code_statuses(view, index),
        class.unwrap_or_default(),
        Inline::prose(&view.vendor.codes[index].summary),
    ]
}
