//! Finds out whether the texts of a valid file need a check.

use std::collections::HashSet;

use crate::yaml::{Content, NodeId, Tree};

/// The check of each text with its key.
pub(crate) type TextCheck = fn(key: &str, text: &str) -> bool;

/// Whether a text in a file is suspicious, a value is missing, or a list has duplicate items.
pub(super) fn is_suspect(tree: &Tree, check: TextCheck) -> bool {
    let inspection = Inspection { tree, check };
    inspection.suspects(tree.root(), "", false)
}

struct Inspection<'t> {
    tree: &'t Tree,
    check: TextCheck,
}

impl Inspection<'_> {
    /// Inspects a value of a key. A quoted response of an example may contain any text.
    fn suspects(&self, node: NodeId, key: &str, is_quoted: bool) -> bool {
        let suspects_text = |text: &str| text.is_empty() || !is_quoted && (self.check)(key, text);
        match &self.tree.node(node).content {
            Content::Scalar { .. } => suspects_text(self.tree.text(node)),
            Content::List(items) => {
                let scalars = items.iter().map(|item| self.tree.text(*item));
                let mut scalars = scalars.filter(|text| !text.is_empty());
                let mut seen = HashSet::new();
                items.is_empty()
                    || !is_quoted && !scalars.all(|text| seen.insert(text))
                    || items
                        .iter()
                        .any(|item| self.suspects(*item, key, is_quoted))
            }
            Content::Map(entries) => {
                entries.is_empty()
                    || entries.iter().any(|entry| {
                        let name = self.tree.name(entry);
                        let is_quoted = is_quoted || ["response", "expect"].contains(&name);
                        suspects_text(name) || self.suspects(entry.value, name, is_quoted)
                    })
            }
        }
    }
}
