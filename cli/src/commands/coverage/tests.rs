//! Properties of the comparison, whatever the document is.

use faultbook_codegen::{Loaded, Source, load};
use proptest::prelude::*;

use super::findings::{Comparison, Location};
use super::report::Reporter;
use crate::output::ReportFormat;

fn book() -> (Loaded, Source) {
    let book = Source::new("book.yaml", include_str!("../../../../spec/book.yaml"));
    let spec = Source::new("rgs.yaml", include_str!("../../../../spec/rgs.yaml"));
    let loaded = load(&[book, spec.clone()]).expect("a correct book");
    (loaded, spec)
}

/// Documents made of markup, codes and arbitrary text.
fn document() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "ERROR_CODE_NEW",
        "missing_token",
        "404",
        "HTTP_404",
        "round_closed404Ünder",
        "ERROR_CODE_ROUND_VOIDED404Ünder",
        "`",
        "\"",
        "|",
        "\n",
        "\n\n",
        "| Code | Status |\n|---|---|\n",
        "```json\n",
        "\"code\": \"",
        "<a id=\"x_y\">",
        "<html>",
        "<table><tr><td>",
        "</td><td>",
        "<li>",
        "</code>",
        "<pre>",
        "<script>",
        "é&amp;\\_",
        "&quot;",
        "\0",
        "\r\n",
        "# ",
        "- ",
        "\u{202e}",
        " ",
        "\t",
        ":",
        ".",
        "/",
        "(503)",
        "returns 418",
    ]);
    let piece = prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The domain of a byte of a vendor's file: the nearest key above it with an indentation of two spaces.
fn domain_at(spec: &str, at: usize) -> Option<&str> {
    let mut keys = spec[..at].lines().rev().filter_map(|line| {
        let key = line.strip_prefix("  ")?.strip_suffix(':')?;
        key.starts_with(char::is_alphabetic).then_some(key)
    });
    keys.next()
}

/// Whether a token is what is left of a place in a document without its markup, as tags within a word are.
fn is_spelled_by(token: &str, marked: &str) -> bool {
    let mut marked_chars = marked.chars();
    let in_order = token.chars().all(|c| marked_chars.any(|other| other == c));
    let first = |text: &str| text.chars().next();
    let last = |text: &str| text.chars().next_back();
    in_order && first(token) == first(marked) && last(token) == last(marked)
}

/// A finding in any document has the exact location of its token, and one in the book that of the code in its domain.
#[test]
fn every_finding_has_a_location() {
    let (loaded, spec) = book();
    let vendor = &loaded.book.vendors[0];
    proptest!(ProptestConfig::with_cases(64), |(text in document())| {
        let findings = Comparison::new(vendor, &text, &spec.text).findings();
        let document = Source::new("page.md", text.as_str());
        let reporter = Reporter::new(&document, &spec, vendor);
        for finding in &findings {
            let label = reporter.label(finding);
            let marked = reporter.marked(finding, &label);
            match finding.location {
                // Escapes and entities are not what they mean.
                Location::Document(_) if marked.contains(['\\', '&']) => {}
                Location::Document(_) => {
                    prop_assert!(is_spelled_by(&finding.token, marked), "{marked:?} {:?}", finding.token);
                }
                Location::Book(code) => {
                    let code = &vendor.codes[code];
                    prop_assert_eq!(marked.trim_matches('"'), &code.wire);
                    let domain = &vendor.domains[code.domain].name;
                    let at = label.bytes.start;
                    prop_assert_eq!(domain_at(&spec.text, at), Some(domain.as_str()));
                }
            }
        }
        for format in [ReportFormat::Human, ReportFormat::Json, ReportFormat::Github] {
            let mut out = Vec::new();
            reporter.write(&findings[..findings.len().min(1)], format, &mut out)?;
            prop_assert_eq!(out.is_empty(), findings.is_empty());
        }
    });
}
