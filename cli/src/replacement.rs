//! Puts a new text in the place of a file's old one.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;

/// The new self of a file, beside it.
pub(crate) struct Replacement {
    path: PathBuf,
    file: NamedTempFile,
}

impl Replacement {
    /// Makes the new self of a file ready. Fails if the file cannot be written, or is no longer what it was when it was
    /// read.
    pub(crate) fn new(path: &Path, old: &str, new: &str) -> anyhow::Result<Self> {
        let unwritable = || format!("cannot write `{}`", path.display());
        // A link stays one: what it leads to is replaced.
        let target = fs::canonicalize(path).with_context(unwritable)?;
        if !still_holds(&target, old).with_context(unwritable)? {
            bail!(
                "`{}` was changed in the meantime; nothing is written",
                path.display()
            );
        }
        let file = beside(&target, new).with_context(unwritable)?;
        Ok(Self { path: target, file })
    }

    /// Puts it in the file's place, as a whole or not at all.
    pub(crate) fn put_in_place(self) -> anyhow::Result<()> {
        let unwritable = || format!("cannot write `{}`", self.path.display());
        self.file.persist(&self.path).with_context(unwritable)?;
        Ok(())
    }
}

/// Whether a file, which must be writable, is as it was read.
fn still_holds(path: &Path, text: &str) -> io::Result<bool> {
    let mut file = File::options().read(true).write(true).open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes == text.as_bytes())
}

/// A temporary file in the same folder, with the same permissions.
fn beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file()
        .set_permissions(fs::metadata(path)?.permissions())?;
    file.as_file().sync_all()?;
    Ok(file)
}
