//! Patterns that look like regular expressions.

use super::Linter;
use crate::diagnostics::{Id, Path};
use crate::parse::{NO_REGEX, looks_like_regex};

/// Reports a pattern that was probably meant as a regular expression: it matches nothing that a vendor sends.
pub(super) fn check(pattern: &str, path: &Path<'_>, linter: &mut Linter<'_>) {
    if looks_like_regex(pattern) {
        let message = "a pattern that looks like a regular expression";
        let diagnostic = Id::RegexPattern.diagnostic(message, "taken literally");
        linter.report_at(path, diagnostic.help(NO_REGEX));
    }
}
