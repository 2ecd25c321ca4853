//! Loads the book that a command works on.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::Args;
use faultbook_codegen::model::{Book, Vendor};
use faultbook_codegen::{Loaded, Source, output};
use faultbook_runtime::v1::serde::Words;

use crate::packages::PackageOptions;
use crate::{suggestions, terminal};

/// The sample book of the repository as it was when the command was built; empty if there was none.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

const DEFAULT_FOLDER: &str = "spec";

/// The options that choose a book to read.
#[derive(Debug, Args)]
pub(crate) struct BookOptions {
    /// Folder of the book; may be repeated [default: `spec`]
    #[arg(long = "spec", value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Use the sample book that is built into this command
    #[arg(long, conflicts_with = "folders")]
    builtin: bool,
    #[command(flatten)]
    packages: PackageOptions,
}

impl BookOptions {
    /// Loads the book. Examples that fail are warnings: a book with one still has its answers.
    pub(crate) fn load(&self) -> anyhow::Result<Loaded> {
        self.load_with_sources().map(|(loaded, _)| loaded)
    }

    /// Loads the book, and returns its files, too.
    pub(crate) fn load_with_sources(&self) -> anyhow::Result<(Loaded, Vec<Source>)> {
        let sources = self.sources()?;
        let (loaded, failing) = faultbook_codegen::load_despite_examples(&sources)?;
        terminal::print_diagnostics(&failing);
        Ok((loaded, sources))
    }

    fn sources(&self) -> anyhow::Result<Vec<Source>> {
        let local = Path::new(DEFAULT_FOLDER);
        match self.folders.as_slice() {
            _ if self.builtin => built_in(),
            [] if has_book(local) => in_folders(&[local], &self.packages),
            [] => bail!(
                "there is no book in `{DEFAULT_FOLDER}`; run the command in the folder above it, name the folder of a \
                 book with `--spec DIR`, create a book with `faultbook new VENDOR`, or try the samples with `--builtin`"
            ),
            folders => in_folders(folders, &self.packages),
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
    in_folders(&[folder], &PackageOptions::default())
}

/// The files of the book in several folders, and of the packages that it extends.
pub(crate) fn in_folders<P: AsRef<Path>>(
    folders: &[P],
    packages: &PackageOptions,
) -> anyhow::Result<Vec<Source>> {
    let mut sources = output::sources_of_all(folders)?;
    let near = folders.first().map_or(Path::new("."), AsRef::as_ref);
    packages.add(&mut sources, near)?;
    Ok(sources)
}

/// The folders as a list within a sentence.
pub(crate) fn listed(folders: &[PathBuf]) -> String {
    let folders = folders.iter().map(|folder| folder.display().to_string());
    folders.collect::<Vec<_>>().join(", ")
}

fn built_in() -> anyhow::Result<Vec<Source>> {
    if BUILT_IN.is_empty() {
        bail!(
            "this `faultbook` was built without a book; name the folder of one with `--spec DIR`"
        );
    }
    let source =
        |(name, text): &(&str, &str)| Source::new(format!("{DEFAULT_FOLDER}/{name}"), *text);
    Ok(BUILT_IN.iter().map(source).collect())
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
