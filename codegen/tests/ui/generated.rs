//! Books that are not kept as files: what is not seen in them, or how much there is of it, is the error.

use std::fmt::Write;

use faultbook_codegen::Source;

use crate::cases::shared_book;

/// The beginning of a vendor's file.
const HEAD: &str = "vendor: shop\ntitle: Shop\nsummary: Orders and payments.\n";

/// A case by its name, and its files.
type Book = (&'static str, Vec<Source>);

pub(crate) fn books() -> Vec<Book> {
    vec![
        (
            "FB0001_invalid_yaml/too_many_brackets",
            shop(&format!("advice: {}\n", "[".repeat(10_001))),
        ),
        ("FB0001_invalid_yaml/aliases_of_aliases", shop(&aliases())),
        ("FB0006_no_book/nothing_at_all", Vec::new()),
        (
            "FB0007_unreadable_file/byte_order_mark",
            vec![Source::new("book.yaml", "\u{feff}classes: {}\n")],
        ),
        (
            "FB0007_unreadable_file/control_character",
            shop("note: a\u{1b}[31m red word\ndomains: {}\n"),
        ),
        (
            "FB0007_unreadable_file/direction",
            shop("note: день \u{202e}drow\ndomains: {}\n"),
        ),
        (
            "FB0007_unreadable_file/nul_byte",
            shop("domains: {}\n# a comment\0\n"),
        ),
        (
            "FB0023_invalid_code/too_long",
            shop(&code(&format!("A{}", "_B".repeat(100)))),
        ),
        ("FB0050_too_many/places_in_a_body", shop(&places(33))),
        ("FB0050_too_many/rules_in_one_place", shop(&rules(256))),
        (
            "FB0050_too_many/rules_that_multiply",
            shop(&rules_that_multiply(40)),
        ),
    ]
}

fn shop(lines: &str) -> Vec<Source> {
    vec![
        shared_book(),
        Source::new("shop.yaml", HEAD.to_owned() + lines),
    ]
}

/// Each line expands to ten of the previous one.
fn aliases() -> String {
    let mut lines = "advice:\n  - &a0 ha\n".to_owned();
    for level in 1..9 {
        let ten = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(lines, "  - &a{level} [{ten}]").expect("memory");
    }
    lines + "domains: {}\n"
}

fn code(wire: &str) -> String {
    format!(
        "domains: {{ api: {{ raised_by: client, codes: {{ {wire}: {{ summary: It has a long name, name: Long }} }} }} }}\n"
    )
}

fn places(many: usize) -> String {
    let mut lines =
        "domains:\n  api:\n    envelope:\n      code: /code\n      fields:\n".to_owned();
    for number in 1..many {
        writeln!(lines, "        field_{number}: /fields/{number}").expect("memory");
    }
    lines
}

fn rules(many: usize) -> String {
    let rule = |number: usize| {
        format!("  - {{ when: {{ field: {{ /number: {number} }} }}, class: rejected }}\n")
    };
    format!(
        "domains: {{}}\nrules:\n{}",
        (0..many).map(rule).collect::<String>()
    )
}

/// Rules of three places, each of which looks at another field.
fn rules_that_multiply(many: usize) -> String {
    let place = |field: &str, indent: &str| {
        let rule = |number: usize| {
            format!(
                "{indent}  - {{ when: {{ field: {{ /{field}: {number} }} }}, class: rejected }}\n"
            )
        };
        format!(
            "{indent}rules:\n{}",
            (0..many).map(rule).collect::<String>()
        )
    };
    format!(
        "{}domains:\n  api:\n    envelope: {{ code: /code }}\n{}    codes:\n      GONE:\n        summary: It is gone\n{}",
        place("a", ""),
        place("b", "    "),
        place("c", "        ")
    )
}
