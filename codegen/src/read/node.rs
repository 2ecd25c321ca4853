//! A YAML document as a tree, for files that do not have the shape of the language: with it, all that is wrong with the
//! shape can be told in one run.

use std::fmt;

use crate::diagnostics;
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

/// A node of a document, with the keys of a map in their order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    String(String),
    Seq(Vec<Node>),
    /// An item of a list that was taken out; those behind it keep their numbers.
    Removed,
    Map(Vec<(String, Node)>),
}

/// A step from a node to one inside it; of a repeated key, `nth` counts which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key { key: String, nth: usize },
    Index(usize),
}

impl Step {
    /// The step as diagnostics take it.
    pub(super) fn borrowed(&self) -> diagnostics::Step<'_> {
        match self {
            Self::Key { key, nth } => diagnostics::Step::Key { key, nth: *nth },
            Self::Index(index) => diagnostics::Step::Index(*index),
        }
    }
}

impl Node {
    /// Removes what a path leads to.
    pub(super) fn remove(&mut self, path: &[Step]) {
        let Some((last, parents)) = path.split_last() else {
            return;
        };
        match (self.at(parents), last) {
            (Some(Self::Map(entries)), Step::Key { key, nth }) => {
                if let Some(index) = nth_key(entries, key, *nth) {
                    entries.remove(index);
                }
            }
            (Some(Self::Seq(items)), Step::Index(index)) if *index < items.len() => {
                items[*index] = Self::Removed;
            }
            _ => {}
        }
    }

    /// Gives the key that a path leads to another name.
    pub(super) fn rename(&mut self, path: &[Step], name: &str) {
        let Some((Step::Key { key, nth }, parents)) = path.split_last() else {
            return;
        };
        if let Some(Self::Map(entries)) = self.at(parents)
            && let Some(index) = nth_key(entries, key, *nth)
        {
            name.clone_into(&mut entries[index].0);
        }
    }

    /// Whether a key stands beside the one that a path leads to.
    pub(super) fn has_beside(&mut self, path: &[Step], key: &str) -> bool {
        let parents = path.split_last().map_or(path, |(_, parents)| parents);
        matches!(self.at(parents), Some(Self::Map(entries)) if entries.iter().any(|(known, _)| known == key))
    }

    /// Adds a key with an empty text to the map that a path leads to.
    pub(super) fn add_empty(&mut self, path: &[Step], key: &str) {
        if let Some(Self::Map(entries)) = self.at(path) {
            entries.push((key.to_owned(), Self::String(String::new())));
        }
    }

    fn at(&mut self, path: &[Step]) -> Option<&mut Self> {
        path.iter().try_fold(self, |node, step| match (node, step) {
            (Self::Map(entries), Step::Key { key, nth }) => {
                let index = nth_key(entries, key, *nth)?;
                Some(&mut entries[index].1)
            }
            (Self::Seq(items), Step::Index(index)) => items.get_mut(*index),
            _ => None,
        })
    }
}

fn nth_key(entries: &[(String, Node)], key: &str, nth: usize) -> Option<usize> {
    entries
        .iter()
        .enumerate()
        .filter(|(_, (known, _))| known == key)
        .nth(nth)
        .map(|(index, _)| index)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(A::Error::custom("a tag, which means nothing in a book"))
    }
}
