//! XLIFF 1.2, which most tools for translators exchange. Units of XLIFF 2 are read, too.

use std::fmt::Write;

use anyhow::{Context, bail};
use faultbook_codegen::cldr::PluralCategory;
use roxmltree::{Document, Node};

use super::{Catalogue, Entry, Template, plural_forms};

/// What groups the plural forms of a text, as tools know them from PO files.
const PLURALS: &str = "x-gettext-plurals";

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
        if entry.has_forms() {
            group(number, entry, &catalogue.target, &mut out);
        } else {
            let texts = [&*entry.original.text, &*entry.translation.text];
            unit(&format!("id=\"{number}\""), texts, entry, &mut out);
        }
    }
    out + "</body>\n</file>\n</xliff>\n"
}

/// The plural forms of a text: a unit for each category, which is its `resname`.
fn group(number: usize, entry: &Entry, target: &str, out: &mut String) {
    _ = writeln!(out, "<group id=\"{number}\" restype=\"{PLURALS}\">");
    for (at, category) in plural_forms::categories(target).into_iter().enumerate() {
        let name = format!("id=\"{number}[{at}]\" resname=\"{}\"", category.as_str());
        let texts = [&entry.original, &entry.translation].map(|own| own.form(category));
        unit(&name, texts, entry, out);
    }
    out.push_str("</group>\n");
}

fn unit(name: &str, [source, target]: [&str; 2], entry: &Entry, out: &mut String) {
    let state = if target.is_empty() {
        "needs-translation"
    } else {
        "translated"
    };
    let (source, target) = (escaped(source), escaped(target));
    _ = writeln!(out, "<trans-unit {name} xml:space=\"preserve\">");
    _ = writeln!(out, "<source>{source}</source>");
    _ = writeln!(out, "<target state=\"{state}\">{target}</target>");
    for note in &entry.notes {
        _ = writeln!(out, "<note>{}</note>", escaped(note));
    }
    out.push_str("</trans-unit>\n");
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

pub(super) fn read(text: &str) -> anyhow::Result<Catalogue> {
    let document = Document::parse(text).context("this is not XLIFF")?;
    let language = |names: [&str; 2]| {
        let mut nodes = document.descendants();
        let found = nodes.find_map(|node| names.iter().find_map(|name| node.attribute(*name)));
        found.unwrap_or_default().to_owned()
    };
    let is_entry = |node: &Node<'_, '_>| is_unit(*node) && !node.parent().is_some_and(is_plural);
    let entries = document
        .descendants()
        .filter(|node| is_entry(node) || is_plural(*node));
    Ok(Catalogue {
        source: language(["source-language", "srcLang"]),
        target: language(["target-language", "trgLang"]),
        entries: entries.map(entry).collect::<anyhow::Result<_>>()?,
    })
}

fn is_unit(node: Node<'_, '_>) -> bool {
    ["trans-unit", "segment"].contains(&node.tag_name().name())
}

fn is_plural(node: Node<'_, '_>) -> bool {
    node.tag_name().name() == "group" && node.attribute("restype") == Some(PLURALS)
}

fn entry(node: Node<'_, '_>) -> anyhow::Result<Entry> {
    let [original, translation] = if is_plural(node) {
        forms(node)?
    } else {
        texts(node).map(|text| text.as_str().into())
    };
    Ok(Entry {
        original,
        translation,
        notes: Vec::new(),
    })
}

/// The forms of a text and of its translation.
fn forms(group: Node<'_, '_>) -> anyhow::Result<[Template; 2]> {
    let mut forms = [Vec::new(), Vec::new()];
    for unit in group.children().filter(|node| is_unit(*node)) {
        let name = unit.attribute("resname").unwrap_or_default();
        let Some(category) = PluralCategory::named(name) else {
            let id = unit.attribute("id").unwrap_or_default();
            bail!("the `resname` of unit `{id}` must be its plural category, such as `other`");
        };
        for (forms, text) in forms.iter_mut().zip(texts(unit)) {
            forms.push((category, text));
        }
    }
    Ok(forms.map(Template::of_forms))
}

/// The text of a unit, and its translation if it is finished.
fn texts(unit: Node<'_, '_>) -> [String; 2] {
    let child = |name: &str| unit.children().find(|node| node.tag_name().name() == name);
    let target = child("target").filter(|target| {
        let state = target.attribute("state").or(unit.attribute("state"));
        !state.is_some_and(|state| UNFINISHED.contains(&state))
    });
    [child("source"), target].map(|text| text.map(text_of).unwrap_or_default())
}

/// The text of an element, whatever markup a tool has put into it.
fn text_of(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    texts.filter_map(|node| node.text()).collect()
}
