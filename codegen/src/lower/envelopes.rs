//! Envelopes: where in a response the code and other values are.

use std::collections::BTreeMap;

use super::{each, entries, sources};
use crate::diagnostics::{Id, Path, Sink};
use crate::jsonpath;
use crate::model::{Details, Each, Envelope, Shape, Source};
use crate::parse;
use crate::syntax::{self, OneOrMany, Word};

/// An envelope, which inherits keys from the outer one.
pub(crate) fn lower(
    own: &syntax::Envelope,
    inherited: &Envelope,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Envelope {
    let mut sources =
        |key: &str, own: &Option<OneOrMany<syntax::Source>>, inherited: &[Source]| match own {
            Some(own) => sources::lower(own, &path.key(key), key == "code", sink),
            None => inherited.to_vec(),
        };
    Envelope {
        status: sources("status", &own.status, &[]),
        code: sources("code", &own.code, &inherited.code),
        category: sources("category", &own.category, &inherited.category),
        message: sources("message", &own.message, &inherited.message),
        trace_id: sources("trace_id", &own.trace_id, &inherited.trace_id),
        timestamp: sources("timestamp", &own.timestamp, &inherited.timestamp),
        details: match &own.details {
            Some(own) => Some(details(own, &path.key("details"), sink)),
            None => inherited.details.clone(),
        },
        errors: match &own.errors {
            Some(own) => errors(own, &path.key("errors"), sink),
            None => inherited.errors.clone(),
        },
        fields: match &own.fields {
            Some(own) => fields(own, &path.key("fields"), sink),
            None => inherited.fields.clone(),
        },
    }
}

fn errors(own: &OneOrMany<Word>, path: &Path<'_>, sink: &mut Sink<'_>) -> Vec<Each> {
    each(own, path, |word, path| {
        let list = jsonpath::list(&word.0);
        sink.parsed(path, Id::InvalidPointer, "JSONPath", list)
    })
}

fn details(own: &syntax::Details, path: &Path<'_>, sink: &mut Sink<'_>) -> Details {
    let shape = shape(own, path, sink);
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
        shape,
        field: pointer("field", own.field.as_deref().unwrap_or("/field")),
        message: pointer("message", own.message.as_deref().unwrap_or("/message")),
        code: pointer("code", own.code.as_deref().unwrap_or("")),
    }
}

/// What the details are in: a list, unless the book says otherwise.
fn shape(own: &syntax::Details, path: &Path<'_>, sink: &mut Sink<'_>) -> Shape {
    let is_tree = own.tree || own.leaf.is_some();
    if own.map && is_tree {
        let message = "details are in a map or in a tree";
        let diagnostic = Id::WrongShape.diagnostic(message, "both");
        sink.report_at_key(&path.key("map"), &diagnostic);
    }
    if is_tree {
        let leaf = own.leaf.as_ref().map(|leaf| leaf.0.clone());
        Shape::Tree {
            leaf: leaf.unwrap_or_default(),
        }
    } else if own.map {
        Shape::Map
    } else {
        Shape::List
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
        fields.insert(name.to_owned(), sources::lower(own, &path, false, sink));
    }
    fields
}
