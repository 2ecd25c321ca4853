//! Spec text inside rustdoc: data that cannot leave its place.

use crate::document::is_unseen;

/// Escapes everything that Markdown or rustdoc would take for markup. Characters that turn the direction of text or are
/// not seen are dropped: rustc refuses the former in comments, and both can make a text look like another. A bare address
/// is markup too: rustdoc warns of each.
pub(crate) fn escape(text: &str) -> String {
    guard_start(escaped(&one_line(text)))
}

/// The same of prose, in which a pair of backticks marks code.
pub(crate) fn prose(text: &str) -> String {
    let line = one_line(text);
    let is_marked_up = !line.contains("``") && line.matches('`').count().is_multiple_of(2);
    if !is_marked_up {
        return escape(text);
    }
    let pieces = line.split('`').enumerate();
    let set = pieces.map(|(at, piece)| match at % 2 {
        0 => escaped(piece),
        _ => format!("`{piece}`"),
    });
    guard_start(set.collect())
}

fn escaped(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        if is_markup(c) || line[at..].starts_with("://") {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A text that rustc shows as it is, but rustdoc takes for Markdown: the note of a deprecation. What could become a link
/// or HTML is escaped, and nothing else.
pub(crate) fn note(text: &str) -> String {
    let mut escaped = String::new();
    for c in one_line(text).chars() {
        if "\\[<".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The words of a text, without the characters that are not seen.
fn one_line(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.retain(|c| !is_unseen(c));
    line
}

fn is_markup(c: char) -> bool {
    "\\`*_[]<>|~&#$^".contains(c)
}

/// Keeps a paragraph from beginning like a list: with `-`, `+` or a number and a dot.
fn guard_start(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let at = match text.as_bytes().get(digits) {
        Some(b'-' | b'+' | b'=') if digits == 0 => 0,
        Some(b'.' | b')') if digits > 0 => digits,
        _ => return text,
    };
    format!("{}\\{}", &text[..at], &text[at..])
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
