//! A book is edited, and dependent crates keep working: one is compiled and run against each edition.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use faultbook_codegen::{Source, load, output};

const CONSUMER: &str = include_str!("consumer.rs");

/// An exhaustive match.
const EXHAUSTIVE: &str = "fn main() { match book::bank::StatusCode::Twice { book::bank::StatusCode::PayFirst \
    | book::bank::StatusCode::Twice => {} } }";

const MANIFEST: &str = r#"
[workspace]
members = ["book", "consumer"]
resolver = "3"
"#;

const BOOK: &str = r#"
[package]
name = "book"
version = "1.NUMBER.0"
edition = "2024"

[dependencies]
faultbook-runtime = { path = 'RUNTIME', features = ["serde"] }
"#;

const DEPENDENT: &str = r#"
[package]
name = "consumer"
version = "1.NUMBER.0"
edition = "2024"

[dependencies]
book = { path = "../book" }
serde_json = "1"
"#;

/// The output of the consumer with the first edition.
const PRINTED: &str = r#"read: fixes it
read: GONE is refused, Never
read: fixes it
read: LATE is refused, After { min: 2s, max: 2s, attempts: None }
read: fixes it
read: LATE is refused, After { min: 2s, max: 2s, attempts: None }
stored: GONE is gone
stored: LATE is late
stored: LATE is late
stored: EMPTY is another
raised: OFFLINE
operation: look
operation: request
class: "limited"
action: call
codes: 1 2 4
operations: 0 1 2
classes: 0 4
actions: 0 2
order: true
vendor: bank
vendor: shop
"#;

/// An edition of the book, and its effects on the consumer.
struct Edition {
    name: &'static str,
    /// Files without their extension, each with a text and its replacement.
    edits: &'static [(&'static str, &'static str, &'static str)],
    /// The compiler's warnings.
    warnings: &'static [&'static str],
    /// The lines of output that change.
    changes: &'static [(&'static str, &'static str)],
}

const EDITIONS: &[Edition] = &[
    Edition {
        name: "a code, a domain, an operation, a class, an action and a vendor are added",
        edits: &[
            (
                "shop",
                "class: broken }\n  till:",
                "class: broken }\n      NEW: { summary: New, class: pending }\n  till:",
            ),
            (
                "shop",
                "operations:\n",
                "  press:\n    title: The press\n    raised_by: client\n    codes: { LEAK: { summary: It is in the papers, class: broken } }\noperations:\n",
            ),
            (
                "shop",
                "examples:\n",
                "  peek: { summary: Looks for a moment }\nexamples:\n",
            ),
            (
                "book",
                "actions:\n",
                "  pending: { summary: Pending, user_message: Wait. }\nactions:\n",
            ),
            (
                "book",
                "retries:\n",
                "  wait: { summary: Wait, actor: player }\nretries:\n",
            ),
            (
                "zoo",
                "",
                "{ vendor: zoo, title: Zoo, summary: Keeps animals., domains: {} }\n",
            ),
        ],
        warnings: &[],
        changes: &[],
    },
    Edition {
        name: "texts are others",
        edits: &[
            (
                "book",
                "user_message: Not possible.",
                "user_message: This is not possible.",
            ),
            (
                "shop",
                "summary: The order is late",
                "summary: The order has not come in time",
            ),
        ],
        warnings: &[],
        changes: &[],
    },
    Edition {
        name: "a code is deprecated",
        edits: &[(
            "shop",
            "GONE: {",
            "GONE: { deprecated: { since: \"2.1\", replaced_by: LATE, note: nobody sends it }, ",
        )],
        warnings: &[
            "use of deprecated unit variant `book::shop::OrderCode::Gone`: nobody sends it; use `LATE`",
        ],
        changes: &[],
    },
    Edition {
        name: "a code is renamed and keeps its old string as an alias",
        edits: &[
            ("shop", "GONE: {", "VANISHED: { aliases: [GONE], "),
            (
                "shop",
                "expect: { code: GONE }",
                "expect: { code: VANISHED }",
            ),
        ],
        warnings: &[
            "use of deprecated associated constant `book::shop::OrderCode::Gone`: use `Vanished`",
        ],
        changes: &[
            ("read: GONE is refused", "read: VANISHED is refused"),
            ("stored: GONE is gone", "stored: VANISHED is gone"),
        ],
    },
];

/// A book, and a crate that depends on it.
struct Crates {
    root: PathBuf,
    target: PathBuf,
}

impl Crates {
    /// Each edition is a separate version: cargo might not notice an edit within the same second.
    fn new(number: usize, book: &[Source]) -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("evolution");
        let root = target.join(format!("edition-{number}"));
        let _ = fs::remove_dir_all(&root);
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let runtime = repository.join("runtime");
        for (file, text) in [
            ("Cargo.toml", MANIFEST),
            (
                "book/Cargo.toml",
                &BOOK.replace("RUNTIME", runtime.to_str().unwrap()),
            ),
            (
                "book/src/lib.rs",
                "include!(\"book.rs\");\npub use faultbook_runtime::Response;\n",
            ),
            ("consumer/Cargo.toml", DEPENDENT),
        ] {
            let file = root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text.replace("NUMBER", &number.to_string())).unwrap();
        }
        fs::create_dir_all(root.join("consumer/src")).unwrap();
        fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
        let loaded = load(book).unwrap_or_else(|errors| panic!("{errors}"));
        output::write(&root.join("book/src"), &loaded).unwrap();
        Self { root, target }
    }

    /// Builds and runs the consumer.
    fn run(&self, consumer: &str) -> Run {
        fs::write(self.root.join("consumer/src/main.rs"), consumer).unwrap();
        let output = Command::new(env!("CARGO"))
            .args([
                "run",
                "--package",
                "consumer",
                "--offline",
                "--color",
                "never",
            ])
            .args(["--message-format", "short"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        Run {
            succeeded: output.status.success(),
            out: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

struct Run {
    succeeded: bool,
    out: String,
    stderr: String,
}

impl Run {
    /// The compiler's warnings about the consumer.
    fn warnings(&self) -> Vec<&str> {
        let lines = self.stderr.lines().filter(|line| line.contains("main.rs:"));
        lines
            .filter_map(|line| line.split_once("warning: ").map(|(_, warning)| warning))
            .collect()
    }
}

/// The book with some edits.
fn edited(edits: &[(&str, &str, &str)]) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codegen/tests/changes/book");
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // Translations change no API.
        if path.is_file() {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            texts.insert(stem, fs::read_to_string(path).unwrap());
        }
    }
    for (file, from, to) in edits {
        let text = texts.entry((*file).to_owned()).or_default();
        assert!(text.contains(from), "{file} has no `{from}`");
        *text = text.replacen(from, to, 1);
    }
    let sources = texts.into_iter();
    sources
        .map(|(stem, text)| Source::new(format!("{stem}.yaml"), text))
        .collect()
}

#[test]
fn whoever_depends_on_a_book_goes_on_with_the_next_edition() {
    let first = Crates::new(0, &edited(&[]));
    nobody_leaves_out_what_is_to_come(&first);
    let run = first.run(CONSUMER);
    assert!(run.succeeded, "{}", run.stderr);
    assert_eq!((run.warnings(), run.out.as_str()), (vec![], PRINTED));
    for (number, edition) in (1..).zip(EDITIONS) {
        goes_on(edition, &Crates::new(number, &edited(edition.edits)));
    }
}

fn nobody_leaves_out_what_is_to_come(crates: &Crates) {
    let run = crates.run(EXHAUSTIVE);
    assert!(!run.succeeded, "{}", run.stderr);
    assert!(run.stderr.contains("error[E0004]"), "{}", run.stderr);
}

fn goes_on(edition: &Edition, crates: &Crates) {
    let Edition { name, .. } = edition;
    let run = crates.run(CONSUMER);
    assert!(run.succeeded, "{name}: {}", run.stderr);
    assert_eq!(run.warnings(), edition.warnings, "{name}");
    let mut expected = PRINTED.to_owned();
    for (from, to) in edition.changes {
        assert!(expected.contains(from), "{name}: {from}");
        expected = expected.replace(from, to);
    }
    assert_eq!(run.out, expected, "{name}");
}
