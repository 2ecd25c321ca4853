//! A book that extends the vendor of a package: found through cargo, or named with `--package`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Run, edit, empty_folder, faultbook};

const SHOP: &str = "\
vendor: shop
title: Shop
summary: Orders and payments
source: https://example.com/errors
envelope: { code: /code }
domains:
  api:
    codes:
      GONE: { summary: There is no such order, status: 404, class: not_found }
examples:
  - name: gone
    operation: request
    response: { status: 404, body: '{\"code\":\"GONE\"}' }
    expect: { code: GONE, class: not_found }
";

/// A crate, `app`, whose book extends the one of its build-dependency, `shop-book`.
fn app() -> tempfile::TempDir {
    let folder = empty_folder();
    let manifest = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}")
    };
    let book = "[package.metadata.faultbook]\nbook = \"book\"\n";
    let uses = "[build-dependencies]\nshop-book = { path = \"../shop-book\" }\n[workspace]\n";
    let files = [
        ("app/Cargo.toml", manifest("app", uses)),
        ("app/src/lib.rs", String::new()),
        ("app/spec/book.yaml", "extends: standard\n".to_owned()),
        (
            "app/spec/shop.yaml",
            "extends: shop_book/shop\nvendor: shop\n".to_owned(),
        ),
        ("shop-book/Cargo.toml", manifest("shop-book", book)),
        ("shop-book/src/lib.rs", String::new()),
        ("shop-book/book/shop.yaml", SHOP.to_owned()),
    ];
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("an empty folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn in_app(folder: &Path, arguments: &[&str]) -> Run {
    faultbook(&folder.join("app"), arguments, b"")
}

#[test]
fn a_package_is_found_among_the_dependencies() {
    let folder = app();
    let run = in_app(folder.path(), &["check"]);
    let counts = "spec: 1 vendor, 1 code, 1 operation, 1 example; no errors\n";
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(0), counts),
        "{}",
        run.err
    );
    let run = in_app(folder.path(), &["explain", "shop", "GONE"]);
    assert!(run.out.contains("There is no such order"), "{}", run.out);
    // Formatting is for the book's own files.
    edit(
        &folder.path().join("shop-book/book/shop.yaml"),
        "vendor: shop",
        "vendor:   shop",
    );
    assert_eq!(in_app(folder.path(), &["fmt", "--check"]).code, Some(0));
}

#[test]
fn outside_of_a_crate_its_folder_is_named() {
    let folder = app();
    let spec = folder.path().join("app/spec");
    fs::remove_file(folder.path().join("app/Cargo.toml")).expect("the manifest");
    let spec = spec.to_str().expect("a path");
    let run = in_app(
        folder.path(),
        &["check", spec, "--package", "shop-book=../shop-book/book"],
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    let run = in_app(folder.path(), &["check", spec]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(
        run.err.contains("unknown package `shop_book`"),
        "{}",
        run.err
    );
    let run = in_app(folder.path(), &["check", spec, "--package", "shop_book"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
}

#[test]
fn a_crate_without_a_book_is_no_package() {
    let folder = app();
    edit(
        &folder.path().join("shop-book/Cargo.toml"),
        "book = \"book\"",
        "",
    );
    let run = in_app(folder.path(), &["check"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(
        run.err
            .contains("the crate `shop_book` is no package of a book"),
        "{}",
        run.err
    );
}

#[test]
fn a_code_that_vanishes_from_a_package_is_an_error_in_the_file_that_extends_it() {
    let folder = app();
    let own = "extends: shop_book/shop\nvendor: shop\ndomains: { api: { codes: { GONE: { retry: never } } } }\n";
    fs::write(folder.path().join("app/spec/shop.yaml"), own).expect("a file");
    assert_eq!(in_app(folder.path(), &["check"]).code, Some(0));
    let renamed = SHOP.replace("GONE", "LOST");
    fs::write(folder.path().join("shop-book/book/shop.yaml"), renamed).expect("a file");
    let run = in_app(folder.path(), &["check"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("spec/shop.yaml:3:"), "{}", run.err);
    assert!(
        run.err.contains("has no `GONE`, so it is a new entry"),
        "{}",
        run.err
    );
}

/// Each side is read with its own package.
#[test]
fn diff_compares_two_versions_of_a_package() {
    let folder = app();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=test", "-c", "user.email=test@example.com"]);
        let output = git.args(arguments).current_dir(folder.path()).output();
        assert!(output.expect("git").status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "The first version"]);
    let run = in_app(folder.path(), &["diff", "HEAD", "spec"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let book = folder.path().join("shop-book/book/shop.yaml");
    edit(&book, "class: not_found }", "class: expired }");
    edit(&book, ", class: not_found }", ", class: expired }");
    let run = in_app(
        folder.path(),
        &["diff", "HEAD", "spec", "--fail-on", "behaviour"],
    );
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.out.contains("GONE"), "{}", run.out);
}

#[test]
fn explain_and_list_say_which_file_says_what() {
    let folder = app();
    let overlay = "extends: shop_book/shop\nvendor: shop\ndomains: { api: { codes: { GONE: { note: Rare } } } }\n";
    fs::write(folder.path().join("app/spec/shop.yaml"), overlay).expect("a file");
    let run = in_app(folder.path(), &["explain", "shop", "GONE"]);
    assert!(run.out.contains("spec/shop.yaml:3: note\n"), "{}", run.out);
    let base = "shop-book/book/shop.yaml:9: summary, status, class\n";
    let joined = run.out.replace("\n                  ", " ");
    assert!(joined.contains(base), "{}", run.out);
    let decided = [
        "class, outcome ",
        "shop-book/book/shop.yaml:9\n",
        "user message    <faultbook>/standard.yaml:",
    ];
    for decided in decided {
        assert!(run.out.contains(decided), "{}", run.out);
    }
    let response = "HTTP/1.1 404\n\n{\"code\":\"GONE\"}";
    for arguments in [
        &["explain", "shop", "GONE", "--format", "json"][..],
        &[
            "explain",
            "shop",
            "--response",
            response,
            "--format",
            "json",
        ],
    ] {
        let run = in_app(folder.path(), arguments);
        let own = "\"written_in\":[{\"file\":\"spec/shop.yaml\",\"line\":3,\"keys\":[\"note\"]},";
        assert!(run.out.contains(own), "{}", run.out);
        let decided = "shop-book/book/shop.yaml:9\",\"outcome\":";
        assert!(run.out.contains(decided), "{}", run.out);
    }
    let run = in_app(folder.path(), &["list", "--format", "json"]);
    assert!(
        run.out.contains("\"written_in\":[\"spec/shop.yaml:3\",\""),
        "{}",
        run.out
    );
}

/// Rules and domains decide, too.
#[test]
fn explain_locates_the_rule_that_decides() {
    let folder = app();
    let rule = "domains:\n  api:\n    severity: error\n    rules:\n      - retry: never\n        because: We ask once\n";
    let overlay = format!("extends: shop_book/shop\nvendor: shop\n{rule}");
    fs::write(folder.path().join("app/spec/shop.yaml"), overlay).expect("a file");
    let run = in_app(
        folder.path(),
        &["explain", "shop", "GONE", "--format", "json"],
    );
    let decided = "\"retry\":\"spec/shop.yaml:7\",\"severity\":\"spec/shop.yaml:5\"";
    assert!(run.out.contains(decided), "{}{}", run.out, run.err);
}

/// The vocabulary of a package is not inherited: its files use what the book has.
#[test]
fn a_class_that_only_the_package_has_is_explained() {
    let folder = app();
    let book = folder.path().join("shop-book/book");
    let own = "extends: standard\nclasses: { lost: { summary: Lost, like: not_found, user_message: Lost. } }\n";
    fs::write(book.join("book.yaml"), own).expect("a file");
    edit(
        &book.join("shop.yaml"),
        "class: not_found }",
        "class: lost }",
    );
    let run = in_app(folder.path(), &["check"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    for part in [
        "unknown class `lost`",
        "shop.yaml:9:",
        "of the book that extends it",
    ] {
        assert!(run.err.contains(part), "{}", run.err);
    }
}
