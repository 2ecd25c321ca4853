//! The targets of links: one for each thing, unique on its page.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Book, Vendor};
use crate::render::joined;

/// Anchors of what each page has once. The underscore distinguishes them from all others, and from those that renderers
/// derive from headings.
pub(crate) const ADVICE: &str = "section_advice";
pub(crate) const NOTES: &str = "section_notes";
pub(crate) const GLANCE: &str = "section_glance";
pub(crate) const DEPRECATED: &str = "section_deprecated";
pub(crate) const RULES: &str = "section_rules";
pub(crate) const ENVELOPE: &str = "section_envelope";
/// The decisions that many codes share; a number follows.
pub(crate) const ALIKE: &str = "section_alike";
pub(crate) const STATUSES: &str = "section_statuses";
pub(crate) const OPERATIONS: &str = "section_operations";
pub(crate) const RUST: &str = "section_rust";
pub(crate) const LIMITS: &str = "section_limits";
pub(crate) const HEADERS: &str = "section_headers";
pub(crate) const EXAMPLES: &str = "section_examples";
/// The footnote on numbers that the book chose.
pub(crate) const CHOSEN: &str = "own_choice";

/// The anchors on a vendor's page, in the order of the model's lists.
pub(crate) struct Anchors {
    pub(crate) codes: Vec<String>,
    /// By code, whether a code of another domain looks the same.
    pub(crate) has_namesake: Vec<bool>,
    pub(crate) domains: Vec<String>,
    pub(crate) operations: Vec<String>,
    pub(crate) examples: Vec<String>,
}

impl Anchors {
    pub(crate) fn new(vendor: &Vendor) -> Self {
        let mut names = Names::default();
        // Codes come first, so that only another code of the same domain can change the anchor of a code.
        let codes = vendor
            .codes
            .iter()
            .map(|code| slug(&[&vendor.domains[code.domain].name, &code.wire]));
        Self {
            codes: names.claim(codes),
            has_namesake: has_namesake(vendor),
            domains: names.claim_all("domain", &vendor.domains, |it| &it.name),
            operations: names.claim_all("operation", &vendor.operations, |it| &it.name),
            examples: names.claim_all("example", &vendor.examples, |it| &it.name),
        }
    }
}

/// By code, whether another one has the same string on the wire.
fn has_namesake(vendor: &Vendor) -> Vec<bool> {
    let mut codes: HashMap<&str, usize> = HashMap::new();
    let wires = vendor.codes.iter().map(|code| code.wire.as_str());
    wires
        .clone()
        .for_each(|wire| *codes.entry(wire).or_default() += 1);
    wires.map(|wire| codes[wire] > 1).collect()
}

/// The anchor of the decisions about a group of codes.
pub(crate) fn alike(group: usize) -> String {
    format!("{ALIKE}_{}", group + 1)
}

/// The anchors of the classes on their page.
pub(crate) fn classes(book: &Book) -> Vec<String> {
    Names::default().claim_all("class", &book.classes, |it| &it.name)
}

/// The anchors of the actions on their page.
pub(crate) fn actions(book: &Book) -> Vec<String> {
    Names::default().claim_all("action", &book.actions, |it| &it.name)
}

/// Names in use, each with the number of times it was requested.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    /// The names, with a number appended to those in use.
    fn claim(&mut self, wanted: impl Iterator<Item = String>) -> Vec<String> {
        wanted.map(|wanted| self.claim_one(wanted)).collect()
    }

    fn claim_all<T>(&mut self, kind: &str, items: &[T], name: fn(&T) -> &String) -> Vec<String> {
        self.claim(items.iter().map(|item| slug(&[kind, name(item)])))
    }

    fn claim_one(&mut self, wanted: String) -> String {
        let mut times = self.0.get(&wanted).copied().unwrap_or(0);
        let mut name = wanted.clone();
        while self.0.contains_key(&name) {
            times += 1;
            name = format!("{wanted}-{}", times + 1);
        }
        self.0.insert(wanted, times);
        self.0.insert(name.clone(), 0);
        name
    }
}

/// Names in lowercase letters, digits and single hyphens. A name without letters and digits becomes `x`.
fn slug(names: &[&str]) -> String {
    let slugs = names.iter().map(|name| {
        let lower = name.to_ascii_lowercase();
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
        match joined(words.filter(|word| !word.is_empty()), "-") {
            slug if slug.is_empty() => "x".to_owned(),
            slug => slug,
        }
    });
    joined(slugs, "-")
}
