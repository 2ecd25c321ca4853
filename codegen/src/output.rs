//! The one place that touches the disk: reads the sources of a book, and writes, compares or removes artifacts.

mod staged;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::diagnostics::{Id, Mistake};
use crate::{Artifact, Error, Loaded, Source};

use self::staged::is_temporary;

pub use self::staged::Staged;

/// A file of a book is not larger than this; what is, is something else.
pub(crate) const LARGEST: u64 = 32 * 1024 * 1024;

/// The YAML files of a folder, in the order of their names, called by the folder's own path. One that cannot be read is
/// among them, to be told with the mistakes of the others.
///
/// # Errors
/// A sentence about a folder that cannot be listed.
pub fn sources(spec: &Path) -> Result<Vec<Source>, Error> {
    let paths = listed(spec).map_err(|error| no_listing(spec, &error))?;
    if paths.is_empty() {
        let book = spec.join("book.yaml");
        return Ok(vec![Source::missing_book(book.to_string_lossy())]);
    }
    Ok(paths.iter().map(|path| source(path)).collect())
}

/// The YAML files of several folders, which are one book: each as [`sources`] reads it. A folder that is named twice is
/// read once.
///
/// # Errors
/// A sentence about a folder that cannot be listed, or, of several, about one without a file; and if there is no folder.
pub fn sources_of_all<P: AsRef<Path>>(specs: &[P]) -> Result<Vec<Source>, Error> {
    if specs.is_empty() {
        return Err(Error::new(
            "no folder is given; name the one that contains `book.yaml`",
        ));
    }
    let mut seen = BTreeSet::new();
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

/// Why the files of a folder are not known: mostly, it is none.
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
        return Err("it is not a file".to_owned());
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
    let label = format!("the byte {:02X} does not start a character", bytes[at]);
    let mistake = Mistake::new(Id::UnreadableFile, "the file is not UTF-8", label);
    let text = String::from_utf8_lossy(bytes).into_owned();
    Source::refused(name, text, at, mistake.help("save the file as UTF-8"))
}

/// What stands at the head of all that is removed when it is not generated any more: other generators may have left files
/// in the same folder.
const MARK: &str = "@generated by faultbook";

/// The lines of a file that are its head: JSON has no comments, and no place for the mark before its second line.
const HEAD_LINES: usize = 2;
/// As much of a file as is read to find the mark.
const HEAD_BYTES: u64 = 512;

/// A folder that becomes the image of a book, or is held against it, an artifact at a time.
///
/// The folder itself may be a symbolic link. Those inside of it are never followed to write or to remove a file.
#[derive(Debug)]
pub struct Image<'o> {
    root: &'o Path,
    out: PathBuf,
    current: BTreeSet<PathBuf>,
}

impl<'o> Image<'o> {
    /// The image in this folder, which need not exist yet.
    pub fn new(out: &'o Path) -> Self {
        Self::part(out, "")
    }

    /// The image in a folder of another one: `docs`.
    pub fn part(root: &'o Path, folder: &str) -> Self {
        Self {
            root,
            out: root.join(folder),
            current: BTreeSet::new(),
        }
    }

    /// Where an artifact is to stand, and whether that very file is there.
    pub fn has(&mut self, artifact: &Artifact) -> (PathBuf, bool) {
        let path = self.out.join(&artifact.path);
        let is_there = holds(&path, artifact.contents.as_bytes()).unwrap_or(false);
        self.current.insert(path.clone());
        (path, is_there)
    }

    /// Writes an artifact that is not there, as a whole or not at all. Gives its path if it was written.
    ///
    /// # Errors
    /// A sentence about what could not be written. What was there before still is.
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

    /// Files that an earlier run generated and this one did not. The mark at their head tells them from others.
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

    /// Removes the files that an earlier run generated and this one did not, with the folders that are empty without them,
    /// and gives the paths of the files.
    ///
    /// # Errors
    /// A sentence about the first that could not be removed.
    pub fn remove_left_over(&self) -> Result<Vec<PathBuf>, Error> {
        let left_over = self.left_over();
        for path in &left_over {
            remove(path).map_err(|error| {
                Error::new(format!("cannot remove {}: {error}", path.display()))
            })?;
        }
        let folders = left_over.iter().filter_map(|path| path.parent());
        for folder in folders.filter(|folder| **folder != *self.out) {
            // Refused for a folder that still holds something, which is then to stay.
            let _ = fs::remove_dir(folder);
        }
        Ok(left_over)
    }
}

/// What was changed in a folder to make it the image of a book.
#[derive(Debug)]
pub struct Written {
    /// How many artifacts there are, changed or not.
    pub artifacts: usize,
    /// The files that were written, in the order of their paths.
    pub wrote: Vec<PathBuf>,
    /// The files that were removed, in the order of their paths.
    pub removed: Vec<PathBuf>,
}

/// Makes a folder the image of a book: writes what differs, each file as a whole or not at all, and removes what an earlier
/// run generated and this one did not.
///
/// # Errors
/// A sentence about what could not be written. What was there before is then still there, or already its new self.
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

/// Whether a file holds these bytes, which may be too many to have them twice.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    // A pipe would have to be waited for.
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

/// Removes a file, which another generator may have done in the meantime.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The files that may be artifacts: those of the folder itself, the tables in a vendor's folder, and the docs. What lies
/// elsewhere below it may be the image of another book.
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
