//! What a document names: codes and statuses, and whether they must be such.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use super::document::{Block, BlockKind, beginning};
use super::line::Line;
use super::spelling::Spelling;
use super::spot::says;
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

/// Words of a text that is about codes.
pub(super) const SUBJECTS: [&str; 6] = ["error", "code", "reason", "result", "fail", "reject"];

/// What stands above a table, or lines that were one. Whatever stands below shares it.
#[derive(Debug, Default, Clone)]
pub(super) struct Caption {
    heading: Rc<Above>,
    /// What was said last.
    prose: Rc<Above>,
}

#[derive(Debug, Default)]
struct Above {
    /// Its beginning, in small letters.
    text: String,
    is_about_codes: bool,
}

impl Above {
    fn of(text: &str) -> Rc<Self> {
        let small = text.to_lowercase();
        Rc::new(Self {
            is_about_codes: says(&small, &SUBJECTS),
            text: beginning(&small, LONGEST_CAPTION).to_owned(),
        })
    }
}

impl Caption {
    /// Whether it has a name in it, which must be in small letters.
    pub(super) fn names(&self, name: &str) -> bool {
        self.heading.text.contains(name) || self.prose.text.contains(name)
    }

    /// Whether it is about codes, or there is nothing to speak against it.
    pub(super) fn is_about_codes(&self) -> bool {
        let is_empty = self.heading.text.is_empty() && self.prose.text.is_empty();
        is_empty || self.heading.is_about_codes || self.prose.is_about_codes
    }

    /// What stands above the next block.
    fn below(&mut self, block: &Block) {
        match block.kind {
            BlockKind::Heading => {
                self.heading = Above::of(&block.text);
                self.prose = Rc::default();
            }
            BlockKind::Prose => self.prose = Above::of(&block.text),
            _ => {}
        }
    }
}

/// Names of domains and calls are looked for in so many bytes above each table.
const LONGEST_CAPTION: usize = 2000;

/// All that a document names.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    pub(super) list: Vec<Mention>,
    /// What stands above each table, or what would be one.
    pub(super) tables: Vec<Caption>,
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
        let mut caption = Caption::default();
        let mut rows = 0;
        let mut last_table = None;
        for block in blocks {
            let table = match &block.kind {
                BlockKind::Cell { table, .. } => Some(*table),
                _ => None,
            };
            if table.is_none() || table != last_table {
                mentions.tables.push(caption.clone());
            }
            last_table = table;
            if !block.is_header() {
                self.block(block, &caption, &mut mentions, &mut rows);
            }
            caption.below(block);
        }
        mentions
    }

    fn block(&self, block: &Block, caption: &Caption, mentions: &mut Mentions, rows: &mut usize) {
        let mut start = 0;
        for text in block.text.split('\n') {
            let starts_row = !matches!(block.kind, BlockKind::Cell { column: 1.., .. });
            *rows += usize::from(starts_row);
            let line = Line {
                reader: self,
                block,
                start,
                text,
                table: mentions.tables.len() - 1,
                caption,
                row: *rows,
            };
            mentions.list.extend(line.mentions());
            start += text.len() + 1;
        }
    }
}
