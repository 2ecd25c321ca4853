//! What a heading, an item or a line begins with: a code, and perhaps its status.

use std::ops::Range;

use super::document::Fragment;
use super::flattened::Flattened;
use super::shape::is_word;
use super::status::{self, Found};
use super::tokens::trimmed;

/// Between a code at the beginning of a line and the text about it.
const DELIMITERS: &[char] = &[':', '|', '\t', '-', '–', '—', '(', '=', '/', ',', '\n'];

/// Around a code at the beginning of a line.
const MARKS: &[char] = &[' ', '\t', '|', '*', '"', '\'', '“', '”', '•', '`', '[', '('];

/// The codes that a line begins with, and the statuses next to them.
#[derive(Debug, Default)]
pub(super) struct Lead {
    pub(super) tokens: Vec<Range<usize>>,
    pub(super) statuses: Vec<Found>,
    /// Whether a status stands for itself, with or without a code: `404: the page does not exist`.
    pub(super) is_status: bool,
}

/// Reads the beginnings of the lines of a fragment.
pub(super) struct LeadReader<'f> {
    fragment: &'f Fragment,
    flattened: &'f Flattened<'f>,
    /// Whether a line shows that the columns of a table were joined.
    is_table: bool,
}

impl<'f> LeadReader<'f> {
    pub(super) fn new(flattened: &'f Flattened<'f>, fragment: &'f Fragment) -> Self {
        let text = &fragment.text;
        let is_joined = |line: &str| {
            let word = &line[first_word(line, 0)];
            let is_code = |word: &str| flattened.known(word).is_some();
            is_code(word) || leading_status(word).is_some() && is_code(&word[3..])
        };
        Self {
            fragment,
            flattened,
            is_table: fragment.code.is_empty() && text.lines().any(is_joined),
        }
    }

    pub(super) fn is_table(&self) -> bool {
        self.is_table
    }

    /// Reads a line of the fragment.
    pub(super) fn read(&self, line: Range<usize>) -> Lead {
        let text = &self.fragment.text[..line.end];
        let mut lead = Lead::default();
        let mut word = first_word(text, line.start);
        if let Some(status) = self.status(&text[word.clone()]) {
            let end = word.start + 3;
            lead.is_status = is_delimited(&text[end..]);
            lead.statuses.push((status, word.start..end));
            // Its code is in the same word, or is the next one.
            word = if end < word.end {
                end..word.end
            } else {
                first_word(text, end)
            };
        }
        while let Some(token) = self.token(text, word) {
            let rest = text[token.end..].trim_start();
            lead.statuses.extend(status_after(text, token.end));
            lead.tokens.push(token);
            if !rest.starts_with(['/', ',']) {
                break;
            }
            word = first_word(text, text.len() - rest.len() + 1);
        }
        lead
    }

    /// The status that a word begins with, unless it is a code.
    fn status(&self, word: &str) -> Option<u16> {
        let codes = self.flattened.codes;
        let status = leading_status(word)?;
        let is_code = codes.contain(word) || codes.shapes.resemble(&word[..3]);
        (!is_code).then_some(status)
    }

    fn token(&self, text: &str, word: Range<usize>) -> Option<Range<usize>> {
        if self.is_table {
            return self.token_of_row(text, word);
        }
        let token = trimmed(text, word);
        let name = &text[token.clone()];
        let is_set_off = || self.is_marked(&token) || is_delimited(&text[token.end..]);
        let is_name = name.contains(char::is_alphanumeric);
        (is_name && (!is_word(name) || is_set_off())).then_some(token)
    }

    fn token_of_row(&self, text: &str, word: Range<usize>) -> Option<Range<usize>> {
        let name = &text[word.clone()];
        let Flattened { codes, .. } = self.flattened;
        let len = self.flattened.known(name);
        if let Some(len) = len.or_else(|| self.flattened.unknown(name)) {
            return Some(word.start..word.start + len);
        }
        let token = trimmed(text, word);
        let name = &text[token.clone()];
        (codes.contain(name) || codes.shapes.resemble(name)).then_some(token)
    }

    fn is_marked(&self, token: &Range<usize>) -> bool {
        let code = &self.fragment.code;
        code.binary_search_by_key(&token.start, |code| code.start)
            .is_ok()
    }
}

/// Whether a line ends after a token, or something else begins.
fn is_delimited(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['"', '\'', '`', '*', '”', '.', ' ']);
    rest.is_empty() || rest.starts_with(DELIMITERS)
}

/// The first word at or after an offset, up to whitespace or the end of a cell.
fn first_word(text: &str, at: usize) -> Range<usize> {
    let rest = text[at..].trim_start_matches(MARKS);
    let start = text.len() - rest.len();
    let len = rest.find(|c: char| c.is_whitespace() || c == '|');
    start..start + len.unwrap_or(rest.len())
}

/// A status at the beginning of a word, before a letter or the end.
fn leading_status(word: &str) -> Option<u16> {
    let status = status::parse(word.get(..3)?)?;
    let next = word[3..].chars().next();
    next.is_none_or(char::is_alphabetic).then_some(status)
}

/// The status in the cell after a code.
fn status_after(text: &str, at: usize) -> Option<Found> {
    let rest = text[at..].trim_start_matches(['`', ' ']);
    let is_apart = rest.len() < text.len() - at && !rest.starts_with('|');
    let cell = rest.trim_start_matches(['|', '\t', ' ', '`']);
    let start = text.len() - cell.len();
    let status = status::parse(cell.get(..3)?)?;
    let continues = cell[3..].starts_with(|c: char| c.is_ascii_digit() || ".,-_%".contains(c));
    (!is_apart && !continues).then(|| (status, start..start + 3))
}
