//! Whatever the book and the response: the engine's success is one by the strict oracle, and what plainly is a success is
//! one for the engine.

use std::collections::BTreeMap;

use faultbook_codegen::{Loaded, Source, load};
use faultbook_runtime::{Outcome, v1};
use proptest::prelude::*;
use serde::de::IgnoredAny;

use crate::strict::book::{self, Book, Test, VOCABULARY};
use crate::strict::dice::Dice;
use crate::strict::json::Json;
use crate::strict::number::Decimal;
use crate::strict::oracle::{self, Verdict};
use crate::strict::pattern;
use crate::strict::responses::{self, Made};
use crate::support::cases;

/// The number of books, and of responses to each operation of one.
const BOOKS: u32 = 60;
const RESPONSES: usize = 100;

#[derive(Debug, Default)]
struct Counts {
    successes: usize,
    doubts: BTreeMap<&'static str, usize>,
    tests: BTreeMap<&'static str, usize>,
}

#[test]
fn no_success_of_any_book_is_doubtful_and_every_plain_one_is_a_success() {
    let asked = cases(BOOKS).cases;
    // The books are the same in every run, so that the counts hold; more of them are only as many more.
    let mut counts = Counts::default();
    for seed in 0..(asked / 20).max(BOOKS) {
        check_book(&mut Dice::new(seed.into()), &mut counts);
    }
    assert!(counts.successes > 1000, "{counts:?}");
    for reason in REASONS {
        let count = counts.doubts.get(reason);
        assert!(
            count.is_some_and(|count| *count >= 20),
            "{reason}: {counts:?}"
        );
    }
    assert_eq!(counts.doubts.len(), REASONS.len(), "{counts:?}");
    for kind in KINDS {
        let count = counts.tests.get(kind);
        assert!(
            count.is_some_and(|count| *count >= 10),
            "{kind}: {counts:?}"
        );
    }
}

/// All that the oracle can object to.
const REASONS: [&str; 11] = [
    "a failure in a list",
    "an unknown code of a domain that the response names",
    "a discriminator of another type",
    "a discriminator without a code",
    "a code of another type",
    "an unknown code",
    "a body that is not JSON",
    "a body that is neither an object nor a list",
    "a repeated key",
    "not what success looks like",
    "what is decided about it",
];

/// All that a condition can ask for.
const KINDS: [&str; 9] = [
    "status", "field", "exists", "code", "domain", "category", "class", "message", "detail",
];

fn kind(test: &Test) -> &'static str {
    match test {
        Test::Status(_) => "status",
        Test::Field(..) => "field",
        Test::Exists(..) => "exists",
        Test::Code(_) => "code",
        Test::Domain(_) => "domain",
        Test::Category(_) => "category",
        Test::Class(_) => "class",
        Test::Message(_) => "message",
        Test::Detail(..) => "detail",
    }
}

fn check_book(dice: &mut Dice, counts: &mut Counts) {
    let book = book::book(dice);
    let loaded = compile(&book);
    count_tests(&book, counts);
    for operation in &book.operations {
        for at in 0..RESPONSES {
            let made = if at % 5 == 0 {
                responses::plain(dice)
            } else {
                responses::response(dice)
            };
            check(&book, &loaded, operation, &made, counts);
        }
    }
}

fn compile(book: &Book) -> Loaded {
    let yaml = book.yaml();
    let sources = [
        Source::new("book.yaml", VOCABULARY),
        Source::new("acme.yaml", &*yaml),
    ];
    load(&sources).unwrap_or_else(|errors| panic!("{errors}\n{yaml}"))
}

fn count_tests(book: &Book, counts: &mut Counts) {
    let codes = book.domains.iter().flat_map(|domain| &domain.codes);
    let codes = codes.map(|code| &code.layer);
    let domains = book.domains.iter().map(|domain| &domain.layer);
    let operations = book.operations.iter().map(|operation| &operation.layer);
    let layers = codes.chain(domains).chain(operations).chain([&book.layer]);
    let rules = layers.flat_map(|layer| &layer.rules);
    for test in rules.flat_map(|rule| &rule.when).flatten() {
        *counts.tests.entry(kind(test)).or_default() += 1;
    }
}

fn check(
    book: &Book,
    loaded: &Loaded,
    operation: &book::Operation,
    made: &Made,
    counts: &mut Counts,
) {
    let tables = loaded.tables[0].vendor();
    let index = v1::operation(&tables, operation.name).expect("a listed operation");
    let response = faultbook_runtime::Response::new(made.status, &made.body).headers(&made.headers);
    let is_success = v1::reading(&tables, index, &response).decision().outcome == Outcome::Success;
    let response = oracle::Response {
        status: made.status,
        headers: &made.headers,
        body: &made.body,
    };
    let verdict = oracle::judge(book, operation, &response);
    let is_agreed = match verdict {
        Verdict::Success => is_success,
        Verdict::Uncertain => true,
        Verdict::Doubt(reason) => {
            *counts.doubts.entry(reason).or_default() += 1;
            !is_success
        }
    };
    counts.successes += usize::from(is_success);
    let body = String::from_utf8_lossy(&made.body);
    assert!(
        is_agreed,
        "success: {is_success}, but {verdict:?}\n{} {} {:?}\n{body}\n{}",
        operation.name,
        made.status,
        made.headers,
        book.yaml()
    );
}

/// The oracle's own JSON is that of `serde_json`, but for what it keeps besides.
#[test]
fn the_oracle_reads_json_as_others_do() {
    let mut dice = Dice::new(1);
    for _ in 0..5000 {
        let Made { body, .. } = responses::response(&mut dice);
        let theirs = std::str::from_utf8(&body)
            .is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
        assert_eq!(
            Json::read(&body).is_some(),
            theirs,
            "{}",
            String::from_utf8_lossy(&body)
        );
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    /// The oracle's numbers are those of whole-number arithmetic.
    #[test]
    fn the_oracle_compares_numbers_by_value(a in -2000i64..2000, b in -2000i64..2000, shift in 0usize..4) {
        let zeros = "0".repeat(shift);
        let spellings = |n: i64| [format!("{n}"), format!("{n}.{zeros}0"), format!("{n}{zeros}e-{shift}"), format!("{n}E+0")];
        for a_spelling in spellings(a) {
            for b_spelling in spellings(b) {
                let equal = Decimal::read(&a_spelling) == Decimal::read(&b_spelling);
                prop_assert_eq!(equal, a == b, "{} {}", a_spelling, b_spelling);
            }
        }
    }

    /// The oracle's quick way to match a pattern finds what trying everything finds.
    #[test]
    fn the_oracle_matches_patterns_as_backtracking_does(at in 0..PATTERNS.len(), message in "[ab1.x -]{0,12}") {
        let parts = pattern::parse(PATTERNS[at]);
        let message = pattern::trimmed(&message);
        let captures = pattern::captures(&parts, &message);
        prop_assert_eq!(pattern::matches(&parts, &message), captures.is_some(), "{:?}", message);
        for (_, captured) in captures.unwrap_or_default() {
            prop_assert!(!captured.is_empty());
        }
    }
}

const PATTERNS: [&str; 8] = [
    "a b",
    "{t:text}",
    "{w:word}",
    "{t:text} {w:word}x",
    "a{n:integer}.{m:decimal}",
    "{n:decimal}.{t:text}",
    "{t:text}a{w:word}b{u:text}",
    "{w:word} {v:word}",
];
