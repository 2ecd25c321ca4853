//! Text stays data in the Rust that is generated: no code, no markup, and nothing that is not seen.

use faultbook_codegen::Artifact;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::texts::HARMLESS;
use crate::{COMPILED, compiled};

/// The files of Rust among those of a book.
fn rust(files: &[Artifact]) -> Vec<&Artifact> {
    let is_rust = |path: &str| path.rsplit('.').next() == Some("rs");
    let rust: Vec<_> = files.iter().filter(|file| is_rust(&file.path)).collect();
    assert_eq!(rust.len(), 3, "a book, a vendor and its tables");
    rust
}

/// The code without its docs, without the values of its literals and without commas at the end of lists.
fn skeleton(code: &str) -> String {
    let tokens: TokenStream = code.parse().expect("tokens of Rust");
    let mut trees = Vec::new();
    strip(tokens, &mut trees);
    trees.join(" ")
}

fn strip(tokens: TokenStream, trees: &mut Vec<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Literal(_) => trees.push("_".to_owned()),
            TokenTree::Group(group) if is_doc(&group) => {}
            TokenTree::Punct(punct) if "#!".contains(punct.as_char()) => {}
            TokenTree::Group(group) => {
                trees.push(format!("{:?}(", group.delimiter()));
                strip(group.stream(), trees);
                // Where the printer breaks a line, it adds a comma.
                trees.pop_if(|last| last == ",");
                trees.push(")".to_owned());
            }
            other => trees.push(other.to_string()),
        }
    }
}

/// Whether it is the `[doc = …]` that a doc comment expands to, or a search alias, which not every code has.
fn is_doc(group: &Group) -> bool {
    let attribute = group.stream().to_string();
    group.delimiter() == Delimiter::Bracket
        && ["doc =", "doc (alias =", "doc(alias ="]
            .iter()
            .any(|kind| attribute.starts_with(kind))
}

#[test]
fn every_text_gives_the_code_of_a_harmless_one() {
    let harmless = compiled(HARMLESS);
    for (text, files) in &*COMPILED {
        assert_same_code(text, files, &harmless);
    }
}

#[test]
fn a_text_may_be_long() {
    let text = "long `text` ]( <b> ".repeat(500);
    let files = compiled(&text);
    assert_same_code("long", &files, &compiled(HARMLESS));
    let mut holding = rust(&files)
        .into_iter()
        .filter(|file| file.contents.contains(text.trim()));
    assert!(holding.any(|file| file.path == "acme/tables.rs"));
}

fn assert_same_code(text: &str, files: &[Artifact], harmless: &[Artifact]) {
    for (file, like) in rust(files).into_iter().zip(rust(harmless)) {
        let path = &file.path;
        assert_eq!(path, &like.path);
        syn::parse_file(&file.contents)
            .unwrap_or_else(|error| panic!("{text:?} in {path}: {error}"));
        let (skeleton, like) = (skeleton(&file.contents), skeleton(&like.contents));
        assert!(
            skeleton == like,
            "{text:?} changes {path}:\n{skeleton}\n{like}"
        );
    }
}

#[test]
fn nothing_unseen_is_in_the_code() {
    for (text, files) in &*COMPILED {
        for file in rust(files) {
            let unseen = file.contents.chars().find(|c| *c != '\n' && is_unseen(*c));
            assert!(unseen.is_none(), "{text:?}: {unseen:?} in {}", file.path);
        }
    }
}

/// Controls, what turns the direction of text, and what takes no place.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[test]
fn rustdoc_shows_every_text_as_it_is() {
    let harmless = compiled(HARMLESS);
    for (text, files) in &*COMPILED {
        let visible = visible(text);
        if visible.is_empty() {
            continue;
        }
        for (file, like) in rust(files).into_iter().zip(rust(&harmless)) {
            assert_same_docs((text, &visible), file, like);
        }
    }
}

fn assert_same_docs((text, visible): (&str, &str), file: &Artifact, harmless: &Artifact) {
    let (docs, like) = (docs(&file.contents), docs(&harmless.contents));
    assert_eq!(docs.len(), like.len(), "{text:?} in {}", file.path);
    for (docs, like) in docs.iter().zip(&like) {
        let like = rendered(like).replace(HARMLESS, visible).replace('`', "");
        assert!(
            rendered(docs).replace('`', "") == like,
            "{text:?} in {}:\n{docs}\nis not\n{like}",
            file.path
        );
    }
}

/// What is left to be seen of a text, in one line.
fn visible(text: &str) -> String {
    let words = text
        .split_whitespace()
        .map(|word| word.chars().filter(|c| !is_unseen(*c)).collect());
    words.collect::<Vec<String>>().join(" ")
}

/// The doc comments of a file, each as a whole. A response is left out: it has the text as JSON spells it.
fn docs(code: &str) -> Vec<String> {
    let mut docs = vec![String::new()];
    for line in code.lines().map(str::trim_start) {
        let text = line.strip_prefix("///").or(line.strip_prefix("//!"));
        match (text, docs.last_mut()) {
            (Some(text), _) if text.starts_with(" - Response: ") => {}
            (Some(text), Some(last)) => last.extend([text, "\n"]),
            _ => docs.push(String::new()),
        }
    }
    docs.retain(|docs| !docs.is_empty());
    docs
}

/// The text of a Markdown document, with its markup in words. Code is text: what is in it means nothing else.
fn rendered(markdown: &str) -> String {
    let rustdoc = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(markdown, rustdoc).map(|event| match event {
        Event::Text(text) | Event::Code(text) => text.into_string(),
        // A source that is an address is a link to itself.
        Event::Start(Tag::Link {
            link_type: LinkType::Autolink,
            ..
        })
        | Event::End(TagEnd::Link) => String::new(),
        other => format!("\n{other:?}\n"),
    });
    events.collect()
}

#[test]
fn clippy_lets_the_versions_of_vendors_be() {
    let files = compiled(HARMLESS);
    let allowed = "#[allow(clippy::deprecated_semver)]\n    #[deprecated(since = \"harmless text\"";
    assert!(
        rust(&files)
            .iter()
            .any(|file| file.contents.contains(allowed))
    );
}
