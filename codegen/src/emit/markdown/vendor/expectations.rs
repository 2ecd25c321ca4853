//! What an example expects, in a line.

use super::super::inline::Inline;
use super::super::view::View;
use crate::model::{Example, Expectation};

pub(crate) fn words(view: &View<'_>, example: &Example) -> Inline {
    let items = example.expect.iter().map(|expected| item(view, expected));
    let items = Inline::join(items, " · ");
    if items.is_empty() {
        items
    } else {
        Inline::own("**Expected:** ") + items
    }
}

fn item(view: &View<'_>, expected: &Expectation) -> Inline {
    let field = match expected.field.split_once('.') {
        Some((by, field)) => format!("{field} {by}"),
        None => expected.field.clone(),
    };
    // A retry's kind is what the book calls the retry, if it does not say more.
    let field = if field == "retry_kind" {
        "retry"
    } else {
        &field
    };
    Inline::text(&field.replace('_', " ")) + " " + value_words(view, expected)
}

fn value_words(view: &View<'_>, expected: &Expectation) -> Inline {
    let value = expected.value.as_str();
    let class = view
        .docs
        .book
        .classes
        .iter()
        .position(|class| class.name == value);
    match (expected.field.as_str(), class) {
        _ if value == "null" => Inline::own("none"),
        ("class", Some(class)) => view.docs.class(class),
        ("message" | "user_message", _) => Inline::quoted(value),
        _ => Inline::code(value),
    }
}
