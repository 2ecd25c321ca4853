//! Locations as paths of keys and indices.

/// A segment from a node to a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment<'p> {
    /// The value of a key; `nth` counts its repetitions.
    Key {
        key: &'p str,
        nth: usize,
    },
    Index(usize),
}

/// Whether the key or the value of the last segment is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Key,
    Value,
}

/// A location in a file. It is on the stack, so that it costs nothing if there is no error.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    segment: Segment<'p>,
}

impl<'p> Path<'p> {
    /// The top of a file.
    pub(crate) const ROOT: Path<'static> = Path {
        parent: None,
        segment: Segment::Index(0),
    };

    pub(crate) fn key(&'p self, key: &'p str) -> Path<'p> {
        self.nth_key(key, 0)
    }

    /// The key's `nth` repetition.
    pub(crate) fn nth_key(&'p self, key: &'p str, nth: usize) -> Path<'p> {
        Path {
            parent: Some(self),
            segment: Segment::Key { key, nth },
        }
    }

    pub(crate) fn index(&'p self, index: usize) -> Path<'p> {
        Path {
            parent: Some(self),
            segment: Segment::Index(index),
        }
    }

    /// The segments from the top of the file.
    pub(crate) fn segments(&self) -> Vec<Segment<'p>> {
        let Some(parent) = self.parent else {
            return Vec::new();
        };
        let mut segments = parent.segments();
        segments.push(self.segment);
        segments
    }
}
