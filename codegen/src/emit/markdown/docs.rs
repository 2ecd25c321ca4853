//! What all pages need: the book, and links to each thing in it.

use super::anchors::{self, Anchors};
use super::inline::Inline;
use super::words;
use crate::model::{Arm, Book, Decision, Statuses, Test, Vendor};

/// A book and where everything of it stands in the docs.
pub(crate) struct Docs<'a> {
    pub(crate) book: &'a Book,
    /// By class.
    pub(crate) classes: Vec<String>,
    /// By action.
    pub(crate) actions: Vec<String>,
    vendors: Vec<Anchors>,
}

impl<'a> Docs<'a> {
    pub(crate) fn new(book: &'a Book) -> Self {
        let vendors = book.vendors.iter().map(Anchors::new).collect();
        Self {
            book,
            classes: anchors::classes(book),
            actions: anchors::actions(book),
            vendors,
        }
    }

    /// The vendors as a page of their own each.
    pub(crate) fn own_pages(&self) -> impl Iterator<Item = View<'_>> {
        self.views(|_| String::new())
    }

    /// The vendors as seen from other pages.
    pub(crate) fn seen_from_outside(&self) -> impl Iterator<Item = View<'_>> {
        self.views(page)
    }

    fn views(&self, page: impl Fn(&Vendor) -> String) -> impl Iterator<Item = View<'_>> {
        let vendors = self.book.vendors.iter().zip(&self.vendors);
        vendors.map(move |(vendor, anchors)| View {
            docs: self,
            vendor,
            anchors,
            page: page(vendor),
        })
    }

    pub(crate) fn class(&self, class: usize) -> Inline {
        Inline::code(&self.book.classes[class].name)
            .link(&format!("classes.md#{}", self.classes[class]))
    }

    pub(crate) fn action(&self, action: usize) -> Inline {
        Inline::code(&self.book.actions[action].name)
            .link(&format!("actions.md#{}", self.actions[action]))
    }

    /// Actions in the order in which they are to be taken.
    pub(crate) fn actions(&self, actions: &[usize]) -> Inline {
        Inline::join(actions.iter().map(|action| self.action(*action)), ", ")
    }
}

/// The file of a vendor's page.
pub(crate) fn page(vendor: &Vendor) -> String {
    format!("{}.md", vendor.name)
}

/// A vendor, with links that are right on one page.
pub(crate) struct View<'a> {
    pub(crate) docs: &'a Docs<'a>,
    pub(crate) vendor: &'a Vendor,
    pub(crate) anchors: &'a Anchors,
    /// The file that the vendor's anchors are in; empty on that very page.
    page: String,
}

impl<'a> View<'a> {
    /// Words that lead to a section of the vendor's page.
    pub(crate) fn link(&self, words: Inline, anchor: &str) -> Inline {
        words.link(&format!("{}#{anchor}", self.page))
    }

    pub(crate) fn code(&self, code: usize) -> Inline {
        self.link(
            Inline::code(&self.vendor.codes[code].wire),
            &self.anchors.codes[code],
        )
    }

    pub(crate) fn domain(&self, domain: usize) -> Inline {
        self.link(
            Inline::text(&self.vendor.domains[domain].title),
            &self.anchors.domains[domain],
        )
    }

    pub(crate) fn operation(&self, operation: usize) -> Inline {
        self.link(
            Inline::code(&self.vendor.operations[operation].name),
            &self.anchors.operations[operation],
        )
    }

    /// The statuses at which a code may be met: those that it is documented for, else those of its domain's responses.
    pub(crate) fn code_statuses(&self, code: usize) -> Statuses {
        let code = &self.vendor.codes[code];
        if code.statuses.is_empty() {
            return self.domain_statuses(code.domain);
        }
        code.statuses
            .iter()
            .map(|status| (*status, *status))
            .collect()
    }

    /// The statuses that a domain's responses have; 0 if the client raises its codes.
    pub(crate) fn domain_statuses(&self, domain: usize) -> Statuses {
        let domain = &self.vendor.domains[domain];
        if domain.raised_by_client {
            return vec![(0, 0)];
        }
        if domain.when.is_empty() {
            return vec![words::ANY];
        }
        let of_clause = |clause: &Vec<Test>| {
            let named = clause.iter().find_map(|test| match test {
                Test::Status(statuses) => Some(statuses.clone()),
                _ => None,
            });
            named.unwrap_or_else(|| vec![words::ANY])
        };
        words::normalized(&domain.when.iter().flat_map(of_clause).collect::<Vec<_>>())
    }

    /// What is decided for a code that comes as it usually does, whatever the operation.
    pub(crate) fn usual(&self, code: usize) -> &'a Decision {
        let plan = self.vendor.plan(self.vendor.request, code);
        let status = self.vendor.typical_status(code).unwrap_or(0);
        let fits = |arm: &&Arm| (arm.lo..=arm.hi).contains(&status) && arm.condition.is_empty();
        &plan
            .iter()
            .find(fits)
            .expect("the arms of a plan cover every status")
            .decision
    }
}
