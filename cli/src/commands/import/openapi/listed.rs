//! The values that a schema lists, with the names and texts that extensions and neighbouring fields have for them.

use super::rank::{MESSAGES, rank};
use crate::commands::import::tree::Node;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListedValue {
    pub(super) code: String,
    pub(super) name: Option<String>,
    pub(super) text: Option<String>,
    /// Whether it is only an example.
    pub(super) is_example: bool,
}

impl ListedValue {
    /// Adds what another list knows about the value.
    pub(super) fn complete(&mut self, other: Self) {
        self.name = self.name.take().or(other.name);
        self.text = self.text.take().or(other.text);
        self.is_example &= other.is_example;
    }
}

/// The values that a schema lists. A constant has the description of the schema.
pub(super) fn listed(schema: &Node) -> Vec<ListedValue> {
    let mut values: Vec<ListedValue> = items(schema, "enum")
        .enumerate()
        .filter_map(|(at, value)| {
            let code = value.code()?;
            Some(ListedValue {
                name: name_in_enum(schema, at, &code),
                text: text_in_enum(schema, at, &code),
                code,
                is_example: false,
            })
        })
        .collect();
    values.extend(schema.get("const").and_then(Node::code).map(|code| {
        let text = schema.get("description").or(schema.get("title"));
        ListedValue {
            code,
            name: None,
            text: text.and_then(Node::as_str).map(str::to_owned),
            is_example: false,
        }
    }));
    let shown = items(schema, "examples").chain(schema.get("example"));
    values.extend(shown.filter_map(Node::code).map(|code| ListedValue {
        code,
        name: None,
        text: None,
        is_example: true,
    }));
    values
}

fn items<'n>(schema: &'n Node, key: &str) -> impl Iterator<Item = &'n Node> {
    schema.get(key).into_iter().flat_map(Node::items)
}

fn name_in_enum(schema: &Node, at: usize, code: &str) -> Option<String> {
    let keys = ["x-enum-varnames", "x-enumNames", "x-enum-names"];
    of_value(schema, &keys, at, code).or_else(|| in_element(schema, "name", at, code))
}

fn text_in_enum(schema: &Node, at: usize, code: &str) -> Option<String> {
    let keys = ["x-enum-descriptions", "x-enumDescriptions"];
    of_value(schema, &keys, at, code).or_else(|| in_element(schema, "description", at, code))
}

/// What an extension says about a value: in a list in the order of the values, or in a map.
fn of_value(schema: &Node, keys: &[&str], at: usize, code: &str) -> Option<String> {
    let extension = keys.iter().find_map(|key| schema.get(key))?;
    let text = match extension {
        Node::List(items) => items.get(at)?,
        map => map.get(code)?,
    };
    text.as_str().map(str::to_owned)
}

/// What an extension with an object for each value says about one. Without values, the objects are in their order.
fn in_element(schema: &Node, key: &str, at: usize, code: &str) -> Option<String> {
    let elements = schema
        .get("x-enum-elements")
        .or_else(|| schema.pointer("/x-ms-enum/values"))?
        .items();
    let value = |element: &Node| element.get("value").and_then(Node::code);
    let own = elements
        .iter()
        .find(|element| value(element).as_deref() == Some(code));
    let by_order = || elements.get(at).filter(|element| value(element).is_none());
    let text = own.or_else(by_order)?.get(key)?;
    text.as_str().map(str::to_owned)
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
    let Some(own) = object.pointer("/properties").and_then(|all| all.get(name)) else {
        return Vec::new();
    };
    let codes = listed_in(own);
    let siblings = object.get("properties").into_iter().flat_map(Node::entries);
    let ranked = siblings.filter(|(other, _)| *other != name);
    let ranked = ranked.filter_map(|(other, property)| Some((rank(other, &MESSAGES)?, property)));
    let texts = ranked
        .map(|(rank, property)| (rank, listed_in(property)))
        .filter(|(_, texts)| texts.len() == codes.len())
        .min();
    let around = || {
        let text = object.get("description").and_then(Node::as_str)?;
        (codes.len() == 1).then(|| vec![text.to_owned()])
    };
    let texts = texts.map(|(_, texts)| texts).or_else(around);
    codes.into_iter().zip(texts.unwrap_or_default()).collect()
}
