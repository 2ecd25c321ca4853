//! Writes files atomically.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use faultbook_codegen::output::Staged;

/// Writes or replaces a file. Symbolic links are followed; pipes and devices are written to.
pub(crate) fn write(path: &Path, contents: impl AsRef<[u8]>) -> anyhow::Result<()> {
    replace(path, contents.as_ref()).with_context(|| unwritable(path))
}

fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(old) if old.is_file() => {
            // Renaming ignores the permissions of the old file, so check them.
            File::options().write(true).open(path)?;
            staged_for(path, contents)?.put_in_place()
        }
        // A pipe or a device cannot be renamed.
        Ok(_) => fs::write(path, contents),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            synced(&real(path)?, contents)?.put_in_place()
        }
        Err(error) => Err(error),
    }
}

/// Writes a new file.
pub(crate) fn write_new(path: &Path, contents: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let staged = synced(path, contents.as_ref()).with_context(|| unwritable(path))?;
    // Reserves the name: renaming alone would overwrite a file that another process has just created.
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

/// Stages new contents in the folder of a file, with its permissions.
fn staged_for(path: &Path, contents: &[u8]) -> io::Result<Staged> {
    let staged = synced(&real(path)?, contents)?;
    staged.set_permissions(fs::metadata(path)?.permissions())?;
    Ok(staged)
}

/// Fails if a file exists. Called before work that would be wasted.
pub(crate) fn refuse_existing(path: &Path) -> anyhow::Result<()> {
    match path.symlink_metadata() {
        Ok(_) => Err(not_created(path, ErrorKind::AlreadyExists.into())),
        Err(_) => Ok(()),
    }
}

fn not_created(path: &Path, error: io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::AlreadyExists => {
            anyhow!("`{}` already exists and is not overwritten", path.display())
        }
        _ => anyhow::Error::new(error).context(unwritable(path)),
    }
}

fn unwritable(path: &Path) -> String {
    format!("cannot write `{}`", path.display())
}

/// The target of a symbolic link, which need not exist, or the path itself.
fn real(path: &Path) -> io::Result<PathBuf> {
    if !path.is_symlink() {
        return Ok(path.to_owned());
    }
    match fs::canonicalize(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(Path::new(""));
            real(&folder.join(fs::read_link(path)?))
        }
        target => target,
    }
}

/// The staged new contents of a file.
pub(crate) struct Replacement {
    staged: Staged,
    path: PathBuf,
}

impl Replacement {
    /// Stages the new contents of a file. Fails if the file cannot be written, or has changed since it was read.
    pub(crate) fn new(path: &Path, old: &str, new: &str) -> anyhow::Result<Self> {
        if !is_unchanged(path, old).with_context(|| unwritable(path))? {
            bail!(
                "`{}` was changed in the meantime; nothing is written",
                path.display()
            );
        }
        let staged = staged_for(path, new.as_bytes()).with_context(|| unwritable(path))?;
        let path = path.to_owned();
        Ok(Self { staged, path })
    }

    pub(crate) fn put_in_place(self) -> anyhow::Result<()> {
        let put = self.staged.put_in_place();
        put.with_context(|| unwritable(&self.path))
    }
}

/// Whether a file still has the contents that were read. Fails if it is not writable.
fn is_unchanged(path: &Path, text: &str) -> io::Result<bool> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut file = File::options().read(true).write(true).open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes == text.as_bytes())
}
