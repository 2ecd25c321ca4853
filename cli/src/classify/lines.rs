//! Lines of any content and length, in bounded memory.

use std::io::{self, BufRead, BufReader, Read};

/// A longer line is not kept. It is far more than the engine reads of a body.
const LONGEST: usize = 16 << 20;

pub(super) struct Lines<R> {
    reader: BufReader<R>,
    buffer: Vec<u8>,
    number: u64,
}

pub(super) struct Line<'b> {
    /// From 1; lines without content count.
    pub(super) number: u64,
    /// The beginning of a line that is too long, and all of any other.
    bytes: &'b [u8],
}

impl<'b> Line<'b> {
    pub(super) fn is_blank(&self) -> bool {
        self.bytes.trim_ascii().is_empty() && !self.is_too_long()
    }

    /// The line, unless it is too long or no text; a sentence then says so.
    pub(super) fn text(&self) -> Result<&'b str, String> {
        if self.is_too_long() {
            return Err(format!("the line is longer than {} MiB", LONGEST >> 20));
        }
        let text = std::str::from_utf8(self.bytes);
        text.map_err(|error| {
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

impl<R: Read> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            reader: BufReader::with_capacity(1 << 16, source),
            buffer: Vec::new(),
            number: 0,
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        let most = LONGEST as u64 + 1;
        let read = (&mut self.reader)
            .take(most)
            .read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
        } else if self.buffer.len() > LONGEST {
            self.reader.skip_until(b'\n')?;
        }
        Ok(Some(Line {
            number: self.number,
            bytes: &self.buffer,
        }))
    }

    /// Whether the next line is not here yet as a whole, so that one may have to wait for it.
    pub(super) fn may_block(&self) -> bool {
        !self.reader.buffer().contains(&b'\n')
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Lines};

    #[test]
    fn lines_are_numbered_and_the_last_needs_no_end() {
        let mut lines = Lines::new(&b"a\n\nb"[..]);
        for (number, text) in [(1, "a"), (2, ""), (3, "b")] {
            let line = lines.next().unwrap().unwrap();
            assert_eq!((line.number, line.text().unwrap()), (number, text));
        }
        assert!(lines.next().unwrap().is_none());
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_next_one_read() {
        let text = [vec![b' '; LONGEST + 3], b"\nb\n".to_vec()].concat();
        let mut lines = Lines::new(text.as_slice());
        let long = lines.next().unwrap().unwrap();
        assert!(!long.is_blank());
        assert_eq!(long.text().unwrap_err(), "the line is longer than 16 MiB");
        assert_eq!(lines.next().unwrap().unwrap().text().unwrap(), "b");
    }

    #[test]
    fn a_line_may_be_exactly_as_long_as_allowed() {
        let text = [vec![b'x'; LONGEST], b"\nb".to_vec()].concat();
        let mut lines = Lines::new(text.as_slice());
        assert!(lines.next().unwrap().unwrap().text().is_ok());
        assert_eq!(lines.next().unwrap().unwrap().text().unwrap(), "b");
    }
}
