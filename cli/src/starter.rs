//! Where a book begins: its `book.yaml`, or the one to begin with, and files that are written once.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use faultbook_codegen::model::{Book, Class};
use faultbook_codegen::{Diagnostics, Loaded, Source, load, names, standard};
use serde::Deserialize;

use crate::{book, files};

const BOOK: &str = include_str!("starter/book.yaml");

/// The vocabulary that a new vendor is written in.
pub(crate) struct Vocabulary {
    source: Source,
    /// Whether the folder has none, so that it is written together with the vendor.
    is_new: bool,
    pub(crate) book: Book,
    /// The vendors that the folder has already.
    vendors: Vec<PathBuf>,
}

/// Reads the vocabulary of a folder. Where there is none, a standard one stands in.
pub(crate) fn vocabulary(folder: &Path) -> anyhow::Result<Vocabulary> {
    let sources = if folder.exists() {
        book::in_folder(folder)?
    } else {
        Vec::new()
    };
    let is_book = |path: &Path| path.file_stem().is_some_and(|stem| stem == "book");
    let vendors: Vec<PathBuf> = sources
        .iter()
        .map(|source| PathBuf::from(&source.path))
        .collect();
    let own = sources.into_iter().find(|source| {
        let path = Path::new(&source.path);
        // A folder without any file of a book is told to have no `book.yaml`, as if it were there.
        is_book(path) && path.symlink_metadata().is_ok()
    });
    let is_new = own.is_none();
    let source = own.unwrap_or_else(|| {
        let path = folder.join("book.yaml");
        Source::new(path.to_string_lossy(), BOOK)
    });
    Ok(Vocabulary {
        book: load(std::slice::from_ref(&source))?.book,
        source,
        is_new,
        vendors: vendors.into_iter().filter(|path| !is_book(path)).collect(),
    })
}

impl Vocabulary {
    /// The names of the retry policies.
    pub(crate) fn policies(&self) -> Vec<String> {
        #[derive(Default, Deserialize)]
        struct Policies {
            extends: Option<String>,
            #[serde(default)]
            retries: BTreeMap<String, serde_yaml::Value>,
        }
        let of = |text: &str| serde_yaml::from_str::<Policies>(text).unwrap_or_default();
        let mut own = of(&self.source.text);
        if own.extends.is_some() {
            own.retries.extend(of(&standard().text).retries);
        }
        own.retries.into_keys().collect()
    }

    /// The class of a status: of those that name it, the one that names the fewest beside it.
    pub(crate) fn class_of(&self, status: u16) -> &Class {
        let width = |class: &&Class| {
            let ranges = class.statuses.iter();
            let naming = ranges.filter(|(lo, hi)| (*lo..=*hi).contains(&status));
            naming.map(|(lo, hi)| hi - lo).min()
        };
        let naming = self
            .book
            .classes
            .iter()
            .filter(|class| width(class).is_some());
        naming
            .min_by_key(width)
            .unwrap_or(&self.book.classes[self.book.unknown_class])
    }

    pub(crate) fn class(&self, name: &str) -> Option<&Class> {
        self.book.classes.iter().find(|class| class.name == name)
    }

    /// Refuses a name that no vendor can have, or that makes the type of another one.
    pub(crate) fn admit(&self, vendor: &str) -> anyhow::Result<()> {
        let ident = match names::vendor(vendor) {
            Ok(ident) => ident,
            Err(why) => bail!("a vendor cannot be called `{vendor}`: {why}"),
        };
        let stems = self
            .vendors
            .iter()
            .filter_map(|path| path.file_stem()?.to_str());
        let others = stems.filter(|stem| *stem != vendor);
        match { others }.find(|stem| names::vendor(stem).is_ok_and(|other| other == ident)) {
            Some(other) => bail!(
                "`{vendor}` and the book's vendor `{other}` would both become the type `{ident}`; choose another name"
            ),
            None => Ok(()),
        }
    }

    /// The file of a vendor, whether it is there already or not.
    pub(crate) fn file_of(&self, vendor: &str) -> PathBuf {
        let is_own = |path: &&PathBuf| path.file_stem().is_some_and(|stem| stem == vendor);
        let own = self.vendors.iter().find(is_own).cloned();
        own.unwrap_or_else(|| {
            let book = Path::new(&self.source.path);
            book.with_file_name(format!("{vendor}.yaml"))
        })
    }

    /// Compiles a vendor's file together with the vocabulary alone, whatever state the other vendors are in.
    pub(crate) fn compile(&self, vendor: &Source) -> Result<Loaded, Diagnostics> {
        load(&[self.source.clone(), vendor.clone()])
    }

    /// Writes the vocabulary, if it is new, and tells so.
    pub(crate) fn write(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.is_new {
            let path = Path::new(&self.source.path);
            files::write_new(path, &self.source.text)?;
            writeln!(
                out,
                "{}: a standard vocabulary to begin with",
                path.display()
            )?;
        }
        Ok(())
    }
}
