//! The answer to a query.

use faultbook_codegen::model::{Book, Vendor};

use super::case::Case;
use super::reading::Reading;

pub(super) enum Answer<'b> {
    /// A code in each domain that it may be of.
    Codes(Vec<Case<'b>>),
    /// A response as read for each of its likely vendors, and the less likely ones.
    Readings(Vec<Reading<'b>>, Vec<&'b Vendor>),
    /// The codes that come with a status, and the reading of the status alone if the vendor is known.
    Status {
        book: &'b Book,
        status: u16,
        codes: Vec<(&'b Vendor, Vec<usize>)>,
        alone: Option<Box<Reading<'b>>>,
    },
    /// All codes of a vendor.
    Contents(&'b Book, &'b Vendor),
    /// All vendors.
    Vendors(&'b Book),
}
