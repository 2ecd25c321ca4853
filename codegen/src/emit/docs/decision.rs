//! A decision in words.

use super::view::View;
use crate::document::{Inline, Property};
use crate::emit::labels;
use crate::model::{ActionId, Class, Decision, Outcome, Retry, RetryKind};
use crate::render::{self, Names};

/// A decision, for a code if there is one.
#[derive(Clone, Copy)]
pub(crate) struct DecisionView<'v> {
    pub(crate) view: &'v View<'v>,
    pub(crate) code: Option<usize>,
    pub(crate) decision: &'v Decision,
}

impl View<'_> {
    /// A decision, for a code if there is one.
    pub(crate) fn decided<'v>(
        &'v self,
        code: Option<usize>,
        decision: &'v Decision,
    ) -> DecisionView<'v> {
        DecisionView {
            view: self,
            code,
            decision,
        }
    }

    /// The typical decision about a code, under no operation in particular.
    pub(crate) fn usual(&self, code: usize) -> Option<DecisionView<'_>> {
        let decision = self.vendor.typical_decision(self.vendor.request, code)?;
        Some(self.decided(Some(code), decision))
    }
}

/// The headings of [`DecisionView::cells`].
pub(crate) const HEADINGS: [&str; 4] = [
    labels::CLASS,
    labels::RETRY,
    labels::ACTIONS,
    labels::USER_MESSAGE,
];

/// An action in a list of actions.
pub(crate) struct ActionItem<'b> {
    pub(crate) name: &'b str,
    pub(crate) link: Inline,
    pub(crate) actor: &'static str,
    pub(crate) summary: Inline,
}

impl<'v> DecisionView<'v> {
    pub(crate) fn class(&self) -> &'v Class {
        &self.view.docs.book.classes[self.decision.class.value]
    }

    pub(crate) fn class_anchor(&self) -> &'v str {
        &self.view.docs.classes[self.decision.class.value.index()]
    }

    pub(crate) fn class_link(&self) -> Inline {
        self.view.docs.class(self.decision.class.value)
    }

    pub(crate) fn class_summary(&self) -> Inline {
        Inline::sentence(&self.class().summary)
    }

    pub(crate) fn outcome(&self) -> &'static str {
        self.decision.outcome.value.as_str()
    }

    pub(crate) fn severity(&self) -> &'static str {
        self.decision.severity.value.as_str()
    }

    /// Whether and when to repeat the call; empty for a success, where the question does not arise.
    pub(crate) fn retry(&self) -> Inline {
        let retry = self.policy().map(|policy| self.view.retry(policy));
        retry.unwrap_or_default()
    }

    /// The same without numbers; empty for a success.
    pub(crate) fn retry_briefly(&self) -> Inline {
        let retry = self.policy();
        let retry = retry.map(|policy| render::retry_briefly(policy, self.view));
        retry.unwrap_or_default()
    }

    /// The kind of the retry as a book calls it; empty for a success.
    pub(crate) fn retry_kind(&self) -> &'static str {
        self.policy().map_or("", |policy| policy.kind.as_str())
    }

    fn policy(&self) -> Option<&'v Retry> {
        let is_success = self.decision.outcome.value == Outcome::Success;
        (!is_success).then_some(&self.decision.retry.value)
    }

    pub(crate) fn actions(&self) -> Vec<ActionItem<'v>> {
        self.items(&self.decision.actions.value)
    }

    pub(crate) fn forbidden(&self) -> Vec<ActionItem<'v>> {
        self.items(&self.decision.forbid.value)
    }

    fn items(&self, actions: &[ActionId]) -> Vec<ActionItem<'v>> {
        let item = |index: &ActionId| {
            let action = &self.view.docs.book.actions[*index];
            ActionItem {
                name: &action.name,
                link: self.view.docs.action(*index),
                actor: action.actor.as_str(),
                summary: Inline::sentence(&action.summary),
            }
        };
        actions.iter().map(item).collect()
    }

    /// The time until the vendor acts on its own; empty if it does not.
    pub(crate) fn time_left(&self) -> String {
        let millis = self.decision.grace_period_ms.value;
        millis.map(render::duration).unwrap_or_default()
    }

    /// The same with what follows it; empty if the vendor does not act on its own.
    fn time_left_and(&self, then: &'static str) -> Inline {
        match self.time_left() {
            time if time.is_empty() => Inline::default(),
            time => Inline::text(&time) + then,
        }
    }

    pub(crate) fn user_text(&self) -> Inline {
        let code = self.code.map(|code| &self.view.vendor.codes[code]);
        let text = self.decision.user_message.value.template(code);
        self.view.docs.user_text(&text)
    }

    pub(crate) fn confidential(&self) -> bool {
        self.decision.confidential
    }

    /// The decision for a table. Any difference between two decisions shows in one of the cells.
    pub(crate) fn cells(&self) -> [Inline; 4] {
        let mut to_do = self.lines(None);
        to_do.push(self.time_left_and(" left"));
        let to_do = Inline::lines(to_do);
        [self.class_cell(), self.retry(), to_do, self.user_cell()]
    }

    /// The text for the end user, and whether the cause is confidential.
    pub(crate) fn user_cell(&self) -> Inline {
        let confidential = self.confidential().then(|| "(confidential)".into());
        let text = [self.user_text()].into_iter();
        Inline::join(text.chain(confidential), " ")
    }

    /// The class, and how the decision differs from it.
    fn class_cell(&self) -> Inline {
        let (class, decision) = (self.class(), self.decision);
        let mut words = vec![self.class_link()];
        if decision.outcome.value != class.outcome {
            words.push(Inline::strong(self.outcome()));
        }
        if decision.severity.value != class.severity {
            words.push(Inline::from("severity ") + self.severity());
        }
        Inline::join(words, ", ")
    }

    /// The lines of what to do and not to do, after an optional first line.
    fn lines(&self, first: Option<Inline>) -> Vec<Inline> {
        let (docs, decision) = (self.view.docs, self.decision);
        let actions = docs.actions(&decision.actions.value);
        let forbidden = match docs.actions(&decision.forbid.value) {
            none if none.is_empty() => none,
            actions => Inline::strong("not") + " " + actions,
        };
        let lines = first.into_iter().chain([actions, forbidden]);
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// The decision in as few words as possible.
    pub(crate) fn at_a_glance(&self) -> Inline {
        let mut lines = self.lines(match self.decision.outcome.value {
            Outcome::Success => Some("success".into()),
            Outcome::Ignorable => Some(Inline::strong("ignore it")),
            _ => None,
        });
        if self.decision.outcome.value == Outcome::Failure {
            lines.extend(self.retry_at_a_glance());
        }
        match lines.as_slice() {
            [] => "do not retry".into(),
            _ => Inline::lines(lines),
        }
    }

    fn retry_at_a_glance(&self) -> Option<Inline> {
        let retry = &self.decision.retry.value;
        let when = match retry.kind {
            RetryKind::Never => return None,
            RetryKind::AfterAction(action) if self.decision.actions.value.contains(&action) => {
                "then retry".into()
            }
            _ => self.retry_briefly(),
        };
        let last_resort = render::last_resort(retry, self.view);
        Some(Inline::join([when, last_resort], ", then "))
    }

    /// The decision property by property.
    pub(crate) fn properties(&self) -> [Property; 8] {
        let item = |item: ActionItem<'_>| item.link + " (" + item.actor + "): " + item.summary;
        let items =
            |items: Vec<ActionItem<'_>>| Inline::join(items.into_iter().map(item), " Then ");
        let undisclosed = self.confidential().then(|| labels::UNDISCLOSED.into());
        let class = self.class_link() + ": " + self.class_summary();
        let outcome = Inline::from(self.outcome()) + ", severity " + self.severity();
        [
            (labels::CLASS, class),
            (labels::OUTCOME, outcome),
            (labels::RETRY, self.retry()),
            (labels::ACTIONS, items(self.actions())),
            (labels::FORBIDDEN, items(self.forbidden())),
            (labels::TIME_LEFT, self.time_left_and(labels::THEN)),
            (labels::USER_MESSAGE, self.user_text()),
            (labels::CONFIDENTIAL, undisclosed.unwrap_or_default()),
        ]
    }
}
