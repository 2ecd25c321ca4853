//! The arguments of `generate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use faultbook_codegen::Builder;

use crate::packages::PackageOptions;

/// Generate Rust code, tables and documentation from a book
///
/// Only files that differ are written, and files left over from an earlier run are removed. If the book has errors,
/// nothing is written. The same book and options produce the same bytes on every machine.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook generate
  faultbook generate --check
  faultbook generate --spec book --out src/errors --layout one-file --docs comments
  faultbook generate --vendor gameye --type-attribute 'gameye::ApiCode=#[derive(strum::EnumIter)]'
  faultbook generate --spec shared/spec --spec spec --depfile generated/book.d")]
pub(crate) struct Generate {
    /// Folder of the book; may be repeated
    #[arg(long, value_name = "DIR", default_value = "spec")]
    pub(super) spec: Vec<PathBuf>,
    /// Output folder
    #[arg(long, value_name = "DIR", default_value = "generated")]
    pub(super) out: PathBuf,
    /// Print the differences instead of writing files
    #[arg(long)]
    pub(super) check: bool,
    /// Only generate this vendor; may be repeated
    #[arg(long = "vendor", value_name = "NAME")]
    vendors: Vec<String>,
    /// Files of the Rust code
    #[arg(long, value_enum, default_value_t = Layout::Files)]
    layout: Layout,
    /// Extent of the documentation
    #[arg(long, value_enum, default_value_t = Docs::Full)]
    docs: Docs,
    /// Add an attribute to an enum (`Class=#[derive(Default)]`), a vendor's enums (`gameye`), `*::Operation` or all
    /// (`.`)
    #[arg(long = "type-attribute", value_name = "PATH=ATTRIBUTE", value_parser = addition)]
    types: Vec<(String, String)>,
    /// Add an attribute to a variant, such as `Class::Unknown=#[default]`
    #[arg(long = "variant-attribute", value_name = "PATH=ATTRIBUTE", value_parser = addition)]
    variants: Vec<(String, String)>,
    /// Do not format the Rust code
    #[arg(long)]
    no_format: bool,
    /// Write the dependencies of `book.rs` to this file, in the format of Make, Ninja and Buck2
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(super) depfile: Option<PathBuf>,
    #[command(flatten)]
    pub(super) packages: PackageOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// One file per vendor, and one for its tables
    Files,
    /// Only `book.rs`
    OneFile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Docs {
    /// None
    Off,
    /// Comments in the Rust code
    Comments,
    /// Comments, Markdown pages, the catalogue, and the JSON Schema for editors
    Full,
}

impl Generate {
    /// The generator with these options.
    pub(super) fn builder(&self) -> Builder {
        let layout = match self.layout {
            Layout::Files => faultbook_codegen::Layout::Files,
            Layout::OneFile => faultbook_codegen::Layout::OneFile,
        };
        let docs = match self.docs {
            Docs::Off => faultbook_codegen::Docs::Off,
            Docs::Comments => faultbook_codegen::Docs::Comments,
            Docs::Full => faultbook_codegen::Docs::Full,
        };
        let mut builder = Builder::new()
            .vendors(&self.vendors)
            .layout(layout)
            .docs(docs)
            .format(!self.no_format);
        for (path, attribute) in &self.types {
            builder = builder.type_attribute(path, attribute);
        }
        for (path, attribute) in &self.variants {
            builder = builder.variant_attribute(path, attribute);
        }
        builder
    }
}

fn addition(text: &str) -> Result<(String, String), String> {
    let (path, attribute) = text.split_once('=').ok_or("expected `PATH=ATTRIBUTE`")?;
    Ok((path.trim().to_owned(), attribute.to_owned()))
}
