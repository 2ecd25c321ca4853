//! Lists of codes and vendors.

use faultbook_codegen::document::{Document, Inline};
use faultbook_codegen::model::{Book, Vendor};

use super::reading::Reading;
use super::{entry, introduce, meaning, title};

/// All codes of a vendor, domain by domain.
pub(super) fn vendor(book: &Book, vendor: &Vendor, page: &mut Document) {
    title(page, &vendor.name, &vendor.summary);
    for domain in &vendor.domains {
        introduce(page, &format!("{}: {}", domain.name, domain.title));
        let codes = domain.codes.clone();
        codes.for_each(|code| term(book, vendor, code, page));
    }
    let operations: Vec<&str> = vendor
        .operations_for_readers()
        .map(|at| vendor.operations[at].name.as_str())
        .collect();
    introduce(page, &format!("operations: {}", operations.join(", ")));
    page.paragraph(Inline::prose(&format!(
        "`faultbook explain {} CODE` explains a code, and `faultbook explain {0} STATUS` a status without one.",
        vendor.name
    )));
}

/// A code with its status, class and summary.
fn term(book: &Book, vendor: &Vendor, code: usize, page: &mut Document) {
    let known = &vendor.codes[code];
    let is_status = vendor.domains[known.domain].by_status;
    let statuses = known.statuses.iter().filter(|_| !is_status);
    let class = vendor.typical_decision(vendor.request, code);
    let class = class.map(|decision| book.classes[decision.class.value].name.clone());
    let facts: Vec<String> = statuses.map(u16::to_string).chain(class).collect();
    let text = format!("{}: {}", facts.join(", "), known.summary);
    entry(page, known.wire.clone(), &text);
}

/// All vendors.
pub(super) fn vendors(book: &Book, page: &mut Document) {
    introduce(page, "The book's vendors:");
    for vendor in &book.vendors {
        entry(page, vendor.name.clone(), &vendor.summary);
    }
    page.paragraph(Inline::prose("`faultbook explain VENDOR` lists the codes of a vendor, `faultbook explain CODE` searches all vendors for a code, \
         and `faultbook explain --response TEXT` reads a whole response."));
}

/// The codes that come with a status, and the decision about the status alone.
pub(super) fn status(
    book: &Book,
    status: u16,
    codes: &[(&Vendor, Vec<usize>)],
    alone: Option<&Reading<'_>>,
    page: &mut Document,
) {
    for (vendor, codes) in codes {
        title(
            page,
            &format!("{} {status}", vendor.name),
            &count(codes.len()),
        );
        for code in codes {
            term(book, vendor, *code, page);
        }
    }
    if let Some(reading) = alone {
        let name = &reading.operation().name;
        introduce(
            page,
            &format!("What to do about status {status} without a known code under `{name}`:"),
        );
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
