//! A document as fragments of text that remember where they were in its source.

use std::mem;
use std::ops::Range;

/// A run of text in one place of a document: a cell, a heading, a paragraph.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Inline code within the text.
    pub(super) code: Vec<Range<usize>>,
    /// The source offset of each byte of the text.
    offsets: Vec<usize>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Paragraph,
    Heading {
        level: u8,
    },
    /// The beginning of a list item; items of one list share a number.
    Item {
        list: usize,
    },
    /// A code block.
    Sample,
    Cell(Cell),
}

/// A cell of a table; tables, rows and columns count from 0.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) table: usize,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) is_header: bool,
}

impl Fragment {
    /// The source bytes of a non-empty part of the text.
    pub(super) fn source(&self, bytes: &Range<usize>) -> Range<usize> {
        let offset = |at: usize| self.offsets.get(at).copied().unwrap_or_default();
        offset(bytes.start)..offset(bytes.end.saturating_sub(1)) + 1
    }
}

/// Collects fragments, whatever markup the document is written in.
#[derive(Debug, Default)]
pub(super) struct Builder {
    fragments: Vec<Fragment>,
    current: Fragment,
    code_start: Option<usize>,
    tables: usize,
    cell: Cell,
    lists: usize,
    open_lists: Vec<usize>,
}

impl Builder {
    pub(super) fn finish(mut self) -> Vec<Fragment> {
        self.flush();
        self.fragments
    }

    /// Adds text, or what an escape or an entity at this place in the source means.
    pub(super) fn text(&mut self, text: &str, source: &Range<usize>) {
        let is_verbatim = source.len() == text.len();
        let offset = |at: usize| source.start + if is_verbatim { at } else { 0 };
        self.current.offsets.extend((0..text.len()).map(offset));
        self.current.text.push_str(text);
    }

    /// Ends the current fragment. An item whose text has not started yet stays an item.
    pub(super) fn flush(&mut self) {
        self.end_code();
        if self.current.text.trim().is_empty() {
            self.current.text.clear();
            self.current.offsets.clear();
            self.current.code.clear();
        } else {
            self.fragments.push(mem::take(&mut self.current));
        }
    }

    pub(super) fn start(&mut self, kind: Kind) {
        self.flush();
        self.current.kind = kind;
    }

    /// Ends the current fragment and what it was part of.
    pub(super) fn end(&mut self) {
        self.start(Kind::Paragraph);
    }

    pub(super) fn start_code(&mut self) {
        self.code_start = Some(self.current.text.len());
    }

    pub(super) fn end_code(&mut self) {
        if let Some(start) = self.code_start.take() {
            self.current.code.push(start..self.current.text.len());
        }
    }

    pub(super) fn start_table(&mut self) {
        self.end();
        self.tables += 1;
        self.cell = Cell {
            table: self.tables,
            ..Cell::default()
        };
    }

    pub(super) fn start_cell(&mut self, is_header: bool) {
        let is_header = is_header && self.cell.row == 0;
        self.start(Kind::Cell(Cell {
            is_header,
            ..self.cell
        }));
        self.cell.column += 1;
    }

    pub(super) fn end_row(&mut self) {
        self.end();
        if self.cell.column > 0 {
            self.cell.row += 1;
            self.cell.column = 0;
        }
    }

    pub(super) fn start_list(&mut self) {
        self.end();
        self.lists += 1;
        self.open_lists.push(self.lists);
    }

    pub(super) fn end_list(&mut self) {
        self.end();
        self.open_lists.pop();
    }

    pub(super) fn start_item(&mut self) {
        let list = self.open_lists.last().copied().unwrap_or_default();
        self.start(Kind::Item { list });
    }
}
