//! Lints: questionable parts of a valid book.
//!
//! Each lint has a level in `book.yaml`, and can be allowed, with a reason, for an entry and everything inside it.

mod coverage;
mod lost_text;
mod outdated;
mod patterns;
mod scalars;
mod successes;
mod texts;
mod translations;
mod unsendable;
mod uses;
mod walk;
mod weakened;
mod wildcards;

pub(crate) use scalars::is_suspect;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::diagnostics::{
    DiagnosticBuilder, Diagnostics, Explanation, Id, LINTS, Label, Level, Path, Sink, Target,
    explain,
};
use crate::model::{Book, Vendor};
use crate::parse::{self, Exactness};
use crate::read::Files;
use crate::syntax::{self, Allow};
use walk::{Code, Node, walk};

/// The levels that a book can give to a lint; `None` for lints that are not reported.
const LEVELS: [(&str, Option<Level>); 3] = [
    ("allow", None),
    ("warn", Some(Level::Warning)),
    ("deny", Some(Level::Error)),
];

/// The names of all lints.
pub fn lints() -> impl Iterator<Item = &'static str> {
    LINTS.iter().map(|(name, _)| *name)
}

/// The explanation of a lint, by its name in a book.
#[must_use]
pub fn explain_lint(name: &str) -> Option<Explanation> {
    let (_, id) = LINTS.iter().find(|(known, _)| *known == name)?;
    explain(id.as_str())
}

/// Checks the texts of all files as they are written. It runs before everything else, because dropped text and
/// invisible characters cause confusing errors elsewhere.
pub(crate) fn texts(files: &Files<'_>, diagnostics: &mut Diagnostics) {
    let levels = levels(&files.book.syntax, &mut files.book.sink(diagnostics));
    for source in files.book.own() {
        texts_of_file(&mut Linter::new(&levels, Sink::new(source, diagnostics)));
    }
    for (source, syntax) in &files.vendors {
        let linter = &mut Linter::new(&levels, Sink::new(source, diagnostics));
        linter.within(&syntax.allow, texts_of_file);
    }
    for (source, _) in files.own_texts() {
        texts_of_file(&mut Linter::new(&levels, Sink::new(source, diagnostics)));
    }
}

fn texts_of_file(linter: &mut Linter<'_>) {
    texts::lost(linter);
    scalars::look(linter);
}

/// Checks a valid book. `shown` contains the codes that result from each vendor's examples.
pub(crate) fn run(
    files: &Files<'_>,
    book: &Book,
    shown: &[BTreeSet<usize>],
    diagnostics: &mut Diagnostics,
) {
    let syntax = &files.book.syntax;
    let levels = levels(syntax, &mut files.book.sink(&mut Diagnostics::default()));
    let named = named_statuses(syntax);
    let linter = &mut Linter::new(&levels, files.book.sink(diagnostics));
    uses::unused(files, book, linter);
    texts::leaking_classes(syntax, &book.vendors, linter);
    for (((source, syntax), vendor), shown) in files.vendors.iter().zip(&book.vendors).zip(shown) {
        let linter = &mut Linter::new(&levels, Sink::new(source, diagnostics));
        let of_vendor = OfVendor {
            syntax,
            book,
            vendor,
            shown,
            named: &named,
        };
        of_vendor.run(linter);
    }
    for (source, texts) in files.own_texts() {
        let linter = &mut Linter::new(&levels, Sink::new(source, diagnostics));
        texts::leaking_translations(texts, &book.vendors, linter);
    }
    translations::run(files, book, &levels, diagnostics);
    let linter = &mut Linter::new(&levels, files.book.sink(diagnostics));
    allows_of_book(syntax, linter);
    for (source, syntax) in &files.vendors {
        let linter = &mut Linter::new(&levels, Sink::new(source, diagnostics));
        walk(syntax, linter, &mut |node, path, linter| {
            if let Node::Allowed(allow) = node {
                linter.check_allows(allow, path);
            }
        });
    }
}

/// What the lints about a vendor's file depend on.
struct OfVendor<'v> {
    syntax: &'v syntax::Vendor,
    book: &'v Book,
    vendor: &'v Vendor,
    /// The codes that result from its examples.
    shown: &'v BTreeSet<usize>,
    /// The statuses that a class lists.
    named: &'v BTreeSet<u16>,
}

impl OfVendor<'_> {
    /// Checks the parts of the file, each with the lints that are about it.
    fn run(&self, linter: &mut Linter<'_>) {
        let Self { syntax, vendor, .. } = self;
        linter.within(&syntax.allow, |linter| {
            uses::marks(syntax, linter);
            weakened::success(linter);
            outdated::renamed(linter);
            coverage::no_source(syntax, linter);
        });
        let secrets = texts::secrets(vendor).collect();
        let strings = coverage::strings(vendor);
        let mut summaries = texts::Summaries::new();
        walk(syntax, linter, &mut |node, path, linter| match node {
            Node::Allowed(_) => {}
            Node::Domain(name, own) => uses::prefixes(name, own, path, linter),
            Node::Code(code) => {
                texts::similar_summary(code, &mut summaries, path, linter);
                self.code(code, &strings, path, linter);
            }
            Node::Operation(name, own) => {
                successes::operation(vendor, name, path, linter);
                weakened::success_of((syntax, name, own), path, linter);
            }
            Node::Rules(layer, written) => {
                let rules = layer.rules(vendor);
                successes::rules(rules, path, linter);
                coverage::unreachable_rules(written, rules, path, linter);
            }
            Node::Fields(fields) => weakened::fields(fields, self.book, path, linter),
            Node::Text(text) => texts::check_message(text, path, &secrets, linter),
            Node::Pattern(pattern) => patterns::check(pattern, path, linter),
            Node::Pointer(text, target) => wildcards::pointer(text, *target, path, linter),
        });
    }

    fn code(
        &self,
        code: &Code<'_>,
        strings: &coverage::Strings<'_>,
        path: &Path<'_>,
        linter: &mut Linter<'_>,
    ) {
        let (vendor, index) = (self.vendor, code.index);
        wildcards::code(code, path, linter);
        unsendable::check(vendor, index, path, linter);
        outdated::code(code, path, linter);
        coverage::shadowed_code(vendor, index, strings, path, linter);
        coverage::unclassified(vendor, index, self.named, path, linter);
        coverage::missing_user_message(self.book, vendor, index, path, linter);
        if !self.shown.contains(&index) {
            coverage::no_example(code.wire, path, linter);
        }
    }
}

/// The statuses that a class lists by more than their first digit.
fn named_statuses(book: &syntax::Book) -> BTreeSet<u16> {
    let statuses = book
        .classes()
        .filter_map(|(_, class)| class.statuses.as_ref());
    let words = statuses.flat_map(|statuses| &statuses.items);
    let parsed = words.filter_map(|word| parse::statuses(&word.0).ok());
    let named = parsed.filter(|(_, exactness)| *exactness != Exactness::Hundred);
    named.flat_map(|((lo, hi), _)| lo..=hi).collect()
}

fn allows_of_book(syntax: &syntax::Book, linter: &mut Linter<'_>) {
    let [classes, actions] = ["classes", "actions"].map(|key| Path::ROOT.key(key));
    for (name, class) in syntax.classes() {
        linter.within(&class.allow, |linter| {
            linter.check_allows(&class.allow, &classes.key(name));
        });
    }
    for (name, action) in syntax.actions.iter() {
        linter.within(&action.allow, |linter| {
            linter.check_allows(&action.allow, &actions.key(name));
        });
    }
}

/// The levels of all lints: `None` for those that are allowed everywhere.
fn levels(book: &syntax::Book, sink: &mut Sink<'_>) -> Vec<(Id, Option<Level>)> {
    let mut levels: Vec<_> = LINTS
        .iter()
        .map(|(_, id)| (*id, Some(default_level(*id))))
        .collect();
    let path = Path::ROOT.key("lints");
    for (name, level) in book.lints.iter() {
        let path = path.key(name);
        let Some(index) = LINTS.iter().position(|(known, _)| *known == name) else {
            sink.report_at_key(&path, &unknown(name));
            continue;
        };
        if let Some(level) = sink.word(&path, "level", level, &LEVELS) {
            levels[index].1 = level;
        }
    }
    levels
}

/// Dropped and invisible text is an error even if the rest is valid, and so is an outcome that may hide an inherited
/// failure; everything else is advice.
fn default_level(id: Id) -> Level {
    match id {
        Id::LostText | Id::UnseenCharacter | Id::Weakened => Level::Error,
        _ => Level::Warning,
    }
}

fn unknown(name: &str) -> DiagnosticBuilder {
    DiagnosticBuilder::unknown("lint", name, lints())
}

/// Reports lints, unless the book allows them.
struct Linter<'l> {
    levels: &'l [(Id, Option<Level>)],
    sink: Sink<'l>,
    /// The number of enclosing entries that can have `allow`.
    entries: usize,
    /// What they allow, and whether that suppressed anything.
    allowed: Vec<(String, Rc<Cell<bool>>)>,
}

impl<'l> Linter<'l> {
    fn new(levels: &'l [(Id, Option<Level>)], sink: Sink<'l>) -> Self {
        Self {
            levels,
            sink,
            entries: 0,
            allowed: Vec::new(),
        }
    }

    /// Checks an entry with its `allow`.
    fn within<T>(&mut self, allow: &[Allow], look: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.enter(allow);
        let result = look(self);
        self.leave(around);
        result
    }

    /// Starts an entry. Returns what [`leave`](Self::leave) needs at its end.
    fn enter(&mut self, allow: &[Allow]) -> usize {
        let around = self.allowed.len();
        let named = allow
            .iter()
            .map(|allow| (allow.lint.clone(), Rc::clone(&allow.used)));
        self.allowed.extend(named);
        self.entries += 1;
        around
    }

    fn leave(&mut self, around: usize) {
        self.allowed.truncate(around);
        self.entries -= 1;
    }

    /// Whether the file extends others.
    fn extends(&self) -> bool {
        !self.sink.source.bases().is_empty()
    }

    /// The location of a code.
    fn label_of_code(&mut self, domain: &str, wire: &str) -> Label {
        let domains = Path::ROOT.key("domains");
        let domain = domains.key(domain);
        let codes = domain.key("codes");
        self.sink.label_of(&codes.key(wire), Target::Key)
    }

    /// Reports allowed lints that do not exist or suppressed nothing.
    fn check_allows(&mut self, allow: &[Allow], path: &Path<'_>) {
        let path = path.key("allow");
        for (at, allow) in allow.iter().enumerate() {
            self.check_allow(allow, &path.index(at).key("lint"));
        }
    }

    fn check_allow(&mut self, allow: &Allow, path: &Path<'_>) {
        let Some((_, id)) = LINTS.iter().find(|(name, _)| *name == allow.lint) else {
            self.sink.report_at(path, &unknown(&allow.lint));
            return;
        };
        let is_reported = |(known, level): &(Id, Option<Level>)| known == id && level.is_some();
        if !allow.used.get() && *id != Id::UnneededAllow && self.levels.iter().any(is_reported) {
            let message = format!("`{}` reports nothing here", allow.lint);
            let diagnostic = Id::UnneededAllow.diagnostic(message, "this `allow` has no effect");
            self.report_at(path, diagnostic.help("remove it"));
        }
    }

    /// Reports a lint at a key.
    fn report_at_key(&mut self, path: &Path<'_>, diagnostic: DiagnosticBuilder) {
        if let Some(diagnostic) = self.levelled(diagnostic) {
            self.sink.report_at_key(path, &diagnostic);
        }
    }

    /// Reports a lint at a value.
    fn report_at(&mut self, path: &Path<'_>, diagnostic: DiagnosticBuilder) {
        if let Some(diagnostic) = self.levelled(diagnostic) {
            self.sink.report_at(path, &diagnostic);
        }
    }

    /// Reports a lint at a byte.
    fn report_at_offset(&mut self, offset: usize, diagnostic: DiagnosticBuilder) {
        if let Some(diagnostic) = self.levelled(diagnostic) {
            self.sink.report_at_offset(offset, &diagnostic);
        }
    }

    /// The level of a lint; `None` if the book allows it.
    fn level(&self, id: Id) -> Option<Level> {
        self.levels.iter().find(|(known, _)| *known == id)?.1
    }

    /// Whether another diagnostic of a lint would be shown.
    fn has_room_for(&self, id: Id) -> bool {
        self.level(id)
            .is_some_and(|level| self.sink.has_room_for(level, id))
    }

    /// The lint with its level and how to allow it; `None` if it is allowed.
    fn levelled(&self, diagnostic: DiagnosticBuilder) -> Option<DiagnosticBuilder> {
        let id = diagnostic.id();
        let name = id.lint()?;
        let level = self.level(id)?;
        if let Some((_, used)) = self
            .allowed
            .iter()
            .rev()
            .find(|(allowed, _)| allowed == name)
        {
            used.set(true);
            return None;
        }
        let allow = match self.entries {
            0 => format!(
                "or allow it in the whole book: `lints: {{ {name}: allow }}` in `book.yaml`"
            ),
            _ => format!("or allow it: `allow: [{{ lint: {name}, reason: … }}]`"),
        };
        Some(diagnostic.level(level).help(allow))
    }
}
