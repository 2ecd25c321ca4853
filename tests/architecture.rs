//! The invariants of `ARCHITECTURE.md` that `use` declarations can violate.

use std::fs;
use std::path::{Path, PathBuf};

/// The paths that a part of the tree must not use, and why.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    (
        "codegen/src/emit",
        &["crate::syntax", "crate::lower", "crate::read", "serde_yaml"],
        "emitters read the model alone",
    ),
    (
        "codegen/src/emit",
        &["std::fs", "std::env", "std::time"],
        "emitting is pure",
    ),
    (
        "codegen/src/model.rs",
        &["crate::syntax", "crate::diagnostics", "serde_yaml"],
        "no YAML, no places",
    ),
    (
        "codegen/src/tables.rs",
        &["crate::syntax", "crate::lower", "serde_yaml"],
        "tables are made from the model",
    ),
    (
        "codegen/src/decide.rs",
        &["crate::syntax", "crate::diagnostics", "serde_yaml"],
        "what is decided was found right before",
    ),
    (
        "codegen/src/yaml",
        &[
            "crate::syntax",
            "crate::diagnostics",
            "crate::read",
            "serde",
        ],
        "the tree of a file knows no language",
    ),
    (
        "codegen/src/syntax",
        &[
            "crate::diagnostics",
            "crate::read",
            "crate::model",
            "crate::lower",
            "crate::emit",
        ],
        "syntax mirrors the YAML and knows nothing else",
    ),
    (
        "codegen/src/diagnostics",
        &[
            "crate::syntax",
            "crate::read",
            "crate::lower",
            "crate::lints",
        ],
        "diagnostics do not know who reports them",
    ),
    (
        "codegen/src/lower",
        &["crate::emit"],
        "the front end does not know the back end",
    ),
    (
        "codegen/src",
        &["std::time::Instant", "std::time::SystemTime", "std::env"],
        "the same input gives the same bytes: no clocks, no environment",
    ),
    (
        "runtime/src",
        &["std::", "faultbook_codegen"],
        "the runtime needs nothing",
    ),
    (
        "cli/src",
        &["use faultbook::", "faultbook::"],
        "the command works while the book is broken",
    ),
];

/// The only module of the runtime that uses other crates, each behind its feature.
const INTEGRATIONS: &str = "runtime/src/integrations";

/// The files that are exempt from the rules of their part.
const EXEMPT: &[&str] = &[
    // Cargo passes the output folder to build scripts in the environment.
    "codegen/src/builder.rs",
    // Dates of waits count from the system's clock.
    "runtime/src/integrations/tower/retry.rs",
];

/// The only files of the generator that touch the disk.
const DISK: &[&str] = &["codegen/src/output.rs", "codegen/src/output/staged.rs"];

#[test]
fn no_module_names_what_it_must_not_know() {
    for (part, names, why) in FORBIDDEN {
        for file in rust_files(part) {
            let is_exempt = EXEMPT.iter().any(|path| file.ends_with(path));
            let names = if is_exempt { &[] } else { *names };
            for (number, line) in code(&file) {
                for name in names {
                    assert!(
                        !names_path(&line, name),
                        "{}:{number} names {name}, but {why}",
                        file.display()
                    );
                }
            }
        }
    }
}

#[test]
fn other_crates_are_met_in_one_folder_of_the_runtime() {
    let crates = [
        "bytes::",
        "http::",
        "http_body::",
        "http_body_util::",
        "serde::",
        "tokio::",
        "tower::",
        "tracing::",
    ];
    for file in rust_files("runtime/src") {
        let names_one = code(&file)
            .iter()
            .any(|(_, line)| crates.iter().any(|name| names_path(line, name)));
        let may = rust_files(INTEGRATIONS).contains(&file);
        assert!(may || !names_one, "{}", file.display());
    }
}

#[test]
fn one_module_of_the_generator_touches_the_disk() {
    for file in rust_files("codegen/src") {
        let exempt = DISK.iter().any(|path| file.ends_with(path));
        let names_fs = code(&file)
            .iter()
            .any(|(_, line)| line.contains("std::fs") || line.contains("fs::"));
        assert_eq!(names_fs, exempt, "{}", file.display());
    }
}

#[test]
fn the_build_script_never_writes_into_the_source_tree() {
    let script = fs::read_to_string(root().join("build.rs")).unwrap();
    for write in [
        "fs::write",
        "File::create",
        "fs::rename",
        "fs::remove",
        "create_dir",
    ] {
        assert!(!script.contains(write), "build.rs calls {write}");
    }
}

#[test]
fn the_mirror_is_the_image_of_the_book() {
    let sources = faultbook_codegen::output::sources(&root().join("spec")).unwrap();
    let loaded = faultbook_codegen::load(&sources).unwrap_or_else(|errors| panic!("{errors}"));
    let generated = root().join("generated");
    let mut image = faultbook_codegen::output::Image::new(&generated);
    let mut stale: Vec<PathBuf> = Vec::new();
    for artifact in loaded.artifacts() {
        let (path, is_there) = image.has(&artifact);
        stale.extend((!is_there).then_some(path));
    }
    stale.extend(image.left_over());
    assert!(
        stale.is_empty(),
        "run `cargo faultbook generate`: {stale:?}"
    );
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a line contains a path, and not only a longer one with the same end.
fn names_path(line: &str, name: &str) -> bool {
    line.match_indices(name)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

/// The files of a module and of those inside it, or of a folder.
fn rust_files(part: &str) -> Vec<PathBuf> {
    let path = root().join(part);
    let mut files = Vec::new();
    files.extend(Some(path.with_extension("rs")).filter(|file| file.is_file()));
    if path.is_dir() {
        files.extend(files_in(&path));
    }
    assert!(!files.is_empty(), "{part} is empty");
    files
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The lines of code of a file, numbered, without `mod tests`.
fn code(file: &Path) -> Vec<(usize, String)> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let lines = (1..).zip(text.lines().map(str::to_owned));
    lines
        .take_while(|(_, line)| line != "mod tests {")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .collect()
}

#[test]
fn a_module_is_a_file_of_its_name() {
    for part in ["runtime/src", "codegen/src", "cli/src", "serve/src"] {
        for file in rust_files(part) {
            let is_unnamed = file.file_name().is_some_and(|name| name == "mod.rs");
            assert!(!is_unnamed, "{}", file.display());
        }
    }
}

#[test]
fn the_rust_on_every_vendors_page_is_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lib = fs::read_to_string(root.join("src/lib.rs")).expect("the library");
    let run = lib
        .split("page!(")
        .nth(1)
        .and_then(|rest| rest.split(')').next());
    let run: Vec<&str> = run.unwrap_or_default().split_whitespace().collect();
    for entry in fs::read_dir(root.join("generated/docs")).expect("the pages") {
        let page = entry.expect("a page").path();
        let text = fs::read_to_string(&page).unwrap_or_default();
        let vendor = page
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        assert!(
            !text.contains("```rust") || run.contains(&vendor),
            "{vendor} is not in src/lib.rs"
        );
    }
    assert!(!run.is_empty());
}
