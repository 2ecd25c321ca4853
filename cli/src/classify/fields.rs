//! Finds the fields of a line wherever a log has them, in one walk that builds nothing.

use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::path;
use crate::names;

/// What a line is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Vendor,
    Operation,
    Status,
    Raised,
    Headers,
    Body,
}

impl Field {
    const ALL: [Self; 7] = [
        Self::Id,
        Self::Vendor,
        Self::Operation,
        Self::Status,
        Self::Raised,
        Self::Headers,
        Self::Body,
    ];

    /// As a line itself calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Vendor => "vendor",
            Self::Operation => "operation",
            Self::Status => "status",
            Self::Raised => "raised",
            Self::Headers => "headers",
            Self::Body => "body",
        }
    }
}

/// A field, and the steps that lead to it.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    field: Field,
    path: Vec<String>,
}

impl Mapping {
    pub(super) fn is_of(&self, field: Field) -> bool {
        self.field == field
    }

    /// Reads a mapping like `status=.resp.code`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (name, path) = text
            .split_once('=')
            .ok_or("write it like `status=.resp.code`")?;
        let field = Field::ALL.into_iter().find(|field| field.name() == name);
        Ok(Self {
            field: field
                .ok_or_else(|| names::unknown("field", name, Field::ALL.map(Field::name)))?,
            path: path::parse(path)?,
        })
    }
}

/// Where the fields of a line stand: a tree of the steps that lead to them.
#[derive(Debug, Default)]
pub(super) struct Places {
    here: Vec<Field>,
    below: Vec<(Step, Places)>,
}

/// The name of a member, and the index of an element if it can be one.
#[derive(Debug)]
struct Step {
    name: String,
    index: Option<usize>,
}

impl Places {
    /// Each field where the last mapping of it says, or else at the top of the line under its own name.
    pub(super) fn new(mappings: &[Mapping]) -> Self {
        let mut places = Self::default();
        for field in Field::ALL {
            match mappings.iter().rfind(|mapping| mapping.field == field) {
                Some(mapping) => places.put(field, &mapping.path),
                None => places.put(field, &[field.name().to_owned()]),
            }
        }
        places
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
        found.map(|(_, places)| places)
    }
}

/// The fields of a line as they are written there. One that is null counts as absent.
#[derive(Default)]
pub(super) struct Fields<'l> {
    values: [Option<&'l RawValue>; Field::ALL.len()],
    /// A field that is there twice: which of the two is meant, nobody can say.
    repeated: Option<Field>,
}

impl<'l> Fields<'l> {
    pub(super) fn read(line: &'l str, places: &Places) -> Result<Self, String> {
        let mut fields = Self::default();
        let mut json = serde_json::Deserializer::from_str(line);
        let found = &mut fields;
        json.deserialize_map(Walk { places, found })
            .and_then(|()| json.end())
            .map_err(|error| unreadable(&error))?;
        if !places.here.is_empty() {
            fields.keep(places, serde_json::from_str(line).ok());
        }
        if let Some(field) = fields.repeated {
            return Err(format!("the line has `{}` twice", field.name()));
        }
        Ok(fields)
    }

    pub(super) fn get(&self, field: Field) -> Option<&'l RawValue> {
        self.values[field as usize].filter(|value| value.get() != "null")
    }

    fn keep(&mut self, places: &Places, value: Option<&'l RawValue>) {
        for field in &places.here {
            self.values[*field as usize] = value;
        }
    }

    /// Notes which field a member of a name that was there before already held.
    fn note_repeated(&mut self, places: &Places) {
        let mut here = places.here.iter();
        let held = here.find(|field| self.values[**field as usize].is_some());
        self.repeated = self.repeated.or(held.copied());
        for (_, below) in &places.below {
            self.note_repeated(below);
        }
    }
}

fn unreadable(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Data => "the line is JSON, but not an object".to_owned(),
        Category::Eof => "the line is not JSON: it ends too early".to_owned(),
        Category::Syntax | Category::Io => format!(
            "the line is not JSON: it goes wrong at column {}",
            error.column()
        ),
    }
}

/// Walks a value along the places that may lie in it.
struct Walk<'w, 'l> {
    places: &'w Places,
    found: &'w mut Fields<'l>,
}

impl<'l> DeserializeSeed<'l> for Walk<'_, 'l> {
    type Value = ();

    fn deserialize<D: Deserializer<'l>>(self, json: D) -> Result<(), D::Error> {
        if self.places.here.is_empty() {
            return json.deserialize_any(self);
        }
        let value = <&RawValue>::deserialize(json)?;
        self.found.keep(self.places, Some(value));
        if !self.places.below.is_empty() {
            // It was read once without a mistake. What is only seen from near, as a key that is no text, leads nowhere.
            let _ = serde_json::Deserializer::from_str(value.get()).deserialize_any(self);
        }
        Ok(())
    }
}

/// What can be walked through are members and elements; no place lies below anything else.
impl<'l> Visitor<'l> for Walk<'_, 'l> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(below) = members.next_key_seed(Member(self.places))? {
            if let Some(places) = below {
                let found = &mut *self.found;
                found.note_repeated(places);
                members.next_value_seed(Walk { places, found })?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'l>>(self, mut elements: A) -> Result<(), A::Error> {
        for index in 0.. {
            let found = &mut *self.found;
            let element = match self.places.step(|step| step.index == Some(index)) {
                Some(places) => elements.next_element_seed(Walk { places, found })?,
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

/// The name of a member, and what places lie below it.
struct Member<'p>(&'p Places);

impl<'l, 'p> DeserializeSeed<'l> for Member<'p> {
    type Value = Option<&'p Places>;

    fn deserialize<D: Deserializer<'l>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'p> Visitor<'_> for Member<'p> {
    type Value = Option<&'p Places>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.step(|step| step.name == name))
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Fields, Mapping, Places};

    /// What a line has for the status, the body and the headers under some mappings.
    fn read(mappings: &[&str], line: &str) -> [Option<String>; 3] {
        let mappings: Vec<_> = mappings
            .iter()
            .map(|m| Mapping::parse(m).unwrap())
            .collect();
        let fields = Fields::read(line, &Places::new(&mappings)).unwrap();
        [Field::Status, Field::Body, Field::Headers]
            .map(|field| Some(fields.get(field)?.get().to_owned()))
    }

    #[test]
    fn fields_are_found_wherever_they_are_mapped_to() {
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
    fn a_field_that_is_there_twice_is_an_error() {
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
            let error = Fields::read(line, &Places::new(&mappings)).err();
            assert_eq!(
                error,
                Some(format!("the line has `{field}` twice")),
                "{line}"
            );
        }
    }

    #[test]
    fn a_mapping_that_is_none_is_told() {
        let table = [
            ("status", "write it like `status=.resp.code`"),
            (
                "statsu=.a",
                "unknown field `statsu`; did you mean `status`?",
            ),
            ("status=a", "a path begins with `.`"),
        ];
        for (text, told) in table {
            let error = Mapping::parse(text).unwrap_err();
            assert!(error.starts_with(told), "{text}: {error}");
        }
    }
}
