//! The tokens at the positions where documents have codes.

use std::collections::{HashMap, HashSet};

use super::document::{FILLER, HEADER, around, name, trimmed};
use super::shape::{is_compound, is_number, is_word};
use super::statuses;
use super::vocabulary::Vocabulary;

/// The last word of the header of a column of codes or statuses.
const HEADERS: [&str; 8] = [
    "code", "codes", "error", "errors", "reason", "reasons", "status", "http",
];

/// The greatest length of a code that is not separated from what follows it.
const MAX_CODE: usize = 128;

/// A column of a table, or a list or paragraph, as the numbers of block and column. All headings of a level are one.
type Group = (usize, usize);

/// The first block that is not one of headings.
const FIRST_BLOCK: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    /// In backticks, or the value of a member such as `code`.
    Marked,
    /// At the start of a line, before a delimiter.
    Delimited,
    /// At the start of a line, before other text.
    Open,
    /// At the start of a row that was copied without what separated its cells.
    Joined,
    /// In a cell of a table.
    Cell,
}

/// The codes and statuses in code positions.
pub(super) fn codes<'t>(text: &'t str, vocabulary: &Vocabulary<'_>) -> Vec<&'t str> {
    let ends = text.match_indices("\":");
    let mut reader = Reader {
        text,
        vocabulary,
        members: ends
            .filter_map(|(end, _)| text[..end].rsplit('"').next())
            .collect(),
        candidates: Vec::new(),
        titled: HashSet::new(),
    };
    let leads = reader.lines();
    reader.leads(&leads);
    reader.values();
    reader.accepted()
}

struct Reader<'t, 'v> {
    text: &'t str,
    vocabulary: &'v Vocabulary<'v>,
    /// The names of members in samples, which are not codes.
    members: HashSet<&'t str>,
    candidates: Vec<(&'t str, Group, Position)>,
    /// The columns whose header says that they have codes.
    titled: HashSet<Group>,
}

impl<'t> Reader<'t, '_> {
    /// Reads the cells of tables, and returns all other lines.
    fn lines(&mut self) -> Vec<(&'t str, Group)> {
        let mut leads = Vec::new();
        let (mut in_sample, mut has_header, mut block) = (false, false, FIRST_BLOCK);
        // Whether the last line is an item of a list; `None` if it is blank.
        let mut was_item = None;
        let margin = |c: char| c.is_whitespace() || c == '>' || c == FILLER;
        let lines = self
            .text
            .lines()
            .map(|line| line.trim_start_matches(margin));
        let mut lines = lines.peekable();
        while let Some(line) = lines.next() {
            in_sample ^= line.starts_with("```");
            if line.is_empty() || in_sample {
                // There may be blank lines between the items of a list.
                was_item = was_item.filter(|is_item| *is_item);
                continue;
            }
            let item = item(line);
            if was_item.replace(item.is_some()) != Some(item.is_some()) {
                (block, has_header) = (block + 1, false);
            }
            let level = line.len() - line.trim_start_matches('#').len();
            let is_header = line.contains(HEADER)
                && cells(line).all(|cell| cell.starts_with(HEADER))
                || lines.peek().is_some_and(|next| is_ruler(next));
            has_header |= is_header;
            if line.contains(['|', '\t']) && !is_ruler(line) {
                self.row(line, block, is_header);
            }
            if level > 0 {
                leads.push((&line[level..], (level.min(FIRST_BLOCK - 1), 0)));
            } else if !has_header {
                leads.push((item.unwrap_or(line), (block, 0)));
            }
        }
        leads
    }

    fn row(&mut self, line: &'t str, block: usize, is_header: bool) {
        for (column, cell) in cells(line).enumerate() {
            let group = (block, column);
            let title = name(trimmed(cell)).to_lowercase();
            if !is_header {
                for token in tokens(cell) {
                    self.add(token, group, Position::Cell);
                }
            } else if HEADERS.iter().any(|word| title.ends_with(word)) {
                self.titled.insert(group);
            }
        }
    }

    /// The first words of headings, items and lines, and what is in backticks there.
    fn leads(&mut self, leads: &[(&'t str, Group)]) {
        let joined = leads
            .iter()
            .filter(|(line, _)| self.is_joined(first_word(line)));
        let joined: HashSet<Group> = joined.map(|(_, group)| *group).collect();
        for (line, group) in leads {
            for token in line.split('`').skip(1).step_by(2) {
                self.add(trimmed(token), *group, Position::Marked);
            }
            let token = first_word(line);
            let rest = around(line, token)
                .1
                .trim_start_matches(|c| "\"'`*”. \0".contains(c));
            if joined.contains(group) {
                self.add(trimmed(self.first_cell(token)), *group, Position::Joined);
            } else if rest.is_empty() || rest.starts_with(|c| ":|-–—(=/,\t".contains(c)) {
                self.add(token, *group, Position::Delimited);
            } else {
                self.add(token, *group, Position::Open);
            }
        }
    }

    /// Whether a word is the start of a row that was copied without what separated its cells: `NOT_FOUND404The`.
    fn is_joined(&self, word: &str) -> bool {
        let (vocabulary, row) = (self.vocabulary, self.without_status(word));
        !vocabulary.contains(row)
            && first_cells(row).any(|cell| {
                let next = &row[cell.len()..];
                let ends =
                    next.starts_with(|c: char| c.is_ascii_digit()) || !vocabulary.admits(row);
                ends && vocabulary.contains(cell)
            })
    }

    /// The code at the start of such a row. If nothing shows where its cell ends, it is the longest one of the book.
    fn first_cell<'w>(&self, word: &'w str) -> &'w str {
        let (vocabulary, row) = (self.vocabulary, self.without_status(word));
        if vocabulary.contains(row) {
            return row;
        }
        let known = first_cells(row).find(|cell| vocabulary.contains(cell));
        let alike = || first_cells(row).find(|cell| vocabulary.admits(cell));
        let starts = row.char_indices().map(|(at, _)| &row[..at]).take(MAX_CODE);
        let longest = || starts.filter(|start| vocabulary.contains(start)).last();
        known.or_else(alike).or_else(longest).unwrap_or(row)
    }

    /// A joined row without the status in the cell before the code.
    fn without_status<'w>(&self, word: &'w str) -> &'w str {
        let is_status =
            |digits| statuses::parse(digits).is_some() && !self.vocabulary.admits(digits);
        let rest = word
            .split_at_checked(3)
            .filter(|(digits, rest)| is_status(digits) && rest.starts_with(char::is_alphabetic));
        rest.map_or(word, |(_, rest)| rest)
    }

    /// The values of members such as `code` in samples.
    fn values(&mut self) {
        for key in self
            .text
            .split(|c: char| !c.is_alphanumeric() && !"_-".contains(c))
        {
            let (before, rest) = around(self.text, key);
            // In `urn:error:lost`, nothing is a member.
            if self.vocabulary.is_key(key) && !before.ends_with([':', '/']) {
                self.add(value(rest), (0, 0), Position::Marked);
            }
        }
    }

    fn add(&mut self, token: &'t str, group: Group, position: Position) {
        let is_token = token.contains(char::is_alphanumeric)
            && !token.contains(['<', '>', '`', '|', '–', '—', '…']);
        if is_token && !self.vocabulary.excludes(&name(token)) {
            self.candidates.push((token, group, position));
        }
    }

    /// The groups of codes: those with codes of the book. Of the columns of a table, it is the one with the most, or if none
    /// has any, those whose header says so.
    fn groups(&self) -> HashSet<Group> {
        let mut known: HashMap<Group, usize> = HashMap::new();
        let mut most: HashMap<usize, usize> = HashMap::new();
        for (token, group, position) in &self.candidates {
            if *position != Position::Marked && self.vocabulary.contains(&name(token)) {
                let count = known.entry(*group).or_default();
                *count += 1;
                let most = most.entry(group.0).or_default();
                *most = (*most).max(*count);
            }
        }
        let titled = self
            .titled
            .iter()
            .filter(|(block, _)| !most.contains_key(block));
        let best = known
            .iter()
            .filter(|(group, count)| most[&group.0] == **count);
        best.map(|(group, _)| group)
            .chain(titled)
            .copied()
            .collect()
    }

    /// Those that are codes or statuses.
    fn accepted(&self) -> Vec<&'t str> {
        let groups = self.groups();
        let blocks: HashSet<usize> = groups.iter().map(|(block, _)| *block).collect();
        let accepted = self.candidates.iter().filter(|(token, group, position)| {
            let name = name(token);
            let is_call = around(self.text, token).1.starts_with('(');
            let is_other = is_call || self.members.contains(&*name);
            let in_group = groups.contains(group);
            let admits = self.vocabulary.admits(&name);
            self.vocabulary.contains(&name)
                || self.vocabulary.is_status(&name) && blocks.contains(&group.0)
                || match position {
                    Position::Cell => in_group && (admits || !is_word(&name)),
                    _ if is_other => false,
                    Position::Delimited if is_compound(&name) => in_group || admits,
                    _ if !admits => false,
                    Position::Marked => true,
                    Position::Open if is_word(&name) => false,
                    Position::Open => in_group || is_compound(&name) && !is_number(&name),
                    Position::Joined | Position::Delimited => in_group,
                }
        });
        accepted.map(|(token, ..)| *token).collect()
    }
}

/// The text of an item of a list.
fn item(line: &str) -> Option<&str> {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = number
        .strip_prefix(". ")
        .filter(|_| number.len() < line.len());
    item.or_else(|| line.strip_prefix("- "))
        .or_else(|| line.strip_prefix("* "))
}

/// Whether a line is the one below the header of a table.
fn is_ruler(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.chars().all(|c| "|-: \t\0".contains(c))
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.strip_prefix('|').unwrap_or(line).split(['|', '\t'])
}

/// The tokens of a cell that contains nothing else, except remarks in parentheses; none if it contains prose.
fn tokens(cell: &str) -> Vec<&str> {
    let parts = cell
        .split([',', ';'])
        .filter_map(|part| part.split(" (").next());
    let parts: Vec<&str> = parts.map(trimmed).filter(|part| !part.is_empty()).collect();
    let is_prose = parts.iter().any(|part| part.contains(char::is_whitespace));
    if is_prose { Vec::new() } else { parts }
}

/// The first word of a line.
fn first_word(line: &str) -> &str {
    let start = &line[around(line, trimmed(line)).0.len()..];
    let is_end = |c: char| c.is_whitespace() || c == '|';
    trimmed(start.split(is_end).next().unwrap_or(start))
}

/// What may be the first cell of a joined row: the next one starts at a capitalized word, at a number after a letter, or at a
/// letter after a number.
fn first_cells(row: &str) -> impl Iterator<Item = &str> {
    let chars = row.char_indices().zip(row.chars().skip(1)).take(MAX_CODE);
    chars.filter_map(|((at, last), next)| {
        let (cell, rest) = row.split_at(at + last.len_utf8());
        let is_capitalized = rest.chars().nth(1).is_some_and(char::is_lowercase);
        let ends = if next.is_uppercase() {
            last.is_ascii_digit() || last.is_lowercase() || (last.is_uppercase() && is_capitalized)
        } else {
            next.is_ascii_digit() && last.is_alphabetic()
        };
        ends.then_some(cell)
    })
}

/// The value after a key: what is quoted or no word after `:` or `=`, or the text of an XML element; empty if there is none.
fn value(rest: &str) -> &str {
    let is_quote = |c: char| "\"'“”‘’".contains(c);
    let is_mark = |c: char| c.is_whitespace() || is_quote(c) || "`:=>".contains(c);
    let value = rest.trim_start_matches(is_mark);
    let between = &rest[..rest.len() - value.len()];
    let end = value
        .char_indices()
        .nth(MAX_CODE)
        .map_or(value.len(), |(at, _)| at);
    let is_quoted = between.ends_with(is_quote);
    let ends_word = |c: char| c.is_whitespace() || ",;)}]".contains(c);
    let is_end = |c: char| is_quote(c) || "<`|\n".contains(c) || !is_quoted && ends_word(c);
    let value = value[..end].split(is_end).next().unwrap_or_default();
    let is_marked = is_quoted || between.ends_with('>') || !is_word(value);
    let is_value = is_marked && between.contains([':', '=', '>']);
    trimmed(if is_value { value } else { "" })
}
