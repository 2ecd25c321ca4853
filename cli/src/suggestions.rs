//! Messages about unknown names.

use faultbook_codegen::spelling;

use crate::terminal::sanitize;

/// The most names that are worth listing.
const MAX_LISTED: usize = 24;
const MAX_SUGGESTIONS: usize = 3;
/// A longer name is cut.
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
    let candidates = spelling::candidates(name, known.iter().copied()).into_iter();
    let similar = candidates.filter(|it| it.is_similar).map(|it| it.name);
    similar.take(MAX_SUGGESTIONS).collect()
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
            hint("SESSION_ENDE"),
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
