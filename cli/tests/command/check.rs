//! `faultbook check`.

use std::fs;

use crate::{book_with_a_warning, copy_of_book, edit, empty_folder, faultbook, repository};

#[test]
fn a_book_without_mistakes_is_summed_up() {
    let run = faultbook(&repository(), &["check"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.starts_with("spec: 5 vendors, "), "{}", run.out);
    assert!(run.out.ends_with(" examples; no mistakes\n"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let folder = copy_of_book();
    edit(
        &folder.path().join("spec/gameye.yaml"),
        "class: capacity_unavailable",
        "class: capacity_unavailabel",
    );
    let run = faultbook(folder.path(), &["check", "spec"], b"");
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""));
    assert!(run.err.contains("spec/gameye.yaml:"), "{}", run.err);
    assert!(run.err.contains("capacity_unavailabel"), "{}", run.err);
}

#[test]
fn warnings_are_told_and_are_no_mistakes() {
    let folder = book_with_a_warning();
    let run = faultbook(folder.path(), &["check"], b"");
    assert_eq!(run.code, Some(0));
    assert!(
        run.err.starts_with("warning[FB0109]: ") && run.err.contains("spec/gameye.yaml:"),
        "{}",
        run.err
    );
    assert!(
        run.out.ends_with("; no mistakes, 1 warning\n"),
        "{}",
        run.out
    );
}

#[test]
fn an_example_that_does_not_come_out_is_a_mistake() {
    let folder = copy_of_book();
    edit(
        &folder.path().join("spec/gameye.yaml"),
        "      class: internal\n      actions",
        "      class: network\n      actions",
    );
    let run = faultbook(folder.path(), &["check"], b"");
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("an internal error"), "{}", run.err);
}

#[test]
fn a_folder_that_is_not_there_is_told_from_one_with_mistakes() {
    let folder = empty_folder();
    let missing = faultbook(folder.path(), &["check"], b"");
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.err.contains("there is no folder `spec`"),
        "{}",
        missing.err
    );
    fs::create_dir(folder.path().join("spec")).expect("an empty folder");
    let empty = faultbook(folder.path(), &["check"], b"");
    assert_eq!(empty.code, Some(1));
    assert!(empty.err.contains("book.yaml"), "{}", empty.err);
}

#[test]
fn a_command_that_cannot_be_understood_is_a_mistake_of_use() {
    for arguments in [
        &["chekc"][..],
        &[],
        &["check", "a", "b"],
        &["check", "--loud"],
        &["check", "--format", "xml"],
        &["explain", "--list", "FB0010"],
        &["explain", "FB0010", "--status", "404"],
    ] {
        assert_eq!(
            faultbook(&repository(), arguments, b"").code,
            Some(2),
            "{arguments:?}"
        );
    }
    for arguments in [["--help"], ["--version"]] {
        assert_eq!(
            faultbook(&repository(), &arguments, b"").code,
            Some(0),
            "{arguments:?}"
        );
    }
}
