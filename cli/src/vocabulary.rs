//! The vocabulary of a book, its `book.yaml`: the one in a folder, or a template for a new one.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use faultbook_codegen::model::{Book, Class};
use faultbook_codegen::{Diagnostics, Loaded, Source, load, names, output, standard};
use heck::ToSnakeCase;
use serde::Deserialize;

use crate::packages::PackageOptions;
use crate::{book, files};

const BOOK: &str = include_str!("templates/book.yaml");

/// What a new vendor's file may refer to.
pub(crate) struct Vocabulary {
    source: Source,
    /// Whether the folder has no `book.yaml`, so that it must be written together with the vendor.
    is_new: bool,
    pub(crate) book: Book,
    /// The files of the folder's vendors.
    vendors: Vec<PathBuf>,
}

impl Vocabulary {
    /// Reads the vocabulary of a folder, or uses the template if there is none.
    pub(crate) fn of_folder(folder: &Path) -> anyhow::Result<Self> {
        let sources = if folder.exists() {
            output::sources(folder)?
        } else {
            Vec::new()
        };
        let is_book = |path: &Path| path.file_stem().is_some_and(|stem| stem == "book");
        let vendors = sources.iter().filter(|source| !source.is_texts());
        let vendors: Vec<PathBuf> = vendors.map(|source| PathBuf::from(&source.path)).collect();
        let own = sources.into_iter().find(|source| {
            let path = Path::new(&source.path);
            // For a folder without any file of a book, the sources contain a `book.yaml` that does not exist.
            is_book(path) && path.symlink_metadata().is_ok()
        });
        let is_new = own.is_none();
        let source = own.unwrap_or_else(|| {
            let path = folder.join("book.yaml");
            Source::new(path.to_string_lossy(), BOOK)
        });
        Ok(Self {
            book: load(std::slice::from_ref(&source))?.book,
            source,
            is_new,
            vendors: vendors.into_iter().filter(|path| !is_book(path)).collect(),
        })
    }

    /// The names of the retry policies.
    pub(crate) fn policies(&self) -> Vec<String> {
        policies(std::slice::from_ref(&self.source))
    }

    /// The class of a status: of those that include it, the one with the narrowest range.
    pub(crate) fn class_of(&self, status: u16) -> &Class {
        let width = |class: &&Class| {
            let ranges = class.statuses.iter();
            let including = ranges.filter(|(lo, hi)| (*lo..=*hi).contains(&status));
            including.map(|(lo, hi)| hi - lo).min()
        };
        let classes = self.book.classes.iter();
        let including = classes.filter(|class| width(class).is_some());
        including
            .min_by_key(width)
            .unwrap_or(&self.book.classes[self.book.unknown_class])
    }

    pub(crate) fn class(&self, name: &str) -> Option<&Class> {
        self.book.classes.iter().find(|class| class.name == name)
    }

    /// Refuses a name that no vendor can have, or whose Rust type another vendor has.
    pub(crate) fn check_new_vendor(&self, vendor: &str) -> anyhow::Result<()> {
        let ident = match names::vendor(vendor) {
            Ok(ident) => ident,
            Err(why) => {
                let meant =
                    Some(vendor.to_snake_case()).filter(|meant| names::vendor(meant).is_ok());
                let help = meant.map(|meant| format!("; did you mean `{meant}`?"));
                bail!(
                    "`{vendor}` is not a valid name of a vendor: {why}{}",
                    help.unwrap_or_default()
                )
            }
        };
        let stems = self
            .vendors
            .iter()
            .filter_map(|path| path.file_stem()?.to_str());
        let others = stems.filter(|stem| *stem != vendor);
        match { others }.find(|stem| names::vendor(stem).is_ok_and(|other| other == ident)) {
            Some(other) => bail!(
                "`{vendor}` and the book's vendor `{other}` would both have the Rust type `{ident}`; choose another name"
            ),
            None => Ok(()),
        }
    }

    /// The file of a vendor, whether it exists or not.
    pub(crate) fn file_of(&self, vendor: &str) -> PathBuf {
        let is_own = |path: &&PathBuf| path.file_stem().is_some_and(|stem| stem == vendor);
        let own = self.vendors.iter().find(is_own).cloned();
        own.unwrap_or_else(|| {
            let book = Path::new(&self.source.path);
            book.with_file_name(format!("{vendor}.yaml"))
        })
    }

    /// The folder of the book.
    pub(crate) fn folder(&self) -> &Path {
        Path::new(&self.source.path)
            .parent()
            .unwrap_or(Path::new(""))
    }

    /// Compiles a vendor's file like [`compile`](Self::compile), with the packages that it extends.
    pub(crate) fn compile_extending(
        &self,
        vendor: Source,
        packages: &PackageOptions,
    ) -> anyhow::Result<Result<Loaded, Diagnostics>> {
        let mut sources = vec![self.source.clone(), vendor];
        packages.add(&mut sources, self.folder())?;
        Ok(load(&sources))
    }

    /// Compiles a vendor's file with the vocabulary, without the other vendors, which may have errors.
    pub(crate) fn compile(&self, vendor: &Source) -> Result<Loaded, Diagnostics> {
        load(&[self.source.clone(), vendor.clone()])
    }

    /// Writes the schema that the first line of a new file names, unless a file of the user has its name. If other vendors
    /// have errors, it has only the names of the new one.
    pub(crate) fn write_schema(&self, own: Loaded, out: &mut dyn Write) -> anyhow::Result<()> {
        let path = self.folder().join("schema.json");
        let is_ours = |text: String| text.contains("@generated by faultbook");
        if path.exists() && !fs::read_to_string(&path).is_ok_and(is_ours) {
            return Ok(());
        }
        let sources = book::in_folder(self.folder())?;
        let loaded = faultbook_codegen::load_despite_examples(&sources);
        let book = loaded.map_or(own.book, |(loaded, _)| loaded.book);
        let schema = faultbook_codegen::schema(&book, &self.policies());
        files::write(&path, &schema)?;
        writeln!(
            out,
            "{}: written for editors; `faultbook schema` updates it",
            path.display()
        )?;
        Ok(())
    }

    /// Writes the vocabulary if the folder has none.
    pub(crate) fn write_if_new(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.is_new {
            let path = Path::new(&self.source.path);
            files::write_new(path, &self.source.text)?;
            writeln!(
                out,
                "{}: created with the standard vocabulary",
                path.display()
            )?;
        }
        Ok(())
    }
}

/// The names of the retry policies of a book, including those of the standard if it extends that.
pub(crate) fn policies(sources: &[Source]) -> Vec<String> {
    #[derive(Default, Deserialize)]
    struct Policies {
        extends: Option<String>,
        #[serde(default)]
        retries: BTreeMap<String, serde_yaml::Value>,
    }
    let of = |text: &str| serde_yaml::from_str::<Policies>(text).unwrap_or_default();
    let mut all = BTreeMap::new();
    for source in sources.iter().filter(|source| source.stem() == "book") {
        let own = of(&source.text);
        all.extend(own.retries);
        if own.extends.is_some() {
            all.extend(of(&standard().text).retries);
        }
    }
    all.into_keys().collect()
}
