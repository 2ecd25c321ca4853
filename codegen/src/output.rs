//! The only module that touches the disk: reads the sources of a book, and writes, compares or removes artifacts.

mod staged;

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::diagnostics::Id;
use crate::{Artifact, Error, Loaded, Source};

use self::staged::is_temporary;

pub use self::staged::Staged;

/// The maximum size of a file of a book.
pub(crate) const LARGEST: u64 = 32 * 1024 * 1024;

/// The YAML files of a folder, sorted by name, with the folder's path, and those of its folder `texts`. Unreadable files
/// are included, so that they are reported together with the errors of the others.
///
/// # Errors
/// Returns a message if the folder cannot be listed.
pub fn sources(spec: &Path) -> Result<Vec<Source>, Error> {
    let mut paths = listed(spec).map_err(|error| no_listing(spec, &error))?;
    let texts = spec.join(Source::TEXTS);
    if texts.is_dir() {
        paths.extend(listed(&texts).map_err(|error| no_listing(&texts, &error))?);
    }
    if paths.is_empty() {
        let book = spec.join("book.yaml");
        return Ok(vec![Source::missing_book(book.to_string_lossy())]);
    }
    Ok(paths.iter().map(|path| source(path)).collect())
}

/// The YAML files of several folders, which form one book, each read like [`sources`]. A folder that is given twice is
/// read once.
///
/// # Errors
/// Returns a message if a folder cannot be listed, if one of several has no file, or if there is no folder.
pub fn sources_of_all<P: AsRef<Path>>(specs: &[P]) -> Result<Vec<Source>, Error> {
    if specs.is_empty() {
        return Err(Error::new(
            "no folder is given; name the one that contains `book.yaml`",
        ));
    }
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for spec in specs.iter().map(AsRef::as_ref) {
        let is_new = seen.insert(spec.canonicalize().unwrap_or_else(|_| spec.to_owned()));
        let own = if is_new { sources(spec)? } else { Vec::new() };
        let is_empty = own.iter().any(Source::is_missing);
        if is_empty && specs.len() > 1 {
            return Err(Error::new(format!(
                "there is no `.yaml` in {}",
                spec.display()
            )));
        }
        all.extend(own);
    }
    Ok(all)
}

/// Why the files of a folder cannot be listed: usually, it is not a folder.
fn no_listing(spec: &Path, error: &io::Error) -> Error {
    let shown = spec.display();
    Error::new(if spec.is_file() {
        format!("`{shown}` is a file; name the folder that contains it")
    } else if spec.is_dir() {
        format!("cannot read {shown}: {error}")
    } else {
        format!("there is no folder `{shown}`; name the one that contains `book.yaml`")
    })
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

/// A file, if it is text of a reasonable size.
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
    let diagnostic = Id::UnreadableFile.diagnostic("the file cannot be read", why);
    let diagnostic = diagnostic.help("every `.yaml` in the folder is a file of the book");
    Source::refused(name, String::new(), 0, diagnostic)
}

fn too_large(len: u64) -> String {
    format!("it has {len} bytes, and a file of a book has at most {LARGEST}")
}

/// The contents of a file, or why they cannot be read.
fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| refusal(&error))?;
    if metadata.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !metadata.is_file() {
        return Err("it is not a file".to_owned());
    }
    if metadata.len() > LARGEST {
        return Err(too_large(metadata.len()));
    }
    fs::read(path).map_err(|error| refusal(&error))
}

/// The error of the system, which says little about a name that the folder lists.
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
    let label = format!("the byte {:02X} does not start a character", bytes[at]);
    let diagnostic = Id::UnreadableFile.diagnostic("the file is not UTF-8", label);
    let text = String::from_utf8_lossy(bytes).into_owned();
    Source::refused(name, text, at, diagnostic.help("save the file as UTF-8"))
}

/// The mark at the head of files that may be removed when they are no longer generated: other generators may have
/// files in the same folder.
const MARK: &str = "@generated by faultbook";

/// The number of lines of the head of a file: JSON has no comments, and no place for the mark before its second line.
const HEAD_LINES: usize = 2;
/// The number of bytes of a file that are read to find the mark.
const HEAD_BYTES: u64 = 512;

/// An output folder that is updated, or compared with a book, one artifact at a time.
///
/// The folder itself may be a symbolic link. Links inside it are never followed to write or remove a file.
#[derive(Debug)]
pub struct Image<'o> {
    root: &'o Path,
    out: PathBuf,
    current: HashSet<PathBuf>,
}

impl<'o> Image<'o> {
    /// The output folder, which need not exist yet.
    pub fn new(out: &'o Path) -> Self {
        Self::part(out, "")
    }

    /// A subfolder of another output folder, such as `docs`.
    pub fn part(root: &'o Path, folder: &str) -> Self {
        Self {
            root,
            out: root.join(folder),
            current: HashSet::new(),
        }
    }

    /// The path of an artifact, and whether the file exists with the same contents.
    pub fn has(&mut self, artifact: &Artifact) -> (PathBuf, bool) {
        let path = self.out.join(&artifact.path);
        let is_there = holds(&path, artifact.contents.as_bytes()).unwrap_or(false);
        self.current.insert(path.clone());
        (path, is_there)
    }

    /// Writes an artifact that differs, completely or not at all. Returns its path if it was written.
    ///
    /// # Errors
    /// Returns a message if it cannot be written. The previous file is then unchanged.
    pub fn put(&mut self, artifact: &Artifact) -> Result<Option<PathBuf>, Error> {
        let (path, is_there) = self.has(artifact);
        if is_there {
            return Ok(None);
        }
        self.replace(&path, &artifact.contents)
            .map_err(|error| Error::new(format!("cannot write {}: {error}", path.display())))?;
        Ok(Some(path))
    }

    fn replace(&self, path: &Path, contents: &str) -> io::Result<()> {
        if let Some(link) = path.parent().and_then(|folder| self.link(folder)) {
            let (link, root) = (link.display(), self.root.display());
            return Err(io::Error::other(format!(
                "`{link}` is a symbolic link, which could lead out of `{root}`; remove it, or make it a folder"
            )));
        }
        Staged::new(path, contents)?.put_in_place()
    }

    /// The symbolic link through which a folder is reached from the root, if there is one.
    fn link<'p>(&self, folder: &'p Path) -> Option<&'p Path> {
        let inner = folder.ancestors().take_while(|inner| *inner != self.root);
        inner.filter(|inner| inner.is_symlink()).last()
    }

    /// The files that an earlier run generated and this one did not, recognized by the mark at their head.
    #[must_use]
    pub fn left_over(&self) -> Vec<PathBuf> {
        if self.link(&self.out).is_some() {
            return Vec::new();
        }
        let mut found = files(&self.out);
        found.retain(|path| !self.current.contains(path) && is_generated(path).unwrap_or(false));
        found.sort();
        found
    }

    /// Removes the files that an earlier run generated and this one did not, with folders that become empty, and
    /// returns the paths of the files.
    ///
    /// # Errors
    /// Returns a message about the first file that cannot be removed.
    pub fn remove_left_over(&self) -> Result<Vec<PathBuf>, Error> {
        let left_over = self.left_over();
        for path in &left_over {
            remove(path).map_err(|error| {
                Error::new(format!("cannot remove {}: {error}", path.display()))
            })?;
        }
        let folders = left_over.iter().filter_map(|path| path.parent());
        for folder in folders.filter(|folder| **folder != *self.out) {
            // Fails for a folder that is not empty, which stays.
            let _ = fs::remove_dir(folder);
        }
        Ok(left_over)
    }
}

/// The changes that were made to an output folder.
#[derive(Debug)]
pub struct Written {
    /// The number of artifacts, changed or not.
    pub artifacts: usize,
    /// The files that were written, in the order of their paths.
    pub wrote: Vec<PathBuf>,
    /// The files that were removed, in the order of their paths.
    pub removed: Vec<PathBuf>,
}

/// Updates an output folder: writes files that differ, each completely or not at all, and removes those that an earlier
/// run generated and this one did not.
///
/// # Errors
/// Returns a message if a file cannot be written. Each file is then either unchanged or updated.
pub fn write(out: &Path, loaded: &Loaded) -> Result<Written, Error> {
    let mut image = Image::new(out);
    let (mut artifacts, mut wrote) = (0, Vec::new());
    loaded.each_artifact(|artifact| {
        artifacts += 1;
        image.put(&artifact).map(|path| wrote.extend(path))
    })?;
    wrote.sort();
    Ok(Written {
        artifacts,
        wrote,
        removed: image.remove_left_over()?,
    })
}

/// Whether a file has these contents, compared without loading all of it.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    // Reading a pipe could block.
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() || metadata.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut file = fs::File::open(path)?;
    let mut found = vec![0; 64 * 1024];
    for expected in bytes.chunks(found.len()) {
        let found = &mut found[..expected.len()];
        file.read_exact(found)?;
        if found != expected {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes a file, which another generator may already have removed.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The files that may be artifacts: those of the folder itself, the tables in vendors' folders, and the docs. Files
/// elsewhere below it may belong to another book.
fn files(out: &Path) -> Vec<PathBuf> {
    let (folders, mut files): (Vec<PathBuf>, Vec<PathBuf>) =
        entries(out).into_iter().partition(|path| path.is_dir());
    for folder in folders.iter().filter(|folder| !folder.is_symlink()) {
        let has_docs = folder.ends_with("docs");
        let own = entries(folder).into_iter();
        files.extend(own.filter(|path| has_docs || path.ends_with("tables.rs")));
    }
    files.retain(|path| !path.is_symlink() && path.is_file() && !is_temporary(path));
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn is_generated(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    let file = fs::File::open(path)?;
    file.take(HEAD_BYTES).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    Ok(head
        .lines()
        .take(HEAD_LINES)
        .any(|line| line.contains(MARK)))
}
