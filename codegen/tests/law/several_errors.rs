//! Responses that list several errors: all are read, and the worst of them decides.

use std::time::Duration;

use faultbook_codegen::Report;
use faultbook_runtime::{Book, Fault, Outcome, Response, Retries, Step, VendorTypes, standard, v1};
use proptest::prelude::*;

use crate::support::{Small, book};

const LIST: &str = "
    envelope:
      errors: $.errors[*]
      code: $.errors[*].code
      category: $.errors[*].kind
      message: $.errors[*].message
      trace_id: /trace
      fields: { path: \"$.errors[*].source.path\", first: /errors/0/code }
    domains:
      api:
        categories: { urgent: { summary: s, class: lost } }
        codes:
          Bad:
            summary: s
            class: refused
            rules:
              - { when: { message: \"pay {_:integer}\" }, class: lost, actions: [pay] }
          Busy: { summary: s, class: broken }
          Broken: { summary: s, class: broken, retry: never, severity: security }
          Minor: { summary: s, class: refused, outcome: ignorable }
          Fine: { summary: s, class: ok }
    operations:
      request: {}
      buy: { success: { field: { /data: { exists: true } } } }
";

/// The code, and the class without one.
fn found(report: &Report) -> &str {
    report.code.as_deref().unwrap_or(&report.decision.class)
}

fn check(book: &Small, cases: &[(u16, &str, &str)]) {
    for (status, body, expected) in cases {
        let report = book.read("request", *status, body);
        assert_eq!(found(&report), *expected, "{body}");
        assert_eq!(
            report.decision.outcome == "success",
            *expected == "ok",
            "{body}"
        );
    }
}

#[test]
fn the_worst_error_decides() {
    check(
        &book(LIST),
        &[
            (400, r#"{"errors":[{"code":"Bad"}]}"#, "Bad"),
            // A failure before what can be ignored.
            (
                400,
                r#"{"errors":[{"code":"Minor"},{"code":"Bad"}]}"#,
                "Bad",
            ),
            (400, r#"{"errors":[{"code":"Minor"}]}"#, "Minor"),
            // What is unknown before what is known.
            (
                400,
                r#"{"errors":[{"code":"Bad"},{"code":"New"},{"code":"Busy"}]}"#,
                "New",
            ),
            (
                400,
                r#"{"errors":[{"code":"Bad"},{"message":"no code"}]}"#,
                "refused",
            ),
            // What must not be retried before what may.
            (400, r#"{"errors":[{"code":"Busy"},{"code":"Bad"}]}"#, "Bad"),
            // Then the severity, then the first.
            (
                400,
                r#"{"errors":[{"code":"Bad"},{"code":"Broken"}]}"#,
                "Broken",
            ),
            (
                400,
                r#"{"errors":[{"code":"Bad","source":{"path":"a"}},{"code":"Bad"}]}"#,
                "Bad",
            ),
        ],
    );
    let report = book(LIST).read(
        "request",
        400,
        r#"{"errors":[{"code":"Bad","source":{"path":"a"}},{"code":"Bad","source":{"path":"b"}}]}"#,
    );
    assert_eq!(report.fields["path"], "a");
}

#[test]
fn every_listed_error_forbids_success() {
    check(
        &book(LIST),
        &[
            (200, "{}", "ok"),
            (200, r#"{"errors":[]}"#, "ok"),
            (200, r#"{"errors":null}"#, "ok"),
            (200, r#"{"errors":{}}"#, "ok"),
            (200, r#"{"errors":[{}]}"#, "unknown"),
            (200, r#"{"errors":[null]}"#, "unknown"),
            (200, r#"{"errors":[1]}"#, "unknown"),
            (200, r#"{"errors":["text"]}"#, "unknown"),
            (200, r#"{"errors":[{"code":"Fine"}]}"#, "Fine"),
            (
                200,
                r#"{"errors":[{"code":"Fine"},{"code":"Bad"}]}"#,
                "Fine",
            ),
            (200, r#"{"errors":{"0":{"code":"Bad"}}}"#, "Bad"),
            // What should be a list is something else.
            (200, r#"{"errors":"boom"}"#, "unknown"),
            (200, r#"{"errors":true}"#, "unknown"),
            (200, r#"{"errors":[],"errors":[]}"#, "unknown"),
            // Without a code that can be read, it is worse than any with one.
            (
                200,
                r#"{"errors":[{"code":"Busy"},{"message":"x"}]}"#,
                "unknown",
            ),
            (200, r#"{"errors":[null,{"code":"Busy"}]}"#, "unknown"),
            (200, r#"{"errors":["text",{"code":"Busy"}]}"#, "unknown"),
            (
                200,
                r#"{"errors":[{"code":"Busy"},{"code":["Bad"]}]}"#,
                "unknown",
            ),
            (
                200,
                r#"{"errors":[{"code":"Busy"},{"code":"Fine"}]}"#,
                "Fine",
            ),
        ],
    );
    let body = r#"{"errors":[{"code":"Busy"},{"code":"Fine"},{},null]}"#;
    let report = book(LIST).read("request", 200, body);
    let classes: Vec<_> = report.errors.iter().map(|error| &*error.class).collect();
    assert_eq!(classes, ["broken", "unknown", "unknown", "unknown"]);
    assert_eq!(report.decision.retry.kind, "never");
}

/// Two lists, and a code in a header that applies to all of their errors.
const LISTS: &str = "
    envelope:
      message: [\"$.a[*].message\", \"$.b[*].message\", /message]
      fields: { at: [/at, \"$.a[*].at\", \"$.b[*].at\"] }
    domains:
      token:
        envelope: { code: { header: X-Code } }
        codes: { Expired: { summary: s, class: broken } }
      a:
        envelope: { errors: \"$.a[*]\", code: [/code, \"$.a[*].code\"] }
        codes: { Busy: { summary: s, class: broken } }
      b:
        envelope: { errors: \"$.b[*]\", code: \"$.b[*].code\" }
        codes:
          Bad:
            summary: s
            class: refused
            rules: [{ when: { message: \"pay {_:integer}\" }, class: lost }]
";

type Text = &'static str;

/// Status, headers, body, code, class, message and errors, each with its code and its message.
type OfLists = (
    u16,
    &'static [(Text, Text)],
    Text,
    Option<Text>,
    Text,
    Option<Text>,
    &'static [Text],
);

#[rustfmt::skip] // A row is a line.
const OF_LISTS: [OfLists; 11] = [
    (200, &[], r#"{"a":[{"code":"Busy","message":"m"}],"b":[{"code":"Bad","message":"n"}]}"#, Some("Bad"), "refused", Some("n"), &["Busy m", "Bad n"]),
    (200, &[], r#"{"a":[{"code":"Busy","message":"m"}],"b":[{"code":"Bad"}]}"#, Some("Bad"), "refused", None, &["Busy m", "Bad -"]),
    (200, &[], r#"{"a":[{"code":"Busy"}],"b":[{"code":"New"}]}"#, Some("New"), "unknown", None, &["Busy -", "New -"]),
    (200, &[], r#"{"a":[{"code":"Busy"}],"b":[{"message":"n"}]}"#, None, "unknown", Some("n"), &["Busy -", "- n"]),
    // Rules, too.
    (400, &[], r#"{"a":[{"code":"Busy","message":"pay 5"}],"b":[{"code":"Bad","message":"n"}]}"#, Some("Bad"), "refused", Some("n"), &["Busy pay 5", "Bad n"]),
    // What is in no list applies only to errors that do not have it, and is not repeated.
    (401, &[("X-Code", "Expired")], r#"{"message":"all","b":[{"code":"Bad"},{"code":"New"}]}"#, Some("New"), "refused", Some("all"), &["Bad -", "New -"]),
    (401, &[("X-Code", "Expired")], r#"{"code":"Busy","b":[{"code":"Bad"},{}]}"#, Some("Bad"), "refused", None, &["Bad -", "Expired -"]),
    (401, &[("X-Code", "Newer")], r#"{"b":[{}]}"#, Some("Newer"), "refused", None, &["- -"]),
    (401, &[], r#"{"code":"Busy","a":[{"code":"New"}]}"#, Some("New"), "refused", None, &["New -"]),
    // A code that is there but cannot be read is doubtful in a 2xx.
    (200, &[("X-Code", "Expired")], r#"{"b":[{"code":["Bad"]}]}"#, None, "unknown", None, &["- -"]),
    // So is another list that is none.
    (200, &[], r#"{"a":[{"code":"Busy"}],"b":"boom"}"#, None, "unknown", None, &["Busy -"]),
];

#[test]
fn an_error_of_one_list_has_nothing_of_another_one() {
    let book = book(LISTS);
    for (status, headers, body, code, class, message, errors) in OF_LISTS {
        let report = book.read_with("request", status, headers, body);
        let found = report.errors.iter().map(|error| {
            let (code, message) = (error.code.as_deref(), error.message.as_deref());
            format!("{} {}", code.unwrap_or("-"), message.unwrap_or("-"))
        });
        let found: Vec<String> = found.collect();
        assert_eq!(found, errors, "{body}");
        assert_eq!(report.code.as_deref(), code, "{body}");
        assert_eq!(report.decision.class, class, "{body}");
        assert_eq!(report.message.as_deref(), message, "{body}");
    }
    let body = r#"{"at":"top","a":[{"code":"Busy","at":"a"}],"b":[{"code":"Bad","at":"b"}]}"#;
    assert_eq!(book.read("request", 400, body).fields["at"], "b");
}

#[test]
fn a_list_that_is_too_long_is_unknown_and_not_repeated() {
    let domains = (0..8).map(|at| format!("  d{at}: {{ codes: {{ C{at}: {{ summary: s }} }} }}\n"));
    let domains: String = domains.collect();
    let book = book(&format!(
        "envelope: {{ errors: \"$.errors[*]\", code: \"$.errors[*].code\" }}
domains:
  api: {{ codes: {{ Busy: {{ summary: s, class: broken }} }} }}
{domains}"
    ));
    for (count, code, class, retry) in [
        (1000, Some("Busy"), "broken", "backoff"),
        (16_000, None, "unknown", "never"),
    ] {
        let errors = vec![r#"{"code":"Busy"}"#; count].join(",");
        let report = book.read("request", 503, format!(r#"{{"errors":[{errors}]}}"#));
        assert_eq!(report.code.as_deref(), code);
        assert_eq!(
            (&*report.decision.class, report.decision.retry.kind),
            (class, retry)
        );
        // Each error has enough for itself.
        assert_eq!(report.errors.len(), count);
        assert!(report.errors.iter().all(|error| error.class == "broken"));
    }
}

#[test]
fn rules_test_fields_of_each_error() {
    let book = book(
        "
    envelope: { errors: \"$.items[?@.status != 200]\", code: \"$.items[?@.status != 200].error.type\" }
    rules:
      - { when: { field: { \"$.items[?@.status!=200].status\": [429, 503] } }, class: broken }
      - { when: { field: { \"$.items[?@.status != 200].gone\": { exists: true } } }, class: lost }
      - { when: { field: { \"$.items[?@.status != 200].id\": { exists: false } } }, class: refused }
    domains: { api: { codes: { Full: { summary: s } } } }
    operations:
      bulk: {}
",
    );
    for (status, body, class) in [
        // Of the error, not of another one that is no error or comes later.
        (
            200,
            r#"{"items":[{"status":429,"error":{"type":"Full"}}]}"#,
            "broken",
        ),
        (
            200,
            r#"{"items":[{"status":200},{"status":503.0}]}"#,
            "broken",
        ),
        (200, r#"{"items":[{"status":"429","id":1}]}"#, "unknown"),
        (200, r#"{"items":[{"id":1,"gone":true}]}"#, "lost"),
        (200, r#"{"items":[{"id":1,"gone":null}]}"#, "unknown"),
        (
            200,
            r#"{"items":[{"id":1},{"gone":1,"status":200}]}"#,
            "unknown",
        ),
        (200, r#"{"items":[{"status":404}]}"#, "refused"),
        (200, r#"{"items":[{"id":null}]}"#, "refused"),
        // Without an error, no rule about one holds.
        (200, r#"{"items":[{"status":200}]}"#, "ok"),
        (200, r#"{"items":[]}"#, "ok"),
        (500, "{}", "broken"),
        (404, r#"{"items":[]}"#, "refused"),
    ] {
        let report = book.read("bulk", status, body);
        assert_eq!(report.decision.class, class, "{body}");
        assert_eq!(
            report.decision.outcome == "success",
            class == "ok",
            "{body}"
        );
    }
}

#[test]
fn sources_of_the_list_read_the_error_that_decides() {
    let body = r#"{"trace":"t","errors":[
        {"code":"Busy","message":"first","source":{"path":"a"}},
        {"code":"Bad","message":"second","source":{"path":"b"}}
    ]}"#;
    let report = book(LIST).read("request", 400, body);
    assert_eq!(report.code.as_deref(), Some("Bad"));
    assert_eq!(report.message.as_deref(), Some("second"));
    assert_eq!(report.trace_id.as_deref(), Some("t"));
    assert_eq!(report.fields["path"], "b");
    assert_eq!(report.fields["first"], "Busy");
    let errors: Vec<_> = report
        .errors
        .iter()
        .map(|error| {
            (
                error.code.as_deref(),
                error.class.as_str(),
                error.message.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        errors,
        [
            (Some("Busy"), "broken", Some("first")),
            (Some("Bad"), "refused", Some("second"))
        ]
    );
}

#[test]
fn rules_and_categories_are_those_of_each_error() {
    let book = book(LIST);
    let body = r#"{"errors":[{"code":"Busy"},{"code":"Bad","message":"pay 5"}]}"#;
    let report = book.read("request", 400, body);
    assert_eq!(
        (report.decision.class.as_str(), report.decision.actions),
        ("lost", vec!["pay".to_owned()])
    );
    let body = r#"{"errors":[{"code":"Busy","message":"pay 5"},{"code":"Bad"}]}"#;
    assert_eq!(book.read("request", 400, body).decision.class, "refused");
    let body = r#"{"errors":[{"code":"Busy","kind":"other"},{"code":"New","kind":"urgent"}]}"#;
    let report = book.read("request", 400, body);
    assert_eq!(
        (found(&report), report.decision.class.as_str()),
        ("New", "lost")
    );
}

#[test]
fn a_filter_says_which_elements_are_errors() {
    let book = book(
        "
        envelope:
          errors: \"$[?@.status != 200]\"
          code: \"$[?@.status != 200].code\"
        domains: { api: { codes: { Bad: { summary: s, class: refused } } } }
        operations: { request: { success: { field: { /0/status: { exists: true } } } } }
    ",
    );
    check(
        &book,
        &[
            (200, r#"[{"status":200},{"status":200}]"#, "ok"),
            (200, r#"[{"status":200.0}]"#, "ok"),
            (
                200,
                r#"[{"status":200},{"status":404,"code":"Bad"}]"#,
                "Bad",
            ),
            (200, r#"[{"status":200},{"status":404}]"#, "unknown"),
            (200, r#"[{"status":200},{}]"#, "unknown"),
            (200, r#"[{"status":200},{"status":"200"}]"#, "unknown"),
            (200, r#"[{"status":200},null]"#, "unknown"),
            (200, r#"[{"status":200,"status":200}]"#, "unknown"),
        ],
    );
}

#[test]
fn a_filter_that_cannot_tell_is_doubtful() {
    let book = book(
        "
        envelope:
          errors: \"$.items[?@.failed == true]\"
          code: \"$.items[?@.failed == true].code\"
        domains: { api: { codes: { Bad: { summary: s, class: refused }, Busy: { summary: s, class: broken } } } }
    ",
    );
    check(
        &book,
        &[
            (
                200,
                r#"{"items":[{"failed":false},{"failed":null},{}]}"#,
                "ok",
            ),
            (200, r#"{"items":[{"failed":true,"code":"Bad"}]}"#, "Bad"),
            (
                200,
                r#"{"items":[{"failed":"true","code":"Bad"}]}"#,
                "unknown",
            ),
            (200, r#"{"items":[{"failed":1}]}"#, "unknown"),
            (
                200,
                r#"{"items":[{"failed":"true"},{"failed":true,"code":"Busy"}]}"#,
                "unknown",
            ),
            (
                200,
                r#"{"items":[3,{"failed":true,"code":"Busy"}]}"#,
                "unknown",
            ),
            (
                200,
                r#"{"items":[{},{"failed":true,"code":"Busy"}]}"#,
                "Busy",
            ),
            (
                503,
                r#"{"items":[{"failed":"true"},{"failed":true,"code":"Busy"}]}"#,
                "Busy",
            ),
            // Members of a map may be of many kinds.
            (
                200,
                r#"{"items":{"a":{"failed":false},"b":"x","c":[3]}}"#,
                "ok",
            ),
            (200, r#"{"items":{"a":{"failed":1},"b":"x"}}"#, "unknown"),
            (
                200,
                r#"{"items":[{"failed":false,"failed":false}]}"#,
                "unknown",
            ),
        ],
    );
    // What is selected is an error, whatever else it may be compared with.
    let book = crate::support::book(
        "
        envelope:
          errors: \"$.items[?@.error != null && @.error]\"
          code: \"$.items[?@.error != null && @.error].error\"
        domains: { api: { codes: { \"5\": { summary: s, class: broken, name: Five } } } }
    ",
    );
    check(
        &book,
        &[
            (200, r#"{"items":[{"error":null},{}]}"#, "ok"),
            (200, r#"{"items":[{"error":null},{"error":5}]}"#, "5"),
            (200, r#"{"items":[{"error":5},{"error":6}]}"#, "6"),
            (200, r#"{"items":[3]}"#, "unknown"),
        ],
    );
}

#[test]
fn only_responses_of_the_domain_list_errors() {
    let book = book(
        "
        domains:
          api:
            envelope: { when: { status: 4xx }, errors: \"$[*]\", code: \"$[*].errorCode\" }
            codes: { Bad: { summary: s, class: refused } }
          auth:
            envelope: { when: { field: { /error: { exists: true } } }, code: /error }
            codes: { denied: { summary: s, class: refused } }
    ",
    );
    check(
        &book,
        &[
            (200, r#"[{"id":1},{"id":2}]"#, "ok"),
            (400, r#"[{"errorCode":"Bad"}]"#, "Bad"),
            (400, r#"{"error":"denied"}"#, "denied"),
        ],
    );
}

#[test]
fn a_batch_fails_if_one_of_its_objects_lists_an_error() {
    let book = book(
        "
        domains:
          api:
            envelope: { when: { field: { /errors: { exists: true } } }, errors: \"$.errors[*]\", code: \"$.errors[*].code\" }
            codes: { Bad: { summary: s, class: refused } }
    ",
    );
    check(
        &book,
        &[
            (200, r#"[{"data":1},{"data":2}]"#, "ok"),
            (
                200,
                r#"[{"data":1},{"errors":[{"code":"Bad"}]}]"#,
                "unknown",
            ),
            (
                200,
                r#"[{"data":1},{"errors":[{"message":"x"}]}]"#,
                "unknown",
            ),
            (200, r#"[{"data":1},{"errors":[null]}]"#, "unknown"),
            (200, r#"[{"data":1},{"errors":"x"}]"#, "unknown"),
        ],
    );
}

/// The types of a vendor whose tables are made while the test runs.
#[derive(Clone, Copy, Debug)]
struct Acme;

impl Book for Acme {
    type Class = u16;
    type Action = u16;
    type Any = Self;

    fn class(index: u16) -> u16 {
        index
    }

    fn action(index: u16) -> Option<u16> {
        Some(index)
    }

    fn standard(_: u16) -> standard::Class {
        standard::Class::Unknown
    }

    fn grpc_code(_: u16) -> i32 {
        2
    }
}

impl VendorTypes for Acme {
    type Book = Self;
    type Code = u16;

    fn code(_: &'static v1::Vendor<'static>, index: u16) -> Option<u16> {
        Some(index)
    }

    fn index(code: u16) -> u16 {
        code
    }

    fn actions(_: &'static v1::Vendor<'static>) -> &'static [u16] {
        &[]
    }
}

/// The faults of a response: that of the whole, then one for each error.
fn faults(
    book: &'static Small,
    operation: &str,
    status: u16,
    body: &str,
) -> Vec<Fault<'static, Acme>> {
    let tables = Box::leak(Box::new(book.0.tables[0].vendor()));
    let operation = v1::operation(tables, operation).unwrap();
    let response = Response::new(status, body);
    let fault = v1::read::<Acme>(tables, operation, &response).unwrap_err();
    let owned = fault.clone().into_owned();
    assert_eq!(owned.errors().count(), fault.errors().count());
    let errors: Vec<_> = fault.errors().map(Fault::into_owned).collect();
    [owned].into_iter().chain(errors).collect()
}

const WAITS: &str = "
    envelope: { errors: \"$.errors[*]\", code: [\"$.errors[*].code\", /code] }
    retry_after: [{ at: \"$.errors[*].wait\", unit: s }, { at: /wait, unit: s }]
    domains:
      api:
        codes:
          Busy: { summary: s, class: broken }
          Down: { summary: s, class: broken, severity: info }
          Bad: { summary: s, class: refused }
          Minor: { summary: s, class: refused, outcome: ignorable }
    operations:
      request: {}
      buy: { success: { field: { /data: { exists: true }, /code: { exists: false } } } }
      look: { idempotent: true }
";

#[test]
fn the_longest_wait_of_those_that_can_be_repeated_counts() {
    let book = Box::leak(Box::new(book(WAITS)));
    for (body, expected) in [
        (
            r#"{"errors":[{"code":"Busy","wait":1},{"code":"Busy","wait":60}]}"#,
            &[Some(60), Some(1), Some(60)][..],
        ),
        (
            r#"{"errors":[{"code":"Busy","wait":60},{"code":"Busy","wait":1}]}"#,
            &[Some(60), Some(60), Some(1)],
        ),
        (
            r#"{"errors":[{"code":"Busy"},{"code":"Busy","wait":60}]}"#,
            &[Some(60), None, Some(60)],
        ),
        // Of another code, whatever is worse about the first.
        (
            r#"{"errors":[{"code":"Busy","wait":1},{"code":"Down","wait":60}]}"#,
            &[Some(60), Some(1), Some(60)],
        ),
        // What is ignored is not waited for.
        (
            r#"{"errors":[{"code":"Busy","wait":1},{"code":"Minor","wait":60}]}"#,
            &[Some(1), Some(1), None],
        ),
        // No wait makes anything retryable.
        (
            r#"{"errors":[{"code":"Busy","wait":1},{"code":"Bad","wait":60}]}"#,
            &[None, Some(1), None],
        ),
        // What is in no list is the same for all.
        (
            r#"{"wait":5,"errors":[{"code":"Busy"},{"code":"Busy","wait":2}]}"#,
            &[Some(5), Some(5), Some(2)],
        ),
        (r#"{"wait":5,"errors":[]}"#, &[Some(5), Some(5)]),
    ] {
        let waits: Vec<_> = faults(book, "request", 503, body)
            .iter()
            .map(|fault| fault.retry_after().map(|wait| wait.as_secs()))
            .collect();
        assert_eq!(waits, expected, "{body}");
    }
    let body = r#"{"errors":[{"code":"Busy","wait":1},{"code":"Busy","wait":60}]}"#;
    let fault = &faults(book, "request", 503, body)[0];
    let minute = Duration::from_secs(60);
    assert_eq!(fault.hints().retry_after, Some(minute));
    let step = Retries::new(1).idempotent(true).step(fault);
    assert_eq!(step, Step::Repeat(minute));
}

#[test]
fn a_call_of_which_a_part_may_be_done_is_not_repeated() {
    let book = Box::leak(Box::new(book(WAITS)));
    for (operation, status, body, is_ambiguous) in [
        (
            "request",
            429,
            r#"{"errors":[{"code":"Busy","wait":1}]}"#,
            false,
        ),
        (
            "request",
            503,
            r#"{"errors":[{"code":"Busy","wait":1}]}"#,
            true,
        ),
        // One of several in a 2xx.
        (
            "request",
            200,
            r#"{"errors":[{"code":"Busy","wait":1}]}"#,
            true,
        ),
        (
            "look",
            200,
            r#"{"errors":[{"code":"Busy","wait":1}]}"#,
            true,
        ),
        (
            "request",
            200,
            r#"{"code":"Busy","errors":[],"wait":1}"#,
            false,
        ),
        // A result next to the error.
        ("buy", 200, r#"{"code":"Busy","wait":1}"#, false),
        ("buy", 200, r#"{"code":"Busy","data":null,"wait":1}"#, false),
        ("buy", 200, r#"{"code":"Busy","data":{},"wait":1}"#, true),
        ("buy", 429, r#"{"code":"Busy","data":{},"wait":1}"#, false),
        // Without a result, nothing was done, as in GraphQL.
        (
            "buy",
            200,
            r#"{"errors":[{"code":"Busy","wait":1}]}"#,
            false,
        ),
        (
            "buy",
            200,
            r#"{"errors":[{"code":"Busy","wait":1}],"data":{}}"#,
            true,
        ),
    ] {
        for fault in faults(book, operation, status, body) {
            assert_eq!(fault.is_ambiguous(), is_ambiguous, "{operation} {body}");
            let repeat = Step::Repeat(Duration::from_secs(1));
            let step = Retries::new(1).step(&fault);
            let expected = if is_ambiguous && operation != "look" {
                Step::Ambiguous
            } else {
                repeat
            };
            assert_eq!(step, expected, "{operation} {body}");
            assert_eq!(Retries::new(1).idempotent(true).step(&fault), repeat);
        }
    }
}

#[test]
fn a_copy_reads_the_same_errors() {
    let book = book(LIST);
    let body = br#"{"errors":[{"code":"Busy"},{"code":"Bad","message":"pay 5"}]}"#;
    book.reading("request", &Response::new(400, body), |reading| {
        let kept = reading.clone().into_owned();
        assert_eq!(kept.wire_code(), reading.wire_code());
        assert_eq!(kept.message(), reading.message());
        let codes = |reading: &v1::Reading<'_, '_>| -> Vec<_> {
            let errors = v1::errors(reading);
            errors
                .map(|e| e.code.map(|code| code.to_string()))
                .collect()
        };
        assert_eq!(codes(&kept), codes(reading));
        assert_eq!(codes(&kept).len(), 2);
    });
}

#[test]
fn an_error_alone_is_read_like_one_of_several() {
    let codes = ["Bad", "Busy", "Broken", "Minor", "Fine", "New"];
    let lists = proptest::collection::vec(0..codes.len(), 1..6);
    let book = book(LIST);
    crate::support::hold(64, &lists, |list| {
        let item = |at: &usize| format!(r#"{{"code":"{}"}}"#, codes[*at]);
        let body = |items: &[String]| format!(r#"{{"errors":[{}]}}"#, items.join(","));
        let items: Vec<String> = list.iter().map(item).collect();
        let whole = book.read("request", 400, body(&items));
        let alone = items
            .iter()
            .map(|item| book.read("request", 400, body(std::slice::from_ref(item))));
        let classes: Vec<String> = alone.map(|report| report.decision.class).collect();
        let listed: Vec<String> = whole
            .errors
            .iter()
            .map(|error| error.class.clone())
            .collect();
        prop_assert_eq!(&listed, &classes);
        prop_assert!(classes.contains(&whole.decision.class));
        prop_assert_ne!(whole.decision.outcome, Outcome::Success.as_str());
        Ok(())
    });
}

/// Any JSON value of a few levels.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let scalars = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        (-2..600_i32).prop_map(Into::into),
        "Bad|Busy|New|Fine|code|".prop_map(Into::into),
    ];
    scalars.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::btree_map("code|kind|errors|a", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

#[test]
fn success_needs_an_empty_list() {
    let book = book(LIST);
    crate::support::hold(512, &any_json(), |errors| {
        let is_empty = match &errors {
            serde_json::Value::Null => true,
            serde_json::Value::Array(list) => list.is_empty(),
            serde_json::Value::Object(map) => map.is_empty(),
            _ => false,
        };
        let report = book.read("request", 200, format!(r#"{{"errors":{errors}}}"#));
        prop_assert_eq!(report.decision.outcome == "success", is_empty, "{}", errors);
        let count = match &errors {
            serde_json::Value::Array(list) => list.len(),
            serde_json::Value::Object(map) => map.len(),
            _ => 0,
        };
        prop_assert_eq!(report.errors.len(), count);
        Ok(())
    });
}
