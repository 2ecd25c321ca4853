//! Examples, with their expectations in the format of a report.

use std::collections::{BTreeSet, HashMap};

use super::fields::{OUTCOMES, SEVERITIES};
use super::scope::Scope;
use super::{entries, retries};
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Sink, Target};
use crate::model::{Code, Example, Expectation, Situation, Vendor};
use crate::parse;
use crate::render;
use crate::report::{list, map};
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
            let diagnostic = DiagnosticBuilder::new(Id::NameClash, message, "the second one");
            let diagnostic = diagnostic.help("say what is specific to each");
            sink.report_at_with(&path.index(at).key("name"), first, &diagnostic);
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
            let diagnostic = DiagnosticBuilder::new(Id::ExampleShape, shape, "one situation");
            let first = sink.label_of(&path.key("response"), Target::Key);
            let diagnostic = diagnostic.help("split it into two examples, or keep one of the two");
            sink.report_at_key_with(
                &path.key("raised"),
                first.with_text("the other"),
                &diagnostic,
            );
            None
        }
        (None, None) => {
            let diagnostic = DiagnosticBuilder::new(Id::ExampleShape, shape, "neither is here");
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
    if let Some(layers) = &own.decided_by {
        refuse_unknown_layers(layers, &path.key("decided_by"), sink);
    }
}

fn refuse_unknown_fields(own: &Map<Word>, path: &Path<'_>, vendor: &Vendor, sink: &mut Sink<'_>) {
    let domains = vendor.domains.iter().map(|domain| &domain.envelope);
    let envelopes = std::iter::once(&vendor.envelope).chain(domains);
    let known: BTreeSet<&str> = envelopes
        .flat_map(|envelope| envelope.fields.keys().map(String::as_str))
        .collect();
    for name in own.keys().filter(|name| !known.contains(name)) {
        let diagnostic = sink.unknown("field", name, known.iter().copied());
        sink.report_at_key(&path.key(name), &diagnostic);
    }
}

/// The fields with a layer, and the layers; rules may have any number.
fn refuse_unknown_layers(own: &Map<String>, path: &Path<'_>, sink: &mut Sink<'_>) {
    const FIELDS: [&str; 8] = [
        "class",
        "outcome",
        "severity",
        "retry",
        "actions",
        "forbid",
        "grace_period",
        "user_message",
    ];
    const PLACES: [&str; 9] = [
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
    const RULES: [&str; 4] = ["operation", "code", "domain", "vendor"];
    for (field, layer) in own.iter() {
        let path = path.key(field);
        if !FIELDS.contains(&field) {
            let diagnostic = DiagnosticBuilder::unknown("field", field, FIELDS.into_iter());
            sink.report_at_key(&path, &diagnostic);
        }
        let number = layer.rsplit(' ').next().and_then(|n| n.parse::<u8>().ok());
        let number = number.filter(|number| *number > 0).unwrap_or(1);
        let rules: Vec<String> = RULES
            .iter()
            .map(|place| format!("{place} rule {number}"))
            .collect();
        let rules = rules.iter().map(String::as_str);
        let known: Vec<&str> = PLACES.into_iter().chain(rules).collect();
        if !known.contains(&layer.as_str()) {
            let diagnostic = DiagnosticBuilder::unknown("layer", layer, known.into_iter());
            // The rule is a guess.
            sink.report_at(&path, &diagnostic.uncertain());
        }
    }
}

fn expectations(
    own: &Expect,
    path: &Path<'_>,
    vendor: &Vendor,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Expectation> {
    let mut all = Vec::new();
    let mut expect = |field: &'static str, value: Option<String>| {
        all.extend(value.map(|value| Expectation {
            field: field.to_owned(),
            value,
        }));
    };
    let or_null = |value: &Option<Option<String>>| {
        value
            .as_ref()
            .map(|value| value.clone().unwrap_or("null".into()))
    };
    expect("outcome", own.outcome.clone());
    expect("domain", or_null(&own.domain));
    expect(
        "code",
        own.code
            .as_ref()
            .map(|code| code.as_ref().map_or("null".into(), |word| word.0.clone())),
    );
    expect("known", own.known.map(|known| known.to_string()));
    expect("class", own.class.clone());
    expect("severity", own.severity.clone());
    expect("actions", own.actions.as_ref().map(list));
    expect("forbid", own.forbid.as_ref().map(list));
    expect(
        "retryable",
        own.retryable.map(|retryable| retryable.to_string()),
    );
    expect("if_exhausted", own.if_exhausted.as_ref().map(list));
    for (field, text) in [
        ("retry_after", &own.retry_after),
        ("grace_period", &own.grace_period),
    ] {
        let millis = text
            .as_ref()
            .and_then(|text| duration(text.as_ref(), &path.key(field), sink));
        expect(field, millis);
    }
    expect("user_message", or_null(&own.user_message));
    expect("confidential", own.confidential.map(|is| is.to_string()));
    expect("message", or_null(&own.message));
    expect("trace_id", or_null(&own.trace_id));
    expect("timestamp", or_null(&own.timestamp));
    expect("category", or_null(&own.category));
    expect(
        "details",
        own.details
            .as_ref()
            .map(|details| list(details.iter().map(detail))),
    );
    for (field, own) in [("fields", &own.fields), ("captures", &own.captures)] {
        expect(
            field,
            own.as_ref().map(|own| words(own, &path.key(field), sink)),
        );
    }
    expect("failure_reason", or_null(&own.failure_reason));
    let retry = own
        .retry
        .as_ref()
        .and_then(|own| self::retry(own, &path.key("retry"), vendor, scope, sink));
    all.extend(retry);
    let layers_path = path.key("decided_by");
    let layers = own
        .decided_by
        .as_ref()
        .map(|layers| entries(layers, &layers_path, sink));
    let layers = layers.into_iter().flatten();
    all.extend(layers.map(|(field, layer)| Expectation {
        field: format!("decided_by.{field}"),
        value: layer.clone(),
    }));
    // An invalid value has been reported.
    let wrong = own.retry.is_some() || own.retry_after.is_some() || own.grace_period.is_some();
    if all.is_empty() && !wrong {
        let diagnostic = DiagnosticBuilder::new(
            Id::ExampleShape,
            "an example that expects nothing",
            "nothing",
        );
        sink.report_at(
            path,
            &diagnostic.help("it cannot fail: say what is expected"),
        );
    }
    all
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
    format!("{}: {}", text(&detail.field), text(&detail.message))
}

fn words(words: &Map<Word>, path: &Path<'_>, sink: &mut Sink<'_>) -> String {
    map(entries(words, path, sink)
        .into_iter()
        .map(|(name, word)| (name, &word.0)))
}
