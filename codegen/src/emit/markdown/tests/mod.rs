//! The pages of whole books, as a reader of Markdown takes them.

mod glance;
pub(crate) mod hostile;
mod reader;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::model::Book;
use crate::{Artifact, Source, load, output};
use hostile::{HOSTILE, hostile_book};
use reader::Read;

#[test]
fn all_links_of_a_real_book_lead_somewhere() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    check(&pages_of(&output::sources(&spec).unwrap()));
}

#[test]
fn a_hostile_book_stays_in_its_place() {
    for rotation in 0..HOSTILE.len() {
        let pages = pages_of(&hostile_book(rotation));
        check(&pages);
        let read = markdown(&pages).map(|page| reader::read(&page.contents));
        let shown: String = read.map(|read| read.text).collect();
        assert!(
            shown.contains("<script>alert(1)</script>"),
            "shown as it is"
        );
        // An mdBook would include what stands there.
        assert!(pages.iter().all(|page| !page.contents.contains("{{")));
    }
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    assert_eq!(pages_of(&hostile_book(0)), pages_of(&hostile_book(0)));
}

fn pages_of(sources: &[Source]) -> Vec<Artifact> {
    let loaded = load(sources).map_err(|mistakes| mistakes.to_string());
    all_pages(&loaded.unwrap().book)
}

fn all_pages(book: &Book) -> Vec<Artifact> {
    let mut all = Vec::new();
    super::pages(book, &mut |page| all.push(page));
    all
}

/// Checks that there is no HTML but our own, that each anchor is unique, and that each link leads to one.
fn check(pages: &[Artifact]) {
    let read = markdown(pages).map(|page| (file(page), reader::read(&page.contents)));
    let read: BTreeMap<&str, Read> = read.collect();
    let anchors = read.iter().map(|(file, read)| (*file, anchors(file, read)));
    let anchors: BTreeMap<&str, BTreeSet<&str>> = anchors.collect();
    for (page, read) in &read {
        assert!(read.html[0].starts_with(reader::HEADER), "{page}");
        assert!(read.other.is_empty(), "{page}: {:?}", read.other);
        for link in &read.links {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { page } else { file };
            let known = anchors
                .get(file)
                .unwrap_or_else(|| panic!("{page}: no page {link}"));
            assert!(
                anchor.is_empty() || known.contains(anchor),
                "{page}: no anchor {link}"
            );
        }
    }
}

/// The pages without what makes an mdBook of them.
fn markdown(pages: &[Artifact]) -> impl Iterator<Item = &Artifact> {
    pages
        .iter()
        .filter(|page| page.path.rsplit('.').next() == Some("md"))
}

fn file(page: &Artifact) -> &str {
    page.path
        .strip_prefix("docs/")
        .expect("all pages are in docs/")
}

fn anchors<'r>(file: &str, read: &'r Read) -> BTreeSet<&'r str> {
    let mut anchors = BTreeSet::new();
    for html in &read.html {
        if let Some(anchor) = html
            .strip_prefix("<a id=\"")
            .and_then(|rest| rest.strip_suffix("\">"))
        {
            assert!(anchors.insert(anchor), "{file}: {anchor} twice");
            let is_plain = anchor
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            assert!(is_plain, "{file}: {anchor}");
        } else {
            let is_own =
                html.starts_with(reader::HEADER) || ["</a>", "<br>"].contains(&html.as_str());
            assert!(is_own || html.starts_with("<pre><code>"), "{file}: {html}");
        }
    }
    anchors
}
