//! `faultbook schema`: prints the JSON Schema of a book.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::book::BookOptions;
use crate::output::ExitStatus;
use crate::{files, vocabulary};

/// Print the JSON Schema by which editors complete and check a book
///
/// It lists the classes, actions, retries, domains and operations of the book, so write it again when these change. An
/// editor uses it for a file whose first line is `# yaml-language-server: $schema=schema.json`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook schema --out spec/schema.json
  faultbook schema --spec book > book/schema.json")]
pub(crate) struct Schema {
    #[command(flatten)]
    book: BookOptions,
    /// Output file [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Schema {
    /// Whether the schema does not go to standard output.
    pub(crate) fn only_logs(&self) -> bool {
        self.out.is_some()
    }
}

pub(crate) fn run(arguments: &Schema, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let (loaded, sources) = arguments.book.load_with_sources()?;
    let schema = faultbook_codegen::schema(&loaded.book, &vocabulary::policies(&sources));
    match &arguments.out {
        Some(path) => {
            files::write(path, &schema)?;
            writeln!(out, "{}: written", path.display())?;
        }
        None => out.write_all(schema.as_bytes())?,
    }
    Ok(ExitStatus::Success)
}
