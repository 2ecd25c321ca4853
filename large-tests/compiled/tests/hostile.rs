//! A book with hostile texts everywhere, compiled by cargo: it compiles and documents without a warning, and prints its
//! texts unchanged.

#[path = "../../../codegen/tests/hostile/texts.rs"]
#[allow(dead_code)] // The tests of the generator use more of it.
mod texts;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use faultbook_codegen::{Source, load, output};
use serde_json::json;
use texts::{HARMLESS, TEXTS};

const MANIFEST: &str = r#"
[package]
name = "hostile"
edition = "2024"

[workspace]

[dependencies]
faultbook-runtime = { path = "RUNTIME" }
"#;

const LIB: &str = "//! A hostile book.\n#![deny(warnings)]\ninclude!(\"book.rs\");\n";

const MAIN: &str = r#"
#![deny(warnings)]
use hostile::{Action, AnyCode, Class, read};

fn codes<C: Copy + Into<AnyCode>>(codes: &[C]) {
    for code in codes {
        let code: AnyCode = (*code).into();
        println!("{:?}", [code.as_str(), code.summary(), code.description()]);
    }
}

fn main() {
    Class::ALL.iter().for_each(|class| println!("{:?}", [class.summary(), class.user_message()]));
    Action::ALL.iter().for_each(|action| println!("{:?}", [action.summary()]));
    for vendor in hostile::Vendor::ALL {
        let response = faultbook_runtime::Response::new(403, "{}");
        let fault = read(*vendor, "call", &response).unwrap_err();
        println!("{:?}", [fault.user_message().unwrap().to_string(), fault.failure_reason().unwrap().to_owned()]);
    }
"#;

/// The crate that is generated from the book.
struct Crate {
    root: PathBuf,
}

impl Crate {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
        let source = root.join("src");
        let _ = fs::remove_dir_all(&source);
        fs::create_dir_all(&source).unwrap();
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime");
        fs::write(
            root.join("Cargo.toml"),
            MANIFEST.replace("RUNTIME", runtime.to_str().unwrap()),
        )
        .unwrap();
        fs::write(source.join("lib.rs"), LIB).unwrap();
        fs::write(source.join("main.rs"), main()).unwrap();
        let loaded = load(&book()).unwrap_or_else(|errors| panic!("{errors}"));
        output::write(&source, &loaded).unwrap();
        Self { root }
    }

    /// The output of cargo, which must print no warnings.
    fn cargo(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--quiet", "--offline"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && complaints.is_empty(),
            "{arguments:?}: {complaints}"
        );
        String::from_utf8(output.stdout).unwrap()
    }
}

/// A vendor for each text, and a class and an action.
fn book() -> Vec<Source> {
    let mut vocabulary = texts::vocabulary(HARMLESS);
    let mut files = Vec::new();
    for (name, text) in named_texts() {
        vocabulary["classes"][&name] = json!({ "summary": text, "user_message": text });
        vocabulary["actions"][&name] = json!({ "summary": text, "actor": "player" });
        files.push(Source::new(
            format!("{name}.yaml"),
            texts::yaml(&texts::vendor(&name, text)),
        ));
    }
    files.push(Source::new("book.yaml", texts::yaml(&vocabulary)));
    files
}

/// In the order of the names.
fn named_texts() -> impl Iterator<Item = (String, &'static str)> {
    (0..)
        .zip(TEXTS)
        .map(|(number, text): (u32, _)| (format!("text_{number:02}"), *text))
}

fn main() -> String {
    let mut main = MAIN.to_owned();
    for (name, _) in named_texts() {
        writeln!(main, "    codes(hostile::{name}::ApiCode::ALL);").unwrap();
    }
    main + "}\n"
}

/// The expected output: each text, trimmed like the language does.
fn expected() -> String {
    let mut lines = String::new();
    let mut say = |texts: &[&str]| writeln!(lines, "{texts:?}").unwrap();
    // In the order of JSON's maps: `ok`, `refused`, the texts, `unknown`.
    say(&[HARMLESS, ""]);
    say(&[HARMLESS, HARMLESS]);
    for text in TEXTS {
        say(&[text.trim(), text.trim()]);
    }
    say(&[HARMLESS, HARMLESS]);
    say(&[HARMLESS]);
    for text in TEXTS {
        say(&[text.trim()]);
    }
    for text in TEXTS {
        say(&[text.trim(), text]);
    }
    for text in TEXTS {
        let (code, old) = (texts::short(text), format!("old {text}"));
        say(&[&code, text.trim(), text.trim()]);
        say(&[&format!("{code} old"), old.trim(), ""]);
    }
    lines
}

#[test]
fn a_book_of_hostile_texts_compiles_and_prints_them() {
    let generated = Crate::new();
    let said = generated.cargo(&["run"]);
    let expected = expected();
    for (line, wanted) in said.lines().zip(expected.lines()) {
        assert_eq!(line, wanted);
    }
    assert_eq!(said.lines().count(), expected.lines().count());
    generated.cargo(&["doc", "--no-deps"]);
    assert_no_page_is_hijacked(&generated.root.join("target/doc/hostile"));
}

fn assert_no_page_is_hijacked(folder: &Path) {
    let mut pages = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_no_page_is_hijacked(&path);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            let page = fs::read_to_string(&path).unwrap();
            let evil = [
                "<script>alert",
                "<img src=\"x\"",
                "javascript:alert(1)\"",
                "onclick='y'>",
            ];
            let found = evil.iter().find(|evil| page.contains(**evil));
            assert!(found.is_none(), "{found:?} in {}", path.display());
            pages += 1;
        }
    }
    assert!(pages > 0, "{} has pages", folder.display());
}
