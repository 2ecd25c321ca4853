//! Which known names a mistyped one resembles.

/// The longest name that is compared: comparing takes memory for each pair of characters, and a longer name resembles none.
const LONGEST: usize = 200;

/// A known name in comparison with a mistyped one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Candidate<'n> {
    /// The edits that turn one into the other. A difference in case only counts as one.
    pub distance: usize,
    /// The known name.
    pub name: &'n str,
    /// Whether it may have been meant.
    pub is_similar: bool,
}

/// Compares a name with known ones. The most similar one is first, and each is listed once.
#[must_use]
pub fn candidates<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<Candidate<'n>> {
    compared(name, known.into_iter().collect())
}

fn compared<'n>(name: &str, mut known: Vec<&'n str>) -> Vec<Candidate<'n>> {
    known.sort_unstable();
    known.dedup();
    let candidates = known.into_iter().map(|known| candidate(name, known));
    let mut candidates: Vec<Candidate<'n>> = candidates.collect();
    candidates.sort_unstable();
    candidates
}

fn candidate<'n>(name: &str, known: &'n str) -> Candidate<'n> {
    let distance = match name.len() {
        0..=LONGEST => distance(name, known),
        _ => usize::MAX,
    };
    let most = (name.chars().count() / 3).max(1);
    Candidate {
        distance,
        name: known,
        is_similar: distance <= most || name.len() <= LONGEST && is_part(name, known),
    }
}

fn distance(name: &str, known: &str) -> usize {
    let folded = strsim::damerau_levenshtein(&known.to_lowercase(), &name.to_lowercase());
    strsim::damerau_levenshtein(known, name).min(folded + 1)
}

/// Whether one name is a prefix of the other, or the mistyped one lacks a prefix; case and punctuation do not count.
fn is_part(name: &str, known: &str) -> bool {
    let (name, known) = (bare(name), bare(known));
    let begins =
        name.len().min(known.len()) > 2 && (known.starts_with(&name) || name.starts_with(&known));
    begins || name.len() > 3 && known.contains(&name)
}

/// A name without case and punctuation.
fn bare(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A text, shortened to fit into a sentence.
pub(crate) fn clipped(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn typos_parts_and_other_spellings_are_similar() {
        let table = [
            ("statsu", "status", true),
            ("SessionEnded", "SESSION_ENDED", true),
            ("ROUND_CLOSED", "ERROR_CODE_ROUND_CLOSED", true),
            ("description", "desc", true),
            ("ok", "OK", true),
            ("ok", "gone", false),
            ("class", "retry", false),
            ("", "retry", false),
        ];
        for (name, known, expected) in table {
            assert_eq!(candidates(name, [known])[0].is_similar, expected, "{name}");
        }
        assert!(!candidates(&"é".repeat(1000), ["é"])[0].is_similar);
    }

    #[test]
    fn the_most_similar_name_is_first_and_each_is_listed_once() {
        let names = candidates("ended", ["pending", "ending", "ended", "ending"]);
        let names: Vec<&str> = names.iter().map(|it| it.name).collect();
        assert_eq!(names, ["ended", "ending", "pending"]);
    }
}
