//! `faultbook learn`: proposes additions to a book from what a log has and the book does not.

mod insert;
mod lessons;
mod proposal;
mod redact;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use faultbook_codegen::{Source, load};
use serde::{Deserialize, Serialize};

use self::lessons::Lessons;
use self::proposal::Proposal;
use crate::log::Log;
use crate::output::{ExitStatus, counted};
use crate::{book, encoding, files, terminal};

/// Propose additions to a book from a log
///
/// Prints YAML for what responses in the log have and the book does not: codes, statuses of codes, fields, waits, and
/// statuses without a class. Notes say how many lines there were, the first and the last one, and show a sample of a body
/// in which all values are replaced. Nothing is guessed: what was learned is marked, and its status decides about it until
/// it is edited. Comments list what needs a decision. The log is read as by `faultbook classify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook learn access.log.gz --vendor gameye --field status=.resp.code --field body=.resp.body --field time=.ts
  faultbook learn responses.jsonl --vendor my_vendor --write
  for log in *.gz; do faultbook learn $log --vendor my_vendor --partial; done | faultbook learn --merge --vendor my_vendor
  faultbook classify - --summary < responses.jsonl && faultbook learn responses.jsonl --vendor my_vendor")]
pub(crate) struct Learn {
    #[command(flatten)]
    log: Log,
    /// Add the entries to the vendor's file instead of printing them
    #[arg(long, conflicts_with = "builtin")]
    write: bool,
    /// Print what was learned as a line of JSON, to merge it with that of other logs
    #[arg(long, conflicts_with_all = ["write", "merge"])]
    partial: bool,
    /// Read the lines that `--partial` printed instead of a log
    #[arg(long, conflicts_with_all = ["operation", "fields", "threads"])]
    merge: bool,
}

/// What was learned from a part of a log.
#[derive(Serialize, Deserialize)]
struct Part {
    /// A hash of the book, since parts refer to it.
    book: u64,
    lessons: Lessons,
}

pub(crate) fn run(arguments: &Learn, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let Learn {
        log,
        write,
        partial,
        merge,
    } = arguments;
    let Some(name) = log.vendor() else {
        bail!("`--vendor` is missing; name the vendor to learn about");
    };
    let (loaded, sources) = log.load_with_sources()?;
    let vendor = book::vendor(&loaded.book, name)?;
    let hash = hash(name, &sources);
    let fits = |part: &Part| {
        part.book == hash && part.lessons.are_about(vendor, loaded.book.classes.len())
    };
    let lessons = if *merge {
        merged(log.file(), fits)?
    } else {
        log.gather(loaded)?
    };
    let file = log.file().display().to_string();
    let from = if file == "-" { "standard input" } else { &file };
    let bad_lines = lessons.bad_lines;
    if *partial {
        let book = hash;
        serde_json::to_writer(&mut *out, &Part { book, lessons })?;
        writeln!(out)?;
    } else {
        let proposal = Proposal::new(&loaded.book, vendor, &lessons, from);
        if *write {
            self::write(&proposal, name, &sources, out)?;
        } else {
            out.write_all(proposal.text().as_bytes())?;
        }
        out.write_all(proposal.comments().as_bytes())?;
    }
    note_bad_lines(bad_lines);
    Ok(ExitStatus::of(bad_lines > 0))
}

fn note_bad_lines(count: usize) {
    if count > 0 {
        let lines = counted(count, "line");
        terminal::note(&format!(
            "{lines} cannot be read; `faultbook classify --summary` says why"
        ));
    }
}

/// Reads parts, and puts them together in their order.
fn merged(file: &Path, fits: impl Fn(&Part) -> bool) -> anyhow::Result<Lessons> {
    let text = encoding::read(file)?;
    let parts = serde_json::Deserializer::from_str(&text);
    let mut all = Lessons::default();
    for part in parts.into_iter::<Part>() {
        let part = part.context("this is not what `faultbook learn --partial` prints")?;
        if !fits(&part) {
            bail!("a part was learned with another book or about another vendor");
        }
        all.append(part.lessons);
    }
    Ok(all)
}

fn hash(vendor: &str, sources: &[Source]) -> u64 {
    let texts = sources.iter().map(|source| source.text.as_str());
    let mut hasher = DefaultHasher::new();
    texts.for_each(|text| text.hash(&mut hasher));
    vendor.hash(&mut hasher);
    hasher.finish()
}

/// Adds the entries to the vendor's file, if the book is valid with them.
fn write(
    proposal: &Proposal<'_>,
    vendor: &str,
    sources: &[Source],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let is_own = |source: &Source| {
        let path = Path::new(&source.path);
        source.package().is_none() && path.file_stem().is_some_and(|stem| stem == vendor)
    };
    let own = sources.iter().position(is_own);
    let own = own.ok_or_else(|| anyhow!("the book has no file of `{vendor}`"))?;
    if proposal.entries().is_empty() {
        return Ok(out.write_all(proposal.text().as_bytes())?);
    }
    let Source { path, text, .. } = &sources[own];
    let text = insert::merged(text, proposal.entries()).ok_or_else(|| {
        anyhow!(
            "nothing can be added to `{path}`, because of how it is written; run the command without `--write` and merge what it \
             prints"
        )
    })?;
    let mut edited = sources.to_vec();
    edited[own].text.clone_from(&text);
    load(&edited)?;
    files::write(Path::new(path), &text)?;
    writeln!(out, "# {path}: added {}", proposal.counts())?;
    Ok(())
}
