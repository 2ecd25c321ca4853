//! `faultbook diff`: compares folders, files and git revisions.

mod edits;
mod git;
mod semver;

use std::fs;
use std::path::{Path, PathBuf};

use faultbook_codegen::standard;
use serde_json::Value;

use self::edits::EDITS;
use crate::{Run, copy_files, edit, empty_folder, expect, faultbook, repository};

/// The book that is edited.
fn book() -> PathBuf {
    repository().join("codegen/tests/changes/book")
}

/// A folder with the book as `old`, and with these edits as `new`.
fn edited(edits: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = empty_folder();
    for name in ["old", "new"] {
        copy_files(&book(), &folder.path().join(name));
    }
    for (file, from, to) in edits {
        edit(
            &folder.path().join("new").join(format!("{file}.yaml")),
            from,
            to,
        );
    }
    folder
}

fn diff(folder: &Path, options: &[&str]) -> Run {
    let arguments: Vec<&str> = ["diff", "old", "new"]
        .iter()
        .chain(options)
        .copied()
        .collect();
    faultbook(folder, &arguments, b"")
}

/// The JSON lines, of which the last is the summary.
fn json(run: &Run) -> Vec<Value> {
    let lines = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"));
    lines.collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().expect("a text")
}

/// Each change as `impact[kind]: message`.
fn reported(run: &Run) -> Vec<String> {
    let mut lines = json(run);
    assert_eq!(text(&lines.pop().expect("a sum"), "kind"), "summary");
    let line = |value: &Value| {
        let [impact, kind, message] = ["impact", "kind", "message"].map(|key| text(value, key));
        format!("{impact}[{kind}]: {message}")
    };
    lines.iter().map(line).collect()
}

/// The parameters of a message are the fields of a type.
#[test]
fn other_parameters_of_a_message_break_what_names_them() {
    let folder = edited(&[]);
    for (book, parameter) in [("old", "minutes:integer"), ("new", "time:word")] {
        let rule = format!("when: {{ message: \"busy for {{{parameter}}}\" }}, class: limited");
        let code = format!("      BUSY: {{ summary: The till is busy, rules: [{{ {rule} }}] }}\n");
        let file = folder.path().join(book).join("shop.yaml");
        edit(&file, "      SHUT:", &(code + "      SHUT:"));
    }
    let reported = reported(&diff(folder.path(), &["--format", "json"]));
    let message =
        "code `shop/BUSY`: `parameters of the message` was `minutes: number` and is `time: text`";
    assert_eq!(reported[0], format!("breaking[parameters]: {message}"));
}

#[test]
fn every_edit_has_the_expected_changes() {
    let mut mismatches = Vec::new();
    for it in EDITS {
        let folder = edited(it.edits);
        let run = diff(folder.path(), &["--format", "json"]);
        let changes = reported(&run);
        let breaks = it
            .reported
            .iter()
            .any(|reported| reported.starts_with("breaking"));
        if changes != it.reported || run.code != Some(i32::from(breaks)) {
            mismatches.push((it.reported, changes, run.code));
        }
    }
    assert!(mismatches.is_empty(), "{mismatches:#?}");
}

#[test]
fn a_book_does_not_differ_from_itself() {
    let folder = edited(&[]);
    let run = diff(folder.path(), &["--fail-on", "docs"]);
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (Some(0), "no changes\n", "")
    );
    let run = faultbook(&repository(), &["diff", "spec", "--fail-on", "docs"], b"");
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(0), "no changes\n"),
        "{}",
        run.err
    );
}

/// A breaking change, one of behaviour, and one of the docs.
const THREE: &[(&str, &str, &str)] = &[
    ("shop", "GONE: {", "GONE: { name: Lost, "),
    ("shop", "after: 2s", "after: 3s"),
    ("bank", "Keeps money", "Keeps your money"),
];

#[test]
fn changes_are_shown_with_the_lines_of_both_books() {
    let run = diff(edited(THREE).path(), &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    expect("diff.txt", &run.out);
    let run = diff(edited(THREE).path(), &["--details"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    expect("diff_details.txt", &run.out);
}

#[test]
fn changes_are_a_table_in_markdown() {
    let run = diff(edited(THREE).path(), &["--format", "markdown"]);
    expect("diff.md", &run.out);
    let run = diff(edited(&[]).path(), &["--format", "markdown"]);
    assert_eq!(run.out, "**Faultbook**: no changes\n");
}

#[test]
fn changes_are_results_in_sarif() {
    let run = diff(edited(THREE).path(), &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let found: Vec<String> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            format!(
                "{} {} {}:{}",
                text(result, "level"),
                text(result, "ruleId"),
                text(&place["artifactLocation"], "uri"),
                place["region"]["startLine"]
            )
        })
        .collect();
    let expected = [
        "error code_renamed new/shop.yaml:11",
        "warning retry new/shop.yaml:12",
        "note text new/bank.yaml:3",
    ];
    assert_eq!(found, expected);
    let fingerprint = |result: &Value| text(&result["partialFingerprints"], "faultbook/v1").len();
    assert!(results.iter().all(|result| fingerprint(result) == 16));
}

/// What is edited most is one line, with what matters to a reviewer.
#[test]
fn common_edits_are_one_line_each() {
    let bare = "      BARE: {";
    let cases = [
        (
            (
                "      BARE: {",
                "      FRESH: { summary: It is new, status: 409, class: refused }\n      BARE: {",
            ),
            "addition[code_added] (facts): code `shop/FRESH` is new",
        ),
        (
            (bare, "      DRY: {"),
            "breaking[code_respelled] (facts): code `shop/DRY` was `BARE`, and is no longer read as that; list the old string in \
             `aliases`, and it is still read, from responses and in Rust",
        ),
        (
            (bare, "      DRY: { aliases: BARE, name: Bare, "),
            "behaviour[code_respelled] (facts): code `shop/DRY` was `BARE`, which is an alias now",
        ),
        (
            ("The till is empty", "The till has nothing"),
            "docs[text] (facts): code `shop/BARE`: `summary` was “The till is empty” and is “The till has nothing”",
        ),
        (
            ("after: 2s", "after: 3s"),
            "behaviour[retry] (policy): code `shop/LATE`: `retry` was `after 2s` and is `after 3s`",
        ),
    ];
    for ((from, to), expected) in cases {
        let folder = edited(&[("shop", from, to)]);
        let run = diff(folder.path(), &["--fail-on", "never"]);
        let lines: Vec<&str> = run
            .out
            .lines()
            .filter(|line| !line.contains("docs[example]") && !line.contains("breaking[order]"))
            .collect();
        let [line, _summary] = *lines else {
            panic!("{from}: {}{}", run.out, run.err);
        };
        assert!(line.ends_with(expected), "{line}\n{expected}");
    }
}

#[test]
fn changes_as_json() {
    expect(
        "diff.jsonl",
        &diff(edited(THREE).path(), &["--format", "json"]).out,
    );
}

#[test]
fn changes_annotate_the_new_book() {
    let gone = ("shop", "      BARE: { summary: The till is empty }\n", "");
    let folder = edited(&[&[gone], THREE].concat());
    expect(
        "diff.github",
        &diff(folder.path(), &["--format", "github"]).out,
    );
}

#[test]
fn places_are_those_of_the_files() {
    let folder = edited(THREE);
    let run = diff(folder.path(), &["--format", "json"]);
    for line in json(&run)
        .iter()
        .filter(|line| text(line, "kind") == "retry")
    {
        for (side, value) in [("base", "2s"), ("revision", "3s")] {
            let place = &line[side];
            let file = fs::read_to_string(folder.path().join(text(place, "file"))).expect("a file");
            let byte = |key: &str| usize::try_from(place[key].as_u64().expect("a byte"));
            let range = byte("byte_start").expect("small")..byte("byte_end").expect("small");
            assert_eq!(file[range], format!("{{ after: {value} }}"));
            let row = usize::try_from(place["line"].as_u64().expect("a line")).expect("small");
            let line = file.lines().nth(row - 1).expect("so many lines");
            assert!(line.contains(value), "{line}");
        }
    }
}

#[test]
fn the_minimum_impact_is_an_option() {
    let table = [
        (&THREE[..1], ["1", "1", "1", "1", "0"]),
        (&THREE[1..2], ["0", "1", "1", "1", "0"]),
        (
            &[(
                "shop",
                "  client:",
                "  extra:\n    title: X\n    raised_by: client\n    codes: { X: { summary: X } }\n  client:",
            )],
            ["0", "0", "1", "1", "0"],
        ),
        (&THREE[2..], ["0", "0", "0", "1", "0"]),
    ];
    for (edits, codes) in table {
        let folder = edited(edits);
        let levels = ["breaking", "behaviour", "addition", "docs", "never"];
        for (level, code) in levels.iter().zip(codes) {
            let run = diff(folder.path(), &["--fail-on", level]);
            assert_eq!(
                run.code.map(|it| it.to_string()).as_deref(),
                Some(code),
                "{edits:?} {level}"
            );
        }
    }
}

#[test]
fn a_release_is_asked_for_by_the_worst_change() {
    let table = [
        (THREE, "minor", "major"),
        (&THREE[1..], "patch", "minor"),
        (&THREE[2..], "patch", "patch"),
        (&[], "none", "none"),
    ];
    for (edits, unstable, stable) in table {
        let lines = json(&diff(edited(edits).path(), &["--format", "json"]));
        let sum = lines.last().expect("a sum");
        assert_eq!(
            (text(sum, "bump_0_x"), text(sum, "bump")),
            (unstable, stable),
            "{edits:?}"
        );
    }
}

#[test]
fn waived_changes_do_not_count() {
    let folder = edited(THREE);
    let lines = json(&diff(folder.path(), &["--format", "json"]));
    let fingerprint = text(&lines[0], "fingerprint");
    let run = diff(folder.path(), &["--allow", fingerprint]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let sum = "1 behaviour, 1 docs; 1 waived: requires a patch release before 1.0.0";
    assert!(
        run.out.contains(sum) && !run.out.contains(fingerprint),
        "{}",
        run.out
    );
    let file = folder.path().join("waived");
    fs::write(
        &file,
        format!("# agreed upon\n\n{fingerprint} # Lost says it better\n"),
    )
    .expect("a file");
    let run = diff(folder.path(), &["--waive", "waived", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(json(&run)[0]["waived"], true);
}

#[test]
fn a_waiver_is_for_one_change_only() {
    let folder = edited(THREE);
    let lines = json(&diff(folder.path(), &["--format", "json"]));
    let fingerprint = text(&lines[0], "fingerprint").to_owned();
    edit(
        &folder.path().join("new/shop.yaml"),
        "name: Lost",
        "name: Missing",
    );
    let run = diff(folder.path(), &["--allow", &fingerprint]);
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.err,
        format!("warning: no change has the fingerprint {fingerprint}\n")
    );
}

#[test]
fn invalid_fingerprints_are_refused() {
    let folder = edited(&[]);
    fs::write(
        folder.path().join("waived"),
        "0123456789abcdef\nall of them\n",
    )
    .expect("a file");
    let table = [
        (
            ["--waive", "waived"],
            "error: waived:2: `all of them` is not a fingerprint",
        ),
        (["--waive", "missing"], "error: cannot read `missing`"),
        (
            ["--allow", "1234"],
            "error: `--allow`: `1234` is not a fingerprint",
        ),
    ];
    for (options, error) in table {
        let run = diff(folder.path(), &options);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
        assert!(run.err.starts_with(error), "{}", run.err);
    }
}

#[test]
fn errors_are_reported_for_both_books() {
    let folder = edited(&[("shop", "class: limited", "class: limitted")]);
    for (arguments, place) in [
        (["old", "new"], "new/shop.yaml:13:"),
        (["new", "old"], "new/shop.yaml:13:"),
    ] {
        let run = faultbook(folder.path(), &[&["diff"], &arguments[..]].concat(), b"");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
        assert!(
            run.err.contains("error[FB0010]: unknown class `limitted`"),
            "{}",
            run.err
        );
        assert!(
            run.err.contains(place) && run.err.contains("`new` has errors"),
            "{}",
            run.err
        );
    }
}

#[test]
fn no_name_steers_the_terminal() {
    let folder = edited(&[]);
    for (name, code) in [("old", r#""A\e[31m\u202eB""#), ("new", "AB")] {
        let folder = folder.path().join(name);
        edit(
            &folder.join("book.yaml"),
            "lints: {",
            "lints: { unseen_character: allow,",
        );
        let named = format!("{code}: {{ name: Lost, ");
        edit(&folder.join("shop.yaml"), "OVER: {", &named);
    }
    let run = diff(folder.path(), &[]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.out.contains("`A\u{fffd}[31m\u{fffd}B`"), "{}", run.out);
    assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{}", run.out);
}

/// Of many examples, only the changed one is reported, at its location in either book.
#[test]
fn a_changed_example_is_shown_at_its_location() {
    let folder = empty_folder();
    for name in ["old", "new"] {
        let run = faultbook(folder.path(), &["new", "shop", "--spec", name], b"");
        assert_eq!(run.code, Some(0), "{}", run.err);
    }
    let file = folder.path().join("new/shop.yaml");
    edit(
        &file,
        "expect: { class: network }",
        "expect: { known: true }",
    );
    let run = diff(folder.path(), &["--details"]);
    let title = "docs[example]: example 3 of vendor `shop`: `expect` was `class: network` and is `known: true`\n";
    assert!(run.out.starts_with(title), "{}", run.out);
    let text = fs::read_to_string(file).expect("a file");
    let line = text.lines().position(|line| line.contains("known: true"));
    let line = line.expect("what was edited") + 1;
    for name in ["old", "new"] {
        let place = format!(" {name}/shop.yaml:{line}:13\n");
        assert!(run.out.contains(&place), "{place}{}", run.out);
    }
}

#[test]
fn vendors_come_and_go_with_their_files() {
    let folder = edited(&[("bank", "vendor: bank", "vendor: alms")]);
    let file = |name: &str| folder.path().join("new").join(name);
    fs::rename(file("bank.yaml"), file("alms.yaml")).expect("a new name");
    let run = diff(folder.path(), &["--format", "json"]);
    let expected = [
        "breaking[vendor_gone]: vendor `bank` is gone",
        "addition[vendor_added]: vendor `alms` is new",
    ];
    assert_eq!(reported(&run), expected);
}

/// To extend the standard, or to go on without it, is no change as long as it says the same.
#[test]
fn moving_the_vocabulary_is_no_change() {
    let folder = empty_folder();
    for name in ["old", "new"] {
        copy_files(&repository().join("spec"), &folder.path().join(name));
    }
    let extending = fs::read_to_string(folder.path().join("old/book.yaml")).expect("a file");
    let (_, own) = extending.split_once("\nactions:\n").expect("own actions");
    let actions_end = "\nretries:";
    let whole = standard()
        .text
        .replacen(actions_end, &format!("{own}{actions_end}"), 1);
    // What the book says otherwise about a class.
    let (before, session_lost) = whole.split_once("session_lost:").expect("the class");
    let session_lost = session_lost.replacen("[reauthenticate]", "[prompt_relaunch]", 1);
    let whole = format!("{before}session_lost:{session_lost}");
    // The book has fewer languages than the standard.
    let others = ["fr", "es", "pt", "ko", "zh-Hans"].map(|tag| format!("      {tag}: "));
    let is_kept = |line: &&str| !others.iter().any(|other| line.starts_with(other.as_str()));
    let lines = whole.lines().filter(is_kept).map(|line| match line {
        line if line.starts_with("languages:") => "languages: [en, de, ja]",
        line => line,
    });
    let whole = lines.collect::<Vec<_>>().join("\n");
    fs::write(folder.path().join("old/book.yaml"), whole).expect("a file");
    for (old, new) in [("old", "new"), ("new", "old")] {
        let run = faultbook(folder.path(), &["diff", old, new], b"");
        assert_eq!((run.code, run.out.as_str()), (Some(0), "no changes\n"));
    }
}

/// An override is reported in the file of the book, and the old value in the standard.
#[test]
fn overriding_the_standard_is_a_change() {
    let folder = edited(&[]);
    for name in ["old", "new"] {
        let own = "extends: standard\nlanguages: [en, de]\nactions: { call: { summary: Call, actor: operator } }\n";
        fs::write(folder.path().join(name).join("book.yaml"), own).expect("a file");
        for vendor in ["bank", "shop"] {
            let path = folder.path().join(name).join(vendor.to_owned() + ".yaml");
            let title = format!("vendor: {vendor}\ntitle: It\nsummary: It\ndomains: {{}}\n");
            fs::write(path, title).expect("a file");
        }
    }
    edit(
        &folder.path().join("new/book.yaml"),
        "actions:",
        "classes: { expired: { user_message: Too old. } }\nactions:",
    );
    let run = diff(folder.path(), &["--format", "json"]);
    let expected = "behaviour[user_message]: class `expired`: `user_message` was “This has expired.” and is “Too old.”";
    assert_eq!(reported(&run), [expected]);
    let line = &json(&run)[0];
    assert_eq!(line["base"]["file"], "<faultbook>/standard.yaml");
    assert_eq!(line["revision"]["file"], "new/book.yaml");
}

#[test]
fn two_files_are_compared_with_their_vocabulary() {
    let folder = edited(THREE);
    let run = faultbook(
        folder.path(),
        &["diff", "old/shop.yaml", "new/shop.yaml", "--format", "json"],
        b"",
    );
    let kinds: Vec<String> = json(&run)
        .iter()
        .map(|line| text(line, "kind").to_owned())
        .collect();
    assert_eq!(kinds, ["code_renamed", "retry", "summary"], "{}", run.err);
}

#[test]
fn a_policy_that_many_codes_use_is_one_change() {
    let folder = empty_folder();
    for name in ["old", "new"] {
        copy_files(&repository().join("spec"), &folder.path().join(name));
    }
    for entry in fs::read_dir(folder.path()).expect("two books") {
        for file in fs::read_dir(entry.expect("a book").path()).expect("files") {
            // The examples would fail after the change.
            let path = file.expect("a file").path();
            if path.is_dir() {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text file");
            let rest = text.split("\nexamples:").next().expect("a beginning");
            fs::write(&path, rest.to_owned() + "\n").expect("a file");
        }
    }
    edit(
        &folder.path().join("new/book.yaml"),
        "\nactions:",
        "\nretries:\n  transient:\n    backoff: { base: 1s, factor: 2, max: 60s, jitter: 0.5 }\n    attempts: 6\n    \
         chosen: [base, factor, max, jitter, attempts]\nactions:",
    );
    let run = diff(folder.path(), &["--format", "json"]);
    assert_eq!(
        reported(&run),
        ["behaviour[retry]: retry `transient` decides a different `retry`"]
    );
    let line = &json(&run)[0];
    assert_eq!(text(line, "path"), "book: retries/transient");
    assert_eq!(line["base"]["file"], "<faultbook>/standard.yaml");
    assert_eq!(line["revision"]["file"], "new/book.yaml");
    let touched = line["details"].as_array().expect("details").iter();
    let touched: usize = touched
        .map(|it| it["touched"].as_array().expect("a list").len())
        .sum();
    assert!(touched > 50, "{touched}");
}
