//! Patterns that look like regular expressions.

use super::{Linter, for_each_layer};
use crate::diagnostics::{Id, Path};
use crate::lower::for_each;
use crate::parse::{NO_REGEX, looks_like_regex};
use crate::syntax::{self, Envelope, OneOrMany, Rule, Source, Word};

/// Reports patterns that were probably meant as regular expressions: they match nothing that a vendor sends.
pub(super) fn run(syntax: &syntax::Vendor, linter: &mut Linter<'_>) {
    let root = Path::ROOT;
    for_each_layer(syntax, linter, |_, rules, path, linter| {
        check_rules(rules, path, linter);
    });
    check_envelope(&syntax.envelope, &root, linter);
    for_each(
        &syntax.retry_after,
        &root.key("retry_after"),
        |wait, path| {
            check(&wait.pattern, &path.key("pattern"), linter);
        },
    );
    let domains = root.key("domains");
    for (name, domain) in syntax.domains.iter() {
        linter.within(&domain.allow, |linter| {
            check_envelope(&domain.envelope, &domains.key(name), linter);
        });
    }
}

fn check_rules(rules: &[Rule], path: &Path<'_>, linter: &mut Linter<'_>) {
    let path = path.key("rules");
    for (at, rule) in rules.iter().enumerate() {
        let Some(when) = &rule.when else {
            continue;
        };
        for_each(when, &path.index(at).key("when"), |when, path| {
            if let Some(patterns) = &when.message {
                check(patterns, &path.key("message"), linter);
            }
            let detail = path.key("detail");
            for (field, patterns) in when.detail.iter().flat_map(syntax::Map::iter) {
                check(patterns, &detail.key(field), linter);
            }
        });
    }
}

fn check_envelope(envelope: &Envelope, path: &Path<'_>, linter: &mut Linter<'_>) {
    let path = path.key("envelope");
    for (key, sources) in envelope.lists() {
        check_sources(sources, &path.key(key), linter);
    }
    let fields = path.key("fields");
    for (name, sources) in envelope.fields.iter().flat_map(syntax::Map::iter) {
        check_sources(sources, &fields.key(name), linter);
    }
}

fn check_sources(sources: &OneOrMany<Source>, path: &Path<'_>, linter: &mut Linter<'_>) {
    for_each(sources, path, |source, path| {
        if let Source::Map(own) = source {
            check(&own.pattern, &path.key("pattern"), linter);
        }
    });
}

fn check(patterns: &OneOrMany<Word>, path: &Path<'_>, linter: &mut Linter<'_>) {
    for_each(patterns, path, |pattern, path| {
        if looks_like_regex(&pattern.0) {
            let message = "a pattern that looks like a regular expression";
            let diagnostic = Id::RegexPattern.diagnostic(message, "taken literally");
            linter.report_at(path, diagnostic.help(NO_REGEX));
        }
    });
}
