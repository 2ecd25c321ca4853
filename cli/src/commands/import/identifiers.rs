//! Unique identifiers.

use std::collections::{BTreeSet, HashSet};

use faultbook_codegen::names;
use heck::ToSnakeCase;

use super::texts;

/// The `name` of each code of a domain whose wire string does not produce a unique identifier. `codes` are wire strings
/// with their names in the source.
pub(super) fn names(codes: &[(&str, Option<&str>)]) -> Vec<Option<String>> {
    let wanted: Vec<String> = (1..)
        .zip(codes)
        .map(|(number, (wire, name))| wanted(wire, *name, number))
        .collect();
    let all: HashSet<&str> = wanted.iter().map(String::as_str).collect();
    let mut taken: HashSet<String> = HashSet::new();
    let mut own = Vec::new();
    for ((wire, _), wanted) in codes.iter().zip(&wanted) {
        let ident = if taken.contains(wanted) {
            next_free(wanted, |ident| taken.contains(ident) || all.contains(ident))
        } else {
            wanted.clone()
        };
        own.push((names::identifier(wire).as_ref() != Ok(&ident)).then(|| ident.clone()));
        taken.insert(ident);
    }
    own
}

/// The preferred identifier of a code.
fn wanted(wire: &str, name: Option<&str>, number: usize) -> String {
    let named = name.and_then(identifier);
    let own = named.or_else(|| names::identifier(wire).ok());
    let prefixed = || identifier(&format!("code_{wire}")).filter(|ident| ident != "Code");
    own.or_else(prefixed)
        .unwrap_or_else(|| format!("Unnamed{number}"))
}

/// The identifier of a name, in a form that stays the same if it is used as a name: `Ab` for `A-B`, not `AB`.
fn identifier(name: &str) -> Option<String> {
    let ident = names::identifier(name).ok()?;
    let again = names::identifier(&ident).ok()?;
    (names::identifier(&again).as_ref() == Ok(&again)).then_some(again)
}

/// The identifier with the lowest number that makes it unique.
fn next_free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    // Leaves room for the number.
    let stem: String = wanted.chars().take(110).collect();
    let mut numbered = (2_usize..).filter_map(|number| identifier(&format!("{stem}{number}")));
    numbered.find(|ident| !is_taken(ident)).unwrap_or_default()
}

/// Unique names for domains or operations in `snake_case`. `prefix` is put before titles that are not valid names.
pub(super) struct SnakeNames {
    prefix: &'static str,
    idents: BTreeSet<String>,
}

impl SnakeNames {
    /// `taken` are identifiers that are not available.
    pub(super) fn new(prefix: &'static str, taken: impl IntoIterator<Item = String>) -> Self {
        let idents = taken.into_iter().collect();
        Self { prefix, idents }
    }

    pub(super) fn make(&mut self, title: &str) -> String {
        let bare = texts::title(title).to_snake_case();
        let candidates = [bare.clone(), format!("{}_{bare}", self.prefix)];
        let mut sound = candidates
            .into_iter()
            .filter(|name| names::name(name).is_ok());
        let stem = sound.next().filter(|_| !bare.is_empty());
        let stem = stem.unwrap_or_else(|| self.prefix.to_owned());
        let numbered = (2_usize..).map(|number| format!("{stem}_{number}"));
        let mut names = std::iter::once(stem.clone()).chain(numbered);
        let free = names.find_map(|name| {
            let ident = names::name(&name).ok()?;
            self.idents.insert(ident).then_some(name)
        });
        free.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{SnakeNames, names};

    #[test]
    fn codes_get_a_name_only_if_necessary() {
        let codes = [
            ("SESSION_ENDED", None),
            ("session-ended", None),
            ("404", None),
            ("SessionEnded2", None),
            ("приветствие", None),
            ("+-", None),
            ("7", Some("OUT_OF_RANGE")),
            ("Self", None),
            ("A|B", None),
            ("A/B", None),
            ("A.B", Some("A|B")),
        ];
        let expected = [
            None,
            Some("SessionEnded3"),
            Some("Code404"),
            None,
            Some("Unnamed5"),
            Some("Unnamed6"),
            Some("OutOfRange"),
            Some("CodeSelf"),
            None,
            Some("Ab2"),
            Some("Ab"),
        ];
        let named = names(&codes);
        let named: Vec<Option<&str>> = named.iter().map(Option::as_deref).collect();
        assert_eq!(named, expected);
    }

    #[test]
    fn any_title_becomes_a_name() {
        let mut names = SnakeNames::new("domain", ["Taken".to_owned()]);
        let table = [
            ("Phone Numbers", "phone_numbers"),
            ("phone-numbers", "phone_numbers_2"),
            ("2FA", "domain_2fa"),
            ("type", "domain_type"),
            ("приветствие", "domain"),
            ("", "domain_2"),
            ("taken", "taken_2"),
        ];
        for (title, expected) in table {
            assert_eq!(names.make(title), expected, "{title}");
        }
    }
}
