//! Gameye: game servers, if there is capacity.

use faultbook::Samples;
use faultbook::gameye::{Operation, StatusCode as Code};

use super::{Answer, Call, Vendor, answer, failure};
use crate::plan::{FULL_REGIONS, GAMEYE_FAILS_AT};

pub(super) struct Gameye {
    errors: u32,
}

impl Gameye {
    pub(super) fn new() -> Self {
        Self { errors: 0 }
    }

    fn error(&mut self, call: &Call, code: Code, message: &str) -> Answer {
        self.errors += 1;
        let identifier = format!("3bc545b7-4750-47e6-a918-{:012x}", self.errors);
        let error = Operation::StartSession.sample(code).message(message);
        failure(&error.trace_id(identifier).timestamp(call.timestamp()))
    }
}

impl Vendor for Gameye {
    fn answer(&mut self, call: &Call) -> Answer {
        if call.at >= GAMEYE_FAILS_AT {
            return self.error(call, Code::InternalError, "An unexpected error occurred.");
        }
        if FULL_REGIONS.contains(&call.field("location")) {
            return self.error(call, Code::CapacityUnavailable, "Capacity unavailable");
        }
        answer(201, format!(r#"{{"id":"{}"}}"#, call.field("id")))
    }
}
