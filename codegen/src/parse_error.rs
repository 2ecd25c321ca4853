//! What is wrong with a text in one of the small languages of YAML strings.

use crate::spelling;

pub(crate) type Parsed<T> = Result<T, ParseError>;

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParseError {
    /// The label under the location.
    pub(crate) label: String,
    /// The help, if the label is not enough.
    pub(crate) help: Option<String>,
    /// The part of the text that is wrong, if not all of it is.
    pub(crate) part: Option<String>,
    /// The probable meaning, and the text that it replaces.
    pub(crate) meant: Option<(String, String)>,
}

impl ParseError {
    pub(crate) fn new(label: impl Into<String>) -> Self {
        let label = label.into();
        let (help, part, meant) = (None, None, None);
        Self {
            label,
            help,
            part,
            meant,
        }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        let help = Some(help.into());
        Self { help, ..self }
    }

    pub(crate) fn at(self, part: impl Into<String>) -> Self {
        let part = Some(part.into());
        Self { part, ..self }
    }

    pub(crate) fn meant(self, wrong: &str, right: String) -> Self {
        let meant = Some((wrong.to_owned(), right));
        Self { meant, ..self }
    }

    /// Suggests the known name that is most similar to a wrong one, if any is similar.
    pub(crate) fn nearest<'n>(self, wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        let known = spelling::candidates(wrong, known).into_iter();
        match { known }.find(|known| known.is_similar) {
            Some(similar) => self.meant(wrong, similar.name.to_owned()),
            None => self,
        }
    }
}

impl From<&str> for ParseError {
    fn from(label: &str) -> Self {
        Self::new(label)
    }
}

impl From<String> for ParseError {
    fn from(label: String) -> Self {
        Self::new(label)
    }
}

impl From<ParseError> for String {
    fn from(error: ParseError) -> Self {
        error.label
    }
}
