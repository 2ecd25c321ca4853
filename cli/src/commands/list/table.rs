//! Prints rows as a table for a terminal.

use unicode_width::UnicodeWidthStr;

use super::rows::Row;
use crate::page::Look;
use crate::terminal::{cut, fit};

/// The space between two columns.
const GAP: usize = 2;
/// The greatest width of a column other than the last.
const MAX_WIDTH: usize = 24;

/// A header and the rows, cut at the end of the line; empty if there are no rows. A column with the same value in all
/// rows is left out: it is usually what was filtered by.
pub(super) fn text(rows: &[Row], look: Look) -> String {
    let Some(first) = rows.first() else {
        return String::new();
    };
    let mut lines: Vec<Vec<String>> = vec![first.names().map(str::to_uppercase).collect()];
    lines.extend(rows.iter().map(Row::cells));
    let widths: Vec<usize> = (0..lines[0].len())
        .map(|column| width(&lines, column))
        .collect();
    let mut out = String::new();
    for (index, cells) in lines.iter().enumerate() {
        let line = line(cells, &widths, look.width());
        let is_header = index == 0;
        out.push_str(&if is_header { look.title(&line) } else { line });
        out.push('\n');
    }
    out
}

/// The width of a column; 0 if it is left out.
fn width(lines: &[Vec<String>], column: usize) -> usize {
    let cells = || lines.iter().filter_map(|line| line.get(column));
    let is_last = lines.iter().all(|line| line.len() == column + 1);
    let mut values = cells().skip(1);
    let first = values.next();
    if !is_last && lines.len() > 2 && values.all(|value| Some(value) == first) {
        return 0;
    }
    let widest = cells().map(|cell| cell.width()).max().unwrap_or(0);
    if is_last {
        widest
    } else {
        widest.min(MAX_WIDTH)
    }
}

fn line(cells: &[String], widths: &[usize], width: usize) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| **width > 0) {
        line.push_str(&fit(cell, *width));
        line.extend(std::iter::repeat_n(' ', GAP));
    }
    cut(line.trim_end(), width)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Row, text};
    use crate::page::Look;

    fn row(code: &str, summary: &str) -> Row {
        Row::new([
            ("vendor", json!("shop")),
            ("code", json!(code)),
            ("summary", json!(summary)),
        ])
    }

    #[test]
    fn columns_are_aligned_and_lines_are_cut() {
        let rows = [
            row("A", "short"),
            row("LONGER_É", "a summary that goes on and on"),
        ];
        let expected = "CODE      SUMMARY\nA         short\nLONGER_É  a summary tha…\n";
        assert_eq!(text(&rows, Look::plain(24)), expected);
        assert_eq!(
            text(&rows[..1], Look::plain(24)),
            "VENDOR  CODE  SUMMARY\nshop    A     short\n"
        );
        assert_eq!(text(&[], Look::plain(24)), "");
    }

    #[test]
    fn wide_columns_are_cut() {
        let rows = [row(&"A".repeat(40), "one"), row("B", "two")];
        let expected = format!(
            "CODE{0}SUMMARY\n{1}…  one\nB{0}   two\n",
            " ".repeat(22),
            "A".repeat(23)
        );
        assert_eq!(text(&rows, Look::plain(79)), expected);
    }
}
