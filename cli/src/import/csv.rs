//! Tables of values with a delimiter between them.

use anyhow::{Context, bail};

use super::account::Account;
use super::columns::{Column, Columns, Field, Row};
use super::texts;

/// What stands between two values.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

pub(super) fn read(
    text: &str,
    named: &[Column],
    account: &mut Account,
) -> anyhow::Result<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text, named))
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let columns = Columns::find(&headers, named);
    if !columns.has(Field::Code) && !columns.has(Field::Status) {
        bail!(
            "none of the columns {} is the code; name it with `--column code=NAME`",
            headers.join(", ")
        );
    }
    account.columns_left(columns.left(&headers));
    let (mut rows, mut is_empty) = (Vec::new(), true);
    for record in reader.records() {
        let record = record.context("the table goes wrong")?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = row(format!("line {line}"), &record, &columns);
        if record
            .iter()
            .skip(headers.len())
            .any(|cell| !cell.trim().is_empty())
        {
            account.left_out(&row.place, "it has more values than there are columns");
        } else if !row.cells.is_empty() {
            rows.push(row);
        }
        is_empty = false;
    }
    if is_empty {
        bail!("no row stands below the columns {}", headers.join(", "));
    }
    Ok(rows)
}

fn row(place: String, record: &csv::StringRecord, columns: &Columns) -> Row {
    let cells = record.iter().enumerate();
    let cells = cells.filter_map(|(at, cell)| texts::cell(columns.field(at)?, cell));
    Row {
        place,
        cells: cells.collect(),
    }
}

/// The delimiter that gives the first line the most columns with a meaning; of several, the one that gives it the most columns.
fn delimiter(text: &str, named: &[Column]) -> u8 {
    let meaning = |delimiter: &u8| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(*delimiter)
            .from_reader(text.as_bytes());
        let headers: Vec<String> = reader
            .headers()
            .map(|headers| headers.iter().map(str::to_owned).collect())
            .unwrap_or_default();
        let columns = Columns::find(&headers, named);
        let known = (0..headers.len()).filter(|at| columns.field(*at).is_some());
        (known.count(), headers.len())
    };
    let mut best = DELIMITERS[0];
    for delimiter in DELIMITERS {
        if meaning(&delimiter) > meaning(&best) {
            best = delimiter;
        }
    }
    best
}
