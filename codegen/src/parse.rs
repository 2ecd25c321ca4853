//! The little languages inside the YAML's strings: durations, statuses, pointers, patterns, identifiers.
//!
//! Each function returns what is wrong as the text of a label.

use heck::ToUpperCamelCase;

use crate::model::{Capture, Grpc, Part};

type Parsed<T> = Result<T, String>;

/// `250ms`, `2s`, `5min`, `1h`, `1d`, in milliseconds.
pub(crate) fn duration(text: &str) -> Parsed<u32> {
    const UNITS: [(&str, u64); 5] = [
        ("ms", 1),
        ("s", 1000),
        ("min", 60_000),
        ("h", 3_600_000),
        ("d", 86_400_000),
    ];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number
        .parse()
        .map_err(|_| "a duration is a number and a unit, as in `30s`".to_owned())?;
    let Some((_, factor)) = UNITS.iter().find(|(name, _)| *name == unit.trim_start()) else {
        return Err("the unit is one of `ms`, `s`, `min`, `h`, `d`".to_owned());
    };
    let millis = number
        .checked_mul(*factor)
        .and_then(|ms| u32::try_from(ms).ok());
    millis.ok_or_else(|| "no duration may exceed 49 days".to_owned())
}

/// `2s..5s`, or `2s` for a range without width.
pub(crate) fn duration_range(text: &str) -> Parsed<(u32, u32)> {
    let (lo, hi) = text.split_once("..").unwrap_or((text, text));
    let (lo, hi) = (duration(lo.trim())?, duration(hi.trim())?);
    if lo > hi {
        return Err("the range ends before it begins".to_owned());
    }
    Ok((lo, hi))
}

/// How exactly statuses were named: what is more exact wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exactness {
    /// `4xx`
    Hundred,
    /// `500..504`
    Range,
    /// `404`
    Exact,
}

/// `404`, `201..299` or `4xx`.
pub(crate) fn statuses(text: &str) -> Parsed<((u16, u16), Exactness)> {
    if let Some(hundred) = text.strip_suffix("xx") {
        let digit: u16 = hundred
            .parse()
            .ok()
            .filter(|d| (1..=5).contains(d))
            .ok_or("one of `1xx` to `5xx`")?;
        return Ok(((digit * 100, digit * 100 + 99), Exactness::Hundred));
    }
    if let Some((lo, hi)) = text.split_once("..") {
        let (lo, hi) = (status(lo.trim())?, status(hi.trim())?);
        return if lo <= hi {
            Ok(((lo, hi), Exactness::Range))
        } else {
            Err("the range ends before it begins".to_owned())
        };
    }
    let exact = status(text)
        .map_err(|_| "a status is `404`, `4xx` or `401..499`, from 100 to 599".to_owned())?;
    Ok(((exact, exact), Exactness::Exact))
}

/// A single HTTP status.
pub(crate) fn status(text: &str) -> Parsed<u16> {
    let status = (text.len() == 3)
        .then(|| text.parse().ok())
        .flatten()
        .filter(|s| (100..=599).contains(s));
    status.ok_or_else(|| "an HTTP status is a number from 100 to 599".to_owned())
}

/// A JSON Pointer (RFC 6901).
pub(crate) fn pointer(text: &str) -> Parsed<String> {
    if !text.is_empty() && !text.starts_with('/') {
        return Err("a JSON Pointer begins with `/`".to_owned());
    }
    let escapes = text.split('~').skip(1);
    if escapes
        .into_iter()
        .any(|rest| !rest.starts_with(['0', '1']))
    {
        return Err("in a JSON Pointer, `~` is written `~0` and `/` in a name `~1`".to_owned());
    }
    Ok(text.to_owned())
}

/// The reference tokens of a valid pointer, unescaped.
pub(crate) fn pointer_tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// The name of a header.
pub(crate) fn header(text: &str) -> Parsed<String> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let valid = !text.is_empty() && text.bytes().all(token);
    if valid {
        Ok(text.to_owned())
    } else {
        Err("not the name of an HTTP header".to_owned())
    }
}

/// Literal text with `{name:type}` in it.
pub(crate) fn pattern(text: &str) -> Parsed<Vec<Part>> {
    let parts = pieces(text.trim(), &mut |inner| {
        let (name, kind) = inner.split_once(':').ok_or("a capture is `{name:type}`")?;
        let kind = match kind {
            "decimal" => Capture::Decimal,
            "integer" => Capture::Integer,
            "word" => Capture::Word,
            "text" => Capture::Text,
            _ => {
                return Err(
                    "the type of a capture is `decimal`, `integer`, `word` or `text`".to_owned(),
                );
            }
        };
        capture(name, kind)
    })?;
    let adjacent = parts
        .windows(2)
        .any(|two| matches!(two, [Part::Capture { .. }, Part::Capture { .. }]));
    if adjacent {
        return Err("two captures need literal text between them".to_owned());
    }
    if parts.is_empty() {
        return Err("a pattern without text matches nothing".to_owned());
    }
    Ok(parts)
}

/// A text for the end user with `{name}` in it; `kind` tells what a capture of the rule's may match.
pub(crate) fn user_message(
    text: &str,
    kind: impl Fn(&str) -> Option<Capture>,
) -> Parsed<Vec<Part>> {
    let text = text.trim();
    if text.is_empty() {
        return Err("there is nothing to show".to_owned());
    }
    pieces(text, &mut |name| match kind(name) {
        Some(kind @ (Capture::Decimal | Capture::Integer)) => capture(name, kind),
        Some(_) => Err(format!(
            "`{name}` is free text of the vendor's, which is never shown: only numbers are"
        )),
        None => Err(format!(
            "no `when` of this rule captures `{name}`; a brace is written `{{{{`"
        )),
    })
}

fn capture(name: &str, kind: Capture) -> Parsed<Part> {
    let valid = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !valid {
        return Err("the name of a capture is made of a-z, 0-9 and `_`".to_owned());
    }
    Ok(Part::Capture {
        name: name.to_owned(),
        kind,
    })
}

/// Splits at `{…}`; doubled braces are single ones.
fn pieces(text: &str, capture: &mut dyn FnMut(&str) -> Parsed<Part>) -> Parsed<Vec<Part>> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        literal.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            literal.push_str(brace);
            rest = after;
        } else if brace == "}" {
            return Err("a brace that means itself is doubled: `}}`".to_owned());
        } else {
            let (inner, after) = rest.split_once('}').ok_or("a capture ends with `}`")?;
            flush(&mut literal, &mut parts);
            parts.push(capture(inner)?);
            rest = after;
        }
    }
    literal.push_str(rest);
    flush(&mut literal, &mut parts);
    Ok(parts)
}

fn flush(literal: &mut String, parts: &mut Vec<Part>) {
    if !literal.is_empty() {
        parts.push(Part::Literal(std::mem::take(literal)));
    }
}

/// The Rust identifier of a name: `SESSION_ENDED` is `SessionEnded`.
pub(crate) fn identifier(name: &str) -> Parsed<String> {
    let ident = name.to_upper_camel_case();
    if ident.is_empty() {
        return Err("no identifier can be made of this".to_owned());
    }
    if !ident.is_ascii() {
        return Err(format!(
            "`{ident}` is not ASCII, and could be taken for another identifier"
        ));
    }
    if ident.len() > 128 {
        return Err("an identifier of more than 128 bytes".to_owned());
    }
    if syn::parse_str::<syn::Ident>(&ident).is_err() || ident.starts_with('_') {
        return Err(format!("`{ident}` is no Rust identifier"));
    }
    Ok(ident)
}

/// The names of types and traits that generated code takes for granted: nothing may stand in front of them.
const PRELUDE: [&str; 20] = [
    "AsRef",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "Eq",
    "From",
    "FromStr",
    "Hash",
    "Into",
    "Iterator",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sync",
    "TryFrom",
];

/// The Rust identifier of a name that becomes a type.
pub(crate) fn type_identifier(name: &str) -> Parsed<String> {
    let ident = identifier(name)?;
    if PRELUDE.contains(&ident.as_str()) {
        return Err(format!("`{ident}` is a name that all Rust code relies on"));
    }
    Ok(ident)
}

/// A name in `snake_case`, fit for a module, a file and a link.
pub(crate) fn snake(name: &str) -> Parsed<()> {
    let letters = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !letters || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err("a name is made of a-z, 0-9 and `_`, and begins with a letter".to_owned());
    }
    if syn::parse_str::<syn::Ident>(name).is_err() {
        return Err("this is a keyword of Rust".to_owned());
    }
    Ok(())
}

/// The canonical status codes of gRPC, in the order of their numbers.
pub(crate) const GRPC: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// The codes of `google.rpc.Code`, by name.
pub(crate) fn grpc_codes() -> Vec<(&'static str, Grpc)> {
    (0..)
        .zip(GRPC)
        .map(|(number, name)| (name, Grpc { name, number }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        let table = [
            ("250ms", 250),
            ("2s", 2000),
            ("2min", 120_000),
            ("1h", 3_600_000),
            ("49d", 4_233_600_000),
            ("0s", 0),
        ];
        for (text, millis) in table {
            assert_eq!(duration(text), Ok(millis), "{text}");
        }
        for text in [
            "",
            "s",
            "2",
            "2m",
            "-1s",
            "1.5s",
            "2 weeks",
            "50d",
            "99999999999999999999s",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
        assert_eq!(duration_range("2s..5s"), Ok((2000, 5000)));
        assert!(duration_range("5s..2s").is_err());
    }

    #[test]
    fn statuses_are_exact_ranges_or_hundreds() {
        assert_eq!(statuses("404"), Ok(((404, 404), Exactness::Exact)));
        assert_eq!(statuses("201..299"), Ok(((201, 299), Exactness::Range)));
        assert_eq!(statuses("5xx"), Ok(((500, 599), Exactness::Hundred)));
        for text in [
            "", "0", "99", "600", "6xx", "xx", "0404", "+40", "4XX", "299..201",
        ] {
            assert!(statuses(text).is_err(), "{text}");
        }
    }

    #[test]
    fn pointers_are_escaped() {
        for text in ["", "/", "/a/b", "/a~1b/~0", "/0"] {
            assert!(pointer(text).is_ok(), "{text}");
        }
        for text in ["a", "/a~", "/~2"] {
            assert!(pointer(text).is_err(), "{text}");
        }
        assert_eq!(
            pointer_tokens("/a~1b/~01").collect::<Vec<_>>(),
            ["a/b", "~1"]
        );
    }

    #[test]
    fn patterns_have_typed_captures_and_doubled_braces() {
        let literal = |text: &str| Part::Literal(text.to_owned());
        let capture = |name: &str, kind| Part::Capture {
            name: name.to_owned(),
            kind,
        };
        let parts = pattern("max {{bet}} is {max_bet:decimal}.");
        assert_eq!(
            parts,
            Ok(vec![
                literal("max {bet} is "),
                capture("max_bet", Capture::Decimal),
                literal(".")
            ])
        );
        for text in [
            "",
            "{a}",
            "{a:float}",
            "{:text}",
            "{A:text}",
            "{a:text",
            "a}",
            "{a:text}{b:text}",
        ] {
            assert!(pattern(text).is_err(), "{text}");
        }
    }

    #[test]
    fn identifiers_are_made_or_refused() {
        assert_eq!(identifier("SESSION_ENDED").as_deref(), Ok("SessionEnded"));
        for name in [
            "",
            "420",
            "_",
            "+-",
            "Self",
            "приветствие",
            &"LONG_".repeat(40),
        ] {
            assert!(identifier(name).is_err(), "{name}");
        }
        assert!(type_identifier("option").is_err() && type_identifier("options").is_ok());
    }
}
