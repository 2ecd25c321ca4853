//! Plural forms and numbers, compared with ICU4X, which has them from the Unicode CLDR, too.

use std::fmt::Write;

use faultbook_codegen::cldr::{PluralCategory, plural_rules};
use faultbook_codegen::{Loaded, Source, load};
use faultbook_runtime::{Response, v1};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use icu_plurals::{PluralOperands, PluralRules};

/// The languages that ICU4X has everything about, and some of their varieties.
const TAGS: &str = "af am ar ar-EG ar-MA as ast az be bg bn br bs ca cs cy da de de-AT de-CH dsb el en en-GB en-IN en-ZA es \
                    es-419 es-CR es-MX es-US et eu fa fi fil fr fr-CA fr-CH fy ga gd gl gu he hi hr hsb hu hy id is it it-CH \
                    ja ka kk km kn ko ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nl-BE nn or pa pl ps pt pt-AO pt-BR pt-PT \
                    ro ru si sk sl so sq sr sv sw ta ta-SG te th tk tr uk ur uz uz-Latn vi yue zh zh-Hans zh-Hant \
                    zh-Hant-HK zu";

fn tags() -> impl Iterator<Item = &'static str> {
    TAGS.split_whitespace()
}

fn numbers() -> Vec<String> {
    let whole = (0..=130).chain([
        200,
        999,
        1000,
        1001,
        1100,
        9999,
        10_000,
        20_000,
        99_999,
        100_000,
        1_000_000,
        1_000_001,
        2_000_000,
        123_456_789,
    ]);
    let decimals = [
        "0.0",
        "0.1",
        "0.5",
        "1.0",
        "1.00",
        "1.1",
        "1.5",
        "2.0",
        "2.10",
        "3.4",
        "10.0",
        "11.11",
        "12.21",
        "1000.5",
        "1234567.80",
        "1000000.0",
    ];
    let negative = ["-1", "-2.5", "-12345"];
    let whole = whole.map(|number: u32| number.to_string());
    whole
        .chain(decimals.into_iter().chain(negative).map(str::to_owned))
        .collect()
}

/// A book whose texts are the names of their plural categories, and the number.
fn book() -> Loaded {
    let mut languages = "en".to_owned();
    let mut texts = "en: { one: \"one {n}\", other: \"other {n}\" }\n".to_owned();
    for tag in tags().filter(|tag| *tag != "en") {
        _ = write!(languages, ", {tag}");
        let rules = plural_rules(tag).expect("a known language").into_iter();
        let categories = rules
            .map(|(category, _)| category)
            .chain([PluralCategory::Other]);
        let forms = categories.map(|category| format!("{0}: \"{0} {{n}}\"", category.as_str()));
        let forms: Vec<String> = forms.collect();
        _ = writeln!(texts, "              \"{tag}\": {{ {} }}", forms.join(", "));
    }
    let book =
        format!("extends: standard\nlanguages: [{languages}]\nlints: {{ untranslated: allow }}\n");
    let shop = format!(
        "
vendor: shop
title: Shop
summary: Orders.
envelope: {{ code: /code, message: /message }}
domains:
  api:
    codes:
      SOME:
        summary: It depends
        class: conflict
        rules:
          - when: {{ message: \"{{n:decimal}} left\" }}
            user_message:
              {texts}"
    );
    let sources = [
        Source::new("book.yaml", book),
        Source::new("shop.yaml", shop),
    ];
    load(&sources).unwrap_or_else(|errors| panic!("{errors}"))
}

/// What ICU4X says about a language.
struct Icu {
    rules: PluralRules,
    formatter: DecimalFormatter,
}

impl Icu {
    fn new(tag: &str) -> Self {
        let locale: Locale = format!("{tag}-u-nu-latn").parse().expect("a tag");
        let formatter =
            DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default());
        Self {
            rules: PluralRules::try_new_cardinal((&locale).into()).expect("rules"),
            formatter: formatter.expect("a format"),
        }
    }

    fn text(&self, number: &Decimal) -> String {
        let category = self.rules.category_for(PluralOperands::from(number));
        let category = format!("{category:?}").to_lowercase();
        // Signs stay as the vendor sends them.
        let number = self.formatter.format(number).to_string();
        format!("{category} {}", number.replace('\u{2212}', "-"))
    }
}

#[test]
fn forms_and_numbers_are_those_of_icu() {
    let book = book();
    let tables = book.tables[0].vendor();
    let all: Vec<(&str, Icu)> = tags().map(|tag| (tag, Icu::new(tag))).collect();
    let mut wrong = Vec::new();
    for number in numbers() {
        let body = format!(r#"{{"code":"SOME","message":"{number} left"}}"#);
        let response = Response::new(409, &body);
        let reading = v1::reading_any(&tables, "request", &response);
        let decimal: Decimal = number.parse().expect("a number");
        for (tag, icu) in &all {
            let text = reading.user_message_in(tag).expect("a text");
            assert_eq!(text.language(), Some(*tag));
            let (text, expected) = (text.to_string(), icu.text(&decimal));
            if text != expected {
                wrong.push(format!("{tag}: {text} instead of {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
