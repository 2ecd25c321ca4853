//! Books of real vendors, each in a folder of its own. Their examples are the tests: to add a vendor, add a folder.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use faultbook_codegen::model::{Example, Situation};
use faultbook_codegen::{Loaded, Report, load, output};
use faultbook_runtime::{Response, v1};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

/// The books, by folder; each is valid, and its examples are as they should be.
fn books() -> Vec<(PathBuf, Loaded)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
    let folders = fs::read_dir(root).expect("there are vendors");
    let mut folders: Vec<PathBuf> = folders
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    let book = |folder: PathBuf| {
        let sources = output::sources(&folder).expect("a folder of files");
        let loaded = load(&sources).unwrap_or_else(|errors| panic!("{errors}"));
        (folder, loaded)
    };
    folders.into_iter().map(book).collect()
}

#[test]
fn books_are_valid_and_raise_no_questions() {
    for (folder, loaded) in books() {
        assert!(
            loaded.warnings.iter().next().is_none(),
            "{}\n{}",
            folder.display(),
            loaded.warnings
        );
    }
}

#[test]
fn every_operation_has_an_example() {
    for (_, loaded) in books() {
        for vendor in &loaded.book.vendors {
            let listed = vendor.operations.iter().enumerate();
            for (at, operation) in listed.filter(|(at, _)| *at != vendor.request) {
                let mut examples = vendor.examples.iter();
                let has_one = examples.any(|example| example.operation == at);
                assert!(has_one, "{} {}", vendor.name, operation.name);
            }
        }
    }
}

/// Calls `check` with each example that is a response, and the index of its vendor and its operation.
fn for_each_response(check: impl Fn(&Loaded, usize, &Example, &Response<'_>, u16)) {
    for (_, loaded) in books() {
        for (at, vendor) in loaded.book.vendors.iter().enumerate() {
            for example in &vendor.examples {
                let Situation::Response {
                    status,
                    headers,
                    body,
                } = &example.situation
                else {
                    continue;
                };
                let operation = u16::try_from(example.operation).expect("operations are few");
                let response = Response::new(*status, body).headers(headers);
                check(&loaded, at, example, &response, operation);
            }
        }
    }
}

#[test]
fn what_is_kept_of_a_response_says_the_same() {
    for_each_response(|loaded, at, example, response, operation| {
        let vendor = &loaded.book.vendors[at];
        let tables = loaded.tables[at].vendor();
        let reading = v1::reading(&tables, operation, response);
        let report = Report::new(&loaded.book, vendor, &reading);
        let owned = Report::new(&loaded.book, vendor, &reading.into_owned());
        let [owned, report] = [owned, report].map(|report| format!("{report:?}"));
        assert_eq!(owned, report, "{}: {}", vendor.name, example.name);
    });
}

/// A body with a piece of it removed, repeated or replaced.
fn edited(body: &str, from: Index, to: Index, edit: u8) -> Vec<u8> {
    let body = body.as_bytes();
    let [from, to] = [from, to].map(|at| at.index(body.len() + 1));
    let (from, to) = (from.min(to), from.max(to));
    let piece = &body[from..to];
    let middle = match edit % 4 {
        0 => Vec::new(),
        1 => [piece, piece].concat(),
        2 => b"null".to_vec(),
        _ => vec![edit],
    };
    [&body[..from], &middle, &body[to..]].concat()
}

#[test]
fn edited_examples_are_read_alike_from_a_copy() {
    let books = books();
    let edits = (any::<Index>(), any::<Index>(), any::<Index>(), any::<u8>());
    let mut runner = TestRunner::new(Config::with_cases(2_000));
    let law = |(which, from, to, edit): (Index, Index, Index, u8)| {
        let (_, loaded) = which.get(&books);
        let (vendor, tables) = (&loaded.book.vendors[0], loaded.tables[0].vendor());
        let Situation::Response {
            status,
            headers,
            body,
        } = &from.get(&vendor.examples).situation
        else {
            return Ok(());
        };
        let body = edited(body, from, to, edit);
        let response = Response::new(*status, &body).headers(headers);
        for (operation, row) in (0..).zip(&vendor.operations) {
            let reading = v1::reading(&tables, operation, &response);
            let report = Report::new(&loaded.book, vendor, &reading);
            let owned = Report::new(&loaded.book, vendor, &reading.into_owned());
            let texts = [&owned, &report].map(|report| format!("{report:?}"));
            prop_assert_eq!(&texts[0], &texts[1], "{} {}", &vendor.name, &row.name);
            // A success lists no errors.
            prop_assert!(report.decision.outcome != "success" || report.errors.is_empty());
        }
        Ok(())
    };
    runner.run(&edits, law).unwrap();
}

#[test]
fn reading_allocates_nothing() {
    for_each_response(|loaded, at, example, response, operation| {
        let tables = loaded.tables[at].vendor();
        let measured = allocation_counter::measure(|| {
            let reading = v1::reading(&tables, operation, response);
            let texts = [reading.wire_code(), reading.message(), reading.trace_id()];
            let lengths = texts.into_iter().flatten().map(|text| text.chars().count());
            let counts = (reading.details().count(), v1::errors(&reading).count());
            black_box((lengths.sum::<usize>(), counts));
        });
        assert_eq!(measured.count_total, 0, "{}", example.name);
    });
}
