//! The fields of responses according to schemas and examples.

use std::collections::BTreeMap;

use super::document::{Document, entries, reference};
use super::listed::{ListedValue, Origin, listed, sibling_texts};
use crate::commands::import::tree::Node;

/// The greatest depth of a code in a body.
const MAX_DEPTH: usize = 5;
/// The most nested references.
const MAX_ENTERED: usize = 64;
/// The most parts of a schema that are visited: schemas can be endless.
const MAX_VISITED: usize = 20_000;

/// What a schema or an example says about a field.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// The values that it has.
    pub(super) values: Vec<ListedValue>,
    /// Whether it can be a string.
    pub(super) is_text: bool,
    /// Whether its description says that it is the status.
    pub(super) is_status: bool,
}

/// Fields by pointer.
pub(super) type Fields = BTreeMap<String, Field>;

/// What the schema of a body says about its fields.
pub(super) fn of_schema(document: &Document, schema: &Node, is_xml: bool, root: &str) -> Fields {
    let mut walk = Walk::new(document, is_xml);
    walk.enter(schema, root, 0);
    walk.fields
}

/// The headers of a response. In Swagger 2.0, a header is its schema itself.
pub(super) fn of_headers(document: &Document, headers: Option<&Node>) -> Fields {
    let mut walk = Walk::new(document, false);
    for (name, header) in entries(headers) {
        let field = format!("header:{}", name.to_lowercase());
        let header = document.resolve(header);
        walk.add(header, &field);
        if let Some(schema) = header.get("schema") {
            walk.enter(schema, &field, 0);
        }
    }
    walk.fields
}

/// The strings and numbers in a body. Of a list, only the first item is visited.
pub(super) fn of_body(body: &Node) -> Fields {
    let mut fields = Fields::new();
    add_values(body, "", &mut fields);
    fields
}

fn add_values(body: &Node, pointer: &str, fields: &mut Fields) {
    match body {
        Node::Map(map) => {
            for (name, value) in map {
                add_values(value, &format!("{pointer}/{}", escaped(name)), fields);
            }
        }
        Node::List(items) => {
            if let Some(value) = items.first() {
                add_values(value, &format!("{pointer}/0"), fields);
            }
        }
        Node::Text(_) | Node::Number(_) => {
            let value = body.code().map(|code| ListedValue::new(code, Origin::Body));
            let field = Field {
                values: value.into_iter().collect(),
                is_text: body.as_str().is_some(),
                is_status: false,
            };
            fields.insert(pointer.to_owned(), field);
        }
        Node::Null | Node::Bool(_) => {}
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Visits a schema.
struct Walk<'d> {
    document: &'d Document,
    is_xml: bool,
    /// The references on the current path; recursive ones are not followed.
    entered: Vec<&'d str>,
    visited: usize,
    fields: Fields,
}

impl<'d> Walk<'d> {
    fn new(document: &'d Document, is_xml: bool) -> Self {
        Self {
            document,
            is_xml,
            entered: Vec::new(),
            visited: 0,
            fields: Fields::new(),
        }
    }

    fn enter(&mut self, schema: &'d Node, pointer: &str, depth: usize) {
        self.visited += 1;
        let own = reference(schema);
        let is_known = own.is_some_and(|own| self.entered.contains(&own));
        let is_too_far = depth > MAX_DEPTH || self.entered.len() > MAX_ENTERED;
        if is_known || is_too_far || self.visited > MAX_VISITED {
            return;
        }
        self.entered.extend(own);
        self.visit(self.document.resolve(schema), pointer, depth);
        self.entered
            .truncate(self.entered.len() - usize::from(own.is_some()));
    }

    fn visit(&mut self, schema: &'d Node, pointer: &str, depth: usize) {
        for key in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(key).into_iter().flat_map(Node::items) {
                self.enter(part, pointer, depth);
            }
        }
        for (name, property) in entries(schema.get("properties")) {
            let segment = self.member(name, property);
            let pointer = format!("{pointer}/{segment}");
            self.enter(property, &pointer, depth + 1);
            let texts = sibling_texts(schema, name, |node| self.document.resolve(node));
            self.describe(&pointer, texts);
        }
        if let Some(items) = schema.get("items") {
            self.enter(items, &format!("{pointer}/0"), depth + 1);
        }
        if !pointer.is_empty() && is_scalar(schema) {
            self.add(schema, pointer);
        }
    }

    /// The last name of the pointer to a property. In XML, it may have another name or be an attribute.
    fn member(&self, name: &str, property: &Node) -> String {
        let xml = self.document.resolve(property).get("xml");
        let xml = |key| xml.filter(|_| self.is_xml)?.get(key);
        let name = xml("name").and_then(Node::as_str).unwrap_or(name);
        let name = escaped(name);
        let is_attribute = matches!(xml("attribute"), Some(Node::Bool(true)));
        if is_attribute {
            "@".to_owned() + &name
        } else {
            name
        }
    }

    fn add(&mut self, schema: &Node, pointer: &str) {
        let field = self.fields.entry(pointer.to_owned()).or_default();
        field.is_text |= allows(schema, &["string"]);
        field.is_status |= says_status(schema);
        for value in listed(schema) {
            match field
                .values
                .iter_mut()
                .find(|known| known.code == value.code)
            {
                Some(known) => known.complete(value),
                None => field.values.push(value),
            }
        }
    }

    /// Adds the texts that a field next to this one has for its values.
    fn describe(&mut self, pointer: &str, texts: Vec<(String, String)>) {
        let Some(field) = self.fields.get_mut(pointer) else {
            return;
        };
        for (code, text) in texts {
            let own = field.values.iter_mut().find(|value| value.code == code);
            if let Some(value) = own {
                value.text.get_or_insert(text);
            }
        }
    }
}

/// Whether a schema allows a string or a number.
fn is_scalar(schema: &Node) -> bool {
    allows(schema, &["string", "integer", "number"])
}

/// Whether a schema allows one of these types.
fn allows(schema: &Node, types: &[&str]) -> bool {
    let is_one = |own: &Node| own.as_str().is_some_and(|own| types.contains(&own));
    match schema.get("type") {
        Some(Node::List(own)) => own.iter().any(is_one),
        Some(one) => is_one(one),
        None => schema.get("enum").is_some() || schema.get("const").is_some(),
    }
}

/// Whether the description of a schema says that it is the status of the response.
fn says_status(schema: &Node) -> bool {
    let text = schema.get("description").and_then(Node::as_str);
    let text = text.unwrap_or_default().to_ascii_lowercase();
    text.contains("http") && (text.contains("status") || text.contains("code"))
}
