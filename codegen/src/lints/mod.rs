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
mod weakened;
mod wildcards;

pub(crate) use scalars::is_suspect;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::diagnostics::{
    DiagnosticBuilder, Diagnostics, Explanation, Id, LINTS, Level, Path, Sink, explain,
};
use crate::model::{Book, RuleText, Vendor};
use crate::parse::{self, Exactness};
use crate::read::Files;
use crate::syntax::{self, Allow, UserMessage};

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
        linter.within(&syntax.allow, |linter| {
            texts::run(syntax, vendor, linter);
            patterns::run(syntax, linter);
            wildcards::run(syntax, vendor, linter);
            unsendable::run(syntax, vendor, linter);
            successes::run(syntax, vendor, linter);
            uses::prefixes(syntax, linter);
            uses::marks(syntax, linter);
            weakened::run(syntax, book, linter);
            outdated::run(syntax, linter);
            coverage::run(syntax, book, vendor, shown, &named, linter);
        });
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
        allows_of_vendor(syntax, linter);
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
        linter.check_allows(&class.allow, &classes.key(name));
    }
    for (name, action) in syntax.actions.iter() {
        linter.check_allows(&action.allow, &actions.key(name));
    }
}

fn allows_of_vendor(syntax: &syntax::Vendor, linter: &mut Linter<'_>) {
    let [domains, operations] = ["domains", "operations"].map(|key| Path::ROOT.key(key));
    linter.check_allows(&syntax.allow, &Path::ROOT);
    for (name, domain) in syntax.domains.iter() {
        let path = domains.key(name);
        linter.check_allows(&domain.allow, &path);
        let codes = path.key("codes");
        for (wire, code) in domain.codes.iter() {
            linter.check_allows(&code.allow, &codes.key(wire));
        }
    }
    for (name, operation) in syntax.operations.iter() {
        linter.check_allows(&operation.allow, &operations.key(name));
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

/// Visits everything that decides something, with what its entry allows.
fn for_each_layer<'s>(
    syntax: &'s syntax::Vendor,
    linter: &mut Linter<'_>,
    mut visit: impl FnMut(&syntax::Fields<'s>, &'s [syntax::Rule], &Path<'_>, &mut Linter<'_>),
) {
    let root = Path::ROOT;
    visit(&syntax.fields(), &syntax.rules, &root, linter);
    let [domains, operations] = ["domains", "operations"].map(|key| root.key(key));
    for (name, domain) in syntax.domains.iter() {
        let path = domains.key(name);
        linter.within(&domain.allow, |linter| {
            visit(&domain.fields(), &domain.rules, &path, linter);
        });
        let categories = path.key("categories");
        for (name, category) in domain.categories.iter() {
            visit(&category.fields(), &[], &categories.key(name), linter);
        }
    }
    for_each_code(syntax, linter, |_, code, path, linter| {
        visit(&code.fields(), &code.rules, path, linter);
    });
    for (name, operation) in syntax.operations.iter() {
        let path = operations.key(name);
        linter.within(&operation.allow, |linter| {
            visit(&operation.fields(), &operation.rules, &path, linter);
        });
    }
}

/// Visits the decision fields of each layer and of each rule.
fn for_each_fields<'s>(
    syntax: &'s syntax::Vendor,
    linter: &mut Linter<'_>,
    mut visit: impl FnMut(&syntax::Fields<'s>, &Path<'_>, &mut Linter<'_>),
) {
    for_each_layer(syntax, linter, |fields, rules, path, linter| {
        visit(fields, path, linter);
        let path = path.key("rules");
        for (at, rule) in rules.iter().enumerate() {
            visit(&rule.fields(), &path.index(at), linter);
        }
    });
}

/// Visits each text for the end user, with the location of the text or of the map that it is in.
fn each_text(
    syntax: &syntax::Vendor,
    linter: &mut Linter<'_>,
    mut visit: impl FnMut(&UserMessage, &Path<'_>, &mut Linter<'_>),
) {
    linter.within(&syntax.allow, |linter| {
        for_each_fields(syntax, linter, |fields, path, linter| {
            if let Some(text) = fields.user_message {
                visit(text, &path.key("user_message"), linter);
            }
        });
    });
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
        let before = self.allowed.len();
        self.enter(allow);
        let result = look(self);
        self.allowed.truncate(before);
        self.entries -= 1;
        result
    }

    fn enter(&mut self, allow: &[Allow]) {
        let named = allow
            .iter()
            .map(|allow| (allow.lint.clone(), Rc::clone(&allow.used)));
        self.allowed.extend(named);
        self.entries += 1;
    }

    /// Reports allowed lints that do not exist or suppressed nothing.
    fn check_allows(&mut self, allow: &[Allow], path: &Path<'_>) {
        let path = path.key("allow");
        self.within(allow, |linter| {
            for (at, allow) in allow.iter().enumerate() {
                linter.check_allow(allow, &path.index(at).key("lint"));
            }
        });
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

/// Visits the rules of each place: as they are written, and what they came to.
fn for_each_rules(
    syntax: &syntax::Vendor,
    vendor: &Vendor,
    linter: &mut Linter<'_>,
    visit: impl Fn(&[syntax::Rule], &[RuleText], &Path<'_>, &mut Linter<'_>),
) {
    let root = Path::ROOT;
    visit(&syntax.rules, &vendor.rules, &root, linter);
    let [domains, operations] = ["domains", "operations"].map(|key| root.key(key));
    for ((name, own), domain) in syntax.domains.iter().zip(&vendor.domains) {
        let path = domains.key(name);
        linter.within(&own.allow, |linter| {
            visit(&own.rules, &domain.rules, &path, linter);
        });
    }
    for_each_code(syntax, linter, |index, own, path, linter| {
        visit(&own.rules, &vendor.codes[index].rules, path, linter);
    });
    for (name, own) in syntax.operations.iter() {
        let Some(operation) = vendor.operations.iter().find(|known| known.name == *name) else {
            continue;
        };
        let path = operations.key(name);
        linter.within(&own.allow, |linter| {
            visit(&own.rules, &operation.rules, &path, linter);
        });
    }
}

/// Calls `visit` for each code of a vendor with its index and path, inside the `allow`s of the enclosing entries.
fn for_each_code<'s>(
    syntax: &'s syntax::Vendor,
    linter: &mut Linter<'_>,
    mut visit: impl FnMut(usize, &'s syntax::Code, &Path<'_>, &mut Linter<'_>),
) {
    let domains = Path::ROOT.key("domains");
    let mut index = 0;
    for (name, domain) in syntax.domains.iter() {
        let path = domains.key(name);
        let path = path.key("codes");
        linter.within(&domain.allow, |linter| {
            for (wire, code) in domain.codes.iter() {
                let path = path.key(wire);
                linter.within(&code.allow, |linter| {
                    visit(index, code, &path, linter);
                });
                index += 1;
            }
        });
    }
}
