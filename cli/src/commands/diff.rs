//! `faultbook diff`: compares two versions of a book.

mod git;
mod github;
mod json;
mod lines;
mod markdown;
mod report;
mod sarif;
mod sources;
mod waivers;

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use faultbook_codegen::changes::{self, Impact};
use faultbook_codegen::{Loaded, Source};

use self::report::Report;
use self::waivers::Waivers;
use crate::output::ExitStatus;
use crate::packages::PackageOptions;
use crate::terminal;

/// Compare two versions of a book
///
/// OLD and NEW are each a folder of a book, a file of a book, or a git revision: `main` (its `spec`, relative to the
/// working directory), `HEAD~1:path/from/the/root`, `v1.2:./relative/path`. Nothing is checked out. Existing files and
/// folders take precedence over revisions. Each change has an impact on code that uses the book:
///
/// `breaking`: a name that code or stored data can use is removed, or means something else.
/// `behaviour`: code still compiles, but does something else.
/// `addition`: something is new.
/// `docs`: only texts for people change.
///
/// The exit code is 1 if there is a change of the impact in `--fail-on` that is not waived, and 2 if OLD or NEW is not a
/// valid book.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  faultbook diff main
  faultbook diff main --details
  faultbook diff HEAD~1:spec HEAD:spec --format github --fail-on behaviour
  faultbook diff older/spec spec --waive waived.txt"
)]
pub(crate) struct Diff {
    /// Old version
    old: String,
    /// New version
    #[arg(default_value = "spec")]
    new: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Print the lines of both books, what is decided differently, and the fingerprints
    #[arg(long)]
    details: bool,
    /// Minimum impact that fails the run
    #[arg(long, value_enum, value_name = "IMPACT", default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
    /// File with the fingerprints of changes to ignore, one per line; `#` starts a comment
    #[arg(long, value_name = "FILE")]
    waive: Option<PathBuf>,
    /// Fingerprint of a change to ignore
    #[arg(long, value_name = "FINGERPRINT")]
    allow: Vec<String>,
    #[command(flatten)]
    packages: PackageOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each change
    Human,
    /// JSON lines
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// A table, for a comment on a pull request
    Markdown,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Names that are removed or mean something else
    Breaking,
    /// And other decisions or readings
    Behaviour,
    /// And new names
    Addition,
    /// Any change
    Docs,
    /// No change
    Never,
}

pub(crate) fn run(arguments: &Diff, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let waivers = Waivers::new(&arguments.allow, arguments.waive.as_deref())?;
    let old = sources::read(&arguments.old, &arguments.packages)?;
    let new = sources::read(&arguments.new, &arguments.packages)?;
    let books = [load(&arguments.old, &old), load(&arguments.new, &new)];
    let [Some(before), Some(after)] = &books else {
        bail!("only valid books can be compared");
    };
    let old = changes::BookSnapshot::new(before);
    let new = changes::BookSnapshot::new(after);
    let report = Report::new(changes::compare(&old, &new), waivers);
    match arguments.format {
        Format::Human if arguments.details => write_details(&report, out)?,
        Format::Human => lines::write(&report, out)?,
        Format::Json => json::write(&report, out)?,
        Format::Github => github::write(&report, &arguments.new, out)?,
        Format::Markdown => markdown::write(&report, &arguments.new, out)?,
        Format::Sarif => sarif::write(&report, &arguments.new, out)?,
    }
    for fingerprint in report.unused_waivers() {
        terminal::note(&format!(
            "warning: no change has the fingerprint {fingerprint}"
        ));
    }
    Ok(ExitStatus::of(fails(arguments.fail_on, report.worst())))
}

/// Loads a book, or prints its errors.
fn load(name: &str, sources: &[Source]) -> Option<Loaded> {
    match faultbook_codegen::load(sources) {
        Ok(loaded) => Some(loaded),
        Err(diagnostics) => {
            terminal::print_diagnostics(&diagnostics);
            terminal::print(&format!("\n`{name}` has errors\n"));
            None
        }
    }
}

fn write_details(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let has_colours = terminal::has_colours();
    for change in report.counted() {
        writeln!(out, "{}\n", report.changes.render_one(change, has_colours))?;
    }
    writeln!(out, "{}", report.summary())
}

fn fails(fail_on: FailOn, worst: Option<Impact>) -> bool {
    let least = match fail_on {
        FailOn::Breaking => Impact::Breaking,
        FailOn::Behaviour => Impact::Behaviour,
        FailOn::Addition => Impact::Addition,
        FailOn::Docs => Impact::Docs,
        FailOn::Never => return false,
    };
    worst.is_some_and(|worst| worst >= least)
}
