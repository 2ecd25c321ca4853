//! The front page, and the table of contents for an mdBook.

use crate::document::{Document, Inline, Target, markdown};
use crate::emit::docs::{Docs, View};

/// Turns the folder into an mdBook: `mdbook build` needs nothing else. Texts are taken as they are.
pub(super) const BOOK: &str = include_str!("../../../templates/pages/book.toml");

/// Space for tables, whose cells wrap.
pub(super) const STYLE: &str = include_str!("../../../templates/pages/book.css");

/// The front page, but for the vendors.
const README: &str = include_str!("../../../templates/pages/README.md");

/// The front page as Markdown.
pub(super) fn readme(docs: &Docs<'_>) -> String {
    let mut vendors = Document::default();
    vendors.table(
        ["Vendor", "What it is", "Codes", "Operations", "Examples"],
        docs.views().map(|view| row(&view)),
    );
    README.replace("\n<!-- vendors -->\n", &markdown::page(&vendors, "README"))
}

fn row(view: &View<'_>) -> [Inline; 5] {
    let vendor = view.vendor;
    let count = |number: usize| Inline::text(&number.to_string());
    [
        view.title(),
        Inline::sentence(&vendor.summary),
        count(vendor.codes.len()),
        count(vendor.operations.len()),
        count(vendor.examples.len()),
    ]
}

fn link(text: &'static str, page: &str) -> Inline {
    Inline::from(text).link(Target::new(page, ""))
}

/// The table of contents in the format of an mdBook.
pub(super) fn summary(docs: &Docs<'_>) -> Document {
    let mut page = Document::titled("Summary");
    page.paragraph(link("Errors, vendor by vendor", "README"));
    page.heading(1, "Vendors");
    page.list(docs.views().map(|view| view.title()).collect());
    page.heading(1, "What all vendors share");
    page.list(vec![
        link("All codes", "codes"),
        link("Classes", "classes"),
        link("Actions", "actions"),
    ]);
    page
}
