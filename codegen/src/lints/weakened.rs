//! Outcomes that may hide an inherited failure.

use super::{Linter, for_each_layer};
use crate::diagnostics::{DiagnosticBuilder, Id, Path};
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
    for_each_layer(syntax, linter, |fields, rules, path, linter| {
        check(fields, &succeeds, path, linter);
        let rules_path = path.key("rules");
        for (at, rule) in rules.iter().enumerate() {
            check(&rule.fields(), &succeeds, &rules_path.index(at), linter);
        }
    });
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
        if linter.sink.part_of(&path) == 0 {
            let message = format!("`{key}: {word}` may hide a failure that this file inherits");
            let label = "not a failure";
            let diagnostic = DiagnosticBuilder::new(Id::Weakened, message, label);
            linter.report_at(&path, diagnostic);
        }
    }
}
