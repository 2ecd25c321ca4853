//! What `cargo-semver-checks` says of the crates that are generated from both books.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::edits::EDITS;
use super::{diff, edited, json, text};
use crate::{faultbook, repository};

/// The parts of a version, from the least to the most.
const BUMPS: [&str; 4] = ["none", "patch", "minor", "major"];

#[test]
#[ignore = "takes minutes, and needs cargo-semver-checks"]
fn no_release_is_asked_for_that_would_be_too_small() {
    let mut broken = 0;
    for it in EDITS {
        let folder = edited(it.edits);
        let [old, new] = ["old", "new"].map(|name| rustdoc(folder.path(), name));
        let needed = needed(&old, &new);
        let lines = json(&diff(folder.path(), &["--format", "json"]));
        let reported = text(lines.last().expect("a sum"), "bump");
        let rank = |bump: &str| BUMPS.iter().position(|it| *it == bump);
        assert!(
            rank(reported) >= rank(needed),
            "{:?}: {reported} < {needed}",
            it.edits
        );
        broken += usize::from(needed == "major");
    }
    assert!(broken > 10, "only {broken} edits broke anything");
}

/// The API of a crate generated from a book, as rustdoc JSON.
fn rustdoc(folder: &Path, book: &str) -> PathBuf {
    let package = folder.join(format!("{book}-crate"));
    let out = package.join("src");
    let arguments = [
        "generate",
        "--spec",
        book,
        "--out",
        out.to_str().expect("UTF-8"),
    ];
    assert_eq!(faultbook(folder, &arguments, b"").code, Some(0));
    fs::write(out.join("lib.rs"), "include!(\"book.rs\");\n").expect("a file");
    let runtime = repository().join("runtime");
    let manifest = format!(
        "[package]\nname = \"book\"\nversion = \"1.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\nfaultbook-runtime = {{ path = '{}', features = [\"alloc\"] }}\n",
        runtime.display()
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("a file");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["rustdoc", "--quiet", "--lib", "--", "-Zunstable-options"]);
    cargo.args(["--output-format", "json", "--cap-lints", "allow"]);
    // The format is unstable, so the compiler must act as a nightly one.
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &target);
    run(cargo.current_dir(&package));
    let copy = folder.join(format!("{book}.json"));
    fs::copy(target.join("doc/book.json"), &copy).expect("what rustdoc wrote");
    copy
}

/// The part of the version that has to be raised.
fn needed(old: &Path, new: &Path) -> &'static str {
    let mut command = Command::new("cargo-semver-checks");
    command.args(["semver-checks", "--release-type", "patch"]);
    command
        .arg("--baseline-rustdoc")
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new);
    let output = command.output().expect("cargo-semver-checks is installed");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let asks = |bump: &&&str| said.contains(&format!("semver requires new {bump} version"));
    let is_fine = output.status.success();
    match BUMPS.iter().find(asks) {
        Some(bump) => bump,
        None if is_fine => "none",
        None => panic!("{said}"),
    }
}

fn run(command: &mut Command) -> Output {
    let output = command.output().expect("the command starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}
