//! The retry policy of the book for tower.

use alloc::sync::Arc;
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use std::time::SystemTime;

use ::tower::retry::Policy;
use http::HeaderName;
use tokio::time::Sleep;

use super::Failure;
use crate::fault::{Action, Fault, VendorTypes};
use crate::retries::{Retries, Step};

/// A policy for [`tower::retry`](::tower::retry) that follows the book, using [`Retries`].
///
/// If the book does not say whether an operation is idempotent, the method of the request decides. After a call is given
/// up, [`Failure::step`] says what remains to be done. Waits that are dates count from the response's `Date`, or else from
/// the system's clock.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    /// The seed of the next call.
    seeds: Arc<AtomicU64>,
    key: Option<HeaderName>,
    patience: Duration,
    retries: Option<Retries>,
}

impl RetryPolicy {
    /// Draws waits with this seed, and derives another one for each call. Programs that run side by side should use
    /// different ones.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seeds: Arc::new(AtomicU64::new(seed)),
            key: None,
            patience: Duration::MAX,
            retries: None,
        }
    }

    /// Names the header by which the vendor recognises a repeated request: a request with it is never carried out
    /// twice.
    #[must_use]
    pub fn idempotency_key(mut self, header: HeaderName) -> Self {
        self.key = Some(header);
        self
    }

    /// Limits the sum of all waits of a call: see [`Retries::give_up_after`].
    #[must_use]
    pub fn give_up_after(mut self, waits: Duration) -> Self {
        self.patience = waits;
        self
    }

    /// The retries of the call that sends this request.
    fn retries<B>(&self, request: &http::Request<B>) -> Retries {
        let seed = self.seeds.fetch_add(1, Ordering::Relaxed);
        let retries = Retries::new(seed)
            .idempotent(request.method().is_idempotent())
            .give_up_after(self.patience);
        match &self.key {
            Some(key) if request.headers().contains_key(key) => retries.idempotency_key(),
            _ => retries,
        }
    }
}

impl<B: Clone, R, V: VendorTypes> Policy<http::Request<B>, R, Failure<V>> for RetryPolicy {
    type Future = Sleep;

    fn retry(
        &mut self,
        request: &mut http::Request<B>,
        result: &mut Result<R, Failure<V>>,
    ) -> Option<Sleep> {
        let failure = result.as_mut().err()?;
        let mut retries = self.retries.take().unwrap_or_else(|| self.retries(request));
        let step = step(&mut retries, failure.fault());
        failure.ended(step, retries.made());
        self.retries = Some(retries);
        step.wait().map(tokio::time::sleep)
    }

    fn clone_request(&mut self, request: &http::Request<B>) -> Option<http::Request<B>> {
        Some(request.clone())
    }
}

/// The next step at the system's time, unless its clock is before 1970.
fn step<V: VendorTypes>(retries: &mut Retries, fault: &Fault<'_, V>) -> Step<Action<V>> {
    match SystemTime::UNIX_EPOCH.elapsed() {
        Ok(now) => retries.step_at(fault, now.as_secs()),
        Err(_) => retries.step(fault),
    }
}
