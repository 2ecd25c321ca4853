//! Advice about a book that is right: what a careful reader would ask about.
//!
//! Each lint has a level in `book.yaml`, and can be allowed, with a reason, at an entry for it and all that is in it.

mod coverage;
mod lost;
mod texts;
mod uses;

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostics, Id, Level, Mistake, Path, Sink};
use crate::model::Book;
use crate::read::Files;
use crate::syntax::{self, Allow};

/// The lints, by the names that a book calls them. What level they have, the book can say.
const LINTS: [(&str, Id); 10] = [
    ("lost_text", Id::LostText),
    ("unreachable_rule", Id::UnreachableRule),
    ("shadowed_code", Id::ShadowedCode),
    ("unclassified", Id::Unclassified),
    ("missing_user_message", Id::MissingUserMessage),
    ("leaking_user_message", Id::LeakingUserMessage),
    ("unused", Id::Unused),
    ("no_example", Id::NoExample),
    ("no_source", Id::NoSource),
    ("similar_summaries", Id::SimilarSummaries),
];

/// Looks for text that YAML drops, in all files. It comes before everything else: what is lost makes mistakes elsewhere,
/// which nobody could make sense of.
pub(crate) fn lost_text(files: &Files<'_>, diagnostics: &mut Diagnostics) {
    let (source, syntax) = &files.book;
    let levels = levels(syntax, &mut Sink::new(source, diagnostics));
    texts::lost(&mut Linter::new(&levels, Sink::new(source, diagnostics)));
    for (source, syntax) in &files.vendors {
        let linter = &mut Linter::new(&levels, Sink::new(source, diagnostics));
        linter.within(&syntax.allow, texts::lost);
    }
}

/// Looks through a book that was found right. `shown` holds the codes that each vendor's examples come to.
pub(crate) fn run(
    files: &Files<'_>,
    book: &Book,
    shown: &[BTreeSet<usize>],
    diagnostics: &mut Diagnostics,
) {
    let (source, syntax) = &files.book;
    let levels = levels(syntax, &mut Sink::new(source, &mut Diagnostics::default()));
    let linter = &mut Linter::new(&levels, Sink::new(source, diagnostics));
    allows_of_book(syntax, linter);
    uses::unused(syntax, files, book, linter);
    for (((source, syntax), vendor), shown) in files.vendors.iter().zip(&book.vendors).zip(shown) {
        let linter = &mut Linter::new(&levels, Sink::new(source, diagnostics));
        allows_of_vendor(syntax, linter);
        linter.within(&syntax.allow, |linter| {
            texts::run(syntax, vendor, linter);
            coverage::run(syntax, book, vendor, shown, linter);
        });
    }
}

fn allows_of_book(syntax: &syntax::Book, linter: &mut Linter<'_>) {
    let [classes, actions] = ["classes", "actions"].map(|key| Path::ROOT.key(key));
    for (name, class) in syntax.classes.iter() {
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
            sink.at_key(&path, &unknown(name));
            continue;
        };
        match level.as_str() {
            "allow" => levels[index].1 = None,
            "warn" => levels[index].1 = Some(Level::Warning),
            "deny" => levels[index].1 = Some(Level::Error),
            _ => sink.at(
                &path,
                &Mistake::new(
                    Id::InvalidWord,
                    "invalid level",
                    "`allow`, `warn` or `deny`",
                ),
            ),
        }
    }
    levels
}

/// Lost text is a mistake even where what is left of it can be read; everything else is advice.
fn default_level(id: Id) -> Level {
    if id == Id::LostText {
        Level::Error
    } else {
        Level::Warning
    }
}

fn unknown(name: &str) -> Mistake {
    Mistake::unknown("lint", name, LINTS.iter().map(|(name, _)| *name))
}

/// Where lints are told, unless the book allows them.
struct Linter<'l> {
    levels: &'l [(Id, Option<Level>)],
    sink: Sink<'l>,
    /// What the entries around the place allow.
    allowed: Vec<String>,
}

impl<'l> Linter<'l> {
    fn new(levels: &'l [(Id, Option<Level>)], sink: Sink<'l>) -> Self {
        Self {
            levels,
            sink,
            allowed: Vec::new(),
        }
    }

    /// Looks through an entry, with what it allows.
    fn within<T>(&mut self, allow: &[Allow], look: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.allowed.len();
        self.allowed
            .extend(allow.iter().map(|allow| allow.lint.clone()));
        let result = look(self);
        self.allowed.truncate(before);
        result
    }

    /// Tells the lints that an entry allows and that there are not.
    fn check_allows(&mut self, allow: &[Allow], path: &Path<'_>) {
        let path = path.key("allow");
        for (at, allow) in allow.iter().enumerate() {
            if LINTS.iter().all(|(name, _)| *name != allow.lint) {
                self.sink
                    .at(&path.index(at).key("lint"), &unknown(&allow.lint));
            }
        }
    }

    /// Tells a lint at a key.
    fn at_key(&mut self, path: &Path<'_>, mistake: Mistake) {
        if let Some(mistake) = self.levelled(mistake) {
            self.sink.at_key(path, &mistake);
        }
    }

    /// Tells a lint at a value.
    fn at(&mut self, path: &Path<'_>, mistake: Mistake) {
        if let Some(mistake) = self.levelled(mistake) {
            self.sink.at(path, &mistake);
        }
    }

    /// Tells a lint that has to do with two keys.
    fn clash(&mut self, second: &Path<'_>, first: &Path<'_>, mistake: Mistake) {
        if let Some(mistake) = self.levelled(mistake) {
            self.sink.clash(second, first, &mistake);
        }
    }

    /// Tells a lint at a byte.
    fn at_offset(&mut self, offset: usize, mistake: Mistake) {
        if let Some(mistake) = self.levelled(mistake) {
            self.sink.at_offset(offset, &mistake);
        }
    }

    /// The lint at its level, with how to allow it; `None` if it is allowed.
    fn levelled(&self, mistake: Mistake) -> Option<Mistake> {
        let id = mistake.id();
        let (name, _) = LINTS.iter().find(|(_, known)| *known == id)?;
        let level = self.levels.iter().find(|(known, _)| *known == id)?.1?;
        if self.allowed.iter().any(|allowed| allowed == name) {
            return None;
        }
        Some(mistake.level(level).help(format!(
            "or say why not: `allow: [{{ lint: {name}, reason: … }}]`"
        )))
    }
}

/// Calls `visit` with each code of a vendor, its index and its place, within what the entries around it allow.
fn for_each_code(
    syntax: &syntax::Vendor,
    linter: &mut Linter<'_>,
    mut visit: impl FnMut(usize, &syntax::Code, &Path<'_>, &mut Linter<'_>),
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
