//! Property tests: any table becomes a valid book, and all its codes are read back.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Parser;
use faultbook_codegen::model::Situation;
use faultbook_codegen::names::{LONGEST_CODE, is_unseen};
use faultbook_codegen::{Loaded, Report, Source, examples};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use serde_json::{Value, json};

use super::arguments::Import;
use super::intake::{Envelope, Intake};
use super::summary::ImportSummary;
use super::tree::Node;
use super::{compiled, csv, html, markdown, objects, openapi, tables};
use crate::vocabulary::Vocabulary;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    import: Import,
}

pub(super) fn arguments(more: &[&str]) -> Import {
    let fixed = ["import", "table.csv", "--vendor", "vendor"];
    Line::parse_from(fixed.iter().chain(more)).import
}

/// The standard vocabulary.
fn vocabulary() -> Vocabulary {
    Vocabulary::of_folder(Path::new("no/such/folder")).expect("a valid vocabulary")
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

/// The valid codes of a table.
fn codes(table: &[Vec<String>]) -> BTreeSet<String> {
    let edge = |c: char| c.is_whitespace() || is_unseen(c);
    let codes = table.iter().map(|row| row[1].trim_matches(edge).to_owned());
    codes
        .filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE && !code.contains(is_unseen))
        .collect()
}

fn load(vocabulary: &Vocabulary, text: &str) -> Loaded {
    let loaded = vocabulary.compile(&Source::new("vendor.yaml", text));
    loaded.unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

/// Reads a response with a code.
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

/// A schema with references to four named ones.
fn schema() -> impl Strategy<Value = Value> {
    let reference =
        (0..5_u8).prop_map(|name| json!({ "$ref": format!("#/components/schemas/{name}") }));
    let leaf = prop_oneof![
        2 => reference,
        2 => ugly().prop_map(|code| json!({ "type": "string", "enum": [code, 7, null] })),
        1 => ugly().prop_map(|code| json!({ "const": code, "description": "Constant" })),
        1 => Just(json!({ "type": ["string", "null"], "example": "A" })),
        1 => Just(json!(true)),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let name = prop::sample::select(&["code", "error", "message", "a/b~c", "errors"][..]);
        let list = prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            prop::collection::btree_map(name, inner.clone(), 0..3)
                .prop_map(|map| json!({ "properties": map })),
            list.clone().prop_map(|list| json!({ "allOf": list })),
            list.prop_map(|list| json!({ "oneOf": list })),
            inner.prop_map(|items| json!({ "type": "array", "items": items })),
        ]
    })
}

/// A document whose operations have these schemas and an example.
fn document() -> impl Strategy<Value = Value> {
    let statuses = ["200", "400", "404", "5XX", "default", "x", "999"];
    let status = prop::sample::select(statuses.map(str::to_owned).to_vec());
    let example =
        ugly().prop_map(|code| json!({ "error": { "code": code }, "message": "It is so" }));
    let response = (schema(), example).prop_map(|(schema, example)| {
        json!({ "content": { "application/json": { "schema": schema, "example": example } } })
    });
    let responses = prop::collection::btree_map(status, response, 0..4);
    let operation = (ugly(), responses).prop_map(
        |(id, responses)| json!({ "operationId": id, "summary": id, "responses": responses }),
    );
    let paths = prop::collection::btree_map(ugly(), operation, 0..4);
    let schemas = prop::collection::vec(schema(), 4);
    (ugly(), paths, schemas).prop_map(|(title, paths, schemas)| {
        let paths: serde_json::Map<_, _> = paths
            .into_iter()
            .map(|(path, get)| (path, json!({ "get": get })))
            .collect();
        let schemas: serde_json::Map<_, _> = (0..)
            .zip(schemas)
            .map(|(name, schema): (u8, _)| (name.to_string(), schema))
            .collect();
        json!({
            "openapi": "3.1.0",
            "info": { "title": title },
            "paths": paths,
            "components": { "schemas": schemas }
        })
    })
}

/// Checks a property with random inputs. Each case compiles a book, so a fraction of the requested number is enough.
fn hold<S: Strategy>(inputs: &S, law: impl Fn(S::Value) -> TestCaseResult) {
    let asked = ProptestConfig::default();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: (asked.cases / 40).max(32),
        failure_persistence: None,
        ..asked
    });
    if let Err(broken) = runner.run(inputs, law) {
        panic!("{broken}");
    }
}

#[test]
fn tables_become_books_that_read_their_codes() {
    hold(&(table(), 0..4_usize), |(table, more)| {
        let vocabulary = vocabulary();
        let more: &[&str] = match more {
            0 => &["--domain", "One: domain"],
            1 => &["--category", "/error/type", "--retry", "throttled"],
            _ => &[],
        };
        let arguments = arguments(&[&["--code", "/error/code"], more].concat());
        for is_json in [false, true] {
            let mut intake = Intake {
                envelope: Envelope::of(&arguments),
                ..Intake::default()
            };
            let summary = &mut intake.summary;
            intake.rows = if is_json {
                let root = Node::of_json(&json_of(&table)).expect("JSON");
                objects::read(&root, &[], summary).expect("a table")
            } else {
                csv::read(&csv_of(&table), &[], summary).expect("a table")
            };
            let codes = codes(&table);
            let text = compiled(&arguments, &vocabulary, &mut intake);
            prop_assert_eq!(text.is_ok(), !codes.is_empty(), "{:?}", text.err());
            let Ok((text, _)) = text else { continue };
            let loaded = load(&vocabulary, &text);
            for code in codes {
                let report = read(&loaded, &code);
                prop_assert_eq!(
                    (report.code.as_deref(), report.known),
                    (Some(code.as_str()), true),
                    "{}",
                    text
                );
                prop_assert_eq!(
                    report.decision.outcome == "failure" || report.decision.class == "ok",
                    true
                );
            }
        }
        Ok(())
    });
}

#[test]
fn tables_become_books_of_client_codes() {
    hold(&table(), |table| {
        let vocabulary = vocabulary();
        let arguments = arguments(&["--code", "client"]);
        let mut intake = Intake {
            envelope: Envelope::of(&arguments),
            ..Intake::default()
        };
        intake.rows = csv::read(&csv_of(&table), &[], &mut intake.summary).expect("a table");
        let codes = codes(&table);
        prop_assume!(!codes.is_empty());
        let (text, _) = compiled(&arguments, &vocabulary, &mut intake).expect("a book");
        let loaded = load(&vocabulary, &text);
        let wires: BTreeSet<String> = loaded.book.vendors[0]
            .codes
            .iter()
            .map(|code| code.wire.clone())
            .collect();
        prop_assert_eq!(wires, codes);
        Ok(())
    });
}

#[test]
fn documents_become_books_or_are_refused() {
    hold(&document(), |document| {
        let vocabulary = vocabulary();
        let arguments = arguments(&[]);
        if let Ok(mut intake) = openapi::read(
            Node::of_json(&document.to_string()).expect("JSON"),
            &arguments,
        ) {
            match compiled(&arguments, &vocabulary, &mut intake) {
                Ok((text, _)) => drop(load(&vocabulary, &text)),
                Err(why) => prop_assert!(
                    why.to_string().starts_with("no code could be imported"),
                    "{why}"
                ),
            }
        }
        Ok(())
    });
}

#[test]
fn readers_accept_any_text() {
    let texts = prop_oneof![
        any::<String>(),
        "[|`a\\\\\n<br>#:-]{0,80}",
        "(<(/?)(table|tr|td|th|h2|code|Tab|a|details|summary)( rowspan=\"[0-9]{1,9}\")?>|\n|=== \"x\"|    |## |[|]-|x){0,40}",
    ];
    hold(&texts, |text| {
        let summary = &mut ImportSummary::default();
        let _ = csv::read(&text, &[], summary);
        if let Ok(root) = Node::of_json_or_yaml(&text) {
            let _ = objects::read(&root, &[], summary);
            let _ = openapi::read(root, &arguments(&[]));
        }
        tables::rows(&markdown::read(&text), &arguments(&[]), summary);
        tables::rows(&html::read(&text), &arguments(&[]), summary);
        let page = format!("|code|\n|-|\n|{}|\n", text.replace(['\n', '\r'], " "));
        tables::rows(&markdown::read(&page), &arguments(&[]), summary);
        Ok(())
    });
}
