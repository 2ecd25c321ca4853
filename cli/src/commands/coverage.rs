//! `faultbook coverage`: compares a vendor's documentation with its codes and statuses in the book.

mod document;
mod findings;
mod positions;
mod report;
mod shape;
mod statuses;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{anyhow, bail, ensure};
use clap::Args;
use faultbook_codegen::Source;
use faultbook_codegen::model::{Book, Vendor};

use self::findings::{Comparison, Finding};
use self::report::Reporter;
use crate::book::BookOptions;
use crate::encoding;
use crate::output::{ExitStatus, ReportFormat, counted};
use crate::terminal::{self, sanitize};

/// Compare a vendor's documentation with the book
///
/// Reports the codes and statuses that only one of the two has. The document is Markdown, plain text, HTML or JSON. A
/// code is a token that resembles the vendor's codes in the book and is at the start of a heading, list item or line, in
/// backticks, or the value of a member such as `code` in a sample; or any token in the table column that has the most
/// codes of the book, or if there are none, whose header ends in `code`, `error` or `reason`. A status is a number after
/// `HTTP` or `status`, before its reason phrase, next to a code, or in a column of statuses. Leave out false positives
/// with `--ignore`.
///
/// `missing_code` and `missing_status` are documented but not in the book; `undocumented_code` and
/// `undocumented_status` are in the book but not documented. Codes that the client raises need no documentation.
///
/// The exit code is 1 if there is a finding or nothing in the document was recognized, and 2 if the vendor has no codes
/// to compare with.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook coverage --vendor gameye --source errors.md
  faultbook coverage --vendor rgs --source errors.md --ignore ERROR_CODE_UNSPECIFIED --ignore 418
  curl -s https://docs.example/errors.md | faultbook coverage --vendor rgs --source - --format json")]
pub(crate) struct Coverage {
    /// The document; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    source: PathBuf,
    /// The documented vendor; optional if the book has only one
    #[arg(long)]
    vendor: Option<String>,
    /// A code or status to leave out of the comparison
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true)]
    ignore: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    book: BookOptions,
}

/// The maximum number of findings of a kind that are printed.
const MAX_PRINTED: usize = 100;

pub(crate) fn run(arguments: &Coverage, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let (loaded, sources) = arguments.book.load_with_sources()?;
    let vendor = vendor(&loaded.book, arguments.vendor.as_deref())?;
    let mut files = sources.iter();
    let spec = files.find(|source| source.stem() == vendor.name);
    let spec = spec.ok_or_else(|| anyhow!("the book has no file `{}.yaml`", vendor.name))?;
    let path = match arguments.source.to_string_lossy() {
        path if path == "-" => "standard input".into(),
        path => path,
    };
    let document = Source::new(path, encoding::read(&arguments.source)?);
    ensure!(
        !vendor.codes.is_empty(),
        "`{}` has no codes in the book to compare with",
        vendor.name
    );
    let comparison = Comparison::new(vendor, &document.text, &spec.text);
    let (counts, mut findings) = (comparison.counts(), comparison.findings());
    findings.retain(|finding| !arguments.ignore.contains(&finding.token));
    // A document in which nothing is recognized does not agree with the book, whatever is ignored.
    let agrees = findings.is_empty() && counts != (0, 0);
    let mut summary = format!(
        "{}: {}",
        sanitize(&document.path),
        summary(counts, &findings)
    );
    let hidden = shorten(&mut findings);
    if hidden > 0 {
        write!(summary, "; {hidden} of them are not shown")?;
    }
    Reporter::new(&document, spec, vendor).write(&findings, arguments.format, out)?;
    match arguments.format {
        _ if terminal::is_quiet() => {}
        ReportFormat::Json if hidden == 0 && counts != (0, 0) => {}
        ReportFormat::Json => terminal::print(&summary),
        ReportFormat::Human | ReportFormat::Github => writeln!(out, "{summary}")?,
    }
    Ok(ExitStatus::of(!agrees))
}

/// Keeps as many findings of each kind as are printed, and returns how many it removed.
fn shorten(findings: &mut Vec<Finding>) -> usize {
    let total = findings.len();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    findings.retain(|finding| {
        let count = counts.entry(finding.kind()).or_default();
        *count += 1;
        *count <= MAX_PRINTED
    });
    total - findings.len()
}

fn summary((codes, statuses): (usize, usize), findings: &[Finding]) -> String {
    let plural = if statuses == 1 { "" } else { "es" };
    let recognized = match (codes, statuses) {
        (0, 0) => "no codes or statuses recognized in the document".to_owned(),
        _ => format!("{} and {statuses} status{plural}", counted(codes, "code")),
    };
    if findings.is_empty() && (codes, statuses) != (0, 0) {
        return format!("{recognized}, all as in the book");
    }
    let missing = findings.iter().filter(|finding| finding.is_missing());
    let missing = missing.count();
    let undocumented = findings.len() - missing;
    format!("{recognized}; {missing} not in the book, {undocumented} not in the document")
}

fn vendor<'b>(book: &'b Book, name: Option<&str>) -> anyhow::Result<&'b Vendor> {
    match (name, book.vendors.as_slice()) {
        (Some(name), _) => crate::book::vendor(book, name),
        (None, [only]) => Ok(only),
        (None, vendors) => {
            let names: Vec<&str> = vendors.iter().map(|vendor| &*vendor.name).collect();
            let names = names.join(", ");
            bail!("name the vendor with `--vendor NAME`; the book has {names}")
        }
    }
}
