//! The values of the model in words: durations, statuses, conditions, retries and texts for the end user. Each has
//! exactly one function here, so that it reads the same everywhere.

mod condition;
mod duration;
mod formats;
mod retry;
mod statuses;

pub use condition::{condition, conditions, sources, template, user_text, wait};
pub(crate) use condition::{one_of, parts, place, test};
pub use duration::duration;
pub use formats::formats;
pub use retry::{Names, retry};
pub(crate) use retry::{last_resort, retry_briefly};
pub(crate) use statuses::ANY;
pub use statuses::statuses;
pub(crate) use statuses::{normalized, order, statuses_among};

use std::fmt::{Display, Write};

use crate::document::Inline;
use crate::model::Action;

/// Items with a text between them.
pub fn joined<T: Display>(items: impl IntoIterator<Item = T>, between: &str) -> String {
    let mut text = String::new();
    for (at, item) in items.into_iter().enumerate() {
        let between = if at > 0 { between } else { "" };
        _ = write!(text, "{between}{item}");
    }
    text
}

/// An action, who takes it, and what it is.
#[must_use]
pub fn action(action: &Action) -> Inline {
    let (name, actor) = (Inline::text(&action.name), action.actor.as_str());
    name + " (" + Inline::text(actor) + "): " + Inline::prose(&action.summary)
}
