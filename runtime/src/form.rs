//! Reads all wanted values of a form (`application/x-www-form-urlencoded`) in one walk, as the WHATWG's URL standard
//! reads one.

use crate::{
    encoding::Encoding,
    scan,
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
    let (mut seen, mut is_empty, mut rest) = ([false; MAX_SLOTS], true, Some(text));
    while let Some(pairs) = rest {
        let (pair, behind) = scan::split_once(pairs, b'&')
            .map_or((pairs, None), |(pair, behind)| (pair, Some(behind)));
        let start = text.len() - pairs.len();
        is_empty &= pair.is_empty();
        if let Some(place) = position(trie, edges, pair)
            && let Some(child) = edges.get(place).and_then(|edge| trie.child(edge))
        {
            found.ambiguous |= core::mem::replace(seen.get_mut(place)?, true);
            found.block(child);
            found.keep(child, Slot::new(start, start + pair.len()));
        }
        rest = behind;
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
    match name.as_str() {
        Some(name) => trie.position(edges, name.as_bytes()),
        None => edges.iter().position(|edge| name == *trie.key(edge)),
    }
}

/// Takes a pair apart. Without an equals sign, the value is empty.
fn split(pair: &str) -> (&str, &str) {
    scan::split_once(pair, b'=').unwrap_or((pair, ""))
}

fn text(raw: &str) -> Text<'_> {
    if scan::contains(raw, *b"%+") {
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
