//! Prints a summary as a table with bars.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::summary::{CodeCount, Count, ErrorCount, Summary};
use crate::output::grouped;
use crate::terminal::{cut, fit, wrap};

/// The most rows in a section.
const MAX_ROWS: usize = 20;
/// The space before labels and between columns.
const GAP: usize = 2;
/// The width of `100.0 %`.
const SHARE: usize = 7;
/// Shorter bars are left out.
const MIN_BAR: usize = 5;

/// The width and style of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableLook {
    /// In columns.
    pub(super) width: usize,
    /// Whether bars are drawn with block characters instead of ASCII.
    pub(super) blocks: bool,
}

/// Labels and counts, the most frequent first.
struct Section {
    title: &'static str,
    rows: Vec<(String, u64)>,
    /// Lines beyond those of the rows.
    others: u64,
}

impl Summary {
    /// The summary for people. Unknown codes come first.
    pub(super) fn table(&self, look: TableLook) -> String {
        let mut table = Table {
            text: String::new(),
            look,
            lines: self.lines,
            count: grouped(self.lines).len(),
        };
        table.prose("", &self.total());
        table.section(&codes(
            "unknown codes",
            &self.unknown_codes,
            self.other_unknown_codes,
        ));
        table.errors(&self.errors, self.other_errors);
        table.section(&names("vendors", &self.vendors));
        table.section(&names("classes", &self.classes));
        table.section(&codes("codes", &self.codes, 0));
        table.section(&names("actions", &self.actions));
        table.text
    }

    fn total(&self) -> String {
        let parts = [
            (self.outcomes.failure, "failed"),
            (self.outcomes.ignorable, "ignorable"),
            (self.outcomes.success, "successful"),
            (self.bad_lines, "unreadable"),
        ];
        let parts = parts.iter().filter(|(lines, _)| *lines > 0);
        let parts: Vec<String> = parts
            .map(|(lines, what)| format!("{} {what}", grouped(*lines)))
            .collect();
        let lines = if self.lines == 1 { "line" } else { "lines" };
        let colon = if parts.is_empty() { "" } else { ": " };
        let partial = match self.partial {
            0 => String::new(),
            count => format!(
                "; event streams of which one event was read: {}",
                grouped(count)
            ),
        };
        format!(
            "{} {lines}{colon}{}{partial}",
            grouped(self.lines),
            parts.join(", ")
        )
    }
}

fn names(title: &'static str, counts: &[Count]) -> Section {
    let rows = counts.iter().map(|count| (count.name.clone(), count.lines));
    Section {
        title,
        rows: rows.collect(),
        others: 0,
    }
}

fn codes(title: &'static str, counts: &[CodeCount], others: u64) -> Section {
    let rows = counts.iter().map(|count| {
        let CodeCount {
            vendor,
            code,
            status,
            lines,
        } = count;
        let label = match (code, status) {
            (Some(code), _) => format!("{vendor} {code}"),
            (None, Some(status)) => format!("{vendor} (status {status})"),
            (None, None) => vendor.clone(),
        };
        (label, *lines)
    });
    Section {
        title,
        rows: rows.collect(),
        others,
    }
}

/// A table that is printed line by line.
struct Table {
    text: String,
    look: TableLook,
    /// The number of all lines.
    lines: u64,
    /// The width of the widest count.
    count: usize,
}

impl Table {
    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", cut(line.trim_end(), self.look.width));
    }

    /// A wrapped text after a label.
    fn prose(&mut self, label: &str, text: &str) {
        let indent = label.width();
        let mut label = label.to_owned();
        for line in wrap(text, self.look.width.saturating_sub(indent)) {
            self.line(&(label + &line));
            label = " ".repeat(indent);
        }
    }

    fn section(&mut self, section: &Section) {
        if section.rows.is_empty() {
            return;
        }
        self.line("");
        self.line(section.title);
        let shown = &section.rows[..section.rows.len().min(MAX_ROWS)];
        let label = self.label(shown);
        let most = shown.iter().map(|(_, lines)| *lines).max().unwrap_or(1);
        let bar = self
            .look
            .width
            .saturating_sub(self.width_without_bar(label));
        for (name, lines) in shown {
            let (name, count) = (fit(name, label), grouped(*lines));
            let bar = self.bar(*lines, most, bar);
            let (share, wide) = (self.share(*lines), self.count);
            self.line(&format!(
                "{:GAP$}{name}{:GAP$}{count:>wide$}{:GAP$}{share:>SHARE$}{:GAP$}{bar}",
                "", "", "", ""
            ));
        }
        let rest = section.rows[shown.len()..].iter().map(|(_, lines)| lines);
        self.rest(section.rows.len() - shown.len(), rest.sum(), section.others);
    }

    /// Errors are sentences, which take the whole width.
    fn errors(&mut self, errors: &[ErrorCount], others: u64) {
        if errors.is_empty() {
            return;
        }
        self.line("");
        self.line("unreadable");
        for error in errors.iter().take(MAX_ROWS) {
            let (count, wide) = (grouped(error.lines), self.count);
            let label = format!("{:GAP$}{count:>wide$}{:GAP$}", "", "");
            let (error, line) = (&error.error, grouped(error.first_line));
            self.prose(&label, &format!("{error} (line {line})"));
        }
        let rest = errors.iter().skip(MAX_ROWS);
        self.rest(
            errors.len().saturating_sub(MAX_ROWS),
            rest.map(|error| error.lines).sum(),
            others,
        );
    }

    /// Counts the rows that are not shown, and the lines that no row is about: there were too many different ones.
    fn rest(&mut self, rows: usize, lines: u64, others: u64) {
        let (rows, all) = (grouped(rows as u64), grouped(lines + others));
        let text = match (lines, others) {
            (0, 0) => return,
            (_, 0) => format!("and {rows} more on {all} lines; `--format json` lists all"),
            _ => format!(
                "and more than {rows} others on {all} lines; `--format json` lists {rows} of them"
            ),
        };
        self.prose(&" ".repeat(GAP), &text);
    }

    /// The width of labels: that of the widest, if that leaves room for the other columns.
    fn label(&self, rows: &[(String, u64)]) -> usize {
        let widest = rows
            .iter()
            .map(|(label, _)| label.width())
            .max()
            .unwrap_or(0);
        let room = self.look.width.saturating_sub(self.width_without_bar(0));
        widest.min(room.max(MIN_BAR))
    }

    /// The width of a row without its bar.
    fn width_without_bar(&self, label: usize) -> usize {
        label + self.count + SHARE + 4 * GAP
    }

    #[expect(clippy::cast_precision_loss, reason = "only one decimal is printed")]
    fn share(&self, lines: u64) -> String {
        format!("{:.1} %", lines as f64 * 100.0 / self.lines.max(1) as f64)
    }

    /// A bar of at most `width` columns, which is the length for `most` lines.
    fn bar(&self, lines: u64, most: u64, width: usize) -> String {
        if width < MIN_BAR {
            return String::new();
        }
        let eighths = u128::from(lines) * width as u128 * 8 / u128::from(most.max(1));
        let eighths = usize::try_from(eighths).unwrap_or(0).max(1);
        if !self.look.blocks {
            return "#".repeat(eighths.div_ceil(8));
        }
        let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
        "█".repeat(eighths / 8) + part
    }
}
