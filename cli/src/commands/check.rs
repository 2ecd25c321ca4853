//! `faultbook check`: checks a book for errors.

mod fixes;
mod github;
mod json;
mod sarif;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use faultbook_codegen::model::{Book, Vendor};
use faultbook_codegen::{Diagnostics, Level, Loaded, Source};

use crate::output::{ExitStatus, counted};
use crate::packages::PackageOptions;
use crate::{book, terminal};

/// Check a book for errors and run its examples
///
/// At most 100 errors and 10 warnings of each kind are listed per file. The last line for each kind has the number of
/// the others; in JSON, it is an object without a `file`, with the number in `more`.
///
/// The exit code is 1 if there is an error, and 0 if there are only warnings.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook check
  faultbook check --fix
  faultbook check --format github
  faultbook check shared/spec spec
  faultbook check other/spec --format json | jq -r .message")]
pub(crate) struct Check {
    /// Folders of the book
    #[arg(value_name = "DIR", default_value = "spec")]
    folders: Vec<PathBuf>,
    /// The same, as for other subcommands
    #[arg(
        long = "spec",
        value_name = "DIR",
        conflicts_with = "folders",
        hide = true
    )]
    spec: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Apply the fixes that have no alternative
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    packages: PackageOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people, with the lines of the file
    Human,
    /// JSON lines
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}

impl Check {
    /// Whether standard output is only a summary.
    pub(crate) fn only_logs(&self) -> bool {
        self.format == Format::Human
    }

    fn folders(&self) -> &[PathBuf] {
        if self.spec.is_empty() {
            &self.folders
        } else {
            &self.spec
        }
    }
}

pub(crate) fn run(arguments: &Check, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let mut sources = book::in_folders(arguments.folders(), &arguments.packages)?;
    if arguments.fix {
        for applied in fixes::apply(&mut sources)? {
            terminal::note(&applied.to_string());
        }
    }
    let checked = faultbook_codegen::load(&sources);
    report(&checked, &sources, arguments, out)?;
    Ok(ExitStatus::of(checked.is_err()))
}

/// A book or its errors.
type Checked = Result<Loaded, Diagnostics>;

fn diagnostics(checked: &Checked) -> &Diagnostics {
    match checked {
        Ok(loaded) => &loaded.warnings,
        Err(diagnostics) => diagnostics,
    }
}

fn report(
    checked: &Checked,
    sources: &[Source],
    arguments: &Check,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let diagnostics = diagnostics(checked);
    match arguments.format {
        Format::Human => terminal::print_diagnostics(diagnostics),
        Format::Json => return Ok(json::write(diagnostics, out)?),
        Format::Sarif => return Ok(sarif::write(diagnostics, out)?),
        Format::Github => github::write(diagnostics, sources, out)?,
    }
    if checked.is_err() && arguments.format == Format::Human {
        // The printed diagnostics end with their own summary.
        return Ok(());
    }
    writeln!(out, "{}", summary(arguments.folders(), checked))?;
    Ok(())
}

fn summary(folders: &[PathBuf], checked: &Checked) -> String {
    let contents = checked.as_ref().map(|loaded| contents(&loaded.book) + "; ");
    let findings = findings(diagnostics(checked));
    format!(
        "{}: {}{findings}",
        book::listed(folders),
        contents.unwrap_or_default()
    )
}

fn contents(book: &Book) -> String {
    let total = |count: fn(&Vendor) -> usize| book.vendors.iter().map(count).sum();
    let counts = [
        counted(book.vendors.len(), "vendor"),
        counted(total(|vendor| vendor.codes.len()), "code"),
        counted(total(|vendor| vendor.operations.len()), "operation"),
        counted(total(|vendor| vendor.examples.len()), "example"),
    ];
    counts.join(", ")
}

fn findings(diagnostics: &Diagnostics) -> String {
    let errors = match diagnostics.count(Level::Error) {
        0 => "no errors".to_owned(),
        count => counted(count, "error"),
    };
    match diagnostics.count(Level::Warning) {
        0 => errors,
        count => format!("{errors}, {}", counted(count, "warning")),
    }
}
