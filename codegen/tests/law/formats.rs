//! Bodies that are XML or forms, and which of several formats a body has.

use faultbook_codegen::Report;
use faultbook_runtime::{Outcome, Response};

use crate::support::{Small, book};

const XML: &str = "
    format: xml
    envelope: { message: /Error/Message, fields: { kind: /Error/@kind }, details: { at: /Error/Details, field: /@name, message: /Text } }
    domains:
      api:
        envelope: { code: [/Error/Code, /Result/Status] }
        codes: { Bad: { summary: s, class: refused }, Fine: { summary: s, class: ok } }
    operations:
      buy: { success: { field: { /Result/Paid: true, /Result/Count: [1, 2], /Result/@version: '1', /Result/Paid/@by: card } } }
      request: { success: { field: { /Result: { exists: true } } } }
";

const FORM: &str = "
    format: form
    envelope: { code: /code, message: /text }
    domains:
      api: { codes: { Bad: { summary: s, class: refused } } }
    operations:
      request: { success: { field: { /ok: 1 } } }
";

/// Every vendor has a field for each format, at the same pointer.
const ANY: &str = "
    format: [json, xml, form]
    prefix: \")]}'\"
    envelope: { code: /code }
    domains:
      api: { codes: { Bad: { summary: s, class: refused } } }
    operations:
      plain: { format: json }
      request: { success: { field: { /ok: { exists: true } } } }
";

/// The code, and the class without one.
fn found(report: &Report) -> &str {
    report.code.as_deref().unwrap_or(&report.decision.class)
}

/// Checks what operations find in bodies under a status of 200.
fn check(book: &Small, cases: &[(&str, &str, &str)]) {
    for (operation, body, expected) in cases {
        let report = book.read(operation, 200, body);
        assert_eq!(found(&report), *expected, "{operation}: {body}");
        let is_success = ["ok", "Fine"].contains(expected);
        assert_eq!(
            report.decision.outcome == "success",
            is_success,
            "{operation}: {body}"
        );
    }
}

#[test]
fn success_in_xml_is_certain() {
    check(
        &book(XML),
        &[
            ("request", "<Result/>", "ok"),
            (
                "request",
                "<?xml version='1.0'?>\n<r:Result xmlns:r='u'><Other/></r:Result>\n",
                "ok",
            ),
            ("request", "\u{feff}<Result/>", "ok"),
            ("request", "<Result>text</Result>", "unknown"),
            ("request", "<html><body>Log in</body></html>", "unknown"),
            ("request", "<!DOCTYPE Result><Result/>", "unknown"),
            ("request", "<Result>&nbsp;</Result>", "unknown"),
            ("request", "<Result>", "unknown"),
            ("request", "<Result/><Result/>", "unknown"),
            ("request", "{\"Result\":1}", "unknown"),
            ("request", "", "unknown"),
            ("request", "<Error><Code>Bad</Code></Error>", "Bad"),
            ("request", "<Error><Code>New</Code></Error>", "New"),
            ("request", "<Result><Status>Fine</Status></Result>", "Fine"),
            (
                "request",
                "<Result><Status><![CDATA[Fine]]></Status></Result>",
                "Fine",
            ),
            (
                "request",
                "<Result><Status>F&#105;ne</Status></Result>",
                "Fine",
            ),
            ("request", "<Result><Status/></Result>", "ok"),
        ],
    );
}

#[test]
fn what_is_doubtful_in_xml_is_no_success() {
    let bodies = [
        "<Result><Status>Fine</Status><Status>Bad</Status></Result>",
        "<Result><Status>Fine<b/></Status></Result>",
        "<Result><Status><b>Fine</b></Status></Result>",
        "<Result><Status>Fi<![CDATA[ne]]></Status></Result>",
    ];
    let book = book(XML);
    for body in bodies {
        let report = book.read("request", 200, body);
        assert_eq!(
            (report.decision.outcome, &*report.decision.class),
            ("failure", "unknown"),
            "{body}"
        );
    }
}

#[test]
fn conditions_compare_xml_as_the_book_spells_values() {
    let result = |paid: &str, count: &str, version: &str| {
        format!(
            "<Result version='{version}'><Paid by='card'>{paid}</Paid><Count>{count}</Count></Result>"
        )
    };
    let book = book(XML);
    let outcome = |body: String| book.read("buy", 200, body).decision.outcome;
    for count in ["1", " 2\n"] {
        assert_eq!(outcome(result("true", count, "1")), "success");
    }
    for (paid, count, version) in [
        ("false", "1", "1"),
        ("TRUE", "1", "1"),
        ("true", "1.0", "1"),
        ("true", "3", "1"),
        ("true", "1", "2"),
        ("true", "<b>1</b>", "1"),
        ("", "1", "1"),
    ] {
        assert_eq!(
            outcome(result(paid, count, version)),
            "failure",
            "{paid} {count} {version}"
        );
    }
    let repeated = "<Result version='1'><Paid by='card'>true</Paid><Paid by='card'>true</Paid><Count>1</Count></Result>";
    assert_eq!(outcome(repeated.to_owned()), "failure");
}

#[test]
fn details_in_xml_are_elements() {
    let book = book(XML);
    let body = "<Error kind='a&amp;b'><Message> Wrong </Message><Details><Item name='x'><Text>no</Text></Item> \
                <Other>plain</Other><!-- none --><Item name='y'/></Details></Error>";
    let response = Response::new(400, body);
    book.reading("request", &response, |reading| {
        let owned = reading.clone().into_owned();
        for reading in [reading, &owned] {
            let details = reading.details().map(|detail| {
                let field = detail.field.map(|field| field.to_string());
                let message = detail.message.map(|message| message.to_string());
                format!(
                    "{}: {}",
                    field.unwrap_or_default(),
                    message.unwrap_or_default()
                )
            });
            assert_eq!(details.collect::<Vec<_>>(), ["x: no", ": plain", "y: "]);
            let fields: Vec<_> = reading
                .fields()
                .map(|(name, text)| format!("{name} {text}"))
                .collect();
            assert_eq!(fields, ["kind a&b"]);
            assert_eq!(
                reading.message().map(|text| text.to_string()).as_deref(),
                Some("Wrong")
            );
        }
    });
}

#[test]
fn patterns_read_any_spelling() {
    let vendor = |format: &str, message: &str| {
        let rule = "{ when: { message: 'at most {max:integer} & {what:text}' }, class: lost }";
        book(&format!(
            "
            format: {format}
            envelope: {{ code: /E/c, message: {message} }}
            rules: [{rule}]
            domains: {{ api: {{ codes: {{ Bad: {{ summary: s }}, Fine: {{ summary: s, class: ok }} }} }} }}
            "
        ))
    };
    let xml = vendor("xml", "/E/m");
    for message in [
        "at most 12 &amp; more",
        " at <!-- x -->most 1&#50; &#x26; more ",
        "<![CDATA[at most 12 & more]]>",
    ] {
        let report = xml.read("request", 400, format!("<E><c>Bad</c><m>{message}</m></E>"));
        let captured = report.captures.get("max").map(String::as_str);
        assert_eq!(
            (&*report.decision.class, captured),
            ("lost", Some("12")),
            "{message}"
        );
        assert_eq!(report.captures["what"], "more", "{message}");
    }
    let form = book(
        "
        format: form
        envelope: { code: /c, message: /m }
        rules: [{ when: { message: 'at most {max:integer} & {what:text}' }, class: lost }]
        domains: { api: { codes: { Bad: { summary: s }, Fine: { summary: s, class: ok } } } }
        ",
    );
    for message in ["at+most+12+%26+more", "%61t%20most%2012%20%26%20m%6Fre"] {
        let report = form.read("request", 400, format!("c=Bad&m={message}"));
        let captured = report.captures.get("max").map(String::as_str);
        assert_eq!(
            (&*report.decision.class, captured),
            ("lost", Some("12")),
            "{message}"
        );
    }
}

#[test]
fn success_in_a_form_is_certain() {
    check(
        &book(FORM),
        &[
            ("request", "ok=1", "ok"),
            ("request", "a&ok=%31&b=2", "ok"),
            ("request", "ok=1&ok=1", "unknown"),
            ("request", "ok=1&o%6B=2", "unknown"),
            ("request", "ok=01", "unknown"),
            ("request", "ok", "unknown"),
            ("request", "<html>ok=1</html>", "unknown"),
            ("request", "", "unknown"),
            ("request", "{}", "unknown"),
            ("request", "ok=1&code=Bad", "Bad"),
            ("request", "ok=1&code=N%C3%A9w", "Néw"),
            ("request", "ok=1&code=", "ok"),
            ("request", "ok=1&code", "ok"),
        ],
    );
}

#[test]
fn media_type_then_first_character_choose_the_format() {
    let bodies = [
        ("json", "{\"code\":\"Bad\"}"),
        ("xml", "<code>Bad</code>"),
        ("form", "code=Bad"),
    ];
    let types = [
        ("json", "application/json"),
        ("json", "Application/Problem+JSON; charset=utf-8"),
        ("xml", "text/xml"),
        ("xml", "application/xml ;charset=utf-8"),
        ("xml", "application/atom+xml"),
        ("form", "application/x-www-form-urlencoded"),
        ("", "text/html"),
        ("", "application/jsonp"),
        ("", ""),
    ];
    let book = book(ANY);
    for (format, body) in bodies {
        for (declared, media_type) in types {
            let report = book.read_with("request", 400, &[("content-type", media_type)], body);
            let is_read = declared.is_empty() || declared == format;
            let expected = if is_read { Some("Bad") } else { None };
            assert_eq!(report.code.as_deref(), expected, "{media_type}: {body}");
        }
        let report = book.read("request", 400, body);
        assert_eq!(found(&report), "Bad", "{body}");
        let contradictory = [
            ("Content-Type", "text/xml"),
            ("Content-Type", "application/json"),
        ];
        let report = book.read_with("request", 400, &contradictory, body);
        assert_eq!(found(&report), "Bad", "{body}");
        let report = book.read("plain", 400, body);
        let expected = if format == "json" { "Bad" } else { "refused" };
        assert_eq!(found(&report), expected, "{body}");
    }
}

#[test]
fn prefix_is_skipped() {
    let book = book(ANY);
    for prefix in ["", ")]}'", ")]}'\n", "\u{feff})]}'\n"] {
        let report = book.read("request", 400, format!("{prefix}{{\"code\":\"Bad\"}}"));
        assert_eq!(found(&report), "Bad", "{prefix:?}");
        let report = book.read("plain", 200, format!("{prefix}{{}}"));
        assert_eq!(report.decision.outcome, "success", "{prefix:?}");
    }
    for prefix in [")]}", ")]}')]}'", " )]}'", ")]}'\u{feff}"] {
        let report = book.read("plain", 200, format!("{prefix}{{}}"));
        assert_eq!(report.decision.outcome, "failure", "{prefix:?}");
    }
}

#[test]
fn xml_under_json_and_json_under_xml_are_not_read() {
    let json =
        book("domains: { api: { envelope: { code: /code }, codes: { Bad: { summary: s } } } }");
    for body in ["<code>Bad</code>", "code=Bad"] {
        assert_eq!(found(&json.read("request", 200, body)), "unknown", "{body}");
    }
}

#[test]
fn one_event_of_a_stream_is_read() {
    let book = book("
        format: [json, sse]
        envelope: { code: /error/code }
        domains: { api: { codes: { Bad: { summary: s, class: refused } } } }
        operations: { request: { success: { field: { /id: { exists: true } } } }, json: { format: json }, stream: { format: sse } }
    ");
    check(
        &book,
        &[
            (
                "request",
                "data: {\"id\":1}\n\ndata: {\"error\":{\"code\":\"Bad\"}}\n\n",
                "ok",
            ),
            ("request", ": ping\n\nevent: x\ndata: {\"id\":1}\n\n", "ok"),
            ("request", "\u{feff}data:{\"id\":1}\r\n\r\n", "ok"),
            ("request", "{\"id\":1}", "ok"),
            (
                "request",
                "event: error\ndata: {\"error\":{\"code\":\"Bad\"}}\n\n",
                "Bad",
            ),
            ("request", "data: {}\n\n", "unknown"),
            ("request", "data: [DONE]\n\n", "unknown"),
            ("request", "event: error\n\n", "unknown"),
            ("request", "data: {\"id\":\ndata: 1}\n\n", "ok"),
            (
                "stream",
                "data\ndata:{\"id\"\ndata: :1}\ndata:\nid: 1\n\n",
                "ok",
            ),
            (
                "request",
                "data: {\rdata: \"error\":{\"code\":\rdata:\"Bad\"}}\r\r",
                "Bad",
            ),
            ("request", "data: {\"id\":\nid: 1\ndata: 1}\n\n", "unknown"),
            ("request", "data: {\"i\ndata: d\":1}\n\n", "unknown"),
            ("request", "{\"id\":\ndata: 1}", "unknown"),
            (
                "request",
                "data: {\"id\":1}\ndata: {\"id\":1}\n\n",
                "unknown",
            ),
            ("request", "data: {\"id\":1}\ndata:\n\n", "ok"),
            (
                "request",
                "data: [\ndata: {\"id\":1}\ndata: ]\n\n",
                "unknown",
            ),
            ("stream", "data\n\ndata: {\"id\":1}\n\n", "unknown"),
            ("request", "data: {\"id\":1,\"id\":2}\n\n", "unknown"),
            ("stream", "{\"id\":1}", "unknown"),
            // An event ends with an empty line.
            ("stream", "data: {\"id\":1}", "unknown"),
            ("stream", "data: {\"id\":1}\n", "unknown"),
            ("stream", "data: {\"error\":{\"code\":\"Bad\"}}", "Bad"),
            // One that is named `error` is no success, and comes first.
            ("request", "event: error\ndata: {\"id\":1}\n\n", "unknown"),
            (
                "request",
                "data: {\"id\":1}\n\nevent: error\ndata: {\"error\":{\"code\":\"Bad\"}}\n\n",
                "Bad",
            ),
            (
                "request",
                "data: {\"id\":1}\n\nevent: error\ndata: {\"id\":1}\n\n",
                "unknown",
            ),
            ("json", "data: {\"id\":1}", "unknown"),
        ],
    );
    let response = Response::new(200, "data: {\"id\":1}\n\n");
    let json = response.headers(&[("content-type", "application/json")]);
    assert_ne!(
        book.reading("request", &json, |r| r.decision().outcome),
        Outcome::Success
    );
}

/// An event with a line of its own for each token of a JSON document.
fn event(json: &str, line_break: &str) -> String {
    let (mut in_string, mut is_escaped) = (false, false);
    let spell = |c: char| {
        let is_token = !in_string && "{}[],:".contains(c);
        in_string ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        if is_token {
            format!("{line_break}data:{c}{line_break}data: ")
        } else {
            String::from(c)
        }
    };
    let lines: String = json.chars().map(spell).collect();
    format!("data: {lines}{line_break}{line_break}")
}

#[test]
fn data_of_several_lines_is_read_as_if_joined() {
    let book = book(
        "
        format: [json, sse]
        envelope:
          errors: '$.errors[*]'
          code: ['$.errors[*].code', /error/code]
          message: ['$.errors[*].message', /error/message]
          details: { at: /error/inputs, field: /name, message: /why }
          fields: { id: /id }
        retry_after: { at: /error/wait, unit: s }
        domains: { api: { codes: { Bad: { summary: s, class: broken } } } }
        ",
    );
    for json in [
        r#"{"id":1}"#,
        r#"{"error":{"code":"Bad","message":"a \"b\", c","wait":9,"inputs":[{"name":"x","why":"y"},"z"]}}"#,
        r#"{"errors":[{"code":"Bad","message":"m"},{"code":"New"}]}"#,
        r#"{"errors":[]}"#,
        r#"[{"id":1},{"error":{"code":"Bad"}}]"#,
        r#"[{"id":1},{"id":2}]"#,
        r#"{"id":1,"id":2}"#,
        r#"{"id":1}}"#,
    ] {
        for (line_break, status) in [("\n", 200), ("\r", 200), ("\r\n", 400)] {
            let event = event(json, line_break);
            let read = |body: &str| format!("{:?}", book.read("request", status, body));
            assert_eq!(read(&event), read(json), "{event}");
            let response = Response::new(status, event.as_str());
            let is_same = book.reading("request", &response, |reading| {
                let copy = reading.clone().into_owned();
                let is_same = copy.details().eq(reading.details());
                is_same
                    && copy.message() == reading.message()
                    && copy.wire_code() == reading.wire_code()
            });
            assert!(is_same, "{event}");
        }
    }
}
