//! The values that a vendor's tables want of a body, and where a walk over it found them.
//!
//! The wanted JSON Pointers (RFC 6901) form a [`Trie`]. The reader of each format goes down a branch of it for as long as
//! the body does the same, and notes where the values lie.

use crate::hash;
use crate::tables::{Edge, MAX_SLOTS, Node, Vendor};

/// Bodies longer than this are not read.
pub const MAX_BODY: usize = 1 << 20;

/// At most this many containers or elements lie within each other: what `serde_json` reads, and little enough for any
/// stack.
pub(crate) const MAX_DEPTH: u8 = 127;

/// Where the value of a wanted pointer lies in a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    start: u32,
    end: u32,
}

impl Slot {
    pub(crate) const MISSING: Self = Self { start: 0, end: 0 };
    pub(crate) const BLOCKED: Self = Self { start: 1, end: 0 };

    /// Set in `end` where a string without escapes lies: what it says is what lies between its quotes.
    const PLAIN: u32 = 1 << 31;

    #[expect(
        clippy::cast_possible_truncation,
        reason = "no body is longer than `MAX_BODY`, nor `MAX_SLOTS` times that than 2 GiB"
    )]
    pub(crate) const fn new(start: usize, end: usize) -> Self {
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The same for a value that is a JSON string, if `is_plain` one without escapes.
    pub(crate) const fn plain_if(mut self, is_plain: bool) -> Self {
        if is_plain {
            self.end |= Self::PLAIN;
        }
        self
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

    /// What a string without escapes says, given the body that the slot was read from.
    #[inline]
    pub(crate) fn plain(self, body: &str) -> Option<&str> {
        if self.end & Self::PLAIN == 0 {
            return None;
        }
        let (start, end) = (self.start as usize + 1, (self.end & !Self::PLAIN) as usize);
        body.get(start..end.checked_sub(1)?)
    }

    /// The value as it is spelt, given the body that the slot was read from.
    #[must_use]
    pub fn raw(self, body: &str) -> Option<&str> {
        let raw = body.get(self.start as usize..(self.end & !Self::PLAIN) as usize)?;
        if raw.is_empty() { None } else { Some(raw) }
    }
}

/// A slot of a short text, in half the space: the end in the upper half.
#[derive(Clone, Copy, Default)]
struct ShortSlot(u32);

impl ShortSlot {
    /// The longest text whose slots it can hold, next to [`Slot::PLAIN`].
    const LONGEST: usize = 0x7fff;

    const fn of(slot: Slot) -> Self {
        Self(slot.start | slot.end << 16 | slot.end & Slot::PLAIN)
    }

    const fn slot(self) -> Slot {
        Slot {
            start: self.0 & 0xffff,
            end: self.0 >> 16 & 0x7fff | self.0 & Slot::PLAIN,
        }
    }
}

/// How many slots are remembered: as many as most vendors have. With them, an error is still one that clippy finds small.
const REMEMBERED: usize = 8;

/// What a walk over a short body found, so that later questions need no other walk.
#[derive(Clone, Copy, Default)]
pub(crate) struct Walked {
    slots: [ShortSlot; REMEMBERED],
    ambiguous: bool,
    /// Whether the body has its format; `None` if the walk is not remembered.
    valid: Option<bool>,
}

impl Walked {
    /// Remembers a walk over a text along these pointers, if it fits.
    #[inline]
    pub(crate) fn of(text: &str, trie: Trie<'_>, found: &Found, valid: bool) -> Self {
        let mut walked = Self::default();
        let wanted = trie.root().map_or(0, |root| root.end_slot.into());
        let others = found.slots.get(REMEMBERED..wanted).unwrap_or_default();
        if text.len() > ShortSlot::LONGEST || !others.iter().all(|slot| slot.is_missing()) {
            return walked;
        }
        // As many for each body: the compiler packs several at once.
        for (short, slot) in walked.slots.iter_mut().zip(&found.slots) {
            *short = ShortSlot::of(*slot);
        }
        (walked.ambiguous, walked.valid) = (found.ambiguous, Some(valid));
        walked
    }

    /// Puts what was found back, and returns whether the body has its format; `None` if the walk is not remembered.
    pub(crate) fn restore(&self, found: &mut Found) -> Option<bool> {
        let valid = self.valid?;
        for (slot, short) in found.slots.iter_mut().zip(&self.slots) {
            *slot = short.slot();
        }
        found.ambiguous = self.ambiguous;
        Some(valid)
    }
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

    pub(crate) fn root(&self) -> Option<&'t Node> {
        self.nodes.first()
    }

    pub(crate) fn edges(&self, node: &Node) -> &'t [Edge] {
        self.edges
            .get(node.first_edge.into()..node.end_edge.into())
            .unwrap_or(&[])
    }

    pub(crate) fn child(&self, edge: &Edge) -> Option<&'t Node> {
        self.nodes.get(usize::from(edge.node))
    }

    pub(crate) fn key(&self, edge: &Edge) -> &'t str {
        edge.key.text(self.text)
    }

    /// The position of the edge with this key.
    #[inline]
    pub(crate) fn position(&self, edges: &[Edge], key: &[u8]) -> Option<usize> {
        let keys = self.text.as_bytes();
        // Most keys differ in length, which is cheaper to see than anything else.
        edges.iter().position(|edge| {
            key.len() == edge.key.len as usize && hash::equal(key, edge.key.of(keys))
        })
    }
}

/// What a walk has found so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    pub(crate) slots: [Slot; MAX_SLOTS],
    /// Whether something wanted is there more than once.
    pub(crate) ambiguous: bool,
}

impl Found {
    /// Says the same of this place and of all below it.
    pub(crate) fn fill(&mut self, node: &Node, slot: Slot) {
        if let Some(slots) = self
            .slots
            .get_mut(node.first_slot.into()..node.end_slot.into())
        {
            slots.fill(slot);
        }
    }

    pub(crate) fn keep(&mut self, node: &Node, slot: Slot) {
        if let Some(kept) = self.slots.get_mut(usize::from(node.slot)) {
            *kept = slot;
        }
    }

    /// Says that nothing below this place can be reached.
    pub(crate) fn block(&mut self, node: &Node) {
        if node.first_edge < node.end_edge {
            self.fill(node, Slot::BLOCKED);
        }
    }
}

/// The first reference token of a pointer, and the rest of the pointer.
pub(crate) fn first_token(pointer: &str) -> Option<(&str, &str)> {
    let tokens = pointer.strip_prefix('/')?;
    let end = tokens.bytes().position(|byte| byte == b'/');
    tokens.split_at_checked(end.unwrap_or(tokens.len()))
}

/// Reads a reference token as an array index: digits without a leading zero.
pub(crate) fn array_index(token: &str) -> Option<usize> {
    let is_canonical = token == "0" || !token.starts_with(['0', '+']);
    if is_canonical {
        token.parse().ok()
    } else {
        None
    }
}
