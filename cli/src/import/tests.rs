//! Any table at all becomes a book that is right, and all its codes are read back.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Parser;
use faultbook_codegen::model::Situation;
use faultbook_codegen::names::{LONGEST_CODE, is_unseen};
use faultbook_codegen::{Loaded, Report, Source, examples};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Import, Intake, compiled, csv, input, json as json_table};
use crate::starter::{self, Vocabulary};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    import: Import,
}

fn arguments(more: &[&str]) -> Import {
    let fixed = ["import", "table.csv", "--vendor", "vendor"];
    Line::parse_from(fixed.iter().chain(more)).import
}

/// The standard vocabulary.
fn vocabulary() -> Vocabulary {
    starter::vocabulary(Path::new("no/such/folder")).expect("the standard vocabulary is right")
}

/// Cells, in the order of the columns.
const COLUMNS: [&str; 9] = [
    "domain",
    "code",
    "name",
    "status",
    "summary",
    "description",
    "category",
    "retryable",
    "action",
];

const UGLY: [&str; 56] = [
    "",
    " ",
    "NO",
    "010",
    "1e3",
    "null",
    "~",
    "404",
    "-1",
    "2FA",
    "Self",
    "SESSION_ENDED",
    "session-ended",
    "SessionEnded",
    "приветствие",
    "错误",
    "+-",
    "#1",
    "a: b",
    "x: {y, z",
    "{a, b",
    "[x]",
    "|",
    ">-",
    "- a",
    "\"",
    "'",
    "a\nb",
    "a\tb",
    "a,b;c",
    "\u{200b}",
    "\u{feff}x",
    "\u{202e}x",
    "\u{7}",
    "yes",
    "no",
    "true",
    "4xx",
    "400, 404",
    "rate_limited",
    "ok",
    "Unknown",
    "contact_support",
    "slow_down, contact_support",
    "api",
    "type",
    "a b #c",
    "a:",
    "@x",
    "\u{2028}x",
    "`x`",
    "n/a",
    "Code",
    "vendor",
    "Code1",
    "code_1",
];

fn ugly() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(&UGLY[..]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => prop::sample::select(&UGLY[..]).prop_map(|text| text.repeat(60)),
        2 => "[A-C_]{1,3}",
    ]
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let row = prop::collection::vec(ugly(), COLUMNS.len());
    prop::collection::vec(row, 1..12)
}

fn csv_of(table: &[Vec<String>]) -> String {
    let cell = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",");
    let lines: Vec<String> = table.iter().map(line).collect();
    format!("{}\r\n{}\r\n", COLUMNS.join(","), lines.join("\r\n"))
}

fn json_of(table: &[Vec<String>]) -> String {
    let object = |row: &Vec<String>| -> Value {
        let cells = COLUMNS.iter().zip(row);
        cells
            .map(|(column, cell)| ((*column).to_owned(), json!(cell)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    Value::Array(table.iter().map(object).collect()).to_string()
}

/// The codes of a table that a book can have.
fn codes(table: &[Vec<String>]) -> BTreeSet<String> {
    let edge = |c: char| c.is_whitespace() || is_unseen(c);
    let codes = table.iter().map(|row| row[1].trim_matches(edge).to_owned());
    codes
        .filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE && !code.contains(is_unseen))
        .collect()
}

fn load(vocabulary: &Vocabulary, text: &str) -> Loaded {
    let loaded = vocabulary.compile(&Source::new("vendor.yaml", text));
    loaded.unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"))
}

/// What the engine makes of a response with a code.
fn read(loaded: &Loaded, code: &str) -> Report {
    let (vendor, tables) = (&loaded.book.vendors[0], &loaded.tables[0]);
    let situation = Situation::Response {
        status: 400,
        headers: Vec::new(),
        body: json!({ "error": { "code": code } }).to_string(),
    };
    examples::read(&tables.vendor(), vendor.request, &situation, |reading| {
        Report::new(&loaded.book, vendor, &reading)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_table_becomes_a_book_that_reads_its_codes(table in table(), more in 0..4_usize) {
        let vocabulary = vocabulary();
        let more: &[&str] = match more {
            0 => &["--domain", "One: domain"],
            1 => &["--category", "/error/type", "--retry", "throttled"],
            _ => &[],
        };
        let arguments = arguments(&[&["--code", "/error/code"], more].concat());
        for is_json in [false, true] {
            let mut intake = Intake { envelope: input::envelope(&arguments), ..Intake::default() };
            let account = &mut intake.account;
            intake.rows = if is_json {
                json_table::read(&json_of(&table), &[], account).expect("a table")
            } else {
                csv::read(&csv_of(&table), &[], account).expect("a table")
            };
            let codes = codes(&table);
            let text = compiled(&arguments, &vocabulary, &mut intake);
            prop_assert_eq!(text.is_ok(), !codes.is_empty(), "{:?}", text);
            let Ok(text) = text else { continue };
            let loaded = load(&vocabulary, &text);
            for code in codes {
                let report = read(&loaded, &code);
                prop_assert_eq!((report.code.as_deref(), report.known), (Some(code.as_str()), true), "{}", text);
                prop_assert_eq!(report.outcome == "failure" || report.class == "ok", true);
            }
        }
    }

    #[test]
    fn any_table_becomes_a_book_of_what_the_client_raises(table in table()) {
        let vocabulary = vocabulary();
        let arguments = arguments(&["--code", "client"]);
        let mut intake = Intake { envelope: input::envelope(&arguments), ..Intake::default() };
        intake.rows = csv::read(&csv_of(&table), &[], &mut intake.account).expect("a table");
        let codes = codes(&table);
        prop_assume!(!codes.is_empty());
        let text = compiled(&arguments, &vocabulary, &mut intake).expect("a book");
        let loaded = load(&vocabulary, &text);
        let wires: BTreeSet<String> = loaded.book.vendors[0].codes.iter().map(|code| code.wire.clone()).collect();
        prop_assert_eq!(wires, codes);
    }
}
