//! Reports everything that does not match the types of the language, and continues without it.
//!
//! Misfits are removed and missing entries are replaced, so that the rest of the file can be checked for other errors.
//! Each part is read again only as often as it contained an error of its own.

use std::cell::{RefCell, RefMut};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::de::{Deserialize, DeserializeOwned};

use super::fit::{Misfit, Place, Problem, Value, clipped};
use super::keys;
use super::repairs::Repairs;
use crate::diagnostics::{Id, Label, Level, Mistake, Sink};
use crate::syntax::Attempt;
use crate::yaml::{Content, Entry, NodeId, Tree};

/// Reads the part of a tree that fits, and reports everything else. Returns what is left, if that is useful.
pub(super) fn read<T: DeserializeOwned>(tree: &Tree, sink: &mut Sink<'_>) -> Option<T> {
    let recovery = Recovery {
        tree,
        sink: RefCell::new(sink),
        repairs: RefCell::default(),
    };
    recovery.drop_merges();
    let root = Value::new(&recovery, tree.root(), None);
    let Attempt(parsed) = Attempt::deserialize(root).ok()?;
    if parsed.is_some() {
        let repairs = recovery.repairs.take();
        let left = repairs.of(tree.clone());
        recovery
            .sink
            .borrow_mut()
            .recover(left, repairs.into_lost());
    }
    parsed
}

/// A tree, and the repairs that make it fit.
pub(super) struct Recovery<'r, 's> {
    pub(super) tree: &'r Tree,
    sink: RefCell<&'r mut Sink<'s>>,
    repairs: RefCell<Repairs>,
}

impl Recovery<'_, '_> {
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

    /// Reports a misfit in an entry and removes it. Returns whether to retry the entry.
    pub(super) fn recover(&self, misfit: Misfit, around: Place) -> bool {
        let place = misfit.place.unwrap_or(around);
        match misfit.problem {
            // The replacement of a missing key does not fit either: the enclosing node cannot be read.
            _ if place.stands_in => self.remove(place),
            Problem::UnknownKey(known) => self.drop_unknown(place.node, known),
            Problem::RepeatedKey => self.drop_repeated(place.node),
            Problem::MissingKey(key) => self.add(place, key),
            Problem::Shape { found, wanted } => {
                self.remove_misfit(place, &self.wrong_shape(place, &found, &wanted));
            }
            Problem::Other(message) => {
                self.remove_misfit(place, &Mistake::new(Id::WrongShape, message, "here"));
            }
        }
        !self.is_removed(around.node)
    }

    fn report(&self, bytes: Range<usize>, mistake: &Mistake, first: Option<Label>) {
        let others = first.into_iter().collect();
        self.sink.borrow_mut().beside(bytes, mistake, others);
    }

    /// Removes a value with everything inside it.
    fn remove(&self, place: Place) {
        let repairs = &mut *self.repairs();
        if repairs.removed.insert(place.node) {
            repairs.lose(self.tree, place.node);
        }
        // Without a key it is a list item, and the list is shorter now.
        repairs.lose_words(place.key.map_or("", |key| self.tree.text(key)));
    }

    fn remove_misfit(&self, place: Place, mistake: &Mistake) {
        // It has been reported that all items of the list are wrong.
        if !self.is_emptied(place.node) {
            self.report(self.tree.bytes(place.node), mistake, None);
        }
        self.remove(place);
    }

    /// Whether it is a list whose items were all removed.
    fn is_emptied(&self, node: NodeId) -> bool {
        let is_removed = |item: &NodeId| self.is_removed(*item);
        matches!(&self.tree.node(node).content, Content::List(items) if !items.is_empty() && items.iter().all(is_removed))
    }

    fn add(&self, place: Place, key: &'static str) {
        let names = self
            .entries(place.node)
            .iter()
            .map(|entry| self.tree.name(entry));
        // A value that did not fit has been reported.
        if !names.into_iter().any(|name| name == key) {
            let marked = place.key.unwrap_or(place.node);
            self.report(self.tree.bytes(marked), &Mistake::missing(key), None);
        }
        let repairs = &mut *self.repairs();
        repairs.added.entry(place.node).or_default().push(key);
    }

    fn entries(&self, map: NodeId) -> &[Entry] {
        match &self.tree.node(map).content {
            Content::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The remaining entries of a map, each with its position and name.
    fn left(&self, map: NodeId) -> Vec<(usize, Entry, &str)> {
        let entries = self.entries(map).iter().enumerate();
        let left = entries.filter_map(|(at, entry)| Some((at, *entry, self.name(map, at, entry)?)));
        left.collect()
    }

    /// Removes all merge keys, which would fit wherever any key is accepted.
    fn drop_merges(&self) {
        for (map, at) in self.tree.merges() {
            let entry = self.entries(*map)[*at];
            let mistake = unknown_key(self.tree.name(&entry), &[]);
            self.report(self.bytes_of_key(&entry), &mistake, None);
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
            let mistake = Mistake::new(
                Id::RepeatedKey,
                format!("`{name}` is a duplicate key"),
                "again",
            );
            let [first, again] = [first, &entry].map(|it| self.bytes_of_key(it));
            let first = self.sink.borrow_mut().label(first, "first here");
            self.report(again, &mistake.help("remove one of them"), Some(first));
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
            self.report(bytes, &Mistake::new(Id::UnknownKey, "", ""), None);
            return None;
        }
        let mut mistake = unknown_key(name, known);
        if self.is_nothing(entry.value) && is_behind_comma(&self.sink.borrow().source.text, &bytes)
        {
            mistake = mistake.instead("a comma ends a text between braces: put the text in quotes");
        }
        // A key that is already present cannot have been meant.
        let right = mistake.replacement().filter(|right| !names.contains(right));
        let meant = right.and_then(|right| known.iter().find(|known| **known == right).copied());
        if meant.is_none() {
            mistake = mistake.uncertain();
        }
        self.report(bytes, &mistake, None);
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

    fn is_nothing(&self, node: NodeId) -> bool {
        let is_scalar = matches!(
            self.tree.node(node).content,
            Content::Scalar { plain: true, .. }
        );
        is_scalar && self.tree.text(node).is_empty()
    }

    fn wrong_shape(&self, place: Place, found: &str, wanted: &str) -> Mistake {
        let message = format!("expected {wanted}, found {found}");
        let label = match wanted {
            "at least one item" => "remove it, or add an item".to_owned(),
            _ => format!("not {wanted}"),
        };
        let mistake = Mistake::new(Id::WrongShape, message, label);
        match self.list_of_one(place).filter(|_| wanted == "a list") {
            Some(list) => mistake.help(format!("did you mean `{list}`?")),
            None => mistake,
        }
    }

    /// The list with a single name that was probably meant by a plain name.
    fn list_of_one(&self, place: Place) -> Option<String> {
        const OF_NAMES: [&str; 4] = ["actions", "forbid", "if_exhausted", "chosen"];
        let key = self.tree.text(place.key?);
        let name = clipped(self.tree.text(place.node));
        (OF_NAMES.contains(&key) && !name.is_empty()).then(|| format!("[{name}]"))
    }
}

/// Whether a key without a value follows a comma in braces: then it is probably the rest of a text.
fn is_behind_comma(text: &str, key: &Range<usize>) -> bool {
    let (before, behind) = (text[..key.start].trim_end(), text[key.end..].trim_start());
    before.ends_with(',') && behind.starts_with([',', '}'])
}

fn unknown_key(key: &str, known: &[&str]) -> Mistake {
    let key = &clipped(key);
    let message = format!("unknown key `{key}`");
    let mistake = Mistake::new(Id::UnknownKey, message, "not allowed here");
    match key.split_once(':') {
        _ if key == "<<" => mistake.help("merge keys are not supported: write the keys out"),
        Some((before, value)) if known.contains(&before) => mistake.help(format!(
            "a space is missing after the colon: `{before}: {value}`"
        )),
        _ => known_elsewhere(key, known, mistake.nearest(key, known.iter().copied())),
    }
}

/// Says where a key belongs, instead of listing all known keys.
fn known_elsewhere(key: &str, known: &[&str], mistake: Mistake) -> Mistake {
    // So few keys are quickly read.
    const FEW: usize = 10;
    if mistake.replacement().is_some() || known.len() <= FEW {
        return mistake;
    }
    match keys::places_of(key).as_slice() {
        [] => mistake,
        [place] => mistake.instead(&format!("`{key}` belongs in {place}")),
        [places @ .., last] => {
            let places = places.join(", ");
            mistake.instead(&format!("`{key}` belongs in {places} or {last}"))
        }
    }
}
