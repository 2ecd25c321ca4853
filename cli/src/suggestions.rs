//! Messages about unknown names.

use crate::terminal::sanitize;

/// The most names that are worth listing.
const MAX_LISTED: usize = 24;
const MAX_SUGGESTIONS: usize = 3;
/// A longer name is not a typo. It is neither compared nor printed in full.
const MAX_LENGTH: usize = 64;

/// Reports that a name does not exist, with similar names that do, or with all of them if none is similar.
pub(crate) fn unknown_name<'n>(
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> String {
    unknown(&format!("{what} `{}`", shortened(name)), name, known)
}

/// The same for a name that would belong to something, such as an operation of a vendor.
pub(crate) fn unknown_name_of<'n>(
    what: &str,
    owner: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> String {
    unknown(
        &format!("{what} `{}` of {owner}", shortened(name)),
        name,
        known,
    )
}

fn unknown<'n>(what: &str, name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let similar = similar(name, &known);
    let hint = if known.is_empty() {
        "there are none".to_owned()
    } else if !similar.is_empty() {
        format!("did you mean {}?", alternatives(&similar))
    } else if known.len() <= MAX_LISTED {
        format!("known: {}", known.join(", "))
    } else {
        format!("none of the {} known ones is similar", known.len())
    };
    sanitize(&format!("unknown {what}; {hint}"))
}

/// Whether a name may be a misspelling of one of the known ones.
pub(crate) fn is_similar<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> bool {
    let known: Vec<&str> = known.into_iter().collect();
    !similar(name, &known).is_empty()
}

/// A name cut to a length that can be printed.
pub(crate) fn shortened(name: &str) -> String {
    match name.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// The names that a name may be a misspelling of, the most similar first.
fn similar<'n>(name: &str, known: &[&'n str]) -> Vec<&'n str> {
    if name.len() > MAX_LENGTH {
        return Vec::new();
    }
    let mut similar: Vec<(usize, &str)> = known
        .iter()
        .filter_map(|known| Some((distance(name, known)?, *known)))
        .collect();
    similar.sort_unstable();
    let names = similar.into_iter().map(|(_, name)| name);
    names.take(MAX_SUGGESTIONS).collect()
}

/// The edit distance to a known name, if it is short enough. Case and punctuation do not count, nor does a missing
/// prefix.
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
    use super::{unknown_name, unknown_name_of};

    const CODES: [&str; 3] = ["ERROR_CODE_ROUND_CLOSED", "SESSION_ENDED", "SESSION_ENDING"];

    fn hint(name: &str) -> String {
        let message = unknown_name("code", name, CODES);
        message.split_once("; ").expect("a hint").1.to_owned()
    }

    #[test]
    fn similar_names_are_suggested() {
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
    fn all_names_are_listed_if_none_is_similar() {
        assert_eq!(
            hint("xyz"),
            "known: ERROR_CODE_ROUND_CLOSED, SESSION_ENDED, SESSION_ENDING"
        );
        assert_eq!(
            unknown_name("code", "x", []),
            "unknown code `x`; there are none"
        );
    }

    #[test]
    fn owners_are_named_after_the_name() {
        assert_eq!(
            unknown_name_of("operation", "shop", "by", ["buy"]),
            "unknown operation `by` of shop; did you mean `buy`?"
        );
    }

    #[test]
    fn long_names_are_cut() {
        let message = unknown_name("code", &"é".repeat(1000), CODES);
        assert!(message.starts_with(&format!("unknown code `{}…`; known", "é".repeat(64))));
    }
}
