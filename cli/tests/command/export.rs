//! `faultbook export`: its files and its columns. `large-tests/sqlite` loads what it writes into a database.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use faultbook_codegen::model::{Book, Domain, Vendor};
use faultbook_codegen::{load, output};
use serde_json::Value;

use crate::{empty_folder, faultbook, repository};

fn export(folder: &Path, arguments: &[&str]) -> String {
    let run = faultbook(folder, &[&["export"], arguments].concat(), b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{arguments:?}");
    run.out
}

fn columns() -> Vec<String> {
    let csv = export(&repository(), &["--vendor", "gameye"]);
    let names = csv.lines().next().expect("a line of names");
    names.split(',').map(str::to_owned).collect()
}

fn book(folder: &Path) -> Book {
    let sources = output::sources(&folder.join("spec")).expect("the book");
    load(&sources).expect("a book without errors").book
}

/// A value of an answer as a cell has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A folder with a book of a vendor whose decisions mostly depend on the response.
fn tangled() -> tempfile::TempDir {
    let folder = empty_folder();
    let spec = folder.path().join("spec");
    fs::create_dir(&spec).expect("room");
    fs::copy(repository().join("spec/book.yaml"), spec.join("book.yaml")).expect("room");
    fs::write(spec.join("tangled.yaml"), include_str!("tangled.yaml")).expect("room");
    folder
}

#[test]
fn a_file_is_written() {
    let folder = tangled();
    let file = folder.path().join("catalogue.csv");
    fs::write(&file, "what was there\n".repeat(10_000)).expect("room");
    let run = faultbook(folder.path(), &["export", "--out", "catalogue.csv"], b"");
    let written = fs::read_to_string(&file).expect("a text file");
    let rows = csv::Reader::from_reader(written.as_bytes())
        .records()
        .count();
    let reported = format!("catalogue.csv: {rows} rows\n");
    assert_eq!((run.code, run.out, &*run.err), (Some(0), reported, ""));
    assert_eq!(written, export(folder.path(), &[]));
    let run = faultbook(folder.path(), &["export", "--out", "spec"], b"");
    assert_eq!((run.code, &*run.out), (Some(2), ""));
    assert!(
        run.err.starts_with("error: cannot write `spec`"),
        "{}",
        run.err
    );
}

#[test]
fn a_vendor_alone_is_exported() {
    let lines = |arguments: &[&str]| -> Vec<Value> {
        let out = export(&repository(), &[arguments, &["--format", "json"]].concat());
        let lines = out.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    };
    let rgs = lines(&["--vendor", "rgs"]);
    let (mut all, count) = (lines(&[]), rgs.len());
    all.retain(|row| row["vendor"] == "rgs");
    assert!(count > 0 && all == rgs);
    let run = faultbook(&repository(), &["export", "--vendor", "rsg"], b"");
    assert_eq!((run.code, &*run.out), (Some(2), ""));
    assert_eq!(
        run.err,
        "error: unknown vendor `rsg`; did you mean `rgs`?\n"
    );
}

/// What every operation can meet is there, at its typical status.
#[test]
fn every_code_has_a_typical_row() {
    let rows = export(&repository(), &["--format", "json"]);
    let typical: BTreeSet<[String; 3]> = rows
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|row: &Value| row["typical"] == true)
        .map(|row| ["vendor", "operation", "code"].map(|name| cell(&row[name])))
        .collect();
    for vendor in &book(&repository()).vendors {
        for operation in &vendor.operations {
            let domains = operation.domains.iter();
            let codes = domains.flat_map(|domain| vendor.domains[*domain].codes.clone());
            for code in codes {
                let Vendor { name, codes, .. } = vendor;
                let wanted = [name, &operation.name, &codes[code].wire].map(String::clone);
                assert!(typical.contains(&wanted), "{wanted:?}");
            }
        }
    }
}

/// Others rely on the columns: new ones are last, the docs describe each, and their table has them in this order.
#[test]
fn every_column_is_documented() {
    let docs = fs::read_to_string(repository().join("docs/export.md")).expect("the docs");
    let rows = docs.lines().filter(|line| line.starts_with("| `"));
    let names = rows.filter_map(|line| line.split('|').nth(1));
    let mut documented: Vec<&str> = names
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    let mut columns = columns();
    let (_, table) = docs
        .split_once("CREATE TABLE catalogue (")
        .expect("a table");
    let (table, _) = table.split_once(");").expect("its end");
    let created = table
        .split(',')
        .filter_map(|column| column.split_whitespace().next());
    let created: Vec<&str> = created.map(|name| name.trim_matches('"')).collect();
    assert_eq!(created, columns, "rows are imported by position");
    documented.sort_unstable();
    columns.sort_unstable();
    assert_eq!(documented, columns);
}

/// All texts under a key, anywhere in a document.
fn all<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get(key).and_then(Value::as_str));
            members.values().for_each(|member| all(member, key, found));
        }
        Value::Array(items) => items.iter().for_each(|item| all(item, key, found)),
        _ => {}
    }
}

#[test]
fn an_openapi_document_is_complete_in_itself() {
    for vendor in ["gameye", "licensing", "playtest", "playwave", "rgs"] {
        let text = export(&repository(), &["--format", "openapi", "--vendor", vendor]);
        let document: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(document["openapi"], "3.1.0");
        let mut references = Vec::new();
        all(&document, "$ref", &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.strip_prefix('#').expect("it is in the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
        let paths = document["paths"].as_object().expect("paths");
        // Other endpoints of the book are unknown, or lack a method.
        let known: &[&str] = if vendor == "gameye" {
            &["/session"]
        } else {
            &[]
        };
        assert!(paths.keys().eq(known), "{paths:?}");
        let items = document["components"]["pathItems"].as_object();
        for (path, item) in paths.iter().chain(items.expect("path items")) {
            for (method, operation) in item.as_object().expect("operations") {
                let responses = operation["responses"].as_object().expect("responses");
                let has_success = responses.keys().any(|status| status.starts_with('2'));
                assert!(has_success, "{method} {path}");
                let parameters = operation["parameters"].as_array().map_or(0, Vec::len);
                assert_eq!(path.matches('{').count(), parameters, "{method} {path}");
            }
        }
    }
}

#[test]
fn an_openapi_document_is_read_back() {
    let folder = empty_folder();
    let book = book(&repository());
    // The domains whose codes come with a 4xx or 5xx: `import` looks for errors in no other response.
    for (vendor, domains) in [
        ("licensing", vec!["developer_api"]),
        ("playtest", vec!["api"]),
        ("playwave", vec!["api"]),
        ("rgs", vec!["game", "transport"]),
    ] {
        let file = folder.path().join(format!("{vendor}.json"));
        let text = export(&repository(), &["--format", "openapi", "--vendor", vendor]);
        fs::write(&file, text).expect("room");
        let arguments = ["import", file.to_str().expect("a text"), "--vendor", "back"];
        let run = faultbook(
            folder.path(),
            &[&arguments[..], &["--out", "-"]].concat(),
            b"",
        );
        assert_eq!(run.code, Some(0), "{}", run.err);
        let mut vendors = book.vendors.iter();
        let own = vendors.find(|own| own.name == vendor).expect("the vendor");
        let is_sent = |domain: &&Domain| domains.contains(&domain.name.as_str());
        for domain in own.domains.iter().filter(is_sent) {
            for code in &own.codes[domain.codes.clone()] {
                let key = format!("{}:", code.wire);
                let mut lines = run.out.lines().skip_while(|line| line.trim() != key);
                assert!(lines.next().is_some(), "{key}\n{}", run.out);
                let summary = lines.next().unwrap_or_default();
                assert!(summary.contains("summary: "), "{key} {summary}");
                let statuses: Vec<String> = code.statuses.iter().map(u16::to_string).collect();
                let status = lines.next().unwrap_or_default();
                assert!(
                    statuses.iter().all(|own| status.contains(own)),
                    "{key} {status}"
                );
            }
        }
    }
}

#[test]
fn an_openapi_document_is_about_one_vendor() {
    let run = faultbook(&repository(), &["export", "--format", "openapi"], b"");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("choose it with `--vendor`"), "{}", run.err);
}
