//! Playtest: slots of playtests, behind a rate limit.

use std::time::Duration;

use faultbook::Samples;
use faultbook::playtest::{ApiCode, Operation};

use super::{Answer, Call, Vendor, answer, failure};
use crate::plan::RATE_LIMITED_UNTIL;

/// When each run begins, in seconds since 1970.
const NOON: u64 = 1_772_798_400;

pub(super) struct Playtest;

impl Vendor for Playtest {
    fn answer(&mut self, call: &Call) -> Answer {
        if call.at < RATE_LIMITED_UNTIL {
            return rate_limited(call);
        }
        let slot = call.field("slot");
        let (id, time) = (request_id(call), call.timestamp());
        let meta = format!(r#"{{"requestId":"{id}","timestamp":"{time}"}}"#);
        answer(
            201,
            format!(r#"{{"data":{{"slot":"{slot}"}},"meta":{meta}}}"#),
        )
    }
}

fn rate_limited(call: &Call) -> Answer {
    let wait = RATE_LIMITED_UNTIL.saturating_sub(call.at);
    let wait = Duration::from_secs(wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
    let reset = NOON + RATE_LIMITED_UNTIL.as_secs();
    let error = Operation::ClaimSlot
        .sample(ApiCode::RateLimited)
        .message("Rate limit exceeded")
        .trace_id(request_id(call))
        .timestamp(call.timestamp())
        .wait(wait)
        .header("X-RateLimit-Limit", "100")
        .header("X-RateLimit-Remaining", "0")
        .header("X-RateLimit-Reset", reset.to_string());
    failure(&error)
}

fn request_id(call: &Call) -> String {
    format!("req_{:06}", call.at.as_millis())
}
