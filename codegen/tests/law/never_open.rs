//! Nothing doubtful is ever taken for a success, and no server's error for anything but that.

use std::cell::Cell;

use faultbook_codegen::model::{Operation, Situation, Source, Test, Vendor};
use faultbook_codegen::{Loaded, Report};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::json::Json;
use crate::judge;
use crate::support::{book, cases, real_book, report};

/// A way to wrap codes, with a response that is a success and bodies with its status that are none.
struct Shape {
    name: &'static str,
    vendor: &'static str,
    headers: &'static [(&'static str, &'static str)],
    success: &'static str,
    never: &'static [&'static str],
}

const SHAPES: &[Shape] = &[
    Shape {
        name: "a code in every 200",
        vendor: "
            domains:
              d:
                envelope: { when: { status: 200 }, code: /result }
                codes: { OK: { summary: s, class: ok }, NO: { summary: s, class: lost } }
        ",
        headers: &[],
        success: r#"{"result":"OK"}"#,
        never: &[
            r#"{"result":"NO"}"#,
            r#"{"result":"NEW"}"#,
            r#"{"result":"ok"}"#,
            r#"{"result":0}"#,
            r#"{"result":true}"#,
            r#"{"result":1.5}"#,
            r#"{"result":["OK"]}"#,
            r#"{"result":{"OK":"OK"}}"#,
            r#"{"result":"NO","result":"OK"}"#,
            r#"{"result":"OK","result":"NO"}"#,
            r#"{"result":"OK","result":"OK"}"#,
            r#"{"result":"NO","resul\u0074":"OK"}"#,
        ],
    },
    Shape {
        name: "a code in every 200, in either of two places",
        vendor: "
            domains:
              d:
                envelope: { when: { status: 200 }, code: [/result, /error/code] }
                codes: { OK: { summary: s, class: ok }, NO: { summary: s, class: lost } }
        ",
        headers: &[],
        success: r#"{"result":"OK","error":null}"#,
        never: &[
            r#"{"result":"OK","error":{"code":"NO"}}"#,
            r#"{"result":"OK","error":{"code":"NEW"}}"#,
            r#"{"result":"OK","error":{"code":["NO"]}}"#,
            r#"{"result":"OK","error":"NO"}"#,
            r#"{"result":"NEW","error":{"code":"OK"}}"#,
            r#"{"result":"OK","error":{"code":"NO"},"error":null}"#,
            r#"{"result":"OK","error":{"code":"NO","code":null}}"#,
        ],
    },
    Shape {
        name: "a discriminator",
        vendor: "
            domains:
              d:
                envelope: { when: { status: 200, field: { /status: failed } }, code: /error }
                codes: { NO: { summary: s, class: lost } }
        ",
        headers: &[],
        success: r#"{"status":"fine"}"#,
        never: &[
            r#"{"status":"failed"}"#,
            r#"{"status":"failed","error":null}"#,
            r#"{"status":"failed","error":"NO"}"#,
            r#"{"status":"failed","error":"NEW"}"#,
            r#"{"status":"failed","error":{"code":"NO"}}"#,
            r#"{"status":["failed"]}"#,
            r#"{"status":{"failed":true}}"#,
            r#"{"status":false}"#,
            r#"{"status":0}"#,
            r#"{"status":"failed","status":"fine"}"#,
            r#"{"status":"fine","status":"failed"}"#,
            r#"["failed"]"#,
            r#""failed""#,
        ],
    },
    Shape {
        name: "a discriminator under another field",
        vendor: "
            domains:
              d: { envelope: { when: { field: { /meta/ok: false } }, code: /meta/code } }
        ",
        headers: &[],
        success: r#"{"meta":{"ok":true}}"#,
        never: &[
            r#"{"meta":{"ok":false}}"#,
            r#"{"meta":{"ok":"false"}}"#,
            r#"{"meta":{"ok":0}}"#,
            r#"{"meta":false}"#,
            r#"{"meta":[false]}"#,
            r#"{"meta":{"ok":false},"meta":{"ok":true}}"#,
            r#"{"meta":{"ok":false},"meta":null}"#,
        ],
    },
    Shape {
        name: "an error that is there",
        vendor: "
            domains:
              d:
                envelope: { when: { field: { /error: { exists: true } } }, code: /error/code }
                codes: { NO: { summary: s, class: lost } }
        ",
        headers: &[],
        success: r#"{"data":1,"error":null}"#,
        never: &[
            r#"{"error":{"code":"NO"}}"#,
            r#"{"error":{"code":"NEW"}}"#,
            r#"{"error":{}}"#,
            r#"{"error":[]}"#,
            r#"{"error":"NO"}"#,
            r#"{"error":false}"#,
            r#"{"error":{"code":"NO"},"error":null}"#,
            r#"{"error":null,"error":{"code":"NO"}}"#,
        ],
    },
    Shape {
        name: "a code that is there, under another field",
        vendor: "
            domains:
              d:
                envelope: { when: { field: { /error/code: { exists: true } } }, code: /error/code }
                codes: { NO: { summary: s, class: lost } }
        ",
        headers: &[],
        success: r#"{"data":1,"error":null}"#,
        never: &[
            r#"{"error":{"code":"NO"}}"#,
            r#"{"error":{"code":"NEW"}}"#,
            r#"{"error":{"code":{"id":7}}}"#,
            r#"{"error":{"code":false}}"#,
            r#"{"error":"NO"}"#,
            r#"{"error":["NO"]}"#,
            r#"{"error":true}"#,
            r#"{"error":{"code":"NO"},"error":{"code":null}}"#,
        ],
    },
    Shape {
        name: "a success that looks like one",
        vendor: "
            domains:
              d: { envelope: { when: { status: 200, field: { /status: failed } }, code: /error } }
            operations:
              request: { success: { field: { /status: fine } } }
        ",
        headers: &[],
        success: r#"{"status":"fine"}"#,
        never: &[
            "{}",
            "[]",
            "null",
            r#""fine""#,
            r#"{"status":null}"#,
            r#"{"status":"new"}"#,
            r#"{"status":true}"#,
            r#"{"status":["fine"]}"#,
            r#"{"status":"failed","status":"fine"}"#,
            r#"{"status":"new","status":"fine"}"#,
        ],
    },
    Shape {
        name: "statuses alone",
        vendor: r#"
            domains:
              d: { key: status, codes: { "200": { summary: s, name: Fine, class: ok }, "409": { summary: s, name: No } } }
        "#,
        headers: &[],
        success: "{}",
        never: &[],
    },
    Shape {
        name: "no domain at all",
        vendor: "domains: {}",
        headers: &[],
        success: r#"{"data":[1]}"#,
        never: &[],
    },
    Shape {
        name: "a bare token",
        vendor: "
            domains:
              d:
                envelope: { code: [/code, text] }
                codes: { OK: { summary: s, class: ok }, NO: { summary: s, class: lost } }
        ",
        headers: &[],
        success: "OK",
        never: &[
            "NO",
            "NEW",
            r#""NO""#,
            r#""NEW""#,
            "OK NO",
            "OK\nNO",
            "ok",
            "42",
            "true",
            r#"["OK"]"#,
            r#"{"code":["OK"]}"#,
        ],
    },
    Shape {
        name: "a code in a header",
        vendor: "
            domains:
              d:
                envelope: { code: [{ header: X-Result }, /code] }
                codes: { OK: { summary: s, class: ok }, NO: { summary: s, class: lost } }
        ",
        headers: &[("X-Result", "OK")],
        success: r#"{"data":1}"#,
        never: &[
            r#"{"code":"NO"}"#,
            r#"{"code":"NEW"}"#,
            r#"{"code":["NO"]}"#,
        ],
    },
];

#[test]
fn no_shape_takes_a_doubtful_body_for_a_success() {
    let mut opened = Vec::new();
    for Shape {
        name,
        vendor,
        headers,
        success,
        never,
    } in SHAPES
    {
        let book = book(vendor);
        let mut expect = |expected: &str, status: u16, body: &[u8]| {
            let outcome = book
                .read_with("request", status, headers, body)
                .decision
                .outcome;
            if outcome != expected {
                opened.push(format!(
                    "{name}: {outcome} {status} {}",
                    String::from_utf8_lossy(body)
                ));
            }
        };
        expect("success", 200, success.as_bytes());
        for body in never
            .iter()
            .map(|body| body.as_bytes().to_vec())
            .chain(spoilt(success.as_bytes()))
        {
            expect("failure", 200, &body);
        }
        for status in [0, 1, 99, 100, 302, 404, 500, 600, 999, u16::MAX] {
            expect("failure", status, success.as_bytes());
        }
    }
    assert!(opened.is_empty(), "{}", opened.join("\n"));
}

/// What can become of a body on the way: cut off anywhere, in a captive portal's page, no UTF-8.
fn spoilt(body: &[u8]) -> Vec<Vec<u8>> {
    let cut = (0..body.len()).map(|len| body[..len].to_vec());
    let no_utf8 = (0..=body.len()).map(|at| [&body[..at], b"\xff", &body[at..]].concat());
    let wrapped = [&b"<html>"[..], b"<!DOCTYPE html><html><body>", b"{", b"["]
        .map(|front| [front, body].concat());
    let followed = [&b"</html>"[..], b"}", b" {}", b"\0"].map(|end| [body, end].concat());
    cut.chain(no_utf8).chain(wrapped).chain(followed).collect()
}

#[test]
fn a_header_that_reports_a_failure_is_not_outweighed_by_the_body() {
    let book = book(
        "
        domains:
          d:
            envelope: { code: [/code, { header: X-Result }] }
            codes: { OK: { summary: s, class: ok }, NO: { summary: s, class: lost } }
    ",
    );
    for (header, outcome) in [
        ("OK", "success"),
        ("", "success"),
        ("NO", "failure"),
        ("NEW", "failure"),
    ] {
        let report = book.read_with("request", 200, &[("x-result", header)], r#"{"code":"OK"}"#);
        assert_eq!(report.decision.outcome, outcome, "{header}");
    }
}

#[test]
fn two_domains_that_contradict_each_other_are_no_success() {
    let book = book("
        domains:
          good: { envelope: { when: { status: 200 }, code: /result }, codes: { OK: { summary: s, class: ok } } }
          bad: { envelope: { when: { field: { /success: false } }, code: /error }, codes: { NO: { summary: s } } }
    ");
    assert_eq!(
        book.read("request", 200, r#"{"result":"OK","success":true}"#)
            .decision
            .outcome,
        "success"
    );
    for error in [
        "",
        r#","error":"NO""#,
        r#","error":"NEW""#,
        r#","error":["NO"]"#,
    ] {
        let body = format!(r#"{{"result":"OK","success":false{error}}}"#);
        assert_eq!(
            book.read("request", 200, &body).decision.outcome,
            "failure",
            "{body}"
        );
    }
}

#[test]
fn a_success_code_need_not_be_known_in_every_domain_of_an_envelope() {
    let book = book(
        "
        envelope: { code: [/code, { header: X-Result }] }
        domains:
          first: { codes: { OK: { summary: s, class: ok }, NO: { summary: s } } }
          second: { codes: { GONE: { summary: s } } }
          named: { envelope: { when: { field: { /kind: named } }, code: /code }, codes: { BAD: { summary: s } } }
    ",
    );
    for (header, body, code, outcome) in [
        ("", r#"{"code":"OK"}"#, "OK", "success"),
        ("OK", r#"{"code":"OK"}"#, "OK", "success"),
        ("NEW", r#"{"code":"OK"}"#, "OK", "failure"),
        ("GONE", r#"{"code":"OK"}"#, "OK", "failure"),
        ("", r#"{"code":"GONE"}"#, "GONE", "failure"),
        // The response says that the code is one of a domain that does not have it.
        ("", r#"{"code":"OK","kind":"named"}"#, "OK", "failure"),
    ] {
        let report = book.read_with("request", 200, &[("x-result", header)], body);
        let read = (report.code.as_deref(), report.decision.outcome);
        assert_eq!(read, (Some(code), outcome), "{header} {body}");
    }
}

#[test]
fn only_204_and_205_may_be_a_success_without_a_body() {
    let book = book("domains: {}");
    for status in 200..300 {
        let expected = if matches!(status, 204 | 205) {
            "success"
        } else {
            "failure"
        };
        assert_eq!(
            book.read("request", status, "").decision.outcome,
            expected,
            "{status}"
        );
        assert_eq!(
            book.read("request", status, "<html>").decision.outcome,
            "failure",
            "{status}"
        );
    }
}

/// What is decided, whatever the response says in words.
fn decided(report: &Report) -> (&'static str, String, Vec<String>, String) {
    (
        report.decision.outcome,
        report.decision.class.clone(),
        report.decision.actions.clone(),
        report.decision.retry.to_string(),
    )
}

#[test]
fn no_servers_error_of_the_real_book_turns_into_a_decode_error() {
    let loaded = real_book();
    for (index, operation) in operations(&loaded) {
        let vendor = &loaded.book.vendors[index].name;
        for status in 400..600 {
            let read =
                |body: &[u8]| decided(&report(&loaded, index, &operation.name, status, &[], body));
            let bare = read(b"");
            assert_eq!(
                bare.0,
                if ignorable(vendor, &operation.name, status) {
                    "ignorable"
                } else {
                    "failure"
                }
            );
            assert_ne!(bare.1, "unknown", "{vendor} {} {status}", operation.name);
            for body in [
                &b"<html>Bad Gateway</html>"[..],
                b"{\"error\":{\"code\":\"RATE",
                b"\xff\xfe\x00",
                b"[[[[[[",
            ] {
                assert_eq!(
                    read(body),
                    bare,
                    "{vendor} {} {status} {}",
                    operation.name,
                    String::from_utf8_lossy(body)
                );
            }
        }
    }
}

/// The only errors that the real book has ignored by their status alone.
fn ignorable(vendor: &str, operation: &str, status: u16) -> bool {
    (vendor, operation) == ("playwave", "session_end") && [404, 409].contains(&status)
}

/// All operations of a book, each with the index of its vendor.
fn operations(loaded: &Loaded) -> Vec<(usize, &Operation)> {
    let vendors = loaded.book.vendors.iter().enumerate();
    vendors
        .flat_map(|(index, vendor)| {
            vendor
                .operations
                .iter()
                .map(move |operation| (index, operation))
        })
        .collect()
}

#[test]
fn the_second_opinion_agrees_with_the_examples_of_the_real_book() {
    let loaded = real_book();
    let mut judged = [0, 0];
    for vendor in &loaded.book.vendors {
        for example in &vendor.examples {
            let Situation::Response { status, body, .. } = &example.situation else {
                continue;
            };
            let Some(outcome) = example
                .expect
                .iter()
                .find(|expectation| expectation.field == "outcome")
            else {
                continue;
            };
            let doubt = judge::doubt(
                vendor,
                &vendor.operations[example.operation],
                *status,
                body.as_bytes(),
            );
            assert_eq!(
                doubt.is_none(),
                outcome.value == "success",
                "{}: {} ({doubt:?})",
                vendor.name,
                example.name
            );
            judged[usize::from(doubt.is_none())] += 1;
        }
    }
    assert!(
        judged[0] > 40 && judged[1] > 5,
        "too few examples say their outcome: {judged:?}"
    );
}

/// Something that may happen to a body. What cannot happen to a given one, does not.
#[derive(Debug, Clone)]
enum Accident {
    Cut(Index),
    Flip(Index, u8),
    Wrap,
    /// A value becomes another one.
    Change(Index, Json),
    /// A member comes twice, with another value in front or behind.
    Repeat(Index, Json, bool),
    /// A location that the book reads gets another value.
    Put(Index, Json),
}

fn accident() -> impl Strategy<Value = Accident> {
    const VALUES: [&str; 19] = [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.5",
        "200",
        "\"\"",
        "\"failed\"",
        "\"ok\"",
        "\"OK\"",
        "\"NEW\"",
        "\"CONFLICT\"",
        "\"revoked\"",
        "[]",
        "{}",
        "[\"OK\"]",
        "{\"code\":\"OK\"}",
        "{\"code\":\"NEW\"}",
    ];
    let value =
        || select(&VALUES[..]).prop_map(|value| Json::read(value.as_bytes()).expect("it is JSON"));
    prop_oneof![
        any::<Index>().prop_map(Accident::Cut),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Accident::Flip(at, byte)),
        Just(Accident::Wrap),
        (any::<Index>(), value()).prop_map(|(at, value)| Accident::Change(at, value)),
        (any::<Index>(), value(), any::<bool>())
            .prop_map(|(at, value, front)| Accident::Repeat(at, value, front)),
        (any::<Index>(), value()).prop_map(|(at, value)| Accident::Put(at, value)),
    ]
}

impl Accident {
    fn happen(&self, vendor: &Vendor, mut body: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Cut(at) => body.truncate(at.index(body.len() + 1)),
            Self::Flip(_, _) if body.is_empty() => {}
            Self::Flip(at, byte) => {
                let at = at.index(body.len());
                body[at] = *byte;
            }
            Self::Wrap => return [b"<html>", body.as_slice(), b"</html>"].concat(),
            Self::Change(..) | Self::Repeat(..) | Self::Put(..) => {
                if let Some(mut json) = Json::read(&body) {
                    self.happen_to(&mut json, vendor);
                    return json.to_string().into_bytes();
                }
            }
        }
        body
    }

    fn happen_to(&self, json: &mut Json, vendor: &Vendor) {
        let mut nodes = 0;
        json.for_each(&mut |_| nodes += 1);
        let nth = |json: &mut Json, at: &Index, change: &mut dyn FnMut(&mut Json)| {
            let mut left = at.index(nodes);
            json.for_each(&mut |node| {
                if left == 0 {
                    change(node);
                }
                left = left.wrapping_sub(1);
            });
        };
        match self {
            Self::Change(at, value) => nth(json, at, &mut |node| *node = value.clone()),
            Self::Repeat(at, value, front) => nth(json, at, &mut |node| {
                if let Json::Object(members) = node
                    && !members.is_empty()
                {
                    let (name, _) = members[at.index(members.len())].clone();
                    members.insert(
                        if *front { 0 } else { members.len() },
                        (name, value.clone()),
                    );
                }
            }),
            Self::Put(at, value) => {
                let places = places(vendor);
                if !places.is_empty() {
                    json.put(places[at.index(places.len())], value.clone());
                }
            }
            Self::Cut(_) | Self::Flip(..) | Self::Wrap => {}
        }
    }
}

/// Where a vendor's domains and operations look for what decides.
fn places(vendor: &Vendor) -> Vec<&str> {
    let codes = vendor
        .domains
        .iter()
        .flat_map(|domain| &domain.envelope.code)
        .filter_map(|source| match source {
            Source::Pointer(pointer) => Some(pointer.as_str()),
            _ => None,
        });
    let domains = vendor.domains.iter().map(|domain| &domain.when);
    let conditions = domains.chain(vendor.operations.iter().map(|operation| &operation.success));
    let fields = conditions
        .flatten()
        .flat_map(|clause| clause.iter())
        .filter_map(|test| match test {
            Test::Field { pointer, .. } | Test::Exists { pointer, .. } => Some(pointer.as_str()),
            _ => None,
        });
    codes.chain(fields).collect()
}

/// The bodies of a vendor's examples.
fn bodies(vendor: &Vendor) -> Vec<&str> {
    let situations = vendor.examples.iter().map(|example| &example.situation);
    let bodies = situations.filter_map(|situation| match situation {
        Situation::Response { body, .. } => Some(body.as_str()),
        Situation::Raised(_) => None,
    });
    bodies.collect()
}

#[test]
fn whatever_happens_to_a_body_of_the_real_book_a_success_is_beyond_doubt() {
    let loaded = real_book();
    let operations = operations(&loaded);
    let elsewhere = select(vec![0, 201, 204, 205, 302, 404, 600]);
    let status = prop_oneof![4 => Just(200), 1 => elsewhere, 1 => any::<u16>()];
    let accidents = prop::collection::vec(accident(), 0..4);
    let case = (any::<Index>(), any::<Index>(), status, accidents);
    let (config, successes) = (cases(4000), Cell::new(0));
    proptest!(config.clone(), |((operation, body, status, accidents) in case)| {
        let (index, operation) = operations[operation.index(operations.len())];
        let vendor = &loaded.book.vendors[index];
        let bodies = bodies(vendor);
        let body = bodies[body.index(bodies.len())].as_bytes().to_vec();
        let body = accidents.iter().fold(body, |body, accident| accident.happen(vendor, body));
        if report(&loaded, index, &operation.name, status, &[], &body).decision.outcome == "success" {
            successes.set(successes.get() + 1);
            let doubt = judge::doubt(vendor, operation, status, &body);
            let response = format!("{} {} {status} {}", vendor.name, operation.name, String::from_utf8_lossy(&body));
            prop_assert_eq!(doubt, None, "{}", response);
        }
    });
    assert!(
        successes.get() > config.cases / 200,
        "only {} successes were judged",
        successes.get()
    );
}
