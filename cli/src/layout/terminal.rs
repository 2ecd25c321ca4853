//! A page set for a terminal.

use std::env;
use std::fmt::Write;
use std::io::{self, IsTerminal};

use anstyle::{AnsiColor, Style};

use super::{Block, Tone};

/// Columns of a terminal that does not tell how many it has.
const USUAL: usize = 80;
const NARROWEST: usize = 40;
/// Longer lines are hard to read, however wide the terminal is.
const WIDEST: usize = 120;
/// From here on there is room for a column of its own for what stands aside.
const ROOMY: usize = 72;
const INDENT: usize = 2;
const LABEL: usize = 15;
/// As wide as the longest name of a layer.
const ASIDE: usize = 16;

const TITLE: Style = Style::new().bold();
const NAME: Style = AnsiColor::Cyan.on_default();
const ASIDE_STYLE: Style = Style::new().dimmed();

/// How a page is to look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// Characters in a line.
    width: usize,
    colour: bool,
}

impl Look {
    /// What suits the standard output.
    pub(crate) fn of_stdout() -> Self {
        let colour = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        Self {
            width: width(),
            colour,
        }
    }

    /// Without colours, so wide.
    #[cfg(test)]
    pub(crate) fn plain(width: usize) -> Self {
        Self {
            width,
            colour: false,
        }
    }

    /// Characters in a line.
    pub(crate) fn width(self) -> usize {
        self.width
    }

    /// A heading.
    pub(crate) fn title(self, text: &str) -> String {
        self.paint(text, TITLE)
    }

    fn paint(self, text: &str, style: Style) -> String {
        if self.colour && !text.trim().is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// The width of lines on the standard output: one short of the terminal's, so that none wraps.
pub(crate) fn width() -> usize {
    columns().clamp(NARROWEST, WIDEST) - 1
}

/// The width that the user asks for, else that of the terminal.
fn columns() -> usize {
    let asked = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let stdout = io::stdout();
    let measured = || stdout.is_terminal().then(terminal_size::terminal_size)?;
    asked
        .or_else(|| measured().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(USUAL)
}

pub(super) fn text(blocks: &[Block], look: Look) -> String {
    let mut lines = Vec::new();
    let setter = Setter { look };
    for block in blocks {
        setter.set(block, &mut lines);
    }
    let mut text = String::new();
    for line in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

struct Setter {
    look: Look,
}

impl Setter {
    fn set(&self, block: &Block, lines: &mut Vec<String>) {
        let width = self.look.width;
        match block {
            Block::Title { name, summary } => self.title(name, summary, lines),
            Block::Paragraph(text) => lines.extend(wrap(text, width)),
            Block::Remark(text) => {
                let dim = |line: &String| self.look.paint(line, ASIDE_STYLE);
                lines.extend(wrap(text, width).iter().map(dim));
            }
            Block::Gap => lines.push(String::new()),
            Block::Rule => {
                let line = self.look.paint(&"─".repeat(width), ASIDE_STYLE);
                lines.extend([String::new(), line]);
            }
            Block::Entry { label, text } => self.entry(label, text, LABEL, lines),
            Block::Terms(terms) => self.terms(terms, lines),
            Block::Row {
                label,
                items,
                aside,
                tone,
            } if width < ROOMY => self.narrow_row(label, items, aside, *tone, lines),
            Block::Row {
                label,
                items,
                aside,
                tone,
            } => self.row(label, items, aside, *tone, lines),
        }
    }

    /// The name in bold, wherever the lines break in it.
    fn title(&self, name: &str, summary: &str, lines: &mut Vec<String>) {
        let mut left = harmless(name).chars().count() + 1;
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

    /// The column of the names is as wide as they need it, up to a third of the line.
    fn terms(&self, terms: &[(String, String)], lines: &mut Vec<String>) {
        let longest = terms.iter().map(|(name, _)| name.chars().count()).max();
        let column = longest.unwrap_or(0).min(self.look.width / 3);
        for (name, text) in terms {
            self.entry(name, text, column, lines);
        }
    }

    /// A label that is too long for its column has a line of its own.
    fn entry(&self, label: &str, text: &str, column: usize, lines: &mut Vec<String>) {
        let mut label = harmless(label);
        if label.chars().count() > column {
            lines.push(format!("{:INDENT$}{}", "", self.look.paint(&label, NAME)));
            label.clear();
        }
        for line in wrap(text, self.look.width - INDENT - column - 1) {
            lines.push(self.labelled(&label, column) + &line);
            label.clear();
        }
    }

    fn labelled(&self, label: &str, column: usize) -> String {
        let label = self.look.paint(&format!("{label:column$}"), NAME);
        format!("{:INDENT$}{label} ", "")
    }

    fn row(&self, label: &str, items: &[String], aside: &str, tone: Tone, lines: &mut Vec<String>) {
        let width = self.look.width - INDENT - LABEL - 1 - ASIDE - 2;
        let (mut label, mut aside) = (label, aside);
        for line in items.iter().flat_map(|item| hang(item, width)) {
            let text = self.look.paint(&format!("{line:width$}"), tone.style());
            let by = self.look.paint(aside, ASIDE_STYLE);
            lines.push(format!("{}{text}  {by}", self.labelled(label, LABEL)));
            (label, aside) = ("", "");
        }
    }

    /// Where there is no room aside, what stands there follows.
    fn narrow_row(
        &self,
        label: &str,
        items: &[String],
        aside: &str,
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
        if !aside.is_empty() {
            let by = self.look.paint(&format!("({aside})"), ASIDE_STYLE);
            let last = set.last().map_or(width, |line| line.chars().count());
            match lines.last_mut().filter(|_| last + aside.len() + 3 <= width) {
                Some(line) => line.extend([" ", &by]),
                None => lines.push(self.labelled("", LABEL) + &by),
            }
        }
    }
}

/// A line without what would steer the terminal, or turn the direction of what follows.
pub(crate) fn harmless(line: &str) -> String {
    let hostile =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.replace(hostile, "\u{fffd}")
}

/// The lines of a text, none longer than `width` unless a single word is.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = harmless(word);
        let fits = |line: &String| line.chars().count() + 1 + word.chars().count() <= width;
        match lines.last_mut().filter(|line| fits(line)) {
            Some(line) => line.extend([" ", &word]),
            None => lines.push(word),
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
    use super::super::{Page, Tone};
    use super::{Look, wrap};

    const PLAIN: Look = Look {
        width: 79,
        colour: false,
    };

    #[test]
    fn lines_break_between_words_and_count_characters() {
        assert_eq!(wrap("é é é", 3), ["é é", "é"]);
        assert_eq!(wrap("  a  longer word", 4), ["a", "longer", "word"]);
        assert!(wrap(" ", 4).is_empty());
    }

    #[test]
    fn a_row_tells_its_label_and_its_aside_once() {
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
            colour: true,
        };
        let bold = |text| format!("\u{1b}[1m{text}\u{1b}[0m");
        let expected = format!("{}\n{}\nand\nmore\n", bold("two"), bold("words:"));
        assert_eq!(page.text(look), expected);
    }
}
