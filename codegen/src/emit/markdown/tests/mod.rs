//! The pages of whole books, as a reader of Markdown takes them.

mod glance;
mod reader;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::pages;
use crate::{Artifact, Source, load, output};
use reader::Read;

/// Texts that would break out of their place, if they could.
const HOSTILE: [&str; 8] = [
    "](https://evil.example) ![x](y) <https://evil.example> [x]: https://evil.example 'x' www.evil.example",
    "<script>alert(1)</script><img src=x onerror=alert(1)><a id=\"statuses\"></a>--><!-- &lt;b&gt; &#124;",
    "a | b || \\| c\n\n| d | e |\n| --- | --- |\n| f | g |\r\nh\\",
    "# x\n- y\n1. z\n> q\n***\n~~~\n```\n`````\n<div>\n    indented\n[^1]: note\n: definition\n---",
    "*a* _b_ **c** __d__ ~~e~~ `f` ``g|` ^h^ $i$ $$j$$ ==k== [[l]] {#m} - [ ] n",
    "{{#include ../../../Cargo.toml}} {{ #include x }} \\{{#title y}}",
    "left\u{202e}right\u{200b}\u{feff}\u{2066}\u{0}\u{7}\u{85}\u{2028}\u{ad}\u{e0041}end",
    "`",
];

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
    pages(&loaded.unwrap().book)
}

/// A book whose every text is one of the hostile ones, which one depends on its place and on `rotation`.
fn hostile_book(rotation: usize) -> Vec<Source> {
    let files = [
        ("book.yaml", include_str!("hostile_book.yaml")),
        ("hostile.yaml", include_str!("hostile.yaml")),
    ];
    let source = |(name, text): (&str, &str)| {
        let mut pieces = text.split("HOSTILE");
        // The first one stands in the comment.
        let mut yaml = pieces.by_ref().take(2).collect::<String>();
        for (number, piece) in (rotation..).zip(pieces) {
            // A number makes each text another one, so that no name stands there twice.
            let text = format!("{} {number}", HOSTILE[number % HOSTILE.len()]);
            // In a text for the end user, a brace that means itself is doubled.
            let is_template = yaml.ends_with("user_message: ");
            let doubled = text.replace('{', "{{").replace('}', "}}");
            yaml += &quoted(if is_template { &doubled } else { &text });
            yaml += piece;
        }
        Source::new(name, yaml)
    };
    files.into_iter().map(source).collect()
}

/// A text as YAML that has nothing but ASCII in it: the reader refuses characters that hide from an author.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| (' '..='~').contains(&c) && !matches!(c, '"' | '\\');
    let escaped = |c: char| format!("\\U{:08X}", u32::from(c));
    let inner = text.chars().map(|c| {
        if is_plain(c) {
            c.to_string()
        } else {
            escaped(c)
        }
    });
    format!("\"{}\"", inner.collect::<String>())
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
    pages.iter().filter(|page| page.path.ends_with(".md"))
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
