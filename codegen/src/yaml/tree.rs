//! The tree: nodes with their spans, in one arena.
//!
//! An alias is the node that it names, so the tree may share nodes; it never contains itself.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::token::token;
use super::{Segment, Target};

/// A document.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub(super) text: Arc<str>,
    pub(super) nodes: Vec<Node>,
    pub(super) root: NodeId,
    /// The entries of long maps, sorted by key, so that lookups need no scan.
    pub(super) sorted: HashMap<NodeId, Vec<usize>>,
    /// Unsupported tags.
    pub(super) tags: Vec<Range<usize>>,
    /// Merge keys, by their map and position in it.
    pub(super) merges: Vec<(NodeId, usize)>,
    /// Where the document becomes too large if its aliases are expanded.
    pub(super) overflow: Option<usize>,
    /// Values that cannot be null.
    pub(super) nulls: Vec<NodeId>,
    /// Keys that are old names of others, which they were merged with.
    pub(super) renamed: Vec<(NodeId, NodeId)>,
    /// Whether the nodes are where they are written, and numbers and booleans as they are.
    pub(super) is_written: bool,
}

/// A node of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(super) usize);

/// A node, and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(super) span: Range<usize>,
    pub(crate) content: Content,
}

impl NodeId {
    /// An empty text that is in no file.
    pub(crate) const NOTHING: Self = Self(0);
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    Scalar {
        /// Its text, if that differs from the source.
        text: Option<Box<str>>,
        /// Whether it may be a number, a boolean or null.
        plain: bool,
    },
    List(Vec<NodeId>),
    Map(Vec<Entry>),
}

/// An entry of a map, in the order of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The key as it is read, if that differs from the source.
    pub(crate) name: Option<&'static str>,
    /// `None` if the entry is not in the file but replaces a missing one.
    pub(crate) key: Option<NodeId>,
    pub(crate) value: NodeId,
}

/// Shorter maps are searched faster without an index.
const LONG: usize = 16;

impl Tree {
    /// A tree of values whose spans are not known, to be filled.
    pub(crate) fn of_values() -> Self {
        let nothing = Node {
            span: 0..0,
            content: Content::Scalar {
                text: None,
                plain: false,
            },
        };
        Self {
            text: "".into(),
            nodes: vec![nothing],
            root: NodeId::NOTHING,
            sorted: HashMap::new(),
            tags: Vec::new(),
            merges: Vec::new(),
            overflow: None,
            nulls: Vec::new(),
            renamed: Vec::new(),
            is_written: false,
        }
    }

    /// Sets the root of a tree of values, which needs no index.
    pub(crate) fn set_root(&mut self, root: NodeId) {
        self.root = root;
    }

    /// Whether numbers and booleans are spelled as in the file.
    pub(crate) fn is_written(&self) -> bool {
        self.is_written
    }

    pub(crate) fn root(&self) -> NodeId {
        self.root
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// The text of a scalar; empty for other nodes.
    pub(crate) fn text(&self, id: NodeId) -> &str {
        let Node { span, content } = self.node(id);
        match content {
            Content::Scalar { text, .. } => text.as_deref().unwrap_or(&self.text[span.clone()]),
            _ => "",
        }
    }

    /// The key as it is read.
    pub(crate) fn name(&self, entry: &Entry) -> &str {
        match (entry.name, entry.key) {
            (Some(name), _) => name,
            (None, Some(key)) => self.text(key),
            (None, None) => "",
        }
    }

    /// Unsupported tags.
    pub(crate) fn tags(&self) -> &[Range<usize>] {
        &self.tags
    }

    /// The merge keys of YAML 1.1: entries `<<` with an alias or a list, by their map and position in it.
    pub(crate) fn merges(&self) -> &[(NodeId, usize)] {
        &self.merges
    }

    /// Where the document becomes too large if its aliases are expanded.
    pub(crate) fn overflow(&self) -> Option<usize> {
        self.overflow
    }

    /// Values that cannot be null.
    pub(crate) fn nulls(&self) -> &[NodeId] {
        &self.nulls
    }

    /// Records a value that cannot be null.
    pub(crate) fn refuse_null(&mut self, id: NodeId) {
        self.nulls.push(id);
    }

    /// Keys that are old names of others.
    pub(crate) fn renamed(&self) -> &[(NodeId, NodeId)] {
        &self.renamed
    }

    /// Records that a key is an old name of another one.
    pub(crate) fn rename(&mut self, old: NodeId, new: NodeId) {
        self.renamed.push((old, new));
    }

    /// Whether a scalar is written without quotes, so that it may be null, a number or a boolean.
    pub(crate) fn is_plain(&self, id: NodeId) -> bool {
        matches!(self.node(id).content, Content::Scalar { plain: true, .. })
    }

    /// Whether a value is null.
    pub(crate) fn is_null(&self, id: NodeId) -> bool {
        self.is_plain(id) && matches!(self.text(id), "" | "~" | "null" | "Null" | "NULL")
    }

    /// Whether nothing is written where a value is expected.
    pub(crate) fn is_nothing(&self, id: NodeId) -> bool {
        self.is_plain(id) && self.text(id).is_empty()
    }

    /// The keys without a value, each with whether it is in braces.
    pub(crate) fn keys_without_value(&self) -> impl Iterator<Item = (NodeId, bool)> {
        let maps = (0..self.nodes.len()).map(NodeId);
        maps.flat_map(|map| {
            let is_in_braces = self.text[self.node(map).span.clone()].starts_with('{');
            let entries = self.entries(map).iter();
            let empty = entries.filter(|entry| self.is_nothing(entry.value));
            empty.filter_map(move |entry| Some((entry.key?, is_in_braces)))
        })
    }

    /// The entries of a map; none of another node.
    pub(crate) fn entries(&self, map: NodeId) -> &[Entry] {
        match &self.node(map).content {
            Content::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key of a map.
    pub(crate) fn value(&self, map: NodeId, key: &str) -> Option<NodeId> {
        let mut entries = self.entries(map).iter();
        Some(entries.find(|entry| self.name(entry) == key)?.value)
    }

    /// The names of all entries of the map that a node is a value in.
    pub(crate) fn siblings(&self, id: NodeId) -> impl Iterator<Item = &str> {
        let maps = self
            .nodes
            .iter()
            .rev()
            .filter_map(|node| match &node.content {
                Content::Map(entries) => Some(entries),
                _ => None,
            });
        // The merged map is the last one that has it.
        let mut around = maps.filter(move |entries| entries.iter().any(|entry| entry.value == id));
        let entries = around.next().map(Vec::as_slice).unwrap_or_default();
        entries.iter().map(|entry| self.name(entry))
    }

    /// The items of a list; none of another node.
    pub(crate) fn items(&self, list: NodeId) -> &[NodeId] {
        match &self.node(list).content {
            Content::List(items) => items,
            _ => &[],
        }
    }

    /// Keeps the entries of a map with these keys.
    pub(crate) fn retain(&mut self, map: NodeId, keep: impl Fn(&str) -> bool) {
        let entries = self.entries(map).iter();
        let kept = entries.filter(|entry| keep(self.name(entry)));
        let kept = kept.copied().collect();
        if let Content::Map(entries) = &mut self.nodes[map.0].content {
            *entries = kept;
        }
    }

    /// The node that a path leads to, if it is in the file.
    pub(crate) fn find(&self, path: &[Segment<'_>], target: Target) -> Option<NodeId> {
        let mut found = self.root;
        for (at, segment) in path.iter().enumerate() {
            let is_last = at + 1 == path.len();
            found = match (&self.node(found).content, segment) {
                (Content::Map(entries), Segment::Key { key, nth }) => {
                    let entry = &entries[self.entry(found, entries, key, *nth)?];
                    let key = entry.key?;
                    if is_last && target == Target::Key {
                        key
                    } else {
                        entry.value
                    }
                }
                (Content::List(items), Segment::Index(index)) => *items.get(*index)?,
                _ => return None,
            };
        }
        Some(found)
    }

    /// The node that a path leads to, or the nearest enclosing one.
    pub(crate) fn nearest(&self, path: &[Segment<'_>], target: Target) -> NodeId {
        let mut around = (0..path.len()).rev().map(|depth| &path[..depth]);
        self.find(path, target)
            .or_else(|| around.find_map(|path| self.find(path, Target::Value)))
            .unwrap_or(self.root)
    }

    fn entry(&self, map: NodeId, entries: &[Entry], key: &str, nth: usize) -> Option<usize> {
        let name = |at: usize| self.name(&entries[at]);
        let Some(sorted) = self.sorted.get(&map) else {
            let mut same = (0..entries.len()).filter(|at| name(*at) == key);
            return same.nth(nth);
        };
        let first = sorted.partition_point(|at| name(*at) < key);
        let at = *sorted.get(first + nth)?;
        (name(at) == key).then_some(at)
    }

    /// Sorts the entries of long maps, for `find`.
    pub(super) fn index(&mut self) {
        let maps = (0..).map(NodeId).zip(&self.nodes);
        let long = maps.filter_map(|(id, node)| match &node.content {
            Content::Map(entries) if entries.len() > LONG => Some((id, entries)),
            _ => None,
        });
        let sorted = long.map(|(id, entries)| {
            let mut sorted: Vec<usize> = (0..entries.len()).collect();
            sorted.sort_by_key(|at| self.name(&entries[*at]));
            (id, sorted)
        });
        self.sorted = sorted.collect();
    }

    /// The tree of a larger text that starts with this one's.
    pub(crate) fn within(self, text: &Arc<str>) -> Self {
        let text = Arc::clone(text);
        Self { text, ..self }
    }

    /// Adds the nodes of another document, whose text starts at a byte of this one's. Returns its root.
    pub(crate) fn append(&mut self, mut other: Self, start: usize) -> NodeId {
        let first = self.nodes.len();
        let moved = |id: NodeId| NodeId(id.0 + first);
        let shifted = |span: &Range<usize>| span.start + start..span.end + start;
        for node in &mut other.nodes {
            node.span = shifted(&node.span);
            match &mut node.content {
                Content::Scalar { .. } => {}
                Content::List(items) => items.iter_mut().for_each(|item| *item = moved(*item)),
                Content::Map(entries) => entries.iter_mut().for_each(|entry| {
                    entry.key = entry.key.map(moved);
                    entry.value = moved(entry.value);
                }),
            }
        }
        self.nodes.append(&mut other.nodes);
        self.tags.extend(other.tags.iter().map(shifted));
        let merges = other.merges.iter().map(|(map, at)| (moved(*map), *at));
        self.merges.extend(merges);
        self.overflow = self.overflow.or(other.overflow.map(|at| at + start));
        moved(other.root)
    }

    /// Adds a node that is written where another one is.
    pub(crate) fn add(&mut self, content: Content, like: NodeId) -> NodeId {
        let span = self.node(like).span.clone();
        self.nodes.push(Node { span, content });
        NodeId(self.nodes.len() - 1)
    }

    /// The same nodes under another root.
    pub(crate) fn with_root(mut self, root: NodeId) -> Self {
        self.root = root;
        self.index();
        self
    }

    /// The same document with its lists and maps changed.
    pub(crate) fn edit(&mut self, mut change: impl FnMut(NodeId, &mut Content)) {
        for (id, node) in self.nodes.iter_mut().enumerate() {
            change(NodeId(id), &mut node.content);
        }
        self.index();
    }

    /// The bytes to mark for a node, at most one line.
    pub(crate) fn bytes(&self, id: NodeId) -> Range<usize> {
        let Node { span, content } = self.node(id);
        let written = &self.text[span.clone()];
        let first_line = written.lines().next().unwrap_or_default();
        let len = match (content, written.as_bytes().first()) {
            _ if !written.is_empty() && !written.contains('\n') => written.len(),
            // For a node of several lines, the bracket or the part on the first line.
            (_, Some(b'[' | b'{')) => 1,
            (Content::Scalar { .. }, Some(b'"' | b'\'')) => first_line.trim_end().len(),
            _ => return token(&self.text, span.start),
        };
        span.start..span.start + len
    }

    /// Calls `visit` with every key and text in a node.
    pub(crate) fn for_each_text(&self, id: NodeId, visit: &mut impl FnMut(&str)) {
        match &self.node(id).content {
            Content::Scalar { .. } => visit(self.text(id)),
            Content::List(items) => items
                .iter()
                .for_each(|item| self.for_each_text(*item, visit)),
            Content::Map(entries) => {
                for entry in entries {
                    visit(self.name(entry));
                    self.for_each_text(entry.value, visit);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Tree};
    use crate::yaml::{Segment, Target};

    const TEXT: &str = "a:\n  - x: 1\n    010: {k: 'it''s }', l: [p, q]}\n  - y\nb: plain text # comment\nb: again\n";

    fn tree(text: &str) -> Tree {
        Tree::parse(&text.into()).expect("a tree")
    }

    fn key(key: &str) -> Segment<'_> {
        Segment::Key { key, nth: 0 }
    }

    #[test]
    fn every_key_and_value_is_found() {
        let item = [key("a"), Segment::Index(0)];
        let in_map = [&item[..], &[key("010"), key("k")]].concat();
        let in_list = [&item[..], &[key("010"), key("l"), Segment::Index(1)]].concat();
        let again = [Segment::Key { key: "b", nth: 1 }];
        let table: &[(&[Segment<'_>], Target, &str)] = &[
            (&[key("a")], Target::Key, "a"),
            (&[item[0], item[1], key("x")], Target::Key, "x"),
            (&[item[0], item[1], key("x")], Target::Value, "1"),
            (&[item[0], item[1], key("010")], Target::Key, "010"),
            (&in_map[..3], Target::Value, "{k: 'it''s }', l: [p, q]}"),
            (&in_map, Target::Value, "'it''s }'"),
            (&in_list, Target::Value, "q"),
            (&[key("a"), Segment::Index(1)], Target::Value, "y"),
            (&[key("b")], Target::Value, "plain text"),
            (&again, Target::Value, "again"),
            (&again, Target::Key, "b"),
        ];
        let tree = tree(TEXT);
        for (path, target, expected) in table {
            let found = tree.find(path, *target).expect("a node");
            assert_eq!(&TEXT[tree.bytes(found)], *expected, "{path:?} {target:?}");
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_ends_at_the_nearest_node() {
        let path = [key("a"), Segment::Index(9)];
        let tree = tree(TEXT);
        assert_eq!(tree.find(&path, Target::Value), None);
        let nearest = tree.nearest(&path, Target::Value);
        assert_eq!(Some(nearest), tree.find(&path[..1], Target::Value));
    }

    #[test]
    fn repeated_keys_are_counted_in_long_maps_too() {
        let lines: Vec<String> = (0..100).map(|n| format!("k{}: v{n}", n % 40)).collect();
        let text = lines.join("\n");
        let tree = tree(&text);
        for n in 0..100 {
            let name = format!("k{}", n % 40);
            let nth = n / 40;
            let found = tree.find(&[Segment::Key { key: &name, nth }], Target::Value);
            assert_eq!(tree.text(found.expect("a node")), format!("v{n}"));
        }
        let fourth = Segment::Key { key: "k0", nth: 3 };
        assert_eq!(tree.find(&[fourth], Target::Value), None);
    }

    #[test]
    fn an_alias_is_the_node_that_it_names() {
        let tree = tree("a: &x [b]\nc: *x\n");
        let [named, alias] = ["a", "c"].map(|name| tree.find(&[key(name)], Target::Value));
        assert_eq!(named, alias);
    }

    #[test]
    fn a_block_scalar_is_marked_at_its_header() {
        let text = "a: >- # why | how\n  text\nb:\n- |\n  more\n";
        let tree = tree(text);
        for (path, header, said) in [
            (&[key("a")][..], ">-", "text"),
            (&[key("b"), Segment::Index(0)], "|", "more\n"),
        ] {
            let found = tree.find(path, Target::Value).expect("a node");
            assert_eq!(&text[tree.bytes(found)], header);
            assert_eq!(tree.text(found), said);
        }
    }

    #[test]
    fn an_edit_is_found_under_its_new_names() {
        let mut tree = tree("a: 1\nb: 2\n");
        let root = tree.root();
        tree.edit(|id, content| {
            if let Content::Map(entries) = content
                && id == root
            {
                entries.remove(0);
                entries[0].name = Some("c");
            }
        });
        assert_eq!(tree.find(&[key("a")], Target::Value), None);
        let renamed = tree.find(&[key("c")], Target::Value).expect("a node");
        assert_eq!(tree.text(renamed), "2");
    }
}
