//! The one place that touches the disk: reads the sources of a book, and writes, compares or removes artifacts.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::diagnostics::{Id, Mistake};
use crate::{Artifact, Source};

/// A file of a book is not larger than this; what is, is something else.
pub(crate) const LARGEST: u64 = 32 * 1024 * 1024;

/// The YAML files of a folder, in the order of their names, called by the folder's own path. One that cannot be read is
/// among them, to be told with the mistakes of the others.
///
/// # Errors
/// A sentence about a folder that cannot be listed.
pub fn sources(spec: &Path) -> Result<Vec<Source>, String> {
    let paths =
        listed(spec).map_err(|error| format!("error: cannot read {}: {error}", spec.display()))?;
    if paths.is_empty() {
        let book = spec.join("book.yaml");
        return Ok(vec![Source::missing_book(book.to_string_lossy())]);
    }
    Ok(paths.iter().map(|path| source(path)).collect())
}

fn listed(spec: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(spec)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<Result<_, _>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml")
    });
    paths.sort();
    Ok(paths)
}

/// A file, if it is a text of a sensible size.
fn source(path: &Path) -> Source {
    let name = path.to_string_lossy().into_owned();
    match bytes(path) {
        Ok(bytes) => source_of_bytes(name, bytes),
        Err(why) => unreadable(name, why),
    }
}

/// A file that was read already.
pub(crate) fn source_of_bytes(name: String, bytes: Vec<u8>) -> Source {
    let len = bytes.len() as u64;
    if len > LARGEST {
        return unreadable(name, too_large(len));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Source::new(name, text),
        Err(error) => not_utf8(name, &error),
    }
}

fn unreadable(name: String, why: String) -> Source {
    let mistake = Mistake::new(Id::UnreadableFile, "the file cannot be read", why);
    let mistake = mistake.help("every `.yaml` in the folder is a file of the book");
    Source::refused(name, String::new(), 0, mistake)
}

fn too_large(len: u64) -> String {
    format!("it has {len} bytes, and a file of a book has at most {LARGEST}")
}

/// What a file holds, or why that is not known.
fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| refusal(&error))?;
    if metadata.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !metadata.is_file() {
        return Err("it is no file".to_owned());
    }
    if metadata.len() > LARGEST {
        return Err(too_large(metadata.len()));
    }
    fs::read(path).map_err(|error| refusal(&error))
}

/// What the system says, which of a name that the folder lists says little.
fn refusal(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is a link that leads nowhere".to_owned(),
        io::ErrorKind::PermissionDenied => "you are not permitted to read it".to_owned(),
        _ => error.to_string(),
    }
}

fn not_utf8(name: String, error: &FromUtf8Error) -> Source {
    let at = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let label = format!("the byte {:02X} begins no character", bytes[at]);
    let mistake = Mistake::new(Id::UnreadableFile, "the file is not UTF-8", label);
    let text = String::from_utf8_lossy(bytes).into_owned();
    Source::refused(name, text, at, mistake.help("save the file as UTF-8"))
}

/// Writes the artifacts that differ from what is there, each as a whole or not at all, and removes those of an earlier
/// run that no longer exist.
///
/// # Errors
/// A sentence about what could not be written. What was there before is then still there, or already its new self.
pub fn write(out: &Path, artifacts: &[Artifact]) -> Result<(), String> {
    put(out, artifacts)?;
    for path in stale(out, artifacts) {
        fs::remove_file(&path)
            .map_err(|error| format!("error: cannot remove {}: {error}", path.display()))?;
    }
    Ok(())
}

/// Writes the artifacts that differ from what is there, each as a whole or not at all, and leaves all else.
///
/// # Errors
/// A sentence about what could not be written.
pub fn put(out: &Path, artifacts: &[Artifact]) -> Result<(), String> {
    for artifact in artifacts {
        let path = out.join(&artifact.path);
        if fs::read_to_string(&path).is_ok_and(|existing| existing == artifact.contents) {
            continue;
        }
        replace(&path, &artifact.contents)
            .map_err(|error| format!("error: cannot write {}: {error}", path.display()))?;
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
