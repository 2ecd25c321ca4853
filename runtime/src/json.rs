//! Reads all wanted values of a JSON body in one walk, without building or allocating anything.
//!
//! On its way the walk checks the whole of the text: what it accepts is what `serde_json` accepts, and numbers of any
//! magnitude besides.

use core::{cmp::Ordering, iter, mem, str};

use crate::{
    encoding::unescape,
    hash,
    slots::{Found, MAX_DEPTH, Slot, Trie, array_index, first_token},
    sse,
    tables::{Edge, Kind, MAX_SLOTS, Node},
    text::Text,
};

/// Notes where the wanted values lie; `None` if the text is not JSON, or not the lines of an event's data if `EVENT`.
pub(crate) fn walk<const EVENT: bool>(trie: Trie<'_>, text: &str, found: &mut Found) -> Option<()> {
    let mut walk: Walk<'_, '_, EVENT> = Walk {
        trie,
        found,
        len: text.len(),
    };
    walk.document(text.as_bytes())
}

/// What was walked is read as the lines of an event's data, whether or not it is: nothing else in JSON looks like them.
const WALKED: bool = true;

/// The document as a value; white space may follow.
pub(crate) fn root(text: &str) -> Option<Value<'_>> {
    let start = text.len() - skip_space::<WALKED>(text.as_bytes()).len();
    text.get(start..).map(Value)
}

/// A value inside a JSON document, as it is spelt there.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a>(pub(crate) &'a str);

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
    fn string(self) -> Option<Text<'a>> {
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
        self.follow(pointer).value
    }

    /// Where two JSON Pointers relative to this value lead, in one walk if it is an object.
    pub(crate) fn targets(self, pointers: [&str; 2]) -> [Target<'a>; 2] {
        match pointers.map(first_token) {
            [Some((first, first_rest)), Some((second, second_rest))]
                if self.kind() == Kind::Object =>
            {
                let [first, second] = self.members([first, second]);
                [first.follow(first_rest), second.follow(second_rest)]
            }
            _ => pointers.map(|pointer| self.follow(pointer)),
        }
    }

    /// Where a JSON Pointer relative to this value leads.
    pub(crate) fn follow(self, pointer: &str) -> Target<'a> {
        Target::certain(Some(self)).follow(pointer)
    }

    /// The names and values of an object, in order; none if it is something else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (Text<'a>, Self)> + use<'a> {
        let object = (self.kind() == Kind::Object).then(|| self.children());
        let members = object.into_iter().flatten();
        members.filter_map(|(name, value)| Some((name?, value)))
    }

    /// The members of an object, with their names, or the elements of an array, in order; none if it is something else.
    pub(crate) fn children(self) -> Children<'a> {
        Children {
            rest: self.0,
            is_object: self.kind() == Kind::Object,
        }
    }

    /// The elements of an array, in order; none if it is something else.
    pub fn elements(self) -> impl Iterator<Item = Self> + use<'a> {
        let array = (self.kind() == Kind::Array).then(|| self.children());
        array.into_iter().flatten().map(|(_, value)| value)
    }

    fn step(self, token: &str) -> Target<'a> {
        match self.kind() {
            Kind::Object => {
                let [member] = self.members([token]);
                member
            }
            Kind::Array => match array_index(token) {
                Some(index) => Target::certain(self.elements().nth(index)),
                None => Target::BLOCKED,
            },
            Kind::Null => Target::certain(None),
            _ => Target::BLOCKED,
        }
    }

    /// The last member of each of these names.
    fn members<const N: usize>(self, tokens: [&str; N]) -> [Target<'a>; N] {
        let mut targets = [Target::certain(None); N];
        let end = skip_object::<WALKED>(self.0.as_bytes(), MAX_DEPTH, |name, value, depth| {
            let behind = skip_value::<WALKED>(value, depth)?;
            for (target, token) in targets.iter_mut().zip(tokens) {
                if name.is(token) {
                    *target = Target {
                        is_doubtful: target.value.is_some(),
                        value: self.between(value, behind),
                    };
                }
            }
            Some(behind)
        });
        if end.is_some() {
            targets
        } else {
            [Target::certain(None); N]
        }
    }

    /// What two rests of this value differ in.
    fn between(self, rest: &[u8], behind: &[u8]) -> Option<Self> {
        let len = self.0.len();
        self.0.get(len - rest.len()..len - behind.len()).map(Self)
    }
}

/// Where a JSON Pointer leads.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) value: Option<Value<'a>>,
    /// Whether the way there leads through something that it cannot lead through, or by a name that an object has more than
    /// once.
    pub(crate) is_doubtful: bool,
}

impl<'a> Target<'a> {
    const BLOCKED: Self = Self {
        value: None,
        is_doubtful: true,
    };

    const fn certain(value: Option<Value<'a>>) -> Self {
        Self {
            value,
            is_doubtful: false,
        }
    }

    /// Where a JSON Pointer leads on from here.
    fn follow(self, pointer: &str) -> Self {
        let (mut target, mut rest) = (self, pointer);
        while let Some(value) = target.value
            && let Some((token, behind)) = first_token(rest)
        {
            let next = value.step(token);
            target = Self {
                value: next.value,
                is_doubtful: target.is_doubtful || next.is_doubtful,
            };
            rest = behind;
        }
        Self {
            value: target.value.filter(|_| rest.is_empty()),
            ..target
        }
    }

    /// The text there, and whether it is uncertain what it is: `null` is none.
    pub(crate) fn text(self) -> (Option<Text<'a>>, bool) {
        let text = self.value.and_then(Value::text);
        let is_none = self.value.is_none_or(|value| value.kind() == Kind::Null);
        (text, self.is_doubtful || !(is_none || text.is_some()))
    }
}

/// The children of an object or array.
#[derive(Clone)]
pub(crate) struct Children<'a> {
    rest: &'a str,
    is_object: bool,
}

impl<'a> Iterator for Children<'a> {
    type Item = (Option<Text<'a>>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.as_bytes();
        // Every child follows a bracket, a brace or a comma, and nothing else does.
        let [b'{' | b'[' | b',', child @ ..] = rest else {
            return None;
        };
        let child = skip_space::<WALKED>(child);
        let (name, value) = if self.is_object {
            let (name, behind) = take_string(child)?;
            let value = skip_space::<WALKED>(behind).strip_prefix(b":")?;
            (Some(name.text()), skip_space::<WALKED>(value))
        } else {
            (None, child)
        };
        let behind = skip_value::<WALKED>(value, MAX_DEPTH)?;
        let child = Value(self.rest).between(value, behind)?;
        let left = skip_space::<WALKED>(behind).len();
        self.rest = self.rest.get(self.rest.len() - left..)?;
        Some((name, child))
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

/// Goes down the trie and the document together. Its methods take and return what the functions below do.
struct Walk<'t, 'f, const EVENT: bool> {
    trie: Trie<'t>,
    found: &'f mut Found,
    /// The length of the document, which turns a rest of it into a place in it.
    len: usize,
}

impl<'t, const EVENT: bool> Walk<'t, '_, EVENT> {
    fn document(&mut self, text: &[u8]) -> Option<()> {
        let input = skip_space::<EVENT>(text);
        let rest = match self.trie.root() {
            Some(root) => self.value(input, MAX_DEPTH, root)?,
            None => skip_value::<EVENT>(input, MAX_DEPTH)?,
        };
        skip_space::<EVENT>(rest).is_empty().then_some(())
    }

    fn value<'a>(&mut self, input: &'a [u8], depth: u8, node: &'t Node) -> Option<&'a [u8]> {
        let mut is_plain = false;
        let rest = match input.first()? {
            b'{' => self.object(input, depth, node)?,
            b'[' => self.array(input, depth, node)?,
            b'"' => {
                self.found.block(node);
                let (string, rest) = take_string(input)?;
                is_plain = !string.escaped;
                rest
            }
            b'n' => skip_scalar(input)?,
            _ => {
                self.found.block(node);
                skip_scalar(input)?
            }
        };
        let slot = Slot::new(self.len - input.len(), self.len - rest.len());
        self.found.keep(node, slot.plain_if(is_plain));
        Some(rest)
    }

    fn object<'a>(&mut self, input: &'a [u8], depth: u8, node: &'t Node) -> Option<&'a [u8]> {
        let edges = self.trie.edges(node);
        let mut seen = [false; MAX_SLOTS];
        skip_object::<EVENT>(input, depth, |name, value, depth| {
            let Some(place) = self.find(edges, &name) else {
                return skip_value::<EVENT>(value, depth);
            };
            let child = self.trie.child(edges.get(place)?)?;
            if mem::replace(seen.get_mut(place)?, true) {
                self.found.ambiguous = true;
                self.found.fill(child, Slot::MISSING);
            }
            self.value(value, depth, child)
        })
    }

    /// The edge that leads to a member of this name. Each kind of walk has its own, so that it is part of it.
    fn find(&self, edges: &[Edge], name: &Name<'_>) -> Option<usize> {
        let keys = self.trie.text;
        if name.escaped {
            let name = name.text();
            return edges.iter().position(|edge| name == *edge.key.text(keys));
        }
        // Most names differ in length, which is cheaper to see than anything else.
        edges.iter().position(|edge| {
            name.inside.len() == edge.key.len as usize
                && hash::equal(name.inside, edge.key.of(keys.as_bytes()))
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
        skip_items::<EVENT>(input, depth, b']', |element, depth| {
            let index = indices.next()?;
            match edges.iter().find(|edge| edge.index == index) {
                Some(edge) => self.value(element, depth, self.trie.child(edge)?),
                None => skip_value::<EVENT>(element, depth),
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
        let has_tilde = |token: &str| token.bytes().any(|byte| byte == b'~');
        // What a token with escapes says is shorter than the token; a tilde need not start one.
        match self.inside.len().cmp(&token.len()) {
            _ if self.escaped => self.says(token),
            Ordering::Greater => false,
            Ordering::Equal => {
                hash::equal(self.inside, token.as_bytes())
                    && (!has_tilde(token) || self.says(token))
            }
            Ordering::Less => has_tilde(token) && self.says(token),
        }
    }

    // Out of line: few names or tokens have escapes.
    #[inline(never)]
    fn says(&self, token: &str) -> bool {
        self.text().chars().eq(unescape_token(token))
    }

    fn text(&self) -> Text<'a> {
        Text::inside(str::from_utf8(self.inside).unwrap_or(""), self.escaped)
    }
}

// Each function below takes something off the front of the input and returns the rest: `None` if something else is
// there. `depth` says how many more containers may be entered.

/// White space. Lines that carry the data of an event separate nothing but tokens: no token contains a line break.
fn skip_space<const EVENT: bool>(mut input: &[u8]) -> &[u8] {
    while let [space @ (b' ' | b'\n' | b'\r' | b'\t'), rest @ ..] = input {
        input = match space {
            b'\n' | b'\r' if EVENT => sse::skip_name(rest),
            _ => rest,
        };
    }
    input
}

fn skip_value<const EVENT: bool>(input: &[u8], depth: u8) -> Option<&[u8]> {
    match input.first()? {
        b'"' => take_string(input).map(|(_, rest)| rest),
        b'{' => skip_object::<EVENT>(input, depth, |_, value, depth| {
            skip_value::<EVENT>(value, depth)
        }),
        b'[' => skip_items::<EVENT>(input, depth, b']', skip_value::<EVENT>),
        _ => skip_scalar(input),
    }
}

/// Leaves it to `member` to take each value.
fn skip_object<'a, const EVENT: bool>(
    input: &'a [u8],
    depth: u8,
    mut member: impl FnMut(Name<'a>, &'a [u8], u8) -> Option<&'a [u8]>,
) -> Option<&'a [u8]> {
    skip_items::<EVENT>(input, depth, b'}', |input, depth| {
        let (name, rest) = take_string(input)?;
        let value = skip_space::<EVENT>(rest).strip_prefix(b":")?;
        member(name, skip_space::<EVENT>(value), depth)
    })
}

/// Takes the brackets and commas of a container and leaves it to `item` to take each item.
fn skip_items<'a, const EVENT: bool>(
    input: &'a [u8],
    depth: u8,
    close: u8,
    mut item: impl FnMut(&'a [u8], u8) -> Option<&'a [u8]>,
) -> Option<&'a [u8]> {
    let depth = depth.checked_sub(1)?;
    let mut rest = skip_space::<EVENT>(input.get(1..)?);
    if let [first, behind @ ..] = rest
        && *first == close
    {
        return Some(behind);
    }
    loop {
        rest = skip_space::<EVENT>(item(rest, depth)?);
        match rest {
            [b',', behind @ ..] => rest = skip_space::<EVENT>(behind),
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
