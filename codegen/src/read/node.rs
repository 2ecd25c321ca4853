//! A YAML document as a tree, for files that do not have the shape of the language: with it, all that is wrong with the
//! shape can be told in one run.

use std::collections::HashMap;
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
    /// An item of a list that was taken out.
    Removed,
    Map(Vec<Entry>),
}

/// An entry of a map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) value: Node,
    /// The key in the file and how often it stood in the map before; `None` if the entry only stands in for a missing one.
    written: Option<(String, usize)>,
}

/// A step from a node to one inside it; of a repeated key, `nth` counts which. What was taken out does not count.
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

impl From<diagnostics::Step<'_>> for Step {
    fn from(step: diagnostics::Step<'_>) -> Self {
        match step {
            diagnostics::Step::Key { key, nth } => Self::Key {
                key: key.to_owned(),
                nth,
            },
            diagnostics::Step::Index(index) => Self::Index(index),
        }
    }
}

impl Node {
    /// Takes out what a path leads to, with its key.
    pub(super) fn remove(&mut self, path: &[Step]) -> Option<(String, Self)> {
        let (last, parents) = path.split_last()?;
        match (self.at(parents)?, last) {
            (Self::Map(entries), Step::Key { key, nth }) => {
                let entry = entries.remove(nth_key(entries, key, *nth)?);
                Some((entry.key, entry.value))
            }
            (Self::Seq(items), Step::Index(index)) => {
                let index = nth_item(items, *index)?;
                let item = std::mem::replace(&mut items[index], Self::Removed);
                Some((String::new(), item))
            }
            _ => None,
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
            name.clone_into(&mut entries[index].key);
        }
    }

    /// Whether a key stands beside the one that a path leads to.
    pub(super) fn has_beside(&mut self, path: &[Step], key: &str) -> bool {
        let parents = path.split_last().map_or(path, |(_, parents)| parents);
        matches!(self.at(parents), Some(Self::Map(entries)) if entries.iter().any(|entry| entry.key == key))
    }

    /// Adds a key with an empty text to the map that a path leads to.
    pub(super) fn add_empty(&mut self, path: &[Step], key: &str) {
        if let Some(Self::Map(entries)) = self.at(path) {
            entries.push(Entry {
                key: key.to_owned(),
                value: Self::String(String::new()),
                written: None,
            });
        }
    }

    /// Whether it is a list of which every item was taken out.
    pub(super) fn is_emptied(&self) -> bool {
        matches!(self, Self::Seq(items) if !items.is_empty() && items.iter().all(|item| *item == Self::Removed))
    }

    /// What a path leads to.
    pub(super) fn at(&mut self, path: &[Step]) -> Option<&mut Self> {
        path.iter().try_fold(self, |node, step| match (node, step) {
            (Self::Map(entries), Step::Key { key, nth }) => {
                let index = nth_key(entries, key, *nth)?;
                Some(&mut entries[index].value)
            }
            (Self::Seq(items), Step::Index(index)) => {
                let index = nth_item(items, *index)?;
                items.get_mut(index)
            }
            _ => None,
        })
    }

    /// The path in the file, if what it leads to stands there.
    pub(super) fn written<'n>(
        &'n self,
        path: &[diagnostics::Step<'_>],
    ) -> Option<Vec<diagnostics::Step<'n>>> {
        let mut node = self;
        let mut written = Vec::new();
        for step in path {
            match (node, step) {
                (Self::Map(entries), diagnostics::Step::Key { key, nth }) => {
                    let entry = &entries[nth_key(entries, key, *nth)?];
                    let (key, nth) = entry.written.as_ref()?;
                    written.push(diagnostics::Step::Key { key, nth: *nth });
                    node = &entry.value;
                }
                (Self::Seq(items), diagnostics::Step::Index(index)) => {
                    let index = nth_item(items, *index)?;
                    written.push(diagnostics::Step::Index(index));
                    node = &items[index];
                }
                _ => return None,
            }
        }
        Some(written)
    }

    /// Calls `visit` with all keys and texts.
    pub(super) fn for_each_text(&self, visit: &mut impl FnMut(String)) {
        match self {
            Self::Null | Self::Removed => {}
            Self::Bool(value) => visit(value.to_string()),
            Self::Signed(number) => visit(number.to_string()),
            Self::Unsigned(number) => visit(number.to_string()),
            Self::Float(number) => visit(number.to_string()),
            Self::String(text) => visit(text.clone()),
            Self::Seq(items) => items.iter().for_each(|item| item.for_each_text(visit)),
            Self::Map(entries) => {
                for entry in entries {
                    visit(entry.key.clone());
                    entry.value.for_each_text(visit);
                }
            }
        }
    }
}

fn nth_key(entries: &[Entry], key: &str, nth: usize) -> Option<usize> {
    let mut same = (0..).zip(entries).filter(|(_, entry)| entry.key == key);
    same.nth(nth).map(|(index, _)| index)
}

fn nth_item(items: &[Node], nth: usize) -> Option<usize> {
    let mut left = (0..).zip(items).filter(|(_, item)| **item != Node::Removed);
    left.nth(nth).map(|(index, _)| index)
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
        let mut seen = HashMap::<String, usize>::new();
        while let Some((key, value)) = map.next_entry::<String, Node>()? {
            let times = seen.entry(key.clone()).or_default();
            let written = Some((key.clone(), *times));
            *times += 1;
            entries.push(Entry {
                key,
                value,
                written,
            });
        }
        Ok(Node::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(A::Error::custom("a tag, which means nothing in a book"))
    }
}
