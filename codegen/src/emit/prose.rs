//! Texts of a book inside rustdoc: data that cannot become markup.

use crate::document::{Inline, is_unseen, markdown};

/// A text as it is.
pub(crate) fn escape(text: &str) -> String {
    line(&Inline::text(&seen(text)))
}

/// A text in which pairs of backticks mark code.
pub(crate) fn prose(text: &str) -> String {
    line(&Inline::prose(&seen(text)))
}

/// Prose that ends like a sentence.
pub(crate) fn sentence(text: &str) -> String {
    line(&Inline::sentence(&seen(text)))
}

/// The source of something.
pub(crate) fn source(text: &str) -> String {
    line(&Inline::source(&seen(text)))
}

fn line(text: &Inline) -> String {
    markdown::line(text, "")
}

/// A text that rustc shows as it is, but rustdoc reads as Markdown: the note of a deprecation. Only what could become a
/// link or HTML is escaped.
pub(crate) fn note(text: &str) -> String {
    let mut escaped = String::new();
    for c in seen(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if "\\[<".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The text without invisible characters: rustc refuses those that change the direction of text.
fn seen(text: &str) -> String {
    let is_kept = |c: &char| c.is_whitespace() || !is_unseen(*c);
    text.chars().filter(is_kept).collect()
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn a_pair_of_backticks_marks_code() {
        let cases = [
            ("a `b_c` d_e", "a `b_c` d\\_e"),
            ("`1.` x", "`1.` x"),
            ("- `x`", "\\- `x`"),
            ("one ` alone", "one \\` alone"),
            ("``a`` b", "\\`\\`a\\`\\` b"),
            ("`[a](b)` [a](b)", "`[a](b)` \\[a\\](b)"),
        ];
        for (text, expected) in cases {
            assert_eq!(prose(text), expected, "{text}");
        }
    }
}
