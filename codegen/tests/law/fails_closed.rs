//! What cannot be compared, read or distinguished is never a success: numbers in every spelling, headers in every state,
//! and rules that nobody can say the truth of.

use std::collections::BTreeMap;

use faultbook_runtime::{Headers, Outcome, Response};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::support::{Small, book};

fn outcome(book: &Small, response: &Response<'_>) -> Outcome {
    book.reading("request", response, |reading| reading.decision().outcome)
}

fn succeeds(book: &Small, status: u16, body: &str) -> bool {
    outcome(book, &Response::new(status, body)) == Outcome::Success
}

const ONE: [&str; 7] = ["1", "1.0", "1e0", "10e-1", "0.1E1", "1E+0", "100.0e-2"];
const ZERO: [&str; 7] = ["0", "-0", "0.0", "-0.00", "0e0", "0E7", "0.0e-3"];

#[test]
fn a_number_is_the_same_however_it_is_spelt() {
    let discriminated = book(
        "
        domains:
          d: { envelope: { when: { field: { /error: [1, 2] } }, code: /code } }
    ",
    );
    let ruled = book(
        "
        domains: {}
        rules:
          - { when: { field: { /error: [1, 2] } }, class: lost }
    ",
    );
    for book in [&discriminated, &ruled] {
        for number in ONE.into_iter().chain(["2", "2.0", "0.2e1", "20e-1"]) {
            let body = format!(r#"{{"error":{number}}}"#);
            assert!(!succeeds(book, 200, &body), "{body}");
        }
        for number in ZERO
            .into_iter()
            .chain(["3", "1.5", "-1", "12", "1e1", "1.0000001"])
        {
            let body = format!(r#"{{"error":{number}}}"#);
            assert!(succeeds(book, 200, &body), "{body}");
        }
    }
    let required = book(
        "
        domains: {}
        operations:
          request: { summary: s, success: { field: { /code: 0 } } }
    ",
    );
    for number in ZERO {
        let body = format!(r#"{{"code":{number}}}"#);
        assert!(succeeds(&required, 200, &body), "{body}");
    }
    for number in ONE
        .into_iter()
        .chain(["1e-300", "\"0\"", "false", "null", "[0]"])
    {
        let body = format!(r#"{{"code":{number}}}"#);
        assert!(!succeeds(&required, 200, &body), "{body}");
    }
}

#[test]
fn a_number_that_cannot_be_compared_is_no_success() {
    let condition = "{ field: { /error: [1, 2] } }";
    let books = [
        book(&format!(
            "domains:\n  d: {{ envelope: {{ when: {condition}, code: /code }} }}"
        )),
        book(&format!(
            "domains: {{}}\nrules:\n  - {{ when: {condition}, class: lost }}"
        )),
    ];
    let long = format!("1.{}", "0".repeat(300));
    for book in &books {
        for number in ["1e99999999999999999999", "1e-99999999999999999999", &long] {
            let body = format!(r#"{{"error":{number}}}"#);
            assert!(!succeeds(book, 200, &body), "{body}");
        }
    }
}

#[test]
fn a_code_keeps_its_spelling() {
    let book = book(
        r#"
        domains:
          d: { envelope: { code: /code }, codes: { "1": { name: One, summary: s, class: ok }, "2": { name: Two, summary: s, class: lost } } }
    "#,
    );
    assert!(succeeds(&book, 200, r#"{"code":1}"#));
    for number in [
        "1.0",
        "1e0",
        "10e-1",
        "-1",
        "01",
        "2",
        "2.0",
        "1e999999999999999999999",
    ] {
        let body = format!(r#"{{"code":{number}}}"#);
        assert!(!succeeds(&book, 200, &body), "{body}");
    }
}

#[test]
fn a_rule_whose_field_has_another_type_is_no_success() {
    let book = book(
        "
        domains: {}
        rules:
          - { when: { field: { /state: failed } }, class: lost }
          - { when: { field: { /kind: Status, /status: Failure } }, class: lost }
          - { when: { field: { /meta/error: { exists: true } } }, class: lost }
    ",
    );
    for body in [
        r#"{"state":"fine"}"#,
        r#"{"state":null}"#,
        r#"{"kind":"Pod","status":{"phase":"Running"}}"#,
        r#"{"kind":"Status","status":"Success"}"#,
        r#"{"meta":{"error":null}}"#,
        r#"{"meta":null}"#,
    ] {
        assert!(succeeds(&book, 200, body), "{body}");
    }
    for body in [
        r#"{"state":"failed"}"#,
        r#"{"state":["failed"]}"#,
        r#"{"state":{"failed":true}}"#,
        r#"{"state":true}"#,
        r#"{"state":0}"#,
        r#"{"kind":"Status","status":{"phase":"Failure"}}"#,
        r#"{"kind":["Status"],"status":"Failure"}"#,
        r#"{"meta":{"error":{}}}"#,
        r#"{"meta":"error"}"#,
        r#"{"meta":["error"]}"#,
    ] {
        assert!(!succeeds(&book, 200, body), "{body}");
    }
}

#[test]
fn a_discriminator_of_another_type_counts_only_if_the_others_hold() {
    let book = book(
        "
        domains:
          d: { envelope: { when: { field: { /kind: Status, /status: Failure } }, code: /reason } }
    ",
    );
    assert!(succeeds(
        &book,
        200,
        r#"{"kind":"Pod","status":{"phase":"Running"}}"#
    ));
    assert!(succeeds(
        &book,
        200,
        r#"{"kind":"Status","status":"Success"}"#
    ));
    for body in [
        r#"{"kind":"Status","status":"Failure"}"#,
        r#"{"kind":"Status","status":{"phase":"Failure"}}"#,
        r#"{"kind":["Status"],"status":"Failure"}"#,
        r#"{"kind":{},"status":{}}"#,
    ] {
        assert!(!succeeds(&book, 200, body), "{body}");
    }
}

const CODED: &str = "
    domains:
      d:
        envelope: { code: { header: X-Code }, message: { header: X-Message } }
        codes: { FINE: { summary: s, class: ok }, DENIED: { summary: s, class: lost } }
";

/// The values of one header, in the order in which they came.
type Values = &'static [&'static [u8]];

/// How a name may be written.
const SPELLINGS: [&str; 3] = ["X-Code", "x-code", "X-CODE"];

/// What a header with the code may say, and whether that is a success.
const HEADERS: [(Values, bool); 16] = [
    (&[], true),
    (&[b""], true),
    (&[b"  "], true),
    (&[b"FINE"], true),
    (&[b" \tFINE \t"], true),
    (&[b"DENIED"], false),
    (&[b"fine"], false),
    (&[b"NEW"], false),
    (&[b"DENIED\xff"], false),
    (&[b"\xffFINE"], false),
    (&[b"FINE\xc2\xa0"], false),
    (&[b"FINE", b"DENIED"], false),
    (&[b"DENIED", b"FINE"], false),
    (&[b"FINE", b"FINE"], false),
    (&[b"FINE", b""], false),
    (&[b"", b"\xff"], false),
];

#[test]
fn a_code_in_a_header_is_read_once_or_not_at_all() {
    let book = book(CODED);
    let read = |headers: &dyn Headers| {
        let response = Response::new(200, "{}").headers(headers);
        let borrowed = outcome(&book, &response);
        let is_same = book.reading("request", &response, |reading| {
            let owned = reading.clone().into_owned();
            owned.decision() == reading.decision() && owned.wire_code() == reading.wire_code()
        });
        assert!(is_same);
        borrowed == Outcome::Success
    };
    for (values, expected) in HEADERS {
        let named = values.iter().zip(SPELLINGS.into_iter().cycle());
        let pairs: Vec<(&str, &[u8])> = named.map(|(value, name)| (name, *value)).collect();
        assert_eq!(read(&pairs), expected, "pairs: {values:?}");
        let mut map = HeaderMap::new();
        for value in values {
            let name = HeaderName::from_static("x-code");
            map.append(
                name,
                HeaderValue::from_bytes(value).expect("a header may hold it"),
            );
        }
        assert_eq!(read(&map), expected, "http: {values:?}");
        // In a map, names differ at least in case.
        if values.len() <= SPELLINGS.len() {
            let map: BTreeMap<&str, &[u8]> = pairs.iter().copied().collect();
            assert_eq!(read(&map), expected, "map: {values:?}");
        }
    }
}

#[test]
fn other_headers_may_come_twice() {
    let book = book(CODED);
    let headers = [
        ("x-code", "FINE"),
        ("x-message", "one"),
        ("X-Message", "two"),
    ];
    let report = book.read_with("request", 200, &headers, "{}");
    assert_eq!(
        (report.decision.outcome, report.message.as_deref()),
        ("success", Some("one"))
    );
}

#[test]
fn a_hint_that_comes_twice_counts_only_if_both_are_the_same() {
    let book = book("domains: {}");
    let table: [(&[&str], Option<u64>); 5] = [
        (&["30"], Some(30)),
        (&["30", "30"], Some(30)),
        (&["30", "60"], None),
        (&["soon", "60"], None),
        (&["30, 60"], None),
    ];
    for (values, expected) in table {
        let headers: Vec<(&str, &str)> =
            values.iter().map(|value| ("retry-after", *value)).collect();
        let report = book.read_with("request", 503, &headers, "{}");
        assert_eq!(
            report.retry_after_ms,
            expected.map(|s| s * 1000),
            "{values:?}"
        );
    }
}

#[test]
fn patterns_that_were_not_tried_to_their_end_are_no_success() {
    let rule =
        |at: usize| format!("  - {{ when: {{ message: \"{{a:text}}{at}x\" }}, class: lost }}\n");
    let rules: String = (0..40).map(rule).collect();
    let book = book(&format!(
        "domains: {{}}\nenvelope: {{ message: /message }}\nrules:\n{rules}"
    ));
    let body = |message: &str| format!(r#"{{"message":"{message}"}}"#);
    assert!(succeeds(&book, 200, &body("fine")));
    assert!(!succeeds(&book, 200, &body("a 17x")));
    let long = "a".repeat(1_000_000);
    assert!(!succeeds(&book, 200, &body(&long)));
    // A failure stays one, decided by its status.
    let report = book.read("request", 404, body(&long));
    assert_eq!(
        (report.decision.outcome, report.decision.class.as_str()),
        ("failure", "refused")
    );
}

#[test]
fn a_long_message_is_matched_to_its_end() {
    let book = book(
        "
        domains: {}
        envelope: { message: /message }
        rules:
          - { when: { message: \"Bad thing {what:text}\" }, class: lost }
    ",
    );
    for (filling, times) in [(" ", 900_000), ("\\t", 450_000), ("\\u0020", 150_000)] {
        let body = format!(r#"{{"message":"Bad thing a{}x"}}"#, filling.repeat(times));
        let report = book.read("request", 400, body);
        assert_eq!(report.decision.class, "lost", "{filling:?}");
        let captured = report.captures.get("what").map(|what| what.chars().count());
        assert_eq!(captured, Some(times + 2), "{filling:?}");
    }
}

/// A rule for failures that asks for a message and one that asks for a detail.
const WORDED: &str = "
    domains: {}
    envelope:
      message: [/message, { header: X-Message }]
      details: { at: /details, field: /field, message: /text/message }
    rules:
      - { when: { message: \"{what:text} failed\" }, class: lost }
      - { when: { detail: { bet: \"over {limit:decimal}\" } }, class: lost }
";

#[test]
fn a_rule_whose_message_is_no_text_is_no_success() {
    let book = book(WORDED);
    for body in [
        "{}",
        "[]",
        r#"["it failed"]"#,
        r#"{"message":null}"#,
        r#"{"message":"fine"}"#,
        r#"{"message":7}"#,
    ] {
        assert!(succeeds(&book, 200, body), "{body}");
    }
    for body in [
        r#"{"message":"it failed"}"#,
        r#"{"message":["it failed"]}"#,
        r#"{"message":{"text":"it failed"}}"#,
        r#"{"message":true}"#,
        r#"{"message":1.5}"#,
    ] {
        assert!(!succeeds(&book, 200, body), "{body}");
    }
    let table: [(&[&[u8]], bool); 6] = [
        (&[b"fine"], true),
        (&[b"it failed"], false),
        (&[b"fine", b"it failed"], false),
        (&[b"fine", b"fine"], false),
        (&[b"it failed\xff"], false),
        (&[b"\xff", b"fine"], false),
    ];
    for (values, expected) in table {
        let headers: Vec<(&str, &[u8])> = values.iter().map(|it| ("x-message", *it)).collect();
        let read = |body| outcome(&book, &Response::new(200, body).headers(&headers));
        assert_eq!(read("{}") == Outcome::Success, expected, "{values:?}");
        // A message in the body goes before the header, whatever that says.
        let read = read(r#"{"message":"fine"}"#);
        assert_eq!(read, Outcome::Success, "{values:?}");
    }
}

#[test]
fn a_rule_for_successes_needs_a_text_that_appears_once() {
    let book = book(
        "
        domains: {}
        class: lost
        envelope:
          message: [/message, { header: X-Message }]
          details: { at: /details, field: /field, message: /text }
        rules:
          - { when: { message: fine }, class: ok }
          - { when: { detail: { bet: accepted } }, class: ok }
    ",
    );
    for (values, body, expected) in [
        (&[b"fine"][..], "{}", true),
        (&[b"fine", b"fine"], "{}", false),
        (&[], r#"{"message":"fine"}"#, true),
        (&[], r#"{"message":"fine","message":"fine"}"#, false),
        (
            &[],
            r#"{"details":[{"field":"bet","text":"accepted"}]}"#,
            true,
        ),
        (
            &[],
            r#"{"details":[{"field":"bet","field":"bet","text":"accepted"}]}"#,
            false,
        ),
        (
            &[],
            r#"{"details":[{"field":"bet","text":"refused","text":"accepted"}]}"#,
            false,
        ),
        (
            &[],
            r#"{"details":[{"field":"bet","text":"accepted"}],"details":[]}"#,
            false,
        ),
    ] {
        let headers: Vec<(&str, &[u8])> = values.iter().map(|it| ("x-message", &it[..])).collect();
        let read = outcome(&book, &Response::new(200, body).headers(&headers));
        assert_eq!(read == Outcome::Success, expected, "{values:?} {body}");
    }
}

#[test]
fn a_rule_whose_detail_cannot_be_compared_is_no_success() {
    let book = book(WORDED);
    let body = |details: &str| format!(r#"{{"details":{details}}}"#);
    for details in [
        "null",
        "[]",
        r#"["over 5",7,null,[1],{}]"#,
        r#"[{"field":"bet","text":{"message":"under 5"}}]"#,
        r#"[{"field":"name","text":{"message":["over 5"]}}]"#,
        r#"[{"field":["bet"],"text":{"message":"under 5"}}]"#,
        r#"[{"field":null,"text":{"message":"over 5"}}]"#,
        r#"[{"field":"bet","text":null}]"#,
        r#"[{"field":"bet","text":{"message":null}}]"#,
        r#"[{"field":"name","field":"rate","text":{"message":"under 5"}}]"#,
    ] {
        assert!(succeeds(&book, 200, &body(details)), "{details}");
    }
    for details in [
        "true",
        "{}",
        r#""over 5""#,
        r#"[{"field":"bet","text":{"message":"over 5"}}]"#,
        r#"[{"field":["bet"],"text":{"message":"over 5"}}]"#,
        r#"[{"field":"bet","text":{"message":["over 5"]}}]"#,
        r#"[{"field":"bet","text":"over 5"}]"#,
        r#"[{"field":"bet","text":["over 5"]}]"#,
        r#"[{"field":"bet","field":"name","text":{"message":"over 5"}}]"#,
        r#"[{"field":"bet","text":{"message":"over 5"},"text":{"message":"under 5"}}]"#,
        r#"[{"field":"bet","text":{"message":"over 5","messag\u0065":"under 5"}}]"#,
        r#"[{},{"field":"name"},{"field":false,"text":{"message":"over 5"}}]"#,
    ] {
        assert!(!succeeds(&book, 200, &body(details)), "{details}");
    }
}

#[test]
fn a_rule_whose_detail_in_a_map_cannot_be_compared_is_no_success() {
    let book = book(
        "
        envelope: { code: /code, details: { at: /details, map: true, message: /text } }
        class: ok
        rules: [{ when: { detail: { bet: 'over {_:integer}' } }, class: refused }]
        domains: {}
    ",
    );
    let body = |details: &str| format!(r#"{{"details":{details}}}"#);
    for details in [
        "null",
        "{}",
        r#"{"bet":[]}"#,
        r#"{"bet":null}"#,
        r#"{"bet":"under 5"}"#,
        r#"{"bet":["under 5",{"text":"under 6"}]}"#,
        r#"{"name":["over 5"],"Bet":"over 5"}"#,
        r#"{"bet":7,"name":true}"#,
    ] {
        assert!(succeeds(&book, 200, &body(details)), "{details}");
    }
    for details in [
        "true",
        "[]",
        r#""over 5""#,
        r#"{"bet":"over 5"}"#,
        r#"{"b\u0065t":"over 5"}"#,
        r#"{"bet":["under 5","over 5"]}"#,
        r#"{"bet":{"text":"over 5"}}"#,
        r#"{"bet":[{"text":"over 5"}]}"#,
        r#"{"bet":"under 5","bet":"over 5"}"#,
        r#"{"bet":true}"#,
        r#"{"bet":["under 5",7.5]}"#,
        r#"{"bet":{"text":["over 5"]}}"#,
        r#"{"bet":{"text":"over 5","text":"under 5"}}"#,
        r#"{"bet":[["over 5"]]}"#,
    ] {
        assert!(!succeeds(&book, 200, &body(details)), "{details}");
    }
}

#[test]
fn a_success_has_the_body_that_it_names() {
    for (kind, bodies, others) in [
        (
            "json",
            &["{}", r#"{"a":1}"#][..],
            &["true", "1", r#""x""#, "", "x", "[1"][..],
        ),
        (
            "value",
            &["{}", "true", "1", r#" "x" "#, "null"],
            &["", "x", "[1", "true false"],
        ),
        ("empty", &["", " \r\n"], &["true", "x", "0"]),
        (
            "text",
            &["x", "1", "", "[1", "{}"],
            &["{\"code\":\"X\"}", "{\"code\":true}"],
        ),
    ] {
        let evidence = if kind == "text" {
            ", header: { a: b }"
        } else {
            ""
        };
        let book = book(&format!(
            "
            envelope: {{ code: /code }}
            success: {{ status: 200, body: {kind}{evidence} }}
            domains: {{ d: {{ codes: {{ X: {{ summary: s, class: refused }} }} }} }}
        "
        ));
        let succeeds = |body: &str| {
            let headers = &[("A", "b")];
            outcome(&book, &Response::new(200, body).headers(headers)) == Outcome::Success
        };
        for body in bodies {
            assert!(succeeds(body), "{kind}: {body}");
        }
        for body in others {
            assert!(!succeeds(body), "{kind}: {body}");
        }
    }
}

#[test]
fn what_a_filter_cannot_tell_is_no_success() {
    let book = book(
        "
        envelope: { code: \"$.errors[?@.type=='a'].code\" }
        domains: { d: { codes: { FINE: { summary: s, class: ok } } } }
    ",
    );
    let body = |errors: &str| format!(r#"{{"errors":{errors}}}"#);
    for errors in [
        "null",
        "[]",
        r#"[{"type":"b","code":"NEW"},{"code":1.5}]"#,
        r#"[{"type":"a","code":null},null]"#,
        r#"[{"type":"b"},{"type":"a","code":"FINE"}]"#,
    ] {
        assert!(succeeds(&book, 200, &body(errors)), "{errors}");
    }
    for errors in [
        "true",
        r#"["boom"]"#,
        r#"[{"type":"a","code":"NEW"}]"#,
        r#"[{"type":"a","code":"FINE"},{"type":"a","code":"NEW"}]"#,
        r#"[{"type":"a","code":{"a":1}}]"#,
        r#"[{"type":"a","code":"FINE","code":"FINE"}]"#,
        r#"[{"type":"a","type":"b","code":"NEW"}]"#,
        r#"[{"type":"a","typ\u0065":"b","code":"NEW"}]"#,
    ] {
        assert!(!succeeds(&book, 200, &body(errors)), "{errors}");
    }
}

#[test]
fn a_field_that_a_success_must_lack_is_not_missing_inside_a_value_of_another_type() {
    let book = book(
        "
        domains: {}
        operations:
          request: { success: { field: { /meta/error: { exists: false } } } }
    ",
    );
    for body in ["{}", "[]", r#"{"meta":null}"#, r#"{"meta":{"error":null}}"#] {
        assert!(succeeds(&book, 200, body), "{body}");
    }
    for body in [
        r#"{"meta":{"error":1}}"#,
        r#"{"meta":"error"}"#,
        r#"{"meta":["error"]}"#,
    ] {
        assert!(!succeeds(&book, 200, body), "{body}");
    }
}

#[test]
fn a_second_code_with_an_uncertain_rule_is_no_success() {
    let book = book(
        "
        domains:
          d:
            envelope: { code: [/code, /status] }
            codes:
              FINE: { summary: s, class: ok }
              DONE:
                summary: s
                class: ok
                rules: [{ when: { field: { /state: failed } }, class: lost }]
    ",
    );
    let body = |state: &str| format!(r#"{{"code":"FINE","status":"DONE","state":{state}}}"#);
    assert!(succeeds(&book, 200, &body("\"fine\"")));
    for state in ["\"failed\"", "[\"failed\"]", "true"] {
        assert!(!succeeds(&book, 200, &body(state)), "{state}");
    }
}

#[test]
fn a_list_with_a_failure_in_it_is_no_success() {
    let rpc = book(
        "
        domains:
          rpc:
            envelope: { when: { field: { /error: { exists: true } } }, code: /error/code, message: /error/message }
            codes: { \"-32005\": { name: Limit, summary: s } }
        rules: [{ when: { message: rejected }, outcome: failure }]
    ",
    );
    let graphql = book(
        "
        domains:
          errors: { envelope: { when: { field: { /errors/0: { exists: true } } }, code: /errors/0/type }, codes: { LIMITED: { summary: s } } }
    ",
    );
    let salesforce = book(
        "
        domains:
          errors: { envelope: { when: { field: { /success: false } }, code: /errors/0/statusCode }, codes: { GONE: { summary: s } } }
    ",
    );
    let everywhere =
        book("domains: { d: { envelope: { code: /error/code }, codes: { NO: { summary: s } } } }");
    let coded = book(
        "domains: { d: { envelope: { when: { field: { /code: { exists: true } } }, code: /code }, codes: { OK: { summary: s, class: ok }, NO: { summary: s } } } }",
    );
    for (book, body, expected) in [
        (
            &rpc,
            r#"[{"id":1,"result":1},{"id":2,"result":{"error":1}}]"#,
            true,
        ),
        (&rpc, r#"[{"id":1,"error":{"code":-32005}}]"#, false),
        (
            &rpc,
            r#"[{"id":1,"result":1},{"id":2,"error":{"code":-32005}}]"#,
            false,
        ),
        (&rpc, r#"[{"id":1,"error":{"code":-1}}]"#, false),
        (&rpc, r#"[{"id":1,"error":{}}]"#, false),
        (&rpc, r#"[{"id":1,"error":null}]"#, true),
        (
            &rpc,
            r#" [ 1 , [] , "error" , {"id":1,"err\u006fr":"boom"} ] "#,
            false,
        ),
        (&graphql, r#"[{"data":{}},{"data":null,"errors":[]}]"#, true),
        (
            &graphql,
            r#"[{"data":{}},{"data":null,"errors":[{"type":"LIMITED"}]}]"#,
            false,
        ),
        (&graphql, r#"[{"data":{},"errors":"boom"}]"#, false),
        (
            &salesforce,
            r#"[{"id":"1","success":true},{"success":false,"errors":[{"statusCode":"GONE"}]}]"#,
            false,
        ),
        (&salesforce, r#"[{"success":true},{"success":true}]"#, true),
        (&salesforce, r#"[{"id":"1"},{}]"#, true),
        (&salesforce, r#"[{"id":"1"},"failed"]"#, false),
        (&salesforce, r#"[{"id":"1"},[{"success":false}]]"#, false),
        (&salesforce, r#"{"0":[{"success":true}]}"#, true),
        (&salesforce, r#"[{"id":"1","success":"false"}]"#, false),
        (&salesforce, r#"[{"id":"1","success":null}]"#, false),
        (&everywhere, "[]", true),
        (&everywhere, r#"[{"id":1},{"error":null}]"#, true),
        (&everywhere, r#"[{"id":1},"NO"]"#, false),
        (&everywhere, r#"[{"id":1},{"error":{"code":"NO"}}]"#, false),
        (&everywhere, r#"[{"id":1},{"error":{"code":"NEW"}}]"#, false),
        (&everywhere, r#"[{"id":1},{"error":"NO"}]"#, false),
        (&everywhere, r#"[{"error":{"code":1.5}}]"#, false),
        (&everywhere, r#"{"error":[{"code":"NO"}]}"#, false),
        (
            &salesforce,
            r#"[{"id":"1","success":true,"success":false}]"#,
            false,
        ),
        (&coded, r#"[{"code":"OK"},{"code":"OK"}]"#, true),
        (&coded, r#"[{"code":"OK"},{"code":"NO"}]"#, false),
        (&coded, r#"[{"code":"OK"},{"code":"NEW"}]"#, false),
        (&coded, "[{},{}]", true),
    ] {
        assert_eq!(succeeds(book, 200, body), expected, "{body}");
    }
}

#[test]
fn a_byte_order_mark_hides_nothing() {
    let book = book(
        "domains: { d: { envelope: { code: [/code, text] }, codes: { OK: { summary: s, class: ok }, NO: { summary: s, class: lost } } } }",
    );
    for (body, code, expected) in [
        ("\u{feff}{\"code\":\"OK\"}", Some("OK"), true),
        ("\u{feff}{\"code\":\"NO\"}", Some("NO"), false),
        ("\u{feff}OK", Some("OK"), true),
        ("\u{feff} NO", Some("NO"), false),
        ("\u{feff}\u{feff}{\"code\":\"OK\"}", None, false),
        (" \u{feff}{\"code\":\"OK\"}", None, false),
        ("{}\u{feff}", None, false),
    ] {
        let report = book.read("request", 200, body);
        assert_eq!(report.code.as_deref(), code, "{body}");
        assert_eq!(report.decision.outcome == "success", expected, "{body}");
    }
}
