//! Finds the tokens at the positions where documents have codes.

use std::collections::HashSet;
use std::ops::Range;

use super::candidates::{Candidate, Candidates, Group, HEADINGS, name};
use super::lines::{Kind, Line};
use super::shape::{is_compound, is_number, is_word};
use super::vocabulary::Vocabulary;
use super::{joined, tokens};

/// The last word of the header of a column of codes or statuses.
const HEADERS: [&str; 8] = [
    "code", "codes", "error", "errors", "reason", "reasons", "status", "http",
];

/// What no code contains.
const NOT_IN_CODES: &[char] = &['<', '>', '`', '|', '–', '—', '…'];

/// Everything in a document that may be a code.
pub(super) fn candidates<'t>(text: &'t str, vocabulary: &'t Vocabulary<'t>) -> Candidates {
    let mut reader = Reader::new(text, vocabulary);
    reader.read();
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    vocabulary: &'t Vocabulary<'t>,
    /// The names of members in samples, which are not codes.
    members: HashSet<&'t str>,
    block: usize,
    /// The last table with a header, which says what its columns are about.
    with_header: usize,
    found: Candidates,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, vocabulary: &'t Vocabulary<'t>) -> Self {
        let ends = text.match_indices("\":").map(|(end, _)| &text[..end]);
        Self {
            text,
            vocabulary,
            members: ends
                .filter_map(|before| before.rsplit('"').next())
                .collect(),
            block: HEADINGS + 1,
            with_header: HEADINGS,
            found: Candidates::default(),
        }
    }

    fn read(&mut self) {
        let lines = tokens::split(self.text, 0..self.text.len(), |c| c == '\n');
        let lines: Vec<_> = lines.map(|line| Line::of(self.text, line)).collect();
        let (mut in_sample, mut last, mut leads) = (false, Kind::Blank, Vec::new());
        for (at, line) in lines.iter().enumerate() {
            in_sample ^= line.kind == Kind::Fence;
            if in_sample || line.kind == Kind::Blank {
                // There may be blank lines between the items of a list.
                last = [Kind::Item, Kind::Blank][usize::from(last != Kind::Item)];
                continue;
            }
            if last == Kind::Blank || (last == Kind::Item) != (line.kind == Kind::Item) {
                self.block += 1;
            }
            match line.kind {
                Kind::Row => {
                    let next = lines.get(at + 1).map(|line| line.kind);
                    self.row(line, next == Some(Kind::Ruler));
                }
                Kind::Heading(level) => leads.push((line, (HEADINGS, level))),
                Kind::Item | Kind::Text => leads.push((line, (self.block, 0))),
                Kind::Blank | Kind::Fence | Kind::Ruler => {}
            }
            last = line.kind;
        }
        self.leads(&leads);
        self.values();
    }

    fn row(&mut self, line: &Line, is_header: bool) {
        let cells = tokens::split(self.text, line.content.clone(), |c| c == '|');
        for (column, cell) in cells.enumerate() {
            let group = (self.block, column);
            if is_header {
                self.with_header = self.block;
                let title = name(self.text, &cell).to_lowercase();
                if HEADERS.iter().any(|word| title.trim().ends_with(word)) {
                    self.found.titled.insert(group);
                }
                continue;
            }
            for token in tokens::of_cell(self.text, cell) {
                let name = name(self.text, &token);
                if is_word(&name) && !self.vocabulary.admits(&name) {
                    // It may be prose.
                    continue;
                }
                let is_certain = self.with_header != self.block && self.is_distinct(&token);
                self.add(token, group, is_certain);
            }
        }
    }

    /// The first words of headings, items and lines.
    fn leads(&mut self, leads: &[(&Line, Group)]) {
        let joined = leads.iter().filter(|(line, _)| {
            joined::is_row(&self.text[line.first_word(self.text)], self.vocabulary)
        });
        let joined: HashSet<Group> = joined.map(|(_, group)| *group).collect();
        for (line, group) in leads {
            self.backticks(&line.content, *group);
            let word = line.first_word(self.text);
            if joined.contains(group) {
                let cell = joined::code_in(&self.text[word.clone()], self.vocabulary);
                let token = word.start + cell.start..word.start + cell.end;
                let token = tokens::trimmed(self.text, &token);
                if self.is_possible(&token) {
                    self.add(token, *group, false);
                }
                continue;
            }
            let token = tokens::trimmed(self.text, &word);
            let name = name(self.text, &token);
            let is_delimited = tokens::is_delimited(&self.text[..line.content.end], &token);
            let is_possible = self.is_possible(&token);
            if is_delimited && (is_possible || is_compound(&name)) || is_possible && !is_word(&name)
            {
                let is_number = is_delimited && is_possible && is_number(&name);
                let is_certain = is_number || self.is_distinct(&token);
                self.add(token, *group, is_certain);
            }
        }
    }

    fn is_possible(&self, token: &Range<usize>) -> bool {
        let name = name(self.text, token);
        let is_other = self.members.contains(&*name) || tokens::is_call(self.text, token);
        self.vocabulary.admits(&name) && !is_other
    }

    /// Whether a token looks like a code and like nothing else.
    fn is_distinct(&self, token: &Range<usize>) -> bool {
        let name = name(self.text, token);
        is_compound(&name) && !is_number(&name) && self.is_possible(token)
    }

    fn backticks(&mut self, range: &Range<usize>, group: Group) {
        for token in tokens::in_backticks(self.text, range.clone()) {
            if self.is_possible(&token) {
                self.add(token, group, true);
            }
        }
    }

    /// The values of members such as `code` in samples.
    fn values(&mut self) {
        for value in tokens::values(self.text, |member| self.vocabulary.is_key(member)) {
            if self.vocabulary.admits(&name(self.text, &value)) {
                self.add(value, (HEADINGS, 0), true);
            }
        }
    }

    fn add(&mut self, place: Range<usize>, group: Group, is_certain: bool) {
        let name = name(self.text, &place);
        if !is_certain && self.vocabulary.contains(&name) {
            *self.found.known.entry(group).or_default() += 1;
        }
        let is_token = name.contains(char::is_alphanumeric) && !name.contains(NOT_IN_CODES);
        if is_token && !self.vocabulary.excludes(&name) {
            self.found.list.push(Candidate {
                place,
                group,
                is_certain,
            });
        }
    }
}
