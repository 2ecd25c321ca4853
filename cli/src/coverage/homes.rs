//! Which tables of a document have the codes of which domain.

use std::collections::{BTreeMap, BTreeSet};

use faultbook_codegen::model::{Code, Vendor};

use super::mentions::{Mentions, What};

/// A table most of whose codes are those of a domain.
#[derive(Debug)]
pub(super) struct Home {
    /// Among the vendor's domains.
    pub(super) domain: usize,
    /// Whether it has, but for a slip, no others.
    pub(super) is_of_one_domain: bool,
    codes: BTreeSet<String>,
}

/// The tables of a document that have the codes of a domain.
#[derive(Debug)]
pub(super) struct Homes(BTreeMap<usize, Home>);

impl Homes {
    pub(super) fn of(vendor: &Vendor, mentions: &Mentions) -> Self {
        let mut tables: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for mention in &mentions.list {
            if let (Some(table), What::Code(name)) = (mention.table, &mention.what) {
                tables.entry(table).or_default().insert(name.clone());
            }
        }
        let homes = tables.into_iter().filter_map(|(table, codes)| {
            let caption = &mentions.tables[table].caption;
            Some((table, Home::of(vendor, caption, codes)?))
        });
        Self(homes.collect())
    }

    pub(super) fn of_table(&self, table: Option<usize>) -> Option<&Home> {
        self.0.get(&table?)
    }

    pub(super) fn has_tables_of(&self, domain: usize) -> bool {
        self.0.values().any(|home| home.domain == domain)
    }

    /// Whether a code stands in the table of another domain, which has it.
    pub(super) fn is_at_home_elsewhere(&self, vendor: &Vendor, home: &Home, name: &str) -> bool {
        let others = self.0.values().filter(|other| other.domain != home.domain);
        let mut others = others.filter(|other| other.codes.contains(name));
        others.any(|other| is_in(vendor, other.domain, name))
    }
}

impl Home {
    /// The home of these codes: the domain that has most of them, and at least half; among several, the one that is named
    /// above them.
    fn of(vendor: &Vendor, caption: &str, codes: BTreeSet<String>) -> Option<Self> {
        let shared = |domain: usize| {
            let own = codes.iter().filter(|name| is_in(vendor, domain, name));
            own.count()
        };
        let domain = (0..vendor.domains.len())
            .rev()
            .max_by_key(|domain| (shared(*domain), is_captioned(vendor, *domain, caption)))?;
        let others = codes.len() - shared(domain);
        (shared(domain) > 1 && others <= shared(domain)).then(|| Self {
            domain,
            is_of_one_domain: others <= (codes.len() / 4).max(1),
            codes,
        })
    }
}

/// Whether a text names a domain, or a call that it belongs to before others.
fn is_captioned(vendor: &Vendor, domain: usize, caption: &str) -> bool {
    let own = &vendor.domains[domain];
    let operations = vendor.operations.iter();
    let endpoints = operations
        .filter(|operation| operation.domains.first() == Some(&domain))
        .filter_map(|operation| operation.endpoint.as_deref());
    let names = [own.name.as_str(), own.title.as_str()].into_iter();
    let mut names = names.chain(endpoints).map(str::to_lowercase);
    names.any(|name| !name.is_empty() && caption.contains(&name))
}

/// Whether a domain has a code of this name.
pub(super) fn is_in(vendor: &Vendor, domain: usize, name: &str) -> bool {
    let codes = &vendor.codes[vendor.domains[domain].codes.clone()];
    codes.iter().any(|code| is_called(code, name))
}

/// Whether a code has this name, or had it.
pub(super) fn is_called(code: &Code, name: &str) -> bool {
    code.wire == name || code.aliases.iter().any(|alias| alias == name)
}
