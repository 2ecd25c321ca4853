//! The schema of one book, which lists the names that the book defines.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::{Book, Vendor};
use crate::syntax::schema::{self, NAME, for_each_part, properties};

/// The JSON Schema by which editors complete and check the files of a book. It lists the book's own classes, actions,
/// domains and operations, and these retry policies.
#[must_use]
pub fn schema(book: &Book, retries: &[String]) -> String {
    let mut schema = schema::schema();
    let classes: Vec<&str> = book.classes.iter().map(|class| &*class.name).collect();
    let actions: Vec<&str> = book.actions.iter().map(|action| &*action.name).collect();
    let domains = of_all(book, domains);
    let operations = of_all(book, operations);
    for (owner, definition) in schema["definitions"].as_object_mut().into_iter().flatten() {
        // `book.yaml` may define what it refers to in the same edit.
        if ["Class", "OverridingClass"].contains(&owner.as_str()) {
            continue;
        }
        for (key, property) in properties(definition).into_iter().flatten() {
            let names = match (owner.as_str(), key.as_str()) {
                ("Policy", "use") => {
                    *property = described(property, json!({ "type": "string", "enum": retries }));
                    continue;
                }
                (_, "class") => &classes,
                (_, "actions" | "after_action" | "forbid" | "if_exhausted") => &actions,
                (_, "domain" | "domains") => &domains,
                (_, "on_next" | "operation") => &operations,
                _ => continue,
            };
            enumerate(property, names);
        }
    }
    let vendor = schema["then"].take();
    let vendors = book.vendors.iter().map(of_vendor);
    let all: Vec<Value> = std::iter::once(vendor).chain(vendors).collect();
    schema["then"] = json!({ "allOf": all });
    format!("{schema:#}\n")
}

/// What only the file of a vendor may name.
fn of_vendor(vendor: &Vendor) -> Value {
    let domain = json!({ "enum": domains(vendor) });
    let domains = json!({ "anyOf": [domain, { "type": "array", "items": domain }] });
    let example = json!({ "properties": { "operation": { "enum": operations(vendor) } } });
    json!({
        "if": { "properties": { "vendor": { "const": vendor.name } } },
        "then": { "properties": {
            "examples": { "items": example },
            "operations": { "additionalProperties": { "properties": { "domains": domains } } },
        } },
    })
}

/// The names of all vendors, each once.
fn of_all(book: &Book, of: fn(&Vendor) -> Vec<&str>) -> Vec<&str> {
    let names: BTreeSet<&str> = book.vendors.iter().flat_map(of).collect();
    names.into_iter().collect()
}

fn domains(vendor: &Vendor) -> Vec<&str> {
    vendor.domains.iter().map(|domain| &*domain.name).collect()
}

fn operations(vendor: &Vendor) -> Vec<&str> {
    let operations = vendor.operations.iter();
    operations.map(|operation| &*operation.name).collect()
}

/// Restricts the names inside a property.
fn enumerate(schema: &mut Value, names: &[&str]) {
    if schema.get("pattern").and_then(Value::as_str) == Some(NAME.regex) {
        *schema = described(schema, json!({ "type": "string", "enum": names }));
    } else {
        for_each_part(schema, |part| enumerate(part, names));
    }
}

/// A schema with the description of another one.
fn described(other: &mut Value, mut schema: Value) -> Value {
    if let Some(description) = other.get_mut("description") {
        schema["description"] = description.take();
    }
    schema
}
