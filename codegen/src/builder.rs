//! The API for build scripts.

use std::env;
use std::path::{Path, PathBuf};

use crate::emit::{Attributes, Options};
use crate::{Diagnostics, Docs, Error, Layout, Loaded, Source, load, output};

/// Compiles the book in a folder into cargo's `OUT_DIR`. This is all a build script has to do.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), faultbook_codegen::Error> {
///     faultbook_codegen::compile("spec")
/// }
/// ```
///
/// The library then includes the generated code with `faultbook_runtime::include_book!();`: a module for each vendor,
/// `Class` and `Action`. It depends only on `faultbook-runtime`.
///
/// # Errors
/// The errors of [`Builder::compile`].
pub fn compile(spec: impl AsRef<Path>) -> Result<(), Error> {
    Builder::new().compile(&[spec])
}

/// Compiles a book with options.
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
    packages: Vec<Source>,
    types: Vec<(String, String)>,
    variants: Vec<(String, String)>,
    layout: Layout,
    docs: Docs,
    unformatted: bool,
}

impl Builder {
    /// The defaults, as used by [`compile`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes to this folder instead of cargo's `OUT_DIR`, for example to commit the generated code. Files left over
    /// from an earlier run are removed from it; all others stay.
    ///
    /// `include_book!()` does not read from there. For `src/errors`, `src/lib.rs` contains
    /// `include!("errors/book.rs");` instead, or a module:
    ///
    /// ```ignore
    /// #[path = "errors/book.rs"]
    /// pub mod errors;
    /// ```
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Includes these vendors, in addition to those of earlier calls. Default: all vendors. Classes and actions stay
    /// complete, and errors of all vendors are reported.
    pub fn vendors(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.vendors.extend(names.into_iter().map(Into::into));
        self
    }

    /// Makes the vendors of a package available to `extends`, as in `extends: shop_book/shop`. Nothing is generated for
    /// those that no file of the book extends.
    ///
    /// The files are pairs of a name and its YAML. A package is a crate with such a constant, and a build-dependency:
    ///
    /// ```no_run
    /// # mod shop_book { pub const BOOK: &[(&str, &str)] = &[]; }
    /// // build.rs
    /// fn main() -> Result<(), faultbook_codegen::Error> {
    ///     faultbook_codegen::Builder::new()
    ///         .package("shop_book", shop_book::BOOK)
    ///         .compile(&["spec"])
    /// }
    /// ```
    pub fn package(mut self, name: &str, files: &[(&str, &str)]) -> Self {
        let files = files.iter();
        let files = files.map(|(file, text)| Source::in_package(name, file, *text));
        self.packages.extend(files);
        self
    }

    /// Adds attributes to the enums that a path matches, after the existing ones.
    ///
    /// A path is, for example, `Class`, `gameye::ApiCode` or `gameye::Operation`; a module matches all enums in it, `*`
    /// any name, and `.` everything. The attributes are written as in Rust: `#[derive(strum::EnumIter)]`. `Clone`,
    /// `Copy`, `PartialEq`, `Eq`, `PartialOrd`, `Ord`, `Hash` and `Debug` are already implemented.
    pub fn type_attribute(mut self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.types.push((path.into(), attribute.into()));
        self
    }

    /// Adds attributes to the variants that a path matches: `Class::Unknown`, `gameye::ApiCode::NotFound`, or all
    /// variants of an enum or a module. Otherwise like [`type_attribute`](Self::type_attribute).
    pub fn variant_attribute(
        mut self,
        path: impl Into<String>,
        attribute: impl Into<String>,
    ) -> Self {
        self.variants.push((path.into(), attribute.into()));
        self
    }

    /// Sets how the Rust is distributed over files.
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Sets how much documentation is generated.
    pub fn docs(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    /// Sets whether the Rust is formatted. Default: true. Formatting takes less than a tenth of the time.
    pub fn format(mut self, formatted: bool) -> Self {
        self.unformatted = !formatted;
        self
    }

    /// Compiles the book in these folders, and prints for cargo what it depends on: the folders, so that new files are
    /// noticed, and their files. Warnings are printed as cargo warnings.
    ///
    /// Only files that differ are written, and none if the book has an error.
    ///
    /// # Errors
    /// Fails if the book has errors, if an option does not match it, if a file cannot be read or written, or
    /// if there is no output folder because cargo did not set `OUT_DIR` and there is no [`out_dir`](Self::out_dir).
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

    /// Loads a book in memory with these options for its artifacts.
    ///
    /// # Errors
    /// Fails if the book has errors, or for an unknown vendor, a path that matches nothing, or an invalid
    /// attribute.
    pub fn load(&self, sources: &[Source]) -> Result<Loaded, Error> {
        let sources = [sources, &self.packages].concat();
        let mut loaded = load(&sources)?;
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
        // A cargo warning is a single line.
        println!(
            "cargo::warning=`faultbook check` shows the lines of the book and how to fix them"
        );
    }
}
