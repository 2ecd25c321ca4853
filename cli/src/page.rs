//! A page of text, printed on a terminal or as Markdown.

mod block;
mod markdown;
mod terminal;

use self::block::Block;

pub(crate) use self::block::Tone;
pub(crate) use self::terminal::Look;

/// A page that is built block by block.
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

    /// Adds a label and its text, unless the text is empty.
    pub(crate) fn entry(&mut self, label: &str, text: &str) {
        if !text.trim().is_empty() {
            let (label, text) = (label.to_owned(), text.to_owned());
            self.blocks.push(Block::Entry { label, text });
        }
    }

    /// Adds an entry for each text.
    pub(crate) fn entries<'t>(&mut self, label: &str, texts: impl IntoIterator<Item = &'t String>) {
        for text in texts {
            self.entry(label, text);
        }
    }

    pub(crate) fn terms(&mut self, terms: impl IntoIterator<Item = (String, String)>) {
        self.blocks.push(Block::Terms(terms.into_iter().collect()));
    }

    pub(crate) fn row(&mut self, label: &'static str, items: &[String], note: &str, tone: Tone) {
        let (items, note) = (items.to_vec(), note.to_owned());
        self.blocks.push(Block::Row {
            label,
            items,
            note,
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
