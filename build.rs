//! Compiles `spec/` into `OUT_DIR`, or checks that the committed files in `generated/` are up to date.

#[cfg(not(feature = "regenerate"))]
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    match generated() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "regenerate")]
fn generated() -> Result<(), faultbook_codegen::Error> {
    faultbook_codegen::compile("spec")
}

#[cfg(not(feature = "regenerate"))]
fn generated() -> Result<(), String> {
    println!("cargo::rerun-if-changed=generated");
    if !Path::new("spec").exists() {
        return Ok(());
    }
    println!("cargo::rerun-if-changed=spec");
    match mirrors() {
        Ok(true) => Ok(()),
        Ok(false) => Err(
            "error: generated/ is not up to date with spec/: run `cargo faultbook generate`"
                .to_owned(),
        ),
        Err(error) => Err(format!("error: cannot read spec/: {error}")),
    }
}

/// The vocabulary that `book.yaml` extends. It is in the repository but not in the package.
#[cfg(not(feature = "regenerate"))]
const STANDARD: &str = "codegen/standard.yaml";

/// Whether each generated file has the fingerprint of its source.
#[cfg(not(feature = "regenerate"))]
fn mirrors() -> std::io::Result<bool> {
    let files = yaml_files(Path::new("spec"))?;
    let mut texts = Vec::new();
    for file in yaml_files(Path::new("spec/texts"))? {
        texts.extend(std::fs::read(file)?);
    }
    let mut names = vec![0];
    for file in files.iter().filter(|file| !is_book(file)) {
        names.extend(file.file_name().unwrap_or_default().as_encoded_bytes());
        names.push(0);
    }
    for file in &files {
        let (mut hashed, mut mirror) = (std::fs::read(file)?, PathBuf::from("generated"));
        if is_book(file) {
            hashed.extend(&names);
            mirror.push("book.rs");
        } else {
            hashed.extend(&texts);
            mirror.push(file.file_stem().unwrap_or_default());
            mirror.push("tables.rs");
        }
        let fingerprint = format!("fingerprint {:016x}", fnv(&hashed));
        let mirror = std::fs::read_to_string(mirror).unwrap_or_default();
        if !mirror.contains(&fingerprint) {
            return Ok(false);
        }
    }
    mirrors_standard()
}

/// The YAML files of a folder, by name; none if there is no such folder.
#[cfg(not(feature = "regenerate"))]
fn yaml_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let files = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut files: Vec<_> = files.iter().map(std::fs::DirEntry::path).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "yaml" || e == "yml"));
    files.sort();
    Ok(files)
}

#[cfg(not(feature = "regenerate"))]
fn mirrors_standard() -> std::io::Result<bool> {
    if !Path::new(STANDARD).exists() {
        return Ok(true);
    }
    println!("cargo::rerun-if-changed={STANDARD}");
    let fingerprint = format!("standard {:016x}", fnv(&std::fs::read(STANDARD)?));
    let mirror = std::fs::read_to_string("generated/book.rs").unwrap_or_default();
    Ok(mirror.contains(&fingerprint))
}

#[cfg(not(feature = "regenerate"))]
fn is_book(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| stem == "book")
}

/// FNV-1a of all but the carriage returns, as the generator computes it.
#[cfg(not(feature = "regenerate"))]
fn fnv(bytes: &[u8]) -> u64 {
    let bytes = bytes.iter().filter(|byte| **byte != b'\r');
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
