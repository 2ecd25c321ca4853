//! `faultbook check --fix`.

use std::fs;
use std::path::Path;

use crate::{Run, book_with_an_error, copy_of_book, edit, empty_folder, faultbook, repository};

fn fix(folder: &Path) -> Run {
    faultbook(folder, &["check", "--fix"], b"")
}

/// The fixes that the command prints, without their locations.
fn fixed(run: &Run) -> Vec<&str> {
    let lines = run.err.lines().filter(|line| line.starts_with("fixed "));
    lines
        .map(|line| line.split_once(": ").expect("a place").1)
        .collect()
}

/// Whether a file of the book is as the repository has it.
fn is_whole_again(folder: &Path, file: &str) -> bool {
    let text = |root: &Path| fs::read_to_string(root.join("spec").join(file)).expect("a file");
    text(folder) == text(&repository())
}

/// The names of all that is in the book's folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("spec")).expect("the book");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let name = entry.expect("a file").file_name();
        name.into_string().expect("a name in UTF-8")
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

#[test]
fn fixes_without_alternative_are_applied() {
    let folder = book_with_an_error();
    edit(
        &folder.path().join("spec/rgs.yaml"),
        "\"konflict\"",
        "konflict",
    );
    let run = fix(folder.path());
    assert_eq!(run.code, Some(0), "{}", run.err);
    let place = run.err.strip_prefix("fixed spec/rgs.yaml:");
    assert!(
        place.is_some_and(|place| place.ends_with(":16: konflict → conflict\n")),
        "{}",
        run.err
    );
    assert!(run.out.ends_with("; no errors\n"), "{}", run.out);
    assert!(is_whole_again(folder.path(), "rgs.yaml"));
}

/// They are not the user's: cargo shares them with other crates.
#[test]
fn files_of_packages_stay() {
    let folder = empty_folder();
    let vendor = "vendor: shop\ntitle: Shop\nsummary: S\nsource: s\ndomains:\n  api:\n    codes:\n      LOST: { summary: L, class: konflict }\n";
    for (file, text) in [
        ("shop_book/shop.yaml", vendor),
        ("spec/book.yaml", "extends: standard\n"),
        ("spec/shop.yaml", "extends: shop_book/shop\nvendor: shop\n"),
    ] {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("room");
        fs::write(path, text).expect("room");
    }
    let package = ["--package", "shop_book=shop_book"];
    let run = faultbook(
        folder.path(),
        &[&["check", "--fix"], &package[..]].concat(),
        b"",
    );
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("did you mean `conflict`?"), "{}", run.err);
    assert_eq!(fixed(&run), [""; 0]);
    let text = fs::read_to_string(folder.path().join("shop_book/shop.yaml"));
    assert_eq!(text.expect("a file"), vendor);
}

#[test]
fn quotes_stay() {
    let folder = book_with_an_error();
    assert_eq!(fix(folder.path()).code, Some(0));
    let text = fs::read_to_string(folder.path().join("spec/rgs.yaml")).expect("a file");
    assert!(text.contains("class: \"conflict\""));
}

/// Several in one file, nested and on one line; and one that could be either `name` or `note`.
#[test]
fn uncertain_fixes_are_not_applied() {
    let folder = copy_of_book();
    let file = |name: &str| folder.path().join("spec").join(name);
    for (name, from, to) in [
        ("gameye.yaml", "summary: The API", "sumary: The API"),
        (
            "gameye.yaml",
            "class: capacity_unavailable",
            "clas: capacity_unavailabel",
        ),
        (
            "gameye.yaml",
            "class: conflict, actions: [use_unique_id]",
            "clas: conflict, actoins: [use_unique_id]",
        ),
        ("licensing.yaml", "        note: >-", "        nome: >-"),
    ] {
        edit(&file(name), from, to);
    }
    let uncertain = fs::read_to_string(file("licensing.yaml")).expect("a file");
    let run = fix(folder.path());
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""));
    let mut fixed = fixed(&run);
    fixed.sort_unstable();
    assert_eq!(
        fixed,
        [
            "actoins → actions",
            "capacity_unavailabel → capacity_unavailable",
            "clas → class",
            "clas → class",
            "sumary → summary",
        ]
    );
    assert!(is_whole_again(folder.path(), "gameye.yaml"));
    assert!(run.err.contains("unknown key `nome`"), "{}", run.err);
    assert!(run.err.contains("the book has 1 error\n"), "{}", run.err);
    assert_eq!(
        fs::read_to_string(file("licensing.yaml")).expect("a file"),
        uncertain
    );
    assert_eq!(names(folder.path()), names(&repository()));
}

/// A place that is more than the name that was mistyped: a fix would take the rest away.
#[test]
fn text_around_a_name_is_kept() {
    for (name, from, to) in [
        ("rgs.yaml", "class: conflict", "class: &anchor konflict"),
        ("rgs.yaml", "class: conflict", "class: !!str konflict"),
        (
            "playwave.yaml",
            "actions: [kick_player]",
            "actions: [kick_playr,prompt_recharge]",
        ),
    ] {
        let folder = copy_of_book();
        let file = folder.path().join("spec").join(name);
        edit(&file, from, to);
        let run = fix(folder.path());
        let text = fs::read_to_string(&file).expect("a file");
        let rest = to.rsplit_once(['&', '!', ',']).expect("more than a name").1;
        let rest = rest.trim_end_matches("konflict");
        assert!(text.contains(rest), "{to}: {}", run.err);
    }
}

#[test]
fn other_formats_print_fixes_to_standard_error() {
    for format in ["json", "github"] {
        let folder = book_with_an_error();
        let run = faultbook(folder.path(), &["check", "--fix", "--format", format], b"");
        assert_eq!(run.code, Some(0));
        assert_eq!(fixed(&run), ["konflict → conflict"]);
        assert!(!run.out.contains("konflict"), "{}", run.out);
    }
}

#[test]
fn nothing_is_touched_without_a_certain_fix() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/gameye.yaml");
    let modified = || {
        let metadata = fs::metadata(&file).expect("a file");
        metadata.modified().expect("a time")
    };
    let before = modified();
    let run = fix(folder.path());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(modified(), before);
}

#[test]
fn line_endings_stay() {
    let folder = book_with_an_error();
    let file = folder.path().join("spec/rgs.yaml");
    let text = fs::read_to_string(&file).expect("a file");
    let text = text.replace('\n', "\r\n");
    fs::write(&file, &text).expect("a file");
    assert_eq!(fix(folder.path()).code, Some(0));
    let after = fs::read_to_string(&file).expect("a file");
    assert!(after == text.replace("konflict", "conflict"));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = book_with_an_error();
    let (link, real) = (
        folder.path().join("spec/rgs.yaml"),
        folder.path().join("real.yaml"),
    );
    fs::rename(&link, &real).expect("a new name");
    symlink("../real.yaml", &link).expect("a link");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("permissions");
    assert_eq!(fix(folder.path()).code, Some(0));
    assert!(link.is_symlink());
    let mode = fs::metadata(&real).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let text = fs::read_to_string(&real).expect("a file");
    assert!(text.contains("class: \"conflict\""));
}
