//! What `generate` can be asked for.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use faultbook_codegen::Builder;

/// Write what a book generates: Rust, tables and docs.
///
/// Only files that differ are touched, and those that an earlier run left over are removed. A book with mistakes
/// generates nothing and leaves what is there. The same book and options give the same bytes, on any machine.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook generate
  faultbook generate --check
  faultbook generate --spec book --out src/errors --layout one-file --docs comments
  faultbook generate --vendor gameye --type-attribute 'gameye::ApiCode=#[derive(strum::EnumIter)]'
  faultbook generate --spec shared/spec --spec spec --depfile generated/book.d")]
pub(crate) struct Generate {
    /// The book's folder; given again, another one of the same book.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    pub(crate) spec: Vec<PathBuf>,
    /// The folder to write to.
    #[arg(long, value_name = "DIR", default_value = "generated")]
    pub(crate) out: PathBuf,
    /// Write nothing; tell what differs, and exit with 1 if anything does.
    #[arg(long)]
    pub(crate) check: bool,
    /// Include this vendor; left out, all of them. Classes and actions stay whole.
    #[arg(long = "vendor", value_name = "NAME")]
    vendors: Vec<String>,
    /// How the Rust is laid out.
    #[arg(long, value_enum, default_value_t = Layout::Files)]
    layout: Layout,
    /// How much is written for people to read.
    #[arg(long, value_enum, default_value_t = Docs::Full)]
    docs: Docs,
    /// Add an attribute to enums: `Class=#[derive(Default)]`, or to those of `gameye`, `*::Operation` or `.`, which is all.
    #[arg(long = "type-attribute", value_name = "PATH=ATTRIBUTE", value_parser = addition)]
    types: Vec<(String, String)>,
    /// Add an attribute to variants: `Class::Unknown=#[default]`.
    #[arg(long = "variant-attribute", value_name = "PATH=ATTRIBUTE", value_parser = addition)]
    variants: Vec<(String, String)>,
    /// Do not lay the Rust out for people.
    #[arg(long)]
    no_format: bool,
    /// Write to this file what was read, as Ninja, Make and Buck2 understand it: what `book.rs` in the folder depends on.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(crate) depfile: Option<PathBuf>,
}

/// How the Rust is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// A file for each vendor, its tables beside it.
    Files,
    /// All in `book.rs`.
    OneFile,
}

/// How much is written for people to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Docs {
    /// No comments in the Rust, and nothing beside it.
    Off,
    /// Comments in the Rust.
    Comments,
    /// These, Markdown pages, the catalogue, and the schema for editors.
    Full,
}

impl Generate {
    /// What generates that.
    pub(crate) fn builder(&self) -> Builder {
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
    let (path, attribute) = text
        .split_once('=')
        .ok_or("it has no `=` between a path and an attribute")?;
    Ok((path.trim().to_owned(), attribute.to_owned()))
}
