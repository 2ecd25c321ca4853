//! Finds the fields of a line. Only the objects and lists on the paths to them are parsed, each once.

use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::path;
use crate::members::Members;
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

    /// A field other than the time, which decides nothing, at this path or below.
    fn deciding(&self) -> Option<Field> {
        let mut here = self.here.iter().copied();
        let here = here.find(|field| *field != Field::Time);
        here.or_else(|| self.below.iter().find_map(|(_, below)| below.deciding()))
    }
}

/// The fields of a line as unparsed JSON. A field that is `null` is missing.
#[derive(Default)]
pub(crate) struct Fields<'l>([Option<&'l RawValue>; Field::ALL.len()]);

impl<'l> Fields<'l> {
    pub(super) fn read(line: &'l str, tree: &FieldTree) -> Result<Self, String> {
        let mut fields = Self::default();
        let members: Members<'_> = parse(line)?;
        if !line.trim_start().starts_with('{') {
            return Err(NO_OBJECT.to_owned());
        }
        fields.find_in(&members, tree)?;
        if !tree.here.is_empty() {
            fields.keep(tree, parse(line)?);
        }
        Ok(fields)
    }

    pub(crate) fn get(&self, field: Field) -> Option<&'l RawValue> {
        self.0[field as usize].filter(|value| value.get() != "null")
    }

    fn keep(&mut self, tree: &FieldTree, value: &'l RawValue) {
        for field in &tree.here {
            self.0[*field as usize] = Some(value);
        }
    }

    /// Finds the fields at a value and below. Only objects and lists contain fields.
    fn find_at(&mut self, value: &'l RawValue, tree: &FieldTree) -> Result<(), String> {
        self.keep(tree, value);
        match value.get().as_bytes().first() {
            _ if tree.below.is_empty() => {}
            Some(b'{') => self.find_in(&parse(value.get())?, tree)?,
            Some(b'[') => {
                let items: Vec<&RawValue> = parse(value.get())?;
                for (step, below) in &tree.below {
                    if let Some(item) = step.index.and_then(|index| items.get(index)) {
                        self.find_at(item, below)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Finds the fields below an object. One that occurs twice makes the line ambiguous.
    fn find_in(&mut self, members: &Members<'l>, tree: &FieldTree) -> Result<(), String> {
        for (step, below) in &tree.below {
            let mut own = members.0.iter().filter(|(name, _)| name.0 == step.name);
            let (first, last) = (own.next(), own.next_back());
            if let (Some(_), Some(field)) = (last, below.deciding()) {
                return Err(format!("the line has `{}` twice", field.name()));
            }
            if let Some((_, value)) = last.or(first) {
                self.find_at(value, below)?;
            }
        }
        Ok(())
    }
}

const NO_OBJECT: &str = "the line is JSON, but not an object";

fn parse<'l, T: Deserialize<'l>>(json: &'l str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => NO_OBJECT.to_owned(),
        Category::Eof => "the line is not JSON: it ends too early".to_owned(),
        Category::Syntax | Category::Io => format!(
            "the line is not JSON: syntax error at column {}",
            error.column()
        ),
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
