//! What happened: as entries for tests, and as lines of output.

use std::cell::RefCell;
use std::fmt;
use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use faultbook::{Action, AnyFault, Class, DecidedBy, Outcome, Retry, Severity};
use tokio::time::Instant;

use crate::client::Answer;
use crate::display::Display;

/// A time of the timeline, displayed as minutes and seconds.
pub(crate) struct Clock(pub(crate) Duration);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(time) = self;
        let seconds = time.as_secs();
        f.pad(&format!("{}:{:02}", seconds / 60, seconds % 60))
    }
}

/// A time to wait, displayed as seconds.
pub(crate) struct Seconds(pub(crate) Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0.as_secs_f64() * 10.0).round() / 10.0;
        write!(f, "{tenths} s")
    }
}

/// One thing that happened.
pub(crate) struct Entry {
    pub(crate) at: Duration,
    pub(crate) who: &'static str,
    pub(crate) what: What,
}

/// What it was.
pub(crate) enum What {
    /// A call to a vendor, and its response.
    Called { call: String, answer: String },
    /// The decision about the previous call.
    Decided(Decision),
    /// An action.
    Did(String),
    /// A text that the player sees.
    Saw(String),
}

/// The decision about a fault, and its layers.
pub(crate) struct Decision {
    pub(crate) code: Option<String>,
    pub(crate) outcome: Outcome,
    pub(crate) class: Class,
    pub(crate) severity: Severity,
    pub(crate) retry: Retry<Action>,
    pub(crate) if_exhausted: &'static [Action],
    pub(crate) actions: &'static [Action],
    pub(crate) forbidden: &'static [Action],
    pub(crate) grace_period: Option<Duration>,
    pub(crate) decided_by: DecidedBy,
}

impl Decision {
    fn of(fault: &AnyFault<'_>) -> Self {
        Self {
            code: fault.code().map(|code| code.to_string()),
            outcome: fault.outcome(),
            class: fault.class(),
            severity: fault.severity(),
            retry: fault.retry(),
            if_exhausted: fault.if_exhausted(),
            actions: fault.actions(),
            forbidden: fault.forbidden(),
            grace_period: fault.grace_period(),
            decided_by: fault.decided_by(),
        }
    }
}

/// Everything that happened so far.
pub(crate) struct Timeline {
    clock: Instant,
    entries: RefCell<Vec<Entry>>,
    display: RefCell<Display>,
}

impl Timeline {
    pub(crate) fn new(clock: Instant, display: Display) -> Self {
        Self {
            clock,
            entries: RefCell::default(),
            display: RefCell::new(display),
        }
    }

    /// The time since the start.
    pub(crate) fn now(&self) -> Duration {
        self.clock.elapsed()
    }

    pub(crate) fn called(&self, who: &'static str, call: String, answer: Option<&Answer>) {
        let answer = answer.map_or_else(|| "no answer".to_owned(), wire);
        self.add(who, What::Called { call, answer });
    }

    pub(crate) fn decided(&self, who: &'static str, fault: &AnyFault<'_>) {
        self.add(who, What::Decided(Decision::of(fault)));
    }

    pub(crate) fn did(&self, who: &'static str, what: impl Into<String>) {
        self.add(who, What::Did(what.into()));
    }

    pub(crate) fn saw(&self, who: &'static str, what: impl Into<String>) {
        self.add(who, What::Saw(what.into()));
    }

    fn add(&self, who: &'static str, what: What) {
        let at = self.now();
        let entry = Entry { at, who, what };
        self.display.borrow_mut().show(&entry);
        self.entries.borrow_mut().push(entry);
    }

    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries.into_inner()
    }
}

/// A response as on the wire, without most of its headers.
fn wire(answer: &Answer) -> String {
    let wait = answer.headers().get(RETRY_AFTER);
    let wait = wait.and_then(|wait| wait.to_str().ok());
    let wait = wait.map(|wait| format!(" Retry-After: {wait}"));
    let body = String::from_utf8_lossy(answer.body());
    format!(
        "{}{} {body}",
        answer.status().as_u16(),
        wait.unwrap_or_default()
    )
}
