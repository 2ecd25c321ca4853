//! The error of a service with typed faults.

use alloc::boxed::Box;
use core::error::Error;
use core::fmt;

use tower::BoxError;

use crate::fault::{Action, Fault, VendorTypes};
use crate::retries::Step;

/// A failed call: its fault, and how its retries ended.
///
/// Its [source](Error::source) is the error of the inner client, if there was one.
pub struct Failure<V: VendorTypes> {
    // Boxed: with everything else, it would be a large error.
    fault: Box<Fault<'static, V>>,
    source: Option<BoxError>,
    retries: u32,
    step: Option<Step<Action<V>>>,
}

impl<V: VendorTypes> Failure<V> {
    pub(super) fn new(fault: Fault<'static, V>, source: Option<BoxError>) -> Self {
        Self {
            fault: Box::new(fault),
            source,
            retries: 0,
            step: None,
        }
    }

    pub(super) fn ended(&mut self, step: Step<Action<V>>, retries: u32) {
        self.step = Some(step);
        self.retries = retries;
    }

    /// The fault of the last attempt.
    pub fn fault(&self) -> &Fault<'static, V> {
        &self.fault
    }

    /// The fault of the last attempt.
    pub fn into_fault(self) -> Fault<'static, V> {
        *self.fault
    }

    /// What remains to be done, and why the call is not repeated; `None` without an outer
    /// [`RetryPolicy`](super::RetryPolicy).
    ///
    /// [`Step::Exhausted`], for instance, has the actions to take now, [`Step::AfterAction`] the action to take before
    /// another call, and [`Step::Ignore`] means that the failure does not matter.
    pub const fn step(&self) -> Option<Step<Action<V>>> {
        self.step
    }

    /// The number of retries.
    #[must_use]
    pub const fn retries(&self) -> u32 {
        self.retries
    }
}

impl<V: VendorTypes> fmt::Display for Failure<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)?;
        match self.retries {
            0 => Ok(()),
            1 => f.write_str(", after 1 retry"),
            retries => write!(f, ", after {retries} retries"),
        }
    }
}

impl<V: VendorTypes> fmt::Debug for Failure<V> {
    /// Omits the client's error, which may contain addresses that must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("fault", &self.fault)
            .field("retries", &self.retries)
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

impl<V: VendorTypes> Error for Failure<V> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
