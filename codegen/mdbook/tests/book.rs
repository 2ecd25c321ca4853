//! The docs of a book are an mdBook as they stand: every link in what is built leads somewhere, and text stays text.

#[path = "../../src/emit/pages/tests/hostile.rs"]
mod hostile;
#[path = "../../src/document/tests/hostile.rs"]
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use faultbook_codegen::{Source, load, names, output};
use hostile::hostile_book;
use mdbook_driver::MDBook;
use scraper::{Html, Selector};
use tempfile::TempDir;
use texts::HOSTILE;

/// What a file would say that a page includes although it must not.
const SECRET: &str = "what no page includes";

/// The HTML files of a book, by their names.
type Site = BTreeMap<String, Html>;

#[test]
fn every_link_of_the_books_site_leads_somewhere() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let sources = output::sources(&spec).expect("the book");
    let (folder, site) = built(&sources);
    assert!(site.len() > 8, "{:?}", site.keys());
    let checked = check_links(folder.path(), &site);
    assert!(checked > 1000, "{checked}");
    assert!(text(&site["playwave.html"]).contains("What to do at a glance"));
    let stems = site.keys().filter_map(|name| name.strip_suffix(".html"));
    let is_vendor = |stem: &&str| sources.iter().any(|source| source.stem() == *stem);
    for stem in stems.filter(|stem| !is_vendor(stem)) {
        assert!(names::vendor(stem).is_err(), "a vendor could be `{stem}`");
    }
}

#[test]
fn a_hostile_book_stays_in_its_place() {
    for rotation in 0..HOSTILE.len() {
        let (folder, site) = built(&hostile_book(rotation));
        check_links(folder.path(), &site);
        site.iter()
            .for_each(|(name, page)| check_elements(name, page));
        let all: String = site.values().map(text).collect();
        assert!(all.contains("<script>alert(1)</script>"), "shown as it is");
        assert!(all.contains("{{#include "), "shown as it is");
        assert!(!all.contains(SECRET));
    }
}

/// Compiles a book and builds its docs, three folders below a file that a page might want to include.
fn built(sources: &[Source]) -> (TempDir, Site) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("Cargo.toml"), SECRET).expect("a file");
    let loaded = load(sources).unwrap_or_else(|errors| panic!("{errors}"));
    output::write(&folder.path().join("a/b"), &loaded).expect("a folder to write to");
    let docs = folder.path().join("a/b/docs");
    let book = MDBook::load(&docs).unwrap_or_else(|why| panic!("{why:?}"));
    book.build().unwrap_or_else(|why| panic!("{why:?}"));
    let site = docs.join("book");
    let files = fs::read_dir(&site).expect("what was built");
    let names = files.map(|file| {
        file.expect("a file")
            .file_name()
            .into_string()
            .expect("ASCII")
    });
    let html = names.filter(|name| name.ends_with(".html"));
    let read = |name: String| {
        let html = fs::read_to_string(site.join(&name)).expect("a page");
        (name, Html::parse_document(&html))
    };
    let site = html.map(read).collect();
    (folder, site)
}

/// Checks that each link leads to a page, and to an anchor if it names one. Returns how many there are.
fn check_links(folder: &Path, site: &Site) -> usize {
    let site_folder = folder.join("a/b/docs/book");
    let anchors: BTreeMap<&str, BTreeSet<&str>> = site
        .iter()
        .map(|(name, page)| (name.as_str(), attributes(page, "[id]", "id").collect()))
        .collect();
    let mut checked = 0;
    for (name, page) in site {
        let links = [
            ("a[href]", "href"),
            ("link[href]", "href"),
            ("[src]", "src"),
        ];
        let links = links
            .iter()
            .flat_map(|(select, attribute)| attributes(page, select, attribute));
        // The page for whatever is not there has links from the root of the site on.
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('/')) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { name } else { file };
            assert!(site_folder.join(file).is_file(), "{name}: no file {link}");
            let known = anchors
                .get(file)
                .is_some_and(|known| known.contains(anchor));
            assert!(anchor.is_empty() || known, "{name}: no anchor {link}");
            checked += 1;
        }
    }
    checked
}

/// Checks that no text has become an element that does something, on a page or in the table of contents.
fn check_elements(name: &str, page: &Html) {
    let places = ["main", "ol.chapter", "title"];
    for place in places {
        for what in [
            "script",
            "img",
            "iframe",
            "style",
            "form",
            "object",
            "[onerror]",
        ] {
            let found = select(&format!("{place} {what}"));
            let found = page.select(&found).next();
            assert!(
                found.is_none(),
                "{name}: {:?}",
                found.map(|element| element.html())
            );
        }
    }
    let foreign = attributes(page, "main a[href], ol.chapter a[href]", "href")
        .find(|link| link.contains("://") && link.contains("evil"));
    // A source that is a plain address is a link; no other text is.
    assert_eq!(foreign, None, "{name}");
}

fn attributes<'p>(
    page: &'p Html,
    selector: &str,
    attribute: &'p str,
) -> impl Iterator<Item = &'p str> {
    let elements: Vec<_> = page.select(&select(selector)).collect();
    elements
        .into_iter()
        .filter_map(move |element| element.value().attr(attribute))
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

fn text(page: &Html) -> String {
    page.select(&select("main"))
        .flat_map(|main| main.text())
        .collect()
}
