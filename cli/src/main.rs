//! The command `faultbook`: keeps a book of vendors' errors in order, and answers questions from it.
//!
//! It compiles the book's YAML in memory and does not link the crate that is generated from it. So it works while the
//! book is broken, which is when it is needed.

mod args;
mod book;
mod check;
mod classify;
mod coverage;
mod diff;
mod docs;
mod encoding;
mod explain;
mod export;
mod files;
mod fmt;
mod generate;
mod github;
mod import;
mod json_lines;
mod layout;
mod list;
mod meetings;
mod names;
mod new;
mod shell;
mod starter;
mod stats;
mod stdout;
mod terminal;
mod yaml;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use faultbook_codegen::Diagnostics;

use crate::args::{Arguments, Command};

/// What a command that ran to its end has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Clean,
    Findings,
}

const FINDINGS: u8 = 1;
const TROUBLE: u8 = 2;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => return print_instead(&told),
    };
    if arguments.quiet {
        terminal::be_quiet();
    }
    let mut out: Box<dyn Write> = if arguments.quiet && arguments.command.only_accounts() {
        Box::new(io::sink())
    } else {
        stdout::open()
    };
    match run(&arguments.command, &mut out) {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => FINDINGS.into(),
        Err(error) => tell(&error),
    }
}

/// Prints what the parser has to say: an error, or the help or version that was asked for.
fn print_instead(told: &clap::Error) -> ExitCode {
    if told.use_stderr() {
        // If not even the error can be printed, the exit code still says it.
        let _ = told.print();
        return TROUBLE.into();
    }
    let printed = stdout::require().and_then(|()| told.print());
    match printed.and_then(|()| io::stdout().flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => tell(&error.into()),
    }
}

fn run(command: &Command, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let verdict = match command {
        Command::Generate(arguments) => generate::run(arguments, out),
        Command::Check(arguments) => check::run(arguments, out),
        Command::Diff(arguments) => diff::run(arguments, out),
        Command::Explain(arguments) => explain::run(arguments, out),
        Command::Docs(arguments) => docs::run(arguments, out),
        Command::Classify(arguments) => classify::run(arguments, out),
        Command::New(arguments) => new::run(arguments, out),
        Command::List(arguments) => list::run(arguments, out),
        Command::Stats(arguments) => stats::run(arguments, out),
        Command::Completions(arguments) => shell::completions(arguments, out),
        Command::Man(arguments) => shell::man(arguments, out),
        Command::Fmt(arguments) => fmt::run(arguments, out),
        Command::Import(arguments) => import::run(arguments, out),
        Command::Export(arguments) => export::run(arguments, out),
        Command::Coverage(arguments) => coverage::run(arguments, out),
    }?;
    out.flush()?;
    Ok(verdict)
}

fn tell(error: &anyhow::Error) -> ExitCode {
    if is_closed_pipe(error) {
        // Whoever read the output has seen enough.
        return ExitCode::SUCCESS;
    }
    if let Some(mistakes) = mistakes(error) {
        terminal::show(mistakes);
        return FINDINGS.into();
    }
    terminal::tell(&format!("error: {error:#}"));
    TROUBLE.into()
}

/// The mistakes of a book, if that is what is wrong.
fn mistakes(error: &anyhow::Error) -> Option<&Diagnostics> {
    let told = error.downcast_ref::<faultbook_codegen::Error>();
    told.map_or_else(
        || error.downcast_ref(),
        faultbook_codegen::Error::diagnostics,
    )
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<io::Error>();
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
