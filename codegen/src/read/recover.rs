//! Reports everything that does not match the types of the language, and continues without it.
//!
//! Mismatches are removed and missing entries are replaced, so that the rest of the file can be checked for other errors.

use std::cell::{RefCell, RefMut};
use std::ops::Range;

use super::repairs::Repairs;
use crate::diagnostics::{DiagnosticBuilder, Id, Level, Sink, clipped};
use crate::syntax::{self, Location, Problems, Read, Value};
use crate::yaml::{Entry, NodeId, Tree};

/// Reads the part of a tree that fits, and reports everything else. Returns what is left, if that is useful.
pub(super) fn read<T: Read>(tree: &Tree, sink: &mut Sink<'_>) -> Option<T> {
    let recovery = Recovery::new(tree, sink);
    let read = T::read(Value::root(tree, &recovery));
    if read.is_some() {
        recovery.finish();
    }
    read
}

/// A tree, and the repairs that make it fit.
struct Recovery<'r, 's> {
    tree: &'r Tree,
    sink: RefCell<&'r mut Sink<'s>>,
    repairs: RefCell<Repairs>,
}

impl<'r, 's> Recovery<'r, 's> {
    fn new(tree: &'r Tree, sink: &'r mut Sink<'s>) -> Self {
        let recovery = Self {
            tree,
            sink: RefCell::new(sink),
            repairs: RefCell::default(),
        };
        recovery.drop_merges();
        recovery
    }

    /// Replaces the tree of the file by what is left of it.
    fn finish(&self) {
        let repairs = self.repairs.take();
        let left = repairs.of(self.tree.clone());
        self.sink.borrow_mut().recover(left, repairs.into_lost());
    }

    fn repairs(&self) -> RefMut<'_, Repairs> {
        self.repairs.borrow_mut()
    }

    fn is_removed(&self, node: NodeId) -> bool {
        self.repairs.borrow().removed.contains(&node)
    }

    /// The key of an entry as it is read; `None` if the entry was removed.
    fn name<'n>(&'n self, map: NodeId, at: usize, entry: &Entry) -> Option<&'n str> {
        let repairs = self.repairs.borrow();
        let name = repairs.renamed.get(&(map, at)).copied();
        let is_there = repairs.has(map, at, entry);
        is_there.then(|| name.unwrap_or_else(|| self.tree.name(entry)))
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

    /// Whether it is a list whose items were all removed.
    fn is_emptied(&self, node: NodeId) -> bool {
        let items = self.tree.items(node);
        !items.is_empty() && items.iter().all(|item| self.is_removed(*item))
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

    /// Removes all merge keys, which would fit wherever any key is accepted.
    fn drop_merges(&self) {
        for (map, at) in self.tree.merges() {
            let entry = self.tree.entries(*map)[*at];
            let diagnostic = unknown_key(self.tree.name(&entry), &[]);
            self.report(self.bytes_of_key(&entry), &diagnostic);
            self.drop(*map, *at, &entry);
        }
    }

    /// Reports an unknown key. Returns the key that was meant, if that is clear.
    fn report_unknown(
        &self,
        map: NodeId,
        entry: &Entry,
        known: &'static [&'static str],
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
        let mut diagnostic = unknown_key(self.tree.name(entry), known);
        if self.tree.is_nothing(entry.value)
            && follows_comma(&self.sink.borrow().source.text, &bytes)
        {
            diagnostic =
                diagnostic.instead("a comma ends a text between braces: put the text in quotes");
        }
        // A key that is already present cannot have been meant.
        let mut entries = self.tree.entries(map).iter().enumerate();
        let mut is_there =
            |name: &str| entries.any(|(at, entry)| self.name(map, at, entry) == Some(name));
        let right = diagnostic.replacement().filter(|right| !is_there(right));
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

impl Problems for Recovery<'_, '_> {
    fn misfit(&self, location: Location, found: &str, wanted: &str) {
        // It has been reported that all items of the list are wrong.
        if !self.is_emptied(location.node) {
            let diagnostic = self.wrong_shape(location, found, wanted);
            self.report(self.tree.bytes(location.node), &diagnostic);
        }
        self.remove(location);
    }

    /// Removes the entry, or reads it as what was meant: under that name, it may be the subject of another error.
    fn unknown(
        &self,
        map: NodeId,
        at: usize,
        known: &'static [&'static str],
    ) -> Option<&'static str> {
        let entry = &self.tree.entries(map)[at];
        // A map that has an alias is read again.
        if self.name(map, at, entry) != Some(self.tree.name(entry)) {
            return self.repairs().renamed.get(&(map, at)).copied();
        }
        let meant = self.report_unknown(map, entry, known);
        match meant {
            Some(meant) => {
                self.repairs().renamed.insert((map, at), meant);
            }
            None => self.drop(map, at, entry),
        }
        meant
    }

    fn repeated(&self, map: NodeId, first: usize, again: usize) {
        let [first, entry] = [first, again].map(|at| &self.tree.entries(map)[at]);
        let name = self.name(map, again, entry).unwrap_or_default().to_owned();
        let diagnostic =
            Id::RepeatedKey.diagnostic(format!("`{name}` is a duplicate key"), "again");
        let first = self
            .sink
            .borrow_mut()
            .label(self.bytes_of_key(first), "first here");
        let diagnostic = diagnostic.help("remove one of them").related(first);
        self.report(self.bytes_of_key(entry), &diagnostic);
        self.drop(map, again, entry);
    }

    fn missing(&self, location: Location, key: &'static str, has_stand_in: bool) {
        // A value that did not fit has been reported.
        if self.tree.value(location.node, key).is_none() {
            let marked = location.key.unwrap_or(location.node);
            let diagnostic = self.with_inherited(location, DiagnosticBuilder::missing(key));
            self.report(self.tree.bytes(marked), &diagnostic);
        }
        if has_stand_in {
            let repairs = &mut *self.repairs();
            repairs.added.entry(location.node).or_default().push(key);
        } else {
            self.remove(location);
        }
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
    match places_of(key).as_slice() {
        [] => diagnostic,
        [location] => diagnostic.instead(&format!("`{key}` belongs in {location}")),
        [places @ .., last] => {
            let places = places.join(", ");
            diagnostic.instead(&format!("`{key}` belongs in {places} or {last}"))
        }
    }
}

/// The parts of the language that have a key, if there are few.
fn places_of(key: &str) -> Vec<&'static str> {
    /// A key with more places than this belongs to no particular one.
    const MOST: usize = 4;
    const PLACES: [(&str, &[&str]); 24] = [
        ("a vendor", syntax::Vendor::KEYS),
        ("`book.yaml`", syntax::Book::KEYS),
        ("a class", syntax::Class::KEYS),
        ("an action", syntax::Action::KEYS),
        ("a domain", syntax::Domain::KEYS),
        ("a category", syntax::Category::KEYS),
        ("a code", syntax::Code::KEYS),
        ("`deprecated`", syntax::Deprecated::KEYS),
        ("an operation", syntax::Operation::KEYS),
        ("a rule", syntax::Rule::KEYS),
        ("`when`", syntax::When::KEYS),
        ("`envelope`", syntax::Envelope::KEYS),
        ("`headers`", syntax::Headers::KEYS),
        ("`rate_limit`", syntax::RateLimit::KEYS),
        ("`reset`", syntax::Reset::KEYS),
        ("`rate_limits`", syntax::RateLimitSources::KEYS),
        ("a limit", syntax::Limit::KEYS),
        ("`retry`", syntax::Policy::KEYS),
        ("`backoff`", syntax::Backoff::KEYS),
        ("an item of `allow`", syntax::Allow::KEYS),
        ("an example", syntax::Example::KEYS),
        ("`response`", syntax::Response::KEYS),
        ("`expect`", syntax::Expect::KEYS),
        ("a file of translations", syntax::Texts::KEYS),
    ];
    let has_it = PLACES.iter().filter(|(_, keys)| keys.contains(&key));
    let names: Vec<&str> = has_it.map(|(name, _)| *name).collect();
    if names.len() > MOST {
        Vec::new()
    } else {
        names
    }
}
