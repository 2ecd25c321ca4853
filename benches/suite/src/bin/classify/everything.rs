//! What a careful user writes to get everything that a body has, besides the code and the decision.

use serde::Deserialize;

use crate::by_hand::{self, Fault, Text};

/// A fault with all of its texts.
#[allow(dead_code)] // Only reading is measured.
pub struct Everything<'a> {
    fault: Fault<'a>,
    message: Option<Text<'a>>,
    trace_id: Option<Text<'a>>,
    timestamp: Option<Text<'a>>,
    path: Option<Text<'a>>,
    details: Vec<Detail<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code)] // As above.
struct Detail<'a> {
    #[serde(borrow)]
    field: Option<Text<'a>>,
    #[serde(borrow)]
    message: Option<Text<'a>>,
}

#[derive(Default, Deserialize)]
struct Wrapped<'a> {
    #[serde(borrow, default)]
    error: Body<'a>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(borrow)]
    code: Option<Text<'a>>,
    #[serde(borrow)]
    message: Option<Text<'a>>,
    #[serde(borrow)]
    identifier: Option<Text<'a>>,
    #[serde(borrow)]
    timestamp: Option<Text<'a>>,
    #[serde(borrow)]
    path: Option<Text<'a>>,
    #[serde(borrow, default)]
    details: Vec<Detail<'a>>,
}

impl<'a> Body<'a> {
    fn with(self, fault: Fault<'a>) -> Everything<'a> {
        Everything {
            fault,
            message: self.message,
            trace_id: self.identifier,
            timestamp: self.timestamp,
            path: self.path,
            details: self.details,
        }
    }
}

pub fn playwave(status: u16, body: &[u8]) -> Everything<'_> {
    let body: Wrapped = serde_json::from_slice(body).unwrap_or_default();
    let fault = by_hand::playwave_code(status, body.error.code.as_deref());
    body.error.with(fault)
}

pub fn playtest(status: u16, body: &[u8]) -> Everything<'_> {
    let body: Wrapped = serde_json::from_slice(body).unwrap_or_default();
    let fault = by_hand::playtest_code(status, body.error.code.as_deref());
    body.error.with(fault)
}

pub fn gameye(status: u16, body: &[u8]) -> Everything<'_> {
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    body.with(by_hand::gameye_status(status))
}
