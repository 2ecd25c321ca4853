//! Why a book was not compiled.

use std::fmt;

use crate::Diagnostics;

/// Why a book was not compiled: errors in it, a file that could not be read or written, or an option that does not
/// match it.
///
/// `Display` and `Debug` both show the lines of the book with the errors marked, so cargo shows a readable message
/// whether a build script's `main` returns the error or unwraps it.
pub struct Error(Box<Cause>);

enum Cause {
    Diagnostics(Diagnostics),
    Refused(String),
}

impl Error {
    /// What failed, in lower case and without a full stop.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(Box::new(Cause::Refused(sentence.into())))
    }

    /// The errors of the book, if it has any.
    #[must_use]
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match &*self.0 {
            Cause::Diagnostics(diagnostics) => Some(diagnostics),
            Cause::Refused(_) => None,
        }
    }
}

impl From<Diagnostics> for Error {
    fn from(diagnostics: Diagnostics) -> Self {
        Self(Box::new(Cause::Diagnostics(diagnostics)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Cause::Diagnostics(diagnostics) => diagnostics.fmt(f),
            Cause::Refused(sentence) => f.write_str(sentence),
        }
    }
}

/// Printed by `unwrap` and a failing `main` after words of their own: the errors start on a new line.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Cause::Diagnostics(diagnostics) => write!(f, "the book has errors\n\n{diagnostics}"),
            Cause::Refused(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for Error {}
