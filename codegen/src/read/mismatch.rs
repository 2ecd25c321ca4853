//! Why a part of a file does not match the types of the language, in terms of YAML.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::diagnostics::clipped;
use crate::yaml::NodeId;

/// The location of a mismatch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Location {
    /// The value itself, or the map with the missing entry that it replaces.
    pub(super) node: NodeId,
    /// The key that the node is the value of.
    pub(super) key: Option<NodeId>,
    pub(super) is_replacement: bool,
}

/// Why a tree does not fit, and where.
#[derive(Debug)]
pub(super) struct Mismatch {
    /// The innermost value that does not fit.
    pub(super) location: Option<Location>,
    pub(super) kind: MismatchKind,
}

#[derive(Debug)]
pub(super) enum MismatchKind {
    /// An unknown key.
    UnknownKey(&'static [&'static str]),
    MissingKey(&'static str),
    RepeatedKey,
    Shape {
        found: String,
        wanted: String,
    },
    Other(String),
}

impl Mismatch {
    pub(super) fn new(kind: MismatchKind) -> Self {
        Self {
            location: None,
            kind,
        }
    }

    /// The known keys, if it is an unknown key.
    pub(super) fn known_keys(&self) -> &'static [&'static str] {
        match self.kind {
            MismatchKind::UnknownKey(known) => known,
            _ => &[],
        }
    }

    pub(super) fn at(mut self, location: Location) -> Self {
        self.location.get_or_insert(location);
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(MismatchKind::Other(message.to_string()))
    }

    fn unknown_field(_: &str, known: &'static [&'static str]) -> Self {
        Self::new(MismatchKind::UnknownKey(known))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(MismatchKind::MissingKey(field))
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::new(MismatchKind::RepeatedKey)
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(MismatchKind::Shape {
            found: describe(unexpected),
            wanted: in_yaml(&expected.to_string()),
        })
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }
}

/// What serde expects, in terms of YAML.
fn in_yaml(wanted: &str) -> String {
    match wanted {
        "a sequence" => "a list",
        "a string" => "a text",
        "a boolean" => "`true` or `false`",
        // Only the status of an example is a `u16`.
        "u16" => "the number of a status",
        "u32" => "a whole number up to 4294967295",
        "f64" => "a number",
        _ if wanted.starts_with("struct ") => "a map",
        _ => wanted,
    }
    .to_owned()
}

/// What was found, in terms of YAML.
fn describe(unexpected: Unexpected<'_>) -> String {
    match unexpected {
        Unexpected::Str(text) => format!("the text “{}”", clipped(text)),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a map".to_owned(),
        Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(number) => format!("the number {number}"),
        Unexpected::Signed(number) => format!("the number {number}"),
        Unexpected::Float(number) => format!("the number {number}"),
        other => other.to_string(),
    }
}
