//! Embeds the book of the repository in the binary.
//!
//! The files are not parsed: the command must build while the book is broken. In a package without the repository, there is
//! no book to embed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let spec = here.join("../spec");
    println!("cargo::rerun-if-changed={}", spec.display());
    let texts = files(&spec.join("texts"))?;
    let files = [files(&spec)?, texts].concat();
    fs::write(out.join("embedded.rs"), embedded(&spec, &files))
}

/// The YAML files of a folder in the order of their names; empty if the folder does not exist.
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

/// A Rust expression for a slice of names and texts.
fn embedded(spec: &Path, files: &[PathBuf]) -> String {
    let mut code = String::from("&[\n");
    for path in files {
        let name = path.strip_prefix(spec).unwrap_or(path).to_string_lossy();
        let name = name.replace('\\', "/");
        let text = fs::read(path).unwrap_or_default();
        // `faultbook check` reports invalid UTF-8; this build must not fail.
        let text = String::from_utf8_lossy(&text);
        let _ = writeln!(code, "    ({name:?}, {text:?}),");
    }
    code + "]\n"
}
