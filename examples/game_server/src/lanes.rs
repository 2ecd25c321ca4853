//! How often each vendor is called.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

/// The first pause after a vendor was called too often.
const SPACING: Duration = Duration::from_secs(1);

/// The rate of calls to each vendor.
#[derive(Default)]
pub(crate) struct Lanes(RefCell<HashMap<&'static str, Lane>>);

struct Lane {
    free_at: Instant,
    spacing: Duration,
}

impl Lanes {
    /// Takes the next turn to call a vendor, or returns how long to wait before asking again.
    pub(crate) fn enter(&self, vendor: &'static str) -> Option<Duration> {
        let mut lanes = self.0.borrow_mut();
        let lane = lanes.get_mut(vendor)?;
        let now = Instant::now();
        let wait = lane.free_at.saturating_duration_since(now);
        if wait.is_zero() {
            lane.free_at = now + lane.spacing;
            return None;
        }
        Some(wait)
    }

    /// Calls a vendor half as often as before, and not at all for a while.
    pub(crate) fn slow_down(&self, vendor: &'static str, pause: Option<Duration>) -> Duration {
        let mut lanes = self.0.borrow_mut();
        let free_at = Instant::now() + pause.unwrap_or_default();
        let lane = lanes.entry(vendor).or_insert(Lane {
            free_at,
            spacing: SPACING / 2,
        });
        lane.free_at = free_at.max(lane.free_at);
        lane.spacing *= 2;
        lane.spacing
    }
}
