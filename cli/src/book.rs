//! Loads the book that a command works on.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::Args;
use faultbook_codegen::model::{Book, Vendor};
use faultbook_codegen::{Loaded, Source, output};
use faultbook_runtime::v1::serde::Words;

use crate::suggestions;

/// The book as it was when the command was built; empty if there was none.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

const DEFAULT_FOLDER: &str = "spec";

/// The options that choose a book to read.
#[derive(Debug, Args)]
pub(crate) struct BookOptions {
    /// Folder of the book; may be repeated [default: `spec` if it exists, or the built-in book]
    #[arg(long = "spec", value_name = "DIR")]
    folders: Vec<PathBuf>,
}

impl BookOptions {
    /// Loads the book in these folders, or else that of the working directory, or else the built-in one.
    pub(crate) fn load(&self) -> anyhow::Result<Loaded> {
        Ok(faultbook_codegen::load(&self.sources()?)?)
    }

    /// The files of that book.
    pub(crate) fn sources(&self) -> anyhow::Result<Vec<Source>> {
        let local = Path::new(DEFAULT_FOLDER);
        match self.folders.as_slice() {
            [] if has_book(local) => in_folder(local),
            [] => embedded(),
            folders => in_folders(folders),
        }
    }
}

/// Whether a folder contains a `book.yaml`, even if it cannot be read.
fn has_book(folder: &Path) -> bool {
    ["book.yaml", "book.yml"]
        .iter()
        .any(|name| folder.join(name).symlink_metadata().is_ok())
}

/// The files of the book in a folder.
pub(crate) fn in_folder(folder: &Path) -> anyhow::Result<Vec<Source>> {
    in_folders(&[folder])
}

/// The files of the book in several folders.
pub(crate) fn in_folders<P: AsRef<Path>>(folders: &[P]) -> anyhow::Result<Vec<Source>> {
    Ok(output::sources_of_all(folders)?)
}

/// The folders as a list within a sentence.
pub(crate) fn listed(folders: &[PathBuf]) -> String {
    let folders = folders.iter().map(|folder| folder.display().to_string());
    folders.collect::<Vec<_>>().join(", ")
}

fn embedded() -> anyhow::Result<Vec<Source>> {
    if EMBEDDED.is_empty() {
        bail!(
            "this `faultbook` was built without a book, and `{DEFAULT_FOLDER}/book.yaml` does not exist; \
             name the folder of a book with `--spec DIR`"
        );
    }
    let source =
        |(name, text): &(&str, &str)| Source::new(format!("{DEFAULT_FOLDER}/{name}"), *text);
    Ok(EMBEDDED.iter().map(source).collect())
}

/// The vendor of a name.
pub(crate) fn vendor<'b>(book: &'b Book, name: &str) -> anyhow::Result<&'b Vendor> {
    let vendors = || book.vendors.iter();
    let found = vendors().find(|vendor| vendor.name == name);
    let known = vendors().map(|vendor| vendor.name.as_str());
    found.ok_or_else(|| anyhow!(suggestions::unknown_name("vendor", name, known)))
}

/// The names of a book's classes and actions, for the runtime's serializer.
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
