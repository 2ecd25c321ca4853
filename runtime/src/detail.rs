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
    len: usize,
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
        if let Some(place) = self.segments.get_mut(self.len) {
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
        self.segments.iter().take(self.len).copied()
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
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The names of a map or tree that lead to it; none in a list.
    path: FieldPath<'a>,
    pub(crate) value: Value<'a>,
}

/// Where an entry has its values: JSON Pointers relative to it.
#[derive(Clone, Copy)]
pub(crate) struct Pointers<'t> {
    pub(crate) field: &'t str,
    pub(crate) message: &'t str,
    /// Empty if there are no codes.
    pub(crate) code: &'t str,
}

impl<'a> Entry<'a> {
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
        let named = (self.path.len > 0).then_some(self.path);
        Detail {
            field: named.or(field.map(FieldPath::of)),
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
            self.path == *input
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

/// The entries of details of this shape. In a tree, objects with a text at `message` are entries themselves.
pub(crate) fn entries<'a, 't: 'a>(
    details: Option<Value<'a>>,
    shape: Shape,
    leaf: &'t str,
    message: &'t str,
) -> impl Iterator<Item = Entry<'a>> + use<'a, 't> {
    let mut json = Entries {
        shape,
        leaf,
        message,
        open: [const { None }; MAX_SEGMENTS],
        depth: 0,
        path: FieldPath::EMPTY,
    };
    let mut xml = None;
    match (details, shape) {
        (Some(Value::Json(root)), _) => json.enter_root(root),
        (Some(Value::Xml(list)), Shape::List) => xml = Some(list),
        (None | Some(Value::Xml(_) | Value::Form(_)), _) => {}
    }
    let elements = xml.into_iter().flat_map(xml::Value::elements);
    json.chain(elements.map(|element| Entry {
        path: FieldPath::EMPTY,
        value: Value::Xml(element),
    }))
}

/// Goes through details in JSON from their root to the entries, without recursion. One type for all shapes: an iterator of
/// several would be many times as large, and is moved around.
struct Entries<'a, 't> {
    shape: Shape,
    /// The name of the members of a tree that contain the entries; empty if any text is one.
    leaf: &'t str,
    message: &'t str,
    /// The containers on the way to the current place.
    open: [Option<Open<'a>>; MAX_SEGMENTS],
    depth: usize,
    path: FieldPath<'a>,
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
    count: usize,
    /// The length of the path to it.
    path_len: usize,
    /// Whether its children are entries, whatever they are.
    has_entries: bool,
}

impl<'a> Entries<'a, '_> {
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

    fn entry(&self, value: json::Value<'a>) -> Entry<'a> {
        Entry {
            path: self.path,
            value: Value::Json(value),
        }
    }

    /// Looks at a child of a container: an entry, or a container to enter.
    fn visit(
        &mut self,
        parent: Parent,
        name: Option<Text<'a>>,
        child: json::Value<'a>,
    ) -> Option<Entry<'a>> {
        self.path.len = parent.path_len;
        let is_container = matches!(child.kind(), Kind::Object | Kind::Array);
        if parent.has_entries {
            return Some(self.entry(child));
        }
        if self.shape == Shape::Map {
            return self.visit_member(name?, child);
        }
        if !self.leaf.is_empty() && name.is_some_and(|name| name == *self.leaf) {
            if child.kind() != Kind::Array {
                return Some(self.entry(child));
            }
            self.enter(child, true);
            return None;
        }
        let is_text = child.text().is_some();
        // The elements of a list of texts are all about the same input.
        if !(name.is_none() && is_text) {
            let index = Segment::Index(parent.count);
            self.path.push(name.map_or(index, Segment::Name));
        }
        if self.leaf.is_empty() && (is_text || self.is_entry(child)) {
            return Some(self.entry(child));
        }
        if is_container {
            self.enter(child, false);
        }
        None
    }

    /// Looks at a member of a map: an entry, or a list of them.
    fn visit_member(&mut self, name: Text<'a>, value: json::Value<'a>) -> Option<Entry<'a>> {
        self.path.push(Segment::Name(name));
        if value.kind() == Kind::Array {
            self.enter(value, true);
            return None;
        }
        Some(self.entry(value))
    }

    fn is_entry(&self, child: json::Value<'a>) -> bool {
        child.kind() == Kind::Object
            && child
                .pointer(self.message)
                .is_some_and(|message| message.text().is_some())
    }
}

impl<'a> Iterator for Entries<'a, '_> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        loop {
            let at = self.depth.checked_sub(1)?;
            let open = self.open.get_mut(at)?.as_mut()?;
            let parent = open.parent;
            let Some((name, child)) = open.children.next() else {
                self.depth = at;
                continue;
            };
            open.parent.count += 1;
            if let Some(entry) = self.visit(parent, name, child) {
                return Some(entry);
            }
        }
    }
}
