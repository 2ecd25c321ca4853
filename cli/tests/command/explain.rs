//! `faultbook explain`.

use std::fs;

use faultbook_codegen::Explanation;

use crate::{copy_of_book, empty_folder, expect, faultbook, repository};

/// Explains to the reviewed page of this name.
fn explains(snapshot: &str, arguments: &[&str]) {
    let arguments = [&["explain"], arguments].concat();
    let run = faultbook(&repository(), &arguments, b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let too_wide = run.out.lines().find(|line| line.chars().count() > 79);
    assert_eq!(too_wide, None, "a terminal has 80 columns");
    expect(snapshot, &run.out);
}

/// Explains nothing, but how to ask.
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
fn an_outcome_that_is_no_failure() {
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
    let here = faultbook(folder.path(), &["explain", "gameye", "420"], b"");
    let there = faultbook(&repository(), &["explain", "gameye", "420"], b"");
    assert_eq!((here.code, here.out), (Some(0), there.out));
}

#[test]
fn names_that_do_not_exist() {
    refuses(
        &["playwav", "OK"],
        "unknown vendor `playwav`; did you mean `playwave`?",
    );
    refuses(
        &["rgs", "PARAM_OUT_OF_RANGE"],
        "unknown code of rgs, `PARAM_OUT_OF_RANGE`; did you mean `ERROR_CODE_PARAM_OUT_OF_RANGE`?",
    );
    refuses(
        &["playwave", "no_credits"],
        "playwave has no code `no_credits`, but licensing has",
    );
    refuses(
        &["playwave", "OK", "--operation", "hartbeat"],
        "unknown operation of playwave, `hartbeat`; did you mean `heartbeat`?",
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
fn what_steers_a_terminal_is_not_printed() {
    let folder = copy_of_book();
    let spec = folder.path().join("spec");
    let book = fs::read_to_string(spec.join("book.yaml")).expect("a file");
    let book = book.replace("lints: {}", "lints: { unseen_character: allow }");
    fs::write(spec.join("book.yaml"), book).expect("a file");
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
        assert!(printed.contains('\u{fffd}'), "{printed}");
        assert!(
            !printed.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{printed}"
        );
    }
}

#[test]
fn an_id_needs_no_book() {
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
        &["FB0019"],
        "unknown id `FB0019`; did you mean `FB0010`, `FB0011` or `FB0012`? \
         `faultbook explain --list` tells them all",
    );
    for name in ["playwave", "FB", "fbé", "é"] {
        refuses(
            &[name],
            &format!(
                "`{name}` is no id like `FB0010`; to explain a vendor's code, name the code too"
            ),
        );
    }
}

#[test]
fn what_cannot_happen() {
    refuses(
        &["playwave", "OTT_EXPIRED", "--operation", "heartbeat"],
        "operation `heartbeat` never meets this code, which stands in `verify`; \
         leave `--operation` out, or name another",
    );
    refuses(
        &["playwave", "OTT_EXPIRED", "--status", "404"],
        "in `verify`, this code never comes with status 404; leave `--status` out",
    );
    refuses(
        &["gameye", "420", "--status", "421"],
        "in `status`, this code never comes with status 421; leave `--status` out",
    );
    refuses(
        &["playwave", "NETWORK_ERROR", "--status", "500"],
        "in `client`, this code never comes with status 500; leave `--status` out",
    );
}
