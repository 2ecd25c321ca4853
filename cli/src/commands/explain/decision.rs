//! The fields of a decision as rows, each with the layer that decided it.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};
use faultbook_codegen::model::{
    Arm, Book, Entry, Layer, Operation, Outcome, Place, Retry, RetryKind, RuleText, Source, Vendor,
    WaitUnit,
};
use faultbook_codegen::{DecisionReport, Loaded, Origin, Origins, RetryReport, render};

use super::case::Case;

/// A field of a decision.
pub(super) struct Row {
    pub(super) label: &'static str,
    /// The key in books.
    pub(super) field: &'static str,
    pub(super) items: Vec<String>,
    pub(super) by: Layer,
}

impl Row {
    /// Whether two rows have the same value, whichever layers decided it.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.label == other.label && self.items == other.items
    }
}

/// The colour of a row.
pub(super) fn tone(label: &str, value: &str) -> Style {
    let colour = match (label, value) {
        ("severity", "warning") => AnsiColor::Yellow,
        ("severity", "security") => AnsiColor::Magenta,
        ("severity", "error") | ("outcome", "failure") => AnsiColor::Red,
        ("outcome", _) => AnsiColor::Green,
        ("forbid", value) if value != "none" => AnsiColor::Red,
        _ => return Style::new(),
    };
    colour.on_default()
}

/// A decision of a book or of a response, in names.
pub(super) struct Decided<'b> {
    pub(super) book: &'b Book,
    pub(super) operation: &'b Operation,
    pub(super) layers: &'b BTreeMap<&'static str, Layer>,
    pub(super) decision: &'b DecisionReport,
    /// What is said about the retry besides the policy.
    pub(super) retry: Vec<String>,
}

impl Decided<'_> {
    /// All fields.
    pub(super) fn rows(self) -> Vec<Row> {
        let decision = self.decision;
        let class = self.book.classes.iter();
        let class = class.filter(|class| class.name == decision.class);
        let class = class.map(|class| format!("{}: {}", class.name, class.summary));
        let retry = [vec![repetition(&decision.retry)], self.retry.clone()].concat();
        let if_exhausted = self.actions(&decision.retry.if_exhausted);
        let actions = or_none(self.actions(&decision.actions));
        let forbid = or_none(self.actions(&decision.forbid));
        let grace_period = decision.grace_period_ms.map(render::duration);
        let grace_period = or_none(grace_period.into_iter().collect());
        let mut rows = vec![
            self.row("class", "class", class.collect()),
            self.row("outcome", "outcome", vec![decision.outcome.to_owned()]),
            self.row("severity", "severity", vec![decision.severity.to_owned()]),
            self.row("retry", "retry", retry),
            self.row("if exhausted", "retry", if_exhausted),
            self.row("actions", "actions", actions),
            self.row("forbid", "forbid", forbid),
            self.row("grace period", "grace_period", grace_period),
            self.row("user message", "user_message", public_text(decision)),
        ];
        rows.extend(self.failure_reason());
        rows.retain(|row| !row.items.is_empty());
        rows
    }

    fn failure_reason(&self) -> Option<Row> {
        let reason = self.operation.failure_reason.clone();
        let is_failure = self.decision.outcome == Outcome::Failure.as_str();
        Some(Row {
            label: "failure reason",
            field: "failure_reason",
            items: vec![reason.filter(|_| is_failure)?],
            by: Layer::of(Place::Operation),
        })
    }

    fn actions(&self, names: &[String]) -> Vec<String> {
        let known = |name: &String| {
            let mut actions = self.book.actions.iter();
            let action = actions.find(|action| action.name == *name)?;
            Some(render::action(action).in_terminal())
        };
        names.iter().filter_map(known).collect()
    }

    fn row(&self, label: &'static str, field: &'static str, items: Vec<String>) -> Row {
        let by = self.layers.get(field).copied();
        let by = by.unwrap_or(Layer::of(Place::Nowhere));
        Row {
            label,
            field,
            items,
            by,
        }
    }
}

/// All fields of the decision of an arm.
pub(super) fn rows(case: &Case<'_>, arm: &Arm) -> Vec<Row> {
    let (vendor, code) = (case.vendor, Some(case.code()));
    let decided = Decided {
        book: case.book,
        operation: case.operation(),
        layers: &arm.decision.decided_by().iter().collect(),
        decision: &DecisionReport::new(case.book, vendor, code, &arm.decision),
        retry: about_retry(vendor, &arm.decision.retry.value),
    };
    decided.rows()
}

/// The text for end users in quotation marks, its translations, and whether it is all that may be disclosed.
fn public_text(decision: &DecisionReport) -> Vec<String> {
    let text = match decision.user_message.as_deref() {
        None | Some("") => "none".to_owned(),
        Some(text) => format!("“{text}”"),
    };
    let only = "confidential: do not disclose the cause".to_owned();
    let only = decision.confidential.then_some(only);
    let translations = decision.translations.iter();
    let translations = translations.map(|(tag, text)| format!("{tag}: “{text}”"));
    [text].into_iter().chain(translations).chain(only).collect()
}

fn or_none(items: Vec<String>) -> Vec<String> {
    if items.is_empty() {
        vec!["none".to_owned()]
    } else {
        items
    }
}

/// What the vendor and the author say about a policy.
fn about_retry(vendor: &Vendor, policy: &Retry) -> Vec<String> {
    let mut items = Vec::new();
    let waits = matches!(
        policy.kind,
        RetryKind::After { .. } | RetryKind::Backoff { .. }
    );
    for wait in vendor.hints.waits.iter().filter(|_| waits) {
        items.push(match (&wait.source, wait.unit) {
            (Source::Header(name), WaitUnit::RetryAfter) if wait.when.is_empty() => {
                format!("a {name} header overrides the delay")
            }
            _ => format!("overrides the delay: {}", render::wait(wait).in_terminal()),
        });
    }
    if !policy.chosen.is_empty() {
        items.push(format!("chosen by the book: {}", policy.chosen.join(", ")));
    }
    items
}

/// When and how often to repeat a call, without what follows, which has a row of its own.
fn repetition(report: &RetryReport) -> String {
    let text = report.to_string();
    let rest = format!("; then {}", report.if_exhausted.join(", then "));
    text.strip_suffix(&rest).unwrap_or(&text).to_owned()
}

/// The name of a layer; empty if no layer decided.
pub(super) fn layer(layer: Layer) -> String {
    match layer.place {
        Place::Nowhere => String::new(),
        _ => layer.to_string(),
    }
}

fn rule(rule: &RuleText) -> String {
    let when = rule.applies();
    match &rule.because {
        Some(because) => format!("{because} (applies {when})"),
        None => format!("a rule of the book that applies {when}"),
    }
}

/// What a decision is about: this leads to the rules in it and to where its fields are written.
pub(super) struct Subject<'b> {
    pub(super) vendor: &'b Vendor,
    pub(super) origins: Origins<'b>,
    pub(super) operation: usize,
    pub(super) domain: Option<usize>,
    pub(super) code: Option<usize>,
}

impl<'b> Subject<'b> {
    pub(super) fn of(case: &Case<'b>, loaded: &'b Loaded) -> Self {
        Self {
            vendor: case.vendor,
            origins: loaded.origins(case.vendor),
            operation: case.operation,
            domain: Some(case.code().domain),
            code: Some(case.code),
        }
    }

    /// What the name of a layer does not say: the condition of a rule and the reason for it.
    pub(super) fn reason(&self, layer: Layer) -> Option<String> {
        if layer.place == Place::Guard {
            return Some("guard: a doubtful response is never a success".to_owned());
        }
        let rule = (self.vendor).rule(layer, self.operation, self.domain, self.code)?;
        Some(format!("{layer}: {}", self::rule(rule)))
    }

    /// The rows about a code that a file decides, each with its location; none if the vendor extends no others.
    pub(super) fn located<'r>(
        &self,
        rows: &'r [Row],
        class: &str,
    ) -> impl Iterator<Item = (&'r Row, Origin)> {
        let located = move |row: &'r Row| {
            let (entry, by) = (Entry::Code(self.code?), (row.by, row.field));
            let origin = self.origins.of_field(self.operation, entry, class, by)?;
            Some((row, origin))
        };
        rows.iter().filter_map(located)
    }
}
