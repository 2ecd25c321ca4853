//! The rules for names in a book, for tools that write books.

use crate::document;
use crate::parse;

/// Names in `snake_case` that no vendor can have, each with the reason: a vendor's name is also that of a module, a
/// file and a page.
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

/// Why a vendor cannot have a name, or its type, although Rust would accept it.
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

/// Whether a name is a DOS device, `com1` or `lpt1`.
fn is_device(name: &str) -> bool {
    let number = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"));
    number.is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
}

/// The maximum length of a code in bytes. Longer ones could not be shown in an index.
pub const LONGEST_CODE: usize = 200;

/// The Rust identifier of a code or of its `name`: `SESSION_ENDED` becomes `SessionEnded`.
///
/// # Errors
/// Returns the reason, as a phrase, if there is none.
pub fn identifier(name: &str) -> Result<String, String> {
    Ok(parse::identifier(name)?)
}

/// The Rust identifier of a code whose wire string is not the start of one: `404` becomes `Code404`, `-1` `CodeMinus1`.
///
/// # Errors
/// Returns the reason, as a phrase, if there is none.
pub fn identifier_of_code(wire: &str) -> Result<String, String> {
    Ok(parse::identifier_of_code(wire)?)
}

/// The Rust identifier of a name in `snake_case`, as domains and operations have one.
///
/// # Errors
/// Returns the reason, as a phrase, if it cannot be a name.
pub fn name(name: &str) -> Result<String, String> {
    parse::snake(name)?;
    identifier(name)
}

/// The Rust type that represents a vendor of this name.
///
/// # Errors
/// Returns the reason, as a phrase, if no vendor can have this name.
pub fn vendor(name: &str) -> Result<String, String> {
    parse::snake(name)?;
    let ident = parse::type_identifier(name)?;
    match reserved(name, &ident) {
        Some(reason) => Err(reason),
        None => Ok(ident),
    }
}

/// Whether a character is invisible: names of a book must not contain such characters.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    document::is_unseen(c)
}
