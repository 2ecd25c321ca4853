//! Which tables of a document have the codes of which domain.

use std::collections::{BTreeMap, BTreeSet};

use faultbook_codegen::model::Vendor;

use super::mentions::{Caption, Mentions, What};
use super::names::Names;

/// A table most of whose codes are those of a domain.
#[derive(Debug)]
pub(super) struct Home {
    /// Among the vendor's domains.
    pub(super) domain: usize,
    /// Whether it has, but for a slip, no others.
    pub(super) is_of_one_domain: bool,
}

/// The tables of a document that have the codes of a domain.
#[derive(Debug)]
pub(super) struct Homes<'m> {
    of_tables: BTreeMap<usize, Home>,
    /// The domains that have tables.
    domains: BTreeSet<usize>,
    /// The domains in whose tables a code of theirs stands.
    of_codes: BTreeMap<&'m str, BTreeSet<usize>>,
}

impl<'m> Homes<'m> {
    pub(super) fn of(vendor: &Vendor, names: &Names<'_>, mentions: &'m Mentions) -> Self {
        let calls = calls(vendor);
        let mut of_codes: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let homes = codes_of_tables(mentions).into_iter();
        let homes = homes.filter_map(|(table, codes)| {
            let home = Home::of(names, &calls, &mentions.tables[table], &codes)?;
            for name in codes {
                if names.domains(name).contains(&home.domain) {
                    of_codes.entry(name).or_default().insert(home.domain);
                }
            }
            Some((table, home))
        });
        let of_tables: BTreeMap<usize, Home> = homes.collect();
        Self {
            domains: of_tables.values().map(|home| home.domain).collect(),
            of_tables,
            of_codes,
        }
    }

    pub(super) fn of_table(&self, table: Option<usize>) -> Option<&Home> {
        self.of_tables.get(&table?)
    }

    pub(super) fn has_tables_of(&self, domain: usize) -> bool {
        self.domains.contains(&domain)
    }

    /// Whether a code stands in the table of another domain, which has it.
    pub(super) fn is_at_home_elsewhere(&self, home: &Home, name: &str) -> bool {
        let domains = self.of_codes.get(name);
        domains.is_some_and(|domains| domains.iter().any(|domain| *domain != home.domain))
    }
}

fn codes_of_tables(mentions: &Mentions) -> BTreeMap<usize, BTreeSet<&str>> {
    let mut tables: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for mention in &mentions.list {
        if let (Some(table), What::Code(name)) = (mention.table, &mention.what) {
            tables.entry(table).or_default().insert(name);
        }
    }
    tables
}

impl Home {
    /// The home of these codes: the domain that has most of them, and at least half; among several, the one that is named
    /// above them.
    fn of(
        names: &Names<'_>,
        calls: &[Vec<String>],
        caption: &Caption,
        codes: &BTreeSet<&str>,
    ) -> Option<Self> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for domain in codes.iter().flat_map(|name| names.domains(name)) {
            *shared.entry(domain).or_default() += 1;
        }
        let most = shared.values().copied().max().filter(|most| *most > 1)?;
        let best = shared.into_iter().filter(|(_, count)| *count == most);
        let best: Vec<usize> = best.map(|(domain, _)| domain).collect();
        let is_captioned = |domain: &&usize| calls[**domain].iter().any(|name| caption.names(name));
        let captioned = best.iter().filter(|_| best.len() > 1).find(is_captioned);
        let others = codes.len() - most;
        (others <= most).then_some(Self {
            domain: *captioned.or(best.first())?,
            is_of_one_domain: others <= (codes.len() / 4).max(1),
        })
    }
}

/// What each domain is called, and the calls that it belongs to before others; in small letters.
fn calls(vendor: &Vendor) -> Vec<Vec<String>> {
    let own = |name: &str| (!name.is_empty()).then(|| name.to_lowercase());
    let domains = vendor.domains.iter();
    let names = domains.map(|domain| [&*domain.name, &*domain.title].into_iter().filter_map(own));
    let mut calls: Vec<Vec<String>> = names.map(Iterator::collect).collect();
    for operation in &vendor.operations {
        if let (Some(domain), Some(endpoint)) = (operation.domains.first(), &operation.endpoint) {
            calls[*domain].extend(own(endpoint));
        }
    }
    calls
}
