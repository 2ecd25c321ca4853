//! A vendor as seen from one of the pages.

use super::anchors::Anchors;
use super::docs::Docs;
use super::inline::Inline;
use super::words;
use crate::model::{Arm, Clause, Decision, Entry, Statuses, Test, Vendor};

/// A vendor, with links that are right on one page.
pub(crate) struct View<'a> {
    pub(crate) docs: &'a Docs<'a>,
    pub(crate) vendor: &'a Vendor,
    pub(crate) anchors: &'a Anchors,
    /// By code, the examples of it.
    pub(crate) examples: &'a [Vec<usize>],
    /// The file that the vendor's anchors are in; empty on that very page.
    pub(crate) page: String,
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

    /// A code where those of other domains may stand beside it.
    pub(crate) fn code_of_domain(&self, code: usize) -> Inline {
        if !self.anchors.has_namesake[code] {
            return self.code(code);
        }
        let domain = &self.vendor.domains[self.vendor.codes[code].domain];
        self.code(code) + " (" + Inline::text(&domain.name) + ")"
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
        let of_clause = |clause: &Clause| {
            let named = clause.iter().find_map(|test| match test {
                Test::Status(statuses) => Some(statuses.clone()),
                _ => None,
            });
            named.unwrap_or_else(|| vec![words::ANY])
        };
        words::normalized(&domain.when.iter().flat_map(of_clause).collect::<Vec<_>>())
    }

    /// The plan of an operation for whatever came.
    pub(crate) fn plan(&self, operation: usize, entry: Entry) -> &'a [Arm] {
        let position = self.vendor.entries().position(|other| other == entry);
        let plan = position.map(|position| self.vendor.operations[operation].plans[position]);
        plan.map_or(&[], |plan| &self.vendor.plans[plan])
    }

    /// What is decided for a code that comes as it usually does, whatever the operation.
    pub(crate) fn usual(&self, code: usize) -> Option<&'a Decision> {
        self.vendor.typical_decision(self.vendor.request, code)
    }
}
