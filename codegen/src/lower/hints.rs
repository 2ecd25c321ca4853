//! Hints: the locations of waits and rate limits.

use super::sources::{self, Keys};
use super::{conditions, each};
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Sink, Target};
use crate::model::{Hints, RateLimit, Source, Wait, WaitUnit};
use crate::parse;
use crate::syntax::{self, OneOrMany};

/// The default of `max_wait`.
const MAX_WAIT_MS: u32 = 3_600_000;

/// The units of a header's reset.
const UNITS: [(&str, WaitUnit); 2] = [("epoch", WaitUnit::Epoch), ("seconds", WaitUnit::Seconds)];

/// The units of waits.
pub(crate) const WAIT_UNITS: [(&str, WaitUnit); 8] = [
    ("s", WaitUnit::Seconds),
    ("ms", WaitUnit::Milliseconds),
    ("min", WaitUnit::Minutes),
    ("epoch", WaitUnit::Epoch),
    ("epoch_ms", WaitUnit::EpochMilliseconds),
    ("http_date", WaitUnit::HttpDate),
    ("rfc3339", WaitUnit::Rfc3339),
    ("duration", WaitUnit::Duration),
];

/// A file's own headers, waits and rate limits, or else the headers of the book, which are checked in their own file.
pub(crate) fn lower(
    own: &syntax::Headers,
    waits_of_vendor: &OneOrMany<syntax::Wait>,
    limits_of_vendor: &syntax::Map<syntax::RateLimitSources>,
    book: Option<&syntax::Headers>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Hints {
    let max_wait = own.max_wait.as_ref();
    let max_wait = max_wait.or(book.and_then(|book| book.max_wait.as_ref()));
    let max_wait = max_wait.and_then(|text| {
        let duration = parse::duration(text);
        sink.parsed(
            &path.key("max_wait"),
            Id::InvalidDuration,
            "duration",
            duration,
        )
    });
    Hints {
        waits: waits(own, waits_of_vendor, book, path, sink),
        limits: limits(own, limits_of_vendor, book, path, sink),
        max_wait_ms: max_wait.unwrap_or(MAX_WAIT_MS),
    }
}

/// A vendor's own locations of rate limits, or else the headers `rate_limit`.
fn limits(
    own: &syntax::Headers,
    limits: &syntax::Map<syntax::RateLimitSources>,
    book: Option<&syntax::Headers>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<RateLimit> {
    let key = path.key("rate_limit");
    let headers = own.rate_limit.as_ref();
    let headers = headers.or(book.and_then(|book| book.rate_limit.as_ref()));
    let usual = headers.map(|headers| limit_in_headers(headers, &key, sink));
    if limits.iter().next().is_none() {
        return usual.into_iter().collect();
    }
    let map = Path::ROOT.key("rate_limits");
    if own.rate_limit.is_some() {
        let message = "rate limits have two locations";
        let help = "add it to `rate_limits`: `requests: { remaining: { header: NAME } }`";
        refuse_second(message, help, &key, &map, sink);
    }
    let limits = limits.iter();
    limits
        .map(|(name, own)| limit(name, own, &map.key(name), sink))
        .collect()
}

fn limit_in_headers(own: &syntax::RateLimit, path: &Path<'_>, sink: &mut Sink<'_>) -> RateLimit {
    let reset = own.reset.as_ref().and_then(|reset| {
        let path = path.key("reset");
        let name = Some(&reset.name);
        let name = header(name, &path.key("name"), parse::header_of_seconds, sink);
        let unit = sink.word(&path.key("unit"), "unit", &reset.unit, &UNITS);
        Some(Wait::new(Source::Header(name?), unit?))
    });
    let mut count = |name: &Option<String>, key| {
        header(name.as_ref(), &path.key(key), parse::header, sink).map(Source::Header)
    };
    RateLimit {
        name: String::new(),
        limit: count(&own.limit, "limit"),
        remaining: count(&own.remaining, "remaining"),
        reset,
    }
}

fn limit(
    name: &str,
    own: &syntax::RateLimitSources,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> RateLimit {
    sink.parsed_key(path, Id::InvalidName, "name", parse::snake(name));
    if own.limit.is_none() && own.remaining.is_none() && own.reset.is_none() {
        let message = "a rate limit has at least one of `limit`, `remaining` and `reset`";
        sink.report_at_key(path, &Id::WrongShape.diagnostic(message, "none"));
    }
    let mut count = |source: &Option<syntax::Source>, key| {
        sources::one(source.as_ref()?, &path.key(key), false, sink)
    };
    let (limit, remaining) = (
        count(&own.limit, "limit"),
        count(&own.remaining, "remaining"),
    );
    let reset = own.reset.as_ref();
    RateLimit {
        name: name.to_owned(),
        limit,
        remaining,
        reset: reset.and_then(|reset| wait(reset, &path.key("reset"), sink)),
    }
}

/// Reports headers that the vendor's own locations replace.
fn refuse_second(
    message: &str,
    help: &str,
    unused: &Path<'_>,
    used: &Path<'_>,
    sink: &mut Sink<'_>,
) {
    let diagnostic = Id::RepeatedItem.diagnostic(message, "not used");
    let first = sink.label_of(used, Target::Key);
    let first = first.with_text("this applies");
    sink.report_at_key(unused, &diagnostic.help(help).related(first));
}

fn header(
    name: Option<&String>,
    path: &Path<'_>,
    parse: fn(&str) -> parse::Parsed<String>,
    sink: &mut Sink<'_>,
) -> Option<String> {
    name.and_then(|name| sink.parsed(path, Id::InvalidHeader, "header", parse(name)))
}

/// A vendor's own locations of waits, or else the header `retry_after`.
fn waits(
    own: &syntax::Headers,
    waits: &OneOrMany<syntax::Wait>,
    book: Option<&syntax::Headers>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Wait> {
    let key = path.key("retry_after");
    let name = own.retry_after.as_ref();
    let name = name.or(book.and_then(|book| book.retry_after.as_ref()));
    let usual = header(name, &key, parse::header_of_seconds, sink);
    if waits.items.is_empty() {
        let wait = |name| Wait::new(Source::Header(name), WaitUnit::RetryAfter);
        return usual.map(wait).into_iter().collect();
    }
    let list = Path::ROOT.key("retry_after");
    if own.retry_after.is_some() {
        let message = "the wait has two locations";
        let help = "add it to the list: `{ header: NAME }`";
        refuse_second(message, help, &key, &list, sink);
    }
    each(waits, &list, |own, path| wait(own, path, sink))
}

fn wait(own: &syntax::Wait, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<Wait> {
    let when = own.when.as_ref();
    let when = when.map(|when| conditions::condition(when, &path.key("when"), sink));
    let unit = match &own.unit {
        Some(unit) => sink.word(&path.key("unit"), "unit", unit, &WAIT_UNITS),
        None if own.header.is_some() => Some(WaitUnit::RetryAfter),
        None => {
            let diagnostic = DiagnosticBuilder::missing("unit");
            sink.report_at(
                path,
                &diagnostic.help("say what the number means: `unit: s`"),
            );
            None
        }
    };
    if let (None, Some(header)) = (&own.unit, &own.header) {
        let seconds = parse::header_of_seconds(header);
        sink.parsed(&path.key("header"), Id::InvalidHeader, "header", seconds);
    }
    let source = Keys::of_wait(own).lower(path, false, sink);
    Some(Wait {
        source: source?,
        unit: unit?,
        when: when.unwrap_or_default(),
        longest: own.longest,
    })
}
