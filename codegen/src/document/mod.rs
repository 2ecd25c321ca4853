//! Documents: headings, paragraphs, lists, tables and code, made of lines of text.
//!
//! Everything for readers is built as a tree here, and rendered as Markdown, HTML or text for a terminal. A document
//! keeps text and markup apart, so that no text of a book can become markup, and no code parses rendered output.

#[cfg(feature = "docs")]
pub(crate) mod html;
mod inline;
pub(crate) mod markdown;

#[cfg(all(test, feature = "docs"))]
pub(crate) mod tests;

pub use inline::Inline;
pub(crate) use inline::{Node, Target, TextForm, is_unseen, visible, visible_lines};

/// A label and its text. A note without a text is omitted.
pub(crate) type Property = (&'static str, Inline);

/// A piece of a document.
#[derive(Debug)]
pub(crate) enum Block {
    Heading {
        level: u8,
        /// The anchor of the section; empty if nothing links to it.
        anchor: String,
        title: Inline,
    },
    Paragraph(Inline),
    /// A paragraph that starts with its kind: advice, a note, a source.
    Remark(Property),
    /// A paragraph that other parts of the page link to.
    Footnote(&'static str, Inline),
    List(Vec<Inline>),
    Properties(Vec<Property>),
    /// A table. Each row has one cell per heading.
    Table {
        headings: Vec<Inline>,
        rows: Vec<Vec<Inline>>,
    },
    Code {
        language: &'static str,
        text: String,
    },
}

/// A document that grows block by block. Empty content is not added.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
}

impl Document {
    pub(crate) fn titled(title: impl Into<Inline>) -> Self {
        let mut document = Self::default();
        document.heading(1, title);
        document
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
    }

    /// Links to the sections of level two.
    pub(crate) fn contents(&self) -> Vec<Inline> {
        let link = |block: &Block| match block {
            Block::Heading {
                level: 2,
                anchor,
                title,
            } => Some(title.clone().link(Target::new("", anchor))),
            _ => None,
        };
        self.blocks.iter().filter_map(link).collect()
    }

    /// Whether any link has this target.
    pub(crate) fn links_to(&self, target: &Target) -> bool {
        let any = |mut lines: std::slice::Iter<'_, Inline>| lines.any(|line| line.links_to(target));
        self.blocks.iter().any(|block| match block {
            Block::Paragraph(line)
            | Block::Remark((_, line))
            | Block::Footnote(_, line)
            | Block::Heading { title: line, .. } => line.links_to(target),
            Block::List(items) => any(items.iter()),
            Block::Properties(properties) => {
                properties.iter().any(|(_, line)| line.links_to(target))
            }
            Block::Table { rows, .. } => rows.iter().any(|row| any(row.iter())),
            Block::Code { .. } => false,
        })
    }

    /// A heading that can be linked to.
    pub(crate) fn section(&mut self, level: u8, anchor: &str, title: impl Into<Inline>) {
        let (anchor, title) = (anchor.to_owned(), title.into());
        self.blocks.push(Block::Heading {
            level,
            anchor,
            title,
        });
    }

    pub(crate) fn heading(&mut self, level: u8, title: impl Into<Inline>) {
        self.section(level, "", title);
    }

    pub(crate) fn paragraph(&mut self, text: impl Into<Inline>) {
        let text = text.into();
        if !text.is_empty() {
            self.blocks.push(Block::Paragraph(text));
        }
    }

    pub(crate) fn footnote(&mut self, anchor: &'static str, text: impl Into<Inline>) {
        self.blocks.push(Block::Footnote(anchor, text.into()));
    }

    /// Prose of a book, in which each line is a paragraph.
    pub(crate) fn prose(&mut self, text: &str) {
        text.lines()
            .for_each(|line| self.paragraph(Inline::prose(line)));
    }

    /// A paragraph for each text, with a label.
    pub(crate) fn remarks<'t>(
        &mut self,
        label: &'static str,
        texts: impl IntoIterator<Item = &'t String>,
    ) {
        let remarks = texts
            .into_iter()
            .map(|text| (label, Inline::sentence(text)));
        self.blocks.extend(remarks.map(Block::Remark));
    }

    /// The location of something.
    pub(crate) fn source(&mut self, source: Option<&String>) {
        let remark = source.map(|source| ("Source", Inline::source(source)));
        self.blocks.extend(remark.map(Block::Remark));
    }

    pub(crate) fn list(&mut self, items: Vec<Inline>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    pub(crate) fn properties(&mut self, properties: impl IntoIterator<Item = Property>) {
        let properties = properties.into_iter().filter(|(_, text)| !text.is_empty());
        let properties: Vec<Property> = properties.collect();
        if !properties.is_empty() {
            self.blocks.push(Block::Properties(properties));
        }
    }

    pub(crate) fn table<const N: usize>(
        &mut self,
        headings: [&'static str; N],
        rows: impl IntoIterator<Item = [Inline; N]>,
    ) {
        let headings = headings.map(Inline::from).to_vec();
        self.grid(headings, rows.into_iter().map(Vec::from).collect());
    }

    /// A table whose columns depend on the book.
    pub(crate) fn grid(&mut self, headings: Vec<Inline>, rows: Vec<Vec<Inline>>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Table { headings, rows });
        }
    }

    /// Text as it is, line by line.
    pub(crate) fn code(&mut self, language: &'static str, text: impl Into<String>) {
        let text = text.into();
        self.blocks.push(Block::Code { language, text });
    }
}
