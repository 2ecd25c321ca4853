//! Builds the trie of a list of pointers, as the generator does for a vendor.

use std::{borrow::Cow, collections::BTreeMap};

use faultbook_runtime::v1::{
    Edge, Format, NONE, Node, Span,
    body::{Document, Trie},
};

/// A trie, and the pointer of each of its slots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    text: String,
    pointers: Vec<String>,
}

#[derive(Default)]
struct Branch {
    pointer: Option<String>,
    children: BTreeMap<String, Branch>,
}

impl Wanted {
    pub(crate) fn new<'p>(pointers: impl IntoIterator<Item = &'p str>) -> Self {
        let mut root = Branch::default();
        for pointer in pointers {
            let mut branch = &mut root;
            for token in pointer.split('/').skip(1) {
                branch = branch
                    .children
                    .entry(unescape(token).into_owned())
                    .or_default();
            }
            branch.pointer = Some(pointer.to_owned());
        }
        let mut wanted = Self::default();
        wanted.add(root);
        wanted
    }

    pub(crate) fn trie(&self) -> Trie<'_> {
        Trie {
            nodes: &self.nodes,
            edges: &self.edges,
            text: &self.text,
        }
    }

    /// Reads a body of a format.
    pub(crate) fn read<'a>(&self, format: Format, body: &'a [u8]) -> Document<'a> {
        Document::parse(self.trie(), format, body)
    }

    /// Each slot with its pointer.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (u16, &str)> {
        (0..).zip(self.pointers.iter().map(String::as_str))
    }

    /// The unescaped tokens of each pointer.
    pub(crate) fn paths(&self) -> Vec<Vec<String>> {
        let tokens = |pointer: &String| {
            pointer
                .split('/')
                .skip(1)
                .map(|token| unescape(token).into_owned())
                .collect()
        };
        self.pointers.iter().map(tokens).collect()
    }

    fn add(&mut self, branch: Branch) -> u16 {
        let row = self.nodes.len();
        let (first_slot, first_edge) = (self.pointers.len(), self.edges.len());
        let slot = if branch.pointer.is_some() {
            index(first_slot)
        } else {
            NONE
        };
        self.pointers.extend(branch.pointer);
        self.edges.extend(
            branch
                .children
                .keys()
                .map(|token| edge(&mut self.text, token)),
        );
        let end_edge = index(self.edges.len());
        self.nodes.push(Node {
            slot,
            first_slot: index(first_slot),
            end_slot: 0,
            first_edge: index(first_edge),
            end_edge,
        });
        for (place, child) in (first_edge..).zip(branch.children.into_values()) {
            self.edges[place].node = self.add(child);
        }
        self.nodes[row].end_slot = index(self.pointers.len());
        index(row)
    }
}

fn edge(text: &mut String, token: &str) -> Edge {
    let start = u32::try_from(text.len()).unwrap();
    text.push_str(token);
    let key = Span {
        start,
        len: u32::try_from(token.len()).unwrap(),
    };
    let number = token
        .parse::<u32>()
        .ok()
        .filter(|number| number.to_string() == token);
    Edge {
        key,
        index: number.unwrap_or(u32::MAX),
        node: 0,
    }
}

fn index(len: usize) -> u16 {
    u16::try_from(len).unwrap()
}

pub(crate) fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        token.replace("~1", "/").replace("~0", "~").into()
    } else {
        token.into()
    }
}
