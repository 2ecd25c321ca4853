//! Outcomes and conditions that may hide an inherited failure.

use super::{Linter, for_each_fields};
use crate::diagnostics::{Id, Path, Target};
use crate::model::{Book, Outcome};
use crate::syntax::{self, Fields};

pub(super) fn run(syntax: &syntax::Vendor, book: &Book, linter: &mut Linter<'_>) {
    if linter.sink.source.bases().is_empty() {
        return;
    }
    let succeeds = |name: &str| {
        let mut classes = book.classes.iter();
        classes.any(|class| class.name == name && class.outcome == Outcome::Success)
    };
    for_each_fields(syntax, linter, |fields, path, linter| {
        check(fields, &succeeds, path, linter);
    });
    successes(syntax, linter);
}

/// Reports conditions of successes that replace inherited ones: whether they are weaker cannot be decided in general.
fn successes(syntax: &syntax::Vendor, linter: &mut Linter<'_>) {
    let everywhere = Path::ROOT.key("success");
    replaced(&everywhere, linter);
    let is_inherited =
        syntax.success.is_some() && linter.sink.part_of(&everywhere, Target::Key) != 0;
    let operations = Path::ROOT.key("operations");
    for (name, operation) in syntax.operations.iter().filter(|it| it.1.success.is_some()) {
        let path = operations.key(name);
        let may_be_called = name == "request" || linter.sink.part_of(&path, Target::Key) != 0;
        let path = path.key("success");
        linter.within(&operation.allow, |linter| {
            if is_inherited && may_be_called && linter.sink.part_of(&path, Target::Key) == 0 {
                report_success(&path, linter);
            } else {
                replaced(&path, linter);
            }
        });
    }
}

/// Reports a value of this file under an inherited key.
fn replaced(path: &Path<'_>, linter: &mut Linter<'_>) {
    let [key, value] = [Target::Key, Target::Value].map(|target| linter.sink.part_of(path, target));
    if key != 0 && value == 0 {
        report_success(path, linter);
    }
}

fn report_success(path: &Path<'_>, linter: &mut Linter<'_>) {
    let message = "`success` may hide a failure that this file inherits";
    let label = "replaces the inherited condition";
    linter.report_at(path, Id::Weakened.diagnostic(message, label));
}

/// Reports an outcome that is not a failure, unless it is inherited.
fn check(
    fields: &Fields<'_>,
    succeeds: &impl Fn(&str) -> bool,
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    let by_outcome = fields.outcome.filter(|word| *word != "failure");
    let by_class = fields.class.filter(|name| succeeds(name));
    let by_class = by_class.filter(|_| fields.outcome.is_none());
    for (key, word) in [("outcome", by_outcome), ("class", by_class)] {
        let (Some(word), path) = (word, path.key(key)) else {
            continue;
        };
        if linter.sink.part_of(&path, Target::Value) == 0 {
            let message = format!("`{key}: {word}` may hide a failure that this file inherits");
            let label = "not a failure";
            let diagnostic = Id::Weakened.diagnostic(message, label);
            linter.report_at(&path, diagnostic);
        }
    }
}
