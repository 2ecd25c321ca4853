//! Texts in the language of their reader: each is one that the book has, and inserts what the original does.

use faultbook_codegen::{Loaded, Source, load};
use faultbook_runtime::{Response, v1};
use proptest::prelude::*;

use crate::support::cases;

const BOOK: &str = "\
extends: standard
languages: [en, de, pt-BR, zh-Hans, zh-Hant]
classes:
  not_found: { user_message: { en: It is gone., de: Es ist weg. } }
";

const SHOP: &str = "\
vendor: shop
title: Shop
summary: Orders.
envelope: { code: /code, message: /message }
domains:
  api:
    codes:
      OWN: { summary: It has a text of its own, class: conflict, user_message: Sold out. }
      SECRET: { summary: It is confidential, class: not_found, expose: never }
      SOME:
        summary: It depends
        class: not_found
        rules:
          - when: { message: \"{a:integer} of {b:decimal}\" }
            user_message: \"{a} of {b} are {{left}}.\"
";

const TEXTS: [(&str, &str); 3] = [
    (
        "texts/de.yaml",
        "texts: { Sold out.: Ausverkauft., \"{a} of {b} are {{left}}.\": \"Von {b} sind {a} {{übrig}}.\" }",
    ),
    ("texts/zh-Hans.yaml", "texts: { Sold out.: 已售完。 }"),
    ("texts/zh-Hant.yaml", "texts: { Sold out.: 已售完畢。 }"),
];

fn book() -> Loaded {
    let files = [("book.yaml", BOOK), ("shop.yaml", SHOP)].into_iter();
    let sources = files
        .chain(TEXTS)
        .map(|(path, text)| Source::new(path, text));
    load(&sources.collect::<Vec<_>>()).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The text for a response in an accepted language, and its language.
fn text(book: &Loaded, body: &str, accepted: &str) -> (String, String) {
    let tables = book.tables[0].vendor();
    let response = Response::new(400, body);
    let reading = v1::reading_any(&tables, "request", &response);
    let text = reading
        .user_message_in(accepted)
        .expect("a failure has a text");
    let language = text.language().expect("the book names its languages");
    (text.to_string(), language.to_owned())
}

#[test]
fn a_text_is_in_the_language_that_its_reader_accepts() {
    let book = book();
    let own = r#"{"code":"OWN"}"#;
    let some = r#"{"code":"SOME","message":"3 of 7.50"}"#;
    let plain = r#"{"code":"SOME"}"#;
    let secret = r#"{"code":"SECRET"}"#;
    let table = [
        (own, "", "Sold out.", "en"),
        (own, "de-AT, en;q=0.9", "Ausverkauft.", "de"),
        (own, "en-GB, de", "Sold out.", "en"),
        (own, "zh-TW", "已售完畢。", "zh-Hant"),
        (own, "zh-CN", "已售完。", "zh-Hans"),
        // There is no translation into Portuguese, so the next language counts.
        (own, "pt-BR, de;q=0.1", "Ausverkauft.", "de"),
        (own, "pt-BR", "Sold out.", "en"),
        (some, "de", "Von 7,50 sind 3 {übrig}.", "de"),
        (some, "ja", "3 of 7.50 are {left}.", "en"),
        (plain, "de", "Es ist weg.", "de"),
        // The text of the class would reveal the cause.
        (
            secret,
            "de",
            "Es ist etwas Unerwartetes passiert. Bitte versuchen Sie es später erneut.",
            "de",
        ),
        (
            secret,
            "pt",
            "Ocorreu algo inesperado. Tente novamente mais tarde.",
            "pt-BR",
        ),
    ];
    for (body, accepted, expected, language) in table {
        let expected = (expected.to_owned(), language.to_owned());
        assert_eq!(text(&book, body, accepted), expected, "{body} {accepted}");
    }
}

#[test]
fn a_translation_is_of_a_text_wherever_the_book_has_it() {
    let vendor = "
vendor: shop
title: Shop
summary: Orders.
domains:
  api:
    envelope: { code: /code }
    codes:
      A: { summary: First, class: conflict, user_message: { en: Sold out., de: Ausverkauft. } }
      B: { summary: Second, class: not_found, user_message: Sold out. }
";
    let files = [
        ("book.yaml", "extends: standard\nlanguages: [en, de]\n"),
        ("shop.yaml", vendor),
    ];
    let book = load(&files.map(|(path, text)| Source::new(path, text))).expect("a book");
    for code in ["A", "B"] {
        let (text, _) = text(&book, &format!(r#"{{"code":"{code}"}}"#), "de");
        assert_eq!(text, "Ausverkauft.");
    }
}

#[test]
fn what_a_vendor_inherits_is_translated_and_can_be_translated_otherwise() {
    let base = "
vendor: base
title: Base
summary: Orders.
domains:
  api:
    envelope: { code: /code }
    codes:
      A: { summary: First, class: conflict, user_message: { en: Sold out., de: Ausverkauft., fr: Épuisé. } }
      B: { summary: Second, class: conflict, user_message: Come back. }
";
    let package = |name: &str, text: &str| Source::in_package("facts", name, text);
    let sources = |own: &str| {
        let files = [
            (
                "book.yaml",
                "extends: standard\nlanguages: [en, de-AT, ja]\n",
            ),
            ("shop.yaml", "extends: facts/base\nvendor: shop\n"),
            ("texts/de-AT.yaml", own),
        ];
        let mut sources: Vec<Source> = files.map(|(path, text)| Source::new(path, text)).into();
        sources.push(package("base.yaml", base));
        sources.push(package(
            "texts/ja.yaml",
            "texts: { Come back.: また来てください。 }\n",
        ));
        sources
    };
    let read = |book: &Loaded, code: &str, accepted: &str| {
        text(book, &format!(r#"{{"code":"{code}"}}"#), accepted).0
    };
    let book = load(&sources("texts: {}\n")).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(read(&book, "A", "de-AT"), "Ausverkauft.");
    assert_eq!(read(&book, "B", "ja"), "また来てください。");
    let own = sources("texts: { Sold out.: Leider ausverkauft. }\n");
    let book = load(&own).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(read(&book, "A", "de-AT"), "Leider ausverkauft.");
}

/// A header, and what is no header.
fn accepted() -> impl Strategy<Value = String> {
    let tags = prop::sample::select(vec![
        "de",
        "DE-at",
        "en",
        "pt",
        "pt-BR",
        "zh",
        "zh-TW",
        "zh-hant-hk",
        "ja",
        "*",
        "",
        "x-y",
        "ü",
    ]);
    let weights = prop::sample::select(vec![
        "",
        ";q=0",
        ";q=0.5",
        ";q=1",
        "; q=0.001",
        ";q=",
        ";q=9",
        ";v=1",
    ]);
    let range = (tags, weights).prop_map(|(tag, weight)| format!("{tag}{weight}"));
    let header = prop::collection::vec(range, 0..5).prop_map(|ranges| ranges.join(", "));
    prop_oneof![4 => header, 1 => ".{0,40}"]
}

#[test]
fn every_lookup_ends_in_a_text_of_the_book_that_inserts_the_captures() {
    let book = book();
    let bodies = [
        (r#"{"code":"OWN"}"#, 3),
        (r#"{"code":"SOME","message":"31 of 77.5"}"#, 1),
        (r#"{"code":"X"}"#, 4),
    ];
    proptest!(cases(256), |(accepted in accepted(), at in 0..3_usize)| {
        let (body, translated) = bodies[at];
        let (found, language) = text(&book, body, &accepted);
        prop_assert!(!found.is_empty());
        let tags = book.book.languages.iter().map(|language| language.tag.as_str());
        let all: Vec<_> = tags.map(|tag| text(&book, body, tag)).collect();
        let distinct = all.iter().filter(|(_, language)| language != "en").count();
        prop_assert_eq!(distinct, translated);
        prop_assert!(all.contains(&(found.clone(), language)));
        if at == 1 {
            prop_assert!(found.contains("31") && (found.contains("77.5") || found.contains("77,5")), "{}", found);
        }
    });
}

#[test]
fn a_variety_of_the_language_of_the_book_needs_no_translations() {
    for (languages, missing) in [("en, en-GB", 0), ("en, de, de-AT", 2), ("en-GB, en", 1)] {
        let book = format!(
            "extends: standard\nlanguages: [{languages}]\nclasses: {{ gone: {{ summary: Gone, user_message: It is gone. }} }}\n"
        );
        let loaded = load(&[Source::new("book.yaml", book)]).expect("a correct book");
        let warnings = loaded.warnings.iter();
        let of_own = warnings.filter(|it| it.message.starts_with("no translation into"));
        let tags = of_own.map(|it| it.message.matches('`').count() / 2);
        assert_eq!(tags.sum::<usize>(), missing, "{languages}");
    }
}

#[test]
fn a_book_without_languages_has_no_rows_for_them() {
    let sources = [("book.yaml", "extends: standard\n"), ("shop.yaml", SHOP)];
    let book = load(&sources.map(|(path, text)| Source::new(path, text))).expect("a book");
    let tables = book.tables[0].vendor();
    assert!(tables.languages.is_empty() && tables.translations.is_empty());
    let response = Response::new(400, r#"{"code":"OWN"}"#);
    let reading = v1::reading_any(&tables, "request", &response);
    let text = reading.user_message_in("de").expect("a text");
    assert_eq!(
        (text.to_string().as_str(), text.language()),
        ("Sold out.", None)
    );
}

/// The text of a class and its language, in a book that begins with German.
#[test]
fn a_book_in_another_language_has_the_texts_of_the_standard_in_it() {
    let vendor = "
vendor: shop
title: Shop
summary: Orders.
domains:
  api:
    envelope: { code: /code, message: /message }
    codes:
      A: { summary: First, class: conflict, user_message: { de-AT: Leider ausverkauft., en: Sold out. } }
      B:
        summary: Second
        class: not_found
        rules:
          - when: { message: \"at most {kg:decimal} kg, {n:integer} left\" }
            user_message: \"Höchstens {kg} kg, noch {n}.\"
";
    let files = [
        (
            "book.yaml",
            "extends: standard\nlanguages: [de-AT, en, fr]\nlints: { untranslated: allow }\n",
        ),
        ("shop.yaml", vendor),
    ];
    let book = load(&files.map(|(path, text)| Source::new(path, text)));
    let book = book.unwrap_or_else(|errors| panic!("{errors}"));
    let (own, plain) = (r#"{"code":"A"}"#, r#"{"code":"B"}"#);
    let some = r#"{"code":"B","message":"at most 12345.5 kg, 12345 left"}"#;
    let table = [
        (own, "de", "Leider ausverkauft.", "de-AT"),
        (own, "en", "Sold out.", "en"),
        (plain, "", "Das Gesuchte wurde nicht gefunden.", "de-AT"),
        (
            plain,
            "en",
            "What you are looking for could not be found.",
            "en",
        ),
        (plain, "fr", "L’élément recherché est introuvable.", "fr"),
        // What may be the name of something is not written as a quantity.
        (some, "", "Höchstens 12\u{a0}345,5 kg, noch 12345.", "de-AT"),
    ];
    for (body, accepted, expected, language) in table {
        let expected = (expected.to_owned(), language.to_owned());
        assert_eq!(text(&book, body, accepted), expected, "{body} {accepted}");
    }
}

#[test]
fn an_inherited_text_is_in_the_language_of_the_book() {
    let base = "
vendor: base
title: Base
summary: Orders.
domains:
  api:
    envelope: { code: /code }
    codes:
      A: { summary: First, class: conflict, user_message: { en: Sold out., de: Ausverkauft. } }
";
    let load = |languages: &str, own: &str| {
        let book = format!(
            "languages: [{languages}]\nclasses:\n  conflict: {{ summary: No, user_message: X., statuses: 4xx }}\n  \
             unknown: {{ summary: No, user_message: X. }}\n  ok: {{ summary: Yes, outcome: success, statuses: 2xx }}\n"
        );
        let sources = [
            Source::new("book.yaml", book),
            Source::new(
                "shop.yaml",
                format!("extends: facts/base\nvendor: shop\n{own}"),
            ),
            Source::in_package("facts", "base.yaml", base),
        ];
        load(&sources)
    };
    let found = |languages: &str, accepted: &str| {
        let book = load(languages, "").unwrap_or_else(|errors| panic!("{errors}"));
        text(&book, r#"{"code":"A"}"#, accepted).0
    };
    assert_eq!(found("de, en", ""), "Ausverkauft.");
    assert_eq!(found("de, en", "en"), "Sold out.");
    assert_eq!(found("en, de", "de"), "Ausverkauft.");
    let errors = load("nl", "").expect_err("there is no Dutch").to_string();
    assert!(
        errors.contains("this inherited text is not in the language of the book, `nl`"),
        "{errors}"
    );
    let own = "domains: { api: { codes: { A: { user_message: Uitverkocht. } } } }\n";
    assert!(load("nl", own).is_ok());
}

#[test]
fn a_form_is_for_the_number_that_decides() {
    let vendor = "
vendor: shop
title: Shop
summary: Orders.
domains:
  api:
    envelope: { code: /code, message: /message }
    codes:
      A:
        summary: First
        class: conflict
        rules:
          - when: { message: \"{n:decimal} of {all:integer}\" }
            user_message:
              en: { number: n, one: \"One of {all} is left.\", other: \"{n} of {all} are left.\" }
              ar:
                number: n
                zero: \"0/{all}\"
                one: \"1/{all}\"
                two: \"2/{all}\"
                few: \"few {n}/{all}\"
                many: \"many {n}/{all}\"
                other: \"other {n}/{all}\"
              ja: \"{all}{n}\"
          - when: { message: \"{n:integer} left\" }
            user_message: \"Left: {n}\"
";
    let texts = "texts: { \"Left: {n}\": { one: Zbývá jeden., few: \"Zbývají {n}.\", many: \"Zbývá {n} kusu.\", other: \"Zbývá {n} kusů.\" } }\n";
    let files = [
        (
            "book.yaml",
            "extends: standard\nlanguages: [en, ar, cs, ja]\nlints: { untranslated: allow }\n",
        ),
        ("shop.yaml", vendor),
        ("texts/cs.yaml", texts),
    ];
    let book = load(&files.map(|(path, text)| Source::new(path, text)));
    let book = book.unwrap_or_else(|errors| panic!("{errors}"));
    let table = [
        ("1 of 5000", "en", "One of 5000 is left."),
        ("1.0 of 5", "en", "1.0 of 5 are left."),
        ("1.0 of 5", "ar", "1/5"),
        ("2 of 5", "ar", "2/5"),
        ("103 of 5", "ar", "few 103/5"),
        ("-11 of 5", "ar", "many \u{200e}-11/5"),
        ("100 of 5", "ar", "other 100/5"),
        // It counts something in each language.
        ("5000 of 5000", "ja", "50005,000"),
        ("1 left", "cs", "Zbývá jeden."),
        ("2 left", "cs", "Zbývají 2."),
        ("5000 left", "cs", "Zbývá 5\u{a0}000 kusů."),
        ("5000 left", "en", "Left: 5000"),
    ];
    for (message, accepted, expected) in table {
        let body = format!(r#"{{"code":"A","message":"{message}"}}"#);
        assert_eq!(
            text(&book, &body, accepted).0,
            expected,
            "{message} {accepted}"
        );
    }
}
