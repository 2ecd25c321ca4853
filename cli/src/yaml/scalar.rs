//! Writes scalars: plain if that is unambiguous, as a block if they need several lines, and quoted otherwise.

use std::fmt::Write;

/// A key of a block map.
pub(super) fn key(text: &str) -> String {
    inline(text)
}

/// A text that may be followed by other text on its line.
pub(super) fn inline(text: &str) -> String {
    let is_flow = |c: char| "[]{},:#\"'".contains(c);
    if is_plain(text) && !text.contains(is_flow) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A text at the end of a line that starts at a column, or an indented block.
pub(super) fn text(text: &str, column: usize, indent: usize, width: usize) -> String {
    let line = if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    };
    if is_literal(text) {
        return literal(text, indent);
    }
    if column + line.chars().count() > width && is_foldable(text) {
        return folded(text, indent, width);
    }
    line
}

/// Whether a text needs no quotes in YAML 1.1 and 1.2.
fn is_plain(text: &str) -> bool {
    let first = |c: char| c.is_alphanumeric() || "_/(“".contains(c);
    text.starts_with(first)
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(is_break_or_unsafe)
        && !text.contains('\t')
        && !is_of_another_type(text)
}

/// Whether YAML 1.1 or 1.2 reads a text as a boolean, a null, a number, a time or a date.
fn is_of_another_type(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
    ];
    let lower = text.to_ascii_lowercase();
    let numeric = |c: char| c.is_ascii_digit() || "_.:+-tz ".contains(c);
    let in_another_base = |c: char| c.is_ascii_hexdigit() || "xo_".contains(c);
    WORDS.contains(&lower.as_str())
        || text.parse::<f64>().is_ok()
        || (lower.starts_with(|c: char| c.is_ascii_digit()) && lower.chars().all(numeric))
        || (lower.starts_with('0') && lower.chars().all(in_another_base))
}

/// A line break, or a character that must be escaped.
fn is_break_or_unsafe(c: char) -> bool {
    c == '\n' || c == '\r' || is_unsafe(c)
}

fn is_unsafe(c: char) -> bool {
    let control = c.is_control() && !['\n', '\t'].contains(&c);
    control
        || matches!(
            c,
            '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_unsafe(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text has several lines that a block scalar can contain unchanged.
fn is_literal(text: &str) -> bool {
    let sound = |line: &str| !line.ends_with([' ', '\t']) && !line.starts_with('\t');
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && !text.contains(is_unsafe)
        && text.split('\n').all(sound)
}

fn literal(text: &str, indent: usize) -> String {
    let mut out = String::from("|-");
    for line in text.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out
}

/// Whether a text is words with single spaces, which folded lines are read as.
fn is_foldable(text: &str) -> bool {
    !text.contains(is_break_or_unsafe)
        && !text.contains('\t')
        && text.split(' ').all(|word| !word.is_empty())
}

fn folded(text: &str, indent: usize, width: usize) -> String {
    let mut out = String::from(">-");
    let mut column = width;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column + 1 + length > width {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent + length;
        } else {
            out.push(' ');
            column += 1 + length;
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{inline, text};

    #[test]
    fn ambiguous_texts_are_quoted() {
        for word in [
            "NO",
            "y",
            "on",
            "null",
            "~",
            "",
            "010",
            "404",
            "1e3",
            "-1",
            "0x1F",
            "1_000",
            "12:30:00",
            "2024-01-01",
            ".5",
            "nan",
            "true",
            "- a",
            "#a",
            "a: b",
            "a #b",
            "a:",
            " a",
            "@a",
            "&a",
            "*a",
            "!a",
            "%a",
            "a\tb",
            "'a'",
        ] {
            assert!(text(word, 0, 2, 120).starts_with('"'), "{word}");
        }
        for word in [
            "SESSION_ENDED",
            "Don't",
            "a:b",
            "/error/code",
            "2FA_WAIT",
            "4xx",
            "2FA",
            "C#",
            "приветствие",
        ] {
            assert_eq!(text(word, 0, 2, 120), word);
        }
        assert_eq!(inline("a, b"), "\"a, b\"");
    }

    fn unusual() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("\n"),
            Just("\t"),
            Just(" "),
            Just("  "),
            Just("\r"),
            Just(": "),
            Just(" #"),
            Just("\""),
            Just("\\"),
            Just("-"),
            Just("\u{2028}"),
            Just("\u{85}"),
            Just("\u{feff}"),
            Just("\u{202e}"),
            Just("\u{ffff}"),
            Just("{"),
            Just("]"),
            Just("|"),
            Just("word"),
            Just("1"),
            Just("é"),
            Just("\0"),
        ];
        prop_oneof![
            any::<String>(),
            prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat()),
        ]
    }

    proptest! {
        #[test]
        fn texts_are_read_back_unchanged(written in unusual()) {
            for yaml in [
                format!("key: {}\nlast: 1\n", text(&written, 5, 2, 40)),
                format!("key: {{ a: {}, b: 1 }}\n", inline(&written)),
                format!("key:\n  - {}\n", text(&written, 4, 4, 40)),
            ] {
                let read: serde_yaml::Value = serde_yaml::from_str(&yaml).expect("YAML");
                let value = &read["key"];
                let value = value.get("a").or(value.get(0)).unwrap_or(value);
                prop_assert_eq!(value.as_str(), Some(written.as_str()), "{}", yaml);
            }
        }

        #[test]
        fn keys_are_read_back_unchanged(written in unusual()) {
            prop_assume!(written.len() <= 200);
            let yaml = format!("{}: 1\n", inline(&written));
            let read: std::collections::BTreeMap<String, u8> = serde_yaml::from_str(&yaml).expect("YAML");
            prop_assert_eq!(read.keys().next(), Some(&written));
        }
    }
}
