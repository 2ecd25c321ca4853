//! Books in a git repository, read by `git` and never checked out.

use std::io::ErrorKind;
use std::process::{Command, Stdio};

use anyhow::{Context, anyhow, bail};
use faultbook_codegen::Source;

use super::edition::only;

/// Where a book is, if a revision names no place: seen from the working directory.
const DEFAULT_PATH: &str = "./spec";

/// A file as git lists it.
struct Listed {
    object: String,
    name: String,
}

/// The files of the book at `revision`, `revision:folder` or `revision:file`.
pub(super) fn sources(name: &str) -> anyhow::Result<Vec<Source>> {
    let (revision, path) = name.split_once(':').unwrap_or((name, DEFAULT_PATH));
    check(name, revision)?;
    let path = match path.trim_end_matches('/') {
        // Without the slash, it is the name of a file to git.
        "." => "./",
        path => path,
    };
    match git(&["cat-file", "-t", &format!("{revision}:{path}")]).as_deref() {
        Ok(b"tree\n") => folder(revision, path),
        Ok(b"blob\n") => file(revision, path),
        _ => bail!(
            "`{revision}` has no folder `{path}`; name the book's, as in `{revision}:path/to/spec`"
        ),
    }
}

/// Whether git knows a revision, and if not, why.
fn check(name: &str, revision: &str) -> anyhow::Result<()> {
    git(&["rev-parse", "--git-dir"])
        .with_context(|| format!("`{name}` is no folder or file, and no git revision"))?;
    let tree = format!("{revision}^{{tree}}");
    let known = git(&[
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &tree,
    ]);
    if revision.is_empty() || known.is_err() {
        bail!("`{name}` is no folder or file, and git knows no revision `{revision}`");
    }
    Ok(())
}

/// The YAML files of a folder.
fn folder(revision: &str, path: &str) -> anyhow::Result<Vec<Source>> {
    let place = format!("{revision}:{path}");
    let listing = git(&["ls-tree", "--full-tree", "-z", "--end-of-options", &place])?;
    let files: Vec<Listed> = listing
        .split(|byte| *byte == 0)
        .filter_map(listed)
        .collect();
    if files.is_empty() {
        bail!("`{place}` has no YAML file, so there is no book");
    }
    let separator = if place.ends_with([':', '/']) { "" } else { "/" };
    let source = |file: Listed| {
        let bytes = git(&["cat-file", "blob", &file.object])?;
        Ok(Source::of_bytes(
            format!("{place}{separator}{}", file.name),
            bytes,
        ))
    };
    files.into_iter().map(source).collect()
}

/// One file of a folder, and what it needs of the others.
fn file(revision: &str, path: &str) -> anyhow::Result<Vec<Source>> {
    let (around, name) = path.rsplit_once('/').unwrap_or(("", path));
    let sources = only(folder(revision, around)?, name);
    if sources.is_empty() {
        bail!("`{revision}:{path}` is no file of a book: its name ends in `.yaml`");
    }
    Ok(sources)
}

/// A regular file of YAML, from a line like `100644 blob <object>\t<name>`.
fn listed(line: &[u8]) -> Option<Listed> {
    let line = String::from_utf8_lossy(line);
    let (attributes, name) = line.split_once('\t')?;
    let mut attributes = attributes.split(' ');
    let is_file = attributes.next()?.starts_with("100");
    let is_yaml = [".yaml", ".yml"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let object = attributes.nth(1)?.to_owned();
    let name = name.to_owned();
    (is_file && is_yaml).then_some(Listed { object, name })
}

/// What git writes.
fn git(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .output();
    let output = output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow!("there is no command `git` to read revisions with"),
        _ => anyhow!("cannot run `git`: {error}"),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().next().unwrap_or("it does not say why");
    bail!("git: {}", line.trim_start_matches("fatal: "))
}
