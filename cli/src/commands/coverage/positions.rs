//! Finds the codes and statuses of a document: the tokens at the positions where documents have codes.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use super::lines::{Kind, Line};
use super::mask::{FILLER, masked};
use super::shape::{is_compound, is_number, is_word};
use super::vocabulary::Vocabulary;
use super::{statuses, tokens};

/// The last word of the header of a column of codes or statuses.
const HEADERS: [&str; 8] = [
    "code", "codes", "error", "errors", "reason", "reasons", "status", "http",
];

/// The codes and statuses of a document, each with its first place.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Those in code positions.
    pub(super) codes: BTreeMap<String, Range<usize>>,
    pub(super) statuses: BTreeMap<u16, Range<usize>>,
    /// The codes of the book that occur anywhere.
    pub(super) known: HashSet<String>,
}

impl Mentions {
    pub(super) fn of(document: &str, vocabulary: &Vocabulary<'_>) -> Self {
        let text = masked(document);
        let mut reader = Reader::new(&text, vocabulary);
        reader.read();
        reader.finish()
    }

    /// The numbers of different codes and of different statuses.
    pub(super) fn counts(&self) -> (usize, usize) {
        let names = self.codes.keys().chain(&self.known);
        (names.collect::<BTreeSet<_>>().len(), self.statuses.len())
    }
}

/// A column of a table, or a list or paragraph, as the numbers of block and column. All headings of a level are one.
type Group = (usize, usize);

const HEADINGS: usize = 0;

/// A token in a code position.
struct Candidate {
    place: Range<usize>,
    group: Group,
    /// Whether the position is enough; otherwise, its group must be one of codes.
    is_certain: bool,
}

struct Reader<'t> {
    text: &'t str,
    vocabulary: &'t Vocabulary<'t>,
    /// The names of members in samples, which are not codes.
    members: HashSet<&'t str>,
    block: usize,
    /// The last table with a header, which says what its columns are about.
    with_header: usize,
    candidates: Vec<Candidate>,
    /// The groups with a code of the book.
    known: HashSet<Group>,
    /// The columns whose header says so, in tables where no other column has one.
    titled: HashSet<Group>,
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
            candidates: Vec::new(),
            known: HashSet::new(),
            titled: HashSet::new(),
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
                    self.titled.insert(group);
                }
                continue;
            }
            for token in tokens::of_cell(self.text, cell) {
                let is_certain = self.with_header != self.block && self.is_distinct(&token);
                self.add(token, group, is_certain);
            }
        }
    }

    /// The first words of headings, items and lines.
    fn leads(&mut self, leads: &[(&Line, Group)]) {
        let joined = leads
            .iter()
            .filter(|(line, _)| self.is_joined(&self.text[line.first_word(self.text)]));
        let joined: HashSet<Group> = joined.map(|(_, group)| *group).collect();
        for (line, group) in leads {
            self.backticks(&line.content, *group);
            let word = line.first_word(self.text);
            if joined.contains(group) {
                let cell = self.first_cell(&self.text[word.clone()]);
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

    /// Whether a word is a row of a table that was copied as text without its column separators, such as
    /// `NOT_FOUND404The page does not exist`.
    fn is_joined(&self, word: &str) -> bool {
        let rest = &word[self.status_before(word)..];
        let is_code = |at: usize| self.vocabulary.contains(&rest[..at]);
        !self.vocabulary.contains(word) && tokens::cell_starts(rest).any(is_code)
    }

    /// The code in such a row. If nothing shows where the cell ends, it is that of the book.
    fn first_cell(&self, word: &str) -> Range<usize> {
        let start = self.status_before(word);
        let rest = &word[start..];
        let cell = |is_code: &dyn Fn(&str) -> bool| {
            tokens::cell_starts(rest).find(|at| is_code(&rest[..*at]))
        };
        let known = || cell(&|code| self.vocabulary.contains(code));
        let possible = || cell(&|code| self.vocabulary.admits(code));
        let prefix = || self.vocabulary.prefix_of(rest).map(str::len);
        let is_whole = self.vocabulary.contains(rest);
        let len = (!is_whole).then(|| known().or_else(possible).or_else(prefix));
        start..start + len.flatten().unwrap_or(rest.len())
    }

    /// The length of the status in the cell before the code.
    fn status_before(&self, word: &str) -> usize {
        let digits = word
            .get(..3)
            .filter(|digits| statuses::parse(digits).is_some());
        let is_status = digits.is_some_and(|digits| !self.vocabulary.shapes.resemble(digits));
        if is_status && word[3..].starts_with(char::is_alphabetic) {
            3
        } else {
            0
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
            self.known.insert(group);
        }
        if name.contains(char::is_alphanumeric) && !self.vocabulary.excludes(&name) {
            self.candidates.push(Candidate {
                place,
                group,
                is_certain,
            });
        }
    }

    /// Decides which candidates are codes: now all groups of codes are known.
    fn finish(mut self) -> Mentions {
        let tables: HashSet<usize> = self.known.iter().map(|(block, _)| *block).collect();
        let titled = self
            .titled
            .iter()
            .filter(|(block, _)| !tables.contains(block));
        self.known.extend(titled);
        let mut mentions = Mentions::default();
        let mut statuses: BTreeMap<usize, Range<usize>> = BTreeMap::new();
        let mut codes: BTreeMap<usize, (String, Range<usize>)> = BTreeMap::new();
        for Candidate {
            place,
            group,
            is_certain,
        } in self.candidates
        {
            let name = name(self.text, &place);
            let is_status = self.vocabulary.is_status(&name);
            let is_certain = is_certain || self.vocabulary.contains(&name);
            let is_in_table = is_status && tables.contains(&group.0);
            if !(is_certain || is_in_table || self.known.contains(&group)) {
                continue;
            }
            let next = statuses::next_to(self.text, &place).map(|place| (place.start, place));
            statuses.extend(next);
            if is_status {
                statuses.insert(place.start, place);
            } else {
                codes.insert(place.start, (name, place));
            }
        }
        statuses.extend(statuses::named(self.text).map(|place| (place.start, place)));
        for (start, place) in statuses {
            // A number in a code position is a code, even if it could be a status.
            let status = statuses::parse(&self.text[place.clone()]);
            if let Some(status) = status.filter(|_| !codes.contains_key(&start)) {
                mentions.statuses.entry(status).or_insert(place);
            }
        }
        for (name, place) in codes.into_values() {
            mentions.codes.entry(name).or_insert(place);
        }
        mentions.known = known_in(self.text, self.vocabulary);
        mentions
    }
}

/// The text of a token without markup.
fn name(text: &str, token: &Range<usize>) -> String {
    text[token.clone()].replace(FILLER, "")
}

/// The codes of the book, wherever they are. A word of a sentence is none unless it is quoted.
fn known_in(text: &str, vocabulary: &Vocabulary<'_>) -> HashSet<String> {
    let mut known = HashSet::new();
    for token in tokens::words(text, 0..text.len()) {
        let word = name(text, &token);
        let parts = word.split(['/', ',', '|', '=', ':', '(', ')', '"', '\'']);
        for name in parts.chain([&*word]) {
            let is_code = !is_word(name) || tokens::is_quoted(text, &token);
            if is_code
                && vocabulary.contains(name)
                && !vocabulary.is_status(name)
                && !known.contains(name)
            {
                known.insert(name.to_owned());
            }
        }
    }
    known
}
