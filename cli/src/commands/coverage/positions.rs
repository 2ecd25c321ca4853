//! Finds the tokens in code positions: in table cells, at the start of headings, items and lines, in backticks or
//! quotes, and as values in samples.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::document::{Fragment, Kind, List};
use super::shape::is_word;
use super::statuses::{self, Found};
use super::tokens;
use super::vocabulary::Vocabulary;

/// How a document presents a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// In a cell that contains nothing else.
    Cell,
    /// At the start of a heading, item or line.
    Lead,
    /// In backticks or quotes, or with an underscore.
    Marked,
    /// The value of a member with a code.
    Value,
    /// Anywhere else, where only the codes of the book are recognized.
    Elsewhere,
}

/// A token that may be a code.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) token: String,
    pub(super) source: Range<usize>,
    pub(super) position: Position,
    pub(super) list: List,
    pub(super) section: usize,
    pub(super) statuses: Vec<StatusMention>,
}

/// A number that the document calls an HTTP status, and its source.
pub(super) type StatusMention = (u16, Range<usize>);

/// Everything in a document that may be a code or is a status.
#[derive(Debug, Default)]
pub(super) struct Candidates<'d> {
    pub(super) codes: Vec<Candidate>,
    pub(super) statuses: Vec<StatusMention>,
    /// The headers of columns.
    pub(super) headers: HashMap<List, String>,
    /// The headings of sections.
    pub(super) headings: HashMap<usize, String>,
    /// The names of members in samples.
    pub(super) members: HashSet<&'d str>,
}

impl<'d> Candidates<'d> {
    pub(super) fn of(
        document: &'d str,
        fragments: &[Fragment],
        vocabulary: &Vocabulary<'_>,
    ) -> Self {
        let ends = document
            .match_indices("\":")
            .map(|(end, _)| &document[..end]);
        let members = ends.filter_map(|before| before.rsplit('"').next());
        let mut collector = Collector {
            vocabulary,
            found: Self {
                members: members.collect(),
                ..Self::default()
            },
        };
        for fragment in fragments {
            collector.fragment(fragment);
        }
        collector.found
    }
}

struct Collector<'v, 'd> {
    vocabulary: &'v Vocabulary<'v>,
    found: Candidates<'d>,
}

impl Collector<'_, '_> {
    fn fragment(&mut self, fragment: &Fragment) {
        let text = &fragment.text;
        let title = || text.trim().to_lowercase();
        match fragment.kind {
            Kind::Header => {
                self.found.headers.insert(fragment.list, title());
                return;
            }
            Kind::Cell => self.cell(fragment),
            Kind::Sample => self.marked(fragment, Position::Elsewhere),
            Kind::Heading | Kind::Item | Kind::Paragraph => {
                if fragment.kind == Kind::Heading {
                    self.found.headings.insert(fragment.section, title());
                }
                self.leads(fragment);
                self.marked(fragment, Position::Marked);
            }
        }
        for value in tokens::values(text, |name| self.vocabulary.is_key(name)) {
            self.add(fragment, value, Position::Value);
        }
        let is_of_statuses = self
            .found
            .headers
            .get(&fragment.list)
            .is_some_and(|header| {
                let words = ["status", "http", "response"];
                words.iter().any(|word| header.contains(word))
            });
        let found = if is_of_statuses {
            statuses::all(text)
        } else {
            statuses::named(text)
        };
        let mentions = mentions(fragment, found);
        self.found.statuses.extend(mentions);
    }

    fn cell(&mut self, fragment: &Fragment) {
        for token in tokens::of_cell(&fragment.text) {
            self.add(fragment, token, Position::Cell);
        }
        // The header says what a column is about. Without one, the section does.
        let has_header = self.found.headers.contains_key(&fragment.list);
        let position = if has_header {
            Position::Elsewhere
        } else {
            Position::Marked
        };
        self.marked(fragment, position);
    }

    /// Tokens at the start of a heading or an item, or of the lines of a paragraph.
    fn leads(&mut self, fragment: &Fragment) {
        let text = &fragment.text;
        let is_first = |line: &Range<usize>| line.start == 0 || fragment.kind == Kind::Paragraph;
        let words = tokens::lines(text).filter(is_first);
        let words: Vec<Range<usize>> = words.map(|line| tokens::first_word(text, &line)).collect();
        let Vocabulary { shapes, .. } = self.vocabulary;
        let is_known = |code: &str| self.vocabulary.contains(code);
        let is_code = |code: &str| shapes.resemble(code) && !self.vocabulary.excludes(code);
        let known = |word: &Range<usize>| self.code_in(&text[word.clone()], is_known);
        let is_table = words.iter().any(|word| known(word).is_some());
        let joined: Vec<Option<usize>> = words
            .iter()
            .map(|word| known(word).or_else(|| self.code_in(&text[word.clone()], is_code)))
            .collect();
        for (word, joined) in words.iter().zip(joined) {
            let token = tokens::trimmed(text, word);
            let is_lead = || {
                let is_marked = fragment
                    .code
                    .binary_search_by_key(&token.start, |code| code.start);
                is_marked.is_ok()
                    || !is_word(&text[token.clone()])
                    || tokens::is_delimited(text, &token)
            };
            if let Some(len) = joined.filter(|_| is_table) {
                self.add(fragment, word.start..word.start + len, Position::Cell);
            } else if is_table || is_lead() {
                self.add(fragment, token, Position::Lead);
            }
        }
    }

    /// The length of the code at the start of a longer word, as in a table that was copied as text.
    fn code_in(&self, word: &str, is_code: impl Fn(&str) -> bool) -> Option<usize> {
        let is_joined = !self.vocabulary.contains(word);
        let mut starts = tokens::cell_starts(word).filter(|_| is_joined);
        starts.find(|at| is_code(&word[..*at]))
    }

    /// Tokens in backticks or quotes, and those with an underscore, which are not words of a sentence.
    fn marked(&mut self, fragment: &Fragment, position: Position) {
        let text = &fragment.text;
        for code in &fragment.code {
            self.add(fragment, tokens::trimmed(text, code), position);
        }
        for token in tokens::words(text) {
            let name = &text[token.clone()];
            if name.contains('_') || tokens::is_quoted(text, &token) {
                self.add(fragment, token, position);
            } else if !is_word(name) {
                self.add(fragment, token, Position::Elsewhere);
            }
        }
    }

    /// Adds a token if it is a code of the book or looks like one.
    fn add(&mut self, fragment: &Fragment, token: Range<usize>, position: Position) {
        let text = &fragment.text;
        let name = &text[token.clone()];
        let shapes = &self.vocabulary.shapes;
        let is_possible = match position {
            Position::Elsewhere => false,
            Position::Cell => shapes.permit(name),
            Position::Lead | Position::Marked | Position::Value => {
                shapes.resemble(name) && !tokens::is_call(text, &token)
            }
        };
        if self.vocabulary.contains(name) || (is_possible && !self.vocabulary.excludes(name)) {
            self.found.codes.push(Candidate {
                token: name.to_owned(),
                source: fragment.source(&token),
                position,
                list: fragment.list,
                section: fragment.section,
                statuses: mentions(fragment, statuses::next_to(text, &token)),
            });
        }
    }
}

fn mentions(fragment: &Fragment, found: Vec<Found>) -> Vec<StatusMention> {
    let found = found.into_iter();
    found
        .map(|(status, place)| (status, fragment.source(&place)))
        .collect()
}
