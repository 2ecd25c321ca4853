//! The body of a response that is being written, as a tree.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::tables::Span;

/// The longest list that is written: what a pointer such as `/errors/3` asks for is filled up.
const MAX_INDEX: usize = 63;

/// A value in the body.
#[derive(Clone, Debug, Default)]
pub(crate) enum Node {
    /// An object without members.
    #[default]
    Empty,
    Object(Vec<(String, Node)>),
    List(List),
    Text(String),
    /// A number, `true`, `false` or `null`. In formats without types, a text.
    Literal(String),
}

/// A list in the body.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(super) items: Vec<Item>,
    /// Whether pointers lead into it by index: in XML, these are elements of the same name.
    pub(super) is_indexed: bool,
}

/// An element of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    /// What a source asks of the elements that it reads.
    filters: Option<Span>,
    pub(super) node: Node,
}

impl Node {
    /// An object with these members.
    pub(crate) fn object<const LEN: usize>(members: [(&str, Self); LEN]) -> Self {
        let members = members.map(|(name, node)| (name.into(), node));
        Self::Object(members.into())
    }

    /// Sets a member of an object.
    pub(crate) fn put(&mut self, name: &str, value: Self) {
        if let Some(node) = self.member(name.to_string().into()) {
            *node = value;
        }
    }

    /// Sets a member of an object to a list, unless it is empty.
    pub(crate) fn put_list(&mut self, name: &str, values: impl IntoIterator<Item = Self>) {
        for value in values {
            let list = self.member(name.to_string().into());
            if let Some(item) = list.and_then(Self::appended) {
                *item = value;
            }
        }
    }

    /// The node at a path, made if it does not exist; `None` if something else is in the way.
    pub(super) fn at<'p>(
        &mut self,
        path: impl IntoIterator<Item = Cow<'p, str>>,
    ) -> Option<&mut Self> {
        path.into_iter().try_fold(self, Self::child)
    }

    fn child<'n>(&'n mut self, token: Cow<'_, str>) -> Option<&'n mut Self> {
        if let Some(index) = array_index(&token) {
            return self.element(index, true);
        }
        self.member(token)
    }

    /// The member of an object, also if its name is a number.
    pub(super) fn member(&mut self, token: Cow<'_, str>) -> Option<&mut Self> {
        if matches!(self, Self::Empty) {
            *self = Self::Object(Vec::new());
        }
        let Self::Object(members) = self else {
            return None;
        };
        let known = members.iter().position(|(name, _)| *name == token);
        let at = known.unwrap_or_else(|| {
            members.push((token.into_owned(), Self::Empty));
            members.len() - 1
        });
        members.get_mut(at).map(|(_, node)| node)
    }

    /// The element of a list at a position, with the elements before it. New lists are read by index, or not.
    pub(super) fn element(&mut self, index: usize, is_indexed: bool) -> Option<&mut Self> {
        let list = self.list(is_indexed).filter(|_| index <= MAX_INDEX)?;
        while list.items.len() <= index {
            list.items.push(Item::default());
        }
        list.items.get_mut(index).map(|item| &mut item.node)
    }

    /// The element of a list that a source with these filters reads, and whether it is new.
    pub(super) fn selected(&mut self, filters: Span) -> Option<(&mut Self, bool)> {
        let items = &mut self.list(false)?.items;
        let known = items.iter().position(|item| item.filters == Some(filters));
        // A source without filters reads the first element, whatever else reads it.
        let known = known.or_else(|| (filters.len == 0 && !items.is_empty()).then_some(0));
        let at = known.unwrap_or(items.len());
        if known.is_none() {
            items.push(Item {
                filters: Some(filters),
                node: Self::Empty,
            });
        }
        let item = items.get_mut(at)?;
        Some((&mut item.node, known.is_none()))
    }

    /// A new element at the end of a list.
    pub(super) fn appended(&mut self) -> Option<&mut Self> {
        let items = &mut self.list(false)?.items;
        items.push(Item::default());
        items.last_mut().map(|item| &mut item.node)
    }

    fn list(&mut self, is_indexed: bool) -> Option<&mut List> {
        if self.is_empty() {
            let items = Vec::new();
            *self = Self::List(List { items, is_indexed });
        }
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The text of a value that is one.
    pub(super) fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Literal(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn has_member(&self, name: &str) -> bool {
        match self {
            Self::Object(members) => members.iter().any(|(own, _)| own == name),
            _ => false,
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Sets a value that has none; `None` if it has another one.
    pub(super) fn set(&mut self, value: Self) -> Option<()> {
        if self.is_empty() {
            *self = value;
            return Some(());
        }
        match (self, value) {
            (Self::Text(own) | Self::Literal(own), Self::Text(new) | Self::Literal(new)) => {
                (*own == new).then_some(())
            }
            _ => None,
        }
    }
}

/// The tokens of a JSON Pointer.
pub(super) fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'static, str>> + '_ {
    let tokens = pointer.split('/').skip(1);
    tokens.map(|token| token.replace("~1", "/").replace("~0", "~").into())
}

/// A reference token as an index (RFC 6901, section 4).
fn array_index(token: &str) -> Option<usize> {
    let index: usize = token.parse().ok()?;
    (index.to_string() == token).then_some(index)
}
