//! Sentences about names that do not exist.

use crate::layout::harmless;

/// More names than this are no help.
const MOST_LISTED: usize = 24;
const MOST_GUESSED: usize = 3;
/// A longer name is no slip of the pen. It is neither compared nor told in full.
const LONGEST: usize = 64;

/// Tells that a name does not exist, with the nearest ones that do, or all of them if none is near.
pub(crate) fn unknown<'n>(
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let near = near(name, &known);
    let hint = if known.is_empty() {
        "there is none at all".to_owned()
    } else if !near.is_empty() {
        format!("did you mean {}?", alternatives(&near))
    } else if known.len() <= MOST_LISTED {
        format!("known: {}", known.join(", "))
    } else {
        format!("none of the {} known ones is near", known.len())
    };
    harmless(&format!("unknown {what} `{}`; {hint}", short(name)))
}

/// Whether one of the names may have been meant.
pub(crate) fn is_near<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> bool {
    let known: Vec<&str> = known.into_iter().collect();
    !near(name, &known).is_empty()
}

/// A name that is not too long to be told.
pub(crate) fn short(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// The names that may have been meant, the nearest first.
fn near<'n>(name: &str, known: &[&'n str]) -> Vec<&'n str> {
    if name.len() > LONGEST {
        return Vec::new();
    }
    let mut near: Vec<(usize, &str)> = known
        .iter()
        .filter_map(|known| Some((distance(name, known)?, *known)))
        .collect();
    near.sort_unstable();
    near.into_iter()
        .map(|(_, name)| name)
        .take(MOST_GUESSED)
        .collect()
}

/// How far a name is from a known one, if it may stand for it. `SessionEnded` is `SESSION_ENDED`, and a prefix may be
/// missing.
fn distance(name: &str, known: &str) -> Option<usize> {
    let (name, known) = (bare(name), bare(known));
    if name.len() > 3 && known.contains(&name) {
        return Some(0);
    }
    let distance = strsim::damerau_levenshtein(&name, &known);
    (distance <= name.chars().count().div_ceil(3)).then_some(distance)
}

/// A name without case and punctuation.
fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// `a`, `b` or `c`, each in backticks.
fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::unknown;

    const CODES: [&str; 3] = ["ERROR_CODE_ROUND_CLOSED", "SESSION_ENDED", "SESSION_ENDING"];

    fn hint(name: &str) -> String {
        let told = unknown("code", name, CODES);
        told.split_once("; ").expect("a hint").1.to_owned()
    }

    #[test]
    fn names_written_otherwise_are_guessed() {
        assert_eq!(
            hint("SessionEnded"),
            "did you mean `SESSION_ENDED` or `SESSION_ENDING`?"
        );
        assert_eq!(
            hint("ROUND_CLOSED"),
            "did you mean `ERROR_CODE_ROUND_CLOSED`?"
        );
    }

    #[test]
    fn all_names_are_told_if_none_is_near() {
        assert_eq!(
            hint("xyz"),
            "known: ERROR_CODE_ROUND_CLOSED, SESSION_ENDED, SESSION_ENDING"
        );
        assert_eq!(
            unknown("code", "x", []),
            "unknown code `x`; there is none at all"
        );
    }

    #[test]
    fn a_name_of_any_length_is_cut() {
        let told = unknown("code", &"é".repeat(1000), CODES);
        assert!(told.starts_with(&format!("unknown code `{}…`; known", "é".repeat(64))));
    }
}
