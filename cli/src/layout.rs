//! Text set for a terminal of 80 columns.

use std::fmt::Write;

const WIDTH: usize = 79;
const INDENT: usize = 2;
const LABEL: usize = 15;
/// As wide as the longest name of a layer.
const ASIDE: usize = 16;

/// A page that grows line by line.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Some lines of prose.
    pub(crate) fn paragraph(&mut self, text: &str) {
        for line in wrap(text, WIDTH) {
            self.line(&line);
        }
    }

    pub(crate) fn gap(&mut self) {
        self.line("");
    }

    /// A line across, where something new begins.
    pub(crate) fn rule(&mut self) {
        self.gap();
        self.line(&"─".repeat(WIDTH));
    }

    /// A label and what it stands for. Nothing is said about what is empty.
    pub(crate) fn entry(&mut self, label: &str, text: &str) {
        let mut label = label;
        for line in wrap(text, WIDTH - INDENT - LABEL - 1) {
            self.line(&format!("{:INDENT$}{label:LABEL$} {line}", ""));
            label = "";
        }
    }

    /// The same for each of some texts, or for the one that there may be.
    pub(crate) fn entries<'t>(&mut self, label: &str, texts: impl IntoIterator<Item = &'t String>) {
        for text in texts {
            self.entry(label, text);
        }
    }

    /// A label, what it stands for, one item below the other, and a word aside.
    pub(crate) fn row(&mut self, label: &str, items: &[String], aside: &str) {
        let width = WIDTH - INDENT - LABEL - 1 - ASIDE - 2;
        let (mut label, mut aside) = (label, aside);
        for line in items.iter().flat_map(|item| hang(item, width)) {
            self.line(&format!(
                "{:INDENT$}{label:LABEL$} {line:width$}  {aside}",
                ""
            ));
            (label, aside) = ("", "");
        }
    }

    fn line(&mut self, line: &str) {
        let line = harmless(line.trim_end());
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }
}

/// A line without what would steer the terminal, or turn the direction of what follows.
pub(crate) fn harmless(line: &str) -> String {
    let hostile =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.replace(hostile, "\u{fffd}")
}

/// The lines of a text, none longer than `width` unless a single word is.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let fits = |line: &String| line.chars().count() + 1 + word.chars().count() <= width;
        match lines.last_mut().filter(|line| fits(line)) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The lines of an item, the first of which stands out to the left.
fn hang(text: &str, width: usize) -> Vec<String> {
    let mut lines = wrap(text, width - INDENT);
    for line in lines.iter_mut().skip(1) {
        line.insert_str(0, &" ".repeat(INDENT));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Page, wrap};

    #[test]
    fn lines_break_between_words_and_count_characters() {
        assert_eq!(wrap("é é é", 3), ["é é", "é"]);
        assert_eq!(wrap("  a  longer word", 4), ["a", "longer", "word"]);
        assert!(wrap(" ", 4).is_empty());
    }

    #[test]
    fn a_row_tells_its_label_and_its_aside_once() {
        let mut page = Page::default();
        page.row("actions", &["one".to_owned(), "two".to_owned()], "class");
        let lines: Vec<&str> = page.text().lines().collect();
        assert_eq!(
            lines[0].split_whitespace().collect::<Vec<_>>(),
            ["actions", "one", "class"]
        );
        assert_eq!(lines[1].trim(), "two");
    }
}
