//! The error of a service whose faults are told apart.

use core::error::Error;
use core::fmt;

use tower::BoxError;

use crate::fault::{Action, Catalogue, Fault};
use crate::retries::Step;

/// A call that failed: its fault, and how its retries ended.
///
/// Its [source](Error::source) is the error of the client below, if there was one.
pub struct Failure<V: Catalogue> {
    fault: Fault<'static, V>,
    source: Option<BoxError>,
    retries: u32,
    step: Option<Step<Action<V>>>,
}

impl<V: Catalogue> Failure<V> {
    pub(super) const fn new(fault: Fault<'static, V>, source: Option<BoxError>) -> Self {
        Self {
            fault,
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
    pub const fn fault(&self) -> &Fault<'static, V> {
        &self.fault
    }

    /// The fault of the last attempt.
    pub fn into_fault(self) -> Fault<'static, V> {
        self.fault
    }

    /// What is left to do, and why the call is not repeated; `None` without a [`RetryPolicy`](super::RetryPolicy) above.
    ///
    /// After [`Step::Exhausted`], for instance, it is the actions that come then; after [`Step::AfterAction`], the action
    /// that comes before another call; and [`Step::Ignore`] says that this is no failure to mind.
    pub const fn step(&self) -> Option<Step<Action<V>>> {
        self.step
    }

    /// How often the call was repeated.
    #[must_use]
    pub const fn retries(&self) -> u32 {
        self.retries
    }
}

impl<V: Catalogue> fmt::Display for Failure<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)?;
        match self.retries {
            0 => Ok(()),
            1 => f.write_str(", after 1 retry"),
            retries => write!(f, ", after {retries} retries"),
        }
    }
}

impl<V: Catalogue> fmt::Debug for Failure<V> {
    /// Leaves the client's error out: it may tell of addresses that must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("fault", &self.fault)
            .field("retries", &self.retries)
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

impl<V: Catalogue> Error for Failure<V> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
