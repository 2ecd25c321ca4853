//! A report as a table with bars.

use std::fmt::Write;

use indicatif::HumanCount;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Report;
use super::report::{CodeCount, Count, ErrorCount};
use crate::layout::wrap;

/// More rows of a kind are not shown.
const MOST_ROWS: usize = 20;
/// What stands before a label, and between columns.
const GAP: usize = 2;
/// As wide as `100.0 %`.
const SHARE: usize = 7;
/// A shorter bar shows nothing.
const SHORTEST_BAR: usize = 5;

/// What there is to show a table on.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Look {
    /// In columns.
    pub(in super::super) width: usize,
    /// Whether bars may be drawn in blocks and eighths of blocks, or in ASCII alone.
    pub(in super::super) blocks: bool,
}

/// Labels and counts, the most frequent first.
struct Section {
    title: &'static str,
    rows: Vec<(String, u64)>,
    /// Lines that no row is about.
    others: u64,
}

impl Report {
    /// The report for people: what the book does not know comes first.
    pub(in super::super) fn table(&self, look: Look) -> String {
        let mut table = Table {
            text: String::new(),
            look,
            lines: self.lines,
            count: HumanCount(self.lines).to_string().len(),
        };
        table.prose("", &self.total());
        table.section(&codes(
            "unknown codes",
            &self.unknown_codes,
            self.other_unknown_codes,
        ));
        table.errors(&self.errors);
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
            (self.bad_lines, "not understood"),
        ];
        let parts = parts.iter().filter(|(lines, _)| *lines > 0);
        let parts: Vec<String> = parts
            .map(|(lines, what)| format!("{} {what}", HumanCount(*lines)))
            .collect();
        let lines = if self.lines == 1 { "line" } else { "lines" };
        let colon = if parts.is_empty() { "" } else { ": " };
        format!(
            "{} {lines}{colon}{}",
            HumanCount(self.lines),
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

/// A table that grows line by line.
struct Table {
    text: String,
    look: Look,
    /// All lines, which shares are shares of.
    lines: u64,
    /// The width of the widest count.
    count: usize,
}

impl Table {
    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", cut(line.trim_end(), self.look.width));
    }

    /// A text behind a label, in as many lines as it takes.
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
        let shown = &section.rows[..section.rows.len().min(MOST_ROWS)];
        let label = self.label(shown);
        let most = shown.iter().map(|(_, lines)| *lines).max().unwrap_or(1);
        let bar = self.look.width.saturating_sub(self.beside_bar(label));
        for (name, lines) in shown {
            let (name, count) = (fit(name, label), HumanCount(*lines).to_string());
            let bar = self.bar(*lines, most, bar);
            let (share, wide) = (self.share(*lines), self.count);
            self.line(&format!(
                "{:GAP$}{name}{:GAP$}{count:>wide$}{:GAP$}{share:>SHARE$}{:GAP$}{bar}",
                "", "", "", ""
            ));
        }
        let rest = section.rows[shown.len()..].iter().map(|(_, lines)| lines);
        self.rest(
            section.rows.len() - shown.len(),
            rest.sum::<u64>() + section.others,
        );
    }

    /// The reasons why lines were not understood are sentences, which take the whole width.
    fn errors(&mut self, errors: &[ErrorCount]) {
        if errors.is_empty() {
            return;
        }
        self.line("");
        self.line("not understood");
        for error in errors.iter().take(MOST_ROWS) {
            let (count, wide) = (HumanCount(error.lines).to_string(), self.count);
            let label = format!("{:GAP$}{count:>wide$}{:GAP$}", "", "");
            let (error, line) = (&error.error, HumanCount(error.first_line));
            self.prose(&label, &format!("{error} (line {line})"));
        }
        let rest = errors.iter().skip(MOST_ROWS);
        self.rest(
            errors.len().saturating_sub(MOST_ROWS),
            rest.map(|error| error.lines).sum(),
        );
    }

    fn rest(&mut self, rows: usize, lines: u64) {
        if lines > 0 {
            let (rows, lines) = (HumanCount(rows as u64), HumanCount(lines));
            let text = format!("and {rows} more, on {lines} lines; `--format json` tells them");
            self.prose(&" ".repeat(GAP), &text);
        }
    }

    /// How wide labels are: as the widest, if that leaves room for the rest.
    fn label(&self, rows: &[(String, u64)]) -> usize {
        let widest = rows
            .iter()
            .map(|(label, _)| label.width())
            .max()
            .unwrap_or(0);
        let room = self.look.width.saturating_sub(self.beside_bar(0));
        widest.min(room.max(SHORTEST_BAR))
    }

    /// What a row takes besides its bar.
    fn beside_bar(&self, label: usize) -> usize {
        label + self.count + SHARE + 4 * GAP
    }

    #[expect(clippy::cast_precision_loss, reason = "one digit is shown of it")]
    fn share(&self, lines: u64) -> String {
        format!("{:.1} %", lines as f64 * 100.0 / self.lines.max(1) as f64)
    }

    /// A bar of at most `width` columns, which `most` would fill.
    fn bar(&self, lines: u64, most: u64, width: usize) -> String {
        if width < SHORTEST_BAR {
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

/// A text cut to so many columns, if it is wider.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut cut, mut taken) = (String::new(), 0);
    for character in text.chars() {
        taken += character.width().unwrap_or(0);
        if taken >= width {
            break;
        }
        cut.push(character);
    }
    cut + "…"
}

/// A text cut or filled up to so many columns.
fn fit(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let missing = width.saturating_sub(text.width());
    text + &" ".repeat(missing)
}

#[cfg(test)]
mod tests {
    use super::{cut, fit};

    #[test]
    fn texts_are_measured_in_columns() {
        assert_eq!(fit("abc", 5), "abc  ");
        assert_eq!(fit("残高不足", 9), "残高不足 ");
        assert_eq!(fit("残高不足", 6), "残高… ");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(fit("é", 2), "é ");
    }
}
