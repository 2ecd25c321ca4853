//! An error of several in one response.

use crate::body::Value;
use crate::tables::Source;

/// Which of the errors that a response lists is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    /// None: the response lists no errors.
    No,
    /// The worst one, at this position, as the result of the whole response.
    Worst(u32),
    /// The one at this position, alone.
    Alone(u32),
}

/// An element of a list of errors.
#[derive(Clone, Copy)]
pub(crate) struct Element<'v> {
    /// The list, with the filters that select its errors.
    pub(crate) list: Source,
    pub(crate) value: Value<'v>,
}

impl Element<'_> {
    /// Whether a source reads an element of this list.
    pub(crate) fn is_of(&self, source: Source) -> bool {
        is_same_list(self.list, source)
    }
}

/// Whether two sources read from the same list, filtered in the same way.
pub(crate) fn is_same_list(list: Source, source: Source) -> bool {
    match (list, source) {
        (
            Source::Each { list, filters, .. },
            Source::Each {
                list: other,
                filters: others,
                ..
            },
        ) => (list, filters) == (other, others),
        _ => false,
    }
}
