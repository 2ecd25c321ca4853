//! What a careful person writes for three vendors, each with the usual library for its format.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Deserialize;

/// What a caller decides on. `code` is one that is known.
pub struct Fault {
    pub code: Option<&'static str>,
    pub class: &'static str,
    pub retryable: bool,
}

type Known = (&'static str, &'static str, bool);

impl Fault {
    fn known((code, class, retryable): Known) -> Self {
        Self {
            code: Some(code),
            class,
            retryable,
        }
    }

    fn of_status(status: u16) -> Self {
        let (class, retryable) = match status {
            400 | 422 => ("invalid_request", false),
            401 => ("unauthenticated", false),
            402 => ("payment_required", false),
            403 => ("permission_denied", false),
            404 => ("not_found", false),
            409 => ("conflict", false),
            429 => ("rate_limited", true),
            500 => ("internal", true),
            502..=504 => ("unavailable", true),
            _ => ("unknown", false),
        };
        Self {
            code: None,
            class,
            retryable,
        }
    }
}

pub fn stripe(status: u16, headers: &[(String, String)], body: &[u8]) -> Fault {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        error: Option<Error<'a>>,
    }
    #[derive(Default, Deserialize)]
    struct Error<'a> {
        #[serde(borrow)]
        decline_code: Option<&'a str>,
        #[serde(borrow)]
        code: Option<&'a str>,
        #[serde(borrow, rename = "type")]
        error_type: Option<&'a str>,
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    let error = body.and_then(|body| body.error).unwrap_or_default();
    let known = error.decline_code.and_then(decline_code);
    let known = known.or_else(|| error.code.and_then(stripe_code));
    let known = known.or_else(|| error.error_type.and_then(error_type));
    let fault = known.map_or_else(|| Fault::of_status(status), Fault::known);
    let mut retries = headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("Stripe-Should-Retry"));
    let retryable = match (retries.next(), retries.next()) {
        (Some((_, value)), None) if value == "true" => true,
        (Some((_, value)), None) if value == "false" => false,
        _ => fault.retryable,
    };
    Fault { retryable, ..fault }
}

fn decline_code(code: &str) -> Option<Known> {
    Some(match code {
        "insufficient_funds" => ("insufficient_funds", "payment_required", false),
        "stolen_card" => ("stolen_card", "payment_required", false),
        "generic_decline" => ("generic_decline", "payment_required", false),
        _ => return None,
    })
}

fn stripe_code(code: &str) -> Option<Known> {
    Some(match code {
        "card_declined" => ("card_declined", "payment_required", false),
        "resource_missing" => ("resource_missing", "not_found", false),
        "lock_timeout" => ("lock_timeout", "conflict", true),
        "rate_limit" => ("rate_limit", "rate_limited", true),
        _ => return None,
    })
}

fn error_type(code: &str) -> Option<Known> {
    Some(match code {
        "card_error" => ("card_error", "payment_required", false),
        "api_error" => ("api_error", "internal", true),
        "invalid_request_error" => ("invalid_request_error", "invalid_request", false),
        _ => return None,
    })
}

#[derive(PartialEq)]
enum Name {
    Error,
    DeleteResult,
    Code,
    Other,
}

pub fn aws_s3(status: u16, _: &[(String, String)], body: &[u8]) -> Fault {
    let (mut at_top, mut at_object) = (None, None);
    let mut reader = Reader::from_reader(body);
    let mut path = Vec::with_capacity(4);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => path.push(match element.local_name().as_ref() {
                "Error" => Name::Error,
                "DeleteResult" => Name::DeleteResult,
                "Code" => Name::Code,
                _ => Name::Other,
            }),
            Ok(Event::End(_)) => drop(path.pop()),
            Ok(Event::Text(text)) => {
                let found = match path.as_slice() {
                    [Name::Error, Name::Code] => &mut at_top,
                    [Name::DeleteResult, Name::Error, Name::Code] => &mut at_object,
                    _ => continue,
                };
                found.get_or_insert(s3_code(&text));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Fault::of_status(status),
        }
    }
    let known = at_top.flatten().or(at_object.flatten());
    known.map_or_else(|| Fault::of_status(status), Fault::known)
}

fn s3_code(code: &str) -> Option<Known> {
    Some(match code {
        "AccessDenied" => ("AccessDenied", "permission_denied", false),
        "BucketAlreadyOwnedByYou" => ("BucketAlreadyOwnedByYou", "conflict", false),
        "ExpiredToken" => ("ExpiredToken", "expired", false),
        "InternalError" => ("InternalError", "internal", true),
        "NoSuchBucket" => ("NoSuchBucket", "not_found", false),
        "NoSuchKey" => ("NoSuchKey", "not_found", false),
        "RequestTimeout" => ("RequestTimeout", "unavailable", true),
        "SlowDown" => ("SlowDown", "rate_limited", true),
        _ => return None,
    })
}

pub fn paypal_nvp(status: u16, _: &[(String, String)], body: &[u8]) -> Fault {
    let (mut ack, mut code) = (None, None);
    for (name, value) in form_urlencoded::parse(body) {
        match &*name {
            "ACK" => ack = Some(value),
            "L_ERRORCODE0" => code = Some(value),
            _ => {}
        }
    }
    let failed = ack.is_some_and(|ack| ack == "Failure" || ack == "FailureWithWarning");
    let known = code.filter(|_| failed).and_then(|code| {
        Some(match &*code {
            "10001" => ("10001", "internal", true),
            "10002" => ("10002", "unauthenticated", false),
            "10417" => ("10417", "payment_required", false),
            "10486" => ("10486", "payment_required", false),
            _ => return None,
        })
    });
    known.map_or_else(|| Fault::of_status(status), Fault::known)
}
