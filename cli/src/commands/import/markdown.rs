//! Reads tables in Markdown.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::columns::{Column, Columns, Field, Row};
use super::locations::CodeLocation;
use super::summary::ImportSummary;
use super::texts;

/// A cell and the code spans in it.
#[derive(Debug, Default, Clone)]
struct Cell {
    text: String,
    spans: Vec<String>,
}

pub(super) fn read(
    text: &str,
    named: &[Column],
    code: &[CodeLocation],
    log: &mut ImportSummary,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for table in tables(text) {
        let headers: Vec<String> = table
            .headers
            .iter()
            .map(|cell| cell.text.trim().to_owned())
            .collect();
        let columns = Columns::find(&headers, named);
        let by_status = code.contains(&CodeLocation::Status) && columns.has(Field::Status);
        if !columns.has(Field::Code) && !by_status {
            log.left_out(
                &format!("the table on line {}", table.line),
                "none of its columns has codes",
            );
            continue;
        }
        log.columns_left(columns.unused(&headers));
        for (line, cells) in &table.rows {
            rows.extend(rows_of(*line, cells, &columns, table.heading.as_deref()));
        }
    }
    rows
}

/// The rows for a line of a table: one for each code.
fn rows_of(line: usize, cells: &[Cell], columns: &Columns, heading: Option<&str>) -> Vec<Row> {
    let location = format!("line {line}");
    let mut shared = Vec::new();
    let mut codes = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        match columns.field(at) {
            Some(Field::Code) => codes = codes_of(cell),
            Some(field) => shared.extend(texts::cell(field, &cell.text)),
            None => {}
        }
    }
    if !shared.iter().any(|(field, _)| *field == Field::Domain) {
        shared.extend(heading.and_then(|heading| texts::cell(Field::Domain, heading)));
    }
    if codes.is_empty() {
        return vec![Row {
            location,
            cells: shared,
        }];
    }
    let row = |code| Row {
        location: location.clone(),
        cells: std::iter::once(code)
            .chain(shared.iter().cloned())
            .collect(),
    };
    codes.into_iter().map(row).collect()
}

/// The codes in a cell: its code spans if there is only punctuation between them, or else the whole cell.
fn codes_of(cell: &Cell) -> Vec<(Field, String)> {
    let rest = cell
        .spans
        .iter()
        .fold(cell.text.clone(), |rest, span| rest.replacen(span, "", 1));
    let mut words = rest.split(|c: char| !c.is_alphanumeric());
    let only_spans = words.all(|word| ["", "or", "and"].contains(&word));
    let one = [cell.text.clone()];
    let texts = if only_spans && !cell.spans.is_empty() {
        &cell.spans[..]
    } else {
        &one
    };
    texts
        .iter()
        .filter_map(|text| texts::cell(Field::Code, text))
        .collect()
}

#[derive(Default)]
struct Table {
    line: usize,
    heading: Option<String>,
    headers: Vec<Cell>,
    rows: Vec<(usize, Vec<Cell>)>,
}

fn tables(text: &str) -> Vec<Table> {
    let mut reader = Reader::default();
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let line = lines.partition_point(|end| *end < range.start) + 1;
        reader.take(event, line);
    }
    reader.tables
}

#[derive(Default)]
struct Reader {
    tables: Vec<Table>,
    heading: Option<String>,
    /// The current heading or cell.
    cell: Option<Cell>,
    /// The targets of the current links.
    links: Vec<String>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(Tag::Table(_)) => self.tables.push(Table {
                line,
                heading: self.heading.clone(),
                ..Table::default()
            }),
            Event::Start(Tag::TableRow) => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push((line, Vec::new()));
                }
            }
            Event::Start(Tag::Heading { .. } | Tag::TableCell) => self.cell = Some(Cell::default()),
            Event::Start(Tag::Link { dest_url, .. }) => self.links.push(dest_url.into_string()),
            Event::End(TagEnd::Heading(_)) => self.heading = self.cell.take().map(|cell| cell.text),
            Event::End(TagEnd::TableCell) => self.end_cell(),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Code(text) => {
                self.write(&text);
                if let Some(cell) = &mut self.cell {
                    cell.spans.push(text.into_string());
                }
            }
            Event::Text(text) => self.write(&text),
            Event::SoftBreak | Event::HardBreak => self.write(" "),
            Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => {
                self.write("\n");
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
    }

    fn end_cell(&mut self) {
        let (Some(cell), Some(table)) = (self.cell.take(), self.tables.last_mut()) else {
            return;
        };
        match table.rows.last_mut() {
            Some((_, cells)) => cells.push(cell),
            None => table.headers.push(cell),
        }
    }

    /// Adds the target of an external link.
    fn end_link(&mut self) {
        let link = self.links.pop().unwrap_or_default();
        let is_shown = self
            .cell
            .as_ref()
            .is_some_and(|cell| cell.text.contains(&link));
        if link.contains("://") && !is_shown {
            self.write(&format!(" ({link})"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, ImportSummary, read};

    /// Domain and code of each row.
    fn codes(page: &str) -> Vec<(String, String)> {
        let rows = read(page, &[], &[], &mut ImportSummary::default());
        let cell = |row: &super::Row, field| row.cell(field).unwrap_or_default().to_owned();
        rows.iter()
            .map(|row| (cell(row, Field::Domain), cell(row, Field::Code)))
            .collect()
    }

    #[test]
    fn a_cell_may_have_several_codes() {
        let page = "## A `b`\n\n| Code | Meaning |\n|---|---|\n| `x`, `y` or\n| `p\\|q` | \n| the `z` code | |\n| 1 / 2 | |\n";
        let found = codes(page);
        let found: Vec<&str> = found.iter().map(|(_, code)| code.as_str()).collect();
        assert_eq!(found, ["x", "y", "p|q", "the z code", "1 / 2"]);
        assert!(codes(page).iter().all(|(domain, _)| domain == "A b"));
    }

    #[test]
    fn markup_is_removed() {
        let page = "| Code | Message |\n|---|---|\n| **E1** | See [there](https://a.test/x)<br>and *more* \\| `c\\|d` |\n";
        let rows = read(page, &[], &[], &mut ImportSummary::default());
        assert_eq!(
            rows[0].cell(Field::Summary),
            Some("See there (https://a.test/x)\nand more | c|d")
        );
    }
}
