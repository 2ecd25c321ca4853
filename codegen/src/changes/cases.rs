//! The results that both books decide: each with its counterpart in the old book.

use super::findings::Subject;
use super::pairs::VendorPair;
use crate::model::{Category, Code, Entry, Vendor};

/// Decisions about a code that was removed or added are reported with the code.
pub(super) const GONE: &str = "code_gone";
const ADDED: &str = "code_added";

/// The counterparts of the old vendor's entries in the new one.
pub(super) struct Case {
    pub(super) old: Entry,
    pub(super) new: Entry,
    /// The kind of change that the difference belongs to; `None` for a change of the deciding node.
    pub(super) kind: Option<&'static str>,
    pub(super) subject: Subject,
    /// The statuses that a response with it can have.
    pub(super) statuses: Vec<(u16, u16)>,
}

/// Everything that both books decide.
pub(super) fn all(pair: &VendorPair<'_>) -> Vec<Case> {
    let mut cases = known_codes(pair);
    cases.extend(new_codes(pair));
    cases.extend(unknown_codes(pair));
    let vendor = &pair.new.name;
    let rest = [
        (Entry::Plain, format!("{vendor} without a code")),
        (Entry::Doubtful, format!("{vendor} when doubtful")),
    ];
    cases.extend(rest.map(|(entry, words)| Case::new(pair, entry, entry, words)));
    cases
}

impl Case {
    fn new(pair: &VendorPair<'_>, old: Entry, new: Entry, words: String) -> Self {
        let subject = Subject {
            words,
            has_one_status: false,
            own_statuses: Vec::new(),
            operations: pair.operations.pairs.len(),
        };
        Self {
            old,
            new,
            kind: None,
            subject,
            statuses: vec![(0, u16::MAX)],
        }
    }

    /// The case of a code, with the statuses that its domain allows.
    fn of_code(
        pair: &VendorPair<'_>,
        (vendor, at): (&Vendor, usize),
        old: Entry,
        new: Entry,
    ) -> Self {
        let code = &vendor.codes[at];
        let domain = &vendor.domains[code.domain];
        let mut case = Self::new(pair, old, new, format!("{}/{}", vendor.name, code.wire));
        case.subject.own_statuses.clone_from(&code.statuses);
        let only = match domain.by_status {
            _ if domain.raised_by_client => Some(0),
            true => Some(code.statuses.first().copied().unwrap_or_default()),
            false => None,
        };
        if let Some(status) = only {
            case.statuses = vec![(status, status)];
            case.subject.has_one_status = true;
        }
        case
    }

    /// The case with only the documented statuses of its code, if there are any: a removed or added code is reported as
    /// a whole, and statuses that never occur are of no interest.
    fn with_own_statuses(mut self, code: &Code) -> Self {
        if !code.statuses.is_empty() {
            let own = code.statuses.iter();
            self.statuses = own.map(|status| (*status, *status)).collect();
            self.subject.has_one_status = code.statuses.len() == 1;
        }
        self
    }
}

/// The codes of the old book, each with what its string means now.
fn known_codes(pair: &VendorPair<'_>) -> Vec<Case> {
    let case = |(at, code): (usize, &Code)| {
        let domain = pair.domains.new_of(code.domain);
        if let Some(new) = pair.codes.new_of(at) {
            let (old, to) = (Entry::Code(at), Entry::Code(new));
            return Some(Case::of_code(pair, (pair.new, new), old, to));
        }
        let new = match pair.spelled(domain?, &code.wire) {
            Some(other) => Entry::Code(other),
            None => unknown(pair.new, domain?),
        };
        let case = Case::of_code(pair, (pair.old, at), Entry::Code(at), new);
        let case = case.with_own_statuses(code);
        let kind = Some(GONE);
        (!pair.old.domains[code.domain].raised_by_client).then_some(Case { kind, ..case })
    };
    pair.old.codes.iter().enumerate().filter_map(case).collect()
}

/// Codes that are new to their domain, each with what it was before.
fn new_codes(pair: &VendorPair<'_>) -> Vec<Case> {
    let case = |(at, code): (usize, &Code)| {
        let domain = pair.domains.old_of(code.domain)?;
        let own = &pair.old.domains[domain];
        let is_known = pair.codes.old_of(at).is_some()
            || pair.old.codes[own.codes.clone()]
                .iter()
                .any(|old| old.aliases.contains(&code.wire));
        if is_known || own.raised_by_client {
            return None;
        }
        let case = Case::of_code(
            pair,
            (pair.new, at),
            unknown(pair.old, domain),
            Entry::Code(at),
        );
        let case = case.with_own_statuses(code);
        let kind = Some(ADDED);
        Some(Case { kind, ..case })
    };
    pair.new.codes.iter().enumerate().filter_map(case).collect()
}

/// The entry for a string that is not a code of the domain.
fn unknown(vendor: &Vendor, domain: usize) -> Entry {
    if vendor.domains[domain].by_status {
        return Entry::Plain;
    }
    Entry::Unknown {
        domain,
        category: None,
    }
}

/// Codes that neither book knows, by domain and category. Codes of a new category had none before.
fn unknown_codes(pair: &VendorPair<'_>) -> Vec<Case> {
    let mut cases = Vec::new();
    for (from, to) in &pair.domains.pairs {
        let (old, new) = (&pair.old.domains[*from], &pair.new.domains[*to]);
        if old.raised_by_client || new.raised_by_client {
            continue;
        }
        let names = old
            .categories
            .iter()
            .chain(&new.categories)
            .map(|it| Some(it.name.as_str()));
        let mut names: Vec<Option<&str>> = names.chain([None]).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let within = |domain, categories: &[Category]| Entry::Unknown {
                domain,
                category: name.and_then(|name| categories.iter().position(|it| it.name == name)),
            };
            let place = name.map(|name| format!("/{name}")).unwrap_or_default();
            let words = format!("{}/{}{place} with an unknown code", pair.new.name, new.name);
            let (old, new) = (within(*from, &old.categories), within(*to, &new.categories));
            cases.push(Case::new(pair, old, new, words));
        }
    }
    cases
}
