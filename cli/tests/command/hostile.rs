//! Malicious or damaged files and folders. Errors name the file, and generated files are not changed.

use std::fs::{self, File};
use std::path::Path;

use crate::generate::files;
use crate::{Run, empty_folder, faultbook};

const BOOK: &str = "\
classes:
  ok: { summary: It worked, outcome: success, statuses: 2xx }
  refused: { summary: Refused, user_message: Refused., statuses: 4xx }
  unknown: { summary: Unknown, user_message: Something happened. }
";

const VENDOR: &str = "\
vendor: acme
title: Acme
summary: A vendor
source: here
domains:
  api:
    envelope: { code: /code }
    codes:
      GONE: { summary: It is gone, status: 410, class: refused }
";

/// A small book with what it generates.
struct Book(tempfile::TempDir);

impl Book {
    fn new() -> Self {
        let book = Self(empty_folder());
        fs::create_dir(book.0.path().join("spec")).expect("an empty folder");
        fs::write(book.file("book.yaml"), BOOK).expect("a file");
        fs::write(book.file("acme.yaml"), VENDOR).expect("a file");
        let run = book.generate();
        assert_eq!(run.code, Some(0), "{}", run.err);
        book
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join("spec").join(name)
    }

    fn generate(&self) -> Run {
        faultbook(self.0.path(), &["generate"], b"")
    }

    /// What is said of the book in a format.
    fn check(&self, format: &str) -> String {
        faultbook(self.0.path(), &["check", "--format", format], b"").out
    }

    /// Generates from an unreadable book: the error contains all parts, and nothing is written.
    fn assert_refused(&self, code: i32, parts: &[&str]) {
        let generated = self.0.path().join("generated");
        let before = files(&generated);
        let run = self.generate();
        assert_eq!(
            (run.code, run.out.as_str()),
            (Some(code), ""),
            "{parts:?}: {}",
            run.err
        );
        for part in parts {
            assert!(run.err.contains(part), "{part} in {}", run.err);
        }
        assert!(
            run.err.len() < 100_000,
            "{} bytes are reported",
            run.err.len()
        );
        assert!(
            !before.is_empty() && files(&generated) == before,
            "{parts:?}: files were touched"
        );
    }
}

#[test]
fn a_book_that_would_fill_the_memory_or_the_stack_is_refused() {
    let laughs: Vec<String> = (1..20)
        .map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(10)))
        .collect();
    let laughs = laughs.concat();
    let (long, aliases) = ("x".repeat(100_000), "*long, ".repeat(30_000));
    let table = [
        (
            format!("a0: &a0 [ha, ha]\n{laughs}"),
            "with its aliases expanded, the file has more than",
        ),
        (
            format!("{VENDOR}note: [&long {long}, {aliases}]\n"),
            "with its aliases expanded",
        ),
        (
            format!("{VENDOR}note: {}", "[".repeat(10_000)),
            "lists and maps are nested too deeply",
        ),
        (
            format!("{VENDOR}note: {}", "[".repeat(1_000_000)),
            "more than 10000 brackets",
        ),
        (
            format!("{VENDOR}note:\n  {}x\n", "- ".repeat(10_000)),
            "lists and maps are nested too deeply",
        ),
    ];
    let book = Book::new();
    for (text, reported) in table {
        fs::write(book.file("acme.yaml"), text).expect("a file");
        book.assert_refused(1, &["spec/acme.yaml:", reported]);
    }
}

#[test]
fn binary_files_are_refused() {
    let utf16: Vec<u8> = VENDOR.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut latin1 = VENDOR.as_bytes().to_vec();
    latin1.extend(b"note: caf\xe9\n");
    let table: [(&[u8], i32, &[&str]); 6] = [
        (
            &latin1,
            1,
            &[
                "spec/acme.yaml:10:10",
                "not UTF-8",
                "note: caf\u{fffd}",
                "the byte E9 does not start a character",
            ],
        ),
        (
            b"\xff\xfe\0\0",
            1,
            &["spec/acme.yaml:1:1", "not UTF-8", "the byte FF"],
        ),
        (&utf16, 1, &["spec/acme.yaml:1:2", "U+0000"]),
        (b"vendor: \0", 1, &["spec/acme.yaml:1:9", "U+0000"]),
        (
            b"\xef\xbb\xbfvendor: acme",
            1,
            &["spec/acme.yaml:1:1", "U+FEFF", "byte order mark"],
        ),
        (
            "vendor: ac\u{202e}me".as_bytes(),
            1,
            &["spec/acme.yaml:1:11", "U+202E"],
        ),
    ];
    let book = Book::new();
    for (bytes, code, reported) in table {
        fs::write(book.file("acme.yaml"), bytes).expect("a file");
        book.assert_refused(code, reported);
    }
}

#[test]
fn a_file_of_a_hundred_megabytes_is_not_read() {
    let book = Book::new();
    let file = File::create(book.file("huge.yaml")).expect("a file");
    // It has no blocks on the disk.
    file.set_len(100_000_000).expect("a size");
    book.assert_refused(1, &["spec/huge.yaml:1:1", "it has 100000000 bytes"]);
}

#[test]
fn all_unreadable_files_are_reported_at_once() {
    let book = Book::new();
    fs::create_dir(book.file("folder.yaml")).expect("a folder");
    fs::write(book.file("latin1.yml"), b"\xe9").expect("a file");
    let file = File::create(book.file("huge.yaml")).expect("a file");
    file.set_len(100_000_000).expect("a size");
    fs::write(book.file("acme.yaml"), VENDOR.replace("refused", "refusd")).expect("a file");
    let reported = [
        ("spec/acme.yaml", 9, "FB0010"),
        ("spec/folder.yaml", 1, "FB0007"),
        ("spec/huge.yaml", 1, "FB0007"),
        ("spec/latin1.yml", 1, "FB0007"),
    ];
    book.assert_refused(
        1,
        &["it is a folder", "the file is not UTF-8", "class `refusd`"],
    );
    for (file, line, id) in reported {
        book.assert_refused(1, &[&format!("{file}:{line}:"), id]);
        let json = format!("{{\"id\":\"{id}\",");
        assert!(
            book.check("json")
                .lines()
                .any(|reported| reported.starts_with(&json) && reported.contains(file))
        );
        let github = format!("::error file={file},line={line},");
        assert!(book.check("github").contains(&github), "{github}");
    }
    let build = faultbook_codegen::Builder::new().out_dir(book.0.path().join("out"));
    let build = build.compile(&[book.0.path().join("spec")]);
    let build = build.expect_err("errors").to_string();
    assert!(
        reported.iter().all(|(file, ..)| build.contains(file)),
        "{build}"
    );
}

#[test]
fn an_unreadable_vocabulary_is_not_reported_as_missing() {
    let book = Book::new();
    fs::write(book.file("book.yaml"), b"classes:\n  caf\xe9: {}\n").expect("a file");
    fs::write(book.file("acme.yaml"), VENDOR.replace("title", "titel")).expect("a file");
    book.assert_refused(
        1,
        &[
            "spec/book.yaml:2:6",
            "spec/acme.yaml:2:1",
            "unknown key `titel`",
        ],
    );
    assert!(!book.generate().err.contains("FB0006"));
    // The built-in book is not used instead.
    let run = faultbook(book.0.path(), &["explain", "acme", "GONE"], b"");
    assert!(run.err.contains("spec/book.yaml:2:6"), "{}", run.err);
}

#[test]
fn folders_without_a_book_are_errors() {
    let book = Book::new();
    let spec = book.0.path().join("spec");
    let reported = "the folder has no `book.yaml`";
    fs::remove_file(book.file("book.yaml")).expect("a file");
    book.assert_refused(1, &["--> spec/book.yaml:1:1", reported]);
    fs::remove_file(book.file("acme.yaml")).expect("a file");
    book.assert_refused(1, &["--> spec/book.yaml:1:1", reported]);
    fs::remove_dir(&spec).expect("an empty folder");
    book.assert_refused(2, &["there is no folder `spec`"]);
    fs::write(&spec, BOOK).expect("a file");
    book.assert_refused(2, &["`spec` is a file; name the folder that contains it"]);
}

#[test]
fn a_large_book_takes_seconds() {
    let book = Book::new();
    let advice = "- An advice that nobody reads any more\n".repeat(40_000);
    let description = "  A line of a description that does not end.\n".repeat(40_000);
    let text = format!("{VENDOR}advice:\n{advice}description: |\n{description}");
    assert!(text.len() > 3_000_000);
    fs::write(book.file("acme.yaml"), text).expect("a file");
    let run = book.generate();
    assert_eq!(run.code, Some(0), "{}", run.err);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::{Book, VENDOR, fs};

    #[test]
    fn a_link_is_as_good_as_the_file_it_leads_to() {
        let book = Book::new();
        let elsewhere = book.0.path().join("elsewhere.txt");
        fs::rename(book.file("acme.yaml"), &elsewhere).expect("a file");
        symlink(&elsewhere, book.file("acme.yaml")).expect("a link");
        let run = book.generate();
        assert_eq!(
            (run.code, run.out.lines().count()),
            (Some(0), 1),
            "{}{}",
            run.out,
            run.err
        );
        fs::remove_file(&elsewhere).expect("a file");
        book.assert_refused(1, &["spec/acme.yaml:1:1", "a link that leads nowhere"]);
        fs::remove_file(book.file("acme.yaml")).expect("a link");
        symlink("acme.yaml", book.file("acme.yaml")).expect("a link");
        book.assert_refused(1, &["spec/acme.yaml:1:1", "the file cannot be read"]);
    }

    #[test]
    fn endless_files_are_not_read() {
        let book = Book::new();
        symlink("/dev/zero", book.file("zero.yaml")).expect("a link");
        let pipe = book.file("pipe.yaml");
        let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        book.assert_refused(
            1,
            &[
                "spec/zero.yaml:1:1",
                "spec/pipe.yaml:1:1",
                "it is not a file",
            ],
        );
    }

    #[test]
    fn files_without_permission_are_errors() {
        let book = Book::new();
        let file = book.file("acme.yaml");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("the owner's right");
        // Root may read everything.
        if fs::read(&file).is_ok() {
            assert_eq!(book.generate().code, Some(0));
        } else {
            book.assert_refused(1, &["spec/acme.yaml:1:1", "not permitted"]);
        }
    }

    #[test]
    fn names_that_are_not_text_are_printed_as_far_as_possible() {
        use std::os::unix::ffi::OsStrExt;
        let book = Book::new();
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.yaml");
        fs::write(book.0.path().join("spec").join(name), VENDOR).expect("a file");
        book.assert_refused(1, &["vendor `acme` in the file of `caf\u{fffd}`"]);
    }
}

/// The memory is bounded as well, where a process can be bounded.
#[cfg(target_os = "linux")]
#[test]
fn aliases_need_no_more_memory_than_a_file() {
    let book = Book::new();
    let (long, aliases) = ("x".repeat(100_000), "*long, ".repeat(30_000));
    let text = format!("{VENDOR}note: [&long {long}, {aliases}]\n");
    fs::write(book.file("acme.yaml"), text).expect("a file");
    let run = bounded(book.0.path());
    assert_eq!(
        run.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

/// Runs the command with half a gigabyte.
#[cfg(target_os = "linux")]
fn bounded(folder: &Path) -> std::process::Output {
    let command = concat!(
        "ulimit -v 500000 && exec ",
        env!("CARGO_BIN_EXE_faultbook"),
        " check"
    );
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir(folder)
        .output()
        .expect("a shell")
}
