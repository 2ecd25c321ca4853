//! Faults as events of the crate `tracing`.

use tracing::Level;

use crate::decision::Severity;
use crate::fault::{Fault, VendorTypes};
use crate::reason::Reason;
use crate::text::Text;
use crate::wait::millis;

/// The maximum length of a vendor's token in a log.
const MAX_TOKEN: usize = 128;

impl<V: VendorTypes> Fault<'_, V> {
    /// Emits the fault as one event with the target `faultbook`. Needs the feature `tracing`.
    ///
    /// The severities `info`, `warning` and `error` map to the levels `INFO`, `WARN` and `ERROR`; `security` is
    /// `ERROR`, too, and differs in the field `severity`. The event's message is the `Display` of the fault, and its
    /// fields are:
    ///
    /// | field | value |
    /// |---|---|
    /// | `vendor`, `operation` | the vendor and the call |
    /// | `outcome`, `severity`, `class` | the decision |
    /// | `domain`, `code` | the code as it appeared on the wire, and its domain, if there is one |
    /// | `known` | whether the book knows the code |
    /// | `unknown_code` | a code that the book does not have, next to a known one, if there is one |
    /// | `reason` | why there is no known code, or why it is not the success that it seems to be, if so |
    /// | `status` | the HTTP status; absent if the client itself raised the fault |
    /// | `retryable`, `retry` | whether to repeat the call, and the kind of policy: `never`, `after`, `backoff`, `on_next` or `after_action` |
    /// | `retry_after_ms` | the wait that the vendor asks for, if any |
    /// | `trace_id` | the vendor's id of the call, if any |
    ///
    /// Of the vendor's texts, only an unknown code and the trace ID are included, and only if they are tokens of at
    /// most 128 visible ASCII characters, so that they cannot forge a line of a log. The vendor's message is not a
    /// field, because messages quote what they were sent, including credentials; to log it, add
    /// [`message`](Self::message) to an event of your own.
    pub fn emit_event(&self) {
        let known = self.reading().code().is_some();
        let code = self.wire_code().filter(|code| known || is_token(code));
        let unknown = self.unknown_code().filter(|code| known && is_token(code));
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
                    unknown_code = unknown.map(tracing::field::display),
                    reason = self.reason().map(Reason::as_str),
                    status = self.status(),
                    retryable = self.is_retryable(),
                    retry = self.reading().retry().kind.as_str(),
                    retry_after_ms = self.retry_after().map(millis),
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
