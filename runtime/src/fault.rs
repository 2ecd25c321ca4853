//! Responses in a vendor's own types: [`Fault`] and [`Success`].

use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

use crate::decision::{Backoff, DecidedBy, Outcome, Retry, Severity};
use crate::detail::Detail;
use crate::limit::RateLimit;
use crate::protocol::Protocol;
use crate::reading::{Captures, Hints, Reading, Texts, UserMessage};
use crate::reason::Reason;
use crate::response::Response;
use crate::standard;
use crate::tables::{self, Part, RetryKind, Span, UserText};
use crate::text::Text;

/// The types of a book: its classes and actions.
pub trait Book: 'static {
    /// The type of the book's classes.
    type Class: Copy + Eq + fmt::Debug + fmt::Display + 'static;
    /// The type of the book's actions.
    type Action: Copy + Eq + fmt::Debug + fmt::Display + 'static;
    /// The types that represent any vendor of the book.
    type Any: VendorTypes<Book = Self>;

    /// The class with this index in the book; `unknown` if there is none.
    fn class(index: u16) -> Self::Class;
    /// The action with this index in the book.
    fn action(index: u16) -> Option<Self::Action>;
    /// The standard class that a class of the book is, or is like.
    fn standard(class: Self::Class) -> standard::Class;
    /// The number of the gRPC status code, as in `google.rpc.Code`, that is closest to a class of the book.
    fn grpc_code(class: Self::Class) -> i32;
}

/// The types of a vendor, or of a whole book. Generated code implements it.
pub trait VendorTypes: Copy + fmt::Debug + 'static {
    /// The book that contains the vendor.
    type Book: Book;
    /// The type of the vendor's codes.
    type Code: Copy + Eq + fmt::Debug + fmt::Display;

    /// The code with this index in the vendor's tables.
    #[doc(hidden)]
    fn code(tables: &'static tables::Vendor<'static>, index: u16) -> Option<Self::Code>;
    /// The index of a code in the vendor's tables.
    #[doc(hidden)]
    fn index(code: Self::Code) -> u16;
    /// The actions to which spans in the vendor's tables refer.
    #[doc(hidden)]
    fn actions(tables: &'static tables::Vendor<'static>) -> &'static [Action<Self>];
}

/// An operation of a vendor, for code that works with any vendor.
pub trait Operation: Copy + fmt::Debug + 'static {
    /// The vendor that the operation belongs to.
    type Vendor: VendorTypes;

    /// Reads a response to this operation.
    ///
    /// # Errors
    /// Returns the fault, unless the response is certainly a success.
    fn read<'a>(
        self,
        response: &Response<'a>,
    ) -> Result<Success<'a, Self::Vendor>, Fault<'a, Self::Vendor>>;

    /// Reads a response to this operation like [`read`](Self::read), but with a fault that does not borrow the response,
    /// so that `?` can return it. Needs the feature `alloc`, which is on by default.
    ///
    /// # Errors
    /// Returns the fault, unless the response is certainly a success.
    #[cfg(feature = "alloc")]
    fn check<'a>(
        self,
        response: &Response<'a>,
    ) -> Result<Success<'a, Self::Vendor>, Fault<'static, Self::Vendor>> {
        self.read(response).map_err(Fault::into_owned)
    }

    /// Returns a fault that the client itself detected: a code that no response contains.
    fn raise<C: Raised<Vendor = Self::Vendor>>(self, code: C) -> Fault<'static, Self::Vendor>;

    /// The vendor's name in the book.
    fn vendor(self) -> &'static str;

    /// The operation's name in the book.
    fn as_str(self) -> &'static str;

    /// Whether the call is idempotent; `None` if the book does not say.
    fn is_idempotent(self) -> Option<bool>;

    /// The vendor's tables.
    #[doc(hidden)]
    fn tables(self) -> &'static tables::Vendor<'static>;

    /// The operation's index in the vendor's tables.
    #[doc(hidden)]
    fn index(self) -> u16;
}

/// A code that the client itself raises. Generated code implements it.
pub trait Raised: Copy {
    /// The vendor that the code belongs to.
    type Vendor: VendorTypes;

    /// The code's index in the vendor's tables.
    #[doc(hidden)]
    fn index(self) -> u16;
}

/// A code as an index, for generated code: its properties without a response.
#[doc(hidden)]
pub struct CodeOf<V> {
    tables: &'static tables::Vendor<'static>,
    index: u16,
    vendor: PhantomData<fn() -> V>,
}

impl<V> CodeOf<V> {
    /// The code with this index.
    pub fn new(tables: &'static tables::Vendor<'static>, index: u16) -> Self {
        Self {
            tables,
            index,
            vendor: PhantomData,
        }
    }

    /// The wire string.
    pub fn as_str(&self) -> &'static str {
        self.tables.wires.get(self.index.into())
    }

    /// The name of the variant.
    pub fn ident(&self) -> &'static str {
        self.tables.idents.get(self.index.into())
    }

    /// The name of its domain in the book.
    pub fn domain(&self) -> &'static str {
        crate::lookup::domain_of(self.tables, self.index)
            .map_or("", |(_, domain)| domain.name.text(self.tables.text))
    }

    /// All documented statuses.
    pub fn statuses(&self) -> &'static [u16] {
        crate::lookup::statuses(self.tables, self.index)
    }

    /// What it means, in one line.
    pub fn summary(&self) -> &'static str {
        self.tables.summaries.get(self.index.into())
    }

    /// Causes and side effects; may be empty.
    pub fn description(&self) -> &'static str {
        self.tables.descriptions.get(self.index.into())
    }

    /// The code as a fault at its typical status, under no operation in particular.
    pub fn fault(&self) -> Fault<'static, V> {
        Fault {
            reading: crate::engine::of_code(self.tables, self.index),
            vendor: PhantomData,
        }
    }

    /// The text for the end user; `None` if there is none or it depends on a response.
    pub fn user_message(&self) -> Option<&'static str> {
        match self.fault().reading.decision().user_message {
            UserText::Silent => None,
            UserText::OfCode => Some(self.tables.user_messages.get(self.index.into())),
            UserText::Parts(parts) => match parts.of(self.tables.parts) {
                [Part::Literal(text)] => Some(text.text(self.tables.text)),
                _ => None,
            },
        }
    }
}

/// The type of a vendor's classes.
pub type Class<V> = <<V as VendorTypes>::Book as Book>::Class;
/// The type of a vendor's actions.
pub type Action<V> = <<V as VendorTypes>::Book as Book>::Action;

/// A failed call: its code, if it is known, and what to do about it.
///
/// It borrows the response. To return it with `?` from a function that owns the response, read with
/// [`check`](Operation::check) or call [`into_owned`](Self::into_owned). `Display` prints one line for logs, without any
/// text that the vendor chose freely. For end users there is [`user_message`](Self::user_message).
#[must_use = "a fault says what to do about it"]
pub struct Fault<'a, V> {
    reading: Reading<'static, 'a>,
    vendor: PhantomData<fn() -> V>,
}

/// A successful call.
pub struct Success<'a, V> {
    reading: Reading<'static, 'a>,
    vendor: PhantomData<fn() -> V>,
}

/// Reads a response with a vendor's tables.
///
/// # Errors
/// Returns the fault, unless the response is certainly a success.
pub fn read<'a, V>(
    tables: &'static tables::Vendor<'static>,
    operation: u16,
    response: &Response<'a>,
) -> Result<Success<'a, V>, Fault<'a, V>> {
    typed(crate::engine::read(tables, operation, response))
}

/// Reads a response to an operation that may not be in the book: then it is read as `request`.
///
/// # Errors
/// Returns the fault, unless the response is certainly a success.
pub fn read_any<'a, V>(
    tables: &'static tables::Vendor<'static>,
    operation: &str,
    response: &Response<'a>,
) -> Result<Success<'a, V>, Fault<'a, V>> {
    typed(crate::engine::read_any(tables, operation, response))
}

fn typed<'a, V>(reading: Reading<'static, 'a>) -> Result<Success<'a, V>, Fault<'a, V>> {
    match reading.decision().outcome {
        Outcome::Success => Ok(Success {
            reading,
            vendor: PhantomData,
        }),
        Outcome::Ignorable | Outcome::Failure => Err(Fault {
            reading,
            vendor: PhantomData,
        }),
    }
}

/// Returns a fault that the client itself detected: a code that no response contains.
pub fn raise<V>(
    tables: &'static tables::Vendor<'static>,
    operation: u16,
    code: u16,
) -> Fault<'static, V> {
    Fault {
        reading: crate::engine::raise(tables, operation, code),
        vendor: PhantomData,
    }
}

fn typed_actions<V: VendorTypes>(
    tables: &'static tables::Vendor<'static>,
    span: Span,
) -> &'static [Action<V>] {
    span.of(V::actions(tables))
}

impl<V: VendorTypes> Fault<'_, V> {
    /// The code, if the book knows it.
    #[must_use]
    pub fn code(&self) -> Option<V::Code> {
        V::code(self.reading.vendor(), self.reading.code()?)
    }

    /// Whether the fault has this code.
    #[must_use]
    pub fn is(&self, code: impl Into<V::Code>) -> bool {
        self.code() == Some(code.into())
    }

    /// The code as it appeared on the wire, whether the book knows it or not.
    #[must_use]
    pub fn wire_code(&self) -> Option<Text<'_>> {
        self.reading.wire_code()
    }

    /// A code of the response that the book does not have. The response may contain it next to a known one, as a newer and
    /// finer code next to a general one; then [`code`](Self::code) is the known one.
    #[must_use]
    pub fn unknown_code(&self) -> Option<Text<'_>> {
        crate::engine::unknown_code(&self.reading)
    }

    /// The code of a protocol that the vendor extends, in a type that all vendors and books share: see [`protocol`](crate::protocol).
    ///
    /// It is also there if a finer code of the vendor decides. `None` if the vendor does not extend the protocol, if the
    /// response has none of its codes, and for codes that only this vendor has.
    ///
    /// ```
    /// # use faultbook_runtime::{Fault, VendorTypes};
    /// use faultbook_runtime::protocol::OAuth2;
    ///
    /// fn must_log_in<V: VendorTypes>(fault: &Fault<'_, V>) -> bool {
    ///     fault.protocol_code() == Some(OAuth2::InvalidGrant)
    /// }
    /// ```
    #[must_use]
    pub fn protocol_code<P: Protocol>(&self) -> Option<P> {
        crate::engine::protocol_code(&self.reading, P::NAMES)?
            .parse()
            .ok()
    }

    /// All errors of a response that lists several, in its order; only this fault if it lists none.
    ///
    /// The fault itself is the worst of them, and its [`retry_after`](Self::retry_after) the longest of theirs.
    pub fn errors(&self) -> impl Iterator<Item = Self> {
        let listed = crate::errors::errors(&self.reading).map(|error| error.reading);
        let single = (!self.reading.lists_errors()).then(|| self.reading.clone());
        let readings = listed.chain(single);
        readings.map(|reading| Self {
            reading,
            vendor: PhantomData,
        })
    }

    /// Why there is no known code, or why the response is not the success that its code or status indicates. `None` if
    /// the code is known.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reading.reason()
    }

    /// The name of the domain that the code belongs to, known or not; `None` if the status alone decided.
    #[must_use]
    pub fn domain(&self) -> Option<&'static str> {
        self.reading.domain_name()
    }

    /// The category as it appeared on the wire.
    #[must_use]
    pub fn category(&self) -> Option<Text<'_>> {
        self.reading.category()
    }

    /// The HTTP status; `None` if the client itself raised the fault.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.reading.status()
    }

    /// Whether the call is idempotent; `None` if the book does not say.
    #[must_use]
    pub fn is_idempotent(&self) -> Option<bool> {
        self.reading.operation_row()?.idempotent
    }

    /// Whether the call may have been carried out, at least in part, although it failed.
    ///
    /// False if it was refused (a 4xx other than 408, or a 2xx with nothing but a code that the book knows), or if the
    /// request was [never sent](Self::never_sent). True for no response at all, any other status that is not a 4xx, and a
    /// 2xx without a known code, with a field that must exist in the operation's successes, such as `data` in GraphQL, or,
    /// if none must, with a [list of errors](Self::errors).
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.reading.is_ambiguous()
    }

    /// Marks a raised fault as one whose request was never sent: no connection was made, so nothing can have been
    /// carried out. It has no effect on a fault that was read from a response.
    ///
    /// ```
    /// use faultbook_runtime::{Fault, Operation, Raised};
    ///
    /// fn failed<O: Operation, C: Raised<Vendor = O::Vendor>>(
    ///     operation: O,
    ///     network_error: C,
    ///     connected: bool,
    /// ) -> Fault<'static, O::Vendor> {
    ///     let fault = operation.raise(network_error);
    ///     if connected { fault } else { fault.never_sent() }
    /// }
    /// ```
    pub fn never_sent(mut self) -> Self {
        self.reading.sent = !self.reading.raised;
        self
    }

    /// Keeps the error of the client that a raised fault is about, which `std::error::Error::source` then returns. It has
    /// no effect on a fault that was read from a response. Needs the feature `alloc`, which is on by default.
    ///
    /// ```
    /// use faultbook_runtime::{Fault, Operation, Raised};
    ///
    /// fn failed<O: Operation, C: Raised<Vendor = O::Vendor>>(
    ///     operation: O,
    ///     network_error: C,
    ///     error: std::io::Error,
    /// ) -> Fault<'static, O::Vendor> {
    ///     operation.raise(network_error).with_source(error)
    /// }
    /// ```
    #[cfg(feature = "alloc")]
    pub fn with_source(
        mut self,
        error: impl Into<alloc::boxed::Box<dyn core::error::Error + Send + Sync>>,
    ) -> Self {
        self.reading.keep_error(error.into());
        self
    }

    /// The class of the failure, which all vendors share.
    #[must_use]
    pub fn class(&self) -> Class<V> {
        V::Book::class(self.reading.decision().class)
    }

    /// The class of the standard vocabulary that the class is, or is like; `Unknown` if the book names none. For code that
    /// serves several books, such as a metric or an error page.
    #[must_use]
    pub fn standard_class(&self) -> standard::Class {
        V::Book::standard(self.class())
    }

    /// `Failure` or `Ignorable`; never `Success`.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.reading.decision().outcome
    }

    /// How much attention it deserves.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.reading.decision().severity
    }

    /// The actions to take now, in this order.
    #[must_use]
    pub fn actions(&self) -> &'static [Action<V>] {
        typed_actions::<V>(self.reading.vendor(), self.reading.decision().actions)
    }

    /// The actions that must not be taken.
    #[must_use]
    pub fn forbidden(&self) -> &'static [Action<V>] {
        typed_actions::<V>(self.reading.vendor(), self.reading.decision().forbid)
    }

    /// The actions to take once the retries are used up, in this order.
    #[must_use]
    pub fn if_exhausted(&self) -> &'static [Action<V>] {
        typed_actions::<V>(self.reading.vendor(), self.reading.retry().if_exhausted)
    }

    /// Whether and when to repeat the call, according to the book.
    #[must_use]
    pub fn retry(&self) -> Retry<Action<V>> {
        let vendor = self.reading.vendor();
        let millis = |ms: u32| Duration::from_millis(ms.into());
        let milli = |n: u32| f64::from(n) / 1000.0;
        let row = self.reading.retry();
        let attempts = row.attempts;
        match row.kind {
            RetryKind::Never => Retry::Never,
            RetryKind::After { min_ms, max_ms } => Retry::After {
                min: millis(min_ms),
                max: millis(max_ms),
                attempts,
            },
            RetryKind::Backoff {
                base_ms,
                factor_milli,
                max_ms,
                jitter_milli,
            } => Retry::Backoff(Backoff::new(
                millis(base_ms),
                milli(factor_milli),
                millis(max_ms),
                milli(jitter_milli),
                attempts,
            )),
            RetryKind::OnNext(operation) => {
                let operation = vendor.operations.get(usize::from(operation));
                Retry::OnNext {
                    operation: operation.map_or("", |o| o.name.text(vendor.text)),
                    attempts,
                }
            }
            RetryKind::AfterAction(action) => {
                V::Book::action(action).map_or(Retry::Never, Retry::AfterAction)
            }
        }
    }

    /// Whether the call may be repeated unchanged: after a wait or with the next call.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retry().is_retryable()
    }

    /// The wait before a retry that the vendor asks for, in a header or in the body, where the book says.
    ///
    /// It replaces the wait of [`retry`](Self::retry) and is capped by the book's `max_wait`. `None` if there is no
    /// such wait, if it cannot be read (a date needs the response's `Date`), or if the call is not retryable.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.reading.retry_after()
    }

    /// Like [`retry_after`](Self::retry_after), with the current time in seconds since the Unix epoch. A date then also
    /// counts in a response without a `Date`, whose own time is the first choice.
    #[must_use]
    pub fn retry_after_at(&self, now: u64) -> Option<Duration> {
        self.reading.retry_after_at(Some(now))
    }

    /// The time left before the vendor acts on its own.
    #[must_use]
    pub fn grace_period(&self) -> Option<Duration> {
        self.reading.grace_period()
    }

    /// The text that the end user may see; `None` if there is none.
    #[must_use]
    pub fn user_message(&self) -> Option<UserMessage<'_>> {
        self.reading.user_message()
    }

    /// The [text that the end user may see](Self::user_message), in one of the languages that they accept.
    ///
    /// `accepted` is a language tag, such as `pt-BR`, or the value of the header `Accept-Language`. Of the languages that
    /// have this text, the one with the highest weight is looked up (RFC 4647, section 3.4); if no range leads to
    /// one, a language is also found by another of its varieties, such as `pt-BR` by `pt-PT`. Without any, the text is
    /// that of [`user_message`](Self::user_message). [`UserMessage::language`] says which language it is in.
    ///
    /// ```
    /// # use faultbook_runtime::{Fault, VendorTypes};
    /// fn answer<V: VendorTypes>(fault: &Fault<'_, V>, accept_language: &str) -> Option<String> {
    ///     let text = fault.user_message_in(accept_language)?;
    ///     let language = text.language().unwrap_or("en");
    ///     Some(format!("Content-Language: {language}\r\n\r\n{text}"))
    /// }
    /// ```
    #[must_use]
    pub fn user_message_in(&self, accepted: &str) -> Option<UserMessage<'_>> {
        self.reading.user_message_in(accepted)
    }

    /// Whether the cause is confidential: the book says `expose: never`.
    ///
    /// The [text for the end user](Self::user_message) does not reveal it. A service that passes the fault on to its
    /// own callers must not reveal it by other means either, such as a status, a reason or a wait that depends on the
    /// cause.
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        self.reading.is_confidential()
    }

    /// The values that the rules of the decision captured from messages.
    #[must_use]
    pub fn captures(&self) -> Captures<'_> {
        self.reading.captures()
    }

    /// The errors of individual inputs in the response.
    pub fn details(&self) -> impl Iterator<Item = Detail<'_>> {
        self.reading.details()
    }

    /// The reason to record, as the vendor's own callback would report it; only failures have one.
    #[must_use]
    pub fn failure_reason(&self) -> Option<&'static str> {
        self.reading.failure_reason()
    }

    /// The first 4 KiB of the body: useful when nothing could be read.
    #[must_use]
    pub fn body_excerpt(&self) -> &[u8] {
        self.reading.body_excerpt()
    }

    /// The same fault with a copy of the parts of the response that it needs. Needs the feature `alloc`, which is on by
    /// default.
    #[cfg(feature = "alloc")]
    pub fn into_owned(self) -> Fault<'static, V> {
        Fault {
            reading: self.reading.into_owned(),
            vendor: PhantomData,
        }
    }
}

/// What faults and successes have in common.
macro_rules! common {
    ($type:ident) => {
        impl<V: VendorTypes> $type<'_, V> {
            /// All texts of the vendor at once. Each of the accessors for a single one, such as
            /// [`message`](Self::message), prepares the response again; this prepares it once.
            #[must_use]
            pub fn texts(&self) -> Texts<'static, '_> {
                self.reading.texts()
            }

            /// The vendor's message: for logs, not for end users.
            #[must_use]
            pub fn message(&self) -> Option<Text<'_>> {
                self.reading.message()
            }

            /// The vendor's id of the call: quote it to their support.
            #[must_use]
            pub fn trace_id(&self) -> Option<Text<'_>> {
                self.reading.trace_id()
            }

            /// The vendor's timestamp, as text.
            #[must_use]
            pub fn timestamp(&self) -> Option<Text<'_>> {
                self.reading.timestamp()
            }

            /// The fields of the response that the book names.
            pub fn fields(&self) -> impl Iterator<Item = (&'static str, Text<'_>)> {
                self.reading.fields()
            }

            /// The waits and rate limits of the response.
            #[must_use]
            pub fn hints(&self) -> Hints {
                self.reading.hints()
            }

            /// The rate limits of the response, in the order of the book: of requests and of tokens, for instance.
            pub fn rate_limits(&self) -> impl Iterator<Item = RateLimit<'static>> {
                self.reading.rate_limits()
            }

            /// The vendor's name in the book.
            #[must_use]
            pub fn vendor(&self) -> &'static str {
                self.reading.vendor().name
            }

            /// The operation's name in the book.
            #[must_use]
            pub fn operation(&self) -> &'static str {
                self.reading.operation_name()
            }

            /// Whether the operation is not in the book, so that the response was read as one to `request`.
            #[must_use]
            pub fn is_fallback(&self) -> bool {
                self.reading.is_fallback()
            }

            /// Which layer of the book decided each field.
            #[must_use]
            pub fn decided_by(&self) -> DecidedBy {
                self.reading.decision().decided_by
            }

            /// The underlying reading, as indices into the vendor's tables.
            #[doc(hidden)]
            #[must_use]
            pub fn reading(&self) -> &Reading<'static, '_> {
                &self.reading
            }
        }

        impl<'a, V: VendorTypes> $type<'a, V> {
            /// Converts it to the type that represents any vendor of the book, so that several vendors fit into one
            /// type.
            pub fn into_any(self) -> $type<'a, <V::Book as Book>::Any> {
                $type {
                    reading: self.reading,
                    vendor: PhantomData,
                }
            }
        }

        impl<V> Clone for $type<'_, V> {
            fn clone(&self) -> Self {
                Self {
                    reading: self.reading.clone(),
                    vendor: PhantomData,
                }
            }
        }

        /// They are equal if the vendor said the same about the same operation, whether the responses were copied or not.
        impl<'b, V> PartialEq<$type<'b, V>> for $type<'_, V> {
            fn eq(&self, other: &$type<'b, V>) -> bool {
                self.reading.is_same(&other.reading)
                    && crate::errors::lists_same(&self.reading, &other.reading)
            }
        }
    };
}

common!(Fault);
common!(Success);

impl<V: VendorTypes> fmt::Debug for Fault<'_, V> {
    /// What was read and decided, without any text that the vendor chose freely.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message();
        f.debug_struct("Fault")
            .field("vendor", &self.vendor())
            .field("operation", &self.operation())
            .field("status", &self.status())
            .field("code", &self.code())
            .field("reason", &self.reason())
            .field("class", &self.class())
            .field("outcome", &self.outcome())
            .field("retry", &self.retry())
            .field("actions", &self.actions())
            .field("forbidden", &self.forbidden())
            .field("retry_after", &self.retry_after())
            .field("message_len", &message.map(|text| text.chars().count()))
            .field("details", &self.details().count())
            .finish_non_exhaustive()
    }
}

impl<V> fmt::Debug for Success<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Success({})", self.reading)
    }
}

impl<V> fmt::Display for Fault<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.reading, f)
    }
}

impl<V: VendorTypes> core::error::Error for Fault<'_, V> {
    /// The error that a raised fault was given [as its source](Fault::with_source).
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.reading.error()
    }
}

impl<V: VendorTypes> Success<'_, V> {
    /// The code, if the response contains one.
    #[must_use]
    pub fn code(&self) -> Option<V::Code> {
        V::code(self.reading.vendor(), self.reading.code()?)
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.reading.status()
    }

    /// Whether the body is an event stream, of which only one event was read: a later one may still report a failure.
    ///
    /// Read each later event as a response of its own, with the status and the headers of the stream.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.reading.is_event_stream()
    }

    /// The class, whose outcome is success.
    #[must_use]
    pub fn class(&self) -> Class<V> {
        V::Book::class(self.reading.decision().class)
    }

    /// The actions to take now, in this order.
    #[must_use]
    pub fn actions(&self) -> &'static [Action<V>] {
        typed_actions::<V>(self.reading.vendor(), self.reading.decision().actions)
    }

    /// The actions that must not be taken.
    #[must_use]
    pub fn forbidden(&self) -> &'static [Action<V>] {
        typed_actions::<V>(self.reading.vendor(), self.reading.decision().forbid)
    }

    /// The same success with a copy of the parts of the response that it needs. Needs the feature `alloc`, which is on
    /// by default.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn into_owned(self) -> Success<'static, V> {
        Success {
            reading: self.reading.into_owned(),
            vendor: PhantomData,
        }
    }
}
