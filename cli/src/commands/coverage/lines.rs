//! The lines of Markdown or plain text.

use std::ops::Range;

use super::mask::FILLER;
use super::tokens;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    /// The start or end of a sample.
    Fence,
    Heading(usize),
    Item,
    /// A row of a table.
    Row,
    /// The line below the header of a table.
    Ruler,
    Text,
}

pub(super) struct Line {
    pub(super) kind: Kind,
    /// The line without the markers of its kind.
    pub(super) content: Range<usize>,
}

impl Line {
    pub(super) fn of(text: &str, line: Range<usize>) -> Self {
        let is_margin = |c: char| c.is_whitespace() || c == '>' || c == FILLER;
        let rest = text[line.clone()].trim_start_matches(is_margin);
        let (kind, content) = if rest.is_empty() {
            (Kind::Blank, rest)
        } else if rest.starts_with("```") {
            (Kind::Fence, rest)
        } else if rest.contains('|') {
            let is_ruler = rest.contains('-') && rest.chars().all(|c| "|-: \r\0".contains(c));
            let kind = if is_ruler { Kind::Ruler } else { Kind::Row };
            (kind, rest.strip_prefix('|').unwrap_or(rest))
        } else if rest.starts_with('#') {
            let content = rest.trim_start_matches('#');
            let level = content.chars().next().and_then(|digit| digit.to_digit(10));
            let level = level.map_or(rest.len() - content.len(), |level| level as usize);
            (
                Kind::Heading(level),
                content.trim_start_matches(|c: char| c.is_ascii_digit()),
            )
        } else {
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let item = number
                .strip_prefix(". ")
                .filter(|_| number.len() < rest.len());
            let item = item.or_else(|| rest.strip_prefix("- ").or(rest.strip_prefix("* ")));
            item.map_or((Kind::Text, rest), |item| (Kind::Item, item))
        };
        // Every content ends where its line ends.
        Self {
            kind,
            content: line.end - content.len()..line.end,
        }
    }

    /// The first word, up to white space.
    pub(super) fn first_word(&self, text: &str) -> Range<usize> {
        let start = tokens::trimmed(text, &self.content).start;
        let len = text[start..self.content.end].find(char::is_whitespace);
        start..len.map_or(self.content.end, |len| start + len)
    }
}
