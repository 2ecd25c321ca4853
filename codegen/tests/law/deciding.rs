//! How it is decided, sentence by sentence.

use crate::support::{Small, book, real_book};

/// The layers from the strongest to the weakest, as `decided_by` names them.
const LAYERS: [&str; 9] = [
    "operation rule 1",
    "operation",
    "code rule 1",
    "code",
    "category",
    "domain rule 1",
    "domain",
    "vendor rule 1",
    "vendor",
];

const FIELDS: [&str; 8] = [
    "class",
    "outcome",
    "severity",
    "retry",
    "actions",
    "forbid",
    "grace_period",
    "user_message",
];

/// A book in which every layer from `strongest` down decides everything, with its own number in it.
fn layered(strongest: usize) -> Small {
    let says = |layer: usize| {
        let seconds = layer + 1;
        let fields = format!(
            "class: lost, outcome: failure, severity: security, actions: [pay], forbid: [call], \
             grace_period: {seconds}s, retry: {{ after: {seconds}s }}, user_message: Text {layer}."
        );
        if layer < strongest {
            String::new()
        } else {
            fields
        }
    };
    let vendor = says(8).replace(", ", "\n");
    book(&format!(
        "{vendor}
rules: [{{ because: b, {} }}]
domains:
  d: {{
    envelope: {{ code: /code }},
    rules: [{{ because: b, {} }}],
    categories: {{ C: {{ summary: s, {} }} }},
    codes: {{ X: {{ summary: s, category: C, rules: [{{ because: b, {} }}], {} }} }},
    {}
  }}
operations: {{ call: {{ rules: [{{ because: b, {} }}], {} }} }}",
        says(7),
        says(5),
        says(4),
        says(2),
        says(3),
        says(6),
        says(0),
        says(1),
    ))
}

#[test]
fn field_by_field_the_highest_layer_that_has_the_field_decides() {
    for ((strongest, layer), seconds) in LAYERS.iter().enumerate().zip(1_u32..) {
        let report = layered(strongest).read("call", 400, r#"{"code":"X"}"#);
        for field in FIELDS {
            assert_eq!(report.decision.decided_by[field], *layer, "{field}");
        }
        assert_eq!(
            report.decision.grace_period_ms,
            Some(1000 * seconds),
            "{layer}"
        );
        assert_eq!(
            report.decision.retry.to_string(),
            format!("after {seconds}s"),
            "{layer}"
        );
        assert_eq!(
            report.decision.user_message,
            Some(format!("Text {strongest}.")),
            "{layer}"
        );
    }
}

#[test]
fn below_the_vendor_the_class_decides_and_below_that_the_status() {
    let report = layered(LAYERS.len()).read("call", 400, r#"{"code":"X"}"#);
    let table = [
        ("class", "status"),
        ("outcome", "status"),
        ("severity", "class"),
        ("retry", "class"),
        ("actions", "class"),
        ("forbid", "nowhere"),
        ("grace_period", "nowhere"),
        ("user_message", "class"),
    ];
    for (field, layer) in table {
        assert_eq!(report.decision.decided_by[field], layer, "{field}");
    }
    assert_eq!(
        (
            report.decision.class.as_str(),
            report.decision.actions,
            report.decision.user_message
        ),
        (
            "refused",
            vec!["fix".to_owned()],
            Some("Refused.".to_owned())
        )
    );
}

#[test]
fn each_field_is_decided_for_itself() {
    let book = book(
        "
        severity: security
        domains:
          d:
            envelope: { code: /code }
            forbid: [call]
            codes: { X: { summary: s, class: lost, rules: [{ grace_period: 1s }] } }
        operations: { call: { actions: [pay], rules: [{ retry: never }] } }
    ",
    );
    let report = book.read("call", 400, r#"{"code":"X"}"#);
    let layers = FIELDS.map(|field| report.decision.decided_by[field].as_str());
    let expected = [
        "code",
        "code",
        "vendor",
        "operation rule 1",
        "operation",
        "domain",
        "code rule 1",
        "class",
    ];
    assert_eq!(layers, expected);
}

#[test]
fn in_each_place_the_first_rule_that_matches_wins_and_one_without_when_always_does() {
    const RULES: &str = "rules: [{ when: { status: 500 }, severity: info }, { when: { status: 4xx }, actions: [pay] }, \
                         { when: { status: 409 }, severity: info, actions: [call] }, { severity: security }]";
    let places = [
        (
            "vendor",
            format!(
                "{RULES}\ndomains: {{ d: {{ envelope: {{ code: /code }}, codes: {{ X: {{ summary: s }} }} }} }}"
            ),
        ),
        (
            "domain",
            format!(
                "domains: {{ d: {{ envelope: {{ code: /code }}, codes: {{ X: {{ summary: s }} }}, {RULES} }} }}"
            ),
        ),
        (
            "code",
            format!(
                "domains: {{ d: {{ envelope: {{ code: /code }}, codes: {{ X: {{ summary: s, {RULES} }} }} }} }}"
            ),
        ),
        (
            "operation",
            format!(
                "domains: {{ d: {{ envelope: {{ code: /code }}, codes: {{ X: {{ summary: s }} }} }} }}\noperations: {{ call: {{ {RULES} }} }}"
            ),
        ),
    ];
    for (place, vendor) in places {
        let vendor = if place == "operation" {
            vendor
        } else {
            vendor + "\noperations: { call: {} }"
        };
        let book = book(&vendor);
        // The second rule matches; what the third and the fourth say of other fields is not looked at.
        let report = book.read("call", 409, r#"{"code":"X"}"#);
        assert_eq!(
            report.decision.decided_by["actions"],
            format!("{place} rule 2")
        );
        assert_eq!(
            (report.decision.actions, report.decision.severity),
            (vec!["pay".to_owned()], "error"),
            "{place}"
        );
        assert_eq!(
            book.read("call", 500, r#"{"code":"X"}"#)
                .decision
                .decided_by["severity"],
            format!("{place} rule 1")
        );
        assert_eq!(
            book.read("call", 302, r#"{"code":"X"}"#)
                .decision
                .decided_by["severity"],
            format!("{place} rule 4")
        );
    }
}

#[test]
fn lists_replace_and_are_in_order() {
    let book = book("
        actions: [wait, pay]
        forbid: [fix]
        domains: { d: { envelope: { code: /code }, codes: { X: { summary: s }, Y: { summary: s, actions: [call, fix, pay], forbid: [] } } } }
        operations: { none: { actions: [] } }
    ");
    let table = [
        ("request", "X", vec!["wait", "pay"], vec!["fix"]),
        ("request", "Y", vec!["call", "fix", "pay"], vec![]),
        ("none", "Y", vec![], vec![]),
    ];
    for (operation, code, actions, forbid) in table {
        let report = book.read(operation, 400, format!(r#"{{"code":"{code}"}}"#));
        assert_eq!(
            (report.decision.actions, report.decision.forbid),
            (owned(&actions), owned(&forbid)),
            "{operation} {code}"
        );
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn rules_see_the_actual_status() {
    let book = book(
        "
        rules:
          - { when: { status: 404 }, severity: info }
          - { when: { status: 500 }, severity: security }
        domains: { d: { envelope: { code: /code }, codes: { X: { summary: s, status: 404 } } } }
    ",
    );
    for (status, severity) in [
        (404, "info"),
        (500, "security"),
        (200, "error"),
        (418, "error"),
    ] {
        assert_eq!(
            book.read("request", status, r#"{"code":"X"}"#)
                .decision
                .severity,
            severity,
            "{status}"
        );
    }
}

/// A book whose vendor has one rule, under the condition `when`.
fn under(when: &str) -> Small {
    book(&format!(
        "
        rules: [{{ when: {when}, actions: [call] }}]
        domains:
          d:
            envelope:
              code: /code
              category: /category
              message: /message
              details: {{ at: /details, field: /field, message: /message }}
            categories: {{ ONE: {{ summary: s }}, TWO: {{ summary: s, class: broken }} }}
            codes:
              X: {{ summary: s, category: ONE, class: lost }}
              Y: {{ summary: s, category: TWO }}
              Z: {{ summary: s, rules: [{{ class: lost }}] }}
          e: {{ envelope: {{ code: /e }}, codes: {{ X: {{ summary: s }} }} }}
        operations: {{ call: {{ rules: [{{ when: {{ code: Y }}, class: lost }}] }} }}
    "
    ))
}

/// Asserts for which statuses and bodies the rule under this condition is taken, and for which not.
fn assert_holds(when: &str, hits: &[(u16, &str)], misses: &[(u16, &str)]) {
    let book = under(when);
    for (expected, cases) in [(true, hits), (false, misses)] {
        for (status, body) in cases {
            let holds =
                book.read("call", *status, body).decision.decided_by["actions"] == "vendor rule 1";
            assert_eq!(holds, expected, "{when} for {status} {body}");
        }
    }
}

#[test]
fn when_knows_field_code_domain_class_category_message_and_detail() {
    const DETAIL: &str = r#"{"code":"X","details":["x",{"field":"age","message":"y"},{"field":"name","message":"5 at most"}]}"#;
    const OTHER_DETAIL: &str =
        r#"{"code":"X","details":["5 at most",{"field":"age","message":"5 at most"}]}"#;
    #[rustfmt::skip] // A row is a line.
    let table: [(&str, &[&str], &[&str]); 17] = [
        ("{ field: { /k: a } }", &[r#"{"k":"a"}"#, r#"{"k":"\u0061"}"#], &["{}", r#"{"k":"b"}"#, r#"{"k":null}"#, r#"{"k":["a"]}"#]),
        ("{ field: { /k: 7 } }", &[r#"{"k":7}"#], &[r#"{"k":"7"}"#, r#"{"k":8}"#, r#"{"k":77}"#]),
        ("{ field: { /k: '7' } }", &[r#"{"k":"7"}"#], &[r#"{"k":7}"#]),
        ("{ field: { /k: true } }", &[r#"{"k":true}"#], &[r#"{"k":false}"#, r#"{"k":"true"}"#, r#"{"k":1}"#]),
        ("{ field: { /k: null } }", &[r#"{"k":null}"#], &["{}", r#"{"k":"null"}"#, r#"{"k":""}"#]),
        ("{ field: { /k: { exists: true } } }", &[r#"{"k":0}"#, r#"{"k":""}"#, r#"{"k":{}}"#], &["{}", r#"{"k":null}"#]),
        ("{ field: { /k: { exists: false } } }", &["{}", r#"{"k":null}"#], &[r#"{"k":0}"#]),
        ("{ field: { /k/0/a~1b: a } }", &[r#"{"k":[{"a/b":"a"}]}"#], &[r#"{"k":[{"a":"a"}]}"#, r#"{"k":[1,{"a/b":"a"}]}"#]),
        ("{ code: X }", &[r#"{"code":"X"}"#, r#"{"e":"X"}"#], &[r#"{"code":"Y"}"#, r#"{"code":"new"}"#, "{}"]),
        ("{ domain: d }", &[r#"{"code":"X"}"#, r#"{"code":"new"}"#], &[r#"{"e":"X"}"#, "{}"]),
        ("{ domain: e }", &[r#"{"e":"X"}"#], &[r#"{"code":"X","e":"X"}"#]),
        // The class as it was before any rule, wherever the rule is.
        ("{ class: lost }", &[r#"{"code":"X"}"#], &[r#"{"code":"Y"}"#, r#"{"code":"Z"}"#]),
        ("{ class: broken }", &[r#"{"code":"Y"}"#], &[r#"{"code":"X"}"#]),
        ("{ class: refused }", &[r#"{"code":"Z"}"#, "{}"], &[r#"{"code":"Y"}"#]),
        ("{ category: ONE }", &[r#"{"code":"X","category":"TWO"}"#, r#"{"code":"new","category":"ONE"}"#], &[r#"{"code":"Y","category":"ONE"}"#, r#"{"category":"ONE"}"#]),
        ("{ message: 'no {n:integer}' }", &[r#"{"code":"X","message":"no 7"}"#], &[r#"{"code":"X","message":"no x"}"#, r#"{"code":"X"}"#]),
        ("{ detail: { name: '{n:integer} at most' } }", &[DETAIL], &[OTHER_DETAIL, r#"{"code":"X"}"#]),
    ];
    for (when, hits, misses) in table {
        let at_409 =
            |bodies: &[&'static str]| bodies.iter().map(|body| (409, *body)).collect::<Vec<_>>();
        assert_holds(when, &at_409(hits), &at_409(misses));
    }
}

#[test]
fn a_status_in_a_when_is_exact_or_a_range_with_both_ends() {
    let table: [(&str, &[u16], &[u16]); 4] = [
        ("404", &[404], &[403, 405]),
        ("5xx", &[500, 599], &[499, 600]),
        ("201..299", &[201, 250, 299], &[200, 300]),
        (
            "[404, 410..412, 5xx]",
            &[404, 410, 412, 503],
            &[409, 413, 600, 0],
        ),
    ];
    for (statuses, hits, misses) in table {
        let with_code = |statuses: &[u16]| {
            statuses
                .iter()
                .map(|status| (*status, r#"{"code":"X"}"#))
                .collect::<Vec<_>>()
        };
        assert_holds(
            &format!("{{ status: {statuses} }}"),
            &with_code(hits),
            &with_code(misses),
        );
    }
}

#[test]
fn all_of_one_when_must_hold_and_a_list_means_alternatives() {
    const BOTH: &str = r#"{"code":"X","a":1,"b":2}"#;
    const NONE_Y: &str = r#"{"code":"X","message":"none","details":[{"field":"a","message":"y"}]}"#;
    const NO_Y: &str = r#"{"code":"X","message":"no","details":[{"field":"a","message":"y"}]}"#;
    const NONE_Z: &str = r#"{"code":"X","message":"none","details":[{"field":"a","message":"z"}]}"#;
    let [x, y, z] = [r#"{"code":"X"}"#, r#"{"code":"Y"}"#, r#"{"code":"Z"}"#];
    assert_holds(
        "{ status: 409, code: X, field: { /a: 1, /b: 2 } }",
        &[(409, BOTH)],
        &[
            (410, BOTH),
            (409, r#"{"code":"Y","a":1,"b":2}"#),
            (409, r#"{"code":"X","a":1}"#),
        ],
    );
    assert_holds(
        "{ code: [X, Z], status: 409 }",
        &[(409, x), (409, z)],
        &[(409, y), (410, x)],
    );
    assert_holds(
        "{ domain: [d, e], category: [ONE, TWO], class: [lost, broken] }",
        &[(409, x), (409, y)],
        &[(409, z)],
    );
    assert_holds(
        "{ field: { /k: [a, 7, null] } }",
        &[
            (409, r#"{"k":"a"}"#),
            (409, r#"{"k":7}"#),
            (409, r#"{"k":null}"#),
        ],
        &[(409, r#"{"k":true}"#), (409, "{}")],
    );
    assert_holds(
        "{ message: ['no {n:integer}', none], detail: { a: [x, y] } }",
        &[(409, NONE_Y)],
        &[(409, NO_Y), (409, NONE_Z)],
    );
    assert_holds(
        "[{ status: 5xx }, { code: X, field: { /a: 1 } }]",
        &[(500, "{}"), (409, BOTH)],
        &[(409, x), (409, r#"{"code":"Y","a":1}"#)],
    );
}

#[test]
fn before_any_rule_the_class_of_what_would_open_by_accident_is_unknown() {
    for body in [r#"{"code":"new"}"#, "{"] {
        assert_holds("{ class: unknown }", &[(200, body)], &[]);
        assert_holds("{ class: ok }", &[], &[(200, body)]);
    }
}

#[test]
fn a_layer_that_makes_it_no_failure_hides_the_layers_below() {
    for outcome in ["outcome: success", "outcome: ignorable", "class: ok"] {
        let book = book(&format!("
            domains:
              d:
                envelope: {{ code: /code }}
                actions: [pay]
                forbid: [fix]
                grace_period: 9s
                retry: {{ after: 1s }}
                user_message: Below.
                severity: security
                codes:
                  X: {{ summary: s, {outcome} }}
                  Y: {{ summary: s, {outcome}, actions: [call], forbid: [wait], grace_period: 1s, user_message: Beside. }}
            operations:
              above: {{ actions: [wait], user_message: Above. }}
        "));
        let hidden = book.read("request", 200, r#"{"code":"X"}"#);
        assert_eq!(
            (
                hidden.decision.actions,
                hidden.decision.forbid,
                hidden.decision.grace_period_ms
            ),
            (vec![], vec![], None),
            "{outcome}"
        );
        assert_eq!(
            (hidden.decision.retry.kind, hidden.decision.user_message),
            ("never", None),
            "{outcome}"
        );
        assert_eq!(hidden.decision.severity, "security", "{outcome}");
        let beside = book.read("request", 200, r#"{"code":"Y"}"#);
        assert_eq!(
            (
                beside.decision.actions,
                beside.decision.forbid,
                beside.decision.grace_period_ms
            ),
            (owned(&["call"]), owned(&["wait"]), Some(1000)),
            "{outcome}"
        );
        assert_eq!(
            (
                beside.decision.retry.kind,
                beside.decision.user_message.as_deref()
            ),
            ("never", Some("Beside.")),
            "{outcome}"
        );
        let above = book.read("above", 200, r#"{"code":"X"}"#);
        assert_eq!(
            (
                above.decision.actions,
                above.decision.user_message.as_deref()
            ),
            (owned(&["wait"]), Some("Above.")),
            "{outcome}"
        );
    }
}

#[test]
fn a_success_is_never_retried_whatever_the_layers_above_set() {
    let book = book("
        domains: { d: { envelope: { code: /code }, codes: { X: { summary: s, outcome: ignorable } } } }
        operations: { call: { retry: { after: 1s } } }
    ");
    let report = book.read("call", 409, r#"{"code":"X"}"#);
    assert_eq!(
        (
            report.decision.outcome,
            report.decision.retry.kind,
            report.decision.retry.is_retryable()
        ),
        ("ignorable", "never", false)
    );
}

#[test]
fn an_outcome_of_failure_above_shows_the_layers_below_again() {
    let book = book("
        retry: { after: 1s }
        domains: { d: { envelope: { code: /code }, codes: { X: { summary: s, outcome: ignorable } } } }
        operations: { strict: { outcome: failure } }
    ");
    assert_eq!(
        book.read("request", 409, r#"{"code":"X"}"#)
            .decision
            .retry
            .kind,
        "never"
    );
    assert_eq!(
        book.read("strict", 409, r#"{"code":"X"}"#)
            .decision
            .retry
            .kind,
        "after"
    );
}

#[test]
fn retry_is_one_field_replaced_whole() {
    let book = book(
        "
        retry: { after: 1s, attempts: 3, if_exhausted: [call] }
        domains: { d: { envelope: { code: /code }, codes: { X: { summary: s } } } }
        operations: { call: { retry: { after: 2s } } }
    ",
    );
    assert_eq!(
        book.read("request", 409, r#"{"code":"X"}"#)
            .decision
            .retry
            .to_string(),
        "after 1s; at most 3 retries; then call"
    );
    assert_eq!(
        book.read("call", 409, r#"{"code":"X"}"#)
            .decision
            .retry
            .to_string(),
        "after 2s"
    );
}

/// A book whose code `X` is retried in this way.
fn retried(retry: &str) -> Small {
    book(&format!("
        domains: {{ d: {{ envelope: {{ code: /code }}, codes: {{ X: {{ summary: s, retry: {retry} }} }} }} }}
        operations: {{ beat: {{}} }}
    "))
}

#[test]
fn retryable_are_after_backoff_and_on_next_and_only_they_listen_to_a_hint() {
    let table = [
        ("{ after: 2s..5s }", true),
        ("{ backoff: { base: 1s, max: 60s } }", true),
        ("{ use: transient }", true),
        ("{ on_next: beat }", true),
        ("never", false),
        ("{ after_action: pay }", false),
    ];
    for (retry, retryable) in table {
        let report =
            retried(retry).read_with("request", 409, &[("retry-after", "30")], r#"{"code":"X"}"#);
        assert_eq!(report.decision.retry.is_retryable(), retryable, "{retry}");
        assert_eq!(
            report.retry_after_ms,
            retryable.then_some(30_000),
            "{retry}"
        );
    }
}

#[test]
fn a_readable_hint_is_obeyed_up_to_a_cap_and_an_unreadable_one_is_ignored() {
    type Headers<'h> = &'h [(&'h str, &'h str)];
    const NOW: &str = "Tue, 15 Nov 1994 08:12:31 GMT";
    #[rustfmt::skip] // A row is a line.
    let table: [(Headers, Option<u64>); 21] = [
        (&[], None),
        (&[("Retry-After", "0")], None),
        (&[("RETRY-AFTER", " 3599 ")], Some(3_599_000)),
        (&[("Retry-After", "3601")], Some(3_600_000)),
        (&[("Retry-After", "99999999999999999999999999")], Some(3_600_000)),
        (&[("Retry-After", "soon")], None),
        (&[("Retry-After", "")], None),
        (&[("Retry-After", "-1")], None),
        (&[("Retry-After", "1.5")], Some(2_000)),
        (&[("Retry-After", "2.0")], Some(2_000)),
        (&[("Retry-After", "299.997")], Some(300_000)),
        (&[("Retry-After", "0.0001")], Some(1_000)),
        (&[("Retry-After", "1.")], None),
        (&[("Retry-After", ".5")], None),
        (&[("Retry-After", "1.5.0")], None),
        (&[("Retry-After", "1,5")], None),
        (&[("Retry-After", "1e3")], None),
        (&[("Retry-After", "Tue, 15 Nov 1994 08:13:01 GMT"), ("Date", NOW)], Some(30_000)),
        (&[("Retry-After", "Wed, 16 Nov 1994 08:13:01 GMT"), ("Date", NOW)], Some(3_600_000)),
        (&[("Retry-After", "Tue, 15 Nov 1994 08:00:00 GMT"), ("Date", NOW)], None),
        (&[("Retry-After", "Tue, 15 Nov 1994 08:13:01 GMT")], None),
    ];
    let book = retried("{ after: 2s }");
    for (headers, expected) in table {
        let report = book.read_with("request", 409, headers, r#"{"code":"X"}"#);
        assert_eq!(report.retry_after_ms, expected, "{headers:?}");
        assert_eq!(report.decision.retry.to_string(), "after 2s");
    }
}

#[test]
fn a_part_of_a_repeated_header_is_a_wait_if_all_say_the_same() {
    let book = book(
        "
        retry_after: { header: X-Wait, unit: s, pattern: 'wait {seconds:decimal}' }
        domains: { d: { envelope: { code: /code }, codes: { X: { summary: s, class: refused, retry: { after: 2s } } } } }
    ",
    );
    for (values, expected) in [
        (&["wait 5"][..], Some(5_000)),
        (&["wait 5", "wait 5"], Some(5_000)),
        (&["wait 5", "wait 500"], None),
        (&["5"], None),
    ] {
        let headers: Vec<_> = values.iter().map(|value| ("X-Wait", *value)).collect();
        let report = book.read_with("request", 409, &headers, r#"{"code":"X"}"#);
        assert_eq!(report.retry_after_ms, expected, "{values:?}");
    }
}

/// What a pattern captures from a message, in words; `None` if it does not match.
fn captured(pattern: &str, message: &str) -> Option<String> {
    let book = book(&format!(
        "
        rules: [{{ when: {{ message: {pattern:?} }}, severity: security }}]
        domains: {{ d: {{ envelope: {{ code: /code, message: /message }} }} }}
        "
    ));
    let report = book.read(
        "request",
        409,
        format!(r#"{{"code":"X","message":"{message}"}}"#),
    );
    let captures: Vec<String> = report
        .captures
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    (report.decision.severity == "security").then(|| captures.join(", "))
}

#[test]
fn a_message_pattern_matches_the_whole_trimmed_text_and_captures_by_type() {
    #[rustfmt::skip] // A row is a line.
    let table = [
        ("gone", "gone", Some("")),
        ("gone", r" \t gone\n", Some("")),
        (" gone ", "gone", Some("")),
        ("gone", "all gone", None),
        ("gone", "gone now", None),
        ("gone", "Gone", None),
        ("gone", "", None),
        ("max {n:decimal}", "max 50.00", Some("n = 50.00")),
        ("max {n:decimal}", "max 50", Some("n = 50")),
        ("max {n:decimal}", "max -0.5", Some("n = -0.5")),
        ("max {n:decimal}", r"max 5\u0030", Some("n = 50")),
        ("max {n:decimal}", "max 50.00 EUR", None),
        ("max {n:decimal}", "max 50.", None),
        ("max {n:decimal}", "max .5", None),
        ("max {n:decimal}", "max 1,000", None),
        ("max {n:decimal}", "max", None),
        ("max {n:decimal}.", "max 50.", Some("n = 50")),
        ("max ${n:decimal}!", "max $50!", Some("n = 50")),
        ("{n:integer} left", "7 left", Some("n = 7")),
        ("{n:integer} left", "-7 left", Some("n = -7")),
        ("{n:integer} left", "7.5 left", None),
        ("{n:integer} left", "٣ left", None),
        // A number takes as many digits as there are.
        ("{n:integer}5", "125", None),
        ("{a:integer}-{b:integer}", "1-2", Some("a = 1, b = 2")),
        ("user {w:word} left", "user bob left", Some("w = bob")),
        ("user {w:word} left", "user bob x left", None),
        ("user {w:word}", "user ", None),
        ("user {w:word}!", "user a!b!", Some("w = a!b")),
        ("user {t:text} left", "user bob x left", Some("t = bob x")),
        // A text takes as few characters as it can.
        ("{a:text}: {b:text}", "x: y: z", Some("a = x, b = y: z")),
        ("say {t:text}", "say hi  ", Some("t = hi")),
        // There is always something in it, and what is ignored is not captured.
        ("{_:text}limit{_:text}", "a limit of 5", Some("")),
        ("{_:text}limit{_:text}", "limit of 5", None),
        ("{_:integer} of {n:integer}", "1 of 2", Some("n = 2")),
        ("say {t:text}", r#"say \"\u00e9\""#, Some("t = \"é\"")),
        ("{{id}} is {n:integer}", "{id} is 5", Some("n = 5")),
        ("{{id}} is {n:integer}", "{{id}} is 5", None),
    ];
    for (pattern, message, expected) in table {
        assert_eq!(
            captured(pattern, message).as_deref(),
            expected,
            "{pattern} / {message}"
        );
    }
}

#[test]
fn a_hostile_message_does_not_slow_down_matching() {
    let pattern = "{a:text}a{b:text}a{c:text}a{d:text}b";
    assert_eq!(captured(pattern, &"a".repeat(100_000)), None);
}

/// A response to `call` that a rule of the operation and one of the code both pick something out of.
fn captured_twice(operation_rule: &str, code_rule: &str) -> Option<String> {
    let book = book(&format!(
        "
        domains:
          d:
            envelope: {{ code: /code, message: /message, details: {{ at: /details }} }}
            codes: {{ X: {{ summary: s, rules: [{code_rule}] }} }}
        operations: {{ call: {{ rules: [{operation_rule}] }} }}
    "
    ));
    let body =
        r#"{"code":"X","message":"free text","details":[{"field":"limit","message":"at most 7"}]}"#;
    book.read("call", 409, body).decision.user_message
}

#[test]
fn a_user_message_uses_the_captures_of_its_own_rule_and_no_other() {
    let code_rule =
        "{ when: { detail: { limit: 'at most {n:integer}' } }, user_message: 'At most {n}.' }";
    assert_eq!(
        captured_twice("{ because: b }", code_rule).as_deref(),
        Some("At most 7.")
    );
    // Another rule calls something else by the same name, and that is free text of the vendor's.
    let free = "{ when: { message: '{n:text}' }, severity: info }";
    assert_eq!(
        captured_twice(free, code_rule).as_deref(),
        Some("At most 7.")
    );
}

#[test]
fn exposing_never_shows_the_text_of_class_unknown_unless_the_layer_has_its_own() {
    let book = book(
        "
        user_message: The vendor's.
        domains:
          d:
            envelope: { code: /code }
            user_message: The domain's.
            codes:
              BARE: { summary: s, class: lost, expose: never }
              OWN: { summary: s, class: lost, expose: never, user_message: Its own. }
              OPEN: { summary: s, class: lost }
        operations:
          loud: { user_message: The operation's. }
          silent: { rules: [{ when: { code: OPEN }, expose: never }] }
    ",
    );
    // Another text, or another layer, makes nothing of it public.
    let table = [
        ("request", "BARE", "Something happened.", true),
        ("request", "OWN", "Its own.", true),
        ("request", "OPEN", "The domain's.", false),
        ("loud", "BARE", "The operation's.", true),
        ("loud", "OPEN", "The operation's.", false),
        ("silent", "OPEN", "Something happened.", true),
        ("silent", "OWN", "Its own.", true),
    ];
    for (operation, code, text, confidential) in table {
        let report = book.read(operation, 400, format!(r#"{{"code":"{code}"}}"#));
        assert_eq!(
            report.decision.user_message.as_deref(),
            Some(text),
            "{operation} {code}"
        );
        assert_eq!(
            report.decision.confidential, confidential,
            "{operation} {code}"
        );
    }
}

#[test]
fn parameters_that_the_book_chose_are_marked() {
    let chosen = |retry: &str| {
        let book = retried(retry);
        let plan = book.vendor().plan(0, 0);
        plan[0].decision.retry.value.chosen.clone()
    };
    let table: [(&str, &[&str]); 6] = [
        ("{ after: 2s, attempts: 3 }", &[]),
        (
            "{ after: 2s, attempts: 3, chosen: [attempts, after] }",
            &["after", "attempts"],
        ),
        ("{ use: transient }", &["base", "attempts"]),
        ("{ use: transient, attempts: 3 }", &["base"]),
        (
            "{ use: transient, attempts: 3, chosen: [attempts] }",
            &["base", "attempts"],
        ),
        ("{ use: transient, backoff: { base: 3s } }", &["attempts"]),
    ];
    for (retry, expected) in table {
        assert_eq!(chosen(retry), expected, "{retry}");
    }
}

#[test]
fn every_status_has_a_decision_for_every_operation_and_entry_of_the_real_book() {
    for vendor in &real_book().book.vendors {
        for plan in &vendor.plans {
            for status in 0..=u16::MAX {
                let last = plan.iter().rfind(|arm| (arm.lo..=arm.hi).contains(&status));
                assert!(
                    last.is_some_and(|arm| arm.conditions.is_empty()),
                    "{} {status}",
                    vendor.name
                );
            }
        }
        let entries = vendor.entries().count();
        assert!(
            vendor
                .operations
                .iter()
                .all(|operation| operation.plans.len() == entries)
        );
    }
}

#[test]
fn a_status_has_the_class_that_names_it_most_exactly() {
    let vocabulary = "
        classes:
          ok: { summary: s, outcome: success, statuses: [2xx] }
          hundred: { summary: s, user_message: t, statuses: [4xx] }
          range: { summary: s, user_message: t, statuses: [400..410, 500..599] }
          exact: { summary: s, user_message: t, statuses: [404, 500] }
          unknown: { summary: s, user_message: t }
    ";
    let sources = [
        faultbook_codegen::Source::new("book.yaml", crate::support::dedent(vocabulary)),
        faultbook_codegen::Source::new(
            "acme.yaml",
            "vendor: acme\ntitle: t\nsummary: s\ndomains: {}",
        ),
    ];
    let book = Small(faultbook_codegen::load(&sources).expect("the book is right"));
    let table = [
        (200, "ok"),
        (404, "exact"),
        (403, "range"),
        (410, "range"),
        (411, "hundred"),
        (500, "exact"),
        (501, "range"),
    ];
    for (status, class) in table {
        assert_eq!(
            book.read("request", status, "{}").decision.class,
            class,
            "{status}"
        );
    }
    for status in [0, 99, 100, 399, 600] {
        assert_eq!(
            book.read("request", status, "{}").decision.class,
            "unknown",
            "{status}"
        );
    }
}

#[test]
fn a_number_that_is_picked_out_is_no_longer_than_any_number_needs_to_be() {
    let book = book(
        "domains: { d: { envelope: { code: /code, message: /message }, codes: { X: { summary: s, class: lost } } } }\n\
         rules: [{ when: { message: 'at most {n:decimal}' }, user_message: 'At most {n}.' }]",
    );
    let shown = |digits: usize| {
        let body = format!(
            r#"{{"code":"X","message":"at most {}"}}"#,
            "7".repeat(digits)
        );
        book.read("request", 400, &body)
            .decision
            .user_message
            .unwrap_or_default()
    };
    assert_eq!(shown(24), format!("At most {}.", "7".repeat(24)));
    assert!(!shown(25).contains('7'));
}
