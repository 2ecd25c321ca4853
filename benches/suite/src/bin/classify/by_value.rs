//! What most write: a [`Value`], and a match over strings.

use serde_json::Value;

use crate::codes::{
    Decision, Gameye, Heartbeat, License, Management, Playtest, Playwave, Rgs, Verify,
};

/// The error with all that came, to look things up later.
#[allow(dead_code)] // As in a real program, not every caller looks at everything.
pub struct Fault {
    pub decision: Option<Decision>,
    pub body: Value,
}

macro_rules! vendors {
    ($($name:ident $type:ident $pointer:literal)*) => {$(
        pub fn $name(_status: u16, body: &[u8]) -> Fault {
            let body: Value = serde_json::from_slice(body).unwrap_or_default();
            let code = body.pointer($pointer).and_then(Value::as_str).and_then(|code| code.parse::<$type>().ok());
            Fault { decision: code.map($type::decision), body }
        }
    )*};
}

vendors! {
    playwave_verify_error Playwave "/error/code"
    playwave_verify Verify "/reason"
    playwave_heartbeat Heartbeat "/result"
    playtest_request Playtest "/error/code"
    rgs_play Rgs "/code"
    licensing_developer_api Management "/error"
    licensing_validate License "/error"
}

pub fn gameye_request(status: u16, body: &[u8]) -> Fault {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = status.to_string().parse::<Gameye>().ok();
    Fault {
        decision: code.map(Gameye::decision),
        body,
    }
}
