//! `faultbook import`: catalogues as they are found become books that are right, and their codes are read back.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Run, copy_of_book, empty_folder, expect, faultbook};

/// A folder with a catalogue in it, and nothing else.
pub(crate) fn folder(file: &str, text: &[u8]) -> TempDir {
    let folder = empty_folder();
    fs::write(folder.path().join(file), text).expect("room for a catalogue");
    folder
}

pub(crate) fn import(folder: &Path, file: &str, more: &[&str]) -> Run {
    let fixed = ["import", file, "--vendor", "shop"];
    faultbook(folder, &[&fixed, more].concat(), b"")
}

pub(crate) fn spec(folder: &Path) -> String {
    fs::read_to_string(folder.join("spec/shop.yaml")).expect("a vendor's file")
}

/// Imports a catalogue, of which nothing is left out, checks the book, and gives back the vendor's file.
pub(crate) fn imported(file: &str, text: &[u8], more: &[&str]) -> (TempDir, String) {
    let folder = folder(file, text);
    let run = import(folder.path(), file, more);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    let run = faultbook(folder.path(), &["check", "--format", "json"], b"");
    assert_eq!(run.code, Some(0), "{}", run.out);
    let spec = spec(folder.path());
    (folder, spec)
}

/// Codes with the class and the kind of retry that are read from a response, or from what the client raises.
pub(crate) fn read(folder: &Path, questions: &[Value]) -> Vec<(String, String, String)> {
    let with_vendor = |question: &Value| {
        let mut question = question.clone();
        question["vendor"] = json!("shop");
        question.to_string()
    };
    let lines: Vec<String> = questions.iter().map(with_vendor).collect();
    let run = faultbook(folder, &["classify"], lines.join("\n").as_bytes());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let answer = |line: &str| {
        let answer: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(answer["known"], true, "{line}");
        (
            text(&answer["code"]),
            text(&answer["class"]),
            text(&answer["retry"]["kind"]),
        )
    };
    run.out.lines().map(answer).collect()
}

pub(crate) fn response(status: u16, code: &str) -> Value {
    json!({ "status": status, "body": { "error": { "code": code } } })
}

const AT: [&str; 2] = ["--code", "/error/code"];

/// Words that YAML takes for something else, codes that make the same identifier or none, one code in several rows.
const UGLY: &str = r#"[
  {"code": "NO", "status": 404, "summary": "Not: here #1", "retryable": "no", "action": "fix_request"},
  {"code": 10, "status": "400, 422", "summary": null, "description": "Ten.\r\n\r\nTwice.", "retryable": true},
  {"code": "010", "status": [409], "summary": "Zero \"ten\"", "category": "conflict", "action": "Wait, then retry"},
  {"code": "1e3", "status": -503, "summary": "Thousand", "retryable": true},
  {"code": "null", "summary": "- a list?", "retryable": false},
  {"code": "~", "summary": "Home"},
  {"code": "2FA", "status": 401, "summary": "Two factors", "retryable": "perhaps"},
  {"code": "session-ended", "summary": "One", "category": "billing"},
  {"code": "SESSION_ENDED", "summary": "Two", "action": null},
  {"code": "ошибка", "summary": "Ошибка, {да}", "note": "null"},
  {"code": "NO", "status": 410, "summary": "Gone", "retryable": true},
  {"code": "a: {b, c", "status": 429, "summary": "See [there], or `here`", "retryable": true},
  {"code": "7", "name": "OUT_OF_RANGE", "status": 503, "retryable": true, "since": "2.0"}
]"#;

#[test]
fn unusual_tables_are_imported() {
    let (folder, spec) = imported("ugly.json", UGLY.as_bytes(), &AT);
    expect("import_ugly.yaml", &spec);
    let questions = [
        response(404, "NO"),
        response(422, "10"),
        response(409, "010"),
        response(503, "1e3"),
        response(400, "null"),
        response(400, "~"),
        response(401, "2FA"),
        response(400, "session-ended"),
        response(400, "SESSION_ENDED"),
        response(400, "ошибка"),
        response(429, "a: {b, c"),
        json!({ "status": 503, "body": "{\"error\":{\"code\":7}}" }),
    ];
    let expected = [
        ("NO", "not_found", "never"),
        ("10", "invalid_request", "backoff"),
        ("010", "conflict", "never"),
        ("1e3", "unavailable", "backoff"),
        ("null", "invalid_request", "never"),
        ("~", "invalid_request", "never"),
        ("2FA", "unauthenticated", "never"),
        ("session-ended", "invalid_request", "never"),
        ("SESSION_ENDED", "invalid_request", "never"),
        ("ошибка", "invalid_request", "never"),
        ("a: {b, c", "rate_limited", "backoff"),
        ("7", "unavailable", "backoff"),
    ];
    let expected =
        expected.map(|(code, class, retry)| (code.to_owned(), class.to_owned(), retry.to_owned()));
    assert_eq!(read(folder.path(), &questions), expected);
}

#[test]
fn the_import_is_summarized() {
    let folder = folder("ugly.json", UGLY.as_bytes());
    let run = import(folder.path(), "ugly.json", &AT);
    expect("import_ugly.txt", &run.out);
}

/// Rows without a valid code are listed with their location, and the others are imported.
#[test]
fn rows_without_a_code_are_left_out() {
    let text = r#"[{"code": "A", "summary": "x"}, {"code": ""}, {"code": null}, {"code": 1.5}, {"code": true},
        {"code": {"a": 1}}, {"code": "a\u200bb"}, {"code": "A", "summary": {"en": "x"}}]"#;
    let folder = folder("t.json", text.as_bytes());
    let run = import(folder.path(), "t.json", &AT);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let reported: Vec<&str> = run
        .out
        .lines()
        .skip_while(|line| !line.contains("left out:"))
        .map(str::trim)
        .collect();
    assert_eq!(
        reported,
        [
            "left out:",
            r#"rows with another `code` than a text or an integer (3): row 4 (`1.5`), row 5 (`true`), row 6 (`{"a":1}`)"#,
            r#"rows with another `summary` than a text, a number or a list of these (1): row 8 (`{"en":"x"}`)"#,
            "rows without a code (2): row 2, row 3",
            "rows whose code contains an invisible character (1): row 7",
        ]
    );
    assert_eq!(faultbook(folder.path(), &["check"], b"").code, Some(0));
}

/// The same codes in whatever form a table can have.
#[test]
fn tables_have_many_forms() {
    let expected = "    codes:\n      A:\n        summary: One, \"two\"; three\n        status: 404\n      \"1\":\n        \
                    name: Code1\n        summary: Four\n        status: 500\n";
    let table: [(&str, &str); 9] = [
        (
            "t.csv",
            "code,http status,message\nA,404,\"One, \"\"two\"\"; three\"\n1,500,Four\n",
        ),
        (
            "t.csv",
            "\u{feff}code;status;message\r\nA;404;\"One, \"\"two\"\"; three\"\r\n1;500;Four\r\n\r\n",
        ),
        (
            "t.tsv",
            "Error Code\tStatus\tMeaning\nA\t404\tOne, \"two\"; three\n1\t500\tFour",
        ),
        (
            "t.txt",
            "[{\"code\":\"A\",\"status\":404,\"message\":\"One, \\\"two\\\"; three\"},{\"code\":1,\"status\":\"500\",\"message\":\"Four\"}]",
        ),
        (
            "t.json",
            "{\"A\":{\"status\":404,\"message\":\"One, \\\"two\\\"; three\"},\"1\":{\"status\":500,\"message\":\"Four\"}}",
        ),
        (
            "t.json",
            "{\"errors\":[{\"code\":\"A\",\"status\":404,\"message\":\"One, \\\"two\\\"; three\"},{\"code\":1,\"status\":500,\"message\":\"Four\"}]}",
        ),
        (
            "t.md",
            "| Status | Error | Description |\n|---|:-:|---|\n| 404 Not Found | `A` | One, \"two\"; three |\n| 500 | 1 | **Four** |\n",
        ),
        (
            "t.md",
            "# Errors\n\nText.\n\nCode | HTTP status | Meaning\n--|--|--\n`A` | 404 | One, \"two\"; three\n\n## Others\n\n| Code | Meaning |\n|-|-|\n",
        ),
        (
            "t.csv",
            "code,status,summary\nA,404,\"One, \"\"two\"\"; three\"\n1,500,Four\nA,404,\"One, \"\"two\"\"; three\"\n",
        ),
    ];
    for (file, text) in table {
        let (_folder, spec) = imported(file, text.as_bytes(), &AT);
        let a = expected
            .split("      \"1\":")
            .next()
            .expect("the first code");
        let wanted = if text.contains("## Others") {
            a
        } else {
            expected
        };
        let sorted = spec.contains("      \"1\":\n        name: Code1\n        summary: Four\n        status: 500\n      A:");
        assert!(spec.contains(wanted) || sorted, "{text}\n{spec}");
    }
}

/// The delimiter is inferred from the first line, even if it could be a single column.
#[test]
fn a_table_has_the_delimiter_of_its_first_line() {
    for delimiter in [",", ";", "\t", "|"] {
        for names in ["Error;Code", "Error;Code;HTTP status", "Code;Was;Status"] {
            let rows = format!("{names}\n{}\n", names.replace("Code", "OUT_OF_MAIZE"));
            let table = rows.replace("HTTP", "").replace(';', delimiter);
            let folder = folder("t.csv", table.as_bytes());
            let run = import(folder.path(), "t.csv", &["--code", "/c", "--out", "-"]);
            assert!(
                run.out.contains("\n      OUT_OF_MAIZE:\n"),
                "{table}{}{}",
                run.out,
                run.err
            );
        }
    }
}

/// A cell with lines, and a delimiter in quotes.
#[test]
fn a_csv_cell_may_have_lines() {
    let text = "code;summary;description\nA;\"One; two\";\"First\r\n\r\n  second #3\"\n";
    let (_folder, spec) = imported("t.csv", text.as_bytes(), &AT);
    assert!(
        spec.contains(
            "summary: One; two\n        description: |-\n          First\n\n            second #3\n"
        ),
        "{spec}"
    );
}

#[test]
fn headings_of_a_page_are_domains() {
    let page = "# Errors of the shop\n\n| Code | Status | What it means | Fix |\n|---|---|---|---|\n\
        | `A\\|B` | 404 | No `x \\| y` \\| z | slow_down |\n| `C`, `D` | 400/422 | See [docs](https://shop.test/d) | |\n\n\
        ## Payments: *cards*\n\n| Code | Description |\n|---|---|\n| 010 | Lost<br>card |\n\n\
        ## Payments, cards\n\nCode | Meaning\n---|---\nNO | Not\n\n| Field | Type |\n|---|---|\n| id | text |\n";
    let folder = folder("errors.md", page.as_bytes());
    let run = import(
        folder.path(),
        "errors.md",
        &[&AT[..], &["--column", "summary=What it means"]].concat(),
    );
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(
        run.out
            .contains("tables without a column of codes; name it with `--column code=NAME` (1): line 20 (Field, Type)"),
        "{}",
        run.out
    );
    expect("import_page.yaml", &spec(folder.path()));
    assert_eq!(faultbook(folder.path(), &["check"], b"").code, Some(0));
}

#[test]
fn statuses_may_be_the_codes() {
    let page = "Status | Meaning\n---|---\n401, 403 | Not you\n500 | Us\n";
    let (folder, spec) = imported("t.md", page.as_bytes(), &["--code", "status"]);
    assert!(
        spec.contains("    key: status\n") && !spec.contains("envelope"),
        "{spec}"
    );
    let questions = [
        json!({ "status": 403 }),
        json!({ "status": 500, "body": "oops" }),
    ];
    let codes: Vec<String> = read(folder.path(), &questions)
        .into_iter()
        .map(|(code, ..)| code)
        .collect();
    assert_eq!(codes, ["403", "500"]);
}

#[test]
fn codes_may_be_raised_by_the_client() {
    let table = "code,status,retryable,summary\n-1,500,true,Unknown\n2,,false,Corrupt\n";
    let (folder, spec) = imported("t.csv", table.as_bytes(), &["--code", "client"]);
    assert!(
        spec.contains("raised_by: client")
            && spec.contains("note: The source has the status 500 for it."),
        "{spec}"
    );
    let answers = read(
        folder.path(),
        &[json!({ "raised": "-1" }), json!({ "raised": "2" })],
    );
    let retries: Vec<&str> = answers.iter().map(|(_, _, retry)| retry.as_str()).collect();
    assert_eq!(retries, ["backoff", "never"]);
}

/// Locations other than that of the code, several domains, and categories in responses.
#[test]
fn the_command_line_sets_the_envelope() {
    let table = "domain,code,category,summary\nshop.Voice calls,A,rate limited,One\nshop.type,A,billing,Two\n,B,billing,Three\n";
    let more = [
        "--code",
        "header:X-Error",
        "--code",
        "text",
        "--category",
        "/kind",
        "--message",
        "/m",
        "--trace-id",
        "header:X-Id",
    ];
    let (folder, spec) = imported("t.csv", table.as_bytes(), &more);
    expect("import_domains.yaml", &spec);
    let questions = [
        json!({ "status": 400, "headers": { "X-Error": "B" }, "body": "{}" }),
        json!({ "status": 500, "headers": {}, "body": "A" }),
    ];
    let answers = read(folder.path(), &questions);
    assert_eq!(answers[0].0, "B");
    assert_eq!(
        (answers[1].0.as_str(), answers[1].1.as_str()),
        ("A", "rate_limited")
    );
}

const OPENAPI: &str = include_str!("../catalogues/openapi.yaml");

/// The same document, in which nothing is missing.
fn complete() -> String {
    OPENAPI.replace("other.yaml#/Problem", "#/components/schemas/Problem")
}

/// References that lead in circles, parts of schemas, ranges of statuses, examples: those that are read as their code
/// come in as examples of the book.
#[test]
fn openapi_documents_are_imported() {
    let (folder, spec) = imported("openapi.yaml", complete().as_bytes(), &[]);
    expect("import_openapi.yaml", &spec);
    let codes = [
        "PARCEL_NOT_FOUND",
        "RATE_LIMITED",
        "010",
        "NO",
        "ELSEWHERE",
        "HELD",
        "ON_ITS_WAY",
        "4711",
    ];
    let questions = codes.map(|code| response(400, code));
    let answers = read(folder.path(), &questions);
    assert!(
        answers.iter().map(|(code, ..)| code).eq(codes),
        "{answers:?}"
    );
}

#[test]
fn the_same_document_may_be_json() {
    let document: Value = serde_yaml::from_str(&complete()).expect("YAML");
    let (_, from_json) = imported(
        "openapi.json",
        document.to_string().as_bytes(),
        &["--source", "openapi.yaml"],
    );
    let (_, from_yaml) = imported("openapi.yaml", complete().as_bytes(), &[]);
    // `serde_json` sorts the keys, and so are the codes.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&from_json), sorted(&from_yaml));
}

#[test]
fn gaps_in_an_openapi_document_are_listed() {
    let folder = folder("openapi.yaml", OPENAPI.as_bytes());
    let run = import(folder.path(), "openapi.yaml", &[]);
    expect("import_openapi.txt", &run.out);
}

/// A success that has a field in the code's place is no error.
#[test]
fn a_code_in_a_success_is_something_else() {
    let document = r#"{"openapi": "3.0.3", "info": {"title": "T"}, "paths": {"/coupons": {"get": {"responses": {
        "200": {"description": "", "content": {"application/json": {"example": {"code": "SPRING"}}}},
        "400": {"description": "", "content": {"application/json": {"example": {"code": "BAD", "status": 400}}}}}}}}}"#;
    let (folder, spec) = imported("t.json", document.as_bytes(), &[]);
    assert!(spec.contains("when: { status: [4xx, 5xx] }"), "{spec}");
    let line = r#"{"vendor":"shop","status":200,"body":{"code":"SPRING"}}"#;
    let run = faultbook(folder.path(), &["classify"], line.as_bytes());
    assert!(run.out.contains(r#""outcome":"success""#), "{}", run.out);
}

/// The message may be next to the code or above it.
#[test]
fn messages_are_looked_for_from_the_code_outwards() {
    let document = r#"{"openapi": "3.0.3", "info": {"title": "T"}, "paths": {"/a": {"get": {"responses": {
        "422": {"description": "", "content": {"application/json": {"example":
            {"message": "Outer", "errors": [{"code": "bad", "field": "x", "title": "Inner", "n": 1}]}}}},
        "400": {"description": "", "content": {"application/json": {"example": {"message": "Worse", "status": 400}}}}}}}}}"#;
    let (folder, spec) = imported("t.json", document.as_bytes(), &[]);
    assert!(
        spec.contains("code: /errors/0/code\n  message: [/errors/0/title, /message]\n"),
        "{spec}"
    );
    let line =
        r#"{"vendor":"shop","status":422,"body":{"message":"Around","errors":[{"code":"bad"}]}}"#;
    let run = faultbook(folder.path(), &["classify"], line.as_bytes());
    assert!(run.out.contains(r#""message":"Around""#), "{}", run.out);
}

/// Where error responses show no code, their statuses are the codes.
#[test]
fn an_openapi_document_without_codes_has_statuses() {
    let document = "openapi: 3.0.0\ninfo: {title: T}\npaths:\n  /a:\n    get:\n      responses:\n        200: {description: Fine}\n        \
        404: {description: Not here}\n        5XX: {description: Us}\n    put:\n      responses: {'404': {description: Nor here}}\n";
    let (_folder, spec) = imported("t.yaml", document.as_bytes(), &[]);
    assert!(spec.contains("key: status\n    codes:\n      \"404\":\n        name: Code404\n        summary: Not here\n\n"), "{spec}");
}

#[test]
fn a_dry_run_touches_nothing() {
    let folder = folder("t.csv", b"code\nA\n");
    let run = import(folder.path(), "t.csv", &["--code", "/code", "--out", "-"]);
    assert_eq!(run.code, Some(0));
    assert!(
        run.out.starts_with("vendor: shop\n") && run.err.starts_with("shop: 1 code in 1 domain"),
        "{}",
        run.err
    );
    assert!(!folder.path().join("spec").exists());
}

#[test]
fn standard_input_is_imported() {
    let folder = empty_folder();
    let arguments = [
        "import", "-", "--vendor", "shop", "--code", "/code", "--out", "-",
    ];
    let run = faultbook(folder.path(), &arguments, b"[{\"code\": \"A\"}]");
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("source: standard input"), "{}", run.out);
}

#[test]
fn a_file_is_overwritten_only_by_force() {
    let folder = folder("t.csv", b"code\nA\n");
    assert_eq!(import(folder.path(), "t.csv", &AT).code, Some(0));
    let before = spec(folder.path());
    fs::write(folder.path().join("t.csv"), "code\nB\n").expect("room");
    let run = import(folder.path(), "t.csv", &AT);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(
        run.err.contains("`spec/shop.yaml` already exists"),
        "{}",
        run.err
    );
    assert!(run.err.contains("--force"), "{}", run.err);
    assert_eq!(spec(folder.path()), before);
    assert_eq!(
        import(folder.path(), "t.csv", &[&AT[..], &["--force"]].concat()).code,
        Some(0)
    );
    assert!(spec(folder.path()).contains("      B:\n"));
}

/// If the file of a vendor ends in `.yml`, no second one is written.
#[test]
fn a_file_is_found_by_either_ending() {
    let folder = folder("t.csv", b"code\nA\n");
    assert_eq!(import(folder.path(), "t.csv", &AT).code, Some(0));
    let of = |ending: &str| folder.path().join("spec/shop").with_extension(ending);
    fs::rename(of("yaml"), of("yml")).expect("a file");
    assert_eq!(import(folder.path(), "t.csv", &AT).code, Some(2));
    let run = import(folder.path(), "t.csv", &[&AT[..], &["--force"]].concat());
    assert!(run.out.contains("spec/shop.yml: 1 code"), "{}", run.out);
    assert!(!of("yaml").exists());
}

#[test]
fn a_file_outside_of_the_folder_needs_no_book() {
    let folder = folder("t.csv", b"code\nA\n");
    let run = import(
        folder.path(),
        "t.csv",
        &[&AT[..], &["--out", "draft/shop.yaml"]].concat(),
    );
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(folder.path().join("draft/shop.yaml").exists());
    assert!(!folder.path().join("spec").exists());
}

/// Where the objects of a map have a code, its keys are the names.
#[test]
fn a_map_may_be_one_of_names() {
    let map = r#"{"NOT_THERE": {"code": 1001, "message": "It is not there"}, "NOT_HERE": {"code": 1002}}"#;
    let (_folder, spec) = imported("t.json", map.as_bytes(), &AT);
    let expected = "      \"1001\":\n        name: NotThere\n        summary: It is not there\n";
    assert!(
        spec.contains(expected) && spec.contains("name: NotHere"),
        "{spec}"
    );
}

/// The classes, actions and policies of the book are used.
#[test]
fn a_catalogue_is_written_in_the_words_of_its_book() {
    let folder = copy_of_book();
    let table = "code,category,action,retryable\nA,session_lost,\"kick_player, stop_heartbeat\",true\nB,,kick the player,\n";
    fs::write(folder.path().join("t.csv"), table).expect("room");
    let run = import(
        folder.path(),
        "t.csv",
        &[&AT[..], &["--retry", "throttled"]].concat(),
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    let spec = spec(folder.path());
    for line in [
        "class: session_lost",
        "actions: [kick_player, stop_heartbeat]",
        "retry: { use: throttled }",
        "advice: kick the player",
    ] {
        assert!(spec.contains(line), "{line}: {spec}");
    }
    assert_eq!(faultbook(folder.path(), &["check"], b"").code, Some(0));
}

#[test]
fn unreadable_files_have_helpful_errors() {
    let table: [(&str, &[u8], &[&str], &str); 15] = [
        ("t.csv", b"code\nA\n", &[], "pass `--code`"),
        (
            "t.csv",
            b"code\nA\n",
            &["--code", "error.code"],
            "a JSON Pointer such as `/error/code`",
        ),
        (
            "t.csv",
            b"code\nA\n",
            &["--code", "/c", "--retry", "transiet"],
            "did you mean `transient`?",
        ),
        (
            "t.csv",
            b"code\nA\n",
            &["--code", "/c", "--column", "cod=x"],
            "unknown field `cod`",
        ),
        (
            "t.csv",
            b"what,why\nA,B\n",
            &["--code", "/c"],
            "select one with `--column code=NAME`",
        ),
        (
            "t.csv",
            b"code;text\n\n",
            &["--code", "/c"],
            "there are no rows below the header code, text",
        ),
        (
            "t.csv",
            b"Was;Wieso\nA;B\n",
            &["--code", "/c"],
            "none of the columns Was, Wieso has codes",
        ),
        (
            "t.csv",
            b"code;text\nA;B\n",
            &["--code", "status"],
            "no code could be imported; left out: rows whose code is not an HTTP status (1): line 2",
        ),
        (
            "t.csv",
            b"code\n\xff\n",
            &["--code", "/c"],
            "not UTF-8 at byte 6",
        ),
        (
            "t.json",
            b"[[1]]",
            &["--code", "/c"],
            "neither objects nor texts with codes; left out: values that are neither objects nor texts (1): row 1 (`[1]`)",
        ),
        (
            "t.json",
            b"{\"a\": ",
            &["--code", "/c"],
            "the file is not JSON",
        ),
        ("t.txt", b"hello", &["--code", "/c"], "pass `--from KIND`"),
        (
            "t.yaml",
            b"swagger: '1.2'\n",
            &[],
            "neither `openapi: 3…` nor `swagger: 2.0`",
        ),
        ("t.yaml", b"a: 1\n", &[], "pass `--code`"),
        (
            "t.yaml",
            b"openapi: 3.1.0\n",
            &[],
            "no error response of the document has a code",
        ),
    ];
    for (file, text, more, expected) in table {
        let folder = folder(file, text);
        let run = import(folder.path(), file, more);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{expected}");
        assert!(run.err.contains(expected), "{expected}: {}", run.err);
        assert!(!folder.path().join("spec").exists(), "{expected}");
    }
}
