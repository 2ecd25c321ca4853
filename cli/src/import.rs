//! `faultbook import`: a vendor's file out of a catalogue that is there already.

mod account;
mod catalogue;
mod columns;
mod csv;
mod identifiers;
mod input;
mod json;
mod markdown;
mod openapi;
mod places;
mod samples;
mod spec;
#[cfg(test)]
mod tests;
mod texts;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use faultbook_codegen::Source;

use self::account::Account;
use self::catalogue::Catalogue;
use self::columns::{Column, Row};
use self::input::Kind;
use self::openapi::Operation;
use self::places::{CodePlace, Place};
use self::samples::Sample;
use crate::starter::{self, Vocabulary};
use crate::{Verdict, files, terminal};

const EXAMPLES: &str = "\
Examples:
  faultbook import errors.csv --vendor shop --code /error/code --message /error/message
  faultbook import errors.md --vendor shop --code status
  faultbook import openapi.yaml --vendor shop --out -
  faultbook import codes.json --vendor shop --code client --column note=causes --column code=numeric

Columns, by their own or a usual other name:
  domain, code, name, status, summary, description, category, retryable, action, advice, note

Exit codes:
  0  all of it came in
  1  something was left out, which is told; or the book has mistakes
  2  the command or the file could not be understood, or a file not be read or written";

/// Bring a catalogue in: a table of codes (CSV, JSON, Markdown), or an OpenAPI 3 document.
///
/// What comes out is right as it stands, and says nothing that the catalogue does not: what it leaves open,
/// `faultbook check` asks about. A folder without a `book.yaml` gets a standard one.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::doc_markdown, reason = "it is the text of the help")]
pub(crate) struct Import {
    /// The catalogue; `-` is the standard input.
    file: PathBuf,
    /// The vendor: the name of its file and of its Rust module, like `my_vendor`.
    #[arg(long, value_name = "NAME")]
    vendor: String,
    /// The name as it is shown; left out, that of the document, or the vendor's.
    #[arg(long)]
    title: Option<String>,
    /// Where the codes come from, for the docs; left out, the name of the file.
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// What the file is; left out, its name and its beginning tell.
    #[arg(long, value_enum, value_name = "KIND")]
    from: Option<Kind>,
    /// Where a response has the code: a JSON Pointer like `/error/code`, `header:NAME`, `text` (the body), `status` (the
    /// codes are statuses), or `client` (in no response: the program raises them itself). Several are tried in order.
    ///
    /// An OpenAPI document mostly tells it itself.
    #[arg(long, value_name = "WHERE")]
    code: Vec<CodePlace>,
    /// Where a response has the message: a JSON Pointer or `header:NAME`.
    #[arg(long, value_name = "WHERE")]
    message: Vec<Place>,
    /// Where a response has the category of the code.
    #[arg(long, value_name = "WHERE")]
    category: Vec<Place>,
    /// Where a response has the vendor's id of the request.
    #[arg(long, value_name = "WHERE")]
    trace_id: Vec<Place>,
    /// Take a column for a field, as in `--column summary=Meaning`.
    #[arg(long = "column", value_name = "FIELD=NAME")]
    columns: Vec<Column>,
    /// Put all codes into one domain, whatever the catalogue says.
    #[arg(long, value_name = "NAME")]
    domain: Option<String>,
    /// The policy of `book.yaml` for codes that the catalogue calls retryable and their class does not; left out,
    /// `transient`, or the only one.
    #[arg(long, value_name = "POLICY")]
    retry: Option<String>,
    /// The book's folder.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// The file to write, `-` for the standard output; left out, the vendor's file in the book's folder.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite a file that is there already.
    #[arg(long)]
    force: bool,
}

impl Import {
    /// Whether what comes of it goes to the standard output.
    pub(crate) fn is_shown(&self) -> bool {
        self.out.as_deref() == Some(Path::new("-"))
    }
}

/// What was found in a catalogue, of whatever form it is.
#[derive(Debug, Default)]
struct Intake {
    title: Option<String>,
    rows: Vec<Row>,
    envelope: Envelope,
    operations: Vec<Operation>,
    samples: Vec<Sample>,
    account: Account,
}

/// Where things stand in a response.
#[derive(Debug, Default)]
struct Envelope {
    code: Vec<CodePlace>,
    message: Vec<Place>,
    category: Vec<Place>,
    trace_id: Vec<Place>,
    /// Whether successes have something in the place of the code, too.
    errors_only: bool,
}

pub(crate) fn run(arguments: &Import, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let vocabulary = starter::vocabulary(&arguments.spec)?;
    vocabulary.admit(&arguments.vendor)?;
    let usual = || vocabulary.file_of(&arguments.vendor);
    let target = arguments.out.clone().unwrap_or_else(usual);
    let to_stdout = arguments.is_shown();
    if !to_stdout && !arguments.force {
        files::refuse_existing(&target).map_err(|error| {
            anyhow!("{error}; `--force` overwrites it, and `--out -` shows what would come of it")
        })?;
    }
    let mut intake = input::read(arguments)?;
    let text = compiled(arguments, &vocabulary, &mut intake)?;
    if to_stdout {
        out.write_all(text.as_bytes())?;
        terminal::tell(intake.account.told(&arguments.vendor).trim_end());
    } else {
        if arguments.out.is_none() {
            vocabulary.write(out)?;
        }
        if arguments.force {
            files::write(&target, &text)?;
        } else {
            files::write_new(&target, &text)?;
        }
        let account = intake.account.told(&target.display().to_string());
        out.write_all(account.as_bytes())?;
    }
    Ok(intake.account.verdict())
}

/// The vendor's file, which was found right, with the examples that come out as they should.
fn compiled(
    arguments: &Import,
    vocabulary: &Vocabulary,
    intake: &mut Intake,
) -> anyhow::Result<String> {
    let rows = std::mem::take(&mut intake.rows);
    let catalogue = Catalogue::collect(rows, arguments, &intake.envelope, &mut intake.account)?;
    let mut spec = spec::write(&catalogue, arguments, vocabulary, intake)?;
    let source = |text: String| Source::new(format!("{}.yaml", arguments.vendor), text);
    let loaded = vocabulary.compile(&source(spec.text()))?;
    let examples = samples::examples(&loaded, intake);
    if !examples.is_empty() {
        spec.push("examples", crate::yaml::Value::List(examples));
        vocabulary.compile(&source(spec.text()))?;
    }
    Ok(spec.text())
}
