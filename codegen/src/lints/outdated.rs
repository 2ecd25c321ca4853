//! Entries for codes that the extended file has changed since.

use super::Linter;
use super::walk::Code;
use crate::diagnostics::{Id, Path, Target};

/// Reports a code of the file's own that the other file now has as well.
pub(super) fn code(code: &Code<'_>, path: &Path<'_>, linter: &mut Linter<'_>) {
    let summary = path.key("summary");
    let is_inherited = linter.sink.part_of(path, Target::Key) != 0;
    if code.own.summary.is_empty()
        || !is_inherited
        || linter.sink.part_of(&summary, Target::Value) != 0
    {
        return;
    }
    let label = "says what the code is, as if it were new";
    let message = "a code with its own summary is also inherited";
    let diagnostic = Id::OutdatedEntry.diagnostic(message, label);
    let diagnostic = diagnostic.help("remove what the inherited code says as well or better");
    if let Some(diagnostic) = linter.levelled(diagnostic) {
        let first = linter.sink.label_of(path, Target::Key);
        let first = first.with_text("inherited from here");
        linter.sink.report_at(&summary, &diagnostic.related(first));
    }
}

/// Reports codes that the other file has under a new name.
pub(super) fn renamed(linter: &mut Linter<'_>) {
    if !linter.extends() {
        return;
    }
    let Ok(tree) = linter.sink.tree() else {
        return;
    };
    for (own, inherited) in tree.renamed() {
        let (old, new) = (tree.text(*own), tree.text(*inherited));
        let message = format!("the code `{old}` is now called `{new}`");
        let diagnostic = Id::OutdatedEntry.diagnostic(message, "the old name");
        let diagnostic = diagnostic.perhaps(old.to_owned(), new.to_owned());
        if let Some(diagnostic) = linter.levelled(diagnostic) {
            let first = linter.sink.label(tree.bytes(*inherited), "the new one");
            let diagnostic = diagnostic.related(first);
            linter.sink.report_at_bytes(tree.bytes(*own), &diagnostic);
        }
    }
}
