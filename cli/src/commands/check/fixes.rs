//! Applies fixes that have no alternative.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use faultbook_codegen::{Diagnostic, Diagnostics, Source};

use crate::files::Replacement;

/// A fix may reveal another error. A book that needs more rounds is fixed back and forth.
const MAX_ROUNDS: usize = 16;

/// A fix that was applied.
pub(super) struct Applied {
    /// Such as `spec/shop.yaml:12:5`.
    location: String,
    old: String,
    new: String,
}

impl fmt::Display for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fixed {}: {} → {}", self.location, self.old, self.new)
    }
}

/// Fixes the sources and the files that they were read from.
pub(super) fn apply(sources: &mut [Source]) -> anyhow::Result<Vec<Applied>> {
    let before = sources.to_vec();
    let mut applied = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let round = fix_once(sources);
        if round.is_empty() {
            break;
        }
        applied.extend(round);
    }
    save(&before, sources)?;
    Ok(applied)
}

/// Applies the fixes of the current diagnostics.
fn fix_once(sources: &mut [Source]) -> Vec<Applied> {
    let diagnostics = match faultbook_codegen::load(sources) {
        Ok(loaded) => loaded.warnings,
        Err(diagnostics) => diagnostics,
    };
    // The files of packages are not the user's.
    let own = sources
        .iter_mut()
        .filter(|source| source.package().is_none());
    own.flat_map(|source| fix_source(source, &diagnostics))
        .collect()
}

fn fix_source(source: &mut Source, diagnostics: &Diagnostics) -> Vec<Applied> {
    let edits = edits(source, diagnostics);
    let applied = edits.iter().map(|edit| edit.applied(source)).collect();
    // In reverse order, so that the offsets of the remaining edits stay valid.
    for edit in edits.iter().rev() {
        source.text.replace_range(edit.bytes.clone(), edit.new);
    }
    applied
}

/// An edit of a source.
struct Edit<'d> {
    diagnostic: &'d Diagnostic,
    bytes: Range<usize>,
    new: &'d str,
}

/// The edits of a source in order. Of overlapping ones, only the first is returned; the next round finds the others.
fn edits<'d>(source: &Source, diagnostics: &'d Diagnostics) -> Vec<Edit<'d>> {
    let of_source = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.file() == source.path);
    let mut edits: Vec<Edit<'d>> = of_source
        .filter_map(|diagnostic| Edit::of(diagnostic, source))
        .collect();
    edits.sort_by_key(|edit| edit.bytes.start);
    let mut end = 0;
    edits.retain(|edit| {
        let follows = edit.bytes.start >= end;
        if follows {
            end = edit.bytes.end;
        }
        follows
    });
    edits
}

impl<'d> Edit<'d> {
    /// The fix of a diagnostic, if it has no alternative and replaces exactly what the message names. With unusual
    /// YAML, such as `&anchor name`, the location includes more than the name.
    fn of(diagnostic: &'d Diagnostic, source: &Source) -> Option<Self> {
        let fix = diagnostic.fix.as_ref().filter(|fix| fix.certain)?;
        let old = source.text.get(fix.bytes.clone())?;
        let is_named = diagnostic.message.contains(&format!("`{old}`"));
        (is_named && old != fix.replacement).then(|| Self {
            diagnostic,
            bytes: fix.bytes.clone(),
            new: &fix.replacement,
        })
    }

    fn applied(&self, source: &Source) -> Applied {
        let Diagnostic { label, .. } = self.diagnostic;
        Applied {
            location: format!("{}:{}:{}", label.file, label.line, label.column),
            old: source.text[self.bytes.clone()].to_owned(),
            new: self.new.to_owned(),
        }
    }
}

/// Writes the changed files. Each is replaced atomically, and none before all are ready.
fn save(before: &[Source], after: &[Source]) -> anyhow::Result<()> {
    let changed = before
        .iter()
        .zip(after)
        .filter(|(before, after)| before.text != after.text);
    let ready: Vec<Replacement> = changed
        .map(|(before, after)| Replacement::new(Path::new(&before.path), &before.text, &after.text))
        .collect::<Result<_, _>>()?;
    ready.into_iter().try_for_each(Replacement::put_in_place)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use faultbook_codegen::Source;

    use super::save;

    #[test]
    fn nothing_is_written_if_a_file_was_changed_in_the_meantime() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        fs::write(&one, "old").expect("a file");
        fs::write(&other, "edited").expect("a file");
        let sources =
            |text: &str| [&one, &other].map(|path| Source::new(path.to_string_lossy(), text));
        let error = save(&sources("old"), &sources("new")).expect_err("a change in between");
        assert!(
            error.to_string().contains("was changed in the meantime"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&one).expect("a file"), "old");
        assert_eq!(fs::read_to_string(&other).expect("a file"), "edited");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }
}
