//! What stands around a word that may be a code or a status.

use super::document::BlockKind;
use super::mentions::Reader;

/// A part of a word in its line.
pub(super) struct Spot<'l> {
    pub(super) reader: &'l Reader<'l>,
    pub(super) kind: &'l BlockKind,
    /// What stands above the line, in small letters.
    pub(super) caption: &'l str,
    /// The line up to it.
    pub(super) before: &'l str,
    pub(super) text: &'l str,
    /// The rest of the line.
    pub(super) after: &'l str,
    /// Whether the next cell of a table begins within the word.
    pub(super) is_glued: bool,
    /// Whether it is all that is marked as code here.
    pub(super) is_span: bool,
    /// Whether it is marked as code, with or without more.
    pub(super) is_marked: bool,
}

impl Spot<'_> {
    /// Whether a row begins there, but for marks and statuses.
    pub(super) fn is_head(&self) -> bool {
        let is_mark = |c: char| c.is_ascii_digit() || " \t|*-`\"'/,".contains(c);
        self.before.chars().all(is_mark)
    }

    /// The header of the column, if it stands in a table.
    pub(super) fn header(&self) -> Option<&str> {
        match self.kind {
            BlockKind::Cell { header, .. } => Some(header),
            _ => None,
        }
    }
}

/// Whether the header of a column has one of the words.
pub(super) fn says(header: &str, words: &[&str]) -> bool {
    words.iter().any(|word| header.contains(word))
}
