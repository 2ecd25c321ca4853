//! Unique identifiers.

use std::collections::HashSet;

use faultbook_codegen::names;

use super::catalogue::{Domain, Entry};

/// The `name` of each code of a domain whose wire string, without the prefixes, does not produce a unique identifier.
pub(super) fn names(entries: &[Entry], prefixes: &[String]) -> Vec<Option<String>> {
    let wanted: Vec<String> = (1..)
        .zip(entries)
        .map(|(number, entry)| wanted(entry, prefixes, number))
        .collect();
    let all: HashSet<&str> = wanted.iter().map(String::as_str).collect();
    let mut taken: HashSet<String> = HashSet::new();
    let mut own = Vec::new();
    for (entry, wanted) in entries.iter().zip(&wanted) {
        let ident = if taken.contains(wanted) {
            next_free(wanted, |ident| taken.contains(ident) || all.contains(ident))
        } else {
            wanted.clone()
        };
        let derived = names::identifier(stripped(&entry.code, prefixes));
        own.push((derived.as_ref() != Ok(&ident)).then(|| ident.clone()));
        taken.insert(ident);
    }
    own
}

/// The preferred identifier of a code.
fn wanted(entry: &Entry, prefixes: &[String], number: usize) -> String {
    let name = entry.name.as_deref();
    let named =
        name.and_then(|name| identifier(stripped(name, prefixes)).or_else(|| identifier(name)));
    let wire = stripped(&entry.code, prefixes);
    let own = named.or_else(|| names::identifier(wire).ok());
    let of_code = |wire| {
        let ident = names::identifier_of_code(wire).ok()?;
        Some(ident).filter(|ident| ident != "Code")
    };
    own.or_else(|| of_code(wire))
        .or_else(|| of_code(&entry.code))
        .unwrap_or_else(|| format!("Unnamed{number}"))
}

/// A text without the longest of its prefixes.
fn stripped<'t>(text: &'t str, prefixes: &[String]) -> &'t str {
    let rests = prefixes
        .iter()
        .filter_map(|prefix| text.strip_prefix(prefix.as_str()));
    rests.min_by_key(|rest| rest.len()).unwrap_or(text)
}

/// The prefixes that the codes of a domain have.
pub(super) fn used_prefixes<'p>(domain: &Domain, prefixes: &'p [String]) -> Vec<&'p String> {
    let is_used = |prefix: &&String| {
        let mut codes = domain.entries.iter().map(|entry| &entry.code);
        codes.any(|code| code.starts_with(prefix.as_str()))
    };
    prefixes.iter().filter(is_used).collect()
}

/// The longest prefix that nearly all names of the codes have, if it is worth leaving out.
pub(super) fn common_prefix(domains: &[Domain], prefixes: &[String]) -> Option<String> {
    let entries = domains.iter().flat_map(|domain| &domain.entries);
    let mut names: Vec<&str> = entries
        .map(|entry| stripped(entry.name.as_deref().unwrap_or(&entry.code), prefixes))
        .collect();
    names.sort_unstable();
    let middle = names
        .get(names.len() / 2)
        .filter(|_| names.len() >= MIN_NAMES)?;
    let following = middle.chars().skip(1).map(Some).chain([None]);
    let ends = middle.char_indices().zip(following);
    // After a separator, or before a capital letter.
    let ends = ends.filter(|((_, c), next)| {
        let is_capital = next.is_some_and(|next| next.is_ascii_uppercase());
        "_.-:/".contains(*c) || (c.is_ascii_lowercase() && is_capital)
    });
    let mut ends: Vec<usize> = ends.map(|((at, c), _)| at + c.len_utf8()).collect();
    ends.reverse();
    let is_common = |prefix: &&str| {
        let with = names.iter().filter(|name| name.starts_with(prefix));
        let is_rest = |rest: &str| names::identifier(rest).is_ok();
        let short = with.clone().filter(|name| is_rest(&name[prefix.len()..]));
        let letters = prefix.chars().filter(|c| c.is_alphabetic()).count();
        letters >= MIN_PREFIX && short.count() * 10 >= names.len() * 9
    };
    let mut found = ends.into_iter().map(|end| &middle[..end]);
    found.find(is_common).map(str::to_owned)
}

/// Fewer names may have a prefix by chance.
const MIN_NAMES: usize = 4;
/// A prefix with fewer letters costs nothing.
const MIN_PREFIX: usize = 3;

/// The identifier of a name, in a form that stays the same if it is used as a name: `Ab` for `A-B`, not `AB`.
fn identifier(name: &str) -> Option<String> {
    let ident = names::identifier(name).ok()?;
    let again = names::identifier(&ident).ok()?;
    (names::identifier(&again).as_ref() == Ok(&again)).then_some(again)
}

/// The identifier with the lowest number that makes it unique.
fn next_free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    // Leaves room for the number.
    let mut stem: String = wanted.chars().take(110).collect();
    if stem.ends_with(|c: char| c.is_ascii_digit()) {
        // `Code12` would be the name of another number.
        stem.push_str("Alt");
    }
    let mut numbered = (2_usize..).filter_map(|number| identifier(&format!("{stem}{number}")));
    numbered.find(|ident| !is_taken(ident)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Domain, Entry, common_prefix, names};

    fn entries(codes: &[(&str, Option<&str>)]) -> Vec<Entry> {
        let entry = |(code, name): &(&str, Option<&str>)| Entry {
            code: (*code).to_owned(),
            name: name.map(str::to_owned),
            ..Entry::default()
        };
        codes.iter().map(entry).collect()
    }

    /// Codes with their names in the source, and their identifiers if these are not those of the codes.
    #[test]
    fn codes_get_a_name_only_if_necessary() {
        let table = [
            ("SESSION_ENDED", None, None),
            ("session-ended", None, Some("SessionEnded3")),
            ("404", None, Some("Code404")),
            ("SessionEnded2", None, None),
            ("приветствие", None, Some("Unnamed5")),
            ("+-", None, Some("Unnamed6")),
            ("7", Some("OUT_OF_RANGE"), Some("OutOfRange")),
            ("Self", None, Some("CodeSelf")),
            ("A|B", None, None),
            ("A/B", None, Some("Ab2")),
            ("A.B", Some("A|B"), Some("Ab")),
            ("-1", None, Some("CodeMinus1")),
            ("1", None, Some("Code1")),
            ("12", None, Some("Code12")),
            ("1_2", None, Some("Code1_2")),
            ("1.2", None, Some("Code1_2alt2")),
            ("+1", None, Some("Code1Alt2")),
            ("E1_2", None, None),
            ("E12", None, None),
        ];
        let codes: Vec<_> = table.iter().map(|(code, name, _)| (*code, *name)).collect();
        let named = names(&entries(&codes), &[]);
        for ((code, _, expected), found) in table.iter().zip(named) {
            assert_eq!(found.as_deref(), *expected, "{code}");
        }
    }

    #[test]
    fn prefixes_are_found_and_left_out() {
        let domain = |codes: &[(&str, Option<&str>)]| Domain {
            entries: entries(codes),
            ..Domain::default()
        };
        let epic = [
            ("errors.com.epicgames.account.locked", None),
            ("errors.com.epicgames.account.gone", None),
            ("errors.com.epicgames.cart.full", None),
            ("errors.com.epicgames.x", None),
        ];
        let named = ["ERRCODE_A", "ERRCODE_B", "ERRCODE_C", "ERRCODE_D"];
        let named: Vec<_> = named.iter().map(|name| ("08000", Some(*name))).collect();
        let short = [("E_A", None), ("E_B", None), ("E_C", None), ("E_D", None)];
        let table: [(&[_], Option<&str>); 4] = [
            (&epic, Some("errors.com.epicgames.")),
            (&named, Some("ERRCODE_")),
            (&short, None),
            (&epic[..3], None),
        ];
        for (codes, expected) in table {
            assert_eq!(
                common_prefix(&[domain(codes)], &[]).as_deref(),
                expected,
                "{codes:?}"
            );
        }
        let prefixes = ["errors.com.epicgames.".to_owned(), "ERRCODE_".to_owned()];
        assert_eq!(names(&entries(&epic), &prefixes), [None, None, None, None]);
        assert_eq!(
            names(&entries(&named[..1]), &prefixes),
            [Some("A".to_owned())]
        );
    }
}
