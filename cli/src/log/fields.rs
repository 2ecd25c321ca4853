//! Finds the fields of a line in one pass, without building a tree of the line.

use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::path;
use crate::suggestions;

/// A field of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Time,
    Vendor,
    Operation,
    Status,
    Raised,
    Headers,
    Body,
}

impl Field {
    const ALL: [Self; 8] = [
        Self::Id,
        Self::Time,
        Self::Vendor,
        Self::Operation,
        Self::Status,
        Self::Raised,
        Self::Headers,
        Self::Body,
    ];

    /// The name of the member that has the field by default.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Time => "time",
            Self::Vendor => "vendor",
            Self::Operation => "operation",
            Self::Status => "status",
            Self::Raised => "raised",
            Self::Headers => "headers",
            Self::Body => "body",
        }
    }
}

/// A field and its path.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    field: Field,
    path: Vec<String>,
}

impl Mapping {
    pub(super) fn maps(&self, field: Field) -> bool {
        self.field == field
    }

    /// Parses a mapping such as `status=.resp.code`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (name, path) = text
            .split_once('=')
            .ok_or("expected a mapping such as `status=.resp.code`")?;
        let field = Field::ALL.into_iter().find(|field| field.name() == name);
        Ok(Self {
            field: field.ok_or_else(|| {
                suggestions::unknown_name("field", name, Field::ALL.map(Field::name))
            })?,
            path: path::parse(path)?,
        })
    }
}

/// The paths of all fields, as a tree of their steps.
#[derive(Debug, Default)]
pub(super) struct FieldTree {
    here: Vec<Field>,
    below: Vec<(Step, FieldTree)>,
}

/// The name of a member, which is also an index if it is a number.
#[derive(Debug)]
struct Step {
    name: String,
    index: Option<usize>,
}

impl FieldTree {
    /// The last mapping of each field, or else the member of its name at the top level.
    pub(super) fn new(mappings: &[Mapping]) -> Self {
        let mut tree = Self::default();
        for field in Field::ALL {
            match mappings.iter().rfind(|mapping| mapping.field == field) {
                Some(mapping) => tree.put(field, &mapping.path),
                None => tree.put(field, &[field.name().to_owned()]),
            }
        }
        tree
    }

    fn put(&mut self, field: Field, path: &[String]) {
        let Some((name, rest)) = path.split_first() else {
            return self.here.push(field);
        };
        let position = self.below.iter().position(|(step, _)| step.name == *name);
        let position = position.unwrap_or_else(|| {
            let (name, index) = (name.clone(), name.parse().ok());
            self.below.push((Step { name, index }, Self::default()));
            self.below.len() - 1
        });
        self.below[position].1.put(field, rest);
    }

    fn step(&self, is: impl Fn(&Step) -> bool) -> Option<&Self> {
        let found = self.below.iter().find(|(step, _)| is(step));
        found.map(|(_, tree)| tree)
    }
}

/// The fields of a line as unparsed JSON. A field that is `null` is missing.
#[derive(Default)]
pub(crate) struct Fields<'l> {
    values: [Option<&'l RawValue>; Field::ALL.len()],
    /// A field that occurs twice, which makes the line ambiguous.
    repeated: Option<Field>,
}

impl<'l> Fields<'l> {
    pub(super) fn read(line: &'l str, tree: &FieldTree) -> Result<Self, String> {
        let mut fields = Self::default();
        let mut json = serde_json::Deserializer::from_str(line);
        let found = &mut fields;
        json.deserialize_map(Walk { tree, found })
            .and_then(|()| json.end())
            .map_err(|error| unreadable(&error))?;
        if !tree.here.is_empty() {
            fields.keep(tree, serde_json::from_str(line).ok());
        }
        if let Some(field) = fields.repeated {
            return Err(format!("the line has `{}` twice", field.name()));
        }
        Ok(fields)
    }

    pub(crate) fn get(&self, field: Field) -> Option<&'l RawValue> {
        self.values[field as usize].filter(|value| value.get() != "null")
    }

    fn keep(&mut self, tree: &FieldTree, value: Option<&'l RawValue>) {
        for field in &tree.here {
            self.values[*field as usize] = value;
        }
    }

    /// Records that a member is repeated, if it has contained a field before.
    fn note_repeated(&mut self, tree: &FieldTree) {
        let mut here = tree.here.iter();
        // The time decides nothing.
        let held =
            here.find(|field| **field != Field::Time && self.values[**field as usize].is_some());
        self.repeated = self.repeated.or(held.copied());
        for (_, below) in &tree.below {
            self.note_repeated(below);
        }
    }
}

fn unreadable(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => "the line is JSON, but not an object".to_owned(),
        Category::Eof => "the line is not JSON: it ends too early".to_owned(),
        Category::Syntax | Category::Io => format!(
            "the line is not JSON: syntax error at column {}",
            error.column()
        ),
    }
}

/// Visits the values of a tree of fields.
struct Walk<'w, 'l> {
    tree: &'w FieldTree,
    found: &'w mut Fields<'l>,
}

impl<'l> DeserializeSeed<'l> for Walk<'_, 'l> {
    type Value = ();

    fn deserialize<D: Deserializer<'l>>(self, json: D) -> Result<(), D::Error> {
        if self.tree.here.is_empty() {
            return json.deserialize_any(self);
        }
        let value = <&RawValue>::deserialize(json)?;
        self.found.keep(self.tree, Some(value));
        if !self.tree.below.is_empty() {
            // The value was parsed without an error above. Errors that only show now, such as a lone surrogate in a
            // key, are not in the path of a field.
            let _ = serde_json::Deserializer::from_str(value.get()).deserialize_any(self);
        }
        Ok(())
    }
}

/// Only objects and arrays contain fields; other values are skipped.
impl<'l> Visitor<'l> for Walk<'_, 'l> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(below) = members.next_key_seed(Member(self.tree))? {
            if let Some(tree) = below {
                let found = &mut *self.found;
                found.note_repeated(tree);
                members.next_value_seed(Walk { tree, found })?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'l>>(self, mut elements: A) -> Result<(), A::Error> {
        for index in 0.. {
            let found = &mut *self.found;
            let element = match self.tree.step(|step| step.index == Some(index)) {
                Some(tree) => elements.next_element_seed(Walk { tree, found })?,
                None => elements.next_element()?.map(|IgnoredAny| ()),
            };
            if element.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Finds the fields below a member by its name.
struct Member<'p>(&'p FieldTree);

impl<'l, 'p> DeserializeSeed<'l> for Member<'p> {
    type Value = Option<&'p FieldTree>;

    fn deserialize<D: Deserializer<'l>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'p> Visitor<'_> for Member<'p> {
    type Value = Option<&'p FieldTree>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.step(|step| step.name == name))
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, FieldTree, Fields, Mapping};

    /// What a line has for the status, the body and the headers under some mappings.
    fn read(mappings: &[&str], line: &str) -> [Option<String>; 3] {
        let mappings: Vec<_> = mappings
            .iter()
            .map(|m| Mapping::parse(m).unwrap())
            .collect();
        let fields = Fields::read(line, &FieldTree::new(&mappings)).unwrap();
        [Field::Status, Field::Body, Field::Headers]
            .map(|field| Some(fields.get(field)?.get().to_owned()))
    }

    #[test]
    fn fields_are_found_at_their_paths() {
        let table = [
            (
                &[][..],
                r#"{"status":1,"body":null,"headers":[]}"#,
                "1 - []",
            ),
            (&[], r#"{"a":{"status":1}}"#, "- - -"),
            (
                &["status=.a.status"],
                r#"{"status":2,"a":{"x":[3],"status":1}}"#,
                "1 - -",
            ),
            (&["status=/a/0/s"], r#"{"a":[{"s":1},{"s":2}]}"#, "1 - -"),
            (&["status=/a/1/s"], r#"{"a":[{"s":1},{"s":2}]}"#, "2 - -"),
            (&["status=.a[0]"], r#"{"a":{"0":5}}"#, "5 - -"),
            (&["status=.a[2]"], r#"{"a":[1]}"#, "- - -"),
            (&["status=.\"x y\".é"], r#"{"x y":{"\u00e9":7}}"#, "7 - -"),
            (&["status=.s", "body=.s"], r#"{"s":7}"#, "7 7 -"),
            (&["status=.s", "status=.t"], r#"{"s":7,"t":8}"#, "8 - -"),
            (
                &["status=.r.c", "body=.r"],
                r#"{"r":{"c":7}}"#,
                r#"7 {"c":7} -"#,
            ),
            (
                &["status=.r.c", "body=.r", "headers=.r.h"],
                r#"{"r":{"h":1,"c":7}}"#,
                r#"7 {"h":1,"c":7} 1"#,
            ),
            (&["body=."], r#" {"status":7} "#, r#"7 {"status":7} -"#),
            (&["status=.a.b"], r#"{"a":1}"#, "- - -"),
            (&["status=.a.b"], r#"{"a":"b"}"#, "- - -"),
            (&["status=.a.b"], r#"{"a":null}"#, "- - -"),
            (&["status=.a.b"], r#"{"a":-1.5}"#, "- - -"),
            (&["status=.a.b"], r#"{"a":true}"#, "- - -"),
        ];
        for (mappings, line, found) in table {
            let read = read(mappings, line).map(|value| value.unwrap_or("-".to_owned()));
            assert_eq!(read.join(" "), found, "{mappings:?} {line}");
        }
    }

    #[test]
    fn repeated_fields_are_errors() {
        let table = [
            (&[][..], r#"{"status":500,"status":200}"#, "status"),
            (
                &[],
                r#"{"headers":{},"status":200,"headers":{}}"#,
                "headers",
            ),
            (&["status=.a.b"], r#"{"a":{"b":1},"a":{"b":2}}"#, "status"),
            (&["status=.a.b"], r#"{"a":{"b":1},"a":{}}"#, "status"),
            (
                &["status=.a.b", "body=.a"],
                r#"{"a":{"b":1},"a":5}"#,
                "body",
            ),
        ];
        for (mappings, line, field) in table {
            let mappings: Vec<_> = mappings
                .iter()
                .map(|m| Mapping::parse(m).unwrap())
                .collect();
            let error = Fields::read(line, &FieldTree::new(&mappings)).err();
            assert_eq!(
                error,
                Some(format!("the line has `{field}` twice")),
                "{line}"
            );
        }
    }

    #[test]
    fn invalid_mappings_are_errors() {
        let table = [
            ("status", "expected a mapping such as `status=.resp.code`"),
            (
                "statsu=.a",
                "unknown field `statsu`; did you mean `status`?",
            ),
            ("status=a", "a path starts with `.`"),
        ];
        for (text, message) in table {
            let error = Mapping::parse(text).unwrap_err();
            assert!(error.starts_with(message), "{text}: {error}");
        }
    }
}
