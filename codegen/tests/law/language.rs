//! What the language must be able to say, need by need.

use faultbook_codegen::model::Vendor;
use faultbook_codegen::{DetailReport, Report, generate};
use faultbook_runtime::{Reset, Response};

use crate::support::{Small, book, sources};

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Domain and code of a report whose code is known.
fn known(report: &Report) -> (&str, &str) {
    assert!(report.known, "{:?} is not known", report.code);
    (
        report.domain.as_deref().expect("a domain"),
        report.code.as_deref().expect("a code"),
    )
}

#[test]
fn domains_inherit_what_all_share_and_it_is_read_from_successes_too() {
    let book = book(
        "
        envelope: { trace_id: /meta/id, timestamp: /meta/at, message: /message, fields: { path: /path } }
        domains:
          plain: { envelope: { when: { status: 4xx }, code: /code } }
          nested: { envelope: { when: { status: 5xx }, code: /error/code, message: /error/message, fields: { host: /host } } }
        ",
    );
    let body = r#"{
        "meta": { "id": "t1", "at": "noon" }, "message": "outer", "path": "/p", "host": "h",
        "code": "OUTER", "error": { "code": "INNER", "message": "inner" }
    }"#;
    for (status, domain, code, message, field) in [
        (404, Some("plain"), Some("OUTER"), "outer", ("path", "/p")),
        (500, Some("nested"), Some("INNER"), "inner", ("host", "h")),
        (200, None, None, "outer", ("path", "/p")),
    ] {
        let report = book.read("request", status, body);
        assert_eq!(report.domain.as_deref(), domain);
        assert_eq!(report.code.as_deref(), code);
        assert_eq!(report.message.as_deref(), Some(message));
        assert_eq!(report.trace_id.as_deref(), Some("t1"));
        assert_eq!(report.timestamp.as_deref(), Some("noon"));
        let fields = [(field.0.to_owned(), field.1.to_owned())].into();
        assert_eq!(report.fields, fields);
    }
}

#[test]
fn codes_are_read_from_http_200_and_may_be_success_values() {
    let book = book(
        "
        domains:
          d:
            envelope: { when: { status: 200 }, code: /result }
            codes:
              OK: { summary: s, class: ok, actions: [wait] }
              GONE: { summary: s, class: lost }
        ",
    );
    let good = book.read("request", 200, r#"{"result":"OK"}"#);
    assert_eq!(known(&good), ("d", "OK"));
    assert_eq!(
        (good.decision.outcome, good.decision.actions),
        ("success", texts(&["wait"]))
    );
    let bad = book.read("request", 200, r#"{"result":"GONE"}"#);
    assert_eq!(known(&bad), ("d", "GONE"));
    assert_eq!(
        (bad.decision.outcome, bad.decision.class.as_str()),
        ("failure", "lost")
    );
}

#[test]
fn a_field_distinguishes_failures_from_successes() {
    let book = book(
        "
        domains:
          d:
            envelope: { when: { status: 200, field: { /status: failed } }, code: /reason }
            codes: { X: { summary: s } }
        ",
    );
    let failed = book.read("request", 200, r#"{"status":"failed","reason":"X"}"#);
    assert_eq!(
        (known(&failed), failed.decision.outcome),
        (("d", "X"), "failure")
    );
    let fine = book.read("request", 200, r#"{"status":"fine","reason":"X"}"#);
    assert_eq!((fine.code, fine.decision.outcome), (None, "success"));
}

#[test]
fn statuses_are_codes_where_there_is_nothing_else_even_those_that_http_does_not_know() {
    let book = book(
        r#"
        domains:
          d:
            key: status
            codes:
              "201": { summary: s, name: Created, class: ok }
              420: { summary: s, name: NoCapacity, class: lost }
        "#,
    );
    assert_eq!(known(&book.read("request", 420, "")), ("d", "420"));
    assert_eq!(book.read("request", 420, "<html>").decision.class, "lost");
    assert_eq!(book.read("request", 201, "{}").decision.outcome, "success");
    let unlisted = book.read("request", 421, r#"{"code":"420"}"#);
    assert_eq!(
        (
            unlisted.code,
            unlisted.known,
            unlisted.decision.class.as_str()
        ),
        (None, false, "refused")
    );
    let idents = book.vendor().codes.iter().map(|code| code.ident.as_str());
    assert_eq!(idents.collect::<Vec<_>>(), ["Created", "NoCapacity"]);
    assert_eq!(book.vendor().codes[1].statuses, [420]);
}

#[test]
fn a_status_has_several_codes_and_a_code_several_statuses() {
    let book = book(
        "
        domains:
          d:
            envelope: { code: /code }
            codes:
              FORBIDDEN: { summary: s, status: 403, class: refused }
              UNVERIFIED: { summary: s, status: 403, class: lost }
              BAD: { summary: s, status: [400, 404] }
        ",
    );
    assert_eq!(
        book.read("request", 403, r#"{"code":"FORBIDDEN"}"#)
            .decision
            .class,
        "refused"
    );
    assert_eq!(
        book.read("request", 403, r#"{"code":"UNVERIFIED"}"#)
            .decision
            .class,
        "lost"
    );
    let statuses = book
        .vendor()
        .codes
        .iter()
        .map(|code| code.statuses.as_slice());
    assert_eq!(
        statuses.collect::<Vec<_>>(),
        [&[403][..], &[403], &[400, 404]]
    );
}

#[test]
fn a_code_means_different_things_in_different_domains() {
    let book = book(
        "
        domains:
          a: { envelope: { code: /error }, codes: { no_credits: { summary: s, class: lost, user_message: Yours. } } }
          b: { envelope: { code: /error }, codes: { no_credits: { summary: s, class: broken, user_message: Ours. } } }
        operations: { one: { domains: a }, two: { domains: b } }
        ",
    );
    for (operation, domain, class, text) in [
        ("one", "a", "lost", "Yours."),
        ("two", "b", "broken", "Ours."),
    ] {
        let report = book.read(operation, 402, r#"{"error":"no_credits"}"#);
        assert_eq!(known(&report), (domain, "no_credits"));
        assert_eq!(
            (
                report.decision.class.as_str(),
                report.decision.user_message.as_deref()
            ),
            (class, Some(text))
        );
    }
}

#[test]
fn a_code_may_be_the_bare_body() {
    let book = book(
        "
        domains:
          d:
            envelope: { code: [/code, /error, text] }
            codes: { not_ready: { summary: s }, 'a.B:c-9': { summary: s, name: Odd } }
        ",
    );
    for body in [
        "not_ready",
        " not_ready\r\n",
        r#""not_ready""#,
        r#"{"code":"not_ready"}"#,
        r#"{"error":"not_ready"}"#,
    ] {
        assert_eq!(
            known(&book.read("request", 503, body)),
            ("d", "not_ready"),
            "{body}"
        );
    }
    assert_eq!(
        known(&book.read("request", 503, "a.B:c-9")),
        ("d", "a.B:c-9")
    );
    let longest = "x".repeat(64);
    assert_eq!(book.read("request", 503, &longest).code, Some(longest));
    for body in [
        "not ready",
        "not/ready",
        "<p>",
        "",
        "\"\"",
        "nö",
        "null",
        &"x".repeat(65),
        r#"["not_ready"]"#,
    ] {
        assert_eq!(book.read("request", 503, body).code, None, "{body}");
    }
}

#[test]
fn codes_have_categories_of_which_a_known_codes_own_decides_and_the_raw_one_is_kept() {
    let book = book(
        "
        domains:
          d:
            envelope: { category: /category, code: /code }
            categories:
              WALLET: { summary: s, class: lost, actions: [pay] }
              ROUND: { summary: s, class: broken, actions: [wait] }
            codes: { POOR: { summary: s, category: WALLET }, BARE: { summary: s } }
        ",
    );
    let table = [
        (
            r#"{"category":"WALLET","code":"POOR"}"#,
            Some("WALLET"),
            "lost",
            "category",
        ),
        (
            r#"{"category":"ROUND","code":"POOR"}"#,
            Some("ROUND"),
            "lost",
            "category",
        ),
        (r#"{"code":"POOR"}"#, None, "lost", "category"),
        (
            r#"{"category":"ROUND","code":"BARE"}"#,
            Some("ROUND"),
            "refused",
            "status",
        ),
        // Of a code that is new to the book the category is all that is known.
        (
            r#"{"category":"ROUND","code":"NEW"}"#,
            Some("ROUND"),
            "broken",
            "category",
        ),
        (
            r#"{"category":"NEW","code":"NEW"}"#,
            Some("NEW"),
            "refused",
            "status",
        ),
    ];
    for (body, category, class, by) in table {
        let report = book.read("request", 400, body);
        assert_eq!(report.category.as_deref(), category, "{body}");
        assert_eq!(
            (
                report.decision.class.as_str(),
                report.decision.decided_by["class"].as_str()
            ),
            (class, by),
            "{body}"
        );
    }
}

#[test]
fn a_prefix_is_stripped_from_identifiers_alone() {
    let book = book(
        "
        domains:
          d:
            envelope: { code: /code }
            strip_prefix: [ERROR_CODE_, ERROR_]
            codes: { ERROR_CODE_GONE: { summary: s }, ERROR_LOST: { summary: s }, OTHER: { summary: s } }
        ",
    );
    let idents = book.vendor().codes.iter().map(|code| code.ident.as_str());
    assert_eq!(idents.collect::<Vec<_>>(), ["Gone", "Lost", "Other"]);
    assert_eq!(
        known(&book.read("request", 400, r#"{"code":"ERROR_CODE_GONE"}"#)),
        ("d", "ERROR_CODE_GONE")
    );
    assert!(!book.read("request", 400, r#"{"code":"GONE"}"#).known);
}

#[test]
fn the_client_raises_codes_that_are_never_on_the_wire() {
    let book = book(
        "
        rules: [{ when: { status: [4xx, 5xx] }, severity: info }]
        domains:
          client:
            raised_by: client
            codes: { FORGED: { summary: s, class: lost, severity: security }, OFFLINE: { summary: s, class: ok } }
          wire: { envelope: { code: /code } }
        operations: { beat: { rules: [{ when: { code: OFFLINE }, class: broken, retry: { on_next: beat } }] } }
        ",
    );
    let forged = book.raise("request", "FORGED");
    assert_eq!(known(&forged), ("client", "FORGED"));
    assert_eq!(
        (
            forged.status,
            forged.decision.class.as_str(),
            forged.decision.severity
        ),
        (None, "lost", "security")
    );
    assert_eq!(
        book.raise("beat", "OFFLINE").decision.retry.to_string(),
        "with the next beat"
    );
    assert_eq!(
        book.raise("request", "OFFLINE").decision.outcome,
        "failure",
        "nothing that is raised is a success"
    );
    let on_the_wire = book.read("request", 400, r#"{"code":"FORGED"}"#);
    assert_eq!(
        (on_the_wire.domain.as_deref(), on_the_wire.known),
        (Some("wire"), false)
    );
}

#[test]
fn a_decision_lists_actions_in_order_forbidden_actions_and_the_time_left() {
    let book = book(
        "
        domains:
          d:
            envelope: { code: /code }
            codes: { X: { summary: s, actions: [wait, fix, pay], forbid: [call], grace_period: 2min } }
        ",
    );
    let report = book.read("request", 409, r#"{"code":"X"}"#);
    assert_eq!(report.decision.actions, texts(&["wait", "fix", "pay"]));
    assert_eq!(
        (report.decision.forbid, report.decision.grace_period_ms),
        (texts(&["call"]), Some(120_000))
    );
}

#[test]
fn there_are_these_ways_to_retry() {
    let table = [
        ("never", "never"),
        ("{ after: 2s }", "after 2s"),
        (
            "{ after: 2s..5s, attempts: 3 }",
            "after 2s..5s; at most 3 retries",
        ),
        (
            "{ after: 2s..5s, attempts: 3, if_exhausted: [wait, call] }",
            "after 2s..5s; at most 3 retries; then wait, then call",
        ),
        (
            "{ backoff: { base: 250ms, factor: 1.5, max: 1min, jitter: 0.25 }, attempts: 4 }",
            "backoff 250ms × 1.5 up to 1min, jitter 0.25; at most 4 retries",
        ),
        (
            "{ use: transient }",
            "backoff 1s × 2 up to 1min, jitter 0.5; at most 5 retries",
        ),
        (
            "{ use: transient, attempts: 2 }",
            "backoff 1s × 2 up to 1min, jitter 0.5; at most 2 retries",
        ),
        (
            "{ use: transient, backoff: { max: 9s }, if_exhausted: [call] }",
            "backoff 1s × 2 up to 9s, jitter 0.5; at most 5 retries; then call",
        ),
        ("{ on_next: beat }", "with the next beat"),
        ("{ after_action: pay }", "after pay"),
    ];
    for (retry, expected) in table {
        let vendor = format!("retry: {retry}\ndomains: {{}}\noperations: {{ beat: {{}} }}");
        assert_eq!(
            book(&vendor)
                .read("request", 409, "")
                .decision
                .retry
                .to_string(),
            expected,
            "{retry}"
        );
    }
}

#[test]
fn headers_carry_hints_under_the_vendors_own_names() {
    let book = |unit: &str| {
        book(&format!(
            "
            headers:
              retry_after: X-Wait
              rate_limit: {{ limit: X-Limit, remaining: X-Left, reset: {{ name: X-Reset, unit: {unit} }} }}
              max_wait: 10s
            retry: {{ after: 1s }}
            domains: {{}}
            "
        ))
    };
    let headers = [
        ("x-wait", "7"),
        ("x-limit", "100"),
        ("x-left", "0"),
        ("x-reset", "1709312400"),
    ];
    for status in [200, 429] {
        let response = Response::new(status, "{}").headers(&headers);
        let hints = |unit| response.hints(&book(unit).0.tables[0].vendor());
        assert_eq!(
            (hints("epoch").limit, hints("epoch").remaining),
            (Some(100), Some(0))
        );
        assert_eq!(hints("epoch").reset, Some(Reset::Epoch(1_709_312_400)));
        let in_seconds = std::time::Duration::from_secs(1_709_312_400);
        assert_eq!(hints("seconds").reset, Some(Reset::In(in_seconds)));
    }
    let fraction = [("X-Reset", "1709312399.04")];
    let response = Response::new(429, "{}").headers(&fraction);
    let reset = response.hints(&book("epoch").0.tables[0].vendor()).reset;
    assert_eq!(reset, Some(Reset::Epoch(1_709_312_400)));
    let wait = |name, value| {
        book("epoch")
            .read_with("request", 429, &[(name, value)], "")
            .retry_after_ms
    };
    assert_eq!(
        (
            wait("X-Wait", "7"),
            wait("X-Wait", "11"),
            wait("Retry-After", "7")
        ),
        (Some(7000), Some(10_000), None)
    );
}

#[test]
fn trace_ids_and_other_fields_are_read_from_wherever_they_are() {
    let book = book(
        "
        domains:
          d:
            envelope:
              code: /code
              trace_id: [/meta/0/id, { header: X-Trace }]
              fields: { path: /path, line: [/at/line, /line], server: { header: Server } }
        ",
    );
    let read = |headers: &[(&str, &str)], body| book.read_with("request", 400, headers, body);
    let both = read(
        &[("X-TRACE", "h1"), ("server", "s1")],
        r#"{"code":"X","meta":[{"id":"b1"}],"path":"/p","line":7}"#,
    );
    assert_eq!(both.trace_id.as_deref(), Some("b1"));
    let fields = [("path", "/p"), ("line", "7"), ("server", "s1")];
    assert_eq!(
        both.fields,
        fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    );
    let loose = read(
        &[],
        r#"{"code":"X","meta":[{"id":-1.50e2}],"path":true,"at":{"line":0.25}}"#,
    );
    assert_eq!(loose.trace_id.as_deref(), Some("-1.50e2"));
    let fields = [("path", "true"), ("line", "0.25")];
    assert_eq!(
        loose.fields,
        fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    );
    let header = read(&[("X-TRACE", "h1")], r#"{"code":"X","meta":[{"id":null}]}"#);
    assert_eq!(
        (header.trace_id.as_deref(), header.fields.len()),
        (Some("h1"), 0)
    );
    assert_eq!(read(&[("X-TRACE", " ")], "<html>").trace_id, None);
}

#[test]
fn details_describe_single_inputs_and_may_be_bare_strings() {
    let book = book(
        "
        domains:
          d: { envelope: { code: /code, details: { at: /error/list, field: /path/0, message: /text } } }
          e: { envelope: { code: /other, details: { at: /details } } }
        ",
    );
    let body = r#"{"code":"X","error":{"list":[{"path":["age"],"text":"too low"},"bare",{"text":"alone"},7,null]}}"#;
    let detail = |detail: &DetailReport| (detail.field.clone(), detail.message.clone());
    let report = book.read("request", 422, body);
    let details: Vec<_> = report.details.iter().map(detail).collect();
    let word = |word: &str| Some(word.to_owned());
    assert_eq!(
        details[..3],
        [
            (word("age"), word("too low")),
            (None, word("bare")),
            (None, word("alone"))
        ]
    );
    let usual = book.read(
        "request",
        422,
        r#"{"other":"X","details":[{"field":"age","message":"too low"}]}"#,
    );
    assert_eq!(
        usual.details.iter().map(detail).collect::<Vec<_>>(),
        [(word("age"), word("too low"))]
    );
    for details in ["null", "{}", "\"text\"", "[]"] {
        let body = format!(r#"{{"other":"X","details":{details}}}"#);
        assert!(
            book.read("request", 422, &body).details.is_empty(),
            "{body}"
        );
    }
}

#[test]
fn values_are_picked_out_of_messages_and_details_and_shown_if_they_are_numbers() {
    let book = book(
        r#"
        domains:
          d:
            envelope: { code: /code, message: /message, details: { at: /details, field: /field, message: /message } }
            codes:
              LIMIT:
                summary: s
                rules: [{ when: { message: "max bet is {max_bet:decimal}" }, user_message: "At most {max_bet}, {{friend}}." }]
              CREDIT:
                summary: s
                rules:
                  - when: { detail: { balance: "Current balance: ${balance:decimal}, required: ${required:decimal}" } }
                    user_message: "${balance} of ${required}."
        "#,
    );
    let limit = book.read(
        "request",
        422,
        r#"{"code":"LIMIT","message":"max bet is 50.00"}"#,
    );
    assert_eq!(
        limit.decision.user_message.as_deref(),
        Some("At most 50.00, {friend}.")
    );
    assert_eq!(limit.captures["max_bet"], "50.00");
    let credit = book.read(
        "request",
        402,
        r#"{"code":"CREDIT","details":["x",{"field":"balance","message":"Current balance: $50.00, required: $100"}]}"#,
    );
    assert_eq!(
        credit.decision.user_message.as_deref(),
        Some("$50.00 of $100.")
    );
    assert_eq!(
        (
            credit.captures["balance"].as_str(),
            credit.captures["required"].as_str()
        ),
        ("50.00", "100")
    );
    let other = book.read("request", 422, r#"{"code":"LIMIT","message":"no"}"#);
    assert_eq!(
        (other.decision.user_message.as_deref(), other.captures.len()),
        (Some("Refused."), 0)
    );
}

#[test]
fn the_end_user_never_sees_the_text_of_the_vendor() {
    let book = book(
        "
        rules: [{ when: { message: 'sorry {who:text}' }, severity: info }]
        domains: { d: { envelope: { code: /code, message: /message }, codes: { X: { summary: s } } } }
        ",
    );
    let report = book.read("request", 400, r#"{"code":"X","message":"sorry <script>"}"#);
    assert_eq!(report.captures["who"], "<script>");
    assert_eq!(report.decision.user_message.as_deref(), Some("Refused."));
}

#[test]
fn failures_alone_have_the_operations_reason() {
    let book = book(
        "
        domains: { d: { envelope: { code: /code }, codes: { X: { summary: s, outcome: ignorable } } } }
        operations: { login: { failure_reason: login_failed } }
        ",
    );
    let table = [
        ("login", 400, "{}", Some("login_failed")),
        ("login", 200, "", Some("login_failed")),
        ("login", 200, "{}", None),
        ("login", 400, r#"{"code":"X"}"#, None),
        ("request", 400, "{}", None),
    ];
    for (operation, status, body, reason) in table {
        assert_eq!(
            book.read(operation, status, body).failure_reason.as_deref(),
            reason,
            "{operation} {status} {body}"
        );
    }
}

#[test]
fn aliases_are_called_what_nothing_else_is_called() {
    let book = book(
        "domains: { d: { envelope: { code: /code }, strip_prefix: E_, codes: {
            SLOW: { summary: s, aliases: [E_LATE, late, slow, 503] },
            GONE: { name: Tardy, summary: s, aliases: LOST },
            FAST_: { summary: s, aliases: [lost, QUICK] },
        } } }",
    );
    let names = |at: usize| book.vendor().codes[at].alias_idents.join(" ");
    assert_eq!([names(0), names(1), names(2)], ["Late", "", "Quick"]);
}

#[test]
fn whether_repeating_is_safe_is_a_fact_that_decides_nothing() {
    let book = |idempotent| {
        let call = format!("call: {{ retry: {{ after: 1s }}, {idempotent} }}");
        book(&format!(
            "domains: {{ d: {{ envelope: {{ code: /code }} }} }}\noperations: {{ {call} }}"
        ))
    };
    let (unsaid, yes, no) = (
        book(""),
        book("idempotent: true"),
        book("idempotent: false"),
    );
    let fact = |book: &Small| book.vendor().operations[1].idempotent;
    assert_eq!(
        (fact(&unsaid), fact(&yes), fact(&no)),
        (None, Some(true), Some(false))
    );
    for status in [200, 400, 500] {
        let report = |book: &Small| format!("{:?}", book.read("call", status, "{}"));
        assert_eq!(
            (report(&yes), report(&no)),
            (report(&unsaid), report(&unsaid))
        );
    }
}

/// A vendor about which everything is said that decides nothing.
const REMARKED: &str = r#"
source: vendor-source
description: vendor-description
advice: vendor-advice
note: [vendor-note, vendor-note-2]
limits: [{ rate: 100/s, kind: burst, note: limit-note }, { amount: 100 minutes, kind: quota, source: limit-source }]
domains:
  d:
    title: domain-title
    summary: domain-summary
    description: domain-description
    source: domain-source
    advice: [domain-advice, domain-advice-2]
    note: domain-note
    limits: [{ rate: 3/min, kind: sustained }]
    envelope: { code: /code }
    codes:
      OLD:
        summary: code-summary
        description: code-description
        source: code-source
        advice: code-advice
        note: code-note
        limits: [{ rate: 5/h, kind: sustained }]
        since: "2.0"
        deprecated: { since: "2.1", replaced_by: NEW, note: deprecated-note }
        aliases: [OLDER]
        rules: [{ when: { status: 409 }, severity: info, because: rule-reason }]
      NEW: { summary: new-summary }
operations:
  call:
    summary: operation-summary
    endpoint: POST /endpoint
    description: operation-description
    source: operation-source
    advice: operation-advice
    note: operation-note
    limits: [{ rate: 7/d, kind: quota }]
"#;

#[test]
fn remarks_are_kept() {
    let book = book(REMARKED);
    let vendor: &Vendor = book.vendor();
    let (domain, code, operation) = (&vendor.domains[0], &vendor.codes[0], &vendor.operations[1]);
    for (of, remarks) in [
        ("vendor", &vendor.remarks),
        ("domain", &domain.remarks),
        ("code", &code.remarks),
        ("operation", &operation.remarks),
    ] {
        assert_eq!(remarks.description, format!("{of}-description"));
        assert_eq!(remarks.source, Some(format!("{of}-source")));
        assert_eq!(remarks.advice[0], format!("{of}-advice"));
        assert_eq!(remarks.notes[0], format!("{of}-note"));
    }
    assert_eq!(
        (vendor.remarks.notes.len(), domain.remarks.advice.len()),
        (2, 2)
    );
    let [rate, quota] = vendor.remarks.limits.as_slice() else {
        panic!("two limits")
    };
    assert_eq!(
        (
            rate.amount.as_str(),
            rate.kind.as_str(),
            rate.note.as_deref()
        ),
        ("100/s", "burst", Some("limit-note"))
    );
    assert_eq!(
        (
            quota.amount.as_str(),
            quota.kind.as_str(),
            quota.source.as_deref()
        ),
        ("100 minutes", "quota", Some("limit-source"))
    );
    assert_eq!(
        (code.since.as_deref(), code.aliases.as_slice()),
        (Some("2.0"), &texts(&["OLDER"])[..])
    );
    let deprecated = code.deprecated.as_ref().expect("it is deprecated");
    assert_eq!(deprecated.since.as_deref(), Some("2.1"));
    assert_eq!(deprecated.replaced_by.as_deref(), Some("NEW"));
    assert_eq!(deprecated.note.as_deref(), Some("deprecated-note"));
    assert_eq!(code.rules[0].because.as_deref(), Some("rule-reason"));
    assert_eq!(operation.endpoint.as_deref(), Some("POST /endpoint"));
}

#[test]
fn remarks_reach_an_artifact() {
    let artifacts = generate(&sources(REMARKED)).expect("the book is right");
    let is_shown = |text: &str| {
        artifacts
            .iter()
            .any(|artifact| artifact.contents.contains(text))
    };
    let said = REMARKED
        .split([' ', ',', '[', ']', '\n'])
        .filter(|word| word.contains('-') && word.len() > 1);
    let missing: Vec<&str> = said.filter(|word| !is_shown(word)).collect();
    assert!(missing.is_empty(), "never shown: {missing:?}");
}

#[test]
fn details_can_be_in_a_tree() {
    let details = |settings: &str, body: &str| -> Vec<String> {
        let book = book(&format!(
            "
            envelope: {{ code: /code, details: {{ at: /errors, tree: true{settings} }} }}
            domains: {{ api: {{ codes: {{ BAD: {{ summary: s, class: refused }} }} }} }}
        "
        ));
        let body = format!(r#"{{"code":"BAD","errors":{body}}}"#);
        let report = book.read("request", 400, &body);
        let text = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let line = |it: DetailReport| [it.field, it.message, it.code].map(text).join(" ");
        report.details.into_iter().map(line).collect()
    };
    // Each text is a detail; the elements of a list of texts are about the same input.
    let body = r#"{"name":["blank","short"],"lines":[null,{"price":"low","tags":[]}],"size":{"x":3},"ok":true}"#;
    assert_eq!(
        details("", body),
        [
            "name blank -",
            "name short -",
            "lines.1.price low -",
            "size.x 3 -"
        ]
    );
    // An object with a message is a detail, and not looked into.
    let body = r#"{"a":{"message":"m","code":"C","more":"n"},"b":[{"message":"o"}]}"#;
    assert_eq!(details(", code: /code", body), ["a m C", "b.0 o -"]);
    // With the name of the leaves, nothing else is a detail.
    let body =
        r#"{"a":{"_e":["m",{"message":"n"}],"b":"text","c":{"_e":"o"}},"_e":[null],"message":"p"}"#;
    assert_eq!(
        details(", leaf: _e", body),
        ["a m -", "a n -", "a.c o -", "- - -"]
    );
    assert_eq!(details("", "\"text\""), [""; 0]);
    assert_eq!(details("", "null"), [""; 0]);
    // Deeper than a path can be.
    let deep = |levels: usize| format!("{}\"m\"{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    assert_eq!(
        details("", &deep(16)),
        [format!("{} m -", ["a"; 16].join("."))]
    );
    assert_eq!(details("", &deep(17)), [""; 0]);
    assert_eq!(details("", &deep(100)), [""; 0]);
}

/// Django REST framework puts the errors of inputs next to the message of the whole.
#[test]
fn what_the_envelope_reads_is_no_detail() {
    let body = r#"{"detail":"whole","code":"BAD","id":"7","email":["blank","short"],"more":{"detail":"inner"},"x":"y"}"#;
    let flat = ["email blank", "email short", "more inner", "x y"];
    let deep = ["email blank", "email short", "more.detail inner", "x y"];
    for (shape, expected) in [("map: true, message: /detail", flat), ("tree: true", deep)] {
        let book = book(&format!(
            "
            envelope: {{ code: /code, message: [/error/x, /detail], trace_id: /id, details: {{ at: \"\", {shape} }} }}
            rules: [{{ when: {{ field: {{ /x: y }} }}, class: lost }}]
            domains: {{ api: {{ codes: {{ BAD: {{ summary: s, class: refused }} }} }} }}
        "
        ));
        let report = book.read("request", 400, body);
        let text = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let line = |it: DetailReport| [it.field, it.message].map(text).join(" ");
        let details: Vec<String> = report.details.into_iter().map(line).collect();
        assert_eq!(details, expected, "{shape}");
        assert_eq!(report.message.as_deref(), Some("whole"));
    }
}

#[test]
fn rules_see_the_details_in_a_tree() {
    let book = book("
        envelope: { code: /code, details: { at: /errors, tree: true } }
        domains:
          api:
            codes:
              BAD:
                summary: s
                class: refused
                rules: [{ when: { detail: { lines.0.price: \"at least {min:integer}\" } }, class: lost }]
    ");
    for (errors, class) in [
        (r#"{"lines":[{"price":["at least 5"]}]}"#, "lost"),
        (r#"{"lines":[{"price":["at most 5"]}]}"#, "refused"),
        (r#"{"lines":[{},{"price":["at least 5"]}]}"#, "refused"),
        (r#"{"lines.0.price":"at least 5"}"#, "lost"),
        ("[]", "refused"),
    ] {
        let report = book.read(
            "request",
            400,
            format!(r#"{{"code":"BAD","errors":{errors}}}"#),
        );
        assert_eq!(report.decision.class, class, "{errors}");
    }
}
