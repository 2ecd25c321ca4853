//! Names, and what happens to those that the book does not have.

use core::fmt;

use crate::lookup;
use crate::tables::Vendor;

/// A name or a wire string that the book does not have, in exactly this spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownName {
    what: &'static str,
}

impl UnknownName {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(what: &'static str) -> Self {
        Self { what }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no {} of this name", self.what)
    }
}

impl core::error::Error for UnknownName {}

/// The names of a vendor's operations.
pub fn operations(vendor: &'static Vendor<'static>) -> impl Iterator<Item = &'static str> {
    vendor
        .operations
        .iter()
        .map(|operation| operation.name.text(vendor.text))
}

/// The name of the operation of this index.
#[must_use]
pub fn operation_name(vendor: &'static Vendor<'static>, index: u16) -> &'static str {
    operation(vendor, index).unwrap_or("")
}

pub(crate) fn operation<'t>(vendor: &Vendor<'t>, index: u16) -> Option<&'t str> {
    let operation = vendor.operations.get(usize::from(index))?;
    Some(operation.name.text(vendor.text))
}

/// Whether the operation of this index can be repeated.
#[must_use]
pub fn is_idempotent(vendor: &Vendor<'_>, index: u16) -> Option<bool> {
    vendor.operations.get(usize::from(index))?.idempotent
}

/// The domain of a code, and the code's index within it.
#[must_use]
pub fn within_domain(vendor: &Vendor<'_>, code: u16) -> Option<(u16, usize)> {
    let (index, domain) = lookup::domain_of(vendor, code)?;
    Some((index, usize::from(code - domain.first_code)))
}
