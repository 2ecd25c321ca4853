//! A file that did not have the shape of the language, after what did not fit was mended or taken out of it. What is left is
//! looked at for its other mistakes; what only follows from the mending is none.

use std::collections::BTreeSet;

use super::node::{Node, Step};
use crate::diagnostics;

/// What is left of the file, and what was taken out.
#[derive(Debug, Clone)]
pub(crate) struct Mended {
    pub(super) tree: Node,
    /// All words of what was taken out: something else may refer to them.
    lost: BTreeSet<String>,
}

impl Mended {
    pub(super) fn new(tree: Node) -> Self {
        Self {
            tree,
            lost: BTreeSet::new(),
        }
    }

    /// Takes out what a path leads to.
    pub(super) fn remove(&mut self, path: &[Step]) {
        let Some((key, node)) = self.tree.remove(path) else {
            return;
        };
        node.for_each_text(&mut |text| {
            let words = text.split(|c: char| c.is_whitespace() || ",[]{}".contains(c));
            self.lost.extend(words.map(str::to_owned));
            self.lost.insert(text);
        });
        self.lost.insert(key);
    }

    /// Whether nothing was taken out.
    pub(crate) fn is_whole(&self) -> bool {
        self.lost.is_empty()
    }

    /// Whether a name may have stood in what was taken out.
    pub(crate) fn has_lost(&self, name: &str) -> bool {
        self.lost.contains(name)
    }

    /// Where in the file a path leads; nowhere, if that was put there by the mending.
    pub(crate) fn written(
        &self,
        path: &[diagnostics::Step<'_>],
    ) -> Option<Vec<diagnostics::Step<'_>>> {
        self.tree.written(path)
    }
}
