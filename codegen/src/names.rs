//! What a book takes for a name: for tools that write books.

use crate::emit;
use crate::parse;

/// The names that no vendor can have: the book's own modules and pages are called so.
pub(crate) const TAKEN: [&str; 6] = ["book", "tables", "readme", "summary", "classes", "actions"];

/// No vendor's code has more bytes, and no index of codes could show one that has.
pub const LONGEST_CODE: usize = 200;

/// The Rust identifier that a book makes of a code or of its `name`: of `SESSION_ENDED`, `SessionEnded`.
///
/// # Errors
/// A phrase about why there is none.
pub fn identifier(name: &str) -> Result<String, String> {
    Ok(parse::identifier(name)?)
}

/// The Rust identifier of a name in `snake_case`, as domains and operations have one.
///
/// # Errors
/// A phrase about why it cannot be a name.
pub fn name(name: &str) -> Result<String, String> {
    parse::snake(name)?;
    identifier(name)
}

/// The Rust type that stands for a vendor of this name.
///
/// # Errors
/// A phrase about why no vendor can be called so.
pub fn vendor(name: &str) -> Result<String, String> {
    parse::snake(name)?;
    if TAKEN.contains(&name) {
        return Err("this name is taken by the book itself".to_owned());
    }
    Ok(parse::type_identifier(name)?)
}

/// Whether a character takes no place on the page: no name of a book has one.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    emit::is_unseen(c)
}
