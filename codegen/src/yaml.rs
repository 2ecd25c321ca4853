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
pub(crate) use path::{Path, Segment, Target};
pub(crate) use token::{character, inside_quotes, part, token};
pub(crate) use tree::{Content, Entry, NodeId, Tree};
