//! Matches the items of the old book with those of the new one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::model::{Action, Book, Class, Code, Operation, Vendor};

/// Two books and their matching items.
pub(super) struct Pairs<'b> {
    pub(super) old: &'b Book,
    pub(super) new: &'b Book,
    pub(super) classes: Matches,
    pub(super) actions: Matches,
    pub(super) vendors: Vec<VendorPair<'b>>,
}

/// A vendor that both books have.
pub(super) struct VendorPair<'b> {
    pub(super) old: &'b Vendor,
    pub(super) new: &'b Vendor,
    pub(super) domains: Matches,
    pub(super) codes: Matches,
    pub(super) operations: Matches,
}

/// Indices of the old book, each with its counterpart in the new one.
#[derive(Debug, Default, Clone)]
pub(super) struct Matches {
    pub(super) pairs: Vec<(usize, usize)>,
    new_of: BTreeMap<usize, usize>,
    old_of: BTreeMap<usize, usize>,
}

impl Matches {
    fn add(&mut self, old: usize, new: usize) {
        self.pairs.push((old, new));
        self.new_of.insert(old, new);
        self.old_of.insert(new, old);
    }

    pub(super) fn new_of(&self, old: usize) -> Option<usize> {
        self.new_of.get(&old).copied()
    }

    pub(super) fn old_of(&self, new: usize) -> Option<usize> {
        self.old_of.get(&new).copied()
    }

    /// The names of the items of both books: those of the new one, where it has the item.
    pub(super) fn names<'b, T>(
        &self,
        old: &'b [T],
        new: &'b [T],
        name: fn(&'b T) -> &'b String,
    ) -> [Vec<&'b str>; 2] {
        let shared = old.iter().enumerate().map(|(at, own)| {
            let own = self.new_of(at).map_or(own, |same| &new[same]);
            name(own).as_str()
        });
        let own = new.iter().map(|own| name(own).as_str());
        [shared.collect(), own.collect()]
    }

    /// Matches by name.
    pub(super) fn by_name<T>(old: &[T], new: &[T], name: impl Fn(&T) -> &str) -> Self {
        let of_name: BTreeMap<&str, usize> = new.iter().map(&name).zip(0..).collect();
        let mut matches = Self::default();
        for (at, one) in old.iter().enumerate() {
            if let Some(other) = of_name.get(name(one)) {
                matches.add(at, *other);
            }
        }
        matches
    }

    /// The pairs within two ranges, relative to their starts.
    pub(super) fn between(&self, old: &Range<usize>, new: &Range<usize>) -> Self {
        let mut within = Self::default();
        let pairs = self.pairs.iter();
        for (a, b) in pairs.filter(|(a, b)| old.contains(a) && new.contains(b)) {
            within.add(a - old.start, b - new.start);
        }
        within
    }

    /// Matches the remaining items that resemble exactly one other.
    fn add_alike<T>(mut self, old: &[T], new: &[T], alike: impl Fn(&T, &T) -> bool) -> Self {
        let gone: Vec<usize> = (0..old.len())
            .filter(|at| self.new_of(*at).is_none())
            .collect();
        let added: Vec<usize> = (0..new.len())
            .filter(|at| self.old_of(*at).is_none())
            .collect();
        for one in &gone {
            let others: Vec<usize> = only(&added, |other| alike(&old[*one], &new[*other]));
            if let [other] = *others
                && only(&gone, |one| alike(&old[*one], &new[other])).len() == 1
            {
                self.add(*one, other);
            }
        }
        self
    }
}

fn only(all: &[usize], test: impl Fn(&usize) -> bool) -> Vec<usize> {
    all.iter().copied().filter(test).collect()
}

impl<'b> Pairs<'b> {
    pub(super) fn new(old: &'b Book, new: &'b Book) -> Self {
        let vendors = Matches::by_name(&old.vendors, &new.vendors, |vendor| &vendor.name);
        let vendors = vendors.pairs.iter();
        Self {
            old,
            new,
            classes: Matches::by_name(&old.classes, &new.classes, |class| &class.name).add_alike(
                &old.classes,
                &new.classes,
                same_class,
            ),
            actions: Matches::by_name(&old.actions, &new.actions, |action| &action.name).add_alike(
                &old.actions,
                &new.actions,
                same_action,
            ),
            vendors: vendors
                .map(|(a, b)| VendorPair::new(&old.vendors[*a], &new.vendors[*b]))
                .collect(),
        }
    }
}

fn same_class(a: &Class, b: &Class) -> bool {
    a.summary == b.summary && a.user_message == b.user_message && a.outcome == b.outcome
}

fn same_action(a: &Action, b: &Action) -> bool {
    a.summary == b.summary && a.actor == b.actor
}

fn same_operation(a: &Operation, b: &Operation) -> bool {
    a.summary == b.summary && a.endpoint == b.endpoint && !a.summary.is_empty()
}

impl<'b> VendorPair<'b> {
    fn new(old: &'b Vendor, new: &'b Vendor) -> Self {
        let operations = Matches::by_name(&old.operations, &new.operations, |operation| {
            &operation.name
        });
        let mut pair = Self {
            old,
            new,
            domains: Matches::by_name(&old.domains, &new.domains, |domain| &domain.name),
            codes: Matches::default(),
            operations: operations.add_alike(&old.operations, &new.operations, same_operation),
        };
        pair.match_renamed_domains();
        pair.match_codes();
        pair
    }

    /// Two items that match, each with its vendor.
    pub(super) fn both<T>(
        &self,
        items: fn(&'b Vendor) -> &'b Vec<T>,
        (old, new): (usize, usize),
    ) -> [(&'b Vendor, &'b T); 2] {
        let (was, is) = (&items(self.old)[old], &items(self.new)[new]);
        [(self.old, was), (self.new, is)]
    }

    /// The code of the new book that a string in a domain means.
    pub(super) fn spelled(&self, domain: usize, wire: &str) -> Option<usize> {
        let mut codes = self.new.domains[domain].codes.clone();
        codes.find(|at| {
            let code = &self.new.codes[*at];
            code.wire == wire || code.aliases.iter().any(|alias| alias == wire)
        })
    }

    /// A removed domain matches the new one that has all codes that it shares with any.
    fn match_renamed_domains(&mut self) {
        let wires = |vendor: &'b Vendor, domain: usize| -> BTreeSet<&'b str> {
            let codes = &vendor.codes[vendor.domains[domain].codes.clone()];
            codes.iter().map(|code| code.wire.as_str()).collect()
        };
        let gone = (0..self.old.domains.len()).filter(|at| self.domains.new_of(*at).is_none());
        for one in gone.collect::<Vec<_>>() {
            let own = wires(self.old, one);
            let added = (0..self.new.domains.len()).filter(|at| self.domains.old_of(*at).is_none());
            let shared =
                added.map(|other| (wires(self.new, other).intersection(&own).count(), other));
            if let Some((shared, other)) = shared.max()
                && shared * 2 > own.len()
            {
                self.domains.add(one, other);
            }
        }
    }

    /// By domain and string on the wire; else by the code that has the string as an alias; else by the same name in the
    /// domain's type; else by the string in another domain; else by the book's description.
    fn match_codes(&mut self) {
        let wire: Keys<'b> = |code| vec![code.wire.as_str()];
        let aliases: Keys<'b> = |code| code.aliases.iter().map(String::as_str).collect();
        let ident: Keys<'b> = |code| vec![code.ident.as_str()];
        let ways: [(Keys<'b>, Keys<'b>); 3] = [(wire, wire), (wire, aliases), (ident, ident)];
        for (own, others) in ways {
            for (from, to) in self.domains.pairs.clone() {
                let from = self.old.domains[from].codes.clone();
                let to = self.new.domains[to].codes.clone();
                self.match_by((from, own), (to, others));
            }
        }
        let (from, to) = (0..self.old.codes.len(), 0..self.new.codes.len());
        self.match_by((from, wire), (to, wire));
        self.match_respelled_codes();
    }

    /// A removed code matches the only new one of its domain with the same description.
    fn match_respelled_codes(&mut self) {
        let domains = self.domains.clone();
        let (old, new) = (&self.old.codes, &self.new.codes);
        let alike = |a: &Code, b: &Code| {
            domains.new_of(a.domain) == Some(b.domain) && is_same_but_respelled(a, b)
        };
        self.codes = std::mem::take(&mut self.codes).add_alike(old, new, alike);
    }

    /// Matches the remaining items that have a key in common.
    fn match_by(
        &mut self,
        (from, own): (Range<usize>, Keys<'b>),
        (to, others): (Range<usize>, Keys<'b>),
    ) {
        let mut of_key: BTreeMap<&str, usize> = BTreeMap::new();
        for other in to.rev().filter(|other| self.codes.old_of(*other).is_none()) {
            let keys = others(&self.new.codes[other]);
            of_key.extend(keys.into_iter().map(|key| (key, other)));
        }
        for one in from
            .filter(|one| self.codes.new_of(*one).is_none())
            .collect::<Vec<_>>()
        {
            let keys = own(&self.old.codes[one]);
            let other = keys.into_iter().find_map(|key| of_key.get(key).copied());
            if let Some(other) = other.filter(|other| self.codes.old_of(*other).is_none()) {
                self.codes.add(one, other);
            }
        }
    }
}

fn is_same_but_respelled(a: &Code, b: &Code) -> bool {
    a.summary == b.summary
        && a.remarks.description == b.remarks.description
        && a.statuses == b.statuses
}

/// What a code is known by.
type Keys<'b> = fn(&'b Code) -> Vec<&'b str>;
