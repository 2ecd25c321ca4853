//! What has to hold of a response besides its code and its status, in words.

use faultbook_codegen::model::{Domain, Source};

use super::settled::Settled;
use crate::explain::words;

/// All that has to hold; nothing, if nothing else is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct When(Vec<String>);

impl When {
    /// What is left of conditions; `None`, if they never hold.
    pub(super) fn of(settled: &Settled) -> Option<Self> {
        match settled {
            Settled::Never => None,
            _ => Some(Self::default().and_settled(settled)),
        }
    }

    pub(super) fn and(mut self, text: impl Into<String>) -> Self {
        self.0.push(text.into());
        self
    }

    pub(super) fn and_settled(self, settled: &Settled) -> Self {
        let condition = match settled {
            Settled::If(conditions) => words::conditions(conditions),
            _ => None,
        };
        match condition {
            Some(text) => self.and(text),
            None => self,
        }
    }

    /// The same of a response whose code is in a category of the domain's, or in none of them.
    pub(super) fn in_category(self, domain: &Domain, category: Option<usize>) -> Self {
        let has_categories = !domain.envelope.category.is_empty() && !domain.categories.is_empty();
        match category.and_then(|at| domain.categories.get(at)) {
            Some(category) => self.and(format!("the category is “{}”", category.name)),
            None if has_categories => self.and("the category is none of the book's"),
            None => self,
        }
    }

    /// The same of a response whose code stands where a domain has it.
    pub(super) fn in_place(self, domain: &Domain) -> Self {
        let places = domain.envelope.code.iter().map(place);
        let places = places.collect::<Vec<_>>().join(" or ");
        self.and(format!("the code is {places}"))
    }

    /// The whole of it; none, if nothing is asked.
    pub(super) fn text(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join("; and "))
    }
}

fn place(source: &Source) -> String {
    match source {
        Source::Pointer(pointer) => format!("at `{pointer}`"),
        Source::Header(name) => format!("in the header {name}"),
        Source::Status => "the status".to_owned(),
        Source::Token => "the whole body".to_owned(),
    }
}
