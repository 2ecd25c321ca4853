//! Tokens in code positions: in table cells, at the beginning of headings, items and lines, in backticks or quotes, and as
//! values in samples.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anyhow::Context;
use regex::Regex;

use super::document::{Cell, Fragment, Kind};
use super::flattened::Flattened;
use super::known::KnownCodes;
use super::lead::LeadReader;
use super::shape::is_word;
use super::status::{self, Found};
use super::tokens::{self, is_call, is_quoted, trimmed};

/// Members that hold a code in the APIs of many vendors, besides those that the book reads.
const KEYS: &str = "code|error|error[_-]?code|reason";

/// Tokens that a document presents in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Group {
    Column {
        table: usize,
        column: usize,
    },
    List(usize),
    /// The lines of a paragraph.
    Lines(usize),
    /// The lines of a paragraph that was a table.
    Rows(usize),
    /// Headings of one level.
    Headings(u8),
    /// Marked tokens in the text below a heading.
    Section(usize),
    /// The values of members that hold a code.
    Values,
    /// Anywhere else. Only codes of the book are recognised there.
    Elsewhere,
}

/// A token that may be a code.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) token: String,
    pub(super) source: Range<usize>,
    pub(super) group: Group,
    /// The statuses next to it.
    pub(super) statuses: Vec<StatusMention>,
}

/// A number that the document calls an HTTP status, and its source.
pub(super) type StatusMention = (u16, Range<usize>);

/// Everything in a document that may be a code or is a status.
#[derive(Debug, Default)]
pub(super) struct Candidates<'d> {
    pub(super) codes: Vec<Candidate>,
    pub(super) statuses: Vec<StatusMention>,
    /// The headers of columns and the headings of sections.
    pub(super) titles: HashMap<Group, String>,
    /// The names of members in samples.
    pub(super) members: HashSet<&'d str>,
}

/// Collects the candidates of a document, fragment by fragment.
pub(super) struct Collector<'d> {
    codes: &'d KnownCodes<'d>,
    flattened: &'d Flattened<'d>,
    values: Regex,
    found: Candidates<'d>,
    section: usize,
}

impl<'d> Collector<'d> {
    pub(super) fn new(flattened: &'d Flattened<'d>, document: &'d str) -> anyhow::Result<Self> {
        let codes = flattened.codes;
        let found = Candidates {
            members: members(document),
            ..Candidates::default()
        };
        Ok(Self {
            codes,
            flattened,
            values: values_of(codes.keys())?,
            found,
            section: 0,
        })
    }

    pub(super) fn collect(mut self, fragments: &[Fragment]) -> Candidates<'d> {
        for (index, fragment) in fragments.iter().enumerate() {
            match fragment.kind {
                Kind::Cell(cell) => self.cell(fragment, cell),
                Kind::Heading { level } => self.heading(fragment, level),
                Kind::Item { list } => self.prose(fragment, Group::List(list)),
                Kind::Paragraph => self.prose(fragment, Group::Lines(index)),
                Kind::Sample => {
                    self.statuses(fragment, status::named(&fragment.text));
                    self.marked(fragment, Group::Elsewhere);
                }
            }
            self.values(fragment);
        }
        self.found
    }

    fn cell(&mut self, fragment: &Fragment, cell: Cell) {
        let text = &fragment.text;
        let group = Group::Column {
            table: cell.table,
            column: cell.column,
        };
        if cell.is_header {
            self.found.titles.insert(group, text.trim().to_lowercase());
            return;
        }
        for token in tokens::of_cell(text) {
            self.add(fragment, token, group);
        }
        let title = self.found.titles.get(&group);
        let has_statuses = title.is_some_and(|title| is_of_statuses(title));
        // Without a header, nothing says that a column is about something else.
        let rest = title.map_or(Group::Section(self.section), |_| Group::Elsewhere);
        let statuses = if has_statuses {
            status::all(text, 0..text.len())
        } else {
            status::named(text)
        };
        self.statuses(fragment, statuses);
        self.marked(fragment, rest);
    }

    fn heading(&mut self, fragment: &Fragment, level: u8) {
        self.section += 1;
        let title = fragment.text.trim().to_lowercase();
        let section = Group::Section(self.section);
        self.found.titles.insert(section, title);
        self.prose(fragment, Group::Headings(level));
    }

    /// Text whose lines may begin with codes of a group.
    fn prose(&mut self, fragment: &Fragment, group: Group) {
        let reader = LeadReader::new(self.flattened, fragment);
        let (group, is_line_by_line) = match group {
            Group::Lines(index) if reader.is_table() => (Group::Rows(index), true),
            Group::Lines(_) => (group, true),
            // An item begins once, whatever the number of its lines.
            _ => (group, false),
        };
        let mut start = 0;
        for line in fragment.text.split('\n') {
            let end = start + line.len();
            if start == 0 || is_line_by_line {
                for token in reader.read(start..end) {
                    self.add(fragment, token, group);
                }
            }
            start = end + 1;
        }
        self.statuses(fragment, status::named(&fragment.text));
        self.marked(fragment, Group::Section(self.section));
    }

    /// Tokens in backticks or quotes, and those with an underscore, which no word of a sentence has.
    fn marked(&mut self, fragment: &Fragment, group: Group) {
        let text = &fragment.text;
        for code in &fragment.code {
            self.add(fragment, trimmed(text, code.clone()), group);
        }
        for word in tokens::words(text) {
            let token = trimmed(text, word);
            let name = &text[token.clone()];
            if name.contains('_') || is_quoted(text, &token) {
                self.add(fragment, token, group);
            } else if !is_word(name) {
                self.add(fragment, token, Group::Elsewhere);
            }
        }
    }

    fn values(&mut self, fragment: &Fragment) {
        let values = self.values.captures_iter(&fragment.text);
        let values = values.filter_map(|captures| captures.iter().skip(1).flatten().next());
        let values: Vec<Range<usize>> = values.map(|value| value.range()).collect();
        for value in values {
            self.add(fragment, value, Group::Values);
        }
    }

    /// Adds a token if it is a code of the book or could be one more.
    fn add(&mut self, fragment: &Fragment, token: Range<usize>, group: Group) {
        let text = &fragment.text;
        let name = &text[token.clone()];
        let may_be_new = match group {
            Group::Elsewhere => false,
            Group::Column { .. } | Group::Rows(_) => self.codes.shapes.permit(name),
            _ => self.codes.shapes.resemble(name) && !is_call(text, &token),
        };
        if self.codes.contain(name) || may_be_new && !self.codes.exclude(name) {
            let statuses = status::beside(text, &token).into_iter();
            let statuses = statuses.map(|(status, place)| (status, fragment.source(&place)));
            self.found.codes.push(Candidate {
                token: name.to_owned(),
                source: fragment.source(&token),
                group,
                statuses: statuses.collect(),
            });
        }
    }

    fn statuses(&mut self, fragment: &Fragment, found: Vec<Found>) {
        let mentions = found.into_iter();
        let mentions = mentions.map(|(status, place)| (status, fragment.source(&place)));
        self.found.statuses.extend(mentions);
    }
}

fn is_of_statuses(title: &str) -> bool {
    ["status", "http", "response"]
        .iter()
        .any(|word| title.contains(word))
}

/// The names in front of colons.
fn members(document: &str) -> HashSet<&str> {
    let ends = document
        .match_indices("\":")
        .map(|(end, _)| &document[..end]);
    ends.filter_map(|before| before.rsplit('"').next())
        .collect()
}

/// A pattern for values: a string or a number after one of the keys, or the text of an XML element.
fn values_of<'k>(keys: impl Iterator<Item = &'k str>) -> anyhow::Result<Regex> {
    let keys: Vec<String> = keys.map(regex::escape).chain([KEYS.to_owned()]).collect();
    let keys = keys.join("|");
    let string = r#"["'“]([^"'”\s]+)["'”]"#;
    let pattern = format!(
        r#"(?i)\b(?:{keys})\b["'`”]?\s*(?::|={{1,3}})\s*(?:{string}|([+-]?\d+)\b)|<(?:{keys})>\s*([^<\s]+)\s*</"#
    );
    Regex::new(&pattern).context("the vendor has too many places for codes")
}
