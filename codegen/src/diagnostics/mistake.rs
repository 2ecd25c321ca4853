//! A mistake before its place is known in lines and columns.

use super::{Id, Level};

/// What is longer is no slip in a name.
const LONGEST: usize = 200;

/// What is to be said, wherever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(super) id: Id,
    pub(super) level: Level,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Vec<String>,
    /// The part of the place that is wrong, if it stands there as it is.
    pub(super) part: Option<String>,
    pub(super) replacement: Option<Replacement>,
    /// The name that is not known, or the key that is missing.
    pub(super) unknown: Option<String>,
}

/// A name to put in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replacement {
    pub(super) wrong: String,
    pub(super) right: String,
    /// Whether nothing else can have been meant.
    pub(super) certain: bool,
}

impl Mistake {
    /// `message` tells what is wrong; `label` stands under the place itself.
    pub(crate) fn new(id: Id, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id,
            level: Level::Error,
            message: message.into(),
            label: label.into(),
            help: Vec::new(),
            part: None,
            replacement: None,
            unknown: None,
        }
    }

    pub(crate) fn id(&self) -> Id {
        self.id
    }

    pub(crate) fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Only a part of the place is wrong. It is marked alone, if it stands there as it is.
    pub(crate) fn part(mut self, part: impl Into<String>) -> Self {
        self.part = Some(part.into());
        self
    }

    /// Suggests what may have been meant.
    pub(crate) fn perhaps(mut self, wrong: String, right: String) -> Self {
        let help = format!("did you mean `{right}`?");
        let certain = false;
        self.replacement = Some(Replacement {
            wrong,
            right,
            certain,
        });
        self.help(help)
    }

    /// With this help alone: what was meant is something else.
    pub(crate) fn instead(mut self, help: &str) -> Self {
        self.help.clear();
        self.replacement = None;
        self.help(help)
    }

    /// In one sentence, where there is no place to be shown.
    pub(crate) fn sentence(&self) -> String {
        let parts = [std::slice::from_ref(&self.message), &self.help].concat();
        parts.join("; ")
    }

    /// What to put in the place, if that can be told.
    pub(crate) fn replacement(&self) -> Option<&str> {
        self.replacement
            .as_ref()
            .map(|replacement| replacement.right.as_str())
    }

    /// The same, but nobody should mend it unasked.
    pub(crate) fn uncertain(mut self) -> Self {
        self.replacement = self.replacement.map(|replacement| Replacement {
            certain: false,
            ..replacement
        });
        self
    }

    /// A key that must be there. If it was taken out because of what stood behind it, that was told.
    pub(crate) fn missing(key: &str) -> Self {
        let (message, label) = (format!("`{key}` is missing"), format!("add `{key}`"));
        let mut mistake = Self::new(Id::MissingKey, message, label);
        mistake.unknown = Some(key.to_owned());
        mistake
    }

    /// A name that does not exist, with the nearest one that does.
    pub(crate) fn unknown<'n>(
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Self {
        Self::unknown_alone(what, name).nearest(name, known)
    }

    /// A name that does not exist.
    pub(super) fn unknown_alone(what: &str, name: &str) -> Self {
        let label = format!("no such {what}");
        let message = match name.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("unknown {what} `{}…`", &name[..end]),
            None => format!("unknown {what} `{name}`"),
        };
        let mut mistake = Self::new(Id::UnknownName, message, label);
        mistake.unknown = Some(name.to_owned());
        mistake
    }

    /// Suggests the nearest of the names that there are, or all if none is near.
    pub(crate) fn nearest<'n>(mut self, name: &str, known: impl Iterator<Item = &'n str>) -> Self {
        // To compare names takes memory for each pair of their characters, and nothing is near a very long one.
        let distance = |known: &str| match name.len() {
            0..=LONGEST => slips(known, name),
            _ => usize::MAX,
        };
        let mut known: Vec<(usize, &str)> = known.map(|known| (distance(known), known)).collect();
        known.sort_unstable();
        known.dedup();
        let most = (name.chars().count() / 3).max(1);
        let begins = |known: &str| {
            known.len().min(name.len()) > 2 && (known.starts_with(name) || name.starts_with(known))
        };
        let near = |distance: usize, known: &str| distance <= most || begins(known);
        match known.as_slice() {
            [] => self.help("there is none at all"),
            [(distance, nearest), rest @ ..] if near(*distance, nearest) => {
                let slip = *distance <= 1 + usize::from(name.chars().count() >= 8);
                let alone = rest.first().is_none_or(|(next, _)| *next > distance + 1);
                let (wrong, right) = (name.to_owned(), (*nearest).to_owned());
                self.replacement = Some(Replacement {
                    wrong,
                    right,
                    certain: slip && alone,
                });
                self.help(format!("did you mean `{nearest}`?"))
            }
            [(_, only)] => self.help(format!("the only one is `{only}`")),
            _ => self.help(format!("one of: {}", some(&known))),
        }
    }
}

/// How many slips of the pen lead from one name to another; to write all of it in another case is one.
fn slips(known: &str, name: &str) -> usize {
    let folded = strsim::damerau_levenshtein(&known.to_lowercase(), &name.to_lowercase());
    strsim::damerau_levenshtein(known, name).min(folded + 1)
}

/// The names, but not so many that nobody would read them.
fn some(known: &[(usize, &str)]) -> String {
    const MOST: usize = 24;
    let mut names: Vec<&str> = known.iter().take(MOST).map(|(_, name)| *name).collect();
    names.sort_unstable();
    let more = known.len().saturating_sub(MOST);
    let rest = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{rest}", names.join(", "))
}
