//! The names that links lead to: one for each thing, each once on its page.

use std::collections::BTreeMap;

use crate::model::{Book, Vendor};

/// Anchors of the sections that a vendor's page has besides those of its domains, codes, operations and examples. None
/// contains a `-`, which sets them apart from all others.
pub(crate) const ADVICE: &str = "advice";
pub(crate) const NOTES: &str = "notes";
pub(crate) const RULES: &str = "rules";
pub(crate) const ENVELOPE: &str = "envelope";
pub(crate) const STATUSES: &str = "statuses";
pub(crate) const LIMITS: &str = "limits";
pub(crate) const HEADERS: &str = "headers";
pub(crate) const EXAMPLES: &str = "examples";
/// The footnote on numbers that the book chose; on every page that has such numbers.
pub(crate) const CHOSEN: &str = "chosen";

/// The anchors on a vendor's page, in the order of the model's lists.
pub(crate) struct Anchors {
    pub(crate) codes: Vec<String>,
    pub(crate) domains: Vec<String>,
    pub(crate) operations: Vec<String>,
    pub(crate) examples: Vec<String>,
}

impl Anchors {
    pub(crate) fn new(vendor: &Vendor) -> Self {
        let mut names = Names::default();
        // Codes come first, so that nothing but another code of the same domain can change the anchor of one.
        let codes = vendor
            .codes
            .iter()
            .map(|code| slug(&[&vendor.domains[code.domain].name, &code.wire]));
        Self {
            codes: names.claim(codes),
            domains: names.claim(
                vendor
                    .domains
                    .iter()
                    .map(|domain| slug(&["domain", &domain.name])),
            ),
            operations: names.claim(
                vendor
                    .operations
                    .iter()
                    .map(|operation| slug(&["operation", &operation.name])),
            ),
            examples: names.claim(
                vendor
                    .examples
                    .iter()
                    .map(|example| slug(&["example", &example.name])),
            ),
        }
    }
}

/// The anchors of the classes on their page.
pub(crate) fn classes(book: &Book) -> Vec<String> {
    Names::default().claim(
        book.classes
            .iter()
            .map(|class| slug(&["class", &class.name])),
    )
}

/// The anchors of the actions on their page.
pub(crate) fn actions(book: &Book) -> Vec<String> {
    Names::default().claim(
        book.actions
            .iter()
            .map(|action| slug(&["action", &action.name])),
    )
}

/// Names that are taken, each with how many times it was wanted.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    /// Each of the names, with a number behind those that are taken.
    fn claim(&mut self, wanted: impl Iterator<Item = String>) -> Vec<String> {
        wanted.map(|wanted| self.claim_one(wanted)).collect()
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

/// Names in lowercase letters, digits and single hyphens. One without any letter or digit becomes `x`.
fn slug(names: &[&str]) -> String {
    let slugs = names.iter().map(|name| {
        let lower = name.to_ascii_lowercase();
        let words = lower
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty());
        let slug = words.collect::<Vec<_>>().join("-");
        if slug.is_empty() {
            "x".to_owned()
        } else {
            slug
        }
    });
    slugs.collect::<Vec<_>>().join("-")
}
