//! A plain reader of JSON, built on `serde_json`, that the fast one must agree with.

use std::fmt;

use faultbook_runtime::v1::Kind;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::wanted::unescape;

/// `serde_json` gives up at the 128th container within another.
const MAX_DEPTH: usize = 127;

/// A value with all that it contains, members of the same name included.
pub(crate) struct Tree<'a> {
    pub(crate) raw: &'a str,
    items: Items<'a>,
}

enum Items<'a> {
    Members(Vec<(String, Tree<'a>)>),
    Elements(Vec<Tree<'a>>),
    None,
}

/// What a pointer leads to.
#[derive(PartialEq)]
pub(crate) enum Found<'t, 'a> {
    Missing,
    Blocked,
    Value(&'t Tree<'a>),
}

impl<'t, 'a> Found<'t, 'a> {
    pub(crate) fn tree(&self) -> Option<&'t Tree<'a>> {
        match self {
            Self::Value(tree) => Some(tree),
            Self::Missing | Self::Blocked => None,
        }
    }
}

impl PartialEq for Tree<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl<'a> Tree<'a> {
    /// Reads a document: `None` if it is not JSON.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        Self::new(
            serde_json::from_str::<&RawValue>(text).ok()?.get(),
            MAX_DEPTH,
        )
    }

    /// A raw value is only known to have brackets that match, so each layer is read again.
    fn new(raw: &'a str, depth: usize) -> Option<Self> {
        let items = match raw.as_bytes().first()? {
            b'{' => {
                let Members(members) = serde_json::from_str(raw).ok()?;
                let depth = depth.checked_sub(1)?;
                let members = members
                    .into_iter()
                    .map(|(name, raw)| Some((name, Self::new(raw.get(), depth)?)));
                Items::Members(members.collect::<Option<_>>()?)
            }
            b'[' => {
                let elements: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
                let depth = depth.checked_sub(1)?;
                Items::Elements(
                    elements
                        .into_iter()
                        .map(|raw| Self::new(raw.get(), depth))
                        .collect::<Option<_>>()?,
                )
            }
            b'"' => serde_json::from_str::<String>(raw)
                .map(|_| Items::None)
                .ok()?,
            _ => Items::None,
        };
        Some(Self { raw, items })
    }

    pub(crate) fn kind(&self) -> Kind {
        match &self.raw[..1] {
            "{" => Kind::Object,
            "[" => Kind::Array,
            "\"" => Kind::String,
            "n" => Kind::Null,
            "t" | "f" => Kind::Bool,
            _ => Kind::Number,
        }
    }

    pub(crate) fn string(&self) -> Option<String> {
        serde_json::from_str(self.raw).ok()
    }

    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        match &self.items {
            Items::Elements(elements) => elements.iter(),
            _ => [].iter(),
        }
    }

    /// The value at a pointer; of members of the same name the last.
    pub(crate) fn find(&self, pointer: &str) -> Found<'_, 'a> {
        let mut found = self;
        for token in pointer.split('/').skip(1) {
            let next = match &found.items {
                Items::Members(members) => members
                    .iter()
                    .rfind(|(name, _)| *name == unescape(token))
                    .map(|(_, tree)| tree),
                Items::Elements(elements) => match array_index(token) {
                    Some(index) => elements.get(index),
                    None => return Found::Blocked,
                },
                Items::None if found.kind() == Kind::Null => None,
                Items::None => return Found::Blocked,
            };
            match next {
                Some(next) => found = next,
                None => return Found::Missing,
            }
        }
        Found::Value(found)
    }

    /// Whether one of these paths leads through two members of the same name.
    pub(crate) fn is_ambiguous(&self, paths: &[Vec<String>]) -> bool {
        paths.iter().filter_map(|path| path.first()).any(|token| {
            let tails: Vec<_> = paths
                .iter()
                .filter(|path| path.first() == Some(token))
                .map(|path| path[1..].to_vec())
                .collect();
            let next = self.next(token);
            let is_repeated = matches!(self.items, Items::Members(_)) && next.len() > 1;
            is_repeated || next.iter().any(|tree| tree.is_ambiguous(&tails))
        })
    }

    fn next(&self, token: &str) -> Vec<&Self> {
        match &self.items {
            Items::Members(members) => members
                .iter()
                .filter(|(name, _)| name == token)
                .map(|(_, tree)| tree)
                .collect(),
            Items::Elements(elements) => array_index(token)
                .and_then(|index| elements.get(index))
                .into_iter()
                .collect(),
            Items::None => Vec::new(),
        }
    }
}

fn array_index(token: &str) -> Option<usize> {
    token
        .parse()
        .ok()
        .filter(|index: &usize| index.to_string() == token)
}

/// The members of an object, all of them.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(Vec::new()))
    }
}

impl<'de: 'a, 'a> Visitor<'de> for Members<'a> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(member) = map.next_entry()? {
            self.0.push(member);
        }
        Ok(self)
    }
}
