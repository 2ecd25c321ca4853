//! What was read, as build systems read it.

use std::path::Path;

use anyhow::bail;

use crate::files;

/// Writes a rule of a makefile: what a target depends on.
pub(super) fn write(file: &Path, target: &Path, read: &[&Path]) -> anyhow::Result<()> {
    files::write(file, rule(target, read)?)
}

fn rule(target: &Path, read: &[&Path]) -> anyhow::Result<String> {
    let mut rule = escaped(target)? + ":";
    for path in read {
        rule += " \\\n  ";
        rule += &escaped(path)?;
    }
    Ok(rule + "\n")
}

/// A path in the habits of GCC, which Ninja and Buck2 follow: a backslash is doubled before a space alone.
fn escaped(path: &Path) -> anyhow::Result<String> {
    let holdable = |name: &&str| !name.contains(['\r', '\n', '\t']) && !name.ends_with('\\');
    let Some(name) = path.to_str().filter(holdable) else {
        bail!("`{}` cannot be named in a depfile", path.display());
    };
    let mut escaped = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        match c {
            ' ' => {
                let before = name[..at].trim_end_matches('\\').len();
                escaped += &"\\".repeat(at - before + 1);
            }
            '#' => escaped.push('\\'),
            '$' => escaped.push('$'),
            _ => {}
        }
        escaped.push(c);
    }
    Ok(escaped)
}
