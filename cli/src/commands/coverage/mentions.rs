//! The codes and statuses that a document mentions: the candidates in a place that is about codes.
//!
//! A column, list or section is about codes if it contains one of the book's, or if its title says so.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::document::List;
use super::positions::{Candidate, Candidates, Position, StatusMention};
use super::statuses;
use super::vocabulary::Vocabulary;

/// The words of a column header that names codes, in the singular; one of the first three is required.
const HEADER: [&str; 11] = [
    "code", "error", "reason", "api", "constant", "enum", "id", "name", "of", "the", "value",
];

/// Parts of words in the heading of a section about errors.
const HEADING: [&str; 6] = ["error", "code", "reason", "result", "fail", "reject"];

/// The codes and statuses of a document in order.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    pub(super) codes: Vec<Candidate>,
    pub(super) statuses: Vec<StatusMention>,
}

impl Mentions {
    pub(super) fn of(candidates: Candidates<'_>, vocabulary: &Vocabulary<'_>) -> Self {
        let about_codes = AboutCodes::of(&candidates, vocabulary);
        let mut statuses = candidates.statuses;
        let mut codes: BTreeMap<usize, Candidate> = BTreeMap::new();
        for mut candidate in candidates.codes {
            let is_member = candidates.members.contains(candidate.token.as_str());
            let is_known = vocabulary.contains(&candidate.token);
            if !is_known && !about_codes.contain(&candidate, is_member) {
                continue;
            }
            statuses.append(&mut candidate.statuses);
            let number = statuses::parse(&candidate.token);
            if let Some(status) = number.filter(|_| vocabulary.is_status(&candidate.token)) {
                statuses.push((status, candidate.source));
            } else {
                // The first position of a token is the most specific one.
                codes.entry(candidate.source.start).or_insert(candidate);
            }
        }
        // A number in a code position is a code, even if it could be a status.
        statuses.retain(|(_, source)| !codes.contains_key(&source.start));
        statuses.sort_by_key(|(_, source)| source.start);
        statuses.dedup();
        Self {
            codes: codes.into_values().collect(),
            statuses,
        }
    }

    /// The numbers of different codes and of different statuses.
    pub(super) fn counts(&self) -> (usize, usize) {
        let codes: BTreeSet<&str> = self.codes.iter().map(|code| code.token.as_str()).collect();
        let statuses: BTreeSet<u16> = self.statuses.iter().map(|(status, _)| *status).collect();
        (codes.len(), statuses.len())
    }
}

/// The places of a document that are about codes.
struct AboutCodes {
    lists: HashSet<List>,
    sections: HashSet<usize>,
}

impl AboutCodes {
    fn of(candidates: &Candidates<'_>, vocabulary: &Vocabulary<'_>) -> Self {
        let codes = candidates.codes.iter();
        let known = codes.filter(|code| {
            code.position != Position::Elsewhere && vocabulary.contains(&code.token)
        });
        let mut lists: HashSet<List> = known.clone().map(|code| code.list).collect();
        // In a table without a code of the book, the first column whose header names codes.
        let tables: HashSet<usize> = lists.iter().map(|list| list.block).collect();
        let mut titled: BTreeMap<usize, List> = BTreeMap::new();
        for (list, header) in &candidates.headers {
            if !tables.contains(&list.block) && names_codes(header) {
                let first = titled.entry(list.block).or_insert(*list);
                *first = (*first).min(*list);
            }
        }
        lists.extend(titled.into_values());
        let headings = candidates.headings.iter();
        let is_titled = |title: &str| HEADING.iter().any(|word| title.contains(word));
        let sections = headings.filter(|(_, title)| is_titled(title));
        let sections = sections.map(|(section, _)| *section);
        // A document without headings is about nothing else.
        let whole = candidates.headings.is_empty().then_some(0);
        Self {
            lists,
            sections: sections
                .chain(known.map(|code| code.section))
                .chain(whole)
                .collect(),
        }
    }

    fn contain(&self, code: &Candidate, is_member: bool) -> bool {
        let is_in_list = self.lists.contains(&code.list);
        match code.position {
            Position::Value => true,
            Position::Elsewhere => false,
            Position::Cell => is_in_list,
            Position::Lead => is_in_list && !is_member,
            Position::Marked => !is_member && (is_in_list || self.sections.contains(&code.section)),
        }
    }
}

/// Whether a header says that its column contains codes, and not those of something else, such as currencies.
fn names_codes(header: &str) -> bool {
    let words = header.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    let mut words = words.map(|word| word.strip_suffix('s').unwrap_or(word));
    words.clone().any(|word| HEADER[..3].contains(&word))
        && words.all(|word| HEADER.contains(&word))
}
