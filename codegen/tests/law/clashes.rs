//! A clash shows both places: the one that is wrong, and the one that it clashes with.

use faultbook_codegen::{Diagnostic, Source, load};

use crate::support::{BOOK, sources};

/// Stand in front of the two places, and are taken out before the book is read.
const MARKS: [char; 2] = ['^', '@'];

/// A vendor's file, in which `^` marks the location of the error and `@` the other one, and the texts at both.
#[rustfmt::skip] // A row is a line.
const CLASHES: &[(&str, &str, &str)] = &[
    ("FB0005", "domains: { @d: {}, ^d: {} }", "first here"),
    ("FB0005", "domains: { d: { raised_by: client, codes: { @X: { summary: s }, ^X: { summary: t } } } }", "first here"),
    ("FB0021", "domains: { @a_b: {}, ^a__b: {} }", "first here"),
    ("FB0021", "domains: { @a: {}, b: { type: ^ACode } }", "first here"),
    ("FB0021", "domains: {}\noperations: { @a_b: {}, ^a__b: {} }", "first here"),
    ("FB0021", "domains: { d: { raised_by: client, codes: { @A_B: { summary: s }, ^a-b: { summary: t } } } }", "first here"),
    ("FB0021", "domains: { d: { raised_by: client, codes: { A: { summary: s, name: @B }, ^b: { summary: t } } } }", "first here"),
    ("FB0021", "domains: { d: { raised_by: client, codes: { X: { summary: s, aliases: ^Y }, @Y: { summary: t } } } }", "first here"),
    ("FB0021", "domains: { d: { raised_by: client, codes: { X: { summary: s, aliases: [A, @B] }, Y: { summary: t, aliases: ^B } } } }", "first here"),
    ("FB0025", "domains: { d: { raised_by: @client, codes: { X: { summary: s, ^status: 500 } } } }", "the client raises them"),
    ("FB0026", "domains: { d: { raised_by: client, codes: { @X: { summary: s, deprecated: { replaced_by: ^X } } } } }", "this code"),
    ("FB0027", "domains: { d: { raised_by: client, codes: { X: { summary: s, actions: [@pay, wait, ^pay] } } } }", "first here"),
    ("FB0040", "domains: { d: { key: status, codes: { @404: { name: Lost, summary: s, ^status: 404 } } } }", "first here"),
    ("FB0102", "domains: {}\nrules: [ @{ severity: info }, ^{ when: { status: 404 }, severity: error } ]", "this one matches everything"),
    ("FB0102", "domains: {}\nrules: [ @{ when: { status: 404 }, severity: info }, ^{ when: { status: 404 }, severity: error } ]", "this one applies"),
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { codes: { @X: { summary: s } } }, b: { codes: { ^X: { summary: t } } } }\noperations: { o: {} }", "this one is read"),
    ("FB0103", "envelope: { code: /c }\ndomains: { a: { codes: { @Y: { summary: s, aliases: X } } }, b: { codes: { ^X: { summary: t } } } }\noperations: { o: {} }", "this one is read"),
    ("FB0021", "domains: { d: { raised_by: client, codes: { @AB: { summary: s }, Ab: { summary: t }, ^ab: { summary: u } } } }", "first here"),
    ("FB0110", "domains: { d: { raised_by: client, codes: { @X: { summary: Session not found }, ^Y: { summary: The session was not found. } } } }", "the same here"),
    ("FB0110", "domains: { d: { raised_by: client, codes: { @X: { summary: One two }, ^Y: { summary: one TWO. } } } }", "the same here"),
];

/// The same for `book.yaml`, behind its least content.
const CLASHES_OF_THE_BOOK: &[(&str, &str)] = &[
    (
        "FB0021",
        "  @a_1: { summary: s, user_message: t }\n  ^a1: { summary: s, user_message: t }",
    ),
    (
        "FB0021",
        "actions: { @a_1: { summary: s, actor: player }, ^a1: { summary: s, actor: player } }",
    ),
    (
        "FB0031",
        "  a: { summary: s, user_message: t, statuses: @404 }\n  b: { summary: s, user_message: t, statuses: [4xx, ^404] }",
    ),
];

const LEAST: &str = "classes:\n  ok: { summary: s, outcome: success }\n  unknown: { summary: s, user_message: t }\n";

/// The text without the marks, and where they stood.
fn unmark(marked: &str) -> (String, [usize; 2]) {
    let at = MARKS.map(|mark| marked.find(mark).expect("both places are marked"));
    let places = at.map(|own| own - at.iter().filter(|other| **other < own).count());
    (marked.replace(MARKS, ""), places)
}

fn reported(sources: &[Source], id: &str, places: [usize; 2], said: &str) -> bool {
    let diagnostics = load(sources).map_or_else(|errors| errors, |loaded| loaded.warnings);
    let is_it = |diagnostic: &Diagnostic| {
        let other = diagnostic.related.first();
        diagnostic.id == id
            && diagnostic.label.bytes.start == places[0]
            && other.is_some_and(|other| other.bytes.start == places[1] && other.text == said)
    };
    let found = diagnostics.iter().any(is_it);
    if !found {
        println!("{id} is not reported as it should:\n{diagnostics}");
    }
    found
}

#[test]
fn both_places_of_a_clash_are_shown() {
    let shown = |(id, marked, said): &(&str, &str, &str)| {
        let [book, vendor] = sources(marked);
        let (text, places) = unmark(&vendor.text);
        reported(&[book, Source::new("acme.yaml", text)], id, places, said)
    };
    let hidden: Vec<_> = CLASHES.iter().filter(|clash| !shown(clash)).collect();
    assert!(hidden.is_empty(), "{hidden:#?}");
}

#[test]
fn both_places_of_a_clash_in_the_book_are_shown() {
    for (id, marked) in CLASHES_OF_THE_BOOK {
        let (text, places) = unmark(&(LEAST.to_owned() + marked));
        assert!(
            reported(&[Source::new("book.yaml", text)], id, places, "first here"),
            "{marked}"
        );
    }
}

#[test]
fn one_error_is_reported_once() {
    let table = [
        "domains: { d: { raised_by: server, codes: { X: { summary: s, class: lost } } } }\n\
         examples: [{ name: n, operation: request, raised: X, expect: { class: lost } }]",
        "domains: { d: { key: header, codes: { '404': { name: Lost, summary: s, class: lost } } } }",
        "domains: { match: { raised_by: client } }",
        "domains: {}\noperations: { Self: {} }",
        "domains: { d: { raised_by: client, codes: { '': { summary: s } } } }",
        "domains: { A: {}, b: {} }",
    ];
    for vendor in table {
        let errors = load(&sources(vendor)).expect_err("an error");
        assert_eq!(errors.iter().len(), 1, "{errors}");
    }
    let named = Source::new(
        "acme.yaml",
        "vendor: Acme\ntitle: t\nsummary: s\ndomains: {}\n",
    );
    let errors = load(&[Source::new("book.yaml", BOOK), named]).expect_err("an error");
    assert_eq!(errors.iter().len(), 1, "{errors}");
}
