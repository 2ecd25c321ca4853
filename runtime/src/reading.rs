//! The result of reading a response, before it is converted to a vendor's own types.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, sync::Arc};
use core::cell::Cell;
use core::fmt;
use core::time::Duration;

use crate::body::{Document, EXCERPT, Trie, format_of, without_prefix};
use crate::decision::{DecidedBy, Layer, Outcome, Place, Severity};
use crate::detail::Detail;
use crate::element::Listed;
#[cfg(feature = "alloc")]
use crate::kept::Kept;
use crate::language;
use crate::limit::{RateLimit, Reset};
use crate::pattern::{Budget, Matches};
use crate::quantity::{self, Operands};
use crate::reason::Reason;
use crate::response::{Headers, Response};
use crate::slots::Walked;
use crate::tables::{
    Capture, Decision, Domain, Envelope, Field, Format, Kind, NONE, Operation, Part, Retry,
    RetryKind, Span, UserText, Vendor,
};
use crate::text::Text;
use crate::view::{View, hints_in_body};

/// The result of reading a response, as indices into the vendor's tables.
///
/// It keeps the response and extracts texts only on request: most callers need few of them. Of a short body it remembers where
/// the wanted values lie.
#[derive(Clone)]
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
    /// The error that was read, of those that the response lists.
    pub(crate) element: Listed,
    /// The arm that decided.
    pub(crate) arm: u32,
    pub(crate) reason: Option<Reason>,
}

/// What the response was found to be.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) entry: u16,
    pub(crate) domain: u16,
    pub(crate) envelope: u16,
    /// Where the code was found, as an index into the vendor's sources.
    pub(crate) source: u16,
}

/// The response, or the parts of it that were copied.
#[derive(Clone)]
pub(crate) enum Evidence<'a> {
    Borrowed {
        body: &'a [u8],
        headers: &'a dyn Headers,
        walked: Walked,
    },
    #[cfg(feature = "alloc")]
    Kept(Arc<Kept>),
    /// There was none: the error of the client that raised the code.
    #[cfg(feature = "alloc")]
    Error(Arc<dyn core::error::Error + Send + Sync>),
}

/// The row of a decision.
pub(crate) fn decision_at<'t>(vendor: &Vendor<'t>, decision: u16) -> &'t Decision {
    /// What tables without the row would decide: a failure about which nothing is known.
    static UNDECIDED: Decision = {
        const GUARD: Layer = Layer::of(Place::Guard);
        const NOTHING: Span = Span { start: 0, len: 0 };
        Decision {
            class: NONE,
            outcome: Outcome::Failure,
            severity: Severity::Error,
            retry: NONE,
            actions: NOTHING,
            forbid: NOTHING,
            grace_period_ms: 0,
            user_message: UserText::Silent,
            // Nothing is known about it, so there is nothing to keep.
            confidential: false,
            decided_by: DecidedBy {
                class: GUARD,
                outcome: GUARD,
                severity: GUARD,
                retry: GUARD,
                actions: GUARD,
                forbid: GUARD,
                grace_period: GUARD,
                user_message: GUARD,
            },
        }
    };
    vendor
        .decisions
        .get(usize::from(decision))
        .unwrap_or(&UNDECIDED)
}

/// The row of a decision's retry policy.
pub(crate) fn retry_at(vendor: &Vendor<'_>, decision: &Decision) -> Retry {
    const NEVER: Retry = Retry {
        kind: RetryKind::Never,
        attempts: None,
        if_exhausted: Span { start: 0, len: 0 },
    };
    let row = vendor.retries.get(usize::from(decision.retry));
    row.copied().unwrap_or(NEVER)
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

    /// Whether the operation is not in the book, so that the response was read as one to `request`.
    #[must_use]
    pub fn is_fallback(&self) -> bool {
        self.fallback
    }

    pub(crate) fn operation_row(&self) -> Option<&'t Operation> {
        self.vendor.operations.get(usize::from(self.operation))
    }

    /// The status; `None` if the client itself raised the code.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        (!self.raised).then_some(self.status)
    }

    /// The known code, as an index into the vendor's codes.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        (usize::from(self.found.entry) < self.vendor.codes()).then_some(self.found.entry)
    }

    /// Why there is no known code, or why the response is not the success that its code or status indicates.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// Where the code was found, as an index into [`Vendor::sources`]; `None` if there is no code in the response.
    #[must_use]
    pub fn code_source(&self) -> Option<u16> {
        (self.found.source != NONE).then_some(self.found.source)
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

    /// The code as it appeared on the wire, known or not.
    #[must_use]
    pub fn wire_code(&self) -> Option<Text<'_>> {
        self.known_code().or_else(|| self.texts().code())
    }

    pub(crate) fn known_code(&self) -> Option<Text<'t>> {
        let code = self.code()?;
        Some(Text::plain(self.vendor.wires.get(usize::from(code))))
    }

    /// What the code is in the body, of those that have types; `None` if it is elsewhere.
    #[must_use]
    pub fn code_kind(&self) -> Option<Kind> {
        let source = self.vendor.sources.get(usize::from(self.found.source))?;
        self.view().kind(*source)
    }

    /// The decision, as an index.
    #[must_use]
    pub fn decision_index(&self) -> u16 {
        self.decision
    }

    /// The decision's row.
    #[must_use]
    pub fn decision(&self) -> &'t Decision {
        decision_at(self.vendor, self.decision)
    }

    /// The retry policy's row.
    #[must_use]
    pub fn retry(&self) -> Retry {
        retry_at(self.vendor, self.decision())
    }

    /// Actions of the book, as indices.
    #[must_use]
    pub fn actions(&self, actions: Span) -> &'t [u16] {
        actions.of(self.vendor.actions)
    }

    /// The status that decides: that in the body, if it makes things worse.
    fn deciding_status(&self) -> u16 {
        let envelope = self.vendor.envelopes.first();
        match envelope.map_or(0, |envelope| envelope.status.len) {
            0 => self.status,
            _ => self.view().status,
        }
    }

    /// Whether the call may have been carried out, at least in part, although it failed.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        let may_be_done = |status: u16| match status {
            // Some of the parts of the call may have failed, or there is a result next to the error.
            200..=299 => self.code().is_none() || self.may_be_done_in_part(),
            status => status == 408 || !(400..=499).contains(&status),
        };
        match self.status() {
            None => self.sent,
            // A status in the body makes nothing certain, either.
            Some(status) => may_be_done(status) || may_be_done(self.deciding_status()),
        }
    }

    /// The wait that the vendor asks for, if the call is retryable. It is capped by the book's `max_wait`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_at(None)
    }

    /// The same, with the current time in seconds since the Unix epoch for a response without a `Date`.
    #[must_use]
    pub fn retry_after_at(&self, now: Option<u64>) -> Option<Duration> {
        let retryable = self.retry().kind.is_retryable();
        let wait = retryable.then(|| self.wait(self.hint_view(), now))??;
        Some(wait.min(Duration::from_millis(self.vendor.max_wait_ms.into())))
    }

    /// The waits and rate limits that the response names.
    #[must_use]
    pub fn hints(&self) -> Hints {
        let view = self.hint_view();
        let hints = Hints::of_limits(&view);
        let retry_after = self.wait(view, None);
        Hints {
            retry_after,
            ..hints
        }
    }

    /// The rate limits that the response reports, in the order of the book.
    pub fn rate_limits(&self) -> impl Iterator<Item = RateLimit<'t>> {
        // Most vendors have none, and a view may need another walk over the body.
        let view = (!self.vendor.limits.is_empty()).then(|| self.hint_view());
        let limits = view.map(|view| {
            self.vendor
                .limits
                .iter()
                .map(move |limit| view.limit(limit))
        });
        limits.into_iter().flatten()
    }

    /// What waits and rate limits are read from.
    fn hint_view(&self) -> View<'t, '_> {
        if hints_in_body(self.vendor) {
            self.view()
        } else {
            View::of_headers(self.vendor, self.headers())
        }
    }

    /// The time left before the vendor acts on its own.
    #[must_use]
    pub fn grace_period(&self) -> Option<Duration> {
        let grace = self.decision().grace_period_ms;
        (grace > 0).then(|| Duration::from_millis(grace.into()))
    }

    /// The text that the end user may see.
    #[must_use]
    pub fn user_message(&self) -> Option<UserMessage<'_>> {
        let captures = match self.decision().user_message {
            UserText::Silent => return None,
            UserText::OfCode => Captures::none(),
            UserText::Parts(_) => self.captures(),
        };
        self.user_message_with(&captures)
    }

    /// The text that the end user may see, given the captures.
    pub(crate) fn user_message_with<'r>(
        &'r self,
        captures: &Captures<'r>,
    ) -> Option<UserMessage<'r>> {
        let text = self.decision().user_message;
        (text != UserText::Silent).then_some(UserMessage {
            vendor: self.vendor,
            text,
            code: self.found.entry,
            captures: *captures,
            language: 0,
        })
    }

    /// The text that the end user may see, in one of the languages that they accept.
    #[must_use]
    pub fn user_message_in(&self, accepted: &str) -> Option<UserMessage<'_>> {
        Some(self.user_message()?.in_accepted(accepted))
    }

    /// Whether the cause is confidential.
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        self.decision().confidential
    }

    /// The reason to record, as the vendor's own callback would report it; only failures have one.
    #[must_use]
    pub fn failure_reason(&self) -> Option<&'t str> {
        let reason = self.operation_row()?.failure_reason.text(self.vendor.text);
        (self.decision().outcome == Outcome::Failure && !reason.is_empty()).then_some(reason)
    }

    pub(crate) fn envelope(&self) -> &'t Envelope {
        /// Of tables without any.
        static NOWHERE: Envelope = Envelope::EMPTY;
        let own = self.vendor.envelopes.get(usize::from(self.found.envelope));
        own.unwrap_or(&NOWHERE)
    }

    /// The vendor's message: not for end users.
    #[must_use]
    pub fn message(&self) -> Option<Text<'_>> {
        self.texts().message()
    }

    /// The vendor's id of the call.
    #[must_use]
    pub fn trace_id(&self) -> Option<Text<'_>> {
        self.texts().trace_id()
    }

    /// The vendor's timestamp, as text.
    #[must_use]
    pub fn timestamp(&self) -> Option<Text<'_>> {
        self.texts().timestamp()
    }

    /// The category as it appeared on the wire.
    #[must_use]
    pub fn category(&self) -> Option<Text<'_>> {
        self.texts().category()
    }

    /// The rows of additional values.
    #[must_use]
    pub fn fields_of(&self, fields: Span) -> &'t [Field] {
        fields.of(self.vendor.fields)
    }

    /// What each of these [`Vendor::sources`] finds in the response.
    pub fn sources(&self, sources: Span) -> impl Iterator<Item = Sourced<'_>> {
        let view = self.view();
        let sources = sources.of(self.vendor.sources).iter();
        sources.map(move |source| match view.scalar(*source) {
            _ if view.is_mistyped(*source) => Sourced::Unreadable,
            Some(text) => Sourced::Text(text),
            None => Sourced::Nothing,
        })
    }

    /// The fields that the book names.
    pub fn fields(&self) -> impl Iterator<Item = (&'t str, Text<'_>)> {
        let texts = self.texts();
        let fields = texts.field_rows().iter();
        fields.filter_map(move |field| texts.field(field))
    }

    /// Whether the same was read from another response, or from a copy.
    pub(crate) fn is_same(&self, other: &Reading<'_, '_>) -> bool {
        let key = |own: &Reading<'_, '_>| {
            let found = own.found;
            let row = (own.operation, found.domain, found.entry, own.decision);
            (row, own.status(), own.sent, own.fallback, own.reason)
        };
        let (texts, others) = (self.texts(), other.texts());
        self.vendor.name == other.vendor.name
            && key(self) == key(other)
            && self.wire_code() == other.wire_code()
            && texts.category() == others.category()
            && texts.message() == others.message()
            && texts.trace_id() == others.trace_id()
            && texts.timestamp() == others.timestamp()
            && self.fields().eq(other.fields())
            && texts.details().eq(others.details())
            && self.hints().retry_after == other.hints().retry_after
            && self.rate_limits().eq(other.rate_limits())
    }

    /// Whether the response lists its errors, of which this is one.
    #[must_use]
    pub fn lists_errors(&self) -> bool {
        self.element != Listed::No
    }

    /// The errors of individual inputs in the response.
    pub fn details(&self) -> impl Iterator<Item = Detail<'_>> {
        self.texts().details()
    }

    /// The values that the rules of the decision captured from messages.
    #[must_use]
    pub fn captures(&self) -> Captures<'_> {
        if self.has_conditions() {
            self.texts().captures()
        } else {
            Captures::none()
        }
    }

    /// Whether the decision depends on conditions, so that there may be captures.
    fn has_conditions(&self) -> bool {
        let (operation, entry) = (self.operation, self.found.entry);
        let mut conditions = self.vendor.conditions_of(operation, entry, self.arm);
        conditions.next().is_some()
    }

    /// Whether the body is an event stream, of which one event was read.
    #[must_use]
    pub fn is_event_stream(&self) -> bool {
        let body = without_prefix(self.vendor, self.body());
        format_of(self.vendor, self.operation, body, self.headers()) == Format::Events
    }

    /// The first 4 KiB of the body.
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
            #[cfg(feature = "alloc")]
            Evidence::Error(_) => &[],
        }
    }

    fn headers(&self) -> &dyn Headers {
        match &self.evidence {
            Evidence::Borrowed { headers, .. } => *headers,
            #[cfg(feature = "alloc")]
            Evidence::Kept(kept) => kept.headers(),
            #[cfg(feature = "alloc")]
            Evidence::Error(_) => Response::new(0, b"").headers,
        }
    }

    /// The error of the client that raised the code, if it is known.
    pub(crate) fn error(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.evidence {
            #[cfg(feature = "alloc")]
            Evidence::Error(error) => Some(&**error),
            _ => None,
        }
    }

    /// Keeps the error of the client that raised the code.
    #[cfg(feature = "alloc")]
    pub(crate) fn keep_error(&mut self, error: Box<dyn core::error::Error + Send + Sync>) {
        if self.raised {
            self.evidence = Evidence::Error(error.into());
        }
    }

    /// The vendor's texts, for which the response is prepared only once.
    #[must_use]
    pub fn texts(&self) -> Texts<'t, '_> {
        Texts {
            reading: self,
            envelope: self.envelope(),
            view: self.view(),
        }
    }

    // A view is large: it is made where it stays, and then changed.
    pub(crate) fn view(&self) -> View<'t, '_> {
        let (vendor, operation) = (self.vendor, self.operation);
        let (body, headers) = (self.body(), self.headers());
        let mut view = View {
            vendor,
            document: match &self.evidence {
                Evidence::Borrowed { .. } => Document::of(vendor, operation, body, headers),
                #[cfg(feature = "alloc")]
                Evidence::Kept(kept) => kept.document(),
                #[cfg(feature = "alloc")]
                Evidence::Error(_) => Document::unread(&[], Format::Json),
            },
            body,
            headers,
            status: self.status,
            budget: Budget::new(),
            element: Cell::new(None),
        };
        #[cfg_attr(not(feature = "alloc"), expect(irrefutable_let_patterns))]
        if let Evidence::Borrowed { walked, .. } = &self.evidence {
            view.document.restore(Trie::of(vendor), walked);
        }
        view.heed_body_status();
        if let Listed::Worst(position) | Listed::Alone(position) = self.element {
            let element = view.errors(operation).nth(position as usize);
            view.element.set(element);
        }
        view
    }

    /// The same reading with a copy of the parts of the response that it needs.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn into_owned(self) -> Reading<'t, 'static> {
        let evidence = match self.evidence {
            Evidence::Kept(kept) => Evidence::Kept(kept),
            Evidence::Error(error) => Evidence::Error(error),
            Evidence::Borrowed { body, headers, .. } => {
                let kept = Kept::copy(self.vendor, self.operation, body, headers);
                Evidence::Kept(Arc::new(kept))
            }
        };
        Reading {
            vendor: self.vendor,
            evidence,
            operation: self.operation,
            status: self.status,
            raised: self.raised,
            sent: self.sent,
            fallback: self.fallback,
            found: self.found,
            decision: self.decision,
            element: self.element,
            arm: self.arm,
            reason: self.reason,
        }
    }
}

/// The vendor's texts in a response: for logs, not for end users.
///
/// The response is prepared once for all of them.
#[derive(Clone)]
pub struct Texts<'t, 'v> {
    pub(crate) reading: &'v Reading<'t, 'v>,
    envelope: &'t Envelope,
    view: View<'t, 'v>,
}

impl<'t: 'v, 'v> Texts<'t, 'v> {
    /// The response, with the budget for one question: what earlier ones have taken must not make a difference.
    pub(crate) fn view(&self) -> &View<'t, 'v> {
        self.view.budget.replace(&Budget::new());
        &self.view
    }

    /// The code as it appeared on the wire, known or not.
    pub(crate) fn code(&self) -> Option<Text<'v>> {
        self.reading.known_code().or_else(|| {
            let source = usize::from(self.reading.found.source);
            self.view().text(*self.view.vendor.sources.get(source)?)
        })
    }

    /// The values that the rules of the decision captured from messages.
    pub(crate) fn captures(&self) -> Captures<'v> {
        let reading = self.reading;
        if !reading.has_conditions() {
            return Captures::none();
        }
        let (operation, found) = (reading.operation, reading.found);
        Captures {
            names: self.view.vendor.text,
            matches: self.view().captures(operation, found, reading.arm),
        }
    }

    /// The vendor's message.
    #[must_use]
    pub fn message(&self) -> Option<Text<'v>> {
        self.view().first_text(self.envelope.message)
    }

    /// The vendor's id of the call.
    #[must_use]
    pub fn trace_id(&self) -> Option<Text<'v>> {
        self.view().first_scalar(self.envelope.trace_id)
    }

    /// The vendor's timestamp, as text.
    #[must_use]
    pub fn timestamp(&self) -> Option<Text<'v>> {
        self.view().first_scalar(self.envelope.timestamp)
    }

    /// The category as it appeared on the wire.
    #[must_use]
    pub fn category(&self) -> Option<Text<'v>> {
        self.view().first_text(self.envelope.category)
    }

    /// The fields of the response that the book names.
    pub fn fields(&self) -> impl Iterator<Item = (&'t str, Text<'v>)> + '_ {
        let fields = self.field_rows().iter();
        fields.filter_map(|field| self.field(field))
    }

    fn field_rows(&self) -> &'t [Field] {
        self.envelope.fields.of(self.view.vendor.fields)
    }

    fn field(&self, field: &Field) -> Option<(&'t str, Text<'v>)> {
        let text = self.view().first_scalar(field.sources)?;
        Some((field.name.text(self.view.vendor.text), text))
    }

    /// The errors of individual inputs in the response.
    pub fn details(&self) -> impl Iterator<Item = Detail<'v>> + use<'t, 'v> {
        self.view().details(self.envelope)
    }
}

impl<'t: 'v, 'v> fmt::Debug for Texts<'t, 'v> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts")
            .field("message", &self.message())
            .field("trace_id", &self.trace_id())
            .field("timestamp", &self.timestamp())
            .field("category", &self.category())
            .finish_non_exhaustive()
    }
}

/// What a source finds in a response.
#[derive(Clone, Copy, Debug)]
pub enum Sourced<'a> {
    /// A text, or a number or boolean as it is written.
    Text(Text<'a>),
    /// Nothing, `null` or an empty text.
    Nothing,
    /// Something that cannot be read as a text: another type, a repeated header, a text that no pattern matches.
    Unreadable,
}

/// The waits and rate limits of a response, for failures and successes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hints {
    /// The wait before the next call. A date counts from the response's `Date`.
    pub retry_after: Option<Duration>,
    /// The number of calls that the current window allows, according to the first of the rate limits.
    pub limit: Option<u64>,
    /// The number of calls left in the window.
    pub remaining: Option<u64>,
    /// The end of the window.
    pub reset: Option<Reset>,
}

impl Response<'_> {
    /// The waits and rate limits that a vendor's tables name.
    #[doc(hidden)]
    #[must_use]
    pub fn hints(&self, vendor: &Vendor<'_>) -> Hints {
        Hints::of(vendor, self)
    }
}

impl Hints {
    /// Reads what a vendor's tables name. What cannot be read is absent.
    fn read<'v>(view: &View<'v, 'v>) -> Self {
        Self {
            retry_after: view.wait(None),
            ..Self::of_limits(view)
        }
    }

    /// The first of the rate limits.
    fn of_limits<'v>(view: &View<'v, 'v>) -> Self {
        let limits = view.vendor.limits.first();
        let first = limits.map(|limit| view.limit(limit));
        Self {
            retry_after: None,
            limit: first.and_then(|first| first.limit),
            remaining: first.and_then(|first| first.remaining),
            reset: first.and_then(|first| first.reset),
        }
    }

    /// Reads the waits and rate limits of a response.
    pub(crate) fn of(vendor: &Vendor<'_>, response: &Response<'_>) -> Self {
        let Response {
            status,
            body,
            headers,
        } = *response;
        if !hints_in_body(vendor) {
            return Self::read(&View::of_headers(vendor, headers));
        }
        Self::read(&View {
            vendor,
            document: Document::read(vendor, vendor.request, body, headers),
            body,
            headers,
            status,
            budget: Budget::new(),
            element: Cell::new(None),
        })
    }
}

/// The values that were captured from messages, by name.
#[derive(Clone, Copy)]
pub struct Captures<'a> {
    names: &'a str,
    matches: Matches<'a>,
}

impl<'a> Captures<'a> {
    const fn none() -> Self {
        Self {
            names: "",
            matches: Matches::new(),
        }
    }

    /// The value with this name.
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

/// A text of the book that is safe to show to the end user. It implements `Display`.
///
/// It contains nothing that the vendor sent, except numbers that a rule of the book captured and inserts into the text.
#[derive(Clone, Copy)]
pub struct UserMessage<'a> {
    vendor: &'a Vendor<'a>,
    text: UserText,
    code: u16,
    captures: Captures<'a>,
    /// The position among the languages of the vendor.
    language: usize,
}

impl fmt::Display for UserMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let vendor = self.vendor;
        match self.text {
            UserText::Silent => Ok(()),
            UserText::OfCode => f.write_str(vendor.user_messages.get(usize::from(self.code))),
            UserText::Parts(parts) => {
                let mut form = self.form(parts.of(vendor.parts)).iter();
                form.try_for_each(|part| match *part {
                    Part::Literal(literal) => f.write_str(literal.text(vendor.text)),
                    Part::Capture { name, kind } => self.write_number(name, kind, f),
                    Part::Number(_) | Part::Form(_) => Ok(()),
                })
            }
        }
    }
}

impl<'a> UserMessage<'a> {
    /// The language of the text, as a language tag (BCP 47) for `Content-Language` or `lang`; `None` if the book does not
    /// name its language.
    #[must_use]
    pub fn language(&self) -> Option<&'a str> {
        let language = self.vendor.languages.get(self.language)?;
        Some(language.tag.text(self.vendor.text))
    }

    /// The same text in the language that suits these ranges best, or the original if it has no translation that does.
    fn in_accepted(self, accepted: &str) -> Self {
        let languages = self.vendor.languages.iter().enumerate();
        let has_text = |at: usize| at == 0 || self.translated(at).is_some();
        let tags = languages
            .filter(|(at, _)| has_text(*at))
            .map(|(at, language)| (at, language.tag.text(self.vendor.text)));
        let found = language::lookup(accepted, &tags);
        found
            .and_then(|found| self.translated(found))
            .unwrap_or(self)
    }

    fn translated(self, language: usize) -> Option<Self> {
        let row = self.vendor.languages.get(language)?;
        let (rows, of) = match self.text {
            UserText::Silent => return None,
            UserText::OfCode => (row.codes, u32::from(self.code)),
            UserText::Parts(parts) => (row.texts, parts.start),
        };
        let rows = rows.of(self.vendor.translations);
        let at = rows.binary_search_by_key(&of, |row| row.of).ok()?;
        Some(Self {
            text: UserText::Parts(rows.get(at)?.text),
            language,
            ..self
        })
    }

    /// The part of a text that is for the number at hand; all of a text without plural forms.
    fn form<'p>(&self, parts: &'p [Part]) -> &'p [Part] {
        let Some((Part::Number(name), mut rest)) = parts.split_first() else {
            return parts;
        };
        let number = self.captures.get(name.text(self.vendor.text));
        let number = number.map(Operands::of).unwrap_or_default();
        while let Some((Part::Form(rule), behind)) = rest.split_first() {
            let rule = rule.text(self.vendor.text);
            let is_form = |part: &Part| matches!(part, Part::Form(_));
            let end = behind.iter().position(is_form).unwrap_or(behind.len());
            let (form, others) = behind.split_at_checked(end).unwrap_or((behind, &[]));
            if rule.is_empty() || number.meet(rule) {
                return form;
            }
            rest = others;
        }
        &[]
    }

    fn write_number(&self, name: Span, kind: Capture, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(number) = self.captures.get(name.text(self.vendor.text)) else {
            return Ok(());
        };
        match (kind, self.vendor.languages.get(self.language)) {
            (Capture::Decimal, Some(language)) => quantity::write(number, language.numbers, f),
            (Capture::Decimal | Capture::Integer, _) => fmt::Display::fmt(&number, f),
            (Capture::Word | Capture::Text, _) => Ok(()),
        }
    }
}

impl fmt::Debug for UserMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_fmt(format_args!("\"{self}\""))
    }
}

impl fmt::Display for Reading<'_, '_> {
    /// One line for logs. It contains only those texts of the vendor that the book knows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {}",
            self.vendor.name,
            self.operation_name(),
            self.decision().outcome
        )?;
        match (self.code(), self.reason) {
            (Some(code), _) => write!(f, ": {}", self.vendor.wires.get(usize::from(code)))?,
            (None, Some(reason)) => write!(f, ": {reason}")?,
            (None, None) => {}
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
