//! `faultbook list` and `faultbook stats`.

use serde_json::Value;

use crate::{copy_of_book, edit, faultbook, repository};

/// The rows of a list, each with its columns.
fn rows(arguments: &[&str]) -> Vec<Vec<String>> {
    let run = faultbook(&repository(), &[&["list"], arguments].concat(), b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{arguments:?}");
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
    run.out.lines().map(cells).collect()
}

fn json(arguments: &[&str]) -> Vec<Value> {
    let run = faultbook(
        &repository(),
        &[&["list", "--format", "json"], arguments].concat(),
        b"",
    );
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{arguments:?}");
    let lines = run.out.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

type Holds<'h> = &'h dyn Fn(&Value) -> bool;

/// How many codes the whole book has, as `check` counts them.
fn all_codes() -> usize {
    let run = faultbook(&repository(), &["check", "spec"], b"");
    let count = run
        .out
        .split(", ")
        .nth(1)
        .and_then(|text| text.strip_suffix(" codes"));
    count
        .and_then(|count| count.parse().ok())
        .expect("a number of codes")
}

#[test]
fn a_line_for_each_thing() {
    for (what, columns) in [
        ("codes", 9),
        ("vendors", 7),
        ("domains", 5),
        ("operations", 6),
        ("classes", 5),
        ("actions", 3),
    ] {
        let rows = rows(&[what]);
        assert!(!rows.is_empty(), "{what}");
        let is_whole =
            |row: &Vec<String>| row.len() == columns && row.iter().all(|cell| !cell.is_empty());
        assert!(rows.iter().all(is_whole), "{what}: {rows:?}");
        assert_eq!(rows.len(), json(&[what]).len());
    }
    assert_eq!(rows(&[]).len(), all_codes());
    assert_eq!(rows(&["vendors", "--vendor", "rgs"]).len(), 1);
}

#[test]
fn codes_are_listed_with_their_decision() {
    let rows = rows(&["--vendor", "gameye", "--status", "420"]);
    let summary =
        "No capacity is available in the requested region, or all nodes are currently locked";
    let expected = [
        "gameye",
        "status",
        "420",
        "420",
        "request",
        "capacity_unavailable",
        "after",
        "-",
        summary,
    ];
    assert_eq!(rows, [expected]);
}

/// Each filter lets through exactly what it names, seen from the JSON of all codes under the operation that matched.
#[test]
fn filters_choose_and_add_up() {
    let retries = ["after", "backoff", "on_next"];
    let has = |row: &Value, action: &str| {
        row["actions"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|own| own == action)
    };
    let cases: [(&[&str], Holds<'_>); 6] = [
        (&["--vendor", "playwave"], &|row| {
            row["vendor"] == "playwave"
        }),
        (&["--class", "conflict"], &|row| row["class"] == "conflict"),
        (&["--action", "kick_player"], &|row| has(row, "kick_player")),
        (&["--status", "4xx"], &|row| {
            let statuses = row["status"].as_array().expect("a list");
            statuses.is_empty()
                || statuses
                    .iter()
                    .any(|status| status.as_u64().is_some_and(|status| status / 100 == 4))
        }),
        (&["--retryable"], &|row| {
            retries.iter().any(|kind| row["retry"] == *kind)
        }),
        (&["--vendor", "rgs", "--retryable"], &|row| {
            row["vendor"] == "rgs" && row["retry"] != "never"
        }),
    ];
    for (arguments, holds) in cases {
        let found = json(arguments);
        assert!(
            !found.is_empty() && found.len() < all_codes(),
            "{arguments:?}"
        );
        assert!(found.iter().all(holds), "{arguments:?}: {found:?}");
    }
    // No code that an unfiltered list shows as such is left out.
    let conflicts = json(&[])
        .iter()
        .filter(|row| row["class"] == "conflict")
        .count();
    assert!(conflicts > 0 && json(&["--class", "conflict"]).len() >= conflicts);
}

#[test]
fn unknown_names_have_suggestions() {
    for (arguments, reported) in [
        (
            ["--vendor", "playwav"],
            "unknown vendor `playwav`; did you mean `playwave`?",
        ),
        (
            ["--class", "konflict"],
            "unknown class `konflict`; did you mean `conflict`?",
        ),
        (
            ["--action", "kick_playr"],
            "unknown action `kick_playr`; did you mean `kick_player`?",
        ),
        (
            ["--status", "9xx"],
            "a status is a number such as 404, or 1xx to 5xx",
        ),
        (["classes", "--retryable"], "apply to codes only"),
        (
            ["classes", "--vendor=rgs"],
            "`--vendor` does not apply to classes and actions",
        ),
        (
            ["actions", "--vendor=rgs"],
            "`--vendor` does not apply to classes and actions",
        ),
    ] {
        let run = faultbook(&repository(), &[&["list"][..], &arguments].concat(), b"");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains(reported), "{}", run.err);
    }
}

fn stats(folder: &std::path::Path) -> Value {
    let run = faultbook(folder, &["stats", "--format", "json"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    serde_json::from_str(&run.out).expect("JSON")
}

/// The numbers are those that `list` shows.
#[test]
fn counts_equal_the_listings() {
    let stats = stats(&repository());
    assert_eq!(stats["codes"], all_codes());
    for (key, option) in [("classes", "--class"), ("actions", "--action")] {
        // Those that the book has first, and last.
        let all = stats[key].as_array().expect("a list");
        for used in all.iter().take(3).chain(all.last()) {
            let name = used["name"].as_str().expect("a name");
            assert_eq!(
                used["codes"],
                rows(&[option, name]).len(),
                "{option} {name}"
            );
        }
    }
}

#[test]
fn stats_list_what_is_missing() {
    let folder = copy_of_book();
    let book = folder.path().join("spec/book.yaml");
    edit(
        &book,
        "\nactions:",
        "\nactions:\n  do_nothing: { summary: Do nothing at all, actor: program }",
    );
    let code = "      LONELY:\n        summary: Nobody meets it\n        class: conflict\n        expose: never\n      BAD_REQUEST:";
    edit(
        &folder.path().join("spec/playwave.yaml"),
        "      BAD_REQUEST:",
        code,
    );
    let missing = stats(folder.path());
    let lonely = serde_json::json!([{ "vendor": "playwave", "domain": "api", "code": "LONELY" }]);
    assert_eq!(missing["without_example"], lonely);
    let run = faultbook(folder.path(), &["stats"], b"");
    let (unused, rest) = run
        .out
        .split_once("unused actions:\n")
        .expect("unused actions")
        .1
        .split_once("\n\n")
        .expect("more");
    assert_eq!(unused.trim(), "do_nothing");
    assert!(
        rest.starts_with("codes without an example:\n  playwave api LONELY\n"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains(" 98% of the codes have an example\n"),
        "{}",
        run.out
    );
    assert!(run.out.contains("  playwave heartbeat OK\n"), "{}", run.out);
    assert!(
        run.out.contains("conflict ") && run.out.contains('█'),
        "{}",
        run.out
    );
}
