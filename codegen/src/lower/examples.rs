//! Examples, with their expectations in the format of a report.

use std::collections::{HashMap, HashSet};

use super::fields::{OUTCOMES, SEVERITIES};
use super::scope::Scope;
use super::{entries, retries};
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Sink, Target};
use crate::model::{Code, Example, Expectation, Situation, Vendor};
use crate::parse;
use crate::render;
use crate::report::{list, map, rate_limit};
use crate::syntax::{self, Detail, Expect, Map, Word};

pub(crate) fn lower(
    own: &[syntax::Example],
    vendor: &Vendor,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Example> {
    let path = Path::ROOT.key("examples");
    refuse_repeated_names(own, &path, sink);
    own.iter()
        .enumerate()
        .filter_map(|(at, own)| example(own, &path.index(at), vendor, scope, sink))
        .collect()
}

/// Examples are identified by their names, in errors and in the docs.
fn refuse_repeated_names(own: &[syntax::Example], path: &Path<'_>, sink: &mut Sink<'_>) {
    let mut firsts = HashMap::new();
    for (at, example) in own.iter().enumerate() {
        let name = example.name.trim();
        if let Some(first) = firsts.get(name) {
            let first = sink.label_of(&path.index(*first).key("name"), Target::Value);
            let message = "two examples have one name";
            let diagnostic = Id::NameClash.diagnostic(message, "the second one");
            let diagnostic = diagnostic.help("say what is specific to each");
            sink.report_at(&path.index(at).key("name"), &diagnostic.related(first));
        } else {
            firsts.insert(name, at);
        }
    }
}

fn example(
    own: &syntax::Example,
    path: &Path<'_>,
    vendor: &Vendor,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Example> {
    let operation_path = path.key("operation");
    let operation = sink.find(
        &operation_path,
        "operation",
        &own.operation,
        &scope.operations,
    );
    let situation = situation(own, path, vendor, operation, sink);
    let expect_path = path.key("expect");
    refuse_unknown(&own.expect, &expect_path, vendor, scope, sink);
    let expect = expectations(&own.expect, &expect_path, vendor, scope, sink);
    let (name, note, source) = (own.name.clone(), own.note.clone(), own.source.clone());
    Some(Example {
        name,
        operation: operation?,
        situation: situation?,
        note,
        source,
        expect,
    })
}

fn situation(
    own: &syntax::Example,
    path: &Path<'_>,
    vendor: &Vendor,
    operation: Option<usize>,
    sink: &mut Sink<'_>,
) -> Option<Situation> {
    let shape = "an example has either a `response` or a `raised` code";
    match (&own.response, &own.raised) {
        (Some(response), None) => Some(Situation::Response {
            status: response.status,
            headers: headers(&response.headers, path, sink),
            body: response.body.clone(),
        }),
        (None, Some(code)) => raised(&code.0, &path.key("raised"), vendor, operation?, sink),
        (Some(_), Some(_)) => {
            let diagnostic = Id::ExampleShape.diagnostic(shape, "one situation");
            let first = sink.label_of(&path.key("response"), Target::Key);
            let diagnostic = diagnostic.help("split it into two examples, or keep one of the two");
            sink.report_at_key(
                &path.key("raised"),
                &diagnostic.related(first.with_text("the other")),
            );
            None
        }
        (None, None) => {
            let diagnostic = Id::ExampleShape.diagnostic(shape, "neither is here");
            sink.report_at(path, &diagnostic.help("say what happened"));
            None
        }
    }
}

fn raised(
    code: &str,
    path: &Path<'_>,
    vendor: &Vendor,
    operation: usize,
    sink: &mut Sink<'_>,
) -> Option<Situation> {
    let raised = vendor.raised_code(operation, code);
    if raised.is_none() {
        let by_client = |code: &&Code| vendor.domains[code.domain].raised_by_client;
        let known = vendor.codes.iter().filter(by_client);
        let known = known.map(|code| code.wire.as_str());
        sink.report_at(path, &sink.unknown("client-raised code", code, known));
    }
    raised.map(Situation::Raised)
}

fn headers(own: &Map<Word>, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<(String, String)> {
    let path = path.key("response");
    let path = path.key("headers");
    let headers = entries(own, &path, sink).into_iter();
    headers
        .filter_map(|(name, value)| {
            let valid = parse::header(name);
            let name = sink.parsed_key(&path.key(name), Id::InvalidHeader, "header", valid)?;
            Some((name, value.0.clone()))
        })
        .collect()
}

/// Reports names that the book does not define. Only a code may be unknown.
fn refuse_unknown(
    own: &Expect,
    path: &Path<'_>,
    vendor: &Vendor,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) {
    let vocabulary = scope.vocabulary;
    if let Some(word) = &own.outcome {
        sink.word(&path.key("outcome"), "outcome", word, &OUTCOMES);
    }
    if let Some(word) = &own.severity {
        sink.word(&path.key("severity"), "severity", word, &SEVERITIES);
    }
    if let Some(name) = &own.class {
        let known = vocabulary.class_names();
        sink.find(&path.key("class"), "class", name, &known);
    }
    if let Some(Some(name)) = &own.domain {
        sink.find(&path.key("domain"), "domain", name, &scope.domains);
    }
    let lists = [
        ("actions", &own.actions),
        ("forbid", &own.forbid),
        ("if_exhausted", &own.if_exhausted),
    ];
    for (key, names) in lists {
        let names = names.as_deref().unwrap_or_default();
        vocabulary.find_actions(names, &path.key(key), sink);
    }
    if let Some(fields) = &own.fields {
        refuse_unknown_fields(fields, &path.key("fields"), vendor, sink);
    }
    let known: Vec<&str> = vendor.hints.limits.iter().map(|own| &*own.name).collect();
    let limits = path.key("rate_limits");
    for (at, limit) in own.rate_limits.iter().flatten().enumerate() {
        let path = limits.index(at);
        sink.find(&path.key("name"), "rate limit", &limit.name, &known);
    }
    if let Some(layers) = &own.decided_by {
        refuse_unknown_layers(layers, &path.key("decided_by"), sink);
    }
}

fn refuse_unknown_fields(own: &Map<Word>, path: &Path<'_>, vendor: &Vendor, sink: &mut Sink<'_>) {
    let known: HashSet<&str> = vendor
        .envelopes()
        .flat_map(|envelope| envelope.fields.keys().map(String::as_str))
        .collect();
    for name in own.keys().filter(|name| !known.contains(name)) {
        let diagnostic = sink.unknown("field", name, known.iter().copied());
        sink.report_at_key(&path.key(name), &diagnostic);
    }
}

/// The fields with a layer.
const DECIDED: [&str; 8] = [
    "class",
    "outcome",
    "severity",
    "retry",
    "actions",
    "forbid",
    "grace_period",
    "user_message",
];

const LAYERS: [&str; 9] = [
    "guard",
    "operation",
    "code",
    "category",
    "domain",
    "vendor",
    "class",
    "status",
    "nowhere",
];

/// The layers with rules, which may have any number.
const WITH_RULES: [&str; 4] = ["operation", "code", "domain", "vendor"];

fn refuse_unknown_layers(own: &Map<String>, path: &Path<'_>, sink: &mut Sink<'_>) {
    for (field, layer) in own.iter() {
        let path = path.key(field);
        if !DECIDED.contains(&field) {
            let diagnostic = DiagnosticBuilder::unknown("field", field, DECIDED.into_iter());
            sink.report_at_key(&path, &diagnostic);
        }
        let number = layer.rsplit(' ').next().and_then(|n| n.parse::<u8>().ok());
        let number = number.filter(|number| *number > 0).unwrap_or(1);
        let rules = WITH_RULES.map(|layer| format!("{layer} rule {number}"));
        let known = LAYERS.into_iter().chain(rules.iter().map(String::as_str));
        if !known.clone().any(|known| known == layer) {
            let diagnostic = DiagnosticBuilder::unknown("layer", layer, known);
            // The rule is a guess.
            sink.report_at(&path, &diagnostic.uncertain());
        }
    }
}

/// A field of a report, and what is expected of it, if anything.
type Field = (&'static str, Option<String>);

fn expectations(
    own: &Expect,
    path: &Path<'_>,
    vendor: &Vendor,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Expectation> {
    let mut fields = decision(own);
    fields.extend(waits(own, path, sink));
    fields.push(("rate_limits", rate_limits(own, path, sink)));
    fields.extend(texts(own));
    fields.extend(maps(own, path, sink));
    fields.push(("failure_reason", or_null(own.failure_reason.as_ref())));
    let given = fields.into_iter().filter_map(|(field, value)| {
        let field = field.to_owned();
        value.map(|value| Expectation { field, value })
    });
    let mut all: Vec<Expectation> = given.collect();
    let retry_path = path.key("retry");
    let retry = own.retry.as_ref();
    all.extend(retry.and_then(|own| self::retry(own, &retry_path, vendor, scope, sink)));
    all.extend(layers(own, path, sink));
    refuse_nothing(own, &all, path, sink);
    all
}

fn decision(own: &Expect) -> Vec<Field> {
    let code = own
        .code
        .as_ref()
        .map(|code| code.as_ref().map(|word| word.0.clone()));
    vec![
        ("outcome", own.outcome.clone()),
        ("domain", or_null(own.domain.as_ref())),
        ("code", or_null(code.as_ref())),
        ("known", own.known.map(|known| known.to_string())),
        ("reason", or_null(own.reason.as_ref())),
        ("class", own.class.clone()),
        ("severity", own.severity.clone()),
        ("actions", own.actions.as_ref().map(list)),
        ("forbid", own.forbid.as_ref().map(list)),
        (
            "retryable",
            own.retryable.map(|retryable| retryable.to_string()),
        ),
        ("if_exhausted", own.if_exhausted.as_ref().map(list)),
    ]
}

fn waits(own: &Expect, path: &Path<'_>, sink: &mut Sink<'_>) -> [Field; 2] {
    let fields = [
        ("retry_after", &own.retry_after),
        ("grace_period", &own.grace_period),
    ];
    fields.map(|(field, text)| {
        let text = text.as_ref();
        let millis = text.and_then(|text| duration(text.as_ref(), &path.key(field), sink));
        (field, millis)
    })
}

fn rate_limits(own: &Expect, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let path = path.key("rate_limits");
    let limits = own.rate_limits.as_ref()?.iter().enumerate();
    let lines = limits.filter_map(|(at, own)| {
        let path = path.index(at);
        let reset = own.reset.as_ref();
        let reset = reset.and_then(|reset| match reset.0.parse::<u64>() {
            Ok(_) => Some(reset.0.clone()),
            Err(_) => duration(Some(&reset.0), &path.key("reset"), sink),
        });
        rate_limit(&own.name, [own.limit, own.remaining], reset)
    });
    Some(list(lines))
}

fn texts(own: &Expect) -> [Field; 7] {
    let details = own.details.as_ref();
    [
        ("user_message", or_null(own.user_message.as_ref())),
        ("confidential", own.confidential.map(|is| is.to_string())),
        ("message", or_null(own.message.as_ref())),
        ("trace_id", or_null(own.trace_id.as_ref())),
        ("timestamp", or_null(own.timestamp.as_ref())),
        ("category", or_null(own.category.as_ref())),
        (
            "details",
            details.map(|details| list(details.iter().map(detail))),
        ),
    ]
}

fn maps(own: &Expect, path: &Path<'_>, sink: &mut Sink<'_>) -> [Field; 2] {
    [("fields", &own.fields), ("captures", &own.captures)].map(|(field, own)| {
        let own = own.as_ref();
        (field, own.map(|own| words(own, &path.key(field), sink)))
    })
}

/// A value that may be expected to be absent.
fn or_null(value: Option<&Option<String>>) -> Option<String> {
    value.map(|value| value.clone().unwrap_or_else(|| "null".to_owned()))
}

fn layers(own: &Expect, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<Expectation> {
    let Some(own) = &own.decided_by else {
        return Vec::new();
    };
    let layers = entries(own, &path.key("decided_by"), sink).into_iter();
    let expect = |(field, layer): (&str, &String)| Expectation {
        field: format!("decided_by.{field}"),
        value: layer.clone(),
    };
    layers.map(expect).collect()
}

fn refuse_nothing(own: &Expect, all: &[Expectation], path: &Path<'_>, sink: &mut Sink<'_>) {
    // An invalid value has been reported.
    let is_reported =
        own.retry.is_some() || own.retry_after.is_some() || own.grace_period.is_some();
    if all.is_empty() && !is_reported {
        let message = "an example that expects nothing";
        let diagnostic = Id::ExampleShape.diagnostic(message, "nothing");
        let diagnostic = diagnostic.help("it cannot fail: say what is expected");
        sink.report_at(path, &diagnostic);
    }
}

/// A complete policy, or its kind.
fn retry(
    own: &syntax::Retry,
    path: &Path<'_>,
    vendor: &Vendor,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Expectation> {
    const KINDS: [&str; 5] = ["never", "after", "backoff", "on_next", "after_action"];
    if let syntax::Retry::Word(word) = own {
        let value = sink
            .find(path, "kind of retry", word, &KINDS)
            .map(|_| word.clone())?;
        return Some(Expectation {
            field: "retry_kind".to_owned(),
            value,
        });
    }
    let retry = retries::retry(own, path, scope.vocabulary, &scope.operations, sink)?;
    Some(Expectation {
        field: "retry".to_owned(),
        value: render::retry(&retry, &(&*scope.vocabulary.actions, &*vendor.operations)).plain(),
    })
}

fn duration(text: Option<&String>, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<String> {
    match text {
        None => Some("null".to_owned()),
        Some(text) => sink
            .parsed(path, Id::InvalidDuration, "duration", parse::duration(text))
            .map(render::duration),
    }
}

fn detail(detail: &Detail) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "null".to_owned());
    let code = detail.code.as_ref().map(|code| format!(" ({})", code.0));
    let code = code.unwrap_or_default();
    format!("{}: {}{code}", text(&detail.field), text(&detail.message))
}

fn words(words: &Map<Word>, path: &Path<'_>, sink: &mut Sink<'_>) -> String {
    map(entries(words, path, sink)
        .into_iter()
        .map(|(name, word)| (name, &word.0)))
}
