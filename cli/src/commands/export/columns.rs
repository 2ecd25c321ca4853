//! A row and its columns, whose names and order are part of the output format.

use faultbook_codegen::RetryReport;
use faultbook_codegen::model::{
    Book, Category, Class, Code, Decision, Domain, Operation, Outcome, Remarks, UserText, Vendor,
};
use faultbook_codegen::render;
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
type Column = (&'static str, fn(&Row<'_>) -> Value);

/// The columns in order.
pub(super) const COLUMNS: [Column; 45] = [
    ("vendor", |row| json!(row.vendor.name)),
    ("operation", |row| json!(row.operation.name)),
    ("rank", |row| json!(row.rank)),
    ("kind", |row| json!(row.kind.as_str())),
    ("domain", |row| json!(row.domain.map(|own| &own.name))),
    ("category", |row| json!(row.category.map(|own| &own.name))),
    ("code", |row| json!(row.code.map(|code| &code.wire))),
    ("aliases", |row| json!(row.code.map(|code| &code.aliases))),
    ("statuses", |row| json!(row.code.map(|code| &code.statuses))),
    ("status_min", |row| json!(row.statuses.map(|(lo, _)| lo))),
    ("status_max", |row| json!(row.statuses.map(|(_, hi)| hi))),
    ("typical", |row| json!(row.is_typical)),
    ("when", |row| json!(row.when)),
    ("doubtful", |row| json!(row.is_doubtful)),
    ("known", |row| json!(row.is_known())),
    ("outcome", |row| json!(row.decision.outcome.value.as_str())),
    ("class", |row| json!(row.class().name)),
    ("grpc", |row| json!(row.class().grpc.name)),
    ("severity", |row| {
        json!(row.decision.severity.value.as_str())
    }),
    ("actions", |row| row.actions(&row.decision.actions.value)),
    ("forbid", |row| row.actions(&row.decision.forbid.value)),
    ("retryable", |row| json!(is_retryable(&row.retry()))),
    ("retry_kind", |row| json!(row.retry().kind)),
    ("retry_min_ms", |row| json!(row.retry().min_ms)),
    ("retry_base_ms", |row| json!(row.retry().base_ms)),
    ("retry_factor", |row| json!(row.retry().factor)),
    ("retry_max_ms", |row| json!(row.retry().max_ms)),
    ("retry_jitter", |row| json!(row.retry().jitter)),
    ("retry_operation", |row| json!(row.retry().operation)),
    ("retry_action", |row| json!(row.retry().action)),
    ("retry_attempts", |row| json!(row.retry().attempts)),
    ("retry_if_exhausted", |row| json!(row.retry().if_exhausted)),
    ("grace_period_ms", |row| {
        json!(row.decision.grace_period_ms.value)
    }),
    ("user_message", |row| json!(row.user_message())),
    ("confidential", |row| json!(row.decision.confidential)),
    ("failure_reason", |row| json!(row.failure_reason())),
    ("decided_by", |row| row.decided_by()),
    ("summary", |row| json!(row.code.map(|code| &code.summary))),
    ("description", |row| json!(row.description())),
    ("advice", |row| json!(row.remarks().map(|own| &own.advice))),
    ("notes", |row| json!(row.remarks().map(|own| &own.notes))),
    ("since", |row| {
        json!(row.code.and_then(|code| code.since.as_ref()))
    }),
    ("deprecated", |row| row.deprecated()),
    ("source", |row| json!(row.source())),
    ("rust", |row| json!(row.rust())),
];

impl Row<'_> {
    /// The values as texts: lists and objects are JSON, and missing values are empty.
    pub(super) fn cells(&self) -> impl Iterator<Item = String> {
        COLUMNS.iter().map(|(_, value)| match value(self) {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        })
    }

    fn is_known(&self) -> bool {
        self.code.is_some() && !self.is_doubtful
    }

    fn class(&self) -> &Class {
        &self.book.classes[self.decision.class.value]
    }

    fn actions(&self, actions: &[usize]) -> Value {
        let names = actions
            .iter()
            .map(|at| self.book.actions[*at].name.as_str());
        names.collect()
    }

    fn retry(&self) -> RetryReport {
        let policy = &self.decision.retry.value;
        RetryReport::new(policy, &self.book.actions, &self.vendor.operations)
    }

    fn user_message(&self) -> Option<String> {
        match &self.decision.user_message.value {
            UserText::Silent => None,
            text => Some(render::user_text(text, self.code)),
        }
    }

    fn failure_reason(&self) -> Option<&str> {
        let has_failed = self.decision.outcome.value == Outcome::Failure;
        let reason = self.operation.failure_reason.as_deref();
        reason.filter(|_| has_failed)
    }

    fn decided_by(&self) -> Value {
        let layers = self.decision.decided_by();
        let named = layers.iter();
        let named = named.map(|(field, layer)| (field.to_owned(), layer.to_string().into()));
        Value::Object(named.collect())
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

    fn deprecated(&self) -> Value {
        let deprecated = self.code.and_then(|code| code.deprecated.as_ref());
        deprecated.map_or(
            Value::Null,
            |own| json!({ "since": own.since, "replaced_by": own.replaced_by, "note": own.note }),
        )
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(COLUMNS.iter().map(|(name, value)| (name, value(self))))
    }
}

/// Whether the call can be repeated without an action.
fn is_retryable(retry: &RetryReport) -> bool {
    !matches!(retry.kind, "never" | "after_action")
}
