//! Reads a book from a folder, a file or a git revision.

use std::path::Path;

use anyhow::bail;
use faultbook_codegen::{Source, output};

use super::git;
use crate::book;
use crate::packages::PackageOptions;

/// The files of a book: those of a folder, one file with its `book.yaml`, or those of a git revision.
pub(super) fn read(name: &str, packages: &PackageOptions) -> anyhow::Result<Vec<Source>> {
    let path = Path::new(name);
    if path.is_dir() {
        return book::in_folders(&[path], packages);
    }
    if path.is_file() {
        return with_book(path, packages);
    }
    git::read(name, packages)
}

/// The name of a file without the revision that it was read from.
pub(super) fn without_revision<'f>(file: &'f str, name: &str) -> &'f str {
    if Path::new(name).exists() {
        return file;
    }
    let revision = name.split(':').next().unwrap_or_default();
    let rest = file
        .strip_prefix(revision)
        .and_then(|rest| rest.strip_prefix(':'));
    rest.map_or(file, |path| path.trim_start_matches("./"))
}

/// A vendor's file and the `book.yaml` next to it.
fn with_book(file: &Path, packages: &PackageOptions) -> anyhow::Result<Vec<Source>> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let all = output::sources(folder)?;
    let mut kept = git::only(all, &file.file_name().unwrap_or_default().to_string_lossy());
    if kept.is_empty() {
        bail!(
            "`{}` is not a file of a book: its name must end in `.yaml`",
            file.display()
        );
    }
    packages.add(&mut kept, folder)?;
    Ok(kept)
}
