//! The hooks and the workflow that other repositories use run the command with arguments that it understands.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::{Run, copy_of_book, edit, faultbook, repository};

fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(repository().join(path)).expect("a file");
    serde_yaml::from_str(&text).expect("YAML")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// The scripts of the workflow by the names of their steps.
fn script(name: &str) -> String {
    let workflow = yaml(".github/workflows/book.yml");
    let steps = workflow["jobs"]["book"]["steps"]
        .as_sequence()
        .expect("steps");
    let step = steps.iter().find(|step| text(step, "name") == name);
    text(step.expect("a step"), "run").to_owned()
}

/// Runs a script as GitHub does, in a folder, with the folder of the command first in the path.
fn run(script: &str, folder: &Path) -> Run {
    let command = Path::new(env!("CARGO_BIN_EXE_faultbook"));
    let own = command.parent().expect("a folder").to_path_buf();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(own).chain(std::env::split_paths(&path));
    let mut bash = Command::new("bash");
    bash.args(["-e", "-o", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(paths).expect("a path"))
        .env("SPEC", "spec")
        .env("FAIL_ON", "breaking")
        .env("BASE", "main")
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
    crate::run(&mut bash, b"")
}

fn git(folder: &Path, arguments: &str) {
    let identity = "git -c user.name=A -c user.email=a@shop.test -c init.defaultBranch=main";
    let run = run(&format!("{identity} {arguments}"), folder);
    assert_eq!(run.code, Some(0), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn the_workflow_reviews_a_change() {
    let folder = copy_of_book();
    let folder = folder.path();
    for arguments in [
        "init -q",
        "add -A",
        "commit -q -m Book",
        "update-ref refs/remotes/origin/main HEAD",
    ] {
        git(folder, arguments);
    }
    for name in ["Check the format", "Check the book", "Review the changes"] {
        let run = run(&script(name), folder);
        assert_eq!(run.code, Some(0), "{name}: {}{}", run.out, run.err);
    }
    let summary = || fs::read_to_string(folder.join("summary.md")).expect("a summary");
    assert_eq!(summary(), "**Faultbook**: no changes\n");
    let log = fs::read_to_string(folder.join("check.sarif")).expect("a log");
    let log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
    assert_eq!(log["version"], "2.1.0");

    edit(
        &folder.join("spec/playwave.yaml"),
        "Request rate limit exceeded",
        "Too many requests",
    );
    let reviewed = run(&script("Review the changes"), folder);
    assert_eq!(reviewed.code, Some(0), "{}{}", reviewed.out, reviewed.err);
    assert!(
        reviewed.out.contains("::notice file=spec/playwave.yaml,"),
        "{}",
        reviewed.out
    );
    assert!(
        summary().contains("| docs | facts | code `playwave/RATE_LIMITED`"),
        "{}",
        summary()
    );

    edit(
        &folder.join("spec/playwave.yaml"),
        "class: rate_limited",
        "class: nonsense",
    );
    let checked = run(&script("Check the book"), folder);
    assert_eq!(checked.code, Some(1), "{}{}", checked.out, checked.err);
    let log = fs::read_to_string(folder.join("check.sarif")).expect("a log");
    assert!(log.contains("unknown class `nonsense`"), "{log}");
}

#[test]
fn hooks_are_commands() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_sequence().expect("hooks");
    let ids: Vec<&str> = hooks.iter().map(|hook| text(hook, "id")).collect();
    assert_eq!(
        ids,
        ["faultbook-check", "faultbook-fmt", "faultbook-generate"]
    );
    let folder = copy_of_book();
    for hook in hooks {
        let mut words = text(hook, "entry").split(' ');
        assert_eq!(words.next(), Some("faultbook"));
        let mut arguments: Vec<&str> = words.collect();
        if hook["pass_filenames"] != Value::Bool(false) {
            arguments.push("spec/playwave.yaml");
        }
        if arguments[0] == "generate" {
            let run = faultbook(folder.path(), &["generate"], b"");
            assert_eq!(run.code, Some(0), "{}", run.err);
        }
        let run = faultbook(folder.path(), &arguments, b"");
        assert_eq!(run.code, Some(0), "{arguments:?}: {}{}", run.out, run.err);
    }
}
