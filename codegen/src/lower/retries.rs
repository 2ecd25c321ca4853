//! Retry policies.

use super::scope::Vocabulary;
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Sink, Target};
use crate::model::{ActionId, Retry, RetryKind};
use crate::parse;
use crate::syntax::{self, Policy};

/// A retry policy, completed from the named policy that it uses.
pub(crate) fn retry(
    own: &syntax::Retry,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    operations: &[&str],
    sink: &mut Sink<'_>,
) -> Option<Retry> {
    match own {
        syntax::Retry::Policy(own) => policy(own, path, vocabulary, operations, sink),
        syntax::Retry::Word(word) if word == "never" => Some(Retry::never()),
        syntax::Retry::Word(word) => {
            sink.report_at(path, &unknown(word, vocabulary));
            None
        }
    }
}

/// The error for a word that is not a policy.
fn unknown(word: &str, vocabulary: &Vocabulary<'_>) -> DiagnosticBuilder {
    let names = vocabulary.retries.iter().map(|(name, _)| *name);
    if !names.clone().any(|name| name == word) {
        return DiagnosticBuilder::unknown("retry", word, names.chain(["never"]));
    }
    let message = format!("`{word}` is the name of a policy");
    Id::UnknownName
        .diagnostic(message, "not a word of its own")
        .help(format!("write `{{ use: {word} }}`"))
}

/// A named policy of the book, which uses no other.
pub(crate) fn lower_named(
    own: &syntax::Retry,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Sink<'_>,
) -> Option<Retry> {
    if let syntax::Retry::Policy(policy) = own
        && policy.named.is_some()
    {
        let diagnostic =
            Id::ContradictoryRetry.diagnostic("a named retry uses another one", "only on its own");
        sink.report_at(&path.key("use"), &diagnostic);
        return None;
    }
    retry(own, path, vocabulary, &[], sink)
}

fn policy(
    own: &Policy,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    operations: &[&str],
    sink: &mut Sink<'_>,
) -> Option<Retry> {
    let named = own.named.as_deref();
    let base = named.and_then(|name| self::named(name, path, vocabulary, sink));
    let kind = kind(own, base, path, vocabulary, operations, sink);
    let if_exhausted = own.if_exhausted.as_ref();
    let if_exhausted =
        if_exhausted.map(|names| vocabulary.find_actions(names, &path.key("if_exhausted"), sink));
    let chosen = chosen(own, path, sink);
    if named.is_some() && base.is_none() {
        return None;
    }
    let base = base.cloned().unwrap_or_else(Retry::never);
    let retry = Retry {
        kind: kind?,
        attempts: own.attempts.or(base.attempts),
        if_exhausted: if_exhausted.unwrap_or(base.if_exhausted),
        chosen: all_chosen(chosen, own, &base.chosen),
    };
    refuse_idle_parameters(own, &retry, path, sink);
    refuse_absent_choices(own, &retry, path, sink);
    Some(retry)
}

/// The policy with a name. Its errors are reported at its definition.
fn named<'v>(
    name: &str,
    path: &Path<'_>,
    vocabulary: &'v Vocabulary<'_>,
    sink: &mut Sink<'_>,
) -> Option<&'v Retry> {
    let names: Vec<&str> = vocabulary.retries.iter().map(|(name, _)| *name).collect();
    let at = sink.find(&path.key("use"), "retry", name, &names)?;
    vocabulary.retries[at].1.as_ref()
}

/// When a policy retries. `base` is the policy that it uses, if that is valid.
fn kind(
    own: &Policy,
    base: Option<&Retry>,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    operations: &[&str],
    sink: &mut Sink<'_>,
) -> Option<RetryKind> {
    let ways = ways(own);
    if ways.is_empty() && own.named.is_some() {
        return base.map(|base| base.kind);
    }
    let way = only_way(&ways, path, sink)?;
    if let Some(base) = base.filter(|base| base.kind.as_str() != way) {
        report_other_way(own, base, way, path, sink);
        return None;
    }
    let path = path.key(way);
    if let Some(text) = &own.after {
        return after(text, &path, sink);
    }
    if let Some(name) = &own.on_next {
        let operation = operation(name, &path, operations, sink)?;
        return Some(RetryKind::OnNext(operation));
    }
    if let Some(name) = &own.after_action {
        let action = sink.find(&path, "action", name, &vocabulary.action_names())?;
        let action = ActionId::new(action);
        return Some(RetryKind::AfterAction(action));
    }
    backoff(own.backoff.as_ref()?, own, base, &path, sink)
}

/// The one way that a policy names.
fn only_way(ways: &[&'static str], path: &Path<'_>, sink: &mut Sink<'_>) -> Option<&'static str> {
    match *ways {
        [way] => return Some(way),
        [] => {
            let label = "add `after`, `backoff`, `on_next`, `after_action` or `use`";
            let message = "a retry policy without a time";
            sink.report_at(path, &Id::ContradictoryRetry.diagnostic(message, label));
        }
        [first, second, ..] => {
            let message = "a retry policy with two ways to retry";
            let diagnostic = Id::ContradictoryRetry.diagnostic(message, "one way");
            let first = sink
                .label_of(&path.key(first), Target::Key)
                .with_text("the other");
            let diagnostic = diagnostic.help("keep one of them");
            sink.report_at_key(&path.key(second), &diagnostic.related(first));
        }
    }
    None
}

/// The keys with which a policy says when.
fn ways(own: &Policy) -> Vec<&'static str> {
    let given = [
        ("after", own.after.is_some()),
        ("backoff", own.backoff.is_some()),
        ("on_next", own.on_next.is_some()),
        ("after_action", own.after_action.is_some()),
    ];
    given
        .into_iter()
        .filter_map(|(way, given)| given.then_some(way))
        .collect()
}

/// Using a named policy may override its numbers, but not its kind.
fn report_other_way(own: &Policy, base: &Retry, way: &str, path: &Path<'_>, sink: &mut Sink<'_>) {
    let (name, theirs) = (own.named.as_deref().unwrap_or_default(), base.kind.as_str());
    let message = format!("`{name}` says `{theirs}`, but this says `{way}`");
    let diagnostic = Id::ContradictoryRetry
        .diagnostic(message, "another way to retry")
        .help(format!(
            "remove `use`, or override only the numbers of `{name}`"
        ));
    let used = sink.label_of(&path.key("use"), Target::Key);
    sink.report_at_key(
        &path.key(way),
        &diagnostic.related(used.with_text(format!("`{theirs}`"))),
    );
}

fn after(text: &str, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<RetryKind> {
    let wait = parse::duration_range(text);
    let (min_ms, max_ms) = sink.parsed(path, Id::InvalidDuration, "wait", wait)?;
    refuse_no_wait(max_ms, path, sink);
    Some(RetryKind::After { min_ms, max_ms })
}

/// An operation of the vendor's. The book itself has none.
fn operation(
    name: &str,
    path: &Path<'_>,
    operations: &[&str],
    sink: &mut Sink<'_>,
) -> Option<usize> {
    if !operations.is_empty() {
        return sink.find(path, "operation", name, operations);
    }
    let message = format!("unknown operation `{name}`");
    let diagnostic = Id::UnknownName.diagnostic(message, "`book.yaml` knows no operations");
    sink.report_at(
        path,
        &diagnostic.help("write it in a vendor's file, which knows them"),
    );
    None
}

fn refuse_no_wait(millis: u32, path: &Path<'_>, sink: &mut Sink<'_>) {
    if millis == 0 {
        let diagnostic = Id::ContradictoryRetry.diagnostic("a retry without a wait", "no wait");
        sink.report_at(path, &diagnostic.help("the shortest wait is `1ms`"));
    }
}

fn backoff(
    own: &syntax::Backoff,
    policy: &Policy,
    base: Option<&Retry>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<RetryKind> {
    let (base_ms, factor_milli, max_ms, jitter_milli) = match base.map(|base| &base.kind) {
        Some(RetryKind::Backoff {
            base_ms,
            factor_milli,
            max_ms,
            jitter_milli,
        }) => (Some(*base_ms), *factor_milli, Some(*max_ms), *jitter_milli),
        _ => (None, 2000, None, 0),
    };
    if policy.named.is_none() {
        refuse_missing(own, path, sink);
    }
    let base_ms = wait(own.base.as_deref(), base_ms, &path.key("base"), sink);
    let max_ms = wait(own.max.as_deref(), max_ms, &path.key("max"), sink);
    let mut share = |key, number, default, range| match number {
        Some(number) => sink.parsed(&path.key(key), Id::InvalidNumber, key, milli(number, range)),
        None => Some(default),
    };
    let factor_milli = share("factor", own.factor, factor_milli, (1.0, 1000.0));
    let jitter_milli = share("jitter", own.jitter, jitter_milli, (0.0, 1.0));
    let kind = RetryKind::Backoff {
        base_ms: base_ms?,
        factor_milli: factor_milli?,
        max_ms: max_ms?,
        jitter_milli: jitter_milli?,
    };
    refuse_backwards(own, &kind, path, sink);
    Some(kind)
}

/// A wait, or else that of the policy that is used.
fn wait(
    text: Option<&str>,
    used: Option<u32>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Option<u32> {
    let Some(text) = text else {
        return used;
    };
    let millis = sink.parsed(path, Id::InvalidDuration, "duration", parse::duration(text))?;
    refuse_no_wait(millis, path, sink);
    Some(millis)
}

/// A number in thousandths.
fn milli(number: f64, (lo, hi): (f64, f64)) -> Result<u32, String> {
    if !(lo..=hi).contains(&number) {
        return Err(format!("a number from {lo} to {hi}"));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 to a million.
    let milli = (number * 1000.0).round() as u32;
    Ok(milli)
}

fn refuse_missing(own: &syntax::Backoff, path: &Path<'_>, sink: &mut Sink<'_>) {
    let label = match (&own.base, &own.max) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => "`base` is missing",
        (Some(_), None) => "`max` is missing",
        (None, None) => "both are missing",
    };
    let message = "a backoff needs a `base` and a `max`";
    sink.report_at(path, &Id::ContradictoryRetry.diagnostic(message, label));
}

fn refuse_backwards(own: &syntax::Backoff, kind: &RetryKind, path: &Path<'_>, sink: &mut Sink<'_>) {
    match kind {
        RetryKind::Backoff {
            base_ms, max_ms, ..
        } if base_ms > max_ms => {}
        _ => return,
    }
    let diagnostic = |label| {
        let message = "a backoff that starts above its `max`";
        Id::ContradictoryRetry.diagnostic(message, label)
    };
    let (base, max) = (path.key("base"), path.key("max"));
    match (&own.base, &own.max) {
        (Some(_), Some(_)) => {
            let max = sink.label_of(&max, Target::Value);
            sink.report_at(
                &base,
                &diagnostic("longer than `max`").related(max.with_text("the longest wait")),
            );
        }
        (Some(_), None) => sink.report_at(
            &base,
            &diagnostic("longer than the `max` of the policy used"),
        ),
        _ => sink.report_at(
            &max,
            &diagnostic("shorter than the `base` of the policy used"),
        ),
    }
}

const PARAMETERS: [&str; 6] = ["after", "base", "factor", "max", "jitter", "attempts"];

/// The parameters that a policy itself lists as chosen.
fn chosen(own: &Policy, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<&'static str> {
    let path = path.key("chosen");
    let named = own.chosen.iter().enumerate();
    let found = named.filter_map(|(at, name)| {
        let found = sink.find(&path.index(at), "parameter", name, &PARAMETERS)?;
        Some(PARAMETERS[found])
    });
    found.collect()
}

/// The same with those of the policy that is used, in their order.
fn all_chosen(own: Vec<&str>, policy: &Policy, base: &[String]) -> Vec<String> {
    let inherited = base.iter().filter(|name| !is_given(policy, name));
    let mut all: Vec<String> = own.into_iter().map(str::to_owned).collect();
    all.extend(inherited.cloned());
    all.sort_by_key(|name| PARAMETERS.iter().position(|known| known == name));
    all.dedup();
    all
}

/// Whether a policy sets a parameter itself and so overrides the one that it uses.
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

/// Reports parts of a policy that could never have an effect.
fn refuse_idle_parameters(own: &Policy, retry: &Retry, path: &Path<'_>, sink: &mut Sink<'_>) {
    let mut report = |key: &str, message: String, label: &str, help: &str| {
        let diagnostic = Id::ContradictoryRetry.diagnostic(message, label);
        sink.report_at(&path.key(key), &diagnostic.help(help));
    };
    let waits = matches!(
        retry.kind,
        RetryKind::After { .. } | RetryKind::Backoff { .. }
    );
    let exhausts = own
        .if_exhausted
        .as_ref()
        .is_some_and(|names| !names.is_empty());
    match own.attempts {
        Some(_) if !waits => {
            let label = match retry.kind {
                RetryKind::OnNext(_) => "the next call comes on its own",
                RetryKind::AfterAction(_) => "what waits for an action is not retried on its own",
                _ => "never retried",
            };
            report(
                "attempts",
                "`attempts` without retries".to_owned(),
                label,
                "remove it",
            );
        }
        Some(0) => {
            let message = "a retry policy without a retry".to_owned();
            report("attempts", message, "not even once", "write `retry: never`");
        }
        None if exhausts && retry.attempts.is_none() => {
            let help = if waits { "add `attempts`" } else { "remove it" };
            let message = "`if_exhausted` without `attempts`".to_owned();
            report("if_exhausted", message, "never exhausted", help);
        }
        _ => {}
    }
}

/// Only existing parameters can be chosen.
fn refuse_absent_choices(own: &Policy, retry: &Retry, path: &Path<'_>, sink: &mut Sink<'_>) {
    let had = parameters(retry);
    for (at, name) in own.chosen.iter().enumerate() {
        if PARAMETERS.contains(&name.as_str()) && !had.contains(&name.as_str()) {
            let message = format!("`{name}` is chosen and not there");
            let diagnostic = Id::ContradictoryRetry.diagnostic(message, "this policy has none");
            let help = format!("what it has: {}", had.join(", "));
            sink.report_at(&path.key("chosen").index(at), &diagnostic.help(help));
        }
    }
}

/// The parameters that a policy has.
fn parameters(retry: &Retry) -> Vec<&'static str> {
    let attempts = retry.attempts.map(|_| "attempts");
    let own: &[&str] = match retry.kind {
        RetryKind::After { .. } => &["after"],
        RetryKind::Backoff { .. } => &["base", "factor", "max", "jitter"],
        _ => &[],
    };
    own.iter().copied().chain(attempts).collect()
}
