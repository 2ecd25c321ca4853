//! Pointers and codes with wildcards, which the language does not have.

use super::Linter;
use super::walk::Code;
use crate::diagnostics::{DiagnosticBuilder, Id, Path, Target};
use crate::lower::for_each;
use crate::parse::pointer_tokens;

/// Reports a pointer that names all or some elements of a list: it matches nothing that a vendor sends.
pub(super) fn pointer(text: &str, target: Target, path: &Path<'_>, linter: &mut Linter<'_>) {
    let Some(diagnostic) = wildcard(text) else {
        return;
    };
    match target {
        Target::Key => linter.report_at_key(path, diagnostic),
        Target::Value => linter.report_at(path, diagnostic),
    }
}

/// Reports a code that means several, and such aliases.
pub(super) fn code(code: &Code<'_>, path: &Path<'_>, linter: &mut Linter<'_>) {
    if let Some(diagnostic) = group(code.wire) {
        linter.report_at_key(path, diagnostic);
    }
    for_each(&code.own.aliases, &path.key("aliases"), |alias, path| {
        if let Some(diagnostic) = group(&alias.0) {
            linter.report_at(path, diagnostic);
        }
    });
}

fn wildcard(pointer: &str) -> Option<DiagnosticBuilder> {
    let token = pointer_tokens(pointer).find(|token| is_wildcard(token))?;
    let message = format!("`{token}` in a pointer is a name, not a wildcard");
    let diagnostic = Id::LiteralWildcard.diagnostic(message, "taken literally");
    let steps = steps(pointer);
    let element = element(&steps);
    let lists = steps.iter().filter(|step| **step == Step::Any).count();
    Some(diagnostic.help(match lists {
        0 => format!("an index is a name of its own: `{element}`"),
        1 => {
            let path = path(&steps);
            format!(
                "the first element of the list is at `{element}`; a source reads each with `{path}`"
            )
        }
        _ => format!("name elements by their index, as in `{element}`"),
    }))
}

/// What a part of a pointer with wildcards probably means.
#[derive(PartialEq)]
enum Step {
    Name(String),
    Index(String),
    /// Any element of a list.
    Any,
}

fn steps(pointer: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for token in pointer_tokens(pointer) {
        let list = token.strip_suffix(']').filter(|_| is_wildcard(&token));
        let list = list.and_then(|list| list.split_once('['));
        match list {
            Some((name, index)) => {
                let name = Some(name).filter(|name| !name.is_empty());
                steps.extend(name.map(|name| Step::Name(name.to_owned())));
                steps.push(match index {
                    "" | "*" => Step::Any,
                    index => Step::Index(index.to_owned()),
                });
            }
            None if is_wildcard(&token) => steps.push(Step::Any),
            None => steps.push(Step::Name(token)),
        }
    }
    steps
}

/// A pointer to the first element.
fn element(steps: &[Step]) -> String {
    let tokens = steps.iter().map(|step| match step {
        Step::Name(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Step::Index(index) => format!("/{index}"),
        Step::Any => "/0".to_owned(),
    });
    tokens.collect()
}

/// A `JSONPath` to each element.
fn path(steps: &[Step]) -> String {
    let is_plain = |name: &str| {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        name.bytes().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit())
    };
    let segments = steps.iter().map(|step| match step {
        Step::Name(name) if is_plain(name) => format!(".{name}"),
        Step::Name(name) => format!("['{}']", name.replace('\\', "\\\\").replace('\'', "\\'")),
        Step::Index(index) => format!("[{index}]"),
        Step::Any => "[*]".to_owned(),
    });
    "$".to_owned() + &segments.collect::<String>()
}

/// Whether a name looks like any element of a list, or like a list with an index.
fn is_wildcard(token: &str) -> bool {
    let index = token
        .strip_suffix(']')
        .and_then(|token| token.split_once('['));
    let is_index =
        |index: &str| index.is_empty() || index == "*" || index.bytes().all(|b| b.is_ascii_digit());
    matches!(token, "*" | "-") || index.is_some_and(|(_, index)| is_index(index))
}

fn group(wire: &str) -> Option<DiagnosticBuilder> {
    let message = format!("the code `{wire}` seems to mean several");
    let diagnostic = Id::LiteralWildcard.diagnostic(message, "taken literally");
    let digits = wire.trim_end_matches(|c: char| !c.is_ascii_digit());
    let help = format!(
        "list each code, or let a category contain them: `codes: {{ prefix: \"{digits}\" }}`"
    );
    is_group(wire).then(|| diagnostic.help(help))
}

/// Whether a code looks like a group of codes: `40xxx`, `4XX` or `-320*`.
fn is_group(wire: &str) -> bool {
    let digits = wire.strip_prefix('-').unwrap_or(wire);
    let wild = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_digits = wild.len() < digits.len();
    has_digits
        && !wild.is_empty()
        && (wild.bytes().all(|b| matches!(b, b'x' | b'X')) || wild == "*")
}

#[cfg(test)]
mod tests {
    use super::{element, is_group, is_wildcard, path, steps};

    #[test]
    fn the_intended_places_are_proposed() {
        for (pointer, first, each) in [
            ("/errors/*/code", "/errors/0/code", "$.errors[*].code"),
            ("/errors[*]/code", "/errors/0/code", "$.errors[*].code"),
            ("/a-b[]/c", "/a-b/0/c", "$['a-b'][*].c"),
            ("/it's/-", "/it's/0", "$['it\\'s'][*]"),
            ("/[0]/~0x", "/0/~0x", "$[0]['~x']"),
            ("/a[12]", "/a/12", "$.a[12]"),
        ] {
            let steps = steps(pointer);
            assert_eq!((&*element(&steps), &*path(&steps)), (first, each));
        }
    }

    #[test]
    fn wildcards_differ_from_names() {
        for token in ["*", "-", "errors[0]", "errors[*]", "errors[]", "[0]"] {
            assert!(is_wildcard(token), "{token}");
        }
        for token in ["0", "errors", "a-b", "a*", "[a]", "a[b", "x[0].y", ""] {
            assert!(!is_wildcard(token), "{token}");
        }
        for wire in ["40xxx", "4XX", "-320*", "5x"] {
            assert!(is_group(wire), "{wire}");
        }
        for wire in [
            "400", "0x1F", "x40", "xxx", "*", "40x1", "4xy", "E*", "-", "",
        ] {
            assert!(!is_group(wire), "{wire}");
        }
    }
}
