//! Compiles `spec/` into `OUT_DIR`, or makes sure that the committed mirror is its image.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    match generated() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "regenerate")]
fn generated() -> Result<(), String> {
    let out = std::env::var_os("OUT_DIR").ok_or("error: cargo did not set OUT_DIR")?;
    faultbook_codegen::build(Path::new("spec"), Path::new(&out))
}

#[cfg(not(feature = "regenerate"))]
fn generated() -> Result<(), String> {
    println!("cargo::rerun-if-changed=generated/book.rs");
    if !Path::new("spec").exists() {
        return Ok(());
    }
    println!("cargo::rerun-if-changed=spec");
    let book = std::fs::read_to_string("generated/book.rs")
        .map_err(|error| format!("error: no mirror: {error}"))?;
    let fingerprint =
        fingerprint().map_err(|error| format!("error: cannot read spec/: {error}"))?;
    if book.contains(&format!("fingerprint {fingerprint:016x}")) {
        return Ok(());
    }
    Err("error: generated/ is not the image of spec/: run `cargo faultbook generate`".to_owned())
}

/// FNV-1a over the names and contents of the book's files, as the generator computes it.
#[cfg(not(feature = "regenerate"))]
fn fingerprint() -> std::io::Result<u64> {
    let mut files = std::fs::read_dir("spec")?.collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| {
        Path::new(&file.file_name())
            .extension()
            .is_some_and(|e| e == "yaml" || e == "yml")
    });
    files.sort_by_key(std::fs::DirEntry::file_name);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned().into_bytes();
        for byte in [name, vec![0], std::fs::read(file.path())?, vec![0]].concat() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    Ok(hash)
}
