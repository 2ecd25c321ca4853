//! Which tables and lists of a document have the codes of which domain.
//!
//! Several domains may have a code of the same name. If each has its own table, each table must have the code.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::document::List;
use super::mentions::Mentions;
use super::positions::{Candidate, Position};
use super::vocabulary::Vocabulary;

pub(super) struct Domains<'m> {
    vocabulary: &'m Vocabulary<'m>,
    /// The domain of each list that has the codes of one domain.
    by_list: BTreeMap<List, usize>,
    /// The domains of the lists that contain a name; empty if it is only elsewhere.
    by_name: HashMap<&'m str, BTreeSet<usize>>,
}

impl<'m> Domains<'m> {
    pub(super) fn of(vocabulary: &'m Vocabulary<'m>, mentions: &'m Mentions) -> Self {
        let mut lists: BTreeMap<List, BTreeSet<&str>> = BTreeMap::new();
        let is_listed = |code: &&Candidate| is_in_list(code) && vocabulary.contains(&code.token);
        for code in mentions.codes.iter().filter(is_listed) {
            lists.entry(code.list).or_default().insert(&code.token);
        }
        let by_list = lists.iter();
        let by_list =
            by_list.filter_map(|(list, codes)| Some((*list, domain_of(vocabulary, codes)?)));
        let by_list: BTreeMap<List, usize> = by_list.collect();
        let mut by_name: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        for code in &mentions.codes {
            let domains = by_name.entry(&code.token).or_default();
            domains.extend(by_list.get(&code.list).filter(|_| is_in_list(code)));
        }
        Self {
            vocabulary,
            by_list,
            by_name,
        }
    }

    /// Whether a name is documented as a code of a domain.
    pub(super) fn have(&self, name: &str, domain: usize) -> bool {
        let Some(documented) = self.by_name.get(name) else {
            return false;
        };
        let has_list = |domain: &usize| self.by_list.values().any(|own| own == domain);
        let mut others = self.vocabulary.domains(name);
        others.remove(&domain);
        let is_separate = has_list(&domain) && others.iter().any(has_list);
        !is_separate || documented.contains(&domain)
    }

    /// The domain whose list contains a code that the book has only in other domains, if a list of these has it, too.
    pub(super) fn without(&self, code: &Candidate) -> Option<usize> {
        let domain = *self.by_list.get(&code.list).filter(|_| is_in_list(code))?;
        let own = self.vocabulary.domains(&code.token);
        let listed = self.by_name.get(code.token.as_str())?;
        let is_listed_elsewhere = own.iter().any(|own| listed.contains(own));
        (!own.contains(&domain) && is_listed_elsewhere).then_some(domain)
    }
}

fn is_in_list(code: &Candidate) -> bool {
    matches!(code.position, Position::Cell | Position::Lead) && code.list.block > 0
}

/// The domain that has all but one in four of these codes, and more than one. Of several, the smallest is meant.
fn domain_of(vocabulary: &Vocabulary<'_>, codes: &BTreeSet<&str>) -> Option<usize> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for domain in codes.iter().flat_map(|code| vocabulary.domains(code)) {
        *shared.entry(domain).or_default() += 1;
    }
    let size = |domain: usize| vocabulary.vendor.domains[domain].codes.len();
    let best = shared
        .into_iter()
        .max_by_key(|(domain, shared)| (*shared, usize::MAX - size(*domain)));
    let (domain, shared) = best.filter(|(_, shared)| *shared > 1)?;
    let others = codes.len() - shared;
    (others <= (codes.len() / 4).max(1)).then_some(domain)
}
