//! The summary of an import.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::output::counted;
use crate::terminal::sanitize;

/// The most rows that are listed.
const MAX_LISTED: usize = 20;

/// What was imported, what was not, and what needs attention.
#[derive(Debug, Default)]
pub(super) struct ImportSummary {
    pub(super) codes: usize,
    pub(super) domains: usize,
    pub(super) operations: usize,
    pub(super) examples: usize,
    /// Rows for a code that an earlier row has.
    pub(super) merged: usize,
    /// Codes that got an identifier.
    pub(super) named: usize,
    /// Codes without a description.
    pub(super) undescribed: usize,
    /// Codes whose class follows from neither a status nor a category.
    pub(super) unclassified: usize,
    /// What was inferred from the document.
    pub(super) findings: Vec<String>,
    columns: BTreeSet<String>,
    left_out: Vec<String>,
}

impl ImportSummary {
    pub(super) fn left_out(&mut self, place: &str, why: impl AsRef<str>) {
        self.left_out.push(format!("{place}: {}", why.as_ref()));
    }

    /// The first row that was left out, as the end of a sentence; empty if there is none.
    pub(super) fn first_loss(&self) -> String {
        let first = self.left_out.first();
        first.map(|row| format!("; {row}")).unwrap_or_default()
    }

    pub(super) fn columns_left<'h>(&mut self, headers: impl IntoIterator<Item = &'h String>) {
        let headers = headers
            .into_iter()
            .filter(|header| !header.trim().is_empty());
        self.columns.extend(headers.cloned());
    }

    pub(super) fn has_losses(&self) -> bool {
        !self.left_out.is_empty()
    }

    /// The summary as text.
    pub(super) fn text(&self, target: &str) -> String {
        let contents = format!("{target}: {}", self.contents());
        let lines = [contents].into_iter().chain(self.remarks());
        lines
            .chain(self.losses())
            .fold(String::new(), |mut text, line| {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{}", sanitize(&line));
                text
            })
    }

    /// Remarks about what was imported.
    fn remarks(&self) -> impl Iterator<Item = String> {
        let counts = [
            (self.named, "code", "got an identifier through `name`"),
            (self.undescribed, "code", "without a description"),
            (self.unclassified, "code", "without a class"),
            (
                self.merged,
                "row",
                "merged with an earlier row of the same code",
            ),
        ];
        let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
        let counts = counts.map(|(count, what, why)| format!("{} {why}", counted(count, what)));
        counts
            .chain(self.findings.iter().cloned())
            .map(|line| format!("  {line}"))
    }

    /// What was not imported.
    fn losses(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.columns.is_empty() {
            let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
            let columns = columns.join(", ");
            lines.push(format!(
                "  columns left out: {columns}; import one with `--column FIELD=NAME`"
            ));
        }
        if !self.left_out.is_empty() {
            lines.push(format!(
                "  {} left out:",
                counted(self.left_out.len(), "row")
            ));
        }
        lines.extend(
            self.left_out
                .iter()
                .take(MAX_LISTED)
                .map(|row| format!("    {row}")),
        );
        if self.left_out.len() > MAX_LISTED {
            lines.push(format!("    and {} more", self.left_out.len() - MAX_LISTED));
        }
        lines
    }

    fn contents(&self) -> String {
        let mut contents = format!(
            "{} in {}",
            counted(self.codes, "code"),
            counted(self.domains, "domain")
        );
        for (count, what) in [(self.operations, "operation"), (self.examples, "example")] {
            if count > 0 {
                let _ = write!(contents, ", {}", counted(count, what));
            }
        }
        contents
    }
}
