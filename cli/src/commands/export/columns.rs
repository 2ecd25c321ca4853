//! A row and its columns, whose names and order are part of the output format.

use faultbook_codegen::DecisionReport;
use faultbook_codegen::model::{
    Book, Category, Class, Code, Decision, Domain, Operation, Outcome, Remarks, Vendor,
};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A code that the client raises.
    Raised,
    /// A known code in a response.
    Code,
    /// An unknown code in a response.
    Unknown,
    /// A response without a code that belongs to a domain because of a field.
    Uncoded,
    /// A response with a status, regardless of codes.
    Status,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Code => "code",
            Self::Unknown => "unknown",
            Self::Uncoded => "uncoded",
            Self::Status => "status",
        }
    }
}

/// A decision, and what it is about.
#[derive(Debug, Clone)]
pub(super) struct Row<'b> {
    pub(super) book: &'b Book,
    pub(super) vendor: &'b Vendor,
    pub(super) operation: &'b Operation,
    /// The position in the order in which the rows of an operation are tried, from 1.
    pub(super) rank: usize,
    pub(super) kind: Kind,
    pub(super) domain: Option<&'b Domain>,
    pub(super) category: Option<&'b Category>,
    pub(super) code: Option<&'b Code>,
    /// The lowest and the highest status; `None` without a response.
    pub(super) statuses: Option<(u16, u16)>,
    /// Whether the typical status is one of them.
    pub(super) is_typical: bool,
    /// Whether the response would be a success if it were not doubtful.
    pub(super) is_doubtful: bool,
    /// What else must hold, in words.
    pub(super) when: Option<String>,
    pub(super) decision: &'b Decision,
}

/// The name and the value of a column.
type Column = (&'static str, fn(&Row<'_>, &DecisionReport) -> Value);

/// The columns in order.
pub(super) const COLUMNS: [Column; 45] = [
    ("vendor", |row, _| json!(row.vendor.name)),
    ("operation", |row, _| json!(row.operation.name)),
    ("rank", |row, _| json!(row.rank)),
    ("kind", |row, _| json!(row.kind.as_str())),
    ("domain", |row, _| json!(row.domain.map(|own| &own.name))),
    ("category", |row, _| {
        json!(row.category.map(|own| &own.name))
    }),
    ("code", |row, _| json!(row.code.map(|code| &code.wire))),
    ("aliases", |row, _| {
        json!(row.code.map(|code| &code.aliases))
    }),
    ("statuses", |row, _| {
        json!(row.code.map(|code| &code.statuses))
    }),
    ("status_min", |row, _| json!(row.statuses.map(|(lo, _)| lo))),
    ("status_max", |row, _| json!(row.statuses.map(|(_, hi)| hi))),
    ("typical", |row, _| json!(row.is_typical)),
    ("when", |row, _| json!(row.when)),
    ("doubtful", |row, _| json!(row.is_doubtful)),
    ("known", |row, _| json!(row.is_known())),
    ("outcome", |_, decision| json!(decision.outcome)),
    ("class", |_, decision| json!(decision.class)),
    ("grpc", |row, _| json!(row.class().grpc.as_str())),
    ("severity", |_, decision| json!(decision.severity)),
    ("actions", |_, decision| json!(decision.actions)),
    ("forbid", |_, decision| json!(decision.forbid)),
    ("retryable", |_, decision| {
        json!(decision.retry.is_retryable())
    }),
    ("retry_kind", |_, decision| json!(decision.retry.kind)),
    ("retry_min_ms", |_, decision| json!(decision.retry.min_ms)),
    ("retry_base_ms", |_, decision| json!(decision.retry.base_ms)),
    ("retry_factor", |_, decision| json!(decision.retry.factor)),
    ("retry_max_ms", |_, decision| json!(decision.retry.max_ms)),
    ("retry_jitter", |_, decision| json!(decision.retry.jitter)),
    ("retry_operation", |_, decision| {
        json!(decision.retry.operation)
    }),
    ("retry_action", |_, decision| json!(decision.retry.action)),
    ("retry_attempts", |_, decision| {
        json!(decision.retry.attempts)
    }),
    ("retry_if_exhausted", |_, decision| {
        json!(decision.retry.if_exhausted)
    }),
    ("grace_period_ms", |_, decision| {
        json!(decision.grace_period_ms)
    }),
    ("user_message", |_, decision| json!(decision.user_message)),
    ("confidential", |_, decision| json!(decision.confidential)),
    ("failure_reason", |row, _| json!(row.failure_reason())),
    ("decided_by", |_, decision| json!(decision.decided_by)),
    ("summary", |row, _| {
        json!(row.code.map(|code| &code.summary))
    }),
    ("description", |row, _| json!(row.description())),
    ("advice", |row, _| {
        json!(row.remarks().map(|own| &own.advice))
    }),
    ("notes", |row, _| json!(row.remarks().map(|own| &own.notes))),
    ("since", |row, _| {
        json!(row.code.and_then(|code| code.since.as_ref()))
    }),
    ("deprecated", |row, _| {
        json!(row.code.and_then(|code| code.deprecated.as_ref()))
    }),
    ("source", |row, _| json!(row.source())),
    ("rust", |row, _| json!(row.rust())),
];

/// Rows are the same if their decisions are, and what must hold for them; the rest follows from the subject.
impl PartialEq for Row<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.decision, other.decision)
            && (&self.when, self.is_doubtful) == (&other.when, other.is_doubtful)
    }
}

impl Row<'_> {
    /// The values as texts: lists and objects are JSON, and missing values are empty.
    pub(super) fn cells(&self) -> impl Iterator<Item = String> {
        let decision = self.report();
        let values = COLUMNS.iter().map(move |(_, value)| value(self, &decision));
        values.map(|value| match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        })
    }

    fn report(&self) -> DecisionReport {
        DecisionReport::new(self.book, self.vendor, self.code, self.decision)
    }

    fn is_known(&self) -> bool {
        self.code.is_some() && !self.is_doubtful
    }

    fn class(&self) -> &Class {
        &self.book.classes[self.decision.class.value]
    }

    fn failure_reason(&self) -> Option<&str> {
        let has_failed = self.decision.outcome.value == Outcome::Failure;
        let reason = self.operation.failure_reason.as_deref();
        reason.filter(|_| has_failed)
    }

    fn remarks(&self) -> Option<&Remarks> {
        self.code.map(|code| &code.remarks)
    }

    fn description(&self) -> Option<&str> {
        let description = self.remarks()?.description.as_str();
        (!description.is_empty()).then_some(description)
    }

    /// The nearest source.
    fn source(&self) -> Option<&str> {
        let remarks = [self.remarks(), self.domain.map(|own| &own.remarks)];
        let nearest = remarks.into_iter().flatten();
        let mut sources = nearest.chain([&self.vendor.remarks]);
        sources.find_map(|remarks| remarks.source.as_deref())
    }

    /// The path of the code in Rust.
    fn rust(&self) -> Option<String> {
        let (code, domain) = self.code.zip(self.domain)?;
        let (vendor, domain) = (&self.vendor.name, &domain.type_ident);
        Some(format!("{vendor}::{domain}::{}", code.ident))
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = self.report();
        let values = COLUMNS.iter();
        serializer.collect_map(values.map(|(name, value)| (name, value(self, &decision))))
    }
}
