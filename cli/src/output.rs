//! What commands print, and what they exit with.

use std::io::{self, Write};

use clap::ValueEnum;
use faultbook_codegen::Label;
use serde::Serialize;

/// How a command that ran to its end exits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    Success,
    /// The command found something that its caller must know of, such as an error in a book.
    Findings,
}

impl ExitStatus {
    pub(crate) fn of(has_findings: bool) -> Self {
        if has_findings {
            Self::Findings
        } else {
            Self::Success
        }
    }
}

/// The format of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Text for people
    Human,
    /// JSON lines
    Json,
}

/// The format of errors, warnings and changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Text for people, with the lines of the file
    Human,
    /// JSON lines
    Json,
    /// Annotations for GitHub Actions
    Github,
}

/// The format of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// Text for people
    Human,
    /// JSON lines
    Json,
    /// Markdown
    Markdown,
}

/// Writes a value as a line of JSON.
pub(crate) fn write_json_line<W: Write + ?Sized>(
    value: &impl Serialize,
    out: &mut W,
) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// A location in JSON. The keys and their order are part of the output format.
#[derive(Serialize)]
pub(crate) struct JsonLocation<'l> {
    file: &'l str,
    line: usize,
    column: usize,
    byte_start: usize,
    byte_end: usize,
}

impl<'l> JsonLocation<'l> {
    pub(crate) fn new(label: &'l Label) -> Self {
        Self {
            file: &label.file,
            line: label.line,
            column: label.column,
            byte_start: label.bytes.start,
            byte_end: label.bytes.end,
        }
    }
}

/// A number and a noun: `1 code`, `2 codes`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A number with separators between thousands: `12,345`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    String::from_utf8_lossy(&groups.join(&b',')).into_owned()
}
