//! Which field and which place of a book make a difference.

use super::spot::Spot;
use super::told::{CHOSEN, CLASS, CONFIDENTIAL, OUTCOME, RETRY, SEVERITY, Told, USER_MESSAGE};
use crate::model::{Book, Code, Entry, Layer, Place, Vendor};

/// The field whose difference brings another one with it: what a class says by default follows from the class, and what
/// a success hides from the outcome.
pub(super) fn lead(field: usize, differs: &[bool], old: &Told, new: &Told) -> usize {
    let both = |test: &dyn Fn(&Told) -> bool| test(old) && test(new);
    match field {
        CLASS => CLASS,
        OUTCOME if differs[CLASS] && both(&|it| it.layers[OUTCOME] == it.layers[CLASS]) => CLASS,
        OUTCOME => OUTCOME,
        CONFIDENTIAL if differs[USER_MESSAGE] => lead(USER_MESSAGE, differs, old, new),
        CHOSEN if differs[RETRY] => lead(RETRY, differs, old, new),
        _ if field != SEVERITY && differs[OUTCOME] && hides(field, old, new) => {
            lead(OUTCOME, differs, old, new)
        }
        _ if differs[CLASS] && both(&|it| it.layers[field].place >= Place::Class) => CLASS,
        _ => field,
    }
}

/// Whether an outcome that is no failure leaves nothing of a field on one side.
fn hides(field: usize, old: &Told, new: &Told) -> bool {
    let hidden = |it: &Told| {
        let layer = it.layers[field];
        it.value(OUTCOME, None) != "failure"
            && (layer.place == Place::Nowhere || layer == it.layers[OUTCOME])
    };
    hidden(old) || hidden(new)
}

/// The smaller, the stronger. The engine's own doubts are those about a status.
pub(super) fn strength(layer: Layer) -> Place {
    match layer.place {
        Place::Guard => Place::Status,
        place => place,
    }
}

/// Where a layer stands in a book.
pub(super) fn spot(
    book: &Book,
    vendor: &Vendor,
    operation: usize,
    entry: Entry,
    told: &Told,
    layer: Layer,
) -> Spot {
    let class = &book.classes[told.class].name;
    let name = &vendor.name;
    let seat = match layer.place {
        Place::OperationRule | Place::Operation => {
            Spot::vendor(name, &["operations", &vendor.operations[operation].name])
        }
        Place::CodeRule | Place::Code => of_entry(vendor, entry),
        Place::Category | Place::DomainRule | Place::Domain => grouped(vendor, entry, layer),
        Place::VendorRule | Place::Vendor => Spot::vendor(name, &[]),
        _ => Spot::book(&["classes", class]),
    };
    if layer.rule > 0 {
        seat.rule(layer.rule)
    } else {
        seat
    }
}

/// The domain or the category that an entry is in.
fn grouped(vendor: &Vendor, entry: Entry, layer: Layer) -> Spot {
    let (domain, category) = match entry {
        Entry::Code(code) => (Some(vendor.codes[code].domain), vendor.codes[code].category),
        Entry::Unknown { domain, category } => (Some(domain), category),
        _ => (None, None),
    };
    let Some(domain) = domain.map(|domain| &vendor.domains[domain]) else {
        return Spot::vendor(&vendor.name, &[]);
    };
    let spot = Spot::vendor(&vendor.name, &["domains", &domain.name]);
    match category.filter(|_| layer.place == Place::Category) {
        Some(category) => spot.keys(&["categories", &domain.categories[category].name]),
        None => spot,
    }
}

/// Where the code of an entry stands; the vendor, if it is none.
pub(super) fn of_entry(vendor: &Vendor, entry: Entry) -> Spot {
    match code(vendor, entry) {
        Some(code) => Spot::code(vendor, code),
        None => Spot::vendor(&vendor.name, &[]),
    }
}

/// The code of an entry, if it is one.
pub(super) fn code(vendor: &Vendor, entry: Entry) -> Option<&Code> {
    match entry {
        Entry::Code(code) => vendor.codes.get(code),
        _ => None,
    }
}
