//! XLIFF 1.2, which most tools for translators exchange. Units of XLIFF 2 are read, too.

use std::fmt::Write;

use roxmltree::{Document, Error, Node};

use super::{Catalogue, Entry};

/// The states of targets that are not yet translations.
const UNFINISHED: [&str; 4] = ["new", "needs-translation", "needs-l10n", "initial"];

pub(super) fn write(catalogue: &Catalogue) -> String {
    let (source, target) = (escaped(&catalogue.source), escaped(&catalogue.target));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n\
         <file original=\"book\" datatype=\"plaintext\" source-language=\"{source}\" target-language=\"{target}\">\n<body>\n"
    );
    for (number, entry) in (1..).zip(&catalogue.entries) {
        let (source, target) = (escaped(&entry.original), escaped(&entry.translation));
        let state = if target.is_empty() {
            "needs-translation"
        } else {
            "translated"
        };
        _ = writeln!(out, "<trans-unit id=\"{number}\" xml:space=\"preserve\">");
        _ = writeln!(out, "<source>{source}</source>");
        _ = writeln!(out, "<target state=\"{state}\">{target}</target>");
        for note in &entry.notes {
            _ = writeln!(out, "<note>{}</note>", escaped(note));
        }
        out.push_str("</trans-unit>\n");
    }
    out + "</body>\n</file>\n</xliff>\n"
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A reader would make a line feed of it.
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
    out
}

pub(super) fn read(text: &str) -> Result<Catalogue, Error> {
    let document = Document::parse(text)?;
    let language = |names: [&str; 2]| {
        let mut nodes = document.descendants();
        let found = nodes.find_map(|node| names.iter().find_map(|name| node.attribute(*name)));
        found.unwrap_or_default().to_owned()
    };
    let is_unit = |node: &Node<'_, '_>| ["trans-unit", "segment"].contains(&node.tag_name().name());
    let units = document.descendants().filter(is_unit);
    Ok(Catalogue {
        source: language(["source-language", "srcLang"]),
        target: language(["target-language", "trgLang"]),
        entries: units.map(|unit| entry(unit)).collect(),
    })
}

fn entry(unit: Node<'_, '_>) -> Entry {
    let child = |name: &str| unit.children().find(|node| node.tag_name().name() == name);
    let target = child("target").filter(|target| {
        let state = target.attribute("state").or(unit.attribute("state"));
        !state.is_some_and(|state| UNFINISHED.contains(&state))
    });
    Entry {
        original: child("source").map(text_of).unwrap_or_default(),
        translation: target.map(text_of).unwrap_or_default(),
        notes: Vec::new(),
    }
}

/// The text of an element, whatever markup a tool has put into it.
fn text_of(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    texts.filter_map(|node| node.text()).collect()
}
