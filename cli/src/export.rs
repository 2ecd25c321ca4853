//! `faultbook export`: the catalogue as a table, for databases and other tools.

mod cases;
mod columns;
mod settled;
mod statuses;
mod tried;
mod when;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueEnum};
use faultbook_codegen::Loaded;
use faultbook_codegen::model::Vendor;

use self::columns::{COLUMNS, Row};
use crate::check::counted;
use crate::{Verdict, book, files, json_lines, names};

const DETAILS: &str = "\
Examples:
  faultbook export > catalogue.csv
  faultbook export --format json --vendor gameye | jq -r .class
  faultbook export --out catalogue.csv

Which rows fit a response of a log:
  vendor and operation are its own, the status is from status_min to status_max, and by kind:
  raised    code is what the program raised itself; there is no status
  code      code, or one of aliases, is the response's code
  unknown   the response has a code
  uncoded   the response has none
  status    nothing more is asked

Of those that fit, in the order of rank, the first whose `when` holds is what `classify` answers. If the first has no
`when`, that is certain; if it has one, the response itself decides, in words. In a join without statuses, the rows
that are typical stand for the others. What the columns mean is told in docs/export.md.";

/// Write the catalogue as data: a row for each code and operation, with everything that is decided.
///
/// There are rows for codes that the book does not know, for bare statuses and for what is doubtful, too, so that a join
/// with a log answers what `classify` does. A list or an object in a cell of CSV is JSON, and what there is none of is empty.
#[derive(Debug, Args)]
#[command(after_help = DETAILS)]
pub(crate) struct Export {
    /// What the rows are written as.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Only what is of this vendor.
    #[arg(long)]
    vendor: Option<String>,
    /// The file to write; `-`, or left out, is the standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
    /// The book's folder, and again for each other one; left out, `spec` if it is there, else the book that the command
    /// carries.
    #[arg(long, value_name = "DIR")]
    spec: Vec<PathBuf>,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values (RFC 4180), with the names of the columns in the first line.
    Csv,
    /// JSON lines, an object for each row.
    Json,
}

impl Export {
    /// Whether the rows go to the standard output.
    pub(crate) fn is_shown(&self) -> bool {
        self.out == Path::new("-")
    }
}

pub(crate) fn run(arguments: &Export, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(&arguments.spec)?;
    let vendors = vendors(&loaded, arguments.vendor.as_deref())?;
    let rows = vendors
        .into_iter()
        .flat_map(|vendor| cases::rows(&loaded.book, vendor));
    if arguments.is_shown() {
        write(rows, arguments.format, out)?;
    } else {
        let mut table = Vec::new();
        let count = write(rows, arguments.format, &mut table)?;
        files::write(&arguments.out, &table)?;
        let file = arguments.out.display();
        writeln!(out, "{file}: {}", counted(count, "row"))?;
    }
    Ok(Verdict::Clean)
}

fn vendors<'b>(loaded: &'b Loaded, name: Option<&str>) -> anyhow::Result<Vec<&'b Vendor>> {
    let vendors = || loaded.book.vendors.iter();
    let asked: Vec<&Vendor> = vendors()
        .filter(|vendor| name.is_none_or(|name| vendor.name == name))
        .collect();
    match name {
        Some(name) if asked.is_empty() => {
            let known = vendors().map(|vendor| vendor.name.as_str());
            bail!("{}", names::unknown("vendor", name, known))
        }
        _ => Ok(asked),
    }
}

/// Writes the rows, and tells how many there are.
fn write<'b>(
    rows: impl Iterator<Item = Row<'b>>,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<usize> {
    match format {
        Format::Csv => write_csv(rows, out),
        Format::Json => write_json(rows, out),
    }
}

fn write_csv<'b>(rows: impl Iterator<Item = Row<'b>>, out: &mut dyn Write) -> io::Result<usize> {
    let mut csv = csv::Writer::from_writer(out);
    let names = COLUMNS.map(|(name, _)| name);
    csv.write_record(names).map_err(refusal)?;
    let mut count = 0;
    for row in rows {
        csv.write_record(row.cells()).map_err(refusal)?;
        count += 1;
    }
    csv.flush()?;
    Ok(count)
}

/// What the system says: a pipe that was closed stays one.
fn refusal(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn write_json<'b>(rows: impl Iterator<Item = Row<'b>>, out: &mut dyn Write) -> io::Result<usize> {
    let mut count = 0;
    for row in rows {
        json_lines::write(&row, out)?;
        count += 1;
    }
    Ok(count)
}
