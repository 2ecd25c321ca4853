//! Books of real vendors, each in a folder of its own. Their examples are the tests: to add a vendor, add a folder.

use std::fs;
use std::path::{Path, PathBuf};

use faultbook_codegen::model::Situation;
use faultbook_codegen::{Loaded, Report, load, output};
use faultbook_runtime::{Response, v1};

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

#[test]
fn what_is_kept_of_a_response_says_the_same() {
    for (_, loaded) in books() {
        for (vendor, tables) in loaded.book.vendors.iter().zip(&loaded.tables) {
            let tables = tables.vendor();
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
                let reading = v1::reading(&tables, operation, &response);
                let report = Report::new(&loaded.book, vendor, &reading);
                let owned = Report::new(&loaded.book, vendor, &reading.into_owned());
                assert_eq!(
                    format!("{owned:?}"),
                    format!("{report:?}"),
                    "{}: {}",
                    vendor.name,
                    example.name
                );
            }
        }
    }
}
