//! The command `faultbook`: checks, compares and generates books of vendors' errors, and answers questions from them.
//!
//! It compiles the book's YAML in memory and does not link the crate that is generated from it, so it works while the
//! book is broken.

mod book;
mod commands;
mod decisions;
mod encoding;
mod files;
mod github;
mod log;
mod members;
mod output;
mod packages;
mod page;
mod sarif;
mod stdout;
mod suggestions;
mod terminal;
mod translations;
mod unique;
mod vocabulary;
mod yaml;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use faultbook_codegen::Diagnostics;

use crate::commands::{
    check, classify, completions, coverage, diff, docs, explain, export, fmt, generate, import,
    learn, list, man, new, schema, serve, stats,
};
use crate::output::ExitStatus;

const EXAMPLES: &str = "\
Examples:
  faultbook new my_vendor
  faultbook import errors.csv --vendor my_vendor --code /error/code
  faultbook check --fix
  faultbook fmt
  faultbook diff main spec
  faultbook generate
  faultbook list --retryable
  faultbook explain SESSION_ENDED
  faultbook classify access.log.gz --vendor gameye --operation start_session --field status=.resp.code --summary
  faultbook learn access.log.gz --vendor gameye --field status=.resp.code
  faultbook docs --open
  faultbook export --out catalogue.csv
  faultbook coverage --vendor gameye --source errors.md

Each subcommand has its own examples: `faultbook explain --help`.

Exit codes:
  0  success
  1  findings: errors in a book, breaking changes, generated files that are out of date, lines or rows that cannot
     be read, differences between a document and the book
  2  invalid arguments, or a file that cannot be read or written";

/// Keeps a vendor's errors in one place: checks, generates, compares, explains and classifies them
#[derive(Debug, Parser)]
// A width of 0 turns wrapping off: terminals wrap lines. The feature `wrap_help`, which a dependency may enable, would
// wrap them otherwise.
#[command(name = "faultbook", version, after_help = EXAMPLES, term_width = 0)]
struct Arguments {
    /// Only print errors and requested output
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(Box<generate::Generate>),
    Check(check::Check),
    Diff(diff::Diff),
    Explain(explain::Explain),
    Docs(docs::Docs),
    Classify(classify::Classify),
    Learn(learn::Learn),
    New(new::New),
    Import(Box<import::Import>),
    Export(export::Export),
    Coverage(coverage::Coverage),
    Fmt(fmt::Fmt),
    Schema(schema::Schema),
    Serve(serve::Serve),
    List(list::List),
    Stats(stats::Stats),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    /// Whether standard output is only a log of what was done, which `--quiet` omits.
    fn only_logs(&self) -> bool {
        match self {
            Self::Generate(_) | Self::Docs(_) | Self::New(_) | Self::Man(_) => true,
            Self::Check(arguments) => arguments.only_logs(),
            Self::Import(arguments) => arguments.only_logs(),
            Self::Export(arguments) => arguments.only_logs(),
            Self::Fmt(arguments) => arguments.only_logs(),
            Self::Schema(arguments) => arguments.only_logs(),
            Self::Explain(_)
            | Self::Classify(_)
            | Self::Learn(_)
            | Self::Diff(_)
            | Self::List(_)
            | Self::Serve(_)
            | Self::Stats(_)
            | Self::Coverage(_)
            | Self::Completions(_) => false,
        }
    }

    fn run(&self, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
        match self {
            Self::Generate(arguments) => generate::run(arguments, out),
            Self::Check(arguments) => check::run(arguments, out),
            Self::Diff(arguments) => diff::run(arguments, out),
            Self::Explain(arguments) => explain::run(arguments, out),
            Self::Docs(arguments) => docs::run(arguments, out),
            Self::Classify(arguments) => classify::run(arguments, out),
            Self::Learn(arguments) => learn::run(arguments, out),
            Self::New(arguments) => new::run(arguments, out),
            Self::Import(arguments) => import::run(arguments, out),
            Self::Export(arguments) => export::run(arguments, out),
            Self::Coverage(arguments) => coverage::run(arguments, out),
            Self::Fmt(arguments) => fmt::run(arguments, out),
            Self::Schema(arguments) => schema::run(arguments, out),
            Self::Serve(arguments) => serve::run(arguments),
            Self::List(arguments) => list::run(arguments, out),
            Self::Stats(arguments) => stats::run(arguments, out),
            Self::Completions(arguments) => completions::run(arguments, Arguments::command(), out),
            Self::Man(arguments) => man::run(arguments, Arguments::command(), out),
        }
    }
}

const FINDINGS: u8 = 1;
const FAILURE: u8 = 2;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => return print_instead(&message),
    };
    if arguments.quiet {
        terminal::be_quiet();
    }
    match run(&arguments) {
        Ok(ExitStatus::Success) => ExitCode::SUCCESS,
        Ok(ExitStatus::Findings) => FINDINGS.into(),
        Err(error) => report(&error),
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitStatus> {
    let mut out: Box<dyn Write> = if arguments.quiet && arguments.command.only_logs() {
        Box::new(io::sink())
    } else {
        stdout::open()
    };
    let status = arguments.command.run(&mut out)?;
    out.flush()?;
    Ok(status)
}

/// Prints the message of the argument parser: an error, or the requested help or version.
fn print_instead(message: &clap::Error) -> ExitCode {
    if message.use_stderr() {
        // If the error cannot be printed, the exit code still reports it.
        let _ = message.print();
        return FAILURE.into();
    }
    let printed = stdout::require().and_then(|()| message.print());
    match printed.and_then(|()| io::stdout().flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => report(&error.into()),
    }
}

fn report(error: &anyhow::Error) -> ExitCode {
    if is_closed_pipe(error) {
        // The reader of the output has closed it because it needs no more.
        return ExitCode::SUCCESS;
    }
    if let Some(diagnostics) = diagnostics(error) {
        terminal::print_diagnostics(diagnostics);
        return FINDINGS.into();
    }
    terminal::print(&format!("error: {error:#}"));
    FAILURE.into()
}

/// The errors of a book, if they are why the command failed.
fn diagnostics(error: &anyhow::Error) -> Option<&Diagnostics> {
    match error.downcast_ref::<faultbook_codegen::Error>() {
        Some(error) => error.diagnostics(),
        None => error.downcast_ref(),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<io::Error>();
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
