//! A second opinion on what a response says, taken from the law and the book alone: slow, simple, and without a table.
//!
//! It ignores headers and messages, because no code of the real book is in either.

use faultbook_codegen::model::{Domain, Operation, Source, Test, Value, Vendor};

use crate::json::Json;

/// All codes of the real book that tell of a success, by vendor and domain.
const SUCCESSES: [(&str, &str, &str); 3] = [
    ("playwave", "heartbeat", "OK"),
    ("gameye", "status", "200"),
    ("gameye", "status", "201"),
];

/// A response whose body is JSON.
#[derive(Clone, Copy)]
pub(crate) struct Answer<'a> {
    pub(crate) vendor: &'a Vendor,
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
    pub(crate) json: &'a Json,
}

/// Why a response to an operation cannot be a success; `None` if nothing speaks against it.
pub(crate) fn doubt(
    vendor: &Vendor,
    operation: &Operation,
    status: u16,
    body: &[u8],
) -> Option<&'static str> {
    if !(200..=299).contains(&status) {
        return Some("its status");
    }
    // HTTP says that these two have no content.
    let empty = matches!(status, 204 | 205) && body.is_empty();
    let Some(json) = Json::read(if empty { b"{}" } else { body }) else {
        return Some("a body that is not JSON");
    };
    if json.is_scalar() {
        return Some("a body that is neither an object nor a list");
    }
    let answer = Answer {
        vendor,
        status,
        body,
        json: &json,
    };
    let bodies = json.bodies().unwrap_or_default();
    let alone = |json| Answer {
        json,
        body: b"{}",
        ..answer
    };
    let mut doubts = bodies
        .iter()
        .map(|json| doubt_in(&alone(json), operation, true));
    doubts
        .find_map(|doubt| doubt)
        .or_else(|| doubt_in(&answer, operation, false))
}

fn doubt_in(answer: &Answer<'_>, operation: &Operation, is_element: bool) -> Option<&'static str> {
    let vendor = answer.vendor;
    if vendor.name == "gameye" && answer.is_gameyes_error() {
        return Some("the body of an error");
    }
    let domains = operation
        .domains
        .iter()
        .map(|domain| &vendor.domains[*domain])
        .filter(|domain| !domain.raised_by_client);
    let mut succeeded = false;
    for domain in domains {
        if clauses(domain).any(|clause| answer.is_mistyped(clause)) {
            return Some("a discriminator of another type");
        }
        if !answer.is_claimed_by(domain) {
            continue;
        }
        let codes: Option<Vec<String>> = answer.codes(domain).into_iter().collect();
        let Some(codes) = codes else {
            return Some("a code of another type");
        };
        let is_success = |code: &String| SUCCESSES.contains(&(&vendor.name, &domain.name, code));
        if !codes.iter().all(is_success) {
            return Some("a code that is not known for a success");
        }
        if codes.is_empty() && answer.is_named_by(domain) {
            return Some("a discriminator");
        }
        succeeded |= !codes.is_empty();
    }
    let looks_right =
        operation.success.is_empty() || operation.success.iter().any(|clause| answer.fits(clause));
    (!succeeded && !looks_right && !is_element).then_some("not what success looks like")
}

/// The alternatives of a domain's `when`; without one, there is one that asks for nothing.
pub(crate) fn clauses(domain: &Domain) -> impl Iterator<Item = &[Test]> {
    let always: Option<&[Test]> = domain.when.is_empty().then_some(&[]);
    domain.when.iter().map(|clause| &**clause).chain(always)
}

impl Answer<'_> {
    /// Whether a domain's `when` holds.
    pub(crate) fn is_claimed_by(&self, domain: &Domain) -> bool {
        clauses(domain).any(|clause| self.fits(clause))
    }

    /// Whether a field says that the response is the domain's.
    fn is_named_by(&self, domain: &Domain) -> bool {
        let by_field =
            |clause: &&[Test]| clause.iter().any(|test| !matches!(test, Test::Status(_)));
        clauses(domain)
            .filter(by_field)
            .any(|clause| self.fits(clause))
    }

    /// What the rule of gameye's successful codes looks for.
    fn is_gameyes_error(&self) -> bool {
        let is_there = |pointer| {
            self.json
                .all(pointer)
                .into_iter()
                .any(|found| !found.is_null())
        };
        is_there("/statusCode") || (is_there("/identifier") && is_there("/message"))
    }

    /// The values where the domain's codes are expected, with `None` for a value that cannot be a code.
    pub(crate) fn codes(&self, domain: &Domain) -> Vec<Option<String>> {
        let found = domain.envelope.code.iter().flat_map(|source| match source {
            Source::Pointer(pointer) if self.json.blocks(pointer) => vec![None],
            Source::Pointer(pointer) => self.json.all(pointer).into_iter().map(text).collect(),
            Source::Status => vec![Some(self.listed_status(domain))],
            Source::Token => vec![Some(self.token())],
            Source::Header(_) => Vec::new(),
            Source::Parameter { .. } | Source::Captured { .. } | Source::Each(_) => {
                unreachable!("the books here have no patterns for codes")
            }
        });
        found.filter(|code| code.as_deref() != Some("")).collect()
    }

    /// The status, if the domain lists it; else nothing.
    fn listed_status(&self, domain: &Domain) -> String {
        let status = self.status.to_string();
        let listed = self.vendor.codes[domain.codes.clone()]
            .iter()
            .any(|code| code.wire == status);
        if listed { status } else { String::new() }
    }

    /// The body as a token; empty if it is none.
    fn token(&self) -> String {
        let body = String::from_utf8_lossy(self.body);
        let token = body.trim().trim_matches('"');
        let is_token = token.len() <= 64
            && token
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_.:-".contains(c));
        if is_token {
            token.to_owned()
        } else {
            String::new()
        }
    }

    fn fits(&self, clause: &[Test]) -> bool {
        clause.iter().all(|test| match test {
            Test::Status(ranges) => ranges
                .iter()
                .any(|(lo, hi)| (*lo..=*hi).contains(&self.status)),
            Test::Field { pointer, values } => self
                .json
                .all(pointer)
                .into_iter()
                .any(|found| is_one_of(found, values)),
            Test::Exists { pointer, exists } => {
                self.json
                    .all(pointer)
                    .into_iter()
                    .any(|found| !found.is_null())
                    == *exists
            }
            Test::Message(_)
            | Test::Detail { .. }
            | Test::Element { .. }
            | Test::ElementExists { .. } => {
                unreachable!("an envelope knows no message, details or single errors")
            }
            Test::Header { .. } | Test::HeaderExists { .. } | Test::Body(_) => {
                unreachable!("the books here test status and fields alone")
            }
        })
    }

    /// Whether a clause for this status asks for a field that is there, but is nothing that it could ask for.
    fn is_mistyped(&self, clause: &[Test]) -> bool {
        let (of_status, of_fields): (Vec<_>, Vec<_>) = clause
            .iter()
            .cloned()
            .partition(|test| matches!(test, Test::Status(_)));
        self.fits(&of_status)
            && of_fields.iter().any(|test| match test {
                Test::Field { pointer, values } => {
                    let wrong = |found: &Json| {
                        !found.is_null() && values.iter().all(|value| !is_of_type(found, value))
                    };
                    self.json.blocks(pointer) || self.json.all(pointer).into_iter().any(wrong)
                }
                // A list has no members, so that none of them can be wrong.
                Test::Exists { pointer, .. } => self.json.blocks(pointer) && !self.json.is_list(),
                _ => false,
            })
    }
}

/// What a value says as a code, null being an empty one; `None` if it cannot be one.
fn text(found: &Json) -> Option<String> {
    match found {
        Json::Scalar(serde_json::Value::String(text)) => Some(text.clone()),
        Json::Scalar(serde_json::Value::Number(number)) if !number.is_f64() => {
            Some(number.to_string())
        }
        Json::Scalar(serde_json::Value::Null) => Some(String::new()),
        _ => None,
    }
}

fn is_one_of(found: &Json, values: &[Value]) -> bool {
    values.iter().any(|value| match (value, found) {
        (Value::String(value), Json::Scalar(found)) => found == value,
        (Value::Bool(value), Json::Scalar(found)) => found == value,
        (Value::Number(value), Json::Scalar(found)) => {
            serde_json::from_str(value).is_ok_and(|value: serde_json::Value| *found == value)
        }
        (Value::Null, found) => found.is_null(),
        _ => false,
    })
}

fn is_of_type(found: &Json, value: &Value) -> bool {
    match (value, found) {
        (Value::String(_), Json::Scalar(found)) => found.is_string(),
        (Value::Bool(_), Json::Scalar(found)) => found.is_boolean(),
        (Value::Number(_), Json::Scalar(found)) => found.is_number(),
        (Value::Null, found) => found.is_null(),
        _ => false,
    }
}
