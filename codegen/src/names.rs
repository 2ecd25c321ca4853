//! What a book takes for a name: for tools that write books.

use crate::emit;
use crate::parse;

/// The names that no vendor can have: the book's own modules and pages are called so, and the crates that its code names.
const TAKEN: [&str; 10] = [
    "book",
    "tables",
    "readme",
    "summary",
    "classes",
    "actions",
    "alloc",
    "core",
    "std",
    "faultbook_runtime",
];

/// The types that every vendor's module has.
pub(crate) const TYPES: [&str; 4] = ["Code", "Operation", "Fault", "Success"];

/// Whether a vendor's name, or the type made of it, is something else already.
pub(crate) fn is_taken(vendor: &str, ident: &str) -> bool {
    TAKEN.contains(&vendor) || TYPES.contains(&ident)
}

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
    let ident = parse::type_identifier(name)?;
    if is_taken(name, &ident) {
        return Err("this name is taken by the book itself".to_owned());
    }
    Ok(ident)
}

/// Whether a character takes no place on the page: no name of a book has one.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    emit::is_unseen(c)
}
