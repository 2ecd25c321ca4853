//! Responses in every spelling that vendors, proxies and attackers could send.

use super::book::{CATEGORY, CODE_HEADER, DETAILS, FIELDS, MESSAGE, MESSAGE_HEADER, POINTERS};
use super::dice::Dice;

/// A response that a seed determines.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

const STATUSES: [u16; 14] = [
    200, 200, 200, 200, 200, 201, 204, 205, 299, 302, 404, 429, 503, 600,
];

/// What a number may look like; some are equal to those that books ask for.
const NUMBERS: [&str; 30] = [
    "1",
    "1.0",
    "1e0",
    "10e-1",
    "0.1E1",
    "1E+0",
    "100.0e-2",
    "0",
    "-0",
    "0.0",
    "0e7",
    "0E-99999999999999999999",
    "-2",
    "-20e-1",
    "-0.2E1",
    "1.5",
    "2000",
    "2e3",
    "2.0e+3",
    "3.00",
    "30e-1",
    "10",
    "-1",
    "12",
    "1.0000000000000000000001",
    "1e400",
    "1e-400",
    "1e99999999999999999999",
    "1e9223372036854775807",
    "123456789012345678901234567890",
];

const STRINGS: [&str; 12] = [
    "\"failed\"",
    "\"f\\u0061iled\"",
    "\"fine\"",
    "\"fine \"",
    "\"a\\\"b\\\\\\u00e9\"",
    "\"\"",
    "\"1\"",
    "\"0\"",
    "\"true\"",
    "\"null\"",
    "\"FAILED\"",
    "\"\\ud83d\\ude00\"",
];

const OTHERS: [&str; 14] = [
    "null",
    "null",
    "true",
    "false",
    "[]",
    "{}",
    "[\"failed\"]",
    "{\"failed\":true}",
    "[null]",
    "[1]",
    "{\"kind\":1}",
    "[[[]]]",
    "{\"a\":{\"b\":\"c\"}}",
    "nul",
];

const CODES: [&str; 18] = [
    "\"OK\"",
    "\"OK\"",
    "\"OK\"",
    "\"FINE\"",
    "\"FINE\"",
    "\"NO\"",
    "\"GONE\"",
    "\"NEW\"",
    "\"ok\"",
    "\"O\\u004b\"",
    "1",
    "1.0",
    "42",
    "\"42\"",
    "null",
    "\"\"",
    "true",
    "[\"OK\"]",
];

const MESSAGES: [&str; 17] = [
    "All is fine",
    "Bad thing a",
    "Bad thing ",
    "at most 5 of 2.5",
    "at most -5 of 2.5.",
    "it failed",
    "one two failed",
    "a x",
    " x",
    "no",
    "no ",
    "No",
    "a  b",
    "at most 5 of",
    "\u{e9} failed",
    "",
    "123456789012345678901234567890",
];

const HEADER_CODES: [&[u8]; 12] = [
    b"OK",
    b"OK",
    b"FINE",
    b" OK\t",
    b"NO",
    b"NEW",
    b"",
    b"ok",
    b"OK\xff",
    b"\xffOK",
    b"OK,OK",
    b"OK\xc2\xa0",
];

const BODIES: [&[u8]; 16] = [
    b"",
    b"",
    b" ",
    b"OK",
    b" FINE\r\n",
    b"\"OK\"",
    b"NO",
    b"null",
    b"42",
    b"true",
    b"<html>OK</html>",
    b"[]",
    b"[{\"code\":\"NO\"}]",
    b"{}{}",
    b"\xef\xbb\xbf{}",
    b"{\"code\":\"OK\"",
];

pub(crate) fn response(dice: &mut Dice) -> Made {
    let status = dice.one(&STATUSES);
    let body = if dice.once_in(10) {
        dice.one(&BODIES).to_vec()
    } else if dice.once_in(4) {
        list(dice)
    } else {
        body(dice)
    };
    Made {
        status,
        headers: headers(dice),
        body: spoilt(dice, body),
    }
}

/// A response that plainly says what the fields of a well-behaved success say.
pub(crate) fn plain(dice: &mut Dice) -> Made {
    let mut members = Vec::new();
    for (pointer, value) in [
        ("/state", "\"fine\""),
        ("/n", "0"),
        ("/ok", "true"),
        ("/code", "\"OK\""),
        ("/message", "\"All is fine\""),
    ] {
        if dice.once_in(2) {
            members.push(member(dice, pointer, value));
        }
    }
    Made {
        status: dice.one(&[200, 200, 201, 204]),
        headers: Vec::new(),
        body: format!("{{{}}}", members.join(",")).into_bytes(),
    }
}

fn headers(dice: &mut Dice) -> Vec<(String, Vec<u8>)> {
    let mut headers = Vec::new();
    for _ in 0..dice.one(&[0, 0, 1, 1, 1, 2, 3]) {
        let (name, value) = match dice.below(4) {
            0 => (MESSAGE_HEADER, dice.one(&MESSAGES).as_bytes().to_vec()),
            1 => ("X-Other", b"\xff".to_vec()),
            _ => (CODE_HEADER, dice.one(&HEADER_CODES).to_vec()),
        };
        headers.push((in_any_case(dice, name), value));
    }
    headers
}

fn in_any_case(dice: &mut Dice, name: &str) -> String {
    let style = dice.below(4);
    let character = |c: char| match style {
        0 => c,
        1 => c.to_ascii_lowercase(),
        2 => c.to_ascii_uppercase(),
        _ if dice.once_in(2) => c.to_ascii_lowercase(),
        _ => c.to_ascii_uppercase(),
    };
    name.chars().map(character).collect()
}

/// An object with some of the members that a book may ask for.
fn body(dice: &mut Dice) -> Vec<u8> {
    let pointers = POINTERS.iter().chain(&FIELDS).copied();
    let pointers: Vec<&str> = pointers
        .chain([MESSAGE, CATEGORY, DETAILS, "/other"])
        .collect();
    let mut members = Vec::new();
    for _ in 0..dice.below(6) {
        let pointer = dice.one(&pointers);
        let value = value(dice, pointer);
        members.push(member(dice, pointer, &value));
    }
    let space = space(dice);
    format!("{space}{{{}}}", members.join(&format!(",{space}"))).into_bytes()
}

/// Answers to a batch of calls.
fn list(dice: &mut Dice) -> Vec<u8> {
    let mut elements = Vec::new();
    for _ in 0..dice.below(4) {
        elements.push(match dice.below(4) {
            0 => dice.one(&OTHERS).as_bytes().to_vec(),
            1 | 2 => plain(dice).body,
            _ => body(dice),
        });
    }
    [b"[".as_slice(), &elements.join(&b','), b"]"].concat()
}

/// A member of the outermost object; a name in it may be spelled with escapes.
fn member(dice: &mut Dice, pointer: &str, value: &str) -> String {
    let mut tokens = pointer.split('/').skip(1);
    let first = tokens.next().unwrap_or_default().replace("~1", "/");
    let name = if dice.once_in(12) {
        escaped(&first)
    } else {
        first.clone()
    };
    match tokens.next() {
        Some("0") => format!("\"{name}\":[{value}]"),
        Some(second) => format!("\"{name}\":{{\"{second}\":{value}}}"),
        None => format!("\"{name}\":{value}"),
    }
}

fn escaped(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |escaped, unit| {
        escaped + &format!("\\u{unit:04x}")
    })
}

fn value(dice: &mut Dice, pointer: &str) -> String {
    if dice.once_in(8) {
        return dice.one(&OTHERS).to_owned();
    }
    if POINTERS.contains(&pointer) {
        return dice.one(&CODES).to_owned();
    }
    match pointer {
        MESSAGE => message(dice, &MESSAGES),
        DETAILS => details(dice),
        _ => match dice.below(3) {
            0 => number(dice),
            1 => dice.one(&STRINGS).to_owned(),
            _ => dice.one(&["true", "false", "null"]).to_owned(),
        },
    }
}

fn number(dice: &mut Dice) -> String {
    match dice.below(12) {
        0 => format!("1.{}", "0".repeat(dice.below(300))),
        1 => format!(
            "1e{}{}",
            dice.one(&["", "-", "+0"]),
            "9".repeat(1 + dice.below(30))
        ),
        _ => dice.one(&NUMBERS).to_owned(),
    }
}

fn message(dice: &mut Dice, messages: &[&str]) -> String {
    let message = dice.one(messages).to_owned();
    let run = dice.one(&["", " ", "\\t", "\\u0020", "a", "\\u0061"]);
    let run = run.repeat(dice.one(&[0, 0, 0, 1, 3, 200]));
    let message = if dice.once_in(6) {
        escaped(&message)
    } else {
        message
    };
    match dice.below(3) {
        0 => format!("\"{run}{message}\""),
        1 => format!("\"{message}{run}\""),
        _ => format!("\"{}\"", message.replacen(' ', &format!(" {run}"), 1)),
    }
}

fn details(dice: &mut Dice) -> String {
    let entry = |dice: &mut Dice| {
        let field = dice.one(&[
            "\"bet\"",
            "\"b\\u0065t\"",
            "\"name\"",
            "\"\"",
            "null",
            "7",
            "[\"bet\"]",
        ]);
        let message = match dice.below(6) {
            0 => dice.one(&OTHERS).to_owned(),
            _ => message(
                dice,
                &[
                    "over 5.",
                    "over 5.5.",
                    "over .",
                    "all gone",
                    "gone",
                    "missing",
                    "fine",
                ],
            ),
        };
        match dice.below(10) {
            0 => message,
            1 => format!("{{\"field\":{field}}}"),
            2 => format!("{{\"field\":\"bet\",\"field\":{field},\"message\":{message}}}"),
            3 => format!("{{\"field\":{field},\"message\":{message},\"message\":\"fine\"}}"),
            _ => format!("{{\"field\":{field},\"message\":{message}}}"),
        }
    };
    let entries: Vec<_> = (0..dice.below(4)).map(|_| entry(dice)).collect();
    format!("[{}]", entries.join(","))
}

fn space(dice: &mut Dice) -> String {
    let run = dice.one(&["", "", " ", "\n", "\r\n\t"]);
    run.repeat(dice.one(&[1, 1, 100]))
}

/// What may happen to a body on its way.
fn spoilt(dice: &mut Dice, mut body: Vec<u8>) -> Vec<u8> {
    if dice.once_in(20) && !body.is_empty() {
        let at = dice.below(body.len());
        match dice.below(3) {
            0 => body.truncate(at),
            1 => body.insert(at, 0xff),
            _ => body[at] = dice.one(b" \"{}[],:0e\\"),
        }
    }
    body
}
