//! What there is to count.

use std::collections::BTreeSet;
use std::fmt::{self, Display};

use faultbook_codegen::model::{Book, Decision, UserText, Vendor};
use faultbook_codegen::{Loaded, examples};
use serde::Serialize;

use crate::meetings::{asks_for, decisions};

/// The numbers of a book.
#[derive(Debug, Serialize)]
pub(super) struct Counts<'b> {
    pub(super) vendors: usize,
    pub(super) domains: usize,
    pub(super) operations: usize,
    pub(super) codes: usize,
    pub(super) examples: usize,
    pub(super) classes: Vec<Tally<'b>>,
    pub(super) actions: Vec<Tally<'b>>,
    pub(super) without_example: Vec<Place<'b>>,
    pub(super) without_user_text: Vec<Place<'b>>,
}

/// A class or an action.
#[derive(Debug, Serialize)]
pub(super) struct Tally<'b> {
    pub(super) name: &'b str,
    /// How many codes come to it.
    pub(super) codes: usize,
    /// Whether anything comes to it: a code, its rules, a plain status, or a prohibition.
    pub(super) used: bool,
    /// Whether it is the standard's.
    pub(super) standard: bool,
}

/// Where a code is.
#[derive(Debug, Serialize)]
pub(super) struct Place<'b> {
    vendor: &'b str,
    domain: &'b str,
    code: &'b str,
}

impl Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.vendor, self.domain, self.code)
    }
}

impl<'b> Counts<'b> {
    pub(super) fn of(loaded: &'b Loaded) -> Self {
        let book = &loaded.book;
        let total = |count: fn(&Vendor) -> usize| book.vendors.iter().map(count).sum();
        let shown = book.vendors.iter().zip(&loaded.tables);
        let shown: Vec<BTreeSet<usize>> = shown
            .map(|(vendor, tables)| examples::shown(vendor, tables))
            .collect();
        Self {
            vendors: book.vendors.len(),
            domains: total(|vendor| vendor.domains.len()),
            operations: total(|vendor| vendor.operations.len()),
            codes: total(|vendor| vendor.codes.len()),
            examples: total(|vendor| vendor.examples.len()),
            classes: tallies(
                book.classes
                    .iter()
                    .map(|class| (class.name.as_str(), class.is_standard)),
                book,
                is_of,
                is_of,
            ),
            actions: tallies(
                book.actions
                    .iter()
                    .map(|action| (action.name.as_str(), action.is_standard)),
                book,
                asks_for,
                |action, decision| {
                    asks_for(action, decision) || decision.forbid.value.contains(&action)
                },
            ),
            without_example: places(book, |vendor, _, code| !shown[vendor].contains(&code)),
            without_user_text: places(book, |_, own, code| {
                decisions(own, code)
                    .all(|(_, decision)| decision.user_message.value == UserText::Silent)
            }),
        }
    }
}

fn is_of(class: usize, decision: &Decision) -> bool {
    decision.class.value == class
}

/// Everything that the book decides, for whatever comes back.
fn all_decisions(book: &Book) -> impl Iterator<Item = &Decision> {
    let plans = book.vendors.iter().flat_map(|vendor| &vendor.plans);
    plans.flatten().map(|arm| &*arm.decision)
}

fn tallies<'b>(
    names: impl Iterator<Item = (&'b str, bool)>,
    book: &Book,
    comes_to: impl Fn(usize, &Decision) -> bool,
    names_it: impl Fn(usize, &Decision) -> bool,
) -> Vec<Tally<'b>> {
    let codes_of = |index: usize| {
        let is_one = |vendor: &&Vendor, code: &usize| {
            decisions(vendor, *code).any(|(_, decision)| comes_to(index, decision))
        };
        let of_vendor = |vendor: &Vendor| {
            (0..vendor.codes.len())
                .filter(|code| is_one(&vendor, code))
                .count()
        };
        book.vendors.iter().map(of_vendor).sum()
    };
    names
        .enumerate()
        .map(|(index, (name, standard))| Tally {
            name,
            codes: codes_of(index),
            used: all_decisions(book).any(|decision| names_it(index, decision)),
            standard,
        })
        .collect()
}

/// The codes of which something holds: of the vendor with an index, by their own.
fn places(book: &Book, holds: impl Fn(usize, &Vendor, usize) -> bool) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for (index, vendor) in book.vendors.iter().enumerate() {
        for (code, known) in vendor.codes.iter().enumerate() {
            if holds(index, vendor, code) {
                places.push(Place {
                    vendor: &vendor.name,
                    domain: &vendor.domains[known.domain].name,
                    code: &known.wire,
                });
            }
        }
    }
    places
}
