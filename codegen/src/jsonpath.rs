//! The part of `JSONPath` (RFC 9535) that sources can use: names, indices, and at one place every child of a list or
//! object, or those that a filter selects.

use crate::model::{Each, Filter, Source, Value};
use crate::parse_error::{ParseError, Parsed};

/// The location that a path names: a single one, or one in each child of a list.
pub(crate) fn source(text: &str) -> Parsed<Source> {
    let Path { start, each } = Path::parse(text)?;
    Ok(match each {
        None => Source::Pointer(start),
        Some((filters, pointer)) => Source::Each(Each {
            path: text.to_owned(),
            list: start,
            filters,
            pointer,
        }),
    })
}

/// The list that a path names: it ends with what selects the children.
pub(crate) fn list(text: &str) -> Parsed<Each> {
    match source(text)? {
        Source::Each(each) if each.pointer.is_empty() => Ok(each),
        Source::Each(_) => Err(ParseError::from("the path goes on inside the elements")
            .help("end it with what selects the errors: `[*]` or a filter")),
        _ => Err(ParseError::from("a list is needed here")
            .help("select its elements: `[*]`, or a filter such as `[?@.error]`")),
    }
}

/// The JSON Pointer of a path that names a single location.
pub(crate) fn singular(text: &str) -> Parsed<String> {
    match source(text)? {
        Source::Pointer(pointer) => Ok(pointer),
        _ => Err(ParseError::from("a single location is needed here")
            .help("name the list itself; rules can test each of the errors that `errors` selects")),
    }
}

struct Path {
    start: String,
    /// What selects the children, and the pointer inside each.
    each: Option<(Vec<Filter>, String)>,
}

enum Segment {
    Name(String),
    Each(Vec<Filter>),
}

impl Path {
    fn parse(text: &str) -> Parsed<Self> {
        let mut rest = text.strip_prefix('$').ok_or("a path starts with `$`")?;
        let (mut start, mut each) = (String::new(), None);
        while !rest.is_empty() {
            let (segment, behind) = segment(rest)?;
            match (segment, &mut each) {
                (Segment::Name(name), None) => push(&mut start, &name),
                (Segment::Name(name), Some((_, pointer))) => push(pointer, &name),
                (Segment::Each(filters), each @ None) => *each = Some((filters, String::new())),
                (Segment::Each(_), Some(_)) => {
                    let error = ParseError::from("a second list in a path").at(rest);
                    return Err(error.help(
                        "a path selects from one list; `[0]` reads only the first of the other, so add a rule for where there is also `[1]`",
                    ));
                }
            }
            rest = behind;
        }
        Ok(Self { start, each })
    }
}

/// Appends a reference token to a JSON Pointer.
fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}

/// The segment at the front, and what follows it.
fn segment(text: &str) -> Parsed<(Segment, &str)> {
    if text.starts_with("..") {
        return Err(ParseError::from("`..` is not supported: name each level").at(text));
    }
    if let Some(rest) = text.strip_prefix(".*") {
        return Ok((Segment::Each(Vec::new()), rest));
    }
    if let Some(rest) = text.strip_prefix('.') {
        let (name, rest) = shorthand(rest)?;
        return Ok((Segment::Name(name.to_owned()), rest));
    }
    let inner = text
        .strip_prefix('[')
        .ok_or_else(|| expected("`.` or `[`", text))?
        .trim_start();
    if let Some(rest) = inner.strip_prefix('?') {
        let (filters, rest) = filters(rest.trim_start())?;
        return Ok((Segment::Each(filters), close(rest)?));
    }
    if let Some(rest) = inner.strip_prefix('*') {
        return Ok((Segment::Each(Vec::new()), close(rest)?));
    }
    let (name, rest) = bracketed(inner)?;
    Ok((Segment::Name(name), close(rest)?))
}

fn close(text: &str) -> Parsed<&str> {
    let text = text.trim_start();
    if text.starts_with([',', ':']) {
        return Err(ParseError::from("slices and lists of selectors are not supported").at(text));
    }
    text.strip_prefix(']').ok_or_else(|| expected("`]`", text))
}

fn expected(what: &str, at: &str) -> ParseError {
    let error = ParseError::from(format!("{what} is missing"));
    if at.is_empty() { error } else { error.at(at) }
}

/// A name after a dot: letters, digits and `_`, not a digit first.
fn shorthand(text: &str) -> Parsed<(&str, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        let error = ParseError::from("a name after `.` consists of letters, digits and `_`");
        return Err(error.help("put any other name in brackets and quotes: `['a-b']`"));
    }
    Ok((name, rest))
}

/// The largest index (RFC 9535, section 2.1).
const MAX_INDEX: u64 = (1 << 53) - 1;

/// A name in quotes, or an index.
fn bracketed(text: &str) -> Parsed<(String, &str)> {
    if text.starts_with(['\'', '"']) {
        return quoted(text);
    }
    if text.starts_with('-') {
        return Err(ParseError::from("an index counts from the start").at(text));
    }
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.parse().is_ok_and(|index: u64| index > MAX_INDEX) || digits.len() > 19 {
        return Err(ParseError::from("no list is that long").at(text));
    }
    let is_index = digits == "0" || !digits.starts_with('0');
    if digits.is_empty() || !is_index {
        return Err(expected("a name in quotes, an index, `*` or `?`", text));
    }
    Ok((digits.to_owned(), rest))
}

/// A text in single or double quotes, with the escapes of JSON.
fn quoted(text: &str) -> Parsed<(String, &str)> {
    let quote = text.chars().next().unwrap_or('\'');
    let mut rest = text.strip_prefix(quote).unwrap_or(text);
    let mut name = String::new();
    loop {
        let mut characters = rest.chars();
        match characters.next() {
            None => return Err(ParseError::from("the quote is not closed").at(text)),
            Some(c) if c == quote => return Ok((name, characters.as_str())),
            Some('\\') => {
                let (c, behind) = escape(characters.as_str(), quote).ok_or_else(|| {
                    ParseError::from("an escape that JSON does not have").at(rest)
                })?;
                name.push(c);
                rest = behind;
            }
            Some(c) => {
                name.push(c);
                rest = characters.as_str();
            }
        }
    }
}

/// The character of an escape inside these quotes, and what follows it.
fn escape(text: &str, quote: char) -> Option<(char, &str)> {
    let mut characters = text.chars();
    let c = match characters.next()? {
        c @ ('\\' | '/') => c,
        c if c == quote => c,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        // Characters beyond U+FFFF are written as they are.
        'u' => {
            let (digits, behind) = characters.as_str().split_at_checked(4)?;
            let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            let number = is_hexadecimal.then(|| u32::from_str_radix(digits, 16).ok())?;
            return Some((char::from_u32(number?)?, behind));
        }
        _ => return None,
    };
    Some((c, characters.as_str()))
}

/// Comparisons and tests of existence, joined with `&&`.
fn filters(mut rest: &str) -> Parsed<(Vec<Filter>, &str)> {
    let mut filters = Vec::new();
    loop {
        let (filter, behind) = filter(rest)?;
        filters.push(filter);
        let behind = behind.trim_start();
        match behind.strip_prefix("&&") {
            Some(next) => rest = next.trim_start(),
            None => return Ok((filters, behind)),
        }
    }
}

fn filter(text: &str) -> Parsed<(Filter, &str)> {
    let unsupported = || {
        let error = ParseError::from(
            "a filter compares a child with `==` or `!=`, or tests that it exists",
        )
        .at(text);
        error.help(
            "as in `[?@.type=='a']`, `[?@.code]` or `[?!@.code]`; several are joined with `&&`",
        )
    };
    let (is_absent, own) = match text.strip_prefix('!') {
        Some(own) => (true, own.trim_start()),
        None => (false, text),
    };
    let mut rest = own.strip_prefix('@').ok_or_else(unsupported)?;
    let mut pointer = String::new();
    while rest.starts_with(['.', '[']) {
        let (segment, behind) = segment(rest)?;
        let Segment::Name(name) = segment else {
            return Err(unsupported());
        };
        push(&mut pointer, &name);
        rest = behind;
    }
    let (value, is_negated, rest) = match comparison(rest) {
        Some(_) if is_absent => return Err(unsupported()),
        Some((literal, is_negated)) => {
            let (value, rest) = literal_of(literal)?;
            (Some(value), is_negated, rest)
        }
        None if is_end(rest) => (None, is_absent, rest),
        None => return Err(unsupported()),
    };
    let filter = Filter {
        pointer,
        value,
        is_negated,
    };
    Ok((filter, rest))
}

/// What follows `==` or `!=`, and whether it is `!=`.
fn comparison(text: &str) -> Option<(&str, bool)> {
    let text = text.trim_start();
    let equal = text.strip_prefix("==").map(|literal| (literal, false));
    let literal = equal.or_else(|| Some((text.strip_prefix("!=")?, true)));
    literal.map(|(literal, is_negated)| (literal.trim_start(), is_negated))
}

fn is_end(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty() || text.starts_with([']', '&'])
}

fn literal_of(text: &str) -> Parsed<(Value, &str)> {
    if text.starts_with(['\'', '"']) {
        let (text, rest) = quoted(text)?;
        return Ok((Value::String(text), rest));
    }
    let end = text
        .find(|c: char| c.is_whitespace() || ")]&|".contains(c))
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let value = match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        word if is_number(word) => Value::Number(word.to_owned()),
        _ => {
            let what = "a value: a text in quotes, a number, true, false or null";
            return Err(expected(what, text));
        }
    };
    Ok((value, rest))
}

/// Whether a word is a number as JSON writes it.
fn is_number(word: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (number, exponent) = word.split_once(['e', 'E']).unwrap_or((word, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_usual = whole == "0" || !whole.starts_with('0');
    is_usual && [whole, fraction, exponent].into_iter().all(is_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_locations_are_pointers() {
        for (path, pointer) in [
            ("$", ""),
            ("$.a.b", "/a/b"),
            ("$['a']['b/c~d']", "/a/b~1c~0d"),
            ("$[\"it's\"]", "/it's"),
            (r"$['it\'s \u00e9']", "/it's é"),
            ("$[ 'a' ][0]", "/a/0"),
            ("$.é_1", "/é_1"),
        ] {
            assert_eq!(singular(path).as_deref(), Ok(pointer), "{path}");
        }
    }

    #[test]
    fn a_list_is_selected_from() {
        type Row<'r> = (
            &'r str,
            &'r str,
            Vec<(&'r str, bool, Option<Value>)>,
            &'r str,
        );
        let string = |text: &str| Some(Value::String(text.to_owned()));
        let number = |text: &str| Some(Value::Number(text.to_owned()));
        let rows: [Row<'_>; 9] = [
            ("$.errors[*].code", "/errors", vec![], "/code"),
            ("$[*]", "", vec![], ""),
            ("$.errors.*.a[0]", "/errors", vec![], "/a/0"),
            (
                "$.d[?@['@type']=='x'].reason",
                "/d",
                vec![("/@type", false, string("x"))],
                "/reason",
            ),
            (
                "$.d[? @.a.b == 1.5 && @.c ].d",
                "/d",
                vec![("/a/b", false, number("1.5")), ("/c", false, None)],
                "/d",
            ),
            (
                "$.d[?@.a==true]",
                "/d",
                vec![("/a", false, Some(Value::Bool(true)))],
                "",
            ),
            (
                "$.d[?@==null].a",
                "/d",
                vec![("", false, Some(Value::Null))],
                "/a",
            ),
            (
                "$[?@.code != 200]",
                "",
                vec![("/code", true, number("200"))],
                "",
            ),
            (
                "$.d[?!@.ok && @.a]",
                "/d",
                vec![("/ok", true, None), ("/a", false, None)],
                "",
            ),
        ];
        for (path, list, filters, pointer) in rows {
            let Ok(Source::Each(each)) = source(path) else {
                panic!("{path}");
            };
            let own = each.filters.iter();
            let own: Vec<_> = own
                .map(|it| (it.pointer.as_str(), it.is_negated, it.value.clone()))
                .collect();
            assert_eq!(
                (each.list.as_str(), own, each.pointer.as_str()),
                (list, filters, pointer),
                "{path}"
            );
        }
    }

    #[test]
    fn numbers_are_those_of_json() {
        for number in ["0", "-1", "1.5", "10e-1", "1E+2", "-0.0"] {
            assert!(is_number(number), "{number}");
        }
        for word in [
            "", "-", "01", "1.", ".5", "1e", "+1", "1_0", "0x1", "NaN", "1.5.2",
        ] {
            assert!(!is_number(word), "{word}");
        }
    }

    #[test]
    fn what_is_not_supported_is_an_error() {
        for path in [
            "a",
            "$a",
            "$.",
            "$.1a",
            "$.a-b",
            "$..a",
            "$.a..b",
            "$[",
            "$[]",
            "$[01]",
            "$[-1]",
            "$[1:2]",
            "$[0,1]",
            "$['a','b']",
            "$['a",
            "$['a'",
            r"$['\x']",
            r#"$['\"']"#,
            r#"$["\'"]"#,
            "$[9007199254740992]",
            "$[99999999999999999999]",
            "$[?]",
            "$[?@.a",
            "$[?@.a<1]",
            "$[?@.a==]",
            "$[?@.a==b]",
            "$[?@.a==1||@.b]",
            "$[?(@.a)]",
            "$[?$.a==1]",
            "$[?@.a[*]==1]",
            "$[?count(@.a)==1]",
            "$.a[*].b[*]",
            "$[?!@.a==1]",
            "$[?!!@.a]",
            "$[?!(@.a)]",
            "$[?@.a==1 @.b]",
            "$ .a",
        ] {
            assert!(source(path).is_err(), "{path}: {:?}", source(path));
        }
        assert!(singular("$.a[*]").is_err());
    }
}
