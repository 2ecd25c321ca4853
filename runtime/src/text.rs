//! Text in a response, decoded only when it is read.

#[cfg(feature = "alloc")]
use alloc::borrow::Cow;
use core::{
    fmt::{self, Write as _},
    hash::{Hash, Hasher},
    iter, str,
};

use crate::encoding::{Encoding, decode_first};

/// A piece of text that a vendor sent.
///
/// It borrows the response, so it may be the inside of a JSON string with the escapes still in it, or encoded as XML and
/// forms are. That makes no difference to what it says: texts are compared, hashed and shown by their characters.
///
/// ```
/// use faultbook_runtime::Text;
/// let text = Text::plain("Server not found");
/// assert_eq!(text, "Server not found");
/// assert_eq!(text.as_str(), Some("Server not found"));
/// assert_eq!(text.to_string(), "Server not found");
/// ```
#[derive(Clone, Copy)]
pub struct Text<'a> {
    raw: &'a str,
    encoding: Encoding,
}

impl<'a> Text<'a> {
    /// Literal text: a backslash in it is a backslash.
    #[must_use]
    pub const fn plain(text: &'a str) -> Self {
        Self {
            raw: text,
            encoding: Encoding::Plain,
        }
    }

    /// The inside of a JSON string, and whether there are escapes in it.
    pub(crate) const fn inside(raw: &'a str, escaped: bool) -> Self {
        if escaped {
            Self::encoded(raw, Encoding::Json)
        } else {
            Self::plain(raw)
        }
    }

    /// Text as it is spelt in a body of this encoding, which it must conform to: whatever is not empty says something.
    pub(crate) const fn encoded(raw: &'a str, encoding: Encoding) -> Self {
        Self { raw, encoding }
    }

    /// The text without copying it: `None` only if it has escapes that must be decoded first.
    #[must_use]
    pub const fn as_str(&self) -> Option<&'a str> {
        if self.is_plain() {
            Some(self.raw)
        } else {
            None
        }
    }

    const fn is_plain(&self) -> bool {
        matches!(self.encoding, Encoding::Plain)
    }

    /// Whether there are no characters.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// The characters, decoded one by one.
    pub fn chars(&self) -> impl Iterator<Item = char> + use<'a> {
        let mut rest = *self;
        iter::from_fn(move || {
            let (character, behind) = rest.split_first()?;
            rest = behind;
            Some(character)
        })
    }

    /// The text, copied only if it has escapes. Needs the feature `alloc`, which is on by default.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn to_cow(&self) -> Cow<'a, str> {
        self.as_str()
            .map_or_else(|| self.chars().collect(), Cow::Borrowed)
    }

    /// The text, written to the front of `buffer`: `None` if it does not fit.
    #[must_use]
    pub fn decode_into<'b>(&self, buffer: &'b mut [u8]) -> Option<&'b str> {
        let mut len = 0;
        for character in self.chars() {
            let end = len + character.len_utf8();
            character.encode_utf8(buffer.get_mut(len..end)?);
            len = end;
        }
        str::from_utf8(buffer.get(..len)?).ok()
    }

    /// Does what [`Formatter::pad`](fmt::Formatter::pad) does, without having the characters in one piece.
    fn pad(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (precision, fill) = (f.precision().unwrap_or(usize::MAX), f.fill());
        let shown = || self.chars().take(precision);
        let missing = f
            .width()
            .map_or(0, |width| width.saturating_sub(shown().count()));
        let before = match f.align() {
            Some(fmt::Alignment::Right) => missing,
            Some(fmt::Alignment::Center) => missing / 2,
            Some(fmt::Alignment::Left) | None => 0,
        };
        (0..before).try_for_each(|_| f.write_char(fill))?;
        shown().try_for_each(|character| f.write_char(character))?;
        (before..missing).try_for_each(|_| f.write_char(fill))
    }

    /// The first character and the text after it.
    pub(crate) fn split_first(self) -> Option<(char, Self)> {
        let (character, len) = decode_first(self.raw, self.encoding)?;
        Some((
            character,
            Self {
                raw: self.raw.get(len..)?,
                ..self
            },
        ))
    }

    /// The text after this prefix, if it starts with it.
    pub(crate) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        if self.is_plain() {
            return self.raw.strip_prefix(prefix).map(Self::plain);
        }
        prefix.chars().try_fold(self, |rest, wanted| {
            let (character, behind) = rest.split_first()?;
            (character == wanted).then_some(behind)
        })
    }

    /// Whether it starts with this prefix, ignoring ASCII case.
    pub(crate) fn starts_with_ignoring_case(self, prefix: &str) -> bool {
        let mut characters = self.chars();
        let mut prefix = prefix.chars();
        prefix.all(|wanted| {
            characters
                .next()
                .is_some_and(|own| own.eq_ignore_ascii_case(&wanted))
        })
    }

    /// Whether it contains this text, ignoring ASCII case.
    pub(crate) fn contains_ignoring_case(self, wanted: &str) -> bool {
        let mut rest = self;
        loop {
            if rest.starts_with_ignoring_case(wanted) {
                return true;
            }
            let Some((_, behind)) = rest.split_first() else {
                return false;
            };
            rest = behind;
        }
    }

    /// How many ASCII digits are at the front, at most `most` of them, and the text after them.
    pub(crate) fn split_digits(self, most: usize) -> (usize, Self) {
        if self.is_plain() {
            let bytes = self.raw.bytes().take(most);
            let count = bytes.take_while(u8::is_ascii_digit).count();
            return (count, self.behind(count));
        }
        let (mut count, mut rest) = (0, self);
        while count < most
            && let Some((character, behind)) = rest.split_first()
            && character.is_ascii_digit()
        {
            (count, rest) = (count + 1, behind);
        }
        (count, rest)
    }

    /// The text without white space at its front.
    pub(crate) fn trim_start(self) -> Self {
        if self.is_plain() {
            return Self::plain(self.raw.trim_start());
        }
        let mut rest = self;
        while let Some((character, behind)) = rest.split_first()
            && character.is_whitespace()
        {
            rest = behind;
        }
        rest
    }

    /// The text without white space at its end, and how many bytes were looked at to find it.
    pub(crate) fn trim_end(self, looked_at: &mut usize) -> Self {
        if self.is_plain() {
            let trimmed = self.raw.trim_end();
            *looked_at += self.raw.len() - trimmed.len();
            return Self::plain(trimmed);
        }
        *looked_at += self.raw.len();
        // Only the text before a backslash says whether it starts an escape.
        let (mut rest, mut end) = (self, 0);
        while let Some((character, behind)) = rest.split_first() {
            rest = behind;
            if !character.is_whitespace() {
                end = self.raw.len() - rest.raw.len();
            }
        }
        self.between(0, end)
    }

    /// The length in bytes as it is spelt, escapes and all. Places in the text are counted in these.
    pub(crate) const fn raw_len(self) -> usize {
        self.raw.len()
    }

    /// The text after a place between two characters.
    pub(crate) fn behind(self, place: usize) -> Self {
        self.between(place, self.raw.len())
    }

    /// The text between two such places.
    pub(crate) fn between(self, start: usize, end: usize) -> Self {
        Self {
            raw: self.raw.get(start..end).unwrap_or(""),
            ..self
        }
    }

    /// The first place of a literal, and how many bytes were looked at to find it.
    pub(crate) fn find(self, literal: &str, looked_at: &mut usize) -> Option<usize> {
        if self.is_plain() {
            let place = self.raw.find(literal);
            *looked_at += place.map_or(self.raw.len(), |place| place + literal.len());
            return place;
        }
        let mut rest = self;
        loop {
            let mut behind = rest;
            let is_here = literal.chars().all(|wanted| {
                let next = behind.split_first();
                next.is_some_and(|(character, next)| {
                    // Between two characters, there may be long comments.
                    *looked_at += behind.raw.len() - next.raw.len();
                    behind = next;
                    character == wanted
                })
            });
            if is_here {
                return Some(self.raw.len() - rest.raw.len());
            }
            (_, rest) = rest.split_first()?;
        }
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => f.pad(text),
            None => self.pad(f),
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.as_str() {
            return fmt::Debug::fmt(text, f);
        }
        f.write_char('"')?;
        self.chars().try_for_each(|character| match character {
            '\'' => f.write_char(character),
            _ => write!(f, "{}", character.escape_debug()),
        })?;
        f.write_char('"')
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        match self.as_str() {
            Some(text) => text == other,
            None => self.chars().eq(other.chars()),
        }
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        match other.as_str() {
            Some(text) => self == text,
            None => self.chars().eq(other.chars()),
        }
    }
}

impl Eq for Text<'_> {}

impl Hash for Text<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.chars().for_each(|character| character.hash(state));
        // Not a character: it separates texts.
        u32::MAX.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::Text;

    #[test]
    fn escaped_text_is_formatted_like_any_other() {
        let texts = [
            (r"", ""),
            (r#"a\"b'\n\u00e9\ud83d\ude00"#, "a\"b'\n\u{e9}\u{1f600}"),
            (r"e\u0301\u202e\u0000", "e\u{301}\u{202e}\0"),
        ];
        for (raw, text) in texts {
            let escaped = Text::inside(raw, true);
            assert_eq!(format!("{escaped}"), text);
            assert_eq!(format!("{escaped:?}"), format!("{text:?}"));
            for width in 0..9 {
                assert_eq!(format!("{escaped:>width$}"), format!("{text:>width$}"));
                assert_eq!(format!("{escaped:*^width$}"), format!("{text:*^width$}"));
                for cut in 0..9 {
                    let padded = format!("{escaped:-<width$.cut$}");
                    assert_eq!(padded, format!("{text:-<width$.cut$}"));
                }
            }
        }
    }
}
