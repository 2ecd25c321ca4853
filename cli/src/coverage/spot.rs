//! What stands around a word that may be a code or a status.

use std::ops::Range;

use super::document::BlockKind;
use super::mentions::{Caption, Reader, SUBJECTS};

/// A part of a word in its line.
pub(super) struct Spot<'l> {
    pub(super) reader: &'l Reader<'l>,
    pub(super) kind: &'l BlockKind,
    /// What stands above the line.
    pub(super) caption: &'l Caption,
    pub(super) outline: &'l Outline,
    /// The bytes of the line.
    pub(super) bytes: Range<usize>,
    /// The line up to it, as far as it may matter.
    pub(super) before: &'l str,
    pub(super) text: &'l str,
    /// The rest of the line, as far as it may matter.
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
        self.bytes.start <= self.outline.head
    }

    /// Whether nothing but marks stands beside it in its line.
    pub(super) fn is_alone(&self) -> bool {
        let Range { start, end } = self.outline.content;
        self.bytes.start <= start && end <= self.bytes.end
    }

    /// Whether no letter stands beside it in its line.
    pub(super) fn is_without_letters(&self) -> bool {
        let Range { start, end } = self.outline.letters;
        self.bytes.start <= start && end <= self.bytes.end
    }

    /// Whether the line beside it is about codes.
    pub(super) fn is_beside_subject(&self) -> bool {
        let Range { start, end } = self.outline.between_subjects;
        start <= self.bytes.start || self.bytes.end <= end
    }

    /// The header of the column, if it stands in a table.
    pub(super) fn header(&self) -> Option<&str> {
        match self.kind {
            BlockKind::Cell { header, .. } => Some(header),
            _ => None,
        }
    }
}

/// What is to be known of a whole line, found out once: a line may have as many words as a document.
pub(super) struct Outline {
    /// Where the marks and numbers end that it begins with.
    head: usize,
    /// From the first to the last that is no mark.
    content: Range<usize>,
    /// From the first letter to the last.
    letters: Range<usize>,
    /// From the end of the first word for errors to the start of the last.
    between_subjects: Range<usize>,
}

impl Outline {
    pub(super) fn of(line: &str) -> Self {
        let is_mark = |c: char| c.is_ascii_digit() || " \t|*-`\"'/,".contains(c);
        let small = line.to_ascii_lowercase();
        let firsts = SUBJECTS.iter();
        let firsts = firsts.filter_map(|word| Some(small.find(word)? + word.len()));
        let lasts = SUBJECTS.iter().filter_map(|word| small.rfind(word));
        Self {
            head: line.find(|c| !is_mark(c)).unwrap_or(line.len()),
            content: extent(line, |c| ![' ', '`', '*', '"'].contains(&c)),
            letters: extent(line, char::is_alphabetic),
            between_subjects: firsts.min().unwrap_or(usize::MAX)..lasts.max().unwrap_or_default(),
        }
    }
}

/// From the first of such characters to the last; if there is none, the end of the line.
fn extent(line: &str, is_such: impl Fn(char) -> bool) -> Range<usize> {
    let mut such = line.char_indices().filter(|(_, c)| is_such(*c));
    let first = such.next();
    let last = such.next_back().or(first);
    let end = last.map(|(at, c)| at + c.len_utf8());
    first.map_or(line.len(), |(at, _)| at)..end.unwrap_or_default()
}

/// Whether the header of a column has one of the words.
pub(super) fn says(header: &str, words: &[&str]) -> bool {
    words.iter().any(|word| header.contains(word))
}
