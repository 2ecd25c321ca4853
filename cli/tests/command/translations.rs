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

const COUNTED: &str = r#"vendor: shop
title: Shop
summary: Orders
envelope: { code: /code, message: /message }
domains:
  api:
    codes:
      SOME:
        summary: Some are missing
        class: invalid_request
        rules:
          - when: { message: "{count:integer} of {all:integer} missing" }
            user_message: { number: count, one: "One of {all} is missing.", other: "{count} of {all} are missing." }
"#;

#[test]
fn plural_forms_are_those_of_each_language() {
    for (format, name, forms) in [
        (
            "po",
            "pl.po",
            [
                "msgstr[0] \"\"",
                "msgstr[1] \"\"",
                "msgstr[2] \"\"",
                "msgstr[3] \"\"",
            ],
        ),
        ("xliff", "pl.xlf", ["needs-translation\"></target>"; 4]),
    ] {
        let folder = copy_of_book();
        let spec = folder.path().join("spec");
        fs::remove_dir_all(&spec).expect("a copy");
        fs::create_dir(&spec).expect("room");
        let book = "extends: standard\nlanguages: [en, pl]\nlints: { untranslated: allow }\n";
        fs::write(spec.join("book.yaml"), book).expect("room");
        fs::write(spec.join("shop.yaml"), COUNTED).expect("room");
        let export = [
            "export",
            "--format",
            format,
            "--language",
            "pl",
            "--out",
            name,
        ];
        out(faultbook(folder.path(), &export, b""));
        let exported = fs::read_to_string(folder.path().join(name)).expect("the export");
        let start = exported.find("One of {all}").expect("the text");
        let (before, mut rest) = exported.split_at(start);
        let mut filled = before.to_owned();
        for (at, form) in forms.into_iter().enumerate() {
            let (own, others) = rest.split_once(form).expect("a form");
            let form = form.replace("\"\"", &format!("\"Form {at}: {{count}}/{{all}}\""));
            let form = form.replace(
                "needs-translation\"><",
                &format!("translated\">Form {at}: {{count}}/{{all}}<"),
            );
            filled += own;
            filled += &form;
            rest = others;
        }
        fs::write(folder.path().join(name), filled + rest).expect("room");
        let printed = out(faultbook(folder.path(), &["import", name], b""));
        assert!(printed.ends_with("pl.yaml: 1 text changed\n"), "{printed}");
        let imported = fs::read_to_string(spec.join("texts/pl.yaml")).expect("the texts");
        let expected = "\
texts:
  \"{count} of {all} are missing.\":
    number: count
    one: \"Form 0: {count}/{all}\"
    few: \"Form 1: {count}/{all}\"
    many: \"Form 2: {count}/{all}\"
    other: \"Form 3: {count}/{all}\"
";
        assert_eq!(imported, expected, "{format}");
        let response = r#"{"code":"SOME","message":"22 of 1000 missing"}"#;
        let explain = ["explain", "shop", "--status", "400", "--response", response];
        let explained = out(faultbook(folder.path(), &explain, b""));
        for text in ["“22 of 1000 are missing.”", "pl: “Form 1: 22/1000”"] {
            assert!(explained.contains(text), "{explained}");
        }
        // A pseudo-locale has the forms of its language.
        edit(&spec.join("book.yaml"), "[en, pl]", "[en, pl, en-XA]");
        let export = [
            "export",
            "--format",
            format,
            "--language",
            "en-XA",
            "--pseudo",
            "--out",
            name,
        ];
        out(faultbook(folder.path(), &export, b""));
        out(faultbook(folder.path(), &["import", name], b""));
        let pseudo = fs::read_to_string(spec.join("texts/en-XA.yaml")).expect("the texts");
        assert!(pseudo.contains("one: \"[Öñé"), "{pseudo}");
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
