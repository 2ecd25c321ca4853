//! The dependencies are those that `deny.toml` and the manifest allow, as far as the packages themselves can show it.
//!
//! The variable `MANIFEST` names another workspace to check, such as `large-tests/Cargo.toml`.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;
use spdx::{Expression, ParseMode};

/// All packages in `Cargo.lock`, for all features and targets.
fn packages() -> Vec<Value> {
    let manifest = env::var("MANIFEST").unwrap_or_else(|_| "Cargo.toml".to_owned());
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--all-features"])
        .args(["--locked", "--manifest-path", &manifest])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn text<'v>(package: &'v Value, key: &str) -> &'v str {
    package[key].as_str().unwrap_or_default()
}

/// The names in a list of a file, one per line.
fn list<'t>(file: &'t str, key: &str) -> Vec<&'t str> {
    let begin = format!("{key} = [\n");
    let (_, rest) = file.split_once(&begin).expect("the list");
    let lines = rest.lines().take_while(|line| *line != "]");
    lines
        .map(|line| line.trim().trim_end_matches(',').trim_matches('"'))
        .collect()
}

#[test]
fn every_licence_is_one_that_is_allowed() {
    let policy = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    let policy = fs::read_to_string(policy).unwrap();
    let allowed = list(&policy, "allow");
    for package in packages() {
        let licence = text(&package, "license");
        let expression = Expression::parse_mode(licence, ParseMode::LAX)
            .unwrap_or_else(|error| panic!("{}: {error}", package["id"]));
        let is_allowed = expression.evaluate(|asked| {
            let id = asked.license.id();
            asked.addition.is_none() && id.is_some_and(|id| allowed.contains(&id.name))
        });
        assert!(is_allowed, "{}: {licence}", package["id"]);
    }
}

#[test]
fn all_comes_from_crates_io_or_from_here() {
    for package in packages() {
        let source = &package["source"];
        let known = "registry+https://github.com/rust-lang/crates.io-index";
        assert!(source.is_null() || source == known, "{}", package["id"]);
    }
}

#[test]
fn nothing_needs_a_newer_rust_than_the_manifest_declares() {
    let packages = packages();
    let own = packages
        .iter()
        .find(|package| package["name"] == "faultbook");
    let ours = version(text(own.expect("this package"), "rust_version"));
    assert!(ours > (1, 0), "no `rust-version`");
    for package in &packages {
        let theirs = version(text(package, "rust_version"));
        assert!(theirs <= ours, "{}: {theirs:?}", package["id"]);
    }
}

/// The first two numbers; zeros if there is none.
fn version(text: &str) -> (u32, u32) {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}
