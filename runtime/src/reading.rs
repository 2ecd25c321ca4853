//! What a response was found to say, before it is told in a vendor's own types.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::fmt;
use core::time::Duration;

use crate::date;
use crate::decision::Outcome;
use crate::engine::{Found, decision_at};
use crate::json::Document;
#[cfg(feature = "alloc")]
use crate::kept::Kept;
use crate::pattern::{Budget, Matches};
use crate::response::{Header, Headers};
use crate::tables::{
    Capture, Decision, Domain, Envelope, Field, NONE, Operation, Part, Retry, RetryKind, Span,
    UserText, Vendor,
};
use crate::text::Text;
use crate::view::View;

/// So many bytes of a body are kept as they came.
pub(crate) const EXCERPT: usize = 4096;

/// What a response was found to say, as indices into the vendor's tables.
///
/// It keeps the response itself and looks for texts only when asked: most callers need few of them.
#[derive(Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and a reading is copied around"
)]
pub struct Reading<'t, 'a> {
    pub(crate) vendor: &'t Vendor<'t>,
    pub(crate) evidence: Evidence<'a>,
    pub(crate) operation: u16,
    pub(crate) status: u16,
    pub(crate) raised: bool,
    /// Whether the request may have reached the vendor.
    pub(crate) sent: bool,
    pub(crate) fallback: bool,
    pub(crate) found: Found,
    pub(crate) decision: u16,
    /// Whether any condition had to hold for the decision.
    pub(crate) is_conditional: bool,
}

/// The response, or what was kept of it.
#[derive(Clone)]
pub(crate) enum Evidence<'a> {
    Borrowed {
        body: &'a [u8],
        headers: &'a dyn Headers,
    },
    #[cfg(feature = "alloc")]
    Kept(Box<Kept>),
}

impl<'t> Reading<'t, '_> {
    /// The tables that the response was read with.
    #[must_use]
    pub fn vendor(&self) -> &'t Vendor<'t> {
        self.vendor
    }

    /// The operation, as an index.
    #[must_use]
    pub fn operation(&self) -> u16 {
        self.operation
    }

    /// The operation's name in the book.
    #[must_use]
    pub fn operation_name(&self) -> &'t str {
        self.operation_row()
            .map_or("", |operation| operation.name.text(self.vendor.text))
    }

    /// Whether the operation asked for is not in the book, so that `request` stood in for it.
    #[must_use]
    pub fn is_fallback(&self) -> bool {
        self.fallback
    }

    pub(crate) fn operation_row(&self) -> Option<&'t Operation> {
        self.vendor.operations.get(usize::from(self.operation))
    }

    /// The status as it came; `None` if the client itself raised the code.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        (!self.raised).then_some(self.status)
    }

    /// The known code, as an index into the vendor's codes.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        (usize::from(self.found.entry) < self.vendor.codes()).then_some(self.found.entry)
    }

    /// The domain, as an index.
    #[must_use]
    pub fn domain(&self) -> Option<u16> {
        (self.found.domain != NONE).then_some(self.found.domain)
    }

    fn domain_row(&self) -> Option<&'t Domain> {
        self.vendor.domains.get(usize::from(self.found.domain))
    }

    /// The domain's name in the book.
    #[must_use]
    pub fn domain_name(&self) -> Option<&'t str> {
        Some(self.domain_row()?.name.text(self.vendor.text))
    }

    /// The code as it stood on the wire, known or not.
    #[must_use]
    pub fn wire_code(&self) -> Option<Text<'_>> {
        if let Some(code) = self.code() {
            return Some(Text::plain(self.vendor.wires.get(usize::from(code))));
        }
        let source = self.vendor.sources.get(usize::from(self.found.source))?;
        self.view().text(*source)
    }

    /// The decision's row.
    #[must_use]
    pub fn decision(&self) -> &'t Decision {
        decision_at(self.vendor, self.decision)
    }

    /// The retry policy's row.
    #[must_use]
    pub fn retry(&self) -> Retry {
        const NEVER: Retry = Retry {
            kind: RetryKind::Never,
            attempts: None,
            if_exhausted: Span { start: 0, len: 0 },
        };
        self.vendor
            .retries
            .get(usize::from(self.decision().retry))
            .copied()
            .unwrap_or(NEVER)
    }

    /// Actions of the book, as indices.
    #[must_use]
    pub fn actions(&self, actions: Span) -> &'t [u16] {
        actions.of(self.vendor.actions)
    }

    /// Whether the call may have been carried out although it failed.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        match self.status() {
            None => self.sent,
            Some(200..=299) => self.code().is_none(),
            Some(status) => status == 408 || !(400..=499).contains(&status),
        }
    }

    /// How long the vendor asks to wait. Only a retryable policy listens to it, and never for longer than the book allows.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let retryable = self.retry().kind.is_retryable();
        let hint = self.hints().retry_after.filter(|_| retryable)?;
        Some(hint.min(Duration::from_millis(self.vendor.hints.max_wait_ms.into())))
    }

    /// What the headers tell of waits and limits.
    #[must_use]
    pub fn hints(&self) -> Hints {
        Hints::read(self.vendor, self.headers())
    }

    /// How long is left before the vendor acts by itself.
    #[must_use]
    pub fn grace_period(&self) -> Option<Duration> {
        let grace = self.decision().grace_period_ms;
        (grace > 0).then(|| Duration::from_millis(grace.into()))
    }

    /// What the end user may be shown.
    #[must_use]
    pub fn user_message(&self) -> Option<UserMessage<'_>> {
        let message = UserMessage {
            vendor: self.vendor,
            text: self.decision().user_message,
            code: self.found.entry,
            captures: self.captures(),
        };
        (!matches!(message.text, UserText::Silent)).then_some(message)
    }

    /// Whether nobody outside may learn what went wrong.
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        self.decision().confidential
    }

    /// The reason that the vendor's own callback would tell; failures alone have one.
    #[must_use]
    pub fn failure_reason(&self) -> Option<&'t str> {
        let reason = self.operation_row()?.failure_reason.text(self.vendor.text);
        (self.decision().outcome == Outcome::Failure && !reason.is_empty()).then_some(reason)
    }

    fn envelope(&self) -> Envelope {
        self.vendor
            .envelopes
            .get(usize::from(self.found.envelope))
            .copied()
            .unwrap_or_default()
    }

    /// The vendor's own message: not for the end user.
    #[must_use]
    pub fn message(&self) -> Option<Text<'_>> {
        self.texts().message()
    }

    /// What the vendor can find the call by.
    #[must_use]
    pub fn trace_id(&self) -> Option<Text<'_>> {
        self.texts().trace_id()
    }

    /// When the vendor says that it happened, as it says it.
    #[must_use]
    pub fn timestamp(&self) -> Option<Text<'_>> {
        self.texts().timestamp()
    }

    /// The category as it stood on the wire.
    #[must_use]
    pub fn category(&self) -> Option<Text<'_>> {
        self.texts().category()
    }

    /// The fields that the book gives names to.
    pub fn fields(&self) -> impl Iterator<Item = (&'t str, Text<'_>)> {
        let texts = self.texts();
        let fields = texts.fields().iter();
        fields.filter_map(move |field| texts.field(field))
    }

    /// What the response says about single inputs.
    pub fn details(&self) -> impl Iterator<Item = Detail<'_>> {
        self.texts().details()
    }

    /// The values that the rules behind the decision picked out of messages.
    #[must_use]
    pub fn captures(&self) -> Captures<'_> {
        let matches = if self.is_conditional {
            self.view().captures(self.operation, self.found)
        } else {
            Matches::new()
        };
        Captures {
            names: self.vendor.text,
            matches,
        }
    }

    /// The beginning of the body, at most 4 KiB of it.
    #[must_use]
    pub fn body_excerpt(&self) -> &[u8] {
        let body = self.body();
        body.get(..EXCERPT).unwrap_or(body)
    }

    fn body(&self) -> &[u8] {
        match &self.evidence {
            Evidence::Borrowed { body, .. } => body,
            #[cfg(feature = "alloc")]
            Evidence::Kept(kept) => kept.excerpt(),
        }
    }

    fn headers(&self) -> &dyn Headers {
        match &self.evidence {
            Evidence::Borrowed { headers, .. } => *headers,
            #[cfg(feature = "alloc")]
            Evidence::Kept(kept) => kept.headers(),
        }
    }

    /// For who asks for several texts: the body is walked once.
    pub(crate) fn texts(&self) -> Texts<'t, '_> {
        Texts {
            envelope: self.envelope(),
            view: self.view(),
        }
    }

    fn view(&self) -> View<'t, '_> {
        let document = match &self.evidence {
            Evidence::Borrowed { body, .. } => Document::read(self.vendor, body),
            #[cfg(feature = "alloc")]
            Evidence::Kept(kept) => kept.document(),
        };
        View {
            vendor: self.vendor,
            document,
            body: self.body(),
            headers: self.headers(),
            status: self.status,
            budget: Budget::new(),
        }
    }

    /// The same reading with a copy of what it needs of the response.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn into_owned(self) -> Reading<'t, 'static> {
        let kept = match self.evidence {
            Evidence::Kept(kept) => kept,
            Evidence::Borrowed { body, headers } => {
                Box::new(Kept::copy(self.vendor, body, headers))
            }
        };
        Reading {
            vendor: self.vendor,
            evidence: Evidence::Kept(kept),
            operation: self.operation,
            status: self.status,
            raised: self.raised,
            sent: self.sent,
            fallback: self.fallback,
            found: self.found,
            decision: self.decision,
            is_conditional: self.is_conditional,
        }
    }
}

/// The texts of a response that an envelope tells the places of.
pub(crate) struct Texts<'t, 'v> {
    envelope: Envelope,
    view: View<'t, 'v>,
}

impl<'t: 'v, 'v> Texts<'t, 'v> {
    pub(crate) fn message(&self) -> Option<Text<'v>> {
        self.view.first_text(self.envelope.message)
    }

    pub(crate) fn trace_id(&self) -> Option<Text<'v>> {
        self.view.first_text(self.envelope.trace_id)
    }

    pub(crate) fn timestamp(&self) -> Option<Text<'v>> {
        self.view.first_text(self.envelope.timestamp)
    }

    pub(crate) fn category(&self) -> Option<Text<'v>> {
        self.view.first_text(self.envelope.category)
    }

    /// The rows of the named fields, whether the response has them or not.
    pub(crate) fn fields(&self) -> &'t [Field] {
        self.envelope.fields.of(self.view.vendor.fields)
    }

    /// The name of a field and its text, if the response has it.
    pub(crate) fn field(&self, field: &Field) -> Option<(&'t str, Text<'v>)> {
        let text = self.view.first_text(field.sources)?;
        Some((field.name.text(self.view.vendor.text), text))
    }

    pub(crate) fn details(&self) -> impl Iterator<Item = Detail<'v>> + use<'t, 'v> {
        self.view.details(self.envelope.details)
    }
}

/// What a response says about one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detail<'a> {
    /// The input's name, if the vendor tells one.
    pub field: Option<Text<'a>>,
    /// What the vendor says about it: not for the end user.
    pub message: Option<Text<'a>>,
}

/// What the headers of a response tell of waits and limits, on failures and successes alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hints {
    /// How long to wait before the next call: seconds, or a date counted from the response's own `Date`.
    pub retry_after: Option<Duration>,
    /// How many calls the current window allows.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// When the window ends.
    pub reset: Option<Reset>,
}

/// When a window of rate limiting ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reset {
    /// At this many seconds after the Unix epoch.
    Epoch(u64),
    /// After this time.
    In(Duration),
}

impl Hints {
    /// Reads the hints that a vendor's tables name. What cannot be read is absent, and so is what is sent twice with
    /// different values: none of these headers has a list of values (RFC 9110, section 5.5).
    #[must_use]
    pub fn read(vendor: &Vendor<'_>, headers: &dyn Headers) -> Self {
        let text = |name: Span| Header::find(headers, name.text(vendor.text))?.only_text();
        let number = |name| text(name).and_then(whole_number);
        let hints = vendor.hints;
        let reset = number(hints.reset);
        Self {
            retry_after: text(hints.retry_after).and_then(|value| retry_after(value, headers)),
            limit: number(hints.limit),
            remaining: number(hints.remaining),
            reset: reset.map(|n| {
                if hints.reset_is_epoch {
                    Reset::Epoch(n)
                } else {
                    Reset::In(Duration::from_secs(n))
                }
            }),
        }
    }
}

fn retry_after(value: &str, headers: &dyn Headers) -> Option<Duration> {
    whole_number(value)
        .or_else(|| seconds_until(value, headers))
        .map(Duration::from_secs)
}

fn seconds_until(date: &str, headers: &dyn Headers) -> Option<u64> {
    let now = Header::find(headers, "Date")?.only_text()?;
    Some(date::parse(date)?.saturating_sub(date::parse(now)?))
}

fn whole_number(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u64::MAX))
}

/// The values that were picked out of messages, by name.
#[derive(Clone, Copy)]
pub struct Captures<'a> {
    names: &'a str,
    matches: Matches<'a>,
}

impl<'a> Captures<'a> {
    /// The value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Text<'a>> {
        self.iter().find(|(n, _)| *n == name).map(|(_, text)| text)
    }

    /// All names and values, in the order of the book's pattern.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Text<'a>)> + '_ {
        let names = self.names;
        self.matches
            .iter()
            .map(move |(name, text)| (name.text(names), text))
    }
}

impl fmt::Debug for Captures<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// A text of the book that is safe to show to the end user. Displaying it is all there is to it.
///
/// It holds nothing that the vendor sent, but for numbers that a rule of the book picked out and names in the text.
#[derive(Clone, Copy)]
pub struct UserMessage<'a> {
    vendor: &'a Vendor<'a>,
    text: UserText,
    code: u16,
    captures: Captures<'a>,
}

impl fmt::Display for UserMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let vendor = self.vendor;
        match self.text {
            UserText::Silent => Ok(()),
            UserText::OfCode => f.write_str(vendor.user_messages.get(usize::from(self.code))),
            UserText::Parts(parts) => {
                parts
                    .of(vendor.parts)
                    .iter()
                    .try_for_each(|part| match *part {
                        Part::Literal(literal) => f.write_str(literal.text(vendor.text)),
                        Part::Capture {
                            name,
                            kind: Capture::Decimal | Capture::Integer,
                        } => self.write_number(name, f),
                        Part::Capture { .. } => Ok(()),
                    })
            }
        }
    }
}

impl UserMessage<'_> {
    fn write_number(&self, name: Span, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.captures.get(name.text(self.vendor.text));
        number.map_or(Ok(()), |number| fmt::Display::fmt(&number, f))
    }
}

impl fmt::Debug for UserMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_fmt(format_args!("\"{self}\""))
    }
}

impl fmt::Display for Reading<'_, '_> {
    /// One line for a log. Of the vendor's texts it tells only those that the book knows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {}",
            self.vendor.name,
            self.operation_name(),
            self.decision().outcome
        )?;
        match (self.code(), self.found.source) {
            (Some(code), _) => write!(f, ": {}", self.vendor.wires.get(usize::from(code)))?,
            (None, NONE) => {}
            (None, _) => f.write_str(": unknown code")?,
        }
        match self.status() {
            Some(status) => write!(f, " (status {status})"),
            None => f.write_str(" (raised by the client)"),
        }
    }
}

impl fmt::Debug for Reading<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reading({self})")
    }
}
