//! JSON as it is in a body: members in order, repeated ones included.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// A JSON document in which nothing has been dropped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Scalar(Value),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What a body says; `None` if it is not JSON.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self, Self::Scalar(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// The elements of a list of nothing but objects, which are bodies of their own.
    pub(crate) fn bodies(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) if items.iter().all(|item| matches!(item, Self::Object(_))) => {
                Some(items)
            }
            _ => None,
        }
    }

    pub(crate) fn string(text: impl Into<String>) -> Self {
        Self::Scalar(Value::String(text.into()))
    }

    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Scalar(Value::Null)
    }

    /// All values that a pointer leads to: of repeated members, it leads to each.
    pub(crate) fn all(&self, pointer: &str) -> Vec<&Self> {
        tokens(pointer).fold(vec![self], |nodes, token| {
            nodes
                .into_iter()
                .flat_map(|node| node.step(&token))
                .collect()
        })
    }

    /// Whether a pointer meets a value on its way that it cannot lead through.
    pub(crate) fn blocks(&self, pointer: &str) -> bool {
        let is_index = tokens(pointer)
            .next()
            .is_some_and(|token| token.parse::<usize>().is_ok());
        if self.bodies().is_some() && !is_index {
            return false;
        }
        let mut nodes = vec![self];
        tokens(pointer).any(|token| {
            let blocked = nodes.iter().any(|node| match node {
                Self::Object(_) => false,
                Self::Array(_) => token.parse::<usize>().is_err(),
                Self::Scalar(scalar) => !scalar.is_null(),
            });
            nodes = nodes.iter().flat_map(|node| node.step(&token)).collect();
            blocked
        })
    }

    fn step(&self, token: &str) -> Vec<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .filter(|(name, _)| name == token)
                .map(|(_, value)| value)
                .collect(),
            Self::Array(items) => token
                .parse()
                .ok()
                .and_then(|at: usize| items.get(at))
                .into_iter()
                .collect(),
            Self::Scalar(_) => Vec::new(),
        }
    }

    /// Puts a value where a pointer leads to. What is in the way gives way to an object.
    pub(crate) fn put(&mut self, pointer: &str, value: Self) {
        *tokens(pointer).fold(self, Self::member) = value;
    }

    fn member(&mut self, name: String) -> &mut Self {
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Vec::new());
        }
        let Self::Object(members) = self else {
            unreachable!("it was made an object")
        };
        let at = members
            .iter()
            .position(|(known, _)| *known == name)
            .unwrap_or_else(|| {
                members.push((name, Self::Scalar(Value::Null)));
                members.len() - 1
            });
        &mut members[at].1
    }

    /// The children of a container.
    fn children_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::Scalar(_) => Vec::new(),
            Self::Array(items) => items.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        }
    }

    /// Calls `visit` with this value and all inside it.
    pub(crate) fn for_each(&mut self, visit: &mut impl FnMut(&mut Self)) {
        self.children_mut()
            .into_iter()
            .for_each(|child| child.for_each(visit));
        visit(self);
    }
}

fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |items: Vec<String>| items.join(",");
        match self {
            Self::Scalar(scalar) => write!(f, "{scalar}"),
            Self::Array(items) => {
                write!(f, "[{}]", list(items.iter().map(Self::to_string).collect()))
            }
            Self::Object(members) => {
                let member = |(name, value): &(String, Self)| {
                    format!("{}:{value}", Value::from(name.as_str()))
                };
                write!(f, "{{{}}}", list(members.iter().map(member).collect()))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsItStands;

        impl<'de> Visitor<'de> for AsItStands {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Scalar(Value::Null))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Scalar(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
                Ok(Json::Scalar(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
                Ok(Json::Scalar(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
                Ok(Json::Scalar(value.into()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Json, E> {
                Ok(Json::string(value))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Json::Array(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Json::Object(members))
            }
        }

        deserializer.deserialize_any(AsItStands)
    }
}
