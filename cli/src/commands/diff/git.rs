//! Reads a book from a git revision without checking it out.

use std::io::ErrorKind;
use std::process::{Command, Stdio};

use anyhow::{Context, anyhow, bail};
use faultbook_codegen::Source;
use tempfile::TempDir;

use crate::packages::PackageOptions;

/// The folder of the book if a revision has no path; relative to the working directory.
const DEFAULT_PATH: &str = "./spec";

/// An entry of a git tree.
struct Entry {
    object: String,
    name: String,
}

/// The files of the book at `revision`, `revision:folder` or `revision:file`.
pub(super) fn read(name: &str, packages: &PackageOptions) -> anyhow::Result<Vec<Source>> {
    let (revision, path) = name.split_once(':').unwrap_or((name, DEFAULT_PATH));
    check(name, revision)?;
    let path = match path.trim_end_matches('/') {
        // Without the slash, git takes it for a file name.
        "." => "./",
        path => path,
    };
    let mut sources = match git(&["cat-file", "-t", &format!("{revision}:{path}")]).as_deref() {
        Ok(b"tree\n") => folder(revision, path)?,
        Ok(b"blob\n") => file(revision, path)?,
        _ => bail!(
            "`{revision}` has no folder `{path}`; name the folder of the book, as in `{revision}:path/to/spec`"
        ),
    };
    add_packages(&mut sources, revision, packages)?;
    Ok(sources)
}

/// The packages that a book extends at a revision, with the versions that its own `Cargo.lock` names. They are looked up in
/// a copy of the revision's files.
fn add_packages(
    sources: &mut Vec<Source>,
    revision: &str,
    packages: &PackageOptions,
) -> anyhow::Result<()> {
    if faultbook_codegen::packages(sources).is_empty() {
        return Ok(());
    }
    let copy = TempDir::new()?;
    let archive = copy.path().join("revision.tar");
    let root = git(&["rev-parse", "--show-toplevel"])?;
    let root = String::from_utf8_lossy(&root).trim().to_owned();
    let output = format!("--output={}", archive.display());
    git(&["-C", &root, "archive", "--format=tar", &output, revision])?;
    let mut tar = Command::new("tar");
    let unpacked = tar.arg("-xf").arg(&archive).current_dir(copy.path());
    let status = unpacked
        .status()
        .context("reading packages of a revision needs `tar`")?;
    if !status.success() {
        bail!("`tar` cannot unpack the files of `{revision}`");
    }
    let here = git(&["rev-parse", "--show-prefix"])?;
    let here = copy.path().join(String::from_utf8_lossy(&here).trim());
    packages.add(sources, &here)
}

/// Fails if a revision does not exist.
fn check(name: &str, revision: &str) -> anyhow::Result<()> {
    git(&["rev-parse", "--git-dir"])
        .with_context(|| format!("`{name}` is not a folder, file or git revision"))?;
    let tree = format!("{revision}^{{tree}}");
    let known = git(&[
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &tree,
    ]);
    if revision.is_empty() || known.is_err() {
        bail!("`{name}` is not a folder or file, and git has no revision `{revision}`");
    }
    Ok(())
}

/// The YAML files of a folder.
fn folder(revision: &str, path: &str) -> anyhow::Result<Vec<Source>> {
    let tree = format!("{revision}:{path}");
    let mut files = yaml_files(&tree)?;
    if files.is_empty() {
        bail!("`{tree}` has no YAML files");
    }
    let texts = child(&tree, "texts");
    if git(&["cat-file", "-t", &texts]).is_ok_and(|kind| kind == b"tree\n") {
        files.extend(yaml_files(&texts)?);
    }
    files.into_iter().map(Entry::read).collect()
}

/// A file or folder in a tree.
fn child(tree: &str, name: &str) -> String {
    let separator = if tree.ends_with([':', '/']) { "" } else { "/" };
    format!("{tree}{separator}{name}")
}

/// The YAML files of a tree.
fn yaml_files(tree: &str) -> anyhow::Result<Vec<Entry>> {
    let listing = git(&["ls-tree", "--full-tree", "-z", "--end-of-options", tree])?;
    let files = listing.split(|byte| *byte == 0).filter_map(|line| {
        let mut file = entry(line)?;
        file.name = child(tree, &file.name);
        Some(file)
    });
    Ok(files.collect())
}

impl Entry {
    fn read(self) -> anyhow::Result<Source> {
        let bytes = git(&["cat-file", "blob", &self.object])?;
        Ok(Source::of_bytes(self.name, bytes))
    }
}

/// A vendor's file and the `book.yaml` next to it.
fn file(revision: &str, path: &str) -> anyhow::Result<Vec<Source>> {
    let (around, name) = path.rsplit_once('/').unwrap_or(("", path));
    let sources = only(folder(revision, around)?, name);
    if sources.is_empty() {
        bail!("`{revision}:{path}` is not a file of a book: its name must end in `.yaml`");
    }
    Ok(sources)
}

/// The file of a name and the `book.yaml`; empty if there is no such file.
pub(super) fn only(sources: Vec<Source>, file: &str) -> Vec<Source> {
    let mut own = sources.iter().filter(|source| !source.is_texts());
    if !own.any(|source| source.name() == file) {
        return Vec::new();
    }
    let is_kept = |source: &Source| {
        source.is_texts() || [file, "book.yaml", "book.yml"].contains(&source.name())
    };
    sources.into_iter().filter(is_kept).collect()
}

/// Parses a line, if it is of a regular YAML file, like `100644 blob <object>\t<name>`.
fn entry(line: &[u8]) -> Option<Entry> {
    let line = String::from_utf8_lossy(line);
    let (attributes, name) = line.split_once('\t')?;
    let mut attributes = attributes.split(' ');
    let is_file = attributes.next()?.starts_with("100");
    let is_yaml = [".yaml", ".yml"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let object = attributes.nth(1)?.to_owned();
    let name = name.to_owned();
    (is_file && is_yaml).then_some(Entry { object, name })
}

/// Runs git and returns its output.
fn git(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .output();
    let output = output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            anyhow!("reading a revision needs the command `git`, which was not found")
        }
        _ => anyhow!("cannot run `git`: {error}"),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let message = String::from_utf8_lossy(&output.stderr);
    let line = message.lines().next().unwrap_or("unknown error");
    bail!("git: {}", line.trim_start_matches("fatal: "))
}
