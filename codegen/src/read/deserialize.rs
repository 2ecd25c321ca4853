//! Deserializes a tree into a type. What does not fit is reported and removed, and its entry is tried again.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use super::mismatch::{Location, Mismatch, MismatchKind};
use super::recover::Recovery;
use crate::diagnostics::Sink;
use crate::syntax::Attempt;
use crate::yaml::{Content, Entry, NodeId, Tree};

/// Reads the part of a tree that fits, and reports everything else. Returns what is left, if that is useful.
pub(super) fn read<T: DeserializeOwned>(tree: &Tree, sink: &mut Sink<'_>) -> Option<T> {
    let recovery = Recovery::new(tree, sink);
    let root = Value::new(&recovery, tree.root(), None);
    let Attempt(parsed) = Attempt::deserialize(root).ok()?;
    if parsed.is_some() {
        recovery.finish();
    }
    parsed
}

/// A value of the tree.
#[derive(Clone, Copy)]
struct Value<'r, 's> {
    recovery: &'r Recovery<'r, 's>,
    node: NodeId,
    location: Location,
}

/// The type of a scalar in YAML.
enum Scalar {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text,
}

impl Scalar {
    fn of(text: &str, plain: bool) -> Self {
        // Fast path for most texts.
        let starts = |c: char| c.is_ascii_digit() || "~nNtTfF.+-".contains(c);
        if !plain || !(text.is_empty() || text.starts_with(starts)) {
            return Self::Text;
        }
        match serde_yaml::from_str(text) {
            Ok(serde_yaml::Value::Null) => Self::Null,
            Ok(serde_yaml::Value::Bool(value)) => Self::Bool(value),
            Ok(serde_yaml::Value::Number(number)) => {
                let unsigned = number.as_u64().map(Self::Unsigned);
                let signed = || number.as_i64().map(Self::Signed);
                let float = || number.as_f64().map(Self::Float);
                unsigned
                    .or_else(signed)
                    .or_else(float)
                    .unwrap_or(Self::Text)
            }
            _ => Self::Text,
        }
    }
}

impl<'r, 's> Value<'r, 's> {
    fn new(recovery: &'r Recovery<'r, 's>, node: NodeId, key: Option<NodeId>) -> Self {
        let is_replacement = false;
        let location = Location {
            node,
            key,
            is_replacement,
        };
        Self {
            recovery,
            node,
            location,
        }
    }

    fn content(self) -> &'r Content {
        &self.recovery.tree.node(self.node).content
    }

    /// The text of a scalar.
    fn text(self) -> &'r str {
        self.recovery.tree.text(self.node)
    }

    fn scalar(self, plain: bool) -> Scalar {
        Scalar::of(self.text(), plain)
    }

    fn is_null(self) -> bool {
        matches!(self.content(), Content::Scalar { plain, .. } if matches!(self.scalar(*plain), Scalar::Null))
    }

    fn entries(self, entries: &'r [Entry]) -> Entries<'r, 's> {
        Entries {
            map: self,
            written: entries,
            next: 0,
            added: self.recovery.added(self.node),
            value: None,
        }
    }

    /// Sets the location of a mismatch to this value, unless an inner one is set.
    fn note<T>(self, result: Result<T, Mismatch>) -> Result<T, Mismatch> {
        result.map_err(|mismatch| mismatch.at(self.location))
    }
}

impl<'de> Deserializer<'de> for Value<'_, '_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let value = match self.content() {
            Content::Scalar { plain, .. } => match self.scalar(*plain) {
                Scalar::Null => visitor.visit_unit(),
                Scalar::Bool(value) => visitor.visit_bool(value),
                Scalar::Signed(number) => visitor.visit_i64(number),
                Scalar::Unsigned(number) => visitor.visit_u64(number),
                Scalar::Float(number) => visitor.visit_f64(number),
                Scalar::Text => visitor.visit_str(self.text()),
            },
            Content::List(items) => visitor.visit_seq(Items {
                recovery: self.recovery,
                items,
            }),
            Content::Map(entries) => visitor.visit_map(self.entries(entries)),
        };
        self.note(value)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_null() {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    /// Where a text is expected, any plain scalar is one.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.content() {
            Content::Scalar { .. } if self.is_null() => self.note(visitor.visit_str("")),
            Content::Scalar { .. } => self.note(visitor.visit_str(self.text())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    /// An empty file or key is an empty struct with all keys missing.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.content() {
            // serde would fill a struct from a list by position.
            Content::List(_) => self.note(Err(de::Error::invalid_type(Unexpected::Seq, &visitor))),
            Content::Scalar { .. } if self.is_null() => {
                self.note(visitor.visit_map(self.entries(&[])))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if name == Attempt::<()>::NAME {
            return visitor.visit_seq(Attempts {
                value: self,
                left: MOST_ATTEMPTS,
            });
        }
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier
    }
}

/// Attempts at one value, each after the mismatch of the previous one was removed.
struct Attempts<'r, 's> {
    value: Value<'r, 's>,
    left: usize,
}

/// Each attempt removes something, and no part of the language has as many keys. This limit only guarantees
/// termination.
const MOST_ATTEMPTS: usize = 256;

impl<'de> SeqAccess<'de> for Attempts<'_, '_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let Value {
            recovery, location, ..
        } = self.value;
        seed.deserialize(self.value).map(Some).map_err(|mismatch| {
            let kind = MismatchKind::Other("reported".to_owned());
            if !recovery.recover(mismatch, location) {
                self.left = 0;
            }
            Mismatch::new(kind)
        })
    }
}

struct Items<'r, 's> {
    recovery: &'r Recovery<'r, 's>,
    items: &'r [NodeId],
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        while let Some((node, rest)) = self.items.split_first() {
            self.items = rest;
            if !self.recovery.is_removed(*node) {
                let value = Value::new(self.recovery, *node, None);
                return value.note(seed.deserialize(value).map(Some));
            }
        }
        Ok(None)
    }
}

struct Entries<'r, 's> {
    map: Value<'r, 's>,
    written: &'r [Entry],
    next: usize,
    /// Keys that replace missing ones.
    added: Vec<&'static str>,
    /// The value of the key that was returned last.
    value: Option<Value<'r, 's>>,
}

impl<'r, 's> Entries<'r, 's> {
    /// The next key that is not removed, and its value.
    fn next(&mut self) -> Option<(&'r str, Value<'r, 's>)> {
        let Value {
            recovery,
            node: map,
            location,
        } = self.map;
        while let Some(entry) = self.written.get(self.next) {
            let at = self.next;
            self.next += 1;
            if let Some(name) = recovery.name(map, at, entry) {
                return Some((name, Value::new(recovery, entry.value, entry.key)));
            }
        }
        let stand_in = Value {
            recovery,
            node: NodeId::NOTHING,
            location: Location {
                is_replacement: true,
                ..location
            },
        };
        self.added.pop().map(|key| (key, stand_in))
    }
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        let Some((key, value)) = self.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        let key: StrDeserializer<'_, Mismatch> = key.into_deserializer();
        self.map.note(seed.deserialize(key).map(Some))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Mismatch> {
        let missing = || de::Error::custom("a value without a key");
        let value = self.value.take().ok_or_else(missing)?;
        value.note(seed.deserialize(value))
    }
}
