//! Positions in lists of the model, with a type for each kind.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The position of a `T` in the one list that the book or the vendor has of them.
///
/// A plain number could be used for the wrong list, and would often be in bounds there.
pub struct ItemId<T> {
    index: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> ItemId<T> {
    /// The item at a position.
    #[must_use]
    pub const fn new(index: usize) -> Self {
        let of = PhantomData;
        Self { index, of }
    }

    /// The position.
    #[must_use]
    pub const fn index(self) -> usize {
        self.index
    }

    /// The item; `None` if the list is too short.
    #[must_use]
    pub fn get(self, items: &[T]) -> Option<&T> {
        items.get(self.index)
    }

    /// Items with their ids.
    pub fn enumerate(items: &[T]) -> impl DoubleEndedIterator<Item = (Self, &T)> {
        items
            .iter()
            .enumerate()
            .map(|(at, item)| (Self::new(at), item))
    }

    /// The item that a test finds.
    pub fn position(items: &[T], test: impl Fn(&T) -> bool) -> Option<Self> {
        items.iter().position(test).map(Self::new)
    }
}

impl<T> From<u16> for ItemId<T> {
    fn from(index: u16) -> Self {
        Self::new(index.into())
    }
}

// Derives would require the same of `T`.
impl<T> Clone for ItemId<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ItemId<T> {}

impl<T> PartialEq for ItemId<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for ItemId<T> {}

impl<T> PartialOrd for ItemId<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for ItemId<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> Hash for ItemId<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<T> fmt::Debug for ItemId<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.index.fmt(f)
    }
}

impl<T> Index<ItemId<T>> for Vec<T> {
    type Output = T;

    fn index(&self, id: ItemId<T>) -> &T {
        &self[id.index]
    }
}

impl<T> Index<ItemId<T>> for [T] {
    type Output = T;

    fn index(&self, id: ItemId<T>) -> &T {
        &self[id.index]
    }
}

impl<T> IndexMut<ItemId<T>> for Vec<T> {
    fn index_mut(&mut self, id: ItemId<T>) -> &mut T {
        &mut self[id.index]
    }
}
