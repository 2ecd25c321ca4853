//! Text set as blocks: for a terminal of any width, with colours or without, or as Markdown.

mod markdown;
mod terminal;

use anstyle::{AnsiColor, Style};

pub(crate) use terminal::{Look, harmless, width, wrap};

/// What a block is about, as far as its looks tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    #[default]
    Plain,
    Good,
    Warning,
    Bad,
    Alarm,
}

impl Tone {
    fn style(self) -> Style {
        let colour = match self {
            Self::Plain => return Style::new(),
            Self::Good => AnsiColor::Green,
            Self::Warning => AnsiColor::Yellow,
            Self::Bad => AnsiColor::Red,
            Self::Alarm => AnsiColor::Magenta,
        };
        colour.on_default()
    }
}

/// A piece of a page.
enum Block {
    /// What something is called, and what it is.
    Title {
        name: String,
        summary: String,
    },
    /// Some lines of prose.
    Paragraph(String),
    /// What explains something above.
    Remark(String),
    Gap,
    /// A line across, where something new begins.
    Rule,
    /// A label and what it stands for.
    Entry {
        label: String,
        text: String,
    },
    /// Names, and what each of them is.
    Terms(Vec<(String, String)>),
    /// A label, what it stands for, one item below the other, and a word aside.
    Row {
        label: &'static str,
        items: Vec<String>,
        aside: String,
        tone: Tone,
    },
}

/// A page that grows block by block.
#[derive(Default)]
pub(crate) struct Page {
    blocks: Vec<Block>,
}

impl Page {
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    pub(crate) fn title(&mut self, name: &str, summary: &str) {
        let (name, summary) = (name.to_owned(), summary.to_owned());
        self.blocks.push(Block::Title { name, summary });
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.blocks.push(Block::Paragraph(text.to_owned()));
    }

    pub(crate) fn remark(&mut self, text: &str) {
        self.blocks.push(Block::Remark(text.to_owned()));
    }

    pub(crate) fn gap(&mut self) {
        self.blocks.push(Block::Gap);
    }

    pub(crate) fn rule(&mut self) {
        self.blocks.push(Block::Rule);
    }

    /// Nothing is said about what is empty.
    pub(crate) fn entry(&mut self, label: &str, text: &str) {
        if !text.trim().is_empty() {
            let (label, text) = (label.to_owned(), text.to_owned());
            self.blocks.push(Block::Entry { label, text });
        }
    }

    /// The same for each of some texts, or for the one that there may be.
    pub(crate) fn entries<'t>(&mut self, label: &str, texts: impl IntoIterator<Item = &'t String>) {
        for text in texts {
            self.entry(label, text);
        }
    }

    pub(crate) fn terms(&mut self, terms: impl IntoIterator<Item = (String, String)>) {
        self.blocks.push(Block::Terms(terms.into_iter().collect()));
    }

    pub(crate) fn row(&mut self, label: &'static str, items: &[String], aside: &str, tone: Tone) {
        let (items, aside) = (items.to_vec(), aside.to_owned());
        self.blocks.push(Block::Row {
            label,
            items,
            aside,
            tone,
        });
    }

    /// The page for a terminal.
    pub(crate) fn text(&self, look: Look) -> String {
        terminal::text(&self.blocks, look)
    }

    /// The page as Markdown.
    pub(crate) fn markdown(&self) -> String {
        markdown::text(&self.blocks)
    }
}
