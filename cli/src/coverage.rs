//! `faultbook coverage`: compares a vendor's documentation with its codes and statuses in the book.

mod candidates;
mod document;
mod domains;
mod findings;
mod flattened;
mod html;
mod known;
mod lead;
mod markdown;
mod mentions;
mod report;
mod shape;
mod status;
mod tokens;

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail, ensure};
use clap::Args;
use faultbook_codegen::model::{Book, Vendor};
use faultbook_codegen::{Source, load};

use self::candidates::Collector;
use self::findings::{Comparison, Finding, Kind};
use self::flattened::Flattened;
use self::known::KnownCodes;
use self::mentions::Mentions;
use self::report::Sources;
use crate::args::Format;
use crate::check::counted;
use crate::layout::harmless;
use crate::{Verdict, book, terminal};

/// Compare a vendor's documentation with the book.
///
/// Reports the codes and statuses that only one of the two has. The document is Markdown, plain text, HTML or JSON. A code
/// is a token that resembles the vendor's codes in the book, in a position where codes are: a table column, a heading,
/// the beginning of a list item or line, backticks, or the value of a member such as `code` in a sample. A status is a
/// number that the text calls one: `HTTP 404`, `404 Not Found`, a column of statuses.
///
/// `missing_code` and `missing_status` are documented but not in the book; `undocumented_code` and `undocumented_status`
/// are in the book but not documented. Codes that the client raises need no documentation.
///
/// The exit code is 1 if there is a finding, and 2 if the document has nothing that looks like a code or status.
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
    #[arg(long, value_name = "TOKEN")]
    ignore: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// A folder of the book; may be repeated [default: `spec` if it exists, or the built-in book]
    #[arg(long, value_name = "DIR")]
    spec: Vec<PathBuf>,
}

/// The greatest number of findings of a kind that are printed.
const MAX_PRINTED: usize = 100;

/// Locating and rendering a finding reads its file. For large files, fewer findings are printed, so that no more than about
/// this many bytes are read for a kind.
const MAX_READ: usize = 16 * 1024 * 1024;

pub(crate) fn run(arguments: &Coverage, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let sources = book::sources(&arguments.spec)?;
    let loaded = load(&sources)?;
    let vendor = vendor(&loaded.book, arguments.vendor.as_deref())?;
    let mut files = sources.iter();
    let spec = files.find(|source| source.stem() == vendor.name);
    let spec = spec.ok_or_else(|| anyhow!("the book has no file `{}.yaml`", vendor.name))?;
    let document = read_document(&arguments.source)?;
    let (mentions, mut findings) = compare(vendor, &document.text, &spec.path)?;
    findings.retain(|finding| !arguments.ignore.contains(&finding.token));
    let mut summary = Summary::of(&mentions, &findings);
    let verdict = summary.verdict();
    let sources = Sources {
        document: &document,
        spec,
        vendor,
    };
    shorten(&sources, &mut findings);
    summary.shown = findings.len();
    report::write(&sources, &findings, arguments.format, out)?;
    let summary_line = format!("{}: {summary}", harmless(&document.path));
    match arguments.format {
        _ if terminal::is_quiet() => {}
        Format::Json if summary.is_in_findings() => {}
        Format::Json => terminal::tell(&summary_line),
        Format::Human | Format::Github => writeln!(out, "{summary_line}")?,
    }
    Ok(verdict)
}

/// What a document mentions, and how that differs from the book.
fn compare(
    vendor: &Vendor,
    document: &str,
    file: &str,
) -> anyhow::Result<(Mentions, Vec<Finding>)> {
    let codes = KnownCodes::of(vendor);
    ensure!(
        codes.are_documented(),
        "`{}` has no codes in the book to compare with",
        vendor.name
    );
    let flattened = Flattened::new(&codes, document);
    let fragments = markdown::fragments(document);
    let candidates = Collector::new(&flattened, document)?.collect(&fragments);
    let mentions = Mentions::of(candidates, &codes);
    let comparison = Comparison {
        codes: &codes,
        mentions: &mentions,
        numbers: status::numbers_in(document),
        file,
    };
    let findings = comparison.findings();
    Ok((mentions, findings))
}

/// Keeps as many findings of each kind as can be printed in reasonable time.
fn shorten(sources: &Sources<'_>, findings: &mut Vec<Finding>) {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    findings.retain(|finding| {
        let count = counts.entry(finding.kind).or_default();
        *count += 1;
        let size = sources.of(finding).text.len().max(1);
        *count <= (MAX_READ / size).clamp(1, MAX_PRINTED)
    });
}

fn vendor<'b>(book: &'b Book, name: Option<&str>) -> anyhow::Result<&'b Vendor> {
    let known = || book.vendors.iter().map(|vendor| vendor.name.as_str());
    match (name, book.vendors.as_slice()) {
        (None, [only]) => Ok(only),
        (None, _) => bail!(
            "name the vendor with `--vendor NAME`; the book has {}",
            known().collect::<Vec<_>>().join(", ")
        ),
        (Some(name), vendors) => {
            let mut vendors = vendors.iter();
            let own = vendors.find(|vendor| vendor.name == name);
            own.ok_or_else(|| anyhow!(crate::names::unknown("vendor", name, known())))
        }
    }
}

fn read_document(path: &Path) -> anyhow::Result<Source> {
    let mut text = String::new();
    if path == Path::new("-") {
        io::stdin()
            .read_to_string(&mut text)
            .context("cannot read the standard input")?;
        return Ok(Source::new("standard input", text));
    }
    let unreadable = || format!("cannot read `{}`", harmless(&path.display().to_string()));
    let bytes = std::fs::read(path).with_context(unreadable)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| anyhow!("it is not UTF-8"))
        .with_context(unreadable)?;
    Ok(Source::new(path.to_string_lossy(), text))
}

/// The last line of the output.
struct Summary {
    codes: usize,
    statuses: usize,
    missing: usize,
    undocumented: usize,
    /// How many findings are printed.
    shown: usize,
}

impl Summary {
    fn of(mentions: &Mentions, findings: &[Finding]) -> Self {
        let (codes, statuses) = mentions.counts();
        let missing = findings.iter().filter(|finding| finding.kind.is_missing());
        let missing = missing.count();
        Self {
            codes,
            statuses,
            missing,
            undocumented: findings.len() - missing,
            shown: findings.len(),
        }
    }

    fn findings(&self) -> usize {
        self.missing + self.undocumented
    }

    fn is_document_empty(&self) -> bool {
        self.codes + self.statuses == 0
    }

    /// Whether the findings say everything that the summary does.
    fn is_in_findings(&self) -> bool {
        self.shown == self.findings() && !self.is_document_empty()
    }

    /// A document in which nothing was recognised does not agree with the book, whatever is ignored.
    fn verdict(&self) -> Verdict {
        if self.findings() == 0 && !self.is_document_empty() {
            Verdict::Clean
        } else {
            Verdict::Findings
        }
    }
}

impl Display for Summary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_document_empty() {
            f.write_str("no codes or statuses recognised in the document")?;
        } else {
            let plural = if self.statuses == 1 { "" } else { "es" };
            let codes = counted(self.codes, "code");
            write!(f, "{codes} and {} status{plural}", self.statuses)?;
            if self.findings() == 0 {
                return f.write_str(", all as in the book");
            }
        }
        let (missing, undocumented) = (self.missing, self.undocumented);
        write!(
            f,
            "; {missing} not in the book, {undocumented} not in the document"
        )?;
        match self.findings() - self.shown {
            0 => Ok(()),
            hidden => write!(f, "; {hidden} of them are not shown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use faultbook_codegen::{Loaded, Source, load};
    use proptest::prelude::*;

    use super::compare;
    use super::findings::Location;
    use super::report::{self, Sources};
    use crate::args::Format;

    fn book() -> (Loaded, Source) {
        let book = Source::new("book.yaml", include_str!("../../spec/book.yaml"));
        let spec = Source::new("rgs.yaml", include_str!("../../spec/rgs.yaml"));
        let loaded = load(&[book, spec.clone()]).expect("a correct book");
        (loaded, spec)
    }

    /// Documents made of markup, codes and arbitrary text.
    fn document() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "ERROR_CODE_NEW",
            "missing_token",
            "404",
            "HTTP_404",
            "round_closed404Ünder",
            "ERROR_CODE_ROUND_VOIDED404Ünder",
            "`",
            "\"",
            "|",
            "\n",
            "\n\n",
            "| Code | Status |\n|---|---|\n",
            "```json\n",
            "\"code\": \"",
            "<a id=\"x_y\">",
            "<html>",
            "<table><tr><td>",
            "</td><td>",
            "<li>",
            "</code>",
            "<pre>",
            "<script>",
            "é&amp;\\_",
            "&quot;",
            "\0",
            "\r\n",
            "# ",
            "- ",
            "\u{202e}",
            " ",
            "\t",
            ":",
            ".",
            "/",
            "(503)",
            "returns 418",
        ]);
        let piece = prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<String>()];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    /// The domain of a byte of a vendor's file: the nearest key above it with an indentation of two spaces.
    fn domain_at(spec: &str, at: usize) -> Option<&str> {
        let mut keys = spec[..at].lines().rev().filter_map(|line| {
            let key = line.strip_prefix("  ")?.strip_suffix(':')?;
            key.starts_with(char::is_alphabetic).then_some(key)
        });
        keys.next()
    }

    /// A finding in any document has the exact location of its token, and one in the book that of the code in its domain.
    #[test]
    fn every_finding_has_a_location() {
        let (loaded, spec) = book();
        let vendor = &loaded.book.vendors[0];
        proptest!(ProptestConfig::with_cases(64), |(text in document())| {
            let (_, findings) = compare(vendor, &text, "rgs.yaml").expect("a vendor with codes");
            let document = Source::new("page.md", text.as_str());
            let sources = Sources { document: &document, spec: &spec, vendor };
            for finding in &findings {
                let label = sources.label(finding).expect("a location");
                let marked = sources.of(finding).text.get(label.bytes.clone()).expect("whole characters");
                match finding.location {
                    // Escapes and entities are not what they mean.
                    Location::Document { .. } if marked.contains(['\\', '&']) => {}
                    Location::Document { .. } => prop_assert_eq!(marked, &finding.token),
                    Location::Book(code) => {
                        let code = &vendor.codes[code];
                        prop_assert_eq!(marked.trim_matches('"'), &code.wire);
                        let domain = &vendor.domains[code.domain].name;
                        let at = label.bytes.start;
                        prop_assert_eq!(domain_at(&spec.text, at), Some(domain.as_str()));
                    }
                }
            }
            for format in [Format::Human, Format::Json, Format::Github] {
                let mut out = Vec::new();
                report::write(&sources, &findings[..findings.len().min(1)], format, &mut out)?;
                prop_assert_eq!(out.is_empty(), findings.is_empty());
            }
        });
    }
}
