//! Serializes readings, and serializes and deserializes names. In JSON, a reading is the output of the command.

use alloc::collections::BTreeMap;
use core::fmt::{self, Display};
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::{Error, Unexpected, Visitor};
use serde::ser::{SerializeMap, SerializeStruct};
// Used by generated code, whether or not its crate depends on serde.
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decision::{Actor, DecidedBy, Layer, Outcome, Retry, Severity};
use crate::detail::Detail;
use crate::errors::{ListedError, errors};
use crate::fault::{Book, Fault, Success, VendorTypes};
use crate::limit::{RateLimit, Reset};
use crate::names::UnknownName;
use crate::reading::{Captures, Reading, Texts, UserMessage};
use crate::reason::Reason;
use crate::slots::MAX_BODY;
use crate::tables::{RetryKind, Span};
use crate::text::Text;
use crate::wait::millis;

/// The names of a book's classes and actions.
pub trait Words {
    /// The name of the class with this index.
    fn class(&self, index: u16) -> impl Display;
    /// The name of the action with this index.
    fn action(&self, index: u16) -> Option<impl Display>;
}

struct Typed<B>(PhantomData<B>);

impl<B: Book> Words for Typed<B> {
    fn class(&self, index: u16) -> impl Display {
        B::class(index)
    }

    fn action(&self, index: u16) -> Option<impl Display> {
        B::action(index)
    }
}

/// A reading with the names of its book.
pub struct NamedReading<'r, W> {
    reading: &'r Reading<'r, 'r>,
    words: W,
}

impl<'r, W: Words> NamedReading<'r, W> {
    /// Serializes a reading with these names.
    pub fn new(reading: &'r Reading<'r, 'r>, words: W) -> Self {
        Self { reading, words }
    }

    fn actions(&self, actions: Span) -> impl Serialize {
        let indices = self.reading.actions(actions).iter();
        Each(move || {
            indices
                .clone()
                .filter_map(|a| self.words.action(*a))
                .map(Shown)
        })
    }

    fn errors(&self) -> impl Iterator<Item = impl Serialize> {
        errors(self.reading).map(|error| NamedError {
            class: Shown(self.words.class(error.reading.decision().class)),
            error,
        })
    }

    fn policy(&self) -> Policy<'r, impl Display, impl Serialize> {
        let row = self.reading.retry();
        let millis = |ms: u32| Some(ms.into());
        let milli = |n: u32| Some(f64::from(n) / 1000.0);
        let policy = Policy {
            kind: row.kind.as_str(),
            attempts: row.attempts,
            if_exhausted: (row.if_exhausted.len > 0).then(|| self.actions(row.if_exhausted)),
            ..Policy::default()
        };
        match row.kind {
            RetryKind::Never => policy,
            RetryKind::After { min_ms, max_ms } => Policy {
                min_ms: millis(min_ms),
                max_ms: millis(max_ms),
                ..policy
            },
            RetryKind::Backoff {
                base_ms,
                factor_milli,
                max_ms,
                jitter_milli,
            } => Policy {
                base_ms: millis(base_ms),
                factor: milli(factor_milli),
                max_ms: millis(max_ms),
                jitter: milli(jitter_milli),
                ..policy
            },
            RetryKind::OnNext(operation) => Policy {
                operation: crate::names::operation(self.reading.vendor, operation),
                ..policy
            },
            RetryKind::AfterAction(action) => Policy {
                action: self.words.action(action),
                ..policy
            },
        }
    }
}

impl<W: Words> Serialize for NamedReading<'_, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (reading, texts) = (self.reading, self.reading.texts());
        // An unknown code next to the known one.
        let hidden = reading.code().and_then(|_| texts.unknown_code());
        let has_limits = self.rate_limits().next().is_some();
        let optional = [
            hidden.is_some(),
            reading.reason().is_some(),
            has_limits,
            reading.lists_errors(),
            reading.is_fallback(),
            reading.is_confidential(),
            self.is_partial(),
        ];
        let fields = 24 + optional.into_iter().filter(|is_there| *is_there).count();
        let mut state = serializer.serialize_struct("Reading", fields)?;
        self.fields(&mut state, &texts, hidden, has_limits)?;
        state.end()
    }
}

impl<W: Words> NamedReading<'_, W> {
    /// Serializes the fields as those of another struct.
    ///
    /// # Errors
    ///
    /// The struct's own.
    pub fn serialize_fields<S: SerializeStruct>(&self, state: &mut S) -> Result<(), S::Error> {
        let texts = self.reading.texts();
        let hidden = self.reading.code().and_then(|_| texts.unknown_code());
        let has_limits = self.rate_limits().next().is_some();
        self.fields(state, &texts, hidden, has_limits)
    }

    /// Whether only one event of a stream was read, which was a success.
    fn is_partial(&self) -> bool {
        self.reading.decision().outcome == Outcome::Success && self.reading.is_event_stream()
    }

    /// The rate limits that the response reports.
    fn rate_limits(&self) -> impl Iterator<Item = RateLimit<'_>> {
        let is_reported = |limit: &RateLimit<'_>| {
            limit.limit.or(limit.remaining).is_some() || limit.reset.is_some()
        };
        self.reading.rate_limits().filter(is_reported)
    }

    /// Others rely on the keys and their order.
    fn fields<S: SerializeStruct>(
        &self,
        state: &mut S,
        texts: &Texts<'_, '_>,
        hidden: Option<Text<'_>>,
        has_limits: bool,
    ) -> Result<(), S::Error> {
        let (reading, decision) = (self.reading, self.reading.decision());
        let captures = texts.captures();
        state.serialize_field("outcome", &decision.outcome)?;
        state.serialize_field("domain", &reading.domain_name())?;
        state.serialize_field("code", &texts.code())?;
        state.serialize_field("known", &reading.code().is_some())?;
        if let Some(code) = hidden {
            state.serialize_field("unknown_code", &code)?;
        }
        if let Some(reason) = reading.reason() {
            state.serialize_field("reason", &reason)?;
        }
        state.serialize_field("status", &reading.status())?;
        state.serialize_field("class", &Shown(self.words.class(decision.class)))?;
        state.serialize_field("severity", &decision.severity)?;
        state.serialize_field("actions", &self.actions(decision.actions))?;
        state.serialize_field("forbid", &self.actions(decision.forbid))?;
        state.serialize_field("retryable", &reading.retry().kind.is_retryable())?;
        state.serialize_field("retry", &self.policy())?;
        state.serialize_field("retry_after_ms", &reading.retry_after().map(millis))?;
        state.serialize_field("grace_period_ms", &reading.grace_period().map(millis))?;
        state.serialize_field("user_message", &reading.user_message_with(&captures))?;
        state.serialize_field("message", &texts.message())?;
        state.serialize_field("trace_id", &texts.trace_id())?;
        state.serialize_field("details", &Each(|| with_bounded_names(texts.details())))?;
        state.serialize_field("captures", &captures)?;
        state.serialize_field("failure_reason", &reading.failure_reason())?;
        state.serialize_field("decided_by", &decision.decided_by)?;
        state.serialize_field("timestamp", &texts.timestamp())?;
        state.serialize_field("category", &texts.category())?;
        state.serialize_field("fields", &Sorted(|| texts.fields()))?;
        if has_limits {
            state.serialize_field("rate_limits", &Each(|| self.rate_limits()))?;
        }
        if reading.lists_errors() {
            state.serialize_field("errors", &Each(|| self.errors()))?;
        }
        state.serialize_field("operation", reading.operation_name())?;
        if reading.is_fallback() {
            state.serialize_field("operation_fallback", &true)?;
        }
        if reading.is_confidential() {
            state.serialize_field("confidential", &true)?;
        }
        if self.is_partial() {
            state.serialize_field("partial", &true)?;
        }
        Ok(())
    }
}

/// Details, without their names once these are longer together than any body: in a map or tree, many may have the same one.
fn with_bounded_names<'a>(
    details: impl Iterator<Item = Detail<'a>>,
) -> impl Iterator<Item = Detail<'a>> {
    let mut left = MAX_BODY;
    details.map(move |mut detail| {
        left = left.saturating_sub(detail.field.map_or(0, |field| field.raw_len()));
        detail.field = detail.field.filter(|_| left > 0);
        detail
    })
}

/// One of several errors in a response.
struct NamedError<'t, 'a, 'r, C> {
    error: ListedError<'t, 'a, 'r>,
    class: C,
}

impl<C: Serialize> Serialize for NamedError<'_, '_, '_, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct("Error", 5)?;
        state.serialize_field("domain", &self.error.reading.domain_name())?;
        state.serialize_field("code", &self.error.code)?;
        state.serialize_field("known", &self.error.reading.code().is_some())?;
        state.serialize_field("class", &self.class)?;
        state.serialize_field("message", &self.error.message)?;
        state.end()
    }
}

macro_rules! serialize_as_reading {
    ($($type:ident),*) => {$(
        /// In the format of the command, with the vendor's message: for logs, not for end users. Needs the feature
        /// `serde`.
        impl<V: VendorTypes> Serialize for $type<'_, V> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                NamedReading::new(self.reading(), Typed::<V::Book>(PhantomData)).serialize(serializer)
            }
        }
    )*};
}

serialize_as_reading!(Fault, Success);

/// A retry policy with units in the names of its fields; absent fields are omitted.
struct Policy<'a, A, L> {
    kind: &'static str,
    min_ms: Option<u64>,
    base_ms: Option<u64>,
    factor: Option<f64>,
    max_ms: Option<u64>,
    jitter: Option<f64>,
    operation: Option<&'a str>,
    action: Option<A>,
    attempts: Option<u32>,
    if_exhausted: Option<L>,
}

impl<A, L> Default for Policy<'_, A, L> {
    fn default() -> Self {
        Self {
            kind: "never",
            min_ms: None,
            base_ms: None,
            factor: None,
            max_ms: None,
            jitter: None,
            operation: None,
            action: None,
            attempts: None,
            if_exhausted: None,
        }
    }
}

impl<A: Display, L: Serialize> Serialize for Policy<'_, A, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.kind)?;
        entry(&mut map, "min_ms", self.min_ms)?;
        entry(&mut map, "base_ms", self.base_ms)?;
        entry(&mut map, "factor", self.factor)?;
        entry(&mut map, "max_ms", self.max_ms)?;
        entry(&mut map, "jitter", self.jitter)?;
        entry(&mut map, "operation", self.operation)?;
        entry(&mut map, "action", self.action.as_ref().map(Shown))?;
        entry(&mut map, "attempts", self.attempts)?;
        entry(&mut map, "if_exhausted", self.if_exhausted.as_ref())?;
        map.end()
    }
}

fn entry<M: SerializeMap>(
    map: &mut M,
    name: &str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, &value))
}

/// As in a fault, but without the actions for exhausted retries. Needs the feature `serde`.
impl<A: Display> Serialize for Retry<A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let policy = Policy::<&A, ()> {
            attempts: self.attempts(),
            ..Policy::default()
        };
        let policy = match self {
            Self::Never => policy,
            Self::After { min, max, .. } => Policy {
                kind: "after",
                min_ms: Some(millis(*min)),
                max_ms: Some(millis(*max)),
                ..policy
            },
            Self::Backoff(backoff) => Policy {
                kind: "backoff",
                base_ms: Some(millis(backoff.base)),
                factor: Some(backoff.factor),
                max_ms: Some(millis(backoff.max)),
                jitter: Some(backoff.jitter),
                ..policy
            },
            Self::OnNext { operation, .. } => Policy {
                kind: "on_next",
                operation: Some(operation),
                ..policy
            },
            Self::AfterAction(action) => Policy {
                kind: "after_action",
                action: Some(action),
                ..policy
            },
        };
        policy.serialize(serializer)
    }
}

/// With units in the names of its fields; absent fields are omitted, as is the name of a vendor's only limit. Needs the
/// feature `serde`.
impl Serialize for RateLimit<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (after, at) = match self.reset {
            Some(Reset::In(after)) => (Some(millis(after)), None),
            Some(Reset::Epoch(at)) => (None, Some(at)),
            None => (None, None),
        };
        let mut map = serializer.serialize_map(None)?;
        entry(
            &mut map,
            "name",
            Some(self.name).filter(|name| !name.is_empty()),
        )?;
        entry(&mut map, "limit", self.limit)?;
        entry(&mut map, "remaining", self.remaining)?;
        entry(&mut map, "reset_after_ms", after)?;
        entry(&mut map, "reset_at", at)?;
        map.end()
    }
}

/// Needs the feature `serde`.
impl Serialize for Detail<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = 2 + usize::from(self.code.is_some());
        let mut detail = serializer.serialize_struct("Detail", fields)?;
        detail.serialize_field("field", &self.field.map(Shown))?;
        detail.serialize_field("message", &self.message)?;
        if let Some(code) = self.code {
            detail.serialize_field("code", &code)?;
        }
        detail.end()
    }
}

/// Needs the feature `serde`.
impl Serialize for DecidedBy {
    /// In the order of the names.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut decided = serializer.serialize_struct("DecidedBy", 8)?;
        decided.serialize_field("actions", &self.actions)?;
        decided.serialize_field("class", &self.class)?;
        decided.serialize_field("forbid", &self.forbid)?;
        decided.serialize_field("grace_period", &self.grace_period)?;
        decided.serialize_field("outcome", &self.outcome)?;
        decided.serialize_field("retry", &self.retry)?;
        decided.serialize_field("severity", &self.severity)?;
        decided.serialize_field("user_message", &self.user_message)?;
        decided.end()
    }
}

/// As its `Display`. Needs the feature `serde`.
impl Serialize for Layer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.rule {
            0 => serializer.serialize_str(self.place.as_str()),
            _ => serializer.collect_str(self),
        }
    }
}

macro_rules! word {
    ($($type:ty),*) => {$(
        /// As its `Display`. Needs the feature `serde`.
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )*};
}

word!(Actor, Outcome, Reason, Severity);

/// Needs the feature `serde`.
impl Serialize for Captures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Sorted(|| self.iter()).serialize(serializer)
    }
}

/// As its `Display`. Needs the feature `serde`.
impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_str() {
            Some(text) => serializer.serialize_str(text),
            None => serializer.collect_str(self),
        }
    }
}

/// As its `Display`. Needs the feature `serde`.
impl Serialize for UserMessage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value that is serialized as its `Display`.
struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A list of the items of an iterator.
struct Each<F>(F);

impl<T: Serialize, I: Iterator<Item = T>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A map of the items of an iterator, sorted by name.
struct Sorted<F>(F);

impl<'n, T: Display, I: Iterator<Item = (&'n str, T)>, F: Fn() -> I> Serialize for Sorted<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sorted: BTreeMap<_, _> = (self.0)().collect();
        serializer.collect_map(sorted.iter().map(|(name, value)| (name, Shown(value))))
    }
}

/// Reads a name in exactly the spelling of the book. An unknown name is an error that contains it.
pub fn deserialize_name<'de, T: FromStr<Err = UnknownName>, D: Deserializer<'de>>(
    what: &'static str,
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Name(what, PhantomData))
}

struct Name<T>(&'static str, PhantomData<T>);

impl<T: FromStr<Err = UnknownName>> Visitor<'_> for Name<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name of a known {}", self.0)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<T, E> {
        name.parse()
            .map_err(|_| E::invalid_value(Unexpected::Str(name), &self))
    }
}

/// Serializes a type as its name.
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_serialize_name {
    ($type:ident) => {
        /// Needs the feature `serde` of the runtime.
        impl $crate::v1::serde::Serialize for $type {
            fn serialize<S: $crate::v1::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// Deserializes a type from its name, strictly.
#[doc(hidden)]
#[macro_export]
macro_rules! __faultbook_deserialize_name {
    ($type:ident, $what:literal) => {
        /// Needs the feature `serde` of the runtime.
        impl<'de> $crate::v1::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::v1::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::v1::serde::deserialize_name($what, deserializer)
            }
        }
    };
}
