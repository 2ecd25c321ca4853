//! `faultbook learn`: proposes additions to a book from what a log has and the book does not.

mod insert;
mod lessons;
mod proposal;
mod redact;

use std::io::Write;

use anyhow::{anyhow, bail};
use clap::Args;
use faultbook_codegen::{Source, load};

use self::lessons::Lessons;
use self::proposal::Proposal;
use crate::log::Log;
use crate::output::{ExitStatus, counted};
use crate::{book, files, terminal};

/// Propose additions to a book from a log
///
/// Prints YAML for the codes that responses in the log have and the book does not, with the number of lines, the first and
/// the last one, the statuses, and a sample of a body in which all values are replaced. Comments list other differences:
/// statuses that the book does not list for a code, failures without a code, and values and headers that it does not read.
/// Nothing is guessed: each code is marked as learned, and its status decides about it until it is edited. The log is read
/// as by `faultbook classify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook learn access.log.gz --vendor gameye --field status=.resp.code --field body=.resp.body --field time=.ts
  faultbook learn responses.jsonl --vendor my_vendor --write
  faultbook classify - --summary < responses.jsonl && faultbook learn responses.jsonl --vendor my_vendor")]
pub(crate) struct Learn {
    #[command(flatten)]
    log: Log,
    /// Add the codes to the vendor's file instead of printing them
    #[arg(long, conflicts_with = "builtin")]
    write: bool,
}

pub(crate) fn run(arguments: &Learn, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let Learn { log, write } = arguments;
    let Some(name) = log.vendor() else {
        bail!("`--vendor` is missing; name the vendor to learn about");
    };
    let (loaded, sources) = log.load_with_sources()?;
    let vendor = book::vendor(&loaded.book, name)?;
    let mut lessons: Lessons = log.gather(loaded)?;
    let at = loaded.book.vendors.iter().position(|own| own.name == name);
    let tables = loaded.tables[at.unwrap_or_default()].vendor();
    let file = log.file().display().to_string();
    let from = if file == "-" { "standard input" } else { &file };
    let proposal = Proposal::new(vendor, &tables, &mut lessons, from);
    if *write {
        self::write(&proposal, name, &sources, out)?;
    } else {
        out.write_all(proposal.text().as_bytes())?;
    }
    out.write_all(proposal.comments().as_bytes())?;
    if lessons.bad_lines > 0 {
        let lines = counted(lessons.bad_lines, "line");
        terminal::note(&format!(
            "{lines} cannot be read; `faultbook classify --summary` says why"
        ));
    }
    Ok(ExitStatus::of(lessons.bad_lines > 0))
}

/// Adds the codes to the vendor's file, if the book is valid with them.
fn write(
    proposal: &Proposal<'_>,
    vendor: &str,
    sources: &[Source],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let is_own = |source: &&Source| {
        let path = std::path::Path::new(&source.path);
        path.file_stem().is_some_and(|stem| stem == vendor)
    };
    let own = sources.iter().find(is_own);
    let own = own.ok_or_else(|| anyhow!("the book has no file of `{vendor}`"))?;
    let mut text = own.text.clone();
    for (domain, codes) in proposal.codes() {
        text = insert::codes(&text, domain, &codes).ok_or_else(|| {
            anyhow!(
                "`{}` has no block of `codes` in domain `{domain}` to add to; run the command without `--write` and paste \
                 what it prints",
                own.path
            )
        })?;
    }
    let edited = sources.iter().map(|source| {
        let is_edited = source.path == own.path;
        let text = if is_edited { &text } else { &source.text };
        Source::new(source.path.clone(), text.clone())
    });
    load(&edited.collect::<Vec<_>>())?;
    if text != own.text {
        files::write(std::path::Path::new(&own.path), &text)?;
    }
    writeln!(
        out,
        "# {}: added {}",
        own.path,
        counted(proposal.len(), "code")
    )?;
    Ok(())
}
