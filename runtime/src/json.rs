//! Reads all wanted values of a JSON body in one walk, without building or allocating anything.
//!
//! The wanted JSON Pointers (RFC 6901) form a [`Trie`]. The walk goes down a branch of it for as long as the body does
//! the same and notes where the values lie. On its way it checks the whole of the text: what it accepts is what
//! `serde_json` accepts, and numbers of any magnitude besides.

#[cfg(feature = "alloc")]
use alloc::string::String;
use core::{iter, mem, str};

use crate::{
    hash,
    tables::{Edge, Kind, MAX_SLOTS, Node, Vendor},
    text::{Text, unescape},
};

/// Bodies longer than this are not read as JSON.
pub const MAX_BODY: usize = 1 << 20;

/// At most this many containers lie within each other: what `serde_json` reads, and little enough for any stack.
const MAX_DEPTH: u8 = 127;

/// Where the value of a wanted pointer lies in a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    start: u32,
    end: u32,
}

impl Slot {
    const MISSING: Self = Self { start: 0, end: 0 };
    const BLOCKED: Self = Self { start: 1, end: 0 };

    /// Set in `end` where a string without escapes lies: what it says is what lies between its quotes.
    const PLAIN: u32 = 1 << 31;

    #[expect(
        clippy::cast_possible_truncation,
        reason = "no body is longer than `MAX_BODY`, nor `MAX_SLOTS` times that than 2 GiB"
    )]
    const fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// Whether there is no value, or the path to it ends early or in a `null`.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self == Self::MISSING
    }

    /// Whether the way there meets a value of a type that the pointer cannot lead through.
    #[must_use]
    pub fn is_blocked(self) -> bool {
        self == Self::BLOCKED
    }

    /// What the value says, if it is a text, given the body that the slot was read from.
    #[inline]
    pub(crate) fn text(self, body: &str) -> Option<Text<'_>> {
        if self.end & Self::PLAIN == 0 {
            return self.value(body)?.text();
        }
        let (start, end) = (self.start as usize + 1, (self.end & !Self::PLAIN) as usize);
        body.get(start..end.checked_sub(1)?).map(Text::plain)
    }

    /// The value, given the body that the slot was read from.
    #[must_use]
    pub fn value(self, body: &str) -> Option<Value<'_>> {
        let raw = body.get(self.start as usize..(self.end & !Self::PLAIN) as usize)?;
        if raw.is_empty() {
            None
        } else {
            Some(Value(raw))
        }
    }
}

/// A body that was read.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    text: &'a str,
    found: Found,
    valid: bool,
}

impl<'a> Document<'a> {
    /// Reads a body in one walk along the wanted pointers of a vendor.
    #[must_use]
    pub fn read(vendor: &Vendor<'_>, body: &'a [u8]) -> Self {
        Trie::of(vendor).read(body)
    }

    /// A body that was not looked at yet.
    pub(crate) fn unread(body: &'a [u8]) -> Self {
        let body = without_bom(body);
        let is_small = body.len() <= MAX_BODY;
        Self {
            text: if is_small {
                str::from_utf8(body).unwrap_or("")
            } else {
                ""
            },
            found: Found::default(),
            valid: false,
        }
    }

    /// Reads it. A document is large; this way it is made where it stays.
    pub(crate) fn walk(&mut self, trie: Trie<'_>) {
        let mut walk = Walk {
            trie,
            found: &mut self.found,
            len: self.text.len(),
        };
        self.valid = walk.document(self.text.as_bytes()).is_some();
        if !self.valid {
            self.found = Found::default();
        }
    }

    /// What is left of a document of which each slot was kept in `text`.
    #[cfg(feature = "alloc")]
    pub(crate) fn kept(text: &'a str, slots: &[Slot]) -> Self {
        let mut found = Found::default();
        found
            .slots
            .iter_mut()
            .zip(slots)
            .for_each(|(kept, slot)| *kept = *slot);
        Self {
            text,
            found,
            valid: true,
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

    /// The body, be it JSON or not; empty if it is not UTF-8 or longer than [`MAX_BODY`].
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Whether the whole body is JSON. If it is not, every slot is missing.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.valid
    }

    /// Whether some object has more than one member of a wanted name. The last of them counts.
    #[must_use]
    pub const fn is_ambiguous(&self) -> bool {
        self.found.ambiguous
    }

    /// What the document is as a whole, if it is JSON.
    #[must_use]
    pub fn root(&self) -> Option<Kind> {
        Some(self.root_value()?.kind())
    }

    /// The document as a value, if it is JSON; white space may follow.
    pub(crate) fn root_value(&self) -> Option<Value<'a>> {
        let start = self.text.len() - skip_space(self.text.as_bytes()).len();
        self.text.get(start..).filter(|_| self.valid).map(Value)
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
        self.slot(slot).value(self.text)
    }

    /// What the value in the slot of this number says, if it is a text.
    #[inline]
    pub(crate) fn text_at(&self, slot: u16) -> Option<Text<'a>> {
        self.slot(slot).text(self.text)
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

/// A value inside a JSON document, as it is spelt there.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a>(&'a str);

impl<'a> Value<'a> {
    /// What the value is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self.0.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// The value as it is spelt in the document.
    #[must_use]
    pub const fn raw(self) -> &'a str {
        self.0
    }

    /// What a string says.
    #[must_use]
    pub fn string(self) -> Option<Text<'a>> {
        let inside = self.0.strip_prefix('"')?.strip_suffix('"')?;
        // Nothing else in a string is special but its end.
        let escaped = !skip_plain_text(inside.as_bytes()).is_empty();
        Some(Text::inside(inside, escaped))
    }

    /// What a string says, or the digits of an integer. A number with a fraction or an exponent is not an integer.
    #[must_use]
    pub fn text(self) -> Option<Text<'a>> {
        let is_integer = self.kind() == Kind::Number && !self.0.contains(['.', 'e', 'E']);
        if is_integer {
            Some(Text::plain(self.0))
        } else {
            self.string()
        }
    }

    /// What a string says, or any number or boolean as it is written.
    pub(crate) fn scalar(self) -> Option<Text<'a>> {
        match self.kind() {
            Kind::Number | Kind::Bool => Some(Text::plain(self.0)),
            _ => self.string(),
        }
    }

    /// The value at a JSON Pointer relative to this one. Of members of the same name the last counts.
    #[must_use]
    pub fn pointer(self, pointer: &str) -> Option<Self> {
        let (mut value, mut rest) = (self, pointer);
        while let Some((token, behind)) = first_token(rest) {
            value = value.step(token)?;
            rest = behind;
        }
        rest.is_empty().then_some(value)
    }

    /// Whether a JSON Pointer relative to this value leads to something that is neither text nor null, through something
    /// that it cannot lead through, or by a name that an object has more than once.
    pub(crate) fn is_unsure_at(self, pointer: &str) -> bool {
        let (mut value, mut rest) = (self, pointer);
        while let Some((token, behind)) = first_token(rest) {
            match value.kind() {
                Kind::Null => return false,
                Kind::Object if value.has_repeated(token) => return true,
                Kind::Array if array_index(token).is_none() => return true,
                Kind::Object | Kind::Array => {}
                _ => return true,
            }
            let Some(next) = value.step(token) else {
                return false;
            };
            (value, rest) = (next, behind);
        }
        value.kind() != Kind::Null && value.text().is_none()
    }

    /// Whether an object has more than one member of this name.
    fn has_repeated(self, token: &str) -> bool {
        let mut count = 0;
        let end = skip_object(self.0.as_bytes(), MAX_DEPTH, |name, value, depth| {
            count += usize::from(name.is(token));
            skip_value(value, depth)
        });
        end.is_some() && count > 1
    }

    /// The values at two JSON Pointers relative to this one, in one walk if it is an object.
    pub(crate) fn pointers(self, pointers: [&str; 2]) -> [Option<Self>; 2] {
        let [Some((first, first_rest)), Some((second, second_rest))] = pointers.map(first_token)
        else {
            return pointers.map(|pointer| self.pointer(pointer));
        };
        if self.kind() != Kind::Object {
            return pointers.map(|pointer| self.pointer(pointer));
        }
        let [first, second] = self.members([first, second]);
        [
            first.and_then(|value| value.pointer(first_rest)),
            second.and_then(|value| value.pointer(second_rest)),
        ]
    }

    /// The elements of an array, in order; none if it is something else.
    pub fn elements(self) -> impl Iterator<Item = Self> + use<'a> {
        let mut rest = self.0.as_bytes();
        iter::from_fn(move || {
            // Every element follows a bracket or a comma, and nothing else in an array does.
            let [b'[' | b',', element @ ..] = rest else {
                return None;
            };
            let element = skip_space(element);
            let behind = skip_value(element, MAX_DEPTH)?;
            rest = skip_space(behind);
            self.between(element, behind)
        })
    }

    fn step(self, token: &str) -> Option<Self> {
        match self.kind() {
            Kind::Object => self.member(token),
            Kind::Array => self.elements().nth(array_index(token)?),
            _ => None,
        }
    }

    fn member(self, token: &str) -> Option<Self> {
        let [member] = self.members([token]);
        member
    }

    /// The last member of each of these names.
    fn members<const N: usize>(self, tokens: [&str; N]) -> [Option<Self>; N] {
        let mut found = [None; N];
        let end = skip_object(self.0.as_bytes(), MAX_DEPTH, |name, value, depth| {
            let behind = skip_value(value, depth)?;
            for (found, token) in found.iter_mut().zip(tokens) {
                if name.is(token) {
                    *found = self.between(value, behind);
                }
            }
            Some(behind)
        });
        if end.is_some() { found } else { [None; N] }
    }

    /// What two rests of this value differ in.
    fn between(self, rest: &[u8], behind: &[u8]) -> Option<Self> {
        let len = self.0.len();
        self.0.get(len - rest.len()..len - behind.len()).map(Self)
    }
}

/// The first reference token of a pointer, and the pointer behind it.
fn first_token(pointer: &str) -> Option<(&str, &str)> {
    let tokens = pointer.strip_prefix('/')?;
    let end = tokens.bytes().position(|byte| byte == b'/');
    tokens.split_at_checked(end.unwrap_or(tokens.len()))
}

/// Reads a reference token as an array index: digits without a leading zero.
fn array_index(token: &str) -> Option<usize> {
    let is_canonical = token == "0" || !token.starts_with(['0', '+']);
    if is_canonical {
        token.parse().ok()
    } else {
        None
    }
}

/// The characters of a reference token with `~0` and `~1` decoded.
fn unescape_token(token: &str) -> impl Iterator<Item = char> {
    let mut rest = token;
    iter::from_fn(move || {
        let (character, len) = match rest.as_bytes() {
            [b'~', b'0', ..] => ('~', 2),
            [b'~', b'1', ..] => ('/', 2),
            _ => rest
                .chars()
                .next()
                .map(|character| (character, character.len_utf8()))?,
        };
        rest = rest.get(len..)?;
        Some(character)
    })
}

/// The trie of wanted pointers; row 0 of the nodes is the root of the document.
#[derive(Clone, Copy, Debug)]
pub struct Trie<'t> {
    /// Places that a wanted pointer leads to or through.
    pub nodes: &'t [Node],
    /// Steps between them.
    pub edges: &'t [Edge],
    /// What the keys of the edges refer to.
    pub text: &'t str,
}

impl<'t> Trie<'t> {
    /// What a vendor wants to know.
    pub(crate) const fn of(vendor: &Vendor<'t>) -> Self {
        Self {
            nodes: vendor.nodes,
            edges: vendor.edges,
            text: vendor.text,
        }
    }

    /// Reads a body; [`Document::read`] does this for the trie of a vendor.
    #[must_use]
    pub fn read<'a>(&self, body: &'a [u8]) -> Document<'a> {
        let mut document = Document::unread(body);
        document.walk(*self);
        document
    }

    fn edges(&self, node: &Node) -> &'t [Edge] {
        self.edges
            .get(node.first_edge.into()..node.end_edge.into())
            .unwrap_or(&[])
    }

    fn child(&self, edge: &Edge) -> Option<&'t Node> {
        self.nodes.get(usize::from(edge.node))
    }

    fn find(&self, edges: &[Edge], name: &Name<'_>) -> Option<usize> {
        if name.escaped {
            let name = name.text();
            return edges
                .iter()
                .position(|edge| name == *edge.key.text(self.text));
        }
        edges
            .iter()
            .position(|edge| hash::equal(name.inside, edge.key.of(self.text.as_bytes())))
    }
}

/// What a walk has found so far.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    slots: [Slot; MAX_SLOTS],
    ambiguous: bool,
}

impl Found {
    /// Says the same of this place and of all below it.
    fn fill(&mut self, node: &Node, slot: Slot) {
        if let Some(slots) = self
            .slots
            .get_mut(node.first_slot.into()..node.end_slot.into())
        {
            slots.fill(slot);
        }
    }

    fn keep(&mut self, node: &Node, slot: Slot) {
        if let Some(kept) = self.slots.get_mut(usize::from(node.slot)) {
            *kept = slot;
        }
    }
}

/// Goes down the trie and the document together. Its methods take and return what the functions below do.
struct Walk<'t, 'f> {
    trie: Trie<'t>,
    found: &'f mut Found,
    /// The length of the document, which turns a rest of it into a place in it.
    len: usize,
}

impl<'t> Walk<'t, '_> {
    fn document(&mut self, text: &[u8]) -> Option<()> {
        let input = skip_space(text);
        let rest = match self.trie.nodes.first() {
            Some(root) => self.value(input, MAX_DEPTH, root)?,
            None => skip_value(input, MAX_DEPTH)?,
        };
        skip_space(rest).is_empty().then_some(())
    }

    fn value<'a>(&mut self, input: &'a [u8], depth: u8, node: &'t Node) -> Option<&'a [u8]> {
        let mut plain = 0;
        let rest = match input.first()? {
            b'{' => self.object(input, depth, node)?,
            b'[' => self.array(input, depth, node)?,
            b'"' => {
                self.block(node);
                let (string, rest) = take_string(input)?;
                plain = if string.escaped { 0 } else { Slot::PLAIN };
                rest
            }
            b'n' => skip_scalar(input)?,
            _ => {
                self.block(node);
                skip_scalar(input)?
            }
        };
        let mut slot = Slot::new(self.len - input.len(), self.len - rest.len());
        slot.end |= plain;
        self.found.keep(node, slot);
        Some(rest)
    }

    /// Says that nothing below this place can be reached.
    fn block(&mut self, node: &Node) {
        if node.first_edge < node.end_edge {
            self.found.fill(node, Slot::BLOCKED);
        }
    }

    fn object<'a>(&mut self, input: &'a [u8], depth: u8, node: &'t Node) -> Option<&'a [u8]> {
        let edges = self.trie.edges(node);
        let mut seen = [false; MAX_SLOTS];
        skip_object(input, depth, |name, value, depth| {
            let Some(place) = self.trie.find(edges, &name) else {
                return skip_value(value, depth);
            };
            let child = self.trie.child(edges.get(place)?)?;
            if mem::replace(seen.get_mut(place)?, true) {
                self.found.ambiguous = true;
                self.found.fill(child, Slot::MISSING);
            }
            self.value(value, depth, child)
        })
    }

    // Out of line, as numbers and escapes are: that keeps the usual way, objects and plain strings, fast.
    #[inline(never)]
    fn array<'a>(&mut self, input: &'a [u8], depth: u8, node: &'t Node) -> Option<&'a [u8]> {
        let edges = self.trie.edges(node);
        for edge in edges.iter().filter(|edge| edge.index == u32::MAX) {
            self.found.fill(self.trie.child(edge)?, Slot::BLOCKED);
        }
        let mut indices = 0..;
        skip_items(input, depth, b']', |element, depth| {
            let index = indices.next()?;
            match edges.iter().find(|edge| edge.index == index) {
                Some(edge) => self.value(element, depth, self.trie.child(edge)?),
                None => skip_value(element, depth),
            }
        })
    }
}

/// The name of a member, as it is spelt.
struct Name<'a> {
    inside: &'a [u8],
    escaped: bool,
}

impl<'a> Name<'a> {
    /// Whether it is what a reference token says.
    fn is(&self, token: &str) -> bool {
        if self.escaped || token.bytes().any(|byte| byte == b'~') {
            return self.text().chars().eq(unescape_token(token));
        }
        hash::equal(self.inside, token.as_bytes())
    }

    fn text(&self) -> Text<'a> {
        Text::inside(str::from_utf8(self.inside).unwrap_or(""), self.escaped)
    }
}

// Each function below takes something off the front of the input and returns the rest: `None` if something else is
// there. `depth` says how many more containers may be entered.

fn skip_space(mut input: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = input {
        input = rest;
    }
    input
}

fn skip_value(input: &[u8], depth: u8) -> Option<&[u8]> {
    match input.first()? {
        b'"' => take_string(input).map(|(_, rest)| rest),
        b'{' => skip_object(input, depth, |_, value, depth| skip_value(value, depth)),
        b'[' => skip_items(input, depth, b']', skip_value),
        _ => skip_scalar(input),
    }
}

/// Leaves it to `member` to take each value.
fn skip_object<'a>(
    input: &'a [u8],
    depth: u8,
    mut member: impl FnMut(Name<'a>, &'a [u8], u8) -> Option<&'a [u8]>,
) -> Option<&'a [u8]> {
    skip_items(input, depth, b'}', |input, depth| {
        let (name, rest) = take_string(input)?;
        let value = skip_space(rest).strip_prefix(b":")?;
        member(name, skip_space(value), depth)
    })
}

/// Takes the brackets and commas of a container and leaves it to `item` to take each item.
fn skip_items<'a>(
    input: &'a [u8],
    depth: u8,
    close: u8,
    mut item: impl FnMut(&'a [u8], u8) -> Option<&'a [u8]>,
) -> Option<&'a [u8]> {
    let depth = depth.checked_sub(1)?;
    let mut rest = skip_space(input.get(1..)?);
    if let [first, behind @ ..] = rest
        && *first == close
    {
        return Some(behind);
    }
    loop {
        rest = skip_space(item(rest, depth)?);
        match rest {
            [b',', behind @ ..] => rest = skip_space(behind),
            [byte, behind @ ..] if *byte == close => return Some(behind),
            _ => return None,
        }
    }
}

fn skip_scalar(input: &[u8]) -> Option<&[u8]> {
    match input.first()? {
        b't' => input.strip_prefix(b"true"),
        b'f' => input.strip_prefix(b"false"),
        b'n' => input.strip_prefix(b"null"),
        _ => skip_number(input),
    }
}

#[inline(never)]
fn skip_number(input: &[u8]) -> Option<&[u8]> {
    let mut rest = match input.strip_prefix(b"-").unwrap_or(input) {
        [b'0', rest @ ..] => rest,
        digits => skip_digits(digits)?,
    };
    if let [b'.', digits @ ..] = rest {
        rest = skip_digits(digits)?;
    }
    if let [b'e' | b'E', b'+' | b'-', digits @ ..] | [b'e' | b'E', digits @ ..] = rest {
        rest = skip_digits(digits)?;
    }
    Some(rest)
}

fn skip_digits(input: &[u8]) -> Option<&[u8]> {
    let digits = input
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if digits == 0 {
        None
    } else {
        input.get(digits..)
    }
}

fn take_string(input: &[u8]) -> Option<(Name<'_>, &[u8])> {
    let input = input.strip_prefix(b"\"")?;
    let plain_end = skip_plain_text(input);
    let (end, escaped) = match plain_end.first()? {
        b'"' => (plain_end, false),
        _ => (skip_escaped_text(plain_end)?, true),
    };
    let inside = input.get(..input.len() - end.len())?;
    Some((Name { inside, escaped }, end.get(1..)?))
}

/// Goes on from the first escape of a string to its closing quote.
#[inline(never)]
fn skip_escaped_text(mut input: &[u8]) -> Option<&[u8]> {
    while let [b'\\', ..] = input {
        let (_, len) = unescape(input)?;
        input = skip_plain_text(input.get(len..)?);
    }
    if let [b'"', ..] = input {
        Some(input)
    } else {
        None
    }
}

/// Goes on to the next quote, backslash or control character.
fn skip_plain_text(mut input: &[u8]) -> &[u8] {
    while let Some((chunk, behind)) = input.split_first_chunk() {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        if special != 0 {
            let plain = special.trailing_zeros() as usize / 8;
            return input.get(plain..).unwrap_or_default();
        }
        input = behind;
    }
    while let [byte, behind @ ..] = input
        && !matches!(byte, b'"' | b'\\' | ..b' ')
    {
        input = behind;
    }
    input
}

/// Looks for quotes, backslashes and control characters in eight bytes at once. The lowest bit that is set belongs to
/// the first such byte; the bits above it may be wrong.
fn special_bytes(bytes: u64) -> u64 {
    const EACH: u64 = u64::MAX / 0xff;
    // Flipping this bit puts the quote next to the control characters, so that one comparison finds them all.
    let quotes_and_controls = (bytes ^ (EACH * 0x02)).wrapping_sub(EACH * 0x21);
    let backslashes = (bytes ^ (EACH * 0x5c)).wrapping_sub(EACH);
    (quotes_and_controls | backslashes) & !bytes & (EACH * 0x80)
}
