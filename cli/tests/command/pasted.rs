//! `faultbook explain --response`: responses as they are pasted.

use faultbook_codegen::model::Situation;
use faultbook_codegen::output;

use crate::{expect, faultbook, repository};

/// The first line of the explanation for each possible meaning of a response.
fn titles(arguments: &[&str], input: &str) -> Vec<String> {
    let arguments = [&["explain"], arguments].concat();
    let run = faultbook(&repository(), &arguments, input.as_bytes());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{input}");
    let pages = run.out.split("───\n");
    let title = |page: &str| page.split(':').next().unwrap_or_default().to_owned();
    pages.map(title).collect()
}

fn refused(arguments: &[&str], input: &str) -> String {
    let arguments = [&["explain"], arguments].concat();
    let run = faultbook(&repository(), &arguments, input.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{input}");
    run.err
}

#[test]
fn a_body_finds_its_vendor_and_its_code() {
    let cases = [
        (
            r#"{"error":{"code":"SESSION_ENDED"}}"#,
            "playwave SESSION_ENDED",
        ),
        (
            r#"{"result":"SESSION_REPLACED"}"#,
            "playwave SESSION_REPLACED",
        ),
        (r#"{"statusCode":420,"identifier":"a5"}"#, "gameye 420"),
        (
            r#"{"category":"ERROR_CATEGORY_VALIDATION","code":"ERROR_CODE_INVALID_AMOUNT"}"#,
            "rgs ERROR_CODE_INVALID_AMOUNT",
        ),
    ];
    for (body, title) in cases {
        assert_eq!(titles(&["--response", body], ""), [title]);
        assert_eq!(titles(&["--response", "-"], body), [title]);
        assert_eq!(titles(&[], body), [title], "what is piped in is meant");
    }
}

#[test]
fn a_whole_response_is_explained() {
    let response = "HTTP/2 429 \r\nretry-after: 12\r\n\r\n\
                    {\"success\":false,\"error\":{\"code\":\"RATE_LIMITED\",\"message\":\"slow\"}}\r\n";
    let run = faultbook(
        &repository(),
        &["explain", "playwave", "--response", "-"],
        response.as_bytes(),
    );
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    expect("pasted.txt", &run.out);
}

#[test]
fn a_wait_that_is_cut_is_explained() {
    let response = "HTTP/2 429\nretry-after: 259200\n\n{\"success\":false,\"error\":{\"code\":\"RATE_LIMITED\"}}";
    let arguments = ["explain", "playwave", "--response", response];
    let run = faultbook(&repository(), &arguments, b"");
    for part in [
        "this time after 1h, which is `max_wait`",
        "the response requests 3d",
    ] {
        assert!(run.out.contains(part), "{}", run.out);
    }
}

#[test]
fn waits_and_rate_limits_of_a_response_are_explained() {
    let response = "HTTP/2 429\nRetry-After: Tue, 14 Nov 2023 22:14:20 GMT\nX-RateLimit-Limit: 100\nX-RateLimit-Remaining: none\nX-RateLimit-Reset: 1709312400\n\n{}";
    let arguments = ["explain", "playtest", "--response", response];
    let run = faultbook(&repository(), &arguments, b"");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    for part in [
        "the response requests a time, and has no\n",
        "rate limit      limit 100, reset 1709312400\n",
        "remaining       header `X-RateLimit-Remaining`: none\n",
    ] {
        assert!(run.out.contains(part), "{}", run.out);
    }
}

#[test]
fn all_possible_meanings_are_explained() {
    let body = r#"{"valid":false,"error":"no_credits"}"#;
    let twice = ["licensing no_credits"; 2];
    assert_eq!(titles(&["--response", body, "--status", "200"], ""), twice);
    let asked = ["--response", body, "--operation", "validate"];
    assert_eq!(
        titles(&[&asked[..], &["--status", "200"]].concat(), ""),
        ["licensing no_credits"]
    );
    let both = r#"HTTP/1.1 429

{"success":false,"error":{"code":"RATE_LIMITED"}}"#;
    assert_eq!(
        titles(&[], both),
        ["playtest RATE_LIMITED", "playwave RATE_LIMITED"]
    );
}

#[test]
fn responses_of_no_vendor() {
    assert!(refused(&[], "<html>Bad Gateway</html>").contains("pass it with `--status`"));
    let unknown = r#"{"success":false,"error":{"code":"NEW"}}"#;
    assert!(refused(&["playwave", "--response", unknown], "").contains("pass it with `--status`"));
    assert_eq!(
        titles(&["playwave", "--response", unknown, "--status", "503"], ""),
        ["playwave NEW"]
    );
    assert_eq!(
        titles(&["playwave", "--response", "<html>", "--status", "502"], ""),
        ["playwave"]
    );
    assert!(refused(&["playwav", "--response", "{}"], "").contains("did you mean `playwave`?"));
    assert!(refused(&["playwave", "OK", "--response", "{}"], "").contains("cannot be used with"));
}

#[test]
fn the_title_says_why_a_response_is_no_success() {
    let cases = [
        ("200", "<html>", "not JSON"),
        ("200", r#"{"status":"late"}"#, "success condition not met"),
        ("200", r#"{"status":"ok","error":[]}"#, "unreadable value"),
        ("200", r#"{"valid":false,"error":"new"}"#, "unknown code"),
        ("500", "{}", "no code in this response"),
        ("200", r#"{"status":"ok"}"#, "success"),
    ];
    for (status, body, why) in cases {
        let arguments = ["explain", "licensing", "--operation", "validate"];
        let response = ["--status", status, "--response", body];
        let run = faultbook(&repository(), &[arguments, response].concat(), b"");
        let title = run.out.lines().next().unwrap_or_default();
        assert!(title.ends_with(&format!(": {why}")), "{title}");
        let names_condition = run
            .out
            .contains("success when    the status is 200 and `/status` is");
        assert_eq!(
            names_condition,
            why == "success condition not met",
            "{body}"
        );
    }
}

/// An example of the book, pasted as the docs show it, comes to what the example is about.
#[test]
fn the_examples_of_the_docs_can_be_pasted() {
    let sources = output::sources(&repository().join("spec")).expect("the book");
    let loaded = faultbook_codegen::load(&sources).expect("a right book");
    let mut pasted = 0;
    for vendor in &loaded.book.vendors {
        // A run of the command for each would take long; a few show as much.
        for example in vendor.examples.iter().step_by(8) {
            let Situation::Response {
                status,
                headers,
                body,
            } = &example.situation
            else {
                continue;
            };
            let headers = headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}\n"));
            let text = format!("HTTP/1.1 {status}\n{}\n{body}", headers.collect::<String>());
            let operation = &vendor.operations[example.operation].name;
            let arguments = [&*vendor.name, "--response", "-", "--operation", operation];
            let arguments = [&["explain", "--format", "json"], &arguments[..]].concat();
            let run = faultbook(&repository(), &arguments, text.as_bytes());
            let reported: serde_json::Value = serde_json::from_str(&run.out).expect("one line");
            let class = example
                .expect
                .iter()
                .find(|expected| expected.field == "class");
            if let Some(class) = class {
                assert_eq!(reported["class"], class.value, "{}", example.name);
                pasted += 1;
            }
        }
    }
    assert!(pasted > 10, "{pasted}");
}
