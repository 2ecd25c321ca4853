//! Sources: the locations of values in a response.

use super::each;
use crate::diagnostics::{Id, Path, Sink};
use crate::jsonpath;
use crate::model::{Pattern, Source};
use crate::parse;
use crate::syntax::{self, OneOrMany, SourceMap, Word};

/// A list of sources. `text`, the whole body, can only be a code.
pub(super) fn lower(
    own: &OneOrMany<syntax::Source>,
    path: &Path<'_>,
    may_be_text: bool,
    sink: &mut Sink<'_>,
) -> Vec<Source> {
    each(own, path, |source, path| {
        one(source, path, may_be_text, sink)
    })
}

pub(super) fn one(
    own: &syntax::Source,
    path: &Path<'_>,
    may_be_text: bool,
    sink: &mut Sink<'_>,
) -> Option<Source> {
    match own {
        syntax::Source::Place(text) => place(text, path, may_be_text, sink),
        syntax::Source::Map(own) => Keys::of(own).lower(path, may_be_text, sink),
    }
}

fn place(text: &str, path: &Path<'_>, may_be_text: bool, sink: &mut Sink<'_>) -> Option<Source> {
    if text == "text" && may_be_text {
        return Some(Source::Token);
    }
    if text.starts_with('$') {
        return sink.parsed(path, Id::InvalidPointer, "JSONPath", jsonpath::source(text));
    }
    let pointer = parse::pointer(text);
    let pointer = sink.parsed(path, Id::InvalidPointer, "JSON Pointer", pointer);
    pointer.map(Source::Pointer)
}

/// The keys of a location, on its own or with the unit of a wait.
pub(super) struct Keys<'s> {
    at: Option<&'s str>,
    header: Option<&'s str>,
    param: Option<&'s str>,
    pattern: &'s OneOrMany<Word>,
}

impl<'s> Keys<'s> {
    fn of(own: &'s SourceMap) -> Self {
        Self {
            at: own.at.as_deref(),
            header: own.header.as_deref(),
            param: own.param.as_deref(),
            pattern: &own.pattern,
        }
    }

    pub(super) fn of_wait(own: &'s syntax::Wait) -> Self {
        Self {
            at: own.at.as_deref(),
            header: own.header.as_deref(),
            param: own.param.as_deref(),
            pattern: &own.pattern,
        }
    }

    pub(super) fn lower(
        &self,
        path: &Path<'_>,
        may_be_text: bool,
        sink: &mut Sink<'_>,
    ) -> Option<Source> {
        let source = match (self.at, self.header) {
            (Some(at), None) => {
                self.refuse_param(path, sink);
                place(at, &path.key("at"), may_be_text, sink)?
            }
            (None, Some(header)) => self.in_header(header, path, sink)?,
            _ => {
                let message = "a location has either `at` or `header`";
                let label = if self.at.is_some() { "both" } else { "neither" };
                sink.report_at(path, &Id::WrongShape.diagnostic(message, label));
                return None;
            }
        };
        let patterns = patterns(self.pattern, &path.key("pattern"), sink);
        Some(if patterns.is_empty() {
            source
        } else {
            let source = Box::new(source);
            Source::Captured { source, patterns }
        })
    }

    fn in_header(&self, name: &str, path: &Path<'_>, sink: &mut Sink<'_>) -> Option<Source> {
        let key = path.key("header");
        let header = sink.parsed(&key, Id::InvalidHeader, "header", parse::header(name))?;
        let Some(param) = self.param else {
            return Some(Source::Header(header));
        };
        let param = parse::header(param);
        let param = param.map_err(|_| parse::ParseError::from("a name is like that of a header"));
        let name = sink.parsed(&path.key("param"), Id::InvalidHeader, "parameter", param)?;
        Some(Source::Parameter { header, name })
    }

    fn refuse_param(&self, path: &Path<'_>, sink: &mut Sink<'_>) {
        if self.param.is_some() {
            let message = "`param` without `header`";
            let diagnostic = Id::WrongShape.diagnostic(message, "only headers have parameters");
            sink.report_at_key(&path.key("param"), &diagnostic);
        }
    }
}

fn patterns(words: &OneOrMany<Word>, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<Pattern> {
    each(words, path, |word, path| {
        let pattern = parse::part_pattern(&word.0);
        sink.parsed(path, Id::InvalidPattern, "pattern", pattern)
    })
}
