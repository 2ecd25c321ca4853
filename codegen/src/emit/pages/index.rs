//! The front page, and the table of contents for an mdBook.

use crate::document::{Document, Inline, Target};
use crate::emit::docs::anchors::CHOSEN;
use crate::emit::docs::{Docs, View};

/// Turns the folder into an mdBook: `mdbook build` needs nothing else. Texts are taken as they are.
pub(super) const BOOK: &str = include_str!("../../../templates/pages/book.toml");

/// Space for tables, whose cells wrap.
pub(super) const STYLE: &str = include_str!("../../../templates/pages/book.css");

pub(super) fn readme(docs: &Docs<'_>) -> Document {
    let mut page = Document::titled("Errors, vendor by vendor");
    page.paragraph(
        "What can go wrong at each vendor, how it looks on the wire, and what to do about it. These \
         pages and the code that decides at run time come from the same book, so they agree.",
    );
    page.table(
        ["Vendor", "What it is", "Codes", "Operations", "Examples"],
        docs.views().map(|view| row(&view)),
    );
    page.paragraph(
        Inline::from("All vendors share the ")
            + link("classes", "classes")
            + " that every code and every status belongs to, and the "
            + link("actions", "actions")
            + " that somebody can take.",
    );
    looking_up(&mut page);
    reading(&mut page);
    Docs::footnote(&mut page);
    page
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

fn looking_up(page: &mut Document) {
    page.heading(2, "Looking something up");
    page.list(vec![
        Inline::strong("There is a code.")
            + " Look for it among "
            + link("all codes", "codes")
            + ", or on the vendor's page: each code has a section that can be linked to.",
        Inline::strong("There is only a status")
            + ", or a code that is not on the page. See the last rows of “What to do at a glance” \
               there, or “Responses without a known code”.",
        Inline::strong("It is known which operation failed.")
            + " It has a column in “What to do at a glance”, and an entry under “Operations”. "
            + Inline::code("request")
            + " covers every call without an entry.",
        Inline::strong("There is a response")
            + ", but nobody knows from which vendor. "
            + Inline::code("faultbook explain")
            + " reads it from the standard input and finds out.",
    ]);
}

fn reading(page: &mut Document) {
    page.heading(2, "Reading a decision");
    page.table(["Part", "Meaning"], parts());
    page.heading(2, "How a response is read");
    page.paragraph(
        "A vendor's codes are kept in domains, because the same word may mean one thing here and \
         another there. The domains of an operation are tried in order, and the first known code \
         decides. Without one, the status does.",
    );
    page.paragraph(
        Inline::from(
            "Nothing doubtful is ever a success: not an unknown code, not a body that cannot be \
             read, not the sign-in page of a network under status 200. A status outside of 100–599 \
             is of the class ",
        ) + Inline::code("unknown")
            + ".",
    );
}

/// The parts of a decision.
fn parts() -> [[Inline; 2]; 5] {
    let class = Inline::from(
        "What kind of failure it is. Outcome and severity are added where they are not those of \
         the class: ",
    ) + Inline::strong("ignorable")
        + " means that it is safe to continue as if the call had not failed, "
        + Inline::code("security")
        + " that somebody may be attacking.";
    let chosen = Inline::from("*").link(Target::new("", CHOSEN));
    let retry = Inline::from(
        "Whether and when to repeat the call. “Backoff” means growing waits; “with the next” call \
         means that the next regular call is the retry. A ",
    ) + chosen
        + " marks numbers that no document gives.";
    let to_do = Inline::from("The actions to take, in this order. After ")
        + Inline::strong("not")
        + " come those that must not be taken; what is “left” is the time until the vendor acts on \
           its own.";
    [
        ["Class".into(), class],
        ["Retry".into(), retry],
        ["What to do".into(), to_do],
        [
            "What the user sees".into(),
            "A text that is safe to show to the end user. The vendor's own message is for logs only."
                .into(),
        ],
        ["—".into(), "There is nothing of the kind.".into()],
    ]
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
