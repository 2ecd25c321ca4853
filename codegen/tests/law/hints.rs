//! Waits and rate limits: which of several counts, and where they are.

use std::time::Duration;

use faultbook_runtime::{RateLimit, Reset, Response};

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use crate::support::{Small, book, hold};

/// The rate limits of a response: name, limit, remaining and reset.
type Limits = Vec<(String, Option<u64>, Option<u64>, Option<Reset>)>;

fn rate_limits(book: &Small, response: &Response<'_>) -> Limits {
    let owned = |limits: &mut dyn Iterator<Item = RateLimit<'_>>| -> Limits {
        limits
            .map(|own| (own.name.to_owned(), own.limit, own.remaining, own.reset))
            .collect()
    };
    book.reading("request", response, |reading| {
        let found = owned(&mut reading.rate_limits());
        let kept = reading.clone().into_owned();
        assert_eq!(owned(&mut kept.rate_limits()), found);
        found
    })
}

#[test]
fn rate_limits_have_names_and_are_anywhere() {
    // OpenAI, Anthropic, GitHub's GraphQL and Shopify.
    let book = book(
        "
        rate_limits:
          requests:
            limit: { header: x-ratelimit-limit-requests }
            remaining: { header: x-ratelimit-remaining-requests }
            reset: { header: x-ratelimit-reset-requests, unit: duration }
          tokens:
            remaining: { header: anthropic-ratelimit-tokens-remaining }
            reset: { header: anthropic-ratelimit-tokens-reset, unit: rfc3339 }
          points:
            limit: /data/rateLimit/limit
            remaining: /data/rateLimit/remaining
            reset: { at: /data/rateLimit/resetAt, unit: rfc3339 }
          calls: { limit: { header: X-Shop-Limit, pattern: '{_:integer}/{limit:integer}' } }
        domains: {}
    ",
    );
    let headers = [
        ("X-RateLimit-Limit-Requests", "60"),
        ("X-RateLimit-Remaining-Requests", "59"),
        ("X-RateLimit-Reset-Requests", "6m0s"),
        ("Anthropic-RateLimit-Tokens-Remaining", "1.49984e5"),
        ("Anthropic-RateLimit-Tokens-Reset", "2023-11-14T22:13:20Z"),
        ("X-Shop-Limit", "32/40"),
    ];
    let body = r#"{"data":{"rateLimit":{"limit":5000,"remaining":4999.5,"resetAt":"2023-11-14T22:13:20.5Z"}}}"#;
    let in_seconds = |seconds| Some(Reset::In(Duration::from_secs(seconds)));
    let epoch = |seconds| Some(Reset::Epoch(seconds));
    let own = |name: &str, limit, remaining, reset| (name.to_owned(), limit, remaining, reset);
    let found = rate_limits(&book, &Response::new(200, body).headers(&headers));
    let expected = [
        own("requests", Some(60), Some(59), in_seconds(360)),
        own("tokens", None, Some(149_984), epoch(1_700_000_000)),
        own("points", Some(5000), Some(4999), epoch(1_700_000_001)),
        own("calls", Some(40), None, None),
    ];
    assert_eq!(found, expected);

    // What is missing, of another type or repeated with another value is absent.
    let headers = [
        ("x-ratelimit-limit-requests", "60"),
        ("x-ratelimit-limit-requests", "61"),
        ("x-ratelimit-remaining-requests", "-1"),
        ("x-ratelimit-reset-requests", "soon"),
        ("anthropic-ratelimit-tokens-remaining", "1e"),
        ("X-Shop-Limit", "40"),
    ];
    let body = r#"{"data":{"rateLimit":{"limit":true,"remaining":"","resetAt":null}}}"#;
    let found = rate_limits(&book, &Response::new(429, body).headers(&headers));
    let nothing = |name| own(name, None, None, None);
    let expected = ["requests", "tokens", "points", "calls"].map(nothing);
    assert_eq!(found, expected);
}

#[test]
fn the_longest_of_several_waits_counts_where_the_book_says_so() {
    let book = book(
        "
        retry_after:
          - { header: X-Wait, unit: s }
          - { header: X-Reset-Requests, unit: duration, when: { header: { X-Left-Requests: '0' } }, longest: true }
          - { header: X-Reset-Days, unit: s }
          - { header: X-Reset-Tokens, unit: duration, when: { header: { X-Left-Tokens: '0' } }, longest: true }
        retry: { after: 1s }
        domains: {}
    ",
    );
    let wait =
        |headers: &[(&str, &str)]| book.read_with("request", 429, headers, "").retry_after_ms;
    let requests = [("X-Reset-Requests", "1s"), ("X-Left-Requests", "0")];
    let tokens = [("X-Reset-Tokens", "6m0s"), ("X-Left-Tokens", "0")];
    let some_left = [("X-Reset-Tokens", "6m0s"), ("X-Left-Tokens", "9")];
    let short = [("X-Reset-Tokens", "2ms"), ("X-Left-Tokens", "0")];
    let days = [("X-Reset-Days", "9")];
    let first = [("X-Wait", "3")];
    for (headers, expected) in [
        (&[][..], None),
        (&[requests.as_slice()], Some(1000)),
        (&[&tokens], Some(360_000)),
        (&[&requests, &tokens], Some(360_000)),
        (&[&requests, &some_left], Some(1000)),
        (&[&requests, &short], Some(1000)),
        (&[&requests, &days, &tokens], Some(360_000)),
        (&[&days, &tokens], Some(9000)),
        (&[&first, &requests, &tokens], Some(3000)),
    ] {
        assert_eq!(wait(&headers.concat()), expected, "{headers:?}");
    }
}

#[test]
fn waits_are_rounded_up_to_milliseconds() {
    let book = book(
        "
        retry_after: { at: /wait, unit: s }
        retry: { after: 1s }
        domains: {}
    ",
    );
    for (wait, expected) in [
        ("0.0001", Some(1)),
        ("1e-9", Some(1)),
        ("1.0001", Some(1001)),
        ("6e1", Some(60_000)),
        ("0e1", None),
    ] {
        let report = book.read("request", 429, format!(r#"{{"wait":{wait}}}"#));
        assert_eq!(report.retry_after_ms, expected, "{wait}");
    }
}

/// Of waits in headers, with a mark and a number of seconds each, the one that counts: the first, or if it is marked, the
/// longest of those that are.
fn wait_of(waits: &[(bool, Option<u64>)]) -> Option<u64> {
    let mut readable = waits
        .iter()
        .filter_map(|(mark, wait)| Some((*mark, (*wait)?)));
    let (is_marked, first) = readable.next()?;
    let marked = readable.filter(|(mark, _)| is_marked && *mark);
    marked.map(|(_, wait)| wait).chain([first]).max()
}

#[test]
fn any_list_of_waits_is_read_by_the_same_rule() {
    let waits = vec((any::<bool>(), of(1..8000_u64)), 1..6);
    hold(60, &waits, |waits| {
        let items = waits.iter().enumerate().map(|(at, (longest, _))| {
            format!("  - {{ header: X-{at}, unit: s, longest: {longest} }}\n")
        });
        let head = format!("retry_after:\n{}domains: {{}}\n", items.collect::<String>());
        let headers: Vec<(String, String)> = (0..)
            .zip(&waits)
            .filter_map(|(at, (_, wait)): (u8, _)| Some((format!("X-{at}"), (*wait)?.to_string())))
            .collect();
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, wait)| (&**name, &**wait))
            .collect();
        let read = |retry: &str| {
            let book = book(&format!("{head}retry: {retry}\n"));
            book.read_with("request", 429, &headers, "").retry_after_ms
        };
        // A book caps waits at an hour, and a wait makes nothing retryable.
        let expected = wait_of(&waits).map(|wait| 1000 * wait.min(3600));
        prop_assert_eq!(read("{ after: 1s }"), expected);
        prop_assert_eq!(read("never"), None);
        Ok(())
    });
}
