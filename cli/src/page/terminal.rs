//! Prints a page on a terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::block::{Block, Tone};
use crate::terminal::{self, hang, pad, sanitize, wrap};

/// The least width with room for a column of notes.
const MIN_WIDTH_FOR_NOTES: usize = 72;
const INDENT: usize = 2;
const LABEL: usize = 15;
/// The length of the longest name of a layer.
const NOTE: usize = 16;

const TITLE: Style = Style::new().bold();
const NAME: Style = AnsiColor::Cyan.on_default();
const NOTE_STYLE: Style = Style::new().dimmed();

/// The width and colours of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// Columns per line.
    width: usize,
    has_colours: bool,
}

impl Look {
    /// What fits standard output.
    pub(crate) fn of_stdout() -> Self {
        Self {
            width: terminal::width(),
            has_colours: terminal::has_colours(),
        }
    }

    /// A width without colours.
    #[cfg(test)]
    pub(crate) fn plain(width: usize) -> Self {
        Self {
            width,
            has_colours: false,
        }
    }

    /// Columns per line.
    pub(crate) fn width(self) -> usize {
        self.width
    }

    /// Prints a heading.
    pub(crate) fn title(self, text: &str) -> String {
        self.paint(text, TITLE)
    }

    fn paint(self, text: &str, style: Style) -> String {
        if self.has_colours && !text.trim().is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

pub(super) fn text(blocks: &[Block], look: Look) -> String {
    let mut lines = Vec::new();
    let printer = Printer { look };
    for block in blocks {
        printer.print(block, &mut lines);
    }
    let mut text = String::new();
    for line in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

struct Printer {
    look: Look,
}

impl Printer {
    fn print(&self, block: &Block, lines: &mut Vec<String>) {
        let width = self.look.width;
        match block {
            Block::Title { name, summary } => self.title(name, summary, lines),
            Block::Paragraph(text) => lines.extend(wrap(text, width)),
            Block::Remark(text) => {
                let dim = |line: &String| self.look.paint(line, NOTE_STYLE);
                lines.extend(wrap(text, width).iter().map(dim));
            }
            Block::Gap => lines.push(String::new()),
            Block::Rule => {
                let line = self.look.paint(&"─".repeat(width), NOTE_STYLE);
                lines.extend([String::new(), line]);
            }
            Block::Entry { label, text } => self.entry(label, text, LABEL, lines),
            Block::Terms(terms) => self.terms(terms, lines),
            Block::Row {
                label,
                items,
                note,
                tone,
            } if width < MIN_WIDTH_FOR_NOTES => self.narrow_row(label, items, note, *tone, lines),
            Block::Row {
                label,
                items,
                note,
                tone,
            } => self.row(label, items, note, *tone, lines),
        }
    }

    /// The name is bold, wherever its lines break.
    fn title(&self, name: &str, summary: &str, lines: &mut Vec<String>) {
        let mut left = sanitize(name).chars().count() + 1;
        for line in wrap(&format!("{name}: {summary}"), self.look.width) {
            let cut = line
                .char_indices()
                .nth(left)
                .map_or(line.len(), |(at, _)| at);
            let (bold, rest) = line.split_at(cut);
            left = left.saturating_sub(line.chars().count() + 1);
            lines.push(self.look.paint(bold, TITLE) + rest);
        }
    }

    /// The column of labels is as wide as the longest one, up to a third of the line.
    fn terms(&self, terms: &[(String, String)], lines: &mut Vec<String>) {
        let longest = terms.iter().map(|(name, _)| name.width()).max();
        let column = longest.unwrap_or(0).min(self.look.width / 3);
        for (name, text) in terms {
            self.entry(name, text, column, lines);
        }
    }

    /// A label that is too long for its column gets its own line.
    fn entry(&self, label: &str, text: &str, column: usize, lines: &mut Vec<String>) {
        let mut label = sanitize(label);
        if label.width() > column {
            lines.push(format!("{:INDENT$}{}", "", self.look.paint(&label, NAME)));
            label.clear();
        }
        for line in wrap(text, self.look.width - INDENT - column - 1) {
            lines.push(self.labelled(&label, column) + &line);
            label.clear();
        }
    }

    fn labelled(&self, label: &str, column: usize) -> String {
        let label = self.look.paint(&pad(label, column), NAME);
        format!("{:INDENT$}{label} ", "")
    }

    fn row(&self, label: &str, items: &[String], note: &str, tone: Tone, lines: &mut Vec<String>) {
        let width = self.look.width - INDENT - LABEL - 1 - NOTE - 2;
        let (mut label, mut rest) = (label, note);
        for line in items.iter().flat_map(|item| hang(item, width)) {
            let text = self.look.paint(&pad(&line, width), tone.style());
            let note = self.look.paint(rest, NOTE_STYLE);
            lines.push(format!("{}{text}  {note}", self.labelled(label, LABEL)));
            (label, rest) = ("", "");
        }
    }

    /// Without a column of notes, the note follows the last item.
    fn narrow_row(
        &self,
        label: &str,
        items: &[String],
        note: &str,
        tone: Tone,
        lines: &mut Vec<String>,
    ) {
        let width = self.look.width - INDENT - LABEL - 1;
        let set: Vec<String> = items.iter().flat_map(|item| hang(item, width)).collect();
        let mut label = label;
        for line in &set {
            let text = self.look.paint(line, tone.style());
            lines.push(self.labelled(label, LABEL) + &text);
            label = "";
        }
        if !note.is_empty() {
            let note = format!("({note})");
            let last = set.last().map_or(width, |line| line.chars().count());
            let fits = last + 1 + note.chars().count() <= width;
            let note = self.look.paint(&note, NOTE_STYLE);
            match lines.last_mut().filter(|_| fits) {
                Some(line) => line.extend([" ", &note]),
                None => lines.push(self.labelled("", LABEL) + &note),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Page;
    use super::super::block::Tone;
    use super::Look;

    const PLAIN: Look = Look {
        width: 79,
        has_colours: false,
    };

    #[test]
    fn a_row_has_its_label_and_note_once() {
        let mut page = Page::default();
        let items = ["one".to_owned(), "two".to_owned()];
        page.row("actions", &items, "class", Tone::Plain);
        let text = page.text(PLAIN);
        let lines: Vec<Vec<&str>> = text
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(lines, [vec!["actions", "one", "class"], vec!["two"]]);
        let narrow = page.text(Look { width: 50, ..PLAIN });
        let words: Vec<&str> = narrow.split_whitespace().collect();
        assert_eq!(words, ["actions", "one", "two", "(class)"]);
    }

    #[test]
    fn a_title_is_bold_wherever_it_breaks() {
        let mut page = Page::default();
        page.title("two words", "and more");
        let look = Look {
            width: 5,
            has_colours: true,
        };
        let bold = |text| format!("\u{1b}[1m{text}\u{1b}[0m");
        let expected = format!("{}\n{}\nand\nmore\n", bold("two"), bold("words:"));
        assert_eq!(page.text(look), expected);
    }
}
