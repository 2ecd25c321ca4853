//! The reader of forms against `form_urlencoded`, on bodies good and bad.

#[path = "support/form.rs"]
mod reference;
#[allow(dead_code)]
#[path = "support/wanted.rs"]
mod wanted;

use faultbook_runtime::v1::{Format, Kind, body::Value};
use proptest::{collection::vec, prelude::*, sample::select};
use reference::check;
use wanted::Wanted;

#[rustfmt::skip]
const POINTERS: &[&str] = &["", "/", "/ACK", "/L_ERRORCODE0", "/a b", "/é", "/m~0n", "/x~1y", "/ACK/x", "/0", "/=", "/\u{fffd}"];

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "&", "&", "&", "=", "=", "=", "ACK", "ACK=", "L_ERRORCODE0=", "10002", "a b", "a+b", "a%20b", "é", "%C3%A9", "%c3%a9", "%C3", "%A9",
    "%F0%9F%98%80", "😀", "%F0%9F%98", "%ED%A0%80", "%", "%4", "%zz", "%2B", "%26", "%3D", "%00", "m~n", "x/y", "+", "0", "Failure", "\n", "<a>",
];

fn wanted() -> Wanted {
    Wanted::new(POINTERS.iter().copied())
}

#[test]
fn reads_pairs() {
    let wanted = Wanted::new(["/ACK", "/L_LONGMESSAGE0", "/L_ERRORCODE0"]);
    let body = "ACK=Failure&L%5FERRORCODE0=10002&L_LONGMESSAGE0=Security+header%20is+not%20valid";
    let document = wanted.read(Format::Form, body.as_bytes());
    assert_eq!(document.root(), Some(Kind::Object));
    let texts = wanted.slots().map(|(slot, pointer)| {
        let text = document.value(slot).and_then(Value::text);
        format!("{pointer}={}", text.expect("it is there"))
    });
    let expected = [
        "/ACK=Failure",
        "/L_ERRORCODE0=10002",
        "/L_LONGMESSAGE0=Security header is not valid",
    ];
    assert_eq!(texts.collect::<Vec<_>>(), expected);
}

#[test]
fn agrees_on_special_cases() {
    let bodies = [
        "",
        "&",
        "&&",
        "=",
        "=&=",
        "ACK",
        "ACK=",
        "ACK=1&ACK=2",
        "ACK=1&A%43K=2",
        "&ACK=1&",
        "ACK=a=b",
        "%",
        "a%20b=1&a+b=2",
        "ACK=%E2%82",
        "ACK=%E2é",
        "ACK=%E2%82%AC",
        "ACK=%F0%9F",
        "ACK=%F0%9F%zz",
        "ACK=%ff%fe",
        "\u{feff}ACK=1",
        "%EF%BF%BD=1",
    ];
    for body in bodies {
        check(&wanted(), body.as_bytes());
    }
    for bytes in [&b"ACK=\xff"[..], b"\xff"] {
        assert!(!wanted().read(Format::Form, bytes).is_valid());
    }
}

proptest! {
    #[test]
    fn agrees_on_forms(pieces in vec(select(PIECES), 0..24)) {
        check(&wanted(), pieces.concat().as_bytes());
    }

    #[test]
    fn agrees_on_any_bytes(any in vec(any::<u8>(), 0..64), text in ".{0,64}") {
        check(&wanted(), &any);
        check(&wanted(), text.as_bytes());
    }

    #[test]
    fn a_value_of_another_body_does_no_harm(raw in ".{0,64}") {
        let value = Value::new(Format::Form, &raw);
        let text = value.text().expect("a text").to_string();
        prop_assert!(text.chars().count() <= raw.chars().count());
        prop_assert_eq!(value.elements().count(), 0);
    }
}
