//! Names of domains and operations.

use std::collections::BTreeSet;

use faultbook_codegen::names;
use heck::ToSnakeCase;

use super::texts;
use crate::unique::first_free;

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
        first_free(&stem, "_", |name| {
            names::name(name).is_ok_and(|ident| self.idents.insert(ident))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::SnakeNames;

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
