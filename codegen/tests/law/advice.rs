//! Lints are reported where they apply, with a way out that can be taken there.

use crate::support::{BOOK, sources};
use faultbook_codegen::{Source, load};

/// What is reported of a lint in this book: the line it is in, and the last help.
fn reported(lint: &str, book: &str, vendor: &str) -> Vec<(usize, String)> {
    let [_, vendor] = sources(vendor);
    let loaded = load(&[Source::new("book.yaml", book), vendor]);
    let warnings = loaded.unwrap_or_else(|errors| panic!("{errors}")).warnings;
    let reported = warnings.iter().filter(|reported| reported.id == lint);
    reported
        .map(|reported| {
            (
                reported.line(),
                reported.help.last().cloned().unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn a_lint_is_allowed_at_its_entry_and_in_the_whole_book_where_none_is() {
    let book = BOOK.replace("use: transient", "use: other") + "lints: { no_source: allow }\n";
    let book = book.replace("retries:\n", "retries:\n  other: { after: 1s }\n");
    let unused = reported("FB0107", &book, "domains: {}\n");
    let in_book = "or allow it in the whole book: `lints: { unused: allow }` in `book.yaml`";
    let at_entry = "or allow it: `allow: [{ lint: unused, reason: … }]`";
    let retry = 1 + book
        .lines()
        .position(|line| line.contains("transient:"))
        .expect("it is there");
    let help = |line: usize| {
        let found = unused.iter().find(|(reported, _)| *reported == line);
        found.map(|(_, help)| help.as_str())
    };
    assert_eq!(help(retry), Some(in_book));
    let action = 1 + book
        .lines()
        .position(|line| line.contains("pay:"))
        .expect("it is there");
    assert_eq!(help(action), Some(at_entry));
}

#[test]
fn patterns_that_look_like_regular_expressions_are_reported_everywhere() {
    let table = [
        (".*", true),
        ("at most \\d+", true),
        ("^at most {n:integer}", true),
        ("at most {n:integer}$", true),
        ("(bets|wins) are closed", true),
        ("id [0-9]", true),
        ("at most {n:integer} (EUR).", false),
        ("costs 5$ a month", false),
        ("a|b", false),
        ("what now?", false),
        ("50% of 3 * 4 ...", false),
    ];
    for (pattern, is_reported) in table {
        let rule = format!("rules: [{{ when: {{ message: '{pattern}' }}, severity: info }}]");
        let detail =
            format!("rules: [{{ when: {{ detail: {{ a: [x, '{pattern}'] }} }}, severity: info }}]");
        let envelope = "envelope: { code: /code, message: /message, details: { at: /details } }";
        let vendor = format!(
            "{rule}\ndomains:\n  d:\n    {envelope}\n    {detail}\n    codes:\n      X: {{ summary: s, {rule} }}\noperations:\n  call: {{ {detail} }}\n"
        );
        let lines: Vec<usize> = reported("FB0114", BOOK, &vendor)
            .into_iter()
            .map(|(line, _)| line)
            .collect();
        let expected: &[usize] = if is_reported { &[4, 8, 10, 12] } else { &[] };
        assert_eq!(lines, expected, "{pattern}");
    }
}
