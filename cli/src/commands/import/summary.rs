//! The summary of an import.

use std::fmt::Write;

use indexmap::{IndexMap, IndexSet};

use crate::output::counted;
use crate::terminal::sanitize;

/// The most places that are listed of each kind.
const MAX_PLACES: usize = 5;
/// The most kinds that are listed.
const MAX_KINDS: usize = 20;

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
    /// Codes that an earlier domain also has.
    pub(super) hidden: usize,
    /// Codes with rows that have different texts.
    pub(super) ambiguous: Vec<String>,
    /// What was inferred from the document.
    pub(super) findings: Vec<String>,
    columns: IndexSet<String>,
    /// What was left out, by kind.
    losses: IndexMap<String, Vec<String>>,
}

impl ImportSummary {
    /// Logs a loss of a kind, such as `rows without a code`.
    pub(super) fn left_out(&mut self, kind: impl Into<String>, place: String) {
        self.losses.entry(kind.into()).or_default().push(place);
    }

    /// The first kind of what was left out, as the end of a sentence; empty if there is none.
    pub(super) fn first_loss(&self) -> String {
        let first = self.losses.iter().next();
        first
            .map(|(kind, places)| format!("; left out: {}", kind_and_places(kind, places)))
            .unwrap_or_default()
    }

    pub(super) fn columns_left<'h>(&mut self, headers: impl IntoIterator<Item = &'h String>) {
        let headers = headers
            .into_iter()
            .filter(|header| !header.trim().is_empty());
        self.columns.extend(headers.cloned());
    }

    pub(super) fn has_losses(&self) -> bool {
        !self.losses.is_empty()
    }

    /// The summary as text.
    pub(super) fn text(&self, target: &str) -> String {
        let contents = format!("{target}: {}", self.contents());
        let lines = [contents].into_iter().chain(self.remarks());
        lines
            .chain(self.lost())
            .fold(String::new(), |mut text, line| {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{}", sanitize(&line));
                text
            })
    }

    /// Remarks about what was imported.
    fn remarks(&self) -> impl Iterator<Item = String> {
        let counts = self.counts().into_iter().filter(|(count, ..)| *count > 0);
        let counts = counts.map(|(count, what, why)| format!("{} {why}", counted(count, what)));
        let ambiguous = (!self.ambiguous.is_empty()).then(|| {
            let kind = "codes with several meanings, of which all but the first are notes";
            kind_and_places(kind, &self.ambiguous)
        });
        counts
            .chain(ambiguous)
            .chain(self.findings.iter().cloned())
            .map(|line| format!("  {line}"))
    }

    /// Numbers of codes or rows, with what is to know about them.
    fn counts(&self) -> [(usize, &'static str, &'static str); 5] {
        // Only tables have columns.
        let (undescribed, unclassified) = if self.operations == 0 {
            (
                "without a description; import one with `--column summary=NAME`",
                "without a class; it follows from `--column status=NAME` or `--column category=NAME`",
            )
        } else {
            ("without a description", "without a class")
        };
        let merged = "merged with an earlier row of the same code";
        let hidden = "that an earlier domain also has: read their responses with the operation of their domain, since \
                      `request` finds the earlier one";
        [
            (self.named, "code", "got an identifier through `name`"),
            (self.undescribed, "code", undescribed),
            (self.unclassified, "code", unclassified),
            (self.merged, "row", merged),
            (self.hidden, "code", hidden),
        ]
    }

    /// What was not imported.
    fn lost(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.columns.is_empty() {
            let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
            lines.push(format!(
                "  columns left out: {}; import one with `--column FIELD=NAME`",
                listed(&columns, MAX_KINDS)
            ));
        }
        if !self.losses.is_empty() {
            lines.push("  left out:".to_owned());
        }
        let kinds = self.losses.iter().take(MAX_KINDS);
        lines.extend(kinds.map(|(kind, places)| format!("    {}", kind_and_places(kind, places))));
        if self.losses.len() > MAX_KINDS {
            let rest = self.losses.values().skip(MAX_KINDS);
            let count: usize = rest.map(Vec::len).sum();
            lines.push(format!("    and {count} more of other kinds"));
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

/// A kind with the number of its places and the first of them.
fn kind_and_places(kind: &str, places: &[String]) -> String {
    format!("{kind} ({}): {}", places.len(), listed(places, MAX_PLACES))
}

/// The first items, and the number of the others.
fn listed<T: AsRef<str>>(items: &[T], most: usize) -> String {
    let first: Vec<&str> = items.iter().take(most).map(AsRef::as_ref).collect();
    let first = first.join(", ");
    match items.len().checked_sub(most).filter(|rest| *rest > 0) {
        Some(rest) => format!("{first} and {rest} more"),
        None => first,
    }
}
