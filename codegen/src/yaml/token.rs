//! Tokens of a text, which carets mark.

use std::ops::Range;

/// The bytes of a single character; empty at the end of a line.
pub(crate) fn character(text: &str, at: usize) -> Range<usize> {
    let c = text[at..].chars().next().filter(|c| !"\r\n".contains(*c));
    at..at + c.map_or(0, char::len_utf8)
}

/// The bytes of the token that starts at an offset, which carets mark.
pub(crate) fn token(text: &str, offset: usize) -> Range<usize> {
    let start = (0..=offset.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let rest = &text[start..];
    let line = rest.lines().next().unwrap_or("");
    start..start + plain(line)
}

/// The bytes of a part of the token that starts at a byte, if it appears literally in that line.
pub(crate) fn part(text: &str, start: usize, part: &str) -> Option<Range<usize>> {
    let line = text[start..].lines().next()?;
    let start = start + line.find(part)?;
    Some(start..start + part.len())
}

/// The bytes of a token without the quotes around it.
pub(crate) fn inside_quotes(text: &str, token: Range<usize>) -> Range<usize> {
    let len = |quote| {
        let inside = text[token.clone()].strip_prefix(quote)?;
        // The closing one may be on another line.
        Some(inside.strip_suffix(quote).unwrap_or(inside).len())
    };
    match len('"').or_else(|| len('\'')) {
        Some(len) => token.start + 1..token.start + 1 + len,
        None => token,
    }
}

/// The length of a plain scalar: up to a colon, a comma, a bracket or a comment.
fn plain(line: &str) -> usize {
    let ends = [": ", ", ", " #", "}", "]"]
        .iter()
        .filter_map(|end| line.find(end));
    let end = ends.min().unwrap_or(line.len());
    let first = line.chars().next().map_or(0, char::len_utf8);
    let text = line[..end].trim_end().trim_end_matches(':');
    text.len().max(first)
}
