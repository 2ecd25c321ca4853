//! The body of a response, in one of the formats that a book names.

#[cfg(feature = "alloc")]
use alloc::string::String;
use core::str;

use crate::response::{Header, Headers};
use crate::slots::{Found, Walked, array_index};
use crate::tables::{Format, Kind, Shape, Vendor};
use crate::text::Text;
use crate::{form, json, sse, xml};

pub use crate::slots::{MAX_BODY, Slot, Trie};

/// The number of bytes of a body that are kept.
pub(crate) const EXCERPT: usize = 4096;

/// A body that was read.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    text: &'a str,
    found: Found,
    format: Format,
    valid: bool,
}

impl<'a> Document<'a> {
    /// Reads a body in one walk along the wanted pointers of an operation's vendor.
    #[must_use]
    pub fn read(
        vendor: &Vendor<'_>,
        operation: u16,
        body: &'a [u8],
        headers: &dyn Headers,
    ) -> Self {
        let mut document = Self::of(vendor, operation, body, headers);
        document.walk(Trie::of(vendor));
        document
    }

    /// Reads a body of this format in one walk.
    #[must_use]
    pub fn parse(trie: Trie<'_>, format: Format, body: &'a [u8]) -> Self {
        let mut document = Self::unread(without_bom(body), format);
        document.walk(trie);
        document
    }

    /// The body of a response to an operation, not looked at yet.
    #[inline]
    pub(crate) fn of(
        vendor: &Vendor<'_>,
        operation: u16,
        body: &'a [u8],
        headers: &dyn Headers,
    ) -> Self {
        let body = without_prefix(vendor, body);
        Self::unread(body, format_of(vendor, operation, body, headers))
    }

    /// A body that was not looked at yet.
    #[inline]
    pub(crate) fn unread(body: &'a [u8], format: Format) -> Self {
        let body = match format {
            Format::Events => sse::deciding_event(body).data,
            _ => body,
        };
        let is_small = body.len() <= MAX_BODY;
        Self {
            text: if is_small {
                str::from_utf8(body).unwrap_or("")
            } else {
                ""
            },
            found: Found::default(),
            format,
            valid: false,
        }
    }

    /// Reads it. A document is large; this way it is made where it stays.
    pub(crate) fn walk(&mut self, trie: Trie<'_>) {
        let found = &mut self.found;
        let walked = match self.format {
            Format::Json => json::walk::<false>(trie, self.text, found),
            Format::Events => json::walk::<true>(trie, self.text, found),
            Format::Xml => xml::walk(trie, self.text, found),
            Format::Form => form::walk(trie, self.text, found),
        };
        self.valid = walked.is_some();
        if !self.valid {
            self.found = Found::default();
        }
    }

    /// What the walk found, to [`restore`](Self::restore) it later.
    pub(crate) fn walked(&self, trie: Trie<'_>) -> Walked {
        Walked::of(self.text, trie, &self.found, self.valid)
    }

    /// Reads the same body again; a walk that is remembered is not repeated.
    pub(crate) fn restore(&mut self, trie: Trie<'_>, walked: &Walked) {
        match walked.restore(&mut self.found) {
            Some(valid) => self.valid = valid,
            None => self.walk(trie),
        }
    }

    /// A value inside it as a document of its own, not looked at yet.
    pub(crate) fn inside(&self, value: json::Value<'a>) -> Self {
        Self {
            text: value.raw(),
            found: Found::default(),
            format: self.format,
            valid: false,
        }
    }

    /// What is left of a document of which each slot was kept in `text`.
    #[cfg(feature = "alloc")]
    pub(crate) fn kept(text: &'a str, slots: &[Slot], format: Format) -> Self {
        let mut found = Found::default();
        found
            .slots
            .iter_mut()
            .zip(slots)
            .for_each(|(kept, slot)| *kept = *slot);
        Self {
            text,
            found,
            format,
            valid: true,
        }
    }

    /// Treats what is inside values that have nothing inside as missing.
    pub(crate) fn unblock(&mut self) {
        let blocked = self.found.slots.iter_mut().filter(|slot| slot.is_blocked());
        blocked.for_each(|slot| *slot = Slot::MISSING);
    }

    /// If the document is a list of nothing but objects, treats members of the list as missing: it has none, and its
    /// objects are documents of their own.
    pub(crate) fn unblock_list(&mut self, trie: Trie<'_>) {
        let list = self.json().filter(|root| root.kind() == Kind::Array);
        let is_object = |element: json::Value<'_>| element.kind() == Kind::Object;
        if !list.is_some_and(|list| list.elements().all(is_object)) {
            return;
        }
        let edges = trie.root().map_or(&[][..], |root| trie.edges(root));
        let names = edges
            .iter()
            .filter(|edge| array_index(trie.key(edge)).is_none());
        for node in names.filter_map(|edge| trie.child(edge)) {
            self.found.fill(node, Slot::MISSING);
        }
    }

    /// Appends the value in this slot to `text`, and returns its position there.
    #[cfg(feature = "alloc")]
    pub(crate) fn keep(&self, slot: u16, text: &mut String) -> Slot {
        let Some(value) = self.value(slot) else {
            return self.slot(slot);
        };
        let start = text.len();
        text.push_str(value.raw());
        Slot::new(start, text.len())
    }

    /// The body, whether it can be read or not; empty if it is not UTF-8 or longer than [`MAX_BODY`].
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The format that the body is read in.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Whether the whole body has its format. If it has not, every slot is missing.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.valid
    }

    /// Whether something wanted is there more than once. In XML the first of them counts, elsewhere the last.
    #[must_use]
    pub const fn is_ambiguous(&self) -> bool {
        self.found.ambiguous
    }

    /// What the document is as a whole, if it can be read.
    #[must_use]
    pub fn root(&self) -> Option<Kind> {
        match self.format {
            Format::Json | Format::Events => Some(self.json()?.kind()),
            Format::Xml | Format::Form => self.valid.then_some(Kind::Object),
        }
    }

    /// The document as a JSON value, if it is one.
    pub(crate) fn json(&self) -> Option<json::Value<'a>> {
        json::root(self.text).filter(|_| self.valid && self.is_json())
    }

    /// Whether it is read as JSON.
    pub(crate) const fn is_json(&self) -> bool {
        matches!(self.format, Format::Json | Format::Events)
    }

    /// Whether there is nothing at any of the wanted pointers, nor a repeated name on the way there.
    pub(crate) fn is_bare(&self) -> bool {
        !self.is_ambiguous() && self.found.slots.iter().all(|slot| slot.is_missing())
    }

    /// The slot of this number; missing if there is none.
    #[must_use]
    pub fn slot(&self, slot: u16) -> Slot {
        self.found
            .slots
            .get(usize::from(slot))
            .copied()
            .unwrap_or_default()
    }

    /// The value in the slot of this number.
    #[must_use]
    pub fn value(&self, slot: u16) -> Option<Value<'a>> {
        Some(Value::new(self.format, self.slot(slot).raw(self.text)?))
    }

    /// What the value in the slot of this number says, if it is a text.
    #[inline]
    pub(crate) fn text_at(&self, slot: u16) -> Option<Text<'a>> {
        match self.slot(slot).plain(self.text) {
            Some(plain) => Some(Text::plain(plain)),
            None => self.value(slot)?.text(),
        }
    }

    /// The same, or any number or boolean as it is written.
    pub(crate) fn scalar_at(&self, slot: u16) -> Option<Text<'a>> {
        match self.slot(slot).plain(self.text) {
            Some(plain) => Some(Text::plain(plain)),
            None => self.value(slot)?.scalar(),
        }
    }

    /// Whether the slot of this number [is blocked](Slot::is_blocked).
    #[must_use]
    pub fn is_blocked(&self, slot: u16) -> bool {
        self.slot(slot).is_blocked()
    }
}

/// A body without the byte order mark that some servers put before UTF-8.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// A body without a byte order mark and what the book says that bodies may start with.
pub(crate) fn without_prefix<'a>(vendor: &Vendor<'_>, body: &'a [u8]) -> &'a [u8] {
    let body = without_bom(body);
    if vendor.prefix.len == 0 {
        return body;
    }
    let prefix = vendor.prefix.of(vendor.text.as_bytes());
    body.strip_prefix(prefix).unwrap_or(body)
}

/// The format that the body of a response to an operation, without its prefix, is read in.
pub(crate) fn format_of(
    vendor: &Vendor<'_>,
    operation: u16,
    body: &[u8],
    headers: &dyn Headers,
) -> Format {
    match vendor.formats_of(operation) {
        [] => Format::Json,
        [only] => *only,
        several => choose(several, body, headers),
    }
}

/// Which of several formats a body is read in. There is no second attempt with another one.
// Out of line: most vendors have one format.
#[inline(never)]
fn choose(formats: &[Format], body: &[u8], headers: &dyn Headers) -> Format {
    let declared = Header::find(headers, "Content-Type")
        .and_then(Header::only_text)
        .and_then(declared_format);
    let guessed = match body.trim_ascii_start().first() {
        Some(b'<') => Some(Format::Xml),
        Some(b'{' | b'[') => Some(Format::Json),
        _ if sse::is_likely(body) => Some(Format::Events),
        _ => None,
    };
    let candidates = [declared, guessed, Some(Format::Form), Some(Format::Json)];
    let mut candidates = candidates.into_iter().flatten();
    candidates
        .find(|format| formats.contains(format))
        .unwrap_or(Format::Xml)
}

/// The format that a media type names.
pub(crate) fn declared_format(content_type: &str) -> Option<Format> {
    let media_type = content_type.split(';').next()?.trim_matches([' ', '\t']);
    let is = |name: &str| media_type.eq_ignore_ascii_case(name);
    let has_suffix = |suffix: &str| {
        let (_, own) = media_type.rsplit_once('+').unwrap_or_default();
        own.eq_ignore_ascii_case(suffix)
    };
    if is("application/json") || has_suffix("json") {
        Some(Format::Json)
    } else if is("application/xml") || is("text/xml") || has_suffix("xml") {
        Some(Format::Xml)
    } else if is("application/x-www-form-urlencoded") {
        Some(Format::Form)
    } else if is("text/event-stream") {
        Some(Format::Events)
    } else {
        None
    }
}

/// A value inside a body, as it is spelt there.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// In JSON.
    Json(json::Value<'a>),
    /// In XML: an element or an attribute.
    Xml(xml::Value<'a>),
    /// In a form.
    Form(form::Pair<'a>),
}

impl<'a> Value<'a> {
    /// A value as it is spelt in a document of this format.
    #[must_use]
    pub const fn new(format: Format, raw: &'a str) -> Self {
        match format {
            Format::Json | Format::Events => Self::Json(json::Value(raw)),
            Format::Xml => Self::Xml(xml::Value(raw)),
            Format::Form => Self::Form(form::Pair(raw)),
        }
    }

    /// What the value is. XML and forms contain no numbers, booleans or null.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Json(value) => value.kind(),
            Self::Xml(value) => value.kind(),
            Self::Form(_) => Kind::String,
        }
    }

    /// Whether the format has types of its own for numbers, booleans and null.
    pub(crate) const fn is_typed(self) -> bool {
        matches!(self, Self::Json(_))
    }

    /// The value as it is spelt in the document.
    #[must_use]
    pub const fn raw(self) -> &'a str {
        match self {
            Self::Json(json::Value(raw))
            | Self::Xml(xml::Value(raw))
            | Self::Form(form::Pair(raw)) => raw,
        }
    }

    /// What a string says, or the digits of an integer.
    #[must_use]
    pub fn text(self) -> Option<Text<'a>> {
        match self {
            Self::Json(value) => value.text(),
            Self::Xml(value) => value.text(),
            Self::Form(pair) => Some(pair.text()),
        }
    }

    /// What a string says, or any number or boolean as it is written.
    pub(crate) fn scalar(self) -> Option<Text<'a>> {
        match self {
            Self::Json(value) => value.scalar(),
            _ => self.text(),
        }
    }

    /// The elements of a JSON array or inside an XML element, in order.
    pub fn elements(self) -> impl Iterator<Item = Self> + use<'a> {
        let (json, xml) = match self {
            Self::Json(value) => (Some(value), None),
            Self::Xml(value) => (None, Some(value)),
            Self::Form(_) => (None, None),
        };
        let json = json.into_iter().flat_map(json::Value::elements);
        let xml = xml.into_iter().flat_map(xml::Value::elements);
        json.map(Self::Json).chain(xml.map(Self::Xml))
    }

    /// The elements of a JSON array or the values of a JSON object, in order. Other formats have no lists: inside an XML
    /// element there are its parts, not further elements of its name.
    pub(crate) fn children(self) -> impl Iterator<Item = Self> + use<'a> {
        let value = match self {
            Self::Json(value) => Some(value),
            Self::Xml(_) | Self::Form(_) => None,
        };
        let value = value.into_iter();
        let members = value.clone().flat_map(json::Value::entries);
        let elements = value.flat_map(json::Value::elements);
        elements
            .chain(members.map(|(_, value)| value))
            .map(Self::Json)
    }

    /// Whether the value is a map or has elements, or could have some but has none.
    pub(crate) fn may_have_details(self, shape: Shape) -> bool {
        match (self, shape) {
            (Self::Json(value), Shape::List) => value.kind() == Kind::Array,
            (Self::Json(value), Shape::Map) => value.kind() == Kind::Object,
            (Self::Json(value), Shape::Tree { .. }) => {
                matches!(value.kind(), Kind::Object | Kind::Array)
            }
            // Text, and an attribute is nothing else, has none.
            (Self::Xml(value), _) => value.text().is_none_or(|text| text.is_empty()),
            (Self::Form(_), _) => false,
        }
    }

    /// Whether a pointer can lead into it.
    pub(crate) fn has_members(self) -> bool {
        match self {
            Self::Json(value) => value.kind() == Kind::Object,
            Self::Xml(value) => value.has_members(),
            Self::Form(_) => false,
        }
    }

    /// The value at a JSON Pointer relative to this one.
    #[must_use]
    pub fn pointer(self, pointer: &str) -> Option<Self> {
        match self {
            Self::Json(value) => value.pointer(pointer).map(Self::Json),
            Self::Xml(value) => value.pointer(pointer).map(Self::Xml),
            Self::Form(_) => pointer.is_empty().then_some(self),
        }
    }

    /// The texts at two JSON Pointers relative to this one, and whether each of them [is unsure](Self::is_unsure_at).
    pub(crate) fn texts_at(self, pointers: [&str; 2]) -> [(Option<Text<'a>>, bool); 2] {
        match self {
            Self::Json(value) => value.targets(pointers).map(json::Target::text),
            _ => pointers.map(|pointer| {
                let text = self.pointer(pointer).and_then(Self::text);
                (text, self.is_unsure_at(pointer))
            }),
        }
    }

    /// Whether a JSON Pointer relative to this value leads through something that it cannot lead through, or along a name
    /// that an object has more than once.
    pub(crate) fn is_doubtful_along(self, pointer: &str) -> bool {
        match self {
            Self::Json(value) => value.follow(pointer).is_doubtful,
            Self::Xml(value) => value.is_unsure_at(pointer),
            Self::Form(_) => false,
        }
    }

    /// Whether a JSON Pointer relative to this value leads to something that is neither text nor null, through something
    /// that it cannot lead through, or to one of several.
    pub(crate) fn is_unsure_at(self, pointer: &str) -> bool {
        match self {
            Self::Json(value) => value.follow(pointer).text().1,
            Self::Xml(value) => value.is_unsure_at(pointer),
            Self::Form(_) => false,
        }
    }
}
