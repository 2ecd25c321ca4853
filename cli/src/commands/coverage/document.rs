//! A document as fragments of text that remember their position in the source.

use std::mem;
use std::ops::Range;

/// A run of text, such as a cell, a heading or a paragraph.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) list: List,
    /// The number of headings before it.
    pub(super) section: usize,
    /// Inline code within the text.
    pub(super) code: Vec<Range<usize>>,
    /// The source offset of each byte of the text.
    offsets: Vec<usize>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Paragraph,
    Heading,
    Item,
    /// A header cell in the first row of a table.
    Header,
    Cell,
    /// A code block.
    Sample,
}

/// A table column, a list or a paragraph, whose parts belong together. Headings of one level are a list, too.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct List {
    /// The number of the table, list or paragraph; 0 for headings.
    pub(super) block: usize,
    /// The column of a table, or the level of a heading.
    pub(super) column: usize,
}

impl Fragment {
    /// The source bytes of a part of the text, which must not be empty.
    pub(super) fn source(&self, bytes: &Range<usize>) -> Range<usize> {
        let offset = |at: usize| self.offsets.get(at).copied().unwrap_or_default();
        offset(bytes.start)..offset(bytes.end.saturating_sub(1)) + 1
    }
}

/// Collects fragments from HTML tags and text. Markdown has the tags of the HTML that it is rendered to.
#[derive(Debug, Default)]
pub(super) struct Builder {
    fragments: Vec<Fragment>,
    current: Fragment,
    code_start: Option<usize>,
    sections: usize,
    /// The number of tables, lists and paragraphs so far.
    blocks: usize,
    table: usize,
    items: usize,
    column: usize,
    is_first_row: bool,
}

impl Builder {
    pub(super) fn finish(mut self) -> Vec<Fragment> {
        self.flush();
        self.fragments
    }

    /// Adds text, which differs from its source if that is an escape or an entity.
    pub(super) fn text(&mut self, text: &str, source: &Range<usize>) {
        let is_verbatim = source.len() == text.len();
        let offset = |at: usize| source.start + if is_verbatim { at } else { 0 };
        self.current.offsets.extend((0..text.len()).map(offset));
        self.current.text.push_str(text);
    }

    pub(super) fn open(&mut self, tag: &str) {
        match tag {
            "table" => {
                self.start(Kind::Paragraph);
                self.table = self.next_block();
                self.is_first_row = true;
            }
            "tr" => self.end_row(),
            "th" | "td" => {
                self.column += 1;
                let is_header = tag == "th" && self.is_first_row;
                self.start(if is_header { Kind::Header } else { Kind::Cell });
            }
            "ul" | "ol" | "dl" => {
                self.start(Kind::Paragraph);
                self.items = self.next_block();
            }
            "li" | "dt" => self.start(Kind::Item),
            "pre" => self.start(Kind::Sample),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.start(Kind::Heading);
                self.current.list.column = tag[1..].parse().unwrap_or_default();
            }
            "code" | "tt" | "kbd" => self.code_start = Some(self.current.text.len()),
            "dd" => self.start(Kind::Paragraph),
            "p" | "div" | "section" | "blockquote" => self.flush(),
            _ => {}
        }
    }

    pub(super) fn close(&mut self, tag: &str) {
        match tag {
            "tr" | "table" => self.end_row(),
            "code" | "tt" | "kbd" => self.end_code(),
            "th" | "td" | "ul" | "ol" | "dl" | "li" | "dt" | "dd" | "pre" | "p" | "div" | "h1"
            | "h2" | "h3" | "h4" | "h5" | "h6" => self.start(Kind::Paragraph),
            _ => {}
        }
    }

    fn end_row(&mut self) {
        self.is_first_row &= self.column == 0;
        self.column = 0;
        self.start(Kind::Paragraph);
    }

    fn end_code(&mut self) {
        if let Some(start) = self.code_start.take() {
            self.current.code.push(start..self.current.text.len());
        }
    }

    /// Ends the current fragment. If it is empty, the next one has its kind.
    fn flush(&mut self) {
        self.end_code();
        if self.current.text.trim().is_empty() {
            self.current.text.clear();
            self.current.offsets.clear();
            self.current.code.clear();
        } else {
            self.fragments.push(mem::take(&mut self.current));
            self.start(Kind::Paragraph);
        }
    }

    /// Ends the current fragment and starts one of a kind.
    fn start(&mut self, kind: Kind) {
        self.flush();
        let block = match kind {
            Kind::Heading => 0,
            Kind::Item => self.items,
            Kind::Header | Kind::Cell => self.table,
            Kind::Paragraph | Kind::Sample => self.next_block(),
        };
        self.sections += usize::from(kind == Kind::Heading);
        self.current.kind = kind;
        self.current.section = self.sections;
        self.current.list = List {
            block,
            column: self.column,
        };
    }

    fn next_block(&mut self) -> usize {
        self.blocks += 1;
        self.blocks
    }
}
