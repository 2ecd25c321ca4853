//! Why a response has no known code, or is not the success that its status indicates.

use crate::support::{BOOK, Small, book};
use faultbook_codegen::{Source, load};

const JSON: &str = "
    domains:
      d:
        envelope: { when: { field: { /error: { exists: true } } }, code: /error/code }
        codes: { GONE: { summary: s, class: lost } }
      h:
        envelope: { code: { header: X-Code } }
        codes: { FINE: { summary: s, class: ok }, BAD: { summary: s, class: lost } }
    operations:
      request: { summary: s }
      buy: { summary: s, success: { field: { /bought: true } } }
      send: { summary: s, success: { body: text, header: { X-Id: { exists: true } } } }
";

type Headers = &'static [(&'static str, &'static str)];

fn reason(book: &Small, operation: &str, status: u16, headers: Headers, body: &[u8]) -> String {
    let report = book.read_with(operation, status, headers, body);
    if report.decision.outcome == "success" {
        assert_eq!(report.reason, None, "a success has no reason");
    }
    report.reason.unwrap_or_default()
}

const FINE: Headers = &[("X-Code", "FINE")];

/// Operation, status, headers, body and reason; empty if there is none.
#[rustfmt::skip] // A row is a line.
const CASES: [(&str, u16, Headers, &[u8], &str); 44] = [
    // Known codes and clear successes.
    ("request", 200, &[], b"{}", ""),
    ("request", 200, FINE, b"{}", ""),
    ("request", 204, &[], b"", ""),
    ("send", 200, &[("X-Id", "1")], b"sent", ""),
    ("buy", 200, &[], br#"{"bought":true}"#, ""),
    ("request", 404, &[], br#"{"error":{"code":"GONE"}}"#, ""),
    ("request", 200, &[], br#"{"error":{"code":"GONE"}}"#, ""),
    // Failures.
    ("request", 402, &[], br#"{"error":{"code":"NEW"}}"#, "unknown code"),
    ("request", 402, &[("X-Code", "NEW")], b"<html>", "unknown code"),
    ("request", 404, &[], b"{}", "no code"),
    ("request", 404, &[], br#"{"error":{}}"#, "no code"),
    ("request", 503, &[], b"<html>", "not JSON"),
    ("request", 503, &[], b" \n", "empty body"),
    ("request", 404, &[], br#"{"error":{"code":[]}}"#, "unreadable value"),
    // Bodies that cannot be read.
    ("request", 200, &[], b"", "empty body"),
    ("request", 204, &[], b"\n", "empty body"),
    ("request", 200, &[], b"\xef\xbb\xbf", "empty body"),
    ("request", 200, &[], b"{\"a\":\"\xff\"}", "not UTF-8"),
    ("request", 200, &[], b"<html></html>", "not JSON"),
    ("request", 200, &[], b"{\"a\":", "not JSON"),
    ("request", 200, &[], b"\"fine\"", "not an object or list"),
    ("request", 200, FINE, b"7", "not an object or list"),
    ("send", 200, &[], b"\xff", "not UTF-8"),
    ("request", 200, &[], br#"{"error":null,"error":null}"#, "repeated name"),
    // Doubts about what could be read.
    ("request", 200, &[], br#"{"error":{"code":"NEW"}}"#, "unknown code"),
    ("request", 200, &[("X-Code", "NEW")], b"", "unknown code"),
    ("request", 200, &[], br#"{"error":{"code":[]}}"#, "unreadable value"),
    ("request", 200, &[], br#"{"error":{"code":1.5}}"#, "unreadable value"),
    ("request", 200, &[("X-Code", "FINE"), ("X-Code", "FINE")], b"{}", "unreadable value"),
    ("request", 200, &[], br#"{"error":{}}"#, "no code"),
    ("request", 200, FINE, br#"{"error":{"code":""}}"#, "contradictory"),
    ("request", 200, FINE, br#"{"error":{"code":[]}}"#, "unreadable value"),
    ("request", 200, &[], br#"[{},{"error":{"code":"GONE"}}]"#, "failed element"),
    ("request", 200, &[], br#"[{"error":{}}]"#, "failed element"),
    ("buy", 200, &[], br#"{"bought":false}"#, "success condition not met"),
    ("buy", 200, &[], b"{}", "success condition not met"),
    // What is declared as JSON must be JSON.
    ("send", 200, &[("X-Id", "1"), ("Content-Type", "application/json")], b"sent", "not JSON"),
    ("send", 200, &[("X-Id", "1"), ("Content-Type", "application/problem+json; a=b")], b"{\"error\":", "not JSON"),
    ("send", 200, &[("X-Id", "1"), ("Content-Type", "text/plain"), ("Content-Type", "text/JSON"), ("Content-Type", "a/b+JSON")], b"{", "not JSON"),
    ("send", 200, &[("X-Id", "1"), ("Content-Type", "application/json")], b"{}", ""),
    ("send", 200, &[("X-Id", "1"), ("Content-Type", "text/plain")], b"{\"a\":", ""),
    // A repeated header exists.
    ("send", 200, &[("X-Id", "1"), ("X-Id", "2")], b"sent", ""),
    // An earlier doubt comes first.
    ("buy", 200, &[], b"<html>", "not JSON"),
    ("buy", 200, &[], br#"{"bought":false,"bought":true}"#, "repeated name"),
];

#[test]
fn each_response_has_its_reason() {
    let book = book(JSON);
    for (operation, status, headers, body, expected) in CASES {
        let shown = String::from_utf8_lossy(body);
        let reason = reason(&book, operation, status, headers, body);
        assert_eq!(reason, expected, "{operation} {status} {headers:?} {shown}");
    }
}

#[test]
fn a_raised_code_has_no_reason() {
    let book = book(
        "domains: { c: { raised_by: client, codes: { DOWN: { name: Down, summary: s, class: lost } } } }",
    );
    assert_eq!(book.raise("request", "DOWN").reason, None);
}

#[test]
fn a_body_is_measured_in_the_format_of_its_operation() {
    let xml = book(
        "
        format: xml
        domains: { d: { envelope: { code: /r/code } } }
        operations: { request: { summary: s, success: { field: { /r/state: fine } } } }
    ",
    );
    for (body, expected) in [
        ("<r><state>fine</state></r>", ""),
        ("<r><state>late</state></r>", "success condition not met"),
        ("<r><state>fine</state><state/></r>", "repeated name"),
        ("<r>", "not XML"),
        ("{}", "not XML"),
        ("", "empty body"),
    ] {
        let reason = reason(&xml, "request", 200, &[], body.as_bytes());
        assert_eq!(reason, expected, "{body}");
    }
    let form = book(
        "
        format: form
        domains: { d: { envelope: { code: /code } } }
        operations: { request: { summary: s, success: { field: { /state: fine } } } }
    ",
    );
    for (body, expected) in [
        ("state=fine", ""),
        ("state=late", "success condition not met"),
        ("&", "not a form"),
        ("state=fine&state=fine", "repeated name"),
    ] {
        let reason = reason(&form, "request", 200, &[], body.as_bytes());
        assert_eq!(reason, expected, "{body}");
    }
}

#[test]
fn a_response_may_be_too_long() {
    let rule =
        |at: usize| format!("  - {{ when: {{ message: \"{{a:text}}{at}x\" }}, class: lost }}\n");
    let rules: String = (0..40).map(rule).collect();
    let book = book(&format!(
        "domains: {{}}\nenvelope: {{ message: /message }}\nrules:\n{rules}"
    ));
    let body = |len: usize| format!(r#"{{"message":"{}"}}"#, "a".repeat(len));
    for (status, len, expected) in [
        (200, 10, ""),
        (200, 1_000_000, "too long to evaluate"),
        (200, 1 << 20, "body too large"),
        (404, 1_000_000, "no code"),
        (404, 1 << 20, "body too large"),
    ] {
        let reason = reason(&book, "request", status, &[], body(len).as_bytes());
        assert_eq!(reason, expected, "{status} {len}");
    }
}

#[test]
fn without_a_code_in_the_body_it_is_not_the_body_that_lacks_one() {
    let book = book(
        "
        domains:
          h: { envelope: { code: { header: X-Code } }, codes: { BAD: { summary: s, class: lost } } }
    ",
    );
    assert_eq!(reason(&book, "request", 500, &[], b"<html>"), "no code");
    assert_eq!(reason(&book, "request", 200, &[], b"<html>"), "not JSON");
}

#[test]
fn a_fault_shows_its_reason() {
    let book = book(JSON);
    for (operation, status, headers, body, expected) in CASES {
        let response = faultbook_runtime::Response::new(status, body).headers(&headers);
        let (shown, code) = book.reading(operation, &response, |reading| {
            let owned = reading.clone().into_owned();
            assert_eq!(owned.reason(), reading.reason());
            (reading.to_string(), reading.code())
        });
        let shows_reason = !expected.is_empty() && code.is_none();
        assert_eq!(
            shown.contains(&format!(": {expected} (status {status})")),
            shows_reason,
            "{shown}"
        );
    }
}

#[test]
fn an_example_may_expect_a_reason() {
    let vendor = |expected: &str| {
        format!(
            "vendor: acme\ntitle: Acme\nsummary: A vendor.\ndomains: {{}}\nexamples:\n  \
             - {{ name: n, operation: request, response: {{ status: 503, body: \"<html>\" }}, \
             expect: {{ class: broken, reason: {expected} }} }}\n"
        )
    };
    let errors = |expected: &str| {
        let sources = [
            Source::new("book.yaml", BOOK),
            Source::new("acme.yaml", vendor(expected)),
        ];
        load(&sources).err().map(|errors| errors.to_string())
    };
    assert_eq!(errors("no code"), None);
    let wrong = errors("not XML").unwrap_or_default();
    assert!(wrong.contains("got `no code`"), "{wrong}");
}

#[test]
fn a_listed_error_lacks_a_code_or_contradicts_the_success() {
    let book = book(
        "
        envelope: { errors: '$.errors[*]', code: { at: '$.errors[*].code', pattern: 'E-{code:word}' } }
        domains: { d: { codes: { FINE: { summary: s, class: ok }, BAD: { summary: s, class: lost } } } }
    ",
    );
    for (error, expected) in [
        ("{}", "no code"),
        ("null", "no code"),
        (r#"{"code":"other"}"#, "unreadable value"),
        (r#"{"code":["E-BAD"]}"#, "unreadable value"),
        (r#"{"code":"E-NEW"}"#, "unknown code"),
        (r#"{"code":"E-FINE"}"#, "contradictory"),
        (r#"{"code":"E-BAD"}"#, ""),
    ] {
        let body = format!(r#"{{"errors":[{error}]}}"#);
        let reason = reason(&book, "request", 200, &[], body.as_bytes());
        assert_eq!(reason, expected, "{error}");
    }
}

#[test]
fn an_event_has_an_end_and_no_error() {
    let book = book("format: sse\ndomains: {}");
    for (body, expected) in [
        ("data: {}\n\n", ""),
        ("data: {}\n", "unfinished event"),
        ("event: error\ndata: {}\n\n", "contradictory"),
        ("data: {", "not JSON"),
    ] {
        let reason = reason(&book, "request", 200, &[], body.as_bytes());
        assert_eq!(reason, expected, "{body:?}");
    }
}
