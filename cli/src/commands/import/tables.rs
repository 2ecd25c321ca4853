//! Converts the tables and the headings of a page to rows.

mod headings;

use std::collections::HashMap;

use super::arguments::Import;
use super::columns::{Columns, Field, Row};
use super::page::{Cell, Page, TableRow};
use super::summary::ImportSummary;
use super::texts;

pub(super) fn rows(page: &Page, arguments: &Import, log: &mut ImportSummary) -> Vec<Row> {
    let by_status = arguments.code.iter().any(|code| code.location.is_status());
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
        let own = table.rows.iter().flat_map(|row| rows_of(row, &columns));
        rows.extend(domains.assign(own.collect(), &table.headings));
    }
    for group in headings::groups(page) {
        rows.extend(domains.assign(group.rows, &group.headings));
    }
    rows
}

/// The rows for a line of a table: one for each code.
fn rows_of(line: &TableRow, columns: &Columns) -> Vec<Row> {
    let cells = line.cells.iter().enumerate();
    let cells = cells.flat_map(|(at, cell)| columns.fields(at).iter().map(move |own| (*own, cell)));
    let (codes, others): (Vec<_>, Vec<_>) = cells.partition(|(field, _)| *field == Field::Code);
    let others = others.into_iter().map(|(field, cell)| (field, &cell.text));
    let mut shared = Row::new(format!("line {}", line.line), others);
    if let (None, Some(part)) = (shared.cell(Field::Domain), &line.part) {
        shared.push(Field::Domain, part);
    }
    let codes = codes
        .last()
        .map_or_else(|| vec![""], |(_, cell)| codes_of(cell));
    let row = |code| {
        let mut row = shared.clone();
        row.push(Field::Code, code);
        row
    };
    codes.into_iter().map(row).collect()
}

/// The codes in a cell: its code spans if there is only punctuation between them, or else the whole cell.
fn codes_of(cell: &Cell) -> Vec<&str> {
    let rest = cell
        .spans
        .iter()
        .fold(cell.text.clone(), |rest, span| rest.replacen(span, "", 1));
    let mut words = rest.split(|c: char| !c.is_alphanumeric());
    let only_spans = words.all(|word| ["", "or", "and"].contains(&word));
    // A name with its number is one code.
    let is_pair = texts::name_and_number(&cell.text).is_some();
    if only_spans && !is_pair && !cell.spans.is_empty() {
        cell.spans.iter().map(String::as_str).collect()
    } else {
        vec![&cell.text]
    }
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
            if let (None, Some(domain)) = (row.cell(Field::Domain), &domain) {
                row.push(Field::Domain, domain);
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
