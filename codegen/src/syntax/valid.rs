//! Reads a valid file: serde makes a tree of values of it, which have no spans.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::read::{Location, Problems, Read, Value};
use crate::yaml::{Content, Entry, NodeId, Tree};

/// Reads a valid file.
pub(crate) fn valid<T: Read>(text: &str) -> Option<T> {
    whole(&parse(text).ok()?)
}

/// Reads a tree if all of it fits.
pub(crate) fn whole<T: Read>(tree: &Tree) -> Option<T> {
    let problems = AnyProblem::default();
    let read = T::read(Value::root(tree, &problems));
    read.filter(|_| !problems.0.get())
}

/// Whether there is any problem.
#[derive(Default)]
struct AnyProblem(Cell<bool>);

impl Problems for AnyProblem {
    fn misfit(&self, _: Location, _: &str, _: &str) {
        self.0.set(true);
    }

    fn unknown(&self, _: NodeId, _: usize, _: &[&str]) -> Option<&'static str> {
        self.0.set(true);
        None
    }

    fn repeated(&self, _: NodeId, _: usize, _: usize) {
        self.0.set(true);
    }

    fn missing(&self, _: Location, _: &'static str, _: bool) {
        self.0.set(true);
    }
}

/// Reads a text as a tree. The error is `None` if aliases make the tree much larger than the text.
pub(crate) fn parse(text: &str) -> Result<Tree, Option<serde_yaml::Error>> {
    let mut builder = Builder {
        tree: Tree::of_values(),
        // No escape is shorter than half of what it stands for.
        left: Some(2 * text.len() + 2),
    };
    match builder.deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(root) => {
            builder.tree.set_root(root);
            Ok(builder.tree)
        }
        Err(error) => Err(builder.left.map(|_| error)),
    }
}

/// Adds each value to the tree.
struct Builder {
    tree: Tree,
    /// The remaining size in bytes, if any is left: a few nested aliases are enough to fill any memory.
    left: Option<usize>,
}

impl Builder {
    /// Adds a value, which counts as one byte even if it is empty.
    fn add<E: Error>(&mut self, text: String, plain: bool) -> Result<NodeId, E> {
        self.count(text.len())?;
        let text = Some(text.into_boxed_str());
        Ok(self.put(Content::Scalar { text, plain }))
    }

    fn put(&mut self, content: Content) -> NodeId {
        self.tree.add(content, NodeId::NOTHING)
    }

    fn count<E: Error>(&mut self, bytes: usize) -> Result<(), E> {
        self.left = self.left.and_then(|left| left.checked_sub(bytes + 1));
        self.left.map(|_| ()).ok_or_else(|| E::custom("too much"))
    }
}

impl<'de> DeserializeSeed<'de> for &mut Builder {
    type Value = NodeId;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<NodeId, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Builder {
    type Value = NodeId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<NodeId, E> {
        self.add(value.to_string(), true)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<NodeId, E> {
        self.add(value.to_string(), true)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<NodeId, E> {
        self.add(value.to_string(), true)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<NodeId, E> {
        // With a point or an exponent, so that it remains one.
        self.add(format!("{value:?}"), true)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<NodeId, E> {
        self.add(text.to_owned(), false)
    }

    fn visit_unit<E: Error>(self) -> Result<NodeId, E> {
        self.add(String::new(), true)
    }

    fn visit_none<E: Error>(self) -> Result<NodeId, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<NodeId, A::Error> {
        self.count(0)?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(&mut *self)? {
            items.push(item);
        }
        Ok(self.put(Content::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NodeId, A::Error> {
        self.count(0)?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let key = self.add(key, false)?;
            entries.push(Entry {
                name: None,
                key: Some(key),
                value: map.next_value_seed(&mut *self)?,
            });
        }
        Ok(self.put(Content::Map(entries)))
    }
}
