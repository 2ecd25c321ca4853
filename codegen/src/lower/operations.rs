//! Operations.

use std::collections::BTreeMap;

use super::remarks::{self, written};
use super::scope::{Parts, Scope};
use super::{conditions, fields, for_each, formats};
use crate::diagnostics::{Id, Mistake, Path, Sink};
use crate::model::{Format, Operation};
use crate::syntax;

/// `formats` are those of an operation without any of its own.
pub(super) fn lower(
    parts: &Parts<'_>,
    scope: &Scope<'_>,
    formats: &[Format],
    sink: &mut Sink<'_>,
) -> Vec<Operation> {
    let path = Path::ROOT.key("operations");
    let mut idents = BTreeMap::new();
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
        operation.formats = formats::lower(format, formats, &own_path.key("format"), sink);
        let first = *idents.entry(operation.ident.clone()).or_insert(*name);
        if first != *name && !operation.ident.is_empty() {
            let message = format!("two operations become `{}`", operation.ident);
            if parts.operations.iter().any(|(known, _)| *known == first) {
                let mistake = Mistake::new(Id::NameClash, message, "the second one");
                let mistake = mistake.help("rename one of them");
                sink.clash(&own_path, &path.key(first), &mistake);
            } else {
                let label = "every vendor has an operation `request`";
                let mistake = Mistake::new(Id::NameClash, message, label).help("rename this one");
                sink.at_key(&own_path, &mistake);
            }
        }
        lowered.push(operation);
    }
    lowered
}

fn operation(
    name: &str,
    own: Option<&syntax::Operation>,
    scope: &Scope<'_>,
    path: &Path<'_>,
    sink: &mut Sink<'_>,
) -> Operation {
    let ident = sink.snake_key(path, name);
    let all = || (0..scope.domains.len()).collect();
    let Some(own) = own else {
        let summary = "Any call that is not listed".to_owned();
        return Operation {
            name: name.to_owned(),
            ident,
            summary,
            domains: all(),
            ..Operation::default()
        };
    };
    let mut domains = own.domains.is_none().then(all).unwrap_or_default();
    if let Some(names) = &own.domains {
        for_each(names, &path.key("domains"), |name, path| {
            domains.extend(sink.find(path, "domain", &name.0, &scope.domains));
        });
    }
    let success = own
        .success
        .as_ref()
        .map(|when| conditions::success(when, &path.key("success"), sink));
    Operation {
        name: name.to_owned(),
        ident,
        summary: remarks::text(own.summary.as_ref()),
        endpoint: own.endpoint.clone(),
        remarks: remarks::lower(&written!(own), path, sink),
        domains,
        formats: Vec::new(),
        success: success.unwrap_or_default(),
        idempotent: own.idempotent,
        failure_reason: own.failure_reason.clone(),
        rules: fields::texts(&own.rules),
        plans: Vec::new(),
    }
}
