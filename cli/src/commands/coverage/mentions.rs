//! The codes and statuses that a document mentions.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use super::candidates::name;
use super::mask::masked;
use super::positions;
use super::shape::is_word;
use super::vocabulary::Vocabulary;
use super::{statuses, tokens};

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
        let text = &masked(document);
        let accepted = positions::candidates(text, vocabulary).accepted(text, vocabulary);
        let is_status = |place: &Range<usize>| vocabulary.is_status(&name(text, place));
        let next = accepted
            .iter()
            .flat_map(|place| statuses::next_to(text, place));
        let mut statuses: Vec<Range<usize>> = next.chain(statuses::named(text)).collect();
        let (of_statuses, mut codes): (Vec<_>, Vec<_>) = accepted.into_iter().partition(is_status);
        // A number in a code position is a code, even if it could be a status.
        let starts: HashSet<usize> = codes.iter().map(|place| place.start).collect();
        statuses.retain(|place| !starts.contains(&place.start));
        statuses.extend(of_statuses);
        let mut mentions = Self {
            known: known_in(text, vocabulary),
            ..Self::default()
        };
        codes.sort_by_key(|place| place.start);
        for place in codes {
            mentions.codes.entry(name(text, &place)).or_insert(place);
        }
        statuses.sort_by_key(|place| place.start);
        for place in statuses {
            if let Some(status) = statuses::parse(&name(text, &place)) {
                mentions.statuses.entry(status).or_insert(place);
            }
        }
        mentions
    }

    /// The numbers of different codes and of different statuses.
    pub(super) fn counts(&self) -> (usize, usize) {
        let names = self.codes.keys().chain(&self.known);
        (names.collect::<BTreeSet<_>>().len(), self.statuses.len())
    }
}

/// The codes of the book, wherever they are. A word of a sentence does not count unless it is quoted.
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
