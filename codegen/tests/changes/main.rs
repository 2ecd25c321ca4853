//! Laws that the comparison of two books keeps, whatever is edited: held against each of many small edits of a book.

mod api;
mod concerns;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use faultbook_codegen::changes::{BookSnapshot, Change, Changes, Impact, compare};
use faultbook_codegen::{Artifact, Loaded, Source, load, output};

/// A book and what it came to.
struct Book {
    sources: Vec<Source>,
    loaded: Loaded,
}

impl Book {
    fn new(sources: Vec<Source>) -> Option<Self> {
        let loaded = load(&sources).ok()?;
        Some(Self { sources, loaded })
    }

    fn of(folder: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        Self::new(output::sources(&folder).expect("a folder")).expect("a book without errors")
    }

    fn changes_to(&self, other: &Self) -> Changes {
        let old = BookSnapshot::new(&self.loaded);
        compare(&old, &BookSnapshot::new(&other.loaded))
    }

    /// What is generated, without the fingerprints of the files.
    fn artifacts(&self) -> BTreeMap<String, String> {
        let plain = |artifact: Artifact| {
            let lines = artifact.contents.lines();
            let lines = lines.filter(|line| !line.starts_with("// fingerprint"));
            (artifact.path, lines.collect::<Vec<_>>().join("\n"))
        };
        self.loaded.artifacts().into_iter().map(plain).collect()
    }

    /// All books that an edit of one line makes of this one, each with the edit in words.
    fn edited(&self) -> Vec<(String, Self)> {
        let mut edited = Vec::new();
        for at in 0..self.sources.len() {
            let lines: Vec<&str> = self.sources[at].text.lines().collect();
            for number in 0..lines.len() {
                for (what, text) in edits(&lines, number) {
                    let mut sources = self.sources.clone();
                    sources[at] = Source::new(sources[at].path.clone(), text);
                    let words = format!("{}:{}: {what}", sources[at].path, number + 1);
                    edited.extend(Self::new(sources).map(|book| (words, book)));
                }
            }
        }
        edited
    }
}

/// What a slip or an author can do to a line.
fn edits(lines: &[&str], at: usize) -> Vec<(String, String)> {
    let line = lines[at];
    let with = |replacement: &[&str]| {
        let lines = [&lines[..at], replacement, &lines[at + 1..]].concat();
        lines.join("\n") + "\n"
    };
    let mut edits = vec![("removed".to_owned(), with(&[]))];
    if let Some(next) = lines.get(at + 1) {
        let lines = [&lines[..at], &[next, line], &lines[at + 2..]].concat();
        edits.push(("swapped".to_owned(), lines.join("\n") + "\n"));
    }
    for (from, to) in WORDS {
        if line.contains(from) {
            edits.push((
                format!("{from} → {to}"),
                with(&[&line.replacen(from, to, 1)]),
            ));
        }
    }
    edits
}

/// What is put in the place of what.
const WORDS: &[(&str, &str)] = &[
    ("refused", "broken"),
    ("broken", "ok"),
    ("limited", "refused"),
    ("GONE", "VANISHED"),
    ("Sends", "Sends money"),
    ("2s", "2min"),
    ("4xx", "400..450"),
    ("true", "false"),
    ("/code", "/error"),
    ("class: ", "class: unknown, outcome: "),
    ("[call]", "[pay, call]"),
    ("order", "orders"),
    ("severity: info", "severity: security"),
    ("retry: never", "retry: { use: transient, attempts: 2 }"),
    ("use: transient", "use: transient, attempts: 1"),
    ("attempts: 5", "attempts: 7"),
    ("on_next: look", "on_next: buy"),
    ("raised_by: client", "envelope: { code: /client }"),
    ("exists: true", "exists: false"),
    ("status: 410", "status: [404, 410]"),
    ("status: 410", "status: 410, expose: never"),
    ("user_message: Come", "expose: never, user_message: Come"),
    ("ignorable", "success"),
    ("BARE: {", "BARE: { class: refused, "),
    (
        "- when: { field",
        "- when: { status: 599 }\n            because: nobody knows\n          - when: { field",
    ),
];

/// The book that is edited.
static BOOK: LazyLock<Book> = LazyLock::new(|| Book::of("tests/changes/book"));

/// What edits make of it.
static EDITED: LazyLock<Vec<(String, Book)>> = LazyLock::new(|| BOOK.edited());

fn kinds(changes: &Changes, ending: &str) -> BTreeSet<(String, String)> {
    let path = |change: &Change| {
        let what = change.kind.strip_suffix(ending)?;
        Some((what.to_owned(), change.path.clone()))
    };
    changes.iter().filter_map(path).collect()
}

#[test]
fn a_book_does_not_differ_from_itself() {
    for folder in ["tests/changes/book", "../spec"] {
        let book = Book::of(folder);
        assert_eq!(book.changes_to(&book).iter().len(), 0, "{folder}");
    }
}

#[test]
fn an_edit_is_reported_if_and_only_if_the_generated_code_differs() {
    let before = BOOK.artifacts();
    for (edit, other) in &*EDITED {
        let is_told = BOOK.changes_to(other).iter().len() > 0;
        let is_felt = other.artifacts() != before;
        assert_eq!(is_told, is_felt, "{edit}");
    }
}

#[test]
fn what_is_gone_in_one_direction_is_new_in_the_other() {
    for (edit, other) in &*EDITED {
        let (there, back) = (BOOK.changes_to(other), other.changes_to(&BOOK));
        assert_eq!(kinds(&there, "_gone"), kinds(&back, "_added"), "{edit}");
        assert_eq!(kinds(&there, "_added"), kinds(&back, "_gone"), "{edit}");
    }
}

#[test]
fn what_breaks_code_is_called_breaking() {
    let before = api::items(&BOOK.loaded);
    let mut broken = 0;
    for (edit, other) in &*EDITED {
        let after = api::items(&other.loaded);
        let lost: Vec<&String> = before.difference(&after).collect();
        let is_breaking = |change: &Change| change.impact == Impact::Breaking;
        let is_told = BOOK.changes_to(other).iter().any(is_breaking);
        assert!(lost.is_empty() || is_told, "{edit}: {lost:?}");
        broken += usize::from(!lost.is_empty());
    }
    assert!(
        broken > 10,
        "only {broken} of {} edits broke anything",
        EDITED.len()
    );
}

#[test]
fn a_fingerprint_belongs_to_one_change_and_stays_when_lines_move() {
    for (edit, other) in &*EDITED {
        let changes = BOOK.changes_to(other);
        let reported: BTreeSet<&str> = changes.iter().map(|it| it.fingerprint.as_str()).collect();
        assert_eq!(reported.len(), changes.iter().len(), "{edit}");
        let moved = other.sources.iter();
        let moved = moved.map(|it| Source::new(it.path.clone(), format!("# moved\n\n{}", it.text)));
        let moved = Book::new(moved.collect()).expect("a comment is no error");
        let again = BOOK.changes_to(&moved);
        let again: BTreeSet<&str> = again.iter().map(|it| it.fingerprint.as_str()).collect();
        assert_eq!(reported, again, "{edit}");
    }
}
