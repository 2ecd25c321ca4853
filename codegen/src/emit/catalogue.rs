//! The book as one HTML page: a single file that opens from disk, contacts no server and searches as you type.
//!
//! Everything is in the HTML and can be read without the script, which only hides entries. Texts of the book enter the
//! page only through the templates, which escape them; even if one got through, the page's policy allows no other
//! script and style.

mod entry;
mod facets;
mod flow;
mod rows;
mod vendor;

#[cfg(test)]
mod tests;

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::document::{Inline, visible};
use crate::emit::docs::{Docs, View};
use crate::model::{ClassId, Language};
use crate::{Artifact, Loaded};
use entry::Entry;
use facets::{Facet, Facets};
use vendor::{Group, Vendor};

const STYLE: &str = include_str!("../../templates/catalogue/style.css");
const SCRIPT: &str = include_str!("../../templates/catalogue/script.js");

/// The page up to the first entry.
#[derive(Template)]
#[template(path = "catalogue/head.html")]
struct Head<'a> {
    style: &'static str,
    style_hash: String,
    script_hash: String,
    /// How many codes there are.
    codes: usize,
    facets: Vec<Facet>,
    vendors: &'a [Vendor<'a>],
    languages: &'a [Language],
}

/// The heading of a group of entries.
#[derive(Template)]
#[template(path = "catalogue/heading.html")]
struct Heading<'a> {
    vendor: &'a Vendor<'a>,
    group: &'a Group<'a>,
}

#[derive(Template)]
#[template(path = "catalogue/entry.html")]
struct Listed<'a> {
    vendor: &'a Vendor<'a>,
    group: &'a Group<'a>,
    entry: Entry<'a>,
}

/// The decisions about many codes.
#[derive(Template)]
#[template(path = "catalogue/alike.html")]
struct Decision<'a> {
    vendor: &'a Vendor<'a>,
    codes: usize,
    entry: &'a Entry<'a>,
}

/// The page after the last entry.
#[derive(Template)]
#[template(path = "catalogue/foot.html")]
struct Foot<'a> {
    script: &'static str,
    vendors: &'a [Vendor<'a>],
    docs: &'a Docs<'a>,
    /// The decisions about many codes, if there are any.
    alike: String,
}

/// The page of a book.
pub(crate) fn catalogue(loaded: &Loaded) -> Artifact {
    let docs = Docs::new(loaded);
    let views: Vec<View<'_>> = docs.views().collect();
    let vendors: Vec<Vendor<'_>> = views.iter().map(Vendor::new).collect();
    let (mut contents, mut decisions) = (String::new(), String::new());
    let mut facets = Facets::default();
    for (view, vendor) in views.iter().zip(&vendors) {
        let groups = 0..view.alike.groups.len();
        let alike: Vec<_> = groups.map(|group| Entry::of_group(view, group)).collect();
        alike_entries(view, vendor, &alike, &mut facets, &mut decisions);
        for at in 0..vendor.groups.len() {
            group(view, vendor, (at, &alike), &mut facets, &mut contents);
        }
    }
    let codes = loaded.book.vendors.iter().map(|vendor| vendor.codes.len());
    // The filters at the top offer the values of the entries.
    let head = Head {
        style: STYLE,
        style_hash: hash(STYLE),
        script_hash: hash(SCRIPT),
        codes: codes.sum(),
        facets: facets.choices(&vendors),
        vendors: &vendors,
        languages: &loaded.book.languages,
    };
    contents.insert_str(0, &rendered(&head));
    let foot = Foot {
        script: SCRIPT,
        vendors: &vendors,
        docs: &docs,
        alike: decisions,
    };
    render(&foot, &mut contents);
    Artifact {
        path: "catalogue.html".to_owned(),
        contents,
    }
}

/// The decisions about the codes of each group.
fn alike_entries(
    view: &View<'_>,
    vendor: &Vendor<'_>,
    alike: &[Option<Entry<'_>>],
    facets: &mut Facets,
    page: &mut String,
) {
    for (entry, codes) in alike.iter().zip(&view.alike.groups) {
        let Some(entry) = entry else { continue };
        facets.add(entry);
        let codes = codes.len();
        let decision = Decision {
            vendor,
            codes,
            entry,
        };
        render(&decision, page);
    }
}

/// The entries of a group, if it has any.
fn group(
    view: &View<'_>,
    vendor: &Vendor<'_>,
    (at, alike): (usize, &[Option<Entry<'_>>]),
    facets: &mut Facets,
    page: &mut String,
) {
    let group = &vendor.groups[at];
    let mut entries = vendor::entries(view, (at, group), alike).peekable();
    if entries.peek().is_none() {
        return;
    }
    render(&Heading { vendor, group }, page);
    for entry in entries {
        facets.add(&entry);
        let entry = Listed {
            vendor,
            group,
            entry,
        };
        render(&entry, page);
    }
    page.push_str("</noscript>\n</section>\n");
}

/// A text of the book, with invisible characters written as escapes.
fn shown(text: &str) -> String {
    visible(text, |_| false)
}

fn rendered(template: &impl Template) -> String {
    let mut page = String::new();
    render(template, &mut page);
    page
}

fn render(template: &impl Template, page: &mut String) {
    // Neither writing into a string nor the templates can fail.
    _ = template.render_into(page);
    // Askama removes the last one of a template.
    page.push('\n');
}

/// The name of the page's own style and script in its policy.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}
