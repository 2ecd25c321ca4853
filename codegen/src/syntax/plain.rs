//! What YAML reads a scalar without quotes as.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::spelling::clipped;

/// A scalar by its type in YAML.
#[derive(Clone, Copy)]
pub(super) enum Plain<'t> {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(&'t str),
}

impl<'t> Plain<'t> {
    /// Of a scalar without quotes.
    pub(super) fn of(text: &'t str) -> Self {
        // Most of them need no parser.
        let starts = |c: char| c.is_ascii_digit() || "~nNtTfF.+-".contains(c);
        if text.is_empty() {
            return Self::Null;
        }
        if !text.starts_with(starts) {
            return Self::Text(text);
        }
        let is_canonical = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        if let (true, Ok(number)) = (is_canonical, text.parse()) {
            return Self::Unsigned(number);
        }
        match serde_yaml::from_str(text) {
            Ok(Resolved(plain)) => plain,
            Err(_) => Self::Text(text),
        }
    }

    /// As what was found instead of something else.
    pub(super) fn described(self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Bool(value) => format!("`{value}`"),
            Self::Signed(number) => format!("the number {number}"),
            Self::Unsigned(number) => format!("the number {number}"),
            Self::Float(number) => format!("the number {number}"),
            Self::Text(text) => format!("the text “{}”", clipped(text)),
        }
    }
}

/// A scalar that is not a text.
struct Resolved(Plain<'static>);

impl<'de> Deserialize<'de> for Resolved {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;

        impl Visitor<'_> for ScalarVisitor {
            type Value = Resolved;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, a boolean or null")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Resolved, E> {
                Ok(Resolved(Plain::Bool(value)))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Resolved, E> {
                Ok(Resolved(Plain::Signed(number)))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Resolved, E> {
                Ok(Resolved(Plain::Unsigned(number)))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Resolved, E> {
                Ok(Resolved(Plain::Float(number)))
            }

            fn visit_unit<E: Error>(self) -> Result<Resolved, E> {
                Ok(Resolved(Plain::Null))
            }
        }

        deserializer.deserialize_any(ScalarVisitor)
    }
}
