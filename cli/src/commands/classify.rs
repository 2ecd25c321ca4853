//! `faultbook classify`: reads responses as JSON lines with the engine, which generated code uses, too.

mod answer;
mod classifier;
mod fields;
mod gzip;
mod input;
mod lines;
mod path;
mod pipeline;
mod request;
mod summary;
mod table;
mod tally;
mod whole_lines;

use std::io::{self, IsTerminal, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::thread::available_parallelism;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use faultbook_codegen::Loaded;

use self::classifier::{Answers, Classifier};
use self::fields::{Field, FieldTree, Mapping};
use self::input::Input;
use self::request::Given;
use self::summary::Summary;
use self::table::TableLook;
use self::tally::Tally;
use self::whole_lines::WholeLines;
use crate::book::BookOptions;
use crate::output::{ExitStatus, ListFormat, write_json_line};
use crate::terminal;

/// Classify responses in JSON lines
///
/// Writes a JSON line for each line of the input, in the same order. An input line is like
///
/// `{"id": 1, "vendor": "playwave", "operation": "heartbeat", "status": 410, "headers": {}, "body": "…"}`
///
/// or has `"raised": "NETWORK_ERROR"` instead of status and body. The status may be a string, the headers may be a list
/// of pairs, and the body may be JSON. For a line that cannot be read, the output is `{"line": 1, "error": "…"}`, and
/// the exit code is 1 in the end. Input that is compressed with gzip is decompressed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook classify responses.jsonl
  faultbook classify --spec other/spec < responses.jsonl
  faultbook classify access.log.gz --vendor gameye --operation start_session --field status=.resp.code --summary
  echo '{\"vendor\":\"gameye\",\"operation\":\"start_session\",\"status\":420}' | faultbook classify")]
pub(crate) struct Classify {
    /// Input file; `-` reads standard input
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
    #[command(flatten)]
    book: BookOptions,
    /// Vendor of all lines; overrides the lines
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// Operation of all lines; overrides the lines
    #[arg(long, value_name = "OP")]
    operation: Option<String>,
    /// Path of a field, such as `status=.resp.code`, `body=.resp["text"]` or `id=/req/ids/0`; `.` is the whole line
    ///
    /// The fields are id, vendor, operation, status, raised, headers and body. By default, each is the member of its
    /// name.
    #[arg(long = "field", value_name = "NAME=PATH", value_parser = Mapping::parse)]
    fields: Vec<Mapping>,
    /// Print counts by vendor, class, code and action instead of answers
    #[arg(long)]
    summary: bool,
    /// Output format of the summary
    #[arg(long, value_enum, default_value_t = ListFormat::Human, requires = "summary")]
    format: ListFormat,
    /// Number of threads [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

pub(crate) fn run(arguments: &Classify, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    // Threads that share the book may outlive this function if it fails, and the process ends soon after it.
    let loaded: &'static Loaded = Box::leak(Box::new(arguments.book.load()?));
    let classifier = classifier(arguments, loaded)?;
    let input = Input::open(&arguments.file, !arguments.summary)?;
    let has_bad_lines = if arguments.summary {
        let tally = tally(classifier, input, threads(arguments))?;
        write_summary(&Summary::new(loaded, &tally), arguments.format, out)?;
        tally.has_bad_lines()
    } else {
        answer(classifier, input, threads(arguments), out)?
    };
    Ok(ExitStatus::of(has_bad_lines))
}

fn classifier(
    arguments: &Classify,
    loaded: &'static Loaded,
) -> anyhow::Result<Classifier<'static>> {
    let Classify {
        vendor, operation, ..
    } = arguments;
    for (given, field, option) in [
        (vendor, Field::Vendor, "--vendor"),
        (operation, Field::Operation, "--operation"),
    ] {
        if given.is_some() && arguments.fields.iter().any(|own| own.maps(field)) {
            let name = field.name();
            bail!("`{option}` applies to all lines, so `--field {name}=…` would have no effect");
        }
    }
    let given = Given::new(&loaded.book, vendor.as_deref(), operation.as_deref());
    let given = given.map_err(|error| anyhow!(error))?;
    Ok(Classifier::new(
        loaded,
        FieldTree::new(&arguments.fields),
        given,
    ))
}

fn threads(arguments: &Classify) -> NonZero<usize> {
    let given = arguments
        .threads
        .and_then(|threads| NonZero::new(threads.into()));
    given.unwrap_or_else(|| available_parallelism().unwrap_or(NonZero::<usize>::MIN))
}

/// Writes an answer for each line. Returns whether there were lines that could not be read.
fn answer(
    classifier: Classifier<'static>,
    mut input: Input,
    threads: NonZero<usize>,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let (mut has_bad_lines, mut progress) = (false, input.progress());
    let mut lines = WholeLines::new(out).context("cannot handle signals")?;
    let fill = move |piece: &mut _| input.fill(piece);
    let work = move |piece: &_, answers: &mut _| classifier.answer(piece, answers);
    pipeline::run(threads, fill, work, |answers: &mut Answers| {
        has_bad_lines |= answers.has_bad_lines;
        progress.show();
        Ok(lines.write(&answers.text)?)
    })?;
    Ok(has_bad_lines)
}

/// Counts the readings of all lines.
fn tally(
    classifier: Classifier<'static>,
    mut input: Input,
    threads: NonZero<usize>,
) -> anyhow::Result<Tally> {
    let (mut all, mut progress) = (Tally::default(), input.progress());
    let fill = move |piece: &mut _| input.fill(piece);
    let work = move |piece: &_, tally: &mut _| classifier.tally(piece, tally);
    pipeline::run(threads, fill, work, |tally: &mut Tally| {
        progress.show();
        all.absorb(tally);
        Ok(())
    })?;
    Ok(all)
}

fn write_summary(summary: &Summary, format: ListFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        ListFormat::Json => write_json_line(summary, out),
        ListFormat::Human => {
            let look = TableLook {
                width: terminal::width(),
                blocks: io::stdout().is_terminal(),
            };
            out.write_all(summary.table(look).as_bytes())
        }
    }
}
