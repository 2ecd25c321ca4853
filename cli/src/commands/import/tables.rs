//! Converts the tables and the headings of a page to rows.

mod headings;

use std::collections::HashMap;

use super::arguments::Import;
use super::columns::{Columns, Field, Row};
use super::locations::CodeLocation;
use super::page::{Cell, Page, Table};
use super::summary::ImportSummary;
use super::texts;

pub(super) fn rows(page: &Page, arguments: &Import, log: &mut ImportSummary) -> Vec<Row> {
    let by_status = arguments
        .code
        .iter()
        .any(|code| code.location == CodeLocation::Status);
    let mut domains = Domains::default();
    let mut rows = Vec::new();
    for table in &page.tables {
        let headers: Vec<String> = table
            .headers
            .iter()
            .map(|cell| cell.text.trim().to_owned())
            .collect();
        let columns = Columns::find(&headers, &arguments.columns);
        let has_codes = columns.has(Field::Code) || by_status && columns.has(Field::Status);
        if !has_codes {
            let kind = "tables without a column of codes; name it with `--column code=NAME`";
            log.left_out(
                kind,
                format!("line {} ({})", table.line, headers.join(", ")),
            );
            continue;
        }
        log.columns_left(columns.unused(&headers));
        rows.extend(domains.assign(rows_of_table(table, &columns), &table.headings));
    }
    for group in headings::groups(page) {
        rows.extend(domains.assign(group.rows, &group.headings));
    }
    rows
}

fn rows_of_table(table: &Table, columns: &Columns) -> Vec<Row> {
    let rows = table.rows.iter();
    let rows = rows.flat_map(|row| rows_of(row.line, &row.cells, columns, row.part.as_deref()));
    rows.collect()
}

/// The rows for a line of a table: one for each code.
fn rows_of(line: usize, cells: &[Cell], columns: &Columns, part: Option<&str>) -> Vec<Row> {
    let location = format!("line {line}");
    let mut shared = Vec::new();
    let mut codes = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        for field in columns.fields(at) {
            match field {
                Field::Code => codes = codes_of(cell),
                _ => shared.extend(texts::cell(*field, &cell.text)),
            }
        }
    }
    if !shared.iter().any(|(field, _)| *field == Field::Domain) {
        shared.extend(part.and_then(|part| texts::cell(Field::Domain, part)));
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
    // A name with its number is one code.
    let is_pair = texts::name_and_number(&cell.text).is_some();
    let texts = if only_spans && !is_pair && !cell.spans.is_empty() {
        &cell.spans[..]
    } else {
        &one
    };
    texts
        .iter()
        .filter_map(|text| texts::cell(Field::Code, text))
        .collect()
}

/// The domains of a page. A table below the same heading as another one, or below one with the same text, has the same
/// domain, unless a code would have two meanings in it.
#[derive(Default)]
struct Domains {
    /// What each code of a domain means.
    meanings: HashMap<(String, String), String>,
}

impl Domains {
    /// Completes the rows of a table with their domain.
    fn assign(&mut self, mut rows: Vec<Row>, headings: &[String]) -> Vec<Row> {
        let domain = self.domain(&rows, headings);
        for (code, meaning) in rows.iter().filter_map(meaning) {
            let domain = domain.clone().unwrap_or_default();
            self.meanings.entry((domain, code)).or_insert(meaning);
        }
        for row in &mut rows {
            if row.cell(Field::Domain).is_none() {
                let cell = domain
                    .as_deref()
                    .and_then(|domain| texts::cell(Field::Domain, domain));
                row.cells.extend(cell);
            }
        }
        rows
    }

    /// The title of the domain: the nearest heading, with those above it or a number if necessary.
    fn domain(&self, rows: &[Row], headings: &[String]) -> Option<String> {
        let last = headings.last()?;
        let qualified = (1..headings.len())
            .rev()
            .map(|from| headings[from - 1..].join(": "));
        let numbered = (2_usize..).map(|number| format!("{last} {number}"));
        let mut titles = std::iter::once(last.clone())
            .chain(qualified)
            .chain(numbered);
        titles.find(|title| !self.contradicts(rows, title))
    }

    fn contradicts(&self, rows: &[Row], domain: &str) -> bool {
        rows.iter().filter_map(meaning).any(|(code, meaning)| {
            let known = self.meanings.get(&(domain.to_owned(), code));
            known.is_some_and(|known| *known != meaning)
        })
    }
}

/// The code of a row and what it means, if the row says so.
fn meaning(row: &Row) -> Option<(String, String)> {
    let fields = [Field::Name, Field::Summary, Field::Description];
    let texts: Vec<&str> = fields.iter().filter_map(|field| row.cell(*field)).collect();
    let code = row
        .cell(Field::Code)
        .filter(|_| row.cell(Field::Domain).is_none())?;
    (!texts.is_empty()).then(|| (code.to_owned(), texts.join("\n")))
}

#[cfg(test)]
mod tests;
