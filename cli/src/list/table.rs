//! Rows as a table for a terminal.

use super::rows::Row;
use crate::layout::Look;

/// What stands between two columns.
const GAP: usize = 2;
/// As wide as a column may become, except for the last one.
const WIDEST: usize = 24;

/// A heading and the rows, cut where the line ends. A column that says the same of all rows is left out: mostly, that is
/// what was asked for. Nothing, if there are no rows.
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
        let is_heading = index == 0;
        out.push_str(&if is_heading { look.title(&line) } else { line });
        out.push('\n');
    }
    out
}

/// How wide a column of some lines is; one that is left out has no width.
fn width(lines: &[Vec<String>], column: usize) -> usize {
    let cells = || lines.iter().filter_map(|line| line.get(column));
    let is_last = lines.iter().all(|line| line.len() == column + 1);
    let mut values = cells().skip(1);
    let first = values.next();
    if !is_last && lines.len() > 2 && values.all(|value| Some(value) == first) {
        return 0;
    }
    let widest = cells().map(|cell| cell.chars().count()).max().unwrap_or(0);
    if is_last { widest } else { widest.min(WIDEST) }
}

fn line(cells: &[String], widths: &[usize], width: usize) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| **width > 0) {
        let cell = cut(cell, *width);
        let padding = width + GAP - cell.chars().count();
        line.push_str(&cell);
        line.extend(std::iter::repeat_n(' ', padding));
    }
    cut(line.trim_end(), width)
}

fn cut(text: &str, width: usize) -> String {
    match text.char_indices().nth(width) {
        Some(_) => text.chars().take(width - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Row, text};
    use crate::layout::Look;

    fn row(code: &str, summary: &str) -> Row {
        Row::new([
            ("vendor", json!("shop")),
            ("code", json!(code)),
            ("summary", json!(summary)),
        ])
    }

    #[test]
    fn columns_stand_below_each_other_and_lines_end_where_they_must() {
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
    fn no_column_takes_the_room_of_the_others() {
        let rows = [row(&"A".repeat(40), "one"), row("B", "two")];
        let expected = format!(
            "CODE{0}SUMMARY\n{1}…  one\nB{0}   two\n",
            " ".repeat(22),
            "A".repeat(23)
        );
        assert_eq!(text(&rows, Look::plain(79)), expected);
    }
}
