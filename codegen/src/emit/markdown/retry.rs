//! Retry policies in words. A star marks the numbers that the book chose because no document gives them.

use super::anchors::CHOSEN;
use super::blocks::Page;
use super::docs::Docs;
use super::inline::Inline;
use super::words::{duration, durations, milli};
use crate::model::{Retry, RetryKind};

/// How an operation is called on the page at hand.
pub(crate) type OperationName<'a> = &'a dyn Fn(usize) -> Inline;

/// Says what the star stands for, on a page that has one.
pub(crate) fn footnote(page: &mut Page) {
    if page.links_to(CHOSEN) {
        let words = Inline::own("\\* The book's own choice: no document gives it.");
        page.note(CHOSEN, &words);
    }
}

/// A policy for a table's cell.
pub(crate) fn brief(retry: &Retry, docs: &Docs<'_>, operation: OperationName<'_>) -> Inline {
    let when = match retry.kind {
        RetryKind::Never => Inline::own("never"),
        RetryKind::After { min_ms, max_ms } => Inline::own("after ") + wait(retry, min_ms, max_ms),
        RetryKind::Backoff {
            base_ms,
            factor_milli,
            max_ms,
            jitter_milli,
        } => backoff(retry, [base_ms, factor_milli, max_ms, jitter_milli]),
        RetryKind::OnNext { operation: next } => Inline::own("with the next ") + operation(next),
        RetryKind::AfterAction { action } => Inline::own("after ") + docs.action(action),
    };
    let attempts = attempts(retry).map(|attempts| Inline::own("; at most ") + attempts);
    let then = if_exhausted(retry, docs).map(|then| Inline::own("; then ") + then);
    when + attempts.unwrap_or_default() + then.unwrap_or_default()
}

/// A policy in full.
pub(crate) fn in_full(retry: &Retry, docs: &Docs<'_>, operation: OperationName<'_>) -> Inline {
    let when = match retry.kind {
        RetryKind::Never => return Inline::own("never; repeating the call is of no use."),
        RetryKind::AfterAction { action } => {
            return Inline::own("only once ") + docs.action(action) + " is done.";
        }
        RetryKind::After { min_ms, max_ms } => {
            Inline::own("after a wait of ") + wait(retry, min_ms, max_ms)
        }
        RetryKind::Backoff {
            base_ms,
            factor_milli,
            max_ms,
            jitter_milli,
        } => growing_waits(retry, [base_ms, factor_milli, max_ms, jitter_milli]),
        RetryKind::OnNext { operation: next } => {
            Inline::own("by itself, with the next ") + operation(next)
        }
    };
    let limit = match attempts(retry) {
        Some(attempts) => Inline::own("; at most ") + attempts + ".",
        None => Inline::own("; the book sets no limit."),
    };
    let then = if_exhausted(retry, docs);
    let then = then.map(|then| Inline::own(" When they are used up: ") + then + ".");
    when + limit + then.unwrap_or_default()
}

fn wait(retry: &Retry, min_ms: u32, max_ms: u32) -> Inline {
    Inline::text(&durations(min_ms, max_ms)) + star(retry, "after")
}

/// The parameters of a backoff, under a single star if all of them were chosen.
fn backoff(retry: &Retry, [base, factor, max, jitter]: [u32; 4]) -> Inline {
    let names = ["base", "factor", "max", "jitter"];
    let together = names.iter().all(|name| is_chosen(retry, name));
    let star = |name| {
        if together {
            Inline::default()
        } else {
            star(retry, name)
        }
    };
    let first = Inline::own("backoff ") + Inline::text(&duration(base)) + star("base");
    let growing = first + " × " + Inline::text(&milli(factor)) + star("factor");
    let capped = growing + " up to " + Inline::text(&duration(max)) + star("max");
    capped + ", jitter " + Inline::text(&milli(jitter)) + self::star(retry, "jitter")
}

fn growing_waits(retry: &Retry, [base, factor, max, jitter]: [u32; 4]) -> Inline {
    let first = Inline::text(&duration(base)) + star(retry, "base") + " at first, then ";
    let growing = Inline::text(&milli(factor)) + star(retry, "factor") + " times as long each, ";
    let capped = Inline::own("up to ") + Inline::text(&duration(max)) + star(retry, "max");
    let random = Inline::text(&milli(jitter * 100)) + " %" + star(retry, "jitter");
    Inline::own("with growing waits: ")
        + first
        + growing
        + capped
        + "; "
        + random
        + " of each is random"
}

fn attempts(retry: &Retry) -> Option<Inline> {
    let attempts = usize::try_from(retry.attempts?).unwrap_or(usize::MAX);
    Some(Inline::count(attempts, "retry", "retries") + star(retry, "attempts"))
}

fn if_exhausted(retry: &Retry, docs: &Docs<'_>) -> Option<Inline> {
    let actions = retry.if_exhausted.iter().map(|action| docs.action(*action));
    (!retry.if_exhausted.is_empty()).then(|| Inline::join(actions, ", then "))
}

/// A star if the book chose the parameter.
fn star(retry: &Retry, parameter: &str) -> Inline {
    if is_chosen(retry, parameter) {
        Inline::own("\\*").link(&format!("#{CHOSEN}"))
    } else {
        Inline::default()
    }
}

fn is_chosen(retry: &Retry, parameter: &str) -> bool {
    retry.chosen.iter().any(|chosen| chosen == parameter)
}
