//! Options for the generated files.

use super::attributes::Attributes;

/// The layout of the Rust files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Layout {
    /// `book.rs`, a file for each vendor's module, and its tables in a folder next to it. An edit of one vendor leaves
    /// the files of the others unchanged.
    #[default]
    Files,
    /// Everything in `book.rs`, with the vendors as modules inside it.
    OneFile,
}

/// The extent of the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Docs {
    /// None, not even comments in the Rust code.
    Off,
    /// Comments in the Rust code, for rustdoc and editors.
    Comments,
    /// Comments, and everything that the generator was built with: with the feature `docs`, the Markdown pages and the
    /// catalogue; with `schema`, the schema for editors.
    #[default]
    Full,
}

/// All that can be asked.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) layout: Layout,
    pub(crate) docs: Docs,
    /// Whether the Rust code is formatted for people.
    pub(crate) formatted: bool,
    pub(crate) attributes: Attributes,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            layout: Layout::default(),
            docs: Docs::default(),
            formatted: true,
            attributes: Attributes::default(),
        }
    }
}
