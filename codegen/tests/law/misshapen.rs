//! A file that does not have the shape of the language is looked at for its other errors too, and nothing is reported that
//! only follows from the first ones.

use faultbook_codegen::{Source, load};

use crate::support::sources;

/// The rest of a vendor's file, and everything that is reported about it.
#[rustfmt::skip] // A row is a line.
const VENDORS: &[(&str, &[&str])] = &[
    ("colour: red\nclass: lots\ndomains: {}", &["4:1 unknown key `colour`", "5:8 unknown class `lots`"]),
    ("sevrity: info\nclass: lots\ndomains: {}", &["4:1 unknown key `sevrity`", "5:8 unknown class `lots`"]),
    // A misspelt key is checked as what was probably meant, and reported at its own location.
    ("sevrity: fatal\ndomains: {}", &["4:1 unknown key `sevrity`", "4:10 invalid severity `fatal`"]),
    ("limits: [{ rte: [5/s], kind: always }]\ndomains: {}", &["4:12 unknown key `rte`", "4:17 expected a text, found a list", "4:30 unknown kind of limit `always`"]),
    // The placeholder for a missing key is not checked.
    ("domains: { d: { raised_by: client, codes: { X: { class: lots } } } }", &["4:45 `summary` is missing", "4:57 unknown class `lots`"]),
    ("headers: { rate_limit: { reset: { unit: days } } }\ndomains: {}", &["4:26 `name` is missing", "4:41 invalid unit"]),
    ("examples: [{ operation: request, raised: X, expect: { colour: 1 } }]\ndomains: {}", &["4:12 `name` is missing", "4:42 unknown client-raised code `X`", "4:55 unknown key `colour`"]),
    // What was taken out may have been what a name refers to, or what is said to be missing.
    ("domains: { d: { raised_by: client, codes: { X: 5 } } }\nrules: [{ when: { code: [X, Y] } }]", &["4:48 expected a map, found the number 5", "5:29 unknown code `Y`"]),
    ("domains: { d: { raised_by: client, codes: [X] } }\nrules: [{ when: { code: X } }]", &["4:43 expected a map, found a list"]),
    ("retry: { after: [1s] }\ndomains: {}", &["4:17 expected a text, found a list"]),
    ("limits: [{ rate: [5/s], kind: burst }]\ndomains: {}", &["4:18 expected a text, found a list"]),
    ("domains: { d: { envelope: { code: {} }, codes: { X: { summary: s } } } }", &["4:35 a location has either `at` or `header`"]),
    ("rules: [{ when: { message: { a: b } }, user_message: 'At most {n}.' }]\ndomains: {}", &["4:28 expected a single value, found a map"]),
    // The items behind one that was taken out keep their places.
    ("actions: [[fix], wait, wiat]\ndomains: {}", &["4:11 expected a text, found a list", "4:24 unknown action `wiat`"]),
    ("limits: [5, { rate: 5/s, kind: always }]\ndomains: {}", &["4:10 expected a map, found the number 5", "4:32 unknown kind of limit `always`"]),
    // Of a repeated key, the first counts, if it can be read.
    ("class: lots\nclass: most\ndomains: {}", &["4:8 unknown class `lots`", "5:1 `class` is a duplicate key"]),
    ("operations: { a: 5, a: { class: lots }, a: {} }\ndomains: {}", &["4:18 expected a map, found the number 5", "4:33 unknown class `lots`", "4:41 `a` is a duplicate key"]),
    // One error hides none beside it.
    ("domains: { d: { raised_by: client, codes: { X: { summary: [] }, Y: { sumary: s } } } }", &["4:59 expected a text, found a list", "4:70 unknown key `sumary`"]),
    // What a comma cuts off is reported once.
    ("description: one\nnote: two #three\nlimits: [{ rate: 5/s, kind: burst, note: one, two }]\ndomains: {}", &["5:11 a comment cuts off this text", "6:47 unknown key `two`"]),
];

/// What is reported of the book and of a vendor that uses a class `lost` and an action `pay`.
#[rustfmt::skip] // A row is a line.
const BOOKS: &[(&str, &[&str])] = &[
    ("  lost: 5", &["book.yaml 4:9 expected a map, found the number 5"]),
    ("  lost: { user_message: t }", &["book.yaml 4:3 `summary` is missing"]),
    ("  lost: { summary: s, user_mesage: t, grpc: LOST }", &["book.yaml 4:23 unknown key `user_mesage`", "book.yaml 4:45 invalid gRPC code `LOST`"]),
    ("  lost: { summary: s, user_message: [t] }", &["book.yaml 4:37 expected a text, or a map of them by language or plural category, found a list"]),
    ("  lots: { summary: s, user_message: t, colour: red }", &["acme.yaml 4:8 unknown class `lost`", "book.yaml 4:40 unknown key `colour`"]),
];

fn reported(sources: &[Source], file: bool) -> Vec<String> {
    let errors = load(sources).expect_err("errors");
    let reported = errors.iter().map(|reported| {
        let file = if file {
            reported.file().to_owned() + " "
        } else {
            String::new()
        };
        format!(
            "{file}{}:{} {}",
            reported.line(),
            reported.column(),
            reported.message()
        )
    });
    reported.collect()
}

fn assert_reported(case: &str, reported: &[String], expected: &[&str]) {
    let same = reported.len() == expected.len()
        && reported
            .iter()
            .zip(expected)
            .all(|(reported, expected)| reported.starts_with(expected));
    assert!(same, "{case}\n{reported:#?}\n{expected:#?}");
}

#[test]
fn a_misshapen_vendor_is_checked_further() {
    for (text, expected) in VENDORS {
        assert_reported(text, &reported(&sources(text), false), expected);
    }
}

#[test]
fn a_misshapen_book_is_checked_further_and_so_are_its_vendors() {
    for (line, expected) in BOOKS {
        let book = format!(
            "classes:\n  ok: {{ summary: s, outcome: success }}\n  unknown: {{ summary: s, user_message: t }}\n{line}\n"
        );
        let vendor = "vendor: acme\ntitle: t\nsummary: s\nclass: lost\ndomains: {}\n";
        let sources = [
            Source::new("book.yaml", book),
            Source::new("acme.yaml", vendor),
        ];
        assert_reported(line, &reported(&sources, true), expected);
    }
}

/// A part of a vendor's file, and what is marked of it, which is the same in other words.
#[rustfmt::skip] // A row is a line.
const MARKED: &[(&str, &[&str])] = &[
    ("class: 'lots' # why\ndomains: {}", &["'lots'"]),
    ("class: \"lo\\\"ts\"\ndomains: {}", &["\"lo\\\"ts\""]),
    ("class: lots, of it]\ndomains: {}", &["lots, of it]"]),
    ("limits: [{ rate: [1, 'a]', {}], kind: burst }]\ndomains: {}", &["[1, 'a]', {}]"]),
    ("actions: [lots of, it]\ndomains: {}", &["lots of", "it"]),
    ("domains: { d: { raised_by: client, codes: { X:Y: {} } } }", &["X:Y"]),
    ("note: bell\u{7}s\ndomains: {}", &["\u{7}"]),
    ("class: >-\n  lots\ndomains: {}", &[">-"]),
];

#[test]
fn the_key_or_the_value_is_marked_and_nothing_else() {
    for (text, expected) in MARKED {
        let sources = sources(text);
        let errors = load(&sources).expect_err("errors");
        let marked: Vec<&str> = errors
            .iter()
            .map(|reported| &sources[1].text[reported.label.bytes.clone()])
            .collect();
        assert_eq!(marked, *expected, "{errors}");
    }
}

/// A part of a vendor's file, and the way out.
#[rustfmt::skip] // A row is a line.
const HELPS: &[(&str, &str)] = &[
    ("limits: [{ rate: 5/s, kind: burst, note: one, two }]\ndomains: {}", "a comma ends a text between braces: put the text in quotes"),
    ("domains: { d: { envelope: { code:/code } } }", "a space is missing after the colon: `code: /code`"),
    ("<<: { note: one }\ndomains: {}", "merge keys are not supported: write the keys out"),
    ("class: ok\nclass: lost\ndomains: {}", "remove one of them"),
];

#[test]
fn a_common_slip_is_reported_with_its_fix() {
    for (text, expected) in HELPS {
        let errors = load(&sources(text)).expect_err("errors");
        let helps: Vec<_> = errors.iter().flat_map(|reported| &reported.help).collect();
        assert!(
            helps.iter().any(|help| help.as_str() == *expected),
            "{errors}"
        );
    }
}

#[test]
fn a_duplicate_key_is_reported_with_the_first_one() {
    let errors = load(&sources("domains: {}\nclass: ok\nclass: ok\n")).expect_err("an error");
    let first: Vec<_> = errors
        .iter()
        .flat_map(|reported| &reported.related)
        .map(|first| (first.line, first.column))
        .collect();
    assert_eq!(first, [(5, 1)], "{errors}");
}

#[test]
fn a_fix_that_would_need_quotes_is_not_applied_automatically() {
    let codes =
        "domains: { d: { raised_by: client, codes: { 'LIMIT: A': { summary: s, name: A } } } }";
    let errors = load(&sources(&format!(
        "{codes}\nrules: [{{ when: {{ code: LIMIT; A }}, class: conflict }}]"
    )))
    .expect_err("an error");
    assert!(
        errors
            .iter()
            .all(|reported| reported.fix.is_none() && reported.id == "FB0010"),
        "{errors}"
    );
}
