//! `when`: the responses that something applies to.

use std::collections::{HashMap, HashSet};

use super::scope::Scope;
use super::{each, entries, for_each};
use crate::decide::Alternative;
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Sink, Target};
use crate::jsonpath;
use crate::model::{Body, ClassId, Condition, Each, Pattern, Source, Statuses, Test, Value};
use crate::parse;
use crate::parse_error::{ParseError, Parsed};
use crate::syntax::{Map, OneOrMany, Scalar, When, Word};

/// What the body of a success can be.
const BODIES: [(&str, Body); 5] = [
    ("json", Body::Json),
    ("value", Body::Value),
    ("empty", Body::Empty),
    ("text", Body::Text),
    ("any", Body::Any),
];

/// The alternatives of a rule's `when`.
pub(crate) fn alternatives(
    when: &OneOrMany<When>,
    path: &Path<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Alternative> {
    each(when, path, |when, path| {
        Some(alternative(when, path, scope, sink))
    })
}

/// The condition of an envelope or a wait, which can test only status, fields and headers.
pub(crate) fn condition(when: &OneOrMany<When>, path: &Path<'_>, sink: &mut Sink<'_>) -> Condition {
    for_each(when, path, |when, path| refuse_body(when, path, sink));
    of_response(when, path, sink)
}

/// A condition that is tested before the code is known.
fn of_response(when: &OneOrMany<When>, path: &Path<'_>, sink: &mut Sink<'_>) -> Condition {
    each(when, path, |when, path| {
        refuse_empty(when, path, sink);
        refuse_what_is_not_known_yet(when, path, sink);
        let statuses = when
            .status
            .as_ref()
            .map(|words| Test::Status(statuses(words, &path.key("status"), sink)));
        let body = when
            .body
            .as_ref()
            .and_then(|word| sink.word(&path.key("body"), "body", word, &BODIES));
        let tests = statuses.into_iter().chain(values(when, path, &[], sink));
        Some(tests.chain(body.map(Test::Body)).collect())
    })
}

/// The tests of fields, also of those of listed errors, and headers.
fn values(when: &When, path: &Path<'_>, errors: &[Each], sink: &mut Sink<'_>) -> Vec<Test> {
    let mut tests = Vec::new();
    if let Some(map) = &when.field {
        tests.extend(fields(map, &path.key("field"), errors, sink));
    }
    if let Some(map) = &when.header {
        tests.extend(headers(map, &path.key("header"), sink));
    }
    tests
}

/// What a 2xx must contain to be a success.
pub(crate) fn success(when: &OneOrMany<When>, path: &Path<'_>, sink: &mut Sink<'_>) -> Condition {
    let clauses = of_response(when, path, sink);
    for (at, clause) in clauses.iter().enumerate() {
        let own_path = if when.listed { path.index(at) } else { *path };
        refuse_without_evidence(clause, &own_path, sink);
        let outside = |test: &Test| match test {
            Test::Status(ranges) => ranges.iter().all(|(lo, hi)| *hi < 200 || *lo > 299),
            _ => false,
        };
        if clause.iter().any(outside) {
            let message = "a success with a status that is not 2xx";
            let diagnostic = Id::ContradictoryCondition.diagnostic(message, "never a success");
            let diagnostic =
                diagnostic.help("to make it a success, use `outcome: success` in a rule");
            sink.report_at(&own_path.key("status"), &diagnostic);
        }
    }
    clauses
}

/// A page of a proxy can have a body that is not JSON, too, so something else must identify the vendor's response.
fn refuse_without_evidence(clause: &[Test], path: &Path<'_>, sink: &mut Sink<'_>) {
    let is_unchecked = |test: &Test| matches!(test, Test::Body(Body::Text | Body::Any));
    if clause.iter().any(is_unchecked) && !clause.iter().any(is_evidence) {
        let message = "a success whose body is not checked, without a header or field";
        let label = "any page of a proxy would be a success";
        let diagnostic = Id::UnprovenSuccess.diagnostic(message, label);
        let diagnostic = diagnostic.help("name a header that only the vendor sends: `header: { X-Request-Id: { exists: true } }`");
        sink.report_at(&path.key("body"), &diagnostic);
    }
}

/// Whether a test holds only if a field or a header is there.
pub(super) fn is_evidence(test: &Test) -> bool {
    match test {
        Test::Field { values, .. } => !values.contains(&Value::Null),
        Test::Header { .. } => true,
        Test::Exists { exists, .. } | Test::HeaderExists { exists, .. } => *exists,
        _ => false,
    }
}

fn refuse_body(when: &When, path: &Path<'_>, sink: &mut Sink<'_>) {
    if when.body.is_some() {
        let message = "`body` describes a success";
        let label = "only `success` can test it";
        let diagnostic = Id::MisplacedCondition.diagnostic(message, label);
        sink.report_at_key(&path.key("body"), &diagnostic);
    }
}

/// An empty condition always holds; it must be omitted instead.
fn refuse_empty(when: &When, path: &Path<'_>, sink: &mut Sink<'_>) {
    let diagnostic = |message: String| {
        Id::ContradictoryCondition
            .diagnostic(message, "always holds")
            .help("omit the condition if it always holds")
    };
    if when.keys().next().is_none() {
        sink.report_at(
            path,
            &diagnostic("a condition that asks for nothing".to_owned()),
        );
    }
    let maps = [
        ("field", when.field.as_ref().map(|map| map.iter().len())),
        ("header", when.header.as_ref().map(|map| map.iter().len())),
        ("detail", when.detail.as_ref().map(|map| map.iter().len())),
    ];
    for (key, _) in maps.iter().filter(|(_, len)| *len == Some(0)) {
        let message = format!("`{key}` asks for nothing");
        sink.report_at(&path.key(key), &diagnostic(message));
    }
}

/// The tests that are possible before the code is known.
fn refuse_what_is_not_known_yet(when: &When, path: &Path<'_>, sink: &mut Sink<'_>) {
    const KNOWN: [&str; 4] = ["status", "field", "header", "body"];
    for key in when.keys().filter(|key| !KNOWN.contains(key)) {
        let diagnostic = Id::MisplacedCondition.diagnostic(
            format!("`{key}` is not known yet here"),
            "only `status`, `field` and `header` are",
        );
        sink.report_at_key(&path.key(key), &diagnostic);
    }
}

fn alternative(
    when: &When,
    path: &Path<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Alternative {
    refuse_empty(when, path, sink);
    refuse_body(when, path, sink);
    let mut tests = values(when, path, &scope.errors, sink);
    tests.extend(pattern_tests(when, path, sink));
    Alternative {
        statuses: when
            .status
            .as_ref()
            .map(|words| statuses(words, &path.key("status"), sink)),
        codes: when
            .code
            .as_ref()
            .map(|words| codes(words, &path.key("code"), scope, sink)),
        domains: when
            .domain
            .as_ref()
            .map(|words| names(words, &path.key("domain"), "domain", &scope.domains, sink)),
        categories: when
            .category
            .as_ref()
            .map(|words| categories(words, &path.key("category"), scope, sink)),
        classes: when.class.as_ref().map(|words| {
            let (path, known) = (path.key("class"), scope.vocabulary.class_names());
            let found = names(words, &path, "class", &known, sink);
            found.into_iter().map(ClassId::new).collect()
        }),
        tests: tests.into(),
    }
}

/// The patterns for the message and the details.
fn pattern_tests(when: &When, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<Test> {
    let mut tests = Vec::new();
    let mut captures = HashMap::new();
    if let Some(patterns) = &when.message {
        let patterns = patterns_of(patterns, &path.key("message"), sink);
        refuse_captures_of_two(&patterns, None, path, &mut captures, sink);
        tests.push(Test::Message(patterns));
    }
    let detail = path.key("detail");
    let details = when.detail.as_ref();
    for (field, patterns) in details
        .map(|map| entries(map, &detail, sink))
        .unwrap_or_default()
    {
        let patterns = patterns_of(patterns, &detail.key(field), sink);
        refuse_captures_of_two(&patterns, Some(field), path, &mut captures, sink);
        tests.push(Test::Detail {
            field: field.to_owned(),
            patterns,
        });
    }
    tests
}

/// If two patterns captured the same name, its value would be ambiguous. `captures` maps each name to its pattern: that
/// of a detail's field, or that of the message.
fn refuse_captures_of_two<'w>(
    patterns: &[Pattern],
    own: Option<&'w str>,
    path: &Path<'_>,
    captures: &mut HashMap<String, Option<&'w str>>,
    sink: &mut Sink<'_>,
) {
    let (message, detail) = (path.key("message"), path.key("detail"));
    for name in patterns.iter().flat_map(|parts| parse::captured(parts)) {
        let first = *captures.entry(name.to_owned()).or_insert(own);
        if first == own {
            continue;
        }
        let place = |field: Option<&'w str>| match field {
            Some(field) => detail.key(field),
            None => message,
        };
        let first = sink.label_of(&place(first), Target::Value);
        let diagnostic = Id::InvalidPattern.diagnostic(
            format!("`{name}` is captured by two patterns"),
            "captured here",
        );
        let diagnostic = diagnostic.help("give each capture a name of its own");
        sink.report_at(
            &place(own),
            &diagnostic.related(first.with_text("and here")),
        );
    }
}

fn statuses(words: &OneOrMany<Word>, path: &Path<'_>, sink: &mut Sink<'_>) -> Statuses {
    each(words, path, |word, path| {
        let parsed = parse::statuses(&word.0);
        let (range, _) = sink.parsed(path, Id::InvalidStatus, "status", parsed)?;
        Some(range)
    })
}

fn names(
    words: &OneOrMany<Word>,
    path: &Path<'_>,
    what: &str,
    known: &[&str],
    sink: &mut Sink<'_>,
) -> Vec<usize> {
    each(words, path, |word, path| {
        sink.find(path, what, &word.0, known)
    })
}

/// The codes of these wire strings, in all domains.
fn codes(
    words: &OneOrMany<Word>,
    path: &Path<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<usize> {
    each(words, path, |word, path| {
        let codes = scope.codes.get(word.0.as_str());
        if codes.is_some() {
            sink.refer(&word.0);
        } else {
            // Rules name codes, not their aliases.
            let diagnostic = match scope.aliases.get(word.0.as_str()) {
                Some(code) => DiagnosticBuilder::unknown_alone("code", &word.0)
                    .perhaps(word.0.clone(), (*code).to_owned()),
                None => sink.unknown("code", &word.0, scope.codes.keys().copied()),
            };
            sink.report_at(path, &diagnostic);
        }
        codes.into_iter().flatten().copied()
    })
}

fn categories(
    words: &OneOrMany<Word>,
    path: &Path<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<(usize, usize)> {
    each(words, path, |word, path| {
        let all = scope.categories.iter().enumerate();
        let same = |(domain, names): (usize, &Vec<&str>)| {
            let at = names.iter().position(|name| *name == word.0)?;
            Some((domain, at))
        };
        let found: Vec<_> = all.filter_map(same).collect();
        if found.is_empty() {
            let known = scope.categories.iter().flatten().copied();
            sink.report_at(path, &sink.unknown("category", &word.0, known));
        }
        found
    })
}

fn fields(
    map: &Map<OneOrMany<Scalar>>,
    path: &Path<'_>,
    errors: &[Each],
    sink: &mut Sink<'_>,
) -> Vec<Test> {
    let mut tests = Vec::new();
    refuse_impossible(map, path, sink);
    for (key, values) in entries(map, path, sink) {
        let place = path.key(key);
        let (what, location) = if key.starts_with('$') {
            ("JSONPath", location_in_path(key, errors))
        } else {
            ("JSON Pointer", parse::pointer(key).map(Source::Pointer))
        };
        let Some(location) = sink.parsed_key(&place, Id::InvalidPointer, what, location) else {
            continue;
        };
        let wanted = match values.items.as_slice() {
            [Scalar::Exists(exists)] => Err(*exists),
            _ => Ok(field_values(values, &place, sink)),
        };
        tests.extend(field(location, wanted));
    }
    tests
}

/// The location that a path names: a single one, or one in a list of errors.
fn location_in_path(path: &str, errors: &[Each]) -> Parsed<Source> {
    let source = jsonpath::source(path)?;
    match errors.first() {
        _ if !source.is_in_list() || errors.iter().any(|list| source.is_of(list)) => Ok(source),
        None => jsonpath::singular(path).map(Source::Pointer),
        Some(list) => {
            let error = ParseError::from("neither a single location nor in a list of errors");
            Err(error.help(format!(
                "begin with `{}`, which `errors` selects",
                list.path
            )))
        }
    }
}

fn field_values(values: &OneOrMany<Scalar>, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<Value> {
    refuse_exists_with_others(&values.items, path, sink);
    each(values, path, |scalar, path| value(scalar, path, sink))
}

/// The test of a location for values, or for whether there is one.
fn field(location: Source, wanted: Result<Vec<Value>, bool>) -> Option<Test> {
    Some(match (location, wanted) {
        (Source::Pointer(pointer), Ok(values)) => Test::Field { pointer, values },
        (Source::Pointer(pointer), Err(exists)) => Test::Exists { pointer, exists },
        (Source::Each(at), Ok(values)) => Test::Element { at, values },
        (Source::Each(at), Err(exists)) => Test::ElementExists { at, exists },
        _ => return None,
    })
}

/// The tests of headers, whose values are all texts.
fn headers(map: &Map<OneOrMany<Scalar>>, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<Test> {
    let mut tests = Vec::new();
    for (name, values) in entries(map, path, sink) {
        let place = path.key(name);
        let header = parse::header(name);
        let Some(name) = sink.parsed_key(&place, Id::InvalidHeader, "header", header) else {
            continue;
        };
        tests.push(match values.items.as_slice() {
            [Scalar::Exists(exists)] => Test::HeaderExists {
                name,
                exists: *exists,
            },
            scalars => {
                refuse_exists_with_others(scalars, &place, sink);
                let values = each(values, &place, |scalar, path| {
                    header_value(scalar, path, sink)
                });
                Test::Header { name, values }
            }
        });
    }
    tests
}

fn header_value(scalar: &Scalar, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<Value> {
    match scalar {
        Scalar::Number(text) => Some(Value::String(text.clone())),
        Scalar::Bool(value) => Some(Value::String(value.to_string())),
        Scalar::Null => {
            let message = "the value of a header is a text";
            let diagnostic = Id::ContradictoryCondition.diagnostic(message, "never null");
            sink.report_at(
                path,
                &diagnostic.help("for a header that is absent: `{ exists: false }`"),
            );
            None
        }
        scalar => value(scalar, path, sink),
    }
}

/// What is absent or a plain value has nothing inside it.
fn refuse_impossible(map: &Map<OneOrMany<Scalar>>, path: &Path<'_>, sink: &mut Sink<'_>) {
    // Longer pointers do not occur, and looking up all prefixes of one takes time.
    const LONGEST: usize = 200;
    let is_there = |values: &OneOrMany<Scalar>| {
        let absent = |value: &Scalar| matches!(value, Scalar::Exists(false) | Scalar::Null);
        !values.items.iter().any(absent)
    };
    let holds_nothing = |values: &OneOrMany<Scalar>| !values.items.contains(&Scalar::Exists(true));
    let outside: HashSet<&str> = map
        .iter()
        .filter_map(|(key, values)| holds_nothing(values).then_some(key))
        .collect();
    for (inner, _) in map.iter().filter(|(_, values)| is_there(values)) {
        let around = inner.match_indices('/').map(|(end, _)| &inner[..end]);
        let outer = around
            .take_while(|outer| outer.len() < LONGEST)
            // In XML, what has a text can have attributes.
            .filter(|outer| !inner[outer.len()..].starts_with("/@"))
            .find(|outer| outside.contains(outer));
        if let Some(outer) = outer {
            let message = format!("`{inner}` cannot be there if `{outer}` is what is asked for");
            let diagnostic = Id::ContradictoryCondition.diagnostic(message, "required here");
            let label = "nothing can be inside this";
            let outer = sink
                .label_of(&path.key(outer), Target::Key)
                .with_text(label);
            sink.report_at_key(&path.key(inner), &diagnostic.related(outer));
        }
    }
}

fn refuse_exists_with_others(values: &[Scalar], path: &Path<'_>, sink: &mut Sink<'_>) {
    let exists = |value: &Scalar| matches!(value, Scalar::Exists(_));
    if let Some(at) = values.iter().position(exists) {
        let message = "`exists` together with other values";
        let diagnostic = Id::ContradictoryCondition.diagnostic(message, "only on its own");
        sink.report_at(&path.index(at), &diagnostic);
    }
}

fn value(scalar: &Scalar, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<Value> {
    let (key, text) = match scalar {
        Scalar::String(text) => return Some(Value::String(text.clone())),
        Scalar::Number(text) => return Some(Value::Number(text.clone())),
        Scalar::Bool(value) => return Some(Value::Bool(*value)),
        Scalar::Null => return Some(Value::Null),
        Scalar::Exists(_) => return None,
        Scalar::Contains(text) => ("contains", text),
        Scalar::Prefix(text) => ("prefix", text),
    };
    if text.is_empty() {
        let diagnostic = Id::ContradictoryCondition.diagnostic("an empty text", "in every text");
        sink.report_at(
            &path.key(key),
            &diagnostic.help("for any value: `{ exists: true }`"),
        );
        return None;
    }
    let part = text.clone();
    Some(if key == "prefix" {
        Value::Prefix(part)
    } else {
        Value::Contains(part)
    })
}

fn patterns_of(words: &OneOrMany<Word>, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<Pattern> {
    each(words, path, |word, path| {
        sink.parsed(path, Id::InvalidPattern, "pattern", parse::pattern(&word.0))
    })
}
