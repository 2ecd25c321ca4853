//! Examples of the book, from responses of the document.

use std::collections::BTreeSet;

use faultbook_codegen::model::Situation;
use faultbook_codegen::{Loaded, Report, examples};

use super::intake::{Intake, Sample};
use crate::yaml::{Map, Value};

/// An example for each code and status whose response is read as that code.
pub(super) fn examples(loaded: &Loaded, intake: &mut Intake) -> Vec<Value> {
    let mut shown = BTreeSet::new();
    let mut examples = Vec::new();
    let mut strays = 0;
    for sample in std::mem::take(&mut intake.samples) {
        if shown.contains(&(sample.code.clone(), sample.status)) {
            continue;
        }
        if is_read(loaded, &sample) {
            examples.push(example(&sample).into());
            shown.insert((sample.code, sample.status));
        } else {
            strays += 1;
        }
    }
    if strays > 0 {
        let finding = format!(
            "{strays} examples of the document are not read as their code, and are left out"
        );
        intake.summary.findings.push(finding);
    }
    intake.summary.examples = examples.len();
    examples
}

/// Whether the engine reads the response as its code.
fn is_read(loaded: &Loaded, sample: &Sample) -> bool {
    let (Some(vendor), Some(tables)) = (loaded.book.vendors.first(), loaded.tables.first()) else {
        return false;
    };
    let mut operations = vendor.operations.iter();
    let operation = operations.position(|operation| operation.name == sample.operation);
    let situation = Situation::Response {
        status: sample.status,
        headers: Vec::new(),
        body: sample.body.clone(),
    };
    let operation = operation.unwrap_or(vendor.request);
    let report = examples::read(&tables.vendor(), operation, &situation, |reading| {
        Report::new(&loaded.book, vendor, &reading)
    });
    report.known && report.code.as_ref() == Some(&sample.code)
}

fn example(sample: &Sample) -> Map {
    let Sample {
        operation,
        status,
        body,
        code,
    } = sample;
    let response = Map::default().with("status", *status).with("body", body);
    Map::default()
        .with("name", format!("{operation} answers {status} with {code}"))
        .with("operation", operation)
        .with("response", response)
        .with("expect", Value::Inline(Map::default().with("code", code)))
}
