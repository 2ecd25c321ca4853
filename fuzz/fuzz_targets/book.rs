//! Books that a fuzzer makes up: whatever is wrong with them is reported at its location.
//!
//! The files of `spec` are seeds, too: `cargo fuzz run book work/book corpus/book ../spec -- -dict=book.dict`.
#![no_main]

use faultbook_codegen::{Diagnostic, Diagnostics, Fix, Label, Source, load};
use libfuzzer_sys::fuzz_target;

const BOOK: &str = include_str!("../../spec/book.yaml");
const VENDOR: &str = "vendor: acme\ntitle: Acme\nsummary: A vendor\ndomains: {}\n";

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = sources(&text);
    let diagnostics = diagnostics(&sources);
    diagnostics
        .iter()
        .for_each(|diagnostic| check(diagnostic, &sources));
    assert!(!diagnostics.render(true).is_empty());
    if !diagnostics.iter().any(is_unreadable) && fix(&mut sources, &diagnostics) {
        let fixed = self::diagnostics(&sources);
        assert!(
            !fixed.iter().any(is_unreadable),
            "{diagnostics}\nbecame\n{fixed}"
        );
    }
});

/// A book in which the text is a vendor's file, or `book.yaml` if it looks like that.
fn sources(text: &str) -> [Source; 2] {
    if text.lines().any(|line| line.starts_with("classes:")) {
        return [
            Source::new("book.yaml", text),
            Source::new("acme.yaml", VENDOR),
        ];
    }
    let name = text.lines().find_map(|line| line.strip_prefix("vendor: "));
    let file = format!(
        "{}.yaml",
        name.filter(|name| *name != "book").unwrap_or("acme")
    );
    [Source::new("book.yaml", BOOK), Source::new(file, text)]
}

fn diagnostics(sources: &[Source]) -> Diagnostics {
    match load(sources) {
        Ok(loaded) => {
            assert!(!loaded.artifacts().is_empty());
            loaded.warnings
        }
        Err(errors) => {
            assert!(
                errors.iter().len() > 0,
                "a book is refused without a word"
            );
            errors
        }
    }
}

fn is_unreadable(diagnostic: &Diagnostic) -> bool {
    ["FB0001", "FB0007"].contains(&diagnostic.id)
}

fn check(diagnostic: &Diagnostic, sources: &[Source]) {
    for label in [&diagnostic.label].into_iter().chain(&diagnostic.related) {
        let text = &sources
            .iter()
            .find(|source| source.path == label.file)
            .expect("a file of the book")
            .text;
        assert_eq!(
            (label.line, label.column),
            line_and_column(text, label.bytes.start),
            "{diagnostic:?}"
        );
        assert!(marks_something(label, text), "{diagnostic:?}");
        if let Some(fix) = &diagnostic.fix {
            assert!(
                *label != diagnostic.label || text.get(fix.bytes.clone()).is_some(),
                "{diagnostic:?}"
            );
        }
    }
}

/// Whether a place is of whole characters, and of at least one where its line has any left.
fn marks_something(label: &Label, text: &str) -> bool {
    let marked = text.get(label.bytes.clone()).expect("whole characters");
    let rest = &text[label.bytes.start..];
    !marked.is_empty() || rest.is_empty() || rest.starts_with(['\n', '\r'])
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    (
        text[..at].matches('\n').count() + 1,
        line.chars().count() + 1,
    )
}

/// Applies the certain fixes, of those that overlap the first. Returns whether there were any.
fn fix(sources: &mut [Source], diagnostics: &Diagnostics) -> bool {
    let before = sources.to_vec();
    for source in &mut *sources {
        let of_source = diagnostics.iter().filter(|diagnostic| diagnostic.file() == source.path);
        let mut fixes: Vec<&Fix> = of_source
            .filter_map(|diagnostic| diagnostic.fix.as_ref())
            .filter(|fix| fix.certain)
            .collect();
        fixes.sort_by_key(|fix| fix.bytes.start);
        fixes.dedup_by(|second, first| second.bytes.start < first.bytes.end);
        for fix in fixes.iter().rev() {
            source
                .text
                .replace_range(fix.bytes.clone(), &fix.replacement);
        }
    }
    before != sources
}
