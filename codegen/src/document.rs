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

use std::borrow::Cow;

pub use inline::Inline;
pub(crate) use inline::{Node, Target, TextForm, is_unseen, visible, visible_lines};

/// A label and its text. A note without a text is omitted.
pub type Property = (&'static str, Inline);

/// A piece of a document.
#[derive(Debug)]
pub enum Block {
    /// A heading.
    Heading {
        /// From 1, the level of the document's title.
        level: u8,
        /// The anchor of the section; empty if nothing links to it.
        anchor: String,
        /// The text.
        title: Inline,
    },
    /// A paragraph.
    Paragraph(Inline),
    /// A paragraph that starts with its kind: advice, a note, a source.
    Remark(Property),
    /// A paragraph that other parts of the page link to.
    Footnote(&'static str, Inline),
    /// A list of items.
    List(Vec<Inline>),
    /// A list of labels and values.
    Facts(Vec<Fact>),
    /// A table. Each row has one cell per heading.
    Table {
        /// One for each column.
        headings: Vec<Inline>,
        /// The cells of each row.
        rows: Vec<Vec<Inline>>,
    },
    /// Text as it is, line by line.
    Code {
        /// The language, for colours; empty for plain text.
        language: &'static str,
        /// The lines.
        text: String,
    },
    /// A line between parts of a document.
    Rule,
}

/// A label, one value or several, and a note about them.
#[derive(Debug)]
pub struct Fact {
    /// What it is the value of.
    pub label: Cow<'static, str>,
    /// The values, at least one.
    pub values: Vec<Inline>,
    /// Where they are from; may be empty.
    pub note: String,
}

/// A document that grows block by block. Empty content is not added.
///
/// ```
/// use faultbook_codegen::document::{Document, Inline};
///
/// let mut document = Document::default();
/// document.heading(2, "What it means");
/// document.fact("status", Inline::text("410"));
/// assert_eq!(document.markdown(), "## What it means\n\n- **status:** 410\n");
/// ```
#[derive(Debug, Default)]
pub struct Document {
    /// The pieces, in order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The document as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::page(self, "").trim_start().to_owned()
    }

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
            Block::Facts(facts) => facts.iter().any(|fact| any(fact.values.iter())),
            Block::Table { rows, .. } => rows.iter().any(|row| any(row.iter())),
            Block::Code { .. } | Block::Rule => false,
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

    /// Adds a heading.
    pub fn heading(&mut self, level: u8, title: impl Into<Inline>) {
        self.section(level, "", title);
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl Into<Inline>) {
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
        for (label, text) in properties {
            self.fact(label, text);
        }
    }

    /// Adds a label and its value.
    pub fn fact(&mut self, label: impl Into<Cow<'static, str>>, value: Inline) {
        if !value.is_empty() {
            self.facts(label, vec![value], "");
        }
    }

    /// Adds a label, its values and a note. They belong to the same list as facts directly before them.
    pub fn facts(
        &mut self,
        label: impl Into<Cow<'static, str>>,
        values: Vec<Inline>,
        note: impl Into<String>,
    ) {
        let (label, note) = (label.into(), note.into());
        let fact = Fact {
            label,
            values,
            note,
        };
        match self.blocks.last_mut() {
            Some(Block::Facts(facts)) => facts.push(fact),
            _ => self.blocks.push(Block::Facts(vec![fact])),
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
