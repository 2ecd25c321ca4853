//! Why a response has no known code, or is no success.

use core::fmt;

/// Why a response has no known code, or is not the success that its code or status indicates.
///
/// `Display` is a short phrase that contains nothing of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// There is a code, but the book does not have it.
    UnknownCode,
    /// There is no code, so that the status and the rules decide.
    NoCode,
    /// The body is empty.
    EmptyBody,
    /// The body is longer than 1 MiB.
    BodyTooLarge,
    /// The body is not UTF-8.
    NotUtf8,
    /// The body is not JSON, although it is read as such.
    NotJson,
    /// The body is not a well-formed XML document, although it is read as such.
    NotXml,
    /// The body is not a form, although it is read as such.
    NotForm,
    /// The body is a JSON string, number, boolean or null: neither an object nor a list.
    NotObject,
    /// A key, attribute or element that is read is there more than once.
    RepeatedName,
    /// A code, field or header that is read has the wrong type, is repeated or cannot be read.
    UnreadableValue,
    /// Another code, or a field that only failures have, contradicts the success.
    Contradiction,
    /// The body is a list, and one of its objects is a failure or doubtful.
    FailedElement,
    /// The operation's condition for a success does not hold.
    UnmetSuccess,
    /// The response is too long to evaluate every condition.
    TooLong,
}

impl Reason {
    /// The phrase, such as `unknown code` or `not JSON`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown code",
            Self::NoCode => "no code",
            Self::EmptyBody => "empty body",
            Self::BodyTooLarge => "body too large",
            Self::NotUtf8 => "not UTF-8",
            Self::NotJson => "not JSON",
            Self::NotXml => "not XML",
            Self::NotForm => "not a form",
            Self::NotObject => "not an object or list",
            Self::RepeatedName => "repeated name",
            Self::UnreadableValue => "unreadable value",
            Self::Contradiction => "contradictory",
            Self::FailedElement => "failed element",
            Self::UnmetSuccess => "success condition not met",
            Self::TooLong => "too long to evaluate",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
