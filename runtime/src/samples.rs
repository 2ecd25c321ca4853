//! Responses with the codes of a book, for tests.

use alloc::string::String;
use core::marker::PhantomData;
use core::time::Duration;

use crate::fault::{self, Fault, Operation, VendorTypes};
use crate::tables::Vendor;
use crate::write::{self, Content, Unwritable, WrittenResponse};

/// The type of the codes of an operation's vendor.
type Code<O> = <<O as Operation>::Vendor as VendorTypes>::Code;

/// Samples of what an operation can return: responses, in the vendor's own format, and faults. Needs the feature `samples`, which
/// is meant for tests.
///
/// ```
/// use faultbook_runtime::{Operation, Samples};
///
/// /// Calls a program's own handling with a response for every code that it can meet.
/// fn handles_every_code<O: Operation>(operation: O, handle: impl Fn(u16, &str)) {
///     for code in operation.codes() {
///         if let Ok(sample) = operation.sample(code).build() {
///             handle(sample.status, &sample.body);
///         }
///     }
/// }
/// ```
pub trait Samples: Operation {
    /// All codes that a call of this operation can result in, in the order in which they are looked for. A code that the client
    /// raises is one of them.
    fn codes(self) -> impl Iterator<Item = Code<Self>>;

    /// A response to this operation with a code.
    fn sample(self, code: impl Into<Code<Self>>) -> Sample<Self::Vendor>;

    /// A response to this operation with a code that the book does not know, in the first of its domains that can have it: what
    /// happens on the day when the vendor adds one?
    fn sample_unknown(self, wire: impl Into<String>) -> Sample<Self::Vendor>;

    /// A response to this operation that is a success. It contains what the book requires of a success, and nothing else.
    fn sample_success(self) -> Sample<Self::Vendor>;

    /// The fault of a call that failed with a code, as read from its [sample](Self::sample) or, for a code that the client raises,
    /// as [raised](Operation::raise). `None` if no call of this operation fails with it.
    fn fault_of(self, code: impl Into<Code<Self>>) -> Option<Fault<'static, Self::Vendor>>;
}

impl<O: Operation> Samples for O {
    fn codes(self) -> impl Iterator<Item = Code<Self>> {
        let tables = self.tables();
        let operation = tables.operations.get(usize::from(self.index()));
        let domains = operation
            .map(|operation| operation.domains)
            .unwrap_or_default();
        let domains = domains.of(tables.precedence).iter();
        let domains = domains.filter_map(|domain| tables.domains.get(usize::from(*domain)));
        let indices = domains.flat_map(|domain| domain.first_code..domain.end_code);
        indices.filter_map(|index| O::Vendor::code(tables, index))
    }

    fn sample(self, code: impl Into<Code<Self>>) -> Sample<Self::Vendor> {
        let code = O::Vendor::index(code.into());
        Sample::new(self.tables(), self.index(), Subject::Code(code))
    }

    fn sample_unknown(self, wire: impl Into<String>) -> Sample<Self::Vendor> {
        let subject = Subject::Unknown(wire.into());
        Sample::new(self.tables(), self.index(), subject)
    }

    fn sample_success(self) -> Sample<Self::Vendor> {
        Sample::new(self.tables(), self.index(), Subject::Success)
    }

    fn fault_of(self, code: impl Into<Code<Self>>) -> Option<Fault<'static, Self::Vendor>> {
        let index = O::Vendor::index(code.into());
        let subject = Subject::Code(index);
        match Sample::<O::Vendor>::new(self.tables(), self.index(), subject).build() {
            Ok(sample) => self.read(&sample.response()).err().map(Fault::into_owned),
            Err(Unwritable::RaisedByClient) => {
                Some(fault::raise(self.tables(), self.index(), index))
            }
            Err(_) => None,
        }
    }
}

/// A response to be built: see [`Samples::sample`].
///
/// Everything is optional. What is added must have its place in the vendor's responses: [`build`](Self::build) fails otherwise.
#[derive(Clone, Debug)]
#[must_use = "`build` makes the response"]
pub struct Sample<V> {
    tables: &'static Vendor<'static>,
    operation: u16,
    subject: Subject,
    content: Content,
    vendor: PhantomData<fn() -> V>,
}

/// What a sample is of.
#[derive(Clone, Debug)]
enum Subject {
    /// A code, by its index.
    Code(u16),
    /// A code that the book does not know.
    Unknown(String),
    Success,
}

impl<V> Sample<V> {
    fn new(tables: &'static Vendor<'static>, operation: u16, subject: Subject) -> Self {
        Self {
            tables,
            operation,
            subject,
            content: Content::default(),
            vendor: PhantomData,
        }
    }

    /// The status, if not that of the code.
    pub fn status(mut self, status: u16) -> Self {
        self.content.status = Some(status);
        self
    }

    /// The vendor's message.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.content.message = Some(message.into());
        self
    }

    /// The vendor's id of the call.
    pub fn trace_id(mut self, trace_id: impl Into<String>) -> Self {
        self.content.trace_id = Some(trace_id.into());
        self
    }

    /// The vendor's timestamp.
    pub fn timestamp(mut self, timestamp: impl Into<String>) -> Self {
        self.content.timestamp = Some(timestamp.into());
        self
    }

    /// Adds a field, by its name in the book.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.content.fields.push((name.into(), value.into()));
        self
    }

    /// Adds the error of an input. In a tree of details, dots separate the names on the path to the input.
    pub fn detail(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.content.details.push((field.into(), message.into()));
        self
    }

    /// The wait before the next call, where and how the vendor asks for it. If that is a time, the response has a `Date`.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.content.wait = Some(wait);
        self
    }

    /// Adds a header, or replaces the one of this name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.content.headers.push((name.into(), value.into()));
        self
    }

    /// The response.
    ///
    /// # Errors
    /// Returns why there is no such response: the vendor's responses have no place for something that was added, or what would be
    /// built is not certainly read as this code, with all that was added.
    pub fn build(&self) -> Result<WrittenResponse, Unwritable> {
        let (tables, operation, content) = (self.tables, self.operation, &self.content);
        match &self.subject {
            Subject::Code(code) => write::write(tables, operation, *code, content),
            Subject::Unknown(wire) => write::write_unknown(tables, operation, wire, content),
            Subject::Success => write::write_success(tables, operation, content),
        }
    }
}
