//! Gameye: game servers, if there is capacity.

use super::{Answer, Call, Vendor};
use crate::plan::{FULL_REGIONS, GAMEYE_FAILS_AT};

pub(super) struct Gameye {
    errors: u32,
}

impl Gameye {
    pub(super) fn new() -> Self {
        Self { errors: 0 }
    }

    fn error(&mut self, call: &Call, status: u16, message: &str) -> Answer {
        self.errors += 1;
        let identifier = format!("3bc545b7-4750-47e6-a918-{:012x}", self.errors);
        let (path, timestamp) = (&call.path, call.timestamp());
        let body = format!(
            r#"{{"statusCode":{status},"message":"{message}","identifier":"{identifier}","path":"{path}","timestamp":"{timestamp}"}}"#
        );
        Answer::new(status, body)
    }
}

impl Vendor for Gameye {
    fn answer(&mut self, call: &Call) -> Answer {
        if call.at >= GAMEYE_FAILS_AT {
            return self.error(call, 500, "An unexpected error occurred.");
        }
        if FULL_REGIONS.contains(&call.field("location")) {
            return self.error(call, 420, "Capacity unavailable");
        }
        Answer::new(201, format!(r#"{{"id":"{}"}}"#, call.field("id")))
    }
}
