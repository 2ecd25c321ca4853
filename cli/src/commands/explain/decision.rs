//! The fields of a decision as rows, each with the layer that decided it.

use faultbook_codegen::RetryReport;
use faultbook_codegen::model::{
    Arm, Code, Decision, Domain, Layer, Operation, Outcome, Place, Retry, RetryKind, RuleText,
    Severity, Vendor,
};
use faultbook_codegen::render;

use super::case::Case;
use crate::page::Tone;

/// A field of a decision.
pub(super) struct Row {
    pub(super) label: &'static str,
    pub(super) items: Vec<String>,
    pub(super) by: Layer,
}

/// What the rules of a decision may belong to.
pub(super) struct Owners<'b> {
    pub(super) vendor: &'b Vendor,
    pub(super) operation: &'b Operation,
    pub(super) domain: Option<&'b Domain>,
    pub(super) code: Option<&'b Code>,
}

impl Row {
    /// The colour of the row.
    pub(super) fn tone(&self) -> Tone {
        let value = self.items.first().map_or("", String::as_str);
        match self.label {
            "severity" => tone_of(value),
            "outcome" if value == Outcome::Failure.as_str() => Tone::Bad,
            "outcome" => Tone::Good,
            "forbid" if value != "none" => Tone::Bad,
            _ => Tone::Plain,
        }
    }

    /// Whether two rows have the same value, whichever layers decided it.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.label == other.label && self.items == other.items
    }
}

fn tone_of(severity: &str) -> Tone {
    match severity {
        _ if severity == Severity::Warning.as_str() => Tone::Warning,
        _ if severity == Severity::Error.as_str() => Tone::Bad,
        _ if severity == Severity::Security.as_str() => Tone::Alarm,
        _ => Tone::Plain,
    }
}

/// All fields of the decision of an arm.
pub(super) fn rows(case: &Case<'_>, arm: &Arm) -> Vec<Row> {
    let mut rows = what_it_is(case, &arm.decision);
    rows.extend(what_to_do(case, &arm.decision));
    rows.extend(failure_reason(case, &arm.decision));
    rows.retain(|row| !row.items.is_empty());
    rows
}

fn what_it_is(case: &Case<'_>, decision: &Decision) -> Vec<Row> {
    let class = &case.book.classes[decision.class.value];
    let class = format!("{}: {}", class.name, class.summary);
    vec![
        row("class", decision.class.by, &class),
        row("outcome", decision.outcome.by, &decision.outcome.value),
        row("severity", decision.severity.by, &decision.severity.value),
    ]
}

fn what_to_do(case: &Case<'_>, decision: &Decision) -> Vec<Row> {
    let list = |label, by, items| Row { label, items, by };
    let retry = &decision.retry;
    let grace_period = decision.grace_period_ms.value.map(render::duration);
    let user_message = render::user_text(&decision.user_message.value, Some(case.code()));
    vec![
        list("retry", retry.by, self::retry(case, &retry.value)),
        list(
            "if exhausted",
            retry.by,
            actions(case, &retry.value.if_exhausted),
        ),
        list(
            "actions",
            decision.actions.by,
            or_none(actions(case, &decision.actions.value)),
        ),
        list(
            "forbid",
            decision.forbid.by,
            or_none(actions(case, &decision.forbid.value)),
        ),
        list(
            "grace period",
            decision.grace_period_ms.by,
            or_none(grace_period.into_iter().collect()),
        ),
        list(
            "user message",
            decision.user_message.by,
            public_text(Some(user_message), decision.confidential),
        ),
    ]
}

fn failure_reason(case: &Case<'_>, decision: &Decision) -> Option<Row> {
    let reason = case.operation().failure_reason.as_ref();
    let reason = reason.filter(|_| decision.outcome.value == Outcome::Failure)?;
    Some(row("failure reason", Layer::of(Place::Operation), reason))
}

fn row(label: &'static str, by: Layer, value: &dyn ToString) -> Row {
    Row {
        label,
        items: vec![value.to_string()],
        by,
    }
}

fn or_none(items: Vec<String>) -> Vec<String> {
    if items.is_empty() {
        vec!["none".to_owned()]
    } else {
        items
    }
}

fn retry(case: &Case<'_>, retry: &Retry) -> Vec<String> {
    let policy = RetryReport::new(retry, &case.book.actions, &case.vendor.operations);
    let mut items = vec![policy.to_string()];
    let waits = matches!(
        retry.kind,
        RetryKind::After { .. } | RetryKind::Backoff { .. }
    );
    if let Some(header) = case.vendor.hints.retry_after.as_ref().filter(|_| waits) {
        items.push(format!("a {header} header overrides the delay"));
    }
    if !retry.chosen.is_empty() {
        items.push(format!("chosen by the book: {}", retry.chosen.join(", ")));
    }
    items
}

fn actions(case: &Case<'_>, actions: &[usize]) -> Vec<String> {
    let action = |index: &usize| render::action(&case.book.actions[*index]).in_terminal();
    actions.iter().map(action).collect()
}

/// The text for end users in quotation marks, and whether it is all that may be disclosed.
pub(super) fn public_text(text: Option<String>, confidential: bool) -> Vec<String> {
    let text = match text.filter(|text| !text.is_empty()) {
        Some(text) => format!("“{text}”"),
        None => "none".to_owned(),
    };
    let only = confidential.then(|| "confidential: do not disclose the cause".to_owned());
    [text].into_iter().chain(only).collect()
}

/// The name of a layer; empty if no layer decided.
pub(super) fn layer(layer: Layer) -> String {
    match layer.place {
        Place::Nowhere => String::new(),
        _ => layer.to_string(),
    }
}

/// What the name of a layer does not say: the condition of a rule and the reason for it.
pub(super) fn reason(owners: &Owners<'_>, layer: Layer) -> Option<String> {
    let rules = match layer.place {
        Place::OperationRule => &owners.operation.rules,
        Place::CodeRule => &owners.code?.rules,
        Place::DomainRule => &owners.domain?.rules,
        Place::VendorRule => &owners.vendor.rules,
        Place::Guard => return Some("guard: a doubtful response is never a success".to_owned()),
        _ => return None,
    };
    let rule = rules.get(usize::from(layer.rule).checked_sub(1)?)?;
    Some(format!("{}: {}", self::layer(layer), self::rule(rule)))
}

fn rule(rule: &RuleText) -> String {
    let when = if rule.when.is_empty() {
        "always"
    } else {
        &rule.when
    };
    match &rule.because {
        Some(because) => format!("{because} (rule for {when})"),
        None => format!("the book's rule for {when}"),
    }
}
