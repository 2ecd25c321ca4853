//! Prints a document on a terminal.

use anstyle::{AnsiColor, Style};
use faultbook_codegen::document::{Block, Document, Fact, Inline};
use unicode_width::UnicodeWidthStr;

use crate::terminal::{self, hang, pad, sanitize, wrap};

/// The least width with room for a column of notes.
const MIN_WIDTH_FOR_NOTES: usize = 72;
const INDENT: usize = 2;
/// The least width of the column of labels.
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

/// A document for a terminal. `tone` is the style of a value with a note, by its label.
pub(crate) fn text(document: &Document, look: Look, tone: fn(&str, &str) -> Style) -> String {
    let printer = Printer { look, tone };
    let (mut text, mut is_separate) = (String::new(), true);
    for block in &document.blocks {
        if !is_separate {
            text.push('\n');
        }
        for line in printer.block(block) {
            text += line.trim_end();
            text.push('\n');
        }
        // A rule separates what follows it.
        is_separate = matches!(block, Block::Rule);
    }
    text
}

struct Printer {
    look: Look,
    tone: fn(&str, &str) -> Style,
}

impl Printer {
    fn block(&self, block: &Block) -> Vec<String> {
        let width = self.look.width;
        let painted = |line: &Inline, style| {
            let lines = wrap(&line.in_terminal(), width).into_iter();
            lines.map(|line| self.look.paint(&line, style)).collect()
        };
        match block {
            Block::Heading { title, .. } => painted(title, TITLE),
            Block::Paragraph(text) if text.is_strong() => painted(text, Style::new()),
            Block::Paragraph(text) | Block::Footnote(_, text) => painted(text, NOTE_STYLE),
            Block::Remark((label, text)) => {
                painted(&(Inline::from(*label) + ": " + text.clone()), NOTE_STYLE)
            }
            Block::List(items) => {
                let items = items.iter();
                items
                    .flat_map(|item| hang(&format!("- {}", item.in_terminal()), width))
                    .collect()
            }
            Block::Table { headings, rows } => {
                let rows = [headings].into_iter().chain(rows);
                let cells = |row: &Vec<Inline>| Inline::join(row.iter().cloned(), " | ");
                rows.flat_map(|row| hang(&cells(row).in_terminal(), width))
                    .collect()
            }
            Block::Code { text, .. } => text.lines().map(sanitize).collect(),
            Block::Rule => vec![self.look.paint(&"─".repeat(width), NOTE_STYLE)],
            Block::Facts(facts) => self.facts(facts),
        }
    }

    /// The column of labels is as wide as the longest one, up to a third of the line. With notes, it is narrow.
    fn facts(&self, facts: &[Fact]) -> Vec<String> {
        let width = self.look.width;
        if facts.iter().all(|fact| fact.note.is_empty()) {
            let longest = facts.iter().map(|fact| fact.label.width()).max();
            let column = longest.unwrap_or(0).min(width / 3).max(LABEL);
            return facts
                .iter()
                .flat_map(|fact| self.plain(fact, column))
                .collect();
        }
        let rows = facts.iter().map(|fact| match width {
            MIN_WIDTH_FOR_NOTES.. => self.row(fact),
            _ => self.narrow_row(fact),
        });
        rows.flatten().collect()
    }

    /// A label that is too long for its column gets its own line.
    fn plain(&self, fact: &Fact, column: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut label = sanitize(&fact.label);
        if label.width() > column {
            lines.push(format!("{:INDENT$}{}", "", self.look.paint(&label, NAME)));
            label.clear();
        }
        let width = self.look.width - INDENT - column - 1;
        for line in fact
            .values
            .iter()
            .flat_map(|value| wrap(&value.in_terminal(), width))
        {
            lines.push(self.labelled(&label, column) + &line);
            label.clear();
        }
        lines
    }

    fn labelled(&self, label: &str, column: usize) -> String {
        let label = self.look.paint(&pad(label, column), NAME);
        format!("{:INDENT$}{label} ", "")
    }

    /// The lines of the values, and their style.
    fn values(&self, fact: &Fact, width: usize) -> (Vec<String>, Style) {
        let values = fact.values.iter().map(Inline::in_terminal);
        let first = fact.values.first().map(Inline::plain);
        let tone = (self.tone)(&fact.label, &first.unwrap_or_default());
        (values.flat_map(|value| hang(&value, width)).collect(), tone)
    }

    fn row(&self, fact: &Fact) -> Vec<String> {
        let width = self.look.width - INDENT - LABEL - 1 - NOTE - 2;
        let (lines, tone) = self.values(fact, width);
        let first = [(&*fact.label, &*fact.note)].into_iter();
        let labels = first.chain(std::iter::repeat(("", "")));
        let rows = lines.iter().zip(labels).map(|(line, (label, note))| {
            let text = self.look.paint(&pad(line, width), tone);
            let note = self.look.paint(note, NOTE_STYLE);
            format!("{}{text}  {note}", self.labelled(label, LABEL))
        });
        rows.collect()
    }

    /// Without a column of notes, the note follows the last value.
    fn narrow_row(&self, fact: &Fact) -> Vec<String> {
        let width = self.look.width - INDENT - LABEL - 1;
        let (set, tone) = self.values(fact, width);
        let labels = [&*fact.label].into_iter().chain(std::iter::repeat(""));
        let rows = set
            .iter()
            .zip(labels)
            .map(|(line, label)| self.labelled(label, LABEL) + &self.look.paint(line, tone));
        let mut lines: Vec<String> = rows.collect();
        if !fact.note.is_empty() {
            let note = format!("({})", fact.note);
            let last = set.last().map_or(width, |line| line.chars().count());
            let fits = last + 1 + note.chars().count() <= width;
            let note = self.look.paint(&note, NOTE_STYLE);
            match lines.last_mut().filter(|_| fits) {
                Some(line) => line.extend([" ", &note]),
                None => lines.push(self.labelled("", LABEL) + &note),
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use anstyle::Style;
    use faultbook_codegen::document::{Document, Inline};

    use super::{Look, text};

    #[test]
    fn a_row_has_its_label_and_note_once() {
        let mut page = Document::default();
        let items = vec![Inline::text("one"), Inline::text("two")];
        page.facts("actions", items, "class");
        let words = |width| -> Vec<Vec<String>> {
            let text = text(&page, Look::plain(width), |_, _| Style::new());
            let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
            text.lines().map(words).collect()
        };
        assert_eq!(words(79), [vec!["actions", "one", "class"], vec!["two"]]);
        assert_eq!(words(50), [vec!["actions", "one"], vec!["two", "(class)"]]);
    }
}
