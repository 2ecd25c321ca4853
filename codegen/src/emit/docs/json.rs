//! Formats JSON over several lines.
//!
//! Only white space between tokens changes: an example's body is evidence, so numbers, escapes, the order of keys and
//! repeated keys are preserved.

/// The text with a line for each member and element; `None` if it is not exactly one object or array.
pub(crate) fn pretty(text: &str) -> Option<String> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut layout = Layout::default();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let len = token(rest)?;
        layout.add(c, &rest[..len])?;
        rest = rest[len..].trim_start_matches([' ', '\t', '\r', '\n']);
    }
    layout.open.is_empty().then_some(layout.text)
}

/// The length of the first token; `None` for an unclosed string.
fn token(text: &str) -> Option<usize> {
    const PUNCTUATION: [char; 6] = ['{', '}', '[', ']', ',', ':'];
    if text.starts_with(PUNCTUATION) {
        return Some(1);
    }
    if !text.starts_with('"') {
        let ends = |c: char| PUNCTUATION.contains(&c) || c == '"' || c.is_ascii_whitespace();
        return Some(text.find(ends).unwrap_or(text.len()));
    }
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    });
    end.map(|end| end + 2)
}

#[derive(Default)]
struct Layout {
    text: String,
    /// The closing brackets of everything that is open.
    open: Vec<char>,
    last: Option<char>,
}

impl Layout {
    /// Adds a token that starts with `c`; `None` if it is not allowed here.
    fn add(&mut self, c: char, token: &str) -> Option<()> {
        if self.open.is_empty() && self.last.is_some() {
            return None;
        }
        match c {
            '}' | ']' => self.close(c)?,
            ',' => self.text.push(','),
            ':' => self.text.push_str(": "),
            _ => self.value(c, token)?,
        }
        self.last = Some(c);
        Some(())
    }

    fn close(&mut self, c: char) -> Option<()> {
        if self.open.pop()? != c {
            return None;
        }
        if !matches!(self.last, Some('{' | '[')) {
            self.new_line();
        }
        self.text.push(c);
        Some(())
    }

    /// A value or key; `None` if it directly follows another one.
    fn value(&mut self, c: char, token: &str) -> Option<()> {
        match self.last {
            None | Some(':') => {}
            Some('{' | '[' | ',') => self.new_line(),
            Some(_) => return None,
        }
        match c {
            '{' => self.open.push('}'),
            '[' => self.open.push(']'),
            _ => {}
        }
        self.text.push_str(token);
        Some(())
    }

    fn new_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(self.open.len()));
    }
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
