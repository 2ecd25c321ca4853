//! The decisions about a code under each operation.

use faultbook_codegen::model::{ActionId, Condition, Decision, RetryKind, Vendor};
use faultbook_codegen::render;

/// The typical decision about a code under each operation that can receive it, starting with `request`.
pub(crate) fn decisions(vendor: &Vendor, code: usize) -> impl Iterator<Item = (usize, &Decision)> {
    let domain = vendor.codes[code].domain;
    let raised = vendor.domains[domain].raised_by_client;
    let others = (0..vendor.operations.len()).filter(|other| *other != vendor.request);
    let operations = std::iter::once(vendor.request).chain(others);
    let receiving = operations
        .filter(move |index| raised || vendor.operations[*index].domains.contains(&domain));
    receiving.filter_map(move |index| Some((index, vendor.typical_decision(index, code)?)))
}

/// Whether a decision asks for an action, whether before, between or after retries.
pub(crate) fn asks_for(action: ActionId, decision: &Decision) -> bool {
    let retry = &decision.retry.value;
    decision.actions.value.contains(&action)
        || retry.if_exhausted.contains(&action)
        || matches!(retry.kind, RetryKind::AfterAction(own) if own == action)
}

/// Describes conditions that must all hold; `None` if there are none.
pub(crate) fn conditions_text(conditions: &[Condition]) -> Option<String> {
    let text = render::conditions(conditions).in_terminal();
    (!text.is_empty()).then_some(text)
}
