//! What a careful user writes: a derive that borrows, an enum, a match, and what the status says where there is no code.

use std::borrow::Cow;
use std::ops::Deref;

use faultbook::{Action, Class};
use serde::Deserialize;

use crate::codes::{
    Decision, Gameye, Heartbeat, License, Management, Playtest, Playwave, Rgs, Verify,
};

/// A text that is copied only if it has escapes: serde always copies an `Option<Cow<str>>`.
#[derive(Deserialize)]
pub struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// An error as such a user would pass it on.
#[allow(dead_code)] // As in a real program, not every caller looks at everything.
pub struct Fault<'a> {
    pub code: Option<&'static str>,
    pub decision: Decision,
    pub status: u16,
    pub message: Option<Text<'a>>,
    pub trace_id: Option<Text<'a>>,
    /// What the end user is shown in place of the usual text: the balance, and what is required.
    pub amounts: Option<(&'a str, &'a str)>,
}

impl<'a> Fault<'a> {
    fn of(status: u16, code: Option<(&'static str, Decision)>) -> Self {
        let (code, decision) = code.map_or((None, by_status(status)), |(code, decision)| {
            (Some(code), decision)
        });
        Self {
            code,
            decision,
            status,
            message: None,
            trace_id: None,
            amounts: None,
        }
    }

    fn message(self, message: Option<Text<'a>>) -> Self {
        Self { message, ..self }
    }
}

macro_rules! known {
    ($code:expr, $type:ident) => {
        $code
            .and_then(|code: &str| code.parse::<$type>().ok())
            .map(|code| (code.into(), code.decision()))
    };
}

fn by_status(status: u16) -> Decision {
    let (class, retryable, actions): (_, _, &[Action]) = match status {
        400 | 422 => (Class::InvalidRequest, false, &[Action::FixRequest]),
        401 => (Class::Unauthenticated, false, &[Action::FixCredentials]),
        402 => (Class::PaymentRequired, false, &[Action::AddCredit]),
        403 => (Class::PermissionDenied, false, &[]),
        404 => (Class::NotFound, false, &[Action::FixRequest]),
        409 => (Class::Conflict, false, &[]),
        429 => (Class::RateLimited, true, &[Action::SlowDown]),
        500..=599 => (Class::Unavailable, true, &[]),
        _ => (Class::Unknown, false, &[]),
    };
    Decision {
        class,
        retryable,
        actions,
    }
}

pub fn playwave_verify(status: u16, body: &[u8]) -> Fault<'_> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        reason: Option<&'a str>,
    }
    if status != 200 {
        return playwave_error(status, body);
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    Fault::of(status, known!(body.and_then(|body| body.reason), Verify))
}

pub fn playwave_heartbeat(status: u16, body: &[u8]) -> Fault<'_> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        result: Option<&'a str>,
    }
    if status != 200 {
        return playwave_error(status, body);
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    Fault::of(status, known!(body.and_then(|body| body.result), Heartbeat))
}

fn playwave_error(status: u16, body: &[u8]) -> Fault<'_> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        error: Option<Error<'a>>,
    }
    #[derive(Deserialize)]
    struct Error<'a> {
        #[serde(borrow)]
        code: Option<&'a str>,
        #[serde(borrow)]
        message: Option<Text<'a>>,
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    let (code, message) = body
        .and_then(|body| body.error)
        .map_or((None, None), |error| (error.code, error.message));
    playwave_code(status, code).message(message)
}

pub fn playwave_code<'a>(status: u16, code: Option<&str>) -> Fault<'a> {
    Fault::of(status, known!(code, Playwave))
}

pub fn playtest_request(status: u16, body: &[u8]) -> Fault<'_> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        error: Option<Error<'a>>,
        #[serde(borrow)]
        meta: Option<Meta<'a>>,
    }
    #[derive(Deserialize)]
    struct Error<'a> {
        #[serde(borrow)]
        code: Option<&'a str>,
        #[serde(borrow)]
        message: Option<Text<'a>>,
        #[serde(borrow, default)]
        details: Vec<Detail<'a>>,
    }
    #[derive(Deserialize)]
    struct Detail<'a> {
        #[serde(borrow)]
        field: Text<'a>,
        #[serde(borrow)]
        message: &'a str,
    }
    #[derive(Deserialize)]
    struct Meta<'a> {
        #[serde(borrow, rename = "requestId")]
        request_id: Option<Text<'a>>,
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    let (error, meta) = body.map_or((None, None), |body| (body.error, body.meta));
    let trace_id = meta.and_then(|meta| meta.request_id);
    let Some(error) = error else {
        return Fault {
            trace_id,
            ..Fault::of(status, None)
        };
    };
    let fault = playtest_code(status, error.code).message(error.message);
    let balance = error
        .details
        .iter()
        .filter(|_| error.code == Some("PAYMENT_REQUIRED"))
        .find(|detail| &*detail.field == "balance");
    Fault {
        trace_id,
        amounts: balance.and_then(|detail| amounts(detail.message)),
        ..fault
    }
}

pub fn playtest_code<'a>(status: u16, code: Option<&str>) -> Fault<'a> {
    Fault::of(status, known!(code, Playtest))
}

/// `Current balance: $50.00, required: $150.00`
fn amounts(message: &str) -> Option<(&str, &str)> {
    let (balance, required) = message
        .strip_prefix("Current balance: $")?
        .split_once(", required: $")?;
    let is_decimal = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    (is_decimal(balance) && is_decimal(required)).then_some((balance, required))
}

pub fn rgs_play(status: u16, body: &[u8]) -> Fault<'_> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        category: Option<&'a str>,
        #[serde(borrow)]
        code: Option<&'a str>,
        #[serde(borrow)]
        message: Option<Text<'a>>,
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    let (code, category, message) = body.map_or((None, None, None), |body| {
        (body.code, body.category, body.message)
    });
    let mut fault = Fault::of(status, known!(code, Rgs)).message(message);
    if fault.code.is_none() && category == Some("ERROR_CATEGORY_OPERATOR") {
        fault.decision.class = Class::PermissionDenied;
    }
    fault
}

pub fn gameye_request(status: u16, body: &[u8]) -> Fault<'_> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        message: Option<Text<'a>>,
        #[serde(borrow)]
        identifier: Option<Text<'a>>,
    }
    let fault = gameye_status(status);
    let body: Option<Body> = serde_json::from_slice(body).ok();
    let (message, trace_id) = body.map_or((None, None), |body| (body.message, body.identifier));
    Fault {
        message,
        trace_id,
        ..fault
    }
}

pub fn gameye_status<'a>(status: u16) -> Fault<'a> {
    let code = match status {
        200 => Some(Gameye::Status200),
        201 => Some(Gameye::Status201),
        401 => Some(Gameye::Status401),
        403 => Some(Gameye::Status403),
        404 => Some(Gameye::Status404),
        409 => Some(Gameye::Status409),
        420 => Some(Gameye::Status420),
        422 => Some(Gameye::Status422),
        500 => Some(Gameye::Status500),
        _ => None,
    };
    Fault::of(status, code.map(|code| (code.into(), code.decision())))
}

pub fn licensing_developer_api(status: u16, body: &[u8]) -> Fault<'_> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        error: Option<&'a str>,
        #[serde(borrow)]
        message: Option<Text<'a>>,
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    let (code, message) = body.map_or((None, None), |body| (body.error, body.message));
    Fault::of(status, known!(code, Management)).message(message)
}

pub fn licensing_validate(status: u16, body: &[u8]) -> Fault<'_> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        status: Option<&'a str>,
        #[serde(borrow)]
        error: Option<&'a str>,
    }
    let body: Option<Body> = serde_json::from_slice(body).ok();
    let code = body
        .filter(|body| body.status == Some("failed"))
        .and_then(|body| body.error);
    Fault::of(status, known!(code, License))
}
