//! A vendor's document as pieces of text, each with what it is and where it stands.

use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A piece of text that nothing interrupts.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) text: String,
    /// Where in the document each byte of the text stands.
    offsets: Vec<usize>,
    pub(super) kind: BlockKind,
    /// What is marked as code within the text.
    pub(super) spans: Vec<Range<usize>>,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) enum BlockKind {
    #[default]
    Prose,
    Heading,
    /// A sample, in whatever language.
    Sample,
    /// A cell of a table; the header is that of its column.
    Cell {
        table: usize,
        row: usize,
        column: usize,
        header: Rc<str>,
        /// Whether the column is the one for codes.
        holds_codes: bool,
    },
}

impl Block {
    /// Where in the document a part of the text stands.
    pub(super) fn place(&self, bytes: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.offsets.get(byte).copied().unwrap_or_default();
        let last = bytes.end.saturating_sub(1).max(bytes.start);
        at(bytes.start)..at(last) + 1
    }

    /// Whether it says what a column holds.
    pub(super) fn is_header(&self) -> bool {
        matches!(self.kind, BlockKind::Cell { row: 0, .. })
    }

    fn write(&mut self, text: &str, at: Range<usize>) {
        let is_verbatim = at.len() == text.len();
        let offset = |byte: usize| at.start + if is_verbatim { byte } else { 0 };
        self.offsets.extend((0..text.len()).map(offset));
        self.text.push_str(text);
    }
}

/// The pieces of a document in their order. Text that is no Markdown is Markdown without marks.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, range, text);
    }
    reader.end();
    reader.blocks
}

/// What is longer, in bytes, is read so far: it is looked at for every cell below.
const LONGEST_HEADER: usize = 200;

/// The first so many bytes of a text, but no half of a character.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rfind(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

/// What may stand in a header beside the word for codes or errors: `Error code`, `Name of the error`.
const BESIDE: [&str; 8] = [
    "api", "code", "constant", "error", "id", "name", "of", "the",
];

/// Whether a header says that its column holds codes or errors, and of none but the API itself.
fn is_called_after(header: &str, subject: &str) -> bool {
    let words = header.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    let mut words = words.map(|word| word.trim_end_matches('s'));
    let mut is_subject = false;
    words.all(|word| {
        is_subject |= word == subject;
        BESIDE.contains(&word)
    }) && is_subject
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    block: Block,
    tables: usize,
    row: usize,
    column: usize,
    /// The headers of the table that is being read; whether it is they that are being read.
    headers: Vec<Rc<str>>,
    in_head: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, range: Range<usize>, source: &str) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.finish(tag),
            Event::Code(code) => {
                // Without the backticks around it.
                let marks = range.len().saturating_sub(code.len()) / 2;
                let inside = range.start + marks..range.start + marks + code.len();
                let start = self.block.text.len();
                let is_verbatim = source.get(inside.clone()) == Some(&*code);
                let place = if is_verbatim { inside } else { range };
                self.block.write(&code, place);
                self.block.spans.push(start..self.block.text.len());
            }
            Event::Text(text) => self.block.write(&text, range),
            Event::Html(_) => self.html(range, source),
            Event::SoftBreak | Event::HardBreak => self.block.write("\n", range),
            _ => {}
        }
    }

    /// Writes what stands between tags, each on a line of its own.
    fn html(&mut self, range: Range<usize>, source: &str) {
        let mut at = range.start;
        for piece in source[range].split_inclusive(['<', '>']) {
            let text = piece.trim_end_matches('<');
            if !piece.ends_with('>') && !text.is_empty() {
                self.block.write(text, at..at + text.len());
                self.block.write("\n", at..at + text.len());
            }
            at += piece.len();
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Table(_) => {
                self.tables += 1;
                self.row = 0;
                self.headers.clear();
            }
            Tag::TableHead => (self.in_head, self.column) = (true, 0),
            Tag::TableRow => (self.row, self.column) = (self.row + 1, 0),
            Tag::TableCell => {
                self.end();
                let header = self.headers.get(self.column).cloned();
                let holds_codes = self.row > 0 && self.column_of_codes() == Some(self.column);
                self.block.kind = BlockKind::Cell {
                    table: self.tables,
                    row: self.row,
                    column: self.column,
                    header: header.unwrap_or_default(),
                    holds_codes,
                };
            }
            Tag::Heading { .. } => {
                self.end();
                self.block.kind = BlockKind::Heading;
            }
            Tag::CodeBlock(_) => {
                self.end();
                self.block.kind = BlockKind::Sample;
            }
            Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) | Tag::HtmlBlock => self.end(),
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableHead => self.in_head = false,
            TagEnd::TableCell => {
                if self.in_head {
                    let header = beginning(self.block.text.trim(), LONGEST_HEADER);
                    self.headers.push(header.to_lowercase().into());
                }
                self.column += 1;
                self.end();
            }
            TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::HtmlBlock => self.end(),
            _ => {}
        }
    }

    /// The column that is called after codes; if there is none, the one that is called after errors.
    fn column_of_codes(&self) -> Option<usize> {
        let of = |subject| {
            let mut headers = self.headers.iter();
            headers.position(|header| is_called_after(header, subject))
        };
        of("code").or_else(|| of("error"))
    }

    fn end(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.text.trim().is_empty() {
            self.blocks.push(block);
        }
    }
}
