//! `faultbook fmt`.

use std::fs;

use crate::{copy_of_book, edit, empty_folder, faultbook, repository};

/// Includes the book of the repository, the files of `new`, and those of `import`.
#[test]
fn written_files_are_already_formatted() {
    let folder = empty_folder();
    let catalogue = "code;status;summary;retryable\nGONE;404;\"It's gone: a, b\";no\n\"010\";503;\"long long long long long long long \
                     long long long long long long long long long long long long long long long long long\";yes\n";
    fs::write(folder.path().join("shop.csv"), catalogue).expect("room");
    let import = ["import", "shop.csv", "--vendor", "shop", "--code", "/code"];
    for (arguments, code) in [
        (&["new", "acme"][..], 0),
        (&import, 0),
        (&["fmt", "--check"], 0),
    ] {
        let run = faultbook(folder.path(), arguments, b"");
        assert_eq!(
            run.code,
            Some(code),
            "{arguments:?}: {}{}",
            run.out,
            run.err
        );
    }
    let run = faultbook(&repository(), &["fmt", "--check"], b"");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
}

#[test]
fn check_prints_differences_and_writes_nothing() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/gameye.yaml");
    edit(
        &file,
        "        class: conflict",
        "        class:   conflict  # why",
    );
    let spoiled = fs::read(&file).expect("a file");
    let run = faultbook(folder.path(), &["fmt", "--check"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let diff = "-        class:   conflict  # why\n+        class: conflict # why\n";
    assert!(
        run.out.contains(diff) && run.out.starts_with("--- spec/gameye.yaml\n"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .ends_with("\n1 not formatted; run `faultbook fmt`\n"),
        "{}",
        run.out
    );
    assert_eq!(fs::read(&file).expect("a file"), spoiled);
}

#[test]
fn only_files_that_differ_are_written_and_listed() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/rgs.yaml");
    let before = fs::read_to_string(&file).expect("a file");
    fs::write(
        &file,
        before
            .replace('\n', "\r\n")
            .replace("vendor: ", "vendor:    "),
    )
    .expect("room");
    let run = faultbook(folder.path(), &["fmt"], b"");
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(0), "wrote spec/rgs.yaml\n")
    );
    assert_eq!(fs::read_to_string(&file).expect("a file"), before);
    let run = faultbook(folder.path(), &["fmt", "spec/rgs.yaml", "spec"], b"");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
}

#[test]
fn an_editor_pipes_a_text_through() {
    let folder = empty_folder();
    let run = faultbook(folder.path(), &["fmt", "-"], b"a: {b: 1}\n# c\n");
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(0), "a: { b: 1 }\n# c\n")
    );
    let run = faultbook(folder.path(), &["fmt", "--check", "-"], b"a: {b: 1}\n");
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("+a: { b: 1 }"), "{}", run.out);
}

/// The formatted text is alone on standard output.
#[test]
fn files_and_standard_input_together() {
    let folder = empty_folder();
    fs::write(folder.path().join("a.yaml"), "a: {b: 1}\n").expect("room");
    let run = faultbook(folder.path(), &["fmt", "a.yaml", "-"], b"c: {d: 2}\n");
    let expected = (Some(0), "c: { d: 2 }\n", "wrote a.yaml\n");
    assert_eq!((run.code, &*run.out, &*run.err), expected);
}

/// An invalid file does not prevent the others from being formatted.
#[test]
fn invalid_yaml_is_reported_and_not_changed() {
    let folder = copy_of_book();
    let (bad, other) = (
        folder.path().join("spec/gameye.yaml"),
        folder.path().join("spec/rgs.yaml"),
    );
    fs::write(&bad, "vendor: [1\n").expect("room");
    edit(&other, "vendor: rgs", "vendor:  rgs");
    let run = faultbook(folder.path(), &["fmt"], b"");
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(1), "wrote spec/rgs.yaml\n")
    );
    assert!(
        run.err
            .starts_with("error: `spec/gameye.yaml`: not valid YAML"),
        "{}",
        run.err
    );
    assert_eq!(fs::read_to_string(&bad).expect("a file"), "vendor: [1\n");
    fs::write(&bad, b"a: \xff\n").expect("room");
    let run = faultbook(folder.path(), &["fmt", "spec/gameye.yaml"], b"");
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("cannot read `spec/gameye.yaml`"),
        "{}",
        run.err
    );
}

/// A book must not have one; the rest of the file is formatted as usual.
#[test]
fn a_byte_order_mark_is_taken_away() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/gameye.yaml");
    let text = fs::read_to_string(&file).expect("a file");
    fs::write(&file, format!("\u{feff}{text}")).expect("room");
    let run = faultbook(folder.path(), &["fmt"], b"");
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    assert!(fs::read_to_string(&file).expect("a file") == text);
}
