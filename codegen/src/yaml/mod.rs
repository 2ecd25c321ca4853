//! A YAML file as a tree with spans.
//!
//! The language itself is read by serde, which has no spans. This tree is built only when there is something to report
//! about a file, and only once per file. Finding a location is a walk down from its root.

mod lines;
mod parse;
mod path;
mod token;
mod tree;

pub(crate) use lines::Lines;
pub(crate) use parse::{Failure, MOST_DEPTH, MOST_WRITTEN_OUT};
pub(crate) use path::{Path, Step, Target};
pub(crate) use token::{character, inside_quotes, part, token};
pub(crate) use tree::{Content, Entry, NodeId, Tree};

/// The bytes of a key or a value, if the path leads to one.
#[cfg(feature = "changes")]
pub(crate) fn exactly(
    text: &str,
    path: &[Step<'_>],
    target: Target,
) -> Option<std::ops::Range<usize>> {
    let tree = Tree::parse(&text.into()).ok()?;
    let node = tree.find(path, target)?;
    Some(tree.bytes(node))
}
