//! The books of real vendors as generated Rust: each compiles without a warning, and reads its examples as the book's own
//! tables do.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use faultbook_codegen::model::Situation;
use faultbook_codegen::{Loaded, Report, load, output};
use faultbook_runtime::{Response, v1};

const MANIFEST: &str = r#"
[package]
name = "vendors"
edition = "2024"

[workspace]

[dependencies]
faultbook-runtime = { path = "RUNTIME" }
"#;

const MAIN: &str = r#"//! A book and its examples.
#![deny(warnings)]
// A program does not use all of its book.
#![allow(dead_code, unused_imports)]

include!("book.rs");

type Example = (&'static str, u16, &'static [(&'static str, &'static str)], &'static [u8]);

fn main() {
    for vendor in Vendor::ALL {
        for (operation, status, headers, body) in EXAMPLES {
            let response = faultbook_runtime::Response::new(*status, *body).headers(headers);
            let (outcome, class, code) = match read(*vendor, operation, &response) {
                Ok(success) => ("success", success.class(), success.code()),
                Err(fault) => (fault.outcome().as_str(), fault.class(), fault.code()),
            };
            let code = code.map(|code| code.as_str());
            println!("{outcome} {class} {code:?}");
        }
    }
}
"#;

/// The responses among the examples of a book with one vendor, as Rust, and what its tables find in them.
fn examples(loaded: &Loaded) -> (String, String) {
    let (vendor, tables) = (&loaded.book.vendors[0], loaded.tables[0].vendor());
    let (mut rust, mut expected) = (
        "const EXAMPLES: &[Example] = &[\n".to_owned(),
        String::new(),
    );
    for example in &vendor.examples {
        let Situation::Response {
            status,
            headers,
            body,
        } = &example.situation
        else {
            continue;
        };
        let operation = &vendor.operations[example.operation].name;
        let literal = body.as_bytes().escape_ascii();
        writeln!(
            rust,
            "    ({operation:?}, {status}, &{headers:?}, b\"{literal}\"),"
        )
        .unwrap();
        let response = Response::new(*status, body).headers(headers);
        let reading = v1::reading_any(&tables, operation, &response);
        let report = Report::new(&loaded.book, vendor, &reading);
        let code = report.code.filter(|_| report.known);
        writeln!(
            expected,
            "{} {} {code:?}",
            report.decision.outcome, report.decision.class
        )
        .unwrap();
    }
    (rust + "];\n", expected)
}

/// The books, by folder.
fn books() -> Vec<(String, Loaded)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codegen/tests/vendors");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap());
    let book = |folder: PathBuf| {
        let sources = output::sources(&folder).unwrap();
        load(&sources).unwrap_or_else(|errors| panic!("{errors}"))
    };
    let name = |entry: &fs::DirEntry| entry.file_name().into_string().unwrap();
    folders
        .map(|entry| (name(&entry), book(entry.path())))
        .collect()
}

#[test]
fn generated_code_reads_like_the_tables_in_memory() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vendors");
    let _ = fs::remove_dir_all(root.join("src"));
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime");
    fs::create_dir_all(root.join("src")).unwrap();
    let manifest = MANIFEST.replace("RUNTIME", runtime.to_str().unwrap());
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
    let mut expected = Vec::new();
    for (name, loaded) in books() {
        let folder = root.join("src/bin").join(&name);
        fs::create_dir_all(&folder).unwrap();
        output::write(&folder, &loaded).unwrap();
        let (examples, results) = examples(&loaded);
        fs::write(folder.join("main.rs"), format!("{MAIN}\n{examples}")).unwrap();
        expected.push((name, results));
    }
    let cargo = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline"])
        .current_dir(&root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .output()
        .unwrap();
    let complaints = String::from_utf8_lossy(&cargo.stderr);
    assert!(
        cargo.status.success() && complaints.is_empty(),
        "{complaints}"
    );
    assert_eq!(expected.len(), 20);
    for (name, expected) in expected {
        let program = root.join("target/debug").join(&name);
        let output = Command::new(program).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{name}");
    }
}
