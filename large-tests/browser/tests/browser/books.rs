//! The books whose catalogues are tested.

use std::fmt::Write;
use std::path::Path;

use faultbook_codegen::{Source, generate, load, model, output};

/// The sample book.
pub(crate) fn real() -> Vec<Source> {
    output::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec")).unwrap()
}

pub(crate) fn model(sources: &[Source]) -> model::Book {
    load(sources)
        .unwrap_or_else(|errors| panic!("{errors}"))
        .book
}

/// The page of a book.
pub(crate) fn catalogue(sources: &[Source]) -> String {
    let artifacts = generate(sources).unwrap_or_else(|errors| panic!("{errors}"));
    let page = artifacts
        .into_iter()
        .find(|artifact| artifact.path == "catalogue.html");
    page.expect("the feature `docs` is on").contents
}

/// A book with a text in Hebrew that starts with the name of a capture.
pub(crate) fn right_to_left() -> Vec<Source> {
    let book = format!("languages: [en, he]\n{BOOK}");
    let shop = "
vendor: shop
title: Shop
summary: Orders.
envelope: { code: /code, message: /message }
operations: { buy: { summary: Buys } }
domains:
  api:
    codes:
      SOME:
        summary: It depends
        class: gone
        rules:
          - when: { message: \"{n:integer} left\" }
            user_message:
              en: { one: One is left., other: \"{n} are left.\" }
              he: { one: \"{n} נשאר.\", two: \"{n} נשארו.\", other: \"{n} נשארו.\" }
";
    [("book.yaml", book.as_str()), ("shop.yaml", shop)]
        .map(|(path, text)| Source::new(path, text))
        .into()
}

const BOOK: &str = "
classes:
  ok: { summary: Fine, outcome: success, severity: info, grpc: OK, statuses: [2xx] }
  unknown: { summary: Not understood, statuses: [1xx, 3xx, 4xx, 5xx], user_message: Sorry. }
  gone: { summary: Gone, user_message: It is gone. }
actions:
  wait: { summary: Wait, actor: program }
";

/// Texts that a page must show and not execute.
pub(crate) const HOSTILE: [&str; 6] = [
    "</script></style></title></textarea><img src=x onerror=\"ran=1\"><script>ran=1</script>",
    "<!-- --> <![CDATA[ ]]> </svg><svg onload=ran=1> &lt;b&gt; &amp; &#0;",
    "\" onclick=\"ran=1\" autofocus onfocus=\"ran=1\" x='",
    "' onmouseover='ran=1' javascript:ran=1 {{ 7*7 }} {% raw %}",
    "left\u{202e}right \u{2066}isolated\u{2069} zero\u{200b}width \u{2028}line",
    "</details></section></main><form action=https://example.com><input name=query id=query>",
];

/// A book with hostile texts everywhere.
pub(crate) fn hostile() -> Vec<Source> {
    let text = |at: usize| {
        let plain = |c: char| (' '..='~').contains(&c) && !matches!(c, '"' | '\\');
        let escape = |c: char| {
            if plain(c) {
                c.to_string()
            } else {
                format!("\\U{:08X}", u32::from(c))
            }
        };
        format!(
            "\"{}\"",
            HOSTILE[at % HOSTILE.len()]
                .chars()
                .map(escape)
                .collect::<String>()
        )
    };
    let mut yaml = format!(
        "vendor: bad\nallow: [{{ lint: unseen_character, reason: they are the point }}]\ntitle: {0}\nsummary: {1}\ndescription: {2}\nadvice: {3}\nnote: {4}\nsource: {5}\ndomains:\n  api:\n    title: {0}\n    summary: {1}\n    envelope: {{ code: /code, message: /message }}\n    codes:\n",
        text(0),
        text(1),
        text(2),
        text(3),
        text(4),
        text(5)
    );
    for at in 0..HOSTILE.len() {
        let [wire, summary, note, user] = [0, 1, 2, 3].map(|next| text(at + next));
        let user = user.replace('{', "{{").replace('}', "}}");
        _ = writeln!(
            yaml,
            "      {wire}: {{ name: C{at}, status: 404, class: gone, summary: {summary}, description: {note}, note: {summary}, advice: {note}, user_message: {user}, since: {note}, deprecated: {{ note: {summary} }} }}"
        );
    }
    _ = write!(
        yaml,
        "operations:\n  call:\n    summary: {0}\n    description: {1}\n    endpoint: {2}\n    domains: [api]\n    rules:\n      - {{ when: {{ status: 404 }}, actions: [wait], because: {0} }}\nexamples:\n",
        text(0),
        text(1),
        text(2)
    );
    for at in 0..HOSTILE.len() {
        let body = text(at);
        _ = writeln!(
            yaml,
            "  - {{ name: {body}, operation: call, note: {body}, response: {{ status: 404, headers: {{ X-A: {body} }}, body: {body} }}, expect: {{ message: null }} }}"
        );
    }
    vec![
        Source::new("book.yaml", BOOK),
        Source::new("bad.yaml", yaml),
    ]
}

/// A book with very many codes.
pub(crate) fn large(codes: usize) -> Vec<Source> {
    let vendors = 4;
    let vendor = |number: usize| {
        let mut yaml = format!(
            "vendor: v{number}\ntitle: Vendor {number}\nsummary: It has many codes.\ndomains:\n  api:\n    title: Errors\n    envelope: {{ code: /code, message: /message }}\n    codes:\n"
        );
        for at in 0..codes / vendors {
            let status = 400 + at % 40;
            _ = writeln!(
                yaml,
                "      ERROR_{number}_{at}: {{ summary: Thing {at} of part {} is not there any more, description: It was there and is not., status: {status}, class: gone, actions: [wait] }}",
                at % 97
            );
        }
        if number == vendors - 1 {
            yaml += "      GONE: { summary: The last of all, status: 410, class: gone }\n";
        }
        yaml += "operations:\n  read: { summary: Reads a thing, domains: [api] }\n  write:\n    summary: Writes a thing\n    domains: [api]\n    rules: [{ when: { status: 404 }, retry: never, because: it is gone }]\n";
        Source::new(format!("v{number}.yaml"), yaml)
    };
    let book = Source::new("book.yaml", BOOK);
    std::iter::once(book)
        .chain((0..vendors).map(vendor))
        .collect()
}
