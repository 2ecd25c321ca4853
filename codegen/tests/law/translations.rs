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
