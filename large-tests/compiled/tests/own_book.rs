//! `examples/own-book`, built with cargo in a separate folder: when its build script runs, what it prints, and its
//! options.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use faultbook_codegen::names;

const VENDOR: &str = "spec/kestrel_post.yaml";

/// A copy of the example. All copies share a target folder, so that the generator is built once.
struct Copy {
    root: PathBuf,
    target: PathBuf,
}

impl Copy {
    fn new(name: &str) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own_book");
        let copy = Self {
            root: folder.join(name),
            target: folder.join("target"),
        };
        let _ = fs::remove_dir_all(&copy.root);
        for file in [
            "Cargo.toml",
            "build.rs",
            "src/lib.rs",
            "spec/book.yaml",
            VENDOR,
        ] {
            let text = fs::read_to_string(here.join("examples/own-book").join(file)).unwrap();
            // A unique name, because equal names would share their build output.
            let text = text.replace("own-book", name);
            copy.write(file, &text.replace("../..", here.to_str().unwrap()));
        }
        copy.write("README.md", "Nothing that the book depends on.\n");
        fs::copy(here.join("Cargo.lock"), copy.root.join("Cargo.lock")).unwrap();
        copy
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root.join(file)).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        self.write(file, &text.replacen(from, to, 1));
    }

    /// Whether the build succeeds, and what cargo prints.
    fn build(&self) -> (bool, String) {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--verbose"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            // Cargo sets it for this test; a crate without a build script has none.
            .env_remove("OUT_DIR")
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        (output.status.success(), stderr)
    }

    /// Builds it without warnings, and returns whether the build script ran.
    fn runs_the_script(&self) -> bool {
        let (succeeds, stderr) = self.build();
        assert!(succeeds && !stderr.contains("warning:"), "{stderr}");
        stderr.contains("build-script-build`")
    }
}

#[test]
fn the_script_is_run_for_the_book_and_for_nothing_else() {
    let copy = Copy::new("rerun");
    assert!(copy.runs_the_script());
    assert!(!copy.runs_the_script());
    let touch: [&dyn Fn(); 3] = [
        &|| copy.write("README.md", "Something else.\n"),
        &|| copy.write("src/lib.rs", "faultbook_runtime::include_book!();\n"),
        &|| {
            for entry in fs::read_dir(copy.target.join("debug/build")).unwrap() {
                let out = entry.unwrap().path().join("out");
                if out.join("kestrel_post.rs").is_file() {
                    fs::write(out.join("note"), "mine").unwrap();
                }
            }
        },
    ];
    for touch in touch {
        touch();
        assert!(!copy.runs_the_script());
    }
    let change: [&dyn Fn(); 4] = [
        &|| copy.edit(VENDOR, "The connection broke", "The line broke"),
        &|| copy.edit("spec/book.yaml", "\n", "\n\n"),
        &|| {
            let text = fs::read_to_string(copy.root.join(VENDOR)).unwrap();
            let text = text
                .replace("kestrel_post", "second")
                .replace("Kestrel", "Second");
            copy.write("spec/second.yaml", &text);
        },
        &|| fs::remove_file(copy.root.join("spec/second.yaml")).unwrap(),
    ];
    for change in change {
        change();
        assert!(copy.runs_the_script());
        assert!(!copy.runs_the_script());
    }
}

#[test]
fn errors_and_warnings_are_shown_by_cargo() {
    let copy = Copy::new("told");
    copy.edit(
        VENDOR,
        "  - name: the parcel is too heavy\n",
        "  - name: it is too heavy\n",
    );
    copy.edit(VENDOR, "class: rate_limited", "class: rate_limted");
    let (succeeds, stderr) = copy.build();
    assert!(!succeeds);
    for line in [
        "Error: the book has errors\n",
        "error[FB0010]: unknown class `rate_limted`\n",
        "--> spec/kestrel_post.yaml:",
        "did you mean `rate_limited`?\n",
    ] {
        assert!(stderr.contains(line), "{line:?}: {stderr}");
    }

    copy.edit(VENDOR, "class: rate_limted", "class: rate_limited");
    copy.edit(VENDOR, "      DEPOT_OFFLINE:\n", "      DEPOT_GONE: { summary: It is gone, status: 410, class: not_found }\n      DEPOT_OFFLINE:\n");
    let (succeeds, stderr) = copy.build();
    let warning = "warning: told@0.1.0: spec/kestrel_post.yaml:51:7: no example covers `DEPOT_GONE` [FB0108]\n";
    assert!(succeeds && stderr.contains(warning), "{stderr}");
    let more =
        "warning: told@0.1.0: `faultbook check` shows the lines of the book and how to fix them\n";
    assert_eq!(stderr.matches(more).count(), 1, "{stderr}");
}

#[test]
fn a_missing_build_script_is_named() {
    let copy = Copy::new("unscripted");
    fs::remove_file(copy.root.join("build.rs")).unwrap();
    let (succeeds, stderr) = copy.build();
    let named =
        "`include_book!()` needs a `build.rs` that compiles a book with faultbook-codegen\n";
    assert!(!succeeds && stderr.contains(named), "{stderr}");
}

#[test]
fn code_among_the_sources_is_included_by_its_path() {
    let copy = Copy::new("checked_in");
    copy.edit(
        "build.rs",
        "compile(\"spec\")",
        "Builder::new().out_dir(\"src/errors\").compile(&[\"spec\"])",
    );
    for library in [
        "include!(\"errors/book.rs\");\n",
        "#[path = \"errors/book.rs\"]\npub mod errors;\n",
    ] {
        copy.write("src/lib.rs", library);
        let (succeeds, stderr) = copy.build();
        assert!(succeeds && !stderr.contains("warning:"), "{stderr}");
    }
}

/// The output of all options compiles for users who require docs and no warnings.
#[test]
fn whatever_is_asked_for_compiles() {
    let copy = Copy::new("asked");
    copy.write(
        "src/lib.rs",
        "//! A book.\n#![no_std]\n#![deny(missing_docs, warnings)]\n\
         /// The book.\npub mod errors {\n    faultbook_runtime::include_book!();\n}\n\
         /// The class of what is not known.\n#[must_use]\npub fn usual() -> errors::Class {\n    Default::default()\n}\n",
    );
    let script = |options: &str| {
        format!(
            "use faultbook_codegen::{{Builder, Docs, Layout}};\n\
             fn main() -> Result<(), faultbook_codegen::Error> {{\n\
                 let (_, _) = (Docs::Off, Layout::Files);\n\
                 Builder::new()\n.type_attribute(\"Class\", \"#[derive(Default)]\")\n\
                 .variant_attribute(\"Class::Unknown\", \"#[default]\")\n\
                 {options}.compile(&[\"spec\"])\n}}\n"
        )
    };
    for options in [
        "",
        ".docs(Docs::Off)",
        ".docs(Docs::Off).layout(Layout::OneFile)",
        ".layout(Layout::OneFile)",
        ".format(false)",
        ".docs(Docs::Off).layout(Layout::OneFile).format(false)",
    ] {
        copy.write("build.rs", &script(options));
        assert!(copy.runs_the_script(), "{options}");
    }
}

#[test]
fn a_book_that_is_just_begun_compiles() {
    let copy = Copy::new("own-book-begun");
    fs::remove_file(copy.root.join(VENDOR)).unwrap();
    copy.write(
        "src/lib.rs",
        "#![deny(warnings)]\nfaultbook_runtime::include_book!();\n",
    );
    for vendor in [
        None,
        Some("domains: {}"),
        Some("domains: { api: { title: Errors, envelope: { code: /code }, codes: {} } }"),
    ] {
        if let Some(domains) = vendor {
            let head = "vendor: acme\ntitle: Acme\nsummary: A vendor\nsource: nowhere\n";
            copy.write("spec/acme.yaml", &format!("{head}{domains}\n"));
        }
        let (built, stderr) = copy.build();
        assert!(built, "{vendor:?}: {stderr}");
    }
}

/// Words that Rust reserves in some edition or some context, and others that look reserved.
const WORDS: &str = "abstract as async auto await become bool box break catch char const continue crate default do dyn else \
    enum err error extern f64 false final fn for gen i32 if impl in let loop macro macro_rules main match mod move mut never \
    none ok option override pin priv proc_macro pub raw ref result return safe self self_ serde some static str string struct \
    super test trait true try type typeof u8 union unsafe unsized use usize vec virtual where while yield";

/// A name is either refused or results in code that compiles, wherever a book uses it.
#[test]
fn no_name_that_is_accepted_breaks_the_build() {
    let copy = Copy::new("words");
    fs::remove_file(copy.root.join(VENDOR)).unwrap();
    // With the parameters of messages and with the examples.
    let samples = "/runtime\", features = [\"samples\"] }";
    copy.edit("Cargo.toml", "/runtime\" }", samples);
    let names = WORDS.split_whitespace();
    let names: Vec<&str> = names.filter(|word| names::name(word).is_ok()).collect();
    let entries = |value: &str| -> String {
        let own = names.iter().filter(|name| **name != "ok");
        let lines: Vec<String> = own.map(|name| format!("  {name}: {value}\n")).collect();
        lines.concat()
    };
    let classes = entries("{ summary: A word, user_message: A word. }");
    let actions = entries("{ summary: A word, actor: program }");
    let book = format!("extends: standard\nclasses:\n{classes}actions:\n{actions}");
    copy.write("spec/book.yaml", &book);
    for name in &names {
        let vendor = match names::vendor(name) {
            Ok(_) => (*name).to_owned(),
            Err(_) => format!("my_{name}"),
        };
        let text = format!(
            "vendor: {vendor}\ntitle: A word\nsummary: A word.\nenvelope: {{ code: /code, message: /message }}\n\
             operations:\n  {name}: {{ summary: A word. }}\n\
             domains:\n  {name}:\n    codes:\n      {name}:\n        summary: A word\n        class: not_found\n        \
             rules: [{{ when: {{ message: \"{{{{ {{{name}:word}} {{n:integer}}\" }}, class: conflict }}]\n"
        );
        copy.write(&format!("spec/{vendor}.yaml"), &text);
    }
    let (succeeds, stderr) = copy.build();
    assert!(succeeds, "{stderr}");
}
