//! Cleans texts for use in a book.

use faultbook_codegen::names;

/// The most characters in a summary.
const MAX_SUMMARY: usize = 300;
/// The most characters in a title.
const MAX_TITLE: usize = 120;

/// The name and the number of a code that are in one text: `E_FAIL 0x80004005`, or `1001 (CARD_DECLINED)`.
pub(super) fn name_and_number(text: &str) -> Option<(&str, &str)> {
    let words = text.split(|c: char| c.is_whitespace() || "()[],:=/|–—".contains(c));
    let mut words = words.filter(|word| !word.is_empty() && *word != "-");
    let (first, second) = (words.next()?, words.next()?);
    let is_pair = words.next().is_none();
    let pairs = [(first, second), (second, first)];
    let is_named = |(name, number): &(&str, &str)| is_symbol(name) && is_number(number);
    pairs.into_iter().find(is_named).filter(|_| is_pair)
}

/// Whether a text is a decimal or hexadecimal number.
pub(super) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit()),
        None => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
    }
}

/// Whether a text is written like the name of a constant: `CARD_DECLINED`, `card_declined` or `EPERM`.
pub(super) fn is_symbol(text: &str) -> bool {
    const WORDS: [&str; 5] = ["HTTP", "HTTPS", "CODE", "ERROR", "STATUS"];
    let mut bytes = text.bytes();
    let is_word = bytes.all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
    let is_upper = text.len() > 2 && !text.contains(|c: char| c.is_ascii_lowercase());
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_joined = text.trim_matches('_').contains('_') || text.trim_matches('.').contains('.');
    is_word && starts && (is_joined || is_upper) && !WORDS.contains(&text)
}

/// Removes whitespace and invisible characters around a text, which copying adds.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || names::is_unseen(c))
}

/// Normalizes line ends, and removes characters that control a terminal or change the direction of text.
pub(super) fn prose(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_unsafe = |c: &char| {
        let control = c.is_control() && !['\n', '\t'].contains(c);
        control || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let text: String = text.chars().filter(|c| !is_unsafe(c)).collect();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// The first line of a text.
pub(super) fn summary(text: &str) -> String {
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    shortened(line, MAX_SUMMARY)
}

/// A title on one line.
pub(super) fn title(text: &str) -> String {
    shortened(text, MAX_TITLE)
}

/// The text with single spaces, cut after a word if it is too long.
fn shortened(text: &str, most: usize) -> String {
    let text = prose(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let end = line
        .char_indices()
        .nth(most - 1)
        .map_or(line.len(), |(at, _)| at);
    let cut = line[..end]
        .rsplit_once(' ')
        .map_or(&line[..end], |(words, _)| words);
    format!("{cut}…")
}

/// The name of a domain without that of its vendor: `Voice` for `twilio.Voice`.
pub(super) fn local<'t>(title: &'t str, vendor: &str) -> &'t str {
    let rest = title
        .strip_prefix(vendor)
        .and_then(|rest| rest.strip_prefix(['.', '/', ':']));
    rest.filter(|rest| !rest.trim().is_empty()).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::{prose, summary};

    #[test]
    fn texts_keep_their_lines_and_lose_invisible_characters() {
        assert_eq!(prose("a \r\nb\u{202e}\u{0}\r\n"), "a\nb");
    }

    #[test]
    fn a_summary_is_one_line() {
        assert_eq!(summary("\n one\ttwo \nthree"), "one two");
        let long = summary(&"word ".repeat(100));
        assert!(
            long.ends_with("word…") && long.chars().count() <= 300,
            "{long}"
        );
        assert!(summary(&"é".repeat(400)).chars().count() <= 300);
    }
}
