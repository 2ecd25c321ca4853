//! `faultbook docs`: writes the documentation of a book.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use faultbook_codegen::Loaded;
use faultbook_codegen::output::Image;

use crate::book::BookOptions;
use crate::output::ExitStatus;
use crate::terminal;

/// The folder of the Markdown pages.
const PAGES: &str = "docs/";
/// The page with everything on it.
const CATALOGUE: &str = "catalogue.html";

/// Write the documentation of a book
///
/// Writes Markdown pages, which are also an mdBook, and an HTML catalogue.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook docs --open
  faultbook docs --spec other/spec --out target/book")]
pub(crate) struct Docs {
    #[command(flatten)]
    book: BookOptions,
    /// Output folder
    #[arg(long, value_name = "DIR", default_value = "target/docs")]
    out: PathBuf,
    /// Open the catalogue in a browser
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(arguments: &Docs, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let loaded = arguments.book.load()?;
    terminal::print_diagnostics(&loaded.warnings);
    let count = write(&loaded, &arguments.out)?;
    let first = arguments.out.join(CATALOGUE);
    let target = arguments.out.display();
    writeln!(
        out,
        "{target}: {count} files; start with {}",
        first.display()
    )?;
    if arguments.open {
        out.flush()?;
        open(&first)?;
    }
    Ok(ExitStatus::Success)
}

/// Writes the pages and returns the number of files. Only old pages are removed: the folder may contain other files.
fn write(loaded: &Loaded, out: &Path) -> Result<usize, faultbook_codegen::Error> {
    let (mut pages, mut top) = (Image::part(out, PAGES), Image::new(out));
    let mut count = 0;
    loaded.each_artifact(|mut artifact| {
        let image = if artifact.path.starts_with(PAGES) {
            artifact.path.drain(..PAGES.len());
            &mut pages
        } else if artifact.path == CATALOGUE {
            &mut top
        } else {
            return Ok(());
        };
        count += 1;
        image.put(&artifact).map(drop)
    })?;
    pages.remove_left_over()?;
    Ok(count)
}

fn open(page: &Path) -> anyhow::Result<()> {
    let name = page.display();
    open::that(page).with_context(|| format!("`{name}` was written, but cannot be opened"))
}
