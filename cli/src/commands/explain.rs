//! `faultbook explain`: explains codes, statuses, responses and diagnostics.

mod answer;
mod case;
mod decision;
mod diagnostic;
mod json;
mod listing;
mod lookup;
mod meaning;
mod reading;
mod response;
mod sources;

use std::borrow::Cow;
use std::io::{self, IsTerminal, Read, Write};

use anyhow::{Context, bail, ensure};
use clap::Args;
use faultbook_codegen::Loaded;
use faultbook_codegen::document::{Document, Inline};
use faultbook_codegen::model::Book;

use self::answer::Answer;
use self::case::Circumstances;
use self::response::Response;
use crate::book::BookOptions;
use crate::encoding;
use crate::output::{ExitStatus, PageFormat};
use crate::page::{self, Look};

/// The most bytes read from standard input. No pasted response is larger.
const MAX_INPUT: u64 = 16 * 1024 * 1024;

/// Explain a code, a status, a response or an error
///
/// Prints what a code means, what to do about it, and which layer of the book decides that. Without a vendor, all vendors
/// are searched. With only a vendor, its codes are listed. A status finds the codes that it comes with, and what is decided
/// about the status alone. A whole response, as an argument or on standard input after a vendor or alone, is read as
/// generated code would read it. The id of an error or warning is explained with a wrong and a right example.
#[derive(Debug, Args)]
#[command(
    override_usage = "\
faultbook explain [OPTIONS] [VENDOR] <CODE|STATUS>
       faultbook explain [OPTIONS] [VENDOR] --response <TEXT|->
       faultbook explain [OPTIONS] <VENDOR>
       faultbook explain <ID>
       faultbook explain --list",
    after_help = "\
Examples:
  faultbook explain playwave SESSION_ENDED --operation heartbeat
  faultbook explain gameye 420
  faultbook explain SESSION_ENDED
  faultbook explain --response '{\"error\":{\"code\":\"SESSION_ENDED\"}}'
  curl -is https://api.example | faultbook explain
  curl -is https://api.example | faultbook explain playwave --operation heartbeat
  faultbook explain FB0010"
)]
pub(crate) struct Explain {
    /// Vendor; or alone, a code, a status, a lint, or the id of an error or warning
    #[arg(value_name = "VENDOR|CODE|ID", allow_negative_numbers = true)]
    subject: Option<String>,
    /// Code, as in a response or in Rust, or status
    #[arg(conflicts_with = "response", allow_negative_numbers = true)]
    code: Option<String>,
    /// Body of a response, or all of it from its status line; `-`, or no code, reads standard input
    #[arg(long, value_name = "TEXT|-", allow_hyphen_values = true)]
    response: Option<String>,
    /// Operation that received it [default: `request`, which applies to any call]
    #[arg(long, value_name = "OP")]
    operation: Option<String>,
    /// HTTP status that came with it [default: the typical status of the code]
    #[arg(long, value_name = "N")]
    status: Option<u16>,
    #[command(flatten)]
    book: BookOptions,
    /// Output format
    #[arg(long, value_enum, default_value_t = PageFormat::Human)]
    format: PageFormat,
    /// List the ids of all errors and warnings
    #[arg(long, conflicts_with_all = ["subject", "code", "response", "operation", "status"])]
    list: bool,
}

pub(crate) fn run(arguments: &Explain, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    if arguments.list {
        diagnostic::list(arguments.format, out)?;
        return Ok(ExitStatus::Success);
    }
    let id = arguments.subject.as_ref();
    let id = id.filter(|_| arguments.code.is_none() && arguments.response.is_none());
    if let Some(explanation) = id.and_then(|id| diagnostic::find(id)) {
        ensure!(
            arguments.status.is_none() && arguments.operation.is_none(),
            "`--status` and `--operation` do not apply to errors and warnings"
        );
        diagnostic::explain(&explanation, arguments.format, out)?;
        return Ok(ExitStatus::Success);
    }
    let loaded = arguments.book.load()?;
    let pasted = pasted(arguments, &loaded.book)?;
    let circumstances = Circumstances {
        operation: arguments.operation.as_deref(),
        status: arguments.status,
    };
    let answer = match (&pasted, &arguments.subject, &arguments.code) {
        (Some(text), vendor, _) => {
            let response = Response::pasted(text, arguments.status);
            lookup::response(&loaded, vendor.as_deref(), &response, circumstances)
        }
        (None, Some(vendor), Some(code)) => lookup::in_vendor(&loaded, vendor, code, circumstances),
        (None, Some(subject), None) => lookup::anywhere(&loaded, subject, circumstances),
        (None, None, _) if circumstances.is_empty() => Ok(Answer::Vendors(&loaded.book)),
        (None, None, _) => bail!(
            "`--operation` and `--status` apply to a code, a status or a response, and there is none"
        ),
    }?;
    write(&answer, &loaded, arguments.format, out)?;
    Ok(ExitStatus::Success)
}

fn write(
    answer: &Answer<'_>,
    loaded: &Loaded,
    format: PageFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        PageFormat::Human => {
            let text = page::text(&page(answer, loaded), Look::of_stdout(), decision::tone);
            out.write_all(text.as_bytes())
        }
        PageFormat::Markdown => out.write_all(page(answer, loaded).markdown().as_bytes()),
        PageFormat::Json => json::write(answer, loaded, out),
    }
}

fn page(answer: &Answer<'_>, loaded: &Loaded) -> Document {
    let mut page = Document::default();
    match answer {
        Answer::Codes(cases) => meaning::cases(cases, loaded, &mut page),
        Answer::Readings(readings, others) => {
            meaning::readings(readings, others, loaded, &mut page);
        }
        Answer::Status {
            book,
            status,
            codes,
            alone,
        } => listing::status(book, *status, codes, alone.as_deref(), &mut page),
        Answer::Contents(book, vendor) => listing::vendor(book, vendor, &mut page),
        Answer::Vendors(book) => listing::vendors(book, &mut page),
    }
    page
}

/// A name and what it means.
fn title(page: &mut Document, name: &str, summary: &str) {
    page.heading(2, Inline::prose(name) + ": " + Inline::prose(summary));
}

/// A label and a text.
fn entry(page: &mut Document, label: impl Into<Cow<'static, str>>, text: &str) {
    page.fact(label, Inline::prose(text));
}

/// An entry for each text.
fn entries<'t>(
    page: &mut Document,
    label: &'static str,
    texts: impl IntoIterator<Item = &'t String>,
) {
    for text in texts {
        entry(page, label, text);
    }
}

/// A paragraph that introduces what follows.
fn introduce(page: &mut Document, text: &str) {
    page.paragraph(Inline::strong(Inline::prose(text)));
}

/// The response in the arguments or, if they name nothing else than a vendor, on standard input.
fn pasted(arguments: &Explain, book: &Book) -> anyhow::Result<Option<String>> {
    let names_vendor = |subject: &String| lookup::vendor(book, subject).is_ok();
    let may_be_piped =
        arguments.code.is_none() && arguments.subject.as_ref().is_none_or(names_vendor);
    match arguments.response.as_deref() {
        Some("-") => standard_input().map(Some),
        Some(text) => Ok(Some(text.to_owned())),
        None if may_be_piped && !io::stdin().is_terminal() => {
            let text = standard_input()?;
            Ok((!text.trim().is_empty()).then_some(text))
        }
        None => Ok(None),
    }
}

fn standard_input() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MAX_INPUT).read_to_end(&mut bytes);
    read.context("cannot read standard input")?;
    if encoding::is_utf_16(&bytes) {
        bail!("cannot read standard input: {}", encoding::UTF_16);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
