//! The schema of one book, which lists the names that the book defines.

use serde_json::{Value, json};

use super::{NAME, for_each_part, properties, schema};

/// The names that a book defines.
pub(crate) struct BookNames {
    pub(crate) classes: Vec<String>,
    pub(crate) actions: Vec<String>,
    pub(crate) retries: Vec<String>,
    pub(crate) vendors: Vec<VendorNames>,
}

/// The names that the file of a vendor defines.
pub(crate) struct VendorNames {
    pub(crate) vendor: String,
    pub(crate) domains: Vec<String>,
    pub(crate) operations: Vec<String>,
}

/// The schema of a book with these names.
pub(crate) fn of_book(book: &BookNames) -> String {
    let mut schema = schema();
    let domains = of_all(book, |vendor| &vendor.domains);
    let operations = of_all(book, |vendor| &vendor.operations);
    for (owner, definition) in schema["definitions"].as_object_mut().into_iter().flatten() {
        // `book.yaml` may define what it refers to in the same edit.
        if ["Class", "OverridingClass"].contains(&owner.as_str()) {
            continue;
        }
        for (key, property) in properties(definition).into_iter().flatten() {
            let names = match (owner.as_str(), key.as_str()) {
                ("Policy", "use") => {
                    *property =
                        described(property, json!({ "type": "string", "enum": book.retries }));
                    continue;
                }
                (_, "class") => &book.classes,
                (_, "actions" | "after_action" | "forbid" | "if_exhausted") => &book.actions,
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
fn of_vendor(names: &VendorNames) -> Value {
    let domain = json!({ "enum": names.domains });
    let domains = json!({ "anyOf": [domain, { "type": "array", "items": domain }] });
    let example = json!({ "properties": { "operation": { "enum": names.operations } } });
    json!({
        "if": { "properties": { "vendor": { "const": names.vendor } } },
        "then": { "properties": {
            "examples": { "items": example },
            "operations": { "additionalProperties": { "properties": { "domains": domains } } },
        } },
    })
}

/// The names of all vendors, each once.
fn of_all(book: &BookNames, of: impl Fn(&VendorNames) -> &Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = book.vendors.iter().flat_map(of).cloned().collect();
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
