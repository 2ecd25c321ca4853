//! Checks that the engine reads every code of the book from a response that has it.

use faultbook_codegen::Loaded;
use faultbook_runtime::v1::{self, Content};

use super::catalogue::Domain;
use super::summary::ImportSummary;

/// Logs the codes that no response leads to.
pub(super) fn check(loaded: &Loaded, domains: &[Domain], log: &mut ImportSummary) {
    let (Some(vendor), Some(tables)) = (loaded.book.vendors.first(), loaded.tables.first()) else {
        return;
    };
    let tables = tables.vendor();
    let index = |index: usize| u16::try_from(index).unwrap_or(v1::NONE);
    for written in domains.iter().filter(|domain| !domain.is_raised()) {
        let mut operations = vendor.operations.iter();
        let operation = operations.position(|own| Some(&own.name) == written.operation.as_ref());
        let operation = index(operation.unwrap_or(vendor.request));
        let own = vendor.domains.iter().filter(|own| own.name == written.name);
        for code in own.flat_map(|domain| domain.codes.clone()) {
            let response = v1::write(&tables, operation, index(code), &Content::default());
            if let (Err(_), Some(location)) = (response, written.locations.first()) {
                let (code, domain) = (&vendor.codes[code].wire, &written.name);
                let kind = format!("codes that cannot be read at {location}");
                log.left_out(kind, format!("`{code}` of `{domain}`"));
            }
        }
    }
}
