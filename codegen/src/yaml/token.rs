//! Tokens of a text: what a caret line is drawn under.

use std::ops::Range;

/// The bytes of a single character; none where a line ends.
pub(crate) fn character(text: &str, at: usize) -> Range<usize> {
    let c = text[at..].chars().next().filter(|c| !"\r\n".contains(*c));
    at..at + c.map_or(0, char::len_utf8)
}

/// The bytes of the token that begins at an offset: what a caret line is drawn under.
pub(crate) fn token(text: &str, offset: usize) -> Range<usize> {
    let start = (0..=offset.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let rest = &text[start..];
    let line = rest.lines().next().unwrap_or("");
    let len = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted(line, quote),
        Some('{' | '[') => collection(line),
        Some(_) => plain(line),
        None => 0,
    };
    start..start + len
}

/// The bytes of a part of the token that begins at a byte, if it stands in that line as it is.
pub(crate) fn part(text: &str, start: usize, part: &str) -> Option<Range<usize>> {
    let line = text[start..].lines().next()?;
    let start = start + line.find(part)?;
    Some(start..start + part.len())
}

/// The bytes of a token without the quotes around it.
pub(crate) fn inside_quotes(text: &str, token: Range<usize>) -> Range<usize> {
    let len = |quote| {
        let inside = text[token.clone()].strip_prefix(quote)?;
        // The closing one may stand in another line.
        Some(inside.strip_suffix(quote).unwrap_or(inside).len())
    };
    match len('"').or_else(|| len('\'')) {
        Some(len) => token.start + 1..token.start + 1 + len,
        None => token,
    }
}

/// The length of a list or map in brackets; if it does not end in its line, that of the bracket.
fn collection(line: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        let begins_token = line[..at].ends_with([' ', ',', '{', '[', ':']);
        at += match c {
            '"' | '\'' if begins_token => quoted(&line[at..], c),
            _ => c.len_utf8(),
        };
        if depth == 0 {
            return at;
        }
    }
    1
}

/// The length of a text in quotes, which may go on in the next line.
fn quoted(line: &str, quote: char) -> usize {
    let mut characters = line.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        let escapes = match quote {
            '"' => c == '\\',
            _ => c == quote && characters.peek().is_some_and(|(_, next)| *next == quote),
        };
        if escapes {
            characters.next();
        } else if c == quote {
            return at + 1;
        }
    }
    line.trim_end().len()
}

/// The length of a plain scalar: up to a colon, a comma, a bracket or a comment.
fn plain(line: &str) -> usize {
    let ends = [": ", ", ", " #", "}", "]"]
        .iter()
        .filter_map(|end| line.find(end));
    let end = ends.min().unwrap_or(line.len());
    line[..end].trim_end().trim_end_matches(':').len().max(1)
}
