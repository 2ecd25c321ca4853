//! What a document names: codes and statuses, and whether they must be such.

use std::collections::BTreeSet;
use std::ops::Range;

use super::document::{Block, BlockKind};
use super::line::Line;
use super::spelling::Spelling;
use super::words::Splitter;

/// A code or a status that a document names.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) what: What,
    /// The bytes of the document.
    pub(super) place: Range<usize>,
    /// Whether it is a code or a status for certain, and no word or number that looks like one.
    pub(super) is_certain: bool,
    /// The table that it stands in, if it stands where tables have their codes.
    pub(super) table: Option<usize>,
    /// The row or line that it stands in.
    pub(super) row: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Code(String),
    Status(u16),
}

/// A table, or lines that were one, and what stands above.
#[derive(Debug, Default, Clone)]
pub(super) struct Table {
    /// In small letters.
    pub(super) caption: String,
}

/// All that a document names.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    pub(super) list: Vec<Mention>,
    pub(super) tables: Vec<Table>,
}

impl Mentions {
    /// What is a code or a status for certain.
    pub(super) fn certain(&self) -> impl Iterator<Item = &Mention> {
        self.list.iter().filter(|mention| mention.is_certain)
    }

    /// How many codes and how many statuses there are for certain.
    pub(super) fn counts(&self) -> (usize, usize) {
        let named: BTreeSet<&What> = self.certain().map(|mention| &mention.what).collect();
        let codes = named
            .iter()
            .filter(|what| matches!(what, What::Code(_)))
            .count();
        (codes, named.len() - codes)
    }
}

/// Looks for codes and statuses.
pub(super) struct Reader<'d> {
    pub(super) spelling: &'d Spelling<'d>,
    pub(super) splitter: Splitter<'d>,
    pub(super) is_known: &'d dyn Fn(&str) -> bool,
    /// Whether the vendor's codes are statuses, so that a table's numbers are.
    pub(super) by_status: bool,
    /// The members of objects in the document's samples.
    pub(super) members: BTreeSet<&'d str>,
}

impl Reader<'_> {
    pub(super) fn read(&self, blocks: &[Block]) -> Mentions {
        let mut mentions = Mentions::default();
        let mut heading = String::new();
        let mut above = String::new();
        let mut rows = 0;
        let mut last_table = None;
        for block in blocks {
            let caption = format!("{heading}\n{above}");
            let table = match &block.kind {
                BlockKind::Cell { table, .. } => Some(*table),
                _ => None,
            };
            if table.is_none() || table != last_table {
                mentions.tables.push(Table {
                    caption: caption.to_lowercase(),
                });
            }
            last_table = table;
            if !block.is_header() {
                self.block(block, &mut mentions, &mut rows);
            }
            match block.kind {
                BlockKind::Heading => {
                    heading.clone_from(&block.text);
                    above.clear();
                }
                BlockKind::Prose => above.clone_from(&block.text),
                _ => {}
            }
        }
        mentions
    }

    fn block(&self, block: &Block, mentions: &mut Mentions, rows: &mut usize) {
        let mut start = 0;
        let caption = mentions.tables.last().map(|table| table.caption.clone());
        let caption = caption.unwrap_or_default();
        for text in block.text.split('\n') {
            let starts_row = !matches!(block.kind, BlockKind::Cell { column: 1.., .. });
            *rows += usize::from(starts_row);
            let line = Line {
                reader: self,
                block,
                start,
                text,
                table: mentions.tables.len() - 1,
                caption: &caption,
                row: *rows,
            };
            mentions.list.extend(line.mentions());
            start += text.len() + 1;
        }
    }
}
