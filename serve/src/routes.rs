//! Which operation of which vendor a request is for.

use faultbook_codegen::model::{Book, Vendor};
use faultbook_codegen::spelling;

/// An operation, by its position and that of its vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Route {
    pub(crate) vendor: usize,
    pub(crate) operation: usize,
}

/// Finds the operation of a request, and the path at the vendor. A path starts with the vendor's name, unless the book has one
/// vendor. `None` if it does not.
///
/// Of the operations whose `endpoint` matches, the one with the fewest variables counts. Without any, it is the operation that the
/// path names, as in `/shop/place_order`, else `request`.
pub(crate) fn find<'p>(
    book: &Book,
    method: &str,
    path: &'p str,
    query: &str,
) -> Option<(Route, &'p str)> {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or("");
    let named = book.vendors.iter().position(|vendor| vendor.name == first);
    let (vendor, path) = match (named, book.vendors.len()) {
        (Some(at), _) => (at, path.trim_start_matches('/').get(first.len()..)?),
        (None, 1) => (0, path),
        (None, _) => return None,
    };
    let operation = operation(&book.vendors[vendor], method, path, query);
    Some((Route { vendor, operation }, path))
}

fn operation(vendor: &Vendor, method: &str, path: &str, query: &str) -> usize {
    let operations = || vendor.operations.iter().enumerate();
    let matching = operations().filter_map(|(at, operation)| {
        let endpoint = operation.endpoint.as_deref()?;
        // Not all name a method.
        let (own, pattern) = endpoint.split_once(' ').unwrap_or((method, endpoint));
        let variables = matches(pattern, path, query)?;
        own.eq_ignore_ascii_case(method).then_some((variables, at))
    });
    let is_named = |name: &str| path.trim_matches('/') == name;
    let mut named = operations().filter(|(_, operation)| is_named(&operation.name));
    let found = matching
        .min()
        .or_else(|| named.next().map(|(at, _)| (0, at)));
    found.map_or(vendor.request, |(_, at)| at)
}

/// The number of variables in a pattern that a path matches, such as `/orders/{id}` or `/orders/:id`.
fn matches(pattern: &str, path: &str, query: &str) -> Option<usize> {
    let (pattern, parameter) = pattern.split_once('?').unwrap_or((pattern, ""));
    let has_parameter = query.split('&').any(|own| own.starts_with(parameter));
    let split = |path: &str| -> Vec<String> {
        let segments = path.trim_matches('/').split('/');
        segments.map(str::to_owned).collect()
    };
    let (pattern, path) = (split(pattern), split(path));
    let is_variable = |segment: &str| segment.starts_with(['{', ':', '<']);
    let is_same = pattern
        .iter()
        .zip(&path)
        .all(|(own, segment)| own == segment || is_variable(own) && !segment.is_empty());
    let variables = pattern.iter().filter(|segment| is_variable(segment));
    (is_same && pattern.len() == path.len() && has_parameter).then(|| variables.count())
}

/// An error about an unknown name, with the most similar one that is known.
pub(crate) fn unknown<'n>(
    error: String,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> String {
    let known = spelling::candidates(name, known).into_iter();
    match { known }.find(|known| known.is_similar) {
        Some(similar) => format!("{error}; did you mean `{}`?", similar.name),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_paths() {
        for (pattern, path, query, variables) in [
            ("/orders", "/orders", "", Some(0)),
            ("/orders", "/orders/", "", Some(0)),
            ("/orders/{id}", "/orders/7", "", Some(1)),
            ("/orders/:id/lines/:line", "/orders/7/lines/1", "", Some(2)),
            ("/orders/{id}", "/orders", "", None),
            ("/orders/{id}", "/orders/", "", None),
            ("/orders", "/orders/7", "", None),
            ("/?delete", "/", "delete", Some(0)),
            ("/?delete", "/", "a=b&delete=", Some(0)),
            ("/?delete", "/", "", None),
        ] {
            assert_eq!(matches(pattern, path, query), variables, "{pattern} {path}");
        }
    }
}
