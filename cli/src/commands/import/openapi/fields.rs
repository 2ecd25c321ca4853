//! The fields of response bodies according to their schemas.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde_json::Value;

use super::code::code_of;
use super::document::{Document, Response, entries, reference};

/// The greatest depth of a code in a body.
const MAX_DEPTH: usize = 5;
/// The most nested references.
const MAX_ENTERED: usize = 64;
/// The most parts of a schema that are visited: schemas can be endless.
const MAX_VISITED: usize = 20_000;

/// The values that a schema lists for each field, with their descriptions.
type Listed = BTreeMap<String, Vec<(String, Option<String>)>>;

/// The fields of each response by pointer.
pub(super) struct Fields {
    responses: Vec<Vec<Rc<Listed>>>,
}

impl Fields {
    pub(super) fn of(document: &Document, responses: &[Response<'_>]) -> Self {
        let mut known: HashMap<*const Value, Rc<Listed>> = HashMap::new();
        let mut fields = |schema: &&Value| {
            // Most responses share a few schemas.
            let resolved = document.resolve(schema);
            let listed = known.entry(std::ptr::from_ref(resolved));
            Rc::clone(listed.or_insert_with(|| Rc::new(Walk::fields(document, schema))))
        };
        let of = |response: &Response<'_>| response.schemas.iter().map(&mut fields).collect();
        Self {
            responses: responses.iter().map(of).collect(),
        }
    }

    /// The pointers of the fields in the schemas of a response.
    pub(super) fn pointers(&self, response: usize) -> impl Iterator<Item = &str> {
        let schemas = self.responses[response].iter();
        schemas.flat_map(|schema| schema.keys().map(String::as_str))
    }

    /// The values that the schemas of a response list for a field.
    pub(super) fn listed(
        &self,
        response: usize,
        pointer: &str,
    ) -> impl Iterator<Item = &(String, Option<String>)> {
        let schemas = self.responses[response].iter();
        schemas.flat_map(move |schema| schema.get(pointer).into_iter().flatten())
    }
}

/// Visits a schema.
struct Walk<'d> {
    document: &'d Document,
    /// The references on the current path; recursive ones are not followed.
    entered: Vec<&'d str>,
    visited: usize,
    fields: Listed,
}

impl<'d> Walk<'d> {
    fn fields(document: &'d Document, schema: &'d Value) -> Listed {
        let mut walk = Walk {
            document,
            entered: Vec::new(),
            visited: 0,
            fields: Listed::new(),
        };
        walk.enter(schema, "", 0);
        walk.fields
    }

    fn enter(&mut self, schema: &'d Value, pointer: &str, depth: usize) {
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

    fn visit(&mut self, schema: &'d Value, pointer: &str, depth: usize) {
        for key in ["allOf", "oneOf", "anyOf"] {
            let parts = schema.get(key).and_then(Value::as_array);
            for part in parts.into_iter().flatten() {
                self.enter(part, pointer, depth);
            }
        }
        for (name, property) in entries(schema.get("properties")) {
            let name = name.replace('~', "~0").replace('/', "~1");
            self.enter(property, &format!("{pointer}/{name}"), depth + 1);
        }
        if let Some(items) = schema.get("items") {
            self.enter(items, &format!("{pointer}/0"), depth + 1);
        }
        if !pointer.is_empty() && is_scalar(schema) {
            let values = self.fields.entry(pointer.to_owned()).or_default();
            for value in listed(schema) {
                if !values.iter().any(|(known, _)| *known == value.0) {
                    values.push(value);
                }
            }
        }
    }
}

/// Whether a schema allows a string or a number.
fn is_scalar(schema: &Value) -> bool {
    let types = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        _ => return schema.get("enum").is_some() || schema.get("const").is_some(),
    };
    types
        .iter()
        .any(|one| ["string", "integer", "number"].contains(one))
}

/// The values that a schema lists. A constant has the description of the schema.
fn listed(schema: &Value) -> Vec<(String, Option<String>)> {
    let lists = ["enum", "examples"]
        .into_iter()
        .filter_map(|key| schema.get(key)?.as_array());
    let shown = lists.flatten().chain(schema.get("example"));
    let mut values: Vec<_> = shown
        .filter_map(|value| Some((code_of(value)?, None)))
        .collect();
    if let Some(code) = schema.get("const").and_then(code_of) {
        let text = schema.get("description").or(schema.get("title"));
        let text = text.and_then(Value::as_str).map(str::to_owned);
        values.push((code, text));
    }
    values
}
