//! Every code of the real book, in every place where it can stand, is read back as itself.

use faultbook_codegen::model::{Code, Domain, Operation, Source, Test, Value, Vendor};

use crate::json::Json;
use crate::judge::{Answer, clauses};
use crate::support::{book, raise, real_book, report};

/// A response with a code in it.
pub(crate) struct Made {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    json: Json,
    pub(crate) body: String,
}

impl Made {
    pub(crate) fn headers(&self) -> Vec<(&str, &str)> {
        self.headers
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect()
    }
}

/// The responses to which a domain's `when` and one of its sources put a code; each documented status has one.
pub(crate) fn make(domain: &Domain, wire: &str, documented: &[u16]) -> Vec<Made> {
    let places = clauses(domain).flat_map(|clause| {
        domain
            .envelope
            .code
            .iter()
            .map(move |source| (clause, source))
    });
    let made = places.flat_map(|(clause, source)| {
        let statuses = statuses(clause, documented);
        statuses
            .into_iter()
            .filter_map(move |status| wrap(clause, source, wire, status))
    });
    made.collect()
}

/// The documented statuses that a clause lets through, else both ends of what it lets through.
fn statuses(clause: &[Test], documented: &[u16]) -> Vec<u16> {
    let ranges = clause.iter().find_map(|test| match test {
        Test::Status(ranges) => Some(ranges.as_slice()),
        _ => None,
    });
    let ranges = ranges.unwrap_or(&[(200, 599)]);
    if documented.is_empty() {
        return ranges.iter().flat_map(|(lo, hi)| [*lo, *hi]).collect();
    }
    let fits = |status: &u16| ranges.iter().any(|(lo, hi)| (lo..=hi).contains(&status));
    documented.iter().copied().filter(fits).collect()
}

/// A response for a clause with a code in one place; `None` if there can be none.
fn wrap(clause: &[Test], source: &Source, wire: &str, status: u16) -> Option<Made> {
    let mut json = Json::Object(Vec::new());
    for test in clause {
        match test {
            Test::Field { pointer, values } => json.put(pointer, literal(&values[0])),
            Test::Exists {
                pointer,
                exists: true,
            } => json.put(pointer, Json::string("there")),
            _ => {}
        }
    }
    let mut headers = Vec::new();
    match source {
        Source::Pointer(pointer) => json.put(pointer, Json::string(wire)),
        Source::Header(name) => headers.push((name.clone(), wire.to_owned())),
        // What is captured from a text has no single original.
        Source::Parameter { .. } | Source::Captured { .. } | Source::Each(_) => return None,
        Source::Status if wire != status.to_string() => return None,
        Source::Status => {}
        Source::Token if json != Json::Object(Vec::new()) => return None,
        Source::Token => {
            return Some(Made {
                status,
                headers,
                json: Json::string(wire),
                body: wire.to_owned(),
            });
        }
    }
    Some(Made {
        status,
        headers,
        body: json.to_string(),
        json,
    })
}

fn literal(value: &Value) -> Json {
    let text = match value {
        Value::String(text) | Value::Contains(text) | Value::Prefix(text) => {
            return Json::string(text);
        }
        Value::Number(number) => number.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
    };
    Json::read(text.as_bytes()).expect("it is JSON")
}

/// The first of the operation's domains that a response belongs to and that knows the code in it.
fn first_to_know<'v>(
    vendor: &'v Vendor,
    operation: &Operation,
    made: &Made,
    wire: &str,
) -> Option<&'v Domain> {
    let answer = Answer {
        vendor,
        status: made.status,
        body: made.body.as_bytes(),
        json: &made.json,
    };
    let mut domains = operation
        .domains
        .iter()
        .map(|domain| &vendor.domains[*domain])
        .filter(|domain| !domain.raised_by_client);
    domains.find(|domain| {
        let known = vendor.codes[domain.codes.clone()]
            .iter()
            .any(|code| code.wire == wire);
        let in_header = !made.headers.is_empty();
        let stands_there = || {
            answer
                .codes(domain)
                .iter()
                .flatten()
                .any(|code| code == wire)
        };
        known && answer.is_claimed_by(domain) && (in_header || stands_there())
    })
}

/// Every code in every operation and domain where it can be met, on the wire or raised by the client.
pub(crate) fn everywhere(
    vendor: &Vendor,
    raised: bool,
) -> impl Iterator<Item = (&Operation, &Domain, &Code)> {
    let met =
        move |operation| domains(vendor, operation, raised).map(move |domain| (operation, domain));
    let domains = vendor.operations.iter().flat_map(met);
    domains.flat_map(|(operation, domain)| {
        let codes = vendor.codes[domain.codes.clone()].iter();
        codes.map(move |code| (operation, domain, code))
    })
}

/// The domains of an operation whose codes are, or are not, raised by the client.
fn domains<'v>(
    vendor: &'v Vendor,
    operation: &'v Operation,
    raised: bool,
) -> impl Iterator<Item = &'v Domain> {
    let domains = operation
        .domains
        .iter()
        .map(|domain| &vendor.domains[*domain]);
    domains.filter(move |domain| domain.raised_by_client == raised)
}

#[test]
fn every_code_is_read_back_from_every_place_as_itself() {
    let loaded = real_book();
    let mut own = 0;
    for (index, vendor) in loaded.book.vendors.iter().enumerate() {
        for (operation, domain, code) in everywhere(vendor, false) {
            let place = format!(
                "{} {} {} {}",
                vendor.name, operation.name, domain.name, code.wire
            );
            let all = make(domain, &code.wire, &code.statuses);
            assert!(!all.is_empty(), "{place}: no response can carry it");
            for made in all {
                let (status, body) = (made.status, made.body.as_bytes());
                let report = report(
                    &loaded,
                    index,
                    &operation.name,
                    status,
                    &made.headers(),
                    body,
                );
                let first = first_to_know(vendor, operation, &made, &code.wire)
                    .expect("its own domain does");
                let got = (
                    report.domain.as_deref(),
                    report.code.as_deref(),
                    report.known,
                );
                assert_eq!(
                    got,
                    (Some(&*first.name), Some(&*code.wire), true),
                    "{place}: {status} {}",
                    made.body
                );
                // Three domains of this vendor look in one place; where all of them apply, the first to know wins.
                let is_shared =
                    (vendor.name.as_str(), operation.name.as_str()) == ("licensing", "request");
                assert!(
                    first.name == domain.name || is_shared,
                    "{place}: {} precedes",
                    first.name
                );
                own += u32::from(first.name == domain.name);
            }
        }
    }
    assert!(own > 300, "only {own} responses were made");
}

#[test]
fn every_code_that_the_client_raises_is_reported_as_itself() {
    let loaded = real_book();
    let mut raised = 0;
    for (index, vendor) in loaded.book.vendors.iter().enumerate() {
        for (operation, domain, code) in everywhere(vendor, true) {
            let report = raise(&loaded, index, &operation.name, &code.wire);
            let got = (
                report.domain.as_deref(),
                report.code.as_deref(),
                report.known,
                report.status,
            );
            assert_eq!(
                got,
                (Some(&*domain.name), Some(&*code.wire), true, None),
                "{}",
                operation.name
            );
            assert_eq!(
                report.decision.outcome, "failure",
                "{} {}",
                operation.name, code.wire
            );
            raised += 1;
        }
    }
    assert!(raised > 8, "only {raised} codes were raised");
}

#[test]
fn an_alias_is_read_back_as_its_code() {
    let book = book(
        "
        domains:
          d:
            envelope: { code: [/code, { header: X-Code }, text] }
            codes:
              NEW_NAME: { summary: s, class: lost, aliases: [OLD_NAME, '17'] }
              OTHER: { summary: s, aliases: older }
    ",
    );
    let table = [
        ("NEW_NAME", "NEW_NAME"),
        ("OLD_NAME", "NEW_NAME"),
        ("17", "NEW_NAME"),
        ("OTHER", "OTHER"),
        ("older", "OTHER"),
    ];
    for (wire, code) in table {
        let made = make(&book.vendor().domains[0], wire, &[409]);
        assert_eq!(made.len(), 3);
        for made in made {
            let report = book.read_with("request", made.status, &made.headers(), &made.body);
            assert_eq!(
                (report.code.as_deref(), report.known),
                (Some(code), true),
                "{wire}: {}",
                made.body
            );
        }
    }
    assert_eq!(
        book.read("request", 409, r#"{"code":17}"#).code.as_deref(),
        Some("NEW_NAME")
    );
}
