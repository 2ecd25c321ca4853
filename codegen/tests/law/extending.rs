//! Files that extend others: what they inherit, what they change, and what they cannot take back.

use faultbook_codegen::{Diagnostics, Loaded, Report, Source, load};
use faultbook_runtime::standard;

use crate::support::Small;

const BASE: &str = "\
vendor: shop
title: Shop
summary: Orders and payments
source: https://example.com/errors
envelope: { code: /code, message: /message }
rules:
  - when: { message: again }
    class: unavailable
    retry: { after: 5s }
domains:
  api:
    codes:
      GONE: { summary: There is no such order, status: 404, class: not_found }
      SECRET: { summary: The buyer is suspected, status: 403, class: permission_denied, expose: never }
examples:
  - name: gone
    operation: request
    response: { status: 404, body: '{\"code\":\"GONE\"}' }
    expect: { code: GONE, class: not_found }
";

fn valid(sources: &[Source]) -> Loaded {
    load(sources).unwrap_or_else(|errors| panic!("{errors}"))
}

/// A book with one vendor, `shop`, that extends one of a package.
fn load_shop(own: &str) -> Loaded {
    let own = format!("extends: shop_book/shop\nvendor: shop\n{own}");
    valid(&[
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("shop.yaml", own),
        Source::in_package("shop-book", "shop.yaml", BASE),
    ])
}

/// What the vendor of a book makes of a response.
fn read(loaded: Loaded, status: u16, body: &str) -> Report {
    Small(loaded).read("request", status, body)
}

#[test]
fn a_file_that_adds_nothing_means_what_it_extends() {
    let plain = valid(&[
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("shop.yaml", BASE),
    ]);
    let same = |loaded: &Loaded| {
        let mut artifacts = loaded.artifacts();
        artifacts.retain(|artifact| artifact.path.ends_with("tables.rs"));
        artifacts
            .into_iter()
            .map(|artifact| without_fingerprint(&artifact.contents))
            .collect::<Vec<_>>()
    };
    assert_eq!(same(&load_shop("")), same(&plain));
}

fn without_fingerprint(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.contains("0x") && !line.contains("fingerprint"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn fields_replace_each_other_one_by_one() {
    let loaded = load_shop(
        "title: Our shop\ndomains: { api: { codes: { GONE: { user_message: It is gone. } } } }\n",
    );
    assert_eq!(loaded.book.vendors[0].title, "Our shop");
    let report = read(loaded, 404, r#"{"code":"GONE"}"#);
    assert_eq!(report.decision.class, "not_found");
    assert_eq!(report.decision.user_message.as_deref(), Some("It is gone."));
}

#[test]
fn a_code_of_ones_own_comes_after_the_inherited_ones() {
    let own = "domains: { api: { codes: { NEW: { summary: Ours, class: conflict } } } }\n";
    let loaded = load_shop(own);
    let codes = loaded.book.vendors[0]
        .codes
        .iter()
        .map(|code| code.wire.as_str());
    assert_eq!(codes.collect::<Vec<_>>(), ["GONE", "SECRET", "NEW"]);
}

#[test]
fn rules_of_both_files_apply_field_by_field() {
    let own = "rules:\n  - when: { code: GONE }\n    user_message: Ours.\n    severity: info\n";
    let report = read(load_shop(own), 404, r#"{"code":"GONE","message":"again"}"#);
    // The text is the overlay's, the class of the code is stronger than that of the vendor's rule, and the wait is inherited.
    assert_eq!(report.decision.user_message.as_deref(), Some("Ours."));
    assert_eq!(report.decision.class, "not_found");
    assert_eq!(report.decision.retry.kind, "after");
}

#[test]
fn null_takes_a_decision_away() {
    let base = BASE.replace(
        "class: not_found }",
        "class: not_found, retry: { after: 5s } }",
    );
    let table = [
        ("domains: {}\n", "after"),
        (
            "domains: { api: { codes: { GONE: { retry: ~ } } } }\n",
            "never",
        ),
    ];
    for (own, retry) in table {
        let own = format!("extends: shop_book/shop\nvendor: shop\n{own}");
        let loaded = valid(&[
            Source::new("book.yaml", "extends: standard\n"),
            Source::new("shop.yaml", own),
            Source::in_package("shop_book", "shop.yaml", base.as_str()),
        ]);
        assert_eq!(
            read(loaded, 404, r#"{"code":"GONE"}"#).decision.retry.kind,
            retry
        );
    }
}

#[test]
fn confidential_remains_confidential() {
    let own = "domains: { api: { codes: { SECRET: { user_message: You are suspected. } } } }\n\
        rules:\n  - when: { code: SECRET }\n    user_message: You are suspected.\n";
    let report = read(load_shop(own), 403, r#"{"code":"SECRET"}"#);
    assert!(report.decision.confidential);
}

#[test]
fn an_inherited_example_may_be_decided_otherwise_but_not_read_otherwise() {
    let own = "domains: { api: { codes: { GONE: { class: conflict } } } }\n";
    assert_eq!(
        read(load_shop(own), 404, r#"{"code":"GONE"}"#)
            .decision
            .class,
        "conflict"
    );
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new(
            "shop.yaml",
            "extends: shop_book/shop\nvendor: shop\nenvelope: { code: /error }\n",
        ),
        Source::in_package("shop_book", "shop.yaml", BASE),
    ];
    let errors = load(&sources).map(|_| ()).unwrap_err();
    let ids: Vec<&str> = errors.iter().map(|error| error.id).collect();
    assert_eq!(ids, ["FB0042"]);
}

#[test]
fn what_is_wrong_in_a_package_is_reported_there_and_its_lints_are_not() {
    let wrong = BASE.replace("class: not_found", "class: nowhere");
    let sources = [
        Source::new(
            "book.yaml",
            "extends: standard\nlints: { no_example: deny }\n",
        ),
        Source::new("shop.yaml", "extends: shop_book/shop\nvendor: shop\n"),
        Source::in_package("shop_book", "shop.yaml", wrong),
    ];
    let errors = load(&sources).map(|_| ()).unwrap_err();
    let places: Vec<_> = errors
        .iter()
        .map(|error| (error.id, error.file(), error.line()))
        .collect();
    assert_eq!(places, [("FB0010", "shop_book/shop.yaml", 13)]);
    // `SECRET` has no example.
    assert!(load_shop("").warnings.iter().next().is_none());
}

#[test]
fn files_extend_each_other_in_chains_and_lists() {
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new(
            "shop_eu.yaml",
            "extends: [shop, protocol/oauth2]\nvendor: shop_eu\ntitle: Shop EU\n",
        ),
        Source::new(
            "shop.yaml",
            "extends: shop_book/shop\nvendor: shop\ntitle: Our shop\n",
        ),
        Source::in_package("shop_book", "shop.yaml", BASE),
    ];
    let book = valid(&sources).book;
    let vendors = book.vendors.iter().map(|vendor| {
        let domains = vendor.domains.iter().map(|domain| domain.name.as_str());
        (vendor.title.as_str(), domains.collect::<Vec<_>>())
    });
    let expected = [
        ("Our shop", vec!["api"]),
        ("Shop EU", vec!["api", "oauth2_token", "oauth2_bearer"]),
    ];
    assert_eq!(vendors.collect::<Vec<_>>(), expected);
}

#[test]
fn every_protocol_reads_its_examples() {
    const CODES: &str =
        "domains: { own: { codes: { OURS: { summary: Ours, class: conflict } } } }\n";
    const XML: &str = "domains: { own: { codes: { OURS: { summary: Ours, class: conflict } } } }\n\
        success: { field: { /Ours: { exists: true } } }\n";
    for protocol in [
        "aws_common",
        "aws_json",
        "aws_xml",
        "google_rpc",
        "graphql",
        "grpc",
        "json_api",
        "json_rpc",
        "oauth2",
        "problem_details",
    ] {
        let own = format!("extends: protocol/{protocol}\nvendor: shop\n");
        // What only has an envelope needs codes, and the other way round. XML needs a field in each success.
        let own = own
            + match protocol {
                "aws_common" => "envelope: { code: /code }\n",
                "aws_xml" => XML,
                "aws_json" | "graphql" | "json_api" | "problem_details" => CODES,
                _ => "",
            };
        let sources = [
            Source::new("book.yaml", "extends: standard\n"),
            Source::new("shop.yaml", own),
        ];
        let vendor = &valid(&sources).book.vendors[0];
        assert!(!vendor.examples.is_empty() || protocol == "aws_common");
        assert!(!vendor.codes.is_empty(), "{protocol}");
    }
}

#[test]
fn the_types_of_the_runtime_are_the_standard_vocabulary() {
    let sources = [Source::new(
        "book.yaml",
        "extends: standard\nclasses:\n  muted: { summary: Not now, like: conflict, user_message: Later. }\n",
    )];
    let book = valid(&sources).book;
    let (own, standard): (Vec<_>, Vec<_>) =
        book.classes.iter().partition(|class| class.name == "muted");
    assert_eq!(own[0].standard, standard::Class::Conflict);
    let classes: Vec<_> = standard
        .iter()
        .map(|class| (class.name.as_str(), class.standard))
        .collect();
    let all: Vec<_> = standard::Class::ALL
        .iter()
        .map(|class| (class.as_str(), *class))
        .collect();
    assert_eq!(classes, all);
    let actions: Vec<_> = book
        .actions
        .iter()
        .map(|action| action.name.as_str())
        .collect();
    let all: Vec<_> = standard::Action::ALL
        .iter()
        .map(|action| action.as_str())
        .collect();
    assert_eq!(actions, all);
}

#[test]
fn a_code_that_is_called_like_a_decision_is_no_decision() {
    let base = BASE.replace("SECRET:", "note:");
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new(
            "shop.yaml",
            "extends: shop_book/shop\nvendor: shop\ndomains: { api: { codes: { note: ~ } } }\n",
        ),
        Source::in_package("shop_book", "shop.yaml", base),
    ];
    let errors = load(&sources).map(|_| ()).unwrap_err();
    let ids: Vec<&str> = errors.iter().map(|error| error.id).collect();
    assert_eq!(ids, ["FB0009"]);
}

#[test]
fn extends_is_found_however_it_is_written() {
    for own in [
        "'extends': shop_book/shop\nvendor: shop\n",
        "{ vendor: shop, \"extends\": [shop_book/shop] }\n",
        "vendor: shop\n? extends\n: shop_book/shop\n",
    ] {
        let book = valid(&[
            Source::new("book.yaml", "extends: standard\n"),
            Source::new("shop.yaml", own),
            Source::in_package("shop_book", "shop.yaml", BASE),
        ])
        .book;
        assert_eq!(book.vendors[0].codes.len(), 2, "{own}");
    }
    for own in [
        "extends: ''\n",
        "extends:\n",
        "extends: {}\n",
        "extends: []\n",
    ] {
        let own = format!("{own}{BASE}");
        let sources = [
            Source::new("book.yaml", "extends: standard\n"),
            Source::new("shop.yaml", own.as_str()),
        ];
        assert!(load(&sources).is_err(), "{own}");
    }
}

#[test]
fn an_error_of_a_file_that_several_extend_is_reported_once() {
    let wrong = BASE.replace(
        "class: not_found }\n      SECRET",
        "class: nowhere }\n      SECRET",
    );
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("shop.yaml", wrong.as_str()),
        Source::new("shop_eu.yaml", "extends: shop\nvendor: shop_eu\n"),
        Source::new("shop_us.yaml", "extends: shop\nvendor: shop_us\n"),
    ];
    let errors = load(&sources).map(|_| ()).unwrap_err();
    let places: Vec<_> = errors
        .iter()
        .map(|error| (error.file(), error.line()))
        .collect();
    assert_eq!(places, [("shop.yaml", 13)]);
}

#[test]
fn an_unreadable_file_of_a_package_is_reported() {
    let unreadable = Source::of_bytes("shop_book/shop.yaml", b"vendor: shop\xff\n".to_vec());
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("shop.yaml", "extends: shop_book/shop\nvendor: shop\n"),
        unreadable.of_package("shop_book"),
    ];
    let errors = load(&sources).map(|_| ()).unwrap_err();
    let found: Vec<_> = errors
        .iter()
        .map(|error| (error.id, error.file()))
        .collect();
    assert_eq!(found, [("FB0007", "shop_book/shop.yaml")]);
}

/// What is reported of a book that extends a package with this `book.yaml`.
fn reported_with(package_book: &str, base: &str) -> Vec<(&'static str, String)> {
    let sources = [
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("shop.yaml", "extends: shop_book/shop\nvendor: shop\n"),
        Source::in_package("shop_book", "book.yaml", package_book),
        Source::in_package("shop_book", "shop.yaml", base),
    ];
    let errors = load(&sources).map(|_| ()).err();
    let errors = errors.iter().flat_map(Diagnostics::iter);
    errors
        .map(|error| (error.id, format!("{}:{}", error.file(), error.line())))
        .collect()
}

#[test]
fn a_package_for_a_newer_version_says_so_instead_of_being_misread() {
    let newer = BASE.replace("source:", "key_of_the_future:");
    let own = vec![("FB0019", "shop.yaml:1".to_owned())];
    assert_eq!(reported_with("faultbook: '99.0'\n", &newer), own);
    assert_eq!(reported_with("faultbook: newest\n", BASE), own);
    let unknown = vec![("FB0002", "shop_book/shop.yaml:4".to_owned())];
    assert_eq!(reported_with("extends: standard\n", &newer), unknown);
    assert_eq!(reported_with("faultbook: '0.1'\n", BASE), []);
}

#[test]
fn nothing_is_generated_for_vendors_that_no_file_extends() {
    let other = BASE.replace("vendor: shop", "vendor: bank");
    let loaded = valid(&[
        Source::new("book.yaml", "extends: standard\n"),
        Source::new("shop.yaml", "extends: shop_book/shop\nvendor: shop\n"),
        Source::in_package("shop_book", "shop.yaml", BASE),
        Source::in_package("shop_book", "bank.yaml", other),
    ]);
    let names: Vec<&str> = loaded
        .book
        .vendors
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, ["shop"]);
    let artifacts = loaded.artifacts();
    assert!(
        artifacts
            .iter()
            .all(|artifact| !artifact.path.contains("bank"))
    );
}
