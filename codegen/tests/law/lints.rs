//! What a careful reader would ask is asked, and nothing else.

use faultbook_codegen::{Source, load};

use crate::support::sources;

/// A lint, a vendor's file, and how often it is reported there.
#[rustfmt::skip] // A row is a line.
const LINTS: &[(&str, &str, usize)] = &[
    // An earlier domain matches all of the same responses
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { envelope: { when: { status: 4xx } }, codes: { X: { summary: s } } }, b: { envelope: { when: { status: 404 } }, codes: { X: { summary: t } } } }\noperations: { o: {} }", 1),
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { envelope: { when: { field: { /a: 1 } } }, codes: { X: { summary: s } } }, b: { envelope: { when: { field: { /a: 1, /b: 2 } } }, codes: { X: { summary: t } } } }\noperations: { o: {} }", 1),
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { envelope: { when: { status: 404 } }, codes: { X: { summary: s } } }, b: { codes: { X: { summary: t } } } }\noperations: { o: {} }", 0),
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { envelope: { when: { status: 4xx } }, codes: { X: { summary: s } } }, b: { envelope: { when: { status: 5xx } }, codes: { X: { summary: t } } } }\noperations: { o: {} }", 0),
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { envelope: { when: { status: 4xx } }, codes: { X: { summary: s } } }, b: { codes: { X: { summary: t, status: 404 } } } }\noperations: { o: {} }", 1),
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { codes: { X: { summary: s } } }, b: { codes: { X: { summary: t } } } }", 1),
    ("FB0103", "domains: { a: { envelope: { code: /a }, codes: { X: { summary: s } } }, b: { envelope: { code: /b }, codes: { X: { summary: t } } } }\noperations: { o: {} }", 0),
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { codes: { X: { summary: s } } }, b: { codes: { X: { summary: t } } } }\noperations: { o: { domains: b } }", 0),
    // The class of a status is a guess, unless a class names the status
    ("FB0104", "envelope: { code: /c }\ndomains: { a: { codes: { X: { summary: s } } } }", 1),
    ("FB0104", "envelope: { code: /c }\ndomains: { a: { codes: { X: { summary: s, status: 404 } } } }", 1),
    ("FB0104", "envelope: { code: /c }\ndomains: { a: { codes: { X: { summary: s, status: 404, class: refused } } } }", 0),
    ("FB0104", "envelope: { code: /c }\ndomains: { a: { codes: { X: { summary: s } } } }\noperations: { o: { class: lost } }", 0),
    ("FB0104", "envelope: { code: /c }\ndomains: { a: { codes: { X: { summary: s } } } }\noperations: { o: { class: lost }, p: {} }", 1),
    ("FB0104", "envelope: { code: /c }\ndomains: { a: { codes: { X: { summary: s, rules: [{ when: { status: [404, 409] }, class: lost }], status: [404, 409] } } } }", 0),
    // A player who must act
    ("FB0105", "domains: { a: { raised_by: client, class: lost, codes: { X: { summary: s, actions: [pay] } } } }", 1),
    ("FB0105", "domains: { a: { raised_by: client, class: lost, codes: { X: { summary: s, actions: [wait, call] } } } }", 0),
    ("FB0105", "domains: { a: { raised_by: client, class: lost, codes: { X: { summary: s, actions: [pay], user_message: Pay. } } } }", 0),
    ("FB0105", "domains: { a: { raised_by: client, class: lost, codes: { X: { summary: s, retry: { after_action: pay } } } } }", 1),
    // Text for the end user reveals no code and no location
    ("FB0106", "domains: { a: { raised_by: client, class: lost, codes: { CARD_LOST: { summary: s, user_message: We got CARD_LOST. } } } }", 1),
    ("FB0106", "domains: { a: { raised_by: client, class: lost, codes: { CARD_LOST: { summary: s, user_message: 'We got “CARD_LOST”.' } } } }", 1),
    ("FB0106", "domains: { a: { raised_by: client, class: lost, codes: { CARD_LOST: { summary: s, user_message: See /error/code. } } } }", 1),
    ("FB0106", "domains: { a: { raised_by: client, class: lost, codes: { PAY: { summary: s, user_message: Pay and/or wait 1 / 2. } } } }", 0),
    ("FB0106", "domains: { a: { raised_by: client, class: lost, codes: { CardLost: { summary: s, user_message: 'CardLost: sorry.' } } } }", 1),
    ("FB0106", "domains: { a: { raised_by: client, class: lost, codes: { e-mail: { summary: s, user_message: Look at your e-mail. } } } }", 0),
    ("FB0106", "domains: { a: { raised_by: client, class: lost, codes: { '100': { name: A, summary: s, user_message: At most 100. } } } }", 0),
    // A prefix that no code has
    ("FB0107", "domains: { a: { raised_by: client, class: lost, strip_prefix: [E_, F_], codes: { E_A: { summary: s } } } }", 1),
    // Lines that are none
    ("FB0112", "description: 'two\\n\\nlines'\ndomains: { a: { title: \"two\\nlines\" } }", 1),
    // What is allowed in vain, or further in
    ("FB0113", "domains: { a: { raised_by: client, class: lost, codes: { X: { summary: s, allow: [{ lint: no_example, reason: r }] } } } }", 0),
    ("FB0113", "allow: [{ lint: no_example, reason: r }]\ndomains: { a: { raised_by: client, class: lost, codes: { X: { summary: s, allow: [{ lint: no_example, reason: r }] } } } }", 1),
    ("FB0113", "domains: { a: { raised_by: client, class: lost, codes: { X: { summary: s, allow: [{ lint: unclassified, reason: r }] } } } }", 1),
    ("FB0113", "domains: { a: { raised_by: client, class: lost, codes: { X: { summary: s, allow: [{ lint: unclassified, reason: r }, { lint: unneeded_allow, reason: r }] } } } }", 0),
    ("FB0113", "allow: [{ lint: lost_text, reason: r }]\ndescription: see #7\ndomains: {}", 0),
    ("FB0113", "allow: [{ lint: unseen_character, reason: r }]\ndescription: \"a\\u0007b\"\ndomains: {}", 0),
];

#[test]
fn texts_of_classes_reveal_no_code_of_any_vendor() {
    let [book, vendor] = sources(
        "domains: { a: { raised_by: client, class: lost, codes: { CARD_LOST: { summary: s } } } }",
    );
    let text = book
        .text
        .replace("user_message: Lost.", "user_message: 'Error: CARD_LOST'");
    let loaded = load(&[Source::new("book.yaml", text), vendor]).expect("the book is right");
    let reported: Vec<_> = loaded
        .warnings
        .iter()
        .map(|reported| (reported.id, reported.file()))
        .collect();
    assert!(reported.contains(&("FB0106", "book.yaml")), "{reported:?}");
}

#[test]
fn each_lint_is_reported_at_its_location() {
    let mut wrong = Vec::new();
    for (id, vendor, times) in LINTS {
        let loaded = load(&sources(vendor)).unwrap_or_else(|errors| panic!("{errors}"));
        let reported = loaded
            .warnings
            .iter()
            .filter(|reported| reported.id == *id && reported.file() == "acme.yaml");
        let reported = reported.count();
        if reported != *times {
            wrong.push(format!("{id} {reported} times, not {times}:\n{vendor}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
