//! A decision as rows, each with the layer that decided it.

use faultbook_codegen::model::{Arm, Decided, Layer, Outcome, Place, Retry, RetryKind, RuleText};

use super::{Case, words};

/// A field of a decision.
pub(super) struct Row {
    pub(super) label: &'static str,
    pub(super) items: Vec<String>,
    pub(super) by: Layer,
}

impl Row {
    fn new<T>(label: &'static str, decided: &Decided<T>, items: Vec<String>) -> Self {
        Self { label, items, by: decided.by }
    }

    /// Whether two rows come to the same, whichever layers say so.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.label == other.label && self.items == other.items
    }
}

/// All fields of what an arm decides.
pub(super) fn rows(case: &Case<'_>, arm: &Arm) -> Vec<Row> {
    let decision = &arm.decision;
    let class = &case.book.classes[decision.class.value];
    let outcome = decision.outcome.value;
    let grace_period = decision.grace_period_ms.value.map_or_else(|| "none".to_owned(), words::duration);
    let mut rows = vec![
        Row::new("class", &decision.class, vec![format!("{}: {}", class.name, class.summary)]),
        Row::new("outcome", &decision.outcome, vec![outcome.to_string()]),
        Row::new("severity", &decision.severity, vec![decision.severity.value.to_string()]),
        Row::new("retry", &decision.retry, retry(case, &decision.retry.value)),
        Row::new("when used up", &decision.retry, actions(case, &decision.retry.value.if_exhausted)),
        Row::new("actions", &decision.actions, or_none(actions(case, &decision.actions.value))),
        Row::new("forbid", &decision.forbid, or_none(actions(case, &decision.forbid.value))),
        Row::new("grace period", &decision.grace_period_ms, vec![grace_period]),
        Row::new(
            "user message",
            &decision.user_message,
            vec![words::user_text(&decision.user_message.value, case.code())],
        ),
    ];
    rows.extend(failure_reason(case, outcome));
    rows.retain(|row| !row.items.is_empty());
    rows
}

fn retry(case: &Case<'_>, retry: &Retry) -> Vec<String> {
    let mut items = vec![words::retry(retry, &case.book.actions, &case.vendor.operations)];
    let waits = matches!(retry.kind, RetryKind::After { .. } | RetryKind::Backoff { .. });
    if let Some(header) = case.vendor.hints.retry_after.as_ref().filter(|_| waits) {
        items.push(format!("a {header} header replaces the wait"));
    }
    if !retry.chosen.is_empty() {
        items.push(format!("chosen by the book: {}", retry.chosen.join(", ")));
    }
    items
}

fn actions(case: &Case<'_>, actions: &[usize]) -> Vec<String> {
    actions.iter().map(|action| words::action(&case.book.actions[*action])).collect()
}

fn or_none(items: Vec<String>) -> Vec<String> {
    if items.is_empty() { vec!["none".to_owned()] } else { items }
}

fn failure_reason(case: &Case<'_>, outcome: Outcome) -> Option<Row> {
    let reason = case.operation().failure_reason.as_ref().filter(|_| outcome == Outcome::Failure)?;
    let by = Layer { place: Place::Operation, rule: 0 };
    Some(Row { label: "failure reason", items: vec![reason.clone()], by })
}

/// The layer's name; none, if no layer says anything.
pub(super) fn layer(layer: Layer) -> String {
    match layer.place {
        Place::Nowhere => String::new(),
        place => faultbook_runtime::Layer { place, rule: layer.rule }.to_string(),
    }
}

/// What a layer is, unless its name says it already: of a rule, when it holds and why it is there.
pub(super) fn reason(case: &Case<'_>, layer: Layer) -> Option<String> {
    let rules = match layer.place {
        Place::OperationRule => &case.operation().rules,
        Place::CodeRule => &case.code().rules,
        Place::DomainRule => &case.domain().rules,
        Place::VendorRule => &case.vendor.rules,
        Place::Guard => return Some("nothing doubtful is ever a success".to_owned()),
        _ => return None,
    };
    rules.get(usize::from(layer.rule).checked_sub(1)?).map(rule)
}

fn rule(rule: &RuleText) -> String {
    let when = if rule.when.is_empty() { "always".to_owned() } else { format!("when {}", rule.when) };
    match &rule.because {
        Some(because) => format!("{when}: {because}"),
        None => when,
    }
}
