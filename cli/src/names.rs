//! Sentences about names that do not exist.

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
    format!("unknown {what} `{}`; {hint}", short(name))
}

fn short(name: &str) -> String {
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
    let lower = name.to_lowercase();
    let distance = |known: &str| strsim::damerau_levenshtein(&known.to_lowercase(), &lower);
    let mut near: Vec<(usize, &str)> = known
        .iter()
        .map(|known| (distance(known), *known))
        .collect();
    near.retain(|(distance, _)| *distance <= name.chars().count().div_ceil(3));
    near.sort_unstable();
    near.into_iter()
        .map(|(_, name)| name)
        .take(MOST_GUESSED)
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
