//! When messages have colours.

use crate::{Run, book_with_a_warning, book_with_an_error, faultbook_with};

const ESCAPE: char = '\u{1b}';

/// All commands that print errors or warnings, with environment variables.
fn runs(variables: &[(&str, &str)]) -> Vec<Run> {
    let (wrong, warned) = (book_with_an_error(), book_with_a_warning());
    let classify = ["classify", "--spec", "spec"];
    let of_wrong = [
        &["check"][..],
        &["generate"],
        &["explain", "gameye", "420"],
        &classify,
    ];
    let of_wrong = of_wrong
        .into_iter()
        .map(|arguments| (&wrong, arguments, Some(1)));
    let of_warned = [&["check"][..], &["generate"]]
        .into_iter()
        .map(|arguments| (&warned, arguments, Some(0)));
    let run = |(folder, arguments, code): (&tempfile::TempDir, &[&str], Option<i32>)| {
        let run = faultbook_with(variables, folder.path(), arguments, b"");
        assert_eq!(run.code, code, "{arguments:?}");
        run
    };
    of_wrong.chain(of_warned).map(run).collect()
}

#[test]
fn a_pipe_gets_no_colours() {
    for variables in [&[][..], &[("CLICOLOR", "1")], &[("TERM", "xterm-256color")]] {
        for run in runs(variables) {
            assert!(!run.err.contains(ESCAPE), "{variables:?}: {}", run.err);
        }
    }
}

#[test]
fn colours_can_be_forced() {
    for run in runs(&[("CLICOLOR_FORCE", "1")]) {
        assert!(run.err.starts_with(ESCAPE), "{}", run.err);
        assert!(!run.out.contains(ESCAPE), "{}", run.out);
    }
}

#[test]
fn no_color_turns_colours_off() {
    for run in runs(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]) {
        assert!(!run.err.contains(ESCAPE), "{}", run.err);
    }
}

#[test]
fn programs_get_no_colours_at_all() {
    let folder = book_with_an_error();
    for format in ["json", "github"] {
        let arguments = ["check", "--format", format];
        let run = faultbook_with(&[("CLICOLOR_FORCE", "1")], folder.path(), &arguments, b"");
        assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
        assert!(!run.out.contains(ESCAPE), "{}", run.out);
    }
}
