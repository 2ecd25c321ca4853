//! Names in a vendor's tables: codes by their wire strings, operations, domains and statuses.

use crate::hash;
use crate::tables::{Domain, Index, Vendor};

/// The index of an operation of this name.
#[must_use]
pub fn operation(vendor: &Vendor<'_>, name: &str) -> Option<u16> {
    let position = vendor
        .operations
        .iter()
        .position(|operation| operation.name.text(vendor.text) == name)?;
    u16::try_from(position).ok()
}

/// The first status that a code is documented for, else the one that its domain is about.
#[must_use]
pub fn typical_status(vendor: &Vendor<'_>, code: u16) -> u16 {
    let documented = statuses(vendor, code).first().copied();
    documented
        .or_else(|| Some(domain_of(vendor, code)?.1.typical_status))
        .unwrap_or(0)
}

/// The statuses that a code is documented for.
#[must_use]
pub fn statuses<'t>(vendor: &Vendor<'t>, code: u16) -> &'t [u16] {
    let end = |row: u16| {
        vendor
            .status_ends
            .get(usize::from(row))
            .map_or(0, |end| *end as usize)
    };
    let start = code.checked_sub(1).map_or(0, end);
    vendor.statuses.get(start..end(code)).unwrap_or(&[])
}

/// The domain of a code, with its index.
#[must_use]
pub fn domain_of<'t>(vendor: &Vendor<'t>, code: u16) -> Option<(u16, &'t Domain)> {
    (0..)
        .zip(vendor.domains)
        .find(|(_, domain)| (domain.first_code..domain.end_code).contains(&code))
}

/// The code of a domain that has this wire string or alias, as an index into the vendor's codes.
#[must_use]
pub fn lookup(vendor: &Vendor<'_>, domain: &Domain, wire: &[u8]) -> Option<u16> {
    find(&Index::new(vendor, domain), wire)
}

/// The code that has this wire string or alias, as an index into the vendor's codes.
#[expect(
    clippy::inline_always,
    reason = "generated code has a constant index: what is known of it need not be looked at"
)]
#[inline(always)]
#[must_use]
pub fn find(index: &Index<'_>, wire: &[u8]) -> Option<u16> {
    if wire.len() > usize::from(index.longest) {
        return None;
    }
    let (hash, displacement) = hash::hash_and_displacement(wire, index.seed, index.displacements)?;
    let slot = hash::slot(hash, displacement, index.slots.len());
    let row = hash::row(*index.slots.get(slot)?, hash)?;
    if !hash::equal(index.wires.bytes(row.into())?, wire) {
        return None;
    }
    // The rows of codes come first, then those of aliases.
    match usize::from(row).checked_sub(index.codes) {
        None => Some(row),
        Some(alias) => index.aliases.get(alias).copied(),
    }
}
