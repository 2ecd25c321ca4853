//! Codes that no response can contain.

use super::Linter;
use crate::diagnostics::{Id, Path};
use crate::model::{Capture, Part, Pattern, Source, Vendor};

/// The longest code that can be a whole body, in bytes.
const MAX_TOKEN: usize = 64;

pub(super) fn check(vendor: &Vendor, index: usize, path: &Path<'_>, linter: &mut Linter<'_>) {
    if let Some(reason) = why_unsendable(vendor, index) {
        let wire = &vendor.codes[index].wire;
        let message = format!("no response can contain the code `{wire}`");
        let diagnostic = Id::UnsendableCode.diagnostic(message, reason);
        let help = "the `code` of the envelope says where codes are; correct that, or the code";
        linter.report_at_key(path, diagnostic.help(help));
    }
}

/// Why none of the locations of a code can contain it.
fn why_unsendable(vendor: &Vendor, code: usize) -> Option<&'static str> {
    let code = &vendor.codes[code];
    let domain = &vendor.domains[code.domain];
    if domain.raised_by_client || domain.by_status {
        return None;
    }
    let reasons = domain
        .envelope
        .code
        .iter()
        .map(|source| why_not(source, &code.wire));
    // One location that can contain it is enough.
    reasons.collect::<Option<Vec<_>>>()?.first().copied()
}

/// Why a location cannot contain a code; `None` if it can.
fn why_not(source: &Source, code: &str) -> Option<&'static str> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "_.:-".contains(c);
    match source {
        Source::Token if code.len() > MAX_TOKEN => {
            Some("a body that is a code has at most 64 characters")
        }
        Source::Token if code == "null" || !code.chars().all(is_token) => {
            Some("a body that is a code consists of letters, digits and `_.:-`")
        }
        Source::Header(_) if code.contains(char::is_control) || code.trim() != code => {
            Some("headers contain neither control characters nor spaces at an end")
        }
        Source::Captured { source, patterns } => {
            let captures = patterns.iter().any(|pattern| captures(pattern, code));
            let reason = (!captures).then_some("no `pattern` captures it");
            reason.or_else(|| match **source {
                // A code is only a part of the body.
                Source::Token => None,
                ref source => why_not(source, code),
            })
        }
        _ => None,
    }
}

/// Whether the capture of a pattern that is the value can be this code.
fn captures(pattern: &Pattern, code: &str) -> bool {
    let number = code.strip_prefix('-').unwrap_or(code);
    let is_number = |is_digit: fn(char) -> bool| !number.is_empty() && number.chars().all(is_digit);
    pattern.iter().any(|part| match part {
        Part::Capture { name, kind } if name != "_" => match kind {
            Capture::Word => !code.contains(char::is_whitespace),
            Capture::Integer => is_number(|c| c.is_ascii_digit()),
            Capture::Decimal => is_number(|c| c.is_ascii_digit() || c == '.'),
            Capture::Text => true,
        },
        _ => false,
    })
}
