//! Applies the fixes that are certain.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use faultbook_codegen::{Diagnostic, Diagnostics, Source};

use crate::files::Replacement;

/// A fix may reveal the next mistake, but a book that needs more rounds is going in circles.
const MOST_ROUNDS: usize = 16;

/// A fix that was applied.
pub(super) struct Applied {
    /// Like `spec/shop.yaml:12:5`.
    place: String,
    old: String,
    new: String,
}

impl fmt::Display for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fixed {}: {} → {}", self.place, self.old, self.new)
    }
}

/// Fixes the sources, and the files that they were read from.
pub(super) fn apply(sources: &mut [Source]) -> anyhow::Result<Vec<Applied>> {
    let before = sources.to_vec();
    let mut applied = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let round = fix_once(sources);
        if round.is_empty() {
            break;
        }
        applied.extend(round);
    }
    save(&before, sources)?;
    Ok(applied)
}

/// Fixes what can be seen now.
fn fix_once(sources: &mut [Source]) -> Vec<Applied> {
    let diagnostics = match faultbook_codegen::load(sources) {
        Ok(loaded) => loaded.warnings,
        Err(mistakes) => mistakes,
    };
    let fix = |source| fix_source(source, &diagnostics);
    sources.iter_mut().flat_map(fix).collect()
}

fn fix_source(source: &mut Source, diagnostics: &Diagnostics) -> Vec<Applied> {
    let edits = edits(source, diagnostics);
    let applied = edits.iter().map(|edit| edit.told(source)).collect();
    // From the end on, so that the bytes of what is still to come stay where they are.
    for edit in edits.iter().rev() {
        source.text.replace_range(edit.bytes.clone(), edit.new);
    }
    applied
}

/// A certain fix of a source.
struct Edit<'d> {
    diagnostic: &'d Diagnostic,
    bytes: Range<usize>,
    new: &'d str,
}

/// The certain fixes of a source in their order. Of those that overlap, only the first; the next round sees the others.
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
    /// The fix of a diagnostic, if there is one that is certain and changes just what the message names. In YAML of an
    /// unusual form, as `&anchor name`, the place is more than the name.
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

    fn told(&self, source: &Source) -> Applied {
        let Diagnostic { place, .. } = self.diagnostic;
        Applied {
            place: format!("{}:{}:{}", place.file, place.line, place.column),
            old: source.text[self.bytes.clone()].to_owned(),
            new: self.new.to_owned(),
        }
    }
}

/// Writes the files that changed, each as a whole or not at all, and none before all are ready to be put in place.
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
    fn what_somebody_else_changed_is_left_alone_and_so_is_the_rest() {
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
