//! Ranges of statuses.

use super::joined;
use crate::model::Statuses;

/// All statuses that a response can have.
pub(crate) const ANY: (u16, u16) = (100, 599);

/// Ranges in order, with adjacent ones merged.
pub(crate) fn normalized(statuses: &[(u16, u16)]) -> Statuses {
    let mut sorted = statuses.to_vec();
    sorted.sort_unstable();
    let mut merged = Statuses::new();
    for (lo, hi) in sorted {
        match merged.last_mut() {
            Some((_, end)) if lo <= end.saturating_add(1) => *end = (*end).max(hi),
            _ => merged.push((lo, hi)),
        }
    }
    merged
}

/// Statuses in words: `404, 410`, `5xx`, `201–299`.
#[must_use]
pub fn statuses(statuses: &[(u16, u16)]) -> String {
    statuses_among(statuses, &[])
}

/// The same next to the other statuses of `listed`: most of a hundred is “other 4xx”.
pub(crate) fn statuses_among(statuses: &[(u16, u16)], listed: &[(u16, u16)]) -> String {
    let (statuses, listed) = (normalized(statuses), normalized(listed));
    let count: u16 = statuses.iter().map(|(lo, hi)| hi - lo + 1).sum();
    if statuses == [ANY] {
        return "any status".to_owned();
    }
    if listed == [ANY] && count > (ANY.1 - ANY.0) / 2 {
        return "any other status".to_owned();
    }
    let pieces: Vec<(u16, u16)> = statuses.into_iter().flat_map(hundreds).collect();
    let by_hundred = pieces.chunk_by(|a, b| a.0 / 100 == b.0 / 100);
    joined(by_hundred.map(|same| hundred(same, &listed)), ", ")
}

/// The order of statuses: named ones before the rest.
pub(crate) fn order(words: &str, statuses: &[(u16, u16)]) -> (u16, bool, u16) {
    let first = statuses.first().map_or(0, |(lo, _)| *lo);
    (first / 100, words.contains("other"), first)
}

/// Pieces of the same hundred.
fn hundred(pieces: &[(u16, u16)], listed: &[(u16, u16)]) -> String {
    let first = pieces[0].0 / 100 * 100;
    let is_whole = listed
        .iter()
        .any(|(lo, hi)| *lo <= first && first + 99 <= *hi);
    match pieces.iter().map(|(lo, hi)| hi - lo + 1).sum::<u16>() {
        51..=99 if is_whole => format!("other {}xx", first / 100),
        _ => joined(pieces.iter().copied().map(piece), ", "),
    }
}

fn hundreds((lo, hi): (u16, u16)) -> impl Iterator<Item = (u16, u16)> {
    (lo / 100..=hi / 100).map(move |hundred| (lo.max(hundred * 100), hi.min(hundred * 100 + 99)))
}

fn piece((lo, hi): (u16, u16)) -> String {
    match (lo, hi) {
        (lo, hi) if lo == hi => lo.to_string(),
        (lo, hi) if lo % 100 == 0 && hi == lo + 99 => format!("{}xx", lo / 100),
        _ => format!("{lo}–{hi}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{ANY, statuses, statuses_among};

    #[test]
    fn whole_hundreds_are_abbreviated() {
        assert_eq!(statuses(&[(410, 410), (404, 404)]), "404, 410");
        assert_eq!(statuses(&[(400, 499), (500, 599)]), "4xx, 5xx");
        assert_eq!(statuses(&[(201, 299), (200, 200)]), "2xx");
        assert_eq!(statuses(&[(450, 520)]), "450–499, 500–520");
        assert_eq!(statuses(&[(100, 599)]), "any status");
    }

    #[test]
    fn most_of_what_is_listed_is_what_the_others_leave() {
        let mixed = [(400, 400), (405, 499), (500, 503)];
        assert_eq!(statuses_among(&mixed, &[ANY]), "other 4xx, 500–503");
        assert_eq!(
            statuses_among(&mixed, &[(500, 599)]),
            "400, 405–499, 500–503"
        );
        assert_eq!(
            statuses_among(&[(100, 400), (402, 599)], &[ANY]),
            "any other status"
        );
        assert_eq!(
            statuses_among(&[(200, 299), (402, 402)], &[ANY]),
            "2xx, 402"
        );
    }
}
