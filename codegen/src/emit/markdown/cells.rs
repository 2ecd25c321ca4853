//! A decision as it stands in the tables: what to make of it, when to retry, what to do, what to show.

use super::inline::Inline;
use super::view::View;
use super::{retry, words};
use crate::model::{Decision, Outcome, UserText};

/// The headings of the cells.
pub(crate) const HEADINGS: [&str; 4] = ["Class", "Retry", "What to do", "What the user sees"];

/// The cells of a decision. Whatever can differ between two decisions differs in one of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Cells {
    pub(crate) class: Inline,
    pub(crate) retry: Inline,
    pub(crate) to_do: Inline,
    pub(crate) user_text: Inline,
}

impl Cells {
    /// The cells of a decision, for a code if there is one.
    pub(crate) fn new(view: &View<'_>, decision: &Decision, code: Option<usize>) -> Self {
        Self {
            class: class(view, decision),
            retry: retry(view, decision),
            to_do: to_do(view, decision),
            user_text: user_text(view, decision, code),
        }
    }

    pub(crate) fn row(&self) -> [Inline; 4] {
        [
            self.class.clone(),
            self.retry.clone(),
            self.to_do.clone(),
            self.user_text.clone(),
        ]
    }
}

/// The class, and in what the decision is not like it.
fn class(view: &View<'_>, decision: &Decision) -> Inline {
    let class = &view.docs.book.classes[decision.class.value];
    let mut words = vec![view.docs.class(decision.class.value)];
    if decision.outcome.value != class.outcome {
        words.push(Inline::own("**") + Inline::text(decision.outcome.value.as_str()) + "**");
    }
    if decision.severity.value != class.severity {
        words.push(Inline::own("severity ") + Inline::text(decision.severity.value.as_str()));
    }
    Inline::join(words, ", ")
}

/// Whether to repeat it; of a success, nobody asks that.
fn retry(view: &View<'_>, decision: &Decision) -> Inline {
    if decision.outcome.value == Outcome::Success {
        return Inline::default();
    }
    let operation = |operation| view.operation(operation);
    retry::brief(&decision.retry.value, view.docs, &operation)
}

fn to_do(view: &View<'_>, decision: &Decision) -> Inline {
    let mut lines = Vec::new();
    if !decision.actions.value.is_empty() {
        lines.push(view.docs.actions(&decision.actions.value));
    }
    if !decision.forbid.value.is_empty() {
        lines.push(Inline::own("**not** ") + view.docs.actions(&decision.forbid.value));
    }
    if let Some(millis) = decision.grace_period_ms.value {
        lines.push(Inline::text(&words::duration(millis)) + " left");
    }
    Inline::join(lines, "<br>")
}

/// What the end user may be shown; empty for nothing.
pub(crate) fn user_text(view: &View<'_>, decision: &Decision, code: Option<usize>) -> Inline {
    let text = match &decision.user_message.value {
        UserText::Silent => String::new(),
        UserText::OfCode => code
            .map(|code| view.vendor.codes[code].user_message.clone())
            .unwrap_or_default(),
        UserText::Text(parts) => words::template(parts),
    };
    if text.is_empty() {
        Inline::default()
    } else {
        Inline::quoted(&text)
    }
}
