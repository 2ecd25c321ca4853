//! `faultbook stats`: how much of a book there is, and what is missing.

mod counts;

use std::cmp::Reverse;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use self::counts::{Counts, Place, Tally};
use crate::check::counted;
use crate::list::Form;
use crate::{Verdict, book, json_lines};

/// How many characters the longest bar has.
const LONGEST_BAR: usize = 40;

/// Count what is in a book, and tell what nothing uses, no example shows and no text tells the end user.
///
/// A code counts for a class or an action if some operation decides so about it, at its typical status, if no message says
/// more.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook stats
  faultbook stats --spec other/spec
  faultbook stats --format json | jq .without_example")]
pub(crate) struct Stats {
    /// The book's folder, and again for each other one; left out, `spec` if it is there, else the book that the command
    /// carries.
    #[arg(long, value_name = "DIR")]
    spec: Vec<PathBuf>,
    /// Whom it is told to.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
}

pub(crate) fn run(arguments: &Stats, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(&arguments.spec)?;
    let counts = Counts::of(&loaded);
    match arguments.format {
        Form::Json => json_lines::write(&counts, out)?,
        Form::Human => tell(&counts, out)?,
    }
    Ok(Verdict::Clean)
}

fn tell(counts: &Counts<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Counts {
        vendors,
        domains,
        operations,
        codes,
        examples,
        ..
    } = counts;
    let share = |missing: &[_]| share(codes - missing.len(), *codes);
    let shown = share(&counts.without_example);
    let told = share(&counts.without_user_text);
    let places = |places: &[Place<'_>]| places.iter().map(ToString::to_string).collect();
    writeln!(
        out,
        "{}, {}, {}, {}, {}",
        counted(*vendors, "vendor"),
        counted(*domains, "domain"),
        counted(*operations, "operation"),
        counted(*codes, "code"),
        counted(*examples, "example")
    )?;
    writeln!(out, "{shown:>4} of the codes are shown by an example")?;
    writeln!(out, "{told:>4} tell the end user something")?;
    for (heading, lines) in [
        ("codes of each class", bars(&counts.classes)),
        ("codes that ask for each action", bars(&counts.actions)),
        ("classes that nothing comes to", unused(&counts.classes)),
        (
            "actions that nothing asks for or forbids",
            unused(&counts.actions),
        ),
        ("codes without an example", places(&counts.without_example)),
        (
            "codes without a text for the end user",
            places(&counts.without_user_text),
        ),
    ] {
        section(heading, &lines, out)?;
    }
    Ok(())
}

/// A heading and what belongs below it; nothing, if that is nothing.
fn section(heading: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    if !lines.is_empty() {
        writeln!(out, "\n{heading}:")?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
}

/// How many of a hundred; all only if it is all.
fn share(part: usize, whole: usize) -> String {
    format!("{}%", (part * 100).checked_div(whole).unwrap_or(100))
}

/// What is of the book's own and idle. The standard is there for whoever needs it.
fn unused(tallies: &[Tally<'_>]) -> Vec<String> {
    let unused = tallies
        .iter()
        .filter(|tally| !tally.used && !tally.standard);
    unused.map(|tally| tally.name.to_owned()).collect()
}

/// A bar for whatever codes come to, the longest first.
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
        let bar = "█".repeat((tally.codes * LONGEST_BAR).div_ceil(most));
        format!("{:widest$} {:>4} {bar}", tally.name, tally.codes)
    };
    tallies.iter().map(bar).collect()
}
