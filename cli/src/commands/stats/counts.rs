//! The numbers of a book.

use std::collections::BTreeSet;
use std::fmt::{self, Display};

use faultbook_codegen::model::{Book, ClassId, Decision, ItemId, UserText, Vendor};
use faultbook_codegen::{Loaded, examples, user_texts};
use serde::Serialize;

use crate::decisions::{asks_for, decisions};

#[derive(Debug, Serialize)]
pub(super) struct Counts<'b> {
    pub(super) vendors: usize,
    pub(super) domains: usize,
    pub(super) operations: usize,
    pub(super) codes: usize,
    pub(super) examples: usize,
    pub(super) classes: Vec<Tally<'b>>,
    pub(super) actions: Vec<Tally<'b>>,
    pub(super) without_example: Vec<CodeRef<'b>>,
    pub(super) without_user_text: Vec<CodeRef<'b>>,
    /// Empty for a book without translations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) languages: Vec<LanguageTally<'b>>,
}

/// A language that texts for end users are translated into.
#[derive(Debug, Serialize)]
pub(super) struct LanguageTally<'b> {
    pub(super) tag: &'b str,
    /// The number of different texts.
    pub(super) texts: usize,
    pub(super) translated: usize,
}

/// A class or an action.
#[derive(Debug, Serialize)]
pub(super) struct Tally<'b> {
    pub(super) name: &'b str,
    /// The number of codes that have it.
    pub(super) codes: usize,
    /// Whether any decision has or forbids it, including those for unknown codes and plain statuses.
    pub(super) used: bool,
    /// Whether the standard vocabulary declares it.
    pub(super) standard: bool,
}

/// The full name of a code.
#[derive(Debug, Serialize)]
pub(super) struct CodeRef<'b> {
    vendor: &'b str,
    domain: &'b str,
    code: &'b str,
}

impl Display for CodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.vendor, self.domain, self.code)
    }
}

impl<'b> Counts<'b> {
    pub(super) fn of(loaded: &'b Loaded) -> Self {
        let book = &loaded.book;
        let total = |count: fn(&Vendor) -> usize| book.vendors.iter().map(count).sum();
        let vendors = book.vendors.iter().zip(&loaded.tables);
        let with_example: Vec<BTreeSet<usize>> = vendors
            .map(|(vendor, tables)| examples::shown(vendor, tables))
            .collect();
        Self {
            vendors: book.vendors.len(),
            domains: total(|vendor| vendor.domains.len()),
            operations: total(|vendor| vendor.operations.len()),
            codes: total(|vendor| vendor.codes.len()),
            examples: total(|vendor| vendor.examples.len()),
            classes: tallies(
                book,
                &book.classes,
                |class| (&class.name, class.is_standard),
                is_of,
                is_of,
            ),
            actions: tallies(
                book,
                &book.actions,
                |action| (&action.name, action.is_standard),
                asks_for,
                |action, decision| {
                    asks_for(action, decision) || decision.forbid.value.contains(&action)
                },
            ),
            without_example: codes_where(book, |vendor, _, code| {
                !with_example[vendor].contains(&code)
            }),
            without_user_text: codes_where(book, |_, own, code| {
                decisions(own, code)
                    .all(|(_, decision)| decision.user_message.value == UserText::Silent)
            }),
            languages: languages(book),
        }
    }
}

fn languages(book: &Book) -> Vec<LanguageTally<'_>> {
    let texts = user_texts(book);
    let translated = book.languages.iter().skip(1);
    let tally = translated.map(|language| LanguageTally {
        tag: &language.tag,
        texts: texts.len(),
        translated: texts
            .iter()
            .filter(|own| language.translation(&own.text.text).is_some())
            .count(),
    });
    tally.collect()
}

fn is_of(class: ClassId, decision: &Decision) -> bool {
    decision.class.value == class
}

/// All decisions of a book.
fn all_decisions(book: &Book) -> impl Iterator<Item = &Decision> {
    let plans = book.vendors.iter().flat_map(|vendor| &vendor.plans);
    plans.flatten().map(|arm| &*arm.decision)
}

fn tallies<'b, T>(
    book: &Book,
    items: &'b [T],
    name: impl Fn(&'b T) -> (&'b str, bool),
    has: impl Fn(ItemId<T>, &Decision) -> bool,
    uses: impl Fn(ItemId<T>, &Decision) -> bool,
) -> Vec<Tally<'b>> {
    let codes_of = |index: ItemId<T>| {
        let has_it = |vendor: &&Vendor, code: &usize| {
            decisions(vendor, *code).any(|(_, decision)| has(index, decision))
        };
        let of_vendor = |vendor: &Vendor| {
            (0..vendor.codes.len())
                .filter(|code| has_it(&vendor, code))
                .count()
        };
        book.vendors.iter().map(of_vendor).sum()
    };
    let tally = |(index, item)| {
        let (name, standard) = name(item);
        Tally {
            name,
            codes: codes_of(index),
            used: all_decisions(book).any(|decision| uses(index, decision)),
            standard,
        }
    };
    ItemId::enumerate(items).map(tally).collect()
}

/// The codes that satisfy a condition on the index of their vendor, the vendor and their own index.
fn codes_where(book: &Book, holds: impl Fn(usize, &Vendor, usize) -> bool) -> Vec<CodeRef<'_>> {
    let mut codes = Vec::new();
    for (index, vendor) in book.vendors.iter().enumerate() {
        for (code, known) in vendor.codes.iter().enumerate() {
            if holds(index, vendor, code) {
                codes.push(CodeRef {
                    vendor: &vendor.name,
                    domain: &vendor.domains[known.domain].name,
                    code: &known.wire,
                });
            }
        }
    }
    codes
}
