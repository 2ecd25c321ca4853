//! Objects in JSON whose members keep their order, their text, and repeated names.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object, or pairs in a list.
pub(crate) struct Members<'l>(pub(crate) Vec<(Name<'l>, &'l RawValue)>);

/// A name, copied only if it has escapes.
#[derive(Deserialize)]
pub(crate) struct Name<'l>(#[serde(borrow)] pub(crate) Cow<'l, str>);

impl<'l> Deserialize<'l> for Members<'l> {
    fn deserialize<D: Deserializer<'l>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'l> Visitor<'l> for MembersVisitor {
    type Value = Members<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of pairs")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> Result<Members<'l>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }

    fn visit_seq<A: SeqAccess<'l>>(self, mut list: A) -> Result<Members<'l>, A::Error> {
        let mut members = Vec::new();
        while let Some(pair) = list.next_element()? {
            members.push(pair);
        }
        Ok(Members(members))
    }
}
