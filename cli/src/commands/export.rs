//! `faultbook export`: writes a book as a table or an `OpenAPI` document for databases and other tools, or its texts for
//! translators.

mod columns;
mod known;
mod openapi;
mod rows;
mod texts;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueEnum};
use faultbook_codegen::Loaded;
use faultbook_codegen::model::Vendor;

use self::columns::{COLUMNS, Row};
use crate::book::BookOptions;
use crate::output::{ExitStatus, counted, write_json_line};
use crate::translations::Format as TextFormat;
use crate::{book, files};

const DETAILS: &str = "\
Examples:
  faultbook export > catalogue.csv
  faultbook export --format json --vendor gameye | jq -r .class
  faultbook export --out catalogue.csv
  faultbook export --format openapi --vendor gameye --out gameye.json
  faultbook export --format po --language de --out de.po

A row fits a response in a log if vendor and operation are equal, the status is from status_min to status_max, and by kind:
  raised    code is what the program raised; there is no status
  code      code, or one of aliases, is the code of the response
  unknown   the response has a code
  uncoded   the response has no code
  status    any response

Of the rows that fit, the first by rank whose `when` holds is what `classify` answers. If the first one has no `when`, it is
certain; otherwise, it depends on the response as described. For a join without statuses, use the typical rows. The columns
are described in docs/export.md.";

/// Export a book as a table or an OpenAPI document, or its texts for translators
///
/// The table has a row for each code and operation. There are also rows for unknown codes, plain statuses and doubtful
/// responses, so that a join with a log has the answers of `classify`. In CSV, lists and objects are JSON, and missing
/// values are empty. PO and XLIFF contain the texts for end users and their translations; `faultbook import` reads them.
#[derive(Debug, Args)]
#[command(after_help = DETAILS)]
#[expect(clippy::doc_markdown, reason = "it is the text of the help")]
pub(crate) struct Export {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Only this vendor
    #[arg(long)]
    vendor: Option<String>,
    /// Language of the translations in PO or XLIFF, such as `pt-BR`
    #[arg(long, value_name = "TAG", required_if_eq_any([("format", "po"), ("format", "xliff")]))]
    language: Option<String>,
    /// Fill in made-up translations, for testing layouts
    #[arg(long, requires = "language")]
    pseudo: bool,
    /// Output file; `-` writes to standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
    #[command(flatten)]
    book: BookOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values (RFC 4180) with a header
    Csv,
    /// JSON lines
    Json,
    /// An `OpenAPI` 3.1 document with the error responses of one vendor
    Openapi,
    /// The texts for end users, for GNU gettext
    Po,
    /// The same as XLIFF 1.2
    Xliff,
}

impl Export {
    /// Whether the table does not go to standard output.
    pub(crate) fn only_logs(&self) -> bool {
        self.out != Path::new("-")
    }
}

pub(crate) fn run(arguments: &Export, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let loaded = arguments.book.load()?;
    let vendors = vendors(&loaded, arguments.vendor.as_deref())?;
    if arguments.only_logs() {
        let mut written = Vec::new();
        let count = write(arguments, &loaded, &vendors, &mut written)?;
        files::write(&arguments.out, &written)?;
        let file = arguments.out.display();
        writeln!(out, "{file}: {count}")?;
    } else {
        write(arguments, &loaded, &vendors, out)?;
    }
    Ok(ExitStatus::Success)
}

fn vendors<'b>(loaded: &'b Loaded, name: Option<&str>) -> anyhow::Result<Vec<&'b Vendor>> {
    match name {
        Some(name) => Ok(vec![book::vendor(&loaded.book, name)?]),
        None => Ok(loaded.book.vendors.iter().collect()),
    }
}

/// Writes the book and returns what was written.
fn write(
    arguments: &Export,
    loaded: &Loaded,
    vendors: &[&Vendor],
    out: &mut dyn Write,
) -> anyhow::Result<String> {
    let rows = vendors
        .iter()
        .flat_map(|vendor| rows::rows(&loaded.book, vendor));
    Ok(match arguments.format {
        Format::Csv => counted(write_csv(rows, out)?, "row"),
        Format::Json => counted(write_json(rows, out)?, "row"),
        Format::Openapi => {
            let [vendor] = vendors else {
                bail!("an OpenAPI document is about one vendor; choose it with `--vendor`");
            };
            counted(openapi::write(loaded, vendor, out)?, "response")
        }
        Format::Po => texts::write(arguments, loaded, TextFormat::Po, out)?,
        Format::Xliff => texts::write(arguments, loaded, TextFormat::Xliff, out)?,
    })
}

fn write_csv<'b>(rows: impl Iterator<Item = Row<'b>>, out: &mut dyn Write) -> io::Result<usize> {
    let mut csv = csv::Writer::from_writer(out);
    let names = COLUMNS.map(|(name, _)| name);
    csv.write_record(names).map_err(io_error)?;
    let mut count = 0;
    for row in rows {
        csv.write_record(row.cells()).map_err(io_error)?;
        count += 1;
    }
    csv.flush()?;
    Ok(count)
}

/// The error of the system, so that `main` recognizes a closed pipe.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn write_json<'b>(rows: impl Iterator<Item = Row<'b>>, out: &mut dyn Write) -> io::Result<usize> {
    let mut count = 0;
    for row in rows {
        write_json_line(&row, out)?;
        count += 1;
    }
    Ok(count)
}
