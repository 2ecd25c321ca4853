//! The decision fields, and the rules that contain them.

use std::cell::Cell;
use std::collections::HashMap;

use faultbook_runtime::{Outcome, Severity};

use super::conditions;
use super::retries::retry;
use super::scope::{Scope, Vocabulary};
use crate::decide::{Alternative, Fields, LayerSettings, Rule, captures_fit};
use crate::diagnostics::{Id, Path, Sink, Target};
use crate::model::{ActionId, Capture, ClassId, Part, Pattern, Retry, Template, Test};
use crate::parse::{self, ParseError, Parsed};
use crate::syntax;

pub(crate) const OUTCOMES: [(&str, Outcome); 3] = [
    ("failure", Outcome::Failure),
    ("ignorable", Outcome::Ignorable),
    ("success", Outcome::Success),
];

pub(crate) const SEVERITIES: [(&str, Severity); 4] = [
    ("info", Severity::Info),
    ("warning", Severity::Warning),
    ("error", Severity::Error),
    ("security", Severity::Security),
];

/// The defaults of a class, which knows no vendor and so no operation.
pub(crate) fn of_class(
    class: &syntax::Class,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Sink<'_>,
) -> (Option<Retry>, Option<Vec<ActionId>>) {
    let retry = class
        .retry
        .as_ref()
        .and_then(|own| retry(own, &path.key("retry"), vocabulary, &[], sink));
    let actions = class
        .actions
        .as_ref()
        .map(|names| vocabulary.find_actions(names, &path.key("actions"), sink));
    (retry, actions)
}

/// The layer of a place: its rules and its own fields.
pub(crate) fn layer_settings(
    own: &syntax::Fields<'_>,
    rules: &[syntax::Rule],
    path: &Path<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> LayerSettings {
    let rules_path = path.key("rules");
    if rules.len() > usize::from(u8::MAX) {
        sink.report_at(
            &rules_path,
            &Id::TooMany.diagnostic(
                "more than 255 rules in one layer",
                "split them by code or by domain",
            ),
        );
    }
    let rules = rules.iter().enumerate();
    // The other rules need no report about combinations.
    let numbered = rules.zip(1..=u8::MAX);
    let rules = numbered.map(|((at, own), number)| {
        let path = rules_path.index(at);
        rule(own, number, &path, scope, sink)
    });
    let rules = rules.collect();
    LayerSettings {
        rules,
        fields: fields(own, path, scope, &outside_rules, sink),
    }
}

fn rule(
    rule: &syntax::Rule,
    number: u8,
    path: &Path<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Rule {
    let when = rule
        .when
        .as_ref()
        .map(|when| conditions::alternatives(when, &path.key("when"), scope, sink));
    let when = when.unwrap_or_default();
    refuse_idle(rule, path, sink);
    if !captures_fit(&when) {
        let message = "a rule captures more than 4 values";
        let diagnostic = Id::TooMany.diagnostic(message, "capture less");
        let help = "one `{rest:text}` can replace several that are not shown";
        sink.report_at(&path.key("when"), &diagnostic.help(help));
    }
    let mut fields = fields(
        &rule.fields(),
        path,
        scope,
        &|name| captured(&when, name),
        sink,
    );
    fields.names_status = !when.is_empty()
        && when
            .iter()
            .all(|alternative| alternative.statuses.is_some());
    Rule {
        when,
        fields,
        because: rule.because.as_deref().map(|text| text.trim().to_owned()),
        taken: Cell::new(false),
        number,
        part: sink.part_of(path, Target::Value),
        counts: Cell::new(false),
    }
}

/// A rule without a decision may be intended to keep others from applying: then it has a reason.
fn refuse_idle(rule: &syntax::Rule, path: &Path<'_>, sink: &mut Sink<'_>) {
    if rule.because.is_none() && rule.fields().is_empty() {
        let diagnostic = Id::IdleRule.diagnostic("a rule without a decision", "no decision in it");
        let help = "if it only keeps later rules from applying, say why: `because: …`";
        sink.report_at(path, &diagnostic.help(help));
    }
}

/// Why nothing is captured outside of rules.
pub(crate) fn outside_rules(_: &str) -> Parsed<Capture> {
    Err("only a rule captures something to insert; a brace is written `{{`".into())
}

/// What a capture of a rule matches, or why it cannot be inserted.
fn captured(when: &[Alternative], name: &str) -> Parsed<Capture> {
    let kinds: Vec<Option<Capture>> = when.iter().flat_map(|one| bound(one, name)).collect();
    match kinds.as_slice() {
        [Some(first), rest @ ..] if rest.iter().all(|kind| *kind == Some(*first)) => Ok(*first),
        kinds if kinds.iter().all(Option::is_none) => {
            let tests = when.iter().flat_map(|one| one.tests.iter());
            let names = tests
                .flat_map(patterns)
                .flat_map(|parts| parse::captured(parts));
            let error =
                format!("no `when` of this rule captures `{name}`; a brace is written `{{{{`");
            Err(ParseError::new(error).nearest(name, names))
        }
        kinds if kinds.contains(&None) => {
            Err(format!("not every alternative of the rule captures `{name}`").into())
        }
        _ => Err(format!("the rule captures `{name}` as several types").into()),
    }
}

/// What a capture matches that an alternative binds: by each of the patterns that may bind it, or by none.
fn bound(alternative: &Alternative, name: &str) -> Vec<Option<Capture>> {
    let kind = |pattern: &Pattern| {
        pattern.iter().find_map(|part| match part {
            Part::Capture { name: bound, kind } if bound == name => Some(*kind),
            _ => None,
        })
    };
    let kinds = alternative
        .tests
        .iter()
        .map(|test| patterns(test).iter().map(kind).collect());
    let binds = |kinds: &Vec<Option<Capture>>| kinds.iter().any(Option::is_some);
    kinds.into_iter().find(binds).unwrap_or_else(|| vec![None])
}

/// The patterns of a test.
fn patterns(test: &Test) -> &[Pattern] {
    match test {
        Test::Message(patterns) | Test::Detail { patterns, .. } => patterns,
        _ => &[],
    }
}

pub(crate) fn fields(
    own: &syntax::Fields<'_>,
    path: &Path<'_>,
    scope: &Scope<'_>,
    capture: &dyn Fn(&str) -> Parsed<Capture>,
    sink: &mut Sink<'_>,
) -> Fields {
    let vocabulary = scope.vocabulary;
    let key = |key| path.key(key);
    let fields = Fields {
        class: own.class.and_then(|name| {
            let found = sink.find(&key("class"), "class", name, &vocabulary.class_names());
            found.map(ClassId::new)
        }),
        outcome: own
            .outcome
            .and_then(|text| sink.word(&key("outcome"), "outcome", text, &OUTCOMES)),
        severity: own
            .severity
            .and_then(|text| sink.word(&key("severity"), "severity", text, &SEVERITIES)),
        retry: own
            .retry
            .and_then(|policy| retry(policy, &key("retry"), vocabulary, &scope.operations, sink)),
        actions: own
            .actions
            .map(|names| vocabulary.find_actions(names, &key("actions"), sink)),
        forbid: own
            .forbid
            .map(|names| vocabulary.find_actions(names, &key("forbid"), sink)),
        grace_period_ms: own.grace_period.and_then(|text| {
            sink.parsed(
                &key("grace_period"),
                Id::InvalidDuration,
                "duration",
                parse::duration(text),
            )
        }),
        user_message: user_message(own, &key("user_message"), vocabulary, capture, sink),
        expose_never: own.expose.is_some_and(|text| {
            let words = [("never", ())];
            sink.word(&key("expose"), "value", text, &words).is_some()
        }),
        names_status: false,
    };
    refuse_contradiction(own, path, sink);
    fields
}

fn user_message(
    own: &syntax::Fields<'_>,
    path: &Path<'_>,
    vocabulary: &Vocabulary<'_>,
    capture: &dyn Fn(&str) -> Parsed<Capture>,
    sink: &mut Sink<'_>,
) -> Option<Template> {
    let message = own.user_message?;
    let bound = |name: &str| match own.expose {
        Some(_) => Err("with `expose`, no part of a response is shown".into()),
        None => capture(name),
    };
    vocabulary.languages.lower(message, &bound, path, sink)
}

/// An action that is required, now or later, must not be forbidden by the same layer.
fn refuse_contradiction(own: &syntax::Fields<'_>, path: &Path<'_>, sink: &mut Sink<'_>) {
    let (actions, retry, forbid) = (path.key("actions"), path.key("retry"), path.key("forbid"));
    let (awaited, exhausted) = (retry.key("after_action"), retry.key("if_exhausted"));
    let policy = match own.retry {
        Some(syntax::Retry::Policy(policy)) => Some(policy),
        _ => None,
    };
    let mut asked = HashMap::new();
    let awaits = policy.and_then(|policy| policy.after_action.as_deref());
    asked.extend(awaits.map(|name| (name, awaited)));
    let exhausts = policy.and_then(|policy| policy.if_exhausted.as_deref());
    for (names, path) in [(exhausts, &exhausted), (own.actions, &actions)] {
        let names = names.unwrap_or_default().iter().enumerate();
        asked.extend(names.map(|(at, name)| (name.as_str(), path.index(at))));
    }
    for (at, name) in own.forbid.unwrap_or_default().iter().enumerate() {
        if let Some(asked) = asked.get(name.as_str()) {
            let message = format!("`{name}` is both required and forbidden");
            let diagnostic = Id::ContradictoryActions.diagnostic(message, "forbidden here");
            let asked = sink
                .label_of(asked, Target::Value)
                .with_text("required here");
            sink.report_at(&forbid.index(at), &diagnostic.related(asked));
        }
    }
}
