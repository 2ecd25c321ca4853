//! A book in several folders: `--spec` again, or more folders for `check`.

use std::fs;
use std::path::Path;

use crate::generate::files;
use crate::{Run, copy_of_book, faultbook};

/// What asks for the book in both folders, in both orders, and answers on the standard output.
const ASKING: &[&[&str]] = &[
    &["explain", "gameye", "420"],
    &["list", "--format", "json"],
    &["list", "actions"],
    &["stats"],
    &["classify", "responses.jsonl"],
];

/// The real book in two folders: `gameye` and `rgs` in one without a vocabulary of its own.
fn in_two_folders() -> tempfile::TempDir {
    let folder = copy_of_book();
    let more = folder.path().join("more");
    fs::create_dir(&more).expect("an empty folder");
    for name in ["gameye.yaml", "rgs.yaml"] {
        fs::rename(folder.path().join("spec").join(name), more.join(name)).expect("a new place");
    }
    let line = r#"{"vendor":"gameye","status":420}"#;
    fs::write(folder.path().join("responses.jsonl"), line).expect("a file");
    folder
}

fn run(folder: &Path, arguments: &[&str], specs: &[&str]) -> Run {
    let specs = specs.iter().flat_map(|spec| ["--spec", spec]);
    let arguments: Vec<&str> = arguments.iter().copied().chain(specs).collect();
    faultbook(folder, &arguments, b"")
}

/// Files in subfolders, or with other extensions, are ignored, as documented.
#[test]
fn only_yaml_files_directly_in_the_folder_belong_to_a_book() {
    let folder = copy_of_book();
    let expected = faultbook(folder.path(), &["check"], b"");
    assert_eq!(expected.code, Some(0), "{}", expected.err);
    let spec = folder.path().join("spec");
    fs::create_dir(spec.join("vendors")).expect("an empty folder");
    for file in ["vendors/beta.yaml", "beta.YAML", "beta.json"] {
        fs::write(spec.join(file), "no book").expect("a file");
        let run = faultbook(folder.path(), &["check"], b"");
        assert_eq!((run.code, &run.out), (Some(0), &expected.out), "{file}");
    }
    fs::write(spec.join("beta.yml"), "no book").expect("a file");
    let run = faultbook(folder.path(), &["check"], b"");
    assert_eq!(run.code, Some(1), "{}", run.out);
}

#[test]
fn the_folders_of_a_book_answer_as_one() {
    let (one, two) = (copy_of_book(), in_two_folders());
    let line = fs::read(two.path().join("responses.jsonl")).expect("a file");
    fs::write(one.path().join("responses.jsonl"), line).expect("a file");
    for asking in ASKING {
        let expected = run(one.path(), asking, &["spec"]);
        assert_eq!(
            (expected.code, expected.err.as_str()),
            (Some(0), ""),
            "{asking:?}"
        );
        for specs in [["spec", "more"], ["more", "spec"]] {
            let answer = run(two.path(), asking, &specs);
            assert_eq!(
                (answer.code, answer.err.as_str()),
                (Some(0), ""),
                "{asking:?}"
            );
            assert_eq!(answer.out, expected.out, "{asking:?} {specs:?}");
        }
    }
}

#[test]
fn output_from_two_folders_is_the_same() {
    let (one, two) = (copy_of_book(), in_two_folders());
    for subcommand in ["generate", "docs"] {
        let written = |folder: &Path, specs: &[&str]| {
            let run = run(folder, &[subcommand, "--out", "out"], specs);
            assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
            let files = files(&folder.join("out")).into_iter();
            let relative = |path: &Path| path.strip_prefix(folder).expect("in there").to_owned();
            files
                .map(|(path, contents)| (relative(&path), contents))
                .collect::<Vec<_>>()
        };
        let expected = written(one.path(), &["spec"]);
        assert!(
            expected == written(two.path(), &["spec", "more"]),
            "{subcommand}"
        );
        assert!(
            expected == written(two.path(), &["more", "spec"]),
            "{subcommand}"
        );
    }
    let checked = run(
        two.path(),
        &["generate", "--out", "nowhere", "--check"],
        &["spec", "more"],
    );
    let advice = "    faultbook generate --out nowhere --spec spec --spec more\n";
    assert!(checked.out.contains(advice), "{}", checked.out);
}

#[test]
fn they_are_checked_together() {
    let folder = in_two_folders();
    let check = |arguments: &[&str]| {
        let arguments = [&["check"], arguments].concat();
        faultbook(folder.path(), &arguments, b"")
    };
    let together = check(&["spec", "more"]);
    assert_eq!((together.code, together.err.as_str()), (Some(0), ""));
    assert!(
        together.out.starts_with("spec, more: 5 vendors, "),
        "{}",
        together.out
    );
    // A folder that is named twice is there once.
    assert_eq!(check(&["more", "spec", "./more"]).code, Some(0));
    let alone = check(&["more"]);
    assert_eq!(alone.code, Some(1));
    assert!(
        alone.err.contains("the folder has no `book.yaml`"),
        "{}",
        alone.err
    );
}

#[test]
fn a_vendor_in_two_folders_is_reported_with_both_locations() {
    let folder = in_two_folders();
    let name = "gameye.yaml";
    let [from, to] = ["more", "spec"].map(|spec| folder.path().join(spec).join(name));
    fs::copy(from, to).expect("a copy");
    let run = faultbook(folder.path(), &["check", "spec", "more"], b"");
    assert_eq!(run.code, Some(1));
    for reported in [
        "two files define the vendor `gameye`",
        "more/gameye.yaml:",
        "spec/gameye.yaml:",
    ] {
        assert!(run.err.contains(reported), "{}", run.err);
    }
}

#[test]
fn folders_without_yaml_are_not_part_of_a_book() {
    let folder = in_two_folders();
    fs::create_dir(folder.path().join("empty")).expect("an empty folder");
    for (spec, reported) in [
        ("empty", "error: there is no `.yaml` in empty\n"),
        ("nowhere", "error: there is no folder `nowhere`;"),
    ] {
        let run = run(folder.path(), &["list"], &["spec", spec]);
        assert_eq!(run.code, Some(2));
        assert!(run.err.starts_with(reported), "{}", run.err);
    }
}

/// Fixes are applied in all folders.
#[test]
fn a_fix_goes_into_its_own_file() {
    let folder = in_two_folders();
    let file = folder.path().join("more/gameye.yaml");
    crate::edit(
        &file,
        "vendor: gameye\n",
        "vendor: gameye\nclass: unknwon\n",
    );
    let run = faultbook(folder.path(), &["check", "--fix", "spec", "more"], b"");
    assert!(run.err.contains("fixed more/gameye.yaml:"), "{}", run.err);
    let text = fs::read_to_string(&file).expect("a file");
    assert!(text.contains("class: unknown\n"), "{text}");
}
