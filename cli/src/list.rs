//! `faultbook list`: what is in a book, a line for each thing.

mod filter;
mod rows;
mod table;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use faultbook_codegen::model::Book;

use self::filter::{Filter, Statuses};
use self::rows::Row;
use crate::layout::Look;
use crate::{Verdict, book, json_lines};

/// List what is in a book: codes, vendors, domains, operations, classes or actions.
///
/// On a terminal it is a table. In a pipe it is a line for each thing, without a heading, its columns parted by tabs.
/// What is decided about a code is so for some operation, at the code's typical status, if no message says more.
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
    /// What is listed.
    #[arg(value_enum, default_value_t = What::Codes)]
    what: What,
    /// Only what is of this vendor.
    #[arg(long)]
    vendor: Option<String>,
    /// Only codes of this class.
    #[arg(long)]
    class: Option<String>,
    /// Only codes that ask for this action: at once, before another attempt, or when all are used up.
    #[arg(long)]
    action: Option<String>,
    /// Only codes that come with this status: `404` or `4xx`.
    #[arg(long, value_parser = filter::status)]
    status: Option<Statuses>,
    /// Only codes that are worth another attempt by themselves.
    #[arg(long)]
    retryable: bool,
    /// The book's folder, and again for each other one; left out, `spec` if it is there, else the book that the command
    /// carries.
    #[arg(long, value_name = "DIR")]
    spec: Vec<PathBuf>,
    /// Whom it is told to.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
}

/// What there is to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Codes,
    Vendors,
    Domains,
    Operations,
    Classes,
    Actions,
}

/// How something is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A person at a terminal, or a script that reads lines.
    Human,
    /// A program: JSON lines.
    Json,
}

pub(crate) fn run(arguments: &List, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(&arguments.spec)?;
    let filter = Filter::new(arguments, &loaded.book)?;
    let rows = rows(arguments.what, &loaded.book, &filter);
    match arguments.format {
        Form::Json => {
            for row in &rows {
                json_lines::write(row, out)?;
            }
        }
        Form::Human if io::stdout().is_terminal() => {
            out.write_all(table::text(&rows, Look::of_stdout()).as_bytes())?;
        }
        Form::Human => {
            for row in &rows {
                writeln!(out, "{}", row.cells().join("\t"))?;
            }
        }
    }
    Ok(Verdict::Clean)
}

fn rows(what: What, book: &Book, filter: &Filter<'_>) -> Vec<Row> {
    let vendors = || {
        book.vendors
            .iter()
            .filter(|vendor| filter.has_vendor(vendor))
    };
    match what {
        What::Codes => vendors()
            .flat_map(|vendor| rows::codes(book, vendor, filter))
            .collect(),
        What::Vendors => vendors().map(rows::vendor).collect(),
        What::Domains => vendors().flat_map(rows::domains).collect(),
        What::Operations => vendors().flat_map(rows::operations).collect(),
        What::Classes => book.classes.iter().map(rows::class).collect(),
        What::Actions => book.actions.iter().map(rows::action).collect(),
    }
}
