//! Describes things of the model for the terminal.

use faultbook_codegen::model::{Condition, Domain, Limit};
use faultbook_codegen::render;

/// The text for end users, and whether it is all that may be disclosed.
pub(crate) fn public_text(text: Option<String>, confidential: bool) -> Vec<String> {
    let only = confidential.then(|| "confidential: do not disclose the cause".to_owned());
    text.into_iter().chain(only).collect()
}

/// The name and title of a domain.
pub(crate) fn domain(domain: &Domain) -> String {
    format!("{}: {}", domain.name, domain.title)
}

/// A published limit.
pub(crate) fn limit(limit: &Limit) -> String {
    let note = limit.note.as_ref().map(|note| format!(". {note}"));
    format!(
        "{} ({}){}",
        limit.amount,
        limit.kind,
        note.unwrap_or_default()
    )
}

/// Describes conditions that must all hold; `None` if there are none.
pub(crate) fn conditions(conditions: &[Condition]) -> Option<String> {
    let text = render::conditions(conditions).in_terminal();
    (!text.is_empty()).then_some(text)
}
