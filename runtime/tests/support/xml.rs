//! Checks everything that the XML reader says about a body against `roxmltree`.

use faultbook_runtime::v1::{
    Format,
    body::{Document, Slot, Value},
};
use roxmltree::{Error, Node};

use crate::wanted::{Wanted, unescape};

/// At most this many elements lie within each other.
const MAX_DEPTH: usize = 127;

/// At most this many attributes has an element, declarations of namespaces included.
const MAX_ATTRIBUTES: usize = 32;

/// What a pointer leads to.
enum Found<'t> {
    Missing,
    Blocked,
    Element(Node<'t, 't>),
    Attribute(&'t str),
}

/// Reads a body along the wanted pointers and compares the result.
pub(crate) fn check(wanted: &Wanted, body: &[u8]) {
    let document = wanted.read(Format::Xml, body);
    let text = document.text();
    let refers_to_nothing = !document.is_valid() && has_reference_to_nothing(text);
    if text.starts_with('\u{feff}') || refers_to_nothing {
        // `roxmltree` skips a second byte order mark, and puts another character in the place of nothing, unless it is in a comment,
        // an instruction or `CDATA`.
        return check_invalid(wanted, &document);
    }
    if !document.is_valid() && text.contains("<?") {
        // `roxmltree` accepts more declarations and instructions than there are.
        let without = without_instructions(text);
        return check(wanted, without.as_bytes());
    }
    if !document.is_valid() && has_name_without_prefix(text) {
        // `roxmltree` reads `:a` as `a`, and so lets one end the other.
        return check_invalid(wanted, &document);
    }
    match roxmltree::Document::parse(text) {
        Ok(tree) if is_within_limits(&tree) => check_valid(wanted, &document, &tree),
        Err(error) if is_about_namespaces(&error) => {}
        _ => check_invalid(wanted, &document),
    }
}

/// Whether a name may start with a colon.
fn has_name_without_prefix(text: &str) -> bool {
    let mut pairs = text.as_bytes().windows(2);
    pairs.any(|pair| pair[1] == b':' && b"</ \t\r\n".contains(&pair[0]))
}

fn check_invalid(wanted: &Wanted, document: &Document<'_>) {
    assert!(!document.is_valid(), "not XML: {:?}", document.text());
    assert!(!document.is_ambiguous() && document.root().is_none());
    let mut slots = wanted.slots().map(|(slot, _)| document.slot(slot));
    assert!(slots.all(Slot::is_missing));
}

fn check_valid(wanted: &Wanted, document: &Document<'_>, tree: &roxmltree::Document<'_>) {
    let text = document.text();
    assert!(document.is_valid(), "XML: {text:?}");
    let mut is_ambiguous = false;
    for (slot, pointer) in wanted.slots() {
        let (found, is_one_of_several) = find(tree.root(), pointer);
        is_ambiguous |= is_one_of_several;
        // Only the values inside a document can be read.
        let found = if pointer.is_empty() {
            Found::Blocked
        } else {
            found
        };
        let value = document.value(slot);
        let is_blocked = matches!(found, Found::Blocked);
        assert_eq!(document.is_blocked(slot), is_blocked, "{pointer} in {text}");
        check_value(value, &found, pointer, text);
        if let (Some(value), Found::Element(node)) = (value, found) {
            check_inside(wanted, value, node, text);
        }
    }
    assert_eq!(document.is_ambiguous(), is_ambiguous, "{text:?}");
}

/// Compares the elements inside an element, and what relative pointers lead to.
fn check_inside(wanted: &Wanted, value: Value<'_>, node: Node<'_, '_>, text: &str) {
    let children = node.children().filter(Node::is_element);
    let children = children.map(|child| &text[child.range()]);
    assert!(value.elements().map(Value::raw).eq(children), "{text:?}");
    for (_, pointer) in wanted.slots().filter(|(_, pointer)| !pointer.is_empty()) {
        let (found, _) = find(node, pointer);
        check_value(value.pointer(pointer), &found, pointer, text);
    }
}

fn check_value(value: Option<Value<'_>>, found: &Found<'_>, pointer: &str, text: &str) {
    let raw = value.map(Value::raw);
    let said = value.and_then(Value::text).map(|text| text.to_string());
    match found {
        Found::Missing | Found::Blocked => assert_eq!(raw, None, "{pointer} in {text:?}"),
        Found::Attribute(value) => {
            let said = said.expect("an attribute is a text");
            assert_eq!(normal(&said), normal(value), "{pointer} in {text:?}");
        }
        Found::Element(node) => {
            assert_eq!(raw, Some(&text[node.range()]), "{pointer} in {text:?}");
            let is_mixed = text[node.range()].contains("<![CDATA[") && said.is_none();
            if !is_mixed {
                let expected = text_of(*node).map(|text| normal(&text));
                assert_eq!(
                    said.map(|said| normal(&said)),
                    expected,
                    "{pointer} in {text:?}"
                );
            }
        }
    }
}

/// The text of an element without elements inside it.
fn text_of(node: Node<'_, '_>) -> Option<String> {
    let mut children = node.children();
    let is_text = children.all(|child| !child.is_element());
    let texts = node.children().filter(Node::is_text);
    is_text.then(|| texts.filter_map(|text| text.text()).collect())
}

/// A text without what standard and reader disagree about: white space around it, and line breaks, each run of which is one, since
/// only together are a carriage return and a line feed a single break.
fn normal(text: &str) -> String {
    let lines = text.split(['\n', '\r']).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join(" ").replace('\t', " ");
    text.trim().to_owned()
}

/// What a pointer leads to from an element or from the document, and whether that is one of several.
fn find<'t>(from: Node<'t, 't>, pointer: &str) -> (Found<'t>, bool) {
    let tokens: Vec<_> = pointer.split('/').skip(1).map(unescape).collect();
    let (mut found, mut is_one_of_several, mut at) = (Found::Element(from), false, 0);
    while let Some(token) = tokens.get(at) {
        let Found::Element(node) = found else {
            return (Found::Blocked, is_one_of_several);
        };
        at += 1;
        let candidates: Vec<Found<'_>> = match token.strip_prefix('@') {
            Some(name) => attributes(node, name).map(Found::Attribute).collect(),
            None => elements(node, token).map(Found::Element).collect(),
        };
        let index = tokens.get(at).and_then(|token| index(token));
        let index = index.filter(|_| !token.starts_with('@'));
        at += usize::from(index.is_some());
        is_one_of_several |= index.is_none() && candidates.len() > 1;
        let next = candidates.into_iter().nth(index.unwrap_or(0));
        let Some(next) = next else {
            let is_text = text_of(node).is_some_and(|text| !is_blank(&text));
            let is_blocked = is_text && !token.starts_with('@');
            let found = if is_blocked {
                Found::Blocked
            } else {
                Found::Missing
            };
            return (found, is_one_of_several);
        };
        found = next;
    }
    (found, is_one_of_several)
}

fn is_blank(text: &str) -> bool {
    text.trim_matches([' ', '\t', '\n', '\r']).is_empty()
}

fn elements<'t>(node: Node<'t, 't>, name: &str) -> impl Iterator<Item = Node<'t, 't>> {
    let elements = node.children().filter(Node::is_element);
    elements.filter(move |element| element.tag_name().name() == name)
}

fn attributes<'t>(node: Node<'t, 't>, name: &str) -> impl Iterator<Item = &'t str> {
    let attributes = node.attributes();
    let same = attributes.filter(move |attribute| attribute.name() == name);
    same.map(|attribute| attribute.value())
}

fn index(token: &str) -> Option<usize> {
    let index: usize = token.parse().ok()?;
    (index.to_string() == token).then_some(index)
}

/// Whether the reader reads a document that is well-formed.
fn is_within_limits(tree: &roxmltree::Document<'_>) -> bool {
    let mut nodes = tree.descendants().filter(Node::is_element);
    let fits = |node: Node<'_, '_>| {
        let depth = node.ancestors().filter(Node::is_element).count();
        depth <= MAX_DEPTH && node.attributes().len() <= MAX_ATTRIBUTES
    };
    nodes.all(fits)
}

/// A text without the declaration and all processing instructions.
fn without_instructions(text: &str) -> String {
    let mut parts = text.split("<?");
    let before = parts.next().unwrap_or_default().to_owned();
    parts.fold(before, |text, part| {
        text + part.split_once("?>").map_or("<", |(_, rest)| rest)
    })
}

/// Whether there is a reference to half of a surrogate pair, or to a number that is no character at all.
fn has_reference_to_nothing(text: &str) -> bool {
    let numbers = text.split("&#").skip(1);
    let numbers = numbers.filter_map(|number| number.split(';').next());
    let values = numbers.filter_map(|number| match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    });
    values
        .into_iter()
        .any(|value| char::from_u32(value).is_none())
}

/// The reader knows of namespaces only that a name can have a prefix.
fn is_about_namespaces(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidXmlPrefixUri(_)
            | Error::UnexpectedXmlUri(_)
            | Error::UnexpectedXmlnsUri(_)
            | Error::InvalidElementNamePrefix(_)
            | Error::DuplicatedNamespace(..)
            | Error::UnknownNamespace(..)
            | Error::DuplicatedAttribute(..)
    )
}
