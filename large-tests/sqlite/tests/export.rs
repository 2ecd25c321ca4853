//! Loads what `faultbook export` writes into a database and joins it with a log that `classify` has answered.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::{fs, thread};

use faultbook_codegen::model::{self, Book, Code, Domain, Situation, Source, Test, Vendor};
use faultbook_codegen::{load, output};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};
use serde_json::{Value, json};

/// The command, built once.
static FAULTBOOK: LazyLock<PathBuf> = LazyLock::new(|| {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faultbook");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--package", "faultbook-cli"])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(repository())
        .status()
        .expect("cargo starts");
    assert!(status.success(), "the command is built");
    target.join("debug/faultbook")
});

/// Runs the command in a folder and returns what it prints.
fn faultbook<A: AsRef<OsStr>>(folder: &Path, arguments: &[A], input: Vec<u8>) -> String {
    let mut command = Command::new(&*FAULTBOOK);
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("the input is written");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    String::from_utf8(output.stdout).expect("the command writes UTF-8")
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn export(folder: &Path, arguments: &[&str]) -> String {
    faultbook(folder, &[&["export"], arguments].concat(), Vec::new())
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

/// The columns of a log.
const OF_LOG: [&str; 5] = ["id", "vendor", "operation", "status", "code"];

/// The lines of a log, with what `classify` answers.
type Answered = [(Value, Value)];

/// The cells of a line in a log.
fn logged((line, answer): &(Value, Value)) -> [String; 5] {
    OF_LOG.map(|name| {
        cell(if name == "code" {
            &answer[name]
        } else {
            &line[name]
        })
    })
}

/// The blocks of the docs in a language. The first SQL block creates the tables, the others are queries.
fn blocks(language: &str) -> Vec<String> {
    let docs = fs::read_to_string(repository().join("docs/export.md")).expect("the docs");
    let fence = format!("```{language}\n");
    let blocks = docs.split(&fence).skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("```").next());
    blocks.map(str::to_owned).collect()
}

/// The tables of the docs, without a row.
fn tables() -> Connection {
    let database = Connection::open_in_memory().expect("a database");
    let [tables, ..] = &*blocks("sql") else {
        panic!("the docs have no tables")
    };
    database.execute_batch(tables).expect("tables");
    database
}

/// The files to import, by name.
fn files(book: &Path, log: &Answered) -> BTreeMap<String, String> {
    let mut lines = csv::Writer::from_writer(Vec::new());
    lines.write_record(OF_LOG).expect("room");
    for line in log {
        lines.write_record(logged(line)).expect("room");
    }
    let log = String::from_utf8(lines.into_inner().expect("room")).expect("a text");
    let files = [("catalogue.csv", export(book, &[])), ("log.csv", log)];
    files.map(|(name, text)| (name.to_owned(), text)).into()
}

/// Imports as the docs describe, like the `sqlite3` shell: every cell is a text, and none is `NULL`.
fn from_csv(book: &Path, log: &Answered) -> Connection {
    let (database, files) = (tables(), files(book, log));
    for command in blocks("text").iter().flat_map(|block| block.lines()) {
        let words: Vec<&str> = command.split(' ').collect();
        let [".import", "--csv", "--skip", "1", file, table] = *words else {
            panic!("{command}")
        };
        import(&database, &files[file], table);
    }
    database
}

/// Imports like the `sqlite3` shell without existing tables: it creates tables with text columns.
fn from_csv_without_tables(book: &Path, log: &Answered) -> Connection {
    let database = Connection::open_in_memory().expect("a database");
    for (file, text) in &files(book, log) {
        let table = file.trim_end_matches(".csv");
        let names = text.lines().next().expect("a line of names").split(',');
        let columns: Vec<String> = names.map(|name| format!("\"{name}\" TEXT")).collect();
        let create = format!("CREATE TABLE {table} ({})", columns.join(", "));
        database.execute_batch(&create).expect("a table");
        import(&database, text, table);
    }
    database
}

fn import(database: &Connection, text: &str, table: &str) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = vec!["?"; reader.headers().expect("a line of names").len()];
    let insert = format!("INSERT INTO {table} VALUES ({})", cells.join(", "));
    let mut insert = database.prepare(&insert).expect("a statement");
    for record in reader.records() {
        let record = record.expect("a row");
        insert
            .execute(params_from_iter(record.iter()))
            .expect("room");
    }
}

/// The tables of the docs, filled with numbers and `NULL`.
fn from_json(book: &Path, log: &Answered) -> Connection {
    let database = tables();
    let value = |name: &String| {
        let at = format!("'$.{name}'");
        // SQLite has no booleans: keep the words.
        format!(
            "CASE WHEN json_type(?1, {at}) IN ('true', 'false') THEN json_type(?1, {at}) ELSE json_extract(?1, {at}) END"
        )
    };
    let values: Vec<String> = columns().iter().map(value).collect();
    let insert = format!("INSERT INTO catalogue SELECT {}", values.join(", "));
    let mut insert = database.prepare(&insert).expect("a statement");
    for line in export(book, &["--format", "json"]).lines() {
        insert.execute([line]).expect("a row");
    }
    drop(insert);
    let insert = "INSERT INTO log VALUES (?1, ?2, ?3, nullif(?4, ''), nullif(?5, ''))";
    let mut insert = database.prepare(insert).expect("a statement");
    for line in log {
        insert.execute(logged(line)).expect("a line");
    }
    drop(insert);
    database
}

/// A row of the database; absent values are empty texts.
type Record = BTreeMap<String, String>;

fn records(database: &Connection, query: &str) -> Vec<Record> {
    let mut query = database.prepare(query).expect("a query");
    let names: Vec<String> = query
        .column_names()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let rows = query.query_map([], |row| {
        let cells = names.iter().enumerate();
        let record = cells.map(|(at, name)| Ok((name.clone(), text(row.get_ref(at)?))));
        record.collect()
    });
    let rows: Result<_, _> = rows.expect("rows").collect();
    rows.expect("a row")
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => format!("{number:?}"),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    }
}

/// A value of an answer as a cell has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Lines for `classify`: the examples of the book, and combinations of its codes and statuses.
fn log(folder: &Path) -> Vec<Value> {
    let book = book(folder);
    let mut lines: Vec<Value> = book.vendors.iter().flat_map(examples).collect();
    for vendor in &book.vendors {
        for operation in 0..vendor.operations.len() {
            let name = &vendor.operations[operation].name;
            let with = |response: Value| {
                let mut line = json!({ "vendor": vendor.name, "operation": name });
                let fields = response.as_object().expect("fields").clone();
                line.as_object_mut().expect("an object").extend(fields);
                line
            };
            lines.extend(responses(vendor).into_iter().map(with));
        }
    }
    for (id, line) in lines.iter_mut().enumerate() {
        line["id"] = json!(id);
    }
    lines
}

fn examples(vendor: &Vendor) -> Vec<Value> {
    let line = |example: &model::Example| {
        let operation = &vendor.operations[example.operation].name;
        let mut line = json!({ "vendor": vendor.name, "operation": operation });
        match &example.situation {
            Situation::Raised(code) => line["raised"] = json!(vendor.codes[*code].wire),
            Situation::Response {
                status,
                headers,
                body,
            } => {
                line["status"] = json!(status);
                line["headers"] = json!(headers);
                line["body"] = json!(body);
            }
        }
        line
    };
    vendor.examples.iter().map(line).collect()
}

/// Statuses with different decisions, and some that HTTP does not define.
const STATUSES: [u16; 12] = [0, 200, 204, 302, 400, 401, 404, 409, 420, 429, 503, 600];

/// Responses to any operation of a vendor: every code, unknown codes and no code, with many statuses.
fn responses(vendor: &Vendor) -> Vec<Value> {
    let mut responses = Vec::new();
    for domain in &vendor.domains {
        let own = &vendor.codes[domain.codes.clone()];
        if domain.raised_by_client {
            responses.extend(own.iter().map(|code| json!({ "raised": code.wire })));
            continue;
        }
        for code in own.iter().flat_map(names_of).chain(["NEVER_HEARD_OF"]) {
            responses.extend(with_code(domain, code).iter().flat_map(at_all_statuses));
        }
    }
    let bare = [
        "",
        "{}",
        "<html></html>",
        r#"{"error":{}}"#,
        r#"{"status":"failed"}"#,
        r#"{"ok":true}"#,
    ];
    let bare = bare.map(|body| json!({ "body": body }));
    responses.extend(bare.iter().flat_map(at_all_statuses));
    responses
}

fn names_of(code: &Code) -> impl Iterator<Item = &str> {
    let aliases = code.aliases.iter().map(String::as_str);
    std::iter::once(code.wire.as_str()).chain(aliases)
}

fn at_all_statuses(response: &Value) -> impl Iterator<Item = Value> {
    STATUSES.into_iter().map(|status| {
        let mut response = response.clone();
        response["status"] = json!(status);
        response
    })
}

/// Responses with a code at each location of a domain.
fn with_code(domain: &Domain, code: &str) -> Vec<Value> {
    let places = domain.envelope.code.iter();
    let responses = places.flat_map(|place| match place {
        Source::Pointer(at) => {
            let bodies = bodies(domain, at, code).into_iter();
            bodies.map(|body| json!({ "body": body })).collect()
        }
        Source::Header(name) => vec![json!({ "headers": { name: code } })],
        Source::Token => vec![json!({ "body": code })],
        Source::Status => Vec::new(),
        // The books here have none of these.
        Source::Parameter { .. } | Source::Captured { .. } | Source::Each(_) => {
            panic!("a source without a response for it")
        }
    });
    responses.collect()
}

/// Bodies with a code: without a category, with each of the domain's, with the fields that select the domain, and with
/// those that its rules test.
fn bodies(domain: &Domain, at: &str, code: &str) -> Vec<Value> {
    let mut body = json!({});
    put(&mut body, at, json!(code));
    let mut bodies = vec![body.clone()];
    for category in &domain.categories {
        if let Some(Source::Pointer(at)) = domain.envelope.category.first() {
            let mut body = body.clone();
            put(&mut body, at, json!(category.name));
            bodies.push(body);
        }
    }
    let mut with_message = body.clone();
    with_message["message"] = json!("at most 7");
    bodies.push(with_message);
    for test in domain.when.iter().flat_map(|clause| clause.iter()) {
        if let Test::Field { pointer, values } = test {
            let value = match &values[0] {
                model::Value::String(text) => json!(text),
                model::Value::Bool(value) => json!(value),
                other => panic!("no vendor has {other:?}"),
            };
            put(&mut body, pointer, value);
            bodies.push(body.clone());
        }
    }
    bodies
}

fn put(body: &mut Value, pointer: &str, value: Value) {
    let tokens = pointer.split('/').skip(1);
    let place = tokens.fold(body, |place, token| &mut place[token]);
    *place = value;
}

/// The log with the answers of `classify`.
fn answered(folder: &Path) -> Vec<(Value, Value)> {
    let log = log(folder);
    let lines: Vec<String> = log.iter().map(Value::to_string).collect();
    let answers = faultbook(folder, &["classify"], lines.join("\n").into_bytes());
    let answers = answers
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    let answered: Vec<(Value, Value)> = log.into_iter().zip(answers).collect();
    assert!(
        answered
            .iter()
            .all(|(line, answer)| line["id"] == answer["id"])
    );
    answered
}

/// The columns that must equal the answer of `classify`.
fn wanted(answer: &Value, record: &Record) -> Vec<(String, String)> {
    let plain = [
        "outcome",
        "domain",
        "known",
        "class",
        "severity",
        "actions",
        "forbid",
        "retryable",
        "grace_period_ms",
        "failure_reason",
        "decided_by",
        "operation",
    ];
    let mut wanted: Vec<(String, String)> = plain
        .iter()
        .map(|name| ((*name).to_owned(), cell(&answer[*name])))
        .collect();
    let retry = [
        "kind",
        "min_ms",
        "base_ms",
        "factor",
        "max_ms",
        "jitter",
        "operation",
        "action",
        "attempts",
    ];
    let retry = retry.map(|name| (format!("retry_{name}"), cell(&answer["retry"][name])));
    wanted.extend(retry);
    let exhausted = answer["retry"]
        .get("if_exhausted")
        .unwrap_or(&json!([]))
        .to_string();
    wanted.push(("retry_if_exhausted".to_owned(), exhausted));
    let confidential = answer
        .get("confidential")
        .unwrap_or(&json!(false))
        .to_string();
    wanted.push(("confidential".to_owned(), confidential));
    if answer["known"] == true {
        wanted.push(("code".to_owned(), cell(&answer["code"])));
    }
    // Captured values are only in the response.
    if !record["user_message"].contains('{') {
        wanted.push(("user_message".to_owned(), cell(&answer["user_message"])));
    }
    wanted
}

/// The columns in which a row differs from the answer.
fn differing(answer: &Value, record: &Record) -> Vec<String> {
    let wanted = wanted(answer, record).into_iter();
    let differing = wanted.filter(|(name, value)| record[name] != *value);
    differing
        .map(|(name, value)| format!("{name}: {} instead of {value}", record[&name]))
        .collect()
}

fn by_line(records: Vec<Record>) -> BTreeMap<String, Vec<Record>> {
    let mut lines: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for record in records {
        lines
            .entry(record["log_id"].clone())
            .or_default()
            .push(record);
    }
    lines
}

/// A way to fill the tables.
type Way = fn(&Path, &Answered) -> Connection;

/// Runs the queries of the docs on tables that were filled in several ways. The results are equal.
fn assert_all_joins_are_what_classify_answers(
    folder: &Path,
    ways: &[Way],
) -> BTreeMap<(String, bool), usize> {
    let answered = answered(folder);
    let asked = blocks("sql")[1..].concat();
    let of = |way: &Way| {
        let database = way(folder, &answered);
        database.execute_batch(&asked).expect("what the docs say");
        assert_the_join_is_what_classify_answers(&database, &answered)
    };
    let mut kinds: Vec<_> = ways.iter().map(of).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), 1, "{kinds:?}");
    kinds.remove(0)
}

/// Returns how often each kind of row was correct, and whether it was certain.
fn assert_the_join_is_what_classify_answers(
    database: &Connection,
    answered: &Answered,
) -> BTreeMap<(String, bool), usize> {
    let certain = by_line(records(database, "SELECT * FROM certain"));
    let possible = by_line(records(
        database,
        "SELECT * FROM possible ORDER BY log_id, place",
    ));
    let mut kinds: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for (line, answer) in answered {
        let id = line["id"].to_string();
        let fitting = possible
            .get(&id)
            .unwrap_or_else(|| panic!("no row fits {line}"));
        let right: Vec<&Record> = fitting
            .iter()
            .filter(|record| differing(answer, record).is_empty())
            .collect();
        if let Some(certain) = certain.get(&id) {
            assert_eq!((certain.len(), fitting.len()), (1, 1), "{line}");
            let differing = differing(answer, &certain[0]);
            assert!(differing.is_empty(), "{line}: {differing:?}");
        }
        assert!(!right.is_empty(), "{line}\n{answer}\n{fitting:#?}");
        let kind = right[0]["kind"].clone();
        *kinds.entry((kind, certain.contains_key(&id))).or_default() += 1;
    }
    kinds
}

/// A folder with the book of a vendor about which little is certain without the response.
fn tangled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = folder.path().join("spec");
    fs::create_dir(&spec).expect("room");
    fs::copy(repository().join("spec/book.yaml"), spec.join("book.yaml")).expect("room");
    fs::write(
        spec.join("tangled.yaml"),
        include_str!("../../../cli/tests/command/tangled.yaml"),
    )
    .expect("room");
    folder
}

#[test]
fn a_join_answers_as_classify_does() {
    let kinds = assert_all_joins_are_what_classify_answers(&repository(), &[from_csv]);
    // Decisions that do not depend on the response were certain, and each kind occurred.
    let count = |kind: &str, certain| kinds.get(&(kind.to_owned(), certain)).copied().unwrap_or(0);
    for kind in ["raised", "code", "unknown", "status"] {
        assert!(count(kind, true) > 0, "{kind}: {kinds:?}");
    }
    for kind in ["code", "unknown", "uncoded", "status"] {
        assert!(count(kind, false) > 0, "{kind}: {kinds:?}");
    }
    let certain: usize = ["raised", "code", "unknown", "status"]
        .map(|kind| count(kind, true))
        .iter()
        .sum();
    assert!(certain * 2 > kinds.values().sum(), "{kinds:?}");
}

#[test]
fn a_join_agrees_with_classify_where_domains_overlap() {
    let kinds = assert_all_joins_are_what_classify_answers(
        tangled().path(),
        &[from_csv, from_csv_without_tables, from_json],
    );
    for kind in ["raised", "code", "unknown", "uncoded", "status"] {
        assert!(
            kinds.keys().any(|(own, _)| own == kind),
            "{kind}: {kinds:?}"
        );
    }
}

#[test]
fn json_lines_in_a_database_are_the_same_rows() {
    for folder in [&repository(), tangled().path()] {
        let all = "SELECT * FROM catalogue ORDER BY vendor, operation, rank";
        let (csv, json) = (
            records(&from_csv(folder, &[]), all),
            records(&from_json(folder, &[]), all),
        );
        assert!(!csv.is_empty());
        assert_eq!(csv.len(), json.len());
        for (csv, json) in csv.iter().zip(&json) {
            assert_eq!(csv, json);
        }
    }
}
