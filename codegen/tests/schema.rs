//! The JSON Schema that editors use says of a file what the compiler says, as far as one file and its shape go.

#[allow(dead_code)] // What is reported of the cases is reviewed elsewhere.
#[path = "ui/cases.rs"]
mod cases;
#[path = "ui/generated.rs"]
mod generated;

use std::collections::BTreeSet;
use std::path::Path;

use faultbook_codegen::{
    Explanation, Level, Source, explanations, generate, load, output, standard,
};
use jsonschema::Validator;
use serde_json::{Value, json};

/// A `book.yaml` with every key that there is.
const BOOK: &str = "\
languages: [en, zh-Hans]
classes:
  ok: { summary: It worked, outcome: success, statuses: 2xx, severity: info, grpc: OK }
  rejected:
    summary: A wrong request
    like: invalid_request
    statuses: [400, 402..499]
    severity: warning
    grpc: INVALID_ARGUMENT
    user_message: { en: This is not possible., zh-Hans: { text: 无法执行。, of: This is not possible. } }
    retry: never
    actions: [fix_request]
    allow: [{ lint: unused, reason: for later }]
  unavailable: { summary: Not now, statuses: 5xx, user_message: Please try again later., retry: { use: patient } }
  unknown: { summary: Not understood, user_message: Something happened. }
actions:
  fix_request: { summary: Correct the program, actor: developer, allow: [{ lint: unused, reason: for later }] }
  wait: { summary: Wait, actor: program }
retries:
  patient: { backoff: { base: 1s, factor: 2, max: 1min, jitter: 0.5 }, attempts: 5, chosen: [base, max] }
headers:
  retry_after: Retry-After
  rate_limit: { limit: X-Limit, remaining: X-Remaining, reset: { name: X-Reset, unit: epoch } }
  max_wait: 1h
lints: { no_example: allow }
";

/// A `book.yaml` that extends the standard, with every key that only such a one can do without.
const EXTENDING: &str = "\
extends: standard
faultbook: '0.1'
classes:
  not_found: { user_message: It is gone. }
  unavailable: { statuses: [] }
  internal: { statuses: [5xx, 500, 503] }
  rejected: { summary: A wrong request, user_message: This is not possible. }
actions:
  add_credit: { actor: player }
  fix_request: { summary: Correct the shop }
  wait: { summary: Wait, actor: program }
retries:
  patient: { after: 5s, attempts: 5 }
headers: { max_wait: 2h }
lints: { no_example: allow, no_source: allow }
";

/// A vendor in the words of the standard.
const STALL: &str = "\
vendor: stall
title: Stall
summary: A shop without walls
domains:
  local: { raised_by: client, codes: { OFFLINE: { summary: No network, class: network, actions: [wait] } } }
";

/// A vendor that extends a protocol, with what only such a one can do without.
const OVERLAY: &str = "\
extends: [protocol/google_rpc]
vendor: overlay
domains:
  status:
    user_message: ~
    codes:
      NOT_FOUND: { user_message: There is no such order., retry: ~ }
      SOLD_OUT: { summary: There are not enough articles, class: conflict }
operations:
  order: { summary: Orders an article, domains: status }
";

/// A file of translations with every key that there is.
const TEXTS: &str = "\
max_length: 80
texts: { Something happened.: 发生意外情况。 }
";

/// A `shop.yaml` with every key that there is.
const SHOP: &str = "\
vendor: shop
title: Shop
summary: Orders and payments
description: It sells things.
source: the manual
advice: Read the manual
note: [Not all of it is true]
limits: [{ rate: 100/s, kind: burst, note: on weekdays, source: the manual }, { amount: 5 shops, kind: quota }]
format: json
prefix: while(1);
headers: { max_wait: 10min }
retry_after:
  - { header: X-Retry, unit: ms, when: { status: 429 } }
  - { at: /wait, unit: duration, longest: true }
rate_limits:
  tokens: { limit: { header: X-Limit }, remaining: /left, reset: { at: /reset, unit: rfc3339 } }
envelope:
  status: /status
  errors: ['$.list[*]', '$.items[?!@.ok && @.status!=200]']
  code: [/error/code, { header: X-Code }, text, '$.list[*].code', '$.items[?!@.ok && @.status!=200].code']
  category: /error/category
  message: /error/message
  trace_id: [{ header: X-Trace }, { header: WWW-Authenticate, param: id, pattern: ['{id:word}/{_:text}', '{id:word}'] }, { at: /id, pattern: '#{id:text}' }]
  timestamp: /error/time
  details: { at: /details, map: false, tree: true, leaf: _errors, field: /input, message: /text, code: /code }
  fields: { hint: /error/hint }
allow: [{ lint: no_source, reason: nobody knows }]
rules:
  - when: { status: [404, 5xx, 201..299], field: { /ok: [false, 0, 'no'], /gone: { exists: true }, /why: [{ contains: shop }, { prefix: 'no ' }] }, header: { X-Shop: [1, 'a b'] } }
    class: unavailable
    because: the manual says so
success: [{ status: 2xx, body: value }, { body: any, header: { X-Shop: shop } }]
domains:
  api:
    title: Errors
    summary: What goes wrong
    type: ShopCode
    key: code
    strip_prefix: [E_]
    envelope: { when: [{ status: 4xx }, { field: { /ok: false } }] }
    categories:
      MONEY: { summary: Payment, class: rejected, severity: error, codes: [{ prefix: M_ }, { range: -9..9 }] }
    rules:
      - when: { code: E_LIMIT, message: 'at most {limit:integer}', detail: { amount: 'over {max:decimal}' } }
        user_message: At most {limit}.
        outcome: ignorable
      - when: { domain: api, category: MONEY, class: rejected }
        retry: { after: 2s..5s, attempts: 3, if_exhausted: [fix_request] }
    codes:
      E_LIMIT:
        summary: Too much
        description: Somebody wants too much.
        status: [400, 429]
        name: Limit
        category: MONEY
        aliases: [E_TOO_MUCH]
        since: 2
        deprecated: { since: '2.1', replaced_by: E_OTHER, note: because it is vague }
        retry: { after_action: wait }
        actions: [wait]
        forbid: [fix_request]
        grace_period: 2min
        user_message: { en: That is too much., zh-Hans: 太多了。 }
        expose: never
      E_OTHER: { summary: Something else, class: unavailable }
  local: { raised_by: client, codes: { OFFLINE: { summary: No network, class: unavailable, retry: { on_next: buy } } } }
operations:
  buy:
    summary: Buys a thing
    endpoint: POST /buy
    domains: [api, local]
    format: [json, xml]
    success: { field: { /ok: true } }
    idempotent: false
    failure_reason: not_bought
examples:
  - name: too much
    operation: buy
    source: the manual
    note: seen in practice
    response: { status: 400, headers: { Retry-After: 30 }, body: '{\"error\":{\"code\":\"E_LIMIT\"}}' }
    expect:
      outcome: failure
      domain: api
      code: E_LIMIT
      known: true
      reason: null
      class: rejected
      severity: error
      actions: [wait]
      forbid: [fix_request]
      retryable: false
      retry: after_action
      retry_after: null
      rate_limits: []
      if_exhausted: []
      grace_period: 2min
      user_message: That is too much.
      confidential: true
      message: null
      trace_id: null
      timestamp: null
      category: null
      details: []
      fields: {}
      captures: {}
      failure_reason: not_bought
      decided_by: { actions: code }
  - name: one input
    operation: request
    response: { headers: { X-Limit: 5 }, status: 400, body: '{\"error\":{\"code\":\"E_OTHER\"},\"details\":{\"a\":{\"_errors\":[{\"code\":\"b\"}]}},\"left\":3,\"reset\":\"2023-11-14T22:13:20Z\"}' }
    expect: { details: [{ field: a, message: null, code: b }], rate_limits: [{ name: tokens, limit: 5, remaining: 3, reset: 1700000000 }] }
  - { name: no network, operation: buy, raised: OFFLINE, expect: { retry: { on_next: buy } } }
";

/// A row is a part of one of the two files, which occurs in it once, and its replacement.
type Rows<'r> = &'r [(&'r str, &'r str)];

/// Errors that can be seen without looking anything up.
#[rustfmt::skip] // A row is a line.
const MISTAKES: Rows<'_> = &[
    // Unknown keys
    ("headers:\n  retry_after", "colour: red\nheaders:\n  retry_after"),
    ("ok: { summary", "ok: { colour: red, summary"),
    ("wait: { summary", "wait: { colour: red, summary"),
    ("{ base: 1s", "{ colour: red, base: 1s"),
    ("{ name: X-Reset", "{ colour: red, name: X-Reset"),
    ("title: Shop", "colour: red"),
    ("  type: ShopCode", "  tpye: ShopCode"),
    ("class: unavailable\n    because", "clas: unavailable\n    because"),
    ("description: Somebody", "describtion: Somebody"),
    ("replaced_by:", "replaced:"),
    ("endpoint:", "end_point:"),
    ("code: [/error/code", "codes: [/error/code"),
    ("failure_reason: not_bought\n      decided", "failure: not_bought\n      decided"),
    ("{ exists: true }", "{ exist: true }"),
    ("{ header: X-Trace }", "{ heading: X-Trace }"),
    ("envelope: { when: [{ status: 4xx }", "envelope: { when: [{ state: 4xx }"),
    ("{ field: a,", "{ input: a,"),
    ("{ status: 400, headers", "{ state: 400, headers"),
    // What must be there
    ("  ok: { summary: It worked, outcome: success, statuses: 2xx, severity: info, grpc: OK }\n", ""),
    ("summary: A wrong request", "grpc: ABORTED"),
    (", actor: program", ""),
    (", reason: nobody knows", ""),
    (", unit: epoch", ""),
    ("unit: duration, longest", "unit: hours, longest"),
    ("longest: true", "longest: often"),
    ("  tokens: { limit", "  Tokens: { limit"),
    ("remaining: /left", "remaining: left"),
    ("unit: rfc3339 }", "unit: rfc3339, colour: red }"),
    ("{ at: /id, pattern", "{ pattern"),
    ("body: any", "body: xml"),
    ("{ range: -9..9 }", "{ range: 9 }"),
    ("{ prefix: M_ }", "{ prefix: M_, range: 1..2 }"),
    ("{ prefix: 'no ' }", "{ prefix: 'no ', contains: a }"),
    ("summary: Orders and payments\n", ""),
    ("summary: Payment, ", ""),
    ("        summary: Too much\n", ""),
    (", kind: burst", ""),
    ("at: /details, ", ""),
    ("- name: too much\n    operation", "- operation"),
    (", expect: { retry: { on_next: buy } }", ""),
    // One of two
    ("amount: 5 shops, ", ""),
    ("amount: 5 shops", "amount: 5 shops, rate: 5/s"),
    ("raised: OFFLINE, ", ""),
    ("raised: OFFLINE, ", "raised: OFFLINE, response: { status: 200 }, "),
    // Wrong types
    ("retries:\n  patient: {", "retries:\n  patient: 5 # {"),
    ("actions: [wait]\n        forbid", "actions: wait\n        forbid"),
    ("attempts: 5", "attempts: many"),
    ("attempts: 3", "attempts: -3"),
    ("factor: 2", "factor: [2]"),
    ("idempotent: false", "idempotent: maybe"),
    ("known: true", "known: 1"),
    ("summary: Something else", "summary: [Something, else]"),
    ("title: Errors", "title: { en: Errors }"),
    ("since: 2\n", "since: true\n"),
    ("since: '2.1'", "since: 2.1"),
    ("advice: Read the manual", "advice: { read: the manual }"),
    ("strip_prefix: [E_]", "strip_prefix: []"),
    ("lints: { no_example: allow }", "lints: [no_example]"),
    ("{ status: 400, headers", "{ status: '400', headers"),
    ("Retry-After: 30", "Retry-After: [30]"),
    ("details: []", "details: {}"),
    // Words
    ("outcome: success", "outcome: ignorable"),
    ("outcome: ignorable", "outcome: ignored"),
    ("severity: warning", "severity: grave"),
    ("grpc: INVALID_ARGUMENT", "grpc: invalid_argument"),
    ("actor: developer", "actor: dog"),
    ("no_example: allow", "no_example: never"),
    ("chosen: [base, max]", "chosen: [base, luck]"),
    ("unit: epoch", "unit: minutes"),
    ("format: json\n", "format: yaml\n"),
    ("format: [json, xml]", "format: []"),
    ("kind: quota", "kind: monthly"),
    ("key: code", "key: number"),
    ("raised_by: client", "raised_by: server"),
    ("expose: never", "expose: always"),
    ("retry: never", "retry: sometimes"),
    ("retry: after_action", "retry: later"),
    // Little languages
    ("max_wait: 1h", "max_wait: 1 hour"),
    ("base: 1s", "base: 1.5s"),
    ("grace_period: 2min\n        user", "grace_period: 2m\n        user"),
    ("after: 2s..5s", "after: 2..5s"),
    ("retry_after: null", "retry_after: soon"),
    ("reset: 1700000000", "reset: soon"),
    ("limit: 5, remaining", "limit: -5, remaining"),
    ("factor: 2", "factor: 0.5"),
    ("jitter: 0.5", "jitter: 2"),
    ("statuses: 5xx", "statuses: 5XX"),
    ("statuses: [400, 402..499]", "statuses: [40]"),
    ("status: [404, 5xx, 201..299]", "status: 201-299"),
    ("status: [400, 429]", "status: 4xx"),
    ("category: /error/category", "category: error.category"),
    ("message: /error/message", "message: text"),
    ("field: /input", "field: input"),
    ("hint: /error/hint", "hint: /error/~hint"),
    ("field: { /ok: true }", "field: { ok: true }"),
    ("{ header: X-Retry", "{ header: 'X-Retry:'"),
    ("{limit:integer}", "{limit:number}"),
    ("{max:decimal}", "{max}"),
    ("vendor: shop", "vendor: Shop"),
    ("  wait: {", "  Wait: {"),
    ("  local: {", "  2nd: {"),
    ("E_OTHER: {", "'': {"),
    // Not known yet
    ("success: { field", "success: { code: OK, field"),
    ("{ when: [{ status: 4xx }", "{ when: [{ class: ok }"),
    ("\nenvelope:\n", "\nenvelope:\n  when: { status: 4xx }\n"),
];

/// What looks unusual and is right.
#[rustfmt::skip] // A row is a line.
const UNUSUAL: Rows<'_> = &[
    // One or many
    ("statuses: 5xx", "statuses: [5xx]"),
    ("statuses: [400, 402..499]", "statuses: 400"),
    ("note: [Not all of it is true]", "note: Not all of it is true"),
    ("advice: Read the manual", "advice: [Read the manual, Read it again]"),
    ("code: [/error/code, { header: X-Code }, text, ", "code: [text, "),
    ("strip_prefix: [E_]", "strip_prefix: E_"),
    ("hint: /error/hint", "hint: [/error/hint, { header: X-Hint }]"),
    ("domains: [api, local]", "domains: api"),
    ("when: [{ status: 4xx }, { field: { /ok: false } }]", "when: { status: 4xx }"),
    ("success: { field: { /ok: true } }", "success: [{ field: { /ok: true } }, { status: 204 }]"),
    ("aliases: [E_TOO_MUCH]", "aliases: E_TOO_MUCH"),
    ("'at most {limit:integer}'", "['at most {limit:integer}', 'no more than {limit:integer}']"),
    // Without any
    ("domains: [api, local]", "domains: []"),
    ("limits: [{ rate: 100/s, kind: burst, note: on weekdays, source: the manual }, { amount: 5 shops, kind: quota }]", "limits: []"),
    ("    envelope: { when: [{ status: 4xx }, { field: { /ok: false } }] }", "    envelope: {}"),
    ("lints: { no_example: allow }", "lints: {}"),
    // Numbers as words and texts
    ("aliases: [E_TOO_MUCH]", "aliases: [17]"),
    ("E_OTHER: { summary: Something else", "E_OTHER: { summary: 404"),
    ("title: Errors", "title: 3.5"),
    ("amount: 5 shops", "amount: 5"),
    ("local: { raised_by: client, codes: { OFFLINE: { summary", "local: { raised_by: client, codes: { 7: { summary: s, name: Seven }, OFFLINE: { summary"),
    ("Retry-After: 30", "Retry-After: '30'"),
    ("[404, 5xx, 201..299]", "['404', '5xx', 201 .. 299]"),
    ("[400, 429]", "'400'"),
    ("jitter: 0.5", "jitter: 1"),
    ("factor: 2", "factor: 1.5"),
    // Absent
    ("known: true", "known: null"),
    ("class: rejected\n      severity", "class: null\n      severity"),
    ("retry: after_action", "retry: null"),
    // What a field may be
    ("/ok: [false, 0, 'no']", "/ok: null"),
    ("/ok: [false, 0, 'no']", "/ok: [null, -1, '']"),
    ("/gone: { exists: true }", "/a~1b/~0/0: { exists: false }"),
    ("/gone: { exists: true }", "'': { exists: true }"),
    // Retries
    ("retry: never", "retry: { after: 250 ms }"),
    ("retry: never", "retry: { use: patient, attempts: 1, backoff: { max: 2h } }"),
    ("retry: after_action", "retry: { after_action: wait }"),
    ("after: 2s..5s", "after: 2s .. 5s"),
    ("patient: {", "impatient: never\n  patient: {"),
    // Texts
    ("'over {max:decimal}'", "'{{over}} {max:decimal}, {why:text}.'"),
    ("summary: Payment", "summary: Überweisung — 支払い"),
];

/// Errors that can only be found by looking at the rest of the book.
#[rustfmt::skip] // A row is a line.
const MEANT_WRONGLY: Rows<'_> = &[
    ("class: rejected, severity", "class: repulsed, severity"),
    ("actions: [wait]\n        forbid", "actions: [hurry]\n        forbid"),
    ("{ use: patient }", "{ use: impatient }"),
    ("category: MONEY\n", "category: LOVE\n"),
    ("domains: [api, local]", "domains: [web]"),
    ("operation: request", "operation: sell"),
    ("raised: OFFLINE", "raised: ONLINE"),
    ("no_example: allow", "no_such_lint: allow"),
    ("statuses: [400, 402..499]", "statuses: [500..400]"),
    ("after: 2s..5s", "after: 5s..2s"),
    ("grace_period: 2min\n        user", "grace_period: 50d\n        user"),
    ("vendor: shop", "vendor: store"),
    ("known: true", "known: false"),
    ("forbid: [fix_request]\n        grace", "forbid: [wait]\n        grace"),
];

/// That an example comes out otherwise than it says, which most changes of a book lead to.
const EXAMPLE_FAILS: &str = "FB0042";

/// The ids of errors in the structure of a single file.
const OF_SHAPE: &[&str] = &[
    "FB0002", "FB0003", "FB0004", "FB0011", "FB0012", "FB0013", "FB0014", "FB0015", "FB0016",
    "FB0018", "FB0037", "FB0039", "FB0041",
];

/// Cases of those whose error no schema sees: how large a duration is, and what the keys are next to `key: status`.
const BEYOND_SHAPE: &[&str] = &[
    "FB0003_missing_key/of_a_new_entry",
    "FB0012_invalid_duration/too_long",
    "FB0013_invalid_status/key",
    "FB0014_invalid_pointer/in_errors",
    "FB0014_invalid_pointer/jsonpath",
    "FB0015_invalid_header/milliseconds",
];

#[test]
fn the_schema_is_one() {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
}

#[test]
fn every_key_is_described_and_tried() {
    let schema = schema();
    let tried = keys(&[
        instance(BOOK),
        instance(TEXTS),
        instance(EXTENDING),
        instance(SHOP),
        instance(OVERLAY),
    ]);
    for (owner, definition) in schema["definitions"].as_object().unwrap() {
        let Some(properties) = definition["properties"].as_object() else {
            // Not a map of the language.
            assert_eq!(owner, "UserMessage");
            continue;
        };
        assert_eq!(definition["additionalProperties"], false, "{owner}");
        for (key, property) in properties {
            assert!(property["description"].is_string(), "{owner}.{key}");
            assert!(tried.contains(key), "{owner}.{key}");
        }
    }
}

#[test]
fn this_repository_s_book_is_accepted() {
    let validator = validator();
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    for source in output::sources(&spec).unwrap() {
        assert_eq!(refusals(&validator, &source.text), "", "{}", source.path);
    }
}

#[test]
fn a_book_that_extends_the_standard_is_accepted_and_so_is_the_standard() {
    let validator = validator();
    for text in [EXTENDING, "extends: standard", &standard().text] {
        assert_eq!(refusals(&validator, text), "", "{text}");
        let sources = [("book.yaml", text), ("stall.yaml", STALL)];
        let ids = error_ids(&sources.map(|(path, text)| Source::new(path, text)));
        let expected: &[&str] = if text == EXTENDING { &[] } else { &["FB0010"] };
        assert!(ids.iter().eq(expected), "{ids:?}: {text}");
    }
}

#[test]
fn a_vendor_that_extends_another_file_is_accepted() {
    let validator = validator();
    assert_eq!(refusals(&validator, OVERLAY), "");
    let sources = [
        ("book.yaml", "extends: standard"),
        ("overlay.yaml", OVERLAY),
    ];
    let ids = error_ids(&sources.map(|(path, text)| Source::new(path, text)));
    assert!(ids.is_empty(), "{ids:?}");
    for (right, wrong) in [("vendor: overlay\n", ""), ("retry: ~", "retries: ~")] {
        let text = OVERLAY.replace(right, wrong);
        assert!(!accepts(&validator, &text), "{text}");
        let sources = [("book.yaml", "extends: standard"), ("overlay.yaml", &text)];
        let ids = error_ids(&sources.map(|(path, text)| Source::new(path, text)));
        assert!(!ids.is_empty(), "{text}");
    }
}

#[test]
fn both_reject_errors() {
    let validator = validator();
    for row in MISTAKES {
        let (book, shop) = replaced(row);
        let refused = !accepts(&validator, &book) || !accepts(&validator, &shop);
        assert!(refused, "the schema accepts {row:?}");
        let mut ids = error_ids(&sources(&book, &shop));
        ids.remove(EXAMPLE_FAILS);
        assert!(!ids.is_empty(), "the compiler accepts {row:?}");
    }
}

#[test]
fn both_accept_what_is_unusual() {
    let validator = validator();
    for row in [("", "")].iter().chain(UNUSUAL) {
        let (book, shop) = replaced(row);
        let refusals = refusals(&validator, &book) + &refusals(&validator, &shop);
        assert_eq!(refusals, "", "the schema refuses {row:?}");
        let mut ids = error_ids(&sources(&book, &shop));
        ids.remove(EXAMPLE_FAILS);
        assert_eq!(ids, BTreeSet::new(), "the compiler refuses {row:?}");
    }
}

#[test]
fn the_schema_leaves_meaning_to_the_compiler() {
    let validator = validator();
    for row in MEANT_WRONGLY {
        let (book, shop) = replaced(row);
        let refusals = refusals(&validator, &book) + &refusals(&validator, &shop);
        assert_eq!(refusals, "", "the schema refuses {row:?}");
        let ids = error_ids(&sources(&book, &shop));
        assert!(!ids.is_empty(), "the compiler accepts {row:?}");
    }
}

#[test]
fn the_verdicts_agree_for_any_value_anywhere() {
    let validator = validator();
    for (change, book) in variants(&instance(BOOK)) {
        agree(
            &validator,
            &change,
            &book,
            &error_ids(&sources(&yaml(&book), SHOP)),
        );
    }
    for (change, book) in variants(&instance(EXTENDING)) {
        let sources = [("book.yaml", yaml(&book)), ("stall.yaml", STALL.to_owned())];
        let sources = sources.map(|(path, text)| Source::new(path, text));
        agree(&validator, &change, &book, &error_ids(&sources));
    }
    for (change, shop) in variants(&instance(SHOP)) {
        agree(
            &validator,
            &change,
            &shop,
            &error_ids(&sources(BOOK, &yaml(&shop))),
        );
    }
}

#[test]
fn the_verdicts_agree_on_what_explanations_show() {
    let validator = validator();
    for Explanation { id, text, .. } in explanations() {
        for fence in text.split("```").skip(1).step_by(2) {
            let (info, yaml) = fence.split_once('\n').unwrap();
            let is = |word| info.split_whitespace().any(|known| known == word);
            if is("right") && !is("files") {
                assert_eq!(refusals(&validator, yaml), "", "{id}");
            } else if is("wrong") && OF_SHAPE.contains(&id) {
                assert!(!accepts(&validator, yaml), "{id}");
            }
        }
    }
}

#[test]
fn the_verdicts_agree_on_what_authors_get_wrong() {
    let validator = validator();
    let mut misshapen = 0;
    for case in cases::all() {
        let ids = error_ids(&case.sources);
        let files = case.sources.iter().map(|source| &source.text);
        // What is no YAML, or has a key twice, an editor cannot read.
        let files: Result<Vec<Value>, _> = files.map(|text| serde_yaml::from_str(text)).collect();
        let Ok(files) = files else { continue };
        let accepted = files.iter().all(|file| validator.is_valid(file));
        if ids.iter().any(|id| OF_SHAPE.contains(&id.as_str())) {
            let beyond = BEYOND_SHAPE.contains(&case.name.as_str());
            assert_eq!(accepted, beyond, "the schema of {}: {ids:?}", case.name);
            misshapen += 1;
        } else if ids.is_empty() {
            assert!(accepted, "the schema refuses {}", case.name);
        }
    }
    assert!(misshapen > 80, "only {misshapen} cases are of shape");
}

/// Whatever is wrong in meaning alone, the schema may refuse or not.
fn agree(validator: &Validator, change: &str, instance: &Value, ids: &BTreeSet<String>) {
    let misshapen = ids.iter().any(|id| OF_SHAPE.contains(&id.as_str()));
    if misshapen || ids.is_empty() {
        let accepted = validator.is_valid(instance);
        assert_eq!(accepted, !misshapen, "{change}: {ids:?}");
    }
}

/// A document in all ways in which one part of it is something else, or gone.
fn variants(document: &Value) -> Vec<(String, Value)> {
    let others = [
        json!(7),
        json!("Any text"),
        json!(["x"]),
        json!({ "x": "y" }),
    ];
    let mut variants = Vec::new();
    for pointer in pointers(document) {
        for other in &others {
            let mut variant = document.clone();
            *variant.pointer_mut(&pointer).unwrap() = other.clone();
            variants.push((format!("{other} at {pointer}"), variant));
        }
        variants.push((format!("no {pointer}"), without(document, &pointer)));
    }
    variants
}

fn yaml(document: &Value) -> String {
    serde_yaml::to_string(document).unwrap()
}

/// The pointers to all nodes inside a document.
fn pointers(node: &Value) -> Vec<String> {
    let parts: Vec<(String, &Value)> = match node {
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (step, part) in parts {
        all.push(format!("/{step}"));
        all.extend(pointers(part).iter().map(|inner| format!("/{step}{inner}")));
    }
    all
}

fn without(document: &Value, pointer: &str) -> Value {
    let mut rest = document.clone();
    let (parent, step) = pointer.rsplit_once('/').unwrap();
    match rest.pointer_mut(parent).unwrap() {
        Value::Object(entries) => {
            entries.remove(&step.replace("~1", "/").replace("~0", "~"));
        }
        Value::Array(items) => {
            items.remove(step.parse().unwrap());
        }
        _ => unreachable!("a pointer to a part"),
    }
    rest
}

/// The schema of a book lists the names that it defines.
#[test]
fn a_schema_of_a_book_knows_its_names() {
    let book = load(&sources(BOOK, SHOP)).unwrap_or_else(|errors| panic!("{errors}"));
    let schema = faultbook_codegen::schema(&book.book, &["patient".to_owned()]);
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for file in [BOOK, SHOP, EXTENDING] {
        assert_eq!(refusals(&validator, file), "");
    }
    let vendor = |rest: &str| {
        format!(
            "vendor: shop\ntitle: S\nsummary: s\ndomains: {{ api: {{ envelope: {{ code: /c }}, codes: {{ A: {{ summary: a }} }} }} }}\n{rest}\n"
        )
    };
    let own = &book.book.vendors[0];
    let (domain, operation) = (&own.domains[0].name, &own.operations[0].name);
    let cases = [
        ("class: NAME", "rejected"),
        ("actions: [NAME]", "fix_request"),
        ("forbid: [NAME]", "wait"),
        ("retry: { use: NAME }", "patient"),
        ("retry: { on_next: NAME }", operation),
        ("retry: { after_action: NAME }", "wait"),
        (
            "rules: [{ when: { class: NAME }, class: rejected }]",
            "unknown",
        ),
        (
            "rules: [{ when: { class: [NAME] }, class: rejected }]",
            "unknown",
        ),
        (
            "rules: [{ when: { domain: NAME }, class: rejected }]",
            domain,
        ),
        ("operations: { a: { summary: a, domains: [NAME] } }", domain),
        ("operations: { a: { summary: a, domains: NAME } }", domain),
        (
            "examples: [{ name: n, operation: NAME, response: { status: 400 }, expect: { known: false } }]",
            operation,
        ),
        (
            "examples: [{ name: n, operation: request, response: { status: 400 }, expect: { class: NAME } }]",
            "rejected",
        ),
    ];
    for (key, known) in cases {
        let with = |name: &str| vendor(&key.replace("NAME", name));
        assert_eq!(refusals(&validator, &with(known)), "", "{key}");
        assert!(!accepts(&validator, &with("nonsense")), "{key}");
    }
    // Only its own file knows the operations of a vendor.
    let example = "examples: [{ name: n, operation: elsewhere, response: { status: 400 }, expect: { known: false } }]";
    assert!(!accepts(&validator, &vendor(example)));
}

fn schema() -> Value {
    let sources = sources(BOOK, SHOP);
    let artifacts = generate(&sources).unwrap_or_else(|errors| panic!("{errors}"));
    let schema = artifacts.iter().find(|file| file.path == "schema.json");
    serde_json::from_str(&schema.unwrap().contents).unwrap()
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).unwrap()
}

/// A file as an editor sees it.
fn instance(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{error}:\n{yaml}"))
}

fn accepts(validator: &Validator, yaml: &str) -> bool {
    validator.is_valid(&instance(yaml))
}

/// What the schema says against a file.
fn refusals(validator: &Validator, yaml: &str) -> String {
    let instance = instance(yaml);
    let refusals = validator.iter_errors(&instance);
    let refusals: Vec<String> = refusals
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    refusals.join("\n")
}

fn sources(book: &str, shop: &str) -> [Source; 2] {
    [
        Source::new("book.yaml", book),
        Source::new("shop.yaml", shop),
    ]
}

/// The ids of what the compiler says against a book.
fn error_ids(sources: &[Source]) -> BTreeSet<String> {
    let reported = load(sources).err().unwrap_or_default();
    let errors = reported
        .iter()
        .filter(|reported| reported.level == Level::Error);
    errors.map(|reported| reported.id.to_owned()).collect()
}

/// The two files with a row's part replaced.
fn replaced((part, other): &(&str, &str)) -> (String, String) {
    if part.is_empty() {
        return (BOOK.to_owned(), SHOP.to_owned());
    }
    let times = BOOK.matches(part).count() + SHOP.matches(part).count();
    assert_eq!(times, 1, "{part}");
    (BOOK.replace(part, other), SHOP.replace(part, other))
}

/// All keys of all maps.
fn keys(nodes: &[Value]) -> BTreeSet<String> {
    let pointers = nodes.iter().flat_map(pointers);
    let keys = pointers.map(|pointer| pointer.rsplit('/').next().unwrap_or_default().to_owned());
    keys.collect()
}
