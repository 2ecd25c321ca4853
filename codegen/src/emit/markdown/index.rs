//! The front page, and the list of pages that an mdBook is made from.

use super::anchors::CHOSEN;
use super::blocks::Page;
use super::docs::{Docs, View, page};
use super::inline::Inline;
use super::retry;

pub(crate) fn readme(docs: &Docs<'_>) -> String {
    let mut page = Page::new(&Inline::own("Errors, by vendor"));
    page.paragraph(&Inline::own(
        "What can go wrong at each vendor, how it looks on the wire, and what to do about it. These pages and the code \
         that decides at run time are made from the same book, so that they cannot disagree.",
    ));
    page.heading(2, &Inline::own("Vendors"));
    let rows = docs.seen_from_outside().map(|view| row(&view));
    page.table(
        ["Vendor", "What it is", "Codes", "Operations", "Examples"],
        &rows.collect::<Vec<_>>(),
    );
    page.heading(2, &Inline::own("What all vendors share"));
    page.list(&[
        Inline::own("[Classes](classes.md): what kind of failure it is, whoever's it is. Each code and each status has one."),
        Inline::own("[Actions](actions.md): what somebody can do about it, and who."),
    ]);
    how_to_read(&mut page);
    page.finish()
}

fn row(view: &View<'_>) -> [Inline; 5] {
    let vendor = view.vendor;
    let count = |number: usize| Inline::text(&number.to_string());
    [
        Inline::text(&vendor.title).link(&page(vendor)),
        Inline::prose(&vendor.summary),
        count(vendor.codes.len()),
        count(vendor.operations.len()),
        count(vendor.examples.len()),
    ]
}

fn how_to_read(page: &mut Page) {
    page.heading(2, &Inline::own("How to read the pages"));
    page.paragraph(&Inline::own(
        "**Looking something up.** Take the code as it stands in the response and find it on the vendor's page: there \
         it is listed in a table, and has a section that can be linked to. Then see under *Operations* whether the call \
         that failed decides otherwise. Is there no code, or one that is not on the page, the status decides: see \
         *Responses without a known code*.",
    ));
    page.paragraph(&Inline::own(
        "**What a decision says.** Each one has these parts:",
    ));
    page.table(["Part", "What it means"], &parts());
    page.paragraph(&Inline::own(
        "**How a response is read.** A vendor's codes are kept in *domains*: the same word may mean something else in \
         another one. The domains of an operation are tried in order; the first known code decides. Nothing doubtful \
         is a success: neither an unknown code, nor a body that cannot be read, nor a sign-in page under status 200. A \
         status outside of 100–599 is of class `unknown`.",
    ));
    page.note(CHOSEN, &retry::footnote());
}

fn parts() -> Vec<[Inline; 2]> {
    let parts = [
        ("class", "What kind of failure it is."),
        (
            "outcome",
            "*failure*, *success*, or *ignorable*: it failed, and nothing is lost by going on as if it had not. It is told where it is not what the class says.",
        ),
        (
            "severity",
            "*info*, *warning*, *error*, or *security*: somebody may be attacking.",
        ),
        (
            "retry",
            "Whether and when to repeat the call. *Backoff* means waits that grow. *With the next* call means that there is nothing to repeat: the next one comes anyway. A [\\*](#chosen) marks numbers that the book chose because no document gives them.",
        ),
        (
            "what to do",
            "Actions, in order; **not** is what must not be done; *left* is how long until the vendor acts by itself.",
        ),
        (
            "what the user sees",
            "A text that is safe to show to the end user. The vendor's own message is for logs.",
        ),
    ];
    parts
        .map(|(part, meaning)| [Inline::own(part), Inline::own(meaning)])
        .into()
}

/// The table of contents in the form that mdBook reads.
pub(crate) fn summary(docs: &Docs<'_>) -> String {
    let mut page = Page::new(&Inline::own("Summary"));
    page.paragraph(&Inline::own("[Errors, by vendor](README.md)"));
    page.list(
        &docs
            .book
            .vendors
            .iter()
            .map(|vendor| Inline::text(&vendor.title).link(&self::page(vendor)))
            .collect::<Vec<_>>(),
    );
    page.list(&[
        Inline::own("[Classes](classes.md)"),
        Inline::own("[Actions](actions.md)"),
    ]);
    page.finish()
}
