//! The words of a line, and what was glued together when a table became text: `BAD_REQUEST400Request body` is a code, a
//! status and a description.

use std::collections::HashSet;
use std::ops::Range;

/// A part of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) bytes: Range<usize>,
    pub(super) kind: PieceKind,
    /// Whether something follows that belongs to the next cell.
    pub(super) is_glued: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    Name,
    Status(u16),
}

/// The words of a text: letters, digits and underscores, and between them what else separates the words of names.
pub(super) fn words(text: &str, separators: &[char]) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let is_inside = |at: usize| match bytes[at] {
        byte if separators.contains(&char::from(byte)) && byte != b'_' => {
            let around = [at.checked_sub(1), Some(at + 1)];
            let mut around = around.into_iter().flatten();
            around.all(|at| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric))
        }
        byte => byte == b'_' || byte.is_ascii_alphanumeric(),
    };
    let mut words: Vec<Range<usize>> = Vec::new();
    for at in (0..bytes.len()).filter(|at| is_inside(*at)) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end = at + 1,
            _ => words.push(at..at + 1),
        }
    }
    words
}

/// A status that HTTP can have.
pub(super) fn status(text: &str) -> Option<u16> {
    let is_plain = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let status = text.parse().ok().filter(|_| is_plain)?;
    (100..=599).contains(&status).then_some(status)
}

fn is_small(c: char) -> bool {
    c.is_ascii_lowercase()
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Before a status, it makes a name that some programs give to it.
pub(super) const HTTP: &str = "HTTP_";

/// No word that was glued to a name is longer, in bytes.
const LONGEST: usize = 64;

/// What is needed to take words apart.
pub(super) struct Splitter<'d> {
    /// What the document has as words of their own.
    standing: HashSet<&'d str>,
    /// Whether a name is one of the book's codes.
    is_known: &'d dyn Fn(&str) -> bool,
}

impl<'d> Splitter<'d> {
    pub(super) fn new(document: &'d str, is_known: &'d dyn Fn(&str) -> bool) -> Self {
        let standing = document.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        Self {
            standing: standing.collect(),
            is_known,
        }
    }

    /// The parts of a word, whose bytes are those of the line. Only where a line begins can the cell of a table end
    /// within a word.
    pub(super) fn pieces(&self, line: &str, word: &Range<usize>, is_first: bool) -> Vec<Piece> {
        let text = &line[word.clone()];
        let piece = |kind, bytes: Range<usize>, is_glued| Piece {
            bytes,
            kind,
            is_glued,
        };
        if (self.is_known)(text) {
            return vec![piece(PieceKind::Name, word.clone(), false)];
        }
        if let Some(digits) = text
            .strip_prefix(HTTP)
            .filter(|rest| begins_with_digit(rest))
        {
            // `HTTP_5` and `HTTP_5xx` are many.
            let status = status(digits).into_iter();
            let whole = |status| piece(PieceKind::Status(status), word.clone(), true);
            return status.map(whole).collect();
        }
        let mut pieces = Vec::new();
        let mut start = word.start;
        if let Some(status) = leading_status(text) {
            start += 3;
            let is_glued = start < word.end;
            pieces.push(piece(
                PieceKind::Status(status),
                word.start..start,
                is_glued,
            ));
        }
        let rest = &line[start..word.end];
        if rest.is_empty() {
            return pieces;
        }
        let (len, status) = self.head(rest, is_first);
        let is_glued = status.is_some() || len < rest.len();
        pieces.push(piece(PieceKind::Name, start..start + len, is_glued));
        if let Some(status) = status {
            let at = start + len;
            pieces.push(piece(PieceKind::Status(status), at..at + 3, true));
        }
        pieces
    }

    /// How long the name is that a text begins with, and the status that follows it.
    fn head(&self, text: &str, is_first: bool) -> (usize, Option<u16>) {
        let len = same_case(text);
        let name = &text[..len];
        if len < text.len() && (self.is_known)(name) {
            return (len, None);
        }
        if is_first && let Some((len, status)) = inner_status(text) {
            return (len, Some(status));
        }
        let may_end = is_first && len == text.len() && !name.contains(is_small);
        let ends = (len.saturating_sub(LONGEST).max(2)..len).filter(|_| may_end);
        let stands = |end: &usize| {
            name.split_at_checked(*end).is_some_and(|(name, rest)| {
                !name.ends_with('_') && !rest.starts_with('_') && self.standing.contains(rest)
            })
        };
        let ends: Vec<usize> = ends.filter(stands).collect();
        let known = ends.iter().find(|end| (self.is_known)(&name[..**end]));
        (known.or(ends.first()).copied().unwrap_or(len), None)
    }
}

/// A status that a word begins with, if the next cell begins behind it.
fn leading_status(text: &str) -> Option<u16> {
    let status = status(text.get(..3)?)?;
    let next = text.as_bytes().get(3);
    next.is_none_or(u8::is_ascii_alphabetic).then_some(status)
}

/// The status between a name and the next word, and how long the name is.
fn inner_status(text: &str) -> Option<(usize, u16)> {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut starts = (1..text.len()).filter(|_| is_name);
    starts.find_map(|start| {
        let status = status(text.get(start..start + 3)?)?;
        let is_between = is_letter(bytes.get(start - 1)) && is_letter(bytes.get(start + 3));
        is_between.then_some((start, status))
    })
}

/// How long the part is whose letters are of one case: a capital and what follows it are the next word.
fn same_case(text: &str) -> usize {
    let is_upper = text.starts_with(|c: char| c.is_ascii_uppercase());
    let other: fn(char) -> bool = if is_upper {
        |c| c.is_ascii_lowercase()
    } else {
        |c| c.is_ascii_uppercase()
    };
    match text.find(other) {
        None => text.len(),
        // `NotFound` is one word.
        Some(1) if is_upper => text.len(),
        Some(end) if is_upper => end - 1,
        Some(end) => end,
    }
}

#[cfg(test)]
mod tests {
    use super::{PieceKind, Splitter, words};

    fn pieces(line: &str, known: &[&str]) -> Vec<String> {
        let is_known = |name: &str| known.contains(&name);
        let document = format!("{line}\nan OTT and some G-coin s");
        let splitter = Splitter::new(&document, &is_known);
        let first = words(line, &['_', '.']).remove(0);
        let pieces = splitter.pieces(line, &first, true).into_iter();
        pieces
            .map(|piece| match piece.kind {
                PieceKind::Name => line[piece.bytes].to_owned(),
                PieceKind::Status(status) => format!("={status}"),
            })
            .collect()
    }

    #[test]
    fn what_was_glued_is_taken_apart() {
        let cases: [(&str, &[&str]); 18] = [
            ("BAD_REQUEST400Request body", &["BAD_REQUEST", "=400"]),
            ("INVALID_API_KEY401API Key", &["INVALID_API_KEY", "=401"]),
            ("HTTP_5 or", &[]),
            ("NOT_CHARGEABLEBilling not possible", &["NOT_CHARGEABLE"]),
            ("OTT_EXPIREDOTT expired", &["OTT_EXPIRED"]),
            ("CHARGE_EXHAUSTEDG-coin depleted", &["CHARGE_EXHAUSTED"]),
            ("OKNormalWait", &["OK"]),
            ("400bad_requestInvalid or", &["=400", "bad_request"]),
            ("401UnauthorizedYour token", &["=401", "UnauthorizedYour"]),
            ("revokedThe license", &["revoked"]),
            ("404 Not Found", &["=404"]),
            ("HTTP_404 or", &["=404"]),
            ("NotFound is", &["NotFound"]),
            ("Gains are", &["Gains"]),
            ("ERROR_404 is", &["ERROR_404"]),
            ("1000requests", &["1000requests"]),
            ("E401 is", &["E401"]),
            ("insufficient.funds is", &["insufficient.funds"]),
        ];
        for (line, expected) in cases {
            assert_eq!(pieces(line, &[]), expected, "{line}");
        }
    }

    #[test]
    fn what_the_book_knows_is_not_taken_apart() {
        assert_eq!(pieces("E401Bad", &["E401"]), ["E401"]);
        assert_eq!(pieces("SHORTOTT is", &["SHORTOTT"]), ["SHORTOTT"]);
        assert_eq!(pieces("okFine", &["ok"]), ["ok"]);
    }
}
