//! Texts for end users, and responses of a service that passes a fault on, contain no internal details: no code, no
//! text of the vendor, no pointer, no trace ID and no credential.

use std::fmt::Display;
use std::path::Path;
use std::sync::LazyLock;

use axum::http::HeaderMap;
use axum::response::IntoResponse as _;
use faultbook::{Book, Fault, Operation, Raised, Response, Text, VendorTypes};
use faultbook::{gameye, licensing, playtest, playwave, rgs};
use faultbook_codegen::model::{Domain, Envelope, Situation, Source, Test, Value, Vendor};
use faultbook_codegen::{Loaded, load, output};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value as Json;
use tonic::metadata::MetadataMap;
use tonic_types::StatusExt as _;

// The conversions in the examples, which users copy.
#[allow(dead_code)]
#[path = "../../../examples/axum.rs"]
mod axum_service;
#[allow(dead_code)]
#[path = "../../../examples/tonic.rs"]
mod tonic_service;

/// A marker for a credential, in everything that a vendor sends.
const SECRET: &str = "sk_live_9Zq7Xw";

/// The languages of the book.
const LANGUAGES: [&str; 3] = ["en", "de", "ja"];

static BOOK: LazyLock<Loaded> = LazyLock::new(|| {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    load(&output::sources(&spec).unwrap()).unwrap_or_else(|errors| panic!("{errors}"))
});

/// A vendor's response to an operation.
#[derive(Clone, Debug)]
struct Answer {
    vendor: &'static Vendor,
    operation: &'static str,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    /// Reads the response and checks what is shown of the fault, if it is one. Returns whether the fault contains the
    /// secret.
    fn assert_hidden(&self, code: &str) -> bool {
        let response = Response::new(self.status, &self.body).headers(&self.headers);
        let vendor = self.vendor.name.parse().unwrap();
        let Err(fault) = faultbook::read(vendor, self.operation, &response) else {
            return false;
        };
        let for_logs = format!("{fault} {fault:?} {response:?}");
        assert!(!for_logs.contains(SECRET), "{for_logs} of {self:?}");
        let mut inside = vec![SECRET, code];
        inside.extend(pointers(self.vendor));
        assert_none_shown(&fault, &inside);
        assert_none_shown(&fault.clone().into_owned(), &inside);
        knows_secret(&fault)
    }
}

fn knows_secret<V: VendorTypes>(fault: &Fault<'_, V>) -> bool {
    let holds = |text: Option<Text<'_>>| text.is_some_and(|t| t.to_string().contains(SECRET));
    holds(fault.message()) || holds(fault.trace_id()) || holds(fault.wire_code())
}

/// Searches everything that is shown of a fault for each text. A code that is an English word may occur as a word, and
/// one that is an HTTP status as the status of the response.
fn assert_none_shown<V: VendorTypes<Book = Book>>(fault: &Fault<'_, V>, inside: &[&str]) {
    let is_plain = |text: &str| {
        let mut bytes = text.bytes();
        bytes.clone().all(|b| b.is_ascii_digit()) || bytes.all(|b| b.is_ascii_lowercase())
    };
    is_answered_like_all_confidential(fault);
    let shown = LANGUAGES.iter().flat_map(|language| {
        let message = fault.user_message_in(language).map(|text| text.to_string());
        [
            message.unwrap_or_default(),
            problem(fault, language),
            grpc(&tonic_service::status(fault, &metadata(language))),
        ]
    });
    for shown in shown {
        for inside in inside.iter().filter(|text| !is_plain(text)) {
            assert!(!shown.contains(inside), "{inside} is shown: {shown}");
        }
    }
}

/// Whether a fault is confidential. All confidential faults get the same response, except for their text in the book.
fn is_answered_like_all_confidential<V: VendorTypes<Book = Book>>(fault: &Fault<'_, V>) -> bool {
    if !fault.is_confidential() {
        return false;
    }
    let problem = problem(fault, "en");
    assert!(
        problem.starts_with("502 ") && !problem.contains("retry-after"),
        "{problem}"
    );
    let status = tonic_service::status(fault, &metadata("en"));
    let reason = status.get_details_error_info().unwrap().reason;
    assert_eq!(
        (status.code(), &*reason),
        (tonic::Code::Unknown, "UPSTREAM_FAILED")
    );
    assert!(status.get_details_retry_info().is_none());
    true
}

fn metadata(language: &str) -> MetadataMap {
    let mut metadata = MetadataMap::new();
    metadata.insert("accept-language", language.parse().unwrap());
    metadata
}

/// The status of the gRPC service: its code, its message, and the texts of its details.
fn grpc(status: &tonic::Status) -> String {
    let details = String::from_utf8_lossy(status.details());
    let (code, message) = (status.code(), status.message());
    format!("{code:?} {message} {details} {:?}", status.metadata())
}

/// The response of the web service, headers and body.
fn problem<V: VendorTypes<Book = Book>>(fault: &Fault<'_, V>, language: &str) -> String {
    let mut headers = HeaderMap::new();
    headers.insert("accept-language", language.parse().unwrap());
    let answer = axum_service::Problem::new(fault, &headers).into_response();
    let (parts, body) = answer.into_parts();
    let runtime = tokio::runtime::Builder::new_current_thread();
    let body = { runtime }.build().unwrap().block_on(async {
        let body = axum::body::to_bytes(body, usize::MAX);
        body.await.unwrap()
    });
    let problem: Json = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem["status"], parts.status.as_u16());
    format!("{} {:?} {problem}", parts.status, parts.headers)
}

/// All locations in a body that the vendor's envelopes name.
fn pointers(vendor: &Vendor) -> impl Iterator<Item = &str> {
    let sources = vendor.domains.iter().flat_map(|d| sources(&d.envelope));
    sources.filter_map(|source| match source {
        Source::Pointer(pointer) => Some(pointer.as_str()),
        _ => None,
    })
}

fn sources(envelope: &Envelope) -> impl Iterator<Item = &Source> {
    envelope.code.iter().chain(texts(envelope))
}

/// The locations of the vendor's free texts.
fn texts(envelope: &Envelope) -> impl Iterator<Item = &Source> {
    let texts = [&envelope.message, &envelope.trace_id, &envelope.timestamp];
    let texts = texts.into_iter().chain(envelope.fields.values());
    texts.chain([&envelope.category]).flatten()
}

/// A response with a code at one location, and the secret at all others.
fn made(
    domain: &Domain,
    clause: &[Test],
    place: &Source,
    code: &str,
) -> (Vec<(String, String)>, String) {
    let (mut headers, mut body) = (Vec::new(), Json::Null);
    for source in texts(&domain.envelope) {
        put(source, SECRET.into(), &mut headers, &mut body);
    }
    if let Some(details) = &domain.envelope.details {
        let mut detail = Json::Null;
        put_at(&details.field, SECRET.into(), &mut detail);
        put_at(
            &details.message,
            format!("wrong key {SECRET}").into(),
            &mut detail,
        );
        put_at(
            &details.at,
            Json::Array(vec![detail, SECRET.into()]),
            &mut body,
        );
    }
    for test in clause {
        match test {
            Test::Field { pointer, values } => put_at(pointer, literal(&values[0]), &mut body),
            Test::Exists {
                pointer,
                exists: true,
            } => put_at(pointer, SECRET.into(), &mut body),
            _ => {}
        }
    }
    match place {
        Source::Token => return (headers, code.to_owned()),
        Source::Status => {}
        place => put(place, code.into(), &mut headers, &mut body),
    }
    (headers, body.to_string())
}

fn put(source: &Source, value: Json, headers: &mut Vec<(String, String)>, body: &mut Json) {
    match source {
        Source::Pointer(pointer) => put_at(pointer, value, body),
        Source::Header(name) => {
            headers.push((name.clone(), value.as_str().unwrap_or_default().to_owned()));
        }
        Source::Status | Source::Token => {}
        // The books here have none of these.
        Source::Parameter { .. } | Source::Captured { .. } | Source::Each(_) => {
            panic!("a source without a response for it")
        }
    }
}

/// Creates the objects on the path to a location, and sets the value there.
fn put_at(pointer: &str, value: Json, body: &mut Json) {
    let steps = pointer.split('/').skip(1);
    let place = steps.fold(body, |inside, step| {
        if !inside.is_object() {
            *inside = Json::Object(serde_json::Map::new());
        }
        &mut inside[step]
    });
    *place = value;
}

fn literal(value: &Value) -> Json {
    match value {
        Value::String(text) | Value::Contains(text) | Value::Prefix(text) => text.as_str().into(),
        Value::Number(text) => text.parse().unwrap(),
        Value::Bool(value) => (*value).into(),
        Value::Null => Json::Null,
    }
}

/// The documented statuses that a clause accepts, or else the first that it accepts.
fn statuses(clause: &[Test], documented: &[u16]) -> Vec<u16> {
    let ranges = clause.iter().find_map(|test| match test {
        Test::Status(ranges) => Some(ranges.as_slice()),
        _ => None,
    });
    let ranges = ranges.unwrap_or(&[(400, 599)]);
    let fits = |status: &u16| ranges.iter().any(|(lo, hi)| (lo..=hi).contains(&status));
    let documented: Vec<u16> = documented.iter().copied().filter(fits).collect();
    if documented.is_empty() {
        return vec![ranges[0].0];
    }
    documented
}

/// Responses with this code, for every operation and location of the domain.
fn answers(
    vendor: &'static Vendor,
    domain: &Domain,
    code: &str,
    documented: &[u16],
) -> Vec<Answer> {
    let always: Option<&[Test]> = domain.when.is_empty().then_some(&[]);
    let clauses = domain.when.iter().map(|clause| &**clause).chain(always);
    let mut answers = Vec::new();
    for clause in clauses {
        for place in &domain.envelope.code {
            let (headers, body) = made(domain, clause, place, code);
            for status in statuses(clause, documented) {
                answers.extend(vendor.operations.iter().map(|operation| Answer {
                    vendor,
                    operation: &operation.name,
                    status,
                    headers: headers.clone(),
                    body: body.clone(),
                }));
            }
        }
    }
    answers
}

#[test]
fn no_code_shows_anything_of_the_inside() {
    let (mut looked_at, mut knew) = (0, 0);
    for vendor in &BOOK.book.vendors {
        for domain in vendor
            .domains
            .iter()
            .filter(|domain| !domain.raised_by_client)
        {
            for code in &vendor.codes[domain.codes.clone()] {
                for answer in answers(vendor, domain, &code.wire, &code.statuses) {
                    looked_at += 1;
                    knew += u32::from(answer.assert_hidden(&code.wire));
                }
            }
        }
    }
    assert!(looked_at > 500 && knew > 250, "{knew} of {looked_at}");
}

#[test]
fn a_confidential_cause_cannot_be_inferred_from_the_answer() {
    let mut looked_at = 0;
    for (operation, status) in [("validate", 200), ("heartbeat", 200)] {
        let body = r#"{"status":"failed","error":"no_credits"}"#;
        for headers in [vec![], vec![("retry-after", "30")]] {
            let response = Response::new(status, body).headers(&headers);
            let fault = faultbook::read(faultbook::Vendor::Licensing, operation, &response);
            looked_at += u32::from(is_answered_like_all_confidential(&fault.unwrap_err()));
        }
    }
    assert_eq!(looked_at, 4);
}

#[test]
fn no_unknown_code_is_shown() {
    let mut knew = 0;
    for vendor in &BOOK.book.vendors {
        for domain in vendor
            .domains
            .iter()
            .filter(|domain| !domain.raised_by_client)
        {
            for answer in answers(vendor, domain, SECRET, &[400, 403, 500]) {
                knew += u32::from(answer.assert_hidden(SECRET));
            }
        }
    }
    assert!(knew > 50, "only {knew}");
}

/// All faults of these codes, raised in all of these operations.
fn assert_raised<O, C>(operations: &[O], codes: &[C])
where
    O: Operation,
    O::Vendor: VendorTypes<Book = Book>,
    C: Raised<Vendor = O::Vendor> + Display,
{
    for operation in operations {
        for code in codes {
            assert_none_shown(&operation.raise(*code), &[&code.to_string()]);
        }
    }
}

#[test]
fn no_code_that_the_client_raises_is_shown() {
    assert_raised(playwave::Operation::ALL, playwave::ClientCode::ALL);
    assert_raised(playtest::Operation::ALL, playtest::ClientCode::ALL);
    assert_raised(rgs::Operation::ALL, rgs::ClientCode::ALL);
    assert_raised(gameye::Operation::ALL, gameye::ClientCode::ALL);
    assert_raised(licensing::Operation::ALL, licensing::SdkCode::ALL);
}

/// The responses of the book's examples.
fn examples() -> Vec<Answer> {
    let vendors = BOOK.book.vendors.iter();
    let examples = vendors.flat_map(|vendor| vendor.examples.iter().map(move |e| (vendor, e)));
    let answers = examples.filter_map(|(vendor, example)| match &example.situation {
        Situation::Raised(_) => None,
        Situation::Response {
            status,
            headers,
            body,
        } => Some(Answer {
            vendor,
            operation: &vendor.operations[example.operation].name,
            status: *status,
            headers: headers.clone(),
            body: body.clone(),
        }),
    });
    answers.collect()
}

/// All strings within a value.
fn strings(value: &mut Json) -> Vec<&mut String> {
    match value {
        Json::String(text) => vec![text],
        Json::Array(values) => values.iter_mut().flat_map(strings).collect(),
        Json::Object(members) => members.values_mut().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Inserts a hostile text into one of the strings of a body, anywhere or instead of a number, so that patterns still
/// match.
fn poison(body: &str, which: Index, at: Index, hostile: &str) -> String {
    let Ok(mut json) = body.parse::<Json>() else {
        return format!("{body}{hostile}");
    };
    let mut strings = strings(&mut json);
    if !strings.is_empty() {
        let text = which.get_mut(&mut strings);
        let numbers: Vec<_> = text.match_indices(|c: char| c.is_ascii_digit()).collect();
        let ends: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
        let places: Vec<_> = numbers
            .iter()
            .map(|(at, _)| *at)
            .chain(ends)
            .chain([text.len()])
            .collect();
        text.insert_str(*at.get(&places), hostile);
    }
    json.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_example_shows_what_was_put_into_it(
        answer in select(examples()),
        (which, at) in any::<(Index, Index)>(),
        (before, behind) in ("[ -~]{0,12}", "\\PC{0,12}"),
    ) {
        let hostile = format!("{before}{SECRET}{behind}");
        let body = poison(&answer.body, which, at, &hostile);
        let headers = [("x-request-id", &hostile), ("retry-after", &hostile)];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.clone()));
        Answer { body, headers: headers.into(), ..answer }.assert_hidden(SECRET);
    }
}
