//! The plural forms of languages.

/// A plural category, in the order of the CLDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PluralCategory {
    /// `zero`, as for 0 in Arabic.
    Zero,
    /// `one`, as for 1 in English, or for 0 and 1 in French.
    One,
    /// `two`, as for 2 in Arabic.
    Two,
    /// `few`, as for 2 to 4 in Czech.
    Few,
    /// `many`, as for 5 in Polish.
    Many,
    /// `other`, which every language has.
    Other,
}

use PluralCategory::{Few, Many, One, Two, Zero};

/// A category of a language, and the condition for it in the syntax of the CLDR.
pub type Rule = (PluralCategory, &'static str);

impl PluralCategory {
    /// All categories.
    pub const ALL: [Self; 6] = [Zero, One, Two, Few, Many, Self::Other];

    /// The name in a book.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Zero => "zero",
            One => "one",
            Two => "two",
            Few => "few",
            Many => "many",
            Self::Other => "other",
        }
    }

    /// The category with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|category| category.as_str() == name)
    }
}

/// A line for each group of languages.
const RULES: &str = include_str!("plurals.txt");

/// The rules of a language or a variety of one.
pub(super) fn of_language(tag: &str) -> Option<Vec<Rule>> {
    let lines = RULES.lines().filter(|line| !line.starts_with('#'));
    let mut groups = lines.map(|line| line.split_once("; ").unwrap_or((line, "")));
    let (_, rules) = groups.find(|(tags, _)| tags.split(' ').any(|own| own == tag))?;
    let rule = |rule: &'static str| {
        let (category, condition) = rule.split_once(": ")?;
        Some((PluralCategory::named(category)?, condition))
    };
    Some(rules.split("; ").filter_map(rule).collect())
}

/// Whether a rule holds for one number alone, so that a text need not show it.
pub(crate) fn holds_for_one_number(rule: &str) -> bool {
    let whole = rule.strip_suffix(" and v = 0");
    let whole = whole.and_then(|whole| whole.strip_prefix("i = "));
    let number = whole.or_else(|| rule.strip_prefix("n = "));
    number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}
