//! Lines of any content and length, in bounded memory.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use memchr::{memchr_iter, memrchr};

use crate::encoding;

/// A longer line is not kept. It is far more than the engine reads of a body.
const LONGEST: usize = 16 << 20;

/// So many bytes are read at a time, if they are there: enough work to be worth handing to a thread, and little enough
/// for its cache.
const PIECE: usize = 1 << 17;

/// The byte order mark in UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Takes a source apart into pieces of whole lines.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    next: u64,
    /// What ended the source, after the lines before it were taken.
    error: Option<io::Error>,
}

/// Some lines that follow each other.
#[derive(Default)]
pub(super) struct Piece {
    bytes: Vec<u8>,
    /// The number of the first line, from 1.
    first: u64,
}

pub(super) struct Line<'p> {
    /// From 1; lines without content count.
    pub(super) number: u64,
    /// The beginning of a line that is too long, and all of any other.
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

    /// Fills a piece with the lines that are here, waiting only for the end of the first. Returns whether there are any.
    pub(super) fn fill(&mut self, piece: &mut Piece) -> io::Result<bool> {
        // What a long line has left behind is not kept for ever.
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

    /// As [`take`](Self::take), but a last line before something that is no data comes first. Before any other error, a
    /// line may have been cut off.
    fn take_or_keep_error(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        match self.take(bytes) {
            Err(error) if !bytes.is_empty() && error.kind() == ErrorKind::InvalidData => {
                self.error = Some(error);
                Ok(true)
            }
            taken => taken,
        }
    }

    /// Takes what is here, up to the end of the last line. Returns whether that is enough.
    fn take(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let here = match self.reader.fill_buf() {
            Ok(here) => here,
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(false),
            Err(error) => return Err(error),
        };
        let end = memrchr(b'\n', here).map(|end| end + 1);
        let taken = end.unwrap_or(here.len());
        bytes.extend_from_slice(&here[..taken]);
        self.reader.consume(taken);
        if end.is_none() && bytes.len() > LONGEST {
            bytes.truncate(LONGEST + 1);
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

    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut start = 0;
        let ends = memchr_iter(b'\n', &self.bytes).chain([self.bytes.len()]);
        let lines = ends.map(move |end| {
            let line = &self.bytes[start..end];
            start = end + 1;
            line
        });
        // What lies behind the last end is blank, so that nobody takes it for a line.
        let lines = (self.first..).zip(lines);
        lines.map(|(number, bytes)| Line { number, bytes })
    }
}

impl<'p> Line<'p> {
    pub(super) fn is_blank(&self) -> bool {
        let text = self.bytes.strip_prefix(MARK).unwrap_or(self.bytes);
        !self.is_too_long() && text.trim_ascii_start().is_empty()
    }

    /// The line, unless it is too long or no text; a sentence then says so. A byte order mark is not part of it, which
    /// a file begins with, and so does each of several that were joined.
    pub(super) fn text(&self) -> Result<&'p str, String> {
        if self.is_too_long() {
            return Err(format!("the line is longer than {} MiB", LONGEST >> 20));
        }
        let text = std::str::from_utf8(self.bytes);
        text.map(encoding::without_mark).map_err(|error| {
            format!(
                "the line is not UTF-8 from byte {} on",
                error.valid_up_to() + 1
            )
        })
    }

    fn is_too_long(&self) -> bool {
        self.bytes.len() > LONGEST
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{LONGEST, Lines, PIECE, Piece};

    /// The numbers and texts of all lines of a source, or why a line has none, but for blank ones.
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

    /// Yields a few bytes at a time, as a slow pipe does.
    struct Slow<'s>(&'s [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let most = buffer.len().min(self.1);
            self.0.read(&mut buffer[..most])
        }
    }

    #[test]
    fn lines_are_numbered_and_the_last_needs_no_end() {
        let expected = [ok(1, "a"), ok(3, "b"), ok(4, "c")];
        for (text, least) in [("a\n\nb\nc", 3), ("a\n\nb\nc\n", 3), ("a\n \nb\nc\n\n", 3)] {
            for step in 1..=text.len() {
                assert_eq!(
                    all(Slow(text.as_bytes(), step))[..least],
                    expected,
                    "{text:?} by {step}"
                );
            }
        }
        assert!(all(&b""[..]).is_empty());
    }

    #[test]
    fn a_line_may_lie_across_pieces() {
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
    fn a_line_that_is_too_long_is_skipped_and_the_next_one_read() {
        let told = Err("the line is longer than 16 MiB".to_owned());
        for more in [1, 3, PIECE, 3 * PIECE] {
            let long = vec![b' '; LONGEST + more];
            let text = [b"a\n", long.as_slice(), b"\nb\n"].concat();
            assert_eq!(
                all(text.as_slice()),
                [ok(1, "a"), (2, told.clone()), ok(3, "b")]
            );
        }
    }

    #[test]
    fn a_line_may_be_exactly_as_long_as_allowed() {
        let text = [vec![b'x'; LONGEST], b"\nb".to_vec()].concat();
        let lines = all(text.as_slice());
        assert!(lines[0].1.is_ok() && lines[1] == ok(2, "b"));
    }

    #[test]
    fn what_is_here_does_not_wait_for_what_is_not() {
        let (mut lines, mut piece) = (Lines::new(Slow(b"a\nb\nc", 3)), Piece::default());
        assert!(lines.fill(&mut piece).unwrap());
        assert_eq!(piece.lines().next().unwrap().text().unwrap(), "a");
        assert_eq!(piece.count(), 1);
    }
}
