//! `faultbook explain`.

use std::fs;

use faultbook_codegen::Explanation;
use serde_json::{Value, json};

use crate::{copy_of_book, edit, empty_folder, expect, faultbook, faultbook_with, repository};

/// Explains to the reviewed page of this name.
fn explains(snapshot: &str, arguments: &[&str]) {
    let arguments = [&["explain"], arguments].concat();
    let run = faultbook(&repository(), &arguments, b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let too_wide = run.out.lines().find(|line| line.chars().count() > 79);
    assert_eq!(too_wide, None, "a terminal has 80 columns");
    expect(snapshot, &run.out);
}

/// Asserts that the command fails with a message.
fn refuses(arguments: &[&str], sentence: &str) {
    let arguments = [&["explain"], arguments].concat();
    let run = faultbook(&repository(), &arguments, b"");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert_eq!(run.err, format!("error: {sentence}\n"));
}

#[test]
fn a_grace_period() {
    explains(
        "charge_exhausted.txt",
        &["playwave", "CHARGE_EXHAUSTED", "--operation", "heartbeat"],
    );
}

#[test]
fn a_rule_of_an_operation() {
    explains(
        "session_ended.txt",
        &["playwave", "SESSION_ENDED", "--operation", "heartbeat"],
    );
}

#[test]
fn operations_that_decide_otherwise() {
    explains("session_not_found.txt", &["playwave", "SESSION_NOT_FOUND"]);
}

#[test]
fn an_ignorable_outcome() {
    explains(
        "already_ended.txt",
        &["playwave", "ALREADY_ENDED", "--operation", "session_end"],
    );
}

#[test]
fn a_code_that_the_client_raises() {
    explains("network_error.txt", &["playwave", "NETWORK_ERROR"]);
}

#[test]
fn a_status_as_a_code() {
    explains("420.txt", &["gameye", "420"]);
}

#[test]
fn a_code_with_several_meanings() {
    explains("no_credits.txt", &["licensing", "no_credits"]);
}

#[test]
fn one_meaning_of_several() {
    explains(
        "no_credits_validate.txt",
        &["licensing", "no_credits", "--operation", "validate"],
    );
    explains(
        "no_credits_402.txt",
        &["licensing", "no_credits", "--status", "402"],
    );
}

#[test]
fn a_decision_that_depends_on_the_message() {
    let code = [
        "rgs",
        "ERROR_CODE_PARAM_OUT_OF_RANGE",
        "--operation",
        "play",
        "--status",
        "422",
    ];
    explains("param_out_of_range.txt", &code);
}

#[test]
fn published_limits() {
    explains("rate_limited.txt", &["licensing", "rate_limited"]);
}

#[test]
fn the_book_in_the_binary_explains_too() {
    let folder = empty_folder();
    let arguments = ["explain", "gameye", "420", "--builtin"];
    let here = faultbook(folder.path(), &arguments, b"");
    let there = faultbook(&repository(), &arguments[..3], b"");
    assert_eq!((here.code, here.out), (Some(0), there.out));
}

/// Nobody who has no book is answered from that of somebody else.
#[test]
fn without_a_book_the_command_says_how_to_go_on() {
    let folder = empty_folder();
    for arguments in [
        &["explain", "gameye", "420"][..],
        &["explain"],
        &["list"],
        &["stats"],
        &["export"],
        &["classify"],
        &["docs"],
        &["coverage", "--source", "-"],
    ] {
        let run = faultbook(folder.path(), arguments, b"");
        assert_eq!((run.code, &*run.out), (Some(2), ""), "{arguments:?}");
        for part in [
            "error: there is no book in `spec`",
            "`--spec DIR`",
            "`faultbook new VENDOR`",
            "`--builtin`",
        ] {
            assert!(run.err.contains(part), "{arguments:?}: {}", run.err);
        }
    }
    let run = faultbook(folder.path(), &["explain", "FB0010"], b"");
    assert_eq!(run.code, Some(0), "{}", run.err);
}

/// Options are honored or refused.
#[test]
fn options_that_do_not_apply_are_refused() {
    let all = "apply to a code, a status or a response";
    for (arguments, sentence) in [
        (&["--operation", "heartbeat"][..], all),
        (&["--status", "404"], all),
        (&["playwave", "--operation", "heartbeat"], all),
        (&["playwave", "--status", "404"], all),
        (
            &["playwave", "410", "--status", "404"],
            "the status is either 410 or 404; omit `--status`",
        ),
        (
            &["410", "--status", "404"],
            "the status is either 410 or 404; omit `--status`",
        ),
        (
            &["404", "--operation", "heartbeat"],
            "name the vendor of the operation",
        ),
        (
            &["playwave", "410", "--operation", "hartbeat"],
            "unknown operation `hartbeat` of playwave",
        ),
        (
            &["--list", "--operation", "heartbeat"],
            "cannot be used with",
        ),
        (&["--list", "--status", "404"], "cannot be used with"),
        (&["FB0010", "--status", "404"], "do not apply to errors"),
    ] {
        let arguments = [&["explain"], arguments].concat();
        let run = faultbook(&repository(), &arguments, b"");
        assert_eq!((run.code, &*run.out), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains(sentence), "{arguments:?}: {}", run.err);
    }
}

/// Of the codes that come with a status, an operation receives only those of its domains.
#[test]
fn a_status_under_an_operation() {
    for (operation, count) in [
        ("request", "one"),
        ("developer_api", "one"),
        ("heartbeat", "no"),
    ] {
        let arguments = ["explain", "licensing", "402", "--operation", operation];
        let run = faultbook(&repository(), &arguments, b"");
        let first = format!("licensing 402: {count} code comes with this status\n");
        assert_eq!((run.code, &*run.err), (Some(0), ""));
        assert!(run.out.starts_with(&first), "{operation}: {}", run.out);
    }
}

#[test]
fn a_response_of_a_vendor_can_be_piped() {
    let response = b"HTTP/1.1 200 OK\r\n\r\n{\"success\":true,\"result\":\"SESSION_REPLACED\"}";
    let arguments = ["explain", "playwave", "--operation", "heartbeat"];
    let run = faultbook(&repository(), &arguments, response);
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    assert!(
        run.out.starts_with("playwave SESSION_REPLACED: "),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("What to do about it under `heartbeat`:"),
        "{}",
        run.out
    );
    // A code has no need of a response.
    let run = faultbook(&repository(), &["explain", "playwave", "OK"], b"not read");
    assert!(run.out.starts_with("playwave OK: "), "{}", run.out);
}

#[test]
fn a_code_may_be_a_negative_number() {
    let folder = copy_of_book();
    let spec = "vendor: node\ntitle: N\nsummary: N\nsource: n\ndomains:\n  rpc:\n    title: R\n    envelope: { code: /error/code }\n    codes: { \"-32005\": { name: Limit, summary: Too many, class: rate_limited } }\n";
    fs::write(folder.path().join("spec/node.yaml"), spec).expect("room");
    for arguments in [&["explain", "node", "-32005"][..], &["explain", "-32005"]] {
        let run = faultbook(folder.path(), arguments, b"");
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{arguments:?}");
        assert!(run.out.starts_with("node -32005: Too many"), "{}", run.out);
    }
}

/// What follows the last retry has a row of its own.
#[test]
fn what_is_done_at_last_is_printed_once() {
    let raised = [
        "explain",
        "playwave",
        "NETWORK_ERROR",
        "--format",
        "markdown",
    ];
    let response = [
        "explain",
        "gameye",
        "--response",
        "HTTP/1.1 420\n\n{}",
        "--format",
        "markdown",
    ];
    for arguments in [&raised[..], &response] {
        let run = faultbook(&repository(), arguments, b"");
        assert!(run.out.contains("if exhausted"), "{}", run.out);
        assert!(!run.out.contains("; then "), "{}", run.out);
    }
}

/// A book with an example that fails still has its other answers.
#[test]
fn a_failing_example_is_a_warning_for_who_asks() {
    let folder = copy_of_book();
    let spec = folder.path().join("spec/gameye.yaml");
    edit(
        &spec,
        "name: an internal error",
        "name: an internal error\n    # fails",
    );
    edit(&spec, "      status: 500\n", "      status: 409\n");
    let line = br#"{"vendor":"rgs","status":404}"#;
    for arguments in [
        &["explain", "rgs", "404"][..],
        &["list"],
        &["stats"],
        &["export"],
        &["classify"],
    ] {
        let run = faultbook(folder.path(), arguments, line);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
        assert!(!run.out.is_empty(), "{arguments:?}");
        assert!(
            run.err.starts_with("warning[FB0042]: "),
            "{arguments:?}: {}",
            run.err
        );
        assert!(run.err.contains("--> spec/gameye.yaml:"), "{}", run.err);
        let run = faultbook(folder.path(), &[arguments, &["-q"]].concat(), line);
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{arguments:?}");
    }
    for arguments in [&["check"][..], &["generate"]] {
        let run = faultbook(folder.path(), arguments, b"");
        assert_eq!(run.code, Some(1), "{arguments:?}");
        assert!(run.err.starts_with("error[FB0042]: "), "{}", run.err);
    }
}

#[test]
fn names_that_do_not_exist() {
    refuses(
        &["playwav", "OK"],
        "unknown vendor `playwav`; did you mean `playwave`?",
    );
    refuses(
        &["rgs", "PARAM_OUT_OF_RANGE"],
        "unknown code `PARAM_OUT_OF_RANGE` of rgs; did you mean `ERROR_CODE_PARAM_OUT_OF_RANGE`?",
    );
    refuses(
        &["playwave", "no_credits"],
        "playwave has no code `no_credits`, but licensing does",
    );
    refuses(
        &["playwave", "OK", "--operation", "hartbeat"],
        "unknown operation `hartbeat` of playwave; did you mean `heartbeat`?",
    );
}

#[test]
fn every_id_in_any_case() {
    for Explanation { id, text, .. } in faultbook_codegen::explanations() {
        for written in [id.to_owned(), id.to_lowercase()] {
            let run = faultbook(&repository(), &["explain", &written], b"");
            assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{written}");
            assert_eq!(run.out.trim_end(), text.trim_end());
        }
    }
}

#[test]
fn a_lint_by_its_name() {
    for name in faultbook_codegen::lints() {
        let run = faultbook(&repository(), &["explain", name], b"");
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{name}");
        let words: Vec<&str> = run.out.split_whitespace().collect();
        let called = format!("The lint is called `{name}`");
        assert!(words.join(" ").contains(&called), "{name}");
    }
    refuses(
        &["no_exampel"],
        "unknown lint `no_exampel`; did you mean `no_example`?",
    );
}

#[test]
fn control_characters_are_not_printed() {
    let folder = copy_of_book();
    let spec = folder.path().join("spec");
    let book = fs::read_to_string(spec.join("book.yaml")).expect("a file");
    let lints = "lints: { unseen_character: allow }\n";
    fs::write(spec.join("book.yaml"), book + lints).expect("a file");
    let vendor = r#"
vendor: acme
title: Acme
summary: A vendor
class: unknown
domains:
  client:
    raised_by: client
    codes:
      X_Y: { summary: "\e[31m \u202e", description: "\u0007", aliases: "A\e" }
      "X\eZ": { summary: Another }
"#;
    fs::write(spec.join("acme.yaml"), vendor).expect("a file");
    for code in ["X_Y", "XZ"] {
        let run = faultbook(folder.path(), &["explain", "acme", code], b"");
        let printed = run.out + &run.err;
        assert!(printed.contains(['\u{fffd}', '⟨']), "{printed}");
        assert!(
            !printed.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{printed}"
        );
    }
}

#[test]
fn ids_need_no_book() {
    let folder = copy_of_book();
    fs::write(folder.path().join("spec/book.yaml"), "classes: [").expect("a file");
    let run = faultbook(folder.path(), &["explain", "FB0001"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn all_ids_are_listed() {
    let run = faultbook(&repository(), &["explain", "--list"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let headings = run.out.lines().map(|line| line.replacen("  ", ": ", 1));
    let expected = faultbook_codegen::explanations()
        .map(|explanation| explanation.text.lines().next().unwrap_or_default());
    assert!(headings.map(|heading| format!("# {heading}")).eq(expected));
}

#[test]
fn ids_that_do_not_exist() {
    refuses(
        &["FB0049"],
        "unknown id `FB0049`; did you mean `FB0009`, `FB0019` or `FB0029`? \
         `faultbook explain --list` lists all",
    );
}

#[test]
fn names_that_are_neither_codes_nor_ids() {
    for name in ["FB", "fbé", "é", "-", "\u{1b}[31m"] {
        let run = faultbook(&repository(), &["explain", "--", name], b"");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{name}");
        assert!(
            run.err.starts_with("error: unknown vendor or code"),
            "{}",
            run.err
        );
        assert!(!run.err.contains('\u{1b}'), "{}", run.err);
    }
    refuses(
        &["sesion_ended"],
        "unknown vendor or code `sesion_ended`; did you mean `SESSION_ENDED`? \
         `faultbook explain VENDOR` lists the codes of a vendor",
    );
}

#[test]
fn a_code_without_its_vendor() {
    let named = faultbook(
        &repository(),
        &["explain", "playwave", "SESSION_ENDED"],
        b"",
    );
    for written in ["SESSION_ENDED", "session_ended", "SessionEnded"] {
        let found = faultbook(&repository(), &["explain", written], b"");
        assert_eq!((found.code, &found.out), (Some(0), &named.out), "{written}");
    }
    let run = faultbook(&repository(), &["explain", "RATE_LIMITED"], b"");
    assert!(
        run.out
            .starts_with("RATE_LIMITED means something else in each of")
    );
    for vendor in ["playwave", "playtest"] {
        let title = format!("\n{vendor} RATE_LIMITED: ");
        assert!(run.out.contains(&title), "{}", run.out);
    }
    let run = faultbook(
        &repository(),
        &["explain", "RATE_LIMITED", "--operation", "heartbeat"],
        b"",
    );
    assert!(
        run.out.starts_with("playwave RATE_LIMITED: "),
        "who has it: {}",
        run.out
    );
}

#[test]
fn a_vendor_without_a_code() {
    explains("playwave.txt", &["playwave"]);
    let run = faultbook(&repository(), &["explain", "PlayWave"], b"");
    assert!(run.out.starts_with("playwave: "), "{}", run.out);
}

#[test]
fn nothing_at_all() {
    explains("vendors.txt", &[]);
}

#[test]
fn a_status_of_a_vendor() {
    explains("playwave_410.txt", &["playwave", "410"]);
    explains("playwave_503.txt", &["playwave", "503"]);
}

#[test]
fn a_status_of_any_vendor() {
    let run = faultbook(&repository(), &["explain", "429"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    for code in ["RATE_LIMITED", "rate_limited"] {
        assert!(run.out.contains(&format!("  {code} ")), "{}", run.out);
    }
    let one = faultbook(&repository(), &["explain", "420"], b"");
    let named = faultbook(&repository(), &["explain", "gameye", "420"], b"");
    assert_eq!(one.out, named.out);
    refuses(
        &["418"],
        "no vendor has a code for status 418; `faultbook explain VENDOR 418` explains the status alone",
    );
}

/// The values of a field in all JSON lines.
fn values(arguments: &[&str], field: &str) -> Vec<Value> {
    let arguments = [&["explain", "--format", "json"], arguments].concat();
    let run = faultbook(&repository(), &arguments, b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let line = |line: &str| -> Value { serde_json::from_str(line).expect("JSON") };
    run.out
        .lines()
        .map(|text| line(text)[field].clone())
        .collect()
}

#[test]
fn a_program_gets_json_lines() {
    let no_credits = ["licensing", "no_credits"];
    assert_eq!(
        values(&no_credits, "domain"),
        ["developer_api", "validate", "heartbeat"]
    );
    let decisions = values(&["playwave", "410"], "actions");
    assert_eq!(decisions.last(), Some(&json!(["fix_request"])));
    let heartbeat = ["SESSION_ENDED", "--operation", "heartbeat"];
    assert_eq!(
        values(&heartbeat, "decisions")[0][0]["actions"],
        json!(["stop_heartbeat", "kick_player"])
    );
    assert!(values(&["playwave"], "code").contains(&json!("SESSION_ENDED")));
    assert!(values(&[], "vendor").contains(&json!("gameye")));
    assert_eq!(values(&["FB0010"], "id"), ["FB0010"]);
    assert!(values(&["--list"], "title").contains(&json!("unknown name")));
    let conditions = [
        "rgs",
        "ERROR_CODE_PARAM_OUT_OF_RANGE",
        "--operation",
        "play",
    ];
    let decisions = values(&conditions, "decisions");
    let decisions = decisions[0].as_array().expect("a list");
    let when: Vec<bool> = decisions
        .iter()
        .map(|own| own["when"].is_string())
        .collect();
    assert!(
        when.len() > 1 && when.iter().rev().skip(1).all(|there| *there) && !when[when.len() - 1]
    );
}

#[test]
fn a_ticket_gets_markdown() {
    let arguments = ["explain", "gameye", "420", "--format", "markdown"];
    let run = faultbook(&repository(), &arguments, b"");
    expect("420.md", &run.out);
    let coloured = faultbook_with(&[("CLICOLOR_FORCE", "1")], &repository(), &arguments, b"");
    assert_eq!(run.out, coloured.out);
}

#[test]
fn a_terminal_of_any_width() {
    for (columns, width) in [("60", 59), ("120", 119), ("9999", 119), ("x", 79)] {
        for code in ["CHARGE_EXHAUSTED", "410"] {
            let arguments = ["explain", "playwave", code];
            let run = faultbook_with(&[("COLUMNS", columns)], &repository(), &arguments, b"");
            let widest = run.out.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(width), "{columns}: {}", run.out);
        }
    }
    let narrow = ["explain", "playwave", "SESSION_REPLACED"];
    let run = faultbook_with(&[("COLUMNS", "60")], &repository(), &narrow, b"");
    expect("narrow.txt", &run.out);
}

#[test]
fn colours_do_not_change_the_text() {
    colours_do_not_change_the_text_at("79");
    // Too narrow for a column of notes.
    colours_do_not_change_the_text_at("60");
}

fn colours_do_not_change_the_text_at(columns: &str) {
    let arguments = ["explain", "playwave", "SESSION_REPLACED"];
    let plain = faultbook_with(&[("COLUMNS", columns)], &repository(), &arguments, b"");
    let forced = [("COLUMNS", columns), ("CLICOLOR_FORCE", "1")];
    let coloured = faultbook_with(&forced, &repository(), &arguments, b"");
    assert!(!plain.out.contains('\u{1b}'));
    assert!(
        coloured.out.contains("\u{1b}[31mend_session"),
        "{}",
        coloured.out
    );
    let stripped = anstream::adapter::strip_str(&coloured.out).to_string();
    let lines = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    };
    assert_eq!(lines(&stripped), lines(&plain.out));
}

#[test]
fn impossible_combinations() {
    refuses(
        &["playwave", "OTT_EXPIRED", "--operation", "heartbeat"],
        "operation `heartbeat` never receives this code, which is in `verify`; \
         omit `--operation`, or name another one",
    );
    refuses(
        &["playwave", "OTT_EXPIRED", "--status", "404"],
        "this code of `verify` never comes with status 404; omit `--status`",
    );
    refuses(
        &["gameye", "420", "--status", "421"],
        "this code of `status` never comes with status 421; omit `--status`",
    );
    refuses(
        &["playwave", "NETWORK_ERROR", "--status", "500"],
        "this code of `client` never comes with status 500; omit `--status`",
    );
}
