//! `faultbook classify`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::{copy_of_book, edit, empty_folder, expect, faultbook, repository};

/// What comes of some lines over the book of the repository: the exit code, and a value for each line.
fn classify(lines: impl AsRef<[u8]>) -> (Option<i32>, Vec<Value>) {
    let run = faultbook(&repository(), &["classify"], lines.as_ref());
    assert_eq!(run.err, "");
    (run.code, values(&run.out))
}

fn values(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

/// What comes of lines that are right.
fn answers(lines: &[Value]) -> Vec<Value> {
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let (code, answers) = classify(text.join("\n"));
    assert_eq!((code, answers.len()), (Some(0), lines.len()), "{answers:?}");
    answers
}

fn answer(line: Value) -> Value {
    answers(&[line]).remove(0)
}

/// The reasons why there are no answers to lines.
fn errors<L: AsRef<[u8]>>(lines: &[L]) -> Vec<String> {
    let lines: Vec<&[u8]> = lines.iter().map(AsRef::as_ref).collect();
    let (code, answers) = classify(lines.join(&b'\n'));
    assert_eq!((code, answers.len()), (Some(1), lines.len()), "{answers:?}");
    let error = |answer: &Value| answer["error"].as_str().expect("a reason").to_owned();
    answers.iter().map(error).collect()
}

/// The bodies that the vendors' documents show, with what they come to in every detail.
#[test]
fn bodies_of_the_documents() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command/documents.jsonl");
    let run = faultbook(&repository(), &["classify", seeds], b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    expect("documents.jsonl", &run.out);
}

#[test]
fn the_keys_of_an_answer_keep_their_order() {
    let line = r#"{"id":1,"vendor":"gameye","operation":"start_session","status":404}"#;
    let run = faultbook(&repository(), &["classify"], line.as_bytes());
    let keys = [
        "id",
        "outcome",
        "domain",
        "code",
        "known",
        "status",
        "class",
        "severity",
        "actions",
        "forbid",
        "retryable",
        "retry",
        "retry_after_ms",
        "grace_period_ms",
        "user_message",
        "message",
        "trace_id",
        "details",
        "captures",
        "failure_reason",
        "decided_by",
        "timestamp",
        "category",
        "fields",
        "operation",
    ];
    let places: Vec<Option<usize>> = keys
        .iter()
        .map(|key| run.out.find(&format!("\"{key}\":")))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{}",
        run.out
    );
}

#[test]
fn bad_lines_are_reported_in_order() {
    let lines = [
        r#"{"id":"a","vendor":"gameye","operation":"request","status":420}"#,
        "",
        r#"{"id":"b","vendor":"nobody","operation":"request","status":420}"#,
        "  \t ",
        "not JSON",
        r#"{"id":"c","vendor":"gameye","operation":"request","status":500}"#,
    ];
    let (code, answers) = classify(lines.join("\r\n"));
    assert_eq!(code, Some(1));
    let shown: Vec<Value> = answers
        .iter()
        .map(|answer| json!([answer["id"], answer["line"], answer["code"]]))
        .collect();
    let expected = [
        json!(["a", null, "420"]),
        json!(["b", 3, null]),
        json!([null, 5, null]),
        json!(["c", null, "500"]),
    ];
    assert_eq!(shown, expected);
    assert_eq!(
        answers[2]
            .as_object()
            .map(|bad_line| bad_line.keys().cloned().collect()),
        Some(vec!["error".to_owned(), "line".to_owned()])
    );
}

/// Bad lines, and why they are.
const BAD_LINES: &[(&str, &str)] = &[
    ("nope", "the line is not JSON: syntax error at column 2"),
    (r#"{"vendor":"#, "the line is not JSON: it ends too early"),
    (r#"["playwave"]"#, "the line is JSON, but not an object"),
    (r#"{"status":200}"#, "`vendor` is missing"),
    (r#"{"vendor":null,"status":200}"#, "`vendor` is missing"),
    (r#"{"vendor":7,"status":200}"#, "`vendor` must be a string"),
    (
        r#"{"vendor":"Rgs","status":200}"#,
        "unknown vendor `Rgs`; did you mean `rgs`?",
    ),
    (
        r#"{"vendor":"rgs","operation":[],"status":200}"#,
        "`operation` must be a string",
    ),
    (
        r#"{"vendor":"rgs","body":""}"#,
        "`status` or `raised` is missing",
    ),
    (
        r#"{"vendor":"rgs","status":"2xx"}"#,
        "`status` must be an integer from 0 to 65535",
    ),
    (
        r#"{"vendor":"rgs","status":200.5}"#,
        "`status` must be an integer from 0 to 65535",
    ),
    (
        r#"{"vendor":"rgs","status":-1}"#,
        "`status` must be an integer from 0 to 65535",
    ),
    (
        r#"{"vendor":"rgs","status":65536}"#,
        "`status` must be an integer from 0 to 65535",
    ),
    (
        r#"{"vendor":"rgs","status":200,"body":7}"#,
        "`body` must be a string, an object or an array",
    ),
    (
        r#"{"vendor":"rgs","status":200,"headers":["a"]}"#,
        "`headers` must be an object of names and values, or a list of pairs",
    ),
    (
        r#"{"vendor":"rgs","status":200,"headers":{"a":true}}"#,
        "the header `a` must be a string, a number or a list of these",
    ),
    (
        r#"{"vendor":"rgs","status":200,"headers":{"a":[[1]]}}"#,
        "the header `a` must be a string, a number or a list of these",
    ),
    (
        r#"{"vendor":"playwave","raised":"NETWORK_EROR"}"#,
        "unknown raised code `NETWORK_EROR`; did you mean `NETWORK_ERROR`?",
    ),
    (
        r#"{"vendor":"playwave","raised":"SESSION_ENDED"}"#,
        "unknown raised code `SESSION_ENDED`; known: NETWORK_ERROR",
    ),
    (
        r#"{"vendor":"playwave","raised":"NETWORK_ERROR","status":0}"#,
        "a line has either `status` or `raised`, not both",
    ),
];

#[test]
fn a_bad_line_is_reported_with_its_reason() {
    let (lines, reasons): (Vec<&str>, Vec<&str>) = BAD_LINES.iter().copied().unzip();
    assert_eq!(errors(&lines), reasons);
    let not_utf8 = b"{\"vendor\":\"\xff\"}";
    assert_eq!(errors(&[not_utf8]), ["the line is not UTF-8 at byte 12"]);
}

#[test]
fn hostile_lines_are_only_bad_lines() {
    let nested = format!(
        r#"{{"vendor":"gameye","status":200,"headers":{{"a":{}"#,
        "[".repeat(100_000)
    );
    let long = format!(r#"{{"vendor":"{}","status":200}}"#, "é".repeat(1_000_000));
    let errors = errors(&[nested, long]);
    assert_eq!(errors[0], "the line is not JSON: it ends too early");
    assert!(errors[1].len() < 300, "{}", errors[1].len());
}

#[test]
fn ids_are_returned_unchanged() {
    let ids = [
        "12345678901234567890123",
        "1.0",
        r#""a\u0000b""#,
        r#"{"b":1,"a":[2]}"#,
        "null",
        "true",
    ];
    let lines = ids.map(|id| format!(r#"{{"vendor":"gameye","status":420,"id": {id} }}"#));
    let run = faultbook(&repository(), &["classify"], lines.join("\n").as_bytes());
    assert_eq!(run.out.lines().count(), ids.len());
    for (id, answer) in ids.iter().zip(run.out.lines()) {
        assert!(
            answer.starts_with(&format!(r#"{{"id":{id},"outcome""#)),
            "{answer}"
        );
    }
    assert_eq!(
        answer(json!({"vendor": "gameye", "status": 420}))["id"],
        Value::Null
    );
}

#[test]
fn a_body_may_be_json_within_the_line() {
    let body = json!({"error": {"code": "CONFLICT", "message": "Slot already claimed"}});
    let within = answer(
        json!({"vendor": "playtest", "operation": "claim_slot", "status": 409, "body": body}),
    );
    let text = body.to_string();
    let as_text = answer(
        json!({"vendor": "playtest", "operation": "claim_slot", "status": 409, "body": text}),
    );
    assert_eq!(within, as_text);
    assert_eq!(within["code"], "CONFLICT");
}

#[test]
fn a_body_that_is_not_there_is_empty() {
    let lines = [
        json!({"vendor": "playwave", "operation": "heartbeat", "status": 404}),
        json!({"vendor": "playwave", "operation": "heartbeat", "status": 404, "body": null, "headers": null}),
    ];
    for answer in answers(&lines) {
        assert_eq!(
            (&answer["code"], &answer["class"]),
            (&Value::Null, &json!("session_lost"))
        );
    }
}

#[test]
fn both_values_of_a_repeated_header_count() {
    let folder = empty_folder();
    fs::create_dir(folder.path().join("spec")).expect("a folder");
    let vendor = "vendor: acme\ntitle: A\nsummary: s\ndomains:\n  d:\n    envelope: { code: { header: X-Code } }\n    \
        codes: { FINE: { summary: s, class: ok }, DENIED: { summary: s, class: conflict } }\n";
    fs::write(folder.path().join("spec/book.yaml"), "extends: standard\n").expect("a file");
    fs::write(folder.path().join("spec/acme.yaml"), vendor).expect("a file");
    let outcomes = |headers: &str| {
        let line = format!(r#"{{"vendor":"acme","status":200,"body":"{{}}","headers":{headers}}}"#);
        let run = faultbook(folder.path(), &["classify"], line.as_bytes());
        let answer: Value = serde_json::from_str(&run.out).expect("an answer");
        answer["outcome"].clone()
    };
    assert_eq!(outcomes(r#"{"X-Code":"FINE"}"#), "success");
    for headers in [
        r#"{"X-Code":"FINE","x-code":"DENIED"}"#,
        r#"{"X-Code":"DENIED","x-code":"FINE"}"#,
        r#"{"X-Code":"FINE","X-Code":"DENIED"}"#,
        r#"{"X-Code":"DENIED","X-Code":"FINE"}"#,
        r#"{"X-Code":["FINE","DENIED"]}"#,
        r#"[["X-Code","FINE"],["x-code","DENIED"]]"#,
    ] {
        assert_eq!(outcomes(headers), "failure", "{headers}");
    }
}

#[test]
fn a_stream_is_read_in_part() {
    let folder = empty_folder();
    fs::create_dir(folder.path().join("spec")).expect("a folder");
    let vendor = "vendor: acme\ntitle: A\nsummary: s\nformat: [json, sse]\ndomains: {}\n";
    fs::write(folder.path().join("spec/book.yaml"), "extends: standard\n").expect("a file");
    fs::write(folder.path().join("spec/acme.yaml"), vendor).expect("a file");
    let line = |body: &str| {
        format!(
            "{}\n",
            json!({"vendor": "acme", "status": 200, "body": body})
        )
    };
    let lines = line("data: {}\n\ndata: {\"error\":1}\n\n")
        + &line("{}")
        + &line("event: error\ndata: {}\n\n");
    let run = faultbook(folder.path(), &["classify"], lines.as_bytes());
    let of = |answer: &Value| (answer["outcome"].clone(), answer["partial"].clone());
    let answers: Vec<_> = values(&run.out).iter().map(of).collect();
    let expected = [
        (json!("success"), json!(true)),
        (json!("success"), Value::Null),
        (json!("failure"), Value::Null),
    ];
    assert_eq!(answers, expected);
    let run = faultbook(folder.path(), &["classify", "--summary"], lines.as_bytes());
    let total = "3 lines: 1 failed, 2 successful; event streams of which one event was read: 1";
    assert_eq!(run.out.lines().next(), Some(total));
    let body = "data: {}\n\n";
    let arguments = ["explain", "acme", "--status", "200", "--response", body];
    let run = faultbook(folder.path(), &arguments, b"");
    assert!(run.out.contains("success of one event"), "{}", run.out);
}

#[test]
fn headers_may_be_written_in_several_ways() {
    let line = |value: &Value| {
        let (headers, body) = (
            json!({"RETRY-after": value}),
            json!({"error": {"code": "RATE_LIMITED"}}),
        );
        json!({"vendor": "playtest", "status": 429, "headers": headers, "body": body})
    };
    let readable = [json!("30"), json!(30), json!(["30", "30"]), json!([30])];
    for answer in answers(&readable.each_ref().map(line)) {
        assert_eq!(answer["retry_after_ms"], 30_000);
    }
    let unreadable = [json!("soon"), json!(["30", "60"]), json!([]), json!(null)];
    for answer in answers(&unreadable.each_ref().map(line)) {
        assert_eq!(answer["retry_after_ms"], Value::Null);
    }
}

#[test]
fn rate_limits_are_listed_if_there_are_any() {
    let line = |headers| json!({"vendor": "playtest", "status": 429, "headers": headers});
    let headers = json!({"X-RateLimit-Limit": 100, "X-RateLimit-Reset": "1709312400"});
    let listed = json!([{"limit": 100, "reset_at": 1_709_312_400}]);
    assert_eq!(answer(line(headers))["rate_limits"], listed);
    assert_eq!(answer(line(json!({}))).get("rate_limits"), None);
}

#[test]
fn any_status_is_accepted_and_none_is_a_success_by_accident() {
    let vendors = ["gameye", "licensing", "playtest", "playwave", "rgs"];
    let line =
        |vendor, status| json!({"vendor": vendor, "status": status, "body": "<html></html>"});
    for status in [0, 99, 200, 204, 302, 600, 65535] {
        for answer in answers(&vendors.map(|vendor| line(vendor, status))) {
            assert_eq!(
                (&answer["outcome"], &answer["status"]),
                (&json!("failure"), &json!(status))
            );
        }
    }
}

#[test]
fn an_operation_that_the_book_does_not_have_is_read_as_any() {
    let listed = answer(json!({"vendor": "playwave", "operation": "heartbeat", "status": 404}));
    assert_eq!(
        (&listed["operation"], listed.get("operation_fallback")),
        (&json!("heartbeat"), None)
    );
    let lines = [
        json!({"vendor": "playwave", "operation": "refund", "status": 404}),
        json!({"vendor": "playwave", "status": 404}),
        json!({"vendor": "playwave", "operation": "refund", "raised": "NETWORK_ERROR"}),
    ];
    for other in answers(&lines) {
        assert_eq!(
            (&other["operation"], &other["operation_fallback"]),
            (&json!("request"), &json!(true))
        );
    }
}

#[test]
fn client_codes_have_no_status() {
    let answer =
        answer(json!({"vendor": "licensing", "operation": "validate", "raised": "nonce_mismatch"}));
    assert_eq!(
        (&answer["status"], &answer["code"]),
        (&Value::Null, &json!("nonce_mismatch"))
    );
    assert_eq!(
        (&answer["severity"], &answer["failure_reason"]),
        (&json!("security"), &json!("login_failed"))
    );
}

#[test]
fn the_binary_carries_the_book() {
    let folder = empty_folder();
    let line = r#"{"vendor":"gameye","operation":"start_session","status":420}"#;
    let carried = faultbook(
        folder.path(),
        &["classify", "-", "--builtin"],
        line.as_bytes(),
    );
    let own = faultbook(&repository(), &["classify"], line.as_bytes());
    assert_eq!((carried.code, carried.err.as_str()), (Some(0), ""));
    assert_eq!(carried.out, own.out);
}

#[test]
fn the_nearest_book_is_used() {
    let local = copy_of_book();
    edit(
        &local.path().join("spec/gameye.yaml"),
        "trace_id: /identifier",
        "trace_id: /path",
    );
    // The examples would fail after the change, so they are removed.
    let file = local.path().join("spec/gameye.yaml");
    let text = fs::read_to_string(&file).expect("a book");
    fs::write(&file, &text[..text.find("examples:").expect("examples")]).expect("a file");
    let line = r#"{"vendor":"gameye","status":500,"body":{"path":"p","identifier":"i"}}"#;
    let trace_id = |arguments: &[&str]| {
        let run = faultbook(local.path(), arguments, line.as_bytes());
        values(&run.out)[0]["trace_id"].clone()
    };
    assert_eq!(trace_id(&["classify"]), "p");
    let spec = repository().join("spec");
    assert_eq!(
        trace_id(&[
            "classify",
            "--spec",
            spec.to_str().expect("a path in UTF-8")
        ]),
        "i"
    );
}

#[test]
fn commands_fail_for_an_invalid_book() {
    let folder = copy_of_book();
    edit(
        &folder.path().join("spec/book.yaml"),
        "extends: standard",
        "extends: standrad",
    );
    let run = faultbook(
        folder.path(),
        &["classify"],
        br#"{"vendor":"gameye","status":420}"#,
    );
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""));
    assert!(run.err.contains("spec/book.yaml:"), "{}", run.err);
}

#[test]
fn unreadable_files_are_errors() {
    let run = faultbook(&repository(), &["classify", "no-such.jsonl"], b"");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(
        run.err.starts_with("error: cannot read `no-such.jsonl`: "),
        "{}",
        run.err
    );
}

#[test]
fn empty_input_is_not_an_error() {
    assert_eq!(classify(""), (Some(0), Vec::new()));
    assert_eq!(classify("\n\r\n \n"), (Some(0), Vec::new()));
}

#[test]
fn answers_are_written_before_more_input_is_read() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
    command
        .arg("classify")
        .current_dir(repository())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut questions = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    for status in [420, 500] {
        writeln!(questions, r#"{{"vendor":"gameye","status":{status}}}"#).expect("a question");
        let mut line = String::new();
        answers.read_line(&mut line).expect("an answer");
        assert_eq!(values(&line)[0]["status"], status);
    }
    drop(questions);
    assert!(child.wait().expect("the command ends").success());
}

#[test]
fn the_reader_may_close_the_pipe() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultbook"));
    command.arg("classify").current_dir(repository());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    drop(child.stdout.take());
    let mut questions = child.stdin.take().expect("a pipe");
    let lines = "{\"vendor\":\"gameye\",\"status\":420}\n".repeat(1000);
    // The command may have gone before it has read them all.
    let _ = questions.write_all(lines.as_bytes());
    drop(questions);
    let mut reported = String::new();
    child
        .stderr
        .take()
        .expect("a pipe")
        .read_to_string(&mut reported)
        .expect("UTF-8");
    assert_eq!(
        (
            child.wait().expect("the command ends").code(),
            reported.as_str()
        ),
        (Some(0), "")
    );
}

/// A line that has an answer.
const LINE: &str = r#"{"vendor":"gameye","operation":"start_session","status":420}"#;

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text).expect("room");
    packed.finish().expect("room")
}

#[test]
fn byte_order_marks_are_not_part_of_a_line() {
    let marked = format!("\u{feff}{LINE}\n\u{feff}\n\u{feff}{LINE}");
    for input in [marked.clone().into_bytes(), gzipped(marked.as_bytes())] {
        let (code, answers) = classify(input);
        assert_eq!((code, answers.len()), (Some(0), 2));
        assert!(answers.iter().all(|answer| answer["code"] == "420"));
    }
}

#[test]
fn utf_16_is_reported() {
    let little: Vec<u8> = LINE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = LINE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xff\xfe", &*little].concat();
    let packed = gzipped(&marked);
    for input in [little, big, marked, packed] {
        let run = faultbook(&repository(), &["classify"], &input);
        assert_eq!((run.code, &*run.out), (Some(2), ""), "{}", run.err);
        assert!(run.err.contains("it is UTF-16"), "{}", run.err);
    }
}

#[test]
fn data_after_gzip_loses_no_lines() {
    let (line, open) = (
        gzipped(format!("{LINE}\n").as_bytes()),
        gzipped(LINE.as_bytes()),
    );
    let zeros = vec![0; 70_000];
    let garbage = b"garbage".to_vec();
    let other = "is followed by other data";
    let table: [(&[&Vec<u8>], usize, &str); 7] = [
        (&[&line, &zeros], 1, ""),
        (&[&open, &zeros], 1, ""),
        (&[&line, &line, &open, &zeros], 3, ""),
        (&[&line, &zeros, &line], 2, ""),
        (&[&line, &garbage], 1, other),
        (&[&open, &garbage], 1, other),
        (&[&line, &zeros, &garbage], 1, other),
    ];
    for (parts, count, reported) in table {
        let input: Vec<u8> = parts.iter().flat_map(|part| part.iter().copied()).collect();
        let run = faultbook(&repository(), &["classify"], &input);
        let answers = values(&run.out);
        assert_eq!(answers.len(), count, "{}", run.err);
        assert!(answers.iter().all(|answer| answer["code"] == "420"));
        let code = if reported.is_empty() { 0 } else { 2 };
        assert_eq!(run.code, Some(code), "{}", run.err);
        assert!(run.err.contains(reported), "{}", run.err);
    }
}

/// Signals that end the command while its output is read.
#[cfg(unix)]
mod signals {
    use std::io::{Read, Write};
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Child, Command, ExitStatus, Stdio};
    use std::thread::sleep;
    use std::time::Duration;

    use super::LINE;

    /// More than any pipe holds of answers.
    const LINES: usize = 5000;

    /// Runs a script of the shell, in which `classify` is the command, and waits for its first answer.
    fn started(script: &str) -> Child {
        let script = script.replace("classify", r#""$0" classify --builtin --threads 1"#);
        let mut child = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_faultbook")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut input = child.stdin.take().expect("a pipe");
        std::thread::spawn(move || {
            let lines = format!("{LINE}\n").repeat(LINES);
            // Whoever is ended reads no more.
            let _ = input.write_all(lines.as_bytes());
        });
        let mut first = [0];
        let output = child.stdout.as_mut().expect("a pipe");
        output.read_exact(&mut first).expect("an answer");
        child
    }

    fn signal(child: &Child, name: &str) {
        let status = Command::new("kill")
            .args(["-s", name, &child.id().to_string()])
            .status();
        assert!(status.expect("kill").success());
    }

    /// What comes of it, and all that it still writes.
    fn rest(mut child: Child) -> (ExitStatus, String) {
        let mut rest = String::new();
        let mut output = child.stdout.take().expect("a pipe");
        output.read_to_string(&mut rest).expect("answers");
        (child.wait().expect("an end"), rest)
    }

    fn is_ignored(signal: u32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
    }

    #[test]
    fn the_last_line_is_whole() {
        // What the tests themselves are to ignore, as under `nohup`, the command ignores as well.
        let signals = [("TERM", 15), ("INT", 2), ("HUP", 1)];
        for (name, number) in signals
            .into_iter()
            .filter(|(_, number)| !is_ignored(*number))
        {
            let child = started("exec classify");
            signal(&child, name);
            let (status, rest) = rest(child);
            assert_eq!(status.signal(), i32::try_from(number).ok(), "{name}");
            assert!(rest.ends_with("}\n"), "{name}: {rest:?}");
        }
    }

    #[test]
    fn a_second_signal_does_not_wait_for_the_reader() {
        let mut child = started("exec classify");
        while child.try_wait().expect("a child").is_none() {
            signal(&child, "TERM");
            sleep(Duration::from_millis(20));
        }
        let status = child.wait().expect("an end");
        assert_eq!(status.signal(), Some(15));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn ignored_signals_do_not_end_the_process() {
        for name in ["HUP", "INT"] {
            let child = started(&format!("trap '' {name}; exec classify"));
            signal(&child, name);
            let (status, rest) = rest(child);
            assert_eq!(status.code(), Some(0), "{name}");
            assert_eq!(rest.lines().count(), LINES, "{name}");
        }
    }
}
