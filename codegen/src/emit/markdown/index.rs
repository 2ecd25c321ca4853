//! The front page, and the list of pages that an mdBook is made from.

use super::blocks::Page;
use super::docs::{Docs, page};
use super::inline::Inline;
use super::retry;
use super::view::View;

/// The parts of a decision.
const PARTS: [[&str; 2]; 5] = [
    [
        "Class",
        "What kind of failure it is. Where they are not what the class says, the outcome and the \
         severity stand here too: **ignorable** means that nothing is lost by going on as if the \
         call had not failed, `security` that somebody may be attacking.",
    ],
    [
        "Retry",
        "Whether and when to repeat the call. “Backoff” means waits that grow, “with the next” call \
         that the next one comes anyway. A [\\*](#own_choice) marks numbers that no document gives.",
    ],
    [
        "What to do",
        "The actions to take, in this order. After **not** come those that must not be taken; time \
         that is left is time until the vendor acts by itself.",
    ],
    [
        "What the user sees",
        "A text that is safe to show to the end user. The vendor's own message is for logs only.",
    ],
    ["—", "There is nothing of the kind."],
];

pub(crate) fn readme(docs: &Docs<'_>) -> String {
    let mut page = Page::new(&Inline::own("Errors, vendor by vendor"));
    page.paragraph(&Inline::own(
        "What can go wrong at each vendor, how it looks on the wire, and what to do about it. These \
         pages and the code that decides at run time come from the same book, so they agree.",
    ));
    let rows: Vec<_> = docs.seen_from_outside().map(|view| row(&view)).collect();
    page.table(
        ["Vendor", "What it is", "Codes", "Operations", "Examples"],
        &rows,
    );
    page.paragraph(&Inline::own(
        "All vendors share the [classes](classes.md) that every code and every status belongs to, \
         and the [actions](actions.md) that somebody can take.",
    ));
    looking_up(&mut page);
    reading(&mut page);
    retry::footnote(&mut page);
    page.finish()
}

fn row(view: &View<'_>) -> [Inline; 5] {
    let vendor = view.vendor;
    let count = |number: usize| Inline::text(&number.to_string());
    [
        Inline::text(&vendor.title).link(&page(vendor)),
        Inline::sentence(&vendor.summary),
        count(vendor.codes.len()),
        count(vendor.operations.len()),
        count(vendor.examples.len()),
    ]
}

fn looking_up(page: &mut Page) {
    page.heading(2, &Inline::own("Looking something up"));
    page.list(&[
        Inline::own(
            "**There is a code.** Look for it on the vendor's page. Each domain has a table of its \
             codes, and each code a section that can be linked to.",
        ),
        Inline::own(
            "**There is only a status**, or a code that is not on the page. See “Responses without \
             a known code” there.",
        ),
        Inline::own(
            "**It is known which operation failed.** See “Operations” there: some decide otherwise \
             than the rest of the page. `request` stands for every call without an entry.",
        ),
    ]);
}

fn reading(page: &mut Page) {
    page.heading(2, &Inline::own("Reading a decision"));
    page.table(["Part", "Meaning"], &PARTS.map(|row| row.map(Inline::own)));
    page.heading(2, &Inline::own("How a response is read"));
    page.paragraph(&Inline::own(
        "A vendor's codes are kept in domains, because the same word may mean one thing here and \
         another there. The domains of an operation are tried in order, and the first known code \
         decides. Without one, the status does.",
    ));
    page.paragraph(&Inline::own(
        "Nothing doubtful is ever a success: not an unknown code, not a body that cannot be read, \
         not the sign-in page of a network under status 200. A status outside of 100–599 is of the \
         class `unknown`.",
    ));
}

/// The table of contents in the form that an mdBook needs.
pub(crate) fn summary(docs: &Docs<'_>) -> String {
    let vendors = docs.book.vendors.iter();
    let vendors = vendors.map(|vendor| Inline::text(&vendor.title).link(&self::page(vendor)));
    let mut page = Page::new(&Inline::own("Summary"));
    page.paragraph(&Inline::own("[Errors, vendor by vendor](README.md)"));
    page.heading(1, &Inline::own("Vendors"));
    page.list(&vendors.collect::<Vec<_>>());
    page.heading(1, &Inline::own("What all vendors share"));
    page.list(&[
        Inline::own("[Classes](classes.md)"),
        Inline::own("[Actions](actions.md)"),
    ]);
    page.finish()
}
