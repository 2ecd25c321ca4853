//! Every example of the book, through the command.

use faultbook_codegen::model::{Example, Situation, Vendor};
use faultbook_codegen::{load, output};
use serde_json::{Map, Value, json};

use crate::{faultbook, repository};

/// Those fields of an expectation that a line of the output has as plain values.
const PLAIN: [&str; 12] = [
    "outcome",
    "domain",
    "code",
    "known",
    "reason",
    "class",
    "severity",
    "retryable",
    "user_message",
    "message",
    "trace_id",
    "failure_reason",
];

fn question(vendor: &Vendor, example: &Example) -> Value {
    let operation = &vendor.operations[example.operation].name;
    let mut line = json!({ "id": example.name, "vendor": vendor.name, "operation": operation });
    match &example.situation {
        Situation::Raised(code) => line["raised"] = json!(vendor.codes[*code].wire),
        Situation::Response {
            status,
            headers,
            body,
        } => {
            let headers: Map<String, Value> = headers
                .iter()
                .map(|(name, value)| (name.clone(), json!(value)))
                .collect();
            line["status"] = json!(status);
            line["headers"] = json!(headers);
            line["body"] = json!(body);
        }
    }
    line
}

/// A value as an expectation writes it.
fn written(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn compare(example: &Example, answer: &Value) {
    assert_eq!(answer["id"], example.name);
    for expectation in &example.expect {
        if PLAIN.contains(&expectation.field.as_str()) {
            assert_eq!(
                written(&answer[&expectation.field]),
                expectation.value,
                "{}",
                example.name
            );
        }
    }
}

#[test]
fn every_example_of_the_book_is_read_as_expected() {
    let sources = output::sources(&repository().join("spec")).expect("the book");
    let loaded = load(&sources).expect("a book without errors");
    let examples = || {
        loaded
            .book
            .vendors
            .iter()
            .flat_map(|vendor| vendor.examples.iter().map(move |e| (vendor, e)))
    };
    let lines: Vec<String> = examples()
        .map(|(vendor, example)| question(vendor, example).to_string())
        .collect();
    let run = faultbook(&repository(), &["classify"], lines.join("\n").as_bytes());
    assert_eq!((run.code, run.out.lines().count()), (Some(0), lines.len()));
    for ((_, example), answer) in examples().zip(run.out.lines()) {
        compare(
            example,
            &serde_json::from_str(answer).expect("a line of JSON"),
        );
    }
}
