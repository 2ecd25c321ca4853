//! The small languages inside YAML strings: durations, statuses, pointers, patterns, identifiers.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::jsonpath;
use crate::model::{Capture, Grpc, Part, Pattern};
use crate::render;

pub(crate) use crate::parse_error::{ParseError, Parsed};

const UNITS: [(&str, u32); 5] = [
    ("ms", 1),
    ("s", 1000),
    ("min", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
];

/// `250ms`, `2s`, `5min`, `1h`, `1d`, in milliseconds.
pub(crate) fn duration(text: &str) -> Parsed<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit = unit.trim_start();
    if number.is_empty() {
        return Err("a duration is a number and a unit, as in `30s`".into());
    }
    let Some(factor) = factor(unit) else {
        return Err(wrong_unit(text, number, unit));
    };
    let number: Option<u32> = number.parse().ok();
    let millis = number.and_then(|number| number.checked_mul(factor));
    millis.ok_or_else(|| "no duration may exceed 49 days".into())
}

fn factor(unit: &str) -> Option<u32> {
    let known = UNITS.iter().find(|(name, _)| *name == unit);
    known.map(|(_, factor)| *factor)
}

fn wrong_unit(text: &str, number: &str, unit: &str) -> ParseError {
    if unit.is_empty() {
        return ParseError::new("the unit is missing")
            .help(format!("as in `{number}s` or `{number}ms`"));
    }
    if unit.contains("..") {
        return ParseError::new("a single duration, not a range");
    }
    if unit.starts_with(['.', ',']) {
        let error = ParseError::new("not a whole number");
        return match fraction(text) {
            Some(millis) => error.meant(text, render::duration(millis)),
            None => error.help("use a smaller unit instead of a fraction: `1500ms`"),
        };
    }
    match usual_unit(unit) {
        Some(right) => ParseError::new(format!("`{unit}` is not a unit"))
            .meant(text, number.to_owned() + right),
        None => ParseError::new("the unit is one of `ms`, `s`, `min`, `h`, `d`"),
    }
}

/// `1.5s`, in whole milliseconds.
fn fraction(text: &str) -> Option<u32> {
    let digits = |c: char| c.is_ascii_digit();
    let (whole, rest) = text.split_once(['.', ','])?;
    let unit = rest.trim_start_matches(digits);
    let tail = &rest[..rest.len() - unit.len()];
    let factor = u64::from(factor(unit.trim_start())?);
    let scale = 10_u64.checked_pow(u32::try_from(tail.len()).ok()?)?;
    let millis = format!("{whole}{tail}")
        .parse::<u64>()
        .ok()?
        .checked_mul(factor)?;
    let whole = millis.is_multiple_of(scale).then_some(millis / scale)?;
    u32::try_from(whole).ok()
}

/// The unit for another spelling. For `m` it is a guess.
fn usual_unit(unit: &str) -> Option<&'static str> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "ms" | "msec" | "msecs" | "millis" | "millisecond" | "milliseconds" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "min",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        _ => return None,
    })
}

/// `2s..5s`, or `2s` for a range without width.
pub(crate) fn duration_range(text: &str) -> Parsed<(u32, u32)> {
    let Some((lo, hi)) = text.split_once("..") else {
        let millis = duration(text.trim())
            .map_err(|error| dashed(text, error, |range| duration_range(range).is_ok()))?;
        return Ok((millis, millis));
    };
    let (lo, hi) = (lo.trim(), hi.trim());
    let (min, max) = (end(lo, duration)?, end(hi, duration)?);
    if min > max {
        return Err(backwards(text, lo, hi));
    }
    Ok((min, max))
}

/// An end of a range: its errors are about a part of the text.
fn end<T>(text: &str, parse: fn(&str) -> Parsed<T>) -> Parsed<T> {
    parse(text).map_err(|error| error.at(text))
}

fn backwards(text: &str, lo: &str, hi: &str) -> ParseError {
    ParseError::new("the range ends before it starts").meant(text, format!("{hi}..{lo}"))
}

/// The error of a range that is written with a dash.
fn dashed(text: &str, error: ParseError, is_range: fn(&str) -> bool) -> ParseError {
    let ends = text.split_once(['-', '–']);
    let range = ends.map(|(lo, hi)| format!("{}..{}", lo.trim(), hi.trim()));
    match range.filter(|range| is_range(range)) {
        Some(range) => ParseError::new("a range is written with two dots").meant(text, range),
        None => error,
    }
}

/// How precisely statuses are named: the most precise wins.
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
    let Some((lo, hi)) = text.split_once("..") else {
        let exact = status(text).map_err(|_| wrong_statuses(text))?;
        return Ok(((exact, exact), Exactness::Exact));
    };
    let (lo, hi) = (lo.trim(), hi.trim());
    let (first, last) = (end(lo, status)?, end(hi, status)?);
    if first > last {
        return Err(backwards(text, lo, hi));
    }
    Ok(((first, last), Exactness::Range))
}

fn wrong_statuses(text: &str) -> ParseError {
    let error = ParseError::new("a status is `404`, `4xx` or `401..499`, from 100 to 599");
    let lower = text.to_ascii_lowercase();
    let tens = lower.strip_suffix('x').filter(|tens| tens.len() == 2);
    if lower != text && statuses(&lower).is_ok() {
        error.meant(text, lower)
    } else if let Some(tens) = tens.filter(|tens| tens.bytes().all(|b| b.is_ascii_digit())) {
        error.meant(text, format!("{tens}0..{tens}9"))
    } else {
        dashed(text, error, |range| statuses(range).is_ok())
    }
}

/// A single HTTP status.
pub(crate) fn status(text: &str) -> Parsed<u16> {
    let status = (text.len() == 3)
        .then(|| text.parse().ok())
        .flatten()
        .filter(|s| (100..=599).contains(s));
    status.ok_or_else(|| "an HTTP status is a number from 100 to 599".into())
}

/// The status of a code, which may have several single ones.
pub(crate) fn single_status(text: &str) -> Parsed<u16> {
    status(text).map_err(|error| match statuses(text) {
        Ok(_) => ParseError::new("a code has single statuses")
            .help("list the statuses that it comes with"),
        Err(_) => error,
    })
}

/// A JSON Pointer (RFC 6901), or a `JSONPath` that names a single location.
pub(crate) fn pointer(text: &str) -> Parsed<String> {
    if text.starts_with('$') {
        return jsonpath::singular(text);
    }
    if !text.is_empty() && !text.starts_with('/') {
        return Err(without_slash(text));
    }
    let escapes = text.split('~').skip(1);
    if escapes
        .into_iter()
        .any(|rest| !rest.starts_with(['0', '1']))
    {
        return Err("in a JSON Pointer, `~` is written `~0` and `/` in a name `~1`".into());
    }
    Ok(text.to_owned())
}

/// The error for a path that was probably meant as a pointer: `status`, or `error.code`.
fn without_slash(text: &str) -> ParseError {
    let error = ParseError::new("a JSON Pointer starts with `/`");
    let is_path = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_path) {
        error.meant(text, format!("/{}", text.replace('.', "/")))
    } else {
        error
    }
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
        Err("not the name of an HTTP header".into())
    }
}

/// A range of codes that are whole numbers: `-32099..-32000`.
pub(crate) fn code_range(text: &str) -> Parsed<(i64, i64)> {
    let number = |text: &str| {
        text.parse::<i64>()
            .map_err(|_| ParseError::new("not a whole number"))
    };
    let (lo, hi) = text
        .split_once("..")
        .ok_or("a range is two whole numbers, as in `-32099..-32000`")?;
    let (lo, hi) = (lo.trim(), hi.trim());
    let (first, last) = (end(lo, number)?, end(hi, number)?);
    if first > last {
        return Err(backwards(text, lo, hi));
    }
    Ok((first, last))
}

/// The name of a header with a number of seconds. Names such as `retry-after-ms` say that theirs is another unit.
pub(crate) fn header_of_seconds(text: &str) -> Parsed<String> {
    let name = text.to_ascii_lowercase();
    let is_other = |suffix: &&str| name.ends_with(suffix);
    if ["-ms", "_ms", "-millis", "-milliseconds"]
        .iter()
        .any(is_other)
    {
        let error = ParseError::new("this header has milliseconds, and a hint is read as seconds");
        return Err(error.help("a wait in another unit is written `retry_after: { header: NAME, unit: ms }`, outside `headers`"));
    }
    header(text)
}

/// Literal text with `{name:type}` in it. Each name is captured once; `_` is ignored, and so may be repeated.
pub(crate) fn pattern(text: &str) -> Parsed<Vec<Part>> {
    let parts = parts(text)?;
    let mut names = HashSet::new();
    let twice = captured(&parts).find(|name| *name != IGNORED && !names.insert(*name));
    match twice {
        Some(name) => Err(format!("`{name}` is captured twice").into()),
        None => Ok(parts),
    }
}

fn parts(text: &str) -> Parsed<Vec<Part>> {
    let parts = pieces(text.trim(), &mut |inner| {
        let (name, kind) = inner.split_once(':').ok_or("a capture is `{name:type}`")?;
        capture(name, capture_type(kind)?)
    })
    .map_err(|error| {
        if looks_like_regex(text) {
            error.help(NO_REGEX)
        } else {
            error
        }
    })?;
    let adjacent = parts
        .windows(2)
        .any(|two| matches!(two, [Part::Capture { .. }, Part::Capture { .. }]));
    if adjacent {
        return Err(ParseError::new("two captures need literal text between them").at("}{"));
    }
    if parts.is_empty() {
        return Err("a pattern without text matches nothing".into());
    }
    Ok(parts)
}

fn capture_type(text: &str) -> Parsed<Capture> {
    let types = [
        ("decimal", Capture::Decimal),
        ("integer", Capture::Integer),
        ("word", Capture::Word),
        ("text", Capture::Text),
    ];
    let known = types.iter().find(|(name, _)| *name == text);
    known.map(|(_, kind)| *kind).ok_or_else(|| {
        ParseError::new("the type of a capture is `decimal`, `integer`, `word` or `text`")
            .nearest(text, types.map(|(name, _)| name))
    })
}

/// A pattern that takes a part of a text: the one capture that is not named `_`.
pub(crate) fn part_pattern(text: &str) -> Parsed<Vec<Part>> {
    let parts = parts(text)?;
    let kept = captured(&parts).filter(|name| *name != IGNORED).count();
    let example = "as in `{code:word}:{_:text}`";
    match kept {
        1 => Ok(parts),
        0 => {
            Err(ParseError::new("nothing is captured")
                .help(format!("capture the value, {example}")))
        }
        _ => Err(ParseError::new("several values are captured")
            .help(format!("name the others `_`, {example}"))),
    }
}

/// The name of a capture that is not kept.
const IGNORED: &str = "_";

/// The names of the captures of a pattern.
pub(crate) fn captured(parts: &[Part]) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(|part| match part {
        Part::Capture { name, .. } => Some(name.as_str()),
        Part::Literal(_) => None,
    })
}

/// The help for a pattern that looks like a regular expression.
pub(crate) const NO_REGEX: &str = "a pattern is not a regular expression: it is literal text with captures, as in \
                                   `{count:integer}` or `{rest:text}`";

/// Whether a text contains what is rare in messages and common in regular expressions.
pub(crate) fn looks_like_regex(text: &str) -> bool {
    const SIGNS: [&str; 12] = [
        ".*", ".+", "\\d", "\\w", "\\s", "\\b", "\\.", "[a-z", "[A-Z", "[0-9", "[^", "(?",
    ];
    let text = text.trim();
    let anchored = text.starts_with('^') || text.ends_with('$');
    let choice = text
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .is_some_and(|(inner, _)| inner.contains('|'));
    anchored || choice || SIGNS.iter().any(|sign| text.contains(sign))
}

/// A language tag (BCP 47): a language, and possibly a script, a region and variants, in the usual spelling.
pub(crate) fn language(tag: &str) -> Parsed<()> {
    let mut subtags = tag.split('-').peekable();
    let language = subtags.next().unwrap_or_default();
    let is_script =
        |subtag: &&str| subtag.len() == 4 && subtag.bytes().all(|b| b.is_ascii_alphabetic());
    let script = subtags.next_if(is_script);
    let region = subtags.next_if(|subtag| is_region(subtag));
    let variants: Vec<&str> = subtags.collect();
    let is_language =
        matches!(language.len(), 2 | 3) && language.bytes().all(|b| b.is_ascii_alphabetic());
    if !is_language || !variants.iter().all(|subtag| is_variant(subtag)) {
        let error = ParseError::new("not a language tag");
        return Err(error.help(
            "a tag is a language, and possibly a script and a region: `de`, `pt-BR`, `zh-Hans`",
        ));
    }
    let titled = |script: &str| script[..1].to_uppercase() + &script[1..].to_lowercase();
    let subtags = [
        Some(language.to_lowercase()),
        script.map(titled),
        region.map(str::to_uppercase),
    ];
    let variants = variants.iter().map(|variant| variant.to_lowercase());
    let usual = subtags.into_iter().flatten().chain(variants);
    let usual = usual.collect::<Vec<_>>().join("-");
    if usual == tag {
        Ok(())
    } else {
        Err(ParseError::new(format!("it is spelled `{usual}`")).meant(tag, usual))
    }
}

fn is_region(subtag: &str) -> bool {
    let letters = subtag.len() == 2 && subtag.bytes().all(|b| b.is_ascii_alphabetic());
    letters || (subtag.len() == 3 && subtag.bytes().all(|b| b.is_ascii_digit()))
}

fn is_variant(subtag: &str) -> bool {
    let starts_with_digit = subtag.starts_with(|c: char| c.is_ascii_digit());
    let fits = (5..=8).contains(&subtag.len()) || (subtag.len() == 4 && starts_with_digit);
    fits && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether texts in a language can be read as texts in another one: `pt` as `pt-BR`.
pub(crate) fn is_variety(tag: &str, of: &str) -> bool {
    let simplified = of == "zh-Hans" && ["zh", "zh-CN", "zh-SG"].contains(&tag);
    let rest = tag.strip_prefix(of);
    simplified || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// A text for the end user whose captures have no types: those follow from the rule that it is in.
pub(crate) fn untyped_user_message(text: &str) -> Parsed<Pattern> {
    user_message(text, |_| Ok(Capture::Decimal))
}

/// A text for the end user with `{name}` in it; `kind` returns the type of a capture, or why there is none.
pub(crate) fn user_message(
    text: &str,
    kind: impl Fn(&str) -> Parsed<Capture>,
) -> Parsed<Vec<Part>> {
    let text = text.trim();
    if text.is_empty() {
        return Err("there is nothing to show".into());
    }
    pieces(text, &mut |name| match kind(name)? {
        kind @ (Capture::Decimal | Capture::Integer) => capture(name, kind),
        Capture::Word | Capture::Text => Err(format!(
            "`{name}` is free text from the vendor, which is never shown: use a number"
        )
        .into()),
    })
}

fn capture(name: &str, kind: Capture) -> Parsed<Part> {
    let starts_well = name == IGNORED || name.starts_with(|c: char| c.is_ascii_lowercase());
    let valid = starts_well
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !valid {
        return Err(
            "the name of a capture consists of a-z, 0-9 and `_` and starts with a letter".into(),
        );
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
        let (brace, opened) = (&rest[at..=at], &rest[at..]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            literal.push_str(brace);
            rest = after;
        } else if brace == "}" {
            return Err("a literal brace is doubled: `}}`".into());
        } else {
            let end = || ParseError::new("a capture ends with `}`").at(opened);
            let (inner, after) = rest.split_once('}').ok_or_else(end)?;
            flush(&mut literal, &mut parts);
            parts.push(capture(inner).map_err(|error| error.at(format!("{{{inner}}}")))?);
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
    let parts: Vec<String> = numbers_apart(name)
        .into_iter()
        .map(ToUpperCamelCase::to_upper_camel_case)
        .collect();
    let ident = parts.join("_");
    if ident.is_empty() {
        return Err("this cannot become an identifier".into());
    }
    if !ident.is_ascii() {
        return Err(
            format!("`{ident}` is not ASCII, and could be taken for another identifier").into(),
        );
    }
    if ident.len() > 128 {
        return Err("an identifier of more than 128 bytes".into());
    }
    if syn::parse_str::<syn::Ident>(&ident).is_err() || ident.starts_with('_') {
        return Err(format!("`{ident}` is not a Rust identifier").into());
    }
    Ok(ident)
}

/// The parts of a name between numbers that would otherwise become one: `CODE_1` and `2` for `CODE_1_2`, which is not
/// `CODE_12`.
fn numbers_apart(name: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let mut number_end = None;
    for (at, c) in name.char_indices() {
        if c.is_ascii_digit() {
            if let Some(end) = number_end.filter(|end| *end < at) {
                parts.push(&name[start..end]);
                start = at;
            }
            number_end = Some(at + 1);
        } else if c.is_alphanumeric() {
            number_end = None;
        }
    }
    parts.push(&name[start..]);
    parts
}

/// The identifier of a code whose wire string does not make one: `Code404`, or `CodeMinus1` for `-1`.
pub(crate) fn identifier_of_code(wire: &str) -> Parsed<String> {
    let number = wire.strip_prefix('-');
    match number.filter(|number| number.starts_with(|c: char| c.is_ascii_digit())) {
        Some(number) => identifier(&format!("code_minus_{number}")),
        None => identifier(&format!("code_{wire}")),
    }
}

/// The names from the prelude that generated code uses: nothing may shadow them.
const PRELUDE: [&str; 21] = [
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
    "None",
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
        return Err(format!("`{ident}` is a name that all Rust code relies on").into());
    }
    Ok(ident)
}

/// A name in `snake_case`, fit for a module, a file and a link.
pub(crate) fn snake(name: &str) -> Parsed<()> {
    if !is_snake(name) {
        let error = ParseError::new("a name consists of a-z, 0-9 and `_` and starts with a letter");
        let meant = name.to_snake_case();
        let is_good = is_snake(&meant) && !is_keyword(&meant);
        return Err(if is_good {
            error.meant(name, meant)
        } else {
            error
        });
    }
    if is_keyword(name) {
        let error = ParseError::new("this is a keyword of Rust");
        return Err(error.help(format!("choose another name, such as `my_{name}`")));
    }
    Ok(())
}

fn is_snake(name: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    name.bytes().all(is_letter) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether a name is reserved in any edition of Rust.
fn is_keyword(name: &str) -> bool {
    // Reserved only since 2024; `syn` accepts it as an identifier.
    name == "gen" || syn::parse_str::<syn::Ident>(name).is_err()
}

/// The codes of gRPC, by name.
pub(crate) fn grpc_codes() -> Vec<(&'static str, Grpc)> {
    let codes = Grpc::ALL.iter();
    codes.map(|code| (code.as_str(), *code)).collect()
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
        let table = [
            ("SESSION_ENDED", "SessionEnded"),
            ("CODE_1_2", "Code1_2"),
            ("CODE_12", "Code12"),
            ("v1.2-3 x_4", "V1_2_3X4"),
            ("A_1_", "A1"),
        ];
        for (name, expected) in table {
            assert_eq!(identifier(name).as_deref(), Ok(expected), "{name}");
        }
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
        assert_eq!(identifier_of_code("-1").as_deref(), Ok("CodeMinus1"));
        assert_eq!(identifier_of_code("1_2").as_deref(), Ok("Code1_2"));
        assert!(type_identifier("option").is_err() && type_identifier("options").is_ok());
    }
}
