//! What is shown of a response where nobody asked for its texts: in `Display`, `Debug` and a text for the end user.

use faultbook_runtime::Response;

use crate::support::{Small, book};

/// What may steer a terminal, forge a line of a log or fill one.
fn hostile() -> [String; 6] {
    [
        "plain".to_owned(),
        "forged\r\nERROR line".to_owned(),
        "\u{1b}[31mred".to_owned(),
        "turned\u{202e}".to_owned(),
        "\0".to_owned(),
        "long".repeat(50_000),
    ]
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

#[test]
fn display_and_debug_hold_nothing_of_a_response_but_its_status() {
    let book = book(
        "
        envelope: { message: /message, trace_id: { header: X-Trace }, category: /category }
        domains:
          d: { envelope: { code: /code }, categories: { MONEY: { summary: s } }, codes: { GONE: { summary: s } } }
        rules:
          - { when: { message: \"{text:text}\" }, class: lost, user_message: Lost. }
    ",
    );
    for text in hostile() {
        let (own, trace) = (quoted(&text), text.as_bytes());
        let headers = [("X-Trace", trace)];
        let body = format!(r#"{{"code":{own},"message":{own},"category":{own}}}"#);
        let response = Response::new(400, &body).headers(&headers);
        let shown = book.reading("request", &response, |reading| {
            let owned = reading.clone().into_owned();
            assert_eq!(
                (owned.to_string(), format!("{owned:?}")),
                (reading.to_string(), format!("{reading:?}"))
            );
            assert_eq!(
                reading
                    .user_message()
                    .map(|text| text.to_string())
                    .as_deref(),
                Some("Lost.")
            );
            format!("{reading} {reading:?}")
        });
        let line = "acme request failure: unknown code (status 400)";
        assert_eq!(shown, format!("{line} Reading({line})"));
        let debug = format!("{response:?}");
        assert_eq!(
            debug,
            format!("Response {{ status: 400, body_len: {}, .. }}", body.len())
        );
    }
}

/// What the end user is shown of a message.
fn shown(book: &Small, message: &str) -> String {
    let body = format!(r#"{{"message":{message}}}"#);
    let message = book.read("request", 400, body).decision.user_message;
    message.expect("a failure of this book has a text")
}

#[test]
fn a_number_that_is_shown_has_at_most_24_digits_before_and_after_its_point() {
    let book = book(
        "
        domains: {}
        envelope: { message: /message }
        rules:
          - { when: { message: \"at most {n:decimal}\" }, user_message: \"No more than {n}.\" }
    ",
    );
    let digits = "9".repeat(24);
    let longest = format!("-{digits}.{digits}");
    for number in ["5", "-0.50", &digits, &longest] {
        let expected = format!("No more than {number}.");
        assert_eq!(shown(&book, &format!("\"at most {number}\"")), expected);
    }
    assert_eq!(shown(&book, r#""at most \u0035""#), "No more than 5.");
    for number in [
        &format!("{digits}9"),
        &format!("1.{digits}9"),
        "1e5",
        "five",
        "٥",
        "5\\n",
        "5\\u202e6",
    ] {
        let shown = shown(&book, &format!("\"at most {number}\""));
        assert!(
            ["Refused.", "No more than 5."].contains(&shown.as_str()),
            "{number}: {shown}"
        );
    }
}
