//! Reads the types of the language from a tree.
//!
//! What does not fit is reported and left out, and everything around it is read nevertheless: one pass finds all errors.
//! Nothing here is generic but the last step from a value to its type, so that a build script compiles each type once.

use super::plain::Plain;
use crate::yaml::{Content, Entry, NodeId, Tree};

/// A value of the language.
pub(crate) trait Read: Sized {
    /// Reads a value; `None` if it does not fit, which has been reported.
    fn read(value: Value<'_>) -> Option<Self>;

    /// What it means that a key with such a value is absent.
    const ABSENT: Absent = Absent::Fatal;

    /// The value of an optional key that is null; `None` if that is the same as no key.
    fn null() -> Option<Self> {
        None
    }
}

/// What follows if a key is absent.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Absent {
    /// Nothing.
    Fine,
    /// An error. The rest is read as if an empty text was there.
    Replaced,
    /// An error, because of which the map cannot be read.
    Fatal,
}

/// What is done about everything that does not fit.
pub(crate) trait Problems {
    /// A value is of another type than the one that is wanted here.
    fn misfit(&self, location: Location, found: &str, wanted: &str);

    /// A map has a key that is not one of the known ones. Returns the key that was meant, if that is clear.
    fn unknown(
        &self,
        map: NodeId,
        at: usize,
        known: &'static [&'static str],
    ) -> Option<&'static str>;

    /// A map has a key twice.
    fn repeated(&self, map: NodeId, first: usize, again: usize);

    /// A map lacks a key. If there is no stand-in for its value, nothing else of the map is read.
    fn missing(&self, location: Location, key: &'static str, has_stand_in: bool);
}

/// The location of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Location {
    pub(crate) node: NodeId,
    /// The key that the node is the value of.
    pub(crate) key: Option<NodeId>,
}

/// A value of a tree.
#[derive(Clone, Copy)]
pub(crate) struct Value<'r> {
    pub(crate) tree: &'r Tree,
    pub(crate) problems: &'r dyn Problems,
    pub(crate) location: Location,
}

impl<'r> Value<'r> {
    /// The whole document.
    pub(crate) fn root(tree: &'r Tree, problems: &'r dyn Problems) -> Self {
        let root = tree.root();
        Self {
            tree,
            problems,
            location: Location {
                node: root,
                key: None,
            },
        }
    }

    pub(super) fn content(self) -> &'r Content {
        &self.tree.node(self.location.node).content
    }

    /// The text of a scalar, if it is known how it was written.
    pub(super) fn spelling(self) -> Option<&'r str> {
        let Content::Scalar { plain, .. } = self.content() else {
            return None;
        };
        let text = self.tree.text(self.location.node);
        (!plain || self.tree.is_written() || text.is_empty()).then_some(text)
    }

    /// A scalar by its type in YAML; `None` for a list or a map.
    pub(super) fn plain(self) -> Option<Plain<'r>> {
        let Content::Scalar { plain, .. } = self.content() else {
            return None;
        };
        let text = self.tree.text(self.location.node);
        Some(if *plain {
            Plain::of(text)
        } else {
            Plain::Text(text)
        })
    }

    /// The text of a scalar that YAML does not read as anything else.
    pub(super) fn text(self) -> Option<&'r str> {
        match self.plain() {
            Some(Plain::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_null(self) -> bool {
        self.tree.is_null(self.location.node)
    }

    /// Whether a key has no value, which is an empty list or map.
    fn is_nothing(self) -> bool {
        self.tree.is_written() && self.tree.is_nothing(self.location.node)
    }

    fn at(self, node: NodeId, key: Option<NodeId>) -> Self {
        let location = Location { node, key };
        Self { location, ..self }
    }

    /// Reports that the value is not what is wanted.
    pub(super) fn misfit<T>(self, wanted: &str) -> Option<T> {
        let found = match self.content() {
            Content::List(_) => "a list".to_owned(),
            Content::Map(_) => "a map".to_owned(),
            Content::Scalar { .. } => self.plain().unwrap_or(Plain::Null).described(),
        };
        self.misfit_of(&found, wanted)
    }

    pub(super) fn misfit_of<T>(self, found: &str, wanted: &str) -> Option<T> {
        self.problems.misfit(self.location, found, wanted);
        None
    }

    /// Reports that a map lacks a key without which it cannot be read.
    pub(super) fn missing<T>(self, key: &'static str) -> Option<T> {
        self.problems.missing(self.location, key, false);
        None
    }

    /// The items of a list.
    fn items(self) -> Option<Vec<Self>> {
        let items: &[NodeId] = match self.content() {
            Content::List(items) => items,
            _ if self.is_nothing() => &[],
            _ => return None,
        };
        Some(items.iter().map(|item| self.at(*item, None)).collect())
    }

    /// The entries of a map, without merge keys, which have been reported.
    pub(super) fn entries(self) -> Option<Vec<(&'r str, Self)>> {
        let (tree, map) = (self.tree, self.location.node);
        let entries = self.written_entries()?.iter().enumerate();
        let entries = entries.filter(|(at, _)| !tree.merges().contains(&(map, *at)));
        let entry =
            |(_, entry): (usize, &Entry)| (tree.name(entry), self.at(entry.value, entry.key));
        Some(entries.map(entry).collect())
    }

    fn written_entries(self) -> Option<&'r [Entry]> {
        match self.content() {
            Content::Map(entries) => Some(entries),
            _ if self.is_nothing() => Some(&[]),
            _ => self.misfit("a map"),
        }
    }

    /// The entries of a map that has only these keys.
    pub(super) fn fields(self, known: &'static [&'static str]) -> Option<Fields<'r>> {
        let entries = self.written_entries()?;
        let (map, problems) = (self.location.node, self.problems);
        let position = |name: &str| known.iter().position(|known| *known == name);
        let mut found: Vec<Option<usize>> = vec![None; known.len()];
        for (at, entry) in entries.iter().enumerate() {
            let meant = position(self.tree.name(entry)).or_else(|| {
                let meant = problems.unknown(map, at, known)?;
                position(meant)
            });
            match meant.map(|key| &mut found[key]) {
                None => {}
                Some(Some(first)) => problems.repeated(map, *first, at),
                Some(field) => *field = Some(at),
            }
        }
        let value = |at: usize| self.at(entries[at].value, entries[at].key);
        Some(Fields {
            map: self,
            known,
            values: found.into_iter().map(|at| at.map(value)).collect(),
            next: 0,
            absent: Vec::new(),
        })
    }
}

/// The values of a map with known keys, which are read in the order of these.
pub(super) struct Fields<'r> {
    map: Value<'r>,
    known: &'static [&'static str],
    values: Vec<Option<Value<'r>>>,
    next: usize,
    /// The keys that are absent although they must be there.
    absent: Vec<(&'static str, Absent)>,
}

impl Fields<'_> {
    /// The value of the next key, which need not be there.
    pub(super) fn optional<T: Read + Default>(&mut self) -> T {
        let value = self.values[self.next];
        self.next += 1;
        value.and_then(T::read).unwrap_or_default()
    }

    /// The value of the next key, which must be there unless its type says otherwise.
    pub(super) fn required<T: Read + Default>(&mut self) -> T {
        let value = self.values[self.next].and_then(T::read);
        self.next += 1;
        value.unwrap_or_else(|| {
            self.absent.push((self.known[self.next - 1], T::ABSENT));
            T::default()
        })
    }

    /// Reports the keys that are missing. Returns whether the map can be read.
    pub(super) fn are_complete(self) -> bool {
        let Value {
            problems, location, ..
        } = self.map;
        for (key, absent) in self.absent {
            if absent != Absent::Fine {
                problems.missing(location, key, absent == Absent::Replaced);
            }
            if absent == Absent::Fatal {
                return false;
            }
        }
        true
    }
}

/// Reads the items of a list, without those that do not fit.
pub(super) fn items<T: Read>(value: Value<'_>) -> Option<Vec<T>> {
    Some(value.items()?.into_iter().filter_map(T::read).collect())
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Value<'_>) -> Option<Self> {
        items(value).or_else(|| value.misfit("a list"))
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: Value<'_>) -> Option<Self> {
        if value.is_null() {
            return Some(T::null());
        }
        T::read(value).map(Some)
    }

    const ABSENT: Absent = Absent::Fine;

    fn null() -> Option<Self> {
        Some(None)
    }
}

/// Any scalar is a text where one is expected.
impl Read for String {
    fn read(value: Value<'_>) -> Option<Self> {
        match value.spelling() {
            Some(_) if value.is_null() => Some(Self::new()),
            Some(text) => Some(text.to_owned()),
            None => value.misfit("a text"),
        }
    }

    const ABSENT: Absent = Absent::Replaced;
}

impl Read for bool {
    fn read(value: Value<'_>) -> Option<Self> {
        match value.plain() {
            Some(Plain::Bool(value)) => Some(value),
            _ => value.misfit("`true` or `false`"),
        }
    }
}

impl Read for f64 {
    #[allow(clippy::cast_precision_loss)] // No factor or share is that large.
    fn read(value: Value<'_>) -> Option<Self> {
        match value.plain() {
            Some(Plain::Float(number)) => Some(number),
            Some(Plain::Unsigned(number)) => Some(number as Self),
            Some(Plain::Signed(number)) => Some(number as Self),
            _ => value.misfit("a number"),
        }
    }
}

/// Reads whole numbers.
macro_rules! number {
    ($($type:ty: $wanted:literal,)*) => {$(
        impl Read for $type {
            fn read(value: Value<'_>) -> Option<Self> {
                let number = match value.plain() {
                    Some(Plain::Unsigned(number)) => number.try_into().ok(),
                    _ => None,
                };
                number.or_else(|| value.misfit($wanted))
            }
        }
    )*};
}

number! {
    // Only the status of an example is a `u16`.
    u16: "the number of a status",
    u32: "a whole number up to 4294967295",
    u64: "u64",
}
