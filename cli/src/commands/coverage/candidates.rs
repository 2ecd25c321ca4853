//! Tokens in code positions, and which of them are codes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::mask::FILLER;
use super::vocabulary::Vocabulary;

/// A column of a table, or a list or paragraph, as the numbers of block and column. All headings of a level are one.
pub(super) type Group = (usize, usize);

/// The block of headings.
pub(super) const HEADINGS: usize = 0;

/// A token in a code position.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) place: Range<usize>,
    pub(super) group: Group,
    /// Whether the position is enough; otherwise, its group must be one of codes.
    pub(super) is_certain: bool,
}

#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) list: Vec<Candidate>,
    /// The groups with codes of the book, and how many.
    pub(super) known: HashMap<Group, usize>,
    /// The columns whose header says that they have codes.
    pub(super) titled: HashSet<Group>,
}

impl Candidates {
    /// The groups of codes. Of the columns of a table, it is the one with the most codes of the book; if none has any,
    /// those whose header says so.
    fn groups(&self) -> HashSet<Group> {
        let mut most: HashMap<usize, usize> = HashMap::new();
        for ((block, _), count) in &self.known {
            let most = most.entry(*block).or_default();
            *most = (*most).max(*count);
        }
        let is_best = |block: &usize, count| *block == HEADINGS || count == most[block];
        let known = self.known.iter();
        let known = known.filter(|((block, _), count)| is_best(block, **count));
        let known = known.map(|(group, _)| group);
        let titled = self.titled.iter();
        let titled = titled.filter(|(block, _)| !most.contains_key(block));
        known.chain(titled).copied().collect()
    }

    /// Those that are codes: in groups of codes, or wherever they are.
    pub(super) fn accepted(self, text: &str, vocabulary: &Vocabulary<'_>) -> Vec<Range<usize>> {
        let groups = self.groups();
        let tables: HashSet<usize> = groups.iter().map(|(block, _)| *block).collect();
        let list = self.list.into_iter().filter(|candidate| {
            let name = name(text, &candidate.place);
            let (block, _) = candidate.group;
            candidate.is_certain
                || groups.contains(&candidate.group)
                || vocabulary.contains(&name)
                || (vocabulary.is_status(&name) && tables.contains(&block))
        });
        list.map(|candidate| candidate.place).collect()
    }
}

/// The text of a token without markup.
pub(super) fn name(text: &str, token: &Range<usize>) -> String {
    text[token.clone()].replace(FILLER, "")
}
