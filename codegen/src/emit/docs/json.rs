//! Formats JSON over several lines.
//!
//! Only white space between tokens changes: an example's body is evidence, so numbers, escapes, the order of keys and
//! repeated keys are preserved.

use serde::de::IgnoredAny;

const PUNCTUATION: [char; 6] = ['{', '}', '[', ']', ',', ':'];

/// The text with a line for each member and element; `None` if it is not exactly one object or array.
pub(crate) fn pretty(text: &str) -> Option<String> {
    let mut rest = text.trim();
    if !rest.starts_with(['{', '[']) || serde_json::from_str::<IgnoredAny>(rest).is_err() {
        return None;
    }
    let (mut lines, mut depth) = (String::new(), 0_usize);
    while let Some(c) = rest.chars().next() {
        let (token, after) = rest.split_at(length(rest));
        let closes = matches!(c, '}' | ']');
        depth = depth.saturating_sub(closes.into());
        let is_first = lines.ends_with(['{', '[']);
        if (closes && !is_first) || (!closes && (is_first || lines.ends_with(','))) {
            lines.push('\n');
            lines.push_str(&"  ".repeat(depth));
        }
        lines.push_str(if c == ':' { ": " } else { token });
        depth += usize::from(matches!(c, '{' | '['));
        rest = after.trim_start();
    }
    Some(lines)
}

/// The length of the first token.
fn length(text: &str) -> usize {
    if text.starts_with(PUNCTUATION) {
        return 1;
    }
    if !text.starts_with('"') {
        let ends = |c: char| PUNCTUATION.contains(&c) || c.is_ascii_whitespace();
        return text.find(ends).unwrap_or(text.len());
    }
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|b| {
        let ends = b == b'"' && !is_escaped;
        is_escaped = b == b'\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn each_member_gets_a_line() {
        let formatted = pretty(r#" {"a":[1,{"b":"x, {y}: \"z\""}], "c" : {} ,"a":-1.50e+3}"#);
        let expected = "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x, {y}: \\\"z\\\"\"\n    }\n  ],\n  \"c\": {},\n  \"a\": -1.50e+3\n}";
        assert_eq!(formatted.as_deref(), Some(expected));
    }

    #[test]
    fn what_is_no_json_is_left_alone() {
        for text in [
            "",
            "<html>",
            "null",
            "{\"a\":",
            "{\"a\":\"b",
            "[1]]",
            "[}",
            "[1 2]",
            "[\"a\" \"b\"]",
            "{} x",
            "]",
        ] {
            assert_eq!(pretty(text), None, "{text}");
        }
    }
}
