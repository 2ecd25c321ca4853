//! Any book that the language allows becomes code, and its codes are read back as they are spelled; and whatever happens
//! to such a book while it is edited is reported, in its place.

use std::path::Path;

use faultbook_codegen::model::Vendor;
use faultbook_codegen::{Loaded, Source, generate, load};
use faultbook_runtime::Response;
use faultbook_runtime::v1::{self, Content};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::errors::{assert_reported_in_place, slip};
use crate::every_code::{everywhere, make};
use crate::support::{hold, raise, report};
use crate::writing;

/// What vendors call their errors, and what YAML, JSON or Rust could take for something else.
const SPELLINGS: &[&str] = &[
    "ORDER_GONE",
    "order-gone",
    "orderGone",
    "order.gone",
    "404",
    "007",
    "-1",
    "1.50",
    "1e3",
    "0x1F",
    "null",
    "~",
    "true",
    "No",
    ".nan",
    "=",
    "<<",
    "- x",
    "a: b",
    "a #b",
    "{a}",
    "[b]",
    "&c",
    "*d",
    "!e",
    "|",
    ">",
    "%f",
    "@g",
    "`h`",
    "\"i\"",
    "'j'",
    "k\\l",
    "m/n~o",
    "p, q",
    "?",
    ":",
    "line\nline",
    "tab\ttab",
    "nul\0",
    "turn\u{202e}ed",
    "e\u{301}",
    "会话",
    "👩‍👩‍👧",
];

/// What a bare body can be.
const TOKENS: &[&str] = &[
    "GONE",
    "order.lost:v-1",
    "0007",
    "x_1",
    "T-1",
    "LATE",
    "a.b",
    "17",
    "y:z",
    "_",
];

/// Codes where there is nothing but the status.
const STATUSES: &[&str] = &[
    "450", "451", "452", "453", "454", "455", "456", "457", "458", "459",
];

/// What authors write, and what is markup somewhere.
const TEXTS: &[&str] = &[
    "Plain words.",
    "It is `gone` ]( <b>",
    "*/ \"# // \\",
    "a: b, c #d",
    "| a | b |",
    "two\nlines",
    "{n} %s $x",
    "\u{202e}turned",
    "日本語 🦀",
    "# heading",
    "- item",
    "'quoted' \"twice\"",
];

/// Choices that were made beforehand. When none is left, it is always the first.
struct Dice {
    rolls: std::vec::IntoIter<u16>,
    /// Whether some codes mean that nothing is wrong.
    with_successes: bool,
}

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        usize::from(self.rolls.next().unwrap_or(0)) % sides
    }

    fn one<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn text(&mut self) -> Value {
        self.one(TEXTS).into()
    }

    /// Whether something that can be left out is there.
    fn some(&mut self) -> bool {
        self.below(3) == 1
    }

    /// Adds an entry, or not.
    fn maybe(&mut self, map: &mut Value, key: &str, value: impl FnOnce(&mut Self) -> Value) {
        if self.some() {
            map[key] = value(self);
        }
    }
}

/// The numbers that a book is built with.
fn dice() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..600)
}

/// A book that is right.
fn book(rolls: Vec<u16>, with_successes: bool) -> Vec<Source> {
    let rolls = rolls.into_iter();
    let dice = &mut Dice {
        rolls,
        with_successes,
    };
    let mut sources = vec![source(dice, "book", &vocabulary)];
    for name in ["acme", "shop", "bank"].iter().take(1 + dice.below(3)) {
        sources.push(source(dice, name, &|dice| vendor(dice, name)));
    }
    sources
}

/// A file in one of the two styles of YAML.
fn source(dice: &mut Dice, name: &str, document: &dyn Fn(&mut Dice) -> Value) -> Source {
    let in_blocks = dice.some();
    let document = document(dice);
    let blocks = serde_yaml::to_string(&document).expect("YAML");
    // What may not stand in a file as it is may be escaped in quotes.
    let escaped = |c: char| match c {
        '\n' | ' '..='~' => c.to_string(),
        _ => format!("\\U{:08X}", u32::from(c)),
    };
    let plain = blocks
        .chars()
        .all(|c| c == '\n' || (!c.is_control() && c != '\u{202e}'));
    let text = if in_blocks && plain {
        blocks
    } else {
        format!("{document:#}").chars().map(escaped).collect()
    };
    Source::new(format!("{name}.yaml"), text)
}

fn vocabulary(dice: &mut Dice) -> Value {
    let mut book = json!({
        "lints": { "unseen_character": "allow" },
        "classes": {
            "ok": { "summary": dice.text(), "outcome": "success", "statuses": "2xx" },
            "unknown": { "summary": dice.text(), "user_message": dice.text() },
            "lost": { "summary": dice.text(), "user_message": dice.text(), "statuses": [404, "410..412"] },
        },
        "actions": {
            "wait": { "summary": dice.text(), "actor": "program" },
            "pay": { "summary": dice.text(), "actor": "player" },
            "call": { "summary": dice.text(), "actor": dice.one(&["developer", "operator", "support"]) },
        },
        "retries": { "patient": dice.one(&[json!({ "after": "1s..5s" }), json!({ "backoff": { "base": "1s", "max": "1h" } })]) },
    });
    let lost = &mut book["classes"]["lost"];
    dice.maybe(lost, "severity", |dice| {
        dice.one(&["info", "warning", "error", "security"]).into()
    });
    dice.maybe(lost, "grpc", |dice| {
        dice.one(&["NOT_FOUND", "ABORTED"]).into()
    });
    dice.maybe(lost, "retry", |dice| retry(dice, &[]));
    dice.maybe(lost, "actions", |_| json!(["wait", "call"]));
    dice.maybe(
        &mut book,
        "headers",
        |_| json!({ "retry_after": "Retry-After", "max_wait": "10min" }),
    );
    book
}

fn vendor(dice: &mut Dice, name: &str) -> Value {
    let domains: Map<String, Value> = (0..dice.below(5))
        .map(|number| (format!("domain_{number}"), domain(dice, number)))
        .collect();
    let names: Vec<String> = domains.keys().cloned().collect();
    let operations: Map<String, Value> = (0..dice.below(3))
        .map(|number| (format!("call_{number}"), operation(dice, &names)))
        .collect();
    let mut vendor = json!({
        "vendor": name, "title": dice.text(), "summary": dice.text(),
        "domains": domains, "operations": operations,
        "examples": [{
            "name": dice.text(), "operation": "request", "expect": { "known": false },
            "response": { "status": 100 + dice.below(300), "body": dice.text() },
        }],
    });
    dice.maybe(
        &mut vendor,
        "envelope",
        |_| json!({ "message": "/error/message", "details": { "at": "/details" } }),
    );
    said(dice, &mut vendor);
    decided(dice, &mut vendor);
    vendor
}

fn domain(dice: &mut Dice, number: usize) -> Value {
    let (mut domain, wires) = match dice.below(5) {
        0 => (
            enveloped(dice, number, &json!("/error/code")),
            wires(dice, number, SPELLINGS),
        ),
        1 => (
            enveloped(dice, number, &json!(["/code", { "header": "X-Code" }])),
            wires(dice, number, SPELLINGS),
        ),
        2 => (
            json!({ "envelope": { "code": "text" } }),
            wires(dice, number, TOKENS),
        ),
        3 => (
            json!({ "raised_by": "client" }),
            wires(dice, number, SPELLINGS),
        ),
        _ => (json!({ "key": "status" }), wires(dice, number, STATUSES)),
    };
    domain["categories"] = json!({ "MONEY": { "summary": dice.text() } });
    let on_the_wire = domain.get("envelope").is_some();
    let codes: Map<String, Value> = (0..)
        .zip(wires)
        .map(|(at, wire)| (wire.to_owned(), code(dice, at, wire, on_the_wire)))
        .collect();
    domain["codes"] = codes.into();
    said(dice, &mut domain);
    decided(dice, &mut domain);
    domain
}

/// A domain whose codes are in these places.
fn enveloped(dice: &mut Dice, number: usize, code: &Value) -> Value {
    let mut envelope = json!({ "code": code });
    dice.maybe(&mut envelope, "when", |dice| {
        dice.one(&[
            json!({ "status": "4xx" }),
            json!([{ "field": { "/kind": [format!("k{number}"), 7] } }]),
        ])
    });
    json!({ "envelope": envelope })
}

/// Some of the spellings, and of no two domains the same: which of them would be read is asked elsewhere.
fn wires(dice: &mut Dice, number: usize, spellings: &[&'static str]) -> Vec<&'static str> {
    let own = spellings.iter().skip(number).step_by(5).copied();
    own.filter(|_| dice.below(2) == 1).collect()
}

fn code(dice: &mut Dice, number: usize, wire: &str, on_the_wire: bool) -> Value {
    let mut code = json!({ "summary": dice.text(), "name": format!("Name{number}") });
    if on_the_wire {
        dice.maybe(&mut code, "status", |dice| json!([400 + dice.below(50)]));
        dice.maybe(&mut code, "aliases", |_| json!([format!("{wire}_old")]));
    }
    dice.maybe(&mut code, "category", |_| "MONEY".into());
    dice.maybe(&mut code, "since", Dice::text);
    dice.maybe(
        &mut code,
        "deprecated",
        |dice| json!({ "note": dice.text() }),
    );
    said(dice, &mut code);
    decided(dice, &mut code);
    code
}

fn operation(dice: &mut Dice, domains: &[String]) -> Value {
    let mut operation = json!({ "idempotent": dice.some() });
    dice.maybe(&mut operation, "summary", Dice::text);
    dice.maybe(&mut operation, "domains", |dice| {
        json!(domains[..dice.below(domains.len() + 1)])
    });
    dice.maybe(
        &mut operation,
        "success",
        |_| json!({ "field": { "/ok": true } }),
    );
    said(dice, &mut operation);
    decided(dice, &mut operation);
    operation
}

/// What is said beside the decisions.
fn said(dice: &mut Dice, place: &mut Value) {
    dice.maybe(place, "description", Dice::text);
    dice.maybe(place, "source", Dice::text);
    dice.maybe(place, "advice", |dice| json!([dice.text()]));
    dice.maybe(place, "note", Dice::text);
    dice.maybe(
        place,
        "limits",
        |dice| json!([{ "rate": dice.text(), "kind": "burst" }]),
    );
}

/// Decision fields, and rules with some more.
fn decided(dice: &mut Dice, place: &mut Value) {
    fields(dice, place);
    dice.maybe(place, "rules", |dice| {
        (0..=dice.below(2)).map(|_| rule(dice)).collect()
    });
}

fn rule(dice: &mut Dice) -> Value {
    let mut rule = json!({ "because": dice.text() });
    dice.maybe(&mut rule, "when", |dice| {
        dice.one(&[
            json!({ "status": [404, "5xx", "401..403"] }),
            json!({ "field": { "/a~1b": [1, "x", null, true], "/c": { "exists": true } } }),
            json!([{ "class": ["lost", "unknown"] }, { "status": 429, "message": "{{at}} most {n:integer}" }]),
            json!({ "detail": { "": "over {n:decimal}." } }),
        ])
    });
    fields(dice, &mut rule);
    rule
}

fn fields(dice: &mut Dice, place: &mut Value) {
    if dice.with_successes {
        dice.maybe(place, "class", |dice| dice.one(&["ok", "lost"]).into());
        dice.maybe(place, "outcome", |dice| {
            dice.one(&["failure", "ignorable", "success"]).into()
        });
    } else {
        dice.maybe(place, "class", |dice| dice.one(&["lost", "unknown"]).into());
    }
    dice.maybe(place, "severity", |dice| {
        dice.one(&["info", "security"]).into()
    });
    dice.maybe(place, "retry", |dice| retry(dice, &["request"]));
    dice.maybe(place, "actions", |dice| {
        json!(["wait", "pay"][..dice.below(3)])
    });
    dice.maybe(place, "forbid", |_| json!(["call"]));
    dice.maybe(place, "grace_period", |dice| {
        dice.one(&["0s", "90s", "49d"]).into()
    });
    dice.maybe(place, "user_message", |dice| {
        dice.one(TEXTS).replace('{', "{{").replace('}', "}}").into()
    });
    dice.maybe(place, "expose", |_| "never".into());
}

fn retry(dice: &mut Dice, operations: &[&str]) -> Value {
    let mut ways = vec![
        json!("never"),
        json!({ "after": "250ms" }),
        json!({ "after": "2s..5s", "attempts": 3, "if_exhausted": ["pay"], "chosen": ["after"] }),
        json!({ "backoff": { "base": "1s", "factor": 1.5, "max": "1min", "jitter": 1 }, "attempts": 1 }),
        json!({ "use": "patient", "attempts": 7 }),
        json!({ "after_action": "pay" }),
    ];
    ways.extend(operations.iter().map(|name| json!({ "on_next": name })));
    dice.one(&ways)
}

#[test]
fn any_book_becomes_code_whatever_the_order_of_its_files() {
    hold(24, &dice(), |rolls| {
        let mut sources = book(rolls, true);
        let artifacts =
            generate(&sources).map_err(|errors| TestCaseError::fail(errors.to_string()))?;
        for file in artifacts
            .iter()
            .filter(|file| Path::new(&file.path).extension() == Some("rs".as_ref()))
        {
            let parsed = syn::parse_file(&file.contents);
            prop_assert!(parsed.is_ok(), "{}: {:?}", file.path, parsed.err());
        }
        sources.reverse();
        prop_assert!(generate(&sources).expect("it still is right") == artifacts);
        Ok(())
    });
}

/// A success that anything speaks against is none of a vendor's codes, so that all are failures here.
#[test]
fn the_codes_of_any_book_are_read_back_as_they_are_spelled() {
    hold(60, &dice(), |rolls| {
        let loaded =
            load(&book(rolls, false)).map_err(|errors| TestCaseError::fail(errors.to_string()))?;
        for (index, vendor) in loaded.book.vendors.iter().enumerate() {
            read_back(&loaded, index, vendor)?;
        }
        Ok(())
    });
}

fn read_back(loaded: &Loaded, index: usize, vendor: &Vendor) -> Result<(), TestCaseError> {
    for (operation, domain, code) in everywhere(vendor, true) {
        let report = raise(loaded, index, &operation.name, &code.wire);
        prop_assert_eq!(
            (report.domain, report.code),
            (Some(domain.name.clone()), Some(code.wire.clone()))
        );
    }
    for (operation, domain, code) in everywhere(vendor, false) {
        for wire in [&code.wire].into_iter().chain(&code.aliases) {
            for made in make(domain, wire, &code.statuses) {
                let (status, body) = (made.status, made.body.as_bytes());
                let report = report(
                    loaded,
                    index,
                    &operation.name,
                    status,
                    &made.headers(),
                    body,
                );
                let expected = (Some(domain.name.clone()), Some(code.wire.clone()), true);
                prop_assert_eq!(
                    (report.domain, report.code, report.known),
                    expected,
                    "{} {}",
                    status,
                    made.body
                );
            }
        }
    }
    Ok(())
}

/// If any response has a code, one is written.
#[test]
fn the_codes_of_any_book_are_written() {
    hold(60, &dice(), |rolls| {
        let loaded =
            load(&book(rolls, true)).map_err(|errors| TestCaseError::fail(errors.to_string()))?;
        for pair in writing::pairs(&loaded) {
            let written = pair.write(&Content::default());
            if let Ok(written) = &written {
                writing::check(&pair, written)?;
                continue;
            }
            let code = &pair.vendor.codes[pair.code];
            let operation = u16::try_from(pair.operation).expect("few");
            for made in make(pair.domain, &code.wire, &code.statuses) {
                let headers = made.headers();
                let response = Response::new(made.status, &made.body).headers(&headers);
                let reading = v1::reading(&pair.tables, operation, &response);
                let is_read = reading.code().map(usize::from) == Some(pair.code);
                prop_assert!(
                    !is_read,
                    "{}: {:?}, but {}",
                    pair.name(),
                    written,
                    made.body
                );
            }
        }
        Ok(())
    });
}

#[test]
fn no_typo_in_any_book_makes_the_compiler_panic() {
    let slips = prop::collection::vec(slip(), 1..3);
    let edits = (dice(), any::<prop::sample::Index>(), slips);
    hold(60, &edits, |(rolls, file, slips)| {
        let mut sources = book(rolls, true);
        let edited = file.index(sources.len());
        let edited = &mut sources[edited];
        edited.text = slips
            .iter()
            .fold(edited.text.clone(), |text, slip| slip.happen(&text));
        if let Err(diagnostics) = generate(&sources) {
            assert_reported_in_place(&diagnostics, &sources)?;
        }
        Ok(())
    });
}
