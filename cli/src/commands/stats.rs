//! `faultbook stats`: counts what is in a book.

mod counts;

use std::cmp::Reverse;
use std::io::{self, Write};

use clap::Args;

use self::counts::{CodeRef, Counts, Tally};
use crate::book::BookOptions;
use crate::output::{ExitStatus, ListFormat, counted, write_json_line};

/// The length of the longest bar in characters.
const MAX_BAR: usize = 40;

/// Count what is in a book
///
/// Also lists what is unused, has no example, or has no text for end users. A code counts for a class or an action if
/// an operation decides so at the code's typical status, regardless of messages.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook stats
  faultbook stats --spec other/spec
  faultbook stats --format json | jq .without_example")]
pub(crate) struct Stats {
    #[command(flatten)]
    book: BookOptions,
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    format: ListFormat,
}

pub(crate) fn run(arguments: &Stats, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let loaded = arguments.book.load()?;
    let counts = Counts::of(&loaded);
    match arguments.format {
        ListFormat::Json => write_json_line(&counts, out)?,
        ListFormat::Human => write(&counts, out)?,
    }
    Ok(ExitStatus::Success)
}

fn write(counts: &Counts<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Counts {
        vendors,
        domains,
        operations,
        codes,
        examples,
        ..
    } = counts;
    let share = |missing: &[_]| percentage(codes - missing.len(), *codes);
    let with_example = share(&counts.without_example);
    let with_text = share(&counts.without_user_text);
    let names = |codes: &[CodeRef<'_>]| codes.iter().map(ToString::to_string).collect();
    writeln!(
        out,
        "{}, {}, {}, {}, {}",
        counted(*vendors, "vendor"),
        counted(*domains, "domain"),
        counted(*operations, "operation"),
        counted(*codes, "code"),
        counted(*examples, "example")
    )?;
    writeln!(out, "{with_example:>4} of the codes have an example")?;
    writeln!(out, "{with_text:>4} have a text for end users")?;
    for language in &counts.languages {
        let share = percentage(language.translated, language.texts);
        let tag = language.tag;
        writeln!(out, "{share:>4} of the texts for end users are in `{tag}`")?;
    }
    for (heading, lines) in [
        ("codes by class", bars(&counts.classes)),
        ("codes by action", bars(&counts.actions)),
        ("unused classes", unused(&counts.classes)),
        ("unused actions", unused(&counts.actions)),
        ("codes without an example", names(&counts.without_example)),
        (
            "codes without a text for end users",
            names(&counts.without_user_text),
        ),
    ] {
        section(heading, &lines, out)?;
    }
    Ok(())
}

/// A heading and the lines below it, if there are any.
fn section(heading: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if !lines.is_empty() {
        writeln!(out, "\n{heading}:")?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
}

/// Rounded down, so that only the whole is 100%.
fn percentage(part: usize, whole: usize) -> String {
    format!("{}%", (part * 100).checked_div(whole).unwrap_or(100))
}

/// The unused names that the book itself declares. Those of the standard are there for every book.
fn unused(tallies: &[Tally<'_>]) -> Vec<String> {
    let unused = tallies
        .iter()
        .filter(|tally| !tally.used && !tally.standard);
    unused.map(|tally| tally.name.to_owned()).collect()
}

/// A bar for each name that has codes, the longest first.
fn bars(tallies: &[Tally<'_>]) -> Vec<String> {
    let mut tallies: Vec<&Tally<'_>> = tallies.iter().filter(|tally| tally.codes > 0).collect();
    tallies.sort_by_key(|tally| Reverse(tally.codes));
    let most = tallies.first().map_or(1, |tally| tally.codes);
    let widest = tallies
        .iter()
        .map(|tally| tally.name.len())
        .max()
        .unwrap_or(0);
    let bar = |tally: &&Tally<'_>| {
        let bar = "█".repeat((tally.codes * MAX_BAR).div_ceil(most));
        format!("{:widest$} {:>4} {bar}", tally.name, tally.codes)
    };
    tallies.iter().map(bar).collect()
}
