//! What the pages and the catalogue share: links to everything in a book, decisions in words, and remarks.

mod alike;
pub(crate) mod anchors;
pub(crate) mod decision;
mod forms;
mod json;
pub(crate) mod plan_rows;
pub(crate) mod properties;
pub(crate) mod sections;
pub(crate) mod view;

use std::collections::HashMap;
use std::hash::Hash;

pub(crate) use alike::MANY;
pub(crate) use decision::DecisionView;
pub(crate) use forms::Forms;
pub(crate) use view::{Docs, View};

/// The statuses of successes, the only ones that can be doubtful.
pub(crate) const SUCCESSES: (u16, u16) = (200, 299);

/// Items by their keys, in the order in which the keys first occur.
pub(crate) fn grouped<K: Clone + Eq + Hash, T>(
    items: impl IntoIterator<Item = (K, T)>,
) -> Vec<(K, Vec<T>)> {
    let mut positions: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for (key, item) in items {
        let at = *positions.entry(key.clone()).or_insert(groups.len());
        if at == groups.len() {
            groups.push((key, Vec::new()));
        }
        groups[at].1.push(item);
    }
    groups
}
