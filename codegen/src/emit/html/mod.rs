//! The book as one page of HTML: everything in one file that opens from disk, asks no server and searches as one types.
//!
//! All that the page says stands in it as HTML, and reads without the script. The script only hides what was not asked
//! for. Texts of the book get into the page through the templates alone, which escape them; should one get through all
//! the same, the page's policy allows no script and no style but these.

mod entry;
mod facets;
mod picture;
mod rows;
mod vendor;
mod verdict;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::Artifact;
use crate::emit::markdown::docs::Docs;
use crate::model::Book;
use facets::Facet;
use vendor::Vendor;
use vocabulary::{Action, Class};

const STYLE: &str = include_str!("../../../templates/catalogue/style.css");
const SCRIPT: &str = include_str!("../../../templates/catalogue/script.js");

#[derive(Template)]
#[template(path = "catalogue/page.html")]
struct Page {
    style: &'static str,
    style_hash: String,
    script: &'static str,
    script_hash: String,
    /// How many codes there are.
    codes: usize,
    facets: Vec<Facet>,
    vendors: Vec<Vendor>,
    classes: Vec<Class>,
    actions: Vec<Action>,
}

/// The page of a book.
pub(crate) fn catalogue(book: &Book) -> Artifact {
    let docs = Docs::new(book);
    let vendors: Vec<Vendor> = docs
        .seen_from_outside()
        .map(|view| Vendor::new(&view))
        .collect();
    let page = Page {
        style: STYLE,
        style_hash: hash(STYLE),
        script: SCRIPT,
        script_hash: hash(SCRIPT),
        codes: book.vendors.iter().map(|vendor| vendor.codes.len()).sum(),
        facets: facets::all(&vendors),
        vendors,
        classes: vocabulary::classes(&docs),
        actions: vocabulary::actions(&docs),
    };
    let mut contents = String::new();
    // Writing into a string does not fail, and nothing in the templates does.
    _ = page.render_into(&mut contents);
    Artifact {
        path: "catalogue.html".to_owned(),
        contents,
    }
}

/// By what the page's policy knows its own style and script.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}
