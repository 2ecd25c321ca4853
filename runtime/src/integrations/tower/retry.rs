//! The policy that repeats failures as the book says.

use alloc::sync::Arc;
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;

use ::tower::retry::Policy;
use http::HeaderName;
use tokio::time::Sleep;

use super::Failure;
use crate::fault::Catalogue;
use crate::retries::Retries;

/// A policy for [`tower::retry`](::tower::retry) that does what the book says, by [`Retries`].
///
/// Where the book does not say whether an operation is idempotent, the method of the request does. A call that is given up
/// tells what is left to do: see [`Failure::step`].
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    /// The seed of the next call.
    seeds: Arc<AtomicU64>,
    key: Option<HeaderName>,
    patience: Duration,
    retries: Option<Retries>,
}

impl RetryPolicy {
    /// Draws waits with this seed, and with others of its making for each call. Programs that run side by side should not
    /// share one.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seeds: Arc::new(AtomicU64::new(seed)),
            key: None,
            patience: Duration::MAX,
            retries: None,
        }
    }

    /// Says that the vendor knows a request again by this header: one that has it is never carried out twice.
    #[must_use]
    pub fn idempotency_key(mut self, header: HeaderName) -> Self {
        self.key = Some(header);
        self
    }

    /// Says that all waits of a call together must be no longer than this: see [`Retries::give_up_after`].
    #[must_use]
    pub fn give_up_after(mut self, waits: Duration) -> Self {
        self.patience = waits;
        self
    }

    /// The retries of the call that this request makes.
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

impl<B: Clone, R, V: Catalogue> Policy<http::Request<B>, R, Failure<V>> for RetryPolicy {
    type Future = Sleep;

    fn retry(
        &mut self,
        request: &mut http::Request<B>,
        result: &mut Result<R, Failure<V>>,
    ) -> Option<Sleep> {
        let failure = result.as_mut().err()?;
        let mut retries = self.retries.take().unwrap_or_else(|| self.retries(request));
        let step = retries.step(failure.fault());
        failure.ended(step, retries.made());
        self.retries = Some(retries);
        step.wait().map(tokio::time::sleep)
    }

    fn clone_request(&mut self, request: &http::Request<B>) -> Option<http::Request<B>> {
        Some(request.clone())
    }
}
