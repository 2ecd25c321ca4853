//! Adds codes to a vendor's file, whose comments and layout remain.

/// The text with more entries at the end of the `codes` of a domain; `None` if these are not a block. The entries are lines
/// without indentation.
pub(super) fn codes(text: &str, domain: &str, entries: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut block = 0..lines.len();
    let mut indent = 0;
    for key in ["domains", domain, "codes"] {
        let at = block.clone().find(|at| is_key(lines[*at], indent, key))?;
        block = at + 1..end(&lines, at + 1, block.end, indent);
        indent = indent_of(
            lines
                .get(block.clone())?
                .iter()
                .find(|line| has_value(line))?,
        );
    }
    let before = &lines[..block.end];
    let after = &lines[block.end..];
    let entries = entries.lines().map(|line| match line {
        "" => String::new(),
        line => " ".repeat(indent) + line,
    });
    let before = before.iter().map(|line| (*line).to_owned());
    let after = after.iter().map(|line| (*line).to_owned());
    let all: Vec<String> = before.chain(entries).chain(after).collect();
    Some(all.join("\n") + "\n")
}

/// Whether a line is a key at an indentation whose value is on the next lines.
fn is_key(line: &str, indent: usize, key: &str) -> bool {
    let rest = line.trim_start().strip_prefix(key);
    let rest = rest.and_then(|rest| rest.strip_prefix(':')).map(str::trim);
    indent_of(line) == indent && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
}

/// The end of a block: after its last line that is indented further than its key.
fn end(lines: &[&str], start: usize, limit: usize, indent: usize) -> usize {
    let inside = (start..limit).take_while(|at| {
        let line = lines[*at];
        !has_value(line) || indent_of(line) > indent
    });
    let is_inside = |at: &usize| !lines[*at].trim().is_empty() && indent_of(lines[*at]) > indent;
    inside
        .filter(is_inside)
        .last()
        .map_or(start, |last| last + 1)
}

fn has_value(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn codes_are_added_after_the_last_one_of_their_domain() {
        let text = "vendor: v\ndomains:\n  # first\n  api:\n    title: T\n    codes: # all\n      A:\n        summary: s\n\n      # the end\n  other:\n    codes:\n      B: { summary: s }\noperations:\n  codes:\n    x: 1\n";
        let api = codes(text, "api", "N:\n  summary: n\n").expect("a block");
        assert_eq!(
            api,
            text.replace(
                "      # the end\n",
                "      # the end\n      N:\n        summary: n\n"
            )
        );
        let other = codes(text, "other", "N:\n  summary: n\n").expect("a block");
        assert_eq!(
            other,
            text.replace(
                "{ summary: s }\n",
                "{ summary: s }\n      N:\n        summary: n\n"
            )
        );
    }

    #[test]
    fn other_layouts_are_left_alone() {
        for text in [
            "domains: { api: { codes: {} } }\n",
            "domains:\n  api: { codes: { A: { summary: s } } }\n",
            "domains:\n  api:\n    codes: {}\n",
            "domains:\n  api:\n    codes:\noperations: {}\n",
            "domains:\n  api:\n    categories:\n      c:\n        codes:\n          A: 1\n",
            "",
        ] {
            assert_eq!(codes(text, "api", "N: {}\n"), None, "{text}");
        }
    }
}
