//! However much is wrong, and wherever, it is told in bounded time and length.

use std::fmt::Write;

use faultbook_codegen::{Diagnostics, Source, load};

use crate::texts::{HARMLESS, vocabulary, yaml};

const HEAD: &str = "title: Acme\nsummary: A vendor.\n";

fn mistakes(files: &[(&str, &str)]) -> Diagnostics {
    let book = Source::new("book.yaml", yaml(&vocabulary(HARMLESS)));
    let vendors = files.iter().map(|(name, text)| Source::new(*name, *text));
    let sources: Vec<Source> = [book].into_iter().chain(vendors).collect();
    load(&sources).expect_err("mistakes")
}

#[test]
fn of_ten_thousand_mistakes_the_first_are_told_and_all_are_counted() {
    let mut text =
        format!("vendor: acme\n{HEAD}domains:\n  api:\n    raised_by: client\n    codes:\n");
    for number in 0..10_000 {
        writeln!(text, "      A{number}: {{ summary: A, class: no }}").expect("memory");
    }
    let mistakes = mistakes(&[("acme.yaml", &text)]);
    let told = mistakes.iter().len();
    assert!((10..=100).contains(&told), "{told}");
    assert_eq!(told + mistakes.hidden(), 10_000);
    let first = mistakes.iter().next().expect("a mistake");
    assert_eq!((first.line(), first.message()), (8, "unknown class `no`"));
    assert!(mistakes.to_string().len() < 100_000);
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
    let same = |told: &&faultbook_codegen::Diagnostic| told.id == "FB0110";
    // To find the places of all would take hours.
    assert_eq!(warnings.iter().filter(same).count(), 10);
    assert!(warnings.hidden() >= 9_989, "{}", warnings.hidden());
}

#[test]
fn more_codes_than_the_tables_have_room_for_are_told_as_one_mistake() {
    let mut text =
        format!("vendor: acme\n{HEAD}domains:\n  api:\n    raised_by: client\n    codes:\n");
    for number in 0..=u16::MAX {
        writeln!(text, "      A{number}: {{ summary: A }}").expect("memory");
    }
    let mistakes = mistakes(&[("acme.yaml", &text)]);
    let told: Vec<_> = mistakes.iter().map(|told| (told.id, told.line())).collect();
    assert_eq!(told, [("FB0050", 4)]);
}

#[test]
fn a_long_name_is_told_in_short() {
    let text = format!(
        "vendor: acme\n{HEAD}class: {}\ndomains: {{}}\n",
        "n".repeat(1_000_000)
    );
    let mistakes = mistakes(&[("acme.yaml", &text)]);
    assert!(
        mistakes.to_string().len() < 3000,
        "{}",
        mistakes.to_string().len()
    );
}

#[test]
fn the_other_place_of_a_clash_may_be_in_another_file() {
    let [one, other] = ["a_b", "a__b"].map(|name| format!("vendor: {name}\n{HEAD}domains: {{}}\n"));
    let shown = mistakes(&[("a_b.yaml", &one), ("a__b.yaml", &other)]).to_string();
    assert!(
        shown.contains("a_b.yaml") && shown.contains("a__b.yaml"),
        "{shown}"
    );
}

#[test]
fn a_quoted_name_may_go_on_in_the_next_line() {
    for (class, told) in [
        ("\"refusedд\n  \"", "refused"),
        ("'refuseд\n  '", "refused"),
        ("\"", ""),
    ] {
        let text = format!("vendor: acme\n{HEAD}class: {class}\ndomains: {{}}\n");
        let shown = mistakes(&[("acme.yaml", &text)]).to_string();
        assert!(shown.contains(told), "{shown}");
    }
}
