//! Reads all wanted values of a form (`application/x-www-form-urlencoded`) in one walk, as the WHATWG's URL standard
//! reads one.

use crate::{
    encoding::Encoding,
    hash,
    slots::{Found, Slot, Trie},
    tables::{Edge, MAX_SLOTS},
    text::Text,
};

/// Notes where the wanted values lie; `None` if there are no pairs of names and values. Of pairs of the same name the last
/// counts.
pub(crate) fn walk(trie: Trie<'_>, text: &str, found: &mut Found) -> Option<()> {
    let root = trie.root();
    let edges = root.map_or(&[][..], |root| trie.edges(root));
    if let Some(root) = root {
        // Only the values inside a form can be read.
        found.keep(root, Slot::BLOCKED);
    }
    let (mut seen, mut is_empty, mut start) = ([false; MAX_SLOTS], true, 0);
    for pair in text.split('&') {
        let end = start + pair.len();
        is_empty &= pair.is_empty();
        if let Some(place) = position(trie, edges, pair)
            && let Some(child) = edges.get(place).and_then(|edge| trie.child(edge))
        {
            found.ambiguous |= core::mem::replace(seen.get_mut(place)?, true);
            found.block(child);
            found.keep(child, Slot::new(start, end));
        }
        start = end + 1;
    }
    (!is_empty).then_some(())
}

/// The edge that leads to the name of a pair.
fn position(trie: Trie<'_>, edges: &[Edge], pair: &str) -> Option<usize> {
    if pair.is_empty() {
        return None;
    }
    let (name, _) = split(pair);
    let name = text(name);
    let mut edges = edges.iter();
    match name.as_str() {
        Some(name) => {
            edges.position(|edge| hash::equal(name.as_bytes(), trie.key(edge).as_bytes()))
        }
        None => edges.position(|edge| name == *trie.key(edge)),
    }
}

/// Takes a pair apart. Without an equals sign, the value is empty.
fn split(pair: &str) -> (&str, &str) {
    pair.split_once('=').unwrap_or((pair, ""))
}

fn text(raw: &str) -> Text<'_> {
    if raw.contains(['%', '+']) {
        Text::encoded(raw, Encoding::Form)
    } else {
        Text::plain(raw)
    }
}

/// A name with its value, as they are spelt in a form.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a>(pub(crate) &'a str);

impl<'a> Pair<'a> {
    /// What the value says.
    #[must_use]
    pub fn text(self) -> Text<'a> {
        let (_, value) = split(self.0);
        text(value)
    }
}
