//! `faultbook coverage`: whether a vendor's document and its file in the book name the same codes and statuses.

mod codes;
mod document;
mod findings;
mod homes;
mod line;
mod mentions;
mod missing;
mod names;
mod spelling;
mod spot;
mod statuses;
mod told;
mod unnamed;
mod words;

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use faultbook_codegen::model::{Book, Vendor};
use faultbook_codegen::{Source, load};

use self::findings::{Comparison, Findings, Kind};
use self::mentions::{Mentions, Reader};
use self::names::Names;
use self::spelling::Spelling;
use self::words::Splitter;
use crate::args::Format;
use crate::check::counted;
use crate::layout::harmless;
use crate::{Verdict, book, terminal};

/// Hold a vendor's document against the book: which codes and statuses only one of the two has.
///
/// The document is Markdown or plain text. A code is what is spelled as the vendor's codes are and stands where codes do: in
/// a table, marked as code, in a sample, at the head of a line. A status is a number that something calls one: `HTTP 404`,
/// `404 Not Found`, a column of statuses. What the program raises itself, the document need not name.
///
/// `missing_code` and `missing_status` are what the document names and the book lacks; `unnamed_code` and `unnamed_status`
/// are what the book has and the document never names. The exit code is 1 if there is any of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  faultbook coverage --vendor gameye --source errors.md
  faultbook coverage --vendor rgs --source errors.md --ignore ERROR_CODE_UNSPECIFIED --ignore 418
  curl -s https://docs.example/errors.md | faultbook coverage --vendor rgs --source - --format json")]
pub(crate) struct Coverage {
    /// The document; `-` is the standard input.
    #[arg(long, value_name = "FILE")]
    source: PathBuf,
    /// The vendor whose document it is; may be left out if the book has only one.
    #[arg(long)]
    vendor: Option<String>,
    /// A code or a status of which nothing is to be told: it is none, or another document has it.
    #[arg(long, value_name = "TOKEN")]
    ignore: Vec<String>,
    /// Whom it is told to.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// The book's folder, and again for each other one; left out, `spec` if it is there, else the book that the command
    /// carries.
    #[arg(long, value_name = "DIR")]
    spec: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Coverage, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let sources = book::sources(&arguments.spec)?;
    let loaded = load(&sources)?;
    let vendor = vendor(&loaded.book, arguments.vendor.as_deref())?;
    let mut files = sources.iter();
    let spec = files.find(|source| source.stem() == vendor.name);
    let spec = spec.ok_or_else(|| anyhow!("the book has no file `{}.yaml`", vendor.name))?;
    let document = document(&arguments.source)?;
    let mentions = mentions(vendor, &document.text);
    let ignored: BTreeSet<String> = arguments.ignore.iter().cloned().collect();
    let comparison = Comparison {
        vendor,
        names: Names::of(vendor),
        spec,
        document: &document,
        mentions: &mentions,
        ignored: &ignored,
    };
    let findings = comparison.findings()?;
    tell(&comparison, &findings, arguments.format, out)?;
    let summary = format!("{}: {}", document.path, summary(&mentions, &findings));
    match arguments.format {
        _ if terminal::is_quiet() => {}
        Format::Json if findings.hidden() == 0 => {}
        Format::Json => terminal::tell(&summary),
        Format::Human | Format::Github => writeln!(out, "{summary}")?,
    }
    Ok(if findings.are_none() {
        Verdict::Clean
    } else {
        Verdict::Findings
    })
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

fn document(path: &Path) -> anyhow::Result<Source> {
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

fn mentions(vendor: &Vendor, text: &str) -> Mentions {
    let codes = vendor.codes.iter();
    let codes = codes.filter(|code| !vendor.domains[code.domain].by_status);
    let names = codes.flat_map(|code| code.aliases.iter().chain([&code.wire]));
    let known: BTreeSet<&str> = names.map(String::as_str).collect();
    let is_known = |name: &str| known.contains(name);
    let blocks = document::blocks(text);
    let spelling = Spelling::of(vendor);
    let reader = Reader {
        spelling: &spelling,
        splitter: Splitter::new(text, &is_known),
        is_known: &is_known,
        by_status: vendor.domains.iter().any(|domain| domain.by_status),
        members: members(text),
    };
    reader.read(&blocks)
}

/// What stands in quotes before a colon: the names of members.
fn members(text: &str) -> BTreeSet<&str> {
    let mut members = BTreeSet::new();
    for (at, _) in text.match_indices("\":") {
        let before = &text[..at];
        members.extend(before.rfind('"').map(|quote| &before[quote + 1..]));
    }
    members
}

fn tell(
    comparison: &Comparison<'_>,
    findings: &Findings,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let colour = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    for finding in &findings.told {
        match format {
            Format::Human => writeln!(out, "{}\n", told::rendered(comparison, finding, colour))?,
            Format::Json => told::json(comparison, finding, out)?,
            Format::Github => writeln!(out, "{}", told::annotation(comparison, finding))?,
        }
    }
    Ok(())
}

fn summary(mentions: &Mentions, findings: &Findings) -> String {
    let (codes, statuses) = mentions.counts();
    let named = format!(
        "{} and {}",
        counted(codes, "code"),
        statuses_in_words(statuses)
    );
    if findings.are_none() {
        return format!("{named}, and the book has the same");
    }
    let missing = findings.count([Kind::MissingCode, Kind::MissingStatus]);
    let unnamed = findings.count([Kind::UnnamedCode, Kind::UnnamedStatus]);
    let hidden = match findings.hidden() {
        0 => String::new(),
        hidden => format!("; {hidden} of them are not shown"),
    };
    format!("{named}; {missing} not in the book, {unnamed} in the book alone{hidden}")
}

fn statuses_in_words(count: usize) -> String {
    if count == 1 {
        "1 status".to_owned()
    } else {
        format!("{count} statuses")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use faultbook_codegen::{Loaded, Source, load};
    use proptest::prelude::*;

    use super::findings::Place;
    use super::{Comparison, Names, mentions, told};

    fn book() -> (Loaded, Source) {
        let book = Source::new("book.yaml", include_str!("../../spec/book.yaml"));
        let spec = Source::new("rgs.yaml", include_str!("../../spec/rgs.yaml"));
        let loaded = load(&[book, spec.clone()]).expect("a book without mistakes");
        (loaded, spec)
    }

    /// Pieces that documents are made of, and some that they should not be made of.
    fn document() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "ERROR_CODE_NEW",
            "missing_token",
            "404",
            "HTTP_404",
            "round_closed404Ünder",
            "`",
            "\"",
            "|",
            "\n",
            "\n\n",
            "| Code | Status |\n|---|---|\n",
            "```json\n",
            "\"code\": \"",
            "<a id=\"x_y\">",
            "é&amp;\\_",
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

    /// The domain that a byte of a vendor's file belongs to: the nearest key above it that is indented by two spaces.
    fn domain_at(spec: &str, at: usize) -> Option<&str> {
        let mut keys = spec[..at].lines().rev().filter_map(|line| {
            let key = line.strip_prefix("  ")?.strip_suffix(':')?;
            key.starts_with(char::is_alphabetic).then_some(key)
        });
        keys.next()
    }

    /// Whatever a document is, what is told of it has a place in it, and what is told of the book has the place of its code
    /// in the domain's own part of the file.
    #[test]
    fn every_finding_has_a_place() {
        let (loaded, spec) = book();
        let vendor = &loaded.book.vendors[0];
        proptest!(|(text in document())| {
            let document = Source::new("page.md", text.as_str());
            let mentions = mentions(vendor, &text);
            let comparison = Comparison {
                vendor,
                names: Names::of(vendor),
                spec: &spec,
                document: &document,
                mentions: &mentions,
                ignored: &BTreeSet::new(),
            };
            for finding in comparison.findings().expect("few codes").told {
                let label = comparison.label(&finding).expect("a place");
                let text = comparison.source(&finding.place).text.as_str();
                match finding.place {
                    Place::Document(_) => {
                        let rendered = told::rendered(&comparison, &finding, false);
                        prop_assert!(text.get(label.bytes).is_some());
                        prop_assert!(rendered.contains(&finding.what));
                    }
                    Place::Book(code) => {
                        let code = &vendor.codes[code];
                        let name = text[label.bytes.clone()].trim_matches('"');
                        prop_assert_eq!(name, &code.wire);
                        let domain = &vendor.domains[code.domain].name;
                        prop_assert_eq!(domain_at(text, label.bytes.start), Some(domain.as_str()));
                    }
                }
            }
        });
    }
}
