//! The files that the command writes: complete, at the given path, and with the usual permissions.

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::generate::files;
use crate::{copy_of_book, edit, faultbook};

/// Every way to write a file, and the file.
const WRITING: [(&[&str], &str); 8] = [
    (&["export", "--out", "rows.csv"], "rows.csv"),
    (
        &[
            "import",
            "codes.csv",
            "--vendor",
            "shop",
            "--code",
            "/code",
            "--force",
        ],
        "spec/shop.yaml",
    ),
    (&["new", "acme"], "spec/acme.yaml"),
    (&["generate", "--depfile", "book.d"], "book.d"),
    (&["generate"], "generated/book.rs"),
    (&["docs"], "target/docs/catalogue.html"),
    (&["man", "pages"], "pages/faultbook-list.1"),
    (&["fmt"], "spec/rgs.yaml"),
];

fn folder() -> tempfile::TempDir {
    let folder = copy_of_book();
    fs::write(folder.path().join("codes.csv"), "code,status\nGONE,404\n").expect("room");
    edit(
        &folder.path().join("spec/rgs.yaml"),
        "vendor: ",
        "vendor:   ",
    );
    folder
}

fn write(folder: &Path, arguments: &[&str]) {
    let run = faultbook(folder, arguments, b"");
    assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
    let left = files(folder).into_keys();
    let left: Vec<_> = left
        .filter(|path| path.to_string_lossy().contains("/.faultbook-"))
        .collect();
    assert!(left.is_empty(), "{arguments:?}: {left:?}");
}

fn mode(file: &Path) -> u32 {
    let metadata = fs::metadata(file).expect("a file");
    metadata.permissions().mode() & 0o777
}

#[test]
fn a_new_file_has_the_permissions_of_any_new_file() {
    for (arguments, file) in WRITING {
        let folder = folder();
        write(folder.path(), arguments);
        let usual = mode(&folder.path().join("codes.csv"));
        assert_eq!(mode(&folder.path().join(file)), usual, "{arguments:?}");
    }
}

#[test]
fn a_file_that_is_replaced_keeps_its_permissions_and_one_that_may_not_be_written_stays() {
    for (arguments, file) in [WRITING[0], WRITING[1], WRITING[3], WRITING[7]] {
        let folder = folder();
        let path = folder.path().join(file);
        if !path.exists() {
            fs::write(&path, "old").expect("room");
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a file");
        write(folder.path(), arguments);
        assert_eq!(mode(&path), 0o640, "{arguments:?}");
        let old = fs::read(&path).expect("a file");
        assert!(old != b"old", "{arguments:?}");
        fs::write(&path, "vendor:   rgs\n").expect("room");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("a file");
        let is_root = fs::File::options().write(true).open(&path).is_ok();
        if !is_root {
            let run = faultbook(folder.path(), arguments, b"");
            assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
            assert!(run.err.contains("cannot write"), "{}", run.err);
            assert_eq!(fs::read(&path).expect("a file"), b"vendor:   rgs\n");
        }
    }
}

#[test]
fn a_link_that_a_user_names_stays_one() {
    for (arguments, file) in [WRITING[0], WRITING[1], WRITING[3], WRITING[7]] {
        let folder = folder();
        let (path, real) = (folder.path().join(file), folder.path().join("real"));
        if path.exists() {
            fs::rename(&path, &real).expect("a file");
        } else {
            fs::write(&real, "old").expect("room");
        }
        symlink(&real, &path).expect("a link");
        let old = fs::read(&real).expect("a file");
        write(folder.path(), arguments);
        assert!(path.is_symlink(), "{arguments:?}");
        assert!(fs::read(&real).expect("a file") != old, "{arguments:?}");
    }
}

/// A link to a file that does not exist yet, through another link and a relative path.
#[test]
fn a_link_to_nothing_is_written_through() {
    let folder = folder();
    let (path, next) = (folder.path().join("rows.csv"), folder.path().join("next"));
    fs::create_dir(folder.path().join("data")).expect("an empty folder");
    symlink("next", &path).expect("a link");
    symlink("data/rows.csv", &next).expect("a link");
    write(folder.path(), &["export", "--out", "rows.csv"]);
    assert!(path.is_symlink() && next.is_symlink());
    assert!(folder.path().join("data/rows.csv").is_file());
}

#[test]
fn links_among_generated_files_are_replaced() {
    for (arguments, file) in [WRITING[4], WRITING[5], WRITING[6]] {
        let folder = folder();
        let (path, victim) = (folder.path().join(file), folder.path().join("victim"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("room");
        fs::write(&victim, "precious").expect("room");
        symlink(&victim, &path).expect("a link");
        write(folder.path(), arguments);
        assert!(!path.is_symlink(), "{arguments:?}");
        assert_eq!(fs::read(&victim).expect("a file"), b"precious");
    }
    let folder = folder();
    let docs = folder.path().join("target/docs");
    fs::create_dir_all(&docs).expect("room");
    symlink(folder.path(), docs.join("docs")).expect("a link");
    let run = faultbook(folder.path(), &["docs"], b"");
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(
        run.err.contains("docs/docs` is a symbolic link"),
        "{}",
        run.err
    );
}

#[test]
fn pipes_and_devices_are_written_to() {
    let folder = folder();
    let run = faultbook(folder.path(), &["export", "--out", "/dev/stdout"], b"");
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.starts_with("vendor,"), "{}", run.out);
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    let copy = fs::File::create(folder.path().join("copy")).expect("room");
    let reader = Command::new("cat").arg(&pipe).stdout(copy).spawn();
    let run = faultbook(folder.path(), &["export", "--out", "pipe"], b"");
    assert_eq!(run.code, Some(0), "{}", run.err);
    reader.expect("cat starts").wait().expect("cat ends");
    let copy = fs::read(folder.path().join("copy")).expect("a file");
    assert!(copy.starts_with(b"vendor,"));
    let metadata = fs::metadata(&pipe).expect("a pipe");
    assert!(metadata.file_type().is_fifo());
}

/// Nothing is ever written to the pipe, so opening it would block.
#[test]
fn a_pipe_in_the_place_of_what_is_generated_is_replaced() {
    let folder = folder();
    fs::create_dir(folder.path().join("generated")).expect("room");
    let pipe = folder.path().join("generated/book.rs");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    let run = faultbook(folder.path(), &["generate", "--check"], b"");
    assert!(
        run.out.contains("missing: generated/book.rs"),
        "{}",
        run.out
    );
    write(folder.path(), &["generate"]);
    assert!(pipe.is_file());
}
