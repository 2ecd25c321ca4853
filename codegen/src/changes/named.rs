//! Decisions in names that both books share.

use super::pairs::{Pairs, VendorPair};
use crate::document::Inline;
use crate::model::{
    ActionId, Arm, ClassId, Code, Condition, Decided, Decision, Layer, UserText, Vendor,
};
use crate::render::{self, Names};
use crate::report::list;

/// The fields of a decision, in the order of [`NamedDecision`]; `chosen` lists the numbers of a retry that the book
/// chose.
pub(super) const FIELDS: [&str; 10] = [
    "class",
    "outcome",
    "severity",
    "retry",
    "actions",
    "forbid",
    "grace_period",
    "user_message",
    "chosen",
    "confidential",
];

pub(super) const CLASS: usize = 0;
pub(super) const OUTCOME: usize = 1;
pub(super) const SEVERITY: usize = 2;
pub(super) const RETRY: usize = 3;
pub(super) const USER_MESSAGE: usize = 7;
pub(super) const CHOSEN: usize = 8;
pub(super) const CONFIDENTIAL: usize = 9;

/// A decision, field by field.
#[derive(Debug)]
pub(super) struct NamedDecision {
    fields: [(String, Layer); 10],
    /// Whether the text for the end user is that of the code.
    own_text: bool,
    /// The class in its own book.
    pub(super) class: ClassId,
}

/// An arm of a plan, with its decision in names.
#[derive(Debug)]
pub(super) struct NamedArm<'p> {
    pub(super) lo: u16,
    pub(super) hi: u16,
    pub(super) conditions: &'p [Condition],
    pub(super) decision: NamedDecision,
}

impl NamedDecision {
    /// The value of a field for a code, or for something that is not a code.
    pub(super) fn value<'t>(&'t self, field: usize, code: Option<&'t Code>) -> &'t str {
        match code {
            Some(code) if field == USER_MESSAGE && self.own_text => &code.user_message,
            _ => &self.fields[field].0,
        }
    }

    /// The layer that decided a field.
    pub(super) fn layer(&self, field: usize) -> Layer {
        self.fields[field].1
    }

    pub(super) fn has_other_layers_than(&self, other: &Self) -> bool {
        (0..FIELDS.len()).any(|field| self.layer(field) != other.layer(field))
    }
}

/// The names that both books use for the items of one of them.
pub(super) struct Namer<'n> {
    vendor: &'n Vendor,
    classes: Vec<&'n str>,
    actions: Vec<&'n str>,
    operations: Vec<&'n str>,
}

impl<'n> Namer<'n> {
    /// Those of the old book and of the new one.
    pub(super) fn of_both(pairs: &Pairs<'n>, pair: &VendorPair<'n>) -> [Self; 2] {
        let (old, new) = (pairs.old, pairs.new);
        let classes = (pairs.classes).names(&old.classes, &new.classes, |it| &it.name);
        let actions = (pairs.actions).names(&old.actions, &new.actions, |it| &it.name);
        let (old, new) = (pair.old, pair.new);
        let operations = (pair.operations).names(&old.operations, &new.operations, |it| &it.name);
        let ([of_old, of_new], [old_actions, new_actions]) = (classes, actions);
        let [old_operations, new_operations] = operations;
        [
            Self {
                vendor: old,
                classes: of_old,
                actions: old_actions,
                operations: old_operations,
            },
            Self {
                vendor: new,
                classes: of_new,
                actions: new_actions,
                operations: new_operations,
            },
        ]
    }

    /// All plans of the vendor.
    pub(super) fn plans(&self) -> Vec<Vec<NamedArm<'n>>> {
        let plans = self.vendor.plans.iter();
        plans
            .map(|plan| plan.iter().map(|arm| self.arm(arm)).collect())
            .collect()
    }

    fn arm(&self, arm: &'n Arm) -> NamedArm<'n> {
        NamedArm {
            lo: arm.lo,
            hi: arm.hi,
            conditions: &arm.conditions,
            decision: self.decision(&arm.decision),
        }
    }

    fn decision(&self, decision: &Decision) -> NamedDecision {
        let (class, outcome) = (&decision.class, &decision.outcome);
        let (severity, retry) = (&decision.severity, &decision.retry);
        let (actions, forbid) = (&decision.actions, &decision.forbid);
        let (grace_period, text) = (&decision.grace_period_ms, &decision.user_message);
        let millis = grace_period.value;
        NamedDecision {
            fields: [
                named(class, &self.classes[class.value.index()]),
                named(outcome, &outcome.value),
                named(severity, &severity.value),
                named(retry, &render::retry(&retry.value, self).plain()),
                named(actions, &self.list(&actions.value)),
                named(forbid, &self.list(&forbid.value)),
                named(
                    grace_period,
                    &millis.map(render::duration).unwrap_or_default(),
                ),
                named(text, &render::user_text(&text.value, None)),
                named(retry, &list(&retry.value.chosen)),
                // The layer is that of the text, which is withheld.
                named(text, &decision.confidential),
            ],
            own_text: text.value == UserText::OfCode,
            class: class.value,
        }
    }

    fn list(&self, actions: &[ActionId]) -> String {
        list(actions.iter().map(|action| self.actions[action.index()]))
    }
}

impl Names for Namer<'_> {
    fn action(&self, action: ActionId) -> Inline {
        Inline::text(self.actions[action.index()])
    }

    fn operation(&self, operation: usize) -> Inline {
        Inline::text(self.operations[operation])
    }
}

fn named<T>(decided: &Decided<T>, value: &dyn ToString) -> (String, Layer) {
    (value.to_string(), decided.by)
}
