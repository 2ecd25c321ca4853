//! Retry policies in words. A star marks the numbers that the book chose because no document gives them.

use super::anchors::CHOSEN;
use super::docs::Docs;
use super::inline::Inline;
use super::words::{duration, durations, milli};
use crate::model::{Retry, RetryKind};

/// How an operation is called on the page at hand.
pub(crate) type OperationName<'a> = &'a dyn Fn(usize) -> Inline;

/// What the star stands for.
pub(crate) fn footnote() -> Inline {
    Inline::own("\\* The book's own choice: no document gives it.")
}

/// A policy for a table's cell.
pub(crate) fn brief(retry: &Retry, docs: &Docs<'_>, operation: OperationName<'_>) -> Inline {
    let when = match &retry.kind {
        RetryKind::Never => Inline::own("never"),
        RetryKind::After { min_ms, max_ms } => {
            Inline::own("after ")
                + Inline::text(&durations(*min_ms, *max_ms))
                + star(retry, &["after"])
        }
        RetryKind::Backoff {
            base_ms, max_ms, ..
        } => {
            let waits = Inline::text(&durations(*base_ms, *max_ms));
            Inline::own("backoff, ") + waits + star(retry, &["base", "factor", "max", "jitter"])
        }
        RetryKind::OnNext { operation: next } => Inline::own("with the next ") + operation(*next),
        RetryKind::AfterAction { action } => Inline::own("after ") + docs.action(*action),
    };
    let attempts = retry
        .attempts
        .map(|attempts| Inline::own("; up to ") + times(retry, attempts));
    let exhausted = if_exhausted(retry, docs).map(|then| Inline::own("; then ") + then);
    when + attempts.unwrap_or_default() + exhausted.unwrap_or_default()
}

/// A policy in full.
pub(crate) fn sentence(retry: &Retry, docs: &Docs<'_>, operation: OperationName<'_>) -> Inline {
    let when = match &retry.kind {
        RetryKind::Never => Inline::own("never. Repeating the call is of no use."),
        RetryKind::After { min_ms, max_ms } => {
            let wait = Inline::text(&durations(*min_ms, *max_ms)) + star(retry, &["after"]);
            Inline::own("after a wait of ") + wait + limit(retry)
        }
        RetryKind::Backoff {
            base_ms,
            factor_milli,
            max_ms,
            jitter_milli,
        } => {
            let base = Inline::text(&duration(*base_ms)) + star(retry, &["base"]);
            let factor = Inline::text(&milli(*factor_milli)) + star(retry, &["factor"]);
            let max = Inline::text(&duration(*max_ms)) + star(retry, &["max"]);
            let growing = Inline::own("with growing waits: ") + base + " at first, then " + factor;
            growing
                + " times as long each, but "
                + max
                + " at most; "
                + jitter(retry, *jitter_milli)
                + limit(retry)
        }
        RetryKind::OnNext { operation: next } => {
            Inline::own("by itself, with the next ") + operation(*next) + limit(retry)
        }
        RetryKind::AfterAction { action } => {
            Inline::own("only once ") + docs.action(*action) + " is done."
        }
    };
    let exhausted = if_exhausted(retry, docs)
        .map(|then| Inline::own(" When the retries are used up: ") + then + ".");
    when + exhausted.unwrap_or_default()
}

fn jitter(retry: &Retry, jitter_milli: u32) -> Inline {
    if jitter_milli == 0 {
        return Inline::own("nothing of it is random");
    }
    Inline::text(&milli(jitter_milli * 100))
        + " %"
        + star(retry, &["jitter"])
        + " of each wait is random"
}

/// How often, as the end of a sentence.
fn limit(retry: &Retry) -> Inline {
    match retry.attempts {
        Some(attempts) => Inline::own(". At most ") + times(retry, attempts) + ".",
        None => Inline::own(". The book sets no limit."),
    }
}

fn times(retry: &Retry, attempts: u32) -> Inline {
    let attempts = usize::try_from(attempts).unwrap_or(usize::MAX);
    Inline::count(attempts, "retry", "retries") + star(retry, &["attempts"])
}

fn if_exhausted(retry: &Retry, docs: &Docs<'_>) -> Option<Inline> {
    let actions = retry.if_exhausted.iter().map(|action| docs.action(*action));
    (!retry.if_exhausted.is_empty()).then(|| Inline::join(actions, ", then "))
}

/// A star if any of these parameters is the book's own choice.
fn star(retry: &Retry, parameters: &[&str]) -> Inline {
    let is_chosen = retry
        .chosen
        .iter()
        .any(|chosen| parameters.contains(&chosen.as_str()));
    if is_chosen {
        Inline::own("\\*").link(&format!("#{CHOSEN}"))
    } else {
        Inline::default()
    }
}
