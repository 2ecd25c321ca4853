//! `faultbook docs`: writes what a book has for readers, and shows it.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use faultbook_codegen::{Artifact, output};

use crate::args::Docs;
use crate::{Verdict, book, terminal};

/// The folder of the Markdown pages.
const PAGES: &str = "docs/";
/// The page that has everything.
const CATALOGUE: &str = "catalogue.html";

pub(crate) fn run(arguments: &Docs, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(arguments.spec.as_deref())?;
    terminal::show(&loaded.warnings);
    let (pages, catalogue) = for_readers(loaded.artifacts());
    let folder = arguments.out.join(PAGES);
    output::write(&folder, &pages).map_err(book::plain)?;
    output::put(&arguments.out, &catalogue).map_err(book::plain)?;
    let first = first(&arguments.out, &catalogue);
    let count = pages.len() + catalogue.len();
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

/// The Markdown pages by their names in the folder, and the catalogue if there is one.
fn for_readers(artifacts: Vec<Artifact>) -> (Vec<Artifact>, Vec<Artifact>) {
    let (mut pages, mut catalogue) = (Vec::new(), Vec::new());
    for mut artifact in artifacts {
        if artifact.path.starts_with(PAGES) {
            artifact.path.drain(..PAGES.len());
            pages.push(artifact);
        } else if artifact.path == CATALOGUE {
            catalogue.push(artifact);
        }
    }
    (pages, catalogue)
}

fn first(out: &Path, catalogue: &[Artifact]) -> PathBuf {
    let path = match catalogue {
        [] => format!("{PAGES}README.md"),
        [catalogue, ..] => catalogue.path.clone(),
    };
    out.join(path)
}

fn open(page: &Path) -> anyhow::Result<()> {
    let shown = page.display();
    opener::open(page).with_context(|| format!("cannot open `{shown}`; it is written"))
}
