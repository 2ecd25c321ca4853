//! Merges the file of a vendor with the files that it extends: key by key, before any of it is read as a type.
//!
//! What the file says replaces what it extends, entry by entry where the language has entries. Its rules come before the
//! inherited ones, and its examples after them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::yaml::{Content, Entry, Failure, NodeId, Tree};

/// The key of a vendor's file that names what it extends.
pub(crate) const EXTENDS: &str = "extends";

/// The keys that `null` takes away: what an application decides, not what is known about the vendor.
pub(crate) const POLICY: [&str; 9] = [
    "severity",
    "retry",
    "actions",
    "forbid",
    "grace_period",
    "user_message",
    "advice",
    "note",
    "description",
];

/// The expectations of examples that do not depend on what an application decides.
const READ: [&str; 11] = [
    "outcome",
    "domain",
    "code",
    "known",
    "reason",
    "message",
    "trace_id",
    "timestamp",
    "category",
    "details",
    "fields",
];

/// Parses texts that follow each other, and merges them: the first extends the second, and so on.
pub(crate) fn parse(text: &Arc<str>, parts: &[Range<usize>]) -> Result<Tree, Failure> {
    let parse = |part: &Range<usize>| {
        let tree = Tree::parse(&text[part.clone()].into());
        tree.map_err(|failure| failure.shifted(part.start))
    };
    let (own, bases) = parts.split_first().ok_or(Failure::NotOneDocument)?;
    let mut tree = parse(own)?.within(text);
    let mut roots = vec![tree.root()];
    for base in bases {
        let root = tree.append(parse(base)?, base.start);
        forget(&mut tree, root);
        roots.push(root);
    }
    let mut merged = roots.pop().ok_or(Failure::NotOneDocument)?;
    for own in roots.into_iter().rev() {
        merged = merge(&mut tree, own, merged, Kind::Vendor);
    }
    Ok(tree.with_root(merged))
}

/// How a value is merged with the one that it extends.
#[derive(Clone, Copy)]
enum Kind {
    /// A map whose entries are merged, each as its key says.
    Vendor,
    Domain,
    /// The same for what has rules but no entries of its own: codes, categories, operations.
    Item,
    Envelope,
    Headers,
    /// A map of names, whose values are merged.
    Domains,
    Items,
    /// A map of names, whose values replace each other.
    Names,
    /// A list whose items come before the inherited ones.
    List,
    /// Items with names: those of the same name replace each other.
    Examples,
    /// The value replaces the inherited one.
    Value,
}

impl Kind {
    /// How the value of a key is merged.
    fn of_key(self, key: &str) -> Self {
        match (self, key) {
            (Self::Vendor, "domains") => Self::Domains,
            (Self::Vendor, "operations") | (Self::Domain, "categories" | "codes") => Self::Items,
            (Self::Vendor, "headers") => Self::Headers,
            (Self::Vendor, "examples") => Self::Examples,
            (Self::Vendor | Self::Domain, "envelope") => Self::Envelope,
            (Self::Vendor | Self::Domain | Self::Item, "rules" | "allow") => Self::List,
            (Self::Envelope, "fields") => Self::Names,
            (Self::Domains, _) => Self::Domain,
            (Self::Items, _) => Self::Item,
            _ => Self::Value,
        }
    }

    /// Whether its keys may be decisions; those of other maps are names, such as a code that is called `note`.
    fn decides(self) -> bool {
        matches!(self, Self::Vendor | Self::Domain | Self::Item)
    }
}

/// The merged value, which is written where the own one is.
fn merge(tree: &mut Tree, own: NodeId, base: NodeId, kind: Kind) -> NodeId {
    let contents = (&tree.node(own).content, &tree.node(base).content);
    let content = match (kind, contents) {
        (Kind::List, (Content::List(own), Content::List(base))) => {
            Content::List([&own[..], base].concat())
        }
        (Kind::Examples, (Content::List(own), Content::List(base))) => {
            Content::List(merge_examples(tree, own, base))
        }
        (Kind::Value | Kind::List | Kind::Examples, _) => return own,
        (_, (Content::Map(entries), Content::Map(inherited))) => {
            let (entries, inherited) = (entries.clone(), inherited.clone());
            Content::Map(merge_entries(tree, &entries, inherited, kind))
        }
        _ => return own,
    };
    tree.add(content, own)
}

/// The inherited entries, merged with the own ones of the same name, and the other own ones after them.
fn merge_entries(tree: &mut Tree, own: &[Entry], base: Vec<Entry>, kind: Kind) -> Vec<Entry> {
    let names = base.iter().enumerate();
    let names = names.map(|(at, entry)| (tree.name(entry).to_owned(), at));
    let mut inherited: HashMap<String, usize> = names.collect();
    let mut merged: Vec<Option<Entry>> = base.into_iter().map(Some).collect();
    let new_names = new_names(tree, &merged);
    for entry in own {
        let name = tree.name(entry).to_owned();
        // A second entry of the same name is a duplicate key, which is reported when the map is read.
        let position = inherited
            .remove(&name)
            .or_else(|| inherited.remove(new_names.get(&name)?));
        let Some((at, base)) = position.and_then(|at| Some((at, merged[at]?))) else {
            merged.push(Some(*entry));
            continue;
        };
        if let (true, Some(old), Some(new)) = (name != tree.name(&base), entry.key, base.key) {
            tree.rename(old, new);
        }
        merged[at] = if !tree.is_null(entry.value) {
            // The key remains the inherited one: what is said about a whole entry is about what it extends.
            let value = merge(tree, entry.value, base.value, kind.of_key(&name));
            Some(Entry { value, ..base })
        } else if kind.decides() && POLICY.contains(&name.as_str()) {
            None
        } else {
            tree.refuse_null(entry.value);
            Some(base)
        };
    }
    merged.into_iter().flatten().collect()
}

/// The names of inherited codes by their aliases, which are old names.
fn new_names(tree: &Tree, inherited: &[Option<Entry>]) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for entry in inherited.iter().flatten() {
        let Some(aliases) = tree.value(entry.value, "aliases") else {
            continue;
        };
        let aliases = match &tree.node(aliases).content {
            Content::List(items) => items.as_slice(),
            _ => &[aliases],
        };
        for alias in aliases {
            let new = names.entry(tree.text(*alias).to_owned());
            new.or_insert_with(|| tree.name(entry).to_owned());
        }
    }
    names
}

/// The inherited examples, each unless an own one has its name, followed by the own ones.
fn merge_examples(tree: &Tree, own: &[NodeId], base: &[NodeId]) -> Vec<NodeId> {
    let name = |item: &NodeId| tree.value(*item, "name").map(|name| tree.text(name));
    let names: HashSet<&str> = own.iter().filter_map(name).collect();
    let inherited = base.iter().copied();
    let inherited = inherited.filter(|item| !name(item).is_some_and(|name| names.contains(name)));
    inherited.chain(own.iter().copied()).collect()
}

/// Leaves out what is not inherited: the name of the file, and what its examples expect to be decided. The file that extends it
/// may decide otherwise.
fn forget(tree: &mut Tree, root: NodeId) {
    tree.retain(root, |key| key != "vendor" && key != EXTENDS);
    let examples = tree.value(root, "examples");
    let examples = examples.map(|examples| tree.items(examples).to_vec());
    for example in examples.unwrap_or_default() {
        if let Some(expect) = tree.value(example, "expect") {
            tree.retain(expect, |key| READ.contains(&key));
        }
    }
}
