//! Faults as events of the crate `tracing`.

use tracing::Level;

use crate::decision::Severity;
use crate::fault::{Catalogue, Fault};
use crate::text::Text;

/// A token of the vendor's is logged up to this length.
const MAX_TOKEN: usize = 128;

impl<V: Catalogue> Fault<'_, V> {
    /// Emits the fault as one event with the target `faultbook`. Needs the feature `tracing`.
    ///
    /// The severities `info`, `warning` and `error` are the levels `INFO`, `WARN` and `ERROR`; `security` is `ERROR` too,
    /// and told from it by the field. The event's message is what the fault displays, and its fields are, in the words of
    /// the book:
    ///
    /// | field | what it holds |
    /// |---|---|
    /// | `vendor`, `operation` | whose answer it was, and to what |
    /// | `outcome`, `severity`, `class` | what was decided |
    /// | `domain`, `code` | the code as it stood on the wire and the domain that it belongs to, if there is one |
    /// | `known` | whether the book knows the code |
    /// | `status` | the HTTP status; absent if the client itself raised the fault |
    /// | `retryable`, `retry` | whether to repeat the call, and the kind of policy: `never`, `after`, `backoff`, `on_next` or `after_action` |
    /// | `retry_after_ms` | how long the vendor asks to wait, if it does |
    /// | `trace_id` | what the vendor can find the call by, if it told it |
    ///
    /// Of what the vendor sent, an unknown code and the trace ID are told, and only if they are tokens: at most 128 visible
    /// ASCII characters, so that they cannot forge a line of a log. The vendor's own message is not among the fields, because
    /// messages quote what they were sent, credentials included; who wants it adds [`message`](Self::message) to an event
    /// of their own.
    pub fn emit_event(&self) {
        let known = self.reading().code().is_some();
        let code = self.wire_code().filter(|code| known || is_token(code));
        macro_rules! emit {
            ($level:expr) => {
                tracing::event!(
                    target: "faultbook",
                    $level,
                    vendor = self.vendor(),
                    operation = self.operation(),
                    outcome = self.outcome().as_str(),
                    severity = self.severity().as_str(),
                    class = %self.class(),
                    domain = self.domain(),
                    code = code.map(tracing::field::display),
                    known,
                    status = self.status(),
                    retryable = self.is_retryable(),
                    retry = self.reading().retry().kind.as_str(),
                    retry_after_ms = self.retry_after().map(|wait| wait.as_millis()),
                    trace_id = self.trace_id().filter(is_token).map(tracing::field::display),
                    "{self}"
                )
            };
        }
        match self.severity() {
            Severity::Info => emit!(Level::INFO),
            Severity::Warning => emit!(Level::WARN),
            Severity::Error | Severity::Security => emit!(Level::ERROR),
        }
    }
}

fn is_token(text: &Text<'_>) -> bool {
    let mut rest = text.chars();
    rest.by_ref().take(MAX_TOKEN).all(|c| c.is_ascii_graphic()) && rest.next().is_none()
}
