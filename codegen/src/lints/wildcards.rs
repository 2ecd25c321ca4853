//! Pointers and codes with wildcards, which the language does not have.

use super::{Linter, for_each_code, for_each_layer};
use crate::diagnostics::{DiagnosticBuilder, Id, Path};
use crate::lower::for_each;
use crate::model::Vendor;
use crate::parse::pointer_tokens;
use crate::syntax::{
    self, Details, Envelope, OneOrMany, RateLimitSources, Rule, Source, Wait, When,
};

/// Reports pointers that name all or some elements of a list, and codes that mean several: they match nothing that a
/// vendor sends.
pub(super) fn run(syntax: &syntax::Vendor, vendor: &Vendor, linter: &mut Linter<'_>) {
    let root = Path::ROOT;
    envelope(&syntax.envelope, &root.key("envelope"), linter);
    waits(&syntax.retry_after, &root.key("retry_after"), linter);
    let limits = root.key("rate_limits");
    for (name, own) in syntax.rate_limits.iter() {
        rate_limit(own, &limits.key(name), linter);
    }
    conditions(syntax.success.as_ref(), &root.key("success"), linter);
    for_each_layer(syntax, linter, |_, own, path, linter| {
        rules(own, path, linter);
    });
    let [domains, operations] = ["domains", "operations"].map(|key| root.key(key));
    for (name, domain) in syntax.domains.iter() {
        linter.within(&domain.allow, |linter| {
            let path = domains.key(name);
            envelope(&domain.envelope, &path.key("envelope"), linter);
        });
    }
    for_each_code(syntax, linter, |index, code, path, linter| {
        if let Some(diagnostic) = group(&vendor.codes[index].wire) {
            linter.report_at_key(path, diagnostic);
        }
        for_each(&code.aliases, &path.key("aliases"), |alias, path| {
            if let Some(diagnostic) = group(&alias.0) {
                linter.report_at(path, diagnostic);
            }
        });
    });
    for (name, operation) in syntax.operations.iter() {
        linter.within(&operation.allow, |linter| {
            let path = operations.key(name);
            conditions(operation.success.as_ref(), &path.key("success"), linter);
        });
    }
}

fn envelope(envelope: &Envelope, path: &Path<'_>, linter: &mut Linter<'_>) {
    conditions(envelope.when.as_ref(), &path.key("when"), linter);
    for (key, own) in envelope.lists() {
        sources(own, &path.key(key), linter);
    }
    if let Some(Details {
        at,
        field,
        message,
        code,
        ..
    }) = &envelope.details
    {
        let path = path.key("details");
        pointer(at, &path.key("at"), linter);
        for (key, own) in [("field", field), ("message", message), ("code", code)] {
            if let Some(own) = own {
                pointer(own, &path.key(key), linter);
            }
        }
    }
    let fields = path.key("fields");
    for (name, own) in envelope.fields.iter().flat_map(syntax::Map::iter) {
        sources(own, &fields.key(name), linter);
    }
}

fn sources(own: &OneOrMany<Source>, path: &Path<'_>, linter: &mut Linter<'_>) {
    for_each(own, path, |own, path| source(own, path, linter));
}

fn source(own: &Source, path: &Path<'_>, linter: &mut Linter<'_>) {
    match own {
        Source::Place(text) => pointer(text, path, linter),
        Source::Map(own) => optional_pointer(own.at.as_ref(), path, linter),
    }
}

fn waits(own: &OneOrMany<Wait>, path: &Path<'_>, linter: &mut Linter<'_>) {
    for_each(own, path, |own, path| wait(own, path, linter));
}

fn wait(own: &Wait, path: &Path<'_>, linter: &mut Linter<'_>) {
    optional_pointer(own.at.as_ref(), path, linter);
    conditions(own.when.as_ref(), &path.key("when"), linter);
}

fn rate_limit(own: &RateLimitSources, path: &Path<'_>, linter: &mut Linter<'_>) {
    for (key, own) in [("limit", &own.limit), ("remaining", &own.remaining)] {
        if let Some(own) = own {
            source(own, &path.key(key), linter);
        }
    }
    if let Some(own) = &own.reset {
        wait(own, &path.key("reset"), linter);
    }
}

fn optional_pointer(at: Option<&String>, path: &Path<'_>, linter: &mut Linter<'_>) {
    if let Some(at) = at {
        pointer(at, &path.key("at"), linter);
    }
}

fn rules(rules: &[Rule], path: &Path<'_>, linter: &mut Linter<'_>) {
    let path = path.key("rules");
    for (at, rule) in rules.iter().enumerate() {
        conditions(rule.when.as_ref(), &path.index(at).key("when"), linter);
    }
}

fn conditions(when: Option<&OneOrMany<When>>, path: &Path<'_>, linter: &mut Linter<'_>) {
    let Some(when) = when else { return };
    for_each(when, path, |when, path| {
        let path = path.key("field");
        for (text, _) in when.field.iter().flat_map(syntax::Map::iter) {
            if let Some(diagnostic) = wildcard(text) {
                linter.report_at_key(&path.key(text), diagnostic);
            }
        }
    });
}

fn pointer(text: &str, path: &Path<'_>, linter: &mut Linter<'_>) {
    if let Some(diagnostic) = wildcard(text) {
        linter.report_at(path, diagnostic);
    }
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
