//! However many errors there are, and wherever, the report has a bounded length and counts all of them.

use std::fmt::Write;

use faultbook_codegen::{Diagnostics, Source, load};

use crate::texts::{HARMLESS, vocabulary, yaml};

const HEAD: &str = "title: Acme\nsummary: A vendor.\n";

fn errors(files: &[(&str, &str)]) -> Diagnostics {
    let book = Source::new("book.yaml", yaml(&vocabulary(HARMLESS)));
    let vendors = files.iter().map(|(name, text)| Source::new(*name, *text));
    let sources: Vec<Source> = [book].into_iter().chain(vendors).collect();
    load(&sources).expect_err("errors")
}

#[test]
fn of_ten_thousand_errors_the_first_are_listed_and_all_are_counted() {
    let mut text =
        format!("vendor: acme\n{HEAD}domains:\n  api:\n    raised_by: client\n    codes:\n");
    for number in 0..10_000 {
        writeln!(text, "      A{number}: {{ summary: A, class: no }}").expect("memory");
    }
    let errors = errors(&[("acme.yaml", &text)]);
    let reported = errors.iter().len();
    assert!((10..=100).contains(&reported), "{reported}");
    assert_eq!(reported + errors.hidden(), 10_000);
    let first = errors.iter().next().expect("an error");
    assert_eq!((first.line(), first.message()), (8, "unknown class `no`"));
    assert!(errors.to_string().len() < 100_000);
}

#[test]
fn of_ten_thousand_codes_that_say_the_same_some_are_asked_about() {
    let mut text =
        format!("vendor: acme\n{HEAD}domains:\n  api:\n    raised_by: client\n    codes:\n");
    for number in 0..10_000 {
        writeln!(text, "      A{number}: {{ summary: The same }}").expect("memory");
    }
    let book = Source::new("book.yaml", yaml(&vocabulary(HARMLESS)));
    let sources = [book, Source::new("acme.yaml", text)];
    let warnings = load(&sources).expect("a book that is right").warnings;
    let same = |reported: &&faultbook_codegen::Diagnostic| reported.id == "FB0110";
    // To find the places of all would take hours.
    assert_eq!(warnings.iter().filter(same).count(), 10);
    let more = warnings.unlisted().find(|more| more.id == "FB0110");
    let more = more.expect("more than are listed");
    assert_eq!((more.lint, more.count), (Some("similar_summaries"), 9_989));
    let line = "… and 9989 more `similar_summaries` warnings";
    assert!(warnings.to_string().contains(line), "{warnings}");
}

/// Many more than are listed.
const MANY: usize = 5_000;

#[test]
fn any_number_of_diagnostics_is_counted() {
    let each = |line: fn(usize) -> String| (0..MANY).map(line).collect::<String>();
    let codes = "domains:\n  api:\n    raised_by: client\n    codes:\n";
    let table = [
        (
            "FB0002",
            MANY,
            each(|n| format!("nope{n}: x\n")) + "domains: {}\n",
        ),
        (
            "FB0002",
            MANY,
            codes.to_owned() + &each(|n| format!("      A{n}: {{ summary: A, colour: red }}\n")),
        ),
        (
            "FB0002",
            1,
            "domains: {}\ncolours:\n".to_owned() + &each(|n| format!("- red{n}\n")),
        ),
        (
            "FB0003",
            MANY,
            codes.to_owned() + &each(|n| format!("      A{n}: {{ class: refused }}\n")),
        ),
        (
            "FB0004",
            MANY * 2,
            codes.to_owned()
                + &each(|n| format!("      A{n}: {{ summary: [A], description: {{}} }}\n")),
        ),
        (
            "FB0004",
            MANY,
            "domains: {}\nadvice:\n".to_owned() + &each(|n| format!("- [a{n}]\n")),
        ),
        (
            "FB0004",
            MANY,
            "domains: {}\nlimits:\n".to_owned() + &each(|n| format!("- a{n}\n")),
        ),
        (
            "FB0010",
            MANY,
            codes.to_owned() + &each(|n| format!("      A{n}: {{ summary: A, class: no{n} }}\n")),
        ),
        (
            "FB0001",
            MANY,
            "domains: {}\nadvice:\n".to_owned() + &each(|n| format!("- !x a{n}\n")),
        ),
        (
            "FB0027",
            MANY - 1,
            "domains: {}\nforbid: [".to_owned() + &each(|_| "pay, ".to_owned()) + "]\n",
        ),
    ];
    for (id, count, lines) in table {
        let errors = errors(&[("acme.yaml", &format!("vendor: acme\n{HEAD}{lines}"))]);
        let listed = errors.iter().filter(|reported| reported.id == id).count();
        let unlisted = errors.unlisted().filter(|more| more.id == id);
        let unlisted: usize = unlisted.map(|more| more.count).sum();
        assert_eq!(listed + unlisted, count, "{errors}");
        assert!(listed <= 100, "{listed}");
        assert!(errors.to_string().len() < 50_000);
    }
}

#[test]
fn the_last_of_many_that_is_listed_has_its_location_too() {
    let lines: String = (0..MANY).map(|n| format!("nope{n}: x\n")).collect();
    let errors = errors(&[(
        "acme.yaml",
        &format!("vendor: acme\n{HEAD}{lines}domains: {{}}\n"),
    )]);
    let last = errors.iter().last().expect("an error");
    assert_eq!((last.line(), last.message()), (103, "unknown key `nope99`"));
}

#[test]
fn too_many_codes_for_the_tables_are_one_error() {
    let mut text =
        format!("vendor: acme\n{HEAD}domains:\n  api:\n    raised_by: client\n    codes:\n");
    for number in 0..=u16::MAX {
        writeln!(text, "      A{number}: {{ summary: A }}").expect("memory");
    }
    let errors = errors(&[("acme.yaml", &text)]);
    let reported: Vec<_> = errors
        .iter()
        .map(|reported| (reported.id, reported.line()))
        .collect();
    assert_eq!(reported, [("FB0050", 4)]);
}

#[test]
fn a_long_name_is_shortened() {
    let text = format!(
        "vendor: acme\n{HEAD}class: {}\ndomains: {{}}\n",
        "n".repeat(1_000_000)
    );
    let errors = errors(&[("acme.yaml", &text)]);
    assert!(
        errors.to_string().len() < 3000,
        "{}",
        errors.to_string().len()
    );
}

#[test]
fn the_other_place_of_a_clash_may_be_in_another_file() {
    let [one, other] = ["a_b", "a__b"].map(|name| format!("vendor: {name}\n{HEAD}domains: {{}}\n"));
    let shown = errors(&[("a_b.yaml", &one), ("a__b.yaml", &other)]).to_string();
    assert!(
        shown.contains("a_b.yaml") && shown.contains("a__b.yaml"),
        "{shown}"
    );
}

#[test]
fn a_quoted_name_may_go_on_in_the_next_line() {
    for (class, reported) in [
        ("\"refusedд\n  \"", "refused"),
        ("'refuseд\n  '", "refused"),
        ("\"", ""),
    ] {
        let text = format!("vendor: acme\n{HEAD}class: {class}\ndomains: {{}}\n");
        let shown = errors(&[("acme.yaml", &text)]).to_string();
        assert!(shown.contains(reported), "{shown}");
    }
}
