//! The book as Markdown: a page for each vendor, one of classes and one of actions, and an index.
//!
//! The pages read well on a code host, and are an mdBook as they stand. A vendor's page has all that is known about it;
//! links lead to anchors of the pages' own, which stay as they are when a heading is reworded.

mod actions;
pub(crate) mod anchors;
mod blocks;
pub(crate) mod cells;
mod classes;
mod codes;
pub(crate) mod docs;
mod index;
pub(crate) mod inline;
pub(crate) mod layout;
mod mentions;
pub(crate) mod retry;
mod rulings;
pub(crate) mod vendor;
pub(crate) mod view;
pub(crate) mod words;

#[cfg(test)]
pub(crate) mod tests;

use crate::Artifact;
use crate::model::Book;
use docs::Docs;
use inline::Inline;
#[cfg(feature = "changes")]
pub(crate) use words::{statuses, template};

/// A text of the book's as a line of Markdown.
pub(crate) fn of(text: &str) -> String {
    Inline::prose(text).as_str().to_owned()
}

/// All pages of a book.
pub(crate) fn pages(book: &Book, done: &mut dyn FnMut(Artifact)) {
    let docs = Docs::new(book);
    let mut page = |file: &str, contents| {
        done(Artifact {
            path: format!("docs/{file}"),
            contents,
        });
    };
    page("README.md", index::readme(&docs));
    page("SUMMARY.md", index::summary(&docs));
    page("book.toml", index::BOOK.to_owned());
    page("book.css", index::STYLE.to_owned());
    page("codes.md", codes::contents(&docs));
    page("classes.md", classes::contents(&docs));
    page("actions.md", actions::contents(&docs));
    for view in docs.own_pages() {
        page(&docs::page(view.vendor), vendor::page(&view));
    }
}
