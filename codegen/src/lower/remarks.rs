//! Remarks: prose, advice, notes, limits, sources.

use crate::diagnostics::{Id, Path, Sink};
use crate::model::{Limit, Remarks};
use crate::syntax::{self, OneOrMany, Word};

pub(crate) fn lower(
    written: &syntax::Remarks<'_>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Remarks {
    let limits_path = path.key("limits");
    let limits = written.limits.iter().enumerate();
    Remarks {
        description: text(written.description),
        advice: texts(written.advice),
        notes: texts(written.note),
        limits: limits
            .filter_map(|(at, own)| limit(own, &limits_path.index(at), sink))
            .collect(),
        source: written.source.cloned(),
    }
}

fn limit(own: &syntax::Limit, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<Limit> {
    const KINDS: [&str; 3] = ["burst", "sustained", "quota"];
    sink.find(&path.key("kind"), "kind of limit", &own.kind, &KINDS);
    if own.rate.is_none() && own.amount.is_none() && own.kind.is_empty() {
        // The missing kind has been reported, and there is nothing else.
        return None;
    }
    let ((Some(amount), None) | (None, Some(amount))) = (&own.rate, &own.amount) else {
        sink.report_at(
            path,
            &Id::LimitShape.diagnostic(
                "a limit has either a `rate` or an `amount`",
                "exactly one of them",
            ),
        );
        return None;
    };
    let (note, source) = (own.note.clone(), own.source.clone());
    Some(Limit {
        amount: amount.clone(),
        kind: own.kind.clone(),
        note,
        source,
    })
}

pub(crate) fn text(text: Option<&String>) -> String {
    text.map(|text| text.trim().to_owned()).unwrap_or_default()
}

fn texts(words: &OneOrMany<Word>) -> Vec<String> {
    words
        .items
        .iter()
        .map(|word| word.0.trim().to_owned())
        .collect()
}
