//! Documents in JSON or YAML as trees that keep the order of maps and the digits of integers of up to 64 bits.

use std::fmt;

use anyhow::Context;
use indexmap::IndexMap;
use serde::de::{EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;

/// The greatest depth of a document in XML. The parsers of JSON and YAML have their own.
const MAX_DEPTH: usize = 128;

pub(super) type Map = IndexMap<String, Node>;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Node {
    Null,
    Bool(bool),
    /// An integer with its digits, or the shortest text of a fraction.
    #[serde(serialize_with = "number")]
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Map),
}

impl Node {
    pub(super) fn of_json(text: &str) -> anyhow::Result<Self> {
        serde_json::from_str(text).context("the file is not JSON")
    }

    pub(super) fn of_yaml(text: &str) -> anyhow::Result<Self> {
        serde_yaml::from_str(text).context("the file is not YAML")
    }

    /// The tree of an XML document, in which a pointer leads where it leads in a response.
    pub(super) fn of_xml(text: &str) -> anyhow::Result<Self> {
        let document = roxmltree::Document::parse(text.trim()).context("the text is not XML")?;
        let root = document.root_element();
        let name = root.tag_name().name().to_owned();
        Ok(Self::Map(Map::from([(name, of_element(root, 0))])))
    }

    /// JSON if the text starts like an object or a list, or else YAML.
    pub(super) fn of_json_or_yaml(text: &str) -> anyhow::Result<Self> {
        if text.trim_start().starts_with(['{', '[']) {
            // Flow style of YAML starts in the same way.
            Self::of_json(text).or_else(|error| Self::of_yaml(text).map_err(|_| error))
        } else {
            Self::of_yaml(text)
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_map(&self) -> bool {
        self.as_map().is_some()
    }

    pub(super) fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items of a list; of anything else, none.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a map; of anything else, none.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&String, &Self)> {
        self.as_map().into_iter().flatten()
    }

    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// The node at a JSON Pointer.
    pub(super) fn pointer(&self, pointer: &str) -> Option<&Self> {
        if pointer.is_empty() {
            return Some(self);
        }
        let mut node = self;
        for segment in pointer.strip_prefix('/')?.split('/') {
            let key = segment.replace("~1", "/").replace("~0", "~");
            node = match node {
                Self::Map(map) => map.get(&key)?,
                Self::List(items) => items.get(key.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// The text of a string, number or boolean.
    pub(super) fn scalar(&self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.clone()),
            Self::Bool(truth) => Some(truth.to_string()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The text of a value that can be a code in a response: a string or an integer.
    pub(super) fn code(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Self::Number(digits) => Some(digits.clone()).filter(|digits| is_integer(digits)),
            _ => None,
        }
    }
}

pub(super) fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The attributes and elements in an element, or its text. Where an element is repeated, it is a list.
fn of_element(element: roxmltree::Node<'_, '_>, depth: usize) -> Node {
    if depth > MAX_DEPTH {
        return Node::Null;
    }
    let children = element.children().filter(roxmltree::Node::is_element);
    let mut map: IndexMap<String, Vec<Node>> = IndexMap::new();
    for child in children {
        let own = map.entry(child.tag_name().name().to_owned()).or_default();
        own.push(of_element(child, depth + 1));
    }
    if map.is_empty() {
        return Node::Text(element.text().unwrap_or_default().trim().to_owned());
    }
    let attributes = element.attributes().map(|own| {
        let text = Node::Text(own.value().to_owned());
        (format!("@{}", own.name()), text)
    });
    let elements = map.into_iter().map(|(name, mut all)| match all.len() {
        1 => (name, all.swap_remove(0)),
        _ => (name, Node::List(all)),
    });
    Node::Map(attributes.chain(elements).collect())
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

/// Visits numbers of the types that YAML has, each with its digits.
macro_rules! visit_numbers {
    ($($method:ident($number:ty)),*) => {
        $(fn $method<E: de::Error>(self, number: $number) -> Result<Node, E> {
            Ok(Node::Number(format!("{number:?}")))
        })*
    };
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_numbers!(
        visit_i64(i64),
        visit_i128(i128),
        visit_u64(u64),
        visit_u128(u128),
        visit_f64(f64)
    );

    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Node, E> {
        Ok(Node::Bool(truth))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = Map::new();
        while let Some((key, value)) = map.next_entry::<Node, Node>()? {
            members.insert(key.scalar().unwrap_or_default(), value);
        }
        Ok(Node::Map(merged(members)))
    }

    /// A value with a tag, which does not matter.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Node, A::Error> {
        let (_tag, value): (de::IgnoredAny, _) = data.variant()?;
        value.newtype_variant()
    }
}

/// Replaces the merge key `<<` of YAML by the members of its maps, which own members override.
fn merged(mut members: Map) -> Map {
    let Some(merge) = members.shift_remove("<<") else {
        return members;
    };
    let maps = match &merge {
        Node::List(maps) => maps.as_slice(),
        map => std::slice::from_ref(map),
    };
    for (key, value) in maps.iter().flat_map(Node::entries) {
        members.entry(key.clone()).or_insert_with(|| value.clone());
    }
    members
}

/// Writes a number as JSON, which has no infinity.
fn number<S: Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(digits.to_owned())
        .ok()
        .serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::Node;

    /// The document in JSON, whose order and digits are those of the text.
    #[test]
    fn documents_keep_their_order_and_digits() {
        let table = [
            (
                r#"{"b": 1, "a": [true, null, "x"], "9": {}}"#,
                r#"{"b":1,"a":[true,null,"x"],"9":{}}"#,
            ),
            (
                "[18446744073709551615, -5, 1.50]",
                "[18446744073709551615,-5,1.5]",
            ),
            (
                "b: 18446744073709551616\na: [010, 0x10, ~]\n404: yes\n",
                r#"{"b":18446744073709551616,"a":["010",16,null],"404":"yes"}"#,
            ),
            (
                "n: 123456789012345678901234567890123456789012345",
                r#"{"n":1.2345678901234567e44}"#,
            ),
            ("a: .inf\nb: !tag {c: 1}\n", r#"{"a":null,"b":{"c":1}}"#),
            (
                "x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n",
                r#"{"x":{"a":1,"b":2},"y":{"b":3,"a":1}}"#,
            ),
            ("{a: 1}", r#"{"a":1}"#),
        ];
        for (text, expected) in table {
            let node =
                Node::of_json_or_yaml(text).unwrap_or_else(|error| panic!("{text}: {error:#}"));
            assert_eq!(serde_json::to_string(&node).unwrap(), expected, "{text}");
        }
        for text in [
            "{\"a\": ",
            "a: [",
            &"[".repeat(100_000),
            &("[".repeat(1000) + &"]".repeat(1000)),
        ] {
            assert!(Node::of_json_or_yaml(text).is_err(), "{}", text.len());
        }
    }

    #[test]
    fn pointers_lead_to_nodes() {
        let node = Node::of_json(r#"{"a/b": [{"~": 7}], "": 1}"#).unwrap();
        let code = |pointer| node.pointer(pointer).and_then(Node::code);
        assert_eq!(code("/a~1b/0/~0").as_deref(), Some("7"));
        assert_eq!(code("/").as_deref(), Some("1"));
        assert_eq!(
            (code("/a~1b/1"), code("x"), code("/a~1b")),
            (None, None, None)
        );
    }
}
