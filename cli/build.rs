//! Puts the book into the binary, as it was when the binary was built.
//!
//! The files are taken as text and not looked into: the command must build while the book is broken, because that is
//! when it is needed. Where there is no book, as in a package without the repository, the binary carries none.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let spec = here.join("../spec");
    println!("cargo::rerun-if-changed={}", spec.display());
    fs::write(out.join("embedded.rs"), embedded(&files(&spec)?))
}

/// The YAML files of a folder, in the order of their names; none, if there is no such folder.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<PathBuf>>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml")
    });
    paths.sort();
    Ok(paths)
}

/// A Rust expression: a slice of names and texts.
fn embedded(files: &[PathBuf]) -> String {
    let mut code = String::from("&[\n");
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read(path).unwrap_or_default();
        // A slip of the pen in the encoding is for `faultbook check` to tell, not for this build to fail on.
        let text = String::from_utf8_lossy(&text);
        let _ = writeln!(code, "    ({name:?}, {text:?}),");
    }
    code + "]\n"
}
