//! What a `Builder` can be asked for, and what comes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use faultbook_codegen::{Builder, Docs, Layout, Source, generate, output};
use quote::ToTokens;

/// Those of the book, in their order.
const VENDORS: [&str; 6] = [
    "gameye",
    "licensing",
    "playtest",
    "playwave",
    "renamed",
    "rgs",
];

/// A vendor with a code that was renamed, which the repository's book does not have.
const RENAMED: &str = "vendor: renamed
title: Renamed
summary: A vendor
source: nowhere
domains:
  api:
    title: Errors
    envelope: { code: /code }
    codes: { NEW: { class: conflict, summary: s, aliases: [OLD] } }
";

/// The book of this repository, and that vendor.
fn book() -> Vec<Source> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut sources = output::sources(&spec).expect("the book");
    sources.push(Source::new("renamed.yaml", RENAMED));
    sources
}

/// What is generated of it, by path.
fn artifacts(builder: &Builder) -> BTreeMap<String, String> {
    let loaded = builder.load(&book()).expect("the book is right");
    let artifacts = loaded.artifacts().into_iter();
    artifacts.map(|it| (it.path, it.contents)).collect()
}

fn usual() -> &'static BTreeMap<String, String> {
    static USUAL: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| artifacts(&Builder::new()));
    &USUAL
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == "rs")
}

/// What is reported about an option that does not fit the book.
fn refused(builder: &Builder) -> String {
    let error = builder.load(&book()).expect_err("it does not fit");
    assert!(error.diagnostics().is_none());
    assert_eq!(error.to_string(), format!("{error:?}"));
    error.to_string()
}

#[test]
fn a_vendor_of_many_is_generated_as_if_it_were_alone() {
    let of = |vendor: &str| -> Vec<Source> {
        let wanted = [format!("{vendor}.yaml"), "book.yaml".to_owned()];
        let is_wanted = |it: &Source| it.is_texts() || wanted.iter().any(|name| name == it.name());
        book().into_iter().filter(is_wanted).collect()
    };
    for vendor in VENDORS {
        let alone = generate(&of(vendor)).expect("the book is right");
        let alone = alone.into_iter().map(|it| (it.path, it.contents)).collect();
        assert!(
            artifacts(&Builder::new().vendors([vendor])) == alone,
            "{vendor}"
        );
    }
    let two = artifacts(&Builder::new().vendors(["rgs"]).vendors(["gameye", "rgs"]));
    assert!(two.contains_key("rgs.rs") && two.contains_key("gameye.rs"));
    assert!(!two.contains_key("playwave.rs"));
    assert!(artifacts(&Builder::new().vendors([""; 0])) == *usual());
}

#[test]
fn an_unknown_vendor_is_reported_with_the_most_similar_name() {
    assert_eq!(
        refused(&Builder::new().vendors(["rgs", "gamye"])),
        "unknown vendor `gamye`; did you mean `gameye`?"
    );
}

#[test]
fn an_error_in_an_excluded_vendor_is_still_reported() {
    let mut sources = book();
    sources.push(Source::new("acme.yaml", "vendor: acme\ntitel: x\n"));
    let error = Builder::new().vendors(["rgs"]).load(&sources).unwrap_err();
    assert!(error.to_string().contains("unknown key `titel`"), "{error}");
}

/// The lines that a builder adds to what is usual, with the line below each.
fn added(builder: Builder) -> Vec<(String, String, String)> {
    let usual = usual();
    let mut added = Vec::new();
    for (path, text) in artifacts(&builder.docs(Docs::Comments)) {
        let mut old = usual[&path].lines().peekable();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if old.next_if_eq(&line).is_none() {
                let below = lines.peek().copied().unwrap_or_default();
                added.push((
                    path.clone(),
                    line.trim().to_owned(),
                    below.trim().to_owned(),
                ));
            }
        }
        assert_eq!(old.next(), None, "{path}");
    }
    added
}

#[test]
fn attributes_are_on_the_items_that_their_paths_name() {
    let added_to = |builder: Builder| -> Vec<String> {
        let marked = added(builder).into_iter().map(|(path, line, below)| {
            assert_eq!(line, "#[mark]", "{path}");
            let name = below
                .split([' ', ','])
                .find(|word| !["pub", "enum", "{"].contains(word));
            format!("{path} {}", name.unwrap_or_default())
        });
        marked.collect()
    };
    let types = |path: &str| added_to(Builder::new().type_attribute(path, "#[mark]"));
    let variants = |path: &str| added_to(Builder::new().variant_attribute(path, "#[mark]"));
    assert_eq!(types("Class"), ["book.rs Class"]);
    assert_eq!(types("gameye::Code"), ["gameye.rs Code"]);
    assert_eq!(
        types("gameye"),
        ["StatusCode", "ClientCode", "Code", "Operation"].map(|name| format!("gameye.rs {name}"))
    );
    assert_eq!(
        types("*::Operation"),
        VENDORS.map(|it| format!("{it}.rs Operation"))
    );
    let all = types(".");
    assert!(
        all.len() > 20 && all.contains(&"book.rs Vendor".to_owned()),
        "{all:?}"
    );
    assert_eq!(variants("Class::Unknown"), ["book.rs Unknown"]);
    assert_eq!(variants("Vendor").len(), VENDORS.len());
    assert_eq!(variants("rgs::Operation::*"), variants("rgs::Operation"));
    assert!(variants("rgs::GameCode").contains(&"rgs.rs InvalidMessage".to_owned()));
}

#[test]
fn attributes_come_in_the_order_in_which_they_were_asked_for() {
    let builder = Builder::new()
        .type_attribute(".", "#[derive(A)] #[b(\"\\n\")]")
        .type_attribute("Class", "/// c");
    let class: Vec<String> = added(builder)
        .into_iter()
        .map(|(_, line, _)| line)
        .take(3)
        .collect();
    assert_eq!(class, ["#[derive(A)]", "#[b(\"\\n\")]", "/// c"]);
}

#[test]
fn invalid_attributes_and_paths_are_reported() {
    let types = |path: &str, attribute: &str| Builder::new().type_attribute(path, attribute);
    for (builder, reported) in [
        (
            types("Clas", "#[a]"),
            "unknown type `Clas`; did you mean `Class`?",
        ),
        (
            types("gameye::Operatoin", "#[a]"),
            "unknown type `gameye::Operatoin`; did you mean `gameye::Operation`?",
        ),
        (
            types("Class::Unknown", "#[a]"),
            "unknown type `Class::Unknown`",
        ),
        (types("", "#[a]"), "unknown type ``"),
        (
            Builder::new().variant_attribute("Class::Unkown", "#[a]"),
            "unknown variant `Class::Unkown`; did you mean `Class::Unknown`?",
        ),
        (
            types("Class", "#[derive(A]"),
            "cannot add `#[derive(A]` to `Class`: a bracket or a quote is not closed, or closes nothing",
        ),
        (
            types("Class", "derive(A)"),
            "cannot add `derive(A)` to `Class`: unexpected token; one is like `#[derive(Default)]`",
        ),
        (
            types("Class", "#[a] enum B {}"),
            "cannot add `#[a] enum B {}` to `Class`: ",
        ),
        (types("Class", "#![a]"), "cannot add `#![a]` to `Class`: "),
        (
            types("Class", " "),
            "cannot add ` ` to `Class`: there is no attribute in it",
        ),
        (
            types("Class", "#[a = \"b\nc\"]"),
            "a text in it has a line break: write it as `\\n`",
        ),
        (
            types("Class", &format!("#[a = {}1]", "-".repeat(3000))),
            "cannot add so long an attribute to `Class`",
        ),
        (
            types(
                "Class",
                &format!("#[a{}{}]", "[".repeat(9000), "]".repeat(9000)),
            ),
            "cannot add so long an attribute to `Class`",
        ),
        // With the vendor, its paths are gone.
        (
            types("gameye", "#[a]").vendors(["rgs"]),
            "unknown type `gameye`",
        ),
    ] {
        let refused = refused(&builder);
        assert!(refused.contains(reported), "{refused}");
    }
}

/// The tokens of a file, without the commas and braces that the printer adds.
fn tokens(text: &str) -> String {
    let file = syn::parse_file(text).expect("Rust");
    let printed = syn::parse_file(&prettyplease::unparse(&file)).expect("Rust");
    printed
        .into_token_stream()
        .to_string()
        .replace([',', ' ', '\n'], "")
        // The printer leaves what is in a macro as it is.
        .replace("doc=r\"", "doc=\"")
}

#[test]
fn one_file_holds_what_the_files_do() {
    let one = artifacts(&Builder::new().layout(Layout::OneFile));
    let usual = usual();
    let rust: Vec<&String> = one.keys().filter(|path| is_rust(path)).collect();
    assert_eq!(rust, ["book.rs"]);
    assert!(
        usual
            .iter()
            .all(|(path, text)| is_rust(path) || one[path] == *text)
    );

    let mut whole = tokens(&usual["book.rs"]);
    for vendor in VENDORS {
        let tables = format!(
            "modtables{{{}}}",
            tokens(&usual[&format!("{vendor}/tables.rs")])
        );
        let module = tokens(&usual[&format!("{vendor}.rs")]).replace("modtables;", &tables);
        whole = whole.replace(
            &format!("mod{vendor};"),
            &format!("mod{vendor}{{{module}}}"),
        );
    }
    assert!(tokens(&one["book.rs"]) == whole);
    assert!(one["book.rs"].lines().all(|line| line.trim_end() == line));
}

#[test]
fn without_a_format_the_rust_is_the_same() {
    let raw = artifacts(&Builder::new().format(false));
    let usual = usual();
    assert!(raw.keys().eq(usual.keys()));
    for (path, text) in &raw {
        let is_table = path.ends_with("tables.rs");
        assert_eq!(*text == usual[path], is_table || !is_rust(path), "{path}");
        assert!(
            !is_rust(path) || tokens(text) == tokens(&usual[path]),
            "{path}"
        );
    }
}

#[test]
fn docs_are_written_as_far_as_they_are_wanted() {
    let usual = usual();
    assert!(artifacts(&Builder::new().docs(Docs::Full)) == *usual);

    let mut rust = usual.clone();
    rust.retain(|path, _| is_rust(path));
    assert!(rust.len() < usual.len());
    assert!(artifacts(&Builder::new().docs(Docs::Comments)) == rust);

    let bare = artifacts(
        &Builder::new()
            .docs(Docs::Off)
            .type_attribute("Class", "/// mine"),
    );
    assert!(bare.keys().eq(rust.keys()));
    let docs = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim);
        let is_doc = |line: &&str| {
            ["///", "//!", "#[doc"]
                .iter()
                .any(|it| line.starts_with(it))
        };
        lines.filter(is_doc).map(str::to_owned).collect()
    };
    assert!(rust.values().any(|text| docs(text).len() > 100));
    for (path, text) in &bare {
        let expected = if path == "book.rs" {
            &["/// mine"][..]
        } else {
            &[]
        };
        assert_eq!(docs(text), expected, "{path}");
    }
}

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("builder")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn a_book_of_several_folders_is_one() {
    let folder = folder("several");
    for source in book() {
        let part = folder.join(match source.name() {
            "book.yaml" => "shared",
            _ if source.is_texts() => "own/texts",
            _ => "own",
        });
        fs::create_dir_all(&part).expect("a folder");
        fs::write(part.join(source.name()), source.text).expect("a file");
    }
    let out = folder.join("out");
    let builder = Builder::new().out_dir(&out);
    builder
        .compile(&[folder.join("shared"), folder.join("own")])
        .expect("a book");
    for (path, text) in usual() {
        assert!(
            fs::read_to_string(out.join(path)).is_ok_and(|it| it == *text),
            "{path}"
        );
    }
}

/// Build scripts run several generators, and most of them mark their files.
#[test]
fn files_of_other_generators_stay() {
    let folder = folder("others");
    let out = folder.join("out");
    fs::create_dir_all(&out).expect("a folder");
    let (other, own) = (out.join("other.rs"), out.join("gone.rs"));
    fs::write(&other, "// This file is @generated by prost-build.\n").expect("a file");
    fs::write(&own, "// @generated by faultbook from a book in YAML\n").expect("a file");
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    Builder::new()
        .out_dir(&out)
        .compile(&[spec])
        .expect("the book");
    assert!(other.exists() && !own.exists());
}

#[test]
fn a_book_that_cannot_be_compiled_is_explained_in_one_sentence() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let reported =
        |builder: Builder, spec: &Path| builder.compile(&[spec]).unwrap_err().to_string();
    assert_eq!(
        reported(Builder::new(), &spec),
        "cargo did not set OUT_DIR: call this in a build script, or name an `out_dir`"
    );
    let folder = folder("refused");
    let nowhere = folder.join("nowhere");
    assert_eq!(
        reported(Builder::new().out_dir(&folder), &nowhere),
        format!(
            "there is no folder `{}`; name the one that contains `book.yaml`",
            nowhere.display()
        )
    );
    let file = spec.join("book.yaml");
    assert_eq!(
        reported(Builder::new().out_dir(&folder), &file),
        format!(
            "`{}` is a file; name the folder that contains it",
            file.display()
        )
    );
    fs::write(folder.join("file"), "").expect("a file");
    let unwritable = reported(Builder::new().out_dir(folder.join("file")), &spec);
    assert!(unwritable.starts_with("cannot write "), "{unwritable}");
    let none: [&str; 0] = [];
    let empty = Builder::new().out_dir(&folder).compile(&none).unwrap_err();
    assert_eq!(
        empty.to_string(),
        "no folder is given; name the one that contains `book.yaml`"
    );
}

/// `Error: ` and the like stand before it, so that the errors have to begin a line.
#[test]
fn what_main_prints_is_what_a_person_reads() {
    let error = Builder::new().load(&[Source::new("spec/book.yaml", "clases: {}\n")]);
    let error = error.expect_err("an error");
    let _: &(dyn std::error::Error + Send + Sync + 'static) = &error;
    let shown = format!("{error:?}");
    assert!(
        shown.starts_with("the book has errors\n\nerror[FB"),
        "{shown}"
    );
    assert!(shown.contains("\n --> spec/book.yaml:1:1\n"), "{shown}");
    assert!(shown.ends_with(&error.to_string()), "{shown}");
    let errors = error.diagnostics().expect("errors");
    assert!(errors.iter().all(|it| shown.contains(it.message())));
}
