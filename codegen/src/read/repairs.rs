//! What recovery removes from a tree and adds to it.

use std::collections::{HashMap, HashSet};

use crate::yaml::{Content, Entry, NodeId, Tree};

/// The changes that make a tree fit.
#[derive(Default)]
pub(super) struct Repairs {
    /// Values that do not fit.
    pub(super) removed: HashSet<NodeId>,
    /// Entries with unknown or duplicate keys, by their map and position in it.
    pub(super) dropped: HashSet<(NodeId, usize)>,
    /// Unknown keys whose intended meaning is clear.
    pub(super) renamed: HashMap<(NodeId, usize), &'static str>,
    /// Missing keys, by the map that must have them.
    pub(super) added: HashMap<NodeId, Vec<&'static str>>,
    /// All words of what was removed: something else may refer to them.
    lost: HashSet<String>,
}

impl Repairs {
    /// Records all texts in a node.
    pub(super) fn lose(&mut self, tree: &Tree, node: NodeId) {
        tree.for_each_text(node, &mut |text| self.lose_words(text));
    }

    /// Records a text and each word in it.
    pub(super) fn lose_words(&mut self, text: &str) {
        let words = text.split(|c: char| c.is_whitespace() || ",[]{}".contains(c));
        self.lost.extend(words.map(str::to_owned));
        self.lost.insert(text.to_owned());
    }

    /// Whether an entry of a map remains.
    pub(super) fn has(&self, map: NodeId, at: usize, entry: &Entry) -> bool {
        !self.removed.contains(&entry.value) && !self.dropped.contains(&(map, at))
    }

    /// The tree with these repairs.
    pub(super) fn of(&self, mut tree: Tree) -> Tree {
        tree.edit(|id, content| match content {
            Content::Scalar { .. } => {}
            Content::List(items) => items.retain(|item| !self.removed.contains(item)),
            Content::Map(entries) => {
                let all = entries.iter().enumerate();
                let left = all.filter(|(at, entry)| self.has(id, *at, entry));
                let mut left: Vec<Entry> = left
                    .map(|(at, entry)| Entry {
                        name: self.renamed.get(&(id, at)).copied(),
                        ..*entry
                    })
                    .collect();
                left.extend(self.added.get(&id).into_iter().flatten().map(|key| Entry {
                    name: Some(key),
                    key: None,
                    value: NodeId::NOTHING,
                }));
                *entries = left;
            }
        });
        tree
    }

    /// All words of what was removed.
    pub(super) fn into_lost(self) -> HashSet<String> {
        self.lost
    }
}
