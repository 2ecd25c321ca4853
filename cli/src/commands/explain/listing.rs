//! Lists of codes and vendors.

use faultbook_codegen::model::{Book, Vendor};

use super::meaning;
use super::reading::Reading;
use crate::page::Page;

/// All codes of a vendor, domain by domain.
pub(super) fn vendor(book: &Book, vendor: &Vendor, page: &mut Page) {
    page.title(&vendor.name, &vendor.summary);
    for domain in &vendor.domains {
        page.gap();
        page.paragraph(&format!("{}: {}", domain.name, domain.title));
        let codes = domain.codes.clone();
        page.terms(codes.map(|code| term(book, vendor, code)));
    }
    page.gap();
    let operations: Vec<&str> = vendor
        .operations_for_readers()
        .map(|at| vendor.operations[at].name.as_str())
        .collect();
    page.entry("operations", &operations.join(", "));
    page.gap();
    page.remark(&format!(
        "`faultbook explain {} CODE` explains a code, and `faultbook explain {0} STATUS` a status without one.",
        vendor.name
    ));
}

/// A code with its status, class and summary.
fn term(book: &Book, vendor: &Vendor, code: usize) -> (String, String) {
    let known = &vendor.codes[code];
    let is_status = vendor.domains[known.domain].by_status;
    let statuses = known.statuses.iter().filter(|_| !is_status);
    let class = vendor.typical_decision(vendor.request, code);
    let class = class.map(|decision| book.classes[decision.class.value].name.clone());
    let facts: Vec<String> = statuses.map(u16::to_string).chain(class).collect();
    let text = format!("{}: {}", facts.join(", "), known.summary);
    (known.wire.clone(), text)
}

/// All vendors.
pub(super) fn vendors(book: &Book, page: &mut Page) {
    page.paragraph("The book's vendors:");
    page.gap();
    let term = |vendor: &Vendor| (vendor.name.clone(), vendor.summary.clone());
    page.terms(book.vendors.iter().map(term));
    page.gap();
    page.remark(
        "`faultbook explain VENDOR` lists the codes of a vendor, `faultbook explain CODE` searches all vendors for a code, \
         and `faultbook explain --response TEXT` reads a whole response.",
    );
}

/// The codes that come with a status, and the decision about the status alone.
pub(super) fn status(
    book: &Book,
    status: u16,
    codes: &[(&Vendor, Vec<usize>)],
    alone: Option<&Reading<'_>>,
    page: &mut Page,
) {
    for (vendor, codes) in codes {
        if !page.is_empty() {
            page.gap();
        }
        page.title(&format!("{} {status}", vendor.name), &count(codes.len()));
        page.terms(codes.iter().map(|code| term(book, vendor, *code)));
    }
    if let Some(reading) = alone {
        let name = &reading.operation().name;
        page.gap();
        page.paragraph(&format!(
            "What to do about status {status} without a known code under `{name}`:"
        ));
        meaning::decided(reading, page);
    }
}

fn count(codes: usize) -> String {
    match codes {
        0 => "no code comes with this status".to_owned(),
        1 => "one code comes with this status".to_owned(),
        count => format!("{count} codes come with this status"),
    }
}
