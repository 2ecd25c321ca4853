//! Tests the binary with the book of this repository.

mod check;
mod classify;
mod colour;
mod coverage;
mod diff;
mod docs;
mod examples;
mod explain;
mod export;
mod fix;
mod fmt;
mod folders;
mod formats;
mod generate;
mod habits;
mod hostile;
mod import;
mod import_openapi;
mod import_tables;
mod learn;
mod list;
mod new;
mod packages;
mod pasted;
mod review;
mod shell;
mod translations;
mod volume;
#[cfg(unix)]
mod written;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

/// The result of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the command in a folder with a text on its standard input.
fn faultbook<A: AsRef<OsStr>>(folder: &Path, arguments: &[A], input: &[u8]) -> Run {
    faultbook_with(&[], folder, arguments, input)
}

/// The same with environment variables. Those about terminals that the tests themselves run with do not count.
fn faultbook_with<A: AsRef<OsStr>>(
    variables: &[(&str, &str)],
    folder: &Path,
    arguments: &[A],
    input: &[u8],
) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
    command.args(arguments).current_dir(folder);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command.envs(variables.iter().copied());
    run(&mut command, input)
}

/// Runs a command with a text on its standard input.
fn run(command: &mut Command, input: &[u8]) -> Run {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A command that does not read its input closes the pipe.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("the input is written");
    let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
    Run {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The repository, whose `spec` is the book.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A copy of the book in a folder of its own, as `spec`.
fn copy_of_book() -> tempfile::TempDir {
    let folder = empty_folder();
    copy_files(&repository().join("spec"), &folder.path().join("spec"));
    folder
}

/// Copies a folder with all that is in it.
fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("a file").path();
        let copy = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_files(&path, &copy);
        } else {
            fs::copy(&path, copy).expect("room for a copy");
        }
    }
}

fn empty_folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Replaces a text in a file, once.
fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("a text file");
    assert!(text.contains(from), "{} has no `{from}`", file.display());
    fs::write(file, text.replacen(from, to, 1)).expect("a file that can be written");
}

/// A copy of the book with a warning and no error.
fn book_with_a_warning() -> tempfile::TempDir {
    let folder = copy_of_book();
    let file = folder.path().join("spec/gameye.yaml");
    edit(&file, "source: The vendor's page on errors (Gameye)\n", "");
    folder
}

/// A copy of the book with an error whose fix has no alternative.
fn book_with_an_error() -> tempfile::TempDir {
    let folder = copy_of_book();
    let file = folder.path().join("spec/rgs.yaml");
    edit(&file, "class: conflict", "class: \"konflict\"");
    folder
}

/// Compares a text with the one that was reviewed. `UPDATE_EXPECT=1` takes it as the new one; read the difference then.
fn expect(snapshot: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/snapshots")
        .join(snapshot);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, actual).expect("a snapshot that can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "{} is not what came out; if this is right, run the test with UPDATE_EXPECT=1:\n{actual}",
        path.display()
    );
}
