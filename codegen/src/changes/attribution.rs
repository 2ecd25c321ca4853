//! The field and the node of a book that a difference is attributed to.

use super::named::{
    CHOSEN, CLASS, CONFIDENTIAL, NamedDecision, OUTCOME, RETRY, SEVERITY, USER_MESSAGE,
};
use super::path::NodePath;
use crate::model::{Code, Entry, Layer, Place, Vendor};

/// The field that another field follows from: a class decides its own defaults, and the outcome decides what a success
/// hides.
pub(super) fn lead(
    field: usize,
    differs: &[bool],
    old: &NamedDecision,
    new: &NamedDecision,
) -> usize {
    let both = |test: &dyn Fn(&NamedDecision) -> bool| test(old) && test(new);
    match field {
        CLASS => CLASS,
        OUTCOME if differs[CLASS] && both(&|it| it.layer(OUTCOME) == it.layer(CLASS)) => CLASS,
        OUTCOME => OUTCOME,
        CONFIDENTIAL if differs[USER_MESSAGE] => lead(USER_MESSAGE, differs, old, new),
        CHOSEN if differs[RETRY] => lead(RETRY, differs, old, new),
        _ if field != SEVERITY && differs[OUTCOME] && hides(field, old, new) => {
            lead(OUTCOME, differs, old, new)
        }
        _ if differs[CLASS] && both(&|it| it.layer(field).place >= Place::Class) => CLASS,
        _ => field,
    }
}

/// Whether an outcome other than a failure hides a field on one side.
fn hides(field: usize, old: &NamedDecision, new: &NamedDecision) -> bool {
    let hidden = |it: &NamedDecision| {
        let layer = it.layer(field);
        it.value(OUTCOME, None) != "failure"
            && (layer.place == Place::Nowhere || layer == it.layer(OUTCOME))
    };
    hidden(old) || hidden(new)
}

/// The smaller, the stronger. The engine's own doubts are about a status.
pub(super) fn strength(layer: Layer) -> Place {
    match layer.place {
        Place::Guard => Place::Status,
        place => place,
    }
}

/// The node that is a layer.
pub(super) fn path(
    vendor: &Vendor,
    operation: usize,
    entry: Entry,
    class: &str,
    layer: Layer,
) -> NodePath {
    let name = &vendor.name;
    let node = match layer.place {
        Place::OperationRule | Place::Operation => {
            NodePath::vendor(name, &["operations", &vendor.operations[operation].name])
        }
        Place::CodeRule | Place::Code => of_entry(vendor, entry),
        Place::Category | Place::DomainRule | Place::Domain => grouped(vendor, entry, layer),
        Place::VendorRule | Place::Vendor => NodePath::vendor(name, &[]),
        _ => NodePath::book(&["classes", class]),
    };
    if layer.rule > 0 {
        node.rule(layer.rule)
    } else {
        node
    }
}

/// The domain or the category that an entry is in.
fn grouped(vendor: &Vendor, entry: Entry, layer: Layer) -> NodePath {
    let (domain, category) = match entry {
        Entry::Code(code) => (Some(vendor.codes[code].domain), vendor.codes[code].category),
        Entry::Unknown { domain, category } => (Some(domain), category),
        _ => (None, None),
    };
    let Some(domain) = domain.map(|domain| &vendor.domains[domain]) else {
        return NodePath::vendor(&vendor.name, &[]);
    };
    let path = NodePath::vendor(&vendor.name, &["domains", &domain.name]);
    match category.filter(|_| layer.place == Place::Category) {
        Some(category) => path.keys(&["categories", &domain.categories[category].name]),
        None => path,
    }
}

/// The node of an entry's code; the vendor if it has none.
pub(super) fn of_entry(vendor: &Vendor, entry: Entry) -> NodePath {
    match code(vendor, entry) {
        Some(code) => NodePath::code(vendor, code),
        None => NodePath::vendor(&vendor.name, &[]),
    }
}

/// The code of an entry, if it is a code.
pub(super) fn code(vendor: &Vendor, entry: Entry) -> Option<&Code> {
    match entry {
        Entry::Code(code) => vendor.codes.get(code),
        _ => None,
    }
}
