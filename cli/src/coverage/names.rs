//! Which codes of a vendor have a name.

use std::collections::{BTreeSet, HashMap};

use faultbook_codegen::model::{Code, Vendor};

/// The codes of a vendor by the names that they have, or had. A document may have as many names as a book.
pub(super) struct Names<'v> {
    vendor: &'v Vendor,
    codes: HashMap<&'v str, Vec<usize>>,
}

impl<'v> Names<'v> {
    pub(super) fn of(vendor: &'v Vendor) -> Self {
        let mut codes: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, code) in vendor.codes.iter().enumerate() {
            for name in code.aliases.iter().chain([&code.wire]) {
                codes.entry(name).or_default().push(at);
            }
        }
        Self { vendor, codes }
    }

    /// The codes that are called so.
    pub(super) fn codes(&self, name: &str) -> impl Iterator<Item = &'v Code> {
        let codes = self.codes.get(name).map_or(&[][..], Vec::as_slice);
        codes.iter().map(|code| &self.vendor.codes[*code])
    }

    /// The domains that have a code of this name.
    pub(super) fn domains(&self, name: &str) -> BTreeSet<usize> {
        self.codes(name).map(|code| code.domain).collect()
    }
}
