//! Where the book comes from, and what it calls things.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use anyhow::bail;
use faultbook_codegen::model::Book;
use faultbook_codegen::{Loaded, Source, output};
use faultbook_runtime::v1::serde::Words;

/// The book as it was when the command was built; empty if there was none.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

const DEFAULT_FOLDER: &str = "spec";

/// The book in these folders, else that of the working directory, else the one that the command carries.
pub(crate) fn load(specs: &[PathBuf]) -> anyhow::Result<Loaded> {
    Ok(faultbook_codegen::load(&sources(specs)?)?)
}

/// The files of that book.
pub(crate) fn sources(specs: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    let local = Path::new(DEFAULT_FOLDER);
    match specs {
        [] if has_book(local) => in_folder(local),
        [] => embedded(),
        folders => in_folders(folders),
    }
}

/// Whether a folder is meant to be a book's, even if its `book.yaml` cannot be read.
fn has_book(folder: &Path) -> bool {
    ["book.yaml", "book.yml"]
        .iter()
        .any(|name| folder.join(name).symlink_metadata().is_ok())
}

/// The files of the book in a folder.
pub(crate) fn in_folder(folder: &Path) -> anyhow::Result<Vec<Source>> {
    in_folders(&[folder])
}

/// The files of the book in these folders.
pub(crate) fn in_folders<P: AsRef<Path>>(folders: &[P]) -> anyhow::Result<Vec<Source>> {
    Ok(output::sources_of_all(folders)?)
}

/// The folders, as a sentence names them.
pub(crate) fn shown(folders: &[PathBuf]) -> String {
    let folders = folders.iter().map(|folder| folder.display().to_string());
    folders.collect::<Vec<_>>().join(", ")
}

fn embedded() -> anyhow::Result<Vec<Source>> {
    if EMBEDDED.is_empty() {
        bail!(
            "this `faultbook` was built without a book, and there is no `{DEFAULT_FOLDER}/book.yaml` here; \
             name a book's folder with `--spec DIR`"
        );
    }
    let source =
        |(name, text): &(&str, &str)| Source::new(format!("{DEFAULT_FOLDER}/{name}"), *text);
    Ok(EMBEDDED.iter().map(source).collect())
}

/// The words of a book that was read from YAML.
pub(crate) struct Names<'b>(pub(crate) &'b Book);

impl Words for Names<'_> {
    fn class(&self, index: u16) -> impl Display {
        let Book {
            classes,
            unknown_class,
            ..
        } = self.0;
        let class = classes.get(usize::from(index));
        &class.unwrap_or(&classes[*unknown_class]).name
    }

    fn action(&self, index: u16) -> Option<impl Display> {
        let action = self.0.actions.get(usize::from(index))?;
        Some(&action.name)
    }
}
