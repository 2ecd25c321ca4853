//! Reports everything that does not match the types of the language, and continues without it.
//!
//! Mismatches are removed and missing entries are replaced, so that the rest of the file can be checked for other errors.
//! Each part is read again only as often as it contained an error of its own.

use std::cell::{RefCell, RefMut};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::keys;
use super::mismatch::{Location, Mismatch, MismatchKind};
use super::repairs::Repairs;
use crate::diagnostics::{DiagnosticBuilder, Id, Level, Sink, clipped};
use crate::yaml::{Entry, NodeId, Tree};

/// A tree, and the repairs that make it fit.
pub(super) struct Recovery<'r, 's> {
    pub(super) tree: &'r Tree,
    sink: RefCell<&'r mut Sink<'s>>,
    repairs: RefCell<Repairs>,
}

impl<'r, 's> Recovery<'r, 's> {
    pub(super) fn new(tree: &'r Tree, sink: &'r mut Sink<'s>) -> Self {
        let recovery = Self {
            tree,
            sink: RefCell::new(sink),
            repairs: RefCell::default(),
        };
        recovery.drop_merges();
        recovery
    }

    /// Replaces the tree of the file by what is left of it.
    pub(super) fn finish(&self) {
        let repairs = self.repairs.take();
        let left = repairs.of(self.tree.clone());
        self.sink.borrow_mut().recover(left, repairs.into_lost());
    }

    fn repairs(&self) -> RefMut<'_, Repairs> {
        self.repairs.borrow_mut()
    }

    pub(super) fn is_removed(&self, node: NodeId) -> bool {
        self.repairs.borrow().removed.contains(&node)
    }

    /// The missing keys of a map that are replaced.
    pub(super) fn added(&self, map: NodeId) -> Vec<&'static str> {
        let repairs = self.repairs.borrow();
        repairs.added.get(&map).cloned().unwrap_or_default()
    }

    /// The key of an entry as it is read; `None` if the entry was removed.
    pub(super) fn name<'n>(&'n self, map: NodeId, at: usize, entry: &Entry) -> Option<&'n str> {
        let repairs = self.repairs.borrow();
        let name = repairs.renamed.get(&(map, at)).copied();
        let is_there = repairs.has(map, at, entry);
        is_there.then(|| name.unwrap_or_else(|| self.tree.name(entry)))
    }

    /// Reports a mismatch in an entry and removes it. Returns whether to retry the entry.
    pub(super) fn recover(&self, mismatch: Mismatch, around: Location) -> bool {
        let location = mismatch.location.unwrap_or(around);
        match mismatch.kind {
            // The replacement of a missing key does not fit either: the enclosing node cannot be read.
            _ if location.is_replacement => self.remove(location),
            MismatchKind::UnknownKey(known) => self.drop_unknown(location.node, known),
            MismatchKind::RepeatedKey => self.drop_repeated(location.node),
            MismatchKind::MissingKey(key) => self.add(location, key),
            MismatchKind::Shape { found, wanted } => {
                self.remove_mismatch(location, &self.wrong_shape(location, &found, &wanted));
            }
            MismatchKind::Other(message) => {
                self.remove_mismatch(location, &Id::WrongShape.diagnostic(message, "here"));
            }
        }
        !self.is_removed(around.node)
    }

    fn report(&self, bytes: Range<usize>, diagnostic: &DiagnosticBuilder) {
        self.sink.borrow_mut().report_at_bytes(bytes, diagnostic);
    }

    /// Removes a value with everything inside it.
    fn remove(&self, location: Location) {
        let repairs = &mut *self.repairs();
        if repairs.removed.insert(location.node) {
            repairs.lose(self.tree, location.node);
        }
        // Without a key it is a list item, and the list is shorter now.
        repairs.lose_words(location.key.map_or("", |key| self.tree.text(key)));
    }

    fn remove_mismatch(&self, location: Location, diagnostic: &DiagnosticBuilder) {
        // It has been reported that all items of the list are wrong.
        if !self.is_emptied(location.node) {
            self.report(self.tree.bytes(location.node), diagnostic);
        }
        self.remove(location);
    }

    /// Whether it is a list whose items were all removed.
    fn is_emptied(&self, node: NodeId) -> bool {
        let items = self.tree.items(node);
        !items.is_empty() && items.iter().all(|item| self.is_removed(*item))
    }

    fn add(&self, location: Location, key: &'static str) {
        // A value that did not fit has been reported.
        if self.tree.value(location.node, key).is_none() {
            let marked = location.key.unwrap_or(location.node);
            let diagnostic = self.with_inherited(location, DiagnosticBuilder::missing(key));
            self.report(self.tree.bytes(marked), &diagnostic);
        }
        let repairs = &mut *self.repairs();
        repairs.added.entry(location.node).or_default().push(key);
    }

    /// Says that an entry with a missing key is not one that the file inherits: its name may be misspelled, or they may
    /// have changed.
    fn with_inherited(&self, location: Location, missing: DiagnosticBuilder) -> DiagnosticBuilder {
        let extends_nothing = self.sink.borrow().source.bases().is_empty();
        let Some(key) = location.key.filter(|_| !extends_nothing) else {
            return missing;
        };
        let name = self.tree.text(key);
        let siblings = self.tree.siblings(location.node);
        let inherited = siblings.filter(|sibling| *sibling != name);
        let near = missing.clone().nearest(name, inherited).uncertain();
        let is_near = near.replacement().is_some();
        let name = clipped(name);
        let help = format!("what this file extends has no `{name}`, so it is a new entry");
        if is_near { near } else { missing }.help(help)
    }

    /// The remaining entries of a map, each with its position and name.
    fn left(&self, map: NodeId) -> Vec<(usize, Entry, &str)> {
        let entries = self.tree.entries(map).iter().enumerate();
        let left = entries.filter_map(|(at, entry)| Some((at, *entry, self.name(map, at, entry)?)));
        left.collect()
    }

    /// Removes all merge keys, which would fit wherever any key is accepted.
    fn drop_merges(&self) {
        for (map, at) in self.tree.merges() {
            let entry = self.tree.entries(*map)[*at];
            let diagnostic = unknown_key(self.tree.name(&entry), &[]);
            self.report(self.bytes_of_key(&entry), &diagnostic);
            self.drop(*map, *at, &entry);
        }
    }

    /// Removes all duplicate keys of a map.
    fn drop_repeated(&self, map: NodeId) {
        let mut firsts: HashMap<&str, Entry> = HashMap::new();
        for (at, entry, name) in self.left(map) {
            let Some(first) = firsts.get(name) else {
                firsts.insert(name, entry);
                continue;
            };
            let diagnostic =
                Id::RepeatedKey.diagnostic(format!("`{name}` is a duplicate key"), "again");
            let [first, again] = [first, &entry].map(|it| self.bytes_of_key(it));
            let first = self.sink.borrow_mut().label(first, "first here");
            self.report(again, &diagnostic.help("remove one of them").related(first));
            self.drop(map, at, &entry);
        }
    }

    /// Removes all unknown keys of a map, or reads them as what was meant.
    fn drop_unknown(&self, map: NodeId, known: &'static [&'static str]) {
        let left = self.left(map);
        let mut names: HashSet<&str> = left.iter().map(|(_, _, name)| *name).collect();
        for (at, entry, name) in left.iter().filter(|(_, _, name)| !known.contains(name)) {
            // Under the intended name, it may be the subject of another error.
            match self.report_unknown(entry, name, known, &names) {
                Some(meant) => {
                    names.insert(meant);
                    self.repairs().renamed.insert((map, *at), meant);
                }
                None => self.drop(map, *at, entry),
            }
        }
    }

    /// Reports an unknown key. Returns the key that was meant, if that is clear.
    fn report_unknown(
        &self,
        entry: &Entry,
        name: &str,
        known: &'static [&'static str],
        names: &HashSet<&str>,
    ) -> Option<&'static str> {
        let bytes = self.bytes_of_key(entry);
        let has_room = self
            .sink
            .borrow()
            .has_room_for(Level::Error, Id::UnknownKey);
        if !has_room {
            // It is only counted.
            self.report(bytes, &Id::UnknownKey.diagnostic("", ""));
            return None;
        }
        let mut diagnostic = unknown_key(name, known);
        if self.tree.is_nothing(entry.value)
            && follows_comma(&self.sink.borrow().source.text, &bytes)
        {
            diagnostic =
                diagnostic.instead("a comma ends a text between braces: put the text in quotes");
        }
        // A key that is already present cannot have been meant.
        let right = diagnostic
            .replacement()
            .filter(|right| !names.contains(right));
        let meant = right.and_then(|right| known.iter().find(|known| **known == right).copied());
        if meant.is_none() {
            diagnostic = diagnostic.uncertain();
        }
        self.report(bytes, &diagnostic);
        meant
    }

    /// Removes an entry.
    fn drop(&self, map: NodeId, at: usize, entry: &Entry) {
        let repairs = &mut *self.repairs();
        repairs.dropped.insert((map, at));
        repairs.lose_words(self.tree.name(entry));
        repairs.lose(self.tree, entry.value);
    }

    fn bytes_of_key(&self, entry: &Entry) -> Range<usize> {
        self.tree.bytes(entry.key.unwrap_or(entry.value))
    }

    fn wrong_shape(&self, location: Location, found: &str, wanted: &str) -> DiagnosticBuilder {
        let message = format!("expected {wanted}, found {found}");
        let label = match wanted {
            "at least one item" => "remove it, or add an item".to_owned(),
            _ => format!("not {wanted}"),
        };
        let diagnostic = Id::WrongShape.diagnostic(message, label);
        match self.list_of_one(location).filter(|_| wanted == "a list") {
            Some(list) => diagnostic.help(format!("did you mean `{list}`?")),
            None if wanted == "`true` or `false`" => self.with_boolean(location, diagnostic),
            None => diagnostic,
        }
    }

    /// Suggests the boolean that a word means in YAML 1.1.
    fn with_boolean(&self, location: Location, diagnostic: DiagnosticBuilder) -> DiagnosticBuilder {
        let text = self.tree.text(location.node);
        let truth = match text.to_ascii_lowercase().as_str() {
            "yes" | "y" | "on" | "1" | "true" => "true",
            "no" | "n" | "off" | "0" | "false" => "false",
            _ => return diagnostic,
        };
        diagnostic.perhaps(text.to_owned(), truth.to_owned())
    }

    /// The list with a single name that was probably meant by a plain name.
    fn list_of_one(&self, location: Location) -> Option<String> {
        const OF_NAMES: [&str; 4] = ["actions", "forbid", "if_exhausted", "chosen"];
        let key = self.tree.text(location.key?);
        let name = clipped(self.tree.text(location.node));
        (OF_NAMES.contains(&key) && !name.is_empty()).then(|| format!("[{name}]"))
    }
}

/// Whether a key without a value follows a comma in braces: then it is probably the rest of a text.
fn follows_comma(text: &str, key: &Range<usize>) -> bool {
    let (before, behind) = (text[..key.start].trim_end(), text[key.end..].trim_start());
    before.ends_with(',') && behind.starts_with([',', '}'])
}

fn unknown_key(key: &str, known: &[&str]) -> DiagnosticBuilder {
    let key = &clipped(key);
    let message = format!("unknown key `{key}`");
    let diagnostic = Id::UnknownKey.diagnostic(message, "not allowed here");
    match key.split_once(':') {
        _ if key == "<<" => diagnostic.help("merge keys are not supported: write the keys out"),
        Some((before, value)) if known.contains(&before) => diagnostic.help(format!(
            "a space is missing after the colon: `{before}: {value}`"
        )),
        _ => known_elsewhere(key, known, diagnostic.nearest(key, known.iter().copied())),
    }
}

/// Says where a key belongs, instead of listing all known keys.
fn known_elsewhere(key: &str, known: &[&str], diagnostic: DiagnosticBuilder) -> DiagnosticBuilder {
    // So few keys are quickly read.
    const FEW: usize = 10;
    if diagnostic.replacement().is_some() || known.len() <= FEW {
        return diagnostic;
    }
    match keys::places_of(key).as_slice() {
        [] => diagnostic,
        [location] => diagnostic.instead(&format!("`{key}` belongs in {location}")),
        [places @ .., last] => {
            let places = places.join(", ");
            diagnostic.instead(&format!("`{key}` belongs in {places} or {last}"))
        }
    }
}
