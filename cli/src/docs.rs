//! `faultbook docs`: writes what a book has for readers, and shows it.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use faultbook_codegen::Loaded;
use faultbook_codegen::output::Image;

use crate::args::Docs;
use crate::{Verdict, book, terminal};

/// The folder of the Markdown pages.
const PAGES: &str = "docs/";
/// The page that has everything.
const CATALOGUE: &str = "catalogue.html";

pub(crate) fn run(arguments: &Docs, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(&arguments.spec)?;
    terminal::show(&loaded.warnings);
    let count = write(&loaded, &arguments.out)?;
    let first = arguments.out.join(CATALOGUE);
    let target = arguments.out.display();
    writeln!(
        out,
        "{target}: {count} files; begin with {}",
        first.display()
    )?;
    if arguments.open {
        out.flush()?;
        open(&first)?;
    }
    Ok(Verdict::Clean)
}

/// Writes what readers want, and gives the number of files. Only pages are removed if they are not generated any more: the
/// folder may hold more than docs.
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
    let shown = page.display();
    opener::open(page).with_context(|| format!("cannot open `{shown}`; it is written"))
}
