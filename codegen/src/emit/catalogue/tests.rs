//! The page of whole books, as text. How a browser takes it is tested in `tests/browser`.

use std::collections::BTreeSet;
use std::path::Path;

use super::catalogue;
use crate::document::is_unseen;
use crate::document::tests::hostile::HOSTILE;
use crate::emit::pages::tests::hostile::hostile_book;
use crate::emit::pages::tests::large_book;
use crate::{Source, load, output};

fn page(sources: &[Source]) -> String {
    let loaded = load(sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    catalogue(&loaded).contents
}

fn real_book() -> Vec<Source> {
    output::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).unwrap()
}

/// The values of an attribute.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    let rest = page.split(&start).skip(1);
    rest.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn all_links_lead_somewhere_and_no_anchor_is_there_twice() {
    let hostile = (0..HOSTILE.len()).map(hostile_book);
    for book in hostile.chain([real_book(), large_book(90)]) {
        let page = page(&book);
        let ids = values(&page, "id");
        let anchors: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), anchors.len(), "each once");
        for link in values(&page, "href") {
            let anchor = link.strip_prefix('#').unwrap_or_else(|| panic!("{link}"));
            let is_search = anchor.is_empty() || anchor.starts_with('?');
            assert!(is_search || anchors.contains(anchor), "{link}");
        }
        for list in
            ["aria-labelledby", "aria-describedby"].map(|attribute| values(&page, attribute))
        {
            let named = list.iter().flat_map(|names| names.split(' '));
            named.for_each(|name| assert!(anchors.contains(name), "{name}"));
        }
    }
}

#[test]
fn what_many_codes_have_in_common_is_stated_once() {
    let [small, large] = [900, 1800].map(|codes| page(&large_book(codes)));
    let for_each = (large.len() - small.len()) / 900;
    assert!(for_each < 1000, "{for_each} bytes for each code");
    let entries = values(&large, "data-alike");
    // The code with a text of its own is not alike.
    assert_eq!(entries.len(), 1801);
    let decisions: BTreeSet<&str> = entries.into_iter().collect();
    let expected = [1, 2, 3].map(|number| format!("v.section_alike_{number}"));
    assert_eq!(decisions, expected.iter().map(String::as_str).collect());
    let decision = large
        .split("id=\"v.section_alike_3\"")
        .nth(1)
        .expect("a decision");
    let decision = decision.split("</article>").next().expect("an end");
    assert!(
        decision.contains("#v.operation-write"),
        "operations that differ are shown"
    );
    assert!(
        decision.contains("data-status=\"409-409 429-429\""),
        "{decision}"
    );
}

#[test]
fn hostile_texts_are_escaped() {
    let own = page(&real_book());
    let count = |page: &str, tag: &str| page.matches(tag).count();
    for rotation in 0..HOSTILE.len() {
        let page = page(&hostile_book(rotation));
        for tag in ["<script", "</script", "<style", "<form", "<!--"] {
            assert_eq!(count(&page, tag), count(&own, tag), "{tag}");
        }
        assert!(!page.contains("<img") && !page.contains("<div>\n    indented"));
        assert!(
            page.contains("&#60;script&#62;alert(1)&#60;/script&#62;"),
            "shown as it is"
        );
        let unseen: BTreeSet<char> = page.chars().filter(|c| is_unseen(*c)).collect();
        let allowed = BTreeSet::from(['\n']);
        assert_eq!(unseen, allowed);
    }
}

#[test]
fn the_same_book_gives_the_same_page() {
    assert_eq!(page(&hostile_book(0)), page(&hostile_book(0)));
}

#[test]
fn every_code_example_operation_class_and_action_is_there() {
    let sources = real_book();
    let (page, book) = (page(&sources), load(&sources).unwrap().book);
    let ids: BTreeSet<&str> = values(&page, "id").into_iter().collect();
    let of_vendor = |name: &str, kind: &str| {
        let start = format!("{name}.{kind}");
        ids.iter().filter(|id| id.starts_with(&start)).count()
    };
    for vendor in &book.vendors {
        assert_eq!(of_vendor(&vendor.name, "example-"), vendor.examples.len());
        for code in &vendor.codes {
            assert!(
                page.contains(&format!("<code>{}</code>", code.wire)),
                "{}",
                code.wire
            );
        }
    }
    let operations = book.vendors.iter().map(|vendor| vendor.operations.len());
    let flows = page.matches("<ol class=\"flow\"").count();
    assert_eq!(flows, operations.sum::<usize>());
    assert_eq!(page.matches("<tr id=\"class-").count(), book.classes.len());
    assert_eq!(page.matches("<tr id=\"action-").count(), book.actions.len());
}

#[test]
fn an_entry_shows_whether_its_retries_vary() {
    let real = page(&real_book());
    let summary = |id: &str| {
        let before = real.split(&format!("id=\"{id}\"")).next().unwrap();
        before.rsplit("<summary>").next().unwrap()
    };
    assert!(summary("playwave.api-internal-error").contains("class=\"varies\""));
    assert!(!summary("playwave.api-rate-limited").contains("class=\"varies\""));
}

#[test]
fn a_reason_is_shown_only_for_its_operation() {
    let book = "classes:
  ok: { summary: Fine, outcome: success, severity: info, grpc: OK, statuses: [2xx] }
  unknown: { summary: Not understood, statuses: [1xx, 3xx, 4xx, 5xx], user_message: Sorry. }
actions:
  wait: { summary: Wait, actor: program }
";
    let vendor = "vendor: v
title: V
summary: It is one.
domains:
  api:
    envelope: { code: /code }
    codes:
      GONE: { summary: Gone, status: 410 }
operations:
  read: { domains: [api], rules: [{ when: { code: GONE }, actions: [wait], because: reading may wait }] }
  write: { domains: [api], rules: [{ when: { code: GONE }, actions: [wait], because: writing may wait }] }
  list: { domains: [api], rules: [{ when: { code: GONE }, actions: [wait], because: reading may wait }] }
";
    let page = page(&[
        Source::new("book.yaml", book),
        Source::new("v.yaml", vendor),
    ]);
    let entry = page
        .split("id=\"v.api-gone\"")
        .nth(1)
        .unwrap()
        .split("</details>")
        .next()
        .unwrap();
    let rows: Vec<&str> = entry.split("<tr><th scope=\"row\">").skip(1).collect();
    let named = |row: &str| {
        values(row, "href")
            .into_iter()
            .filter(|link| link.contains(".operation-"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(named(rows[0]), ["#v.operation-request"]);
    assert_eq!(named(rows[1]), ["#v.operation-read", "#v.operation-list"]);
    assert!(rows[1].contains("“reading may wait”"), "{}", rows[1]);
    assert_eq!(named(rows[2]), ["#v.operation-write"]);
    assert!(rows[2].contains("“writing may wait”"), "{}", rows[2]);
}
