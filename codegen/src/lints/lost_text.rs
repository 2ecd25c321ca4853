//! Finds comments that cut off a text. The parser no longer has them, so the source lines are scanned.

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

#[cfg(test)]
mod tests {
    use super::comments;

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
}
