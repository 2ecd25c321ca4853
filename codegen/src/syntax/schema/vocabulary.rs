//! The schema of one book, which lists the names that the book defines.

use serde_json::{Value, json};

use super::{NAME, for_each_part, schema};
use crate::model::{Book, Vendor};

/// The schema of a book with these retry policies.
pub(crate) fn of_book(book: &Book, retries: &[String]) -> String {
    let mut schema = schema();
    let classes = names(&book.classes, |class| &class.name);
    let actions = names(&book.actions, |action| &action.name);
    let domains = of_all(book, domains);
    let operations = of_all(book, operations);
    for (owner, definition) in schema["definitions"].as_object_mut().into_iter().flatten() {
        // `book.yaml` may define what it refers to in the same edit.
        if ["Class", "OverridingClass"].contains(&owner.as_str()) {
            continue;
        }
        for (key, property) in definition["properties"]
            .as_object_mut()
            .into_iter()
            .flatten()
        {
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

/// The names that the file of a vendor itself defines.
fn of_vendor(vendor: &Vendor) -> Value {
    let domains = json!({ "enum": domains(vendor) });
    let domains = json!({ "anyOf": [domains, { "type": "array", "items": domains }] });
    let operation = json!({ "properties": { "operation": { "enum": operations(vendor) } } });
    json!({
        "if": { "properties": { "vendor": { "const": vendor.name } } },
        "then": { "properties": {
            "examples": { "items": operation },
            "operations": { "additionalProperties": { "properties": { "domains": domains } } },
        } },
    })
}

fn domains(vendor: &Vendor) -> Vec<String> {
    names(&vendor.domains, |domain| &domain.name)
}

fn operations(vendor: &Vendor) -> Vec<String> {
    names(&vendor.operations, |operation| &operation.name)
}

fn names<T>(items: &[T], name: impl Fn(&T) -> &String) -> Vec<String> {
    items.iter().map(|item| name(item).clone()).collect()
}

/// The names of all vendors, each once.
fn of_all(book: &Book, of: impl Fn(&Vendor) -> Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = book.vendors.iter().flat_map(of).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Restricts the names inside a property.
fn enumerate(schema: &mut Value, names: &[String]) {
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
