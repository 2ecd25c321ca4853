//! Puts responses together.

use alloc::string::String;
use core::marker::PhantomData;
use core::time::Duration;

use crate::tables::Vendor;
use crate::write::{self, Content, Unwritable, WrittenResponse};

/// A response that is being put together, in the envelope and format of its vendor. Needs the feature `produce` or
/// `samples`.
///
/// Everything is optional. What is added must have its place in the vendor's responses: [`build`](Self::build) fails
/// otherwise.
#[derive(Clone, Debug)]
#[must_use = "it makes a response"]
pub struct Reply<V> {
    pub(crate) tables: &'static Vendor<'static>,
    pub(crate) operation: u16,
    pub(crate) subject: Subject,
    pub(crate) content: Content,
    pub(crate) vendor: PhantomData<fn() -> V>,
}

/// The subject of a response.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// A code, by its index.
    Code(u16),
    /// A code that the book does not know.
    #[cfg_attr(
        not(feature = "samples"),
        expect(dead_code, reason = "only samples have it")
    )]
    Unknown(String),
    #[cfg_attr(
        not(feature = "samples"),
        expect(dead_code, reason = "only samples have it")
    )]
    Success,
}

impl<V> Reply<V> {
    pub(crate) fn new(tables: &'static Vendor<'static>, operation: u16, subject: Subject) -> Self {
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

    /// The category of the code, as it appears on the wire.
    pub fn category(mut self, category: impl Into<String>) -> Self {
        self.content.category = Some(category.into());
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
    /// Returns why there is no such response: the vendor's responses have no place for something that was added, or what
    /// would be built is not certainly read as this code, with all that was added.
    pub fn build(&self) -> Result<WrittenResponse, Unwritable> {
        let (tables, operation, content) = (self.tables, self.operation, &self.content);
        match &self.subject {
            Subject::Code(code) => write::write(tables, operation, *code, content),
            Subject::Unknown(wire) => write::write_unknown(tables, operation, wire, content),
            Subject::Success => write::write_success(tables, operation, content),
        }
    }
}
