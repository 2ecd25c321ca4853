//! Writes files as a whole: under a temporary name first, then renamed.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// How temporary files are named. The name is short, so that it fits wherever that of the target does.
const PREFIX: &str = ".faultbook-";
const SUFFIX: &str = ".tmp";

/// How often a temporary file is tried to be created. A name is only taken if a process of the same id was killed here,
/// and a folder only disappears while another generator removes what it no longer generates.
const ATTEMPTS: u32 = 64;

/// The new contents of a file, complete, but still under a temporary name in the same folder.
///
/// [`put_in_place`](Self::put_in_place) renames it to the target, so nobody ever sees half a file. If it is dropped before
/// that, the temporary file is removed. Temporary files are created exclusively: a file or symbolic link of the same name
/// is never written to, and concurrent writers do not share one.
#[derive(Debug)]
pub struct Staged {
    temporary: PathBuf,
    target: PathBuf,
    /// Whether the temporary file is still there.
    is_pending: bool,
}

impl Staged {
    /// Writes the new contents of a file, and creates its folder if necessary.
    ///
    /// # Errors
    /// What the file system refused. No temporary file is left then.
    pub fn new(target: &Path, contents: impl AsRef<[u8]>) -> io::Result<Self> {
        let folder = target.parent().unwrap_or(Path::new(""));
        let (temporary, mut file) = create(folder)?;
        let staged = Self {
            temporary,
            target: target.to_owned(),
            is_pending: true,
        };
        file.write_all(contents.as_ref())?;
        Ok(staged)
    }

    /// Sets the permissions of the new file, which are otherwise those of any new file.
    ///
    /// # Errors
    /// What the file system refused.
    pub fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        fs::set_permissions(&self.temporary, permissions)
    }

    /// Waits until the new contents are on the disk: for files that cannot be generated again.
    ///
    /// # Errors
    /// What the file system refused.
    pub fn sync(&self) -> io::Result<()> {
        let file = File::options().write(true).open(&self.temporary)?;
        file.sync_all()
    }

    /// Renames the temporary file to the target. A file or symbolic link that has this name already is replaced.
    ///
    /// # Errors
    /// What the file system refused. What was there before still is.
    pub fn put_in_place(mut self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.target)?;
        self.is_pending = false;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if self.is_pending {
            // The error cannot be returned from here.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Creates a file with a name that nothing else has.
fn create(folder: &Path) -> io::Result<(PathBuf, File)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let mut failures = 0;
    loop {
        let (process, number) = (process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = folder.join(format!("{PREFIX}{process}-{number}{SUFFIX}"));
        let created = fs::create_dir_all(folder).and_then(|()| File::create_new(&path));
        match created {
            Ok(file) => return Ok((path, file)),
            Err(error) if failures == ATTEMPTS || !may_pass(&error) => return Err(error),
            Err(_) => failures += 1,
        }
    }
}

fn may_pass(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound)
}

/// Whether a file is one that some process is still writing, or was killed while it did.
pub(super) fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}
