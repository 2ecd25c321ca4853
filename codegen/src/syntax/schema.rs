//! The JSON Schema of a book's files, by which editors complete and check them while they are written.
//!
//! Keys, what is required, lists and maps come from the types of [`syntax`](super), and descriptions from the comments on
//! them. Texts of which the types know no more, since `lower` tells their mistakes, are narrowed here by the key.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::{RestrictFormats, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Map as Object, Value, json};

use super::{Book, HeaderSource, Map, OneOrMany, Policy, Retry, Scalar, Source, Vendor, Word};
use crate::parse::GRPC;
use crate::{Artifact, standard};

/// The schema as a file.
pub(crate) fn artifact() -> Artifact {
    Artifact {
        path: "schema.json".to_owned(),
        contents: format!("{:#}\n", schema()),
    }
}

/// The schema of `book.yaml` and of `<vendor>.yaml` in one. While nothing tells which it is, editors offer the keys of
/// both.
fn schema() -> Value {
    // Of all drafts, editors know this one best. They show descriptions beside a `$ref`, which it allows and ignores.
    let mut settings = SchemaSettings::draft07();
    settings.transforms.clear();
    let mut generator = settings.into_generator();
    let book = generator.subschema_for::<Book>();
    let vendor = generator.subschema_for::<Vendor>();
    let extending = json!({ "$ref": reference("ExtendingBook") });
    let mut schema = json_schema!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Faultbook",
        "if": { "required": ["vendor"] },
        "then": vendor,
        "else": {
            "if": { "required": ["extends"] },
            "then": extending,
            "else": {
                "if": { "required": ["classes"] },
                "then": book,
                "else": { "anyOf": [vendor, book, extending] },
            },
        },
        "definitions": definitions(&mut generator),
    });
    RestrictFormats::default().transform(&mut schema);
    let mut schema = schema.to_value();
    // What other crates ask of `serde_json` decides whether its maps are in order.
    schema.sort_all_objects();
    schema
}

/// The types of the language, by name.
fn definitions(generator: &mut SchemaGenerator) -> Object<String, Value> {
    let mut definitions = generator.take_definitions(false);
    for (owner, definition) in &mut definitions {
        refine(owner, definition);
    }
    // Before the code of a response is known, only these can be asked for.
    let places = [("Envelope", "when"), ("Operation", "success")];
    restrict(&mut definitions, "When", "ResponseWhen", &places, |key| {
        ["status", "field"].contains(&key)
    });
    // A vendor's envelope is there for domains to inherit, which `when` is not.
    let places = [("Vendor", "envelope")];
    restrict(
        &mut definitions,
        "Envelope",
        "SharedEnvelope",
        &places,
        |key| key != "when",
    );
    extend(&mut definitions);
    definitions
}

/// Adds the book that extends the standard: it need not define any class, and what overrides an entry of the standard says
/// only what is to be another.
fn extend(definitions: &mut Object<String, Value>) {
    let mut book = definitions.get("Book").cloned().unwrap_or_default();
    book["required"] = json!(["extends"]);
    let standard: Book = serde_yaml::from_str(&standard().text).unwrap_or_default();
    let classes = standard.classes().map(|(name, it)| (name, &it.summary));
    let actions = standard
        .actions
        .iter()
        .map(|(name, it)| (name, &it.summary));
    override_entries(&mut book["properties"]["classes"], "Class", classes);
    override_entries(&mut book["properties"]["actions"], "Action", actions);
    definitions.insert("ExtendingBook".to_owned(), book);
    for owner in ["Class", "Action"] {
        let mut overriding = definitions.get(owner).cloned().unwrap_or_default();
        take(&mut overriding, "required");
        definitions.insert(format!("Overriding{owner}"), overriding);
    }
    if let Some(book) = definitions.get_mut("Book").and_then(properties) {
        book.remove("extends");
    }
    // By a list without any, a class gives up the statuses that it has in the standard.
    if let Some(class) = definitions.get_mut("Class") {
        for_each_part(&mut class["properties"]["statuses"], |part| {
            if part.get("minItems").is_some() {
                part["minItems"] = json!(1);
            }
        });
    }
}

/// Of the entries of a map, those of the standard's names override others.
fn override_entries<'s>(
    map: &mut Value,
    owner: &str,
    standard: impl Iterator<Item = (&'s str, &'s Option<String>)>,
) {
    let overriding = reference(&format!("Overriding{owner}"));
    let entry = |summary| json!({ "$ref": overriding, "description": summary });
    map["properties"] = standard
        .map(|(name, summary)| (name, entry(summary)))
        .collect();
    take(map, "required");
}

/// Gives some places a type of which only some keys are left.
fn restrict(
    definitions: &mut Object<String, Value>,
    from: &str,
    to: &str,
    places: &[(&str, &str)],
    keep: impl Fn(&str) -> bool,
) {
    let mut restricted = definitions.get(from).cloned().unwrap_or_default();
    if let Some(properties) = properties(&mut restricted) {
        properties.retain(|key, _| keep(key));
    }
    definitions.insert(to.to_owned(), restricted);
    for (owner, key) in places {
        let properties = definitions.get_mut(*owner).and_then(properties);
        if let Some(property) = properties.and_then(|properties| properties.get_mut(*key)) {
            refer(property, &reference(from), &reference(to));
        }
    }
}

fn reference(name: &str) -> Value {
    format!("#/definitions/{name}").into()
}

fn refer(schema: &mut Value, from: &Value, to: &Value) {
    match schema.get_mut("$ref") {
        Some(reference) if reference == from => reference.clone_from(to),
        _ => for_each_part(schema, |part| refer(part, from, to)),
    }
}

fn properties(definition: &mut Value) -> Option<&mut Object<String, Value>> {
    definition.get_mut("properties")?.as_object_mut()
}

/// The schemas of what a value consists of or can be, except for maps with keys of the language.
fn for_each_part(schema: &mut Value, mut visit: impl FnMut(&mut Value)) {
    for keyword in ["items", "additionalProperties", "anyOf", "else"] {
        match schema.get_mut(keyword) {
            Some(Value::Array(parts)) => parts.iter_mut().for_each(&mut visit),
            Some(part) => visit(part),
            None => {}
        }
    }
}

/// Says of a type's values what the type does not.
fn refine(owner: &str, definition: &mut Value) {
    for (key, property) in properties(definition).into_iter().flatten() {
        let described = take(property, "description");
        take(property, "default");
        let nullable = take_null(property);
        narrow(property, text(owner, key).as_ref());
        merge(property, entries(owner, key));
        if nullable && ["Expect", "Detail"].contains(&owner) {
            *property = json!({ "anyOf": [property, { "type": "null" }] });
        }
        merge(property, described);
    }
    merge(definition, keys(owner));
}

/// Takes a keyword out of a schema.
fn take(schema: &mut Value, keyword: &str) -> Option<Value> {
    let taken = schema.as_object_mut()?.remove_entry(keyword)?;
    Some(Value::from_iter([taken]))
}

fn merge(schema: &mut Value, more: Option<Value>) {
    if let (Value::Object(schema), Some(Value::Object(more))) = (schema, more) {
        schema.extend(more);
    }
}

/// Takes `null` out of what a property can be, and tells whether it was there. The compiler counts a key with nothing
/// behind it as left out; an author who is still writing should see that something is missing.
fn take_null(property: &mut Value) -> bool {
    let (keyword, null) = if property.get("anyOf").is_some() {
        ("anyOf", json!({ "type": "null" }))
    } else {
        ("type", json!("null"))
    };
    let Some(Value::Array(options)) = property.get_mut(keyword) else {
        return false;
    };
    let before = options.len();
    options.retain(|option| *option != null);
    let nullable = options.len() < before;
    if let [only] = options.as_mut_slice() {
        let only = only.take();
        if keyword == "type" {
            property["type"] = only;
        } else {
            *property = only;
        }
    }
    nullable
}

/// Puts what is known of a property's texts or numbers where they stand in it.
fn narrow(schema: &mut Value, known: Option<&Value>) {
    match (schema.get("type").and_then(Value::as_str), known) {
        (Some("string"), None) => *schema = json!({ "type": ["string", "number"] }),
        (Some("string" | "number"), Some(known)) => schema.clone_from(known),
        _ if *schema == word() => *schema = known.cloned().unwrap_or_else(word),
        _ => for_each_part(schema, |part| narrow(part, known)),
    }
    if let (Some(words), true) = (
        known.and_then(|known| known.get("enum")),
        schema.get("else").is_some(),
    ) {
        // Editors do not look behind conditions for what to offer.
        schema["examples"] = words.clone();
    }
}

/// What a text must be, by the type and the key that it stands under. A key means the same everywhere, unless a type is
/// named.
fn text(owner: &str, key: &str) -> Option<Value> {
    Some(match (owner, key) {
        ("Class", "outcome") => words(&["failure", "success"]),
        (_, "outcome") => words(&["failure", "ignorable", "success"]),
        (_, "severity") => words(&["info", "warning", "error", "security"]),
        ("Expect", "retry") => words(&["never", "after", "backoff", "on_next", "after_action"]),
        (_, "expose" | "retry" | "retries") => words(&["never"]),
        ("Class", "grpc") => words(&GRPC),
        ("Action", "actor") => words(&["program", "player", "developer", "operator", "support"]),
        ("Book", "extends") => words(&["standard"]),
        ("Book", "lints") => words(&["allow", "warn", "deny"]),
        ("Limit", "kind") => words(&["burst", "sustained", "quota"]),
        ("Reset", "unit") => words(&["epoch", "seconds"]),
        ("Domain", "key") => words(&["code", "status"]),
        ("Domain", "raised_by") => words(&["client"]),
        ("Policy", "chosen") => words(&["after", "base", "factor", "max", "jitter", "attempts"]),
        ("Backoff", "factor") => json!({ "type": "number", "minimum": 1, "maximum": 1000 }),
        ("Backoff", "jitter") => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        ("Policy", "after") => DURATION_RANGE.as_text(),
        (_, "grace_period" | "max_wait" | "base" | "max") | ("Expect", "retry_after") => {
            DURATION.as_text()
        }
        ("Code", "status") => STATUS.as_status(),
        (_, "status" | "statuses") => STATUSES.as_status(),
        ("When", "message" | "detail") => PATTERN.as_word(),
        ("Envelope", "code") => POINTER_OR_TEXT.as_text(),
        ("Envelope" | "Details", _) => POINTER.as_text(),
        ("Headers" | "RateLimit" | "HeaderSource", _) | ("Reset", "name") => HEADER.as_word(),
        (_, key) if NAMES.contains(&key) => NAME.as_text(),
        _ => return None,
    })
}

/// What is asked of the keys of a map.
fn entries(owner: &str, key: &str) -> Option<Value> {
    let names = match (owner, key) {
        ("Book", "classes" | "actions")
        | ("Vendor", "domains" | "operations")
        | ("Envelope", "fields") => NAME.as_text(),
        ("Domain", "codes") => json!({ "minLength": 1, "maxLength": 200 }),
        ("When", "field") => POINTER.as_text(),
        _ => return None,
    };
    let mut entries = json!({ "propertyNames": names });
    if (owner, key) == ("Book", "classes") {
        entries["required"] = json!(["ok", "unknown"]);
    }
    Some(entries)
}

/// Which keys a type must have, of which it has exactly one, and whether it has any.
fn keys(owner: &str) -> Option<Value> {
    let (one, other) = match owner {
        "Book" => return Some(json!({ "required": ["classes"] })),
        "Class" => return Some(json!({ "required": ["summary"] })),
        "Action" => return Some(json!({ "required": ["actor", "summary"] })),
        "Limit" => ("rate", "amount"),
        "Example" => ("response", "raised"),
        "Expect" | "When" => return Some(json!({ "minProperties": 1 })),
        _ => return None,
    };
    Some(json!({ "oneOf": [{ "required": [one] }, { "required": [other] }] }))
}

/// The keys of names that somebody chose for this book, and that are `snake_case` therefore.
const NAMES: [&str; 10] = [
    "actions",
    "after_action",
    "class",
    "domain",
    "domains",
    "forbid",
    "if_exhausted",
    "on_next",
    "operation",
    "vendor",
];

/// A little language inside a text, as far as a regular expression can tell it.
struct Form {
    regex: &'static str,
    /// What editors say of a text that is not of it.
    otherwise: &'static str,
}

const DURATION: Form = Form {
    regex: r"^[0-9]+\s*(ms|s|min|h|d)$",
    otherwise: "a duration is a number and a unit (ms, s, min, h or d), as in 30s",
};
const DURATION_RANGE: Form = Form {
    regex: r"^\s*[0-9]+\s*(ms|s|min|h|d)\s*(\.\.\s*[0-9]+\s*(ms|s|min|h|d)\s*)?$",
    otherwise: "a wait is a duration, as in 2s, or a range of them, as in 2s..5s",
};
const HEADER: Form = Form {
    regex: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
    otherwise: "not the name of an HTTP header",
};
const NAME: Form = Form {
    regex: "^[a-z][a-z0-9_]*$",
    otherwise: "a name is made of a-z, 0-9 and _, and begins with a letter",
};
const PATTERN: Form = Form {
    regex: r"^([^{}]|\{\{|\}\}|\{[a-z][a-z0-9_]*:(decimal|integer|word|text)\})+$",
    otherwise: "a capture is {name:type}, the type decimal, integer, word or text; a brace is doubled",
};
const POINTER: Form = Form {
    regex: "^(/([^~/]|~[01])*)*$",
    otherwise: "a JSON Pointer begins with /, and in it ~ is written ~0",
};
const POINTER_OR_TEXT: Form = Form {
    regex: "^text$|^(/([^~/]|~[01])*)*$",
    otherwise: "neither `text` nor a JSON Pointer, which begins with /, and in which ~ is written ~0",
};
const STATUS: Form = Form {
    regex: "^[1-5][0-9]{2}$",
    otherwise: "an HTTP status is a number from 100 to 599",
};
const STATUSES: Form = Form {
    regex: r"^([1-5]xx|[1-5][0-9]{2}(\s*\.\.\s*[1-5][0-9]{2})?)$",
    otherwise: "a status is 404, 4xx or 401..499, from 100 to 599",
};

impl Form {
    fn as_text(&self) -> Value {
        // `patternErrorMessage` is a word of editors; validators pass over it.
        json!({ "type": "string", "pattern": self.regex, "patternErrorMessage": self.otherwise })
    }

    /// Where a number will do as well.
    fn as_word(&self) -> Value {
        let mut schema = self.as_text();
        schema["type"] = json!(["string", "number"]);
        schema
    }

    fn as_status(&self) -> Value {
        let mut schema = self.as_text();
        merge(
            &mut schema,
            Some(json!({ "type": ["string", "integer"], "minimum": 100, "maximum": 599 })),
        );
        schema
    }
}

fn words(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn word() -> Value {
    json!({ "type": ["string", "integer"] })
}

/// Either a map, or what is not one. A condition, and no choice, so that editors tell what is wrong in the map.
fn map_or(map: &impl Serialize, plain: &Value) -> Value {
    json!({ "if": { "type": "object" }, "then": map, "else": plain })
}

/// Writes the schema of a type into the places where it is used: it has no name that would tell an author anything.
macro_rules! inline {
    ([$($generics:tt)*] $name:ty, $generator:ident => $schema:expr) => {
        impl<$($generics)*> JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema.try_into().unwrap_or_default()
            }
        }
    };
}

inline!([T: JsonSchema] Map<T>, generator => json!({
    "type": "object",
    "additionalProperties": generator.subschema_for::<T>(),
}));
inline!([T: JsonSchema, const OR_NONE: bool] OneOrMany<T, OR_NONE>, generator => {
    let item = generator.subschema_for::<T>();
    let list = json!({ "type": "array", "items": item, "minItems": u8::from(!OR_NONE) });
    json!({ "anyOf": [item, list] })
});
inline!([] Word, _generator => word());
inline!([] Scalar, _generator => map_or(
    &json!({
        "type": "object",
        "properties": { "exists": { "type": "boolean", "description": "Whether it is there and not null." } },
        "required": ["exists"],
        "additionalProperties": false,
    }),
    &json!({ "type": ["string", "integer", "boolean", "null"] }),
));
inline!([] Source, generator => {
    map_or(&generator.subschema_for::<HeaderSource>(), &json!({ "type": "string" }))
});
inline!([] Retry, generator => {
    map_or(&generator.subschema_for::<Policy>(), &json!({ "type": "string" }))
});
