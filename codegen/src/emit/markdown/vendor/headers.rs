//! The headers that carry hints.

use super::super::anchors::HEADERS;
use super::super::blocks::Page;
use super::super::inline::Inline;
use super::super::words;
use crate::model::Hints;

pub(crate) fn section(page: &mut Page, hints: &Hints) {
    let rows = rows(hints);
    if !rows.is_empty() {
        page.section(2, HEADERS, &Inline::own("Headers"));
        page.paragraph(&Inline::own(
            "They are read from every response, successes included.",
        ));
        page.table(["Header", "Meaning"], &rows);
    }
}

/// The headers that there are, each with its meaning.
pub(crate) fn rows(hints: &Hints) -> Vec<[Inline; 2]> {
    meanings(hints)
        .into_iter()
        .filter_map(|(name, meaning)| Some([Inline::code(name.as_ref()?), meaning]))
        .collect()
}

fn meanings(hints: &Hints) -> [(&Option<String>, Inline); 4] {
    let wait = Inline::own(
        "How long to wait before the next try, in seconds or as an HTTP date. It replaces the wait \
         of a retry, for up to ",
    );
    let wait = wait + Inline::text(&words::duration(hints.max_wait_ms));
    let reset = if hints.reset_is_epoch {
        "When the limit begins anew, in seconds since 1970."
    } else {
        "In how many seconds the limit begins anew."
    };
    [
        (
            &hints.retry_after,
            wait + ". What is not to be retried stays so.",
        ),
        (&hints.limit, Inline::own("How many requests are allowed.")),
        (&hints.remaining, Inline::own("How many of them are left.")),
        (&hints.reset, Inline::own(reset)),
    ]
}
