//! A book whose texts would break out of their places, if they could.

use super::HOSTILE;
use crate::Source;

/// A book whose every text is one of the hostile ones, which one depends on its place and on `rotation`.
pub(crate) fn hostile_book(rotation: usize) -> Vec<Source> {
    let files = [
        ("book.yaml", include_str!("hostile_book.yaml")),
        ("hostile.yaml", include_str!("hostile.yaml")),
    ];
    let source = |(name, text): (&str, &str)| {
        let mut pieces = text.split("HOSTILE");
        // The first one is in the comment.
        let mut yaml = pieces.by_ref().take(2).collect::<String>();
        for (number, piece) in (rotation..).zip(pieces) {
            // A number makes each text unique, so that no name occurs twice.
            let text = format!("{} {number}", HOSTILE[number % HOSTILE.len()]);
            // In a text for the end user, a brace that means itself is doubled.
            let is_template = yaml.ends_with("user_message: ");
            let doubled = text.replace('{', "{{").replace('}', "}}");
            yaml += &quoted(if is_template { &doubled } else { &text });
            yaml += piece;
        }
        Source::new(name, yaml)
    };
    files.into_iter().map(source).collect()
}

/// A text as YAML that has nothing but ASCII in it: the reader refuses characters that hide from an author.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| (' '..='~').contains(&c) && !matches!(c, '"' | '\\');
    let escaped = |c: char| format!("\\U{:08X}", u32::from(c));
    let inner = text.chars().map(|c| {
        if is_plain(c) {
            c.to_string()
        } else {
            escaped(c)
        }
    });
    format!("\"{}\"", inner.collect::<String>())
}
