//! Reads a file as its type while inspecting the values that pass: their size, and whether their texts need a check.
//!
//! This way, a valid file is read only once.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess,
    SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::yaml::MOST_WRITTEN_OUT;

/// The check of each text with its key.
pub(crate) type TextCheck = fn(key: &str, text: &str) -> bool;

/// A file as its type, or the error. `None` if it is empty.
pub(super) struct Outcome<T> {
    pub(super) result: Result<Option<T>, serde_yaml::Error>,
    /// Whether a text is suspicious, or a list has duplicate items.
    pub(super) is_suspect: bool,
}

/// Reads a text as a type.
pub(super) fn read<T: DeserializeOwned>(text: &str, check: TextCheck) -> Outcome<T> {
    let inspection = Inspection {
        check,
        is_suspect: Cell::new(false),
        left: Cell::new(MOST_WRITTEN_OUT),
        hasher: RandomState::new(),
    };
    let position = Position {
        inspection: &inspection,
        key: "",
        list: None,
        is_quoted: false,
    };
    let yaml = serde_yaml::Deserializer::from_str(text);
    Outcome {
        result: Option::deserialize(position.wrap(yaml)),
        is_suspect: inspection.is_suspect.get(),
    }
}

/// What was seen so far.
struct Inspection {
    check: TextCheck,
    is_suspect: Cell<bool>,
    /// The remaining size in bytes: a few nested aliases are enough to fill any memory.
    left: Cell<u64>,
    hasher: RandomState,
}

/// Where the reader is.
#[derive(Clone, Copy)]
struct Position<'w> {
    inspection: &'w Inspection,
    /// The innermost key.
    key: &'w str,
    /// The hashes of the previous items of the enclosing list.
    list: Option<&'w RefCell<HashSet<u64>>>,
    /// Whether it is inside a quoted response of an example, which may be anything.
    is_quoted: bool,
}

impl<'w> Position<'w> {
    fn wrap<T>(self, inner: T) -> Inspected<'w, T> {
        Inspected {
            inner,
            position: self,
        }
    }

    /// Inspects a value, which counts as one byte even if it is empty.
    fn inspect<E: Error>(self, text: &str) -> Result<(), E> {
        let left = self
            .inspection
            .left
            .get()
            .checked_sub(text.len() as u64 + 1);
        self.inspection
            .left
            .set(left.ok_or_else(|| E::custom("too much"))?);
        let repeats = self.list.is_some_and(|list| {
            let is_new = list
                .borrow_mut()
                .insert(self.inspection.hasher.hash_one(text));
            !is_new
        });
        let is_suspect = repeats || (self.inspection.check)(self.key, text);
        if text.is_empty() || (!self.is_quoted && is_suspect) {
            self.inspection.is_suspect.set(true);
        }
        Ok(())
    }
}

/// A wrapper around a part of serde.
struct Inspected<'w, T> {
    inner: T,
    position: Position<'w>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Inspected<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(self.position.wrap(inner))
    }
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*),)*) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($($argument,)* self.position.wrap(visitor))
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Inspected<'_, D> {
    type Error = D::Error;

    forward! {
        deserialize_any(),
        deserialize_bool(),
        deserialize_u16(),
        deserialize_u32(),
        deserialize_f64(),
        deserialize_str(),
        deserialize_string(),
        deserialize_identifier(),
        deserialize_option(),
        deserialize_seq(),
        deserialize_map(),
        deserialize_newtype_struct(name: &'static str),
        deserialize_struct(name: &'static str, fields: &'static [&'static str]),
        deserialize_ignored_any(),
    }

    // The language does not use these.
    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u64 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct enum
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Inspected<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.inner.visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.position.inspect(&value.to_string())?;
        self.inner.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.position.inspect(&value.to_string())?;
        self.inner.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.inner.visit_f64(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.position.inspect(text)?;
        self.inner.visit_str(text)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.position.inspect(text)?;
        self.inner.visit_borrowed_str(text)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.position.inspect("")?;
        self.inner.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.position.inspect("")?;
        self.inner.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(self.position.wrap(inner))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(self.position.wrap(inner))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let seen = RefCell::default();
        let position = Position {
            list: Some(&seen),
            ..self.position
        };
        self.inner.visit_seq(Items {
            inner,
            position,
            is_empty: true,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let position = Position {
            list: None,
            ..self.position
        };
        let key = String::new();
        self.inner.visit_map(Entries {
            inner,
            position,
            key,
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(inner)
    }
}

/// The items of a list. The library reads a key without a value as an empty list or map, if that is its type.
struct Items<'w, A> {
    inner: A,
    position: Position<'w>,
    is_empty: bool,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let item = self.inner.next_element_seed(self.position.wrap(seed))?;
        if item.is_none() && self.is_empty {
            self.position.inspect("")?;
        }
        self.is_empty = false;
        Ok(item)
    }
}

/// The entries of a map.
struct Entries<'w, A> {
    inner: A,
    position: Position<'w>,
    /// The key whose value comes next.
    key: String,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let Some(key) = self.inner.next_key::<String>()? else {
            if self.key.is_empty() {
                self.position.inspect("")?;
            }
            return Ok(None);
        };
        self.position.inspect(&key)?;
        self.key = key;
        let key = serde::de::value::StrDeserializer::new(&self.key);
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let is_quoted = ["response", "expect"].contains(&self.key.as_str());
        let position = Position {
            key: &self.key,
            is_quoted: is_quoted || self.position.is_quoted,
            ..self.position
        };
        self.inner.next_value_seed(position.wrap(seed))
    }
}
