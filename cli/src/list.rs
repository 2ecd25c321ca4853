//! `faultbook list`: what is in a book, a line for each thing.

mod rows;
mod table;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use faultbook_codegen::model::{Action, Book, Class, Vendor};

use self::rows::Row;
use crate::layout::Look;
use crate::{Verdict, book, json_lines, names};

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
    #[arg(long, value_parser = status)]
    status: Option<Statuses>,
    /// Only codes that are worth another attempt by themselves.
    #[arg(long)]
    retryable: bool,
    /// The book's folder; left out, `spec` if it is there, else the book that the command carries.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
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

/// Statuses with both ends.
#[derive(Debug, Clone, Copy)]
struct Statuses {
    lo: u16,
    hi: u16,
}

fn status(text: &str) -> Result<Statuses, String> {
    let family = text.strip_suffix("xx").and_then(|digit| digit.parse().ok());
    match (family, text.parse()) {
        (Some(digit @ 1..=5_u16), _) => Ok(Statuses {
            lo: digit * 100,
            hi: digit * 100 + 99,
        }),
        (None, Ok(status)) => Ok(Statuses {
            lo: status,
            hi: status,
        }),
        _ => Err("a status is a number like 404, or 1xx to 5xx".to_owned()),
    }
}

pub(crate) fn run(arguments: &List, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let loaded = book::load(arguments.spec.as_deref())?;
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

/// What is asked for, as indices into the book.
struct Filter<'a> {
    vendor: Option<&'a str>,
    class: Option<usize>,
    action: Option<usize>,
    status: Option<Statuses>,
    retryable: bool,
}

impl<'a> Filter<'a> {
    fn new(arguments: &'a List, book: &Book) -> anyhow::Result<Self> {
        let of_codes = arguments.class.is_some()
            || arguments.action.is_some()
            || arguments.status.is_some()
            || arguments.retryable;
        if of_codes && arguments.what != What::Codes {
            bail!(
                "`--class`, `--action`, `--status` and `--retryable` choose among codes; `--vendor` fits more"
            );
        }
        let vendors = book
            .vendors
            .iter()
            .map(|vendor: &Vendor| vendor.name.as_str());
        let classes = book.classes.iter().map(|class: &Class| class.name.as_str());
        let actions = book
            .actions
            .iter()
            .map(|action: &Action| action.name.as_str());
        index("vendor", arguments.vendor.as_deref(), vendors)?;
        Ok(Self {
            vendor: arguments.vendor.as_deref(),
            class: index("class", arguments.class.as_deref(), classes)?,
            action: index("action", arguments.action.as_deref(), actions)?,
            status: arguments.status,
            retryable: arguments.retryable,
        })
    }

    fn has_vendor(&self, vendor: &Vendor) -> bool {
        self.vendor.is_none_or(|name| name == vendor.name)
    }

    fn has_status(&self, vendor: &Vendor, code: usize) -> bool {
        let known = &vendor.codes[code].statuses;
        let typical = vendor.typical_status(code).filter(|_| known.is_empty());
        self.status.is_none_or(|asked| {
            let mut statuses = known.iter().copied().chain(typical);
            statuses.any(|status| (asked.lo..=asked.hi).contains(&status))
        })
    }
}

/// Where a name stands among those that there are.
fn index<'n>(
    what: &str,
    name: Option<&str>,
    known: impl Iterator<Item = &'n str> + Clone,
) -> anyhow::Result<Option<usize>> {
    let Some(name) = name else { return Ok(None) };
    match known.clone().position(|own| own == name) {
        Some(index) => Ok(Some(index)),
        None => bail!("{}", names::unknown(what, name, known)),
    }
}
