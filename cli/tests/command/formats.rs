//! `faultbook check --format json` and `--format github`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::{Run, book_with_a_warning, book_with_an_error, copy_of_book, edit, faultbook};

fn check(folder: &Path, format: &str) -> Run {
    let run = faultbook(folder, &["check", "--format", format], b"");
    assert_eq!(run.err, "");
    run
}

/// The exit code, and a value for each error or warning.
fn json(folder: &Path) -> (Option<i32>, Vec<Value>) {
    let run = check(folder, "json");
    let values = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"));
    (run.code, values.collect())
}

/// The text between two bytes of the file that a value names.
fn marked(folder: &Path, place: &Value, bytes: &Value) -> String {
    let file = folder.join(place["file"].as_str().expect("a file"));
    let text = fs::read_to_string(file).expect("a text file");
    let byte = |key: &str| {
        bytes[key]
            .as_u64()
            .and_then(|byte| usize::try_from(byte).ok())
    };
    let range = byte("byte_start").expect("a byte")..byte("byte_end").expect("a byte");
    text[range].to_owned()
}

#[test]
fn an_error_as_json() {
    let folder = book_with_an_error();
    let (code, values) = json(folder.path());
    assert_eq!((code, values.len()), (Some(1), 1));
    let value = &values[0];
    assert_eq!(marked(folder.path(), value, value), "\"konflict\"");
    let fix = &value["fix"];
    assert_eq!(marked(folder.path(), value, fix), "konflict");
    assert_eq!(
        (&fix["replacement"], &fix["certain"]),
        (&json!("conflict"), &json!(true))
    );
    assert_eq!(
        (&value["id"], &value["level"], &value["file"]),
        (&json!("FB0010"), &json!("error"), &json!("spec/rgs.yaml"))
    );
    assert_eq!(value["message"], "unknown class `konflict`");
    assert_eq!(value["help"], json!(["did you mean `conflict`?"]));
    assert_eq!(value["others"], json!([]));
}

#[test]
fn json_contains_the_text_for_people() {
    let folder = book_with_an_error();
    let (_, values) = json(folder.path());
    let rendered = values[0]["rendered"].as_str().expect("a text");
    let run = faultbook(folder.path(), &["check"], b"");
    assert!(
        run.err.starts_with(&format!("{rendered}\n\n")),
        "{rendered}"
    );
}

#[test]
fn the_keys_of_a_line_keep_their_order() {
    let run = check(book_with_an_error().path(), "json");
    let keys = [
        "id",
        "level",
        "message",
        "file",
        "line",
        "column",
        "byte_start",
        "byte_end",
        "label",
        "others",
        "help",
        "fix",
        "rendered",
    ];
    let places = keys.map(|key| run.out.find(&format!("\"{key}\":")));
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{}",
        run.out
    );
}

#[test]
fn the_other_place_of_a_clash_has_its_own_bytes() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/gameye.yaml");
    edit(&file, "name: Created", "name: Success");
    let (code, values) = json(folder.path());
    assert_eq!(code, Some(1));
    let clash = values
        .iter()
        .find(|value| value["id"] == "FB0021")
        .expect("a clash");
    let other = &clash["others"][0];
    assert_eq!(marked(folder.path(), clash, clash), "Success");
    assert_eq!(marked(folder.path(), other, other), "Success");
    assert_eq!(other["label"], "first here");
    let run = check(folder.path(), "github");
    let line = &other["line"];
    let reported = format!("%0Afirst here: spec/gameye.yaml:{line}");
    assert!(run.out.contains(&reported), "{}", run.out);
}

#[test]
fn columns_count_characters_and_bytes_do_not() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/rgs.yaml");
    let text = fs::read_to_string(&file).expect("a text file");
    fs::write(&file, text + "# é\n\"ключ\": 1\n").expect("a file");
    let (_, values) = json(folder.path());
    let value = &values[0];
    assert_eq!(marked(folder.path(), value, value), "\"ключ\"");
    let line = &value["line"];
    let place = format!("spec/rgs.yaml,line={line},col=1,endLine={line},endColumn=7,");
    let run = check(folder.path(), "github");
    assert!(run.out.contains(&place), "{}", run.out);
}

#[test]
fn warnings_do_not_fail() {
    let folder = book_with_a_warning();
    let (code, values) = json(folder.path());
    assert_eq!((code, values.len()), (Some(0), 1));
    assert_eq!(
        (&values[0]["level"], &values[0]["fix"]),
        (&json!("warning"), &Value::Null)
    );
    let run = check(folder.path(), "github");
    assert_eq!(run.code, Some(0));
    assert!(
        run.out.starts_with("::warning file=spec/gameye.yaml,line="),
        "{}",
        run.out
    );
    assert!(run.out.ends_with("; no errors, 1 warning\n"), "{}", run.out);
}

#[test]
fn without_diagnostics_there_are_no_lines() {
    let run = check(copy_of_book().path(), "json");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
    let run = check(copy_of_book().path(), "github");
    assert_eq!((run.code, run.out.lines().count()), (Some(0), 1));
    assert!(!run.out.contains("::"), "{}", run.out);
}

#[test]
fn an_error_as_a_workflow_command() {
    let folder = book_with_an_error();
    let text = fs::read_to_string(folder.path().join("spec/rgs.yaml")).expect("a text file");
    let line = 1 + text[..text.find("konflict").expect("the error")]
        .matches('\n')
        .count();
    let run = check(folder.path(), "github");
    let command = format!(
        "::error file=spec/rgs.yaml,line={line},col=16,endLine={line},endColumn=26,title=FB0010\
         ::unknown class `konflict`: no such class%0Ahelp: did you mean `conflict`?\n"
    );
    assert_eq!((run.code, run.out), (Some(1), command + "spec: 1 error\n"));
}

#[test]
fn special_characters_for_github_are_escaped() {
    let folder = book_with_an_error();
    let odd = "100%, a:b";
    fs::rename(folder.path().join("spec"), folder.path().join(odd)).expect("a new name");
    edit(
        &folder.path().join(odd).join("rgs.yaml"),
        "konflict",
        "50%0A\\r\\n::error::x",
    );
    let run = faultbook(folder.path(), &["check", odd, "--format", "github"], b"");
    let command = "::error file=100%25%2C a%3Ab/rgs.yaml,line=";
    let reported = "::unknown class `50%250A%0D%0A::error::x`";
    let mut lines = run.out.lines();
    assert!(
        lines.any(|line| line.starts_with(command) && line.contains(reported)),
        "{}",
        run.out
    );
    // The other one is about the characters, and the last line has their number.
    assert_eq!(run.out.lines().count(), 3);
}

#[test]
fn an_empty_book_is_reported_in_every_format() {
    let folder = crate::empty_folder();
    fs::create_dir(folder.path().join("spec")).expect("an empty folder");
    let (code, values) = json(folder.path());
    assert_eq!((code, &values[0]["id"]), (Some(1), &json!("FB0006")));
    let run = check(folder.path(), "github");
    assert!(run.out.contains(",title=FB0006::"), "{}", run.out);
}

/// A book with so many classes that nothing uses.
fn book_with_unused_classes(count: usize) -> tempfile::TempDir {
    let folder = copy_of_book();
    let path = folder.path().join("spec/book.yaml");
    let book = fs::read_to_string(&path).expect("the book");
    let class = |n| format!("  idle_{n}: {{ summary: Idle {n}, user_message: Idle. }}\n");
    let classes: String = (0..count).map(class).collect();
    let book = match book.split_once("\nclasses:\n") {
        Some((before, behind)) => format!("{before}\nclasses:\n{classes}{behind}"),
        None => format!("{book}classes:\n{classes}"),
    };
    let book = book + "lints: { untranslated: allow }\n";
    fs::write(&path, book).expect("a book that can be written");
    folder
}

#[test]
fn unlisted_diagnostics_are_counted_in_every_format() {
    let folder = book_with_unused_classes(15);
    let (code, values) = json(folder.path());
    assert_eq!((code, values.len()), (Some(0), 11));
    let line = "… and 5 more `unused` warnings";
    assert_eq!(
        values[10],
        json!({ "id": "FB0107", "level": "warning", "message": line, "more": 5, "rendered": line })
    );
    let run = check(folder.path(), "github");
    let annotation = format!("::warning title=FB0107::{line}\n");
    assert!(run.out.contains(&annotation), "{}", run.out);
    assert!(run.out.ends_with(", 15 warnings\n"), "{}", run.out);
    let run = faultbook(folder.path(), &["check"], b"");
    assert!(run.err.contains(&format!("\n\n{line}\n\n")), "{}", run.err);
    assert!(run.err.contains("the book has 15 warnings"), "{}", run.err);
}
