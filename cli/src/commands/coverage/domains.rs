//! Which tables and lists of a document have the codes of which domain.
//!
//! Several domains may have a code of the same name. Where each has a table of its own, each table must list it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::candidates::{Candidate, Group};
use super::known::KnownCodes;
use super::mentions::Mentions;

/// The documented codes by the group that lists them, and the domain of each group.
pub(super) struct CodesOfGroups<'m> {
    known: &'m KnownCodes<'m>,
    /// The domain whose codes a group has, if it has those of one domain.
    domains: BTreeMap<Group, usize>,
    /// The domains that have a group.
    grouped: BTreeSet<usize>,
    /// The domains in whose groups a name is; empty if it is only elsewhere.
    names: HashMap<&'m str, BTreeSet<usize>>,
}

impl Group {
    /// Whether the group is a table column or a list, whose entries belong together.
    pub(super) fn is_list_of_codes(self) -> bool {
        matches!(
            self,
            Self::Column { .. } | Self::List(_) | Self::Lines(_) | Self::Rows(_)
        )
    }
}

impl<'m> CodesOfGroups<'m> {
    pub(super) fn of(known: &'m KnownCodes<'m>, mentions: &'m Mentions) -> Self {
        let mut groups: BTreeMap<Group, BTreeSet<&str>> = BTreeMap::new();
        for code in &mentions.codes {
            if code.group.is_list_of_codes() && known.contain(&code.token) {
                groups.entry(code.group).or_default().insert(&code.token);
            }
        }
        let domains = groups.iter();
        let domains = domains.filter_map(|(group, codes)| Some((*group, domain_of(known, codes)?)));
        let domains: BTreeMap<Group, usize> = domains.collect();
        let mut names: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        for code in &mentions.codes {
            let domain = domains.get(&code.group);
            names.entry(&code.token).or_default().extend(domain);
        }
        Self {
            known,
            grouped: domains.values().copied().collect(),
            domains,
            names,
        }
    }

    pub(super) fn domain_of(&self, group: Group) -> Option<usize> {
        self.domains.get(&group).copied()
    }

    /// Whether a name is documented as a code of a domain.
    pub(super) fn document(&self, name: &str, domain: usize) -> bool {
        let Some(documented) = self.names.get(name) else {
            return false;
        };
        let others = self.known.domains(name);
        let mut others = others.iter().filter(|other| **other != domain);
        let is_separate =
            self.grouped.contains(&domain) && others.any(|other| self.grouped.contains(other));
        !is_separate || documented.contains(&domain)
    }

    /// The domain of the group that lists a code, if the code is known in other domains only, and listed for one of them.
    pub(super) fn domain_without(&self, code: &Candidate) -> Option<usize> {
        let domain = self.domain_of(code.group)?;
        let own = self.known.domains(&code.token);
        let listed = self.names.get(code.token.as_str())?;
        let is_listed_elsewhere = own.iter().any(|own| listed.contains(own));
        (!own.contains(&domain) && is_listed_elsewhere).then_some(domain)
    }
}

/// The domain that has all but one in four of these codes, and most of whose codes are among them.
fn domain_of(known: &KnownCodes<'_>, codes: &BTreeSet<&str>) -> Option<usize> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for domain in codes.iter().flat_map(|code| known.domains(code)) {
        *shared.entry(domain).or_default() += 1;
    }
    // Among domains that share as many codes, the smallest is meant.
    let size = |domain: usize| known.vendor.domains[domain].codes.len();
    let best = shared
        .into_iter()
        .max_by_key(|(domain, shared)| (*shared, usize::MAX - size(*domain)));
    let (domain, shared) = best.filter(|(_, shared)| *shared > 1)?;
    let others = codes.len() - shared;
    (others <= (codes.len() / 4).max(1)).then_some(domain)
}
