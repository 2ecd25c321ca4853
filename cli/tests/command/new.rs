//! `faultbook new`.

use std::fs;

use crate::{copy_of_book, empty_folder, faultbook};

const NO_INPUT: &[u8] = b"";

/// Where there is no book, the vocabulary comes with the vendor, and there is nothing to ask about either.
#[test]
fn new_books_have_no_errors_or_warnings() {
    let folder = empty_folder();
    let run = faultbook(
        folder.path(),
        &["new", "my_shop", "--title", "My: Shop"],
        NO_INPUT,
    );
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let reported: Vec<&str> = run
        .out
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(file, _)| file)
        .collect();
    assert_eq!(
        reported,
        ["spec/book.yaml", "spec/my_shop.yaml", "spec/schema.json"]
    );
    let run = faultbook(folder.path(), &["check"], NO_INPUT);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(
        run.out,
        "spec: 1 vendor, 3 codes, 2 operations, 3 examples; no errors\n"
    );
    let run = faultbook(folder.path(), &["generate"], NO_INPUT);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let docs = fs::read_to_string(folder.path().join("generated/docs/my_shop.md")).expect("a page");
    assert!(docs.contains("# My: Shop"), "{docs}");
}

#[test]
fn a_vendor_is_shown_by_its_name_in_words() {
    for (name, title) in [("papaya_pay", "Papaya Pay"), ("x9__shop_", "X9 Shop")] {
        let folder = empty_folder();
        let run = faultbook(folder.path(), &["new", name], NO_INPUT);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
        let file = folder.path().join(format!("spec/{name}.yaml"));
        let text = fs::read_to_string(file).expect("a file");
        assert!(text.contains(&format!("\ntitle: {title}\n")), "{text}");
        let run = faultbook(folder.path(), &["stats"], NO_INPUT);
        let counts = "1 vendor, 2 domains, 2 operations, 3 codes, 3 examples\n";
        assert!(run.out.starts_with(counts), "{}", run.out);
    }
}

/// The examples in the comments of the vocabulary are valid.
#[test]
fn the_examples_in_a_new_vocabulary_are_valid() {
    let folder = empty_folder();
    let run = faultbook(folder.path(), &["new", "shop"], NO_INPUT);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let path = folder.path().join("spec/book.yaml");
    let text = fs::read_to_string(&path).expect("a file");
    let (before, shown) = text.split_once("#\n").expect("a comment without words");
    let shown = shown.lines().filter_map(|line| line.strip_prefix("# "));
    let shown: Vec<&str> = shown.collect();
    fs::write(&path, before.to_owned() + &shown.join("\n") + "\n").expect("a file");
    let run = faultbook(folder.path(), &["list", "classes"], NO_INPUT);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("\nfraud_suspected\t"), "{}", run.out);
}

/// The new vendor uses the classes of its book.
#[test]
fn a_vendor_is_written_in_the_words_of_its_book() {
    let folder = empty_folder();
    let spec = folder.path().join("spec");
    fs::create_dir(&spec).expect("room");
    let book = "classes:\n  ok: { summary: Fine, outcome: success, statuses: [2xx] }\n  unknown: { summary: What else, user_message: Oh }\n  \
                gone: { summary: Gone, statuses: [404], user_message: Gone }\n";
    fs::write(spec.join("book.yml"), book).expect("room");
    let run = faultbook(folder.path(), &["new", "shop"], NO_INPUT);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(!spec.join("book.yaml").exists());
    let text = fs::read_to_string(spec.join("shop.yaml")).expect("a file");
    assert!(
        text.contains("class: gone") && text.contains("class: unknown"),
        "{text}"
    );
    let run = faultbook(folder.path(), &["check"], NO_INPUT);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn invalid_vendor_names_are_refused() {
    let folder = copy_of_book();
    let files = || {
        fs::read_dir(folder.path().join("spec"))
            .expect("the book")
            .count()
    };
    let before = files();
    for (name, why) in [
        ("My-Shop", "a name consists of a-z, 0-9 and `_`"),
        ("type", "this is a keyword of Rust"),
        ("book", "a generated file or folder has this name"),
        ("option", "a name that all Rust code relies on"),
        (
            "gameye",
            "`spec/gameye.yaml` already exists and is not overwritten",
        ),
        (
            "gameye_",
            "the book's vendor `gameye` would both have the Rust type `Gameye`",
        ),
        (
            "api_code",
            "its domain `api` would have the same Rust type; choose another name",
        ),
        (
            "client_code",
            "its domain `client` would have the same Rust type",
        ),
    ] {
        let run = faultbook(folder.path(), &["new", name], NO_INPUT);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{name}");
        assert!(run.err.contains(why), "{name}: {}", run.err);
    }
    assert_eq!(files(), before);
}

/// Where the vocabulary itself is wrong, nothing can be written in it.
#[test]
fn errors_of_the_vocabulary_come_first() {
    let folder = copy_of_book();
    crate::edit(
        &folder.path().join("spec/book.yaml"),
        "extends: standard",
        "extends: standrad",
    );
    let run = faultbook(folder.path(), &["new", "shop"], NO_INPUT);
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""));
    assert!(run.err.contains("did you mean `standard`?"), "{}", run.err);
    assert!(!folder.path().join("spec/shop.yaml").exists());
}

/// Errors of another vendor do not matter.
#[test]
fn other_vendors_may_be_broken() {
    let folder = crate::book_with_an_error();
    let run = faultbook(folder.path(), &["new", "shop"], NO_INPUT);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

/// The first line of a new file names a schema that lists the names of the book, and knows what is added to it.
#[test]
fn a_new_vendor_has_a_schema() {
    let folder = empty_folder();
    let run = faultbook(folder.path(), &["new", "shop"], NO_INPUT);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let read =
        |name: &str| fs::read_to_string(folder.path().join("spec").join(name)).expect("a file");
    for file in ["book.yaml", "shop.yaml"] {
        let first = "# yaml-language-server: $schema=schema.json\n";
        assert!(read(file).starts_with(first), "{file}");
    }
    let has = |schema: &str, name: &str| schema.contains(&format!("\"{name}\""));
    let schema = read("schema.json");
    assert!(has(&schema, "delete_item") && has(&schema, "network") && has(&schema, "transient"));
    let shop = read("shop.yaml").replace("delete_item", "remove_item");
    fs::write(folder.path().join("spec/shop.yaml"), shop).expect("room");
    let run = faultbook(
        folder.path(),
        &["schema", "--out", "spec/schema.json"],
        NO_INPUT,
    );
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(0), "spec/schema.json: written\n"),
        "{}",
        run.err
    );
    let schema = read("schema.json");
    assert!(has(&schema, "remove_item") && !has(&schema, "delete_item"));
    let run = faultbook(folder.path(), &["schema"], NO_INPUT);
    assert_eq!((run.code, run.out), (Some(0), schema));
}

#[test]
fn a_new_vendor_may_extend_a_protocol() {
    for protocol in ["google_rpc", "problem_details", "aws_xml"] {
        let folder = empty_folder();
        let base = format!("protocol/{protocol}");
        let run = faultbook(
            folder.path(),
            &["new", "my_shop", "--extends", &base],
            NO_INPUT,
        );
        assert_eq!(run.code, Some(0), "{}", run.err);
        let text = fs::read_to_string(folder.path().join("spec/my_shop.yaml")).expect("a file");
        let own = format!("extends: {base}\nvendor: my_shop\ntitle: My Shop\n");
        assert!(text.contains(&own), "{text}");
        let run = faultbook(folder.path(), &["check"], NO_INPUT);
        assert_eq!(run.code, Some(0), "{}", run.err);
    }
    let folder = empty_folder();
    let run = faultbook(
        folder.path(),
        &["new", "shop", "--extends", "protocol/json_rcp"],
        NO_INPUT,
    );
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("did you mean `json_rpc`?"), "{}", run.err);
    assert!(!folder.path().join("spec").exists());
}

/// A schema that somebody else wrote is not overwritten.
#[test]
fn a_schema_of_the_user_is_kept() {
    let folder = empty_folder();
    fs::create_dir(folder.path().join("spec")).expect("room");
    fs::write(folder.path().join("spec/schema.json"), "{}").expect("room");
    let run = faultbook(folder.path(), &["new", "shop"], NO_INPUT);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let schema = fs::read_to_string(folder.path().join("spec/schema.json")).expect("a file");
    assert_eq!(schema, "{}");
}

#[test]
fn a_valid_name_is_suggested() {
    let folder = empty_folder();
    for (name, meant) in [
        ("my-vendor", "my_vendor"),
        ("MyVendor", "my_vendor"),
        ("a b", "a_b"),
    ] {
        let run = faultbook(folder.path(), &["new", name], NO_INPUT);
        assert_eq!(run.code, Some(2));
        assert!(
            run.err.contains(&format!("did you mean `{meant}`?")),
            "{}",
            run.err
        );
    }
}

/// The option of most subcommands is also understood where the folder is an argument.
#[test]
fn check_and_fmt_know_the_option_for_the_folder() {
    let folder = copy_of_book();
    for command in [
        &["check", "--spec", "spec"][..],
        &["fmt", "--check", "--spec", "spec"],
    ] {
        let run = faultbook(folder.path(), command, NO_INPUT);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{command:?}");
    }
    let run = faultbook(
        folder.path(),
        &["check", "spec", "--spec", "spec"],
        NO_INPUT,
    );
    assert_eq!(run.code, Some(2));
}
