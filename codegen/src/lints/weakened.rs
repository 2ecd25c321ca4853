//! Outcomes and conditions that may hide an inherited failure.

use super::Linter;
use crate::diagnostics::{Id, Path, Target};
use crate::model::{Book, Outcome};
use crate::syntax::{Fields, Operation, Vendor};

/// Reports the condition of all successes if it replaces an inherited one: whether it is weaker cannot be decided in
/// general.
pub(super) fn success(linter: &mut Linter<'_>) {
    replaced(&Path::ROOT.key("success"), linter);
}

/// Reports the same of an operation. It may also replace what holds for all operations.
pub(super) fn success_of(
    (vendor, name, own): (&Vendor, &str, &Operation),
    path: &Path<'_>,
    linter: &mut Linter<'_>,
) {
    if own.success.is_none() {
        return;
    }
    let everywhere = Path::ROOT.key("success");
    let is_inherited =
        vendor.success.is_some() && linter.sink.part_of(&everywhere, Target::Key) != 0;
    let may_be_called = name == "request" || linter.sink.part_of(path, Target::Key) != 0;
    let path = path.key("success");
    if is_inherited && may_be_called && linter.sink.part_of(&path, Target::Key) == 0 {
        report_success(&path, linter);
    } else {
        replaced(&path, linter);
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
pub(super) fn fields(fields: &Fields<'_>, book: &Book, path: &Path<'_>, linter: &mut Linter<'_>) {
    if !linter.extends() {
        return;
    }
    let succeeds = |name: &&str| {
        let mut classes = book.classes.iter();
        classes.any(|class| class.name == *name && class.outcome == Outcome::Success)
    };
    let by_outcome = fields.outcome.filter(|word| *word != "failure");
    let by_class = fields.class.filter(succeeds);
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
