//! Where the books come from that are compared.

use std::path::Path;

use anyhow::bail;
use faultbook_codegen::{Source, output};

use super::git;
use crate::book;

/// The files of a book: those of a folder, one of them with its `book.yaml`, or those of a git revision.
pub(super) fn sources(name: &str) -> anyhow::Result<Vec<Source>> {
    let path = Path::new(name);
    if path.is_dir() {
        return book::in_folder(path);
    }
    if path.is_file() {
        return with_book(path);
    }
    git::sources(name)
}

/// What a file of an edition is called without the revision that it was read from.
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

/// A file of a book, and what it needs of the others.
fn with_book(file: &Path) -> anyhow::Result<Vec<Source>> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let all = output::sources(folder.unwrap_or(Path::new(".")))?;
    let kept = only(all, &file.file_name().unwrap_or_default().to_string_lossy());
    if kept.is_empty() {
        bail!(
            "`{}` is no file of a book: its name ends in `.yaml`",
            file.display()
        );
    }
    Ok(kept)
}

/// Of a book's files the one of this name, and the `book.yaml` without which there is no book.
pub(super) fn only(sources: Vec<Source>, file: &str) -> Vec<Source> {
    if !sources.iter().any(|source| source.name() == file) {
        return Vec::new();
    }
    let is_kept = |source: &Source| [file, "book.yaml", "book.yml"].contains(&source.name());
    sources.into_iter().filter(is_kept).collect()
}
