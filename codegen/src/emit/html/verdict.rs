//! A decision as the catalogue shows it: what it is, what to do, and which layer of the book says so.

use super::words::{Words, id};
use crate::RetryReport;
use crate::emit::markdown::docs::Docs;
use crate::emit::markdown::inline::Inline;
use crate::emit::markdown::retry::OperationName;
use crate::emit::markdown::view::View;
use crate::emit::markdown::{cells, retry, words};
use crate::model::{Action, Decision, Layer, Outcome, Place, Retry, RetryKind, RuleText};

pub(super) struct Verdict {
    pub(super) class: String,
    pub(super) class_link: String,
    pub(super) class_summary: Words,
    pub(super) outcome: &'static str,
    pub(super) severity: &'static str,
    /// The kind of the retry, as it is filtered by.
    pub(super) retry_kind: &'static str,
    /// Empty for a success, as the other two are.
    pub(super) retry: Words,
    pub(super) retry_in_short: String,
    pub(super) retry_in_full: Words,
    pub(super) to_do: Vec<Step>,
    pub(super) not_to_do: Vec<Step>,
    /// The time until the vendor acts by itself; empty if it does not.
    pub(super) time_left: String,
    pub(super) user_sees: Words,
    /// Whether nobody outside may learn the cause.
    pub(super) confidential: bool,
    pub(super) why: Vec<Reason>,
}

/// An action and who takes it.
pub(super) struct Step {
    pub(super) name: String,
    pub(super) link: String,
    pub(super) actor: &'static str,
    pub(super) summary: Words,
}

/// A layer of the book, what it decided, and what it gives as its reason.
pub(super) struct Reason {
    pub(super) fields: String,
    pub(super) layer: String,
    pub(super) because: Words,
}

/// A way to tell a policy.
type Telling = fn(&Retry, &Docs<'_>, OperationName<'_>) -> Inline;

impl Verdict {
    /// A decision of an operation's, about a code if there is one.
    pub(super) fn new(
        view: &View<'_>,
        operation: usize,
        code: Option<usize>,
        decision: &Decision,
    ) -> Self {
        let class = &view.docs.book.classes[decision.class.value];
        let [retry, retry_in_full] = [retry::brief, retry::in_full].map(|telling: Telling| {
            let name = |operation| view.operation(operation);
            may_retry(decision).map(|policy| Words::of(&telling(policy, view.docs, &name)))
        });
        let in_short = may_retry(decision).map(|policy| retry_in_short(view, policy));
        let time_left = decision.grace_period_ms.value.map(words::duration);
        Self {
            class: class.name.clone(),
            class_link: format!("#{}", view.docs.classes[decision.class.value]),
            class_summary: Words::sentence(&class.summary),
            outcome: decision.outcome.value.as_str(),
            severity: decision.severity.value.as_str(),
            retry_kind: may_retry(decision).map_or("", |policy| kind(view, policy)),
            retry: retry.unwrap_or_default(),
            retry_in_short: in_short.unwrap_or_default(),
            retry_in_full: retry_in_full.unwrap_or_default(),
            to_do: steps(view, &decision.actions.value),
            not_to_do: steps(view, &decision.forbid.value),
            time_left: time_left.unwrap_or_default(),
            user_sees: Words::of(&cells::user_text(view, decision, code)),
            confidential: decision.confidential,
            why: reasons(view, operation, code, decision),
        }
    }
}

/// How to repeat a call; of a success, nobody asks that.
fn may_retry(decision: &Decision) -> Option<&Retry> {
    let is_success = decision.outcome.value == Outcome::Success;
    (!is_success).then_some(&decision.retry.value)
}

/// A way to retry, as a book calls it.
fn kind(view: &View<'_>, policy: &Retry) -> &'static str {
    RetryReport::new(policy, &view.docs.book.actions, &view.vendor.operations).kind
}

/// A way to retry in a few words.
pub(super) fn retry_in_short(view: &View<'_>, policy: &Retry) -> String {
    match &policy.kind {
        RetryKind::Never => "never retry".to_owned(),
        RetryKind::After { min_ms, max_ms } => {
            format!("retry after {}", words::durations(*min_ms, *max_ms))
        }
        RetryKind::Backoff { base_ms, .. } => format!("backoff from {}", words::duration(*base_ms)),
        RetryKind::OnNext { operation } => {
            format!("with the next {}", view.vendor.operations[*operation].name)
        }
        RetryKind::AfterAction { action } => {
            format!("after {}", view.docs.book.actions[*action].name)
        }
    }
}

fn steps(view: &View<'_>, actions: &[usize]) -> Vec<Step> {
    let step = |action: &usize| {
        let Action {
            name,
            summary,
            actor,
            ..
        } = &view.docs.book.actions[*action];
        Step {
            name: name.clone(),
            link: format!("#{}", view.docs.actions[*action]),
            actor: actor.as_str(),
            summary: Words::sentence(summary),
        }
    };
    actions.iter().map(step).collect()
}

/// Which layer decided which fields, layer by layer.
fn reasons(
    view: &View<'_>,
    operation: usize,
    code: Option<usize>,
    decision: &Decision,
) -> Vec<Reason> {
    let mut decided: Vec<(Layer, Vec<&str>)> = Vec::new();
    for (field, layer) in decision.decided_by().iter() {
        match decided.iter_mut().find(|(known, _)| *known == layer) {
            Some((_, fields)) => fields.push(field),
            None if layer.place == Place::Nowhere => {}
            None => decided.push((layer, vec![field])),
        }
    }
    let reason = |(layer, fields): (Layer, Vec<&str>)| Reason {
        fields: fields.join(", ").replace('_', " "),
        layer: layer.to_string(),
        because: because(view, operation, code, layer),
    };
    decided.into_iter().map(reason).collect()
}

/// What a rule says why it is there; empty for a layer that is no rule.
fn because(view: &View<'_>, operation: usize, code: Option<usize>, layer: Layer) -> Words {
    let vendor = view.vendor;
    let code = code.map(|code| &vendor.codes[code]);
    let rules: &[RuleText] = match layer.place {
        Place::OperationRule => &vendor.operations[operation].rules,
        Place::CodeRule => code.map_or(&[], |code| &code.rules),
        Place::DomainRule => code.map_or(&[], |code| &vendor.domains[code.domain].rules),
        Place::VendorRule => &vendor.rules,
        _ => &[],
    };
    let rule = usize::from(layer.rule)
        .checked_sub(1)
        .and_then(|at| rules.get(at));
    let because = rule.and_then(|rule| rule.because.as_ref());
    because
        .map(|text| Words::of(&Inline::prose(text)))
        .unwrap_or_default()
}

/// A link to something of a vendor's.
pub(super) struct Link {
    pub(super) text: String,
    pub(super) target: String,
}

impl Link {
    pub(super) fn to_operation(view: &View<'_>, operation: usize) -> Self {
        let anchor = &view.anchors.operations[operation];
        Self {
            text: view.vendor.operations[operation].name.clone(),
            target: format!("#{}", id(&view.vendor.name, anchor)),
        }
    }
}
