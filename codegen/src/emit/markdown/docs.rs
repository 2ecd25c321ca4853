//! What all pages need: the book, and links to each thing in it.

use super::anchors::{self, Anchors};
use super::inline::Inline;
use super::view::View;
use crate::emit::evidence;
use crate::model::{Book, Vendor};

/// A book and where everything of it stands in the docs.
pub(crate) struct Docs<'a> {
    pub(crate) book: &'a Book,
    /// By class.
    pub(crate) classes: Vec<String>,
    /// By action.
    pub(crate) actions: Vec<String>,
    anchors: Vec<Anchors>,
    /// By vendor and code.
    examples: Vec<Vec<Vec<usize>>>,
}

impl<'a> Docs<'a> {
    pub(crate) fn new(book: &'a Book) -> Self {
        let vendors = book.vendors.iter();
        Self {
            book,
            classes: anchors::classes(book),
            actions: anchors::actions(book),
            anchors: vendors.clone().map(Anchors::new).collect(),
            examples: vendors.map(evidence::examples_by_code).collect(),
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
        let known = self.anchors.iter().zip(&self.examples);
        let vendors = self.book.vendors.iter().zip(known);
        vendors.map(move |(vendor, (anchors, examples))| View {
            docs: self,
            vendor,
            anchors,
            examples,
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
