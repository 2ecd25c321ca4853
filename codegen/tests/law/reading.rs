//! How a response is read, sentence by sentence.

use faultbook_codegen::Report;
use faultbook_runtime::{Response, v1};

use crate::support::{Small, book};

/// Domain, code and whether the code is known.
fn found(report: &Report) -> (Option<&str>, Option<&str>, bool) {
    (
        report.domain.as_deref(),
        report.code.as_deref(),
        report.known,
    )
}

/// What the outcome is, and of which class.
fn verdict(report: &Report) -> (&str, &str) {
    (report.decision.outcome, &report.decision.class)
}

/// Two domains with two places for a code each; `X` is known in both.
fn two_domains() -> Small {
    book(
        "
        domains:
          a: { envelope: { code: [/a1, /a2] }, codes: { X: { summary: s }, A: { summary: s } } }
          b: { envelope: { code: [/b1, /b2] }, codes: { X: { summary: s }, B: { summary: s } } }
        operations:
          a_first: { domains: [a, b] }
          b_first: { domains: [b, a] }
          b_alone: { domains: b }
    ",
    )
}

#[test]
fn the_operations_domains_are_tried_in_order() {
    let book = two_domains();
    for (operation, domain) in [
        ("a_first", "a"),
        ("b_first", "b"),
        ("b_alone", "b"),
        ("request", "a"),
    ] {
        let report = book.read(operation, 400, r#"{"a1":"X","b1":"X"}"#);
        assert_eq!(
            found(&report),
            (Some(domain), Some("X"), true),
            "{operation}"
        );
    }
    assert_eq!(
        found(&book.read("b_alone", 400, r#"{"a1":"X"}"#)),
        (None, None, false)
    );
}

#[test]
fn only_domains_whose_when_holds_are_tried() {
    let book = book("
        domains:
          late: { envelope: { when: { status: 5xx }, code: /code }, codes: { X: { summary: s } } }
          bad: { envelope: { when: { status: 4xx, field: { /kind: bad } }, code: /code }, codes: { X: { summary: s } } }
          rest: { envelope: { code: /code }, codes: { X: { summary: s } } }
    ");
    let table = [
        (500, r#"{"code":"X","kind":"bad"}"#, "late"),
        (400, r#"{"code":"X","kind":"bad"}"#, "bad"),
        (400, r#"{"code":"X","kind":"good"}"#, "rest"),
        (400, r#"{"code":"X"}"#, "rest"),
        (302, r#"{"code":"X","kind":"bad"}"#, "rest"),
    ];
    for (status, body, domain) in table {
        assert_eq!(
            found(&book.read("request", status, body)),
            (Some(domain), Some("X"), true),
            "{status} {body}"
        );
    }
}

#[test]
fn the_extractors_of_a_domain_run_in_order() {
    let book = two_domains();
    for body in [r#"{"a1":"A","a2":"X"}"#, r#"{"a2":"X","a1":"A"}"#] {
        assert_eq!(
            found(&book.read("a_first", 400, body)),
            (Some("a"), Some("A"), true),
            "{body}"
        );
    }
    assert_eq!(
        found(&book.read("a_first", 400, r#"{"a2":"A"}"#)),
        (Some("a"), Some("A"), true)
    );
}

#[test]
fn the_first_code_that_is_known_in_its_domain_wins() {
    let book = two_domains();
    let table = [
        (r#"{"a1":"new","a2":"A"}"#, "a", "A"),
        (
            r#"{"a1":"new","a2":"newer","b1":"newest","b2":"B"}"#,
            "b",
            "B",
        ),
        // Known, but in the other domain.
        (r#"{"a1":"B","b1":"A","b2":"X"}"#, "b", "X"),
        (r#"{"a2":"X","b1":"X"}"#, "a", "X"),
    ];
    for (body, domain, code) in table {
        assert_eq!(
            found(&book.read("a_first", 400, body)),
            (Some(domain), Some(code), true),
            "{body}"
        );
    }
}

#[test]
fn if_no_code_is_known_the_first_one_found_is_kept_in_its_domain() {
    let book = two_domains();
    let table = [
        (
            "a_first",
            r#"{"a1":"new","a2":"newer","b1":"newest"}"#,
            "a",
            "new",
        ),
        (
            "a_first",
            r#"{"a1":null,"a2":"newer","b1":"newest"}"#,
            "a",
            "newer",
        ),
        ("a_first", r#"{"b2":"newest"}"#, "b", "newest"),
        ("b_first", r#"{"a1":"new","b2":"newest"}"#, "b", "newest"),
        // Codes are exactly as on the wire.
        ("a_first", r#"{"a1":"x"}"#, "a", "x"),
        ("a_first", r#"{"a1":" X"}"#, "a", " X"),
    ];
    for (operation, body, domain, code) in table {
        assert_eq!(
            found(&book.read(operation, 400, body)),
            (Some(domain), Some(code), false),
            "{operation} {body}"
        );
    }
}

#[test]
fn missing_null_and_empty_are_no_code() {
    let book = two_domains();
    for none in [
        "",
        r#""a1":null,"#,
        r#""a1":"","#,
        r#""a1":null,"a2":"","b1":null,"#,
    ] {
        let nothing = book.read("a_first", 400, format!(r#"{{{none}"b2":null}}"#));
        assert_eq!(found(&nothing), (None, None, false), "{none}");
        let another = book.read("a_first", 400, format!(r#"{{{none}"b2":"B"}}"#));
        assert_eq!(found(&another), (Some("b"), Some("B"), true), "{none}");
    }
}

#[test]
fn a_json_integer_is_its_decimal_text() {
    let book = book(
        r#"
        domains:
          d:
            envelope: { code: /code }
            codes:
              "42": { summary: s, name: FortyTwo }
              "-7": { summary: s, name: MinusSeven }
              "123456789012345678901234567890": { summary: s, name: Large }
    "#,
    );
    for code in ["42", "-7", "123456789012345678901234567890"] {
        for body in [
            format!(r#"{{"code":{code}}}"#),
            format!(r#"{{"code":"{code}"}}"#),
        ] {
            assert_eq!(
                found(&book.read("request", 400, &body)),
                (Some("d"), Some(code), true),
                "{body}"
            );
        }
    }
    assert_eq!(
        found(&book.read("request", 400, r#"{"code":43}"#)),
        (Some("d"), Some("43"), false)
    );
    // No other type is a code.
    for value in ["42.0", "4.2e1", "true", "[42]", r#"{"code":42}"#] {
        let body = format!(r#"{{"code":{value}}}"#);
        assert_eq!(
            found(&book.read("request", 400, &body)),
            (None, None, false),
            "{body}"
        );
    }
}

#[test]
fn a_field_of_a_when_that_held_makes_a_failure_of_its_domain_without_a_code() {
    let book = book(
        "
        domains:
          failed:
            envelope: { when: { status: 200, field: { /status: failed } }, code: /error }
            class: lost
            codes: { X: { summary: s } }
          other: { envelope: { when: { field: { /other: { exists: true } } }, code: /error } }
          any: { envelope: { code: /error } }
    ",
    );
    let table = [
        (
            200,
            r#"{"status":"failed"}"#,
            (Some("failed"), None, false),
            ("failure", "lost"),
        ),
        (
            200,
            r#"{"status":"failed","error":null}"#,
            (Some("failed"), None, false),
            ("failure", "lost"),
        ),
        (
            200,
            r#"{"status":"failed","error":""}"#,
            (Some("failed"), None, false),
            ("failure", "lost"),
        ),
        (
            200,
            r#"{"other":1}"#,
            (Some("other"), None, false),
            ("failure", "unknown"),
        ),
        (
            404,
            r#"{"other":1}"#,
            (Some("other"), None, false),
            ("failure", "refused"),
        ),
        // A condition on the status alone, or none at all, is no field that held: the status decides.
        (
            200,
            r#"{"status":"fine"}"#,
            (None, None, false),
            ("success", "ok"),
        ),
        (
            404,
            r#"{"status":"failed"}"#,
            (None, None, false),
            ("failure", "refused"),
        ),
        // A code anywhere goes before a domain without one.
        (
            200,
            r#"{"status":"failed","error":"new"}"#,
            (Some("failed"), Some("new"), false),
            ("failure", "lost"),
        ),
    ];
    for (status, body, expected, outcome) in table {
        let report = book.read("request", status, body);
        assert_eq!(
            (found(&report), verdict(&report)),
            (expected, outcome),
            "{status} {body}"
        );
    }
}

#[test]
fn otherwise_the_status_decides() {
    let book = two_domains();
    let table = [
        (200, "success", "ok"),
        (299, "success", "ok"),
        (404, "failure", "refused"),
        (503, "failure", "broken"),
        (100, "failure", "unknown"),
        (302, "failure", "unknown"),
    ];
    for (status, outcome, class) in table {
        let report = book.read("request", status, "{}");
        assert_eq!(verdict(&report), (outcome, class), "{status}");
        assert_eq!(report.decision.decided_by["class"], "status", "{status}");
    }
}

#[test]
fn a_status_outside_100_to_599_is_unknown_and_never_a_success() {
    let book = book(
        "domains: { d: { envelope: { code: /code }, codes: { OK: { summary: s, class: ok } } } }",
    );
    for status in [0, 1, 99, 600, 999, u16::MAX] {
        for body in ["", "{}", r#"{"code":"OK"}"#] {
            assert_eq!(
                verdict(&book.read("request", status, body)),
                ("failure", "unknown"),
                "{status} {body}"
            );
        }
    }
}

/// Books in which one place, of those that speak for more than a code, calls everything a success.
fn optimists() -> impl Iterator<Item = (String, Small)> {
    let says = [
        "class: ok",
        "outcome: success",
        "rules: [{ outcome: success, class: ok }]",
    ];
    let vendors = says.into_iter().flat_map(|success| {
        let domain = |own| format!("domains: {{ d: {{ envelope: {{ code: /code }}, {own} }} }}\n");
        let operation = |own| format!("operations: {{ call: {{ {own} }} }}\n");
        [
            format!("{success}\n{}{}", domain(""), operation("")),
            domain(success) + &operation(""),
            domain("") + &operation(success),
        ]
    });
    vendors.map(|vendor| (vendor.clone(), book(&vendor)))
}

#[test]
fn an_unknown_code_is_never_a_success_in_any_layer() {
    for (vendor, book) in optimists() {
        assert_eq!(
            book.read("call", 200, "{}").decision.outcome,
            "success",
            "{vendor}"
        );
        for status in [200, 204, 404] {
            let report = book.read("call", status, r#"{"code":"new"}"#);
            assert_eq!(report.decision.outcome, "failure", "{status} {vendor}");
            assert_ne!(report.decision.class, "ok", "{status} {vendor}");
        }
    }
}

#[test]
fn settings_for_everything_never_turn_an_error_into_a_success() {
    for (vendor, book) in optimists() {
        for status in [100, 302, 404, 500] {
            assert_eq!(
                book.read("call", status, "{}").decision.outcome,
                "failure",
                "{status} {vendor}"
            );
        }
    }
}

#[test]
fn a_rule_or_a_code_that_names_a_status_may_call_it_a_success() {
    let book = book(
        "
        domains:
          d: { envelope: { code: /code }, codes: { GONE: { summary: s, class: ok, status: 410 } } }
        operations: { delete: { rules: [{ when: { status: 404 }, outcome: success }] } }
        ",
    );
    let table = [
        ("delete", 404, "{}", "success"),
        ("delete", 404, "<html>", "failure"),
        ("delete", 403, "{}", "failure"),
        ("request", 410, r#"{"code":"GONE"}"#, "success"),
        ("request", 410, "{}", "failure"),
        ("request", 500, r#"{"code":"GONE"}"#, "failure"),
    ];
    for (operation, status, body, outcome) in table {
        assert_eq!(
            book.read(operation, status, body).decision.outcome,
            outcome,
            "{operation} {status} {body}"
        );
    }
}

#[test]
fn a_claimed_but_unreadable_body_and_a_200_of_html_are_never_a_success() {
    let book = book("
        domains:
          claims: { envelope: { when: { status: 200 }, code: /code }, codes: { OK: { summary: s, class: ok } } }
        operations:
          claimed: { domains: claims }
          unclaimed: { domains: [] }
    ");
    for operation in ["claimed", "unclaimed"] {
        assert_eq!(
            book.read(operation, 200, "{}").decision.outcome,
            "success",
            "{operation}"
        );
        for body in [
            &b"<html></html>"[..],
            b"",
            b" ",
            b"{\"code\":\"OK\"",
            b"{\"code\":\"OK\"}}",
            b"OK",
            b"{\"code\":\"\xff\"}",
        ] {
            let report = book.read(operation, 200, body);
            let body = String::from_utf8_lossy(body);
            assert_eq!(
                verdict(&report),
                ("failure", "unknown"),
                "{operation} {body}"
            );
        }
    }
}

#[test]
fn a_success_by_status_alone_becomes_unknown_and_other_statuses_keep_their_class() {
    let book = book("domains: { d: { envelope: { code: /code } } }");
    for (status, class) in [
        (200, "unknown"),
        (299, "unknown"),
        (404, "refused"),
        (500, "broken"),
    ] {
        for body in [r#"{"code":"new"}"#, "<html>"] {
            let report = book.read("request", status, body);
            assert_eq!(verdict(&report), ("failure", class), "{status} {body}");
            let by = if class == "unknown" {
                "guard"
            } else {
                "status"
            };
            assert_eq!(report.decision.decided_by["class"], by, "{status} {body}");
        }
    }
}

#[test]
fn an_operation_may_say_what_its_success_looks_like() {
    let book = book("
        domains:
          d: { envelope: { when: { status: 200 }, code: /code }, codes: { OK: { summary: s, class: ok }, NO: { summary: s, class: lost } } }
        operations:
          strict: { success: { field: { /valid: true } } }
          either: { success: [{ status: 201 }, { field: { /id: { exists: true } } }] }
          lenient: {}
    ");
    let table = [
        ("strict", 200, r#"{"valid":true}"#, ("success", "ok")),
        ("strict", 299, r#"{"valid":true}"#, ("success", "ok")),
        ("strict", 200, r#"{"valid":false}"#, ("failure", "unknown")),
        ("strict", 200, r#"{"valid":"true"}"#, ("failure", "unknown")),
        ("strict", 200, "{}", ("failure", "unknown")),
        ("strict", 204, "", ("failure", "unknown")),
        // What success looks like makes none of an error.
        ("strict", 404, r#"{"valid":true}"#, ("failure", "refused")),
        (
            "strict",
            200,
            r#"{"valid":true,"code":"NO"}"#,
            ("failure", "lost"),
        ),
        (
            "strict",
            200,
            r#"{"valid":true,"code":"new"}"#,
            ("failure", "unknown"),
        ),
        // What a domain claims and knows needs no likeness.
        ("strict", 200, r#"{"code":"OK"}"#, ("success", "ok")),
        ("either", 201, "{}", ("success", "ok")),
        ("either", 200, r#"{"id":7}"#, ("success", "ok")),
        ("either", 200, r#"{"id":null}"#, ("failure", "unknown")),
        ("lenient", 200, "{}", ("success", "ok")),
    ];
    for (operation, status, body, expected) in table {
        assert_eq!(
            verdict(&book.read(operation, status, body)),
            expected,
            "{operation} {status} {body}"
        );
    }
}

#[test]
fn a_servers_error_is_decided_by_its_status_whatever_its_body() {
    let book = book("
        domains:
          d: { envelope: { when: { status: [4xx, 5xx] }, code: /error/code, message: /error/message } }
    ");
    let bodies: [&[u8]; 6] = [
        b"<html>Bad Gateway</html>",
        b"{\"error\":{\"code\":\"X",
        b"",
        b"\xff\xfe",
        b"[[[[",
        b"{\"error\":\"text\"}",
    ];
    for (status, class, retry) in [(404, "refused", "never"), (502, "broken", "backoff")] {
        for body in bodies {
            let report = book.read("request", status, body);
            assert_eq!(
                verdict(&report),
                ("failure", class),
                "{status} {}",
                String::from_utf8_lossy(body)
            );
            assert_eq!(
                (report.decision.retry.kind, report.message, report.code),
                (retry, None, None)
            );
        }
    }
}

#[test]
fn the_raw_text_is_kept_bounded() {
    let book = book("domains: {}");
    let long = "x".repeat(1 << 21);
    for (body, kept) in [("", ""), ("<html>", "<html>"), (&long, &long[..4096])] {
        let response = Response::new(502, body);
        book.reading("request", &response, |reading| {
            assert_eq!(reading.body_excerpt(), kept.as_bytes());
            let owned = reading.clone().into_owned();
            assert_eq!(owned.body_excerpt(), kept.as_bytes());
        });
        assert_eq!(
            verdict(&book.read("request", 502, body)),
            ("failure", "broken")
        );
    }
}

#[test]
fn a_text_is_there_however_often_it_is_asked_for() {
    let book = book(
        "
        envelope:
          message: $.errors[*].message
        domains: {}
    ",
    );
    // A list is looked through for each question, and only so much may be looked at for one.
    let filling = "x".repeat(600_000);
    let body = format!(r#"{{"errors":[{{"other":"{filling}"}},{{"message":"m"}}]}}"#);
    book.reading("request", &Response::new(400, &body), |reading| {
        let texts = reading.texts();
        for _ in 0..10 {
            assert_eq!(texts.message().expect("a message"), "m");
        }
    });
}

#[test]
fn an_unlisted_operation_falls_back_to_request_and_reports_it() {
    let book = book(
        "
        domains: { d: { envelope: { code: /code }, codes: { X: { summary: s, class: lost } } } }
        operations: { listed: { class: broken } }
    ",
    );
    let response = Response::new(400, r#"{"code":"X"}"#);
    for (asked, used, fallback) in [
        ("listed", "listed", false),
        ("request", "request", false),
        ("other", "request", true),
    ] {
        let got = book.reading(asked, &response, |reading| {
            (reading.operation_name().to_owned(), reading.is_fallback())
        });
        assert_eq!(got, (used.to_owned(), fallback), "{asked}");
    }
    assert_eq!(
        book.read("listed", 400, r#"{"code":"X"}"#).decision.class,
        "broken"
    );
    assert_eq!(
        book.read("request", 400, r#"{"code":"X"}"#).decision.class,
        "lost"
    );
}

/// The order of the alternatives must not matter: that the status holds too is no reason not to listen to the field.
#[test]
fn a_field_names_its_domain_whichever_alternative_is_first() {
    for when in [
        "[{ status: 4xx }, { field: { /kind: { exists: true } } }]",
        "[{ field: { /kind: { exists: true } } }, { status: 4xx }]",
    ] {
        let book = book(&format!(
            "domains: {{ d: {{ class: lost, envelope: {{ when: {when}, code: /code }}, codes: {{ X: {{ summary: s }} }} }} }}"
        ));
        let report = book.read("request", 400, r#"{"kind":"k"}"#);
        assert_eq!(report.domain.as_deref(), Some("d"), "{when}");
        assert_eq!(
            (report.code, report.decision.class.as_str()),
            (None, "lost"),
            "{when}"
        );
        let report = book.read("request", 400, "{}");
        assert_eq!(report.domain, None, "{when}");
    }
}

#[test]
fn a_status_in_the_body_makes_things_worse() {
    let book = book("
        envelope: { status: /statusCode, code: /code, message: /message }
        domains:
          api: { codes: { Bad: { summary: s, class: refused }, Fine: { summary: s, class: ok } } }
          server: { envelope: { when: { status: 5xx }, code: /why }, codes: { Down: { summary: s, class: broken } } }
    ");
    for (status, body, class, outcome) in [
        (200, r#"{"statusCode":404}"#, "refused", "failure"),
        (200, r#"{"statusCode":"503"}"#, "broken", "failure"),
        (
            200,
            r#"{"statusCode":503,"why":"Down"}"#,
            "broken",
            "failure",
        ),
        (
            200,
            r#"{"statusCode":404,"code":"Bad"}"#,
            "refused",
            "failure",
        ),
        (
            200,
            r#"{"statusCode":404,"code":"Fine"}"#,
            "refused",
            "failure",
        ),
        (200, r#"{"statusCode":201}"#, "ok", "success"),
        (200, r#"{"statusCode":null}"#, "ok", "success"),
        (200, "{}", "ok", "success"),
        // Never better than the response's own.
        (500, r#"{"statusCode":200}"#, "broken", "failure"),
        (404, r#"{"statusCode":503}"#, "refused", "failure"),
        // What is no status is doubtful.
        (200, r#"{"statusCode":"x"}"#, "unknown", "failure"),
        (200, r#"{"statusCode":404.5}"#, "unknown", "failure"),
        (200, r#"{"statusCode":7}"#, "unknown", "failure"),
        (200, r#"{"statusCode":100000}"#, "unknown", "failure"),
        (200, r#"{"statusCode":{}}"#, "unknown", "failure"),
        (
            200,
            r#"{"statusCode":200,"statusCode":404}"#,
            "refused",
            "failure",
        ),
        (
            200,
            r#"{"statusCode":404,"statusCode":200}"#,
            "unknown",
            "failure",
        ),
        (
            200,
            r#"[{"statusCode":200},{"statusCode":500}]"#,
            "unknown",
            "failure",
        ),
    ] {
        let report = book.read("request", status, body);
        assert_eq!(
            (report.decision.class.as_str(), report.decision.outcome),
            (class, outcome),
            "{status} {body}"
        );
        assert_eq!(report.status, Some(status), "{body}");
    }
}

#[test]
fn a_failure_whose_status_is_in_the_body_may_have_been_carried_out() {
    let book = book(
        "
        envelope: { status: /statusCode, code: /code }
        domains: { api: { codes: { Bad: { summary: s, class: refused } } } }
    ",
    );
    for (status, body, is_ambiguous) in [
        (200, r#"{"code":"Bad"}"#, false),
        (200, r#"{"statusCode":404,"code":"Bad"}"#, false),
        (200, r#"{"statusCode":500,"code":"Bad"}"#, true),
        (200, r#"{"statusCode":408,"code":"Bad"}"#, true),
        (200, r#"{"statusCode":404}"#, true),
        (404, r#"{"statusCode":500,"code":"Bad"}"#, false),
        (500, r#"{"statusCode":404,"code":"Bad"}"#, true),
    ] {
        let response = Response::new(status, body);
        book.reading("request", &response, |reading| {
            assert_eq!(reading.is_ambiguous(), is_ambiguous, "{status} {body}");
        });
    }
}

#[test]
fn a_known_code_hides_no_unknown_one() {
    let book = book(
        "
        domains:
          fine: { envelope: { code: /error/code }, codes: { declined: { summary: s, class: refused } } }
          more: { envelope: { code: /error/code }, codes: { expired: { summary: s, class: refused } } }
          kinds: { envelope: { code: /error/type }, codes: { card_error: { summary: s, class: refused } } }
          any: { envelope: { code: [/error/code, /error/type] }, codes: { old: { summary: s, class: refused } } }
        operations: { typed: { domains: kinds }, one: { domains: any } }
    ",
    );
    for (operation, body, code, unknown) in [
        (
            "request",
            r#"{"error":{"type":"card_error","code":"new"}}"#,
            "card_error",
            Some("new"),
        ),
        (
            "request",
            r#"{"error":{"type":"new_error","code":"declined"}}"#,
            "declined",
            Some("new_error"),
        ),
        (
            "request",
            r#"{"error":{"type":"card_error","code":"declined"}}"#,
            "declined",
            None,
        ),
        // Domains that share a location need not know each other's codes.
        (
            "request",
            r#"{"error":{"type":"card_error","code":"expired"}}"#,
            "expired",
            None,
        ),
        (
            "request",
            r#"{"error":{"type":"card_error"}}"#,
            "card_error",
            None,
        ),
        // One that is not hidden is the code itself.
        (
            "request",
            r#"{"error":{"type":"new_error","code":"new"}}"#,
            "new",
            None,
        ),
        (
            "typed",
            r#"{"error":{"type":"card_error","code":"new"}}"#,
            "card_error",
            None,
        ),
        // One domain can have several locations, too.
        (
            "one",
            r#"{"error":{"type":"old","code":"new"}}"#,
            "old",
            Some("new"),
        ),
        ("one", r#"{"error":{"type":"old"}}"#, "old", None),
    ] {
        let report = book.read(operation, 400, body);
        assert_eq!(report.code.as_deref(), Some(code), "{body}");
        assert_eq!(report.unknown_code.as_deref(), unknown, "{body}");
    }
}

#[test]
fn a_date_counts_from_the_response_else_from_the_clock() {
    let book = book(
        "
        retry_after: { header: X-Reset, unit: epoch }
        domains: { api: { envelope: { code: /code }, codes: { BUSY: { summary: s, class: broken } } } }
    ",
    );
    let at = |headers: &[(&str, &str)], now: Option<u64>| {
        let response = Response::new(503, r#"{"code":"BUSY"}"#).headers(&headers);
        book.reading("request", &response, |reading| {
            reading.retry_after_at(now).map(|wait| wait.as_secs())
        })
    };
    let reset = ("X-Reset", "1000000030");
    let date = ("Date", "Sun, 09 Sep 2001 01:46:50 GMT");
    assert_eq!(at(&[reset], None), None);
    assert_eq!(at(&[reset], Some(1_000_000_000)), Some(30));
    assert_eq!(at(&[reset], Some(1_000_000_030)), None);
    assert_eq!(at(&[reset, date], None), Some(20));
    assert_eq!(at(&[reset, date], Some(1_000_000_000)), Some(20));
}

#[test]
fn a_copy_of_a_list_matches_what_the_list_does_not_have() {
    let book = book(
        "
        envelope: { message: [/message, { header: X-Message }] }
        rules: [{ when: { message: 'at most {most:integer}' }, class: broken }]
        domains: {}
    ",
    );
    let headers = [("X-Message", "at most 5")];
    for body in ["[]", r#"[{"a":1}]"#, "{}"] {
        let response = Response::new(400, body).headers(&headers);
        book.reading("request", &response, |reading| {
            let most = |reading: &v1::Reading<'_, '_>| {
                reading.captures().get("most").map(|text| text.to_string())
            };
            assert_eq!(most(reading).as_deref(), Some("5"), "{body}");
            assert_eq!(most(&reading.clone().into_owned()), most(reading), "{body}");
        });
    }
}
