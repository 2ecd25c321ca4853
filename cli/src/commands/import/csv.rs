//! Reads delimited values.

use anyhow::{Context, bail};

use super::columns::{Column, Columns, Field, Row};
use super::summary::ImportSummary;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

pub(super) fn read(
    text: &str,
    named: &[Column],
    log: &mut ImportSummary,
) -> anyhow::Result<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text, named))
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let columns = Columns::find(&headers, named);
    if !columns.has(Field::Code) && !columns.has(Field::Status) {
        bail!(
            "none of the columns {} has codes; select one with `--column code=NAME`",
            headers.join(", ")
        );
    }
    log.columns_left(columns.unused(&headers));
    let (mut rows, mut is_empty) = (Vec::new(), true);
    for record in reader.records() {
        let record = record.context("invalid table")?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = columns.row(format!("line {line}"), record.iter());
        if record
            .iter()
            .skip(headers.len())
            .any(|cell| !cell.trim().is_empty())
        {
            log.left_out("rows with more values than the header", row.location);
        } else if !row.cells.is_empty() {
            rows.push(row);
        }
        is_empty = false;
    }
    if is_empty {
        bail!("there are no rows below the header {}", headers.join(", "));
    }
    Ok(rows)
}

/// Whether a text starts like a table: with a header that has a code and something else.
pub(super) fn is_table(text: &str, named: &[Column]) -> bool {
    let headers = headers(text, delimiter(text, named));
    headers.len() > 1 && Columns::find(&headers, named).has(Field::Code)
}

/// The header of a table with a delimiter.
fn headers(text: &str, delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let headers = reader
        .headers()
        .map(|headers| headers.iter().map(str::to_owned).collect());
    headers.unwrap_or_default()
}

/// The delimiter with which the header has the most known columns, and then the most columns.
fn delimiter(text: &str, named: &[Column]) -> u8 {
    let known_columns = |delimiter: &u8| {
        let headers = headers(text, *delimiter);
        let columns = Columns::find(&headers, named);
        let known = (0..headers.len()).filter(|at| !columns.fields(*at).is_empty());
        (known.count(), headers.len())
    };
    let mut best = DELIMITERS[0];
    for delimiter in DELIMITERS {
        if known_columns(&delimiter) > known_columns(&best) {
            best = delimiter;
        }
    }
    best
}
