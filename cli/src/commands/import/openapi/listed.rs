//! The values that a schema lists, with the names and texts that extensions and neighbouring fields have for them.

use super::rank::{MESSAGES, rank};
use crate::commands::import::tree::Node;

const NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];
const TEXTS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListedValue {
    pub(super) code: String,
    pub(super) name: Option<String>,
    pub(super) text: Option<String>,
    pub(super) origin: Origin,
}

/// Where a value is from, the most binding first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A schema lists it.
    List,
    /// A schema has it as an example.
    Example,
    /// It is in an example of a whole body.
    Body,
}

impl ListedValue {
    pub(super) fn new(code: String, origin: Origin) -> Self {
        let (name, text) = (None, None);
        Self {
            code,
            name,
            text,
            origin,
        }
    }

    /// Adds what another list knows about the value.
    pub(super) fn complete(&mut self, other: Self) {
        self.name = self.name.take().or(other.name);
        self.text = self.text.take().or(other.text);
        self.origin = self.origin.min(other.origin);
    }
}

/// The values that a schema lists. A constant has the description of the schema.
pub(super) fn listed(schema: &Node) -> impl Iterator<Item = ListedValue> {
    let listed = items(schema, "enum").enumerate();
    let listed = listed.filter_map(|(at, value)| {
        let code = value.code()?;
        Some(ListedValue {
            name: of_value(schema, &NAMES, "name", at, &code),
            text: of_value(schema, &TEXTS, "description", at, &code),
            ..ListedValue::new(code, Origin::List)
        })
    });
    let constant = schema.get("const").and_then(Node::code).map(|code| {
        let text = schema.get("description").or(schema.get("title"));
        ListedValue {
            text: text.and_then(Node::as_str).map(str::to_owned),
            ..ListedValue::new(code, Origin::List)
        }
    });
    let shown = items(schema, "examples").chain(schema.get("example"));
    let shown = shown.filter_map(Node::code);
    let shown = shown.map(|code| ListedValue::new(code, Origin::Example));
    listed.chain(constant).chain(shown)
}

fn items<'n>(schema: &'n Node, key: &str) -> impl Iterator<Item = &'n Node> {
    schema.get(key).into_iter().flat_map(Node::items)
}

/// What an extension says about a value: in a list in the order of the values, in a map, or in an object for each value.
/// Without values, the objects are in their order.
fn of_value(schema: &Node, keys: &[&str], key: &str, at: usize, code: &str) -> Option<String> {
    let text = match keys.iter().find_map(|key| schema.get(key)) {
        Some(Node::List(items)) => items.get(at),
        Some(map) => map.get(code),
        None => None,
    };
    let in_element = || {
        let elements = schema.get("x-enum-elements");
        let elements = elements
            .or_else(|| schema.pointer("/x-ms-enum/values"))?
            .items();
        let value = |element: &Node| element.get("value").and_then(Node::code);
        let mut all = elements.iter();
        let own = all.find(|element| value(element).as_deref() == Some(code));
        let by_order = || elements.get(at).filter(|element| value(element).is_none());
        own.or_else(by_order)?.get(key)
    };
    text.or_else(in_element)?.as_str().map(str::to_owned)
}

/// The values of a property with their texts, if a property with messages lists as many. A single value also has the
/// description of the object around it.
pub(super) fn sibling_texts<'n>(
    object: &'n Node,
    name: &str,
    resolve: impl Fn(&'n Node) -> &'n Node,
) -> Vec<(String, String)> {
    let listed_in = |property: &'n Node| -> Vec<String> {
        let schema = resolve(property);
        let values = items(schema, "enum").chain(schema.get("const"));
        values.filter_map(Node::code).collect()
    };
    let properties = object.get("properties");
    let codes = properties.and_then(|all| all.get(name)).map(listed_in);
    let codes = codes.unwrap_or_default();
    let siblings = properties.into_iter().flat_map(Node::entries);
    let siblings = siblings.filter(|(other, _)| *other != name);
    let texts = siblings
        .filter_map(|(other, property)| Some((rank(other, &MESSAGES)?, listed_in(property))))
        .filter(|(_, texts)| texts.len() == codes.len())
        .min();
    let around = || {
        let text = object.get("description").and_then(Node::as_str)?;
        (codes.len() == 1).then(|| vec![text.to_owned()])
    };
    let texts = texts.map(|(_, texts)| texts).or_else(around);
    codes.into_iter().zip(texts.unwrap_or_default()).collect()
}
