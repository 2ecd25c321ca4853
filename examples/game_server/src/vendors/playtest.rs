//! Playtest: slots of playtests, behind a rate limit.

use super::{Answer, Call, Vendor};
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
        let body = format!(r#"{{"data":{{"slot":"{slot}"}},"meta":{}}}"#, meta(call));
        Answer::new(201, body)
    }
}

fn rate_limited(call: &Call) -> Answer {
    let wait = RATE_LIMITED_UNTIL.saturating_sub(call.at);
    let wait = wait.as_secs_f64().ceil();
    let reset = NOON + RATE_LIMITED_UNTIL.as_secs();
    let error = r#"{"code":"RATE_LIMITED","message":"Rate limit exceeded"}"#;
    let body = format!(r#"{{"error":{error},"meta":{}}}"#, meta(call));
    Answer::new(429, body)
        .header("Retry-After", &wait)
        .header("X-RateLimit-Limit", &100)
        .header("X-RateLimit-Remaining", &0)
        .header("X-RateLimit-Reset", &reset)
}

fn meta(call: &Call) -> String {
    let request = call.at.as_millis();
    let timestamp = call.timestamp();
    format!(r#"{{"requestId":"req_{request:06}","timestamp":"{timestamp}"}}"#)
}
