//! `PlayWave`: sessions that cost G-coin by the minute.

use std::collections::HashMap;
use std::time::Duration;

use faultbook::Samples;
use faultbook::playwave::{ApiCode, Operation};

use super::{Answer, Call, Vendor, answer, failure};
use crate::plan::{PAID, RECHARGE, REPLACED, minutes};

/// How long a session continues without G-coin.
const GRACE: Duration = minutes(2);

pub(super) struct PlayWave {
    paid: HashMap<String, Duration>,
    sessions: HashMap<String, Session>,
}

struct Session {
    paid_until: Duration,
    exhausted_at: Option<Duration>,
    is_ended: bool,
}

impl PlayWave {
    pub(super) fn new() -> Self {
        let paid = PAID.iter().map(|(user, time)| ((*user).to_owned(), *time));
        Self {
            paid: paid.collect(),
            sessions: HashMap::new(),
        }
    }

    fn verify(&mut self, call: &Call, user: &str) -> Answer {
        let Some(paid) = self.paid.remove(user) else {
            return ok(r#"{"success":true,"reason":"NOT_CHARGEABLE"}"#);
        };
        let session = Session {
            paid_until: call.at + paid,
            exhausted_at: None,
            is_ended: false,
        };
        self.sessions.insert(user.to_owned(), session);
        ok(r#"{"success":true}"#)
    }

    fn heartbeat(&mut self, call: &Call, user: &str) -> Answer {
        let (replaced, replaced_at) = REPLACED;
        if user == replaced && call.at >= replaced_at {
            return ok(r#"{"success":true,"result":"SESSION_REPLACED"}"#);
        }
        let Some(session) = self.sessions.get_mut(user) else {
            return error(call, ApiCode::SessionNotFound, "Game session not found");
        };
        if call.at < session.paid_until {
            return ok(r#"{"success":true,"result":"OK"}"#);
        }
        let exhausted_at = *session.exhausted_at.get_or_insert(call.at);
        if call.at < exhausted_at + GRACE {
            return ok(r#"{"success":true,"result":"CHARGE_EXHAUSTED"}"#);
        }
        self.sessions.remove(user);
        error(
            call,
            ApiCode::SessionEnded,
            "Game session already terminated",
        )
    }

    fn end(&mut self, call: &Call, user: &str) -> Answer {
        let Some(session) = self.sessions.get_mut(user) else {
            return error(call, ApiCode::SessionNotFound, "Game session not found");
        };
        if session.is_ended {
            return error(call, ApiCode::AlreadyEnded, "Game session already ended");
        }
        session.is_ended = true;
        ok(r#"{"success":true}"#)
    }
}

impl Vendor for PlayWave {
    fn answer(&mut self, call: &Call) -> Answer {
        let user = call.field("userId");
        match call.path.as_str() {
            "/verify" => self.verify(call, user),
            "/heartbeat" => self.heartbeat(call, user),
            "/session/end" => self.end(call, user),
            "/recharge" => {
                self.paid.insert(user.to_owned(), RECHARGE);
                ok(r#"{"success":true}"#)
            }
            path => error(call, ApiCode::BadRequest, path),
        }
    }
}

fn ok(body: &str) -> Answer {
    answer(200, body)
}

fn error(call: &Call, code: ApiCode, message: &str) -> Answer {
    let error = Operation::Request.sample(code).message(message);
    failure(&error.timestamp(call.timestamp()))
}
