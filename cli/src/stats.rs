//! `faultbook stats`: how much of a book there is, and what is missing.

mod counts;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use self::counts::{Counts, Used};
use crate::list::Form;
use crate::{Verdict, book, json_lines};

/// As long as the longest bar is.
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
    /// The book's folder; left out, `spec` if it is there, else the book that the command carries.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Whom it is told to.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
}

pub(crate) fn run(arguments: &Stats, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(arguments.spec.as_deref())?;
    let counts = Counts::of(&loaded);
    match arguments.format {
        Form::Json => json_lines::write(&counts, out)?,
        Form::Human => out.write_all(text(&counts).as_bytes())?,
    }
    Ok(Verdict::Clean)
}

fn text(counts: &Counts<'_>) -> String {
    let mut out = format!(
        "{} vendors, {} domains, {} operations, {} codes, {} examples\n",
        counts.vendors, counts.domains, counts.operations, counts.codes, counts.examples
    );
    let share = |missing: &[_]| share(counts.codes - missing.len(), counts.codes);
    out += &format!(
        "{:>4} of the codes are shown by an example\n",
        share(&counts.without_example)
    );
    out += &format!(
        "{:>4} tell the end user something\n",
        share(&counts.without_user_text)
    );
    out += &bars("codes of each class", &counts.classes);
    out += &bars("codes that ask for each action", &counts.actions);
    out += &lines("classes that nothing comes to", unused(&counts.classes));
    out += &lines(
        "actions that nothing asks for or forbids",
        unused(&counts.actions),
    );
    out += &lines(
        "codes without an example",
        counts.without_example.iter().map(ToString::to_string),
    );
    out + &lines(
        "codes without a text for the end user",
        counts.without_user_text.iter().map(ToString::to_string),
    )
}

/// How many of a hundred; all only if it is all.
fn share(part: usize, whole: usize) -> String {
    format!("{}%", (part * 100).checked_div(whole).unwrap_or(100))
}

fn unused<'c>(used: &'c [Used<'c>]) -> impl Iterator<Item = String> + 'c {
    used.iter()
        .filter(|used| !used.used)
        .map(|used| used.name.to_owned())
}

/// A bar for whatever is used, the longest first.
fn bars(heading: &str, used: &[Used<'_>]) -> String {
    let mut used: Vec<&Used<'_>> = used.iter().filter(|used| used.codes > 0).collect();
    used.sort_by_key(|used| std::cmp::Reverse(used.codes));
    let most = used.first().map_or(1, |used| used.codes);
    let widest = used.iter().map(|used| used.name.len()).max().unwrap_or(0);
    let bar = |used: &&Used<'_>| {
        let bar = "█".repeat((used.codes * LONGEST_BAR).div_ceil(most));
        format!("{:widest$} {:>4} {bar}", used.name, used.codes)
    };
    lines(heading, used.iter().map(bar))
}

/// A heading and what belongs below it; nothing, if that is nothing.
fn lines(heading: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.map(|line| format!("  {line}\n")).collect();
    if lines.is_empty() {
        lines
    } else {
        format!("\n{heading}:\n{lines}")
    }
}
