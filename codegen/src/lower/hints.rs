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

/// The headers with waits and rate limits: a file's own, or else those of the book, which are checked in their own
/// file.
pub(crate) fn lower(
    own: &syntax::Headers,
    waits_of_vendor: &OneOrMany<syntax::Wait>,
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
    let waits = waits(own, waits_of_vendor, book, path, sink);
    let mut parsed =
        |path: Path<'_>, name: Option<&String>, parse: fn(&str) -> parse::Parsed<String>| {
            name.and_then(|name| sink.parsed(&path, Id::InvalidHeader, "header", parse(name)))
        };
    Hints {
        waits,
        limit: parsed(
            limits_path.key("limit"),
            rate_limit.and_then(|limits| limits.limit.as_ref()),
            parse::header,
        ),
        remaining: parsed(
            limits_path.key("remaining"),
            rate_limit.and_then(|limits| limits.remaining.as_ref()),
            parse::header,
        ),
        reset: parsed(
            reset_path.key("name"),
            reset.map(|reset| &reset.name),
            parse::header_of_seconds,
        ),
        reset_is_epoch: reset.is_some_and(|reset| {
            sink.word(&reset_path.key("unit"), "unit", &reset.unit, &UNITS)
                .unwrap_or(false)
        }),
        max_wait_ms: max_wait.unwrap_or(MAX_WAIT_MS),
    }
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
    let header = own.retry_after.as_ref();
    let header = header.or(book.and_then(|book| book.retry_after.as_ref()));
    let header = header.and_then(|name| {
        sink.parsed(
            &key,
            Id::InvalidHeader,
            "header",
            parse::header_of_seconds(name),
        )
    });
    if waits.items.is_empty() {
        let wait = |name| Wait {
            source: Source::Header(name),
            unit: WaitUnit::RetryAfter,
            when: Vec::new(),
        };
        return header.map(wait).into_iter().collect();
    }
    let list = Path::ROOT.key("retry_after");
    if own.retry_after.is_some() {
        let diagnostic =
            DiagnosticBuilder::new(Id::RepeatedItem, "the wait has two locations", "not used");
        let diagnostic = diagnostic.help("add it to the list: `{ header: NAME }`");
        let first = sink
            .label_of(&list, Target::Key)
            .with_text("this list applies");
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
