//! A response with a code, as its vendor sends it.

use faultbook_runtime::v1::{self, Content};
use faultbook_runtime::{Unwritable, WrittenResponse};

use crate::model::Vendor;

/// Writes a response to an operation that has a code.
type Write = fn(&v1::Vendor<'_>, u16, u16, &Content) -> Result<WrittenResponse, Unwritable>;

/// A response with a code; `None` if none can be written.
pub(crate) fn response(
    vendor: &Vendor,
    tables: &v1::Vendor<'_>,
    code: usize,
    write: Write,
) -> Option<WrittenResponse> {
    let index = |at: usize| u16::try_from(at).unwrap_or(v1::NONE);
    let write = |at: usize| write(tables, index(at), index(code), &Content::default()).ok();
    // Under `request`, another domain may have the same code.
    let domain = vendor.codes[code].domain;
    write(vendor.request).or_else(|| write(vendor.operation_of(domain)))
}
