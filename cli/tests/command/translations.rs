//! Texts for translators, and their work in the book.

use std::fs;

use crate::{Run, copy_of_book, edit, faultbook};

/// What a run printed, if it went well.
#[track_caller]
fn out(run: Run) -> String {
    assert_eq!(run.code, Some(0), "{}", run.err);
    run.out
}

#[test]
fn what_is_exported_changes_nothing_when_it_is_imported() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/texts/de.yaml");
    let before = fs::read_to_string(&file).expect("the file of German");
    for (format, name) in [("po", "de.po"), ("xliff", "de.xlf")] {
        let export = [
            "export",
            "--format",
            format,
            "--language",
            "de",
            "--out",
            name,
        ];
        out(faultbook(folder.path(), &export, b""));
        let printed = out(faultbook(folder.path(), &["import", name], b""));
        assert!(printed.ends_with("de.yaml: 0 texts changed\n"), "{printed}");
        assert_eq!(
            fs::read_to_string(&file).expect("it is still there"),
            before
        );
    }
}

#[test]
fn what_translators_change_is_changed_in_the_book() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/texts/ja.yaml");
    for (format, name, new) in [
        ("po", "ja.po", "〈新しい〉 \\\"{{x}}\\\""),
        ("xliff", "ja.xlf", "〈別の〉 {{x}} &lt;&amp;"),
    ] {
        let export = [
            "export",
            "--format",
            format,
            "--language",
            "ja",
            "--out",
            name,
        ];
        out(faultbook(folder.path(), &export, b""));
        let old = fs::read_to_string(folder.path().join(name)).expect("the export");
        let old = old
            .lines()
            .find(|line| line.contains("このラウンドはすでに"))
            .or_else(|| old.lines().find(|line| line.contains("〈新しい〉")));
        let old = old.expect("a translation").to_owned();
        let new = match format {
            "po" => format!("msgstr \"{new}\""),
            _ => format!("<target>{new}</target>"),
        };
        edit(&folder.path().join(name), &old, &new);
        let printed = out(faultbook(folder.path(), &["import", name], b""));
        assert!(printed.ends_with("ja.yaml: 1 text changed\n"), "{printed}");
        out(faultbook(folder.path(), &["check"], b""));
    }
    let text = fs::read_to_string(&file).expect("the file of Japanese");
    assert!(
        text.starts_with("# yaml-language-server"),
        "the comments stay: {text}"
    );
    assert!(
        text.contains("This round is already over.: \"〈別の〉 {{x}} <&\""),
        "{text}"
    );
    assert!(
        text.contains("まもなくラウンドが始まります。"),
        "the others stay: {text}"
    );
}

#[test]
fn what_does_not_fit_the_book_is_refused_and_nothing_is_written() {
    let folder = copy_of_book();
    let file = folder.path().join("spec/texts/de.yaml");
    let before = fs::read_to_string(&file).expect("the file of German");
    let table = [
        (
            "de.po",
            "msgid \"Max bet exceeded. The highest bet is {max_bet}. In an open round, cash out to continue.\"\nmsgstr \"Zu viel.\"\n",
            "the original inserts `{max_bet}`",
            1,
        ),
        (
            "de.po",
            "msgid \"It is gone.\"\nmsgstr \"Weg.\"\n",
            "the book has no text “It is gone.”",
            1,
        ),
        (
            "de.po",
            "msgid \"x\nmsgstr \"Weg.\"\n",
            "line 1: a text ends with a quotation mark",
            2,
        ),
        (
            "fr.po",
            "msgid \"This has expired.\"\nmsgstr \"Fini.\"\n",
            "`fr` is not a language of the book",
            2,
        ),
        ("de.xlf", "<xliff", "this is not XLIFF", 2),
    ];
    for (name, text, expected, code) in table {
        fs::write(folder.path().join(name), text).expect("room");
        let language = &name[..2];
        let run = faultbook(
            folder.path(),
            &["import", name, "--language", language],
            b"",
        );
        assert_eq!(run.code, Some(code), "{name}: {}", run.err);
        assert!(run.err.contains(expected), "{name}: {}", run.err);
        assert_eq!(
            fs::read_to_string(&file).expect("it is still there"),
            before
        );
    }
}

#[test]
fn pseudo_translations_are_a_language_like_any_other() {
    let folder = copy_of_book();
    edit(
        &folder.path().join("spec/book.yaml"),
        "[en, de, ja]",
        "[en, de, ja, en-XA]",
    );
    let export = [
        "export",
        "--format",
        "po",
        "--language",
        "en-XA",
        "--pseudo",
        "--out",
        "x.po",
    ];
    out(faultbook(folder.path(), &export, b""));
    out(faultbook(folder.path(), &["import", "x.po"], b""));
    assert!(
        out(faultbook(folder.path(), &["stats"], b""))
            .contains("100% of the texts for end users are in `en-XA`")
    );
    let check = faultbook(folder.path(), &["check"], b"");
    assert!(!check.err.contains("untranslated"), "{}", check.err);
}

#[test]
fn explain_shows_all_languages() {
    let folder = copy_of_book();
    let explained = out(faultbook(
        folder.path(),
        &["explain", "rgs", "ERROR_CODE_ROUND_VOIDED"],
        b"",
    ));
    for text in [
        "This round was cancelled.",
        "de: “Diese Runde wurde abgebrochen.”",
        "ja: “このラウンドは取り消されました。”",
    ] {
        assert!(explained.contains(text), "{explained}");
    }
}
