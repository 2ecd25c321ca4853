//! The result of reading a response, in names: examples are compared with it.

use std::collections::BTreeMap;
use std::fmt;

use faultbook_runtime::v1::{self, Reading, millis};
use faultbook_runtime::{RateLimit, Reset};
#[cfg(feature = "serde")]
use serde::Serialize;

use crate::model::{
    Action, ActionId, Book, Code, Decision, Operation, Retry, RetryKind, UserText, Vendor,
};
use crate::render;

/// A reading with the names of its book.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// What was decided.
    pub decision: DecisionReport,
    /// The name of the domain that the code belongs to, known or not.
    pub domain: Option<String>,
    /// The code as it appeared on the wire.
    pub code: Option<String>,
    /// Whether the book has the code.
    pub known: bool,
    /// A code that the book does not have, next to a known one.
    pub unknown_code: Option<String>,
    /// Why there is no known code, or why the response is not the success that it seems to be.
    pub reason: Option<String>,
    /// The HTTP status; `None` if the client raised the code.
    pub status: Option<u16>,
    /// The wait that the response asks for, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// The rate limits that the response reports, each in a line: `tokens: limit 60, remaining 0, reset 6min`.
    pub rate_limits: Vec<String>,
    /// The vendor's message: not for end users.
    pub message: Option<String>,
    /// The vendor's id of the call.
    pub trace_id: Option<String>,
    /// The vendor's timestamp.
    pub timestamp: Option<String>,
    /// The category as it appeared on the wire.
    pub category: Option<String>,
    /// The errors of individual inputs.
    pub details: Vec<DetailReport>,
    /// All errors of a response that lists several; the report is about the worst of them.
    pub errors: Vec<ErrorReport>,
    /// The additional values, by their names in the book.
    pub fields: BTreeMap<String, String>,
    /// What the patterns of rules captured, by name.
    pub captures: BTreeMap<String, String>,
    /// The reason that the operation reports for every failure.
    pub failure_reason: Option<String>,
    /// The operation of the decision: `request`, if the given one is not in the book.
    pub operation: String,
}

/// A retry policy with its parameters. `Display` is the policy in one line.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[non_exhaustive]
pub struct RetryReport {
    /// `never`, `after`, `backoff`, `on_next` or `after_action`.
    pub kind: &'static str,
    /// The shortest wait of `after`, in milliseconds.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub min_ms: Option<u32>,
    /// The first wait of `backoff`, in milliseconds.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub base_ms: Option<u32>,
    /// What each wait of `backoff` is multiplied by to get the next.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub factor: Option<f64>,
    /// The longest wait, in milliseconds.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub max_ms: Option<u32>,
    /// The share of each wait of `backoff` that is random.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub jitter: Option<f64>,
    /// The operation with whose next call `on_next` retries.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub operation: Option<String>,
    /// The action after which `after_action` retries.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub action: Option<String>,
    /// The maximum number of retries; `None` if there is no maximum.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub attempts: Option<u32>,
    /// The actions to take once the retries are used up.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub if_exhausted: Vec<String>,
    #[cfg_attr(feature = "serde", serde(skip))]
    text: String,
}

/// A decision in the names of its book.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[non_exhaustive]
pub struct DecisionReport {
    /// The name of the class.
    pub class: String,
    /// `failure`, `ignorable` or `success`.
    pub outcome: &'static str,
    /// `info`, `warning`, `error` or `security`.
    pub severity: &'static str,
    /// The retry policy.
    pub retry: RetryReport,
    /// The names of the actions to take now, in this order.
    pub actions: Vec<String>,
    /// The names of the actions that must not be taken.
    pub forbid: Vec<String>,
    /// The time left before the vendor acts on its own, in milliseconds.
    pub grace_period_ms: Option<u32>,
    /// The text that the end user may be shown.
    pub user_message: Option<String>,
    /// Its translations, by language.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    pub translations: BTreeMap<String, String>,
    /// Whether the cause must not be shown to the end user.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "std::ops::Not::not"))]
    pub confidential: bool,
    /// The layer that decided each field, by field.
    pub decided_by: BTreeMap<String, String>,
}

/// The error of one input in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DetailReport {
    /// The name of the input, if the vendor sends one.
    pub field: Option<String>,
    /// The vendor's message about it.
    pub message: Option<String>,
    /// The code of this detail, if the book says where it is.
    pub code: Option<String>,
}

/// One of several errors in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorReport {
    /// The code, known or not; `None` if the error has none.
    pub code: Option<String>,
    /// Whether the book has the code.
    pub known: bool,
    /// The class that is decided for it.
    pub class: String,
    /// The vendor's message.
    pub message: Option<String>,
}

impl DetailReport {
    /// In the notation of an example's expectation.
    fn line(&self, or_null: impl Fn(&Option<String>) -> String) -> String {
        let code = self.code.as_deref().map(|code| format!(" ({code})"));
        let code = code.unwrap_or_default();
        format!("{}: {}{code}", or_null(&self.field), or_null(&self.message))
    }
}

impl Report {
    /// Converts a reading of one of the book's vendors to the book's names.
    #[must_use]
    pub fn new(book: &Book, vendor: &Vendor, reading: &Reading<'_, '_>) -> Self {
        let text = |text: Option<faultbook_runtime::Text<'_>>| text.map(|text| text.to_string());
        Self {
            decision: DecisionReport::of_row(book, vendor, reading),
            domain: reading.domain_name().map(str::to_owned),
            code: text(reading.wire_code()),
            known: reading.code().is_some(),
            unknown_code: text(reading.code().and_then(|_| v1::unknown_code(reading))),
            reason: reading.reason().map(|reason| reason.to_string()),
            status: reading.status(),
            retry_after_ms: reading.retry_after().map(millis),
            rate_limits: reading.rate_limits().filter_map(reported_limit).collect(),
            message: text(reading.message()),
            trace_id: text(reading.trace_id()),
            timestamp: text(reading.timestamp()),
            category: text(reading.category()),
            details: details(reading),
            errors: errors(book, reading),
            fields: pairs(reading.fields()),
            captures: pairs(reading.captures().iter()),
            failure_reason: reading.failure_reason().map(str::to_owned),
            operation: reading.operation_name().to_owned(),
        }
    }

    /// What was read and decided, in one line, with the layer that decided each field.
    pub(crate) fn summary(&self) -> String {
        let code = match (&self.code, &self.domain) {
            (Some(code), Some(domain)) if self.known => format!("code `{code}` of `{domain}`"),
            (Some(code), Some(domain)) => format!("unknown code `{code}` of `{domain}`"),
            (Some(code), None) => format!("unknown code `{code}`"),
            (None, _) => "no code".to_owned(),
        };
        let decided = ["class", "outcome", "retry"].map(|field| {
            let layer = self.decision.decided_by.get(field);
            let layer = layer.map_or("nowhere", String::as_str);
            format!("{field} `{}` (from {layer})", self.field(field))
        });
        format!("the whole result: {code}, {}", decided.join(", "))
    }

    /// A field in the notation of an example's expectation.
    pub(crate) fn field(&self, name: &str) -> String {
        let or_null = |text: &Option<String>| text.clone().unwrap_or_else(|| "null".to_owned());
        let duration =
            |millis: Option<u64>| millis.map_or_else(|| "null".to_owned(), render::duration);
        let decision = &self.decision;
        match name {
            "outcome" => decision.outcome.to_owned(),
            "domain" => or_null(&self.domain),
            "code" => or_null(&self.code),
            "known" => self.known.to_string(),
            "reason" => or_null(&self.reason),
            "class" => decision.class.clone(),
            "severity" => decision.severity.to_owned(),
            "actions" => list(&decision.actions),
            "forbid" => list(&decision.forbid),
            "retryable" => decision.retry.is_retryable().to_string(),
            "retry" => decision.retry.to_string(),
            "retry_kind" => decision.retry.kind.to_owned(),
            "if_exhausted" => list(&decision.retry.if_exhausted),
            "retry_after" => duration(self.retry_after_ms),
            "rate_limits" => list(&self.rate_limits),
            "grace_period" => duration(decision.grace_period_ms.map(u64::from)),
            "user_message" => or_null(&decision.user_message),
            "confidential" => decision.confidential.to_string(),
            "message" => or_null(&self.message),
            "trace_id" => or_null(&self.trace_id),
            "timestamp" => or_null(&self.timestamp),
            "category" => or_null(&self.category),
            "details" => list(self.details.iter().map(|detail| detail.line(or_null))),
            "fields" => map(&self.fields),
            "captures" => map(&self.captures),
            "failure_reason" => or_null(&self.failure_reason),
            _ => {
                let layer = name
                    .strip_prefix("decided_by.")
                    .and_then(|field| decision.decided_by.get(field));
                or_null(&layer.cloned())
            }
        }
    }
}

impl RetryReport {
    fn of_row(book: &Book, vendor: &Vendor, reading: &Reading<'_, '_>) -> Self {
        let row = reading.retry();
        let if_exhausted = reading
            .actions(row.if_exhausted)
            .iter()
            .map(|action| ActionId::from(*action))
            .collect();
        let retry = Retry {
            kind: row.kind.map(usize::from, ActionId::from),
            attempts: row.attempts,
            if_exhausted,
            chosen: Vec::new(),
        };
        Self::new(&retry, &book.actions, &vendor.operations)
    }

    /// Converts a policy to the book's names.
    #[must_use]
    pub fn new(retry: &Retry, actions: &[Action], operations: &[Operation]) -> Self {
        let milli = |n: u32| Some(f64::from(n) / 1000.0);
        let action = |index: &ActionId| Some(index.get(actions)?.name.clone());
        let mut report = Self {
            kind: retry.kind.as_str(),
            attempts: retry.attempts,
            if_exhausted: retry.if_exhausted.iter().filter_map(action).collect(),
            text: render::retry(retry, &(actions, operations)).plain(),
            ..Self::default()
        };
        match retry.kind {
            RetryKind::Never => {}
            RetryKind::After { min_ms, max_ms } => {
                (report.min_ms, report.max_ms) = (Some(min_ms), Some(max_ms));
            }
            RetryKind::Backoff {
                base_ms,
                factor_milli,
                max_ms,
                jitter_milli,
            } => {
                (report.base_ms, report.max_ms) = (Some(base_ms), Some(max_ms));
                (report.factor, report.jitter) = (milli(factor_milli), milli(jitter_milli));
            }
            RetryKind::OnNext(operation) => {
                let operation = operations.get(operation);
                report.operation = operation.map(|operation| operation.name.clone());
            }
            RetryKind::AfterAction(index) => report.action = action(&index),
        }
        report
    }

    /// Whether the call can be repeated without an action.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        !matches!(self.kind, "never" | "after_action")
    }
}

impl DecisionReport {
    fn of_row(book: &Book, vendor: &Vendor, reading: &Reading<'_, '_>) -> Self {
        let decision = reading.decision();
        let actions = |span| names(reading.actions(span), &book.actions);
        Self {
            class: class(book, reading).to_owned(),
            outcome: decision.outcome.as_str(),
            severity: decision.severity.as_str(),
            retry: RetryReport::of_row(book, vendor, reading),
            actions: actions(decision.actions),
            forbid: actions(decision.forbid),
            grace_period_ms: Some(decision.grace_period_ms).filter(|millis| *millis > 0),
            user_message: reading.user_message().map(|message| message.to_string()),
            translations: translations(book, reading),
            confidential: reading.is_confidential(),
            decided_by: pairs(decision.decided_by.iter()),
        }
    }

    /// Describes a decision of a vendor, for one of its codes if there is one.
    #[must_use]
    pub fn new(book: &Book, vendor: &Vendor, code: Option<&Code>, decision: &Decision) -> Self {
        let names = |actions: &[ActionId]| -> Vec<String> {
            let name = |action: &ActionId| Some(action.get(&book.actions)?.name.clone());
            actions.iter().filter_map(name).collect()
        };
        let text = &decision.user_message.value;
        let layers = decision.decided_by();
        Self {
            class: book.classes[decision.class.value].name.clone(),
            outcome: decision.outcome.value.as_str(),
            severity: decision.severity.value.as_str(),
            retry: RetryReport::new(&decision.retry.value, &book.actions, &vendor.operations),
            actions: names(&decision.actions.value),
            forbid: names(&decision.forbid.value),
            grace_period_ms: decision.grace_period_ms.value,
            user_message: (*text != UserText::Silent).then(|| render::user_text(text, code)),
            translations: templates(book, text, code),
            confidential: decision.confidential,
            decided_by: pairs(layers.iter()),
        }
    }
}

/// The translations of a text, by language, with the names of captures in braces.
fn templates(book: &Book, text: &UserText, code: Option<&Code>) -> BTreeMap<String, String> {
    let original = text.template(code).text;
    let translations = book.translations(&original);
    let translations = translations.map(|(tag, text)| (tag.to_owned(), render::template(text)));
    translations.collect()
}

/// The translations of the text for the end user, by language.
fn translations(book: &Book, reading: &Reading<'_, '_>) -> BTreeMap<String, String> {
    let tags = book.languages.iter().skip(1).map(|language| &language.tag);
    let translations = tags.filter_map(|tag| {
        let text = reading.user_message_in(tag)?;
        (text.language()? == tag).then(|| (tag.clone(), text.to_string()))
    });
    translations.collect()
}

impl fmt::Display for RetryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A rate limit that a response reports.
fn reported_limit(limit: RateLimit<'_>) -> Option<String> {
    let reset = limit.reset.map(|reset| match reset {
        Reset::In(after) => render::duration(millis(after)),
        Reset::Epoch(at) => at.to_string(),
        _ => String::new(),
    });
    rate_limit(limit.name, [limit.limit, limit.remaining], reset)
}

/// `tokens: limit 60, remaining 0, reset 6min`, without what is missing; `None` if everything is.
pub(crate) fn rate_limit(
    name: &str,
    counts: [Option<u64>; 2],
    reset: Option<String>,
) -> Option<String> {
    let [limit, remaining] = counts.map(|count| count.map(|count| count.to_string()));
    let parts = [("limit", limit), ("remaining", remaining), ("reset", reset)];
    let parts = parts.into_iter();
    let parts = parts.filter_map(|(what, value)| Some(format!("{what} {}", value?)));
    let parts = parts.collect::<Vec<_>>().join(", ");
    let name = if name.is_empty() {
        String::new()
    } else {
        format!("{name}: ")
    };
    (!parts.is_empty()).then(|| name + &parts)
}

/// `[a, b]`
pub(crate) fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    format!("[{}]", items.join(", "))
}

/// `{a: x, b: y}`, in the order of the names.
pub(crate) fn map<K: ToString, V: ToString>(pairs: impl IntoIterator<Item = (K, V)>) -> String {
    let sorted: BTreeMap<String, String> = self::pairs(pairs.into_iter());
    let pairs: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    format!("{{{}}}", pairs.join(", "))
}

fn pairs<K: ToString, V: ToString>(
    pairs: impl Iterator<Item = (K, V)>,
) -> BTreeMap<String, String> {
    pairs
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

fn names(indices: &[u16], actions: &[Action]) -> Vec<String> {
    indices
        .iter()
        .filter_map(|index| actions.get(usize::from(*index)))
        .map(|action| action.name.clone())
        .collect()
}

fn class<'b>(book: &'b Book, reading: &Reading<'_, '_>) -> &'b str {
    let class = book.classes.get(usize::from(reading.decision().class));
    &class.unwrap_or(&book.classes[book.unknown_class]).name
}

fn errors(book: &Book, reading: &Reading<'_, '_>) -> Vec<ErrorReport> {
    let errors = v1::errors(reading).map(|error| ErrorReport {
        code: error.code.map(|code| code.to_string()),
        known: error.reading.code().is_some(),
        class: class(book, &error.reading).to_owned(),
        message: error.message.map(|message| message.to_string()),
    });
    errors.collect()
}

fn details(reading: &Reading<'_, '_>) -> Vec<DetailReport> {
    let text = |text: Option<faultbook_runtime::Text<'_>>| text.map(|text| text.to_string());
    reading
        .details()
        .map(|detail| DetailReport {
            field: detail.field.map(|field| field.to_string()),
            message: text(detail.message),
            code: text(detail.code),
        })
        .collect()
}
