//! Entries of maps and lists that can be tried again.
//!
//! serde gives up at the first thing that does not fit. A reader that wants to find them all reports what did not fit in an
//! entry, takes it out and lets the entry be tried again, so that nothing around it has to be read twice.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// An entry, or `None` if the reader reported why there is none.
pub(crate) struct Attempt<T>(pub(crate) Option<T>);

impl<T> Attempt<T> {
    /// The name by which readers that recover know an entry. To all others it is a wrapper without a meaning.
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

    /// The one attempt that most readers give.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, entry: D) -> Result<Self::Value, D::Error> {
        T::deserialize(entry).map(|entry| Attempt(Some(entry)))
    }

    /// Each item is another attempt at the same entry. There is none left once the reader has given up.
    fn visit_seq<A: SeqAccess<'de>>(self, mut attempts: A) -> Result<Self::Value, A::Error> {
        loop {
            if let Ok(entry) = attempts.next_element() {
                return Ok(Attempt(entry));
            }
        }
    }
}

/// The items of a list, without those that do not fit if the reader recovers.
pub(super) fn items<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(
    mut list: A,
) -> Result<Vec<T>, A::Error> {
    let mut items = Vec::new();
    while let Some(Attempt(item)) = list.next_element()? {
        items.extend(item);
    }
    Ok(items)
}

/// Reads a list.
pub(crate) fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    d: D,
) -> Result<Vec<T>, D::Error> {
    List::deserialize(d).map(|List(items)| items)
}

/// Reads a list that may be left out.
pub(crate) fn some_list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    d: D,
) -> Result<Option<Vec<T>>, D::Error> {
    Option::deserialize(d).map(|list: Option<List<T>>| list.map(|List(items)| items))
}

struct List<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        items(list).map(List)
    }
}
