//! Which changes are about the vendor, and which about the application.

use faultbook_codegen::Source;
use faultbook_codegen::changes::Concern::{Facts, Policy};

use crate::Book;

const BOOK: &str = "extends: standard\nclasses: { muted: { summary: Not now, like: conflict, user_message: Later. } }\n";
const OWN: &str = "extends: shop_book/shop\nvendor: shop\ndomains:\n  api:\n    codes:\n      GONE: { user_message: It is gone. }\n";
const BASE: &str = "vendor: shop\ntitle: Shop\nsummary: Sells\ndomains:\n  api:\n    title: API\n    \
    envelope: { code: /code }\n    codes:\n      GONE: { summary: Gone, status: 404, class: not_found }\n      \
    LATE: { summary: Late, status: 409, class: conflict, retry: { after: 2s } }\n";

fn book(texts: [&str; 3]) -> Book {
    let [book, own, base] = texts;
    Book::new(vec![
        Source::new("book.yaml", book),
        Source::new("shop.yaml", own),
        Source::in_package("shop_book", "shop.yaml", base),
    ])
    .expect("a book without errors")
}

#[test]
fn changes_are_of_the_vendor_or_of_the_application() {
    let texts = [BOOK, OWN, BASE];
    let table = [
        // What a package says is facts, whatever it is about.
        (2, "after: 2s", "after: 3s", "retry", Facts),
        (2, "status: 404", "status: 410", "status", Facts),
        (2, "class: not_found", "class: expired", "class", Facts),
        // What the book says about the vendor is facts, too.
        (
            1,
            "GONE: {",
            "OURS: { summary: Ours, class: conflict }\n      GONE: {",
            "code_added",
            Facts,
        ),
        (1, "GONE: {", "GONE: { class: expired,", "class", Facts),
        // What it decides is policy.
        (1, "It is gone.", "It was sold.", "user_message", Policy),
        (
            1,
            "GONE: {",
            "LATE: { retry: never }\n      GONE: {",
            "retry",
            Policy,
        ),
        (1, "GONE: {", "GONE: { note: Rare, ", "text", Policy),
        (
            1,
            "vendor: shop\n",
            "vendor: shop\nrules: [{ when: { status: 404 }, severity: info, because: it is common }]\n",
            "rule",
            Policy,
        ),
        (
            1,
            "vendor: shop\n",
            "vendor: shop\nrules: [{ when: { field: { /x: y } }, class: expired, because: so }]\n",
            "rule",
            Facts,
        ),
        (0, "Later.", "Not now.", "user_message", Policy),
    ];
    let old = book(texts);
    for (file, was, is, kind, concern) in table {
        let mut texts = texts.map(str::to_owned);
        texts[file] = texts[file].replace(was, is);
        let new = book([&texts[0], &texts[1], &texts[2]]);
        let changes = old.changes_to(&new);
        let found: Vec<_> = changes.iter().map(|it| (it.kind, it.concern)).collect();
        assert!(found.contains(&(kind, concern)), "{is}: {found:?}");
    }
}

/// The same file, copied and extended: only code that uses the protocol's type notices.
#[test]
fn a_copied_protocol_is_another_one_than_an_extended_one() {
    let protocol = include_str!("../../protocol/json_rpc.yaml");
    let copied = protocol.replace("vendor: json_rpc", "vendor: rpc");
    let book = |text: &str| {
        let sources = [("book.yaml", BOOK), ("rpc.yaml", text)];
        let sources = sources.map(|(path, text)| Source::new(path, text));
        Book::new(sources.into()).expect("a book without errors")
    };
    let extended = book("extends: protocol/json_rpc\nvendor: rpc\n");
    let changes = book(&copied).changes_to(&extended);
    let found: Vec<_> = changes
        .iter()
        .map(|it| (it.kind, it.concern, &*it.message))
        .collect();
    let message = "domain `rpc/rpc`: `protocol` is `json_rpc`";
    assert_eq!(found, [("protocol", Facts, message)]);
}
