//! Operations.

use std::collections::HashMap;

use super::remarks;
use super::scope::{Parts, Scope};
use super::{conditions, each, formats};
use crate::diagnostics::{Id, Path, Sink};
use crate::model::{Condition, Format, Operation};
use crate::syntax;

/// What operations inherit from their vendor.
pub(super) struct Inherited {
    pub(super) formats: Vec<Format>,
    pub(super) success: Condition,
}

pub(super) fn lower(
    parts: &Parts<'_>,
    scope: &Scope<'_>,
    inherited: &Inherited,
    sink: &mut Sink<'_>,
) -> Vec<Operation> {
    let path = Path::ROOT.key("operations");
    let mut idents = HashMap::new();
    let mut lowered = Vec::new();
    for name in &scope.operations {
        let own_path = path.key(name);
        let own = parts
            .operations
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, own)| *own);
        let mut operation = operation(name, own, scope, &own_path, sink);
        let format = own.and_then(|own| own.format.as_ref());
        let format_path = own_path.key("format");
        operation.formats = formats::lower(format, &inherited.formats, &format_path, sink);
        if own.is_none_or(|own| own.success.is_none()) {
            operation.success.clone_from(&inherited.success);
        }
        let first = *idents.entry(operation.ident.clone()).or_insert(*name);
        if first != *name && !operation.ident.is_empty() {
            let is_listed = parts.operations.iter().any(|(known, _)| *known == first);
            let first = is_listed.then(|| path.key(first));
            report_clash(&operation.ident, &own_path, first, sink);
        }
        lowered.push(operation);
    }
    lowered
}

/// Reports an operation that has the same identifier as another one, which is in the file or is the implicit `request`.
fn report_clash(ident: &str, path: &Path<'_>, first: Option<Path<'_>>, sink: &mut Sink<'_>) {
    let message = format!("two operations become `{ident}`");
    if let Some(first) = first {
        let diagnostic = Id::NameClash.diagnostic(message, "the second one");
        sink.report_clash(path, &first, diagnostic.help("rename one of them"));
    } else {
        let label = "every vendor has an operation `request`";
        let diagnostic = Id::NameClash.diagnostic(message, label);
        sink.report_at_key(path, &diagnostic.help("rename this one"));
    }
}

fn operation(
    name: &str,
    own: Option<&syntax::Operation>,
    scope: &Scope<'_>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Operation {
    let ident = sink.snake_key(path, name);
    let name = name.to_owned();
    let Some(own) = own else {
        return Operation {
            name,
            ident,
            summary: "Any call that is not listed".to_owned(),
            domains: (0..scope.domains.len()).collect(),
            ..Operation::default()
        };
    };
    let success = own.success.as_ref();
    let success = success.map(|when| conditions::success(when, &path.key("success"), sink));
    Operation {
        name,
        ident,
        summary: remarks::text(own.summary.as_ref()),
        endpoint: own.endpoint.clone(),
        remarks: remarks::lower(&own.remarks(), path, sink),
        domains: domains(own, scope, path, sink),
        formats: Vec::new(),
        success: success.unwrap_or_default(),
        idempotent: own.idempotent,
        failure_reason: own.failure_reason.clone(),
        rules: Vec::new(),
        plans: [].into(),
    }
}

/// The domains of an operation; all of them if it lists none.
fn domains(
    own: &syntax::Operation,
    scope: &Scope<'_>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Vec<usize> {
    let Some(names) = &own.domains else {
        return (0..scope.domains.len()).collect();
    };
    each(names, &path.key("domains"), |name, path| {
        sink.find(path, "domain", &name.0, &scope.domains)
    })
}
