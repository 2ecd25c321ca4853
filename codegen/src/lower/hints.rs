//! Hints: the locations of waits and rate limits.

use super::sources::Keys;
use super::{conditions, for_each};
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Sink, Target};
use crate::model::{Hints, Source, Wait, WaitUnit};
use crate::parse;
use crate::syntax::{self, OneOrMany};

/// The default of `max_wait`.
const MAX_WAIT_MS: u32 = 3_600_000;

/// The unit of a reset: whether it is relative to the epoch.
const UNITS: [(&str, bool); 2] = [("epoch", true), ("seconds", false)];

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

/// A file's own headers and waits, or else the headers of the book, which are checked in their own file.
pub(crate) fn lower(
    own: &syntax::Headers,
    waits_of_vendor: &OneOrMany<syntax::Wait>,
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
    let mut hints = Hints {
        waits: waits(own, waits_of_vendor, book, path, sink),
        max_wait_ms: max_wait.unwrap_or(MAX_WAIT_MS),
        ..Hints::default()
    };
    let limits = own.rate_limit.as_ref();
    if let Some(limits) = limits.or(book.and_then(|book| book.rate_limit.as_ref())) {
        add_limits(&mut hints, limits, &path.key("rate_limit"), sink);
    }
    hints
}

fn add_limits(hints: &mut Hints, limits: &syntax::RateLimit, path: &Path<'_>, sink: &mut Sink<'_>) {
    hints.limit = header(
        limits.limit.as_ref(),
        &path.key("limit"),
        parse::header,
        sink,
    );
    hints.remaining = header(
        limits.remaining.as_ref(),
        &path.key("remaining"),
        parse::header,
        sink,
    );
    if let Some(reset) = &limits.reset {
        let path = path.key("reset");
        let name = Some(&reset.name);
        hints.reset = header(name, &path.key("name"), parse::header_of_seconds, sink);
        let is_epoch = sink.word(&path.key("unit"), "unit", &reset.unit, &UNITS);
        hints.reset_is_epoch = is_epoch.unwrap_or(false);
    }
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
        let wait = |name| Wait {
            source: Source::Header(name),
            unit: WaitUnit::RetryAfter,
            when: Vec::new(),
        };
        return usual.map(wait).into_iter().collect();
    }
    let list = Path::ROOT.key("retry_after");
    if own.retry_after.is_some() {
        let message = "the wait has two locations";
        let diagnostic = DiagnosticBuilder::new(Id::RepeatedItem, message, "not used");
        let diagnostic = diagnostic.help("add it to the list: `{ header: NAME }`");
        let first = sink.label_of(&list, Target::Key);
        let first = first.with_text("this list applies");
        sink.report_at_key_with(&key, first, &diagnostic);
    }
    let mut lowered = Vec::new();
    for_each(waits, &list, |own, path| {
        lowered.extend(wait(own, path, sink));
    });
    lowered
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
    })
}
