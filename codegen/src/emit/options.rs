//! What can be asked of the files of a book.

use super::attributes::Attributes;

/// How the Rust is laid out in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Layout {
    /// `book.rs`, a module in a file of its own for each vendor, and the vendor's tables in a folder next to it. An edit of
    /// one vendor leaves the files of the others as they are.
    #[default]
    Files,
    /// All in `book.rs`, the vendors as modules within it.
    OneFile,
}

/// How much is written for people to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Docs {
    /// None: not even comments in the Rust.
    Off,
    /// Comments in the Rust, for rustdoc and editors.
    Comments,
    /// These, and what the generator was built to write besides: with its feature `docs` the Markdown pages and the
    /// catalogue, with `schema` the schema by which editors know the language of books.
    #[default]
    Full,
}

/// All that can be asked.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) layout: Layout,
    pub(crate) docs: Docs,
    /// Whether the Rust is laid out for people, or as short as it comes.
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
