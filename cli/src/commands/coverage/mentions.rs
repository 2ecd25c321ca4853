//! The codes and statuses that a document mentions: the candidates whose surroundings are about codes.
//!
//! A group of tokens is about codes if it contains one of the book's, or if its title says so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::candidates::{Candidate, Candidates, Group, StatusMention};
use super::known::KnownCodes;
use super::status;

/// Words of a column header that names codes; each may be a plural.
const HEADER: [&str; 11] = [
    "api", "code", "constant", "enum", "error", "id", "name", "of", "reason", "the", "value",
];

/// Words in the heading of a section about errors.
const HEADING: [&str; 6] = ["error", "code", "reason", "result", "fail", "reject"];

/// The codes and statuses of a document, in its order.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    pub(super) codes: Vec<Candidate>,
    pub(super) statuses: Vec<StatusMention>,
}

impl Mentions {
    pub(super) fn of(candidates: Candidates<'_>, codes: &KnownCodes<'_>) -> Self {
        let about_codes = groups_about_codes(&candidates, codes);
        let Candidates {
            codes: tokens,
            mut statuses,
            members,
            ..
        } = candidates;
        let is_code = |candidate: &Candidate| {
            let is_member = || members.contains(candidate.token.as_str());
            codes.contain(&candidate.token)
                || match candidate.group {
                    Group::Values => true,
                    Group::Elsewhere => false,
                    Group::Column { .. } => about_codes.contains(&candidate.group),
                    group => about_codes.contains(&group) && !is_member(),
                }
        };
        let mut codes_by_place: BTreeMap<usize, Candidate> = BTreeMap::new();
        for mut candidate in tokens.into_iter().filter(is_code) {
            statuses.append(&mut candidate.statuses);
            let number = status::parse(&candidate.token);
            if let Some(status) = number.filter(|_| codes.is_status(&candidate.token)) {
                statuses.push((status, candidate.source));
            } else {
                // The first position of a token says most: that in a column or at the beginning of a line.
                let place = candidate.source.start;
                codes_by_place.entry(place).or_insert(candidate);
            }
        }
        // A number in a code position is a code, even if it could be a status.
        statuses.retain(|(_, source)| !codes_by_place.contains_key(&source.start));
        statuses.sort_by_key(|(_, source)| source.start);
        statuses.dedup();
        Self {
            codes: codes_by_place.into_values().collect(),
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

fn groups_about_codes(candidates: &Candidates<'_>, codes: &KnownCodes<'_>) -> BTreeSet<Group> {
    let mut known: HashMap<Group, usize> = HashMap::new();
    for candidate in &candidates.codes {
        let is_known = codes.contain(&candidate.token);
        *known.entry(candidate.group).or_default() += usize::from(is_known);
    }
    let mut groups: BTreeSet<Group> = known
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(group, _)| *group)
        .filter(|group| !matches!(group, Group::Column { .. }))
        .collect();
    groups.extend(titled_sections(candidates));
    groups.extend(code_columns(candidates, &known));
    groups
}

/// Sections under a heading about errors. A document without headings is one section about nothing else.
fn titled_sections<'c>(candidates: &'c Candidates<'_>) -> impl Iterator<Item = Group> + 'c {
    let sections = candidates.titles.iter();
    let sections = sections.filter(|(group, _)| matches!(group, Group::Section(_)));
    let is_single = sections.clone().next().is_none();
    let titled = sections.filter(|(_, title)| HEADING.iter().any(|word| title.contains(word)));
    let titled = titled.map(|(group, _)| *group);
    titled.chain(is_single.then_some(Group::Section(0)))
}

/// The columns with codes of each table: those with the most of the book's codes, or else the first with a fitting header.
fn code_columns(candidates: &Candidates<'_>, known: &HashMap<Group, usize>) -> Vec<Group> {
    let mut tables: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for (group, count) in known {
        if let Group::Column { table, column } = *group {
            tables.entry(table).or_default().insert(column, *count);
        }
    }
    let mut columns = Vec::new();
    for (table, counts) in tables {
        let most = counts.values().copied().max().unwrap_or(0);
        let column_of = |column: usize| Group::Column { table, column };
        if most > 0 {
            let rich = counts.iter().filter(|(_, count)| **count * 2 >= most);
            columns.extend(rich.map(|(column, _)| column_of(*column)));
        } else {
            let titled = |subject| {
                let mut columns = counts.keys().map(|column| column_of(*column));
                columns.find(|column| {
                    let title = candidates.titles.get(column);
                    title.is_some_and(|title| is_header_of(subject, title))
                })
            };
            columns.extend(
                titled("code")
                    .or_else(|| titled("error"))
                    .or_else(|| titled("reason")),
            );
        }
    }
    columns
}

/// Whether a header says that its column holds codes, errors or reasons, and not those of something else.
fn is_header_of(subject: &str, title: &str) -> bool {
    let words = title.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    let mut words = words.map(|word| word.strip_suffix('s').unwrap_or(word));
    words.clone().any(|word| word == subject) && words.all(|word| HEADER.contains(&word))
}
