//! `faultbook classify` over many lines, and over lines as logs have them.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::{Run, empty_folder, expect, faultbook, faultbook_with, repository};

const DOCUMENTS: &str = include_str!("documents.jsonl");

fn classify(arguments: &[&str], input: &[u8]) -> Run {
    let arguments = [&["classify"], arguments].concat();
    faultbook(&repository(), &arguments, input)
}

/// What is answered to one line under some arguments.
fn answer(arguments: &[&str], line: &Value) -> Value {
    let run = classify(arguments, line.to_string().as_bytes());
    assert_eq!(run.err, "", "{arguments:?}");
    serde_json::from_str(&run.out).expect("a line of JSON")
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("a file");
    file
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

/// Some megabytes of lines: good ones, bad ones, blank ones, long ones.
fn many_lines() -> Vec<u8> {
    let long = format!(
        r#"{{"id":"long","vendor":"rgs","status":500,"body":"{}"}}"#,
        "x".repeat(300_000)
    );
    let mut lines = Vec::new();
    for round in 0..74 {
        for (place, line) in DOCUMENTS.lines().enumerate() {
            lines.extend_from_slice(line.as_bytes());
            lines.extend_from_slice(["\n", "\r\n"][(round + place) % 2].as_bytes());
            match (round + place) % 37 {
                0 => lines.extend_from_slice(b"\n \n"),
                7 => lines.extend_from_slice(b"no JSON\n"),
                13 => lines.extend_from_slice(b"{\"vendor\":\"\xff\"}\n"),
                36 if place == 0 => lines.extend_from_slice(format!("{long}\n").as_bytes()),
                _ => {}
            }
        }
    }
    // The last line has no end.
    lines.extend_from_slice(br#"{"id":"last","vendor":"gameye","status":420}"#);
    lines
}

#[test]
fn neither_threads_nor_the_way_of_the_input_change_the_output() {
    let (folder, lines) = (empty_folder(), many_lines());
    let file = write(folder.path(), "lines.jsonl", &lines);
    let file = file.to_str().expect("a path in UTF-8");
    let one = classify(&["--threads", "1", file], b"");
    assert_eq!(one.code, Some(1));
    assert!(one.out.lines().count() > 1_700);
    let last: Value = serde_json::from_str(one.out.lines().last().unwrap()).expect("JSON");
    assert_eq!(
        (&last["id"], &last["code"]),
        (&json!("last"), &json!("420"))
    );
    for threads in ["2", "3", "16"] {
        let same = classify(&["--threads", threads, file], b"");
        assert!(
            same.out == one.out && same.code == Some(1),
            "{threads} threads"
        );
    }
    assert!(classify(&[], &lines).out == one.out, "as standard input");
    assert!(
        classify(&["--quiet"], &gzip(&lines)).out == one.out,
        "packed"
    );
}

#[test]
fn bad_lines_are_numbered_in_the_whole_input() {
    let lines = many_lines();
    let expected = lines.split(|byte| *byte == b'\n').zip(1..);
    let expected: Vec<u64> = expected
        .filter(|(line, _)| *line == b"no JSON" || line.contains(&b'\xff'))
        .map(|(_, number)| number)
        .collect();
    let reported = classify(&[], &lines).out;
    let reported = reported
        .lines()
        .filter_map(|line| line.strip_prefix("{\"line\":"));
    let reported = reported.map(|line| line.split(',').next().unwrap().parse().expect("a number"));
    assert_eq!(reported.collect::<Vec<u64>>(), expected);
}

#[test]
fn packed_input_is_known_by_its_content() {
    let folder = empty_folder();
    let plain = classify(&[], DOCUMENTS.as_bytes());
    let (begin, end) = DOCUMENTS.split_at(1000);
    // Concatenated gzip files are one gzip file.
    let packed = [gzip(begin.as_bytes()), gzip(end.as_bytes())].concat();
    let file = write(folder.path(), "no-extension", &packed);
    let from_file = classify(&[file.to_str().expect("UTF-8")], b"");
    assert_eq!((from_file.code, &from_file.out), (Some(0), &plain.out));
    assert_eq!(classify(&["-"], &packed).out, plain.out);
}

#[test]
fn truncated_gzip_is_read_as_far_as_possible() {
    let lines = DOCUMENTS.repeat(2000);
    let packed = gzip(lines.as_bytes());
    let run = classify(&[], &packed[..packed.len() / 2]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.starts_with("error: cannot read `-`: "),
        "{}",
        run.err
    );
    let whole = classify(&[], lines.as_bytes());
    assert!(run.out.lines().count() > 1000 && whole.out.starts_with(&run.out));
}

/// Mappings, a line, and what of an answer they come to: vendor and operation can be seen in code and class.
#[test]
fn fields_are_taken_from_where_a_log_has_them() {
    let body = json!({"error": {"code": "RATE_LIMITED"}});
    let headers = json!([["Retry-After", "30"], ["retry-after", "30"]]);
    let table: &[(&[&str], Value)] = &[
        (
            &[
                "--field",
                "vendor=.v",
                "--field",
                "status=.resp.code",
                "--field",
                "body=.resp.body",
                "--field",
                "headers=/resp/headers",
            ],
            json!({"v": "playtest", "status": "unused", "resp": {"code": "429", "body": body, "headers": headers}}),
        ),
        (
            &[
                "--vendor",
                "playtest",
                "--field",
                "status=.r[1]",
                "--field",
                "body=.r[0].\"the body\"",
                "--field",
                "headers=.r[2]",
            ],
            json!({"vendor": 7, "r": [{"the body": body.to_string()}, 429, {"retry-after": [30]}]}),
        ),
        (
            &[
                "--vendor",
                "playtest",
                "--operation",
                "request",
                "--field",
                "body=.",
                "--field",
                "headers=/",
            ],
            json!({"operation": [], "status": 429, "error": {"code": "RATE_LIMITED"}, "": {"retry-after": 30}}),
        ),
    ];
    for (arguments, line) in table {
        let answer = answer(arguments, line);
        let got = [
            &answer["code"],
            &answer["status"],
            &answer["retry_after_ms"],
        ];
        assert_eq!(
            got,
            [&json!("RATE_LIMITED"), &json!(429), &json!(30_000)],
            "{arguments:?}"
        );
    }
    let fixed = ["--vendor", "gameye", "--operation", "start_session"];
    let fixed = answer(&fixed, &json!({"operation": "other", "status": 420}));
    assert_eq!(
        (&fixed["operation"], fixed.get("operation_fallback")),
        (&json!("start_session"), None)
    );
}

#[test]
fn errors_in_the_arguments_are_reported_once() {
    let table: &[(&[&str], &str)] = &[
        (
            &["--vendor", "gamye"],
            "unknown vendor `gamye`; did you mean `gameye`?",
        ),
        (
            &["--vendor", "gameye", "--operation", "heartbeat"],
            "unknown operation `heartbeat`",
        ),
        (
            &["--operation", "hartbeat"],
            "unknown operation `hartbeat`; did you mean `heartbeat`?",
        ),
        (&["--field", "status=code"], "a path starts with `.`"),
        (
            &["--field", "statsu=.code"],
            "unknown field `statsu`; did you mean `status`?",
        ),
        (
            &["--vendor", "rgs", "--field", "vendor=.v"],
            "`--vendor` applies to all lines",
        ),
        (&["--threads", "0"], "0 is not in 1..=1024"),
        (&["--format", "json"], "--summary"),
    ];
    for (arguments, reported) in table {
        let run = classify(arguments, b"{}\n");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains(reported), "{arguments:?}: {}", run.err);
    }
}

/// Lines of each kind that a summary distinguishes.
fn summarized() -> String {
    let bad = "no JSON\n{\"vendor\":\"rgs\"}\n{\"vendor\":\"nobody\",\"status\":1}\nno JSON\n";
    let unknown = json!({"vendor": "playtest", "status": 409, "body": {"error": {"code": "SLOT_\u{1b}[31m残高不足"}}});
    let unknown_too = json!({"vendor": "rgs", "status": 400, "body": {"code": "ERROR_CODE_OF_A_NAME_SO_LONG_THAT_A_TABLE_HAS_NO_ROOM_FOR_IT"}});
    let usual = DOCUMENTS.lines().nth(5).expect("a line");
    format!(
        "{DOCUMENTS}\n{bad}{}{unknown_too}\n",
        format!("{unknown}\n").repeat(3)
    ) + &format!("{usual}\n").repeat(1200)
}

#[test]
fn a_summary_fits_its_width() {
    for (columns, snapshot) in [("50", "summary_narrow.txt"), ("100", "summary_wide.txt")] {
        let arguments = ["classify", "--summary"];
        let variables = [("COLUMNS", columns)];
        let run = faultbook_with(
            &variables,
            &repository(),
            &arguments,
            summarized().as_bytes(),
        );
        assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
        let most: usize = columns.parse().unwrap();
        let fits = |line: &str| unicode_width::UnicodeWidthStr::width(line) <= most;
        assert!(run.out.lines().all(fits), "{}", run.out);
        expect(snapshot, &run.out);
    }
}

/// Errors beyond those that are listed one by one are counted.
#[test]
fn a_summary_counts_all_errors() {
    let lines = (0..10_100).map(|at| format!("{{\"vendor\":\"v{at}\",\"status\":404}}\n"));
    let lines: String = lines.collect();
    let run = classify(&["--summary"], lines.as_bytes());
    assert!(
        run.out.starts_with("10,100 lines: 10,100 unreadable\n"),
        "{}",
        run.out
    );
    let last = run
        .out
        .lines()
        .skip_while(|line| !line.contains("and more than"));
    let last: Vec<&str> = last.map(str::trim).collect();
    let expected =
        "and more than 9,980 others on 10,080 lines; `--format json` lists 9,980 of them";
    assert_eq!(last.join(" "), expected);
}

#[test]
fn a_summary_for_programs_adds_up() {
    let text = summarized();
    let run = classify(
        &["--summary", "--format", "json", "--threads", "3"],
        text.as_bytes(),
    );
    assert_eq!((run.code, run.out.lines().count()), (Some(1), 1));
    let summary: Value = serde_json::from_str(&run.out).expect("JSON");
    let answers = classify(&[], text.as_bytes()).out;
    let answers: Vec<Value> = answers
        .lines()
        .map(|a| serde_json::from_str(a).expect("JSON"))
        .collect();
    let count = |is: &dyn Fn(&Value) -> bool| json!(answers.iter().filter(|a| is(a)).count());
    assert_eq!(summary["lines"], json!(answers.len()));
    assert_eq!(summary["bad_lines"], count(&|a| a.get("error").is_some()));
    assert_eq!(
        summary["outcomes"]["failure"],
        count(&|a| a["outcome"] == "failure")
    );
    for (list, key) in [
        ("classes", "class"),
        ("actions", "actions"),
        ("codes", "code"),
    ] {
        for row in summary[list].as_array().expect("a list") {
            let name = if list == "codes" {
                &row["code"]
            } else {
                &row["name"]
            };
            let has = |a: &Value| match &a[key] {
                Value::Array(names) => names.contains(name),
                one => {
                    one == name
                        && (list != "codes" || a["status"] == row["status"] || !name.is_null())
                }
            };
            assert_eq!(
                row["lines"],
                count(&|a| a.get("error").is_none() && has(a)),
                "{row}"
            );
        }
    }
    let unknown = json!({"vendor": "playtest", "code": "SLOT_\u{fffd}[31m残高不足", "status": null, "lines": 3});
    assert_eq!(summary["unknown_codes"][0], unknown);
    let first = json!({"error": "the line is not JSON: syntax error at column 2", "lines": 2, "first_line": 26});
    assert_eq!(summary["errors"][0], first);
}

#[test]
fn a_summary_of_nothing_is_one_line() {
    let run = classify(&["--summary"], b"\n");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "0 lines\n"));
}

/// Whoever reads a few answers of many, as `head` does, stops the command.
#[test]
fn the_pipe_may_be_closed_in_the_middle() {
    let folder = empty_folder();
    let file = write(
        folder.path(),
        "lines.jsonl",
        DOCUMENTS.repeat(3000).as_bytes(),
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
    command.arg("classify").arg(file).current_dir(repository());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut first = String::new();
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    answers.read_line(&mut first).expect("an answer");
    drop(answers);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
    assert!(first.contains("playwave/error"));
}

/// The command must not wait for more input when its output is closed.
#[test]
fn a_closed_pipe_ends_the_command_while_its_input_is_open() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
    command.arg("classify").current_dir(repository());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    drop(child.stdout.take());
    let mut questions = child.stdin.take().expect("a pipe");
    writeln!(questions, r#"{{"vendor":"gameye","status":420}}"#).expect("a question");
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
    drop(questions);
}

/// A line of any length costs no more memory than the longest that is read.
#[cfg(target_os = "linux")]
#[test]
fn a_line_without_end_needs_bounded_memory() {
    let folder = empty_folder();
    let path = folder.path().join("zeros");
    let mut file = std::fs::File::create(&path).expect("a file");
    // It has no blocks on the disk but the last.
    file.set_len(1 << 30).expect("a size");
    std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)).expect("a place");
    file.write_all(b"\n{\"vendor\":\"gameye\",\"status\":420}\n")
        .expect("a line");
    let script = concat!(
        "ulimit -v 500000 && exec ",
        env!("CARGO_BIN_EXE_faultbook"),
        " classify --threads 2 \"$0\""
    );
    let mut shell = Command::new("sh");
    let output = shell
        .args(["-c", script])
        .arg(&path)
        .current_dir(repository())
        .output();
    let output = output.expect("a shell");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines[0],
        r#"{"line":1,"error":"the line is longer than 16 MiB"}"#
    );
    assert!(lines.len() == 2 && lines[1].contains(r#""code":"420""#));
}

#[test]
fn a_text_that_many_errors_or_details_share_does_not_multiply() {
    let folder = empty_folder();
    write(folder.path(), "book.yaml", b"extends: standard\n");
    let vendor = b"vendor: acme
title: Acme
summary: s
envelope:
  errors: $.list[*]
  code: [\"$.list[*].code\", /code]
  message: [\"$.list[*].message\", /message]
  details: { at: /details, map: true }
domains: { api: { codes: { A: { summary: s } } } }
";
    write(folder.path(), "acme.yaml", vendor);
    let spec = folder.path().display().to_string();
    let (long, many) = ("x".repeat(100_000), 20_000);
    for body in [
        json!({ "code": long, "message": long, "list": vec![json!({}); many] }),
        json!({ "details": { &long: vec!["x"; many] } }),
    ] {
        let line = json!({ "vendor": "acme", "status": 400, "body": body.to_string() });
        let run = classify(&["--spec", &spec], line.to_string().as_bytes());
        assert_eq!(run.err, "");
        assert!(run.out.len() < 4_000_000, "{}", run.out.len());
    }
}
