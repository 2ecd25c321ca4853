//! Entries of maps and lists that can be tried again.
//!
//! serde stops at the first error. To find all errors, a reader reports what did not fit in an entry, removes it and
//! retries the entry, so that nothing around it has to be read twice.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// An entry, or `None` if the reader reported an error instead.
pub(crate) struct Attempt<T>(pub(crate) Option<T>);

impl<T> Attempt<T> {
    /// The name by which recovering readers recognise an entry. For others it is a transparent wrapper.
    pub(crate) const NAME: &str = "Attempt";
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Attempt<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Attempt::<()>::NAME;
        deserializer.deserialize_newtype_struct(name, AttemptVisitor(PhantomData))
    }
}

struct AttemptVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AttemptVisitor<T> {
    type Value = Attempt<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry")
    }

    /// The single attempt of most readers.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, entry: D) -> Result<Self::Value, D::Error> {
        T::deserialize(entry).map(|entry| Attempt(Some(entry)))
    }

    /// Each item is another attempt at the same entry. There are no more once the reader has given up.
    fn visit_seq<A: SeqAccess<'de>>(self, mut attempts: A) -> Result<Self::Value, A::Error> {
        loop {
            if let Ok(entry) = attempts.next_element() {
                return Ok(Attempt(entry));
            }
        }
    }
}

/// Reads a list. A recovering reader omits the items that do not fit.
pub(crate) fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    d: D,
) -> Result<Vec<T>, D::Error> {
    Vec::deserialize(d).map(left)
}

/// Reads an optional list.
pub(crate) fn some_list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    d: D,
) -> Result<Option<Vec<T>>, D::Error> {
    Option::deserialize(d).map(|list: Option<_>| list.map(left))
}

/// The items that are left.
fn left<T>(items: Vec<Attempt<T>>) -> Vec<T> {
    items.into_iter().filter_map(|Attempt(item)| item).collect()
}
