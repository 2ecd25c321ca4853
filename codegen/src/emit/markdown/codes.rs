//! The page of all codes, for whoever has a code and does not know whose it is.

use super::blocks::Page;
use super::docs::{Docs, page};
use super::inline::Inline;
use super::vendor;
use super::view::View;

pub(crate) fn contents(docs: &Docs<'_>) -> String {
    let mut page = Page::new(&Inline::own("All codes"));
    page.paragraph(&Inline::own(
        "Every code that a vendor sends or a client raises, from A to Z.",
    ));
    let views: Vec<View<'_>> = docs.seen_from_outside().collect();
    let mut all: Vec<(&View<'_>, usize)> = Vec::new();
    for view in &views {
        all.extend((0..view.vendor.codes.len()).map(|code| (view, code)));
    }
    // Sorting is stable, so that the same code has the vendors in their order.
    all.sort_by_cached_key(|(view, code)| view.vendor.codes[*code].wire.to_lowercase());
    let rows: Vec<_> = all
        .into_iter()
        .map(|(view, code)| row(view, code))
        .collect();
    page.table(
        ["Code", "Vendor", "Status", "Class", "What it means"],
        &rows,
    );
    page.finish()
}

fn row(view: &View<'_>, index: usize) -> [Inline; 5] {
    let code = &view.vendor.codes[index];
    let class = view
        .usual(index)
        .map(|usual| view.docs.class(usual.class.value));
    [
        view.code_of_domain(index),
        Inline::text(&view.vendor.title).link(&page(view.vendor)),
        vendor::statuses(view, index),
        class.unwrap_or_default(),
        Inline::prose(&code.summary),
    ]
}
