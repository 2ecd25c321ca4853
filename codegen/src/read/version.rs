//! The version of Faultbook that a book needs.

use crate::Source;
use crate::diagnostics::{DiagnosticBuilder, Id};
use crate::yaml::{Content, Tree};

/// The key of `book.yaml` with the version.
const KEY: &str = "faultbook";

/// The version of this generator.
const THIS: &str = env!("CARGO_PKG_VERSION");

/// Why this version cannot read a book, and the byte at which the book says so: its files may use keys that this version
/// does not know.
pub(super) fn refusal(book: &Source) -> Option<(usize, DiagnosticBuilder)> {
    if !book.text.contains(KEY) {
        return None;
    }
    let tree = Tree::parse(&book.text.as_str().into()).ok()?;
    let value = tree.value(tree.root(), KEY)?;
    // A value of another type is reported as such.
    let is_text = matches!(tree.node(value).content, Content::Scalar { .. });
    let needed = Some(tree.text(value)).filter(|_| is_text && !tree.is_null(value))?;
    let diagnostic = match numbers(needed) {
        Some(numbers_needed) if Some(numbers_needed) <= numbers(THIS) => return None,
        Some(_) => {
            let message = format!(
                "{} needs Faultbook {needed}, and this is {THIS}",
                name(book)
            );
            let diagnostic = Id::NewerFaultbook.diagnostic(message, "a newer version");
            diagnostic.help("update `faultbook-codegen` in Cargo.toml, or the command")
        }
        None => {
            let message = format!("{} needs an unknown version of Faultbook", name(book));
            let diagnostic = Id::NewerFaultbook.diagnostic(message, "not a version");
            diagnostic.help(format!(
                "write the first one that can read the book, such as `{THIS}`"
            ))
        }
    };
    Some((tree.bytes(value).start, diagnostic.part(needed)))
}

fn name(book: &Source) -> String {
    match book.package() {
        Some(package) => format!("the package `{package}`"),
        None => "the book".to_owned(),
    }
}

/// The numbers of a version, of which the last ones may be missing.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut numbers = [0; 3];
    let mut parts = version.split('.');
    for (at, number) in numbers.iter_mut().enumerate() {
        *number = match parts.next() {
            Some(part) => part.parse().ok()?,
            None if at > 0 => 0,
            None => return None,
        };
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_are_one_to_three_numbers() {
        let table = [
            ("1", Some([1, 0, 0])),
            ("0.2", Some([0, 2, 0])),
            ("0.10.3", Some([0, 10, 3])),
            ("", None),
            ("0.", None),
            ("0.1.2.3", None),
            ("0.1-beta", None),
            ("new", None),
        ];
        for (version, expected) in table {
            assert_eq!(numbers(version), expected, "{version}");
        }
        assert!(numbers("0.10") > numbers("0.9.9"));
        assert!(numbers(super::THIS).is_some());
    }
}
