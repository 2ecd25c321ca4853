//! How the characters of a text are spelt in a body.

use core::str;

/// The spelling of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As it is.
    Plain,
    /// As inside a JSON string.
    Json,
    /// As in an element or attribute of XML, with comments and processing instructions in between.
    Xml,
    /// As in a value of `application/x-www-form-urlencoded`.
    Form,
}

/// The first character of a text, and how many bytes it takes; `None` if there is none, or it is invalid.
pub(crate) fn decode_first(raw: &str, encoding: Encoding) -> Option<(char, usize)> {
    match (encoding, raw.as_bytes().first()?) {
        (Encoding::Json, b'\\') => unescape(raw.as_bytes()),
        (Encoding::Xml, b'&') => dereference(raw),
        (Encoding::Xml, b'<') => {
            let rest = skip_markup(raw).filter(|rest| rest.len() < raw.len())?;
            let (character, len) = decode_first(rest, encoding)?;
            Some((character, raw.len() - rest.len() + len))
        }
        (Encoding::Form, b'+') => Some((' ', 1)),
        (Encoding::Form, b'%') => Some(decode_octets(raw)),
        _ => {
            let character = raw.chars().next()?;
            Some((character, character.len_utf8()))
        }
    }
}

/// Decodes the JSON escape at the front of `text`: its character, and how many bytes it takes.
pub(crate) fn unescape(text: &[u8]) -> Option<(char, usize)> {
    let character = match *text.get(1)? {
        b'u' => return unescape_utf16(text),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        same @ (b'"' | b'\\' | b'/') => char::from(same),
        _ => return None,
    };
    Some((character, 2))
}

/// Decodes one code unit, or the two of a surrogate pair. Half a pair is no character.
fn unescape_utf16(text: &[u8]) -> Option<(char, usize)> {
    let first = code_unit(text)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, 6));
    }
    let second = code_unit(text.get(6..)?)?;
    let character = char::decode_utf16([first, second]).next()?.ok()?;
    Some((character, 12))
}

/// Reads `\u` and four hexadecimal digits.
fn code_unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.first_chunk::<4>()?;
    let unit = digits.iter().try_fold(0, |unit, digit| {
        Some(unit << 4 | char::from(*digit).to_digit(16)?)
    })?;
    u16::try_from(unit).ok()
}

/// Decodes the reference at the front of XML text, to a character or a predefined entity: no other entity is known.
pub(crate) fn dereference(text: &str) -> Option<(char, usize)> {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        number => character_of(number.strip_prefix('#')?)?,
    };
    Some((character, name.len() + 2))
}

/// The character of this number, which must be one that XML allows.
fn character_of(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.starts_with('+') {
        return None;
    }
    let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    is_xml_character(character).then_some(character)
}

/// Whether XML 1.0 allows a character at all.
pub(crate) const fn is_xml_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// The text after the comments and processing instructions at its front.
fn skip_markup(mut text: &str) -> Option<&str> {
    loop {
        let (inside, end) = if let Some(comment) = text.strip_prefix("<!--") {
            (comment, "-->")
        } else if let Some(instruction) = text.strip_prefix("<?") {
            (instruction, "?>")
        } else {
            return Some(text);
        };
        (_, text) = inside.split_once(end)?;
    }
}

/// Decodes the character that starts with a percent sign: its octets as UTF-8, or a replacement character for those that
/// are not. A percent sign without two digits is one.
fn decode_octets(text: &str) -> (char, usize) {
    let (mut octets, mut len) = ([0; 4], 0);
    let mut ends = [0; 4];
    let mut rest = text.as_bytes();
    for (octet, end) in octets.iter_mut().zip(&mut ends) {
        let Some((first, behind)) = first_octet(rest) else {
            break;
        };
        (*octet, rest) = (first, behind);
        *end = text.len() - rest.len();
        len += 1;
    }
    let octets = octets.get(..len).unwrap_or_default();
    let (valid, bad) = match str::from_utf8(octets) {
        Ok(valid) => (valid, 0),
        Err(error) => {
            let valid = octets.get(..error.valid_up_to()).unwrap_or_default();
            let bad = error.error_len().unwrap_or(len - valid.len());
            (str::from_utf8(valid).unwrap_or_default(), bad)
        }
    };
    let (character, count) = match valid.chars().next() {
        Some(character) => (character, character.len_utf8()),
        None => (char::REPLACEMENT_CHARACTER, bad),
    };
    let end = count.checked_sub(1).and_then(|last| ends.get(last));
    (character, end.copied().unwrap_or(1))
}

/// The first octet of a form's text, and the text after it.
fn first_octet(text: &[u8]) -> Option<(u8, &[u8])> {
    if let [b'%', high, low, behind @ ..] = text
        && let Some(high) = char::from(*high).to_digit(16)
        && let Some(low) = char::from(*low).to_digit(16)
    {
        return Some((u8::try_from(high << 4 | low).ok()?, behind));
    }
    let (first, behind) = text.split_first()?;
    // What is not escaped is a character of its own.
    Some((if *first == b'+' { b' ' } else { *first }, behind))
}
