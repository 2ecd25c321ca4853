//! The errors of individual inputs, in a list, a map or a tree.

use core::fmt::{self, Write as _};

use crate::body::Value;
use crate::json;
use crate::tables::{Kind, Shape};
use crate::text::Text;
use crate::xml;

/// The maximum number of segments of a path; what is deeper in a tree is not read.
const MAX_SEGMENTS: usize = 16;

/// The error of one input in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detail<'a> {
    /// The name of the input, if the vendor sends one; in a tree, the path to it.
    pub field: Option<FieldPath<'a>>,
    /// The vendor's message about it: not for end users.
    pub message: Option<Text<'a>>,
    /// The code of this detail, if the book says where it is. It need not be one of the book.
    pub code: Option<Text<'a>>,
}

/// The name of an input, or the path to it in a tree of details. `Display` joins the segments with dots, as in
/// `activities.0.platform`.
#[derive(Clone, Copy)]
pub struct FieldPath<'a> {
    segments: [Segment<'a>; MAX_SEGMENTS],
    len: u8,
}

/// A step on the path to an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment<'a> {
    /// A name.
    Name(Text<'a>),
    /// The position of an element in a list, from 0.
    Index(usize),
}

impl fmt::Display for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => fmt::Display::fmt(name, f),
            Self::Index(index) => fmt::Display::fmt(index, f),
        }
    }
}

impl<'a> FieldPath<'a> {
    const EMPTY: Self = Self {
        segments: [Segment::Index(0); MAX_SEGMENTS],
        len: 0,
    };

    fn of(name: Text<'a>) -> Self {
        let mut path = Self::EMPTY;
        path.push(Segment::Name(name));
        path
    }

    fn push(&mut self, segment: Segment<'a>) {
        if let Some(place) = self.segments.get_mut(usize::from(self.len)) {
            *place = segment;
            self.len += 1;
        }
    }

    /// The length of its names as they are spelt in the body, in bytes.
    #[cfg(feature = "serde")]
    pub(crate) fn raw_len(&self) -> usize {
        let names = self.segments().map(|segment| match segment {
            Segment::Name(name) => name.raw_len(),
            Segment::Index(_) => 0,
        });
        names.sum()
    }

    /// The names and indices on the way to the input, at least one.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'a>> + '_ {
        self.segments.iter().take(self.len.into()).copied()
    }
}

impl fmt::Display for FieldPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.segments().enumerate() {
            if position > 0 {
                f.write_char('.')?;
            }
            write!(f, "{segment}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for FieldPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl PartialEq for FieldPath<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.segments().eq(other.segments())
    }
}

impl Eq for FieldPath<'_> {}

impl PartialEq<str> for FieldPath<'_> {
    fn eq(&self, other: &str) -> bool {
        /// Takes what is written off the front of a text.
        struct Rest<'t>(&'t str);

        impl fmt::Write for Rest<'_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
                Ok(())
            }
        }

        let mut rest = Rest(other);
        write!(rest, "{self}").is_ok() && rest.0.is_empty()
    }
}

impl PartialEq<&str> for FieldPath<'_> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

/// An entry of the details of a response, before it is looked into.
pub(crate) struct Entry<'e, 'a> {
    /// The names of a map or tree that lead to it; none in a list. A path is large, and few entries are asked for it.
    path: &'e FieldPath<'a>,
    value: Value<'a>,
}

/// Where an entry has its values: JSON Pointers relative to it.
#[derive(Clone, Copy)]
pub(crate) struct Pointers<'t> {
    pub(crate) field: &'t str,
    pub(crate) message: &'t str,
    /// Empty if there are no codes.
    pub(crate) code: &'t str,
}

impl<'a> Entry<'_, 'a> {
    /// The name of the member that it is, if it is directly in the map or tree.
    pub(crate) fn name(&self) -> Option<Text<'a>> {
        match self.path.segments {
            [Segment::Name(name), ..] if self.path.len == 1 => Some(name),
            _ => None,
        }
    }

    /// An object with values at these pointers, or a bare message.
    pub(crate) fn detail(&self, pointers: Pointers<'_>) -> Detail<'a> {
        let Values { field, message, .. } = self.values(pointers);
        let has_code = self.value.has_members() && !pointers.code.is_empty();
        let code = has_code.then(|| self.value.pointer(pointers.code));
        Detail {
            field: if self.path.len > 0 {
                Some(*self.path)
            } else {
                field.map(FieldPath::of)
            },
            message,
            code: code.flatten().and_then(Value::text),
        }
    }

    /// The field, unless the path names it, and the message.
    pub(crate) fn values(&self, pointers: Pointers<'_>) -> Values<'a> {
        let is_named = self.path.len > 0;
        if !self.value.has_members() {
            let message = self.value.text();
            let is_text = self.value.kind() == Kind::Null || message.is_some();
            return Values {
                field: None,
                message,
                is_unsure: [false, is_named && !is_text],
            };
        }
        let [(field, field_is_unsure), (message, message_is_unsure)] =
            self.value.texts_at([pointers.field, pointers.message]);
        Values {
            field,
            message,
            is_unsure: [!is_named && field_is_unsure, message_is_unsure],
        }
    }

    /// Whether it is about this input, given its values.
    pub(crate) fn is_about(&self, input: &str, values: &Values<'_>) -> bool {
        if self.path.len > 0 {
            *self.path == *input
        } else {
            values.field.is_some_and(|field| field == *input)
        }
    }
}

/// What an entry says.
pub(crate) struct Values<'a> {
    field: Option<Text<'a>>,
    pub(crate) message: Option<Text<'a>>,
    /// Whether the field and the message cannot be read for certain.
    pub(crate) is_unsure: [bool; 2],
}

/// Goes through details from their root to the entries, without recursion. In a tree, objects with a text at `message` are
/// entries themselves.
///
/// It is no `Iterator`: each entry borrows the path from it. One type for all shapes and formats, because an iterator of
/// several would be many times as large, and is moved around.
pub(crate) struct Entries<'a, 't> {
    shape: Shape,
    /// The name of the members of a tree that contain the entries; empty if any text is one.
    leaf: &'t str,
    message: &'t str,
    /// The containers on the way to the current place.
    open: [Option<Open<'a>>; MAX_SEGMENTS],
    depth: usize,
    path: FieldPath<'a>,
    /// The entries that are left of details in XML.
    elements: xml::Elements<'a>,
}

/// A container of which some children have been read.
struct Open<'a> {
    children: json::Children<'a>,
    parent: Parent,
}

/// What a child needs to know of its container.
#[derive(Clone, Copy)]
struct Parent {
    /// How many children were read before.
    count: u32,
    /// The length of the path to it.
    path_len: u8,
    /// Whether its children are entries, whatever they are.
    has_entries: bool,
}

impl<'a, 't> Entries<'a, 't> {
    /// The entries of details of this shape.
    #[inline]
    pub(crate) fn new(details: Value<'a>, shape: Shape, leaf: &'t str, message: &'t str) -> Self {
        let mut entries = Self {
            shape,
            leaf,
            message,
            open: [const { None }; MAX_SEGMENTS],
            depth: 0,
            path: FieldPath::EMPTY,
            elements: xml::Elements::default(),
        };
        match details {
            Value::Json(root) => entries.enter_root(root),
            Value::Xml(list) if shape == Shape::List => entries.elements = list.elements(),
            Value::Xml(_) | Value::Form(_) => {}
        }
        entries
    }

    pub(crate) fn next(&mut self) -> Option<Entry<'_, 'a>> {
        let value = self.next_value()?;
        Some(Entry {
            path: &self.path,
            value,
        })
    }

    /// The next entry, to which the path then leads.
    fn next_value(&mut self) -> Option<Value<'a>> {
        while let Some(at) = self.depth.checked_sub(1) {
            let open = self.open.get_mut(at)?.as_mut()?;
            let parent = open.parent;
            let Some((name, child)) = open.children.next() else {
                self.depth = at;
                continue;
            };
            open.parent.count += 1;
            if self.visit(parent, name, child) {
                return Some(Value::Json(child));
            }
        }
        self.elements.next().map(Value::Xml)
    }

    fn enter_root(&mut self, root: json::Value<'a>) {
        match (self.shape, root.kind()) {
            (Shape::List, Kind::Array) => self.enter(root, true),
            (Shape::Map, Kind::Object) | (Shape::Tree { .. }, _) => self.enter(root, false),
            (Shape::List | Shape::Map, _) => {}
        }
    }

    fn enter(&mut self, value: json::Value<'a>, has_entries: bool) {
        if let Some(place) = self.open.get_mut(self.depth) {
            *place = Some(Open {
                children: value.children(),
                parent: Parent {
                    count: 0,
                    path_len: self.path.len,
                    has_entries,
                },
            });
            self.depth += 1;
        }
    }

    /// Looks at a child of a container, and returns whether it is an entry; if not, it may be a container to enter.
    fn visit(&mut self, parent: Parent, name: Option<Text<'a>>, child: json::Value<'a>) -> bool {
        self.path.len = parent.path_len;
        if parent.has_entries {
            return true;
        }
        let is_list = child.kind() == Kind::Array;
        match (self.shape, name) {
            (Shape::Map, None) => return false,
            (Shape::Map, Some(name)) => {
                self.path.push(Segment::Name(name));
                // A member is an entry, or a list of them.
                if is_list {
                    self.enter(child, true);
                }
                return !is_list;
            }
            _ => {}
        }
        if !self.leaf.is_empty() && name.is_some_and(|name| name == *self.leaf) {
            if is_list {
                self.enter(child, true);
            }
            return !is_list;
        }
        let is_text = child.text().is_some();
        // The elements of a list of texts are all about the same input.
        if !(name.is_none() && is_text) {
            let index = Segment::Index(parent.count as usize);
            self.path.push(name.map_or(index, Segment::Name));
        }
        if self.leaf.is_empty() && (is_text || self.is_entry(child)) {
            return true;
        }
        if is_list || child.kind() == Kind::Object {
            self.enter(child, false);
        }
        false
    }

    fn is_entry(&self, child: json::Value<'a>) -> bool {
        child.kind() == Kind::Object
            && child
                .pointer(self.message)
                .is_some_and(|message| message.text().is_some())
    }
}
