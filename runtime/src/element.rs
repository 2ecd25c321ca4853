//! An error of several in one response.

use crate::body::Value;
use crate::tables::Source;

/// The position of no element.
pub(crate) const NO_ELEMENT: u32 = u32::MAX;

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
        match (self.list, source) {
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
}
