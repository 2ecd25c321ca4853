//! Envelopes: where in a response the code and other values are.

use std::collections::BTreeMap;

use super::{entries, for_each};
use crate::diagnostics::{Id, Path, Sink};
use crate::model::{Details, Envelope, Hints, Source};
use crate::parse;
use crate::syntax::{self, OneOrMany};

/// The default of `max_wait`.
const MAX_WAIT_MS: u32 = 3_600_000;

/// The unit of a reset: whether it is relative to the epoch.
const UNITS: [(&str, bool); 2] = [("epoch", true), ("seconds", false)];

/// An envelope, which inherits keys from the outer one.
pub(crate) fn lower(
    own: &syntax::Envelope,
    inherited: &Envelope,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Envelope {
    let mut sources =
        |key: &str, own: &Option<OneOrMany<syntax::Source>>, inherited: &[Source]| match own {
            Some(own) => self::sources(own, &path.key(key), key == "code", sink),
            None => inherited.to_vec(),
        };
    Envelope {
        code: sources("code", &own.code, &inherited.code),
        category: sources("category", &own.category, &inherited.category),
        message: sources("message", &own.message, &inherited.message),
        trace_id: sources("trace_id", &own.trace_id, &inherited.trace_id),
        timestamp: sources("timestamp", &own.timestamp, &inherited.timestamp),
        details: match &own.details {
            Some(own) => Some(details(own, &path.key("details"), sink)),
            None => inherited.details.clone(),
        },
        fields: match &own.fields {
            Some(own) => fields(own, &path.key("fields"), sink),
            None => inherited.fields.clone(),
        },
    }
}

fn sources(
    own: &OneOrMany<syntax::Source>,
    path: &Path<'_>,
    may_be_text: bool,
    sink: &mut Sink<'_>,
) -> Vec<Source> {
    let mut sources = Vec::new();
    for_each(own, path, |source, path| {
        sources.extend(match source {
            syntax::Source::Place(text) if text == "text" && may_be_text => Some(Source::Token),
            syntax::Source::Place(text) => sink
                .parsed(
                    path,
                    Id::InvalidPointer,
                    "JSON Pointer",
                    parse::pointer(text),
                )
                .map(Source::Pointer),
            syntax::Source::Header(source) => {
                let path = path.key("header");
                sink.parsed(
                    &path,
                    Id::InvalidHeader,
                    "header",
                    parse::header(&source.header),
                )
                .map(Source::Header)
            }
        });
    });
    sources
}

fn details(own: &syntax::Details, path: &Path<'_>, sink: &mut Sink<'_>) -> Details {
    let mut pointer = |key: &str, text: &str| {
        sink.parsed(
            &path.key(key),
            Id::InvalidPointer,
            "JSON Pointer",
            parse::pointer(text),
        )
        .unwrap_or_default()
    };
    Details {
        at: pointer("at", &own.at),
        field: pointer("field", own.field.as_deref().unwrap_or("/field")),
        message: pointer("message", own.message.as_deref().unwrap_or("/message")),
    }
}

fn fields(
    own: &syntax::Map<OneOrMany<syntax::Source>>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> BTreeMap<String, Vec<Source>> {
    let mut fields = BTreeMap::new();
    for (name, own) in entries(own, path, sink) {
        let path = path.key(name);
        sink.parsed_key(&path, Id::InvalidName, "name", parse::snake(name));
        fields.insert(name.to_owned(), sources(own, &path, false, sink));
    }
    fields
}

/// The headers with waits and rate limits: a file's own, or else those of the book, which are checked in their own
/// file.
pub(crate) fn hints(
    own: &syntax::Headers,
    book: Option<&syntax::Headers>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Hints {
    let rate_limit = own
        .rate_limit
        .as_ref()
        .or(book.and_then(|book| book.rate_limit.as_ref()));
    let limits_path = path.key("rate_limit");
    let reset_path = limits_path.key("reset");
    let reset = rate_limit.and_then(|limits| limits.reset.as_ref());
    let max_wait = own
        .max_wait
        .as_ref()
        .or(book.and_then(|book| book.max_wait.as_ref()));
    let max_wait = max_wait.and_then(|text| {
        sink.parsed(
            &path.key("max_wait"),
            Id::InvalidDuration,
            "duration",
            parse::duration(text),
        )
    });
    let mut header = |path: Path<'_>, name: Option<&String>| {
        name.and_then(|name| sink.parsed(&path, Id::InvalidHeader, "header", parse::header(name)))
    };
    Hints {
        retry_after: header(
            path.key("retry_after"),
            own.retry_after
                .as_ref()
                .or(book.and_then(|book| book.retry_after.as_ref())),
        ),
        limit: header(
            limits_path.key("limit"),
            rate_limit.and_then(|limits| limits.limit.as_ref()),
        ),
        remaining: header(
            limits_path.key("remaining"),
            rate_limit.and_then(|limits| limits.remaining.as_ref()),
        ),
        reset: header(reset_path.key("name"), reset.map(|reset| &reset.name)),
        reset_is_epoch: reset.is_some_and(|reset| {
            sink.word(&reset_path.key("unit"), "unit", &reset.unit, &UNITS)
                .unwrap_or(false)
        }),
        max_wait_ms: max_wait.unwrap_or(MAX_WAIT_MS),
    }
}
