//! Responses with the codes of a book, for tests.

use alloc::string::String;

use crate::fault::{self, Fault, Operation, VendorTypes};
use crate::reply::{Reply, Subject};
use crate::response::Response;
use crate::write::Unwritable;

/// The type of the codes of an operation's vendor.
type Code<O> = <<O as Operation>::Vendor as VendorTypes>::Code;

/// Samples of what an operation can return: responses, in the vendor's own format, and faults. Needs the feature `samples`,
/// which is meant for tests.
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
    /// All codes that a call of this operation can result in, in the order in which they are looked for. A code that the
    /// client raises is one of them.
    fn codes(self) -> impl Iterator<Item = Code<Self>>;

    /// A response to this operation with a code.
    fn sample(self, code: impl Into<Code<Self>>) -> Reply<Self::Vendor>;

    /// A response to this operation with a code that the book does not know, in the first of its domains that can have it:
    /// what happens on the day when the vendor adds one?
    fn sample_unknown(self, wire: impl Into<String>) -> Reply<Self::Vendor>;

    /// A response to this operation that is a success. It contains what the book requires of a success, and nothing else.
    fn sample_success(self) -> Reply<Self::Vendor>;

    /// The fault of a call that failed with a code, as read from its [sample](Self::sample) or, for a code that the client
    /// raises, as [raised](Operation::raise). `None` if no call of this operation fails with it.
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

    fn sample(self, code: impl Into<Code<Self>>) -> Reply<Self::Vendor> {
        let code = O::Vendor::index(code.into());
        Reply::new(self.tables(), self.index(), Subject::Code(code))
    }

    fn sample_unknown(self, wire: impl Into<String>) -> Reply<Self::Vendor> {
        let subject = Subject::Unknown(wire.into());
        Reply::new(self.tables(), self.index(), subject)
    }

    fn sample_success(self) -> Reply<Self::Vendor> {
        Reply::new(self.tables(), self.index(), Subject::Success)
    }

    fn fault_of(self, code: impl Into<Code<Self>>) -> Option<Fault<'static, Self::Vendor>> {
        let index = O::Vendor::index(code.into());
        let subject = Subject::Code(index);
        match Reply::<O::Vendor>::new(self.tables(), self.index(), subject).build() {
            Ok(sample) => self.read(&sample.response()).err().map(Fault::into_owned),
            Err(Unwritable::RaisedByClient) => {
                Some(fault::raise(self.tables(), self.index(), index))
            }
            Err(_) => None,
        }
    }
}

/// A response of a vendor's in an example of the book. Generated code lists them as `EXAMPLES` of the vendor's module, if
/// the feature `samples` is on.
///
/// ```
/// use faultbook_runtime::{Example, Operation};
///
/// /// Reads the example of a name, as a client would.
/// fn is_success<O: Operation>(examples: &[Example<O>], name: &str) -> Option<bool> {
///     let example = examples.iter().find(|example| example.name == name)?;
///     Some(example.operation.read(&example.response()).is_ok())
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Example<O> {
    /// The name in the book, which no other example of the vendor has.
    pub name: &'static str,
    /// The operation that the response is to.
    pub operation: O,
    /// The HTTP status.
    pub status: u16,
    /// Names and values.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: &'static str,
}

impl<O> Example<O> {
    /// For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        operation: O,
        (status, headers, body): (u16, &'static [(&'static str, &'static str)], &'static str),
    ) -> Self {
        Self {
            name,
            operation,
            status,
            headers,
            body,
        }
    }

    /// The response as [`Operation::read`] takes it.
    pub fn response(&self) -> Response<'_> {
        Response::new(self.status, self.body).headers(&self.headers)
    }
}
