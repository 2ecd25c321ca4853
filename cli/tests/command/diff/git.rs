//! Revisions of a git repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{book, json, reported, text};
use crate::{Run, copy_files, edit, empty_folder, faultbook, faultbook_with};

/// A repository of two commits, with the book in `spec` and `deep/er`; the second one renamed a code.
fn repository() -> tempfile::TempDir {
    let folder = empty_folder();
    copy_files(&book(), &folder.path().join("spec"));
    copy_files(&book(), &folder.path().join("deep/er"));
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path(), "The book");
    edit(
        &folder.path().join("spec/shop.yaml"),
        "GONE: {",
        "GONE: { name: Lost, ",
    );
    commit(folder.path(), "A better name");
    folder
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(variable);
    }
    let output = command.output().expect("git");
    assert!(output.status.success(), "{output:?}");
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "--all"]);
    let author = [
        "-c",
        "user.name=Author",
        "-c",
        "user.email=author@example.com",
    ];
    git(
        folder,
        &[&author[..], &["commit", "-q", "-m", message]].concat(),
    );
}

fn diff(folder: &Path, arguments: &[&str]) -> Run {
    faultbook(
        folder,
        &[&["diff"], arguments, &["--format", "json"]].concat(),
        b"",
    )
}

const RENAMED: &str =
    "breaking[code_renamed]: code `shop/GONE`: `Rust name` was `Gone` and is `Lost`";

#[test]
fn revisions_and_folders_are_compared_in_any_pairing() {
    let folder = repository();
    let table: [(&[&str], &[&str]); 9] = [
        (&["HEAD~1", "HEAD"], &[RENAMED]),
        (&["HEAD~1"], &[RENAMED]),
        (&["main~1:spec", "main:spec"], &[RENAMED]),
        (&["HEAD~1:spec/", "spec"], &[RENAMED]),
        (&["HEAD:deep/er", "spec"], &[RENAMED]),
        (&["HEAD~1:spec/shop.yaml", "spec/shop.yaml"], &[RENAMED]),
        (&["HEAD~1:spec/bank.yaml", "spec/bank.yaml"], &[]),
        (&["main", "HEAD"], &[]),
        (
            &["HEAD", "deep/er"],
            &["breaking[code_renamed]: code `shop/GONE`: `Rust name` was `Lost` and is `Gone`"],
        ),
    ];
    for (arguments, expected) in table {
        let run = diff(folder.path(), arguments);
        assert_eq!(reported(&run), expected, "{arguments:?}: {}", run.err);
    }
}

#[test]
fn places_name_the_revision() {
    let run = diff(repository().path(), &["HEAD~1"]);
    let line = &json(&run)[0];
    let files = ["base", "revision"].map(|side| text(&line[side], "file"));
    assert_eq!(files, ["HEAD~1:./spec/shop.yaml", "spec/shop.yaml"]);
}

#[test]
fn a_book_may_lie_at_the_top() {
    let folder = empty_folder();
    copy_files(&book(), folder.path());
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path(), "The book");
    edit(
        &folder.path().join("shop.yaml"),
        "GONE: {",
        "GONE: { name: Lost, ",
    );
    for old in ["main:", "main:./", "main:shop.yaml"] {
        let new = if old.ends_with("yaml") {
            "shop.yaml"
        } else {
            "."
        };
        let run = diff(folder.path(), &[old, new]);
        assert_eq!(reported(&run), [RENAMED], "{old}: {}", run.err);
    }
}

#[test]
fn annotations_name_files_that_a_workflow_has() {
    let folder = repository();
    for new in ["HEAD", "HEAD:spec", "spec"] {
        let arguments = ["diff", "HEAD~1", new, "--format", "github"];
        let run = faultbook(folder.path(), &arguments, b"");
        assert!(
            run.out.starts_with("::error file=spec/shop.yaml,line=11,"),
            "{}",
            run.out
        );
    }
}

#[test]
fn a_revision_is_seen_from_the_working_directory() {
    let folder = repository();
    let deep = folder.path().join("deep");
    assert_eq!(
        reported(&diff(&deep, &["HEAD:./er", "HEAD:spec"])),
        [RENAMED]
    );
    let run = diff(&deep, &["HEAD", "er"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.starts_with("error: `HEAD` has no folder `./spec`"),
        "{}",
        run.err
    );
}

#[test]
fn nothing_is_checked_out() {
    let folder = repository();
    let file = folder.path().join("spec/shop.yaml");
    fs::write(&file, "not committed").expect("a file");
    let run = diff(folder.path(), &["HEAD~1", "HEAD"]);
    assert_eq!(reported(&run), [RENAMED]);
    assert_eq!(fs::read_to_string(&file).expect("a file"), "not committed");
}

#[test]
fn errors_of_a_revision_are_reported() {
    let folder = repository();
    edit(
        &folder.path().join("spec/shop.yaml"),
        "class: limited",
        "class: limitted",
    );
    commit(folder.path(), "A slip");
    fs::write(folder.path().join("spec/bank.yaml"), b"\xff\xfe").expect("a file");
    commit(folder.path(), "No text");
    let run = diff(folder.path(), &["HEAD~1", "HEAD"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    for reported in [
        "HEAD~1:./spec/shop.yaml:13:",
        "unknown class `limitted`",
        "`HEAD~1` has errors",
        "HEAD:./spec/bank.yaml:1:1",
        "the file is not UTF-8",
        "`HEAD` has errors",
    ] {
        assert!(run.err.contains(reported), "{reported}: {}", run.err);
    }
}

#[test]
fn unknown_revisions_are_errors() {
    let folder = repository();
    let table = [
        (
            "nowhere",
            "error: `nowhere` is not a folder or file, and git has no revision `nowhere`",
        ),
        ("HEAD:nowhere", "error: `HEAD` has no folder `nowhere`"),
        (
            ":spec",
            "error: `:spec` is not a folder or file, and git has no revision ``",
        ),
        ("HEAD:", "error: `HEAD:` has no YAML file"),
        ("HEAD:deep", "error: `HEAD:deep` has no YAML file"),
        ("--output=x", "error: unexpected argument '--output'"),
        (
            "",
            "error: `` is not a folder or file, and git has no revision ``",
        ),
    ];
    for (name, error) in table {
        let run = faultbook(folder.path(), &["diff", name, "spec"], b"");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{name}");
        assert!(run.err.starts_with(error), "{name}: {}", run.err);
    }
    let run = faultbook(folder.path(), &["diff", "--", "--output=x", "spec"], b"");
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("git has no revision `--output=x`"),
        "{}",
        run.err
    );
}

#[test]
fn a_missing_repository_or_git_is_reported() {
    let folder = empty_folder();
    copy_files(&book(), &folder.path().join("spec"));
    let ceiling = folder.path().to_str().expect("a path in UTF-8");
    let variables = [("GIT_CEILING_DIRECTORIES", ceiling)];
    let run = faultbook_with(&variables, folder.path(), &["diff", "main"], b"");
    assert_eq!(run.code, Some(2));
    let error = "error: `main` is not a folder, file or git revision: git: not a git repository";
    assert!(run.err.starts_with(error), "{}", run.err);
    let run = faultbook_with(&[("PATH", ceiling)], folder.path(), &["diff", "main"], b"");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("needs the command `git`"), "{}", run.err);
}
