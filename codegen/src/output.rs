//! The one place that touches the disk: reads the sources of a book, and writes, compares or removes artifacts.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Artifact, Source};

/// A file of a book is not larger than this; what is, is something else.
pub(crate) const LARGEST: u64 = 32 * 1024 * 1024;

/// The YAML files of a folder, in the order of their names, called by the folder's own path.
///
/// # Errors
/// Sentences about everything that could not be read, a line each.
pub fn sources(spec: &Path) -> Result<Vec<Source>, String> {
    let cannot = |error: io::Error| format!("error: cannot read {}: {error}", spec.display());
    let entries = fs::read_dir(spec).map_err(cannot)?;
    let paths: Result<Vec<PathBuf>, _> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect();
    let mut paths = paths.map_err(cannot)?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml")
    });
    paths.sort();
    let (read, failed): (Vec<_>, Vec<_>) = paths
        .iter()
        .map(|path| source(path))
        .partition(Result::is_ok);
    let failed: Vec<String> = failed.into_iter().filter_map(Result::err).collect();
    if failed.is_empty() {
        Ok(read.into_iter().flatten().collect())
    } else {
        Err(failed.join("\n"))
    }
}

/// A file, if it is a text of a sensible size.
fn source(path: &Path) -> Result<Source, String> {
    let cannot = |why: String| format!("error: cannot read {}: {why}", path.display());
    let metadata = fs::metadata(path).map_err(|error| cannot(error.to_string()))?;
    if !metadata.is_file() {
        return Err(cannot("it is no file".to_owned()));
    }
    if metadata.len() > LARGEST {
        return Err(cannot(format!(
            "it has {} bytes, and a file of a book has at most {LARGEST}",
            metadata.len()
        )));
    }
    let bytes = fs::read(path).map_err(|error| cannot(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        cannot(format!("it is not UTF-8 in line {line}"))
    })?;
    Ok(Source::new(path.to_string_lossy(), text))
}

/// Writes the artifacts that differ from what is there, each as a whole or not at all, and removes those of an earlier
/// run that no longer exist.
///
/// # Errors
/// A sentence about what could not be written. What was there before is then still there, or already its new self.
pub fn write(out: &Path, artifacts: &[Artifact]) -> Result<(), String> {
    for artifact in artifacts {
        let path = out.join(&artifact.path);
        if fs::read_to_string(&path).is_ok_and(|existing| existing == artifact.contents) {
            continue;
        }
        replace(&path, &artifact.contents)
            .map_err(|error| format!("error: cannot write {}: {error}", path.display()))?;
    }
    for path in stale(out, artifacts) {
        fs::remove_file(&path)
            .map_err(|error| format!("error: cannot remove {}: {error}", path.display()))?;
    }
    Ok(())
}

/// The paths at which `out` is not the image of the artifacts: changed, missing or left over.
#[must_use]
pub fn differences(out: &Path, artifacts: &[Artifact]) -> Vec<PathBuf> {
    let differs = |artifact: &&Artifact| {
        fs::read_to_string(out.join(&artifact.path))
            .map_or(true, |existing| existing != artifact.contents)
    };
    let mut paths: Vec<PathBuf> = artifacts
        .iter()
        .filter(differs)
        .map(|artifact| out.join(&artifact.path))
        .collect();
    paths.extend(stale(out, artifacts));
    paths
}

fn replace(path: &Path, contents: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    fs::write(&temporary, contents)?;
    fs::rename(&temporary, path)
}

/// Files that an earlier run generated and this one did not. The mark in their first line tells them from others.
fn stale(out: &Path, artifacts: &[Artifact]) -> Vec<PathBuf> {
    let current: BTreeSet<PathBuf> = artifacts
        .iter()
        .map(|artifact| out.join(&artifact.path))
        .collect();
    let mut found = files(out);
    found.retain(|path| !current.contains(path) && is_generated(path));
    found.sort();
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.flat_map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => files(&entry.path()),
        Ok(kind) if kind.is_file() => vec![entry.path()],
        _ => Vec::new(),
    });
    paths.collect()
}

fn is_generated(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| {
        text.lines()
            .next()
            .is_some_and(|line| line.contains("@generated"))
    })
}
