//! Examples, with what they expect written as a report writes it.

use super::scope::Scope;
use super::{entries, retries};
use crate::diagnostics::{Id, Mistake, Path, Sink};
use crate::model::{Example, Expectation, Situation, Vendor};
use crate::parse;
use crate::report::{list, map, retry_text};
use crate::syntax::{self, Detail, Expect, Map, Word};

pub(crate) fn lower(
    own: &[syntax::Example],
    vendor: &Vendor,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Example> {
    let path = Path::ROOT.key("examples");
    own.iter()
        .enumerate()
        .filter_map(|(at, own)| example(own, &path.index(at), vendor, scope, sink))
        .collect()
}

fn example(
    own: &syntax::Example,
    path: &Path<'_>,
    vendor: &Vendor,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Example> {
    let operation = sink.find(
        &path.key("operation"),
        "operation",
        &own.operation,
        &scope.operations,
    )?;
    let situation = situation(own, path, vendor, operation, sink)?;
    let expect = expectations(&own.expect, &path.key("expect"), vendor, scope, sink);
    let (name, note, source) = (own.name.clone(), own.note.clone(), own.source.clone());
    Some(Example {
        name,
        operation,
        situation,
        note,
        source,
        expect,
    })
}

fn situation(
    own: &syntax::Example,
    path: &Path<'_>,
    vendor: &Vendor,
    operation: usize,
    sink: &mut Sink<'_>,
) -> Option<Situation> {
    match (&own.response, &own.raised) {
        (Some(response), None) => Some(Situation::Response {
            status: response.status,
            headers: headers(&response.headers, path, sink),
            body: response.body.clone(),
        }),
        (None, Some(code)) => {
            let raised = vendor.raised_code(operation, &code.0);
            if raised.is_none() {
                let known = vendor
                    .codes
                    .iter()
                    .filter(|code| vendor.domains[code.domain].raised_by_client);
                let mistake = Mistake::unknown(
                    "client-raised code",
                    &code.0,
                    known.map(|code| code.wire.as_str()),
                );
                sink.at(&path.key("raised"), &mistake);
            }
            raised.map(Situation::Raised)
        }
        _ => {
            sink.at(
                path,
                &Mistake::new(
                    Id::ExampleShape,
                    "an example has either a `response` or a `raised` code",
                    "exactly one of them",
                ),
            );
            None
        }
    }
}

fn headers(own: &Map<Word>, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<(String, String)> {
    let path = path.key("response");
    let headers = entries(own, &path.key("headers"), sink).into_iter();
    headers
        .map(|(name, value)| (name.to_owned(), value.0.clone()))
        .collect()
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
    all
}

/// A whole policy, or the word for its kind.
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
        value: retry_text(&retry, &scope.vocabulary.actions, &vendor.operations),
    })
}

fn duration(text: Option<&String>, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<String> {
    match text {
        None => Some("null".to_owned()),
        Some(text) => sink
            .parsed(path, Id::InvalidDuration, "duration", parse::duration(text))
            .map(|millis| format!("{millis}ms")),
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
