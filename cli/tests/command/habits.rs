//! What users expect of every command, tested with all subcommands.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, thread};

use crate::{
    Run, book_with_a_warning, book_with_an_error, copy_files, copy_of_book, edit, faultbook,
    faultbook_with, run,
};

/// The subcommands, as the help lists them.
pub(crate) fn subcommands() -> Vec<String> {
    let help = faultbook(Path::new("."), &["--help"], b"").out;
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let (list, _) = list.split_once("\n\n").expect("an end of the list");
    let names = list
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    names
        // `serve` only runs another program.
        .filter(|name| !["help", "serve"].contains(name))
        .map(str::to_owned)
        .collect()
}

fn assert_all_are_tried<'a>(tried: impl IntoIterator<Item = &'a str>) {
    let tried: Vec<&str> = tried.into_iter().collect();
    for subcommand in subcommands() {
        assert!(
            tried.contains(&subcommand.as_str()),
            "`{subcommand}` is not tested"
        );
    }
}

/// Every subcommand with arguments for which it prints something.
const TALKING: [&[&str]; 29] = [
    &["check"],
    &["check", "--format", "github"],
    &["generate"],
    &["generate", "--check", "--out", "elsewhere"],
    &["explain", "gameye", "420"],
    &["explain", "--list"],
    &["explain", "FB0010", "--format", "json"],
    &["docs"],
    &["classify", "-"],
    &["classify", "-", "--coverage"],
    &["learn", "-", "--vendor", "gameye"],
    &["new", "acme"],
    &[
        "import",
        "codes.csv",
        "--vendor",
        "shop",
        "--code",
        "/code",
        "--out",
        "-",
    ],
    &["fmt", "--check", "ugly.yaml"],
    &["fmt", "-"],
    &["list"],
    &["list", "actions", "--format", "json"],
    &["stats"],
    &["schema"],
    &["completions", "zsh"],
    &["man", "pages"],
    &["diff", "older"],
    &["coverage", "--vendor", "rgs", "--source", "codes.csv"],
    &[
        "coverage", "--vendor", "gameye", "--source", "-", "--format", "json",
    ],
    &["export"],
    &["export", "--format", "po", "--language", "de"],
    &["export", "--format", "json", "--out", "rows.jsonl"],
    &["help", "list"],
    &["list", "--help"],
];

/// A copy of the book, with the files that those arguments name.
fn folder() -> tempfile::TempDir {
    let folder = copy_of_book();
    fs::write(
        folder.path().join("ugly.yaml"),
        "a:   1\n".to_owned() + &"# c\n".repeat(2000),
    )
    .expect("room");
    fs::write(folder.path().join("codes.csv"), "code,status\nGONE,404\n").expect("room");
    let older = folder.path().join("older");
    copy_files(&folder.path().join("spec"), &older);
    edit(&older.join("rgs.yaml"), "title: ", "title: Old ");
    folder
}

/// A line for `classify`, which is also YAML for `fmt`.
const INPUT: &[u8] = b"{\"vendor\":\"gameye\",\"operation\":\"start_session\",\"status\":420}\n";

/// `faultbook … | head -0`: no panic, no complaint.
#[test]
fn a_closed_pipe_is_not_an_error() {
    assert_all_are_tried(TALKING.map(|arguments| arguments[0]));
    for arguments in TALKING {
        let folder = folder();
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
        command
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::piped());
        let mut child = command
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let writer = thread::spawn(move || drop(stdin.write_all(INPUT)));
        let output = child.wait_with_output().expect("the command ends");
        writer.join().expect("the input is written");
        let reported = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{arguments:?}: {:?} {reported}",
            output.status
        );
        assert!(
            !reported.contains("panicked") && !reported.contains("roken pipe"),
            "{arguments:?}: {reported}"
        );
    }
}

/// Output that cannot be written is an error.
#[cfg(target_os = "linux")]
#[test]
fn a_closed_or_full_standard_output_is_an_error() {
    for (redirection, reported) in [
        (">&-", "error: the standard output is closed"),
        ("> /dev/full", "error: No space left on device"),
    ] {
        for arguments in TALKING {
            let run = redirected(redirection, folder().path(), arguments);
            assert_eq!(run.code, Some(2), "{arguments:?} {redirection}");
            assert!(run.err.contains(reported), "{arguments:?}: {}", run.err);
        }
    }
}

/// Output and exit code are the same with a closed standard error.
#[cfg(unix)]
#[test]
fn a_closed_standard_error_does_not_affect_the_output() {
    for arguments in TALKING {
        let folder = folder();
        let usual = faultbook(folder.path(), arguments, INPUT);
        // The output is different for files that exist.
        let folder = self::folder();
        let run = redirected("2>&-", folder.path(), arguments);
        assert_eq!(
            (run.code, run.out),
            (usual.code, usual.out),
            "{arguments:?}"
        );
    }
    let wrong = redirected("2>&-", Path::new("."), &["nothing"]);
    assert_eq!(wrong.code, Some(2));
}

/// `/dev/null` may also be open for reading, as in Python's `subprocess.DEVNULL`.
#[cfg(unix)]
#[test]
fn a_discarded_standard_output_is_not_closed() {
    for redirection in ["> /dev/null", "1<> /dev/null"] {
        let run = redirected(redirection, folder().path(), &["list"]);
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{redirection}");
    }
}

/// Runs the command with a redirection of the shell's.
#[cfg(unix)]
fn redirected(redirection: &str, folder: &Path, arguments: &[&str]) -> Run {
    let script = format!(r#"exec "$0" "$@" {redirection}"#);
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, env!("CARGO_BIN_EXE_faultbook")])
        .args(arguments);
    run(command.current_dir(folder), INPUT)
}

/// Every subcommand with a place for a path, or at least for a word.
const TAKING: [&[&str]; 30] = [
    &["check", "@"],
    &["generate", "--spec", "@"],
    &["explain", "--spec", "@", "gameye"],
    &["explain", "@"],
    &["docs", "--spec", "@"],
    &["docs", "--out", "ugly.yaml/@"],
    &["classify", "@"],
    &["classify", "--spec", "@"],
    &["learn", "@", "--vendor", "gameye"],
    &["learn", "-", "--vendor", "@"],
    &["new", "@"],
    &["import", "@", "--vendor", "shop", "--code", "/code"],
    &["fmt", "@"],
    &["fmt", "--check", "@"],
    &["list", "--spec", "@"],
    &["list", "--vendor", "@"],
    &["stats", "--spec", "@"],
    &["schema", "--spec", "@"],
    &["schema", "--out", "ugly.yaml/@"],
    &["completions", "@"],
    &["man", "ugly.yaml/@"],
    &["diff", "@"],
    &["diff", "older", "@"],
    &["diff", "older", "--waive", "@"],
    &["coverage", "--vendor", "rgs", "--source", "@"],
    &["coverage", "--source", "codes.csv", "--vendor", "@"],
    &["coverage", "--source", "codes.csv", "--spec", "@"],
    &["export", "--spec", "@"],
    &["export", "--vendor", "@"],
    &["export", "--out", "ugly.yaml/@"],
];

/// Paths and words that are no good: nothing there, nothing in it, no text, no end, and (on Unix) no Unicode.
fn odd() -> Vec<OsString> {
    let mut odd: Vec<OsString> = [
        "nowhere/at-all",
        "empty folder",
        "",
        "a\nb\u{1b}[31m",
        "{}",
        "\u{202e}x",
    ]
    .map(OsString::from)
    .into();
    odd.push("long".repeat(5000).into());
    #[cfg(unix)]
    odd.push(std::os::unix::ffi::OsStringExt::from_vec(vec![
        b'a', 0xff, 0xfe,
    ]));
    odd
}

#[test]
fn unusual_arguments_have_clear_errors() {
    assert_all_are_tried(TAKING.map(|arguments| arguments[0]));
    let folder = folder();
    fs::create_dir(folder.path().join("empty folder")).expect("room");
    for arguments in TAKING {
        for odd in odd() {
            let fill = |argument: &&str| -> OsString {
                let Some(folder) = argument.strip_suffix('@') else {
                    return argument.into();
                };
                [OsStr::new(folder), &odd].into_iter().collect()
            };
            let arguments: Vec<OsString> = arguments.iter().map(fill).collect();
            let run = faultbook(folder.path(), &arguments, b"");
            let shown: String = format!("{arguments:?}").chars().take(200).collect();
            assert!(
                matches!(run.code, Some(1 | 2)),
                "{shown}: {:?} {}",
                run.code,
                run.out
            );
            assert!(
                run.err.contains("error") && !run.err.contains("panicked"),
                "{shown}: {}",
                run.err
            );
            assert!(!run.err.contains('\u{1b}'), "{shown}: {}", run.err);
        }
    }
}

#[test]
fn missing_and_invalid_arguments_print_the_usage() {
    for arguments in [
        &[][..],
        &["nothing"],
        &["list", "nothing"],
        &["check", "--format", "xml"],
        &["fmt", "--nothing"],
    ] {
        let run = faultbook(Path::new("."), arguments, b"");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains("--help"), "{arguments:?}: {}", run.err);
    }
}

/// The examples of a help are commands that there are, with options that they have.
#[test]
fn every_help_has_examples_that_can_be_typed() {
    for subcommand in subcommands() {
        let help = faultbook(Path::new("."), &[&*subcommand, "--help"], b"").out;
        let (_, examples) = help.split_once("\nExamples:\n").expect("examples");
        let lines: Vec<&str> = examples
            .lines()
            .take_while(|line| line.starts_with("  "))
            .collect();
        assert!(!lines.is_empty(), "{subcommand}");
        for line in lines {
            assert!(
                line.contains(&format!("faultbook {subcommand}")),
                "{subcommand}: {line}"
            );
            for option in line
                .split_whitespace()
                .filter(|word| word.starts_with("--"))
            {
                assert!(
                    help.contains(&format!(" {option}")),
                    "{subcommand} has no {option}"
                );
            }
        }
    }
}

#[test]
fn quiet_prints_only_errors() {
    let warned = book_with_a_warning();
    edit(
        &warned.path().join("spec/rgs.yaml"),
        "vendor: rgs",
        "vendor:  rgs",
    );
    fs::write(warned.path().join("codes.csv"), "code,status\nGONE,404\n").expect("room");
    let import = [
        "import",
        "codes.csv",
        "--vendor",
        "shop",
        "--code",
        "/code",
        "-q",
    ];
    for arguments in [
        &["-q", "check"][..],
        &["generate", "--quiet"],
        &["generate", "--check", "-q"],
        &["docs", "-q"],
        &["fmt", "-q"],
        &["man", "pages", "-q"],
        &["new", "acme", "-q"],
        &["export", "--out", "rows.csv", "-q"],
        &import,
    ] {
        let run = faultbook(warned.path(), arguments, b"");
        assert_eq!(
            (run.code, &*run.out, &*run.err),
            (Some(0), "", ""),
            "{arguments:?}"
        );
    }
    let printed = [
        "import",
        "codes.csv",
        "--vendor",
        "shop",
        "--code",
        "/code",
        "--out",
        "-",
        "-q",
        "--force",
    ];
    fs::rename(
        warned.path().join("spec/shop.yaml"),
        warned.path().join("shop.yaml"),
    )
    .expect("a file");
    let diff = ["diff", "spec", "spec", "--allow", "0123456789abcdef", "-q"];
    for arguments in [&printed[..], &diff] {
        let run = faultbook(warned.path(), arguments, b"");
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{arguments:?}");
        assert!(!run.out.is_empty(), "{arguments:?}");
    }
    for arguments in [
        &["list", "-q"][..],
        &["-q", "stats"],
        &["export", "-q"],
        &["explain", "gameye", "-q"],
        &["check", "-q", "--format", "json"],
    ] {
        let run = faultbook(warned.path(), arguments, b"");
        assert!(
            run.code == Some(0) && !run.out.is_empty(),
            "{arguments:?}: {}",
            run.err
        );
    }
    let wrong = book_with_an_error();
    let fixed = faultbook(
        book_with_an_error().path(),
        &["check", "--fix", "--quiet"],
        b"",
    );
    assert_eq!((fixed.code, &*fixed.out, &*fixed.err), (Some(0), "", ""));
    for arguments in [["-q", "check"], ["generate", "-q"]] {
        let run = faultbook(wrong.path(), &arguments, b"");
        assert_eq!((run.code, &*run.out), (Some(1), ""), "{arguments:?}");
        assert!(run.err.contains("FB0010"), "{}", run.err);
    }
}

/// `NO_COLOR` overrides `CLICOLOR_FORCE`.
#[test]
fn no_color_turns_colours_off() {
    let variables = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
    for arguments in TALKING {
        let run = faultbook_with(&variables, folder().path(), arguments, INPUT);
        assert!(
            !run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'),
            "{arguments:?}"
        );
    }
}

/// Commands that need no book ignore an invalid one, and the others report its errors.
#[test]
fn commands_without_a_book_ignore_an_invalid_one() {
    let wrong = book_with_an_error();
    for arguments in [
        &["--help"][..],
        &["completions", "fish"],
        &["man", "pages"],
        &["explain", "FB0010"],
        &["fmt"],
    ] {
        let run = faultbook(wrong.path(), arguments, b"");
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{arguments:?}");
    }
    for arguments in [
        &["list"][..],
        &["stats"],
        &["export"],
        &["coverage", "--source", "codes.csv"],
    ] {
        let run = faultbook(wrong.path(), arguments, b"");
        assert_eq!((run.code, &*run.out), (Some(1), ""), "{arguments:?}");
        assert!(run.err.contains("FB0010"), "{}", run.err);
    }
}

/// Editors and tools of Windows write such files.
#[test]
fn byte_order_marks_are_ignored_and_utf_16_is_an_error() {
    let folder = folder();
    let text = "code,status\nGONE,404\n";
    fs::write(folder.path().join("codes.csv"), format!("\u{feff}{text}")).expect("room");
    let import = "import codes.csv --vendor shop --code /code --out -";
    let import: Vec<&str> = import.split(' ').collect();
    let run = faultbook(folder.path(), &import, b"");
    assert!(
        run.code == Some(0) && run.out.contains("GONE:"),
        "{}",
        run.err
    );
    let waived = "\u{feff}0123456789abcdef\n";
    fs::write(folder.path().join("waived.txt"), waived).expect("room");
    let run = faultbook(
        folder.path(),
        &["diff", "older", "--waive", "waived.txt"],
        b"",
    );
    assert!(
        run.err
            .contains("no change has the fingerprint 0123456789abcdef"),
        "{}",
        run.err
    );
    let response = "\u{feff}HTTP/1.1 404 Not Found\r\n\r\n{}".as_bytes();
    let run = faultbook(
        folder.path(),
        &["explain", "gameye", "--response", "-"],
        response,
    );
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("codes.csv"), &utf_16).expect("room");
    for arguments in [&*import, &["explain"], &["classify"]] {
        let run = faultbook(folder.path(), arguments, &utf_16);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(
            run.err.contains("it is UTF-16; save it as UTF-8"),
            "{arguments:?}: {}",
            run.err
        );
    }
}

#[cfg(unix)]
#[test]
fn serve_is_the_program_next_to_the_command() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let command = folder.path().join("faultbook");
    fs::copy(env!("CARGO_BIN_EXE_faultbook"), &command).expect("a copy");
    let serve = |arguments: &[&str]| {
        let mut command = Command::new(&command);
        command.arg("serve").args(arguments).env("PATH", "");
        run(&mut command, b"")
    };
    let missing = serve(&["--port", "0"]);
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.err.contains("cargo install faultbook-serve"),
        "{}",
        missing.err
    );

    let program = folder.path().join("faultbook-serve");
    fs::write(&program, "#!/bin/sh\necho \"$@\"\nexit 3\n").expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("its mode");
    let served = serve(&["--port", "0", "--help"]);
    assert_eq!(
        (served.code, served.out.as_str()),
        (Some(3), "--port 0 --help\n")
    );
}
