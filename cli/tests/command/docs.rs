//! `faultbook docs`.

use std::fs;
use std::path::Path;

use crate::{
    Run, book_with_a_mistake, copy_of_book, empty_folder, faultbook, faultbook_with, repository,
};

fn docs(folder: &Path, arguments: &[&str]) -> Run {
    faultbook(folder, &[&["docs"], arguments].concat(), b"")
}

#[test]
fn the_pages_are_those_of_the_mirror() {
    let folder = copy_of_book();
    let run = docs(folder.path(), &["--out", "there"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let mirror = repository().join("generated");
    let there = folder.path().join("there");
    let mut pages = 0;
    for entry in fs::read_dir(mirror.join("docs")).expect("the mirror") {
        let path = entry.expect("a page").path();
        if path.is_file() {
            let page = there.join("docs").join(path.file_name().expect("a name"));
            assert_eq!(
                fs::read(&page).ok(),
                fs::read(&path).ok(),
                "{}",
                page.display()
            );
            pages += 1;
        }
    }
    assert!(pages > 5, "{pages}");
    let catalogue = |folder: &Path| fs::read(folder.join("catalogue.html")).ok();
    assert_eq!(catalogue(&there), catalogue(&mirror));
}

#[test]
fn nothing_but_pages_is_written_or_removed() {
    let folder = copy_of_book();
    let out = folder.path().join("out");
    fs::create_dir_all(out.join("docs")).expect("a folder");
    let kept = [("book.rs", "// @generated"), ("docs/own.md", "# My own")];
    for (name, text) in kept {
        fs::write(out.join(name), text).expect("a file");
    }
    fs::write(out.join("docs/gone.md"), "<!-- @generated -->\n").expect("a file");
    assert_eq!(docs(folder.path(), &["--out", "out"]).code, Some(0));
    for (name, text) in kept {
        assert_eq!(
            fs::read_to_string(out.join(name)).ok().as_deref(),
            Some(text)
        );
    }
    assert!(
        !out.join("docs/gone.md").exists(),
        "of a vendor that is no more"
    );
}

#[test]
fn the_book_in_the_binary_has_docs_too() {
    let folder = empty_folder();
    let run = docs(folder.path(), &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.starts_with("target/docs: "), "{}", run.out);
    assert!(folder.path().join("target/docs/docs/README.md").is_file());
}

#[test]
fn a_book_with_mistakes_has_none() {
    let folder = book_with_a_mistake();
    let run = docs(folder.path(), &[]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("konflict"), "{}", run.err);
    assert!(!folder.path().join("target").exists());
}

#[test]
fn what_cannot_be_written_is_told() {
    let folder = copy_of_book();
    fs::write(folder.path().join("file"), "").expect("a file");
    let run = docs(folder.path(), &["--out", "file"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.starts_with("error: cannot write "), "{}", run.err);
}

/// What a file holds, once somebody else has written it.
#[cfg(target_os = "linux")]
fn appears(file: &Path) -> String {
    use std::time::{Duration, Instant};

    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        match fs::read_to_string(file) {
            Ok(text) if !text.is_empty() => return text,
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    panic!("{} never appears", file.display())
}

/// A stand-in for what opens pages, which notes what it was asked to open.
#[cfg(target_os = "linux")]
#[test]
fn the_first_page_is_opened() {
    use std::os::unix::fs::PermissionsExt;

    let folder = copy_of_book();
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).expect("a folder");
    let opener = bin.join("xdg-open");
    fs::write(&opener, "#!/bin/sh\nprintf %s \"$1\" > opened\n").expect("a file");
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("a program");
    let path = format!(
        "{}:{}",
        bin.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let run = faultbook_with(&[("PATH", &path)], folder.path(), &["docs", "--open"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let shown = appears(&folder.path().join("opened"));
    let named = run.out.trim_end().rsplit(' ').next().unwrap_or_default();
    assert!(shown.ends_with(named), "{shown} is not {named}");
    assert!(folder.path().join(named).is_file(), "{named}");
}
