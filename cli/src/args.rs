//! What the command line can say.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::classify::Mapping;
use crate::coverage::Coverage;
use crate::export::Export;
use crate::fmt::Fmt;
use crate::generate::Generate;
use crate::import::Import;
use crate::list::List;
use crate::new::New;
use crate::shell::{Completions, Man};
use crate::stats::Stats;

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
  faultbook docs --open
  faultbook export --out catalogue.csv
  faultbook coverage --vendor gameye --source errors.md

Each subcommand has examples of its own: `faultbook explain --help`.

Exit codes:
  0  all is well
  1  something was found: mistakes in a book, breaking changes, a stale mirror, bad lines or rows, what a document
     has and the book lacks
  2  the command could not be understood, or a file not be read or written";

/// Every vendor's errors written down once: checks, generates, compares, explains, classifies and shows.
#[derive(Debug, Parser)]
// The width 0 is none: terminals wrap lines. A dependency has clap do it, too, unless this says otherwise.
#[command(name = "faultbook", version, after_help = EXAMPLES, term_width = 0)]
pub(crate) struct Arguments {
    /// Tell mistakes alone: no warnings, no progress, and no account of what was done. The exit code says the rest.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Generate(Box<Generate>),
    Check(Check),
    Diff(Diff),
    Explain(Explain),
    Docs(Docs),
    Classify(Classify),
    New(New),
    Import(Box<Import>),
    Export(Export),
    Coverage(Coverage),
    Fmt(Fmt),
    List(List),
    Stats(Stats),
    Completions(Completions),
    Man(Man),
}

impl Command {
    /// Whether the standard output is an account of what was done, and no answer that was asked for.
    pub(crate) fn only_accounts(&self) -> bool {
        match self {
            Self::Generate(_) | Self::Docs(_) | Self::New(_) | Self::Man(_) => true,
            Self::Check(arguments) => arguments.format == Format::Human,
            Self::Import(arguments) => !arguments.is_shown(),
            Self::Export(arguments) => !arguments.is_shown(),
            Self::Fmt(arguments) => !arguments.is_shown(),
            Self::Explain(_)
            | Self::Classify(_)
            | Self::Diff(_)
            | Self::List(_)
            | Self::Stats(_)
            | Self::Coverage(_)
            | Self::Completions(_) => false,
        }
    }
}

/// Look a book through for mistakes, and run its examples.
///
/// At most 100 errors and 10 warnings of each kind are listed for a file. The rest are counted, in every format: as a last
/// line for each kind, which in JSON is an object without a `file` that has their number in `more`.
///
/// The exit code is 1 if there is any mistake, and 0 if there are warnings only.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook check
  faultbook check --fix
  faultbook check --format github
  faultbook check shared/spec spec
  faultbook check other/spec --format json | jq -r .message")]
pub(crate) struct Check {
    /// The book's folders.
    #[arg(value_name = "DIR", default_value = "spec")]
    pub(crate) spec: Vec<PathBuf>,
    /// Whom mistakes and warnings are told to.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Mend what can have been meant in one way only, and tell the rest.
    #[arg(long)]
    pub(crate) fix: bool,
}

/// Tell what an edit of a book does to those who depend on it.
///
/// OLD and NEW are each a book's folder, a file of a book, or a git revision: `main` (its `spec`, seen from here),
/// `HEAD~1:path/from/the/top`, `v1.2:./path/from/here`. Nothing is checked out, and a folder or file of the same name comes
/// first. Changes are told by what they do:
///
/// `breaking`: a name is gone that code or stored data can use, or means something else.
/// `behaviour`: what compiled compiles, and does something else.
/// `addition`: there is something new.
/// `docs`: texts for people.
///
/// The exit code is 1 if there is a change that `--fail-on` names and nobody waived, and 2 if one of the two is no book.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  faultbook diff main
  faultbook diff HEAD~1:spec HEAD:spec --format github --fail-on behaviour
  faultbook diff older/spec spec --waive waived.txt"
)]
pub(crate) struct Diff {
    /// The book as it was.
    pub(crate) old: String,
    /// The book as it is.
    #[arg(default_value = "spec")]
    pub(crate) new: String,
    /// Whom changes are told to.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// The least of the changes that fail.
    #[arg(long, value_enum, value_name = "IMPACT", default_value_t = FailOn::Breaking)]
    pub(crate) fail_on: FailOn,
    /// A file of fingerprints, one in each line, whose changes do not count; what follows `#` is a comment.
    #[arg(long, value_name = "FILE")]
    pub(crate) waive: Option<PathBuf>,
    /// The fingerprint of a change that does not count.
    #[arg(long, value_name = "FINGERPRINT")]
    pub(crate) allow: Vec<String>,
}

/// Which changes fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Names that are gone or mean something else.
    Breaking,
    /// These, and what is decided or read otherwise.
    Behaviour,
    /// These, and what is new.
    Addition,
    /// Any change.
    Docs,
    /// None.
    Never,
}

/// How mistakes, warnings and changes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A person at a terminal: the lines of the book with the places marked; mistakes on the standard error.
    Human,
    /// A program: JSON lines, one for each of them.
    Json,
    /// GitHub Actions: workflow commands that annotate the lines of the book.
    Github,
}

/// Tell what a code means, what to do about it, and which layer of the book says so.
///
/// A vendor may be left out, and so may the code: then its codes are listed. A status finds the codes that come with it
/// and what is decided by it alone. A whole response, as text or on the standard input, is read as a program would read
/// it. The id of a mistake or warning is explained with a wrong and a right example.
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
  faultbook explain FB0010"
)]
pub(crate) struct Explain {
    /// The vendor, as the book calls it; or, alone, a code, a status, the id of a mistake or warning, or a lint.
    #[arg(value_name = "VENDOR|CODE|ID")]
    pub(crate) subject: Option<String>,
    /// The code as it stands on the wire or in Rust, or a status.
    #[arg(conflicts_with = "response")]
    pub(crate) code: Option<String>,
    /// A response: its body, or all of it from `HTTP/1.1 410` on; `-` is the standard input, which is read too if nothing
    /// else is asked.
    #[arg(long, value_name = "TEXT|-", allow_hyphen_values = true)]
    pub(crate) response: Option<String>,
    /// The operation that met it; left out, `request`, which stands for any call.
    #[arg(long, value_name = "OP")]
    pub(crate) operation: Option<String>,
    /// The HTTP status that it came with; left out, the one that is typical of the code.
    #[arg(long, value_name = "N")]
    pub(crate) status: Option<u16>,
    /// The book's folder, and again for each other one; left out, `spec` if it is there, else the book that the command
    /// carries.
    #[arg(long, value_name = "DIR")]
    pub(crate) spec: Vec<PathBuf>,
    /// Whom it is told to.
    #[arg(long, value_enum, default_value_t = Telling::Human)]
    pub(crate) format: Telling,
    /// List the ids of all mistakes and warnings.
    #[arg(long, conflicts_with_all = ["subject", "code", "response"])]
    pub(crate) list: bool,
}

/// How something is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Telling {
    /// A person at a terminal, whose width and colours it suits.
    Human,
    /// A program: JSON lines, one for each meaning, code or id.
    Json,
    /// A ticket or a chat that shows Markdown.
    Markdown,
}

/// Write a book's docs: Markdown pages, which are an mdBook, too, and a catalogue in HTML where there is one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook docs --open
  faultbook docs --spec other/spec --out target/book")]
pub(crate) struct Docs {
    /// The book's folder, and again for each other one; left out, `spec` if it is there, else the book that the command
    /// carries.
    #[arg(long, value_name = "DIR")]
    pub(crate) spec: Vec<PathBuf>,
    /// The folder to write to.
    #[arg(long, value_name = "DIR", default_value = "target/docs")]
    pub(crate) out: PathBuf,
    /// Show the catalogue, or the first page.
    #[arg(long)]
    pub(crate) open: bool,
}

/// Read responses as JSON lines and write what each says as JSON lines, in the same order.
///
/// A line in is like
///
/// `{"id": 1, "vendor": "playwave", "operation": "heartbeat", "status": 410, "headers": {}, "body": "…"}`
///
/// or has `"raised": "NETWORK_ERROR"` in place of status and body. The status may be a string; headers may be a list of
/// pairs; the body may be JSON within the line. A line that cannot be understood gives `{"line": 1, "error": "…"}` in its
/// place, and the exit code is 1 in the end. Input that was packed with gzip is unpacked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook classify responses.jsonl
  faultbook classify --spec other/spec < responses.jsonl
  faultbook classify access.log.gz --vendor gameye --operation start_session --field status=.resp.code --summary
  echo '{\"vendor\":\"gameye\",\"operation\":\"start_session\",\"status\":420}' | faultbook classify")]
pub(crate) struct Classify {
    /// The file to read; `-`, or left out, is the standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: PathBuf,
    /// The book's folder, and again for each other one; left out, `spec` if it is there, else the book that the command
    /// carries.
    #[arg(long, value_name = "DIR")]
    pub(crate) spec: Vec<PathBuf>,
    /// The vendor of all lines, whatever they say.
    #[arg(long, value_name = "VENDOR")]
    pub(crate) vendor: Option<String>,
    /// The operation of all lines, whatever they say.
    #[arg(long, value_name = "OP")]
    pub(crate) operation: Option<String>,
    /// Where the lines have a field: `status=.resp.code`, `body=.resp["text"]` or `id=/req/ids/0`. `.` is the whole line.
    ///
    /// Fields are id, vendor, operation, status, raised, headers and body. One that is not mapped stands at the top of the
    /// line under its own name.
    #[arg(long = "field", value_name = "NAME=PATH", value_parser = Mapping::parse)]
    pub(crate) fields: Vec<Mapping>,
    /// Write no answers, but how many lines there are by vendor, class, code and action; unknown codes come first.
    #[arg(long)]
    pub(crate) summary: bool,
    /// Whom the summary is for.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Human, requires = "summary")]
    pub(crate) format: SummaryFormat,
    /// How many threads answer; left out, as many as there are cores.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

/// How a summary is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryFormat {
    /// A person: a table with bars.
    Human,
    /// A program: a line of JSON, with all that the table leaves out.
    Json,
}
