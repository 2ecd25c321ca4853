//! Rate limits that a response reports.

use core::time::Duration;

use crate::wait::{Moment, NANOS_PER_SECOND};

/// A rate limit that a response reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit<'a> {
    /// The name in the book, such as `tokens`; empty if the vendor has one limit only.
    pub name: &'a str,
    /// The number of calls, or of whatever is limited, that the current window allows.
    pub limit: Option<u64>,
    /// The number that is left in the window.
    pub remaining: Option<u64>,
    /// The end of the window.
    pub reset: Option<Reset>,
}

/// The end of a rate limit window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reset {
    /// At this many seconds after the Unix epoch.
    Epoch(u64),
    /// After this time.
    In(Duration),
}

impl From<Moment> for Reset {
    /// Times since the epoch are rounded up: a call that comes too early is refused.
    fn from(moment: Moment) -> Self {
        match moment {
            Moment::At(nanos) => Self::Epoch(nanos.div_ceil(NANOS_PER_SECOND)),
            Moment::In(nanos) => Self::In(Duration::from_nanos(nanos)),
        }
    }
}
