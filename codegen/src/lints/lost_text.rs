//! Finds text that YAML silently drops. The parser no longer has it, so the source lines are scanned.

/// Keys with prose as their value, where a `#` is more likely a character than the start of a comment.
const PROSE: [&str; 8] = [
    "title",
    "summary",
    "description",
    "advice",
    "note",
    "because",
    "user_message",
    "name",
];

/// The starts of comments after unquoted text that were probably meant to be part of the text.
pub(super) fn comments(text: &str) -> Vec<usize> {
    let lines = lines(text).filter(|(_, line)| !line.trim_start().starts_with('#'));
    lines
        .filter_map(|(start, line)| Some(start + comment(line)?))
        .collect()
}

/// The lines of a text outside block scalars, each with its start.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let mut block: Option<usize> = None;
    text.split_inclusive('\n').filter_map(move |line| {
        let (start, line_indent) = (next, indent(line));
        next += line.len();
        let blank = line.trim().is_empty();
        if block.is_some_and(|outside| blank || line_indent > outside) {
            return None;
        }
        let opens = line.trim_end().ends_with(['|', '>'])
            || line.trim_end().ends_with("|-")
            || line.trim_end().ends_with(">-");
        block = opens.then_some(line_indent);
        Some((start, line.trim_end()))
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn comment(line: &str) -> Option<usize> {
    let entry = line.trim_start().trim_start_matches("- ");
    if entry.starts_with(['"', '\'']) {
        // A quoted key or item may contain anything, and what follows it is rarely prose.
        return None;
    }
    let (key, value) = entry.split_once(": ").unwrap_or(("", entry));
    let plain = !value
        .trim_start()
        .starts_with(['"', '\'', '|', '>', '[', '{', '#']);
    let hash = value.find(" #").filter(|_| plain)?;
    // Usually, the `#` of a comment is followed by a space.
    let meant = value[hash + 2..].starts_with(|c: char| !c.is_whitespace() && c != '#');
    (meant || PROSE.contains(&key)).then(|| line.len() - value.len() + hash + 1)
}

/// Keys without a value, neither on their line nor below it.
pub(super) fn empty_keys(text: &str) -> Vec<usize> {
    let significant = lines(text)
        .filter(|(_, line)| !line.trim_start().is_empty() && !line.trim_start().starts_with('#'));
    let mut lines = significant.peekable();
    let mut found = Vec::new();
    while let Some((start, line)) = lines.next() {
        let Some(key) = opened_key(line) else {
            continue;
        };
        let has_block = lines.peek().is_some_and(|(_, next)| {
            let item = next.trim_start().starts_with("- ") || next.trim() == "-";
            indent(next) > key || (item && indent(next) == key)
        });
        if !has_block {
            found.push(start + key);
        }
    }
    found
}

/// The start of the key at the end of a line.
fn opened_key(line: &str) -> Option<usize> {
    let before_comment = line
        .find(" #")
        .map_or(line, |hash| &line[..hash])
        .trim_end();
    let entry = before_comment.strip_suffix(':')?;
    let begin = entry.len() - entry.trim_start_matches([' ', '-']).len();
    let key = &entry[begin..];
    let plain = !key.is_empty() && !key.contains(": ") && !key.starts_with(['"', '\'', '{', '[']);
    plain.then_some(begin)
}

/// Entries in braces that are not a key with a value: most likely the rest of a text with a comma.
pub(super) fn keys_without_value(text: &str) -> Vec<usize> {
    let opening = lines(text).filter_map(|(start, line)| {
        let entry = line.trim_start().trim_start_matches("- ");
        let value = after_key(entry).trim_start();
        value
            .starts_with('{')
            .then(|| start + line.len() - value.len())
    });
    let found = opening.flat_map(|start| {
        let mut flow = Flow {
            text: text.as_bytes(),
            at: start + 1,
            found: Vec::new(),
        };
        flow.collection(b'}');
        flow.found
    });
    found.collect()
}

/// The part of an entry after its key, or the whole entry if it has none. A colon in quotes does not end a key.
fn after_key(entry: &str) -> &str {
    let quote = entry.bytes().next().filter(|byte| b"\"'".contains(byte));
    let end = quote.map_or(0, |quote| {
        let mut flow = Flow {
            text: entry.as_bytes(),
            at: 1,
            found: Vec::new(),
        };
        flow.quoted(quote);
        flow.at.min(entry.len())
    });
    let rest = entry.get(end..).unwrap_or_default();
    match rest.split_once(": ") {
        Some((_, value)) => value,
        None if end == 0 => entry,
        None => "",
    }
}

/// Reads flow collections, which are in braces and brackets.
struct Flow<'t> {
    text: &'t [u8],
    at: usize,
    /// The entries of maps that have no value.
    found: Vec<usize>,
}

impl Flow<'_> {
    fn next(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Reads to the end of an open collection.
    fn collection(&mut self, close: u8) {
        while let Some(byte) = self.next() {
            match byte {
                b'}' | b']' => {
                    self.at += 1;
                    return;
                }
                b',' | b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                _ => self.entry(close),
            }
        }
    }

    fn entry(&mut self, close: u8) {
        let start = self.at;
        let mut valued = false;
        let mut token_begins = true;
        let mut after_quotes = false;
        while let Some(byte) = self.next().filter(|byte| !b",}]".contains(byte)) {
            self.at += 1;
            match byte {
                b'{' | b'[' if token_begins => {
                    self.collection(if byte == b'{' { b'}' } else { b']' });
                    valued = true;
                }
                b'"' | b'\'' if token_begins => {
                    self.quoted(byte);
                    after_quotes = true;
                }
                // After a quoted key, the value may follow without a space, as in JSON.
                b':' => {
                    valued |=
                        after_quotes || self.next().is_none_or(|next| next.is_ascii_whitespace());
                }
                _ => {}
            }
            token_begins = byte.is_ascii_whitespace() || (byte == b':' && after_quotes);
        }
        if close == b'}' && !valued {
            self.found.push(start);
        }
    }

    fn quoted(&mut self, quote: u8) {
        while let Some(byte) = self.next() {
            self.at += if byte == b'\\' && quote == b'"' { 2 } else { 1 };
            if byte == quote {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{comments, empty_keys, keys_without_value};

    /// The text from each location to the end of its line.
    fn shown(text: &str, places: Vec<usize>) -> Vec<&str> {
        places
            .into_iter()
            .map(|at| text[at..].lines().next().unwrap_or(""))
            .collect()
    }

    #[test]
    fn a_comment_after_prose_is_found_and_a_real_one_is_not() {
        let text = "# about #1\nsummary: Issue #5\nclass: ok # why\nnote:\n  - see #7 there\n  - fine\n\
            summary: cut # here\nbody: |\n  text #8\ncolour: '#fff #000'\ncode: A#B\n";
        assert_eq!(shown(text, comments(text)), ["#5", "#7 there", "# here"]);
    }

    #[test]
    fn a_key_in_braces_without_a_value_is_found() {
        let text = "a: { summary: one, two, class: ok }\nb: { summary: \"one, two\", list: [x, y], m: { k: v, lost } }\n\
            c: { when: { a: 1 },\n     retry }\nd: [p, q]\ne: { summary: Doesn't, it: isn't }\n\
            f: '{ x }'\n\"g: {h, i\": 1\n- \"j: {k, l\"\n\"404\": { m: n, o }\ng: |\n  {\"a\", b}\nh: {\"k\":\"v\",\"l\":[1,2],\"m\":{\"n\":1}}\n";
        let found = shown(text, keys_without_value(text));
        assert_eq!(found, ["two, class: ok }", "lost } }", "retry }", "o }"]);
    }

    #[test]
    fn a_key_without_a_value_is_found() {
        let text = "a:\n  b: 1\nc:\n- d:\n    e: 2\n- f:\ng: # why\n\n# more\nh: i:\nj: |\n  k:\nl:\n  - m\nn:\n";
        assert_eq!(shown(text, empty_keys(text)), ["f:", "g: # why", "n:"]);
    }
}
