//! What a build script calls.

use std::env;
use std::path::{Path, PathBuf};

use crate::emit::{Attributes, Options};
use crate::{Diagnostics, Docs, Error, Layout, Loaded, Source, load, output};

/// Compiles the book in a folder into cargo's `OUT_DIR`: all that the build script of a book of one's own has to do.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), faultbook_codegen::Error> {
///     faultbook_codegen::compile("spec")
/// }
/// ```
///
/// The library then says `faultbook_runtime::include_book!();` and has the vendors as modules, beside `Class` and `Action`.
/// `faultbook-runtime` is all that this code depends on.
///
/// # Errors
/// As [`Builder::compile`] does.
pub fn compile(spec: impl AsRef<Path>) -> Result<(), Error> {
    Builder::new().compile(&[spec])
}

/// Compiles a book into something else than the usual.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), faultbook_codegen::Error> {
///     faultbook_codegen::Builder::new()
///         .vendors(["gameye", "licensing"])
///         .type_attribute("Class", "#[derive(Default)]")
///         .variant_attribute("Class::Unknown", "#[default]")
///         .type_attribute("*::Operation", "#[derive(strum::EnumIter)]")
///         .compile(&["spec"])
/// }
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is compiled until `compile` is called"]
pub struct Builder {
    out_dir: Option<PathBuf>,
    vendors: Vec<String>,
    types: Vec<(String, String)>,
    variants: Vec<(String, String)>,
    layout: Layout,
    docs: Docs,
    unformatted: bool,
}

impl Builder {
    /// As [`compile`] does it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes to this folder instead of cargo's `OUT_DIR`, as those do who check generated code in. Files of an earlier run
    /// that are not generated any more are removed from it, and all others stay.
    ///
    /// `include_book!()` does not look there. For `src/errors`, `src/lib.rs` says `include!("errors/book.rs");` in its place,
    /// or has a module of it:
    ///
    /// ```ignore
    /// #[path = "errors/book.rs"]
    /// pub mod errors;
    /// ```
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Includes these vendors, beside those named before; if none is ever named, all of the book. Classes and actions stay
    /// whole, and mistakes are told of all vendors.
    pub fn vendors(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.vendors.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds attributes to the enums that a path names, below those that they have.
    ///
    /// A path is like `Class`, `gameye::ApiCode` or `gameye::Operation`; a module alone stands for all enums in it, `*` for
    /// any name, and `.` for all. The attributes are written as in Rust: `#[derive(strum::EnumIter)]`. `Clone`, `Copy`,
    /// `PartialEq`, `Eq`, `PartialOrd`, `Ord`, `Hash` and `Debug` are there already.
    pub fn type_attribute(mut self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.types.push((path.into(), attribute.into()));
        self
    }

    /// Adds attributes to the variants that a path names: `Class::Unknown`, `gameye::ApiCode::NotFound`, or those of an enum
    /// or a module; else as [`type_attribute`](Self::type_attribute).
    pub fn variant_attribute(
        mut self,
        path: impl Into<String>,
        attribute: impl Into<String>,
    ) -> Self {
        self.variants.push((path.into(), attribute.into()));
        self
    }

    /// Lays the Rust out in files in this way.
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Writes this much for people to read.
    pub fn docs(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    /// Whether the Rust is laid out for people, as it is unless this says otherwise. Laying it out takes less than a tenth of
    /// the time.
    pub fn format(mut self, formatted: bool) -> Self {
        self.unformatted = !formatted;
        self
    }

    /// Compiles the book whose files stand in these folders, and tells cargo on the standard output what it depends on: the
    /// folders, so that a new file is noticed, and their files. Warnings become cargo's.
    ///
    /// Only files that differ are written, and none if the book has a mistake.
    ///
    /// # Errors
    /// The mistakes of the book; an option that does not fit it; what the file system refused; and no folder to write to,
    /// where cargo did not set `OUT_DIR` and there is no [`out_dir`](Self::out_dir).
    pub fn compile(&self, specs: &[impl AsRef<Path>]) -> Result<(), Error> {
        let out = self.out()?;
        for spec in specs {
            println!("cargo::rerun-if-changed={}", spec.as_ref().display());
        }
        let sources = output::sources_of_all(specs)?;
        for file in &sources {
            println!("cargo::rerun-if-changed={}", file.path);
        }
        let loaded = self.load(&sources)?;
        warn(&loaded.warnings);
        output::write(&out, &loaded)?;
        Ok(())
    }

    /// Loads a book in memory whose artifacts are to be like that.
    ///
    /// # Errors
    /// The mistakes of the book; an unknown vendor, a path that leads nowhere, or an attribute that is none.
    pub fn load(&self, sources: &[Source]) -> Result<Loaded, Error> {
        let mut loaded = load(sources)?;
        if !self.vendors.is_empty() {
            loaded.keep(&self.vendors)?;
        }
        let attributes = Attributes::new(&loaded.book, &self.types, &self.variants);
        loaded.options = Options {
            layout: self.layout,
            docs: self.docs,
            formatted: !self.unformatted,
            attributes: attributes.map_err(Error::new)?,
        };
        Ok(loaded)
    }

    fn out(&self) -> Result<PathBuf, Error> {
        let given = self.out_dir.clone();
        let out = given.or_else(|| env::var_os("OUT_DIR").map(PathBuf::from));
        out.ok_or_else(|| {
            Error::new(
                "cargo did not set OUT_DIR: call this in a build script, or name an `out_dir`",
            )
        })
    }
}

fn warn(warnings: &Diagnostics) {
    for warning in warnings.iter() {
        let (file, line, column) = (warning.file(), warning.line(), warning.column());
        let (message, id) = (warning.message(), warning.id);
        println!("cargo::warning={file}:{line}:{column}: {message} [{id}]");
    }
    for unlisted in warnings.unlisted() {
        println!("cargo::warning={unlisted}");
    }
    if warnings.iter().len() > 0 {
        // A warning of cargo's is one line.
        println!(
            "cargo::warning=`faultbook check` shows the lines of the book and how to fix them"
        );
    }
}
