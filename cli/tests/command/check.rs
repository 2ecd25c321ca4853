//! `faultbook check`.

use std::fs;

use crate::{
    book_with_a_warning, book_with_an_error, copy_of_book, edit, empty_folder, faultbook,
    repository,
};

#[test]
fn a_valid_book_is_summarized() {
    let run = faultbook(&repository(), &["check"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.starts_with("spec: 5 vendors, "), "{}", run.out);
    assert!(run.out.ends_with(" examples; no errors\n"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn errors_have_a_location() {
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
fn warnings_are_not_errors() {
    let folder = book_with_a_warning();
    let run = faultbook(folder.path(), &["check"], b"");
    assert_eq!(run.code, Some(0));
    assert!(
        run.err.starts_with("warning[FB0109]: ") && run.err.contains("spec/gameye.yaml:"),
        "{}",
        run.err
    );
    assert!(run.out.ends_with("; no errors, 1 warning\n"), "{}", run.out);
}

#[test]
fn failing_examples_are_errors() {
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
fn missing_folders_differ_from_invalid_books() {
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
fn invalid_arguments_are_usage_errors() {
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

/// Errors are results with the locations of the files.
#[test]
fn errors_are_results_in_sarif() {
    let folder = book_with_an_error();
    let run = faultbook(folder.path(), &["check", "--format", "sarif"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let log: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let own = &log["runs"][0];
    let result = &own["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["level"]),
        (&"FB0010".into(), &"error".into())
    );
    let place = &result["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().expect("a path");
    assert!(uri.starts_with("spec/"), "{uri}");
    assert!(
        place["region"]["startLine"]
            .as_u64()
            .is_some_and(|line| line > 0)
    );
    let rules = own["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(
        rules.iter().all(|rule| rule["shortDescription"]["text"]
            .as_str()
            .is_some_and(|text| text.len() > 10)),
        "{rules:?}"
    );
}
