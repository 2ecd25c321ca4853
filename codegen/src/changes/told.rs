//! Decisions in names that both books share.

use super::pairs::{Pairs, VendorPair};
use crate::model::{
    Arm, Code, Condition, Decided, Decision, Layer, Retry, RetryKind, UserText, Vendor,
};
use crate::render::duration as duration_text;
use crate::report::{RetryReport, list};

/// The fields of a decision, in the order of [`Told`]; `chosen` tells which numbers of a retry the book chose.
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
pub(super) struct Told {
    values: [String; 10],
    pub(super) layers: [Layer; 10],
    /// Whether the text for the end user is that of the code.
    own_text: bool,
    /// The class in its own book.
    pub(super) class: usize,
}

/// An arm of a plan whose decision is told.
#[derive(Debug)]
pub(super) struct ToldArm<'p> {
    pub(super) lo: u16,
    pub(super) hi: u16,
    pub(super) conditions: &'p [Condition],
    pub(super) told: Told,
}

impl Told {
    /// A field's value for a code, or for something that is none.
    pub(super) fn value<'t>(&'t self, field: usize, code: Option<&'t Code>) -> &'t str {
        match code {
            Some(code) if field == USER_MESSAGE && self.own_text => &code.user_message,
            _ => &self.values[field],
        }
    }
}

/// Which of the two books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

/// What both books call the things of one of them.
pub(super) struct Namer<'n> {
    pub(super) pairs: &'n Pairs<'n>,
    pub(super) pair: &'n VendorPair<'n>,
    pub(super) side: Side,
}

impl<'n> Namer<'n> {
    pub(super) fn vendor(&self) -> &'n Vendor {
        match self.side {
            Side::Old => self.pair.old,
            Side::New => self.pair.new,
        }
    }

    /// All plans of the vendor.
    pub(super) fn plans(&self) -> Vec<Vec<ToldArm<'n>>> {
        let plans = self.vendor().plans.iter();
        plans
            .map(|plan| plan.iter().map(|arm| self.arm(arm)).collect())
            .collect()
    }

    fn arm(&self, arm: &'n Arm) -> ToldArm<'n> {
        ToldArm {
            lo: arm.lo,
            hi: arm.hi,
            conditions: &arm.conditions,
            told: self.told(&arm.decision),
        }
    }

    fn told(&self, decision: &Decision) -> Told {
        let Decision {
            class,
            outcome,
            severity,
            retry,
            ..
        } = decision;
        let text = &decision.user_message;
        let fields = [
            with(class, self.class(class.value).to_owned()),
            with(outcome, outcome.value.to_string()),
            with(severity, severity.value.to_string()),
            with(retry, self.retry(&retry.value)),
            with(&decision.actions, self.actions(&decision.actions.value)),
            with(&decision.forbid, self.actions(&decision.forbid.value)),
            with(
                &decision.grace_period_ms,
                grace_period(decision.grace_period_ms.value),
            ),
            with(text, user_text(&text.value)),
            with(retry, list(&retry.value.chosen)),
            // It stands where a text could.
            with(text, decision.confidential.to_string()),
        ];
        Told {
            layers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(|field: usize| fields[field].1),
            values: fields.map(|(value, _)| value),
            own_text: text.value == UserText::OfCode,
            class: class.value,
        }
    }

    fn class(&self, class: usize) -> &str {
        match self.side {
            Side::Old => self.pairs.class_name(class),
            Side::New => &self.pairs.new.classes[class].name,
        }
    }

    fn action(&self, action: usize) -> &str {
        match self.side {
            Side::Old => self.pairs.action_name(action),
            Side::New => &self.pairs.new.actions[action].name,
        }
    }

    fn actions(&self, actions: &[usize]) -> String {
        list(actions.iter().map(|action| self.action(*action)))
    }

    fn retry(&self, retry: &Retry) -> String {
        let mut told = match self.side {
            Side::Old => {
                RetryReport::new(retry, &self.pairs.old.actions, &self.pair.old.operations)
            }
            Side::New => {
                RetryReport::new(retry, &self.pairs.new.actions, &self.pair.new.operations)
            }
        };
        if self.side == Side::Old {
            let names = retry.if_exhausted.iter();
            told.if_exhausted = names
                .map(|action| self.action(*action).to_owned())
                .collect();
            match retry.kind {
                RetryKind::OnNext { operation } => {
                    told.operation = Some(self.pair.operation_name(operation).to_owned());
                }
                RetryKind::AfterAction { action } => {
                    told.action = Some(self.action(action).to_owned());
                }
                _ => {}
            }
        }
        told.to_string()
    }
}

fn with<T>(decided: &Decided<T>, value: String) -> (String, Layer) {
    (value, decided.by)
}

fn grace_period(millis: Option<u32>) -> String {
    millis.map(duration_text).unwrap_or_default()
}

fn user_text(text: &UserText) -> String {
    match text {
        UserText::Silent | UserText::OfCode => String::new(),
        UserText::Text(parts) => crate::render::template(parts),
    }
}
