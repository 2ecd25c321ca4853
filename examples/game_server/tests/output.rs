//! Runs the program, and looks at what it prints.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// What the program prints, with these variables set.
fn output(variables: &[(&str, &str)]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_game_server"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        program.env_remove(variable);
    }
    let output = program.envs(variables.iter().copied()).output();
    let output = output.expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    String::from_utf8(output.stdout).expect("the program prints UTF-8")
}

#[test]
fn every_run_prints_the_same() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("timeline.txt");
    let found = output(&[]);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &found).expect("the timeline can be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        found,
        expected,
        "UPDATE_EXPECT=1 rewrites {}",
        file.display()
    );
}

#[test]
fn the_readme_quotes_it() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(readme).expect("the README is there");
    let mut blocks = readme.split("```text\n").skip(1);
    let quoted = |block: &str| block.starts_with(" 2:12  owl");
    let quote = blocks
        .find(|block| quoted(block))
        .expect("it quotes a moment");
    let (quote, _) = quote.split_once("```").expect("the quote ends");
    assert!(output(&[]).contains(quote), "{quote}");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let forced = output(&[("CLICOLOR_FORCE", "1")]);
    assert!(forced.contains("\x1b["));
    let plain = output(&[]);
    assert!(!plain.contains('\x1b'));
    assert_eq!(anstream::adapter::strip_str(&forced).to_string(), plain);
    assert_eq!(output(&[("NO_COLOR", "1")]), plain);
}
