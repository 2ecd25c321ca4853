//! What is written is read back: a response for every code of every domain of an operation, in the vendor's own format.

use std::fs;
use std::path::Path;
use std::time::Duration;

use faultbook_codegen::model::{Domain, Outcome, Source, Vendor};
use faultbook_codegen::{Loaded, load, output};
use faultbook_runtime::v1::{self, Content, write, write_success, write_unknown};
use faultbook_runtime::{Unwritable, WrittenResponse};
use proptest::prelude::*;

use crate::support::{Small, book, cases, real_book};

/// The sample book, and the books of real vendors.
fn books() -> Vec<Loaded> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
    let folders = fs::read_dir(root).expect("there are vendors");
    let mut folders: Vec<_> = folders
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    let vendors = folders.iter().map(|folder| {
        let sources = output::sources(folder).expect("a folder of files");
        load(&sources).unwrap_or_else(|errors| panic!("{errors}"))
    });
    std::iter::once(real_book()).chain(vendors).collect()
}

/// A code under an operation, and what comes of writing it.
pub(crate) struct Pair<'b> {
    pub(crate) vendor: &'b Vendor,
    pub(crate) tables: v1::Vendor<'b>,
    pub(crate) operation: usize,
    pub(crate) domain: &'b Domain,
    pub(crate) code: usize,
}

impl Pair<'_> {
    pub(crate) fn write(&self, content: &Content) -> Result<WrittenResponse, Unwritable> {
        let [operation, code] = [self.operation, self.code].map(u16::try_from);
        let (operation, code) = (operation.expect("few"), code.expect("few"));
        write(&self.tables, operation, code, content)
    }

    pub(crate) fn name(&self) -> String {
        let operation = &self.vendor.operations[self.operation].name;
        let wire = &self.vendor.codes[self.code].wire;
        format!(
            "{} {operation} {} {wire}",
            self.vendor.name, self.domain.name
        )
    }
}

/// Every code that a response to an operation can have.
pub(crate) fn pairs(loaded: &Loaded) -> impl Iterator<Item = Pair<'_>> {
    let vendors = loaded.book.vendors.iter().zip(&loaded.tables);
    vendors.flat_map(|(vendor, tables)| {
        let operations = vendor.operations.iter().enumerate();
        operations.flat_map(move |(operation, row)| {
            let domains = row.domains.iter().map(|domain| &vendor.domains[*domain]);
            let on_the_wire = domains.filter(|domain| !domain.raised_by_client);
            on_the_wire.flat_map(move |domain| {
                domain.codes.clone().map(move |code| Pair {
                    vendor,
                    tables: tables.vendor(),
                    operation,
                    domain,
                    code,
                })
            })
        })
    })
}

/// Whether the code is read back, and readers other than ours accept the body.
pub(crate) fn check(pair: &Pair<'_>, written: &WrittenResponse) -> Result<(), TestCaseError> {
    let operation = u16::try_from(pair.operation).expect("few");
    let reading = v1::reading(&pair.tables, operation, &written.response());
    prop_assert_eq!(reading.code().map(usize::from), Some(pair.code));
    prop_assert_eq!(reading.reason(), None);
    prop_assert!(is_valid(pair.vendor, written), "{:?}", written);
    Ok(())
}

fn is_valid(vendor: &Vendor, written: &WrittenResponse) -> bool {
    let mut headers = written.headers.iter();
    let content_type = headers.find(|(name, _)| name == "Content-Type");
    let body = written.body.strip_prefix(&vendor.prefix);
    let body = body.expect("a body has its prefix");
    match content_type.map(|(_, value)| value.as_str()) {
        Some("application/json") => serde_json::from_str::<serde_json::Value>(body).is_ok(),
        Some("application/xml") => roxmltree::Document::parse(body).is_ok(),
        Some("application/x-www-form-urlencoded" | "text/plain" | "text/event-stream") => true,
        Some(_) => false,
        None => body.is_empty(),
    }
}

#[test]
fn every_code_is_written_unless_an_earlier_domain_has_it() {
    let mut written = 0;
    let mut unwritten = Vec::new();
    for loaded in books() {
        for pair in pairs(&loaded) {
            match pair.write(&Content::default()) {
                Ok(response) => {
                    check(&pair, &response).unwrap_or_else(|why| panic!("{}: {why}", pair.name()));
                    written += 1;
                }
                Err(why) => {
                    assert_eq!(why, Unwritable::NotReadBack, "{}", pair.name());
                    unwritten.push(pair.name());
                }
            }
        }
    }
    assert!(written > 500, "only {written} were written");
    assert_eq!(
        unwritten,
        [
            "licensing request validate no_credits",
            "licensing request validate bad_request",
            "licensing request heartbeat revoked",
            "licensing request heartbeat expired",
            "licensing request heartbeat app_disabled",
            "licensing request heartbeat no_credits",
        ]
    );
}

#[test]
fn every_operation_has_a_success() {
    for loaded in books() {
        for (vendor, tables) in loaded.book.vendors.iter().zip(&loaded.tables) {
            for (index, operation) in (0..).zip(&vendor.operations) {
                let written = write_success(&tables.vendor(), index, &Content::default());
                let is_valid = written.as_ref().is_ok_and(|own| is_valid(vendor, own));
                assert!(is_valid, "{} {}: {written:?}", vendor.name, operation.name);
            }
        }
    }
}

#[test]
fn a_code_that_no_domain_knows_is_written_and_never_a_success() {
    for loaded in books() {
        for (vendor, tables) in loaded.book.vendors.iter().zip(&loaded.tables) {
            let tables = tables.vendor();
            for (index, operation) in (0..).zip(&vendor.operations) {
                let mut domains = operation.domains.iter().map(|at| &vendor.domains[*at]);
                // A status that is not listed is no code.
                let has_place = |own: &Domain| !own.raised_by_client && !own.by_status;
                let written = write_unknown(&tables, index, "299", &Content::default());
                let name = format!("{} {}: {written:?}", vendor.name, operation.name);
                assert_eq!(written.is_ok(), domains.any(has_place), "{name}");
                let Ok(written) = written else { continue };
                let response = written.response();
                let reading = v1::reading(&tables, index, &response);
                let is_same = reading.wire_code().is_some_and(|code| code == "299");
                assert!(is_same && reading.code().is_none(), "{name}");
                assert_ne!(reading.decision().outcome, Outcome::Success, "{name}");
                assert!(is_valid(vendor, &written), "{name}");
            }
        }
    }
}

#[test]
fn codes_that_the_client_raises_are_in_no_response() {
    let book =
        book("domains: { client: { raised_by: client, codes: { OFFLINE: { summary: s } } } }");
    let written = write(&book.0.tables[0].vendor(), 0, 0, &Content::default());
    assert_eq!(written, Err(Unwritable::RaisedByClient));
}

/// Texts with all that formats escape.
fn text() -> impl Strategy<Value = String> {
    "[a-z<>&\"'\\\\/%+=é😀:;,{}\\[\\]-]([ a-z<>&\"'\\\\/%+=é😀\n]{0,20}[a-z<>&\"'%;,])?"
}

fn content() -> impl Strategy<Value = Content> {
    let details = prop::collection::vec(("[a-z]{1,5}(\\.[a-z]{1,3})?", text()), 0..3);
    let texts = [text(), text(), text()].map(prop::option::of);
    (texts, details, prop::option::of(1..5_000_u64)).prop_map(|(texts, details, seconds)| {
        let [message, trace_id, timestamp] = texts;
        Content {
            message,
            trace_id,
            timestamp,
            details,
            wait: seconds.map(Duration::from_secs),
            ..Content::default()
        }
    })
}

#[test]
fn whatever_is_written_with_a_code_is_read_back() {
    let books = books();
    let all: Vec<Pair<'_>> = books.iter().flat_map(pairs).collect();
    let inputs = (any::<prop::sample::Index>(), content());
    let mut runner = proptest::test_runner::TestRunner::new(cases(2_000));
    let law = |(which, content): (prop::sample::Index, Content)| {
        let pair = which.get(&all);
        let Ok(written) = pair.write(&content) else {
            return Ok(());
        };
        check(pair, &written)?;
        let operation = u16::try_from(pair.operation).expect("few");
        let response = written.response();
        let reading = v1::reading(&pair.tables, operation, &response);
        for (read, said) in [
            (reading.message(), &content.message),
            (reading.trace_id(), &content.trace_id),
            (reading.timestamp(), &content.timestamp),
        ] {
            let read = read.map(|text| text.to_string());
            prop_assert!(said.is_none() || read == *said, "{:?}", written);
        }
        let details = reading.details();
        let details =
            details.filter_map(|own| Some((own.field?.to_string(), own.message?.to_string())));
        let details: Vec<_> = details.collect();
        prop_assert!(content.details.is_empty() || details == content.details);
        prop_assert!(content.wait.is_none() || reading.hints().retry_after == content.wait);
        Ok(())
    };
    runner.run(&inputs, law).unwrap();
}

/// Where the book says where something is, it can be written.
#[test]
fn whatever_the_book_names_is_written() {
    for loaded in books() {
        for pair in pairs(&loaded) {
            let envelope = &pair.domain.envelope;
            let is_bare = envelope.code.contains(&Source::Token);
            if is_bare || pair.write(&Content::default()).is_err() {
                continue;
            }
            let some = |text: &str| Some(text.to_owned());
            // The code or the message is in one of the details.
            let is_detail = ["aws_s3", "github_rest", "jsonapi"].contains(&&*pair.vendor.name);
            let details = match &envelope.details {
                Some(_) if !is_detail => vec![("name".to_owned(), "is empty".to_owned())],
                _ => Vec::new(),
            };
            let fields = envelope.fields.keys();
            let content = Content {
                message: some("It broke.").filter(|_| !envelope.message.is_empty()),
                trace_id: some("t-1").filter(|_| !envelope.trace_id.is_empty()),
                timestamp: some("2026-01-31T12:00:00Z").filter(|_| !envelope.timestamp.is_empty()),
                fields: fields.map(|name| (name.clone(), "f".to_owned())).collect(),
                details,
                wait: Some(Duration::from_secs(7)).filter(|_| !pair.vendor.hints.waits.is_empty()),
                ..Content::default()
            };
            let written = pair.write(&content);
            assert!(written.is_ok(), "{}: {written:?}", pair.name());
        }
    }
}

/// The first code of a small vendor, written with a message and a wait of 90 seconds.
fn written(vendor: &str) -> Result<(u16, String, String), Unwritable> {
    let small: Small = book(vendor);
    let content = Content {
        message: Some("no <more>".to_owned()),
        wait: Some(Duration::from_secs(90)),
        ..Content::default()
    };
    let written = write(&small.0.tables[0].vendor(), 0, 0, &content)?;
    let headers = written.headers.iter();
    let headers: Vec<String> = headers
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    Ok((written.status, headers.join("; "), written.body))
}

/// What else the vendor says, its only domain, and the response: status, headers and body.
#[rustfmt::skip] // A row is a response.
const RESPONSES: &[(&str, &str, u16, &str, &str)] = &[
    ("retry_after: { at: /wait, unit: s }",
     "envelope: { code: /error/code, message: /error/text }, codes: { GONE: { summary: s, status: 410 } }",
     410, "Content-Type: application/json", r#"{"error":{"code":"GONE","text":"no <more>"},"wait":90}"#),
    // All codes are numbers.
    ("retry_after: { at: /wait, unit: min }",
     "envelope: { code: /error/code, message: /m }, codes: { '-32000': { name: A, summary: s }, '7': { name: B, summary: s } }",
     400, "Content-Type: application/json", r#"{"error":{"code":-32000},"m":"no <more>","wait":1.5}"#),
    // The example shows that they are texts.
    ("retry_after: { at: /wait, unit: ms }\nexamples: [{ name: n, operation: request, response: { status: 503, body: '{\"code\":\"7\"}' }, expect: { code: '7' } }]",
     "envelope: { code: /code, message: /m }, codes: { '7': { name: B, summary: s } }",
     503, "Content-Type: application/json", r#"{"code":"7","m":"no <more>","wait":90000}"#),
    ("", "envelope: { code: { header: X-Code }, message: /m }, codes: { GONE: { summary: s } }",
     400, "Content-Type: application/json; X-Code: GONE; Retry-After: 90", r#"{"m":"no <more>"}"#),
    ("", "envelope: { code: { header: WWW-Authenticate, param: error }, message: { header: WWW-Authenticate, param: text } }, codes: { gone: { summary: s, status: 401 } }",
     401, "WWW-Authenticate: Bearer error=\"gone\", text=\"no <more>\"; Retry-After: 90", ""),
    ("", "envelope: { code: text, message: { header: X-Message } }, codes: { GONE: { summary: s } }",
     400, "Content-Type: text/plain; X-Message: no <more>; Retry-After: 90", "GONE"),
    ("", "key: status, envelope: { message: { header: X-Message } }, codes: { '418': { name: Teapot, summary: s } }",
     418, "X-Message: no <more>; Retry-After: 90", ""),
    ("format: xml\nsuccess: { field: { /Ok: { exists: true } } }",
     "envelope: { code: /Error/@code, message: /Error/Message }, codes: { GONE: { summary: s } }",
     400, "Content-Type: application/xml; Retry-After: 90", r#"<Error code="GONE"><Message>no &lt;more&gt;</Message></Error>"#),
    ("format: form\nsuccess: { field: { /ACK: ok } }",
     "envelope: { code: /CODE, message: /TEXT }, codes: { GONE: { summary: s } }",
     400, "Content-Type: application/x-www-form-urlencoded; Retry-After: 90", "CODE=GONE&TEXT=no+%3Cmore%3E"),
    ("format: sse\nprefix: '!'", "envelope: { code: /code, message: /m }, codes: { GONE: { summary: s } }",
     400, "Content-Type: text/event-stream; Retry-After: 90", "!data: {\"code\":\"GONE\",\"m\":\"no <more>\"}\n\n"),
    ("retry_after: { header: X-Reset, unit: epoch, when: { header: { X-Left: '0' } } }",
     "envelope: { errors: '$.errors[*]', code: '$.errors[*].code', message: '$.errors[*].text' }, codes: { GONE: { summary: s } }",
     400, "Content-Type: application/json; X-Reset: 1700000090; Date: Tue, 14 Nov 2023 22:13:20 GMT; X-Left: 0",
     r#"{"errors":[{"code":"GONE","text":"no <more>"}]}"#),
    ("", "envelope: { when: { status: 4xx, field: { /ok: false, /kind: [a, b] } }, code: { at: /type, pattern: '{_:text}#{code:word}' }, message: '$.list[?@.kind==\"m\"].text' }, codes: { GONE: { summary: s, status: [503, 404] } }",
     404, "Content-Type: application/json; Retry-After: 90",
     r#"{"type":"x#GONE","list":[{"text":"no <more>","kind":"m"}],"ok":false,"kind":"a"}"#),
];

#[test]
fn responses_are_in_the_format_of_the_vendor() {
    for (vendor, domain, status, headers, body) in RESPONSES {
        let vendor = format!("{vendor}\ndomains: {{ d: {{ {domain} }} }}");
        let expected = (*status, (*headers).to_owned(), (*body).to_owned());
        assert_eq!(written(&vendor), Ok(expected), "{vendor}");
    }
}

#[test]
fn what_a_vendor_cannot_say_is_not_written() {
    let domain = "domains: { d: { envelope: { code: /code }, codes: { GONE: { summary: s } } } }";
    let part = |part| Err(Unwritable::Part(part));
    let with = |change: &dyn Fn(&mut Content)| {
        let mut content = Content::default();
        change(&mut content);
        write(&book(domain).0.tables[0].vendor(), 0, 0, &content).map(|_| ())
    };
    let pair = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    assert_eq!(with(&|own| own.fields = pair("a", "b")), part("field"));
    assert_eq!(with(&|own| own.details = pair("a", "b")), part("detail"));
    assert_eq!(
        with(&|own| own.trace_id = Some(String::new())),
        part("trace id")
    );
    let message = Some("m".to_owned());
    assert_eq!(
        with(&|own| own.message.clone_from(&message)),
        part("message")
    );
    // `Retry-After` has whole seconds only.
    assert_eq!(
        with(&|own| own.wait = Some(Duration::from_millis(1500))),
        part("wait")
    );
    assert_eq!(
        with(&|own| own.headers = pair("X-A", "a\r\nX-B: b")),
        part("header")
    );
    assert_eq!(with(&|own| own.headers = pair("X A", "a")), part("header"));
    let not_read_back = Err(Unwritable::NotReadBack);
    assert_eq!(with(&|own| own.wait = Some(Duration::ZERO)), not_read_back);
    assert_eq!(with(&|own| own.headers = pair("Retry-After", "5")), Ok(()));
    assert_eq!(with(&|own| own.status = Some(418)), Ok(()));
}
