//! Carries out retry decisions: a loop around a call asks it after each failure.

use core::time::Duration;

use crate::decision::{Backoff, Outcome, Place, Retry};
use crate::fault::{Action, Fault, VendorTypes};
use crate::tables::RetryKind;

/// The retries of one call: given each of its faults, it returns what to do next.
///
/// It neither sleeps nor calls, so it fits into any loop:
///
/// ```
/// use faultbook_runtime::{VendorTypes, Fault, Retries};
///
/// fn call<T, V: VendorTypes>(
///     seed: u64,
///     mut attempt: impl FnMut() -> Result<T, Fault<'static, V>>,
/// ) -> Result<T, Fault<'static, V>> {
///     let mut retries = Retries::new(seed);
///     loop {
///         let fault = match attempt() {
///             Ok(answer) => return Ok(answer),
///             Err(fault) => fault,
///         };
///         match retries.step(&fault).wait() {
///             Some(wait) => std::thread::sleep(wait),
///             None => return Err(fault),
///         }
///     }
/// }
/// ```
///
/// **Different faults.** Each fault's own policy decides, and all retries of the call are counted together: earlier
/// retries count against the attempts of a later policy and increase its waits. So a call whose faults alternate ends.
///
/// **Waits.** The wait that the vendor asks for ([`Fault::retry_after`], capped by the book) replaces the
/// policy's own. Otherwise it is drawn at random from the policy's range or jitter. If the vendor sends dates, pass the
/// time with [`step_at`](Self::step_at): a response may have no `Date` to compare them with.
///
/// **Duplicate work.** A call whose failure is [ambiguous](Fault::is_ambiguous) is repeated only if that does no harm.
/// The first of these that applies decides:
/// 1. the caller, if the request carries an [idempotency key](Self::idempotency_key);
/// 2. the book, if the operation or one of its rules decides about retries of this very fault;
/// 3. the book, if it says whether the operation is [idempotent](Fault::is_idempotent);
/// 4. the caller, by [`idempotent`](Self::idempotent).
///
/// Otherwise it is not repeated.
#[derive(Clone, Debug)]
#[must_use = "it decides what it is asked after each fault"]
pub struct Retries {
    made: u32,
    random: u64,
    /// The maximum of all waits together.
    patience: Duration,
    waited: Duration,
    idempotent: bool,
    has_key: bool,
    /// The action that the last fault required.
    pending: Option<u16>,
    /// The actions done for this call. A call that needs more of them is given up.
    done: [Option<u16>; 4],
}

/// What to do after a fault. `A` is the book's type of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a step says what to do next"]
#[non_exhaustive]
pub enum Step<A: 'static> {
    /// Wait for this time, then repeat the call.
    Repeat(Duration),
    /// Do not repeat it: the next regular call of this operation does.
    ///
    /// If the fault has a [`retry_after`](Fault::retry_after), that call should not come earlier.
    #[non_exhaustive]
    OnNext {
        /// The operation's name in the book.
        operation: &'static str,
    },
    /// Do this first. Then call [`Retries::action_done`], and repeat the call.
    AfterAction(A),
    /// Give up, and do these instead, in this order: the retries are used up.
    Exhausted(&'static [A]),
    /// Continue as if the call had succeeded: its failure does not matter.
    Ignore,
    /// Give up: the call may have been carried out although it failed, and must not be carried out twice.
    Ambiguous,
    /// Give up: repeating it cannot help.
    Never,
}

impl<A> Step<A> {
    /// The wait before the call is repeated; `None` if it is not repeated, or not now.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Repeat(wait) => Some(*wait),
            _ => None,
        }
    }
}

impl Retries {
    /// The retries of a call that is about to be made.
    ///
    /// Waits are drawn with this seed. Use a different one for each call, from any source of randomness, so that
    /// callers that fail together do not retry together.
    pub const fn new(seed: u64) -> Self {
        Self {
            made: 0,
            random: seed,
            patience: Duration::MAX,
            waited: Duration::ZERO,
            idempotent: false,
            has_key: false,
            pending: None,
            done: [None; 4],
        }
    }

    /// Sets whether the call is idempotent, where the book does not say.
    ///
    /// The method of an HTTP request is a good source: GET, HEAD, OPTIONS, TRACE, PUT and DELETE are.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Says that the request has a key by which the vendor recognises it, so that it is never carried out twice. Repeat
    /// it with the same key.
    pub fn idempotency_key(mut self) -> Self {
        self.has_key = true;
        self
    }

    /// Limits the sum of all waits. If the next wait would exceed it, the retries count as used up: the step is
    /// [`Step::Exhausted`], without a wait.
    ///
    /// The duration of the calls does not count. A vendor may ask for a wait of an hour, if the book does not cap it
    /// lower.
    pub const fn give_up_after(mut self, waits: Duration) -> Self {
        self.patience = waits;
        self
    }

    /// The number of retries so far.
    #[must_use]
    pub const fn made(&self) -> u32 {
        self.made
    }

    /// Returns what to do after this fault. A step that repeats the call counts as a retry.
    ///
    /// A wait that is a date counts only in a response with a `Date`; with [`step_at`](Self::step_at), in any.
    pub fn step<V: VendorTypes>(&mut self, fault: &Fault<'_, V>) -> Step<Action<V>> {
        self.next(fault, None)
    }

    /// Like [`step`](Self::step), with the current time in seconds since the Unix epoch: see [`Fault::retry_after_at`].
    pub fn step_at<V: VendorTypes>(&mut self, fault: &Fault<'_, V>, now: u64) -> Step<Action<V>> {
        self.next(fault, Some(now))
    }

    fn next<V: VendorTypes>(&mut self, fault: &Fault<'_, V>, now: Option<u64>) -> Step<Action<V>> {
        if fault.outcome() == Outcome::Ignorable {
            return Step::Ignore;
        }
        let retry = fault.retry();
        match &retry {
            Retry::Never => return Step::Never,
            Retry::OnNext { operation, .. } => return Step::OnNext { operation },
            _ if fault.is_ambiguous() && !self.may_repeat(fault) => return Step::Ambiguous,
            Retry::AfterAction(action) => return self.step_after(*action, fault),
            Retry::After { .. } | Retry::Backoff(_) => {}
        }
        let own = retry.wait(self.made, self.draw());
        let asked = fault.reading().retry_after_at(now);
        let wait = asked.or(own).unwrap_or_default();
        let waited = self.waited.saturating_add(wait);
        if retry.attempts().is_some_and(|limit| self.made >= limit) || waited > self.patience {
            return Step::Exhausted(fault.if_exhausted());
        }
        self.made = self.made.saturating_add(1);
        self.waited = waited;
        Step::Repeat(wait)
    }

    /// Records that the action of the last [`Step::AfterAction`] is done, and that the call is now repeated.
    ///
    /// If it fails and requires that action again, or a fifth one, it is given up: [`Step::Exhausted`].
    pub fn action_done(&mut self) {
        let free = self.done.iter_mut().find(|slot| slot.is_none());
        if let (Some(action), Some(free)) = (self.pending.take(), free) {
            *free = Some(action);
            self.made = self.made.saturating_add(1);
        }
    }

    fn step_after<V: VendorTypes>(
        &mut self,
        action: Action<V>,
        fault: &Fault<'_, V>,
    ) -> Step<Action<V>> {
        let RetryKind::AfterAction(index) = fault.reading().retry().kind else {
            return Step::Never;
        };
        if self.done.contains(&Some(index)) || !self.done.contains(&None) {
            return Step::Exhausted(fault.if_exhausted());
        }
        self.pending = Some(index);
        Step::AfterAction(action)
    }

    /// Whether the call may be repeated although it may have been carried out already.
    fn may_repeat<V: VendorTypes>(&self, fault: &Fault<'_, V>) -> bool {
        let decided_by = fault.reading().decision().decided_by.retry.place;
        let is_said_of_operation = matches!(decided_by, Place::OperationRule | Place::Operation);
        self.has_key || is_said_of_operation || fault.is_idempotent().unwrap_or(self.idempotent)
    }

    /// The next random number from 0 up to 1 (`SplitMix64`).
    fn draw(&mut self) -> f64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(u32::try_from(mixed >> 32).unwrap_or(0)) / (f64::from(u32::MAX) + 1.0)
    }
}

impl<A> Retry<A> {
    /// The policy's own wait before the next retry, if `made` retries were made; `random` is from 0 up to 1.
    fn wait(&self, made: u32, random: f64) -> Option<Duration> {
        match self {
            Self::After { min, max, .. } => Some(between(*min, *max, random)),
            Self::Backoff(backoff) => Some(backoff.wait(made, random)),
            _ => None,
        }
    }
}

impl Backoff {
    fn wait(&self, made: u32, random: f64) -> Duration {
        let longest = seconds(self.base.as_secs_f64() * power(self.factor, made)).min(self.max);
        let shortest = seconds(longest.as_secs_f64() * (1.0 - self.jitter));
        between(shortest, longest, random)
    }
}

fn between(min: Duration, max: Duration, random: f64) -> Duration {
    min + seconds(max.saturating_sub(min).as_secs_f64() * random)
}

/// A time that is too long to represent is the maximum.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// `base` to the power of `exponent`; the standard library's function is not in `core`.
fn power(mut base: f64, mut exponent: u32) -> f64 {
    let mut power = 1.0;
    while exponent > 0 {
        if exponent % 2 == 1 {
            power *= base;
        }
        base *= base;
        exponent /= 2;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backoff(factor: f64, jitter: f64) -> Backoff {
        let (base, max) = (Duration::from_secs(1), Duration::from_secs(60));
        Backoff::new(base, factor, max, jitter, None)
    }

    #[test]
    fn waits_grow_by_the_factor_up_to_the_longest() {
        for (factor, made, wait) in [
            (2.0, 0, 1.0),
            (2.0, 1, 2.0),
            (2.0, 5, 32.0),
            (2.0, 6, 60.0),
            (2.0, u32::MAX, 60.0),
            (1.5, 3, 3.375),
            (1.0, u32::MAX, 1.0),
        ] {
            let found = backoff(factor, 0.0).wait(made, 0.5).as_secs_f64();
            assert!((found - wait).abs() < 1e-9, "{factor} {made}: {found}");
        }
    }

    #[test]
    fn jitter_is_the_share_of_the_longest_wait_that_is_random() {
        for (jitter, random, wait) in [(0.5, 0.0, 30.0), (0.5, 0.5, 45.0), (1.0, 0.0, 0.0)] {
            let found = backoff(2.0, jitter).wait(9, random).as_secs_f64();
            assert!((found - wait).abs() < 1e-9, "{jitter} {random}: {found}");
        }
    }

    #[test]
    fn what_is_drawn_is_from_zero_up_to_one_and_comes_near_both() {
        let mut retries = Retries::new(7);
        let (mut least, mut most) = (1.0_f64, 0.0_f64);
        for _ in 0..10_000 {
            let drawn = retries.draw();
            (least, most) = (least.min(drawn), most.max(drawn));
        }
        assert!(
            (0.0..0.01).contains(&least) && (0.99..1.0).contains(&most),
            "{least} {most}"
        );
    }
}
