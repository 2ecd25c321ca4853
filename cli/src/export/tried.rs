//! A domain, as an operation tries whether a response is of it.

use std::collections::HashSet;

use faultbook_codegen::model::{Clause, Code, Condition, Domain, Test, Vendor};

use super::settled::{Known, Settled};

/// A domain that a response may be of.
pub(super) struct Tried<'b> {
    /// Among the vendor's domains.
    pub(super) index: usize,
    pub(super) domain: &'b Domain,
    /// The strings that it knows.
    names: HashSet<&'b str>,
}

/// The domain of each index that a response can be of.
pub(super) fn all<'b>(vendor: &'b Vendor, domains: &[usize]) -> Vec<Tried<'b>> {
    let tried = domains.iter().map(|index| {
        let domain = &vendor.domains[*index];
        let codes = vendor.codes[domain.codes.clone()].iter();
        Tried {
            index: *index,
            domain,
            names: codes.flat_map(names).collect(),
        }
    });
    tried
        .filter(|tried| !tried.domain.raised_by_client)
        .collect()
}

fn names(code: &Code) -> impl Iterator<Item = &str> {
    let aliases = code.aliases.iter().map(String::as_str);
    std::iter::once(code.wire.as_str()).chain(aliases)
}

impl Tried<'_> {
    /// Whether a response with a status is the domain's, if its code stands where the domain has it.
    pub(super) fn claims(&self, status: u16) -> Settled {
        Known::of_code(status, &self.domain.envelope).settle(&self.domain.when)
    }

    /// Whether a response without a code is the domain's because a field says so.
    pub(super) fn is_named(&self, status: u16) -> Settled {
        let by_field = |clause: &&Clause| {
            let mut tests = clause.iter();
            tests.any(|test| matches!(test, Test::Field { .. } | Test::Exists { .. }))
        };
        let clauses = self.domain.when.iter().filter(by_field);
        let clauses: Condition = clauses.cloned().collect();
        if clauses.is_empty() {
            return Settled::Never;
        }
        Known::status(status).settle(&clauses)
    }

    /// Whether the domain knows every response with a status for what it is.
    pub(super) fn knows_status(&self, status: u16) -> bool {
        self.domain.by_status
            && self.names.contains(status.to_string().as_str())
            && self.claims(status) == Settled::Always
    }

    /// Whether the domain finds codes that it does not know.
    pub(super) fn finds_codes(&self) -> bool {
        !self.domain.by_status && !self.domain.envelope.code.is_empty()
    }

    pub(super) fn knows_all_of(&self, code: &Code) -> bool {
        names(code).all(|name| self.names.contains(name))
    }

    pub(super) fn knows_any_of(&self, code: &Code) -> bool {
        names(code).any(|name| self.names.contains(name))
    }

    /// Whether the domain, tried first, sees every code that another one would find.
    pub(super) fn takes_from(&self, other: &Self, status: u16) -> bool {
        let own = &self.domain.envelope.code;
        let mut places = other.domain.envelope.code.iter();
        self.claims(status) == Settled::Always && places.all(|place| own.contains(place))
    }

    /// Whether the domain, tried later, may see a code where another one does not.
    pub(super) fn sees_beside(&self, other: &Self, status: u16) -> bool {
        let others = &other.domain.envelope.code;
        let mut places = self.domain.envelope.code.iter();
        self.claims(status) != Settled::Never && places.any(|place| !others.contains(place))
    }
}
