//! The arguments of `import`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::columns::Column;
use super::locations::{DomainCode, Location};
use crate::translations::Format;

const DETAILS: &str = "\
Examples:
  faultbook import errors.csv --vendor shop --code /error/code --message /error/message
  faultbook import errors.md --vendor shop --code status
  faultbook import openapi.yaml --vendor shop --out -
  faultbook import errors.html --vendor shop --code 'Decline codes=/decline_code' --code /code
  faultbook import de.po
  faultbook import codes.json --vendor shop --code client --column note=causes --column code=numeric

Fields of columns; usual other names are recognized:
  domain, code, name, status, summary, description, category, retryable, action, advice, note

Exit codes:
  0  everything was imported
  1  something was left out, which is listed
  2  invalid arguments, or a file that cannot be read or written";

/// Import codes from a table or an OpenAPI document, or translations
///
/// Converts a catalogue (CSV, JSON, YAML, Markdown, HTML) or an OpenAPI document to a vendor's file, which is valid and
/// contains nothing that is not in the source; `faultbook check` lists what is missing. If the folder has no
/// `book.yaml`, a standard one is created. Translations in a PO or XLIFF file that `faultbook export` wrote are added to
/// `texts/TAG.yaml` in the folder of the book.
#[derive(Debug, Args)]
#[command(after_help = DETAILS)]
#[expect(clippy::doc_markdown, reason = "it is the text of the help")]
pub(crate) struct Import {
    /// Input file; `-` reads standard input
    pub(super) file: PathBuf,
    /// Name of the vendor's file and Rust module, such as `my_vendor`; required for catalogues
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    pub(super) vendor: String,
    /// Language of the translations in a PO or XLIFF file [default: as the file says]
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<String>,
    /// Display name [default: the title of the document, or the vendor's name]
    #[arg(long)]
    pub(super) title: Option<String>,
    /// Source of the codes, for the documentation [default: the name of the file]
    #[arg(long, value_name = "TEXT")]
    pub(super) source: Option<String>,
    /// Format of the file [default: from its name or contents]
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) from: Option<Kind>,
    /// Location of the code in a response; may be repeated
    ///
    /// A JSON Pointer such as `/error/code`, `header:NAME`, `text` (the body), `status` (the codes are statuses) or
    /// `client` (the program raises the codes itself). Several locations are tried in order. OpenAPI documents usually
    /// show it. `DOMAIN=WHERE` is the location of one domain; if a response has several codes, those of the domain that
    /// is named first count.
    #[arg(long, value_name = "WHERE")]
    pub(super) code: Vec<DomainCode>,
    /// Location of the message in a response: a JSON Pointer or `header:NAME`
    #[arg(long, value_name = "WHERE")]
    pub(super) message: Vec<Location>,
    /// Location of the code's category in a response
    #[arg(long, value_name = "WHERE")]
    pub(super) category: Vec<Location>,
    /// Location of the vendor's request id in a response
    #[arg(long, value_name = "WHERE")]
    pub(super) trace_id: Vec<Location>,
    /// Import a column as a field, as in `--column summary=Meaning`
    #[arg(long = "column", value_name = "FIELD=NAME")]
    pub(super) columns: Vec<Column>,
    /// Put all codes into this domain
    #[arg(long, value_name = "NAME")]
    pub(super) domain: Option<String>,
    /// Leave out a prefix of codes or names in identifiers; may be repeated
    #[arg(long, value_name = "PREFIX")]
    pub(super) strip_prefix: Vec<String>,
    /// Retry policy of `book.yaml` for retryable codes of other classes [default: `transient`, or the only one]
    #[arg(long, value_name = "POLICY")]
    pub(super) retry: Option<String>,
    /// Folder of the book
    #[arg(long, value_name = "DIR", default_value = "spec")]
    pub(super) spec: PathBuf,
    /// Output file; `-` writes to standard output [default: the vendor's file in the folder of the book]
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Values separated by commas, semicolons or tabs, with a header
    Csv,
    /// Lists or maps of codes, which may be in groups
    Json,
    /// The same in YAML
    Yaml,
    /// A page with tables or with codes in headings; the heading above a table is its domain
    Markdown,
    /// The same in HTML
    Html,
    /// `OpenAPI` 3 or Swagger 2 in JSON or YAML
    Openapi,
    /// Translations, from GNU gettext
    Po,
    /// Translations as XLIFF
    Xliff,
}

impl Import {
    /// The format of translations, if the file contains them.
    pub(super) fn format_of_texts(&self) -> Option<Format> {
        match self.from {
            Some(Kind::Po) => Some(Format::Po),
            Some(Kind::Xliff) => Some(Format::Xliff),
            Some(_) => None,
            None => Format::of_name(&self.file.to_string_lossy()),
        }
    }

    /// Whether the YAML does not go to standard output.
    pub(crate) fn only_logs(&self) -> bool {
        !self.writes_to_stdout()
    }

    pub(super) fn writes_to_stdout(&self) -> bool {
        self.out.as_deref() == Some(Path::new("-"))
    }
}
