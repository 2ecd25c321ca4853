//! Why a book was not compiled.

use std::fmt;

use crate::Diagnostics;

/// Why a book was not compiled: mistakes in it, a file that could not be read or written, or an option that does not fit it.
///
/// Both forms show the lines of the book with the mistakes marked. So a build script's `main` can return it, or unwrap it,
/// and cargo shows what a person can read.
pub struct Error(Box<Cause>);

enum Cause {
    Mistakes(Diagnostics),
    Refused(String),
}

impl Error {
    /// A sentence about what cannot be done, in lower case and without a full stop.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(Box::new(Cause::Refused(sentence.into())))
    }

    /// The mistakes of the book, if that is what is wrong.
    #[must_use]
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match &*self.0 {
            Cause::Mistakes(diagnostics) => Some(diagnostics),
            Cause::Refused(_) => None,
        }
    }
}

impl From<Diagnostics> for Error {
    fn from(diagnostics: Diagnostics) -> Self {
        Self(Box::new(Cause::Mistakes(diagnostics)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Cause::Mistakes(diagnostics) => diagnostics.fmt(f),
            Cause::Refused(sentence) => f.write_str(sentence),
        }
    }
}

/// What `unwrap` and a failing `main` print, each behind words of its own: the mistakes begin a line.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Cause::Mistakes(diagnostics) => write!(f, "the book has errors\n\n{diagnostics}"),
            Cause::Refused(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for Error {}
