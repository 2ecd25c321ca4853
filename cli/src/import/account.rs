//! What an import did, for those who called for it.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::Verdict;
use crate::check::counted;
use crate::layout::harmless;

/// More than these are not told one by one.
const MOST_TOLD: usize = 20;

/// What came in, what did not, and what is left to be done.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) codes: usize,
    pub(super) domains: usize,
    pub(super) operations: usize,
    pub(super) examples: usize,
    /// Rows that say more of a code that another row has.
    pub(super) merged: usize,
    /// Codes that were given an identifier.
    pub(super) named: usize,
    /// Codes of which the catalogue does not say what they mean.
    pub(super) undescribed: usize,
    /// Codes whose class neither a status nor a category tells.
    pub(super) unclassified: usize,
    /// What was found out and not said by anybody.
    pub(super) findings: Vec<String>,
    columns: BTreeSet<String>,
    left_out: Vec<String>,
}

impl Account {
    pub(super) fn left_out(&mut self, place: &str, why: impl AsRef<str>) {
        self.left_out.push(format!("{place}: {}", why.as_ref()));
    }

    /// The first row that was left out, as the end of a sentence; nothing, if none was.
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

    pub(super) fn verdict(&self) -> Verdict {
        if self.left_out.is_empty() {
            Verdict::Clean
        } else {
            Verdict::Findings
        }
    }

    /// Lines for people.
    pub(super) fn told(&self, target: &str) -> String {
        let contents = format!("{target}: {}", self.contents());
        let lines = [contents].into_iter().chain(self.remarks());
        lines
            .chain(self.losses())
            .fold(String::new(), |mut text, line| {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{}", harmless(&line));
                text
            })
    }

    /// What is to be known of that which came in.
    fn remarks(&self) -> impl Iterator<Item = String> {
        let counts = [
            (self.named, "code", "got an identifier by `name`"),
            (
                self.undescribed,
                "code",
                "without a text, which are told alike",
            ),
            (
                self.unclassified,
                "code",
                "without a class: neither a status nor a category tells it",
            ),
            (
                self.merged,
                "row",
                "of a code that stood there already: merged",
            ),
        ];
        let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
        let counts = counts.map(|(count, what, why)| format!("{} {why}", counted(count, what)));
        counts
            .chain(self.findings.iter().cloned())
            .map(|line| format!("  {line}"))
    }

    /// What did not come in.
    fn losses(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.columns.is_empty() {
            let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
            let columns = columns.join(", ");
            lines.push(format!(
                "  columns left out: {columns}; take one with `--column FIELD=NAME`"
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
                .take(MOST_TOLD)
                .map(|row| format!("    {row}")),
        );
        if self.left_out.len() > MOST_TOLD {
            lines.push(format!("    and {} more", self.left_out.len() - MOST_TOLD));
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
