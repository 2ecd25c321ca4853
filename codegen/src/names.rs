//! What a book takes for a name: for tools that write books.

use crate::document;
use crate::parse;

/// Names in `snake_case` that no vendor can have, each with the reason: a vendor's name is that of a module, of a file
/// and of a page.
const RESERVED: [(&[&str], &str); 5] = [
    (
        &["book", "docs", "tables"],
        "a generated file or folder has this name",
    ),
    (
        &[
            "actions", "classes", "codes", "index", "print", "readme", "summary", "toc",
        ],
        "a page of the docs has this name",
    ),
    (
        &["alloc", "core", "faultbook_runtime", "std"],
        "generated code uses a crate of this name",
    ),
    (
        &["lib", "main"],
        "Rust reserves this file name for the root of a crate",
    ),
    (&["aux", "con", "nul", "prn"], NOT_ON_WINDOWS),
];

const NOT_ON_WINDOWS: &str = "Windows cannot store a file of this name";

/// The types that every vendor's module has.
pub(crate) const TYPES: [&str; 4] = ["Code", "Operation", "Fault", "Success"];

/// Why a vendor cannot have a name, or the type made of it, although Rust could.
pub(crate) fn reserved(vendor: &str, ident: &str) -> Option<String> {
    if TYPES.contains(&ident) {
        return Some(format!("every vendor's module has a type `{ident}`"));
    }
    if is_device(vendor) {
        return Some(NOT_ON_WINDOWS.to_owned());
    }
    let mut reserved = RESERVED.iter();
    let found = reserved.find(|(names, _)| names.contains(&vendor));
    found.map(|(_, reason)| (*reason).to_owned())
}

/// Whether a name is that of a serial or parallel port of DOS, `com1` or `lpt1`.
fn is_device(name: &str) -> bool {
    let number = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"));
    number.is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
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
    match reserved(name, &ident) {
        Some(reason) => Err(reason),
        None => Ok(ident),
    }
}

/// Whether a character takes no place on the page: no name of a book has one.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    document::is_unseen(c)
}
