//! Dependency files for build systems.

use std::path::Path;

use anyhow::bail;

use crate::files;

/// Writes a makefile rule with the dependencies of a target.
pub(super) fn write(file: &Path, target: &Path, dependencies: &[&Path]) -> anyhow::Result<()> {
    files::write(file, rule(target, dependencies)?)
}

fn rule(target: &Path, dependencies: &[&Path]) -> anyhow::Result<String> {
    let mut rule = escaped(target)? + ":";
    for path in dependencies {
        rule += " \\\n  ";
        rule += &escaped(path)?;
    }
    Ok(rule + "\n")
}

/// Escapes a path as GCC does, which Ninja and Buck2 follow: backslashes are doubled only before a space.
fn escaped(path: &Path) -> anyhow::Result<String> {
    let is_representable =
        |name: &&str| !name.contains(['\r', '\n', '\t']) && !name.ends_with('\\');
    let Some(name) = path.to_str().filter(is_representable) else {
        bail!("a depfile cannot contain the path `{}`", path.display());
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
