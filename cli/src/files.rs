//! Writes the files that a user names, each as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use faultbook_codegen::output::Staged;

/// Writes a file, or replaces what a file of this name holds: of a symbolic link, the file that it leads to. A pipe or a
/// device is written to.
pub(crate) fn write(path: &Path, contents: impl AsRef<[u8]>) -> anyhow::Result<()> {
    replace(path, contents.as_ref()).with_context(|| unwritable(path))
}

fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(old) if old.is_file() => {
            // Renaming does not ask whether the old file may be written.
            File::options().write(true).open(path)?;
            beside(path, contents)?.put_in_place()
        }
        // There is nothing to rename, and nothing to be kept.
        Ok(_) => fs::write(path, contents),
        Err(error) if error.kind() == ErrorKind::NotFound => synced(path, contents)?.put_in_place(),
        Err(error) => Err(error),
    }
}

/// Writes a file that does not exist yet.
pub(crate) fn write_new(path: &Path, contents: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let staged = synced(path, contents.as_ref()).with_context(|| unwritable(path))?;
    // Claims the name, which renaming alone would take from a file that somebody else has just created.
    File::create_new(path).map_err(|error| not_created(path, error))?;
    staged.put_in_place().map_err(|error| {
        let _ = fs::remove_file(path);
        not_created(path, error)
    })
}

fn synced(path: &Path, contents: &[u8]) -> io::Result<Staged> {
    let staged = Staged::new(path, contents)?;
    staged.sync()?;
    Ok(staged)
}

/// New contents in the folder of a file, with its permissions.
fn beside(path: &Path, contents: &[u8]) -> io::Result<Staged> {
    let staged = synced(&real(path)?, contents)?;
    staged.set_permissions(fs::metadata(path)?.permissions())?;
    Ok(staged)
}

/// Fails if a file exists already: to be asked before work is done in vain.
pub(crate) fn refuse_existing(path: &Path) -> anyhow::Result<()> {
    match path.symlink_metadata() {
        Ok(_) => Err(not_created(path, ErrorKind::AlreadyExists.into())),
        Err(_) => Ok(()),
    }
}

fn not_created(path: &Path, error: io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::AlreadyExists => {
            anyhow!(
                "`{}` is there already, and is not overwritten",
                path.display()
            )
        }
        _ => anyhow::Error::new(error).context(unwritable(path)),
    }
}

fn unwritable(path: &Path) -> String {
    format!("cannot write `{}`", path.display())
}

/// Where a file really is, if a symbolic link leads to it.
fn real(path: &Path) -> io::Result<PathBuf> {
    if path.is_symlink() {
        fs::canonicalize(path)
    } else {
        Ok(path.to_owned())
    }
}

/// The new contents of a file that was read before, not yet in place.
pub(crate) struct Replacement {
    staged: Staged,
    path: PathBuf,
}

impl Replacement {
    /// Makes the new contents of a file ready. Fails if the file cannot be written, or no longer holds what was read.
    pub(crate) fn new(path: &Path, old: &str, new: &str) -> anyhow::Result<Self> {
        if !still_holds(path, old).with_context(|| unwritable(path))? {
            bail!(
                "`{}` was changed in the meantime; nothing is written",
                path.display()
            );
        }
        let staged = beside(path, new.as_bytes()).with_context(|| unwritable(path))?;
        let path = path.to_owned();
        Ok(Self { staged, path })
    }

    pub(crate) fn put_in_place(self) -> anyhow::Result<()> {
        let put = self.staged.put_in_place();
        put.with_context(|| unwritable(&self.path))
    }
}

/// Whether a file, which must be writable, still holds what was read.
fn still_holds(path: &Path, text: &str) -> io::Result<bool> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut file = File::options().read(true).write(true).open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes == text.as_bytes())
}
