//! `faultbook list`: lists what is in a book.

mod filter;
mod rows;
mod table;

use std::io::{self, IsTerminal, Write};

use anyhow::bail;
use clap::{Args, ValueEnum};
use faultbook_codegen::Loaded;

use self::filter::{Filter, FilterOptions};
use self::rows::Row;
use crate::book::BookOptions;
use crate::output::{ExitStatus, ListFormat, write_json_line};
use crate::page::Look;

/// List what is in a book
///
/// On a terminal, the output is a table. In a pipe, it has one line per entry, without a header, with tabs between
/// columns. The class, retry and actions of a code are those of its first operation that passes the filters, at the
/// code's typical status, regardless of messages.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook list
  faultbook list --vendor playwave --retryable
  faultbook list --action contact_support --status 5xx
  faultbook list operations --vendor rgs
  faultbook list --class conflict | cut -f 1,3
  faultbook list --format json | jq -r .code")]
pub(crate) struct List {
    /// What to list
    #[arg(value_enum, default_value_t = Kind::Codes)]
    kind: Kind,
    #[command(flatten)]
    filter: FilterOptions,
    #[command(flatten)]
    book: BookOptions,
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Codes,
    Vendors,
    Domains,
    Operations,
    Classes,
    Actions,
}

pub(crate) fn run(arguments: &List, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    if arguments.filter.selects_codes() && arguments.kind != Kind::Codes {
        bail!("`--class`, `--action`, `--status` and `--retryable` apply to codes only");
    }
    if arguments.filter.vendor.is_some() && matches!(arguments.kind, Kind::Classes | Kind::Actions)
    {
        bail!("`--vendor` does not apply to classes and actions, which all vendors share");
    }
    let loaded = arguments.book.load()?;
    let filter = Filter::new(&arguments.filter, &loaded.book)?;
    let rows = rows(arguments.kind, &loaded, &filter);
    match arguments.format {
        ListFormat::Json => {
            for row in &rows {
                write_json_line(row, out)?;
            }
        }
        ListFormat::Human if io::stdout().is_terminal() => {
            out.write_all(table::text(&rows, Look::of_stdout()).as_bytes())?;
        }
        ListFormat::Human => {
            for row in &rows {
                writeln!(out, "{}", row.cells().join("\t"))?;
            }
        }
    }
    Ok(ExitStatus::Success)
}

fn rows(kind: Kind, loaded: &Loaded, filter: &Filter<'_>) -> Vec<Row> {
    let book = &loaded.book;
    let vendors = || {
        book.vendors
            .iter()
            .filter(|vendor| filter.has_vendor(vendor))
    };
    match kind {
        Kind::Codes => vendors()
            .flat_map(|vendor| rows::codes(loaded, vendor, filter))
            .collect(),
        Kind::Vendors => vendors().map(rows::vendor).collect(),
        Kind::Domains => vendors().flat_map(rows::domains).collect(),
        Kind::Operations => vendors().flat_map(rows::operations).collect(),
        Kind::Classes => book.classes.iter().map(rows::class).collect(),
        Kind::Actions => book.actions.iter().map(rows::action).collect(),
    }
}
