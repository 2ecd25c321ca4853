//! `faultbook completions` and `faultbook man`, used by a real shell and a real `man`.
#![cfg(unix)]

use std::fs;
use std::process::Command;

use crate::habits::subcommands;
use crate::{empty_folder, faultbook};

/// What bash offers for the last of some words.
fn completed(words: &[&str]) -> Vec<String> {
    let folder = empty_folder();
    let script = faultbook(folder.path(), &["completions", "bash"], b"");
    assert_eq!((script.code, script.err.as_str()), (Some(0), ""));
    fs::write(folder.path().join("script"), script.out).expect("room");
    let ask = format!(
        "set -u; source ./script; complete -p faultbook >&2 || exit 3
         COMP_WORDS=({}); COMP_CWORD={}; _faultbook faultbook '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.join(" "),
        words.len() - 1,
        words[words.len() - 1],
        words[words.len() - 2],
    );
    let mut bash = Command::new("bash");
    let output = bash
        .current_dir(&folder)
        .args(["--norc", "-c", &ask])
        .output()
        .expect("bash");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let offered = String::from_utf8(output.stdout).expect("UTF-8");
    offered.lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_subcommands_options_and_values() {
    assert_eq!(completed(&["faultbook", "cl"]), ["classify"]);
    assert_eq!(completed(&["faultbook", "list", "--retr"]), ["--retryable"]);
    assert_eq!(
        completed(&["faultbook", "check", "--format", "g"]),
        ["github"]
    );
}

#[test]
fn every_shell_gets_a_script_that_knows_every_subcommand() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = faultbook(empty_folder().path(), &["completions", shell], b"");
        assert_eq!(run.code, Some(0), "{shell}");
        for subcommand in subcommands() {
            assert!(run.out.contains(&subcommand), "{shell}: {subcommand}");
        }
    }
}

#[test]
fn the_manual_has_a_page_for_every_subcommand() {
    let folder = empty_folder();
    let run = faultbook(folder.path(), &["man", "pages/man1"], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let pages = folder.path().join("pages/man1");
    let own = subcommands()
        .into_iter()
        .map(|name| format!("faultbook-{name}.1"));
    for name in own.chain(["faultbook.1".to_owned()]) {
        let page = fs::read_to_string(pages.join(&name)).expect("a page");
        assert!(
            page.contains(".SH NAME") && page.contains("Examples:"),
            "{name}"
        );
    }
}

/// Where there is a `man`, it shows a page as it is meant, and has nothing to complain of.
#[test]
fn man_renders_a_page() {
    let folder = empty_folder();
    faultbook(folder.path(), &["man", "."], b"");
    let mut man = Command::new("man");
    man.env("MANWIDTH", "100")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(&folder);
    let Ok(output) = man.args(["--warnings", "-l", "faultbook-list.1"]).output() else {
        return;
    };
    let shown = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && !shown.is_empty() {
        assert!(
            shown.contains("NAME") && shown.contains("--retryable"),
            "{shown}"
        );
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}
