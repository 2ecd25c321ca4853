//! The table of what to do at a glance, compared with what the engine decides.

use std::path::Path;

use crate::model::{Situation, Vendor};
use crate::{Loaded, examples, load, output};

/// The cells of the row whose first cell has a text, by the headings of their columns.
fn row<'p>(page: &'p str, first: &str) -> Vec<(&'p str, &'p str)> {
    let table = page
        .split("## What to do at a glance")
        .nth(1)
        .expect("a section");
    let table: Vec<&str> = table
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .collect();
    let cells = |line: &'p str| -> Vec<&'p str> { line.split(" | ").skip(1).collect() };
    let is_asked = |line: &&&str| line.starts_with(&format!("| {first}"));
    let row = table
        .iter()
        .find(is_asked)
        .unwrap_or_else(|| panic!("no row {first}"));
    cells(table[0]).into_iter().zip(cells(row)).collect()
}

fn cell<'p>(page: &'p str, first: &str, vendor: &Vendor, operation: usize) -> &'p str {
    let anchor = vendor.operations[operation].name.replace('_', "-");
    let column = format!("#operation-{anchor})");
    let mut row = row(page, first).into_iter();
    row.find(|(heading, _)| heading.contains(&column))
        .expect("a column")
        .1
}

#[test]
fn the_decision_of_an_example_is_in_its_cell() {
    let loaded = book();
    let pages = super::all_pages(&loaded);
    let mut compared = 0;
    for (vendor, tables) in loaded.book.vendors.iter().zip(&loaded.tables) {
        let path = format!("docs/{}.md", vendor.name);
        let page = &pages
            .iter()
            .find(|page| page.path == path)
            .expect("a page")
            .contents;
        for example in &vendor.examples {
            let Situation::Response { status, .. } = example.situation else {
                continue;
            };
            let report = examples::read(
                &tables.vendor(),
                example.operation,
                &example.situation,
                |reading| {
                    (
                        reading.code(),
                        crate::Report::new(&loaded.book, vendor, &reading),
                    )
                },
            );
            let (Some(code), report) = report else {
                continue;
            };
            let known = &vendor.codes[usize::from(code)];
            if !known.statuses.is_empty() && !known.statuses.contains(&status) {
                continue;
            }
            let anchor = format!("{} {}", vendor.domains[known.domain].name, known.wire);
            let anchor = anchor.to_lowercase().replace(['_', ' '], "-");
            let cell = cell(
                page,
                &format!("[`{}`](#{anchor})", known.wire),
                vendor,
                example.operation,
            );
            if cell.contains("it depends") {
                continue;
            }
            let actions = cell.split("<br>").find(|line| line.starts_with("[`"));
            let actions = actions.map_or(0, |line| line.matches("](actions.md").count());
            assert_eq!(
                actions,
                report.decision.actions.len(),
                "{}: {cell}",
                example.name
            );
            for action in &report.decision.actions {
                assert!(
                    cell.contains(&format!("[`{action}`]")),
                    "{}: {cell}",
                    example.name
                );
            }
            let retries = ["backoff from", "retry after", "with the next"];
            let retries = retries.iter().any(|words| cell.contains(words));
            assert_eq!(
                retries,
                report.decision.retry.is_retryable(),
                "{}: {cell}",
                example.name
            );
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn operations_that_agree_share_a_column() {
    let loaded = book();
    let pages = super::all_pages(&loaded);
    let page = pages
        .iter()
        .find(|page| page.path == "docs/gameye.md")
        .expect("a page");
    let columns = row(&page.contents, "[`420`]");
    let [(heading, cell)] = columns.as_slice() else {
        panic!("{columns:?}");
    };
    assert!(
        heading.contains("start_session") && heading.contains("any other call"),
        "{heading}"
    );
    assert!(
        cell.contains("retry after 2s..5s, then [`use_fallback_region`]"),
        "{cell}"
    );
}

#[test]
fn an_operation_that_never_returns_a_code_has_no_advice() {
    let loaded = book();
    let pages = super::all_pages(&loaded);
    let page = pages
        .iter()
        .find(|page| page.path == "docs/playwave.md")
        .expect("a page");
    let cells: Vec<&str> = row(&page.contents, "[`OTT_EXPIRED`]")
        .into_iter()
        .map(|(_, cell)| cell)
        .collect();
    let is_empty: Vec<bool> = cells.iter().map(|cell| *cell == "—").collect();
    assert_eq!(is_empty, [false, true, true, false]);
}

fn book() -> Loaded {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    load(&output::sources(&spec).unwrap())
        .map_err(|diagnostics| diagnostics.to_string())
        .unwrap()
}
