//! `faultbook learn`.

use std::fmt::Write;
use std::fs;

use crate::{Run, empty_folder, faultbook};

const BOOK: &str = "extends: standard\nlints: { no_example: allow }\n";

const SHOP: &str = "\
vendor: shop
title: Shop
summary: Orders
source: the vendor's page
envelope: { code: /error/code, message: /error/message }
domains:
  api:
    title: API errors
    codes:
      GONE: { summary: It is gone, status: 410 }   # the only one
operations:
  order: { summary: Places an order }
";

/// Lines with a known code, a code under another status, unknown codes, failures without a code, and one that cannot be
/// read.
const LOG: &str = r#"{"status":410,"time":"09:00","body":{"error":{"code":"GONE"}}}
{"status":404,"time":"09:01","body":{"error":{"code":"GONE"}}}
{"status":402,"time":"09:02","headers":{"Retry-After-Ms":"5"},"body":{"error":{"code":"NO_MONEY","message":"Bob owes 12"},"id":77}}
{"status":409,"time":"09:03","body":{"error":{"code":"gone"}}}
{"status":400,"time":"09:04","body":{"error":{"code":"NO_MONEY"},"id":78}}
{"status":503,"body":"<b>Bob</b>"}
{"status":422,"body":{"error":{"code":"Bob has not paid"}}}
{"status":200,"body":{"error":null}}
{"status":302,"headers":{"Retry-After":"5"},"body":{"fault":{"requestId":1,"request_id":2}}}
{"status":700,"body":""}
{"status":200,"body":"<html>"}
no JSON
"#;

fn folder(shop: &str) -> tempfile::TempDir {
    let folder = empty_folder();
    let spec = folder.path().join("spec");
    fs::create_dir(&spec).expect("an empty folder");
    fs::write(spec.join("book.yaml"), BOOK).expect("room");
    fs::write(spec.join("shop.yaml"), shop).expect("room");
    fs::write(folder.path().join("log.jsonl"), LOG).expect("room");
    folder
}

fn learn(folder: &tempfile::TempDir, options: &[&str]) -> Run {
    let arguments = [&["learn", "log.jsonl", "--vendor", "shop"], options].concat();
    faultbook(folder.path(), &arguments, b"")
}

const COMMENTS: &str = r"#
# The fields are values of failures that the book does not read. Rename those that are useful, make waits and codes of what is one, and remove the others:
#   learned_id: /id, 2 lines, first 09:02 (line 3), last 09:04 (line 5)
#   learned_request_id: /fault/requestId, 1 line, line 9
#   learned_request_id_2: /fault/request_id, 1 line, line 9
#   learned_retry_after_ms: retry-after-ms, 1 line, 09:02 (line 3)
#
# Failures without a code:
#   status 200 (unknown), 1 line, line 11; sample: 6 bytes that are not JSON
#   status 503 (unavailable), 1 line, line 6; sample: 10 bytes that are not JSON
#   status 700 (unknown), 1 line, line 10; sample: empty
#
# Codes next to a known one, and texts that may be no codes:
#   Bob has not paid, 1 line, line 7
";

#[test]
fn differences_are_printed_as_yaml_and_what_needs_a_decision_as_comments() {
    let run = learn(&folder(SHOP), &[]);
    let expected = r#"# Learned from log.jsonl: 4 fields, 1 rule, 2 codes, 1 status. Merge this into the file of `shop`, or pass `--write`.
envelope:
  fields:
    learned_id: /id
    learned_request_id: /fault/requestId
    learned_request_id_2: /fault/request_id
    learned_retry_after_ms: { header: retry-after-ms }

rules:
  - when: { status: 302 }
    because: >-
      Not classified. Learned from log.jsonl: 1 line, line 9; sample: {"fault":{"requestId":"…","request_id":"…"}}

domains:
  api:
    codes:
      NO_MONEY:
        summary: Not documented, seen in a log as NO_MONEY
        status: [400, 402]
        note: >-
          Learned from log.jsonl: 2 lines, first 09:02 (line 3), last 09:04 (line 5); sample:
          {"error":{"code":"NO_MONEY","message":"…"},"id":"…"}
      gone:
        name: CodeGone
        summary: Not documented, seen in a log as gone
        status: 409
        note: "Learned from log.jsonl: 1 line, 09:03 (line 4); sample: {\"error\":{\"code\":\"gone\"}}"
      GONE:
        status: [410, 404]
        note: "Status 404. Learned from log.jsonl: 1 line, 09:01 (line 2); sample: {\"error\":{\"code\":\"GONE\"}}"
"#;
    assert_eq!(run.out, expected.to_owned() + COMMENTS);
    assert_eq!(run.err, learn_note());
    assert_eq!(run.code, Some(1));
}

fn check(folder: &tempfile::TempDir) {
    let check = faultbook(folder.path(), &["check"], b"");
    assert_eq!(check.code, Some(0), "{}", check.err);
}

fn shop_of(folder: &tempfile::TempDir) -> String {
    fs::read_to_string(folder.path().join("spec/shop.yaml")).expect("a file")
}

#[test]
fn what_was_written_is_valid_and_known_in_the_next_run() {
    let folder = folder(SHOP);
    let run = learn(&folder, &["--write"]);
    assert_eq!(
        run.out,
        format!("# spec/shop.yaml: added 4 fields, 1 rule, 2 codes, 1 status\n{COMMENTS}")
    );
    let text = shop_of(&folder);
    for part in [
        "envelope: { code: /error/code, message: /error/message, fields: { learned_id: /id, ",
        "      GONE: { summary: It is gone, status: [410, 404], note: \"Status 404. Learned ",
        "   # the only one\n      NO_MONEY:\n",
        "operations:\n  order: { summary: Places an order }\nrules:\n  - when: { status: 302 }\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    check(&folder);
    let again = learn(&folder, &[]);
    assert!(
        again
            .out
            .starts_with("# log.jsonl has nothing to add to `shop`.\n#\n# Failures without a code"),
        "{}",
        again.out
    );
    learn(&folder, &["--write"]);
    assert_eq!(shop_of(&folder), text);
}

#[test]
fn a_second_log_adds_only_what_is_new() {
    let folder = folder(SHOP);
    learn(&folder, &["--write"]);
    let text = shop_of(&folder);
    let log = r#"{"status":302,"body":{"id":1,"error":{"code":"NO_MONEY"}}}
{"status":404,"body":{"error":{"code":"GONE","hint":"h"}}}
{"status":303,"body":""}
{"status":302,"body":""}
"#;
    fs::write(folder.path().join("log.jsonl"), log).expect("room");
    let run = learn(&folder, &["--write"]);
    assert_eq!(
        run.out.lines().next(),
        Some("# spec/shop.yaml: added 1 field, 1 rule, 1 status"),
        "{}",
        run.out
    );
    check(&folder);
    let new = shop_of(&folder);
    assert!(new.contains("status: [400, 402, 302]") && new.contains("learned_hint: /error/hint"));
    assert_eq!(new.matches("when: { status: 302 }").count(), 1, "{new}");
    let rules = text.find("rules:").expect("a key");
    assert!(new.contains(&text[rules..]), "what was there remains");
}

#[test]
fn a_file_that_extends_a_package_is_written_and_the_package_is_not() {
    let folder = folder("extends: base/shop\nvendor: shop\ntitle: Shop\n");
    let base = folder.path().join("base");
    fs::create_dir(&base).expect("room");
    fs::write(base.join("shop.yaml"), SHOP).expect("room");
    let package = ["--package", "base=base"];
    learn(&folder, &[&package[..], &["--write"]].concat());
    let own = shop_of(&folder);
    assert!(own.starts_with("extends: base/shop\n"), "{own}");
    assert!(own.contains("      GONE:\n        status: [410, 404]\n") && own.contains("NO_MONEY:"));
    assert_eq!(
        fs::read_to_string(base.join("shop.yaml")).ok().as_deref(),
        Some(SHOP)
    );
    let check = faultbook(folder.path(), &[&["check"], &package[..]].concat(), b"");
    assert_eq!(check.code, Some(0), "{}", check.err);
    let again = learn(&folder, &package);
    assert!(
        again.out.starts_with("# log.jsonl has nothing to add"),
        "{}",
        again.out
    );
}

#[test]
fn a_wait_that_http_defines_is_read_if_the_book_reads_none() {
    let folder = folder(SHOP);
    let own = "classes:
  ok: { summary: It worked, outcome: success, severity: info, statuses: 2xx }
  failed: { summary: Failed, user_message: Failed., statuses: [3xx, 4xx, 5xx] }
  unknown: { summary: Unknown, user_message: Something happened. }
lints: { no_example: allow }
";
    fs::write(folder.path().join("spec/book.yaml"), own).expect("room");
    let run = learn(&folder, &["--write"]);
    let first = run.out.lines().next();
    let expected = "# spec/shop.yaml: added 1 wait, 4 fields, 2 codes, 1 status";
    assert_eq!(first, Some(expected), "{}", run.out);
    let text = shop_of(&folder);
    assert!(
        text.ends_with("headers:\n  retry_after: Retry-After\n"),
        "{text}"
    );
    check(&folder);
}

#[test]
fn parts_are_merged_to_what_the_whole_log_teaches() {
    let folder = folder(SHOP);
    let whole = learn(&folder, &[]).out.replace("log.jsonl", "parts.jsonl");
    let mut parts = String::new();
    for lines in LOG.lines().collect::<Vec<_>>().chunks(3) {
        fs::write(folder.path().join("log.jsonl"), lines.join("\n")).expect("room");
        let part = learn(&folder, &["--partial"]);
        assert_eq!(part.out.lines().count(), 1, "{}", part.err);
        parts += &part.out;
    }
    let merge = |parts: &str| {
        fs::write(folder.path().join("parts.jsonl"), parts).expect("room");
        let arguments = ["learn", "parts.jsonl", "--vendor", "shop", "--merge"];
        faultbook(folder.path(), &arguments, b"")
    };
    let run = merge(&parts);
    assert_eq!(run.out, whole, "lines are counted over all parts");
    assert_eq!((run.code, &*run.err), (Some(1), learn_note()));
    for (parts, error) in [
        ("{}", "this is not what `faultbook learn --partial` prints"),
        (LOG, "this is not what `faultbook learn --partial` prints"),
        (
            &parts.replace("[[0,", "[[7,"),
            "a part was learned with another book",
        ),
        (&parts.replace("\"book\":", "\"book\":1"), ""),
    ] {
        let run = merge(parts);
        assert_eq!(run.code, Some(2), "{}", run.out);
        assert!(run.err.contains(error), "{}", run.err);
    }
}

fn learn_note() -> &'static str {
    "1 line cannot be read; `faultbook classify --summary` says why\n"
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = folder(SHOP);
    let mut log = String::new();
    for line in 0..20_000 {
        _ = writeln!(
            log,
            r#"{{"status":{},"body":{{"error":{{"code":"E{}"}},"user":"user{line}"}}}}"#,
            400 + line % 7,
            line * line % 1013,
        );
    }
    fs::write(folder.path().join("log.jsonl"), log).expect("room");
    let [one, four] = ["1", "4"].map(|threads| learn(&folder, &["--threads", threads]));
    assert_eq!(one.out, four.out);
    assert_eq!(one.code, Some(0), "{}", one.err);
    assert!(!one.out.contains("user1"), "values are not copied");
    let lines = one.out.matches("summary: Not documented").count();
    assert_eq!(
        lines,
        (0..20_000_u64)
            .map(|line| line * line % 1013)
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    );
}

#[test]
fn every_layout_is_merged_but_an_alias() {
    let block = "    codes:\n      GONE: { summary: It is gone, status: 410 }   # the only one\n";
    let flow = "    codes: { GONE: { summary: It is gone, status: 410 } }\n";
    let folder = folder(&SHOP.replace(block, flow));
    learn(&folder, &["--write"]);
    check(&folder);
    let text = shop_of(&folder);
    assert!(text.contains("    codes: { GONE: { summary: It is gone, status: [410, 404], note: "));
    assert!(text.contains(", gone: { name: CodeGone, "), "{text}");

    let alias = SHOP.replace(
        "domains:\n  api:\n",
        "domains:\n  other: &other\n    envelope: { when: { status: 4xx } }\n    codes: { A: { summary: s } }\n  api: *other\n  last:\n",
    );
    let folder = self::folder(&alias);
    let run = learn(&folder, &["--write"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("merge what it prints"), "{}", run.err);
    assert_eq!(shop_of(&folder), alias);
}

#[test]
fn the_vendor_must_be_given() {
    let folder = folder(SHOP);
    let run = faultbook(folder.path(), &["learn", "log.jsonl"], b"");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("`--vendor` is missing"), "{}", run.err);
    let run = faultbook(folder.path(), &["learn", "--vendor", "shpo"], b"");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("did you mean `shop`?"), "{}", run.err);
}

#[test]
fn coverage_reports_what_no_line_reached() {
    let shop = SHOP.to_owned()
        + "    rules:\n      - when: { code: GONE }\n        retry: never\n      - when: { status: 5xx }\n        retry: { after: 1s, attempts: 2 }\n";
    let shop = shop.replace(
        "  order: { summary: Places an order }\n",
        "  cancel: { summary: Cancels an order }\n  order:\n    summary: Places an order\n",
    );
    let shop = shop.replace(
        "operations:",
        "      LOST: { summary: It is lost, status: 404 }\noperations:",
    );
    let folder = folder(&shop);
    let coverage = |options: &[&str]| {
        let arguments = [
            "classify",
            "log.jsonl",
            "--vendor",
            "shop",
            "--operation",
            "order",
        ];
        let arguments = [&arguments, &["--coverage"][..], options].concat();
        faultbook(folder.path(), &arguments, b"")
    };
    fs::write(
        folder.path().join("log.jsonl"),
        "{\"status\":410,\"body\":{\"error\":{\"code\":\"GONE\"}}}\n",
    )
    .expect("room");
    let run = coverage(&[]);
    let expected = "\
shop: 1 line; not reached: 1 of 2 operations, 1 of 2 codes, 1 rule, 1 location
  operations never called: cancel
  codes of api never seen: LOST
  rule 2 of operation order decided nothing: the status is 5xx
  no message of api at /error/message
";
    assert_eq!((run.code, &*run.out, &*run.err), (Some(0), expected, ""));
    let run = coverage(&["--format", "json"]);
    let json = r#"{"vendor":"shop","lines":1,"operations":["cancel"],"codes":[{"domain":"api","code":"LOST"}],"rules":[{"of":"operation","name":"order","rule":2,"when":"the status is 5xx"}],"locations":[{"domain":"api","value":"message","location":"/error/message"}]}"#;
    assert_eq!(run.out, json.to_owned() + "\n");
}
