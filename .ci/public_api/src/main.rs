//! Compares the public API of the libraries with the reviewed listings: `public-api.txt` in each of their folders. With
//! `UPDATE_EXPECT=1` the listings are rewritten; read the difference.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use anyhow::ensure;

/// The folders of the libraries.
const LIBRARIES: [&str; 2] = ["runtime", "codegen"];

fn main() -> anyhow::Result<ExitCode> {
    let mut is_reviewed = true;
    for library in LIBRARIES {
        let listing = listing(&rustdoc(library)?)?;
        let file = Path::new(library).join("public-api.txt");
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&file, &listing)?;
        }
        is_reviewed &= compare(&file, &listing);
    }
    Ok(if is_reviewed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Writes the rustdoc JSON of a library with all its features, and returns its path.
fn rustdoc(library: &str) -> anyhow::Result<PathBuf> {
    let target = Path::new("target/public_api");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["rustdoc", "--quiet", "--locked", "--lib", "--all-features"]);
    cargo
        .arg("--package")
        .arg(format!("faultbook-{library}"))
        .arg("--target-dir")
        .arg(target);
    cargo.args(["--", "-Zunstable-options", "--output-format", "json"]);
    // The format is unstable, so only a nightly compiler, or one with this variable, writes it.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    ensure!(cargo.status()?.success(), "rustdoc failed");
    Ok(target.join("doc").join(format!("faultbook_{library}.json")))
}

/// One line for each public item. Implementations that every type has are left out.
fn listing(rustdoc: &Path) -> anyhow::Result<String> {
    let api = public_api::Builder::from_rustdoc_json(rustdoc)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?;
    let mut listing = String::new();
    for item in api.items() {
        writeln!(listing, "{item}")?;
    }
    Ok(listing)
}

/// Whether a listing equals the reviewed one. If not, prints the lines that differ.
fn compare(file: &Path, listing: &str) -> bool {
    let reviewed = fs::read_to_string(file).unwrap_or_default();
    let lines = |text: &str, other: &str, sign: char| {
        for line in text
            .lines()
            .filter(|line| !other.lines().any(|known| known == *line))
        {
            println!("{sign}{line}");
        }
    };
    lines(&reviewed, listing, '-');
    lines(listing, &reviewed, '+');
    if reviewed != listing {
        println!(
            "{} is not the public API: if this is meant, run `UPDATE_EXPECT=1 cargo api`",
            file.display()
        );
    }
    reviewed == listing
}
