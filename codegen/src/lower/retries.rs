//! Retry policies.

use super::fields::actions;
use super::scope::Vocabulary;
use crate::diagnostics::{Id, Mistake, Path, Sink};
use crate::model::{Retry, RetryKind};
use crate::parse;
use crate::syntax::{self, Policy};

/// A retry policy, with what the named policy it uses leaves open filled in.
pub(crate) fn retry(
    retry: &syntax::Retry,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    operations: &[&str],
    sink: &mut Sink<'_>,
) -> Option<Retry> {
    let policy = match retry {
        syntax::Retry::Policy(policy) => policy,
        syntax::Retry::Word(word) if word == "never" => return Some(plain(RetryKind::Never)),
        syntax::Retry::Word(word) => {
            let names = vocabulary.retries.iter().map(|(name, _)| *name);
            let mistake = match names.clone().find(|name| name == word) {
                Some(name) => Mistake::new(
                    Id::UnknownName,
                    format!("`{name}` is a named policy"),
                    "no word of its own",
                )
                .help(format!("it is used with `{{ use: {name} }}`")),
                None => Mistake::unknown("retry", word, names.chain(["never"])),
            };
            sink.at(path, &mistake);
            return None;
        }
    };
    let base = match &policy.named {
        Some(name) => Some(named(name, path, vocabulary, sink)?),
        None => None,
    };
    let kind = kind(policy, base.as_ref(), path, vocabulary, operations, sink)?;
    let if_exhausted = policy.if_exhausted.as_ref();
    let if_exhausted =
        if_exhausted.map(|names| actions(names, &path.key("if_exhausted"), vocabulary, sink));
    let retry = Retry {
        kind,
        attempts: policy
            .attempts
            .or(base.as_ref().and_then(|base| base.attempts)),
        if_exhausted: if_exhausted
            .or(base.as_ref().map(|base| base.if_exhausted.clone()))
            .unwrap_or_default(),
        chosen: chosen(policy, base.as_ref(), path, sink),
    };
    refuse_idle_parameters(&retry, path, sink);
    Some(retry)
}

fn plain(kind: RetryKind) -> Retry {
    Retry {
        kind,
        attempts: None,
        if_exhausted: Vec::new(),
        chosen: Vec::new(),
    }
}

/// A policy of the book, which stands by itself.
pub(crate) fn lower_named(
    own: &syntax::Retry,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Sink<'_>,
) -> Option<Retry> {
    if let syntax::Retry::Policy(policy) = own
        && policy.named.is_some()
    {
        let mistake = Mistake::new(
            Id::ContradictoryRetry,
            "a named retry uses another one",
            "it stands by itself",
        );
        sink.at(&path.key("use"), &mistake);
        return None;
    }
    retry(own, path, vocabulary, &[], sink)
}

/// The policy of a name. What is wrong with it was told where it stands.
fn named(
    name: &str,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Sink<'_>,
) -> Option<Retry> {
    let names: Vec<&str> = vocabulary.retries.iter().map(|(name, _)| *name).collect();
    let at = sink.find(&path.key("use"), "retry", name, &names)?;
    vocabulary.retries[at].1.clone()
}

fn kind(
    policy: &Policy,
    base: Option<&Retry>,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    operations: &[&str],
    sink: &mut Sink<'_>,
) -> Option<RetryKind> {
    let given = [
        policy.after.is_some(),
        policy.backoff.is_some(),
        policy.on_next.is_some(),
        policy.after_action.is_some(),
    ];
    match given.iter().filter(|given| **given).count() {
        0 => {
            if base.is_none() {
                let label = "say `after`, `backoff`, `on_next`, `after_action` or `use`";
                sink.at(
                    path,
                    &Mistake::new(
                        Id::ContradictoryRetry,
                        "a retry policy that does not say when",
                        label,
                    ),
                );
            }
            return base.map(|base| base.kind.clone());
        }
        1 => {}
        _ => {
            let mistake = Mistake::new(
                Id::ContradictoryRetry,
                "a retry policy with two ways to retry",
                "keep one of them",
            );
            sink.at(path, &mistake);
            return None;
        }
    }
    if let Some(text) = &policy.after {
        let (min_ms, max_ms) = sink.parsed(
            &path.key("after"),
            Id::InvalidDuration,
            "wait",
            parse::duration_range(text),
        )?;
        return Some(RetryKind::After { min_ms, max_ms });
    }
    if let Some(name) = &policy.on_next {
        let operation = sink.find(&path.key("on_next"), "operation", name, operations)?;
        return Some(RetryKind::OnNext { operation });
    }
    if let Some(name) = &policy.after_action {
        let action = sink.find(
            &path.key("after_action"),
            "action",
            name,
            &vocabulary.action_names(),
        )?;
        return Some(RetryKind::AfterAction { action });
    }
    backoff(policy.backoff.as_ref()?, base, &path.key("backoff"), sink)
}

fn backoff(
    own: &syntax::Backoff,
    base: Option<&Retry>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<RetryKind> {
    let (mut base_ms, mut factor_milli, mut max_ms, mut jitter_milli) =
        match base.map(|base| &base.kind) {
            Some(RetryKind::Backoff {
                base_ms,
                factor_milli,
                max_ms,
                jitter_milli,
            }) => (Some(*base_ms), *factor_milli, Some(*max_ms), *jitter_milli),
            _ => (None, 2000, None, 0),
        };
    if let Some(text) = &own.base {
        base_ms = sink.parsed(
            &path.key("base"),
            Id::InvalidDuration,
            "duration",
            parse::duration(text),
        );
    }
    if let Some(text) = &own.max {
        max_ms = sink.parsed(
            &path.key("max"),
            Id::InvalidDuration,
            "duration",
            parse::duration(text),
        );
    }
    if let Some(factor) = own.factor {
        factor_milli = sink.parsed(
            &path.key("factor"),
            Id::InvalidNumber,
            "factor",
            milli(factor, 1.0, 1000.0),
        )?;
    }
    if let Some(jitter) = own.jitter {
        jitter_milli = sink.parsed(
            &path.key("jitter"),
            Id::InvalidNumber,
            "jitter",
            milli(jitter, 0.0, 1.0),
        )?;
    }
    let (Some(base_ms), Some(max_ms)) = (base_ms, max_ms) else {
        sink.at(
            path,
            &Mistake::new(
                Id::ContradictoryRetry,
                "a backoff needs a `base` and a `max`",
                "one of them is missing",
            ),
        );
        return None;
    };
    if base_ms > max_ms {
        sink.at(
            &path.key("base"),
            &Mistake::new(
                Id::ContradictoryRetry,
                "a backoff that begins above its `max`",
                "longer than `max`",
            ),
        );
    }
    Some(RetryKind::Backoff {
        base_ms,
        factor_milli,
        max_ms,
        jitter_milli,
    })
}

fn milli(number: f64, lo: f64, hi: f64) -> Result<u32, String> {
    if !(lo..=hi).contains(&number) {
        return Err(format!("a number from {lo} to {hi}"));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 to a million.
    let milli = (number * 1000.0).round() as u32;
    Ok(milli)
}

fn chosen(
    policy: &Policy,
    base: Option<&Retry>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<String> {
    const PARAMETERS: [&str; 6] = ["after", "base", "factor", "max", "jitter", "attempts"];
    let path = path.key("chosen");
    for (at, name) in policy.chosen.iter().enumerate() {
        sink.find(&path.index(at), "parameter", name, &PARAMETERS);
    }
    let mut chosen = policy.chosen.clone();
    chosen.extend(
        base.into_iter()
            .flat_map(|base| base.chosen.iter())
            .filter(|name| !is_given(policy, name))
            .cloned(),
    );
    chosen.sort_by_key(|name| PARAMETERS.iter().position(|known| known == name));
    chosen.dedup();
    chosen
}

/// Whether a policy says a parameter itself, so that the one it uses no longer counts.
fn is_given(policy: &Policy, name: &str) -> bool {
    let backoff = |get: fn(&syntax::Backoff) -> bool| policy.backoff.as_ref().is_some_and(get);
    match name {
        "attempts" => policy.attempts.is_some(),
        "base" => backoff(|b| b.base.is_some()),
        "factor" => backoff(|b| b.factor.is_some()),
        "max" => backoff(|b| b.max.is_some()),
        "jitter" => backoff(|b| b.jitter.is_some()),
        _ => policy.after.is_some(),
    }
}

/// A policy that never retries has no use for a number of attempts.
fn refuse_idle_parameters(retry: &Retry, path: &Path<'_>, sink: &mut Sink<'_>) {
    if matches!(retry.kind, RetryKind::AfterAction { .. }) && retry.attempts.is_some() {
        let mistake = Mistake::new(
            Id::ContradictoryRetry,
            "`attempts` without retries",
            "what waits for an action is not retried by itself",
        );
        sink.at(&path.key("attempts"), &mistake);
    }
}
