//! Lines and columns of the bytes of a text.

/// The starts of the lines of a text.
#[derive(Clone, Debug)]
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = newlines.map(|(at, _)| at + 1);
        Self([0].into_iter().chain(starts).collect())
    }

    /// The index of the line that a byte is in.
    pub(crate) fn index(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset) - 1
    }

    /// The line and the column in characters, both from 1. `text` must be the text of these lines.
    pub(crate) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.index(offset);
        let before = &text[self.0[line]..offset];
        (line + 1, before.chars().count() + 1)
    }

    /// The start of the line `lines` lines above that of a byte, and its number from 1.
    pub(crate) fn start_above(&self, offset: usize, lines: usize) -> (usize, usize) {
        let line = self.index(offset).saturating_sub(lines);
        (self.0[line], line + 1)
    }

    /// The end of the line `lines` lines below that of a byte.
    pub(crate) fn end_below(&self, text: &str, offset: usize, lines: usize) -> usize {
        let next = self.0.get(self.index(offset) + lines + 1);
        next.map_or(text.len(), |next| next - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn positions_are_counted_in_characters_from_one() {
        let text = "a\n\nдень\n";
        let lines = Lines::of(text);
        let positions = [0, 1, 2, 3, 5, text.len()].map(|at| lines.position(text, at));
        assert_eq!(positions, [(1, 1), (1, 2), (2, 1), (3, 1), (3, 2), (4, 1)]);
    }

    #[test]
    fn the_lines_around_a_byte_end_with_the_text() {
        let text = "a\nbc\nd";
        let lines = Lines::of(text);
        assert_eq!(lines.start_above(3, 1), (0, 1));
        assert_eq!(lines.start_above(3, 9), (0, 1));
        assert_eq!(lines.start_above(3, 0), (2, 2));
        assert_eq!(lines.end_below(text, 0, 0), 1);
        assert_eq!(lines.end_below(text, 0, 1), 4);
        assert_eq!(lines.end_below(text, 0, 9), 6);
    }
}
