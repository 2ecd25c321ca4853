//! Every kind of diagnostic is explained, with a wrong example that has just that error and a right one without it.
//!
//! The words behind the opening fence say what an example is: `wrong` or `right`; `book` for a `book.yaml` in place of
//! a vendor; `escaped` if characters are written as `\u202e`; `files` for the names of a folder's files.

use faultbook_codegen::{Diagnostics, Explanation, Level, Source, explain, explanations, load};

const BOOK: &str = "\
languages: [en]
classes:
  ok: { summary: It worked, outcome: success, severity: info, statuses: 2xx }
  invalid_request: { summary: Wrong, user_message: This is not possible., statuses: 4xx, actions: [fix_request] }
  not_found: { summary: No such thing, user_message: This could not be found., statuses: [404, 410], retry: never }
  rate_limited: { summary: Too many requests, user_message: Please wait., statuses: 429, actions: [slow_down] }
  unavailable: { summary: Not now, user_message: Please try again later., statuses: 5xx, retry: { use: transient } }
  unknown: { summary: Not understood, user_message: Something happened. }
actions:
  fix_request: { summary: Correct the program, actor: developer }
  slow_down: { summary: Send fewer requests, actor: program }
  prompt_new_card: { summary: Ask for another card, actor: player }
  contact_support: { summary: Write to the vendor, actor: operator }
retries:
  transient: { backoff: { base: 1s, factor: 2, max: 60s, jitter: 0.5 }, attempts: 5 }
headers: { retry_after: Retry-After, max_wait: 1h }
";

const VENDOR: &str = "\
vendor: shop
title: Shop
summary: Orders and payments.
envelope: { code: /error/code }
domains:
  api:
    codes:
      MAINTENANCE: { summary: The shop is closed, class: unknown }
";

#[test]
fn ids_ascend_and_head_their_explanations() {
    let ids: Vec<&str> = explanations().map(|explanation| explanation.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    for Explanation { id, text, .. } in explanations() {
        assert!(text.starts_with(&format!("# {id}: ")), "{id}");
    }
}

#[test]
fn ids_are_found_in_any_case() {
    for id in ["FB0010", "fb0010", "Fb0010"] {
        assert_eq!(explain(id).map(|found| found.id), Some("FB0010"));
    }
    for id in ["", "FB", "FB001", "FB9999", " FB0010"] {
        assert_eq!(explain(id), None, "{id}");
    }
}

#[test]
fn wrong_examples_have_the_error() {
    for explanation in explanations() {
        let reported = reported(&example(&explanation, "wrong"));
        assert!(
            has(&reported, explanation.id),
            "{}: {reported}",
            explanation.id
        );
    }
}

#[test]
fn right_examples_are_free_of_it() {
    for explanation in explanations() {
        let reported = reported(&example(&explanation, "right"));
        let right = reported.count(Level::Error) == 0 && !has(&reported, explanation.id);
        assert!(right, "{}: {reported}", explanation.id);
    }
}

/// All that is reported about a book.
fn reported(sources: &[Source]) -> Diagnostics {
    load(sources).map_or_else(|errors| errors, |loaded| loaded.warnings)
}

fn has(reported: &Diagnostics, id: &str) -> bool {
    reported.iter().any(|diagnostic| diagnostic.id == id)
}

/// The files of an example. What it does not show is taken from a book without errors.
fn example(explanation: &Explanation, verdict: &str) -> Vec<Source> {
    let mut fences = fences(explanation.text);
    fences.retain(|fence| fence.is(verdict));
    assert!(
        !fences.is_empty(),
        "{}: no {verdict} example",
        explanation.id
    );
    if let Some(listing) = fences.iter().find(|fence| fence.is("files")) {
        return listing.listed();
    }
    let file = |standard: Source| {
        let shown = fences.iter().find(|fence| fence.file() == standard.path);
        shown.map_or(standard.clone(), |fence| {
            Source::new(standard.path, fence.text())
        })
    };
    let mut sources: Vec<Source> = standard().map(file).into();
    // Protocols are written in the words of the standard.
    if sources[1].text.contains("extends: protocol/") {
        sources[0] = Source::new("book.yaml", "extends: standard\n");
    }
    sources
}

fn standard() -> [Source; 2] {
    [
        Source::new("book.yaml", BOOK),
        Source::new("shop.yaml", VENDOR),
    ]
}

struct Fence<'t> {
    words: Vec<&'t str>,
    lines: Vec<&'t str>,
}

/// The fenced blocks of a Markdown text.
fn fences(markdown: &str) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            fences.push(Fence {
                words: info.split_whitespace().collect(),
                lines: lines.by_ref().take_while(|line| *line != "```").collect(),
            });
        }
    }
    fences
}

impl Fence<'_> {
    fn is(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    fn file(&self) -> &'static str {
        if self.is("book") {
            "book.yaml"
        } else {
            "shop.yaml"
        }
    }

    fn text(&self) -> String {
        let text = self.lines.join("\n") + "\n";
        if self.is("escaped") {
            unescape(&text)
        } else {
            text
        }
    }

    /// The standard files whose names stand here.
    fn listed(&self) -> Vec<Source> {
        let named = |source: &Source| self.lines.iter().any(|line| line.trim() == source.path);
        standard().into_iter().filter(named).collect()
    }
}

/// The text with `\u202e` as the character that it represents.
fn unescape(text: &str) -> String {
    let mut pieces = text.split("\\u");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        let (digits, rest) = piece.split_at(4);
        let number = u32::from_str_radix(digits, 16).expect("four digits");
        text + &char::from_u32(number).expect("a character").to_string() + rest
    })
}
