//! Rows as a table for a terminal.

use super::rows::Row;
use crate::layout::Look;

/// What stands between two columns.
const GAP: usize = 2;

/// A heading and the rows; the last column is cut where the line ends. Nothing, if there are no rows.
pub(super) fn text(rows: &[Row], look: Look) -> String {
    let Some(first) = rows.first() else {
        return String::new();
    };
    let heading: Vec<String> = first.names().map(str::to_uppercase).collect();
    let cells: Vec<Vec<String>> = rows.iter().map(Row::cells).collect();
    let widths: Vec<usize> = (0..heading.len())
        .map(|column| {
            let all = cells.iter().chain([&heading]);
            all.map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut out = look.title(&line(&heading, &widths, look.width())) + "\n";
    for row in &cells {
        out.push_str(&line(row, &widths, look.width()));
        out.push('\n');
    }
    out
}

fn line(cells: &[String], widths: &[usize], width: usize) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let padding = width + GAP - cell.chars().count();
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', padding));
    }
    let line = line.trim_end();
    match line.char_indices().nth(width) {
        Some(_) => line.chars().take(width - 1).chain(['…']).collect(),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Row, text};
    use crate::layout::Look;

    #[test]
    fn columns_stand_below_each_other_and_lines_end_where_they_must() {
        let row = |code: &str, summary: &str| {
            Row::new([
                ("code", json!(code)),
                ("status", json!([])),
                ("summary", json!(summary)),
            ])
        };
        let rows = [
            row("A", "short"),
            row("LONGER_É", "a summary that goes on and on"),
        ];
        let expected = "CODE      STATUS  SUMMARY\nA         -       short\nLONGER_É  -       a summary tha…\n";
        assert_eq!(text(&rows, Look::plain(32)), expected);
        assert_eq!(text(&[], Look::plain(32)), "");
    }
}
