//! Retry policies.

use super::duration::{duration, range};
use crate::document::Inline;
use crate::model::{Action, ActionId, Operation, Retry, RetryKind};

/// The names of the things that a policy refers to.
pub trait Names {
    /// An action.
    fn action(&self, action: ActionId) -> Inline;

    /// An operation.
    fn operation(&self, operation: usize) -> Inline;

    /// The mark of a number that the book chose because no document gives it.
    fn chosen(&self) -> Inline {
        Inline::default()
    }
}

/// Plain names.
impl Names for (&[Action], &[Operation]) {
    fn action(&self, action: ActionId) -> Inline {
        let action = action.get(self.0);
        action.map_or_else(Inline::default, |action| Inline::code(&action.name))
    }

    fn operation(&self, operation: usize) -> Inline {
        let operation = self.1.get(operation);
        operation.map_or_else(Inline::default, |operation| Inline::code(&operation.name))
    }
}

/// A policy: when to repeat a call, how often, and what to do then.
pub fn retry(retry: &Retry, names: &dyn Names) -> Inline {
    let mut line = when(retry, names);
    if let Some(attempts) = retry.attempts {
        let attempts = usize::try_from(attempts).unwrap_or(usize::MAX);
        let count = Inline::count(attempts, "retry", "retries");
        line = line + "; at most " + count + mark(retry, "attempts", names);
    }
    if !retry.if_exhausted.is_empty() {
        line = line + "; then " + last_resort(retry, names);
    }
    line
}

/// The same without the numbers that only programs need.
pub(crate) fn retry_briefly(retry: &Retry, names: &dyn Names) -> Inline {
    match retry.kind {
        RetryKind::Never => "never retry".into(),
        RetryKind::Backoff { base_ms, .. } => {
            Inline::from("backoff from ") + Inline::text(&duration(base_ms))
        }
        RetryKind::OnNext(_) => when(retry, names),
        RetryKind::After { min_ms, max_ms } => {
            Inline::from("retry after ") + Inline::text(&range(min_ms, max_ms))
        }
        RetryKind::AfterAction(_) => Inline::from("retry ") + when(retry, names),
    }
}

/// What to do when the retries are used up.
pub(crate) fn last_resort(retry: &Retry, names: &dyn Names) -> Inline {
    let actions = retry.if_exhausted.iter();
    Inline::join(actions.map(|action| names.action(*action)), ", then ")
}

fn when(retry: &Retry, names: &dyn Names) -> Inline {
    match retry.kind {
        RetryKind::Never => "never".into(),
        RetryKind::After { min_ms, max_ms } => {
            let wait = Inline::text(&range(min_ms, max_ms));
            Inline::from("after ") + wait + mark(retry, "after", names)
        }
        RetryKind::Backoff {
            base_ms,
            factor_milli,
            max_ms,
            jitter_milli,
        } => backoff(retry, [base_ms, factor_milli, max_ms, jitter_milli], names),
        RetryKind::OnNext(operation) => Inline::from("with the next ") + names.operation(operation),
        RetryKind::AfterAction(action) => Inline::from("after ") + names.action(action),
    }
}

/// The parameters of a backoff, with a single mark if all of them were chosen.
fn backoff(retry: &Retry, [base, factor, max, jitter]: [u32; 4], names: &dyn Names) -> Inline {
    let parameters = ["base", "factor", "max", "jitter"];
    let together = parameters.iter().all(|name| is_chosen(retry, name));
    let own_mark = |name| {
        if together {
            Inline::default()
        } else {
            mark(retry, name, names)
        }
    };
    let milli = |number: u32| Inline::text(&(f64::from(number) / 1000.0).to_string());
    let first = Inline::from("backoff ") + Inline::text(&duration(base)) + own_mark("base");
    let growing = first + " × " + milli(factor) + own_mark("factor");
    let capped = growing + " up to " + Inline::text(&duration(max)) + own_mark("max");
    capped + ", jitter " + milli(jitter) + mark(retry, "jitter", names)
}

fn mark(retry: &Retry, parameter: &str, names: &dyn Names) -> Inline {
    if is_chosen(retry, parameter) {
        names.chosen()
    } else {
        Inline::default()
    }
}

fn is_chosen(retry: &Retry, parameter: &str) -> bool {
    retry.chosen.iter().any(|chosen| chosen == parameter)
}
