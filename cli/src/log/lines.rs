//! Reads lines of any length in bounded memory.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use memchr::{memchr_iter, memrchr};

use crate::encoding;

/// Longer lines are skipped. This is far more than the engine reads of a body.
const MAX_LINE: usize = 16 << 20;

/// The number of bytes to read at a time: enough work to pass to a thread, and small enough for its cache.
const PIECE: usize = 1 << 17;

/// The byte order mark in UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// Splits a source into pieces of whole lines.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    next: u64,
    /// An error that is reported after the lines before it.
    error: Option<io::Error>,
}

/// Consecutive lines.
#[derive(Default)]
pub(crate) struct Piece {
    bytes: Vec<u8>,
    /// The number of the first line, from 1.
    first: u64,
}

pub(crate) struct Line<'p> {
    /// From 1, including blank lines.
    pub(crate) number: u64,
    /// The line; only its start if it is too long.
    bytes: &'p [u8],
}

impl<R: Read> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            reader: BufReader::with_capacity(PIECE, source),
            next: 1,
            error: None,
        }
    }

    /// Fills a piece with the available lines, waiting only for the end of the first. Returns whether there are any.
    pub(super) fn fill(&mut self, piece: &mut Piece) -> io::Result<bool> {
        // Release the memory that a long line has used.
        piece.bytes.shrink_to(2 * PIECE);
        piece.bytes.clear();
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        while !self.take_or_keep_error(&mut piece.bytes)? {}
        piece.first = self.next;
        self.next += piece.count();
        Ok(!piece.bytes.is_empty())
    }

    /// Like [`take`](Self::take), but keeps an error about invalid data until the line before it is returned. Before
    /// any other error, the line may be incomplete.
    fn take_or_keep_error(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        match self.take(bytes) {
            Err(error) if !bytes.is_empty() && error.kind() == ErrorKind::InvalidData => {
                self.error = Some(error);
                Ok(true)
            }
            taken => taken,
        }
    }

    /// Takes the available bytes up to the end of the last line. Returns whether the piece is complete.
    fn take(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let available = match self.reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(false),
            Err(error) => return Err(error),
        };
        let end = memrchr(b'\n', available).map(|end| end + 1);
        let taken = end.unwrap_or(available.len());
        bytes.extend_from_slice(&available[..taken]);
        self.reader.consume(taken);
        if end.is_none() && bytes.len() > MAX_LINE {
            bytes.truncate(MAX_LINE + 1);
            self.reader.skip_until(b'\n')?;
            return Ok(true);
        }
        Ok(end.is_some() || taken == 0)
    }
}

impl Piece {
    fn count(&self) -> u64 {
        let ends = memchr_iter(b'\n', &self.bytes).count() as u64;
        let is_open = self.bytes.last().is_some_and(|last| *last != b'\n');
        ends + u64::from(is_open)
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut start = 0;
        let ends = memchr_iter(b'\n', &self.bytes).chain([self.bytes.len()]);
        let lines = ends.map(move |end| {
            let line = &self.bytes[start..end];
            start = end + 1;
            line
        });
        // The text after the final line end is blank, so callers skip it.
        let lines = (self.first..).zip(lines);
        lines.map(|(number, bytes)| Line { number, bytes })
    }
}

impl<'p> Line<'p> {
    pub(crate) fn is_blank(&self) -> bool {
        let text = self.bytes.strip_prefix(BOM).unwrap_or(self.bytes);
        !self.is_too_long() && text.trim_ascii_start().is_empty()
    }

    /// The text of the line, or a message why it has none. A byte order mark is removed on any line, because files may
    /// be concatenated.
    pub(super) fn text(&self) -> Result<&'p str, String> {
        if self.is_too_long() {
            return Err(format!("the line is longer than {} MiB", MAX_LINE >> 20));
        }
        let text = std::str::from_utf8(self.bytes);
        text.map(encoding::without_bom)
            .map_err(|error| format!("the line is not UTF-8 at byte {}", error.valid_up_to() + 1))
    }

    fn is_too_long(&self) -> bool {
        self.bytes.len() > MAX_LINE
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Lines, MAX_LINE, PIECE, Piece};

    /// The numbers and texts or errors of all lines that are not blank.
    fn all(source: impl Read) -> Vec<(u64, Result<String, String>)> {
        let (mut lines, mut piece, mut all) = (Lines::new(source), Piece::default(), Vec::new());
        while lines.fill(&mut piece).unwrap() {
            let full = piece.lines().filter(|line| !line.is_blank());
            all.extend(full.map(|line| (line.number, line.text().map(str::to_owned))));
        }
        all
    }

    fn ok(number: u64, text: &str) -> (u64, Result<String, String>) {
        (number, Ok(text.to_owned()))
    }

    /// Returns a few bytes at a time, like a slow pipe.
    struct Slow<'s>(&'s [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let most = buffer.len().min(self.1);
            self.0.read(&mut buffer[..most])
        }
    }

    #[test]
    fn lines_are_numbered_and_the_last_may_lack_a_line_end() {
        let expected = [ok(1, "a"), ok(3, "b"), ok(4, "c")];
        for text in ["a\n\nb\nc", "a\n\nb\nc\n", "a\n \nb\nc\n\n"] {
            for step in 1..=text.len() {
                assert_eq!(
                    all(Slow(text.as_bytes(), step)),
                    expected,
                    "{text:?} by {step}"
                );
            }
        }
        assert!(all(&b""[..]).is_empty());
    }

    #[test]
    fn lines_may_cross_pieces() {
        let texts: Vec<String> = (0..3 * PIECE / 1000)
            .map(|n| format!("{n:01000}"))
            .collect();
        let expected: Vec<_> = (1..)
            .zip(&texts)
            .map(|(number, text)| ok(number, text))
            .collect();
        assert!(all(texts.join("\n").as_bytes()) == expected);
    }

    #[test]
    fn long_lines_are_skipped() {
        let error = Err("the line is longer than 16 MiB".to_owned());
        for more in [1, 3, PIECE, 3 * PIECE] {
            let long = vec![b' '; MAX_LINE + more];
            let text = [b"a\n", long.as_slice(), b"\nb\n"].concat();
            assert_eq!(
                all(text.as_slice()),
                [ok(1, "a"), (2, error.clone()), ok(3, "b")]
            );
        }
    }

    #[test]
    fn lines_may_have_the_greatest_length() {
        let text = [vec![b'x'; MAX_LINE], b"\nb".to_vec()].concat();
        let lines = all(text.as_slice());
        assert!(lines[0].1.is_ok() && lines[1] == ok(2, "b"));
    }

    #[test]
    fn available_lines_are_returned_at_once() {
        let (mut lines, mut piece) = (Lines::new(Slow(b"a\nb\nc", 3)), Piece::default());
        assert!(lines.fill(&mut piece).unwrap());
        assert_eq!(piece.lines().next().unwrap().text().unwrap(), "a");
        assert_eq!(piece.count(), 1);
    }
}
