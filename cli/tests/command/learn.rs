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
# Statuses that the book does not list for a code:
#   GONE of api: status 404, 1 line, 09:01 (line 2)
#
# Failures without a code:
#   status 503, 1 line, line 6; sample: 10 bytes that are not JSON
#
# Codes next to a known one, and texts that may be no codes:
#   Bob has not paid, 1 line, line 7
#
# Values in failures that the book does not read; `fields: { name: /pointer }` in an `envelope` passes one on:
#   /id, 2 lines, first 09:02 (line 3), last 09:04 (line 5)
#
# Headers of failures that may be waits or limits, and that the book does not read; see `retry_after` and `headers`:
#   retry-after-ms, 1 line, 09:02 (line 3)
";

#[test]
fn new_codes_are_printed_as_yaml_and_other_differences_as_comments() {
    let run = learn(&folder(SHOP), &[]);
    let expected = r#"# 2 codes of `shop`, learned from log.jsonl: add them to the `codes` of their domains, or pass `--write`.
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
"#;
    assert_eq!(run.out, expected.to_owned() + COMMENTS);
    assert_eq!(
        run.err,
        "1 line cannot be read; `faultbook classify --summary` says why\n"
    );
    assert_eq!(run.code, Some(1));
}

#[test]
fn what_was_written_is_valid_and_known_in_the_next_run() {
    let folder = folder(SHOP);
    let run = learn(&folder, &["--write"]);
    assert_eq!(
        run.out,
        format!("# spec/shop.yaml: added 2 codes\n{COMMENTS}")
    );
    let text = fs::read_to_string(folder.path().join("spec/shop.yaml")).expect("a file");
    let (before, after) = SHOP.split_at(SHOP.find("operations:").expect("a key"));
    assert!(text.starts_with(before) && text.ends_with(after), "{text}");
    let check = faultbook(folder.path(), &["check"], b"");
    assert_eq!((check.code, &*check.err), (Some(0), ""), "{}", check.err);
    let again = learn(&folder, &[]);
    assert!(
        again
            .out
            .starts_with("# log.jsonl has no code that `shop` does not have.\n"),
        "{}",
        again.out
    );
    learn(&folder, &["--write"]);
    let same = fs::read_to_string(folder.path().join("spec/shop.yaml")).expect("a file");
    assert_eq!(same, text);
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
fn a_file_with_another_layout_is_not_changed() {
    let flow = SHOP.replace(
        "    codes:\n      GONE: { summary: It is gone, status: 410 }   # the only one\n",
        "    codes: { GONE: { summary: It is gone, status: 410 } }\n",
    );
    let folder = folder(&flow);
    let run = learn(&folder, &["--write"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("no block of `codes` in domain `api`") && run.err.contains("paste"),
        "{}",
        run.err
    );
    let text = fs::read_to_string(folder.path().join("spec/shop.yaml")).expect("a file");
    assert_eq!(text, flow);
    let printed = learn(&folder, &[]);
    assert!(printed.out.contains("NO_MONEY:"), "{}", printed.out);
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
