//! Finds the codes at the beginning of headings, items and lines.

use std::ops::Range;

use super::document::Fragment;
use super::flattened::Flattened;
use super::shape::is_word;
use super::status;
use super::tokens::trimmed;

/// Between a code at the beginning of a line and the text about it.
const DELIMITERS: &[char] = &[':', '|', '\t', '-', '–', '—', '(', '=', '/', ',', '\n'];

/// Around a code at the beginning of a line.
const MARKS: &[char] = &[' ', '\t', '|', '*', '"', '\'', '“', '”', '•', '`', '[', '('];

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
            is_code(word) || has_leading_status(word) && is_code(&word[3..])
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

    /// The tokens that a line of the fragment begins with; a status may precede them.
    pub(super) fn read(&self, line: Range<usize>) -> Vec<Range<usize>> {
        let text = &self.fragment.text[..line.end];
        let mut tokens = Vec::new();
        let mut word = first_word(text, line.start);
        if self.starts_with_status(&text[word.clone()]) {
            let end = word.start + 3;
            word = if end < word.end {
                end..word.end
            } else {
                first_word(text, end)
            };
        }
        while let Some(token) = self.token(text, word) {
            let rest = text[token.end..].trim_start();
            tokens.push(token);
            if !rest.starts_with(['/', ',']) {
                break;
            }
            word = first_word(text, text.len() - rest.len() + 1);
        }
        tokens
    }

    fn starts_with_status(&self, word: &str) -> bool {
        let codes = self.flattened.codes;
        let is_code = || codes.contain(word) || codes.shapes.resemble(&word[..3]);
        has_leading_status(word) && !is_code()
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

/// Whether a word is a status, or one and the start of the next cell.
fn has_leading_status(word: &str) -> bool {
    let is_status = word.get(..3).and_then(status::parse).is_some();
    is_status && word[3..].chars().next().is_none_or(char::is_alphabetic)
}
