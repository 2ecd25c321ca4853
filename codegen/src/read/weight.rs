//! How much a file says once its aliases are written out. A few of them, one in the other or of a long text, are enough to
//! fill any memory.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

/// Where a document has said as many bytes, if it does. One that is no YAML is not looked at to its end.
pub(super) fn exceeds(text: &str, most: u64) -> Option<usize> {
    let left = Cell::new(Some(most));
    let weigh = Weigh { left: &left };
    let error = weigh
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .err()?;
    let at = error.location().map_or(0, |location| location.index());
    left.get().is_none().then_some(at)
}

/// Counts, and keeps nothing.
#[derive(Clone, Copy)]
struct Weigh<'w> {
    /// How many bytes may follow.
    left: &'w Cell<Option<u64>>,
}

impl Weigh<'_> {
    /// Counts a value, which takes a byte even if it says nothing.
    fn count<E: Error>(self, bytes: usize) -> Result<(), E> {
        let left = self
            .left
            .get()
            .and_then(|left| left.checked_sub(bytes as u64 + 1));
        self.left.set(left);
        left.map(|_| ()).ok_or_else(|| E::custom("too much"))
    }
}

impl<'de> DeserializeSeed<'de> for Weigh<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Weigh<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.count(0)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.count(0)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.count(0)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.count(0)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.count(0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.count(text.len())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.count(0)?;
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.count(0)?;
        while map.next_key_seed(self)?.is_some() {
            map.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (IgnoredAny, value) = tagged.variant()?;
        value.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use super::exceeds;

    #[test]
    fn every_value_counts_however_short() {
        for value in ["~", "true", "-1", "7", "1.5", "''", "[]", "{}"] {
            let text = format!("[{}]", [value; 10].join(", "));
            assert!(exceeds(&text, 10).is_some(), "{value}");
            assert!(exceeds(&text, 11).is_none(), "{value}");
        }
    }
}
