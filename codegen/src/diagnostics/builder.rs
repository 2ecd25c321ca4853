//! An error whose line and column are not known yet.

use super::{Id, Label, Level};
use crate::spelling::{self, Candidate, clipped};

/// A diagnostic without a location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DiagnosticBuilder {
    pub(super) id: Id,
    pub(super) level: Level,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Vec<String>,
    /// Other locations that it is about.
    pub(super) related: Vec<Label>,
    /// The part of the location that is wrong, if it appears there literally.
    pub(super) part: Option<String>,
    pub(super) replacement: Option<Replacement>,
    /// The unknown name, or the missing key.
    pub(super) unknown: Option<String>,
}

/// A replacement for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Replacement {
    pub(super) wrong: String,
    pub(super) right: String,
    /// Whether it is the only possible meaning.
    pub(super) certain: bool,
}

impl Id {
    /// A diagnostic of this kind: `message` says what is wrong; `label` is shown under the location.
    pub(crate) fn diagnostic(
        self,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> DiagnosticBuilder {
        DiagnosticBuilder {
            id: self,
            level: Level::Error,
            message: message.into(),
            label: label.into(),
            help: Vec::new(),
            related: Vec::new(),
            part: None,
            replacement: None,
            unknown: None,
        }
    }
}

impl DiagnosticBuilder {
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

    /// Shows another location, too.
    pub(crate) fn related(mut self, label: Label) -> Self {
        self.related.push(label);
        self
    }

    /// Marks only a part of the location, if it appears there literally.
    pub(crate) fn part(mut self, part: impl Into<String>) -> Self {
        self.part = Some(part.into());
        self
    }

    /// Suggests what was probably meant.
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

    /// Replaces the help and the suggestion.
    pub(crate) fn instead(mut self, help: &str) -> Self {
        self.help.clear();
        self.replacement = None;
        self.help(help)
    }

    /// As one sentence, where no location can be shown.
    pub(crate) fn sentence(&self) -> String {
        let parts = [std::slice::from_ref(&self.message), &self.help].concat();
        parts.join("; ")
    }

    /// The suggested replacement, if any.
    pub(crate) fn replacement(&self) -> Option<&str> {
        self.replacement
            .as_ref()
            .map(|replacement| replacement.right.as_str())
    }

    /// The same, but the fix must not be applied automatically.
    pub(crate) fn uncertain(mut self) -> Self {
        self.replacement = self.replacement.map(|replacement| Replacement {
            certain: false,
            ..replacement
        });
        self
    }

    /// A missing key. If it was removed because of its value, that was reported.
    pub(crate) fn missing(key: &str) -> Self {
        let (message, label) = (format!("`{key}` is missing"), format!("add `{key}`"));
        let mut builder = Id::MissingKey.diagnostic(message, label);
        builder.unknown = Some(key.to_owned());
        builder
    }

    /// An unknown name, with the most similar known one.
    pub(crate) fn unknown<'n>(
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Self {
        Self::unknown_alone(what, name).nearest(name, known)
    }

    /// An unknown name.
    pub(crate) fn unknown_alone(what: &str, name: &str) -> Self {
        let label = format!("no such {what}");
        let message = format!("unknown {what} `{}`", clipped(name));
        let mut builder = Id::UnknownName.diagnostic(message, label);
        builder.unknown = Some(name.to_owned());
        builder
    }

    /// Suggests the most similar name, or lists all names if none is similar.
    pub(crate) fn nearest<'n>(self, name: &str, known: impl Iterator<Item = &'n str>) -> Self {
        self.nearest_of(name, &spelling::candidates(name, known))
    }

    fn nearest_of(mut self, name: &str, known: &[Candidate<'_>]) -> Self {
        match known {
            [] => return self.help("none is defined"),
            [only] if !only.is_similar => {
                return self.help(format!("the only one is `{}`", only.name));
            }
            _ => {}
        }
        let Some(at) = known.iter().position(|it| it.is_similar) else {
            return self.help(format!("one of: {}", some(known)));
        };
        let nearest = known[at];
        let is_slip = nearest.distance <= 1 + usize::from(name.chars().count() >= 8);
        let next = known.get(at + 1);
        let is_alone = next.is_none_or(|next| next.distance > nearest.distance + 1);
        self.replacement = Some(Replacement {
            wrong: name.to_owned(),
            right: nearest.name.to_owned(),
            certain: is_slip && is_alone,
        });
        self.help(format!("did you mean `{}`?", nearest.name))
    }
}

/// The names, shortened if there are many.
fn some(known: &[Candidate<'_>]) -> String {
    const MOST: usize = 24;
    let mut names: Vec<&str> = known.iter().take(MOST).map(|it| it.name).collect();
    names.sort_unstable();
    let more = known.len().saturating_sub(MOST);
    let rest = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{rest}", names.join(", "))
}
